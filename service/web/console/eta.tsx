// When the first unit is expected, counting down.
import type { Incident } from "../shared/api/forms";
import { counted, secondsSince, span } from "../shared/format";
import { ClockIcon } from "../shared/ui/icons";
import { Badge } from "../shared/ui/parts";
import { words } from "../shared/words";

// A few seconds more or less are nobody's fault.
const DUE_S = 15;

export function Eta(props: { incident: Pick<Incident, "eta_at" | "state">; short?: boolean }) {
  const { eta_at, state } = props.incident;
  if (!eta_at || state === "on_scene") return null;
  const left_s = -secondsSince(eta_at);
  const w = words.value.incident;
  if (left_s > DUE_S) {
    return (
      <Badge tone="accent" hint={w.firstUnit}>
        <ClockIcon />
        {counted(left_s)}
      </Badge>
    );
  }
  const late = left_s < -DUE_S;
  if (props.short && late) {
    return (
      <Badge tone="warn" hint={w.overdue(span(-left_s))}>
        <ClockIcon />
        <span aria-hidden="true">+{counted(-left_s)}</span>
        <span class="aside">{w.overdue(span(-left_s))}</span>
      </Badge>
    );
  }
  return (
    <Badge tone={late ? "warn" : "accent"} hint={w.firstUnit}>
      <ClockIcon />
      {late ? w.overdue(span(-left_s)) : w.due}
    </Badge>
  );
}
