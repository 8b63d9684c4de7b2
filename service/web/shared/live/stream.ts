// The live stream: every event once and in order, also over a line that breaks.
//
// Read with fetch rather than EventSource, because that one cannot send an access token. After a
// break it resumes with Last-Event-ID, so nothing numbered is missed; what carries no number
// (positions) is, and `onOpen` says so, for the page to read its lists again.
import { batch, signal } from "@preact/signals";
import { createParser } from "eventsource-parser";
import { Refused } from "../api/problem";
import { renew, signedIn, token } from "../api/session";
import type { LiveEvent } from "../generated/live";
import { order } from "./order";

/** What a page shows of its line. "offline" once several tries have failed. */
export type LiveState = "live" | "reconnecting" | "offline";

// The service sends a beat every 15 s; a line that is silent for longer than two is dead.
const SILENCE_MOST_MS = 40_000;
// A token that ends takes the stream with it; a new one is there within this, and nobody need know.
const UNNOTICED_MS = 1500;
const AGAIN_FIRST_MS = 500;
const AGAIN_MOST_MS = 5000;
const OFFLINE_AFTER_TRIES = 3;

const others = new Set<(event: LiveEvent) => void>();

/** Hear events beside the page itself. Answers how to stop. */
export function alsoHear(hear: (event: LiveEvent) => void): () => void {
  others.add(hear);
  return () => void others.delete(hear);
}

interface Hooks {
  onEvent: (event: LiveEvent) => void;
  /** The line stands. `gap` means that lists may have changed unheard: read them. */
  onOpen: (gap: boolean) => void;
}

export const liveState = signal<LiveState>("reconnecting");
/** Since when nothing has been heard, by our own clock; null while the line stands. */
export const cutSince = signal<number | null>(null);

/** Listen until stopped or signed out. */
export function listen(hooks: Hooks): () => void {
  const stopping = new AbortController();
  void run(hooks, stopping.signal);
  return () => stopping.abort();
}

async function run(hooks: Hooks, stop: AbortSignal): Promise<void> {
  let seq: number | null = null;
  let tries = 0;
  let opened = false;
  let broke_at = 0;
  liveState.value = "reconnecting";
  const opening = () => {
    const gap = !opened || seq === null || Date.now() - broke_at > UNNOTICED_MS;
    opened = true;
    tries = 0;
    liveState.value = "live";
    cutSince.value = null;
    hooks.onOpen(gap);
  };
  const hearing = (data: string) => {
    const found = order(data, seq);
    seq = found.seq;
    if (found.event) {
      hooks.onEvent(found.event);
      for (const hear of others) hear(found.event);
    }
    if (found.lost) hooks.onOpen(true);
  };
  while (!stop.aborted && signedIn.value !== "no") {
    try {
      await read(seq, stop, opening, hearing);
    } catch (error) {
      if (error instanceof Refused && error.status === 401) await renew().catch(() => undefined);
    }
    if (stop.aborted) return;
    if (tries === 0) {
      broke_at = Date.now();
      cutSince.value = broke_at;
      setTimeout(() => {
        if (liveState.value === "live" && tries > 0 && !stop.aborted) {
          liveState.value = "reconnecting";
        }
      }, UNNOTICED_MS);
    }
    tries += 1;
    if (tries > 1) liveState.value = tries > OFFLINE_AFTER_TRIES ? "offline" : "reconnecting";
    const pause_ms = Math.min(AGAIN_FIRST_MS * 2 ** (tries - 1), AGAIN_MOST_MS);
    await pause(tries === 1 ? 50 : pause_ms * (0.75 + Math.random() / 2), stop);
  }
}

/** One connection, until it ends. Raises Refused, Unreachable, or what fetch raises. */
async function read(
  seq: number | null,
  stop: AbortSignal,
  onOpen: () => void,
  onData: (data: string) => void,
): Promise<void> {
  const ending = new AbortController();
  const end = () => ending.abort();
  stop.addEventListener("abort", end);
  addEventListener("offline", end);
  let silence = setTimeout(end, SILENCE_MOST_MS);
  try {
    const headers: Record<string, string> = {
      Authorization: `Bearer ${await token()}`,
      Accept: "text/event-stream",
    };
    if (seq !== null) headers["Last-Event-ID"] = String(seq);
    const answer = await fetch("/v1/live", { headers, cache: "no-store", signal: ending.signal });
    if (!answer.ok || !answer.body) {
      throw new Refused(answer.status, { code: "live", title: "", status: answer.status });
    }
    const parser = createParser({
      onEvent: (message) => onData(message.data),
    });
    const reader = answer.body.getReader();
    const decoder = new TextDecoder();
    let open = false;
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      clearTimeout(silence);
      silence = setTimeout(end, SILENCE_MOST_MS);
      if (!open) {
        open = true;
        onOpen();
      }
      batch(() => parser.feed(decoder.decode(value, { stream: true })));
    }
  } finally {
    clearTimeout(silence);
    removeEventListener("offline", end);
    stop.removeEventListener("abort", end);
    ending.abort();
  }
}

/** Wait, but not past the moment at which the network is back or the page is looked at again. */
function pause(wait_ms: number, stop: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      removeEventListener("online", done);
      document.removeEventListener("visibilitychange", seen);
      stop.removeEventListener("abort", done);
      resolve();
    };
    const seen = () => document.visibilityState === "visible" && done();
    const timer = setTimeout(done, wait_ms);
    addEventListener("online", done);
    document.addEventListener("visibilitychange", seen);
    stop.addEventListener("abort", done);
  });
}
