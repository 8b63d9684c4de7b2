// A signature by finger, pen or mouse: lines on a field of a thousand by four hundred.
import type { Signal } from "@preact/signals";
import { useRef } from "preact/hooks";
import "../styles/signature.css";

export type Strokes = readonly (readonly (readonly [number, number])[])[];

const WIDTH = 1000;
const HEIGHT = 400;
// As the contract has it.
const STROKES_MOST = 60;
const POINTS_MOST = 400;
// Nearer points than that draw no other line.
const APART = 4;

/** Where somebody signs. Whoever has no pointer is given another way beside it. */
export function SignaturePad(props: {
  strokes: Signal<Strokes>;
  label: string;
  empty: string;
  done: string;
  clear: string;
}) {
  const { strokes } = props;
  const pad = useRef<HTMLDivElement>(null);
  const drawing = useRef(false);
  const place = (event: PointerEvent): readonly [number, number] => {
    const box = pad.current?.getBoundingClientRect();
    if (!box) return [0, 0];
    const share = (at: number, from: number, length: number, most: number) =>
      Math.round(Math.min(1, Math.max(0, (at - from) / length)) * most);
    return [
      share(event.clientX, box.left, box.width, WIDTH),
      share(event.clientY, box.top, box.height, HEIGHT),
    ];
  };
  const onMove = (event: PointerEvent) => {
    if (!drawing.current) return;
    const [at, before] = [place(event), strokes.value.at(-1) ?? []];
    const last = before.at(-1);
    const isFar = !last || Math.hypot(at[0] - last[0], at[1] - last[1]) >= APART;
    if (!isFar || before.length >= POINTS_MOST) return;
    strokes.value = [...strokes.value.slice(0, -1), [...before, at]];
  };
  const stop = () => {
    drawing.current = false;
  };
  const isSigned = strokes.value.length > 0;
  return (
    <div class="signature">
      <div
        ref={pad}
        class="signature-pad"
        role="img"
        aria-label={`${props.label}: ${isSigned ? props.done : props.empty}`}
        onPointerDown={(event) => {
          if (strokes.value.length >= STROKES_MOST) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          event.preventDefault();
          drawing.current = true;
          strokes.value = [...strokes.value, [place(event)]];
        }}
        onPointerMove={onMove}
        onPointerUp={stop}
        onPointerCancel={stop}
      >
        <Lines strokes={strokes.value} />
        {!isSigned && <span class="signature-hint">{props.label}</span>}
      </div>
      <p class="signature-foot">
        <span class="quiet" role="status">
          {isSigned ? props.done : props.empty}
        </span>
        <button
          type="button"
          class="button small"
          disabled={!isSigned}
          onClick={() => {
            strokes.value = [];
          }}
        >
          {props.clear}
        </button>
      </p>
    </div>
  );
}

/** A signature as it was drawn. */
export function SignatureShown(props: { strokes: Strokes; label: string }) {
  return (
    <div class="signature-shown" role="img" aria-label={props.label}>
      <Lines strokes={props.strokes} />
    </div>
  );
}

function Lines(props: { strokes: Strokes }) {
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
      {props.strokes.map((points, at) => (
        <path key={at} d={lineOf(points)} />
      ))}
    </svg>
  );
}

/** A line through all points; a lone one is a dot. */
function lineOf(points: Strokes[number]): string {
  const [first, ...rest] = points;
  if (!first) return "";
  const others = rest.length === 0 ? [first] : rest;
  return `M${first.join(" ")}${others.map((point) => `L${point.join(" ")}`).join("")}`;
}
