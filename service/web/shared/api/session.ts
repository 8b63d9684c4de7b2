// Who is signed in. The access token lives in memory only; the refresh token is in a cookie that
// no script can read.
import { signal } from "@preact/signals";
import type { components } from "../generated/openapi";
import { keep as keepWord, kept } from "../kept";
import { learnTime } from "./clock";
import { Refused, readProblem, Unreachable } from "./problem";

type Session = components["schemas"]["Session"];
type FactorConfirmed = components["schemas"]["FactorConfirmed"];
type SignOn = components["schemas"]["SignOn"];
export type FactorShown = components["schemas"]["FactorShown"];

/** "asking" until the cookie has been tried; "unreachable" while nobody answers. */
export const signedIn = signal<"asking" | "unreachable" | "no" | "yes">("asking");

/** Whether a session that stood here has ended by itself; the door says so. */
export const sessionEnded = signal(false);

// Whether this browser came in by a provider, which then has to be left too.
const BY_PROVIDER = "byProvider";
const CALL_WAIT_MS = 10_000;
// A token is renewed this long before it expires, so that no call has to wait for it.
const RENEW_BEFORE_MS = 60_000;

let access = "";
let expires_at = 0;
let renewing: Promise<void> | null = null;

/** Send one request and learn the time from its answer. Raises Unreachable. */
export async function send(path: string, init: RequestInit): Promise<Response> {
  const asked = Date.now();
  const ending = new AbortController();
  // Not cleared when the head has come: the body must end in time as well.
  setTimeout(() => ending.abort(), CALL_WAIT_MS);
  try {
    const answer = await fetch(path, { ...init, signal: ending.signal });
    learnTime(answer.headers.get("date"), asked, Date.now());
    return answer;
  } catch (error) {
    throw new Unreachable(String(error));
  }
}

