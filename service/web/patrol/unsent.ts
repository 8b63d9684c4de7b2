// What waits to be sent, in words; nothing while the line is quick.
import { words } from "../shared/words";
import { stuck, unanswered } from "./state/outgoing";

export function stuckWords(): string | null {
  const waiting = unanswered.value;
  const first = waiting[0];
  if (!stuck.value || !first) return null;
  const w = words.value.patrol.unsent;
  return `${w.title(waiting.length)} · ${w.next(w.moves[first.move])}`;
}
