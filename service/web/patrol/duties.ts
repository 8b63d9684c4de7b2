// What any patrol app must obey, as rules; mobile_contract/v1/README.md says why. Pure: what came in
// goes in, what to do comes out. The vectors of the contract are held against this file.
import type { Task, TaskMove, TaskState } from "../shared/api/forms";

const PUSH_BYTES_MAX = 4096; // No gateway carries more: what is longer is not ours.
export const WAITING_MOST = 100;
const FIXES_MOST = 60; // The contract's longest batch.
const FIX_AGE_MOST_MS = 3_600_000;
const AGAIN_FIRST_MS = 300;
const AGAIN_MOST_MS = 5000;
const ASKED_WAIT_MOST_S = 60; // A mistaken Retry-After must not silence a phone.
const VERSION = /^[0-9]{1,9}$/;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/;
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What to do about a push: how to ring, what to send a receipt for, whether to look. */
export interface HeardPush {
  /** "withdraw": what is shown of the task is replaced, without a sound. */
  readonly ring: "emergency" | "ordinary" | "withdraw" | null;
  readonly receipt: string | null;
  readonly look: boolean;
}

/** What a phone knows when a push comes. */
export interface PushKnown {
  /** Its phone_id; null where nobody is signed in. */
  phone: string | null;
  /** The service's time; null where it is not known. */
  now_ms: number | null;
  /** The attempts that it has had. */
  attempts: readonly string[];
  /** The highest version of each task. */
  newest: Readonly<Record<string, number>>;
}

const NOTHING: HeardPush = { ring: null, receipt: null, look: false };

/** What a push asks of a phone. What cannot be read may still be a call: the inbox knows. */
export function readPush(text: string, known: PushKnown): HeardPush {
  if (known.phone === null) return NOTHING;
  const long = new TextEncoder().encode(text).length > PUSH_BYTES_MAX;
  const body = long ? null : objectOf(text);
  const task_id = body?.["task_id"];
  if (!body || typeof task_id !== "string" || !ID.test(task_id)) return { ...NOTHING, look: true };
  if ((body["phone"] ?? known.phone) !== known.phone) return NOTHING;
  const attempt = body["attempt"];
  const receipt = typeof attempt === "string" && attempt ? attempt : null;
  if (receipt !== null && known.attempts.includes(receipt)) return NOTHING;
  if (typeof body["over"] === "string" && body["over"]) {
    return { ring: "withdraw", receipt, look: true };
  }
  if (version(body["v"]) <= (known.newest[task_id] ?? 0)) {
    return { ...NOTHING, receipt };
  }
  const until = instant(body["until"]);
  if (known.now_ms !== null && known.now_ms > until) return { ring: null, receipt, look: true };
  return { ring: body["kind"] === "ordinary" ? "ordinary" : "emergency", receipt, look: true };
}

/** The version of a ring; some gateways carry only text. What cannot be read is a first ring. */
function version(value: unknown): number {
  return VERSION.test(String(value)) ? Number(value) : 1;
}

/** An instant as RFC 3339 writes it, else NaN: what is read loosely may silence a ring. */
function instant(value: unknown): number {
  return INSTANT.test(String(value)) ? Date.parse(String(value)) : Number.NaN;
}

/** The newest positions of a phone that are worth sending, each instant once, in order. */
export function worthSending<F extends { at: string }>(fixes: readonly F[], now_ms: number): F[] {
  const byTime = new Map<number, F>();
  for (const fix of fixes) {
    const at = Date.parse(fix.at);
    if (now_ms - at <= FIX_AGE_MOST_MS) byTime.set(at, fix);
  }
  return [...byTime]
    .sort(([a], [b]) => a - b)
    .map(([, fix]) => fix)
    .slice(-FIXES_MOST);
}

// Where each move leads; the phone's own receipt is not an officer's to make.
const WAYS: Partial<Record<TaskState, Partial<Record<TaskMove, TaskState>>>> = {
  offered: { accept: "accepted", decline: "declined" },
  received: { accept: "accepted", decline: "declined" },
  accepted: { decline: "declined", en_route: "en_route", on_scene: "on_scene", clear: "cleared" },
  en_route: { decline: "declined", on_scene: "on_scene", clear: "cleared" },
  on_scene: { clear: "cleared" },
};

/** Where a task stands when what was pressed counts at once, sent or not. */
export function standing(state: TaskState, unsent: readonly TaskMove[]): TaskState {
  return unsent.reduce((at, move) => WAYS[at]?.[move] ?? at, state);
}

/** What an officer may do next. */
export function may(state: TaskState): TaskMove[] {
  return Object.keys(WAYS[state] ?? {}) as TaskMove[];
}

