// Whether this phone is rung while the page is closed, and what the register knows of it.
import { computed, effect, signal } from "@preact/signals";
import { call } from "../../shared/api/call";
import type { Check, Me, NewPhone, Phone, Task } from "../../shared/api/forms";
import { Refused } from "../../shared/api/problem";
import { drop, keep, kept } from "../../shared/kept";
import { tellProblem } from "../../shared/ui/toast";
import { words } from "../../shared/words";
import { forget, remember } from "../worker/memory";
import { tagOf, type Told } from "../worker/said";
import { inboxStage, look, rings } from "./inbox";
import { byHandOnly, installed, registration } from "./installed";

const MODEL_MOST = 60;
const CHECK_WAIT_MS = 20_000;

/**
 * Whether pushes reach this phone. "none": the browser has none. "install": only once the page is
 * installed. "off": the service sends none. "ask": nobody has allowed it yet.
 */
export type PushState = "waiting" | "none" | "install" | "off" | "ask" | "denied" | "failed" | "on";

export const pushState = signal<PushState>("waiting");
export const phoneId = signal<string | null>(null);
/** Every phone of this officer, as the register has them; null before it has been read. */
export const phones = signal<readonly Phone[] | null>(null);
/** This phone as the register has it. */
export const phone = computed(
  () => phones.value?.find((one) => one.phone_id === phoneId.value) ?? null,
);
/** A trial ring: on its way, arrived, or what became of it instead. */
export const trial = signal<"none" | "asked" | "arrived" | "silent" | Check["outcome"]>("none");

let owner: Me | null = null;

/** Say what this phone is and what rings it, now and whenever that changes. */
export function startPhone(officer: Me): () => void {
  owner = officer;
  phoneId.value = kept<string | null>(`phone_id.${officer.account_id}`, null);
  const stops = [
    effect(() => {
      if (registration.value !== undefined) void settle();
    }),
    effect(() => void rememberHere(phoneId.value)),
    effect(() => {
      if (inboxStage.value === "ready") void withdraw(rings.value);
    }),
  ];
  return () => {
    for (const stop of stops) stop();
    owner = null;
    phones.value = null;
    phoneId.value = null;
    pushState.value = "waiting";
    trial.value = "none";
  };
}

/** What the words of the worker are, in the language of this page. */
async function rememberHere(phone_id: string | null): Promise<void> {
  const { worker } = words.value.patrol.push;
  if (phone_id) await remember("phone", { phone_id, words: { ...worker } });
}

/** Let this phone be rung while the page is closed: belongs into a touch. */
export async function allowPush(): Promise<void> {
  const answer = await Notification.requestPermission();
  pushState.value = answer === "granted" ? "waiting" : answer === "denied" ? "denied" : "ask";
  if (answer === "granted") await settle();
}

let settling: Promise<void> | null = null;

/** Bring browser, register and screen to one state; callers at the same moment share it. */
export function settle(): Promise<void> {
  settling ??= settleAlone().finally(() => {
    settling = null;
  });
  return settling;
}

async function settleAlone(): Promise<void> {
  if (!owner) return;
  const { state, by } = await subscribe();
  if (!owner) return;
  try {
    // What could not be found out is not said: it would take away an address that is good.
    if (state !== "failed" || phoneId.value === null) await register(owner, by);
    pushState.value = state;
    await readPhones();
  } catch {
    pushState.value = state === "on" ? "failed" : state;
  }
}

/** The browser's subscription under the service's key of today, where all agree to one. */
async function subscribe(): Promise<{ state: PushState; by: NewPhone["by"] }> {
  const none = (state: PushState) => ({ state, by: null });
  if (byHandOnly && !installed.value) return none("install");
  const worker = registration.value;
  if (!worker || !("pushManager" in worker && "Notification" in globalThis)) return none("none");
  try {
    const { public_key } = await call("get", "/v1/web-push", {});
    if (public_key === null) return none("off");
    if (Notification.permission === "denied") return none("denied");
    if (Notification.permission !== "granted") return none("ask");
    const by = addressOf(await subscription(worker, public_key));
    return by ? { state: "on", by } : none("failed");
  } catch {
    return none("failed");
  }
}

