// What the next event of a stream is, and which number was heard last. Pure: see stream.ts.
import type { LiveEvent } from "../generated/live";

export interface Ordered {
  /** Null where it was heard already, or says nothing that can be read. */
  readonly event: LiveEvent | null;
  readonly seq: number | null;
  /** Something came that cannot be read: lists may have changed unheard. */
  readonly lost: boolean;
}

/** Read one event. Numbers rise but are not dense: a gap is no loss, a repeat is dropped. */
export function order(data: string, seq: number | null): Ordered {
  const event = eventOf(data);
  if (event === null) return { event: null, seq, lost: true };
  if (event.seq === null) return { event, seq, lost: false };
  if (seq !== null && event.seq <= seq) return { event: null, seq, lost: false };
  return { event, seq: event.seq, lost: false };
}

function eventOf(data: string): LiveEvent | null {
  try {
    const found: unknown = JSON.parse(data);
    if (typeof found !== "object" || found === null || !("seq" in found)) return null;
    // Too high a number would silence all that follow.
    if (found.seq !== null && !(Number.isSafeInteger(found.seq) && Number(found.seq) >= 0)) {
      return null;
    }
    if (!("body" in found) || typeof found.body !== "object" || found.body === null) return null;
    if (Array.isArray(found.body)) return null;
    return found as LiveEvent;
  } catch {
    return null;
  }
}
