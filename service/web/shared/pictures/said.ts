// What is known of a picture, in words.
import type { Mark, Snapshot } from "../api/forms";
import { distance, lag, span } from "../format";
import { language, words } from "../words";

/** From what a film counts: a key that was pressed, or an alarm that came in another way. */
export type Since = "press" | "alarm";

// Nearer than this it is the same picture: a stream gives one in 40 ms.
const SAME_MS = 50;

/** 3.2 s before the press. */
export function lagWords(one: Snapshot, since: Since): string {
  const w = words.value.picture.lag[since];
  if (one.lag_ms === null) return "";
  if (Math.abs(one.lag_ms) < SAME_MS) return w.at;
  return one.lag_ms < 0 ? w.before(lag(one.lag_ms)) : w.after(lag(one.lag_ms));
}

/** −10 s, 0 s, +0.7 s: for marks on a scale. */
export function offset(ms: number): string {
  const seconds = Math.abs(ms) / 1000;
  const figure = seconds < 9.95 ? Math.round(seconds * 10) / 10 : Math.round(seconds);
  const sign = figure === 0 ? "" : ms < 0 ? "−" : "+";
  return words.value.picture.offset(`${sign}${figure}`);
}

/** Why this camera was asked: sees the place · watches Renmin Road, on foot · 57 m. */
export function whyWords(one: Snapshot): string {
  const w = words.value.picture;
  const parts: string[] = [];
  if (one.reason === "sees") parts.push(w.sees);
  // Until there is a picture nobody knows whether it could be turned.
  if (one.preset !== null && one.state === "stored") parts.push(w.turned(one.preset));
  else if (one.reason === "can_turn") parts.push(w.can_turn);
  if (one.street !== null || one.reason === "way_out") parts.push(wayWords(one));
  if (one.reason === "near") parts.push(w.near);
  return [...parts, distance(one.distance_m)].join(" · ");
}

function wayWords(one: Snapshot): string {
  const w = words.value.picture;
  const how = one.on_foot === null ? "" : one.on_foot ? w.onFoot : w.byCar;
  const street = (language.value === "en" ? one.street_en : null) ?? one.street;
  return street === null ? w.way_out(how) : w.watches(street, how);
}

/** The marks of a picture in the order in which they matter. */
export function marksOf(one: Snapshot): readonly Mark[] {
  return MARKS.filter((mark) => one.marks.includes(mark));
}

const MARKS: readonly Mark[] = ["no_signal", "black", "overexposed", "frozen", "stale"];

/** A frame for those who listen: 3.2 s before the press, Black. */
export function frameWords(one: Snapshot, since: Since): string {
  const { marks } = words.value.picture;
  return [lagWords(one, since), ...marksOf(one).map((mark) => marks[mark])].join(", ");
}

/** By how much a camera's own clock is off. */
export function clockWords(ahead_ms: number): string {
  const w = words.value.picture.proof;
  if (Math.abs(ahead_ms) < SAME_MS) return w.exact;
  const much = Math.abs(ahead_ms) < 10_000 ? lag(ahead_ms) : span(Math.abs(ahead_ms) / 1000);
  return ahead_ms > 0 ? w.ahead(much) : w.behind(much);
}
