// What waits to be sent, since when, and what the service would not take; and signing out past it.
import { signal } from "@preact/signals";
import { signOut } from "../../shared/api/session";
import { timeOf } from "../../shared/format";
import { forgetLines, linesWaiting } from "../../shared/messages/thread";
import { AgainIcon, ClockIcon, WarnIcon } from "../../shared/ui/icons";
import { Dialog } from "../../shared/ui/dialog";
import { codeWords, words } from "../../shared/words";
import { onDuty } from "../state/duty";
import { setDuty } from "../state/officer";
import {
  forgetOutgoing,
  forgetRefusals,
  refusals,
  tryNow,
  unanswered,
  underway,
} from "../state/outgoing";
import { leavePhone } from "../state/push";

export const queueShown = signal(false);
export const leaving = signal(false);

/** Every press that waits, and every one that was refused. */
export function QueueDialog() {
  const w = words.value.patrol.unsent;
  const close = () => {
    queueShown.value = false;
    forgetRefusals();
  };
  return (
    <Dialog title={w.list} onClose={close}>
      {unanswered.value.length === 0 && <p class="quiet">{w.nothing}</p>}
      <ul class="waits">
        <Waits />
        {refusals.value.map((one) => (
          <li key={`${one.at} ${one.move}`} class="wait refused">
            <WarnIcon />
            <span>
              <strong>{w.moves[one.move]}</strong> {one.what}
              <small>{`${w.refused(timeOf(one.at))} ${codeWords(one.code)}`}</small>
            </span>
          </li>
        ))}
      </ul>
      {unanswered.value.length > 0 && (
        <button type="button" class="button" onClick={tryNow}>
          <AgainIcon />
          {w.now}
        </button>
      )}
    </Dialog>
  );
}

function Waits() {
  const w = words.value.patrol.unsent;
  return (
    <>
      {unanswered.value.map((one) => (
        <li key={`${one.task_id} ${one.move}`} class="wait">
          {underway.value === one ? <AgainIcon /> : <ClockIcon />}
          <span>
            <strong>{w.moves[one.move]}</strong> {one.what}
            <small>
              {underway.value === one ? w.underway : w.waits}
              {one.at !== undefined && ` · ${words.value.patrol.since(timeOf(one.at))}`}
            </small>
          </span>
        </li>
      ))}
    </>
  );
}

/** Sign out, and let nothing of the officer stay here. */
async function leave(): Promise<void> {
  await leavePhone();
  forgetOutgoing();
  forgetLines();
  leaving.value = false;
  await signOut();
}

/** Asked before signing out where something would be lost, or somebody would wait in vain. */
export function LeaveDialog() {
  const w = words.value;
  const l = w.patrol.leave;
  const lost = unanswered.value.length + linesWaiting.value;
  return (
    <Dialog
      title={w.act.signOut}
      onClose={() => {
        leaving.value = false;
      }}
    >
      {lost > 0 && (
        <>
          <p>{l.lost(lost)}</p>
          <ul class="waits">
            <Waits />
          </ul>
        </>
      )}
      {onDuty.value && <p>{l.onDuty}</p>}
      {onDuty.value && (
        <button type="button" class="button main" onClick={() => setDuty(false).then(leave)}>
          {l.offAndOut}
        </button>
      )}
      <button type="button" class="button" onClick={leave}>
        {lost > 0 ? l.loseAndOut : w.act.signOut}
      </button>
      <button
        type="button"
        class="button"
        onClick={() => {
          leaving.value = false;
        }}
      >
        {l.stay}
      </button>
    </Dialog>
  );
}

/** Sign out at once where nothing speaks against it. */
export function signOutHere(): void {
  if (unanswered.peek().length > 0 || linesWaiting.peek() > 0 || onDuty.peek())
    leaving.value = true;
  else void leave();
}
