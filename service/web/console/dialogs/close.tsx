import { useSignal } from "@preact/signals";
import type { Disposition, Incident } from "../../shared/api/forms";
import { Dialog } from "../../shared/ui/dialog";
import { Choice, NoteField } from "../../shared/ui/fields";
import { WarnIcon } from "../../shared/ui/icons";
import { tell } from "../../shared/ui/toast";
import { words } from "../../shared/words";
import { move, reset } from "../state/acts";
import { detail } from "../state/chosen";
import { closeDialog } from "./shown";
import { AlarmLines, dispositionOptions } from "./reset";

type Ending = Disposition | "cancel";

/** Close with what it was. Alarms that are still latched are reset first, if a person says so. */
export function CloseIncident(props: { incident: Incident }) {
  const { incident } = props;
  const w = words.value;
  const what = useSignal<Ending | null>(incident.test ? "test" : null);
  const note = useSignal("");
  const waiting = useSignal(false);
  const latched = detail.value.alarms.filter((alarm) => alarm.state === "latched");
  const cancel = { value: "cancel" as const, label: w.close.cancel, hint: w.close.cancelHint };
  const options = [
    ...dispositionOptions().map((option) => ({
      ...option,
      disabled: incident.test && option.value !== "test",
    })),
    // What a key has reported is not a slip of the desk.
    ...(latched.length ? [] : [cancel]),
  ];
  const submit = async () => {
    if (!what.value || waiting.value) return;
    waiting.value = true;
    const ended = await end(what.value);
    waiting.value = false;
    if (!ended) return;
    tell(w.close.done(incident.number));
    closeDialog();
  };
  const end = async (ending: Ending) => {
    if (ending === "cancel") return move(incident, { move: "cancel", note: note.value });
    if (latched.length && !(await reset(latched, ending, note.value))) return null;
    return move(incident, { move: "close", disposition: ending, note: note.value });
  };
  return (
    <Dialog
      title={w.close.title(incident.number)}
      onClose={closeDialog}
      onSubmit={submit}
      foot={
        <>
          <button type="button" class="button" onClick={closeDialog}>
            {w.act.cancel}
          </button>
          <button type="submit" class="button main" disabled={!what.value || waiting.value}>
            {latched.length ? w.close.resetAndClose(latched.length) : w.act.close}
          </button>
        </>
      }
    >
      {latched.length > 0 && (
        <>
          <p class="remark warn">
            <WarnIcon />
            {w.close.latched(latched.length)}
          </p>
          <AlarmLines alarms={latched} />
        </>
      )}
      {incident.test && <p class="quiet">{w.close.testOnly}</p>}
      <Choice
        legend={w.close.what}
        across
        options={options}
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
