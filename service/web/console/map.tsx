// The middle of the desk: where everything is.
import { computed } from "@preact/signals";
import type { VNode } from "preact";
import { useEffect } from "preact/hooks";
import { holding, type Incident, ringing, type Task, type Unit } from "../shared/api/forms";
import { distance_m, type Point } from "../shared/geo";
import { type Drawing, MapFrame } from "../shared/map/frame";
import type { Label } from "../shared/map/labels";
import type { Mark, Sector } from "../shared/map/view";
import { KIND_ICONS, MODE_ICONS } from "../shared/ui/marks";
import { priorityShape } from "../shared/ui/parts";
import { language, words } from "../shared/words";
import { dialog } from "./dialogs/shown";
import { picking, pickPlace } from "./dialogs/open";
import { openIncident } from "./keys";
import { pane } from "./pane";
import { unseen } from "./state/bell";
import { chosen, chosenId, detail } from "./state/chosen";
import { cameras, incidents, queue, sites, tasks, tasksByUnit, units } from "./state/desk";
import { replay, replaying, type UnitThen, unitsThen } from "./state/replay";

const NEAR_M = 300;
const SECTORS_MOST = 24;
// What overlaps: units over incidents that rest, under those that call.
const ABOVE = { site: 1, goal: 10, incident: 100, unit: 200, chosen: 1000 };

const openIncidents = computed<readonly Incident[]>(() => {
  const open = [...incidents.items.value.values()];
  const apart = chosen.value;
  return apart && !incidents.items.value.has(apart.incident_id) ? [...open, apart] : open;
});

const onDuty = computed(() =>
  [...units.items.value.values()].filter((unit) => unit.on_duty && unit.place !== null),
);

// Where everything pulses nothing calls, and each pulse costs every frame.
const PULSES_MOST = 8;

/** The first of the queue that nobody has seen or gone to: these pulse. */
const calling = computed<ReadonlySet<string>>(() => {
  const found = queue.value.flatMap(({ incident }) =>
    incident && (unseen.value.has(incident.incident_id) || incident.state === "active")
      ? [incident.incident_id]
      : [],
  );
  return new Set(found.slice(0, PULSES_MOST));
});

interface Drawn {
  look: string;
  node: VNode;
}

// What looks as before is moved at most, and not drawn anew.
const drawn = new Map<string, Drawn>();
const DRAWN_MOST = 5000;

function nodeOf(id: string, look: readonly unknown[], draw: () => VNode): VNode {
  const whole = [language.value, ...look].join("|");
  const known = drawn.get(id);
  if (known?.look === whole) return known.node;
  const node = draw();
  if (drawn.size >= DRAWN_MOST) drawn.clear();
  drawn.set(id, { look: whole, node });
  return node;
}

function incidentNode(incident: Incident): VNode {
  const { incident_id, kind, title, priority, test } = incident;
  const isChosen = incident_id === chosenId.value;
  const calls = calling.value.has(incident_id);
  return nodeOf(incident_id, [kind, title, priority, test, isChosen, calls], () => (
    <IncidentMark incident={incident} chosen={isChosen} calling={calls} />
  ));
}

function unitNode(unit: Unit, task: Task | undefined): VNode {
  const { unit_id, call_sign, mode } = unit;
  return nodeOf(unit_id, [call_sign, mode, task?.state, task?.lost_at], () => (
    <UnitMark unit={unit} task={task} />
  ));
}

const incidentMarks = computed<readonly Mark[]>(() =>
  openIncidents.value.map((incident) => ({
    id: `incident ${incident.incident_id}`,
    place: incident.place,
    above:
      incident.incident_id === chosenId.value
        ? ABOVE.chosen
        : ABOVE.incident + 5 - incident.priority,
    node: incidentNode(incident),
  })),
);

const unitMarks = computed<readonly Mark[]>(() =>
  onDuty.value.map((unit) => {
    const task = tasksByUnit.value.get(unit.unit_id);
    return {
      id: `unit ${unit.unit_id}`,
      place: unit.place as Point,
      above: ABOVE.unit,
      glides: true,
      inCrowds: task === undefined,
      node: unitNode(unit, task),
    };
  }),
);

