import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { call } from "../../shared/api/call";
import type { Candidate, Incident, Need, Unit } from "../../shared/api/forms";
import { about, distance } from "../../shared/format";
import { Dialog } from "../../shared/ui/dialog";
import { PersonIcon } from "../../shared/ui/icons";
import { MODE_ICONS } from "../../shared/ui/marks";
import { Empty, Failed, Waiting } from "../../shared/ui/parts";
import { said, words } from "../../shared/words";
import { reasonWords } from "../../shared/words/reasons";
import { offer } from "../state/acts";
import { areaName, tasksByUnit, units } from "../state/desk";
import { closeDialog } from "./shown";

const BUSY_SHOWN = 60;

/** Free units as the service ranks them, with its reasons; and whoever else is on duty. */
export function AskUnit(props: { incident: Incident; need: Need | null }) {
  const w = words.value;
  const { incident, need } = props;
  const ranked = useSignal<readonly Candidate[] | null>(null);
  const failed = useSignal(false);
  const asking = useSignal(false);
  const read = () => {
    failed.value = false;
    const path = { incident_id: incident.incident_id };
    call("get", "/v1/incidents/{incident_id}/candidates", { path }).then(
      (found) => {
        ranked.value = found;
      },
      () => {
        failed.value = true;
      },
    );
  };
  useEffect(read, []);
  const ask = async (unit: { unit_id: string; call_sign: string }) => {
    if (asking.value) return;
    asking.value = true;
    const done = await offer(incident, unit, need?.need_id ?? null);
    asking.value = false;
    if (done) closeDialog();
  };
  const free = new Set(ranked.value?.map((one) => one.unit_id));
  const others = [...units.items.value.values()].filter(
    (unit) => unit.on_duty && !free.has(unit.unit_id),
  );
  return (
    <Dialog title={w.units.title} onClose={closeDialog} class="tall">
      {need && (
        <p class="quiet">
          {w.role[need.role]}
          {need.point_name && ` · ${need.point_name}`}
        </p>
      )}
      <section class="candidates">
        <h3>{w.units.free}</h3>
        {failed.value && <Failed again={read} />}
        {!failed.value && ranked.value === null && <Waiting lines={5} />}
        {ranked.value?.length === 0 && <Empty icon={<PersonIcon />} title={w.units.noFree} />}
        <ol>
          {ranked.value?.map((one) => (
            <li key={one.unit_id} class="candidate">
              <UnitMode unit={units.items.value.get(one.unit_id)} />
              <span class="candidate-name">
                <strong class="one-line">{one.call_sign}</strong>
                <small>
                  {one.distance_m === null ? w.distance.unknown : distance(one.distance_m)} ·{" "}
                  {about(one.eta_s)} · {said(w.etaSource, one.eta_source)}
                </small>
                <small>{reasonWords(one.reasons)}</small>
              </span>
              <button type="button" class="button" disabled={asking.value} onClick={() => ask(one)}>
                {w.act.ask}
              </button>
            </li>
          ))}
        </ol>
      </section>
      {others.length > 0 && (
        <section class="candidates">
          <h3>{w.units.busy}</h3>
          <ol>
            {others.slice(0, BUSY_SHOWN).map((unit) => (
              <li key={unit.unit_id} class="candidate">
                <UnitMode unit={unit} />
                <span class="candidate-name">
                  <strong class="one-line">{unit.call_sign}</strong>
                  <small>{busyWords(unit)}</small>
                </span>
                <button
                  type="button"
                  class="button"
                  disabled={asking.value}
                  onClick={() => ask(unit)}
                >
                  {w.act.ask}
                </button>
              </li>
            ))}
          </ol>
        </section>
      )}
    </Dialog>
  );
}

function UnitMode(props: { unit: Unit | undefined }) {
  const Icon = props.unit ? MODE_ICONS[props.unit.mode] : PersonIcon;
  return <Icon />;
}

function busyWords(unit: Unit): string {
  const w = words.value;
  const task = tasksByUnit.value.get(unit.unit_id);
  if (!task) return areaName(unit.area_code);
  return `${w.taskState[task.state]} · ${w.units.busyOn(task.incident_number)}`;
}
