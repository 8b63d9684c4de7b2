// What citizens ask of footage: the open requests, read once and then kept true by the live stream.
import { computed, signal } from "@preact/signals";
import { call } from "../../shared/api/call";
import type { FootageRequest } from "../../shared/api/forms";
import { Book } from "../../shared/book";
import type { LiveEvent } from "../../shared/generated/live";
import { chime } from "../../shared/sound";
import { tell, tellBad } from "../../shared/ui/toast";
import { words } from "../../shared/words";
import { reviews } from "../review-where";

type FootageChanged = Extract<LiveEvent, { topic: "footage.changed" }>["body"];

export const requests = new Book<FootageRequest>((one) => one.footage_id);
export const requestsStage = signal<"waiting" | "ready" | "failed">("waiting");

// The contract's longest page.
export const REQUESTS_MOST = 200;
// Many may be filed in one breath; one reading shows them all.
const GATHER_MS = 300;

/** Requests with a recording that is not held back, or that found no camera at all. */
export const unheld = computed(() =>
  [...requests.items.value.values()].filter((one) => one.not_held > 0 || one.cameras === 0),
);

let gathering: ReturnType<typeof setTimeout> | null = null;
let turn = 0;

/** Read what is open. */
export async function loadFootage(): Promise<void> {
  if (!reviews.value) return;
  if (requestsStage.value !== "ready") requestsStage.value = "waiting";
  const mine = ++turn;
  const mark = requests.mark();
  try {
    const found = await call("get", "/v1/footage-requests", { query: { count: REQUESTS_MOST } });
    if (mine !== turn) return;
    requests.merge(found, mark);
    requestsStage.value = "ready";
  } catch {
    if (mine === turn && requestsStage.value !== "ready") requestsStage.value = "failed";
  }
}

/** Nothing of the last reviewer stays on this screen. */
export function forgetFootage(): void {
  turn += 1;
  if (gathering) clearTimeout(gathering);
  gathering = null;
  requests.merge([], requests.mark());
  requestsStage.value = "waiting";
}

function gather(): void {
  gathering ??= setTimeout(() => {
    gathering = null;
    void loadFootage();
  }, GATHER_MS);
}

/** Keep what is known true, and say what somebody must act on at once. */
export function hearFootage(event: LiveEvent): void {
  if (!reviews.value) return;
  const w = words.value.footage;
  switch (event.topic) {
    case "footage.filed":
      if (event.body.lane === "emergency") alert(w.urgent(event.body.number));
      gather();
      break;
    case "footage.not_held":
      alert(w.notHeld(event.body.number));
      keep(event.body);
      break;
    case "footage.late":
      tell(w.late(event.body.number));
      keep(event.body, event.at);
      break;
    case "footage.changed":
      keep(event.body);
      break;
    case "footage.ended":
      requests.drop(event.body.footage_id);
      break;
  }
}

function alert(text: string): void {
  chime();
  tellBad(text);
}

/** What is said of a request is the least that may be said to all; the rest is read anew. */
function keep(said: FootageChanged, late_at?: string): void {
  const known = requests.items.value.get(said.footage_id);
  if (known === undefined || known.state !== said.state) gather();
  if (known === undefined) return;
  const moved = known.state !== said.state ? { late_at: null } : {};
  requests.change(said.footage_id, (one) => ({
    ...one,
    ...said,
    ...moved,
    ...(late_at === undefined ? {} : { late_at }),
  }));
}

/** A request as it was answered just now. */
export function keepRequest(request: FootageRequest, isOver: boolean): void {
  if (isOver) requests.drop(request.footage_id);
  else requests.put(request);
}
