// What has just ended for this unit, said calmly.
import { CheckIcon, CrossIcon, InfoIcon } from "../../shared/ui/icons";
import { Announce } from "../../shared/ui/parts";
import { words } from "../../shared/words";
import { type Over, inHand, over } from "../state/inbox";

/** What has ended, and what it means for this unit. */
function overWords({ task, how }: Over): readonly [string, string] {
  const o = words.value.patrol.over;
  if (how === "taken") return [task.reason ? o.taken(task.reason) : o.takenUnknown, o.takenHint];
  if (how === "cleared") return [o.cleared, inHand.value.length ? o.stillHint : o.clearedHint];
  return [o[how], o[`${how}Hint`]];
}

const whatWords = ({ task }: Over) => `${words.value.kind[task.kind]} · ${task.title}`;

function dismiss(): void {
  over.value = null;
}

export function OverScreen(props: { over: Over }) {
  const [said, hint] = overWords(props.over);
  return (
    <section class="over">
      <Announce text={`${said}. ${hint}`} />
      <div class="duty-say">
        {props.over.how === "cleared" ? <CheckIcon /> : <InfoIcon />}
        <h2>{said}</h2>
        <p class="quiet">{hint}</p>
        <p class="over-what">{whatWords(props.over)}</p>
      </div>
      <button type="button" class="button duty-off" onClick={dismiss}>
        {words.value.act.dismiss}
      </button>
    </section>
  );
}

/** The same over a task that is still in hand: it must not hide it. */
export function OverBar(props: { over: Over }) {
  const [said, hint] = overWords(props.over);
  return (
    <div class="over-bar">
      <Announce text={`${said}. ${hint}`} />
      {props.over.how === "cleared" ? <CheckIcon /> : <InfoIcon />}
      <p>
        <strong>{said}</strong> {whatWords(props.over)}
      </p>
      <button
        type="button"
        class="button plain icon"
        aria-label={words.value.act.dismiss}
        onClick={dismiss}
      >
        <CrossIcon />
      </button>
    </div>
  );
}
