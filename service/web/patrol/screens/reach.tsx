// What reaches this phone besides the page itself, proven by what has arrived; and how to install.
import { second } from "../../shared/api/clock";
import { span } from "../../shared/format";
import { BellIcon, BellOffIcon, PlusIcon } from "../../shared/ui/icons";
import { words } from "../../shared/words";
import { installPrompt, installed } from "../state/installed";
import { allowPush, phone, phones, pushState, trial, tryRing } from "../state/push";

/** Whether calls arrive while the page is closed, when one last did, and a key to try it. */
export function PushSign() {
  const w = words.value.patrol.push;
  const state = pushState.value;
  const good = state === "on";
  const quiet = state === "none" || state === "off" || state === "waiting";
  return (
    <li class={`sign ${good ? "good" : quiet ? "" : "warn"}`}>
      {good ? <BellIcon /> : <BellOffIcon />}
      <span>
        <strong>{w.title}</strong>
        <small>{w[state]}</small>
        {good && <small role="status">{arrivedWords()}</small>}
        {phones.value && phones.value.length > 1 && (
          <small>{w.others(phones.value.length - 1)}</small>
        )}
      </span>
      {state === "ask" && (
        <button type="button" class="button" onClick={allowPush}>
          {w.allow}
        </button>
      )}
      {good && (
        <button
          type="button"
          class="button"
          disabled={trial.value === "asked"}
          onClick={() => tryRing()}
        >
          {w.check}
        </button>
      )}
    </li>
  );
}

/** What the last trial came to, else when a push last arrived on this phone. */
function arrivedWords(): string {
  const w = words.value.patrol.push;
  const tried = trial.value;
  if (tried === "asked" || tried === "arrived" || tried === "silent") return w.trial[tried];
  if (tried !== "none" && tried !== "accepted") return w.trial.refused;
  const at = phone.value?.received_at;
  return at ? w.last(span((second.value - Date.parse(at)) / 1000)) : w.never;
}

/** The way to the home screen, where the browser offers one. */
export function InstallSign() {
  const w = words.value.patrol.install;
  const prompt = installPrompt.value;
  if (!prompt || installed.value) return null;
  return (
    <li class="sign">
      <PlusIcon />
      <span>
        <strong>{w.title}</strong>
        <small>{w.hint}</small>
      </span>
      <button type="button" class="button" onClick={() => void prompt.prompt()}>
        {w.action}
      </button>
    </li>
  );
}
