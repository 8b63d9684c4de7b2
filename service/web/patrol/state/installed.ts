// The page as an installed program: its worker, a new version of it, and the way to install it.
import { computed, effect, signal } from "@preact/signals";
import type { Asked, Told } from "../worker/said";
import { SCOPE, WORKER } from "../worker/said";
import { signedIn } from "../../shared/api/session";
import { onDuty } from "./duty";
import { inHand, rings, sending } from "./inbox";
import { enqueue, unanswered } from "./outgoing";

const LOOK_EVERY_MS = 30 * 60_000;

/** What Chrome gives a page that may be installed; other browsers have it in their menus. */
interface InstallPrompt extends Event {
  prompt: () => Promise<unknown>;
}

/** The worker's registration; undefined until it stands, null where there can be none. */
export const registration = signal<ServiceWorkerRegistration | null | undefined>(undefined);
export const installPrompt = signal<InstallPrompt | null>(null);

const standalone = matchMedia("(display-mode: standalone)");
export const installed = signal(
  standalone.matches || ("standalone" in navigator && navigator.standalone === true),
);
/** Safari installs by its own menu only, and rings installed pages alone. */
export const byHandOnly = "standalone" in navigator;

/** A new version: one that waits for its turn, or one that has it and waits to be shown. */
const fresh = signal<"none" | "waiting" | "shown_next">("none");

/** Whether nobody would miss this page for a second: nothing rings, nothing is in hand or unsent. */
const calm = computed(() =>
  [rings, sending, inHand, unanswered].every((list) => list.value.length === 0),
);

/** On duty a new version waits for a touch, since a page that starts anew is silent until then. */
export const mayRenew = computed(() => fresh.value !== "none" && calm.value && onDuty.value);

/** Whether somebody has touched the key that shows the new version. */
const wanted = signal(false);

/** Show the new version, on duty as well. */
export function renewPage(): void {
  wanted.value = true;
}

/** One step further towards the new version, as long as nobody would miss this page. */
function goOn(): void {
  const now = wanted.value || (!onDuty.value && signedIn.value === "yes");
  if (fresh.value === "none" || !calm.value || !now) return;
  const asked: Asked = { ask: "take_over" };
  if (fresh.value === "shown_next") location.reload();
  else registration.peek()?.waiting?.postMessage(asked);
}

/** What the worker's notifications said while nobody was signed in here yet. */
let early: Told[] = [];
let onPushed: ((told: Told) => void) | null = null;

/** Hear what the worker tells, from now on and from before. Answers how to stop. */
export function hearWorker(onTold: (told: Told) => void): () => void {
  onPushed = onTold;
  for (const told of early.splice(0)) onTold(told);
  return () => {
    onPushed = null;
  };
}

/** An answer that was given on a notification: kept and sent like one that was given here. */
export function answerFromOutside(told: Told, phone_id: string | null): void {
  if (told.tell !== "answered" || told.phone_id !== phone_id) return;
  enqueue(told.task_id, told.move);
}

function onMessage(event: MessageEvent): void {
  const said = event.data as Told | Asked;
  if ("ask" in said) {
    if (said.ask === "calm") event.ports[0]?.postMessage(calm.peek());
  } else if (onPushed) onPushed(said);
  else early = [...early, said].slice(-20);
}

function watchVersions(found: ServiceWorkerRegistration): void {
  const look = () => {
    if (found.waiting && navigator.serviceWorker.controller) fresh.value = "waiting";
  };
  look();
  found.addEventListener("updatefound", () => {
    found.installing?.addEventListener("statechange", look);
  });
  setInterval(() => void found.update().catch(() => undefined), LOOK_EVERY_MS);
}

/** Once, when the page starts. */
export function startWorker(): void {
  addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    installPrompt.value = event as InstallPrompt;
  });
  addEventListener("appinstalled", () => {
    installPrompt.value = null;
    installed.value = true;
  });
  const { serviceWorker } = navigator;
  // Only addresses that the browser trusts have workers; the page works without.
  if (!("serviceWorker" in navigator)) {
    registration.value = null;
    return;
  }
  serviceWorker.addEventListener("message", onMessage);
  serviceWorker.startMessages();
  let controlled = serviceWorker.controller !== null;
  serviceWorker.addEventListener("controllerchange", () => {
    if (controlled) fresh.value = "shown_next";
    controlled = true;
  });
  serviceWorker
    .register(WORKER, { scope: SCOPE, updateViaCache: "none" })
    .then((found) => {
      registration.value = found;
      watchVersions(found);
    })
    .catch(() => {
      registration.value = null;
    });
  effect(goOn);
}
