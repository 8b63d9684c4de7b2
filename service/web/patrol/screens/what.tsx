// What a task is about, the same on the ring as later: kind, place, how far, what to mind.
import type { Task } from "../../shared/api/forms";
import { about, distance } from "../../shared/format";
import { distance_m } from "../../shared/geo";
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
        <MoveIcon />
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

/** How far it is from here, else as it was when the unit was chosen. */
function farWords(task: Task): string {
  const w = words.value;
  const own = here.value ? distance_m(here.value, task.place) : task.distance_m;
  const far = own === null ? w.distance.unknown : w.distance.away(distance(own));
  return task.eta_s === null ? far : `${far} · ${about(task.eta_s)}`;
}
