// What this unit is asked and has in hand. The inbox of the service is the truth; events are
// hints that come faster.
import { computed, effect, signal } from "@preact/signals";
import { call } from "../../shared/api/call";
import { now, second } from "../../shared/api/clock";
import { holding, ringing, type Task, type TaskMove } from "../../shared/api/forms";
import { Book } from "../../shared/book";
import type { LiveEvent } from "../../shared/generated/live";
import { meet } from "../duties";
import { answering, enqueue, waitingMoves } from "./outgoing";

/** How a task left this phone. "gone": it changed while nobody told us. */
export type Ending = "taken" | "declined" | "unanswered" | "withdrawn" | "cleared" | "gone";

export interface Over {
  task: Task;
  how: Ending;
  at: number;
}

// What has ended and asks nothing leaves the screen by itself.
const OVER_FOR_MS = 45_000;

const tasks = new Book<Task>((task) => task.task_id);
export const inboxStage = signal<"waiting" | "ready">("waiting");
/** What has just ended, until it is dismissed. */
export const over = signal<Over | null>(null);

const all = computed(() =>
  [...tasks.items.value.values()].sort((a, b) => (a.offered_at < b.offered_at ? -1 : 1)),
);
/** Asked and not yet answered here, the oldest first. */
export const rings = computed(() =>
  all.value.filter((task) => ringing.has(task.state) && !answering(task.task_id)),
);
/** Answered here; the service has not said yet what came of it. */
export const sending = computed(() =>
  all.value.filter((task) => ringing.has(task.state) && answering(task.task_id)),
);
/** In hand, the newest first. */
export const inHand = computed(() => all.value.filter((task) => holding.has(task.state)).reverse());

const ENDINGS: Partial<Record<Task["state"], Ending>> = {
  taken: "taken",
  declined: "declined",
  unanswered: "unanswered",
  withdrawn: "withdrawn",
  cleared: "cleared",
};

// Tasks that have ended here: what is heard of them late brings none of them back.
const ended = new Map<string, Task>();
const ENDED_MOST = 100;

/** A task as the stream or an answer has it, however late it comes. */
export function take(task: Task): void {
  const known = tasks.items.value.get(task.task_id) ?? ended.get(task.task_id) ?? null;
  const met = meet(known, task);
  if (met.take && met.screen === "over") {
    tasks.drop(task.task_id);
    end(task, ENDINGS[task.state] ?? "gone");
  } else if (met.take) {
    tasks.put(task);
    if (met.screen === "ring" && !known) over.value = null;
  }
  if (met.receive) enqueue(task.task_id, "receive");
}

/** Read the inbox. Raises Refused, Unreachable. */
export async function look(): Promise<void> {
  const mark = tasks.mark();
  const found = await call("get", "/v1/me/tasks", {});
  const before = tasks.items.value;
  tasks.merge(found, mark);
  // What the inbox has is not over, whatever was heard before.
  for (const task_id of tasks.items.value.keys()) ended.delete(task_id);
  inboxStage.value = "ready";
  for (const task of tasks.items.value.values()) {
    if (task.state === "offered") enqueue(task.task_id, "receive");
    if (ringing.has(task.state) && !before.has(task.task_id)) over.value = null;
  }
  for (const [task_id, task] of before) {
    if (!tasks.items.value.has(task_id)) end(task, "gone");
  }
}

export function hear(event: LiveEvent): void {
  if (event.topic === "task.offered" || event.topic === "task.changed") take(event.body);
}

/** A move was refused for good: the task is not ours any more, or was never. */
export function lose(task_id: string, how: Ending, who: string | null): void {
  const task = tasks.items.value.get(task_id);
  if (!task) return;
  tasks.drop(task_id);
  end({ ...task, reason: who }, how);
}

function end(task: Task, how: Ending): void {
  const at = now();
  ended.delete(task.task_id);
  ended.set(task.task_id, { ...task, ended_at: task.ended_at ?? new Date(at).toISOString() });
  for (const oldest of ended.keys()) {
    if (ended.size <= ENDED_MOST) break;
    ended.delete(oldest);
  }
  over.value = { task, how, at };
}

effect(() => {
  const at = over.value?.at;
  if (at !== undefined && second.value - at > OVER_FOR_MS) over.value = null;
});

/** Do one move: it is kept, and sent until it is answered. */
export function move(task: Task, what: TaskMove, reason = ""): void {
  enqueue(task.task_id, what, reason, task.title);
}

/** The moves of this task that wait to be sent, in order. */
export function unsentMoves(task: Task): TaskMove[] {
  return waitingMoves(task.task_id);
}

/** The newest of them, if any. */
export function unsent(task: Task): TaskMove | null {
  return unsentMoves(task).at(-1) ?? null;
}

/** Nothing of the last officer stays on this phone. */
export function forgetInbox(): void {
  tasks.merge([], tasks.mark());
  ended.clear();
  over.value = null;
  inboxStage.value = "waiting";
}
