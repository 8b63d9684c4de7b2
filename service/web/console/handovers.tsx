// Below the head of the desk: command that somebody hands over, until it has an answer.
import { timeOf } from "../shared/format";
import { CommandIcon } from "../shared/ui/icons";
import { words } from "../shared/words";
import { openIncident } from "./keys";
import { answer, type Waiting, waiting } from "./state/handovers";

export function Handovers() {
  return (
    <>
      {waiting.value.map((it) => (
        <Line key={it.one.handover_id} it={it} />
      ))}
    </>
  );
}

function Line(props: { it: Waiting }) {
  const { one, how } = props.it;
  const w = words.value.handover;
  const count = one.incidents.length;
  const title = {
    mine: w.mine(one.to_name, count),
    for_me: w.forMe(one.from_name, count),
    silent: w.silent(one.from_name, one.to_name, count),
  }[how];
  const first = one.incidents[0];
  return (
    <div class={`desk-hand ${how}`} role="status">
      <CommandIcon />
      <p>
        <strong>{title}</strong>
        <span class="quiet"> · {timeOf(one.offered_at)}</span>
        <br />
        <q>{one.note}</q>
      </p>
      {first && count === 1 && (
        <button type="button" class="button small" onClick={() => openIncident(first)}>
          {w.look}
        </button>
      )}
      {how !== "mine" && (
        <button type="button" class="button main small" onClick={() => answer(one, "accept")}>
          {w.accept}
        </button>
      )}
      {how === "for_me" && (
        <button type="button" class="button small" onClick={() => answer(one, "decline")}>
          {w.decline}
        </button>
      )}
      {how === "mine" && (
        <button type="button" class="button small" onClick={() => answer(one, "withdraw")}>
          {w.withdraw}
        </button>
      )}
    </div>
  );
}
