// The incident that is open on this screen, with all that belongs to it.
import { computed, signal } from "@preact/signals";
import { call } from "../../shared/api/call";
import type { Alarm, Incident, Need, Snapshot, TimelineEntry } from "../../shared/api/forms";
import { Refused } from "../../shared/api/problem";
import { Book } from "../../shared/book";
import type { LiveEvent } from "../../shared/generated/live";
import type { Since } from "../../shared/pictures/said";
import { incidents, keepTask, loadCameras } from "./desk";

export interface Detail {
  alarms: readonly Alarm[];
  needs: readonly Need[];
  snapshots: readonly Snapshot[];
  timeline: readonly TimelineEntry[];
}

export const chosenId = signal<string | null>(null);
export const detailStage = signal<"waiting" | "ready" | "failed" | "gone">("waiting");
export const detail = signal<Detail>({ alarms: [], needs: [], snapshots: [], timeline: [] });
// A picture may be stored while the list of pictures is on its way here.
const pictures = new Book<Snapshot>((one) => one.snapshot_id);
/** The chosen incident where it is not in the queue: ended, or read by its own door. */
const apart = signal<Incident | null>(null);

export const chosen = computed<Incident | null>(() => {
  const id = chosenId.value;
  if (id === null) return null;
  const open = incidents.items.value.get(id);
  if (open) return open;
  return apart.value?.incident_id === id ? apart.value : null;
});

/** From what its pictures count. */
export const since = computed<Since>(() => (chosen.value?.source === "press" ? "press" : "alarm"));

const TIMELINE_PAGE = 500;
const TIMELINE_PAGES_MOST = 20;
// Events of one act come together; one reading answers them all.
const GATHER_MS = 120;

/** Open an incident on this screen; null closes. */
export function choose(id: string | null): void {
  if (chosenId.value === id) return;
  chosenId.value = id;
  apart.value = null;
  pictures.merge([], pictures.mark());
  detail.value = { alarms: [], needs: [], snapshots: [], timeline: [] };
  detailStage.value = "waiting";
  heardSince = false;
  if (id !== null) {
    void load();
    void loadCameras();
  }
}

/** Read the chosen incident whole; at first without itself where the queue keeps it true. */
export async function load(): Promise<void> {
  const id = chosenId.value;
  if (id === null) return;
  const path = { incident_id: id };
  const mark = pictures.mark();
  const isFirst = detailStage.value === "waiting";
  const known = isFirst ? incidents.items.value.get(id) : undefined;
  try {
    const [incident, alarms, needs, snapshots, timeline] = await Promise.all([
      known ?? call("get", "/v1/incidents/{incident_id}", { path }),
      call("get", "/v1/incidents/{incident_id}/alarms", { path }),
      call("get", "/v1/incidents/{incident_id}/units", { path }),
      call("get", "/v1/incidents/{incident_id}/snapshots", { path }),
      readTimeline(id, 0),
    ]);
    if (chosenId.value !== id) return;
    apart.value = incident;
    pictures.merge(snapshots, mark);
    detail.value = {
      alarms,
      needs,
      snapshots: byRank(pictures.items.value.values()),
      timeline: joined(timeline, detail.value.timeline),
    };
    detailStage.value = "ready";
    if (heardSince) gather();
    heardSince = false;
    for (const task of needs.flatMap((need) => need.tasks)) keepTask(task);
  } catch (error) {
    if (chosenId.value !== id || detailStage.value === "ready") return;
    detailStage.value = error instanceof Refused && error.status === 404 ? "gone" : "failed";
  }
}

/** Keep the open incident true. */
export function hearChosen(event: LiveEvent): void {
  const id = chosenId.value;
  if (id === null || !("incident_id" in event.body) || event.body.incident_id !== id) return;
  switch (event.topic) {
    case "snapshot.planned":
    case "snapshot.stored":
    case "snapshot.failed": {
      pictures.put(event.body);
      detail.value = { ...detail.value, snapshots: byRank(pictures.items.value.values()) };
      break;
    }
    case "incident.opened":
    case "incident.changed":
    case "incident.ended":
    case "incident.reopened":
    case "incident.real":
      apart.value = event.body;
      break;
  }
  gather();
}

let gathering: ReturnType<typeof setTimeout> | null = null;
let reading = false;
let again = false;
/** Whether something happened while the incident was first read. */
let heardSince = false;

/** Read what has no events of its own: the timeline, the needs, alarms that moved here. */
export function gather(): void {
  gathering ??= setTimeout(() => {
    gathering = null;
    void readOn();
  }, GATHER_MS);
}

async function readOn(): Promise<void> {
  const id = chosenId.value;
  if (id === null) return;
  if (detailStage.value !== "ready") {
    heardSince = true;
    return;
  }
  if (reading) {
    again = true;
    return;
  }
  reading = true;
  try {
    const path = { incident_id: id };
    const known = detail.value.timeline;
    const [alarms, needs, news] = await Promise.all([
      call("get", "/v1/incidents/{incident_id}/alarms", { path }),
      call("get", "/v1/incidents/{incident_id}/units", { path }),
      readTimeline(id, known.at(-1)?.entry_id ?? 0),
    ]);
    if (chosenId.value !== id) return;
    const timeline = joined(detail.value.timeline, news);
    detail.value = { ...detail.value, alarms, needs, timeline };
  } catch {
    // The line is broken: everything is read again when it is back.
  } finally {
    reading = false;
    if (again) {
      again = false;
      gather();
    }
  }
}

/** The lines of two readings, of which one may have begun before the other ended: each once. */
function joined(
  lines: readonly TimelineEntry[],
  others: readonly TimelineEntry[],
): readonly TimelineEntry[] {
  const last = lines.at(-1)?.entry_id ?? 0;
  return [...lines, ...others.filter((line) => line.entry_id > last)];
}

async function readTimeline(id: string, after: number): Promise<TimelineEntry[]> {
  const lines: TimelineEntry[] = [];
  for (let page = 0; page < TIMELINE_PAGES_MOST; page += 1) {
    const found = await call("get", "/v1/incidents/{incident_id}/timeline", {
      path: { incident_id: id },
      query: { after: lines.at(-1)?.entry_id ?? after, count: TIMELINE_PAGE },
    });
    lines.push(...found);
    if (found.length < TIMELINE_PAGE) break;
  }
  return lines;
}

function byRank(snapshots: Iterable<Snapshot>): Snapshot[] {
  return [...snapshots].sort((a, b) => a.rank - b.rank || (a.snapshot_id < b.snapshot_id ? -1 : 1));
}
