// One desk on several screens: what each window shows, and how they follow one another.
//
// `?wall` is a large picture for a wall: nothing can be done there, and nobody's name stands on it.
// `?screen=map`, `queue` or `incident` is one part of a desk in a window of its own.
import { effect } from "@preact/signals";
import { acknowledgedKeys, hearAcknowledged } from "./state/bell";
import { choose, chosenId } from "./state/chosen";
import { me } from "./state/desk";

const asked = new URLSearchParams(location.search);
const PARTS = ["map", "queue", "incident"] as const;
export type Part = (typeof PARTS)[number];

export const wall = asked.has("wall");
export const part: Part | null = PARTS.find((one) => one === asked.get("screen")) ?? null;

interface Told {
  /** Whose desk: another person at this machine follows nobody. */
  account_id: string;
  chosen?: string | null;
  acknowledged?: readonly string[];
}

/** Choose and acknowledge in one window, see it in all. Answers how to stop. */
export function followScreens(): () => void {
  if (wall) return () => undefined;
  const line = new BroadcastChannel("watchbell.desk");
  let heard: string | null = chosenId.peek();
  const tell = (what: Omit<Told, "account_id">) => {
    const account_id = me.peek()?.account_id;
    if (account_id) line.postMessage({ account_id, ...what });
  };
  line.onmessage = (event: MessageEvent<Told>) => {
    const told = event.data;
    if (told.account_id !== me.peek()?.account_id) return;
    if (told.chosen !== undefined) {
      heard = told.chosen;
      choose(told.chosen);
    }
    if (told.acknowledged) hearAcknowledged(told.acknowledged);
  };
  const stops = [
    effect(() => {
      const chosen = chosenId.value;
      if (chosen === heard) return;
      heard = chosen;
      tell({ chosen });
    }),
    effect(() => {
      const keys = acknowledgedKeys.value;
      if (keys.length) tell({ acknowledged: keys });
    }),
  ];
  return () => {
    for (const stop of stops) stop();
    line.close();
  };
}

/** Open the other parts of this desk in windows of their own. */
export function openScreens(): void {
  for (const one of ["map", "incident"]) {
    open(`/console/?screen=${one}`, `watchbell.${one}`, "popup,width=1280,height=900");
  }
}
