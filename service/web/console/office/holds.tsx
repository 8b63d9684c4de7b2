// What is held back from deletion in one's areas: whose word it is, why, until when.
import { useEffect } from "preact/hooks";
import { call } from "../../shared/api/call";
import type { HoldListed } from "../../shared/api/forms";
import { timeOf } from "../../shared/format";
import { alsoHear } from "../../shared/live/stream";
import { ShieldIcon } from "../../shared/ui/icons";
import { Badge, TwiceButton } from "../../shared/ui/parts";
import { words } from "../../shared/words";
import { dialog } from "../dialogs/shown";
import { openIncident } from "../keys";
import { leaveOffice } from "../office-where";
import { holdsDesk } from "../state/desk";
import { mayHold, releaseHold } from "../state/holds";
import { Rows, usePaged } from "./paged";

// The contract's longest list; the first to end come first.
const MOST = 200;
const SOON_MS = 7 * 86_400_000;

export function Holds() {
  const w = words.value.office.holds;
  const list = usePaged<HoldListed>("", MOST + 1, () => call("get", "/v1/holds", {}));
  useEffect(() => alsoHear((event) => event.topic === "hold.changed" && void list.read()), []);
  return (
    <Rows
      of={list}
      idOf={(one) => one.hold_id}
      none={w.none}
      noneHint={w.noneHint}
      icon={<ShieldIcon />}
      row={(one) => <Row hold={one} />}
    />
  );
}

function Row(props: { hold: HoldListed }) {
  const { hold } = props;
  const w = words.value;
  const soon = Date.parse(hold.until) - Date.now() < SOON_MS;
  const number = hold.incident_number;
  return (
    <article class="office-row">
      <div>
        <p class="office-line">
          <strong>{hold.reason}</strong>
          {soon && <Badge tone="warn">{w.office.holds.soon}</Badge>}
        </p>
        <p class="office-small">
          {w.hold.until(timeOf(hold.until))} · {hold.owner}
        </p>
        <p class="office-small quiet">{w.office.holds.placed(timeOf(hold.placed_at))}</p>
      </div>
      <div class="office-acts">
        {number !== null && holdsDesk.value && (
          <button
            type="button"
            class="button"
            onClick={() => {
              leaveOffice();
              openIncident(hold.incident_id);
            }}
          >
            {w.incident.number(number)}
          </button>
        )}
        {mayHold() && (
          <>
            <button
              type="button"
              class="button"
              onClick={() => {
                dialog.value = { name: "hold", incident: null, hold };
              }}
            >
              {w.hold.lengthen}
            </button>
            <TwiceButton class="" label={w.hold.release} onSure={() => void releaseHold(hold)} />
          </>
        )}
      </div>
    </article>
  );
}
