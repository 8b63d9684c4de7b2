// What has just ended for this unit, said calmly.
import { useSignal } from "@preact/signals";
import { CheckIcon, InfoIcon } from "../../shared/ui/icons";
import { Announce } from "../../shared/ui/parts";
import { words } from "../../shared/words";
import { type Over, over } from "../state/inbox";
import { reasonKept } from "../state/officer";
import { enqueue } from "../state/outgoing";

export function OverScreen(props: { over: Over }) {
  const { task, how } = props.over;
  const w = words.value;
  const o = w.patrol.over;
  const said = {
    taken: [task.reason ? o.taken(task.reason) : o.takenUnknown, o.takenHint],
    declined: [o.declined, o.declinedHint],
    unanswered: [o.unanswered, o.unansweredHint],
    withdrawn: [o.withdrawn, o.withdrawnHint],
    cleared: [o.cleared, o.clearedHint],
    gone: [o.gone, o.goneHint],
  }[how];
  return (
    <section class="over">
      <Announce text={said.join(". ")} />
      <div class="duty-say">
        {how === "cleared" ? <CheckIcon /> : <InfoIcon />}
        <h2>{said[0]}</h2>
        <p class="quiet">{said[1]}</p>
        <p class="over-what">
          {w.kind[task.kind]} · {task.title}
        </p>
      </div>
      {how === "declined" && <Reasons task_id={task.task_id} />}
      <button
        type="button"
        class="button duty-off"
        onClick={() => {
          over.value = null;
        }}
      >
        {w.act.dismiss}
      </button>
    </section>
  );
}

/** Why, if one likes to say: the answer itself stands already. */
function Reasons(props: { task_id: string }) {
  const o = words.value.patrol.over;
  const chosen = useSignal<string | null>(null);
  const give = (reason: string) => {
    chosen.value = reason;
    reasonKept.value = null;
    enqueue(props.task_id, "decline", reason);
  };
  return (
    <fieldset class="reasons">
      <legend class="quiet">{o.reasonAsk}</legend>
      <div class="reasons-keys">
        {Object.values(o.reasons).map((reason) => (
          <button
            key={reason}
            type="button"
            class="button"
            aria-pressed={chosen.value === reason}
            disabled={chosen.value !== null}
            onClick={() => give(reason)}
          >
            {reason}
          </button>
        ))}
      </div>
      <p role="status" class="quiet">
        {chosen.value !== null && reasonKept.value === true && o.reasonKept}
        {chosen.value !== null && reasonKept.value === false && o.reasonLost}
      </p>
    </fieldset>
  );
}
