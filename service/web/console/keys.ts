// Single keys, for hands that stay on the keyboard. They can be switched off: speech input types.
import { signal } from "@preact/signals";
import { type Incident, isOpen } from "../shared/api/forms";
import { keep, kept } from "../shared/kept";
import { dialog } from "./dialogs/shown";
import { leaveOffice, openPage } from "./office-where";
import { list, pane, searches } from "./pane";
import {
  goFound,
  goReview,
  isAtReview,
  leaveReview,
  openFound,
  openReview,
  openRoom,
} from "./review-where";
import { takeCommand } from "./state/acts";
import { acknowledge, acknowledgeAll, mute, muteLeft, unmute } from "./state/bell";
import { choose, chosen, chosenId, detail } from "./state/chosen";
import { mayAct, me } from "./state/desk";
import {
  faster,
  length_ms,
  play,
  replaying,
  seek,
  startReplay,
  stepLine,
  stepMinutes,
  stopReplay,
} from "./state/replay";

export const keysOn = signal(kept("keys", true));

export function setKeysOn(on: boolean): void {
  keysOn.value = on;
  keep("keys", on);
}

/** The line of the queue that Tab leads to: a hundred stops on the way to the map help nobody. */
export const atLine = signal<string | null>(null);

/** Of these lines, the one that Tab leads to: where one was last, what is open, or the first. */
export function entryOf(lines: readonly string[]): string | null {
  const wanted = [atLine.value, chosenId.value].find((id) => id !== null && lines.includes(id));
  return wanted ?? lines[0] ?? null;
}

/** Open an incident; a person has then seen it. */
export function openIncident(incident_id: string): void {
  acknowledge(incident_id);
  choose(incident_id);
}

/** Move the focus along the queue: Enter then opens, as it presses any button. */
export function step(by: number): void {
  const lines = [...document.querySelectorAll<HTMLElement>("[data-line]")];
  const focused = lines.indexOf(document.activeElement as HTMLElement);
  const open = lines.findIndex((line) => line.dataset["line"] === chosenId.value);
  const from = focused === -1 ? open : focused;
  const next = lines[from === -1 ? 0 : Math.max(0, Math.min(lines.length - 1, from + by))];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

/** The chosen incident where one may still act on it. */
function openChosen(): Incident | null {
  const incident = chosen.value;
  return incident && isOpen(incident) && mayAct.value ? incident : null;
}

/** Take command at once where nobody has it; else the reason is asked for. */
export function askForCommand(incident: Incident): void {
  const { commander } = incident;
  if (commander && commander.account_id === me.value?.account_id) return;
  if (commander) dialog.value = { name: "take", incident };
  else void takeCommand(incident);
}

function show(name: "priority" | "transfer" | "merge"): void {
  const incident = openChosen();
  if (incident) dialog.value = { name, incident };
}

const REPLAY_KEYS: Record<string, () => void> = {
  " ": play,
  ArrowLeft: () => stepMinutes(-1),
  ArrowRight: () => stepMinutes(1),
  ArrowUp: () => stepLine(-1),
  ArrowDown: () => stepLine(1),
  Home: () => seek(0),
  End: () => seek(length_ms.value),
  "+": () => faster(1),
  "-": () => faster(-1),
  Escape: stopReplay,
};

const KEYS: Record<string, () => void> = {
  j: () => step(1),
  k: () => step(-1),
  t: () => {
    const incident = openChosen();
    if (incident) askForCommand(incident);
  },
  h: () => {
    const incident = openChosen();
    if (incident && incident.commander?.account_id === me.value?.account_id) {
      dialog.value = { name: "hand", incident };
    }
  },
  H: () => {
    if (mayAct.value) dialog.value = { name: "hand", incident: null };
  },
  r: () => {
    const latched = detail.value.alarms.filter((alarm) => alarm.state === "latched");
    if (latched.length && mayAct.value) dialog.value = { name: "reset", alarms: latched };
  },
  c: () => {
    if (chosen.value && mayAct.value) dialog.value = { name: "close", incident: chosen.value };
  },
  n: () => {
    if (mayAct.value) dialog.value = { name: "open" };
  },
  u: () => {
    const incident = openChosen();
    if (incident) dialog.value = { name: "ask", incident, need: null };
  },
  p: () => show("priority"),
  x: () => show("transfer"),
  g: () => show("merge"),
  y: () => {
    if (chosenId.value !== null) void startReplay(chosenId.value);
  },
  a: acknowledgeAll,
  m: () => (muteLeft.value > 0 ? unmute() : mute()),
  "/": () => {
    list.value = "ended";
    pane.value = "queue";
    searches.value += 1;
  },
  Escape: () => {
    if (!document.querySelector(".menu-list")) choose(null);
  },
  "?": () => {
    dialog.value = { name: "keys" };
  },
};

// Beside the office only what rings is answered by a key.
const OFFICE_KEYS: Record<string, () => void> = {
  a: acknowledgeAll,
  m: () => (muteLeft.value > 0 ? unmute() : mute()),
  Escape: leaveOffice,
};

/** One step back: from the room to its request, from a request or a thing to its list. */
function stepBack(): void {
  const room = openRoom();
  if (room) goReview(room);
  else if (openReview()) goReview();
  else if (openFound()) goFound();
  else leaveReview();
}

// Beside footage requests and found things too.
const REVIEW_KEYS: Record<string, () => void> = {
  ...OFFICE_KEYS,
  Escape: stepBack,
};

// A slider is moved by the keys of the replay.
const TYPED_INTO = "input:not([type=range]), select, textarea";

/** What a key does in a replay; keys that press or move what has the focus stay with it. */
function replayKey(event: KeyboardEvent): (() => void) | undefined {
  const on = event.target instanceof Element ? event.target : null;
  if (event.key === " " && on?.closest("button, summary")) return undefined;
  if (event.key.startsWith("Arrow") && on?.closest(".map")) return undefined;
  if (/^Arrow(Up|Down)$/.test(event.key) && on?.closest("[data-line]")) return undefined;
  return REPLAY_KEYS[event.key];
}

/** Listen to keys that are meant for nothing else. Answers how to stop. */
export function watchKeys(): () => void {
  const onKey = (event: KeyboardEvent) => {
    if (document.querySelector("dialog[open]")) return;
    const busy = event.target instanceof Element && event.target.closest(TYPED_INTO);
    const modified = event.ctrlKey || event.metaKey || event.altKey;
    if (busy || modified || dialog.value !== null || !keysOn.value) return;
    if (document.querySelector("dialog[open], .menu-list")) return;
    const keys = openPage() ? OFFICE_KEYS : isAtReview() ? REVIEW_KEYS : KEYS;
    const act =
      (replaying.value && keys === KEYS ? replayKey(event) : undefined) ?? keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  };
  addEventListener("keydown", onKey);
  return () => removeEventListener("keydown", onKey);
}
