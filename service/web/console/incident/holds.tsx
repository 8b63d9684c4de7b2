// What of an incident is held back from deletion: until when, by whom, why.
import { useEffect } from "preact/hooks";
import { second } from "../../shared/api/clock";
import type { Hold, Incident } from "../../shared/api/forms";
import { timeOf } from "../../shared/format";
import { ShieldIcon } from "../../shared/ui/icons";
import { Badge, Failed, TwiceButton } from "../../shared/ui/parts";
import { words } from "../../shared/words";
import { dialog } from "../dialogs/shown";
import { holds, holdsStage, loadHolds, mayHold, releaseHold } from "../state/holds";

export function Holds(props: { incident: Incident }) {
  const { incident } = props;
  const w = words.value.hold;
  const read = () => void loadHolds(incident.incident_id);
  useEffect(read, [incident.incident_id]);
  const standing = holds.value.filter(
    (one) => one.released_at === null && Date.parse(one.until) > second.value,
  );
  if (holdsStage.value === "failed") return <Failed again={read} />;
  if (holdsStage.value === "waiting" || (standing.length === 0 && !mayHold())) return null;
  return (
    <section class="part">
      <h3>
        {w.part}
        {standing.length > 0 && <Badge tone="accent">{w.held}</Badge>}
        {mayHold() && (
          <button
            type="button"
            class="button small"
            onClick={() => {
              dialog.value = { name: "hold", incident, hold: null };
            }}
          >
            <ShieldIcon />
            {w.action}
          </button>
        )}
      </h3>
      {standing.length === 0 && <p class="quiet">{w.none}</p>}
      <ul class="holds">
        {standing.map((hold) => (
          <li key={hold.hold_id}>
            <Line hold={hold} incident={incident} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Line(props: { hold: Hold; incident: Incident }) {
  const { hold, incident } = props;
  const w = words.value.hold;
  return (
    <>
      <p>
        <strong>{w.until(timeOf(hold.until))}</strong>
        <span class="quiet"> · {w.by(hold.owner, hold.reason)}</span>
      </p>
      {mayHold() && (
        <div class="hold-acts">
          <button
            type="button"
            class="button small"
            onClick={() => {
              dialog.value = { name: "hold", incident, hold };
            }}
          >
            {w.lengthen}
          </button>
          <TwiceButton class="small" label={w.release} onSure={() => void releaseHold(hold)} />
        </div>
      )}
    </>
  );
}
