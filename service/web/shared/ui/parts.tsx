// The handful of parts that both pages are made of.
import { useSignal } from "@preact/signals";
import type { ComponentChildren, JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { liveState } from "../live/stream";
import { words } from "../words";
import { AgainIcon, InfoIcon, LiveIcon, NoLineIcon, WarnIcon } from "./icons";

type Tone = "good" | "warn" | "bad" | "accent" | "drill";

/** A mark of a few words. */
export function Badge(props: { tone?: Tone; hint?: string; children: ComponentChildren }) {
  return (
    <span class={`badge ${props.tone ?? ""}`} title={props.hint}>
      {props.children}
    </span>
  );
}

// Seen from afar or without colour, the outline tells the priority.
const SHAPES: Record<number, JSX.Element> = {
  1: <path class="shape" d="M8.5 2h11L26 8.5v11L19.5 26h-11L2 19.5v-11z" />,
  2: <path class="shape" d="M14 1.5L27 25H1z" />,
  3: <path class="shape" d="M14 1.5L26.5 14 14 26.5 1.5 14z" />,
  4: <circle class="shape" cx="14" cy="14" r="11.5" />,
};

/** The outline of a priority, for marks on the map. */
export function priorityShape(level: number): JSX.Element {
  return SHAPES[level] ?? (SHAPES[4] as JSX.Element);
}

/** A priority as colour, shape and figure. Tests are drawn hollow. */
export function Priority(props: { level: number; test?: boolean }) {
  const name = words.value.priority(props.level);
  return (
    <svg
      class={`priority ${props.test ? "drill" : `p${props.level}`}`}
      viewBox="0 0 28 28"
      role="img"
      aria-label={name}
    >
      <title>{name}</title>
      {priorityShape(props.level)}
      <text x="14" y={props.level === 2 ? 18 : 14.5}>
        {props.level}
      </text>
    </svg>
  );
}

/** What stands where nothing else does: an icon, a line, and what it means. */
export function Empty(props: {
  icon?: ComponentChildren;
  title: string;
  hint?: string;
  bad?: boolean;
  children?: ComponentChildren;
}) {
  return (
    <div class={`empty ${props.bad ? "bad" : ""}`}>
      {props.icon ?? (props.bad ? <WarnIcon /> : <InfoIcon />)}
      <strong>{props.title}</strong>
      {props.hint && <p>{props.hint}</p>}
      {props.children}
    </div>
  );
}

/** A failed load, with a way out. */
export function Failed(props: { again: () => void }) {
  const w = words.value;
  return (
    <Empty bad title={w.state.failed}>
      <button type="button" class="button small" onClick={props.again}>
        <AgainIcon />
        {w.act.refresh}
      </button>
    </Empty>
  );
}

/** Bars in the place of what is being loaded. */
export function Waiting(props: { lines?: number }) {
  return (
    <div class="waiting" role="status">
      <span class="aside">{words.value.state.waiting}</span>
      {Array.from({ length: props.lines ?? 3 }, (_, at) => (
        <div key={at} class="waiting-bar" style={{ width: `${88 - ((at * 23) % 50)}%` }} />
      ))}
    </div>
  );
}

/** Whether this screen is current. */
export function LineState() {
  const w = words.value.live;
  const state = liveState.value;
  const Icon = { live: LiveIcon, reconnecting: AgainIcon, offline: NoLineIcon }[state];
  return (
    <output
      class={`line-state ${state}`}
      title={state === "live" ? w.liveHint : w.brokenHint}
      aria-live="polite"
    >
      <Icon />
      {w[state]}
    </output>
  );
}

// A second touch within this time confirms the first.
const ARMED_FOR_MS = 4000;

/** A button that asks to be pressed twice: for what cannot be taken back. */
export function TwiceButton(props: {
  label: string;
  sure?: string;
  class?: string;
  disabled?: boolean;
  onSure: () => void;
}) {
  const armed = useSignal(false);
  useEffect(() => {
    if (!armed.value) return;
    const timer = setTimeout(() => {
      armed.value = false;
    }, ARMED_FOR_MS);
    return () => clearTimeout(timer);
  }, [armed.value]);
  const press = () => {
    if (armed.value) props.onSure();
    armed.value = !armed.value;
  };
  return (
    <button
      type="button"
      class={`button ${props.class ?? "small"} ${armed.value ? "armed" : ""}`}
      disabled={props.disabled}
      onClick={press}
    >
      {armed.value ? (props.sure ?? words.value.act.confirm(props.label)) : props.label}
    </button>
  );
}

const TEXT_FOLDED = 320;

/** What a person wrote, exactly as written; long texts fold. */
export function Told(props: { text: string }) {
  const whole = useSignal(false);
  const w = words.value.act;
  const long = props.text.length > TEXT_FOLDED;
  const shown = long && !whole.value ? `${props.text.slice(0, TEXT_FOLDED)}…` : props.text;
  return (
    <p class="told">
      {shown}
      {long && (
        <button
          type="button"
          class="button small plain"
          aria-expanded={whole.value}
          onClick={() => {
            whole.value = !whole.value;
          }}
        >
          {whole.value ? w.less : w.more}
        </button>
      )}
    </p>
  );
}

/** Say something to those who listen instead of looking. */
export function Announce(props: { text: string }) {
  return (
    <div class="aside" role="alert">
      {props.text}
    </div>
  );
}

/** Move the focus to what will stand there when the page has been drawn anew. */
export function focusAfter(selector: string): void {
  requestAnimationFrame(() => document.querySelector<HTMLElement>(selector)?.focus());
}

/** An element's focus once, when it appears. */
export function useFocusOnce<T extends HTMLElement>() {
  const ref = useRef<T>(null);
  useEffect(() => ref.current?.focus(), []);
  return ref;
}
