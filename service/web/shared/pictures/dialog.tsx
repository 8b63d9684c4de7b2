// The film of one camera, as large as the screen allows, frame by frame or live.
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { Snapshot } from "../api/forms";
import { span } from "../format";
import { Dialog } from "../ui/dialog";
import { BackIcon, InfoIcon, LiveIcon, NextIcon, StopIcon } from "../ui/icons";
import { words } from "../words";
import type { Film } from "./film";
import { LiveView } from "./live";
import { Marks } from "./marks";
import { Picture } from "./picture";
import { Proof } from "./proof";
import { lagWords, type Since, whyWords } from "./said";
import { Scrub } from "./scrub";
import type { Sight } from "./sight";

// A frame that is only passed by is not fetched large: that would be a look at it.
const RESTS_AFTER_MS = 150;

/** A frame to begin with, and whether the camera is to be seen live at once. */
export interface Opened {
  one: Snapshot;
  live: boolean;
}

/** The frames of one camera, one after the other; what comes meanwhile is added without a move. */
export function FilmDialog(props: {
  films: readonly Film[];
  opened: Opened;
  sight: Sight;
  since: Since;
  /** After how many seconds a live view ends by itself, where data is dear. */
  live_most_s: number | null;
  onClose: () => void;
}) {
  const { sight, since, opened } = props;
  const w = words.value.picture;
  const at = useSignal({ camera_id: opened.one.camera_id, snapshot_id: opened.one.snapshot_id });
  const live = useSignal(opened.live);
  const shown = props.films.filter((film) => film.frames.length > 0);
  const turn = shown.findIndex((film) => film.face.camera_id === at.value.camera_id);
  const film = shown[turn];
  const frames = film?.frames ?? [];
  const number = frames.findIndex((one) => one.snapshot_id === at.value.snapshot_id);
  const one = frames[number] ?? film?.face ?? opened.one;
  const show = (next: Snapshot | undefined) => {
    if (!next) return;
    live.value = false;
    at.value = { camera_id: next.camera_id, snapshot_id: next.snapshot_id };
  };
  // Keys come faster than the page is drawn: each goes on from where the one before has led.
  const drawn = useRef(frames);
  drawn.current = frames;
  const step = (by: number) => {
    const here = drawn.current.findIndex((frame) => frame.snapshot_id === at.peek().snapshot_id);
    show(drawn.current[here + by]);
  };
  useEffect(() => {
    const goTo: Record<string, () => void> = {
      ArrowLeft: () => step(-1),
      ArrowRight: () => step(1),
      Home: () => show(drawn.current[0]),
      End: () => show(drawn.current.at(-1)),
    };
    const onKey = (event: KeyboardEvent) => {
      const go = goTo[event.key];
      if (!go || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      go();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, []);
  const name = one.camera_name;
  return (
    <Dialog title={name} onClose={props.onClose} class="film-dialog">
      <div class="film-main">
        <div class="film-stage">
          <div class="film-paper" style={shapeOf(one)}>
            {live.value ? (
              <LiveView
                key={one.camera_id}
                sight={sight}
                camera_id={one.camera_id}
                name={name}
                most_s={props.live_most_s}
              />
            ) : (
              <>
                <Large key={one.snapshot_id} sight={sight} of={one} />
                <Marks of={one} />
              </>
            )}
          </div>
        </div>
        <div class="film-transport">
          <Step label={w.previous} off={number <= 0} icon={<BackIcon />} onGo={() => step(-1)} />
          <p class="film-moment" role="status">
            <strong>{live.value ? w.live.badge : lagWords(one, since)}</strong>
            {!live.value && (
              <span class="quiet">{w.frame(Math.max(0, number) + 1, frames.length)}</span>
            )}
          </p>
          <Step
            label={w.next}
            off={number >= frames.length - 1}
            icon={<NextIcon />}
            onGo={() => step(1)}
          />
        </div>
        {film && frames.length > 1 && <Scrub film={film} one={one} since={since} onGo={show} />}
      </div>
      <div class="film-side">
        <p class="film-why">{whyWords(one)}</p>
        {film?.warm && (
          <button
            type="button"
            class={`button ${live.value ? "" : "main"}`}
            onClick={() => {
              live.value = !live.value;
            }}
          >
            {live.value ? <StopIcon /> : <LiveIcon />}
            {live.value ? w.live.stop : w.live.start}
          </button>
        )}
        {film?.warm && props.live_most_s !== null && (
          <p class="film-record quiet">
            <InfoIcon />
            {w.live.thrifty(span(props.live_most_s))}
          </p>
        )}
        {shown.length > 1 && (
          <div class="film-cameras">
            <Step
              label={w.previousCamera}
              off={turn <= 0}
              icon={<BackIcon />}
              onGo={() => show(shown[turn - 1]?.face)}
            />
            <span>{w.camera(turn + 1, shown.length)}</span>
            <Step
              label={w.nextCamera}
              off={turn >= shown.length - 1}
              icon={<NextIcon />}
              onGo={() => show(shown[turn + 1]?.face)}
            />
          </div>
        )}
        {!live.value && <Proof of={one} since={since} />}
        <p class="film-record quiet">
          <InfoIcon />
          {w.recorded}
        </p>
      </div>
    </Dialog>
  );
}

/** Copies bear a bar with words at the foot: the paper has the shape of the picture without it. */
function shapeOf({ width, height }: Snapshot): { "--shape": number } {
  return { "--shape": width && height ? width / height : 16 / 9 };
}

function Step(props: {
  label: string;
  off: boolean;
  icon: preact.ComponentChildren;
  onGo: () => void;
}) {
  return (
    <button
      type="button"
      class="button icon"
      aria-label={props.label}
      title={props.label}
      // Not disabled: the focus would be lost at the end of the film.
      aria-disabled={props.off}
      onClick={() => !props.off && props.onGo()}
    >
      {props.icon}
    </button>
  );
}

/** A frame large, once it is rested on; until then the small copy of it, where that is here. */
function Large(props: { sight: Sight; of: Snapshot }) {
  const { sight, of } = props;
  const here = sight.shown(of.snapshot_id, "large") !== null;
  const rests = useSignal(here);
  useEffect(() => {
    if (rests.peek()) return;
    const timer = setTimeout(() => {
      rests.value = true;
    }, RESTS_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  const small = sight.shown(of.snapshot_id, "small");
  const alt = words.value.picture.of(of.camera_name);
  return (
    <>
      {!here && small && <img class="picture under" src={small} alt="" />}
      {rests.value && <Picture sight={sight} id={of.snapshot_id} size="large" alt={alt} again />}
    </>
  );
}
