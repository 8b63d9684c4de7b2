// Incidents in which a unit has written, and that nobody has opened at this screen since.
import { effect, signal } from "@preact/signals";
import { keep, kept } from "../../shared/kept";
import { alsoHear } from "../../shared/live/stream";
import { chosenId } from "./chosen";

const KEPT_MOST = 300;
const NAME = "lines.unseen";

/** How many lines are new, by incident. */
export const newLines = signal<Readonly<Record<string, number>>>(kept(NAME, {}));

function set(next: Readonly<Record<string, number>>): void {
  newLines.value = Object.fromEntries(Object.entries(next).slice(-KEPT_MOST));
  keep(NAME, newLines.value);
}

alsoHear((event) => {
  if (event.topic !== "incident.message" || event.body.unit_id === null) return;
  const { incident_id } = event.body;
  if (incident_id === chosenId.value) return;
  const { [incident_id]: before = 0, ...others } = newLines.value;
  set({ ...others, [incident_id]: before + 1 });
});

effect(() => {
  const id = chosenId.value;
  if (id === null || !(id in newLines.peek())) return;
  set(Object.fromEntries(Object.entries(newLines.peek()).filter(([one]) => one !== id)));
});

/** Nothing of the last dispatcher stays on this screen. */
export function forgetLines(): void {
  set({});
}
