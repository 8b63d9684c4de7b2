import { useSignal } from "@preact/signals";
import type { Alarm, Disposition } from "../../shared/api/forms";
import { timeOf } from "../../shared/format";
import { Dialog } from "../../shared/ui/dialog";
import { Choice, NoteField } from "../../shared/ui/fields";
import { BellIcon } from "../../shared/ui/icons";
import { words } from "../../shared/words";
import { reset } from "../state/acts";
import { closeDialog } from "./shown";

export const DISPOSITIONS: readonly Disposition[] = [
  "genuine",
  "accidental",
  "test",
  "device_fault",
  "hoax",
  "unfounded",
];

/** The ways in which something may have turned out, each with what it means. */
export function dispositionOptions() {
  const w = words.value;
  return DISPOSITIONS.map((value) => ({
    value,
    label: w.disposition[value],
    hint: w.dispositionHint[value],
  }));
}

/** The alarms that a dialog is about. */
export function AlarmLines(props: { alarms: readonly Alarm[] }) {
  return (
    <ul class="alarm-lines">
      {props.alarms.map((alarm) => (
        <li key={alarm.alarm_id}>
          <BellIcon />
          <strong>{words.value.kind[alarm.kind]}</strong>
          <span class="one-line">{alarm.room}</span>
          <time class="quiet" dateTime={alarm.received_at}>
            {timeOf(alarm.received_at)}
          </time>
        </li>
      ))}
    </ul>
  );
}

/** A person says what it was; then, and only then, an alarm is reset. */
export function ResetAlarms(props: { alarms: readonly Alarm[] }) {
  const w = words.value;
  const what = useSignal<Disposition | null>(props.alarms.every((a) => a.test) ? "test" : null);
  const note = useSignal("");
  const waiting = useSignal(false);
  const submit = async () => {
    if (!what.value || waiting.value) return;
    waiting.value = true;
    const done = await reset(props.alarms, what.value, note.value);
    waiting.value = false;
    if (done) closeDialog();
  };
  const many = props.alarms.length > 1;
  return (
    <Dialog
      title={many ? w.reset.titleMany(props.alarms.length) : w.reset.title}
      onClose={closeDialog}
      onSubmit={submit}
      foot={
        <>
          <button type="button" class="button" onClick={closeDialog}>
            {w.act.cancel}
          </button>
          <button type="submit" class="button main" disabled={!what.value || waiting.value}>
            {w.act.reset}
          </button>
        </>
      }
    >
      <p class="quiet">{w.reset.hint}</p>
      <AlarmLines alarms={props.alarms} />
      <Choice
        legend={w.close.what}
        across
        options={dispositionOptions()}
        value={what.value}
        onChoose={(value) => {
          what.value = value;
        }}
      />
      <NoteField
        label={w.close.note}
        value={note.value}
        onText={(text) => {
          note.value = text;
        }}
      />
    </Dialog>
  );
}
