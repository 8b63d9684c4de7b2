// A push becomes a notification at once, before anything is asked of the network; then the phone
// says that it has it. What is pushed is a hint: the inbox of the service is the truth.
import { recall } from "../memory";
import { type Answer, type Memory, type Pushed, tagOf, type Told } from "../said";
import { pages, type RingOptions, worker } from "./scope";
import { answerRing, giveReceipt } from "./service";

const TITLE = "平安铃 · Watchbell";
const VIBRATION_MS = [500, 200, 500, 200, 500];
const TRIAL = "trial";
const LOOK = { icon: "/patrol/icon-192.png", badge: "/patrol/badge-96.png" };

interface Kept {
  task_id: string;
  attempt: string;
  v: number;
  at: number;
}

/** What came, if it is a ring of ours. */
function read(data: PushMessageData | null): Pushed | null {
  try {
    const found = data?.json() as Partial<Pushed> | undefined;
    return found?.task_id && found.attempt !== undefined ? (found as Pushed) : null;
  } catch {
    return null;
  }
}

export async function onPush(event: PushEvent): Promise<void> {
  const pushed = read(event.data);
  if (!pushed) return;
  const open = await pages();
  // A page that is looked at rings itself; the notification is then for the record only.
  const rings = open.some((page) => page.visibilityState === "visible");
  const told: Told = { tell: "pushed", task_id: pushed.task_id, kind: pushed.kind };
  const shown = show(pushed, await recall(), rings).then(() => {
    for (const page of open) page.postMessage(told);
  });
  await Promise.all([shown, pushed.attempt && giveReceipt(pushed.attempt, false)]);
}

async function show(pushed: Pushed, memory: Memory | null, quiet: boolean): Promise<void> {
  const words = memory?.words;
  const trial = pushed.kind === "ordinary";
  const tag = trial ? TRIAL : tagOf(pushed.task_id);
  const known = (await worker.registration.getNotifications({ tag }))[0]?.data as Kept | undefined;
  const { task_id, attempt, v } = pushed;
  const data: Kept = { task_id, attempt, v, at: Date.now() };
  const options: RingOptions = {
    ...LOOK,
    tag,
    data,
    body: (trial ? words?.trial : words?.body) ?? pushed.words,
    // The same ring over two ways is one ring; the next step of the ladder rings anew.
    renotify: !quiet && v > (known?.v ?? 0),
    requireInteraction: !trial,
    silent: quiet,
    timestamp: data.at,
  };
  if (!quiet) options.vibrate = VIBRATION_MS;
  if (!trial && words) {
    options.actions = [
      { action: "accept", title: words.accept },
      { action: "decline", title: words.decline },
    ];
  }
  await worker.registration.showNotification(words?.title ?? TITLE, options);
}

export async function onTouch(event: NotificationEvent): Promise<void> {
  const { notification, action } = event;
  const kept = notification.data as Kept | null;
  notification.close();
  const work: Promise<unknown>[] = [];
  if (kept?.attempt) work.push(giveReceipt(kept.attempt, true));
  if (kept && (action === "accept" || action === "decline")) work.push(answer(kept, action));
  else work.push(open());
  await Promise.all(work);
}

/** A page keeps an answer until the service has it; where none is open, this does what it can. */
async function answer(kept: Kept, move: Answer): Promise<void> {
  const told: Told = { tell: "answered", task_id: kept.task_id, move };
  const page = move === "accept" ? await open() : (await pages())[0];
  if (page) {
    page.postMessage(told);
    return;
  }
  const outcome = await answerRing(kept.task_id, move);
  const words = (await recall())?.words;
  if (outcome === "done" || !words) return;
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
