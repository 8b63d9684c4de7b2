// What rings at this desk until a person acknowledges it on this screen.
//
// Each latched alarm rings once, each incident without alarm once, and each time an incident comes
// to wait at the desk. Tests give one soft strike and never ring: on a test day they would hide
// what is real.
import { computed, effect, signal } from "@preact/signals";
import { second } from "../../shared/api/clock";
import { keep, kept } from "../../shared/kept";
import { chime, ring } from "../../shared/sound";
import type { LiveEvent } from "../../shared/generated/live";
import { alarms, incidents, stage } from "./desk";

const MUTE_MS = 60_000;
// What calmly rings and is not answered becomes urgent.
const ESCALATES_AFTER_MS = 60_000;
// A room in which nobody came in five minutes is empty, or has torn out the plug: what rings for
// ever is no longer heard. The next alarm rings anew.
const RINGS_MOST_MS = 5 * 60_000;
// What ended long ago is forgotten; this many are remembered as acknowledged.
const REMEMBERED_MOST = 3000;
const URGENT_MOST = 2;

const acknowledged = signal<ReadonlySet<string>>(new Set(kept<string[]>("acknowledged", [])));
export const mutedUntil = signal(0);

/** What this person has acknowledged of late, for the other windows of the desk. */
export const acknowledgedKeys = signal<readonly string[]>([]);

interface Calling {
  key: string;
  incident_id: string;
  urgent: boolean;
}

const calling = computed<readonly Calling[]>(() => {
  const open = incidents.items.value;
  const found: Calling[] = [];
  for (const alarm of alarms.items.value.values()) {
    if (alarm.test) continue;
    const priority = open.get(alarm.incident_id)?.priority ?? 1;
    const { incident_id } = alarm;
    found.push({ key: `a${alarm.alarm_id}`, incident_id, urgent: priority <= URGENT_MOST });
  }
  for (const { incident_id, test, alarms: pressed, desk_at, priority } of open.values()) {
    if (test) continue;
    const urgent = priority <= URGENT_MOST;
    if (pressed === 0) found.push({ key: `i${incident_id}`, incident_id, urgent });
    if (desk_at) found.push({ key: `d${incident_id}${desk_at}`, incident_id, urgent });
  }
  return found;
});

const unheard = computed(() => calling.value.filter(({ key }) => !acknowledged.value.has(key)));

// Since when each of them rings at this screen.
const since = signal<ReadonlyMap<string, number>>(new Map());
const age_ms = ({ key }: Calling) => second.value - (since.value.get(key) ?? second.value);

const loud = computed(() => unheard.value.filter((one) => age_ms(one) < RINGS_MOST_MS));

/** Whether it has rung for as long as it may and nobody came: from then on it is only shown. */
export const rangInVain = computed(() => unheard.value.length > 0 && loud.value.length === 0);

/** Incidents that nobody at this screen has acknowledged. */
export const unseen = computed<ReadonlySet<string>>(
  () => new Set(unheard.value.map((one) => one.incident_id)),
);

/** Seconds of silence left. */
export const muteLeft = computed(() =>
  Math.max(0, Math.ceil((mutedUntil.value - second.value) / 1000)),
);

/** A person has seen this incident. */
export function acknowledge(incident_id: string): void {
  remember(unheard.value.filter((one) => one.incident_id === incident_id).map((one) => one.key));
}

/** A person has seen everything. */
export function acknowledgeAll(): void {
  remember(unheard.value.map((one) => one.key));
}

/** One's own incident need not ring on one's own screen. */
export function acknowledgeOwn(incident_id: string): void {
  remember([`i${incident_id}`]);
}

/** Acknowledged in another window of this desk. */
export function hearAcknowledged(keys: readonly string[]): void {
  remember(keys.filter((key) => !acknowledged.value.has(key)));
}

function remember(keys: readonly string[]): void {
  if (keys.length === 0) return;
  const all = [...acknowledged.value, ...keys].slice(-REMEMBERED_MOST);
  acknowledged.value = new Set(all);
  acknowledgedKeys.value = keys;
  keep("acknowledged", all);
}

/** Silence for a minute; it ends by itself. */
export function mute(): void {
  mutedUntil.value = second.value + MUTE_MS;
}

export function unmute(): void {
  mutedUntil.value = 0;
}

/** Ring from now on. Answers how to stop. */
export function startBell(): () => void {
  const stops = [
    effect(() => {
      const known = since.peek();
      const at = (key: string) => known.get(key) ?? second.peek();
      since.value = new Map(unheard.value.map(({ key }) => [key, at(key)]));
    }),
    effect(() => {
      const quiet = stage.value !== "ready" || muteLeft.value > 0 || loud.value.length === 0;
      const urgent = loud.value.some((one) => one.urgent || age_ms(one) > ESCALATES_AFTER_MS);
      ring(quiet ? null : urgent ? "urgent" : "calm");
    }),
  ];
  return () => {
    for (const stop of stops) stop();
    ring(null);
  };
}

/** A test came in: one soft strike. */
export function hearTest(event: LiveEvent): void {
  if (event.topic === "alarm.raised" && event.body.test) chime();
}
