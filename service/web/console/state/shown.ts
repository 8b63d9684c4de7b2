// Says which incidents have come before somebody's eyes here: the first screen is kept on record.
import { call } from "../../shared/api/call";
import type { LiveEvent } from "../../shared/generated/live";
import { now } from "../../shared/api/clock";
import { incidents } from "./desk";

// What is older was shown elsewhere, or its moment cannot be told any more.
const FRESH_MS = 10 * 60_000;
const AT_ONCE_MOST = 20;

function say(incident_id: string): void {
  if (document.visibilityState !== "visible") return;
  const path = { incident_id };
  void call("post", "/v1/incidents/{incident_id}/shown", { path }).catch(() => undefined);
}

/** An incident that opens while somebody looks is shown at once. */
export function hearShown(event: LiveEvent): void {
  if (event.topic === "incident.opened") say(event.body.incident_id);
}

/** What had opened before this screen came is shown now. */
export function sayShown(): void {
  const fresh = [...incidents.items.value.values()].filter(
    ({ opened_at }) => now() - Date.parse(opened_at) < FRESH_MS,
  );
  for (const { incident_id } of fresh.slice(-AT_ONCE_MOST)) say(incident_id);
}
