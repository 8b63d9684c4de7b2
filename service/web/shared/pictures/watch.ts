// What a warm camera shows now: JPEG pictures one after the other over one answer that stays open
// (multipart/x-mixed-replace). Read by hand rather than by <img>, which tells nobody why nothing
// comes, how old a picture is, or that it has stood still for a minute.
import { Refused, readProblem, Unreachable } from "../api/problem";

/** One picture of the answer. */
export interface Seen {
  data: Uint8Array<ArrayBuffer>;
  /** When it reached the service, in milliseconds since 1970 by the service's clock. */
  captured_at: number;
}

// More than a whole picture of eight megapixels: beyond it the answer is not what it says.
const PART_MOST = 16 * 1024 * 1024;
const HEAD_END = [13, 10, 13, 10];

let ending: AbortController | null = null;

/** Pictures as they come, until the camera falls, the service ends it, or the reader leaves.
 *
 * One at a time on a page: another one ends the former. Raises Refused, Unreachable.
 */
export async function* watch(address: string, stop: AbortSignal): AsyncGenerator<Seen> {
  ending?.abort();
  const mine = new AbortController();
  const end = () => mine.abort();
  ending = mine;
  stop.addEventListener("abort", end);
  if (stop.aborted) end();
  try {
    const answer = await fetch(address, { cache: "no-store", signal: mine.signal });
    if (!answer.ok || !answer.body) throw new Refused(answer.status, await readProblem(answer));
    yield* parts(answer.body.getReader());
  } catch (error) {
    if (error instanceof Refused) throw error;
    throw new Unreachable(String(error));
  } finally {
    stop.removeEventListener("abort", end);
    mine.abort();
    if (ending === mine) ending = null;
  }
}

async function* parts(
  reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>,
): AsyncGenerator<Seen> {
  let held = new Uint8Array();
  for (;;) {
    for (let part = takePart(held); part; part = takePart(held)) {
      held = held.subarray(part.end);
      yield part.seen;
    }
    const { done, value } = await reader.read();
    if (done) return;
    const longer = new Uint8Array(held.length + value.length);
    longer.set(held);
    longer.set(value, held.length);
    held = longer;
  }
}

/** The first whole part of what has come, and where it ends. */
function takePart(held: Uint8Array<ArrayBuffer>): { seen: Seen; end: number } | null {
  const headEnd = held.findIndex((_, at) => HEAD_END.every((byte, by) => held[at + by] === byte));
  if (headEnd === -1) {
    if (held.length > PART_MOST) throw new Unreachable("a head without an end");
    return null;
  }
  const head = new TextDecoder().decode(held.subarray(0, headEnd));
  const size = Number(/^content-length: *(\d+)/im.exec(head)?.[1]);
  const captured_at = Date.parse(/^x-captured-at: *(\S+)/im.exec(head)?.[1] ?? "");
  if (!(size <= PART_MOST) || Number.isNaN(captured_at)) {
    throw new Unreachable("a part without its size and time");
  }
  const begin = headEnd + HEAD_END.length;
  if (held.length < begin + size) return null;
  // A copy: what follows in the buffer must not be kept alive by it.
  return { seen: { data: held.slice(begin, begin + size), captured_at }, end: begin + size };
}
