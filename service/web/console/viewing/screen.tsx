// The screen of a viewing: a canvas on which masked, marked pictures are drawn, one after another.
import { useEffect, useRef } from "preact/hooks";
import { now } from "../../shared/api/clock";
import type { Viewing } from "../../shared/api/forms";
import { counted, exactTimeOf, spanOf } from "../../shared/format";
import { BackIcon, NextIcon, PauseIcon, PlayIcon } from "../../shared/ui/icons";
import { viewingWords } from "../../shared/words/viewing";
import { Trouble } from "../office/trouble";
import {
  again,
  at_ms,
  film,
  forgetFilms,
  lengthMs,
  openFilm,
  pausedUntil,
  picture,
  playing,
  seek,
  step,
  trouble,
} from "./reels";

const JUMP_MS = 5000;
// A picture longer ago than this was not let pass: the machine slept.
const LATE_MS = 1000;

export function Screen(props: { viewing: Viewing }) {
  const { viewing } = props;
  const w = viewingWords.value.play;
  useEffect(() => {
    const [first] = viewing.films;
    if (first) openFilm(viewing.viewing_id, first);
    return forgetFilms;
  }, [viewing.viewing_id]);
  usePlaying();
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target instanceof HTMLButtonElement && event.key === " ") return;
    const act = KEYS[event.key];
    if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act();
  };
  return (
    <div class="room-player" role="group" aria-label={w.player} onKeyDown={onKeyDown}>
      {viewing.films.length > 1 && (
        <div class="room-films" role="group" aria-label={w.film}>
          {viewing.films.map((one) => (
            <button
              key={one.masking_id}
              type="button"
              class="button small"
              aria-pressed={film.value?.masking_id === one.masking_id}
              onClick={() => openFilm(viewing.viewing_id, one)}
            >
              {w.filmOf(one.camera, spanOf(one.from_at, one.until_at))}
            </button>
          ))}
        </div>
      )}
      <Canvas />
      <Place />
      <Transport />
      <Trouble error={trouble.value} />
      {trouble.value !== null && (
        <button type="button" class="button" onClick={again}>
          {w.again}
        </button>
      )}
    </div>
  );
}

function toggle(): void {
  if (!playing.peek() && at_ms.peek() >= lengthMs() - 2) seek(0);
  playing.value = !playing.peek();
}

const KEYS: Readonly<Record<string, () => void>> = {
  " ": toggle,
  ",": () => step(-1),
  ".": () => step(1),
  ArrowLeft: () => seek(at_ms.peek() - JUMP_MS),
  ArrowRight: () => seek(at_ms.peek() + JUMP_MS),
};

/** Let time pass while it plays; it waits where a picture is not here yet. */
function usePlaying(): void {
  useEffect(() => {
    let before = performance.now();
    let frame = requestAnimationFrame(function tick(time) {
      const passed = Math.min(LATE_MS, Math.max(0, time - before));
      before = time;
      const shown = picture.peek();
      const isHere = shown !== null && at_ms.peek() - shown.at_ms < LATE_MS;
      if (playing.peek() && isHere && trouble.peek() === null) {
        if (at_ms.peek() + passed >= lengthMs()) playing.value = false;
        else seek(at_ms.peek() + passed);
      } else if (playing.peek() && !isHere) seek(at_ms.peek());
      frame = requestAnimationFrame(tick);
    });
    // What nobody looks at does not play on.
    const rest = () => {
      if (document.visibilityState === "hidden") playing.value = false;
    };
    document.addEventListener("visibilitychange", rest);
    return () => {
      cancelAnimationFrame(frame);
      document.removeEventListener("visibilitychange", rest);
    };
  }, []);
}

/** When the picture in sight was taken. */
function takenAt(): string | null {
  const [of, shown] = [film.value, picture.value];
  if (!of || !shown) return null;
  return exactTimeOf(new Date(Date.parse(of.from_at) + shown.at_ms).toISOString());
}

function Canvas() {
  const w = viewingWords.value.play;
  const canvas = useRef<HTMLCanvasElement>(null);
  const shown = picture.value;
  useEffect(() => {
    let gone = false;
    const on = canvas.current;
    if (!on) return;
    if (!shown) {
      // A canvas that is sized anew holds nothing.
      on.width = 16;
      on.height = 9;
      return;
    }
    void createImageBitmap(shown.jpeg).then((drawn) => {
      if (!gone) {
        if (on.width !== drawn.width || on.height !== drawn.height) {
          on.width = drawn.width;
          on.height = drawn.height;
        }
        on.getContext("2d")?.drawImage(drawn, 0, 0);
      }
      drawn.close();
    });
    return () => {
      gone = true;
    };
  }, [shown]);
  const taken = takenAt();
  return (
    <div class="room-picture">
      <canvas
        ref={canvas}
        width={16}
        height={9}
        role="img"
        aria-label={taken ? w.picture(film.value?.camera ?? "", taken) : w.loading}
        onContextMenu={(event) => event.preventDefault()}
      />
      {taken === null && trouble.value === null && <p class="room-loading">{w.loading}</p>}
    </div>
  );
}

function Place() {
  const w = viewingWords.value.play;
  const [at, of] = [counted(at_ms.value / 1000), counted(lengthMs() / 1000)];
  return (
    <div class="room-place">
      <input
        type="range"
        min={0}
        max={Math.max(0, lengthMs() - 1)}
        step={250}
        value={at_ms.value}
        aria-label={w.at}
        aria-valuetext={w.atText(at, of)}
        onInput={(event) => seek(Number(event.currentTarget.value))}
      />
      <span class="mono office-small">
        {at} / {of}
      </span>
      <span class="mono office-small room-taken">{takenAt()}</span>
    </div>
  );
}

function Transport() {
  const w = viewingWords.value.play;
  return (
    <div class="room-transport">
      <button type="button" class="button icon" aria-label={w.before} onClick={() => step(-1)}>
        <BackIcon />
      </button>
      <button
        type="button"
        class="button main"
        onClick={toggle}
        disabled={film.value === null || trouble.value !== null}
      >
        {playing.value ? <PauseIcon /> : <PlayIcon />}
        {playing.value ? w.pause : w.play}
      </button>
      <button type="button" class="button icon" aria-label={w.next} onClick={() => step(1)}>
        <NextIcon />
      </button>
      <span class="quiet office-small" role="status">
        {pausedUntil.value > now() && w.tooFast}
      </span>
    </div>
  );
}
