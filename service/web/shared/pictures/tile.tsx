// A camera of the strip: its picture, or why there is none, or that it is awaited; and its film.
import { useSignal } from "@preact/signals";
import type { Snapshot } from "../api/forms";
import { CameraIcon, LiveIcon, WarnIcon } from "../ui/icons";
import { said, words } from "../words";
import { type Film, lagOf } from "./film";
import { MarkIcon, Marks } from "./marks";
import { Picture } from "./picture";
import { frameWords, lagWords, offset, type Since, whyWords } from "./said";
import type { Sight } from "./sight";

// A picture that is further from the alarm than this may show another scene.
const LATE_MS = 60_000;

const isLate = ({ want, lag_ms }: Snapshot) =>
  want === "first" && lag_ms !== null && Math.abs(lag_ms) > LATE_MS;

interface Shown {
  film: Film;
  sight: Sight;
  since: Since;
}

/** `thumbs` shows the film frame by frame; without, it is only told of, which costs no data. */
export function FilmTile(
  props: Shown & { thumbs: boolean; onOpen: (one: Snapshot, live: boolean) => void },
) {
  const { film, sight, since, onOpen } = props;
  const { face, frames } = film;
  const w = words.value;
  const pointed = useSignal<string | null>(null);
  const one = frames.find(({ snapshot_id }) => snapshot_id === pointed.value) ?? face;
  const stored = face.state === "stored";
  return (
    <li class={`tile ${face.state}`}>
      {stored ? (
        <button
          type="button"
          class="tile-frame"
          aria-label={`${w.picture.open(face.camera_name)}, ${frameWords(one, since)}`}
          onClick={() => onOpen(one, false)}
        >
          <Picture sight={sight} id={one.snapshot_id} size="small" alt="" />
          <Marks of={one} />
        </button>
      ) : (
        <span class="tile-frame">
          <NoPicture of={face} />
        </span>
      )}
      <span class="tile-head">
        <span class="tile-name one-line" title={face.camera_name}>
          {face.camera_name}
        </span>
        {film.warm && (
          <button
            type="button"
            class="button small tile-live"
            aria-label={w.picture.live.startOf(face.camera_name)}
            onClick={() => onOpen(one, true)}
          >
            <LiveIcon />
            {w.picture.live.start}
          </button>
        )}
      </span>
      {stored && (
        <span class={`tile-lag ${isLate(one) ? "late" : ""}`}>
          {isLate(one) && <WarnIcon />}
          {lagWords(one, since)}
        </span>
      )}
      <span class="tile-note quiet">{whyWords(face)}</span>
      {frames.length > 1 &&
        (props.thumbs ? (
          <Filmstrip {...props} pointed={one} onPoint={(id) => (pointed.value = id)} />
        ) : (
          <span class="tile-note quiet">{spanWords(frames)}</span>
        ))}
    </li>
  );
}

function spanWords(frames: readonly Snapshot[]): string {
  const [first, last] = [frames[0], frames.at(-1)];
  if (!first || !last) return "";
  return words.value.picture.frames(frames.length, offset(lagOf(first)), offset(lagOf(last)));
}

function NoPicture(props: { of: Snapshot }) {
  const w = words.value;
  if (props.of.state === "planned") {
    return (
      <span class="picture-none waiting-bar">
        <CameraIcon />
        {w.picture.planned}
      </span>
    );
  }
  return (
    <span class="picture-none">
      <WarnIcon />
      {w.picture.failed(said(w.trouble, props.of.trouble ?? ""))}
    </span>
  );
}

/** Frame by frame. Tab leads to one of them, arrows along; what is pointed at is shown large. */
function Filmstrip(
  props: Shown & {
    pointed: Snapshot;
    onPoint: (snapshot_id: string | null) => void;
    onOpen: (one: Snapshot, live: boolean) => void;
  },
) {
  const { film, sight, since, pointed, onPoint } = props;
  const onKey = (event: KeyboardEvent & { currentTarget: HTMLElement }) => {
    const all = [...event.currentTarget.querySelectorAll<HTMLElement>("button")];
    const at = all.indexOf(document.activeElement as HTMLElement);
    const goal = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: all.length - 1 }[event.key];
    if (goal === undefined) return;
    event.preventDefault();
    all[Math.max(0, Math.min(all.length - 1, goal))]?.focus();
  };
  return (
    <ol
      class="film"
      aria-label={words.value.picture.film(film.face.camera_name)}
      onKeyDown={onKey}
      onMouseLeave={() => onPoint(null)}
      onFocusOut={(event) => {
        const goal = event.relatedTarget;
        if (!(goal instanceof Node && event.currentTarget.contains(goal))) onPoint(null);
      }}
    >
      {film.frames.map((one) => (
        <li key={one.snapshot_id}>
          <button
            type="button"
            class={`film-frame ${one === pointed ? "chosen" : ""}`}
            // Begins with what is written on it: who speaks to the machine says that.
            aria-label={`${offset(lagOf(one))}, ${frameWords(one, since)}`}
            tabIndex={one === pointed ? 0 : -1}
            onFocus={() => onPoint(one.snapshot_id)}
            onMouseEnter={() => onPoint(one.snapshot_id)}
            onClick={() => props.onOpen(one, false)}
          >
            <span class="film-thumb">
              <Picture sight={sight} id={one.snapshot_id} size="small" alt="" />
              <MarkIcon of={one} />
            </span>
            <span class="film-offset">{offset(lagOf(one))}</span>
          </button>
        </li>
      ))}
    </ol>
  );
}
