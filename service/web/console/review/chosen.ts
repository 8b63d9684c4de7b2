// The request that is open: all that the office sees of it, kept true by the live stream.
import { batch, signal } from "@preact/signals";
import { call } from "../../shared/api/call";
import type {
  FootageEvent,
  FootageMessage,
  Grounds,
  Question,
  WholeFootage,
} from "../../shared/api/forms";
import { Refused } from "../../shared/api/problem";
import { alsoHear } from "../../shared/live/stream";
import { keepRequest } from "../state/footage";

export interface Chosen {
  whole: WholeFootage;
  questions: readonly Question[];
  messages: readonly FootageMessage[];
  events: readonly FootageEvent[];
  moreEvents: boolean;
}

export const chosen = signal<Chosen | null>(null);
export const chosenStage = signal<"waiting" | "ready" | "failed" | "gone">("waiting");
/** The codes of refusal with their law; read once. */
export const codes = signal<readonly Grounds[]>([]);

const EVENTS = 100;
// What changes in one breath is read once.
const GATHER_MS = 200;
let shown = "";
let turn = 0;
let gathering: ReturnType<typeof setTimeout> | null = null;

const over = (state: string) => state === "closed" || state === "withdrawn";

/** Open a request, or none. */
export function openRequest(footage_id: string): void {
  if (gathering) clearTimeout(gathering);
  gathering = null;
  shown = footage_id;
  turn += 1;
  batch(() => {
    chosen.value = null;
    chosenStage.value = "waiting";
  });
  if (footage_id) void readRequest();
  if (codes.peek().length === 0) void readCodes();
}

async function readCodes(): Promise<void> {
  codes.value = await call("get", "/v1/footage-refusals", {}).catch(() => []);
}

/** Read all of the request that is open. */
export async function readRequest(): Promise<void> {
  const mine = ++turn;
  const path = { footage_id: shown };
  try {
    const [whole, questions, messages, events] = await Promise.all([
      call("get", "/v1/footage-requests/{footage_id}", { path }),
      call("get", "/v1/footage-requests/{footage_id}/consents", { path }),
      call("get", "/v1/footage-requests/{footage_id}/messages", { path }),
      call("get", "/v1/footage-requests/{footage_id}/events", { path, query: { count: EVENTS } }),
    ]);
    if (mine !== turn) return;
    keepRequest(whole.request, over(whole.request.state));
    batch(() => {
      chosen.value = { whole, questions, messages, events, moreEvents: events.length === EVENTS };
      chosenStage.value = "ready";
    });
  } catch (error) {
    if (mine !== turn) return;
    const absent = error instanceof Refused && (error.status === 404 || error.status === 400);
    if (absent) chosenStage.value = "gone";
    else if (chosenStage.peek() !== "ready") chosenStage.value = "failed";
  }
}

/** Read on in the history. Raises what the service refuses. */
export async function readEvents(): Promise<void> {
  const before = chosen.peek();
  const after = before?.events.at(-1)?.entry_id;
  if (!before || after === undefined) return;
  const found = await call("get", "/v1/footage-requests/{footage_id}/events", {
    path: { footage_id: before.whole.request.footage_id },
    query: { after, count: EVENTS },
  });
  if (chosen.peek() !== before) return;
  const moreEvents = found.length === EVENTS;
  chosen.value = { ...before, events: [...before.events, ...found], moreEvents };
}

/** A request as a door has answered it. */
export function keepWhole(whole: WholeFootage): void {
  keepRequest(whole.request, over(whole.request.state));
  const before = chosen.peek();
  if (before?.whole.request.footage_id === whole.request.footage_id) {
    chosen.value = { ...before, whole };
  }
  void readRequest();
}

/** Follow what becomes of the request that is open. Answers how to stop. */
export function followRequest(): () => void {
  const stop = alsoHear((event) => {
    if (!event.topic.startsWith("footage.") || !("footage_id" in event.body)) return;
    if (event.body.footage_id !== shown || gathering) return;
    gathering = setTimeout(() => {
      gathering = null;
      void readRequest();
    }, GATHER_MS);
  });
  return () => {
    stop();
    openRequest("");
  };
}