type Far = Pick<Task, "state" | "ringing" | "ended_at">;
const STAGES: Partial<Record<TaskState, number>> = {
  offered: 0,
  received: 1,
  accepted: 2,
  en_route: 3,
  on_scene: 4,
};
const STAGE_UNKNOWN = 3;
const STAGE_OVER = 9;

/** How far a task has come; a state of a later version is read by what else the task says. */
function stage(task: Far): number {
  if (task.ended_at !== null) return STAGE_OVER;
  return STAGES[task.state] ?? (task.ringing ? 1 : STAGE_UNKNOWN);
}

export type Screen = "ring" | "in_hand" | "over" | "none";

/** What a found task does: is it taken, is a receipt due, which screen it has. */
export interface Met {
  readonly take: boolean;
  readonly receive: boolean;
  readonly screen: Screen;
}

/**
 * What a task from the stream, the inbox or an answer does to the one that is known. A task never
 * goes back: what is older than what is known is late, and changes nothing.
 */
export function meet(known: Far | null, found: Far): Met {
  if (known === null) {
    const over = stage(found) === STAGE_OVER;
    const receive = found.state === "offered" && !over;
    return { take: !over, receive, screen: over ? "none" : screenOf(found) };
  }
  const take = stage(known) !== STAGE_OVER && stage(found) >= stage(known);
  return {
    take,
    receive: take && found.state === "offered" && found.ended_at === null,
    screen: screenOf(take ? found : known),
  };
}

function screenOf(task: Far): Screen {
  if (task.ended_at !== null) return "over";
  return task.ringing ? "ring" : "in_hand";
}

/** What an answer means for what was sent, and for its task. */
export interface Judged {
  /** "sign_in": and then again. */
  readonly do: "done" | "again" | "sign_in" | "drop";
  readonly task: "keep" | "taken" | "over" | "look";
  readonly wait_s: number;
}

/**
 * What an answer means; a status of null where none came. Whoever stands in between (a proxy, the
 * page of a hotel's network) does not speak for us: `ours` says whether the body is the contract's.
 */
export function judge(status: number | null, code = "", retry_s = 0, ours = true): Judged {
  const again = { do: "again", task: "keep", wait_s: 0 } as const;
  if (status === null || !ours || status < 200 || (status >= 300 && status < 400)) return again;
  if (status < 300) return { ...again, do: "done" };
  if (status === 401) return { ...again, do: "sign_in" };
  if (status >= 500 || status === 408 || status === 425 || status === 429) {
    return { ...again, wait_s: Math.min(Math.max(retry_s, 0), ASKED_WAIT_MOST_S) };
  }
  if (code === "dispatch.already_taken") return { do: "drop", task: "taken", wait_s: 0 };
  const over = code === "dispatch.task_over" || status === 404 || status === 410;
  return { do: "drop", task: over ? "over" : "look", wait_s: 0 };
}

/** A move on its way: kept on this phone, sent in order, repeated until it is answered. */
export interface Outgoing {
  task_id: string;
  move: TaskMove;
  reason: string;
  /** When it was pressed, by the service's time, and what for: shown while it waits. */
  at?: number;
  what?: string;
}

/**
 * The queue with one more move; what waits already is not kept twice. A full one lets go of a
 * receipt before anything that an officer has done.
 */
export function withOne(queue: readonly Outgoing[], one: Outgoing): readonly Outgoing[] {
  if (queue.some((w) => w.task_id === one.task_id && w.move === one.move)) return queue;
  const longer = [...queue, one];
  if (longer.length <= WAITING_MOST) return longer;
  const least = Math.max(
    0,
    longer.findIndex((w) => w.move === "receive"),
  );
  return longer.filter((_, at) => at !== least);
}

/** The queue after an answer: nothing more is said about a task that is another's or over. */
export function settled(queue: readonly Outgoing[], sent: Outgoing, judged: Judged): Outgoing[] {
  if (judged.do === "again" || judged.do === "sign_in") return [...queue];
  if (judged.task === "taken" || judged.task === "over") {
    return queue.filter((one) => one.task_id !== sent.task_id);
  }
  return queue.filter((one) => one.task_id !== sent.task_id || one.move !== sent.move);
}

/** Until the next try after so many in vain; `chance` of 0 to 1 spreads phones out. */
export function pause_ms(tries: number, chance: number, retry_s = 0): number {
  const usual = Math.min(AGAIN_FIRST_MS * 2 ** Math.min(tries - 1, 10), AGAIN_MOST_MS);
  return Math.max(usual * (0.75 + chance / 2), 1000 * Math.min(retry_s, ASKED_WAIT_MOST_S));
}

function objectOf(text: string): Record<string, unknown> | null {
  try {
    const found: unknown = JSON.parse(text);
    return typeof found === "object" && found !== null && !Array.isArray(found)
      ? (found as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}
