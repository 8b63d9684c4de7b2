// The slider of a film. Its scale is wide around the alarm and narrow far from it, and stays as it
// is while frames are added, so that nothing moves under the finger.
import type { Snapshot } from "../api/forms";
import { words } from "../words";
import { type Film, frameAt, lagOf, position, reach } from "./film";
import { frameWords, offset, type Since } from "./said";

export function Scrub(props: {
  film: Film;
  one: Snapshot;
  since: Since;
  onGo: (one: Snapshot) => void;
}) {
  const { film, one, since } = props;
  const w = words.value.picture;
  const [from, until] = reach(film);
  const [low, high] = [position(from), position(until)];
  // Of a whole: the middle of the slider's thumb never reaches its ends (see film.css).
  const along = (ms: number) => ({ "--along": (position(ms) - low) / (high - low) });
  return (
    <div class="scrub">
      <div class="scrub-ticks" aria-hidden="true">
        {film.frames.map((frame) => (
          <span
            key={frame.snapshot_id}
            class={`scrub-tick ${frame.marks.length ? "marked" : ""}`}
            style={along(lagOf(frame))}
          />
        ))}
      </div>
      <input
        type="range"
        class="scrub-slider"
        aria-label={w.scrub}
        aria-valuetext={frameWords(one, since)}
        min={low}
        max={high}
        step="any"
        value={position(lagOf(one))}
        onInput={(event) => {
          const slider = event.currentTarget;
          const next = frameAt(film.frames, Number(slider.value)) ?? one;
          slider.value = String(position(lagOf(next)));
          if (next !== one) props.onGo(next);
        }}
      />
      <div class="scrub-scale" aria-hidden="true">
        <span style={along(from)}>{offset(from)}</span>
        <span class="zero" style={along(0)}>
          {w.zero[since]}
        </span>
        <span style={along(until)}>{offset(until)}</span>
      </div>
    </div>
  );
}
