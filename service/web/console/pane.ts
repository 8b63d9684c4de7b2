// Which pane a narrow screen shows.
import { signal } from "@preact/signals";

export const pane = signal<"queue" | "map" | "incident">("queue");
