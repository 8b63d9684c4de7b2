// Moves on their way to the service: kept on this phone, sent in order, repeated until answered.
// A repeated move changes nothing twice, so a lost answer costs only time.
import { computed, signal } from "@preact/signals";
import { call } from "../../shared/api/call";
import type { Task, TaskMove } from "../../shared/api/forms";
import { now } from "../../shared/api/clock";
import { isOurs, Refused } from "../../shared/api/problem";
import { signedIn } from "../../shared/api/session";
import { drop, keep, kept } from "../../shared/kept";
import { type Judged, judge, type Outgoing, pause_ms, settled, withOne } from "../duties";

interface Hooks {
  onAnswer: (task: Task) => void;
  onRefused: (sent: Outgoing, refused: Refused, judged: Judged) => void;
}

/** What the service would not take, and why: it stays until the officer has seen it. */
export interface Refusal {
  move: TaskMove;
  what: string;
  at: number;
  code: string;
}

// A press that is not answered within this is told to wait: an officer must not think it is done.
const SLOW_MS = 1500;
const REFUSALS_MOST = 20;

export const outgoing = signal<readonly Outgoing[]>([]);
/** Whether the first of them has been tried in vain, or takes long. */
export const stuck = signal(false);
/** The one that is on its way at this moment. */
export const underway = signal<Outgoing | null>(null);
export const refusals = signal<readonly Refusal[]>([]);

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
  refusals.value = kept<Refusal[]>(`refusals.${owner}`, []);
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
export function enqueue(task_id: string, move: TaskMove, reason = "", what = ""): void {
  set(withOne(outgoing.value, { task_id, move, reason, at: now(), what }));
  void run();
}

/** Whether this phone has said yes or no to a task. */
export function answering(task_id: string): boolean {
  return outgoing.value.some(
    (one) => one.task_id === task_id && (one.move === "accept" || one.move === "decline"),
  );
}

/** The moves of a task that wait to be sent, in order. */
export function waitingMoves(task_id: string): TaskMove[] {
  return unanswered.value.filter((one) => one.task_id === task_id).map((one) => one.move);
}

/** The line is back: try at once. */
export function tryNow(): void {
  wake();
}

/** Nothing of this officer stays: neither what waits nor what was refused. */
export function forgetOutgoing(): void {
  set([]);
  refusals.value = [];
  drop(`moves.${owner}`);
  drop(`refusals.${owner}`);
}

/** The officer has seen what was refused. */
export function forgetRefusals(): void {
  refusals.value = [];
  keep(`refusals.${owner}`, []);
}

function noteRefusal(one: Outgoing, code: string): void {
  if (one.move === "receive") return;
  const { move, what = "", at = now() } = one;
  refusals.value = [...refusals.value, { move, what, at, code }].slice(-REFUSALS_MOST);
  keep(`refusals.${owner}`, refusals.value);
}

function set(list: readonly Outgoing[]): void {
  outgoing.value = list;
  keep(`moves.${owner}`, list);
}

async function run(): Promise<void> {
  if (running) return;
  running = true;
  let tries = 0;
  try {
    while (hooks && signedIn.value === "yes" && outgoing.value[0]) {
      const first = outgoing.value[0];
      underway.value = first;
      const slow = setTimeout(() => {
        stuck.value = true;
      }, SLOW_MS);
      const judged = await send(first);
      clearTimeout(slow);
      underway.value = null;
      if (judged.do === "done" || judged.do === "drop") {
        set(settled(outgoing.value, first, judged));
        stuck.value = false;
        tries = 0;
      } else {
        stuck.value = true;
        tries += 1;
        await pause(pause_ms(tries, Math.random(), judged.wait_s));
      }
    }
  } finally {
    running = false;
    stuck.value = false;
    underway.value = null;
  }
}

/** Send one, and say what its answer means. Signed out, it is sent after signing in again. */
async function send(one: Outgoing): Promise<Judged> {
  try {
    const body = { move: one.move, reason: one.reason };
    const path = { task_id: one.task_id };
    const task = await call("post", "/v1/tasks/{task_id}/moves", { path, body });
    hooks?.onAnswer(task);
    return judge(200);
  } catch (error) {
    if (!(error instanceof Refused)) return judge(null);
    const { code, retry_s } = error.problem;
    const judged = judge(error.status, code, retry_s, isOurs(error));
    if (judged.do === "drop") {
      // That another has it, or that it is over, is said on the screen of the task.
      if (judged.task === "look") noteRefusal(one, code);
      hooks?.onRefused(one, error, judged);
    }
    return judged;
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
