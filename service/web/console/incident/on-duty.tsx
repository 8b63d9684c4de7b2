// Who is on duty, for as long as no incident is open on this screen.
import { secondsSince, span } from "../../shared/format";
import { PersonIcon } from "../../shared/ui/icons";
import { MODE_ICONS, TASK_TONES } from "../../shared/ui/marks";
import { Badge, Empty, Waiting } from "../../shared/ui/parts";
import { words } from "../../shared/words";
import { openIncident } from "../keys";
import { ReachMark } from "./reach";
import { areaName, stage, tasksByUnit, units } from "../state/desk";

const SHOWN_MOST = 200;
// Younger than this, an age is only noise.
const FRESH_S = 60;

export function OnDuty() {
  const w = words.value;
  if (stage.value !== "ready") return <Waiting lines={4} />;
  const onDuty = [...units.items.value.values()]
    .filter((unit) => unit.on_duty)
    .map((unit) => ({ unit, task: tasksByUnit.value.get(unit.unit_id) }))
    .sort(
      (a, b) => Number(!a.task) - Number(!b.task) || (a.unit.call_sign < b.unit.call_sign ? -1 : 1),
    );
  return (
    <section class="part on-duty">
      <h2>
        {w.units.onDuty}
        <span class="part-count">{onDuty.length}</span>
      </h2>
      {onDuty.length === 0 && <Empty icon={<PersonIcon />} title={w.units.noneOnDuty} />}
      <ul>
        {onDuty.slice(0, SHOWN_MOST).map(({ unit, task }) => {
          const Icon = MODE_ICONS[unit.mode];
          const age_s = unit.fix_at ? secondsSince(unit.fix_at) : null;
          return (
            <li key={unit.unit_id} class="on-duty-unit">
              <Icon />
              <strong class="one-line">{unit.call_sign}</strong>
              <span class="quiet one-line">
                {w.unitClass[unit.unit_class]} · {areaName(unit.area_code)}
              </span>
              <ReachMark unit_id={unit.unit_id} />
              {task ? (
                <button
                  type="button"
                  class="button small plain"
                  onClick={() => openIncident(task.incident_id)}
                >
                  <Badge tone={TASK_TONES[task.state]}>
                    {w.taskState[task.state]} · {w.incident.number(task.incident_number)}
                  </Badge>
                </button>
              ) : (
                <span class="quiet">
                  {age_s === null
                    ? w.units.neverSeen
                    : age_s > FRESH_S
                      ? w.units.seen(span(age_s))
                      : w.units.free1}
                </span>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
