// The plan of the request that is open, kept true by the live stream.
import { batch, signal } from "@preact/signals";
import { call } from "../../../shared/api/call";
import type { ReviewPlan } from "../../../shared/api/forms";
import { alsoHear } from "../../../shared/live/stream";

export const plan = signal<ReviewPlan | null>(null);
export const planStage = signal<"waiting" | "ready" | "failed">("waiting");
let shown = "";
let turn = 0;

/** Read the plan. */
export async function readPlan(): Promise<void> {
  const mine = ++turn;
  try {
    const path = { footage_id: shown };
    const found = await call("get", "/v1/footage-requests/{footage_id}/plan", { path });
    if (mine !== turn) return;
    batch(() => {
      plan.value = found;
      planStage.value = "ready";
    });
  } catch {
    if (mine === turn && planStage.peek() !== "ready") planStage.value = "failed";
  }
}

/** A plan as a door has answered it. */
export function keepPlan(after: ReviewPlan): void {
  if (after.footage_id !== shown) return;
  turn += 1;
  plan.value = after;
}

/** Keep the plan of a request true. Answers how to stop. */
export function attendPlan(footage_id: string): () => void {
  shown = footage_id;
  void readPlan();
  const stop = alsoHear((event) => {
    // What was found at the desk is where the plan goes on; what was added is in the request now.
    const steers =
      event.topic === "planning.changed" ||
      event.topic === "search.changed" ||
      event.topic === "review.found" ||
      event.topic === "footage.changed";
    if (steers && event.body.footage_id === shown) void readPlan();
  });
  return () => {
    stop();
    turn += 1;
    shown = "";
    batch(() => {
      plan.value = null;
      planStage.value = "waiting";
    });
  };
}
