// Handing over to a person by name, and taking over from one with a reason.
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { call } from "../../shared/api/call";
import type { Colleague, Incident } from "../../shared/api/forms";
import { Dialog } from "../../shared/ui/dialog";
import { NoteField, Picker } from "../../shared/ui/fields";
import { Empty, Failed, Waiting } from "../../shared/ui/parts";
import { words } from "../../shared/words";
import { takeCommand } from "../state/acts";
import { offerHandover } from "../state/handovers";
import { closeDialog } from "./shown";

/** One incident that I command, or (null) all of them: the end of a shift. */
export function HandOver(props: { incident: Incident | null }) {
  const { incident } = props;
  const w = words.value;
  const people = useSignal<readonly Colleague[] | null>(null);
  const failed = useSignal(false);
  const to = useSignal<string | null>(null);
  const note = useSignal("");
  const sending = useSignal(false);
  const read = () => {
    failed.value = false;
    const query = { incident_id: incident?.incident_id };
    call("get", "/v1/handovers/people", { query }).then(
      (found) => {
        people.value = found;
      },
      () => {
        failed.value = true;
      },
    );
  };
  useEffect(read, []);
  const ready = to.value !== null && note.value.trim() !== "" && !sending.value;
  const submit = async () => {
    if (!ready || to.value === null) return;
    sending.value = true;
    const done = await offerHandover(to.value, note.value, incident?.incident_id ?? null);
    sending.value = false;
    if (done) closeDialog();
  };
  return (
    <Dialog
      title={incident ? w.handover.title(incident.number) : w.handover.titleAll}
      onClose={closeDialog}
      onSubmit={submit}
      foot={<Foot ready={ready} label={w.handover.offer} />}
    >
      {failed.value && <Failed again={read} />}
      {!failed.value && people.value === null && <Waiting lines={3} />}
      {people.value?.length === 0 && (
        <Empty title={incident ? w.handover.nobody : w.handover.nothing} />
      )}
      {people.value && people.value.length > 0 && (
        <>
          <p class="quiet">{w.handover.hint}</p>
          <Picker
            label={w.handover.to}
            placeholder={w.handover.search}
            options={people.value.map((one) => ({ id: one.account_id, label: one.display }))}
            chosen={to.value}
            onChoose={(id) => {
              to.value = id;
            }}
          />
          <NoteField
            label={w.handover.note}
            value={note.value}
            onText={(text) => {
              note.value = text;
            }}
          />
        </>
      )}
    </Dialog>
  );
}

/** Command that somebody has is taken with a reason. */
export function TakeOver(props: { incident: Incident }) {
  const { incident } = props;
  const w = words.value;
  const note = useSignal("");
  const ready = note.value.trim() !== "";
  const submit = async () => {
    if (ready && (await takeCommand(incident, note.value))) closeDialog();
  };
  return (
    <Dialog
      title={w.handover.takeTitle(incident.number)}
      onClose={closeDialog}
      onSubmit={submit}
      foot={<Foot ready={ready} label={w.act.takeCommand} />}
    >
      <p class="quiet">{w.incident.commands(incident.commander?.name ?? "")}</p>
      <NoteField
        label={w.handover.why}
        value={note.value}
        onText={(text) => {
          note.value = text;
        }}
      />
    </Dialog>
  );
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
