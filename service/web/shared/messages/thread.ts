// The thread of an incident: what stands there, what of it is new, and what waits to be sent.
import { computed, signal } from "@preact/signals";
import { Book } from "../book";
import { call } from "../api/call";
import { now } from "../api/clock";
import type { Message } from "../api/forms";
import { isPassing, Refused } from "../api/problem";
import { signedIn } from "../api/session";
import { keep, kept } from "../kept";
import { alsoHear } from "../live/stream";

/** The contract's longest line. */
export const LINE_MOST = 500;
const UNSENT_MOST = 50;
const READ_MOST = 50;
const AGAIN_FIRST_MS = 500;
const AGAIN_MOST_MS = 5000;

/** A line that the service does not have yet; `refused` is its code where it will not take it. */
export interface Unsent {
  incident_id: string;
  message_id: string;
  text: string;
  at: number;
  refused?: string;
}

const book = new Book<Message>((line) => line.message_id);
/** The incident whose thread stands here; one at a time. */
const open = signal<string | null>(null);
export const threadStage = signal<"waiting" | "ready" | "failed">("waiting");
const unsent = signal<readonly Unsent[]>([]);
const read = signal<Readonly<Record<string, string>>>({});

/** Whose lines are one's own: a unit's, or the desk's where it is null. */
const own = signal<string | null>(null);

/** The lines in the order in which they were written. */
export const lines = computed(() =>
  [...book.items.value.values()]
    .filter((line) => line.incident_id === open.value)
    .sort((a, b) => Date.parse(a.at) - Date.parse(b.at)),
);
export const waitingLines = computed(() =>
  unsent.value.filter((line) => line.incident_id === open.value),
);
export const isOwn = (line: Message) => line.unit_id === own.value;
/** What others have written since this was last read. */
export const unread = computed(() => {
  const last = open.value === null ? undefined : read.value[open.value];
  const from = lines.value.findIndex((line) => line.message_id === last) + 1;
  return lines.value.slice(from).filter((line) => !isOwn(line));
});

/** Somebody has seen all of it. */
export function markRead(): void {
  const [id, last] = [open.peek(), lines.peek().at(-1)?.message_id];
  if (id === null || last === undefined || read.peek()[id] === last) return;
  const others = Object.entries(read.peek()).filter(([one]) => one !== id);
  const newest: [string, string][] = [...others, [id, last]];
  read.value = Object.fromEntries(newest.slice(-READ_MOST));
  keep(`${owner}.read`, read.value);
}

let owner = "";

/** Show the thread of an incident, and send what its reader left unsent. Answers how to stop. */
export function openThread(incident_id: string, account_id: string, unit_id: string | null) {
  startLines(account_id);
  own.value = unit_id;
  open.value = incident_id;
  threadStage.value = "waiting";
  const stop = alsoHear((event) => {
    if (event.topic === "incident.message" && event.body.incident_id === incident_id) {
      book.put(event.body);
    }
  });
  void loadThread();
  return () => {
    stop();
    if (open.peek() === incident_id) open.value = null;
  };
}

/** Read the whole thread. */
export async function loadThread(): Promise<void> {
  const incident_id = open.peek();
  if (incident_id === null) return;
  const mark = book.mark();
  try {
    const path = { incident_id };
    const found = await call("get", "/v1/incidents/{incident_id}/messages", { path });
    if (open.peek() !== incident_id) return;
    book.merge(found, mark);
    threadStage.value = "ready";
  } catch {
    if (open.peek() === incident_id && threadStage.value === "waiting") {
      threadStage.value = "failed";
    }
  }
}

/** Take up what this person left here unsent. */
function startLines(account_id: string): void {
  if (owner !== `lines.${account_id}`) {
    owner = `lines.${account_id}`;
    unsent.value = kept<Unsent[]>(owner, []);
    read.value = kept<Record<string, string>>(`${owner}.read`, {});
  }
  void run();
}

/** Write a line: it is kept here, and sent until the service has it. */
export function writeLine(text: string): void {
  const incident_id = open.peek();
  const said = text.trim().slice(0, LINE_MOST);
  if (incident_id === null || !said) return;
  const line = { incident_id, message_id: newId(), text: said, at: now() };
  set([...unsent.peek(), line].slice(-UNSENT_MOST));
  markRead();
  void run();
}

/** Let go of a line that the service will not take. */
export function dropLine(message_id: string): void {
  set(unsent.peek().filter((line) => line.message_id !== message_id));
}

/** Nothing of this person stays here. */
export function forgetLines(): void {
  set([]);
  book.merge([], book.mark());
  read.value = {};
  keep(`${owner}.read`, {});
}

/** What waits, of all threads. */
export const linesWaiting = computed(() => unsent.value.filter((line) => !line.refused).length);

function set(list: readonly Unsent[]): void {
  unsent.value = list;
  if (owner) keep(owner, list);
}

let running = false;

async function run(): Promise<void> {
  if (running) return;
  running = true;
  let pause_ms = AGAIN_FIRST_MS;
  try {
    for (;;) {
      const first = unsent.value.find((line) => !line.refused);
      if (!first || signedIn.value !== "yes") return;
      const outcome = await send(first);
      if (outcome === "again") {
        await pause(pause_ms);
        pause_ms = Math.min(2 * pause_ms, AGAIN_MOST_MS);
        continue;
      }
      pause_ms = AGAIN_FIRST_MS;
      if (outcome === "sent") dropLine(first.message_id);
      else {
        const marked = { ...first, refused: outcome.code };
        set(unsent.value.map((line) => (line === first ? marked : line)));
      }
    }
  } finally {
    running = false;
  }
}

async function send(line: Unsent): Promise<"sent" | "again" | { code: string }> {
  try {
    const { incident_id, message_id, text } = line;
    const path = { incident_id };
    const body = { message_id, text };
    book.put(await call("post", "/v1/incidents/{incident_id}/messages", { path, body }));
    return "sent";
  } catch (error) {
    if (isPassing(error) || !(error instanceof Refused) || error.status === 401) return "again";
    return { code: error.problem.code };
  }
}

/** Wait, but not past the moment at which the network is back. */
function pause(wait_ms: number): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      removeEventListener("online", done);
      resolve();
    };
    const timer = setTimeout(done, wait_ms);
    addEventListener("online", done);
  });
}

/** A number that nobody else has; `randomUUID` is there on trusted addresses only. */
function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
