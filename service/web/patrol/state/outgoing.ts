// Moves on their way to the service: kept on this phone, sent in order, repeated until answered.
// A repeated move changes nothing twice, so a lost answer costs only time.
import { computed, signal } from "@preact/signals";
import { call } from "../../shared/api/call";
import type { Task, TaskMove } from "../../shared/api/forms";
import { isPassing, Refused } from "../../shared/api/problem";
import { signedIn } from "../../shared/api/session";
import { keep, kept } from "../../shared/kept";

export interface Outgoing {
  task_id: string;
  move: TaskMove;
  reason: string;
}

interface Hooks {
  onAnswer: (task: Task) => void;
  onRefused: (sent: Outgoing, refused: Refused) => void;
}

const AGAIN_FIRST_MS = 300;
const AGAIN_MOST_MS = 4000;
const MOST = 100;

export const outgoing = signal<readonly Outgoing[]>([]);
/** Whether the first of them has been tried in vain. */
export const stuck = signal(false);

/** What an officer has done and the service does not know yet; receipts are the phone's own. */
export const unanswered = computed(() => outgoing.value.filter((one) => one.move !== "receive"));

let owner = "";
let hooks: Hooks | null = null;
let running = false;
let wake: () => void = () => undefined;

/** Take up what this officer left on this phone, and send from now on. */
export function startSending(account_id: string, to: Hooks): () => void {
  owner = account_id;
  hooks = to;
  outgoing.value = kept<Outgoing[]>(`moves.${owner}`, []);
  const onOnline = () => wake();
  addEventListener("online", onOnline);
  void run();
  return () => {
    removeEventListener("online", onOnline);
    hooks = null;
    wake();
  };
}

/** Keep a move and send it; one that waits already is not kept twice. */
export function enqueue(task_id: string, move: TaskMove, reason = ""): void {
  const same = (one: Outgoing) =>
    one.task_id === task_id && one.move === move && one.reason === reason;
  if (outgoing.value.some(same)) return;
  set([...outgoing.value, { task_id, move, reason }].slice(-MOST));
  void run();
}

/** Whether this phone has said yes or no to a task. */
export function answering(task_id: string): boolean {
  return outgoing.value.some(
    (one) => one.task_id === task_id && (one.move === "accept" || one.move === "decline"),
  );
}

/** The newest move of a task that waits to be sent. */
export function waitingMove(task_id: string): TaskMove | null {
  return unanswered.value.filter((one) => one.task_id === task_id).at(-1)?.move ?? null;
}

/** The line is back: try at once. */
export function tryNow(): void {
  wake();
}

function set(list: readonly Outgoing[]): void {
  outgoing.value = list;
  keep(`moves.${owner}`, list);
}

async function run(): Promise<void> {
  if (running) return;
  running = true;
  let pause_ms = AGAIN_FIRST_MS;
  try {
    while (hooks && signedIn.value === "yes" && outgoing.value[0]) {
      const first = outgoing.value[0];
      if (await send(first)) {
        set(outgoing.value.filter((one) => one !== first));
        stuck.value = false;
        pause_ms = AGAIN_FIRST_MS;
      } else {
        stuck.value = true;
        await pause(pause_ms);
        pause_ms = Math.min(2 * pause_ms, AGAIN_MOST_MS);
      }
    }
  } finally {
    running = false;
    stuck.value = false;
  }
}

/** Whether an answer came, whatever it says. */
async function send(one: Outgoing): Promise<boolean> {
  try {
    const body = { move: one.move, reason: one.reason };
    const path = { task_id: one.task_id };
    const task = await call("post", "/v1/tasks/{task_id}/moves", { path, body });
    hooks?.onAnswer(task);
    return true;
  } catch (error) {
    if (isPassing(error)) return false;
    if (!(error instanceof Refused)) return false;
    if (error.status === 401) return false; // Signed out: it is sent after signing in again.
    hooks?.onRefused(one, error);
    return true;
  }
}

function pause(wait_ms: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, wait_ms);
    wake = () => {
      clearTimeout(timer);
      resolve();
    };
  });
}
