// What waits to be sent, in words; nothing while the line is quick.
import { words } from "../shared/words";
import { stuck, unanswered } from "./state/outgoing";

export function stuckWords(): string | null {
  const waiting = unanswered.value;
  if (!stuck.value || waiting.length === 0) return null;
  const w = words.value.patrol.unsent;
  return w.title(waiting.map((one) => w.moves[one.move]).join(" · "));
}
