// How a drill stands.
import { second } from "../../shared/api/clock";
import type { TestPlan } from "../../shared/api/forms";

export type DrillState = "coming" | "running" | "over" | "withdrawn" | "real";

/** How a drill stands now, by the service's clock. */
export function stateOf(plan: TestPlan): DrillState {
  if (plan.real_at) return "real";
  const at = second.value;
  if (plan.withdrawn_at) {
    // Ended early, it was held all the same.
    return Date.parse(plan.withdrawn_at) > Date.parse(plan.starts_at) ? "over" : "withdrawn";
  }
  if (Date.parse(plan.ends_at) <= at) return "over";
  return Date.parse(plan.starts_at) > at ? "coming" : "running";
}
