// The page without a network: exactly the files of one version, and never anything that the
// service answers. Pictures and personal answers are not looked at here at all.
import { worker } from "./scope";

declare const SHELL: readonly string[];
declare const VERSION: string;

const OURS = "watchbell-patrol-";
const NAME = OURS + VERSION;
const PAGE = "/patrol/";

/** Put the whole version aside, or fail: half of one is none. */
export async function keepShell(): Promise<void> {
  const kept = await caches.open(NAME);
  await kept.addAll(SHELL.map((path) => new Request(path, { credentials: "omit" })));
}

/** Let go of every other version. */
export async function dropOthers(): Promise<void> {
  const names = await caches.keys();
  const others = names.filter((name) => name.startsWith(OURS) && name !== NAME);
  await Promise.all(others.map((name) => caches.delete(name)));
}

/** Answer for the page and its files; for all else the browser asks the service itself. */
export function answerShell(event: FetchEvent): void {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== worker.location.origin) return;
  const path = request.mode === "navigate" ? PAGE : url.pathname;
  if (SHELL.includes(path)) event.respondWith(fromShell(path, request));
}

async function fromShell(path: string, request: Request): Promise<Response> {
  const kept = await caches.open(NAME);
  return (await kept.match(path)) ?? fetch(request);
}
