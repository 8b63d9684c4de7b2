// Transfer, merge, priority: moves that need one choice.
import { useSignal } from "@preact/signals";
import type { Incident } from "../../shared/api/forms";
import { Dialog } from "../../shared/ui/dialog";
import { Choice, Picker } from "../../shared/ui/fields";
import { Empty } from "../../shared/ui/parts";
import { words } from "../../shared/words";
import { merge, move, transfer } from "../state/acts";
import { areas, incidents } from "../state/desk";
import { closeDialog } from "./shown";

const AREA_CODE = /^(\d{6}|\d{9}|\d{12})$/;

export function TransferIncident(props: { incident: Incident }) {
  const { incident } = props;
  const w = words.value;
  const to = useSignal<string | null>(null);
  const options = [...areas.value.values()]
    .filter((area) => area.area_code !== incident.area_code)
    .map(({ area_code, name }) => ({ id: area_code, label: name, note: area_code }));
  const submit = async () => {
    if (to.value && (await transfer(incident, to.value))) closeDialog();
  };
  return (
    <Dialog
      title={w.transfer.title(incident.number)}
      onClose={closeDialog}
      onSubmit={submit}
      foot={<Foot ready={to.value !== null} label={w.act.transfer} />}
    >
      <Picker
        label={w.transfer.to}
        placeholder={w.transfer.search}
        options={options}
        chosen={to.value}
        onChoose={(code) => {
          to.value = code;
        }}
        // A centre outside of one's own areas has no name here, but it has a code.
        fromText={(text) =>
          AREA_CODE.test(text) && !areas.value.has(text)
            ? { id: text, label: w.transfer.byCode(text) }
            : null
        }
      />
    </Dialog>
  );
}

export function MergeIncident(props: { incident: Incident }) {
  const { incident } = props;
  const w = words.value;
  const into = useSignal<string | null>(null);
  const open = incidents.items.value;
  const options = [...open.values()]
    .filter((one) => one.incident_id !== incident.incident_id && one.test === incident.test)
    .map((one) => ({
      id: one.incident_id,
      label: `${w.incident.number(one.number)} ${one.title}`,
      note: w.kind[one.kind],
    }));
  const submit = async () => {
    const target = into.value && open.get(into.value);
    if (target && (await merge(incident, target))) closeDialog();
  };
  return (
    <Dialog
      title={w.merge.title(incident.number)}
      onClose={closeDialog}
      onSubmit={submit}
      foot={<Foot ready={into.value !== null} label={w.merge.action} />}
    >
      <p class="quiet">{w.merge.hint}</p>
      {options.length === 0 ? (
        <Empty title={w.merge.none} />
      ) : (
        <Picker
          label={w.merge.into}
          placeholder={w.merge.search}
          options={options}
          chosen={into.value}
          onChoose={(id) => {
            into.value = id;
          }}
        />
      )}
    </Dialog>
  );
}

const LEVELS = ["1", "2", "3", "4"] as const;

export function SetPriority(props: { incident: Incident }) {
  const { incident } = props;
  const w = words.value;
  const level = useSignal<(typeof LEVELS)[number]>(String(incident.priority) as "1");
  const submit = async () => {
    const priority = Number(level.value);
    if (await move(incident, { move: "set_priority", priority })) closeDialog();
  };
  return (
    <Dialog
      title={w.incident.setPriority}
      onClose={closeDialog}
      onSubmit={submit}
      foot={<Foot ready={Number(level.value) !== incident.priority} label={w.act.change} />}
    >
      <Choice
        legend={w.openNew.priority}
        options={priorityOptions()}
        value={level.value}
        onChoose={(value) => {
          level.value = value;
        }}
      />
    </Dialog>
  );
}

export function priorityOptions() {
  const w = words.value;
  return LEVELS.map((value) => ({
    value,
    label: w.priority(Number(value)),
    hint: w.priorityName[Number(value) as 1 | 2 | 3 | 4],
  }));
}

function Foot(props: { ready: boolean; label: string }) {
  return (
    <>
      <button type="button" class="button" onClick={closeDialog}>
        {words.value.act.cancel}
      </button>
      <button type="submit" class="button main" disabled={!props.ready}>
        {props.label}
      </button>
    </>
  );
}
