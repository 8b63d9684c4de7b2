// Drills that are under way or to come: at a desk nobody must wonder why a key is only a test.
import { computed } from "@preact/signals";
import { second } from "../../shared/api/clock";
import { spanOf } from "../../shared/format";
import { InfoIcon } from "../../shared/ui/icons";
import { words } from "../../shared/words";
import { drills } from "../state/desk";

const shown = computed(() =>
  [...drills.items.value.values()]
    .filter(({ plan }) => Date.parse(plan.ends_at) > second.value)
    .sort((a, b) => (a.plan.starts_at < b.plan.starts_at ? -1 : 1)),
);

export function DrillBars() {
  const w = words.value.drills;
  if (shown.value.length === 0) return null;
  return (
    <ul class="drill-bars" aria-label={w.title}>
      {shown.value.map(({ plan, site_name }) => {
        const running = Date.parse(plan.starts_at) <= second.value;
        return (
          <li key={plan.plan_id} class={running ? "running" : ""}>
            <InfoIcon />
            <span>
              <strong>{running ? w.running(site_name) : w.coming(site_name)}</strong>{" "}
              {[spanOf(plan.starts_at, plan.ends_at), plan.note, plan.declared_name]
                .filter(Boolean)
                .join(" · ")}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
