// Pictures that only a signed request may fetch. Each is fetched once: every fetch is a look, and
// every look is written into the access register.
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { picture } from "../api/call";
import type { Snapshot } from "../api/forms";
import type { Film } from "../film";
import { distance, lag } from "../format";
import { liveState } from "../live/stream";
import { said, words } from "../words";
import { CameraIcon, WarnIcon } from "./icons";

const KEPT_MOST = 80;
const fetched = new Map<string, Promise<string>>();

function fetchOnce(id: string, path: string): Promise<string> {
  const known = fetched.get(id);
  if (known) return known;
  const coming = picture(path).then((blob) => URL.createObjectURL(blob));
  fetched.set(id, coming);
  coming.catch(() => fetched.delete(id));
  for (const [oldest, address] of fetched) {
    if (fetched.size <= KEPT_MOST) break;
    fetched.delete(oldest);
    void address.then((url) => URL.revokeObjectURL(url)).catch(() => undefined);
  }
  return coming;
}

/** Let go of all pictures: another person signs in. */
export function forgetPictures(): void {
  for (const address of fetched.values()) {
    void address.then((url) => URL.revokeObjectURL(url)).catch(() => undefined);
  }
  fetched.clear();
}

/** One stored picture in the space that its parent gives. */
export function Picture(props: { id: string; path: string; alt: string }) {
  const url = useSignal<string | null>(null);
  const failed = useSignal(false);
  const tries = useSignal(0);
  const line = liveState.value;
  useEffect(() => {
    if (line === "live" && failed.peek()) tries.value += 1;
  }, [line]);
  useEffect(() => {
    let gone = false;
    url.value = null;
    failed.value = false;
    fetchOnce(props.id, props.path).then(
      (found) => {
        if (!gone) url.value = found;
      },
      () => {
        if (!gone) failed.value = true;
      },
    );
    return () => {
      gone = true;
    };
  }, [props.id, tries.value]);
  const onUnreadable = () => {
    failed.value = true;
  };
  if (failed.value) {
    return (
      <span class="picture-none bad">
        <WarnIcon />
        {words.value.picture.unreadable}
      </span>
    );
  }
  if (url.value === null) return <span class="picture-none waiting-bar" />;
  return <img class="picture" src={url.value} alt={props.alt} onError={onUnreadable} />;
}

/** How old a picture was when the key was pressed. */
export function lagWords(snapshot: Snapshot): string {
  const w = words.value.picture;
  if (snapshot.lag_ms === null) return "";
  return snapshot.lag_ms < 0 ? w.before(lag(snapshot.lag_ms)) : w.lag(lag(snapshot.lag_ms));
}

// A picture that is further from the alarm than this may show another scene.
const LATE_MS = 60_000;

function isLate({ state, lag_ms }: Snapshot): boolean {
  return state === "stored" && lag_ms !== null && Math.abs(lag_ms) > LATE_MS;
}

/** A camera of the strip: its picture, or why there is none, or that it is awaited; its film. */
export function FilmTile(props: {
  film: Film;
  pathOf: (one: Snapshot) => string;
  onOpen: (one: Snapshot) => void;
}) {
  const { face, frames } = props.film;
  const w = words.value;
  const trouble = said(w.trouble, face.trouble ?? "");
  return (
    <li class={`tile ${face.state}`}>
      {face.state === "stored" ? (
        <button
          type="button"
          class="tile-frame"
          aria-label={w.picture.open(face.camera_name)}
          onClick={() => props.onOpen(face)}
        >
          <Picture
            id={`${face.snapshot_id} small`}
            path={`${props.pathOf(face)}?size=small`}
            alt={w.picture.of(face.camera_name)}
          />
        </button>
      ) : (
        <span class="tile-frame">
          {face.state === "planned" ? (
            <span class="picture-none waiting-bar">
              <CameraIcon />
              {w.picture.planned}
            </span>
          ) : (
            <span class="picture-none">
              <WarnIcon />
              {w.picture.failed(trouble)}
            </span>
          )}
        </span>
      )}
      <span class="tile-name one-line">{face.camera_name}</span>
      {isLate(face) && (
        <span class="tile-late">
          <WarnIcon />
          {lagWords(face)}
        </span>
      )}
      <span class="tile-note quiet">
        {[
          face.state === "stored" && !isLate(face) ? lagWords(face) : "",
          w.picture[face.reason],
          distance(face.distance_m),
        ]
          .filter(Boolean)
          .join(" · ")}
      </span>
      {frames.length > 1 && (
        <ol class="film" aria-label={w.picture.film(face.camera_name)}>
          {frames.map((one) => (
            <li key={one.snapshot_id}>
              <button
                type="button"
                class={`film-frame ${one === face ? "chosen" : ""}`}
                aria-label={`${w.picture.open(one.camera_name)}, ${lagWords(one)}`}
                onClick={() => props.onOpen(one)}
              >
                {w.picture.offset(Math.round((one.lag_ms ?? 0) / 1000))}
              </button>
            </li>
          ))}
        </ol>
      )}
    </li>
  );
}
