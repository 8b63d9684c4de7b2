// Short answers at the foot of the page: done, or why not.
import { signal } from "@preact/signals";
import { problemWords, words } from "../words";
import { CheckIcon, CrossIcon, WarnIcon } from "./icons";

interface Toast {
  id: number;
  text: string;
  bad: boolean;
}

const GOOD_FOR_MS = 4000;
const BAD_FOR_MS = 12_000;
const MOST = 4;

const toasts = signal<Toast[]>([]);
let last = 0;

/** Say that something is done. */
export function tell(text: string): void {
  show(text, false);
}

/** Say why something was not done. */
export function tellProblem(error: unknown): void {
  show(problemWords(error), true);
}

/** Say what stands in the way. */
export function tellBad(text: string): void {
  show(text, true);
}

function show(text: string, bad: boolean): void {
  last += 1;
  const id = last;
  toasts.value = [...toasts.value.filter((t) => t.text !== text), { id, text, bad }].slice(-MOST);
  setTimeout(() => drop(id), bad ? BAD_FOR_MS : GOOD_FOR_MS);
}

function drop(id: number): void {
  toasts.value = toasts.value.filter((t) => t.id !== id);
}

export function Toasts() {
  return (
    <div class="toasts" role="status" aria-live="polite">
      {toasts.value.map((toast) => (
        <div key={toast.id} class={`toast ${toast.bad ? "bad" : ""}`}>
          {toast.bad ? <WarnIcon /> : <CheckIcon />}
          <span>{toast.text}</span>
          <button
            type="button"
            class="button plain icon small"
            aria-label={words.value.act.dismiss}
            onClick={() => drop(toast.id)}
          >
            <CrossIcon />
          </button>
        </div>
      ))}
    </div>
  );
}
