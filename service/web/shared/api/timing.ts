// How far the service's clock is ahead of ours, learned from answers. Pure: see clock.ts.

/** Bounds of how far ahead it is, in milliseconds, and what is believed. */
export interface Ahead {
  readonly least_ms: number;
  readonly most_ms: number;
  readonly ahead_ms: number;
}

export const UNKNOWN: Ahead = {
  least_ms: Number.NEGATIVE_INFINITY,
  most_ms: Number.POSITIVE_INFINITY,
  ahead_ms: 0,
};

/**
 * Learn from an answer that was asked for at `asked` and came at `came` by our own clock. Its Date
 * header is cut to whole seconds, and it was written while we waited: each answer narrows the bounds.
 */
export function learned(
  known: Ahead,
  dateHeader: string | null,
  asked: number,
  came: number,
): Ahead {
  const written = Date.parse(dateHeader ?? "");
  if (Number.isNaN(written)) return known;
  const [least, most] = [written - came, written + 1000 - asked];
  let [least_ms, most_ms] = [Math.max(known.least_ms, least), Math.min(known.most_ms, most)];
  if (least_ms > most_ms) [least_ms, most_ms] = [least, most]; // One of the clocks was set.
  const agrees = least_ms <= 0 && most_ms >= 0;
  return { least_ms, most_ms, ahead_ms: agrees ? 0 : (least_ms + most_ms) / 2 };
}
