// What lies at the desk of the request that is open: who has it, recordings, reviews, findings.
import { batch, signal } from "@preact/signals";
import { call } from "../../../shared/api/call";
import type { FootageDesk, FootageFinding, FootageReview } from "../../../shared/api/forms";
import type { LiveEvent } from "../../../shared/generated/live";
import { alsoHear } from "../../../shared/live/stream";

export const lying = signal<FootageDesk | null>(null);
export const lyingStage = signal<"waiting" | "ready" | "failed">("waiting");
export const reviews = signal<readonly FootageReview[]>([]);
export const findings = signal<readonly FootageFinding[]>([]);

// Whoever has a request says so once a minute, or a colleague may take it.
const STILL_MS = 45_000;
// What changes in one breath is read once.
const GATHER_MS = 150;

let shown = "";
let turn = 0;
const gathering = new Map<"desk" | "reviews" | "findings", ReturnType<typeof setTimeout>>();

/** Read all that lies at the desk of a request. */
export async function readDesk(): Promise<void> {
  const mine = ++turn;
  const path = { footage_id: shown };
  try {
    const [desk, asked, found] = await Promise.all([
      call("get", "/v1/footage-requests/{footage_id}/desk", { path }),
      call("get", "/v1/footage-requests/{footage_id}/reviews", { path }),
      call("get", "/v1/footage-requests/{footage_id}/findings", { path }),
    ]);
    if (mine !== turn) return;
    batch(() => {
      lying.value = desk;
      reviews.value = asked;
      findings.value = found;
      lyingStage.value = "ready";
    });
  } catch {
    if (mine === turn && lyingStage.peek() !== "ready") lyingStage.value = "failed";
  }
}

async function readPart(part: "desk" | "reviews" | "findings"): Promise<void> {
  const of = shown;
  const path = { footage_id: of };
  const still = () => of === shown;
  if (part === "desk") {
    const desk = await call("get", "/v1/footage-requests/{footage_id}/desk", { path });
    if (still()) lying.value = desk;
  } else if (part === "reviews") {
    const asked = await call("get", "/v1/footage-requests/{footage_id}/reviews", { path });
    if (still()) reviews.value = asked;
  } else {
    const found = await call("get", "/v1/footage-requests/{footage_id}/findings", { path });
    if (still()) findings.value = found;
  }
}

/** Read a part anew, once for all that comes in one breath. */
export function gather(part: "desk" | "reviews" | "findings"): void {
  if (gathering.has(part)) return;
  const timer = setTimeout(() => {
    gathering.delete(part);
    readPart(part).catch(() => undefined); // The next event, or the line's return, reads it again.
  }, GATHER_MS);
  gathering.set(part, timer);
}

function hear(event: LiveEvent): void {
  switch (event.topic) {
    case "review.desk":
      if (event.body.footage_id === shown) gather("desk");
      break;
    case "footage.changed":
      if (event.body.footage_id === shown) gather("desk");
      break;
    case "review.progress":
      if (event.body.footage_id === shown) progress(event.body);
      break;
    case "review.found":
      if (event.body.footage_id === shown) gather("findings");
      break;
  }
}

/** How far a review has come is said; its answer is read. */
function progress(body: Extract<LiveEvent, { topic: "review.progress" }>["body"]): void {
  const known = reviews.peek().some((one) => one.review_id === body.review_id);
  if (!known || body.answered || body.state === "failed") gather("reviews");
  reviews.value = reviews
    .peek()
    .map((one) =>
      one.review_id === body.review_id ? { ...one, state: body.state, done: body.done } : one,
    );
}

/** Keep what is known of a request's desk true, and say that one is still at it. Answers how to stop. */
export function attendDesk(footage_id: string): () => void {
  shown = footage_id;
  void readDesk();
  const stop = alsoHear(hear);
  const timer = setInterval(() => {
    if (lying.peek()?.mine && document.visibilityState === "visible") {
      takeRequest().catch(() => gather("desk"));
    }
  }, STILL_MS);
  return () => {
    stop();
    clearInterval(timer);
    for (const one of gathering.values()) clearTimeout(one);
    gathering.clear();
    turn += 1;
    shown = "";
    batch(() => {
      lying.value = null;
      lyingStage.value = "waiting";
      reviews.value = [];
      findings.value = [];
    });
  };
}

/** Take the request, or go on having it. Raises what the service refuses. */
export async function takeRequest(): Promise<void> {
  const of = shown;
  const path = { footage_id: of };
  const desk = await call("post", "/v1/footage-requests/{footage_id}/desk", { path });
  if (of === shown) lying.value = desk;
}

/** Let go of it. */
export async function releaseRequest(): Promise<void> {
  await call("delete", "/v1/footage-requests/{footage_id}/desk", { path: { footage_id: shown } });
  gather("desk");
}
