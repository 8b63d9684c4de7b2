// What a desk knows: read once, then kept true by the live stream.
import { computed, signal } from "@preact/signals";
import { call } from "../../shared/api/call";
import {
  type Alarm,
  type Area,
  type Camera,
  type DrillTold,
  type Fault,
  holding,
  type Incident,
  isOpen,
  type Me,
  ringing,
  type Site,
  type Task,
  type Unit,
} from "../../shared/api/forms";
import type { LiveEvent } from "../../shared/generated/live";
import { Book } from "../../shared/book";
import { tell, tellBad } from "../../shared/ui/toast";
import { words } from "../../shared/words";

export const me = signal<Me | null>(null);
export const stage = signal<"waiting" | "ready" | "failed">("waiting");

export const incidents = new Book<Incident>((one) => one.incident_id);
export const alarms = new Book<Alarm>((one) => one.alarm_id);
export const faults = new Book<Fault>((one) => one.fault_id);
export const units = new Book<Unit>((one) => one.unit_id);
/** Declared tests that are under way or to come within a day. */
export const drills = new Book<DrillTold>((one) => one.plan.plan_id);
/** Tasks that ring or are in hand. */
export const tasks = new Book<Task>((one) => one.task_id);
export const sites = signal<ReadonlyMap<string, Site>>(new Map());
export const areas = signal<ReadonlyMap<string, Area>>(new Map());
export const cameras = signal<readonly Camera[]>([]);

// The contract's longest page of open incidents.
export const OPEN_MOST = 500;
const ALARMS_MOST = 1000;
const PAGE = 1000;
const PAGES_MOST = 20;

const STAFF = ["dispatcher", "duty_leader", "administrator"];

/** Whether this account has a place at a desk at all, were it only to look. */
export const holdsDesk = computed(() =>
  (me.value?.roles ?? []).some(({ role }) => STAFF.includes(role)),
);

/** Whether this account reads registers: without a desk it sees what happens nowhere. */
export const inspects = computed(() =>
  (me.value?.roles ?? []).some(({ role }) => role === "inspector"),
);

/** Whether this account answers what citizens ask of footage, whatever else it does. */
export const reviewer = computed(() =>
  (me.value?.roles ?? []).some(({ role }) => role === "reviewer"),
);

/** Whether this account answers for a managing unit of cameras. */
export const answersUnit = computed(() =>
  (me.value?.roles ?? []).some(({ role }) => role === "managing_unit"),
);

/** Whether this account looks after a school. */
export const holdsSchool = computed(() =>
  (me.value?.roles ?? []).some(({ role }) => role === "school_contact"),
);

const DESK_ROLES = ["dispatcher", "duty_leader"];

/** Whether this account may act, or only look. */
export const mayAct = computed(() =>
  (me.value?.roles ?? []).some(({ role }) => DESK_ROLES.includes(role)),
);

/** The name of an area where it is known. */
export function areaName(code: string): string {
  return areas.value.get(code)?.name ?? code;
}

const isActive = (task: Task) => ringing.has(task.state) || holding.has(task.state);

/** Read everything; the map's scenery last. */
export async function loadAll(): Promise<void> {
  if (stage.value !== "ready") stage.value = "waiting";
  try {
    me.value = await call("get", "/v1/me", {});
    if (!holdsDesk.value) {
      if (inspects.value || reviewer.value) await loadAreas();
      stage.value = "ready";
      return;
    }
    await Promise.all([
      ...[loadAreas(), loadIncidents(), loadAlarms()],
      ...[loadFaults(), loadUnits(), loadDrills()],
    ]);
    stage.value = "ready";
  } catch (error) {
    if (stage.value !== "ready") stage.value = "failed";
    throw error;
  }
  await Promise.all([loadTasks(), loadSites()]);
}

