// A past incident as it went: what stands in the replay at the moment that is looked at.
import { computed, signal } from "@preact/signals";
import { call } from "../../shared/api/call";
import type { Replay, Task } from "../../shared/api/forms";
import type { Point } from "../../shared/geo";
import { chosenId } from "./chosen";

export const SPEEDS = [1, 10, 60, 300] as const;
const MINUTE_MS = 60_000;
// Often enough to look smooth, seldom enough to leave the desk to what is open now.
const TICK_MS = 100;

export const replay = signal<Replay | null>(null);
/** Of which incident a replay is shown or on its way. */
export const replayOf = signal<string | null>(null);
export const replayFailed = signal(false);
/** The instant that is looked at, in milliseconds from the beginning. */
export const at_ms = signal(0);
export const playing = signal(false);
export const speed = signal<number>(60);

/** Whether the chosen incident is being replayed. */
export const replaying = computed(
  () => replayOf.value !== null && replayOf.value === chosenId.value,
);

export const length_ms = computed(() => {
  const of = replay.value;
  return of ? Math.max(0, Date.parse(of.until_at) - Date.parse(of.from_at)) : 0;
});

/** The instant that is looked at. */
export const instant = computed(() => Date.parse(replay.value?.from_at ?? "") + at_ms.value);

let timer: ReturnType<typeof setInterval> | undefined;
let before = 0;

/** Begin the replay of an incident. That one looks is written into the access register. */
export async function startReplay(incident_id: string): Promise<void> {
  stopReplay();
  replayOf.value = incident_id;
  try {
    const path = { incident_id };
    const found = await call("get", "/v1/incidents/{incident_id}/replay", { path });
    if (replayOf.value === incident_id) replay.value = found;
  } catch {
    if (replayOf.value === incident_id) replayFailed.value = true;
  }
}

/** Back to what is known today. */
export function stopReplay(): void {
  pause();
  replay.value = null;
  replayOf.value = null;
  replayFailed.value = false;
  at_ms.value = 0;
}

export function seek(ms: number): void {
  at_ms.value = Math.max(0, Math.min(length_ms.value, ms));
}

export function stepMinutes(by: number): void {
  seek((by > 0 ? Math.floor : Math.ceil)(at_ms.value / MINUTE_MS + by) * MINUTE_MS);
}

/** To the next line of the timeline, or the one before. */
export function stepLine(by: 1 | -1): void {
  const from = Date.parse(replay.value?.from_at ?? "");
  const times = (replay.value?.timeline ?? []).map((line) => Date.parse(line.at) - from);
  const next = by > 0 ? times.find((t) => t > at_ms.value) : times.findLast((t) => t < at_ms.value);
  seek(next ?? (by > 0 ? length_ms.value : 0));
}

export function play(): void {
  if (playing.value) return pause();
  if (at_ms.value >= length_ms.value) at_ms.value = 0;
  playing.value = true;
  before = performance.now();
  timer = setInterval(() => {
    const now = performance.now();
    seek(at_ms.value + (now - before) * speed.value);
    before = now;
    if (at_ms.value >= length_ms.value) pause();
  }, TICK_MS);
}

export function pause(): void {
  clearInterval(timer);
  playing.value = false;
}

export function faster(by: 1 | -1): void {
  const index = SPEEDS.findIndex((one) => one === speed.value) + by;
  speed.value = SPEEDS[Math.max(0, Math.min(SPEEDS.length - 1, index))] ?? speed.value;
}

/** What had happened by then, the newest first. */
export const linesThen = computed(() =>
  (replay.value?.timeline ?? []).filter((line) => Date.parse(line.at) <= instant.value).reverse(),
);

/** The pictures that were there by then, in the order in which they came. */
export const picturesThen = computed(() =>
  (replay.value?.snapshots ?? [])
    .filter((one) => one.stored_at !== null && Date.parse(one.stored_at) <= instant.value)
    .sort((a, b) => ((a.stored_at ?? "") < (b.stored_at ?? "") ? -1 : 1)),
);

export interface UnitThen {
  unit_id: string;
  call_sign: string;
  place: Point;
  trail: readonly Point[];
  look: "ringing" | "going" | "there" | "free";
}

// A position stands for so long: a phone that fell silent is not drawn where it was.
const HELD_S = 300;

/** Where the incident's units were by then, with the way they had come. */
export const unitsThen = computed<readonly UnitThen[]>(() => {
  const s = at_ms.value / 1000;
  return (replay.value?.trails ?? []).flatMap(({ unit_id, call_sign, points }) => {
    const trail = points.filter((point) => point.after_s <= s);
    const last = trail.at(-1);
    if (!last || s - last.after_s > HELD_S) return [];
    const next = points[trail.length];
    const place = next ? between(last, next, s) : last;
    return [{ unit_id, call_sign, place, trail: [...trail, place], look: lookThen(unit_id) }];
  });
});

interface Fixed extends Point {
  after_s: number;
}

function between(a: Fixed, b: Fixed, s: number): Point {
  const part = Math.min(1, (s - a.after_s) / Math.max(1e-3, b.after_s - a.after_s));
  return { lat: a.lat + (b.lat - a.lat) * part, lon: a.lon + (b.lon - a.lon) * part };
}

function lookThen(unit_id: string): UnitThen["look"] {
  const had = (at: string | null) => at !== null && Date.parse(at) <= instant.value;
  const tasks = (replay.value?.tasks ?? []).filter(
    (task: Task) => task.unit_id === unit_id && had(task.offered_at) && !had(task.ended_at),
  );
  if (tasks.some((task) => had(task.on_scene_at))) return "there";
  if (tasks.some((task) => had(task.answered_at))) return "going";
  return tasks.length ? "ringing" : "free";
}