async function subscription(worker: ServiceWorkerRegistration, public_key: string) {
  const standing = await worker.pushManager.getSubscription();
  if (standing && text(standing.options.applicationServerKey) === public_key) return standing;
  await standing?.unsubscribe();
  const options = { userVisibleOnly: true, applicationServerKey: public_key };
  return worker.pushManager.subscribe(options);
}

/** Bytes as base64url, the form in which the service says its key. */
function text(bytes: ArrayBuffer | null): string {
  const binary = String.fromCharCode(...new Uint8Array(bytes ?? new ArrayBuffer(0)));
  return btoa(binary).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

function addressOf(found: PushSubscription): NewPhone["by"] {
  const { endpoint, keys } = found.toJSON();
  const [p256dh, auth] = [keys?.["p256dh"], keys?.["auth"]];
  return endpoint && p256dh && auth ? { gateway: "web_push", endpoint, p256dh, auth } : null;
}

/** Say which phone this is. Raises Refused, Unreachable. */
async function register(officer: Me, by: NewPhone["by"]): Promise<void> {
  const show = "Notification" in globalThis ? Notification.permission === "granted" : false;
  const model = (navigator.platform || "web").slice(0, MODEL_MOST);
  const body: NewPhone = { platform: "web", model, by, allows: { show } };
  const known = phoneId.value;
  try {
    const path = { phone_id: known ?? "" };
    if (known) await call("put", "/v1/me/phones/{phone_id}", { path, body });
    else await registerAnew(officer, body);
  } catch (error) {
    // Another officer has signed in on this phone since, under the same number.
    if (!(error instanceof Refused) || error.status !== 404) throw error;
    await registerAnew(officer, body);
  }
}

async function registerAnew(officer: Me, body: NewPhone): Promise<void> {
  const made = await call("post", "/v1/me/phones", { body });
  keep(`phone_id.${officer.account_id}`, made.phone_id);
  if (owner === officer) phoneId.value = made.phone_id;
}

/** Read what the register knows. Raises Refused, Unreachable. */
export async function readPhones(): Promise<void> {
  const found = await call("get", "/v1/me/phones", {});
  if (owner) phones.value = found;
}

/** Ring this phone for trial: what arrives proves the way, what a gateway says does not. */
export async function tryRing(): Promise<void> {
  const phone_id = phoneId.value;
  if (!phone_id || trial.value === "asked") return;
  trial.value = "asked";
  try {
    const { outcome } = await call("post", "/v1/me/phones/{phone_id}/check", {
      path: { phone_id },
    });
    if (trial.value !== "asked") return;
    if (outcome !== "accepted") trial.value = outcome;
    else setTimeout(() => trial.value === "asked" && (trial.value = "silent"), CHECK_WAIT_MS);
  } catch (error) {
    trial.value = "none";
    tellProblem(error);
  }
}

/** A push has come: the inbox says what it is about. */
export function hearPush(told: Told): void {
  if (told.tell !== "pushed") return;
  if (told.trial) {
    trial.value = "arrived";
    void readPhones().catch(() => undefined);
  } else {
    void look()
      .then(() => withdraw(rings.value))
      .catch(() => undefined);
  }
}

/** Take back what calls for nothing: the task does not ring any more, or this page rings itself. */
async function withdraw(ringing: readonly Task[]): Promise<void> {
  const shown = (await registration.peek()?.getNotifications()) ?? [];
  const seen = document.visibilityState === "visible";
  const calling = new Set(ringing.map((task) => tagOf(task.task_id)));
  for (const one of shown) {
    if (one.tag.startsWith(tagOf("")) && (seen || !calling.has(one.tag))) one.close();
  }
}

/** Signing out here: nothing rings this phone any more, and nothing of the officer stays on it. */
export async function leavePhone(): Promise<void> {
  const phone_id = phoneId.peek();
  if (owner) drop(`phone_id.${owner.account_id}`);
  await forget();
  const standing = await registration.peek()?.pushManager?.getSubscription();
  await standing?.unsubscribe().catch(() => false);
  for (const shown of (await registration.peek()?.getNotifications()) ?? []) shown.close();
  if (!phone_id) return;
  await call("delete", "/v1/me/phones/{phone_id}", { path: { phone_id } }).catch(() => undefined);
}