/** Nothing of the last dispatcher stays on this screen. */
export function forgetDesk(): void {
  for (const book of [incidents, alarms, faults, units, tasks, drills]) book.merge([], book.mark());
  sites.value = new Map();
  areas.value = new Map();
  cameras.value = [];
  camerasAsked = false;
  me.value = null;
  stage.value = "waiting";
}

async function loadAreas(): Promise<void> {
  const found = await call("get", "/v1/areas", {});
  areas.value = new Map(found.map((area) => [area.area_code, area]));
}

async function loadIncidents(): Promise<void> {
  const mark = incidents.mark();
  incidents.merge(await call("get", "/v1/incidents", { query: { count: OPEN_MOST } }), mark);
}

async function loadAlarms(): Promise<void> {
  const mark = alarms.mark();
  alarms.merge(await call("get", "/v1/alarms", { query: { count: ALARMS_MOST } }), mark);
}

async function loadFaults(): Promise<void> {
  const mark = faults.mark();
  faults.merge(await call("get", "/v1/faults", {}), mark);
}

async function loadDrills(): Promise<void> {
  const mark = drills.mark();
  drills.merge(await call("get", "/v1/test-plans", {}), mark);
}

async function loadUnits(): Promise<void> {
  const mark = units.mark();
  units.merge(
    await pages(
      (after) => call("get", "/v1/units", { query: { after, count: PAGE } }),
      (unit) => unit.unit_id,
    ),
    mark,
  );
}

export async function loadSites(): Promise<void> {
  const found = await pages(
    (after) => call("get", "/v1/sites", { query: { after, count: PAGE } }),
    (site) => site.site_id,
  );
  sites.value = new Map(found.map((site) => [site.site_id, site]));
}

let camerasAsked = false;

/** Read the cameras once somebody wants to see where they look. */
export async function loadCameras(): Promise<void> {
  if (camerasAsked) return;
  camerasAsked = true;
  try {
    cameras.value = await pages(
      (after) => call("get", "/v1/cameras", { query: { after, count: PAGE } }),
      (camera) => camera.camera_id,
    );
  } catch {
    camerasAsked = false; // Sectors are scenery: the next incident tries again.
  }
}

/** Who rings and who is under way. */
async function loadTasks(): Promise<void> {
  const mark = tasks.mark();
  tasks.merge(
    await pages(
      (after) => call("get", "/v1/tasks", { query: { after, count: PAGE } }),
      (task) => task.task_id,
    ),
    mark,
  );
}

async function pages<T>(
  read: (after: string | undefined) => Promise<T[]>,
  idOf: (item: T) => string,
): Promise<T[]> {
  const all: T[] = [];
  for (let page = 0; page < PAGES_MOST; page += 1) {
    const last = all.at(-1);
    const found = await read(last && idOf(last));
    all.push(...found);
    if (found.length < PAGE) break;
  }
  return all;
}

/** Keep what is known true. */
export function hear(event: LiveEvent): void {
  switch (event.topic) {
    case "incident.opened":
    case "incident.changed":
    case "incident.reopened":
    case "incident.ended":
    case "incident.real":
      keepIncident(event.body);
      break;
    case "alarm.raised":
    case "alarm.real":
      alarms.put(event.body);
      break;
    case "alarm.reset":
      alarms.drop(event.body.alarm_id);
      break;
    case "site.drill":
      keepDrill(event.body);
      break;
    case "fault.raised":
      faults.put(event.body);
      break;
    case "fault.cleared":
      faults.drop(event.body.fault_id);
      break;
    case "task.offered":
    case "task.changed":
      keepTask(event.body);
      break;
    case "unit.duty":
      keepDuty(event.body.unit_id, event.body.on_duty);
      break;
    case "unit.moved": {
      const { unit_id, place, fix_at } = event.body;
      moved.set(unit_id, (unit) => ({ ...unit, place, fix_at, seen_at: event.at }));
      moving ??= setTimeout(moveUnits, GATHER_MOVES_MS);
      break;
    }
  }
}

