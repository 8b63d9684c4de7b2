// What a task is about, the same on the ring as later: kind, place, how far, what to mind.
import type { Task } from "../../shared/api/forms";
import { about, distance } from "../../shared/format";
import { bearing_deg, distance_m, type Point } from "../../shared/geo";
import { MoveIcon, PinIcon, WarnIcon } from "../../shared/ui/icons";
import { Flags, KIND_ICONS } from "../../shared/ui/marks";
import { Badge, Priority, Told } from "../../shared/ui/parts";
import { said, words } from "../../shared/words";
import { here } from "../state/place";

export function What(props: { task: Task }) {
  const { task } = props;
  const w = words.value;
  const Kind = KIND_ICONS[task.kind];
  return (
    <div class="what">
      <p class="what-kind">
        <Priority level={task.priority} test={task.test} />
        <Kind />
        <strong>{w.kind[task.kind]}</strong>
        <span class="quiet">#{task.incident_number}</span>
      </p>
      <h2 class="what-title">{task.title}</h2>
      <p class="what-point">
        <PinIcon />
        {w.patrol.ring.goTo(task.point_name || w.units.toSite)}
        <Badge>{w.role[task.role]}</Badge>
      </p>
      <p class="what-far">
        <Way to={task.place} />
        {farWords(task)}
      </p>
      {(task.test || task.silent || task.modifiers.length > 0) && (
        <p class="what-marks">
          <Flags of={task} />
          {task.modifiers.map((one) => (
            <Badge key={one} tone="bad">
              <WarnIcon />
              {said(w.modifier, one)}
            </Badge>
          ))}
        </p>
      )}
      {(task.silent || task.test) && (
        <p class="what-mind">{task.silent ? w.mark.silentHint : w.mark.testHint}</p>
      )}
      {task.note && <Told text={task.note} />}
    </div>
  );
}

/** An arrow to where the place lies from here, as on a map: north is up. */
function Way(props: { to: Point }) {
  if (!here.value) return <MoveIcon />;
  // The icon points east.
  const turn = Math.round(bearing_deg(here.value, props.to) - 90);
  return (
    <svg class="way" viewBox="0 0 24 24" aria-hidden="true">
      <path transform={`rotate(${turn} 12 12)`} d="M3.5 12h16M13 5.5l6.5 6.5-6.5 6.5" />
    </svg>
  );
}

/** How far it is from here and where to, else as it was when the unit was chosen. */
function farWords(task: Task): string {
  const w = words.value;
  const own = here.value ? distance_m(here.value, task.place) : task.distance_m;
  const away = own === null ? w.distance.unknown : w.distance.away(distance(own));
  const side = here.value && Math.round(bearing_deg(here.value, task.place) / 45) % 8;
  const far = [away, side !== null && w.distance.sides[side]].filter(Boolean).join(" · ");
  return task.eta_s === null ? far : `${far} · ${about(task.eta_s)}`;
}
