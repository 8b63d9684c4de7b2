// Which pane a narrow screen shows.
import { signal } from "@preact/signals";

/** Which list the queue shows. */
export type List = "queue" | "ended" | "faults";

export const list = signal<List>("queue");
/** How often a key has led to the words of a search; each time they take the focus. */
export const searches = signal(0);
export const pane = signal<"queue" | "map" | "incident">("queue");