// Positions of all units come in one burst; drawn one by one, five hundred would hold up a press.
const GATHER_MOVES_MS = 250;
const moved = new Map<string, (unit: Unit) => Unit>();
let moving: ReturnType<typeof setTimeout> | null = null;

function moveUnits(): void {
  moving = null;
  units.changeAll(moved);
  moved.clear();
}

/** An incident as it is now: here, or gone from here (ended, or handed to another area). */
export function keepIncident(incident: Incident): void {
  noticeTakeover(incident);
  const ours = areas.value.size === 0 || areas.value.has(incident.area_code);
  if (isOpen(incident) && ours) incidents.put(incident);
  else incidents.drop(incident.incident_id);
}

/** A declared test, or its end; each is said, so that its presses surprise nobody. */
function keepDrill(told: DrillTold): void {
  const w = words.value.drills;
  if (told.plan.real_at) tellBad(w.turnedReal(told.site_name));
  else tell(told.plan.withdrawn_at ? w.ended(told.site_name) : w.announced(told.site_name));
  if (told.plan.withdrawn_at) drills.drop(told.plan.plan_id);
  else drills.put(told);
}

/** Incidents that this person hands over himself: that they go is no surprise. */
export const handedOver = new Set<string>();

/** Command that passes from this person to another is said, whatever is being looked at. */
function noticeTakeover({ incident_id, number, commander }: Incident): void {
  const before = incidents.items.value.get(incident_id)?.commander;
  const mine = me.value?.account_id;
  if (!commander || !mine || before?.account_id !== mine || commander.account_id === mine) return;
  if (handedOver.delete(incident_id)) return;
  tellBad(words.value.incident.takenOver(commander.name, number));
}

export function keepTask(task: Task): void {
  if (isActive(task)) tasks.put(task);
  else tasks.drop(task.task_id);
}

function keepDuty(unit_id: string, on_duty: boolean): void {
  if (!units.items.value.has(unit_id)) {
    void loadUnits().catch(() => undefined); // A unit that was added since.
    return;
  }
  units.change(unit_id, (unit) => ({
    ...unit,
    on_duty,
    place: on_duty ? unit.place : null,
    fix_at: on_duty ? unit.fix_at : null,
  }));
}

/** What a unit has in hand or is asked, the most binding first. */
export const tasksByUnit = computed(() => {
  const found = new Map<string, Task>();
  for (const task of tasks.items.value.values()) {
    const other = found.get(task.unit_id);
    if (!other || (holding.has(task.state) && !holding.has(other.state))) {
      found.set(task.unit_id, task);
    }
  }
  return found;
});

/** One line of the queue: an incident, or a latched alarm whose incident is not among them. */
export type QueueItem =
  { id: string; incident: Incident; alarm: null } | { id: string; incident: null; alarm: Alarm };

/** The queue: what is real before tests, then priority, then who waits at the desk, then age. */
export const queue = computed<readonly QueueItem[]>(() => {
  const open = incidents.items.value;
  const items: QueueItem[] = [...open.values()].map((incident) => ({
    id: incident.incident_id,
    incident,
    alarm: null,
  }));
  const alone = new Map<string, Alarm>();
  for (const alarm of alarms.items.value.values()) {
    if (!open.has(alarm.incident_id)) alone.set(alarm.alarm_id, alarm);
  }
  for (const alarm of alone.values()) items.push({ id: alarm.alarm_id, incident: null, alarm });
  return items.sort((a, b) => compare(rankOf(a), rankOf(b)));
});

function rankOf({ incident, alarm }: QueueItem): [number, number, number, string] {
  if (alarm) return [alarm.test ? 1 : 0, 0, 0, alarm.received_at];
  return [incident.test ? 1 : 0, incident.priority, incident.desk_at ? 0 : 1, incident.opened_at];
}

function compare(a: readonly (number | string)[], b: readonly (number | string)[]): number {
  for (const [at, left] of a.entries()) {
    const right = b[at] as number | string;
    if (left !== right) return left < right ? -1 : 1;
  }
  return 0;
}
