// Command that is handed over: what waits for my yes, what I have offered, whom nobody answers.
import { computed } from "@preact/signals";
import { second } from "../../shared/api/clock";
import { call } from "../../shared/api/call";
import type { Handover, HandoverMove } from "../../shared/api/forms";
import { Book } from "../../shared/book";
import type { LiveEvent } from "../../shared/generated/live";
import { tell, tellProblem } from "../../shared/ui/toast";
import { words } from "../../shared/words";
import { gather } from "./chosen";
import { handedOver, mayAct, me } from "./desk";

const handovers = new Book<Handover>((one) => one.handover_id);

export async function loadHandovers(): Promise<void> {
  const mark = handovers.mark();
  handovers.merge(await call("get", "/v1/handovers", {}), mark);
}

export function forgetHandovers(): void {
  handovers.merge([], handovers.mark());
}

export function hearHandover(event: LiveEvent): void {
  if (event.topic === "handover.offered") handovers.put(event.body);
  else if (event.topic === "handover.ended") end(event.body);
}

function end(one: Handover): void {
  if (one.state !== "accepted") for (const id of one.incidents) handedOver.delete(id);
  if (one.from_id === me.value?.account_id && one.ended_by !== me.value.display) {
    const w = words.value.handover;
    tell(one.state === "accepted" ? w.wasAccepted(one.ended_by ?? "") : w.wasDeclined(one.to_name));
  }
  handovers.drop(one.handover_id);
}

export interface Waiting {
  one: Handover;
  how: "mine" | "for_me" | "silent";
}

/** What this person can do something about, the oldest first. */
export const waiting = computed<readonly Waiting[]>(() => {
  const id = me.value?.account_id;
  if (!id || !mayAct.value) return [];
  return [...handovers.items.value.values()].flatMap((one): Waiting[] => {
    if (one.to_id === id) return [{ one, how: "for_me" }];
    if (one.from_id === id) return [{ one, how: "mine" }];
    return second.value >= Date.parse(one.open_at) ? [{ one, how: "silent" }] : [];
  });
});

/** Answer a handover; that somebody was faster is said. */
export async function answer(one: Handover, move: HandoverMove, note = ""): Promise<void> {
  try {
    const path = { handover_id: one.handover_id };
    const body = { move, note };
    const after = await call("post", "/v1/handovers/{handover_id}/moves", { path, body });
    handovers.drop(after.handover_id);
    if (move === "accept") tell(words.value.handover.accepted(one.incidents.length));
  } catch (error) {
    tellProblem(error);
    void loadHandovers().catch(() => undefined);
  }
  gather();
}

/** Offer one incident, or all; whether it is on its way. */
export async function offerHandover(
  to: string,
  note: string,
  incident_id: string | null,
): Promise<boolean> {
  try {
    const incidents = incident_id === null ? [] : [incident_id];
    const one = await call("post", "/v1/handovers", { body: { to, note, incidents } });
    handovers.put(one);
    for (const id of one.incidents) handedOver.add(id);
    gather();
    return true;
  } catch (error) {
    tellProblem(error);
    return false;
  }
}