/** The points of the chosen incident to which its units go. */
const goalMarks = computed<readonly Mark[]>(() =>
  detail.value.needs
    .filter((need) => need.state !== "ended" && need.point_name !== "")
    .map((need) => ({
      id: `goal ${need.need_id}`,
      place: need.place,
      above: ABOVE.goal,
      node: <span class="goal-mark">{need.point_name}</span>,
    })),
);

const NO_SECTORS: readonly Sector[] = [];

const sectors = computed<readonly Sector[]>(() => {
  const spot = chosen.value?.place;
  if (!spot || cameras.value.length === 0) return NO_SECTORS;
  return cameras.value
    .flatMap((camera) => {
      const { place } = camera; // One on a vehicle has none.
      return place ? [{ camera: { ...camera, place }, away: distance_m(place, spot) }] : [];
    })
    .filter(({ away }) => away <= NEAR_M)
    .sort((a, b) => a.away - b.away)
    .slice(0, SECTORS_MOST)
    .map(({ camera }) => camera);
});

const NO_WAYS: readonly (readonly [Point, Point])[] = [];

/** From each unit that has accepted to the point where it goes. */
const ways = computed(() => {
  const going = [...tasks.items.value.values()].filter(
    (task) => task.state === "accepted" || task.state === "en_route",
  );
  const found = going.flatMap((task): (readonly [Point, Point])[] => {
    const from = units.items.value.get(task.unit_id)?.place;
    return from ? [[from, task.place] as const] : [];
  });
  // Each new list lets the whole map be painted anew.
  return found.length ? found : NO_WAYS;
});

/** Names of sites; where an incident is, its mark bears the name. */
const labels = computed<readonly Label[]>(() => {
  const marked = new Set(openIncidents.value.map((one) => one.site_id));
  return [...sites.value.values()]
    .filter((site) => !marked.has(site.site_id))
    .sort((a, b) => a.site_class - b.site_class)
    .map((site) => ({
      text: site.name,
      place: site.place,
      look: "site" as const,
      from: site.site_class === 1 ? 13.8 : 15,
    }));
});

const dots = computed<readonly Point[]>(() => [...sites.value.values()].map((site) => site.place));

const all = computed<readonly Point[]>(() => {
  const marks = [
    ...openIncidents.value.map((one) => one.place),
    ...onDuty.value.map((u) => u.place),
  ];
  return marks.filter((place): place is NonNullable<typeof place> => place !== null);
});

const drawing = computed<Drawing>(() => ({
  marks: [...goalMarks.value, ...incidentMarks.value, ...unitMarks.value],
  labels: labels.value,
  dots: dots.value,
  sectors: sectors.value,
  ways: ways.value,
  all: all.value,
}));

/** The map of a replay: the incident, and its units where they were by then. */
const drawingThen = computed<Drawing>(() => {
  const incident = chosen.value;
  const there = unitsThen.value;
  const marks: Mark[] = there.map((unit) => ({
    id: `unit ${unit.unit_id}`,
    place: unit.place,
    above: ABOVE.unit,
    node: <UnitThenMark unit={unit} />,
  }));
  if (incident) {
    const node = <IncidentMark incident={incident} chosen calling={false} />;
    const id = `incident ${incident.incident_id}`;
    marks.push({ id, place: incident.place, above: ABOVE.chosen, node });
  }
  return {
    marks,
    labels: labels.value,
    dots: dots.value,
    sectors: sectors.value,
    ways: there.flatMap(({ trail }) =>
      trail.slice(1).map((to, at) => [trail[at] as Point, to] as const),
    ),
    all: [...(incident ? [incident.place] : []), ...allWays.value],
  };
});

/** Every place of the replay, so that all of it can be in sight from its beginning. */
const allWays = computed<readonly Point[]>(() =>
  (replay.value?.trails ?? []).flatMap((trail) => trail.points),
);

