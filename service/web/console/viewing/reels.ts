// Pictures of masked films, ten seconds at a time, in memory and nowhere else.
//
// There is no address of a film and no file of one: a stretch is asked for, its pictures are drawn
// on a canvas, and all of it is let go when the viewing ends.
import { batch, signal } from "@preact/signals";
import { now } from "../../shared/api/clock";
import { fetchFile } from "../../shared/api/call";
import { Refused } from "../../shared/api/problem";
import type { MaskedFilm } from "../../shared/api/forms";

interface Picture {
  at_ms: number;
  jpeg: Blob;
}

export const REEL_MS = 10_000;
// What is kept of a film besides what is in sight: what was just shown, and what follows.
const REELS_KEPT = 3;
const HEAD_BYTES = 8;

/** The film that is chosen, and where in it one is, in milliseconds. */
export const film = signal<MaskedFilm | null>(null);
export const at_ms = signal(0);
export const playing = signal(false);
/** The picture to be drawn; null where none is here. */
export const picture = signal<Picture | null>(null);
export const trouble = signal<unknown>(null);
/** Until when nothing more is asked for: whoever jumps too often waits. */
export const pausedUntil = signal(0);

const reels = new Map<number, readonly Picture[]>();
const coming = new Set<number>();
let viewing_id = "";
let turn = 0;

/** Begin with a film of a viewing, at its first picture. */
export function openFilm(of: string, one: MaskedFilm): void {
  forgetFilms();
  viewing_id = of;
  film.value = one;
  seek(0);
}

/** Nothing of what was shown stays in this page. */
export function forgetFilms(): void {
  turn += 1;
  viewing_id = "";
  reels.clear();
  coming.clear();
  batch(() => {
    film.value = null;
    picture.value = null;
    trouble.value = null;
    at_ms.value = 0;
    playing.value = false;
    pausedUntil.value = 0;
  });
}

/** How long the chosen film is, in milliseconds. */
export function lengthMs(): number {
  return 1000 * (film.value?.film?.length_s ?? 0);
}

/** To a place in the film. */
export function seek(to_ms: number): void {
  at_ms.value = Math.min(Math.max(0, lengthMs() - 1), Math.max(0, to_ms));
  show();
}

/** To the picture beside the one in sight. */
export function step(by: -1 | 1): void {
  playing.value = false;
  const here = picture.peek()?.at_ms ?? at_ms.peek();
  const all = [...reels.keys()].sort((a, b) => a - b).flatMap((number) => reels.get(number) ?? []);
  const beside =
    by === 1 ? all.find((one) => one.at_ms > here) : all.filter((one) => one.at_ms < here).at(-1);
  // Beyond what is here the next reel begins, or the one before ends.
  const edge = Math.floor(here / REEL_MS) * REEL_MS + (by === 1 ? REEL_MS : -1);
  seek(beside && near(beside.at_ms, here) ? beside.at_ms : edge);
}

const near = (a_ms: number, b_ms: number) => Math.abs(a_ms - b_ms) <= REEL_MS;

/** Draw what belongs here, and have ready what follows. */
function show(): void {
  const number = Math.floor(at_ms.peek() / REEL_MS);
  const here = reels.get(number);
  if (here) {
    const found = here.filter((one) => one.at_ms <= at_ms.peek()).at(-1) ?? here[0];
    if (found) picture.value = found;
  }
  const last = (film.peek()?.film?.reels ?? 0) - 1;
  if (!here) void bring(number);
  else if (playing.peek() && number < last && !reels.has(number + 1)) void bring(number + 1);
}

async function bring(reel: number): Promise<void> {
  const [mine, of] = [turn, film.peek()];
  if (!of || coming.has(reel) || now() < pausedUntil.peek()) return;
  coming.add(reel);
  try {
    const { blob } = await fetchFile(`/v1/viewings/${viewing_id}/stretches`, {
      masking_id: of.masking_id,
      reel,
    });
    const found = picturesOf(await blob.arrayBuffer());
    if (mine !== turn) return;
    reels.set(reel, found);
    letGo();
    trouble.value = null;
  } catch (error) {
    if (mine !== turn) return;
    const wait_s = error instanceof Refused ? error.problem.retry_s : undefined;
    if (error instanceof Refused && error.status === 429) {
      pausedUntil.value = now() + 1000 * (wait_s ?? 2);
    } else {
      playing.value = false;
      trouble.value = error;
    }
  } finally {
    if (mine === turn) coming.delete(reel);
  }
  // One may be elsewhere by now.
  if (mine === turn && trouble.peek() === null) show();
}

/** Of what was shown only what is near is kept. */
function letGo(): void {
  const here = Math.floor(at_ms.peek() / REEL_MS);
  const far = [...reels.keys()].sort((a, b) => Math.abs(b - here) - Math.abs(a - here));
  for (const number of far.slice(0, Math.max(0, far.length - REELS_KEPT))) reels.delete(number);
}

/** Try once more what was refused or did not come. */
export function again(): void {
  trouble.value = null;
  show();
}

/** What a stretch holds: for each picture its time, its length, and a JPEG. */
export function picturesOf(bytes: ArrayBuffer): Picture[] {
  const view = new DataView(bytes);
  const found: Picture[] = [];
  for (let at = 0; at + HEAD_BYTES <= bytes.byteLength;) {
    const [time_ms, length] = [view.getUint32(at), view.getUint32(at + 4)];
    const from = at + HEAD_BYTES;
    found.push({ at_ms: time_ms, jpeg: new Blob([bytes.slice(from, from + length)]) });
    at = from + length;
  }
  return found;
}
