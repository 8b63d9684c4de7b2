// The player: the frame in sight, the time below it, and what may be asked of the recording.
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { DeskCamera, FootageDesk } from "../../../shared/api/forms";
import { exactTimeOf } from "../../../shared/format";
import { BackIcon, NextIcon, PauseIcon, PlayIcon } from "../../../shared/ui/icons";
import { playerWords } from "../../../shared/words/player";
import { AskReview } from "./ask";
import {
  fetching,
  forgetFrame,
  frame,
  goneAt,
  mark,
  move,
  openCamera,
  region,
  step,
  thereAt,
} from "./at";
import { Bar } from "./bar";
import { film, forgetFilm, play, starting, stop } from "./film";
import { MarkFinding } from "./mark-finding";
import { Picture } from "./picture";
import { Sheet } from "./sheet";
import { findings, reviews } from "./state";

export function Player(props: { desk: FootageDesk; camera: DeskCamera }) {
  const { desk, camera } = props;
  const w = playerWords.value;
  const drawing = useSignal(false);
  const sheet = useSignal(false);
  const marking = useSignal(false);
  // What was brought anew begins anew.
  useEffect(() => {
    openCamera(desk.footage_id, camera);
    return () => {
      forgetFilm();
      forgetFrame();
    };
  }, [camera.camera_id, camera.brought_at]);
  const toggle = () => {
    if (film.value || starting.value) stop();
    else void play(desk.footage_id, camera);
  };
  const drawn = reviews.value.filter(
    (one) => one.camera_id === camera.camera_id && one.answer !== null,
  );
  const onKeyDown = (event: KeyboardEvent) => {
    const isTyped =
      event.target instanceof Element && event.target.closest("input, textarea, select");
    if (isTyped || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === " " && event.target instanceof HTMLButtonElement) return;
    const act = keyOf(event, toggle, () => {
      drawing.value = true;
    });
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  };
  return (
    <div class="player" role="group" aria-label={w.player} onKeyDown={onKeyDown}>
      <Picture
        camera={camera}
        drawing={drawing.value}
        onDrawn={() => {
          drawing.value = false;
        }}
      />
      <Bar
        camera={camera}
        drawn={drawn}
        found={findings.value.filter(
          (one) => one.camera_id === camera.camera_id && one.taken_back_at === null,
        )}
      />
      <div class="player-transport">
        <Transport label={w.back10} text="−10" onGo={() => go(-10)} />
        <Transport label={w.back1} text="−1" onGo={() => go(-1)} />
        <button type="button" class="button icon" aria-label={w.backFrame} onClick={() => by(-1)}>
          <BackIcon />
        </button>
        <button
          type="button"
          class="button main player-play"
          aria-label={film.value || starting.value ? w.pause : w.play}
          onClick={toggle}
        >
          {film.value || starting.value ? <PauseIcon /> : <PlayIcon />}
        </button>
        <button type="button" class="button icon" aria-label={w.nextFrame} onClick={() => by(1)}>
          <NextIcon />
        </button>
        <Transport label={w.ahead1} text="+1" onGo={() => go(1)} />
        <Transport label={w.ahead10} text="+10" onGo={() => go(10)} />
        <span class="player-work quiet" aria-hidden="true">
          {fetching.value || starting.value ? "…" : ""}
        </span>
        <button
          type="button"
          class="button"
          onClick={() => {
            sheet.value = true;
          }}
        >
          {w.sheet}
        </button>
        <button
          type="button"
          class="button"
          disabled={frame.value === null}
          onClick={() => {
            stop();
            marking.value = true;
          }}
        >
          {w.findings.mark}
        </button>
      </div>
      {film.value?.remade && <p class="quiet office-small">{w.remade}</p>}
      <p class="quiet office-small player-keys">{w.keys}</p>
      <AskReview
        desk={desk}
        camera={camera}
        drawing={drawing.value}
        onDraw={(on) => {
          stop();
          drawing.value = on;
        }}
      />
      {sheet.value && (
        <Sheet
          title={w.sheet}
          path={`/v1/footage-requests/${desk.footage_id}/looks/sheet`}
          body={{
            camera_id: camera.camera_id,
            from_at: camera.from_at,
            until_at: camera.until_at,
            count: 24,
          }}
          label={w.sheetOf(exactTimeOf(camera.from_at), exactTimeOf(camera.until_at))}
          onClose={() => {
            sheet.value = false;
          }}
        />
      )}
      {marking.value && (
        <MarkFinding
          footage_id={desk.footage_id}
          camera={camera}
          onClose={() => {
            marking.value = false;
          }}
        />
      )}
    </div>
  );
}

function go(seconds: number): void {
  stop();
  move(seconds);
}

function by(frames: -1 | 1): void {
  stop();
  step(frames);
}

function keyOf(event: KeyboardEvent, toggle: () => void, draw: () => void) {
  const long = event.shiftKey ? 10 : 1;
  const acts: Record<string, () => void> = {
    ArrowLeft: () => go(-long),
    ArrowRight: () => go(long),
    ",": () => by(-1),
    ".": () => by(1),
    " ": toggle,
    t: () => mark(thereAt),
    g: () => mark(goneAt),
    r: draw,
    Delete: () => {
      region.value = null;
    },
  };
  return acts[event.key];
}

function Transport(props: { label: string; text: string; onGo: () => void }) {
  return (
    <button type="button" class="button" aria-label={props.label} onClick={props.onGo}>
      <span aria-hidden="true">{props.text}</span>
    </button>
  );
}
