// The service's clock as this page knows it: a countdown must not trust the clock of a phone.
import { signal } from "@preact/signals";
import { learned, UNKNOWN } from "./timing";

let ahead = UNKNOWN;

/** Learn from an answer that was asked for at `asked` and came at `came` by our own clock. */
export function learnTime(dateHeader: string | null, asked: number, came: number): void {
  ahead = learned(ahead, dateHeader, asked, came);
}

/** Now by the service's clock, in milliseconds since 1970. */
export function now(): number {
  return Date.now() + ahead.ahead_ms;
}

/** An instant of our own clock (a measured position's) by the service's clock. */
export function asServiceTime(own_ms: number): Date {
  return new Date(own_ms + ahead.ahead_ms);
}

/** Now, renewed at the turn of each second: what countdowns and ages are drawn from. */
export const second = signal(now());

function tick(): void {
  second.value = now();
  setTimeout(tick, 1000 - (now() % 1000) + 5);
}
tick();
