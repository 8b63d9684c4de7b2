// Some seconds of a recording as a film, piece after piece, as long as somebody lets it play.
import { signal } from "@preact/signals";
import { fetchFile } from "../../../shared/api/call";
import type { DeskCamera } from "../../../shared/api/forms";
import { frameTrouble, goTo, wanted } from "./at";

export interface Film {
  url: string;
  begins_ms: number;
  ends_ms: number;
  remade: boolean;
}

const PIECE_S = 20;

/** What plays; null while a frame stands. */
export const film = signal<Film | null>(null);
export const starting = signal(false);
let of: { footage_id: string; camera: DeskCamera } | null = null;
let turn = 0;

/** Play from where one is. */
export async function play(footage_id: string, camera: DeskCamera): Promise<void> {
  of = { footage_id, camera };
  await fetchPiece(wanted.peek());
}

async function fetchPiece(from_ms: number): Promise<void> {
  const mine = ++turn;
  if (!of) return;
  starting.value = true;
  try {
    const answer = await fetchFile(`/v1/footage-requests/${of.footage_id}/looks/piece`, {
      camera_id: of.camera.camera_id,
      from_at: new Date(from_ms).toISOString(),
      length_s: PIECE_S,
    });
    if (mine !== turn) return;
    const begins_ms = Date.parse(answer.headers.get("x-begins-at") ?? "") || from_ms;
    const ends_ms = Date.parse(answer.headers.get("x-ends-at") ?? "") || begins_ms;
    drop();
    const url = URL.createObjectURL(answer.blob);
    film.value = { url, begins_ms, ends_ms, remade: answer.headers.has("x-remade") };
    frameTrouble.value = null;
  } catch (error) {
    if (mine === turn) {
      stop();
      frameTrouble.value = error;
    }
  } finally {
    if (mine === turn) starting.value = false;
  }
}

/** So far it has played. */
export function filmMoved(second: number): void {
  const shown = film.peek();
  if (shown) wanted.value = shown.begins_ms + second * 1000;
}

/** A piece is over: the next follows, until the recording is. */
export async function filmEnded(): Promise<void> {
  const shown = film.peek();
  if (!shown || !of) return;
  const isOver = shown.ends_ms >= Date.parse(of.camera.until_at) - 100;
  if (isOver || shown.ends_ms <= shown.begins_ms) stop();
  else await fetchPiece(shown.ends_ms);
}

function drop(): void {
  const shown = film.peek();
  film.value = null;
  if (shown) URL.revokeObjectURL(shown.url);
}

/** Stop, at the frame where it stopped. */
export function stop(): void {
  turn += 1;
  starting.value = false;
  if (!film.peek()) return;
  drop();
  goTo(wanted.peek());
}

/** Nothing of a film stays on this screen. */
export function forgetFilm(): void {
  turn += 1;
  starting.value = false;
  drop();
  of = null;
}
