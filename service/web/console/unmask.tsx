// What stands masked is shown to whoever says why. The reason goes into the access register first;
// what is shown is forgotten soon, and whenever this window is not looked at.
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { second } from "../shared/api/clock";
import { TextField } from "../shared/ui/fields";
import { ShieldIcon } from "../shared/ui/icons";
import { problemWords, words } from "../shared/words";
import "./styles/unmask.css";

const SHOWN_FOR_S = 30;
// As the contract has it.
const REASON_LEAST = 4;
const REASON_MOST = 200;

/** One line of what was masked: a name where there are several, and what it says. */
export type Clear = readonly (readonly [name: string, value: string])[];

export function Unmask(props: {
  /** What it is, for whoever hears the button instead of seeing where it stands. */
  what: string;
  masked?: string;
  ask: (reason: string) => Promise<Clear>;
}) {
  const w = words.value.unmask;
  const asking = useSignal(false);
  const reason = useSignal("");
  const trouble = useSignal("");
  const sending = useSignal(false);
  const clear = useSignal<{ lines: Clear; until_ms: number } | null>(null);
  const box = useRef<HTMLSpanElement>(null);
  const focus = (selector: string) =>
    requestAnimationFrame(() => box.current?.querySelector<HTMLElement>(selector)?.focus());
  const forget = () => {
    if (clear.peek() === null) return;
    const here = box.current?.contains(document.activeElement);
    clear.value = null;
    if (here) focus("button");
  };
  const until_ms = clear.value?.until_ms ?? null;
  useEffect(() => {
    if (until_ms === null) return;
    const timer = setTimeout(forget, until_ms - performance.now());
    document.addEventListener("visibilitychange", forget);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", forget);
    };
  }, [until_ms]);
  const said = reason.value.trim();
  const fits = said.length >= REASON_LEAST && said.length <= REASON_MOST;
  const show = async () => {
    if (!fits || sending.value) return;
    sending.value = true;
    trouble.value = "";
    try {
      const lines = await props.ask(said);
      clear.value = { lines, until_ms: performance.now() + SHOWN_FOR_S * 1000 };
      asking.value = false;
      reason.value = "";
      focus("button");
    } catch (error) {
      trouble.value = problemWords(error);
    }
    sending.value = false;
  };
  const close = () => {
    asking.value = false;
    trouble.value = "";
    focus("button");
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" && event.key !== "Escape") return;
    // It may stand in a dialog, which would be sent or closed by these.
    event.preventDefault();
    event.stopPropagation();
    if (event.key === "Escape") close();
    else if (!(event.target instanceof HTMLButtonElement)) void show();
    else event.target.click();
  };
  if (clear.value) {
    void second.value; // Drawn anew each second.
    const left = Math.max(0, Math.ceil((clear.value.until_ms - performance.now()) / 1000));
    return (
      <span class="unmask" ref={box}>
        <span role="status">
          {clear.value.lines.length === 0 && w.nothing}
          {clear.value.lines.map(([name, value]) => (
            <span key={name} class="unmask-line">
              {name && <span class="quiet">{name} </span>}
              <strong class="mono">{value}</strong>
            </span>
          ))}
        </span>
        <button type="button" class="button small" onClick={forget}>
          {w.hide(left)}
        </button>
      </span>
    );
  }
  if (!asking.value) {
    return (
      <span class="unmask" ref={box}>
        {props.masked && <span>{props.masked}</span>}
        <button
          type="button"
          class="button small"
          aria-label={w.showWhat(props.what)}
          onClick={() => {
            asking.value = true;
            focus("input");
          }}
        >
          <ShieldIcon />
          {w.show}
        </button>
      </span>
    );
  }
  return (
    <span class="unmask asking" ref={box} onKeyDown={onKeyDown}>
      <TextField
        label={w.why(props.what)}
        hint={trouble.value || w.hint}
        value={reason.value}
        maxLength={REASON_MOST}
        wrong={trouble.value !== ""}
        onText={(text) => {
          reason.value = text;
        }}
      />
      <span class="unmask-acts">
        <button type="button" class="button small" onClick={close}>
          {words.value.act.cancel}
        </button>
        <button
          type="button"
          class="button small main"
          disabled={!fits || sending.value}
          onClick={() => void show()}
        >
          {w.show}
        </button>
      </span>
    </span>
  );
}
