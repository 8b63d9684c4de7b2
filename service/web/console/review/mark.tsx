// How a request stands, in a few words: its state, its clocks, its holds.
import { second } from "../../shared/api/clock";
import type { FootageRequest } from "../../shared/api/forms";
import { timeOf, span } from "../../shared/format";
import { ClockIcon, WarnIcon } from "../../shared/ui/icons";
import { Badge } from "../../shared/ui/parts";
import { reviewWords } from "../../shared/words/review";
import { lostAt } from "./rank";

// A loss that is farther away worries nobody yet.
const LOSS_SHOWN_S = 7 * 86_400;
const SOON_S = 15 * 60;

/** Seconds until an instant; negative once it has passed. */
export function leftOf(at: string): number {
  return (Date.parse(at) - second.value) / 1000;
}

/** Until when somebody is to act. */
export function Due(props: { request: FootageRequest }) {
  const { due_at, late_at } = props.request;
  const w = reviewWords.value;
  if (due_at === null) return null;
  const left = leftOf(due_at);
  const isLate = late_at !== null || left < 0;
  return (
    <Badge tone={isLate ? "bad" : left < SOON_S ? "warn" : "accent"} hint={timeOf(due_at)}>
      <ClockIcon />
      {isLate ? w.late(span(Math.max(0, -left))) : w.due(span(left))}
    </Badge>
  );
}

/** When what nobody holds is lost. */
export function Loss(props: { request: FootageRequest }) {
  const at = lostAt(props.request);
  const w = reviewWords.value;
  if (at === null) return null;
  const left = leftOf(at);
  if (left > LOSS_SHOWN_S) return null;
  return (
    <Badge tone="bad" hint={timeOf(at)}>
      <ClockIcon />
      {left <= 0 ? w.lost : w.lostIn(span(left))}
    </Badge>
  );
}

/** How many of its recordings are held back. */
export function Holding(props: { request: FootageRequest }) {
  const { cameras, held, not_held } = props.request;
  const w = reviewWords.value;
  if (cameras === 0) {
    return (
      <Badge tone="bad">
        <WarnIcon />
        {w.noCameras}
      </Badge>
    );
  }
  if (not_held > 0) {
    return (
      <Badge tone="bad">
        <WarnIcon />
        {w.notHeld(not_held)}
      </Badge>
    );
  }
  return <Badge tone={held === cameras ? "good" : "accent"}>{w.held(held, cameras)}</Badge>;
}

/** In which way it goes, where that is worth a word. */
export function Lane(props: { request: FootageRequest }) {
  const { lane } = props.request;
  const w = reviewWords.value;
  if (lane === "citizen") return null;
  return <Badge tone={lane === "emergency" ? "bad" : "accent"}>{w.lane[lane]}</Badge>;
}
