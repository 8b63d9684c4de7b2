// Who is on duty, for as long as no incident is open on this screen.
import { computed, useComputed } from "@preact/signals";
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

/** Who is on duty, by id: those with a task first. A text, so that a list of the same is the same. */
const order = computed(() =>
  [...units.items.value.values()]
    .filter((unit) => unit.on_duty)
    .map((unit) => ({ unit, task: tasksByUnit.value.get(unit.unit_id) }))
    .sort(
      (a, b) => Number(!a.task) - Number(!b.task) || (a.unit.call_sign < b.unit.call_sign ? -1 : 1),
    )
    .map(({ unit }) => unit.unit_id)
    .join(" "),
);

export function OnDuty() {
  const w = words.value;
  if (stage.value !== "ready") return <Waiting lines={4} />;
  const onDuty = order.value.split(" ").filter(Boolean);
  return (
    <section class="part on-duty">
      <h2>
        {w.units.onDuty}
        <span class="part-count">{onDuty.length}</span>
      </h2>
      {onDuty.length === 0 && <Empty icon={<PersonIcon />} title={w.units.noneOnDuty} />}
      <ul>
        {onDuty.slice(0, SHOWN_MOST).map((unit_id) => (
          <UnitLine key={unit_id} unit_id={unit_id} />
        ))}
      </ul>
    </section>
  );
}

/** How long ago it was seen, as far as that is worth a word. */
function seenWords(unit_id: string): string {
  const w = words.value.units;
  const fix_at = units.items.value.get(unit_id)?.fix_at;
  if (!fix_at) return w.neverSeen;
  const age_s = secondsSince(fix_at);
  return age_s > FRESH_S ? w.seen(span(age_s)) : w.free1;
}

/** One unit. It asks for what it shows: two hundred are not drawn anew because one has moved. */
function UnitLine(props: { unit_id: string }) {
  const { unit_id } = props;
  const w = words.value;
  const unit = useComputed(() => units.items.value.get(unit_id));
  const call_sign = useComputed(() => unit.value?.call_sign ?? "").value;
  const mode = useComputed(() => unit.value?.mode ?? "car").value;
  const what = useComputed(() =>
    unit.value
      ? `${words.value.unitClass[unit.value.unit_class]} · ${areaName(unit.value.area_code)}`
      : "",
  ).value;
  const task = useComputed(() => tasksByUnit.value.get(unit_id)).value;
  const seen = useComputed(() => seenWords(unit_id)).value;
  const Icon = MODE_ICONS[mode];
  return (
    <li class="on-duty-unit">
      <Icon />
      <strong class="one-line">{call_sign}</strong>
      <span class="quiet one-line">{what}</span>
      <ReachMark unit_id={unit_id} />
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
        <span class="quiet">{seen}</span>
      )}
    </li>
  );
}
