// The service's clock as this page knows it: a countdown must not trust the clock of a phone.
import { signal } from "@preact/signals";

// How far the service's clock is ahead of ours lies between these two, in milliseconds. Each answer
// narrows them: its Date header is cut to whole seconds, and it was written while we waited.
let leastAhead = Number.NEGATIVE_INFINITY;
let mostAhead = Number.POSITIVE_INFINITY;
let ahead_ms = 0;

/** Learn from an answer that was asked for at `asked` and came at `came` by our own clock. */
export function learnTime(dateHeader: string | null, asked: number, came: number): void {
  const written = Date.parse(dateHeader ?? "");
  if (Number.isNaN(written)) return;
  const least = written - came;
  const most = written + 1000 - asked;
  leastAhead = Math.max(leastAhead, least);
  mostAhead = Math.min(mostAhead, most);
  if (leastAhead > mostAhead) [leastAhead, mostAhead] = [least, most]; // One of the clocks was set.
  const agrees = leastAhead <= 0 && mostAhead >= 0;
  ahead_ms = agrees ? 0 : (leastAhead + mostAhead) / 2;
}

/** Now by the service's clock, in milliseconds since 1970. */
export function now(): number {
  return Date.now() + ahead_ms;
}

/** An instant of our own clock (a measured position's) by the service's clock. */
export function asServiceTime(own_ms: number): Date {
  return new Date(own_ms + ahead_ms);
}

/** Now, renewed at the turn of each second: what countdowns and ages are drawn from. */
export const second = signal(now());

function tick(): void {
  second.value = now();
  setTimeout(tick, 1000 - (now() % 1000) + 5);
}
tick();
