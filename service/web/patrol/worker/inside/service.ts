// The service, asked while no page is open: the session's cookie is all that there is.
import { judge } from "../../duties";
import type { Answer } from "../said";
import { worker } from "./scope";

const WAIT_MS = 8000;
const PAUSES_MS = [0, 1000, 4000];

/** What became of an answer: taken, too late, or not heard. */
export type Outcome = "done" | "late" | "unsent";

async function send(method: string, path: string, body: object, token = ""): Promise<Response> {
  const headers: Record<string, string> = { "Content-Type": "application/json" };
  if (token) headers["Authorization"] = `Bearer ${token}`;
  const signal = AbortSignal.timeout?.(WAIT_MS) ?? null;
  return fetch(path, { method, headers, body: JSON.stringify(body), keepalive: true, signal });
}

/** Send until the service itself has answered; null where it does not. */
async function insist(work: () => Promise<Response>): Promise<Response | null> {
  for (const pause_ms of PAUSES_MS) {
    await new Promise((done) => setTimeout(done, pause_ms));
    const answer = await work().catch(() => null);
    // A refusal of ours says so; a proxy's or a hotel network's page is no answer.
    const ours = answer?.ok || answer?.headers.get("Content-Type")?.includes("problem+json");
    if (answer && judge(answer.status, "", 0, ours).do !== "again") return answer;
  }
  return null;
}

/** Say that a push has arrived, or been looked at: its number is the proof. */
export async function giveReceipt(attempt: string, seen: boolean): Promise<void> {
  const body = { delivery_id: attempt, at: new Date().toISOString(), seen };
  await insist(() => send("POST", "/v1/receipts", body));
}

/** Answer a ring in the officer's name. */
export async function answerRing(task_id: string, move: Answer): Promise<Outcome> {
  const token = await session();
  if (!token) return "unsent";
  const answer = await insist(() => send("POST", `/v1/tasks/${task_id}/moves`, { move }, token));
  if (!answer || answer.status === 401) return "unsent";
  return answer.ok ? "done" : "late";
}

/** Tell the service a new address of this phone. */
export async function sayAddress(phone_id: string, subscription: PushSubscription): Promise<void> {
  const token = await session();
  const by = addressOf(subscription);
  if (!token || !by) return; // The page says it at its next start.
  const body = { platform: "web", model: "browser", by, allows: { show: true } };
  await insist(() => send("PUT", `/v1/me/phones/${phone_id}`, body, token));
}

/** A subscription as the register takes it. */
function addressOf(subscription: PushSubscription) {
  const { endpoint, keys } = subscription.toJSON();
  const [p256dh, auth] = [keys?.["p256dh"], keys?.["auth"]];
  return endpoint && p256dh && auth ? { gateway: "web_push", endpoint, p256dh, auth } : null;
}

/** A token out of the session's cookie; pages share it, and each use changes it. */
async function session(): Promise<string> {
  const work = async () => {
    const answer = await insist(() => send("POST", "/v1/sessions/refresh", {}));
    if (!answer?.ok) return "";
    return ((await answer.json()) as { access_token: string }).access_token;
  };
  const { locks } = worker.navigator;
  return locks ? locks.request("watchbell.session", work) : work();
}
