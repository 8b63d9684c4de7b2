// How a found thing stands, in a few words: its state, and the year since its notice.
import type { FoundThing } from "../../shared/api/forms";
import { dayOf, span } from "../../shared/format";
import { ClockIcon } from "../../shared/ui/icons";
import { Badge } from "../../shared/ui/parts";
import { foundWords } from "../../shared/words/found";
import { leftOf } from "../review/mark";
import { TONES } from "./state";

/** Where a thing stands. */
export function State(props: { thing: FoundThing }) {
  const { thing } = props;
  const w = foundWords.value;
  const tone = TONES[thing.state];
  return (
    <Badge {...(tone ? { tone } : {})}>
      {thing.how && thing.how !== "to_state" ? w.how[thing.how] : w.state[thing.state]}
    </Badge>
  );
}

// A year that is nearly over is seen.
const SOON_S = 30 * 86_400;

/** How much of the year since its notice is left. */
export function Year(props: { thing: FoundThing }) {
  const { thing } = props;
  const w = foundWords.value;
  if (thing.ended_at !== null) return null;
  if (thing.due_at === null) return <Badge tone="warn">{w.noNotice}</Badge>;
  const left_s = leftOf(thing.due_at);
  const tone =
    left_s <= 0 ? { tone: "bad" as const } : left_s < SOON_S ? { tone: "warn" as const } : {};
  return (
    <Badge {...tone} hint={dayOf(thing.due_at)}>
      <ClockIcon />
      {left_s <= 0 ? w.over : w.left(span(left_s))}
    </Badge>
  );
}
