// A push becomes a notification at once, before anything is asked of the network; then the phone
// says that it has it. What is pushed is a hint: the inbox of the service is the truth.
import { type HeardPush, readPush } from "../../duties";
import { recall, remember } from "../memory";
import { type Answer, type Heard, type Memory, tagOf, type Told } from "../said";
import { pages, type RingOptions, worker } from "./scope";
import { answerRing, giveReceipt } from "./service";

const VIBRATION_MS = [500, 200, 500, 200, 500];
const HEARD_MOST = 50;
const NOTHING_HEARD: Heard = { attempts: [], newest: [] };
const TRIAL = "trial";
const LOOK = { icon: "/patrol/icon-192.png", badge: "/patrol/badge-96.png" };

interface Kept {
  task_id: string;
  receipt: string | null;
  at: number;
  /** The task calls this phone no more. */
  over?: boolean;
}

export async function onPush(event: PushEvent): Promise<void> {
  const memory = await recall("phone");
  const before = (await recall("heard")) ?? NOTHING_HEARD;
  const text = event.data?.text() ?? "";
  const heard = readPush(text, {
    phone: memory?.phone_id ?? null,
    now_ms: null, // The clock of a phone that has just been woken proves nothing.
    attempts: before.attempts,
    newest: Object.fromEntries(before.newest),
  });
  if (!memory || (!heard.receipt && !heard.look)) return;
  const task_id = idOf(text);
  await Promise.all([
    show(heard, text, memory).then(() => tellPages(heard)),
    heard.receipt && giveReceipt(heard.receipt, false),
    remember("heard", after(before, heard, task_id, text)),
  ]);
}

/** The task of a push, empty where it cannot be read: it may be a call all the same. */
function idOf(text: string): string {
  return (field(text, "task_id") as string | undefined) ?? "";
}

function field(text: string, name: string): unknown {
  try {
    return (JSON.parse(text) as Record<string, unknown> | null)?.[name];
  } catch {
    return undefined;
  }
}

function after(before: Heard, heard: HeardPush, task_id: string, text: string): Heard {
  const attempts = heard.receipt ? [...before.attempts, heard.receipt] : before.attempts;
  const others = before.newest.filter(([id]) => id !== task_id);
  const version = Number(field(text, "v")) || 1;
  const newest = heard.ring && task_id ? [...others, [task_id, version] as const] : before.newest;
  return {
    attempts: attempts.slice(-HEARD_MOST),
    newest: newest.slice(-HEARD_MOST) as Heard["newest"],
  };
}

async function tellPages(heard: HeardPush): Promise<void> {
  const told: Told = { tell: "pushed", trial: heard.ring === "ordinary" };
  for (const page of await pages()) page.postMessage(told);
}

async function show(heard: HeardPush, text: string, memory: Memory): Promise<void> {
  const { words } = memory;
  const task_id = idOf(text);
  const trial = heard.ring === "ordinary";
  // A page that is looked at rings itself; the notification is then for the record only.
  const rings = (await pages()).some((page) => page.visibilityState === "visible");
  if (heard.ring === "withdraw" || (!heard.look && (await isOver(task_id)))) {
    // What an older page left here does not know the word.
    const body = field(text, "over") === "answered" ? words.answered || words.late : words.late;
    await showOver(task_id, words.title, body, rings);
    return;
  }
  // A push that calls nobody any more: browsers want it shown all the same.
  const quiet = rings || (heard.ring === null && !heard.look);
  const data: Kept = { task_id, receipt: heard.receipt, at: Date.now() };
  const options: RingOptions = {
    ...LOOK,
    tag: trial ? TRIAL : tagOf(task_id),
    data,
    body: trial ? words.trial : words.body,
    renotify: !quiet,
    requireInteraction: !trial,
    silent: quiet,
    timestamp: data.at,
  };
  if (!quiet) options.vibrate = VIBRATION_MS;
  if (!trial && task_id) {
    options.actions = [
      { action: "accept", title: words.accept },
      { action: "decline", title: words.decline },
    ];
  }
  await worker.registration.showNotification(words.title, options);
}

/** Whether what is shown of a task says that it calls nobody any more: a late ring comes after. */
async function isOver(task_id: string): Promise<boolean> {
  const shown = await worker.registration.getNotifications({ tag: tagOf(task_id) });
  return shown.some((one) => (one.data as Kept | null)?.over);
}

/** A ring is taken back: in its place, without a sound, or away where a page is looked at. */
async function showOver(
  task_id: string,
  title: string,
  body: string,
  seen: boolean,
): Promise<void> {
  const tag = tagOf(task_id);
  if (seen) {
    for (const one of await worker.registration.getNotifications({ tag })) one.close();
    return;
  }
  // Browsers want each push shown; those that take it away again show a notice of their own.
  const data: Kept = { task_id, receipt: null, at: 0, over: true };
  await worker.registration.showNotification(title, {
    ...LOOK,
    tag,
    data,
    body,
    requireInteraction: false,
    silent: true,
  });
}

export async function onTouch(event: NotificationEvent): Promise<void> {
  const { notification, action } = event;
  const kept = notification.data as Kept | null;
  notification.close();
  const work: Promise<unknown>[] = [];
  if (kept?.receipt) work.push(giveReceipt(kept.receipt, true));
  if (kept && (action === "accept" || action === "decline")) work.push(answer(kept, action));
  else work.push(open());
  await Promise.all(work);
}

/** A page keeps an answer until the service has it; where none is open, this does what it can. */
async function answer(kept: Kept, move: Answer): Promise<void> {
  const memory = await recall("phone");
  if (!memory) return; // Signed out: it would be said in another's name.
  const { phone_id, words } = memory;
  const told: Told = { tell: "answered", phone_id, task_id: kept.task_id, move };
  const page = move === "accept" ? await open() : (await pages())[0];
  if (page) {
    page.postMessage(told);
    return;
  }
  const outcome = await answerRing(kept.task_id, move);
  if (outcome === "done") return;
  await worker.registration.showNotification(words.title, {
    ...LOOK,
    tag: tagOf(kept.task_id),
    data: kept,
    body: outcome === "late" ? words.late : words.unsent,
    requireInteraction: outcome === "unsent",
  });
}

/** Bring the page to the front, or open it; null where the browser forbids it. */
async function open(): Promise<WindowClient | null> {
  const standing = (await pages())[0];
  if (standing) return standing.focus().catch(() => standing);
  return worker.clients.openWindow("/patrol/").catch(() => null);
}

/** Whether a ring is shown that somebody may still have to answer. */
export async function ringsNow(): Promise<boolean> {
  const shown = await worker.registration.getNotifications();
  const since = Date.now() - RING_MOST_MS;
  return shown.some((one) => one.tag.startsWith(tagOf("")) && (one.data as Kept).at > since);
}

// A plan may let a phone ring for a minute; after two nobody waits for an answer any more.
const RING_MOST_MS = 120_000;
