// What this unit is asked and has in hand. The inbox of the service is the truth; events are
// hints that come faster.
import { computed, effect, signal } from "@preact/signals";
import { call } from "../../shared/api/call";
import { now, second } from "../../shared/api/clock";
import { holding, ringing, type Task, type TaskMove } from "../../shared/api/forms";
import { Book } from "../../shared/book";
import type { LiveEvent } from "../../shared/generated/live";
import { answering, enqueue, waitingMove } from "./outgoing";

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

/** A task as it is now. */
export function take(task: Task): void {
  const known = tasks.items.value.get(task.task_id);
  if (task.ended_at !== null) {
    tasks.drop(task.task_id);
    if (known) end(task, ENDINGS[task.state] ?? "gone");
    return;
  }
  tasks.put(task);
  if (task.state === "offered") enqueue(task.task_id, "receive");
  if (ringing.has(task.state) && !known) over.value = null;
}

/** Read the inbox. Raises Refused, Unreachable. */
export async function look(): Promise<void> {
  const mark = tasks.mark();
  const found = await call("get", "/v1/me/tasks", {});
  const before = tasks.items.value;
  tasks.merge(found, mark);
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
  over.value = { task, how, at: now() };
}

effect(() => {
  const at = over.value?.at;
  if (at !== undefined && second.value - at > OVER_FOR_MS) over.value = null;
});

/** Do one move: it is kept, and sent until it is answered. */
export function move(task: Task, what: TaskMove, reason = ""): void {
  enqueue(task.task_id, what, reason);
}

/** A move of this task that waits to be sent, if any. */
export function unsent(task: Task): TaskMove | null {
  return waitingMove(task.task_id);
}

/** Nothing of the last officer stays on this phone. */
export function forgetInbox(): void {
  tasks.merge([], tasks.mark());
  over.value = null;
  inboxStage.value = "waiting";
}
