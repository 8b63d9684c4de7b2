// Which dialog stands open; one at a time.
import { signal } from "@preact/signals";
import type { Alarm, Hold, Incident, Need, Search } from "../../shared/api/forms";
import type { Opened } from "../../shared/pictures/dialog";

type Shown =
  | { name: "open" }
  | { name: "keys" }
  | { name: "bulletins" }
  | { name: "bulletin"; of: Search | null }
  | { name: "register" }
  | { name: "hold"; incident: Incident; hold: null }
  | { name: "hold"; incident: Incident | null; hold: Hold }
  | { name: "reset"; alarms: readonly Alarm[] }
  | { name: "close" | "transfer" | "merge" | "priority"; incident: Incident }
  | { name: "hand"; incident: Incident | null }
  | { name: "take"; incident: Incident }
  | { name: "ask"; incident: Incident; need: Need | null }
  | { name: "picture"; opened: Opened };

export const dialog = signal<Shown | null>(null);

export function closeDialog(): void {
  dialog.value = null;
}
