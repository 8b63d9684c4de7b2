// The time of a recording as a bar: where there are pictures, how lively it was, what was found.
import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import type { DeskCamera, FootageFinding, FootageReview } from "../../../shared/api/forms";
import { exactTimeOf, timeOf } from "../../../shared/format";
import { MinusIcon, PlusIcon } from "../../../shared/ui/icons";
import { playerWords } from "../../../shared/words/player";
import { goneAt, goTo, thereAt, wanted } from "./at";
import { stop } from "./film";

const SECOND_MS = 1000;
const PAGE_MS = 60_000;
// More bars than pixels help nobody.
const BARS_MOST = 400;
// Each step closer shows a quarter of the time.
const CLOSER = 4;
const CLOSER_MOST = 4;

/** From when to when is in sight: some time around `middle`, moved so that where one is stays in it. */
function sightOf(
  begins: number,
  ends: number,
  closer: number,
  middle: number,
  here: number,
): [number, number] {
  const length = (ends - begins) / CLOSER ** closer;
  const isIn = Math.abs(here - middle) <= length / 2;
  const from = Math.min(ends - length, Math.max(begins, (isIn ? middle : here) - length / 2));
  return [from, from + length];
}

export function Bar(props: {
  camera: DeskCamera;
  drawn: readonly FootageReview[];
  found: readonly FootageFinding[];
}) {
  const { camera } = props;
  const w = playerWords.value;
  const [begins, ends] = [Date.parse(camera.from_at), Date.parse(camera.until_at)];
  const closer = useSignal(0);
  const middle = useRef(wanted.peek());
  const [from, until] = sightOf(begins, ends, closer.value, middle.current, wanted.value);
  middle.current = (from + until) / 2;
  const share = (at: number) => `${(100 * (at - from)) / (until - from)}%`;
  const part = (begins: string, ends: string) => {
    const [a, b] = [Math.max(from, Date.parse(begins)), Math.min(until, Date.parse(ends))];
    if (b < a) return { display: "none" };
    return { left: share(a), width: `max(2px, ${(100 * Math.max(0, b - a)) / (until - from)}%)` };
  };
  const jump = (event: PointerEvent, exact: boolean) => {
    const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
    stop();
    goTo(from + ((event.clientX - box.left) / box.width) * (until - from), exact);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const by = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 }[event.key];
    const paged = { PageDown: -1, PageUp: 1 }[event.key];
    const at = wanted.peek();
    if (by) goTo(at + by * SECOND_MS * (event.shiftKey ? 10 : 1));
    else if (paged) goTo(at + paged * PAGE_MS);
    else if (event.key === "Home") goTo(begins);
    else if (event.key === "End") goTo(ends);
    else return;
    stop();
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div class="player-time">
      <div
        class="player-bar"
        role="slider"
        tabIndex={0}
        aria-label={w.position}
        aria-valuemin={0}
        aria-valuemax={Math.round((ends - begins) / SECOND_MS)}
        aria-valuenow={Math.round((wanted.value - begins) / SECOND_MS)}
        aria-valuetext={exactTimeOf(new Date(wanted.value).toISOString())}
        onKeyDown={onKeyDown}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          jump(event, false);
        }}
        onPointerMove={(event) => {
          if (event.currentTarget.hasPointerCapture(event.pointerId)) jump(event, false);
        }}
        onPointerUp={(event) => jump(event, true)}
      >
        {camera.parts
          .filter((one) => one.why === null)
          .map((one) => (
            <span key={one.begins_at} class="bar-part" style={part(one.begins_at, one.ends_at)} />
          ))}
        {props.drawn.map((one) => (
          <Drawn key={one.review_id} review={one} from={from} until={until} />
        ))}
        {props.drawn.flatMap((one) =>
          (one.answer?.changes ?? []).map((change) => (
            <span
              key={`${one.review_id} ${change.last_at}`}
              class="bar-change"
              style={part(change.last_at, change.first_at)}
            />
          )),
        )}
        {props.found.map((one) => (
          <span key={one.finding_id} class="bar-found" style={part(one.from_at, one.until_at)} />
        ))}
        {thereAt.value.map((at) => (
          <span key={at} class="bar-mark there" style={{ left: share(Date.parse(at)) }} />
        ))}
        {goneAt.value.map((at) => (
          <span key={at} class="bar-mark gone" style={{ left: share(Date.parse(at)) }} />
        ))}
        <span class="bar-here" style={{ left: share(wanted.value) }} />
      </div>
      <p class="player-ends quiet">
        <span>{timeOf(new Date(from).toISOString())}</span>
        <span class="player-zoom">
          <button
            type="button"
            class="button small icon"
            aria-label={w.farther}
            disabled={closer.value === 0}
            onClick={() => {
              closer.value -= 1;
            }}
          >
            <MinusIcon />
          </button>
          <button
            type="button"
            class="button small icon"
            aria-label={w.closer}
            disabled={closer.value === CLOSER_MOST}
            onClick={() => {
              middle.current = wanted.value;
              closer.value += 1;
            }}
          >
            <PlusIcon />
          </button>
        </span>
        <span>{timeOf(new Date(until).toISOString())}</span>
      </p>
    </div>
  );
}

/** How lively it was, in bars; spells of movement in the region as bands. */
function Drawn(props: { review: FootageReview; from: number; until: number }) {
  const { from, until } = props;
  const { answer, kind } = props.review;
  if (!answer) return null;
  const bins = answer.bins ?? null;
  const share = (at: number) => (100 * (at - from)) / (until - from);
  if (!bins) {
    return (
      <>
        {(answer.spells ?? []).map((one) => {
          const [a, b] = [share(Date.parse(one.from_at)), share(Date.parse(one.until_at))];
          const style = { left: `${a}%`, width: `max(2px, ${b - a}%)` };
          return <span key={one.from_at} class="bar-spell" style={style} />;
        })}
      </>
    );
  }
  const each = Math.ceil(bins.activity.length / BARS_MOST);
  const begins = Date.parse(bins.from_at);
  const bars = Array.from({ length: Math.ceil(bins.activity.length / each) }, (_, at) =>
    Math.max(...bins.activity.slice(at * each, (at + 1) * each).map((one) => one ?? 0)),
  );
  const points = bars
    .map((height, at) => {
      const [a, b] = [at, at + 1].map((n) => share(begins + n * each * bins.bin_s * SECOND_MS));
      return `M${a} 100V${100 - 96 * height}H${b}V100z`;
    })
    .join("");
  return (
    <svg
      class={`bar-activity ${kind}`}
      viewBox="0 0 100 100"
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <path d={points} />
    </svg>
  );
}
