// The patrol's service worker: the page without a network, rings while no page is open, and an
// update that waits until nothing rings.
import { onPush, onTouch, ringsNow } from "./inside/ring";
import { pages, worker } from "./inside/scope";
import { sayAddress } from "./inside/service";
import { answerShell, dropOthers, keepShell } from "./inside/shell";
import { recall } from "./memory";
import type { Asked } from "./said";

const CALM_WAIT_MS = 2000;

worker.addEventListener("install", (event) => event.waitUntil(keepShell()));
worker.addEventListener("activate", (event) => {
  event.waitUntil(dropOthers().then(() => worker.clients.claim()));
});
worker.addEventListener("fetch", answerShell);
worker.addEventListener("push", (event) => event.waitUntil(onPush(event)));
worker.addEventListener("notificationclick", (event) => event.waitUntil(onTouch(event)));
worker.addEventListener("message", (event) => {
  if ((event.data as Asked).ask === "take_over") event.waitUntil(takeOver());
});
worker.addEventListener("pushsubscriptionchange", (event) => {
  event.waitUntil(subscribeAnew(event));
});

/** A new version waits here; it takes over only where nothing rings, in no window. */
async function takeOver(): Promise<void> {
  const calm = await Promise.all((await pages()).map(isCalm));
  if (calm.every(Boolean) && !(await ringsNow())) await worker.skipWaiting();
}

/** What a page says of itself; one that does not answer is not disturbed. */
function isCalm(page: WindowClient): Promise<boolean> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = (event) => resolve(event.data === true);
    setTimeout(() => resolve(false), CALM_WAIT_MS);
    const asked: Asked = { ask: "calm" };
    page.postMessage(asked, [port2]);
  });
}

/** The browser has ended a subscription: a phone without one does not ring. */
async function subscribeAnew(event: PushSubscriptionChangeEvent): Promise<void> {
  const options = event.oldSubscription?.options;
  const memory = await recall("phone");
  if (!memory) return;
  const fresh =
    event.newSubscription ??
    (options &&
      (await worker.registration.pushManager
        .subscribe({
          userVisibleOnly: true,
          applicationServerKey: options.applicationServerKey,
        })
        .catch(() => null)));
  if (fresh) await sayAddress(memory.phone_id, fresh);
}
