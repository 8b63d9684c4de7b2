// Times, spans and distances as people read them. Times are in the viewer's zone, with seconds.
import { computed } from "@preact/signals";
import { now, second } from "./api/clock";
import { language, words } from "./words";

const clock = computed(
  () =>
    new Intl.DateTimeFormat(language.value, {
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
      hourCycle: "h23",
    }),
);
const dated = computed(
  () =>
    new Intl.DateTimeFormat(language.value, {
      month: "short",
      day: "numeric",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
      hourCycle: "h23",
    }),
);
const hours = computed(
  () =>
    new Intl.DateTimeFormat(language.value, {
      month: "short",
      day: "numeric",
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
    }),
);
const hour = computed(
  () =>
    new Intl.DateTimeFormat(language.value, {
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
    }),
);
const years = computed(
  () =>
    new Intl.DateTimeFormat(language.value, {
      year: "numeric",
      month: "short",
      day: "numeric",
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
    }),
);
const day = computed(
  () =>
    new Intl.DateTimeFormat(language.value, { year: "numeric", month: "short", day: "numeric" }),
);

/** 14:03:27, with the day where it is not today. */
export function timeOf(at: string | number): string {
  const date = new Date(at);
  const today = date.toDateString() === new Date(now()).toDateString();
  return (today ? clock : dated).value.format(date);
}

/** 2 Apr 2026: a day, where the hour does not matter. */
export function dayOf(at: string): string {
  return day.value.format(new Date(at));
}

/** 15:40: the hour of a day that is said beside it. */
export function hourOf(at: string): string {
  return hour.value.format(new Date(at));
}

/** 2 Mar, 15:40 – 16:10: from one instant to another, without seconds. */
export function spanOf(from: string, until: string): string {
  return hours.value.formatRange(new Date(from), new Date(until));
}

/** 2 Mar 2026, 15:40 – 16:10: with the year, for what is printed and kept. */
export function yearSpanOf(from: string, until: string): string {
  return years.value.formatRange(new Date(from), new Date(until));
}

/** 2 Mar 2026, 15:40: for what may be long ago. */
export function wholeTimeOf(at: string): string {
  return years.value.format(new Date(at));
}

/** 14:03:27.481, with the day where it is not today: for what has to be proven. */
export function exactTimeOf(at: string): string {
  const ms = String(new Date(at).getMilliseconds()).padStart(3, "0");
  return `${timeOf(at)}.${ms}`;
}

/** 14:03:27 now, renewed each second. */
export function timeNow(): string {
  return clock.value.format(second.value);
}

/** Seconds from an instant until now; renewed each second where a component reads it. */
export function secondsSince(at: string): number {
  return (second.value - Date.parse(at)) / 1000;
}

/** 0:09, 3:27, 1:02:45: a length that is being counted. */
export function counted(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (n: number) => String(n).padStart(2, "0");
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/** 9 s, 3 min, 2 h, 4 d: a length in one word. */
export function span(seconds: number): string {
  const { time } = words.value;
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 90) return time.s(whole);
  if (whole < 90 * 60) return time.min(Math.round(whole / 60));
  if (whole < 36 * 3600) return time.h(Math.round(whole / 3600));
  return time.days(Math.round(whole / 86_400));
}

/** about 20 s, about 3 min: a length that nobody knows to the second. */
export function about(seconds: number): string {
  const { time } = words.value;
  const near = Math.max(10, Math.round(seconds / 10) * 10);
  if (near < 60) return time.about(time.s(near));
  return time.about(seconds < 90 ? time.min(1) : span(seconds));
}

/** 0.4 s, 12 s, 3 min: a lag, exact where it is small. */
export function lag(ms: number): string {
  const seconds = Math.abs(ms) / 1000;
  if (seconds >= 10) return span(seconds);
  return words.value.time.s(Math.round(seconds * 10) / 10);
}

/** 350 m, 1.2 km. */
export function distance(metres: number): string {
  const { m, km } = words.value.distance;
  if (metres < 995)
    return m(String(metres < 100 ? Math.round(metres) : Math.round(metres / 10) * 10));
  return km((metres / 1000).toFixed(metres < 9950 ? 1 : 0));
}

/** 412 kB, 3.4 MB. */
export function size(bytes: number): string {
  const { kb, mb } = words.value.size;
  if (bytes < 999_500) return kb(String(Math.max(1, Math.round(bytes / 1000))));
  return mb((bytes / 1_000_000).toFixed(1));
}
