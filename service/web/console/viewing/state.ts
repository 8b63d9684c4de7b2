// What is shown of a request: its masked films, its viewing room, its copies; kept true by the
// live stream.
import { batch, signal } from "@preact/signals";
import { call } from "../../shared/api/call";
import type { FilmCopy, MaskedFilm, Viewing, ViewingRoom } from "../../shared/api/forms";
import { alsoHear } from "../../shared/live/stream";

export const films = signal<readonly MaskedFilm[]>([]);
export const room = signal<ViewingRoom | null>(null);
export const copies = signal<readonly FilmCopy[]>([]);
export const showingStage = signal<"waiting" | "ready" | "failed">("waiting");

// What changes in one breath is read once.
const GATHER_MS = 150;

let shown = "";
let turn = 0;
let gathering: ReturnType<typeof setTimeout> | null = null;

/** Read all that is shown of the request. */
export async function readShowing(): Promise<void> {
  const mine = ++turn;
  const path = { footage_id: shown };
  try {
    const [made, open, given] = await Promise.all([
      call("get", "/v1/footage-requests/{footage_id}/maskings", { path }),
      call("get", "/v1/footage-requests/{footage_id}/viewing-room", { path }),
      call("get", "/v1/footage-requests/{footage_id}/copies", { path }),
    ]);
    if (mine !== turn) return;
    batch(() => {
      films.value = made;
      room.value = open;
      copies.value = given;
      showingStage.value = "ready";
    });
  } catch {
    if (mine === turn && showingStage.peek() !== "ready") showingStage.value = "failed";
  }
}

/** Keep what is shown of a request true. Answers how to stop. */
export function attendShowing(footage_id: string): () => void {
  shown = footage_id;
  void readShowing();
  const stop = alsoHear((event) => {
    const said = ["footage.masked", "footage.viewed", "footage.changed"].includes(event.topic);
    if (!said || !("footage_id" in event.body) || event.body.footage_id !== shown) return;
    gathering ??= setTimeout(() => {
      gathering = null;
      void readShowing();
    }, GATHER_MS);
  });
  return () => {
    stop();
    if (gathering) clearTimeout(gathering);
    gathering = null;
    turn += 1;
    shown = "";
    batch(() => {
      films.value = [];
      room.value = null;
      copies.value = [];
      showingStage.value = "waiting";
    });
  };
}

/** The viewing that runs at an instant, in milliseconds; null where none does. */
export function runningOf(of: ViewingRoom | null, now_ms: number): Viewing | null {
  const runs = (one: Viewing) => one.ended_at === null && Date.parse(one.until_at) > now_ms;
  return of?.viewings.find(runs) ?? null;
}
