// The worker's own global, with what the compiler's library does not know of notifications yet.
declare const self: ServiceWorkerGlobalScope;
export const worker = self;

export interface RingOptions extends NotificationOptions {
  actions?: { action: string; title: string }[];
  renotify?: boolean;
  timestamp?: number;
  vibrate?: number[];
}

/** The windows in which the patrol's page is open. */
export async function pages(): Promise<readonly WindowClient[]> {
  const all = await worker.clients.matchAll({ type: "window", includeUncontrolled: true });
  return all.filter((one) => /^\/patrol(\/|$)/.test(new URL(one.url).pathname));
}