/** Go to the chosen incident and to whoever is under way to it; before one is chosen, to all. */
const focus = computed(() => {
  const incident = chosen.value;
  if (incident && replaying.value && replay.value) {
    const key = `replay ${incident.incident_id}`;
    return { key, places: [incident.place, ...allWays.value] };
  }
  if (!incident) {
    const places = openIncidents.value.map((one) => one.place);
    return chosenId.value === null && places.length ? { key: "open", places } : null;
  }
  const going = [...tasks.items.value.values()]
    .filter((task) => task.incident_id === incident.incident_id && holding.has(task.state))
    .flatMap((task) => units.items.value.get(task.unit_id)?.place ?? []);
  return { key: incident.incident_id, places: [incident.place, ...going] };
});

export function DeskMap() {
  const w = words.value;
  useEffect(() => {
    if (!picking.value) return;
    pane.value = "map";
    const onKey = (event: KeyboardEvent) => {
      if (event.key === "Escape") picking.value = false;
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [picking.value]);
  return (
    <MapFrame
      drawing={() => (replaying.value ? drawingThen.value : drawing.value)}
      focus={() => focus.value}
      picking={picking.value}
      onTouch={(place) => {
        if (picking.value && dialog.value?.name === "open") pickPlace(place);
      }}
    >
      {replaying.value && (
        <p class="map-hint" role="status">
          {w.replay.onMap}
        </p>
      )}
      {picking.value && (
        <p class="map-hint" role="status">
          {w.openNew.picking}
        </p>
      )}
    </MapFrame>
  );
}

/** Colour, outline and figure say the priority; the icon says what it is. */
function IncidentMark(props: { incident: Incident; chosen: boolean; calling: boolean }) {
  const { incident } = props;
  const w = words.value;
  const Kind = KIND_ICONS[incident.kind];
  const looks = [
    "incident-mark",
    incident.test ? "drill" : `p${incident.priority}`,
    props.chosen ? "chosen" : "",
    props.calling ? "calling" : "",
  ].join(" ");
  const name = `${w.kind[incident.kind]}, ${incident.title}, ${w.priority(incident.priority)}`;
  return (
    <button
      type="button"
      class={looks}
      // The queue holds the same by key; a hundred stops on the way through the page help nobody.
      tabIndex={-1}
      title={name}
      onClick={(event) => {
        if (picking.value) return;
        event.stopPropagation();
        openIncident(incident.incident_id);
      }}
    >
      <svg viewBox="0 0 28 28" aria-hidden="true">
        {priorityShape(incident.priority)}
      </svg>
      <Kind />
      {incident.title && (
        <span class="incident-mark-name" aria-hidden="true">
          {incident.title}
        </span>
      )}
      <span class="incident-mark-figure" aria-hidden="true">
        {incident.test ? w.mark.test : incident.priority}
      </span>
      <span class="aside">{name}</span>
    </button>
  );
}

function UnitMark(props: { unit: Unit; task: Task | undefined }) {
  const { unit, task } = props;
  const w = words.value;
  const Icon = MODE_ICONS[unit.mode];
  const look = task ? lookOf(task) : "free";
  const state = task ? w.taskState[task.state] : w.units.free1;
  return (
    <div class={`unit-mark ${look}`} title={w.map.unit(unit.call_sign, state)}>
      <span class="unit-mark-icon">
        <Icon />
      </span>
      <span class="unit-mark-name">{unit.call_sign}</span>
    </div>
  );
}

function UnitThenMark(props: { unit: UnitThen }) {
  const { unit_id, call_sign, look } = props.unit;
  const Icon = MODE_ICONS[units.items.value.get(unit_id)?.mode ?? "car"];
  return (
    <div class={`unit-mark ${look}`} title={call_sign}>
      <span class="unit-mark-icon">
        <Icon />
      </span>
      <span class="unit-mark-name">{call_sign}</span>
    </div>
  );
}

function lookOf(task: Task): string {
  if (task.lost_at) return "lost";
  if (ringing.has(task.state)) return "ringing";
  return task.state === "on_scene" ? "there" : "going";
}