/** Ask a door that is open to all. Raises Refused, Unreachable. */
export async function ask<T>(path: string, body: object): Promise<T> {
  const answer = await send(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Refused(answer.status, await readProblem(answer));
  return (await answer.json()) as T;
}

/** What is asked after a right password, before one is signed in. */
export interface NextStep {
  step: "code" | "password" | "enrol";
  challenge: string;
}

const STEPS: Readonly<Record<string, NextStep["step"]>> = {
  "identity.code_needed": "code",
  "identity.password_once": "password",
  "identity.factor_missing": "enrol",
};

/** Signed in, or what is asked next: a refusal that names it is no failure. */
async function stepped(asking: Promise<Session>): Promise<NextStep | null> {
  try {
    keep(await asking);
    return null;
  } catch (error) {
    const step = error instanceof Refused ? STEPS[error.problem.code] : undefined;
    const challenge = error instanceof Refused ? error.problem.challenge : undefined;
    if (step === undefined || challenge === undefined) throw error;
    return { step, challenge };
  }
}

/** Sign in with name and password; what is asked next, if anything. Raises Refused, Unreachable. */
export function signIn(name: string, password: string): Promise<NextStep | null> {
  keepWord(BY_PROVIDER, false);
  return stepped(ask<Session>("/v1/sessions", { name, password, cookie: true }));
}

/** Go on with a code of the second factor or a recovery code. Raises Refused, Unreachable. */
export function giveCode(challenge: string, code: string): Promise<NextStep | null> {
  return stepped(ask<Session>("/v1/sessions/code", { challenge, code, cookie: true }));
}

/** Go on with a password of one's own. Raises Refused, Unreachable. */
export function givePassword(challenge: string, password: string): Promise<NextStep | null> {
  return stepped(ask<Session>("/v1/sessions/password", { challenge, password, cookie: true }));
}

/** A secret for an authenticator. Raises Refused, Unreachable. */
export function askFactor(challenge: string): Promise<FactorShown> {
  return ask<FactorShown>("/v1/sessions/factor", { challenge });
}

/** Confirm the secret; the recovery codes, and how to enter once they are kept. */
export async function confirmFactor(
  challenge: string,
  code: string,
): Promise<{ codes: readonly string[]; enter: () => void }> {
  const body = { challenge, code, cookie: true };
  const done = await ask<FactorConfirmed>("/v1/sessions/factor/confirm", body);
  return { codes: done.recovery_codes, enter: () => keep(done.session) };
}

/** Whether people may sign in by a provider; where nobody answers, it is not offered. */
export async function hasSignOn(): Promise<boolean> {
  const answer = await send("/v1/sign-on", { method: "GET" }).catch(() => null);
  if (!answer?.ok) return false;
  return ((await answer.json()) as SignOn).available;
}

/** Go to the provider; it leads back here. */
export function goToSignOn(): void {
  keepWord(BY_PROVIDER, true);
  location.assign("/v1/sign-on/start");
}

/** What the provider's way back has left in the address: what is asked next, or what is refused. */
export function cameBack(): NextStep | Refused | null {
  const said = new URLSearchParams(location.hash.slice(1));
  const code = said.get("sign-on");
  if (code === null) return null;
  history.replaceState(null, "", location.pathname + location.search);
  const [step, challenge] = [STEPS[code], said.get("challenge")];
  if (step !== undefined && challenge !== null) return { step, challenge };
  return new Refused(403, { code, title: "", status: 403 });
}

/** Sign out here, at the service where it can be reached, and at the provider one came from. */
export async function signOut(): Promise<void> {
  const token = access;
  const byProvider = kept(BY_PROVIDER, false);
  forget();
  await send("/v1/sessions/current", {
    method: "DELETE",
    headers: { Authorization: `Bearer ${token}` },
  }).catch(() => undefined);
  if (!byProvider) return;
  keepWord(BY_PROVIDER, false);
  location.assign("/v1/sign-on/end");
}

// Beside the cookie that no script can read stands one that says that there is one.
const MARK = "watchbell_session=";

/** Try the cookie once at start, if there is one; while nobody answers, try again. */
export async function restore(): Promise<void> {
  if (!document.cookie.includes(MARK)) {
    forget();
    return;
  }
  for (let pause_ms = 1000; ; pause_ms = Math.min(2 * pause_ms, 10_000)) {
    try {
      await renew();
      return;
    } catch (error) {
      if (error instanceof Refused && error.status < 500) return;
      signedIn.value = "unreachable";
      await new Promise((done) => setTimeout(done, pause_ms));
    }
  }
}

/** A token that holds for a while. Raises Refused when signed out, Unreachable. */
export async function token(): Promise<string> {
  if (Date.now() > expires_at - RENEW_BEFORE_MS) {
    try {
      await renew();
    } catch (error) {
      if (Date.now() >= expires_at || error instanceof Refused) throw error;
    }
  }
  return access;
}

/** Renew the session; callers at the same moment share one request. Raises Refused, Unreachable. */
export function renew(): Promise<void> {
  renewing ??= renewAlone().finally(() => {
    renewing = null;
  });
  return renewing;
}

async function renewAlone(): Promise<void> {
  try {
    // Tabs share the cookie, and each use changes it: one at a time.
    const renewed = await inTurn(() => ask<Session>("/v1/sessions/refresh", {}));
    const before = sessionOf(access);
    if (before && before !== sessionOf(renewed.access_token)) location.reload();
    keep(renewed);
  } catch (error) {
    if (error instanceof Refused && error.status === 401) {
      sessionEnded.value = access !== "";
      forget();
      document.cookie = `${MARK}; Path=/; Max-Age=0`;
    }
    throw error;
  }
}

async function inTurn(work: () => Promise<Session>): Promise<Session> {
  // Only pages of a secure origin have locks.
  return navigator.locks ? navigator.locks.request("watchbell.session", work) : work();
}

/** The session that a token belongs to: another one means that another person signed in here. */
function sessionOf(jwt: string): string {
  const claims = jwt.split(".")[1];
  if (!claims) return "";
  const text = atob(claims.replace(/-/g, "+").replace(/_/g, "/"));
  return (JSON.parse(text) as { sub?: string }).sub ?? "";
}

function keep(session: Session): void {
  access = session.access_token;
  expires_at = Date.now() + session.expires_in_s * 1000;
  sessionEnded.value = false;
  signedIn.value = "yes";
}

function forget(): void {
  access = "";
  expires_at = 0;
  signedIn.value = "no";
}
