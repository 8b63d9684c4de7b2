// What a camera shows now. It begins when a person asks for it, and says so when it stands still:
// a live view that has stopped looks like a quiet street.
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { now, second } from "../api/clock";
import { Refused } from "../api/problem";
import { size, span, timeOf } from "../format";
import { AgainIcon, LiveIcon, WarnIcon } from "../ui/icons";
import { problemWords, words } from "../words";
import type { Sight } from "./sight";
import { type Seen, watch } from "./watch";

// Four pictures come a second; a second of silence is a hiccup, three are none.
const STANDS_AFTER_MS = 3000;
const OLD_MS = 3000;
// The service gives up on a silent camera after ten seconds; a line that is cut says nothing.
const SILENCE_MOST_MS = 15_000;

type Ended = { why: "over" | "lost" | "hidden" } | { why: "refused"; error: unknown };

/** One camera live. With `most_s` it ends by itself, and says what it costs: for mobile data. */
export function LiveView(props: {
  sight: Sight;
  camera_id: string;
  name: string;
  most_s: number | null;
}) {
  const { sight, camera_id, most_s } = props;
  const w = words.value.picture.live;
  const canvas = useRef<HTMLCanvasElement>(null);
  const tries = useSignal(0);
  const ended = useSignal<Ended | null>(null);
  const captured_at = useSignal<number | null>(null);
  const came_at = useSignal(now());
  const used = useSignal(0);
  useEffect(() => {
    const stop = new AbortController();
    const end = (how: Ended) => {
      if (!stop.signal.aborted) ended.value = how;
      stop.abort();
    };
    const began = now();
    came_at.value = began;
    ended.value = null;
    const paint = painter(canvas);
    const onSeen = (seen: Seen) => {
      came_at.value = now();
      used.value += seen.data.length;
      paint(seen.data, () => {
        if (!stop.signal.aborted) captured_at.value = seen.captured_at;
      });
    };
    const onHidden = () => document.visibilityState === "hidden" && end({ why: "hidden" });
    document.addEventListener("visibilitychange", onHidden);
    const timer = setInterval(() => {
      if (now() - came_at.peek() > SILENCE_MOST_MS) end({ why: "lost" });
      else if (most_s !== null && now() - began > most_s * 1000) end({ why: "over" });
    }, 500);
    play(sight, camera_id, stop.signal, onSeen).then(
      () => end({ why: "over" }),
      (error: unknown) => {
        const lost = captured_at.peek() !== null && !(error instanceof Refused);
        end(lost ? { why: "lost" } : { why: "refused", error });
      },
    );
    return () => {
      stop.abort();
      clearInterval(timer);
      document.removeEventListener("visibilitychange", onHidden);
    };
  }, [camera_id, tries.value]);
  const again = () => {
    captured_at.value = null;
    tries.value += 1;
  };
  const opening = captured_at.value === null && ended.value === null;
  return (
    <div class="live-view">
      <canvas ref={canvas} class="picture" role="img" aria-label={w.of(props.name)} />
      {opening && (
        <p class="live-cover" role="status">
          <LiveIcon />
          {w.opening}
        </p>
      )}
      {ended.value && <End ended={ended.value} again={again} />}
      {captured_at.value !== null && !ended.value && (
        <div class="live-foot">
          <Age came_at={came_at.value} captured_at={captured_at.value} />
          {most_s !== null && <p class="live-cost">{w.used(size(used.value))}</p>}
        </div>
      )}
    </div>
  );
}

/** Watch; where the right to look has just ended, with a new one. */
async function play(
  sight: Sight,
  camera_id: string,
  stop: AbortSignal,
  onSeen: (seen: Seen) => void,
): Promise<void> {
  for (let mayRenew = true; ; mayRenew = false) {
    const address = await sight.live(camera_id);
    if (stop.aborted) return;
    try {
      for await (const seen of watch(address, stop)) onSeen(seen);
      return;
    } catch (error) {
      const over = error instanceof Refused && error.problem.code === "picture.sight_over";
      if (!over || !mayRenew) throw error;
      sight.distrust(address);
    }
  }
}

/** Draws pictures as they come; where they come faster than it draws, only the newest. */
function painter(canvas: { current: HTMLCanvasElement | null }) {
  let next: { data: Uint8Array<ArrayBuffer>; onDrawn: () => void } | null = null;
  let drawing = false;
  const draw = async () => {
    drawing = true;
    for (let one = next; one; one = next) {
      next = null;
      const blob = new Blob([one.data], { type: "image/jpeg" });
      const picture = await createImageBitmap(blob).catch(() => null);
      const paper = canvas.current;
      // One that cannot be read is left out; when none can, the view stands still and says so.
      if (!picture || !paper) continue;
      if (paper.width !== picture.width) paper.width = picture.width;
      if (paper.height !== picture.height) paper.height = picture.height;
      paper.getContext("2d")?.drawImage(picture, 0, 0);
      picture.close();
      one.onDrawn();
    }
    drawing = false;
  };
  return (data: Uint8Array<ArrayBuffer>, onDrawn: () => void) => {
    next = { data, onDrawn };
    if (!drawing) void draw();
  };
}

/** That it is live, of when the picture is, and loudly when that is not now. */
function Age(props: { came_at: number; captured_at: number }) {
  const w = words.value.picture.live;
  const silent_ms = second.value - props.came_at;
  const old_ms = props.came_at - props.captured_at;
  const stands = silent_ms > STANDS_AFTER_MS;
  const late = stands
    ? w.standing(span(silent_ms / 1000))
    : old_ms > OLD_MS
      ? w.behind(span(old_ms / 1000))
      : null;
  return (
    <p class={`live-badge ${late ? "late" : ""}`}>
      {late ? <WarnIcon /> : <LiveIcon />}
      <strong>{late ?? w.badge}</strong>
      <time>{timeOf(props.captured_at)}</time>
    </p>
  );
}

function End(props: { ended: Ended; again: () => void }) {
  const w = words.value.picture.live;
  const { ended } = props;
  return (
    <div class="live-cover" role="alert">
      <WarnIcon />
      <p>{ended.why === "refused" ? problemWords(ended.error) : w[ended.why]}</p>
      <button type="button" class="button" onClick={props.again}>
        <AgainIcon />
        {w.again}
      </button>
    </div>
  );
}
