// What of the open incident is held back from deletion, and by whom.
import { signal } from "@preact/signals";
import { call } from "../../shared/api/call";
import type { Hold } from "../../shared/api/forms";
import { timeOf } from "../../shared/format";
import { alsoHear } from "../../shared/live/stream";
import { tell, tellProblem } from "../../shared/ui/toast";
import { words } from "../../shared/words";
import { me } from "./desk";

const LEADERS = ["duty_leader", "administrator"];

/** Whether this account may hold back what would be deleted. */
export function mayHold(): boolean {
  return (me.value?.roles ?? []).some(({ role }) => LEADERS.includes(role));
}

export const holds = signal<readonly Hold[]>([]);
export const holdsStage = signal<"waiting" | "ready" | "failed">("waiting");
let shown: string | null = null;

/** Read the holds of the incident that is open. */
export async function loadHolds(incident_id: string): Promise<void> {
  if (shown !== incident_id) {
    shown = incident_id;
    holds.value = [];
    holdsStage.value = "waiting";
  }
  try {
    const found = await call("get", "/v1/incidents/{incident_id}/holds", { path: { incident_id } });
    if (shown !== incident_id) return;
    holds.value = found;
    holdsStage.value = "ready";
  } catch {
    if (shown === incident_id && holdsStage.value === "waiting") holdsStage.value = "failed";
  }
}

alsoHear((event) => {
  if (event.topic === "hold.changed" && event.body.incident_id === shown) keep(event.body);
  if (event.topic === "hold.ends") {
    tell(words.value.hold.ends(event.body.reason, timeOf(event.body.until)));
  }
});

function keep(hold: Hold): void {
  const others = holds.value.filter((one) => one.hold_id !== hold.hold_id);
  holds.value = [...others, hold].sort((a, b) => (a.until < b.until ? -1 : 1));
}

/** Hold an incident back until the end of a day; whether it was taken. */
export async function placeHold(incident_id: string, reason: string, until: string) {
  return done(words.value.hold.placed, () =>
    call("post", "/v1/incidents/{incident_id}/holds", {
      path: { incident_id },
      body: { reason, until },
    }),
  );
}

/** Let it last longer. */
export async function lengthenHold(hold_id: string, reason: string, until: string) {
  return done(words.value.hold.placed, () =>
    call("post", "/v1/holds/{hold_id}/moves", {
      path: { hold_id },
      body: { move: "lengthen", reason, until },
    }),
  );
}

/** Let it end now. */
export async function releaseHold(hold: Hold): Promise<void> {
  await done(words.value.hold.released, () =>
    call("post", "/v1/holds/{hold_id}/moves", {
      path: { hold_id: hold.hold_id },
      body: { move: "release", reason: hold.reason },
    }),
  );
}

async function done(said: string, ask: () => Promise<Hold>): Promise<boolean> {
  try {
    keep(await ask());
    tell(said);
    return true;
  } catch (error) {
    tellProblem(error);
    return false;
  }
}
