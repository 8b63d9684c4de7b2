// Holding an incident back from deletion, or for longer.
import { useSignal } from "@preact/signals";
import type { Hold, Incident } from "../../shared/api/forms";
import { Dialog } from "../../shared/ui/dialog";
import { TextField } from "../../shared/ui/fields";
import { words } from "../../shared/words";
import { lengthenHold, placeHold } from "../state/holds";
import { dayIn, endOf } from "../days";
import { closeDialog } from "./shown";

const USUAL_DAYS = 90;
const MOST_DAYS = 730;

/** An incident that is to be held back, or a hold that is to last longer. */
type Of = { incident: Incident; hold: null } | { incident: Incident | null; hold: Hold };

export function HoldBack(props: { of: Of }) {
  const { of } = props;
  const { hold } = of;
  const w = words.value;
  const reason = useSignal(hold?.reason ?? "");
  const day = useSignal(dayIn(USUAL_DAYS));
  const sending = useSignal(false);
  const fits = day.value >= dayIn(0) && day.value <= dayIn(MOST_DAYS);
  const ready = reason.value.trim() !== "" && fits && !sending.value;
  const submit = async () => {
    if (!ready) return;
    sending.value = true;
    const until = endOf(day.value);
    const taken = of.hold
      ? await lengthenHold(of.hold.hold_id, reason.value.trim(), until)
      : await placeHold(of.incident.incident_id, reason.value.trim(), until);
    sending.value = false;
    if (taken) closeDialog();
  };
  return (
    <Dialog
      title={of.hold ? w.hold.lengthenTitle : w.hold.title(of.incident.number)}
      onClose={closeDialog}
      onSubmit={submit}
      foot={
        <>
          <button type="button" class="button" onClick={closeDialog}>
            {w.act.cancel}
          </button>
          <button type="submit" class="button main" disabled={!ready}>
            {hold ? w.hold.lengthen : w.hold.action}
          </button>
        </>
      }
    >
      <p class="quiet">{w.hold.hint}</p>
      <TextField
        label={w.hold.why}
        value={reason.value}
        maxLength={200}
        required
        onText={(text) => {
          reason.value = text;
        }}
      />
      <label class="field">
        <span class="label">{w.hold.day}</span>
        <input
          type="date"
          value={day.value}
          min={dayIn(0)}
          max={dayIn(MOST_DAYS)}
          onInput={(event) => {
            day.value = event.currentTarget.value;
          }}
        />
      </label>
    </Dialog>
  );
}
