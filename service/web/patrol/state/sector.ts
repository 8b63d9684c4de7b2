// Where this unit looks while it has a task of a search; another place once the plan is another.
import { signal } from "@preact/signals";
import { call } from "../../shared/api/call";
import type { SearchSector } from "../../shared/api/forms";
import { Refused } from "../../shared/api/problem";
import type { LiveEvent } from "../../shared/generated/live";

export const sector = signal<SearchSector | null>(null);
let of: string | null = null;
let incident: string | null = null;
let turn = 0;

async function read(): Promise<void> {
  if (of === null) return;
  const mine = ++turn;
  try {
    const found = await call("get", "/v1/tasks/{task_id}/sector", { path: { task_id: of } });
    if (mine === turn) sector.value = found;
  } catch (error) {
    // Without a line what was said before holds; where there is none any more, it goes.
    if (mine === turn && error instanceof Refused) sector.value = null;
  }
}

/** Keep the sector of a task true. Answers how to stop; then nothing of it stays on this phone. */
export function attendSector(task_id: string, incident_id: string): () => void {
  of = task_id;
  incident = incident_id;
  void read();
  return () => {
    turn += 1;
    of = incident = null;
    sector.value = null;
  };
}

/** Somebody shared the sectors out anew, or the line stands again. */
export function hearSector(event: LiveEvent): void {
  if (event.topic === "search.sector" && event.body.incident_id === incident) void read();
}

export function lookAtSector(): void {
  void read();
}
