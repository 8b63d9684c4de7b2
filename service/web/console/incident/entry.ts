// A line of the timeline in words. Its body comes as it was written: what is not there is not said.
import type { TimelineEntry } from "../../shared/api/forms";
import { about, distance, timeOf } from "../../shared/format";
import { said, words } from "../../shared/words";
import { reasonWords } from "../../shared/words/reasons";

export interface Line {
  who: string;
  what: string;
  more: string;
  note: string;
  tone: "good" | "warn" | "bad" | "plain";
}

type Body = Record<string, unknown>;

const text = (body: Body, name: string) => (typeof body[name] === "string" ? body[name] : "");
const figure = (body: Body, name: string) => (typeof body[name] === "number" ? body[name] : null);
const texts = (body: Body, name: string) =>
  Array.isArray(body[name]) ? (body[name] as unknown[]).map(String) : [];

const TONES: Partial<Record<TimelineEntry["kind"], Line["tone"]>> = {
  pressed: "bad",
  desk: "bad",
  real: "bad",
  lost: "bad",
  declined: "warn",
  no_answer: "warn",
  no_picture: "warn",
  no_unit_asked: "warn",
  not_turned: "warn",
  not_turned_back: "warn",
  hold_ends: "warn",
  accepted: "good",
  on_scene: "good",
  cleared: "good",
  closed: "good",
};

/** The words of one line; `areaName` names the areas of transfers. */
export function entryWords(entry: TimelineEntry, areaName: (code: string) => string): Line {
  const body = entry.body as Body;
  const w = words.value.entry;
  return {
    who: entry.who || (SYSTEM.has(entry.kind) ? "" : w.system),
    what: whatOf(entry, body, areaName),
    more: moreOf(entry, body, areaName),
    note: text(body, "note"),
    tone: TONES[entry.kind] ?? "plain",
  };
}

// What nobody in particular did reads as a sentence of its own.
const SYSTEM: ReadonlySet<TimelineEntry["kind"]> = new Set([
  "opened",
  "no_unit_asked",
  "desk",
  "pictures",
  "no_picture",
  "turned",
  "not_turned",
  "turned_back",
  "not_turned_back",
  "hold_ends",
  "search",
]);

function whatOf(entry: TimelineEntry, body: Body, areaName: (code: string) => string): string {
  const w = words.value;
  const e = w.entry;
  switch (entry.kind) {
    case "opened":
      return e.opened(said(w.source, text(body, "source")));
    case "pressed":
      return e.pressed(said(w.kind, text(body, "kind")));
    case "reset":
      return e.reset(said(w.disposition, text(body, "disposition")));
    case "offered":
      return text(body, "by") ? e.offeredBy(text(body, "by")) : e.offered;
    case "channel": {
      const outcomes = texts(body, "outcomes").map((one) => said(w.outcome, one));
      return e.channel(said(w.channel, text(body, "channel")), [...new Set(outcomes)].join(", "));
    }
    case "desk":
      return e.desk(said(w.deskReason, text(body, "reason")));
    case "pictures":
      return e.pictures(Array.isArray(body["cameras"]) ? body["cameras"].length : 0);
    case "no_picture": {
      const camera = text(body, "camera");
      const trouble = said(w.trouble, text(body, "trouble"));
      return camera ? e.no_picture(camera, trouble) : trouble;
    }
    case "turned":
      return e.turned(text(body, "camera"), text(body, "preset"));
    case "turned_back":
      return e.turned_back(text(body, "camera"));
    case "not_turned":
    case "not_turned_back": {
      const trouble = said(w.trouble, text(body, "trouble"));
      return e[entry.kind](text(body, "camera"), trouble, text(body, "preset"));
    }
    case "command": {
      const from = text(body, "from");
      return from ? e.commandFrom(from) : e.command;
    }
    case "handover_offered":
    case "not_handed_over":
      return e[entry.kind](text(body, "to"));
    case "handed_over":
      return e.handed_over(text(body, "from"));
    case "transfer":
      return e.transfer(areaName(text(body, "area")));
    case "merge": {
      const into = figure(body, "into");
      return into === null ? e.takenIn(figure(body, "taken_in") ?? 0) : e.mergedInto(into);
    }
    case "search":
      return said(w.search.did, text(body, "did"));
    case "priority":
      return e.priority(figure(body, "priority") ?? 0);
    case "closed":
      return e.closed(said(w.disposition, text(body, "disposition")));
    default:
      return e[entry.kind];
  }
}

function moreOf(entry: TimelineEntry, body: Body, areaName: (code: string) => string): string {
  const w = words.value;
  const parts: string[] = [];
  const away = figure(body, "distance_m");
  const eta = figure(body, "eta_s");
  const off = figure(body, "clock_off_s");
  if (entry.kind === "opened") {
    // The city above a county has no name at the county's desk, and its code tells nobody anything.
    const named = texts(body, "told").filter((code) => areaName(code) !== code);
    if (named.length) parts.push(w.entry.told(named.map(areaName).join(", ")));
  }
  if (entry.kind === "pressed") {
    parts.push(text(body, "room"));
    if (off !== null) parts.push(timeOf(text(body, "pressed_at")));
    if (body["said_test"] === true) parts.push(w.entry.saidTest);
  }
  if (entry.kind === "search") {
    parts.push(text(body, "ending") && said(w.search.ending, text(body, "ending")));
    parts.push(entry.who);
  }
  if (entry.kind === "desk") {
    const role = text(body, "role");
    parts.push(role && said(w.role, role));
  }
  parts.push(text(body, "point"));
  if (away !== null) parts.push(distance(away));
  if (eta !== null) parts.push(w.entry.eta(about(eta)));
  if (entry.kind === "offered") parts.push(reasonWords(texts(body, "reasons")));
  if (entry.kind === "declined" || entry.kind === "withdrawn" || entry.kind === "cleared") {
    parts.push(said(w.endReason, text(body, "reason")));
  }
  const until = text(body, "until");
  if (until) parts.push(w.hold.until(timeOf(until)));
  if (entry.kind === "withdrawn" || entry.kind === "replaced") {
    const by = text(body, "by");
    parts.push(by && w.entry.by(by));
  }
  const place = text(body, "in_place_of");
  if (place) parts.push(w.entry.inPlaceOf(place));
  if (entry.kind === "pictures" && Array.isArray(body["cameras"])) {
    const names = body["cameras"].map((camera: unknown) => text(camera as Body, "name"));
    parts.push(names.join(", "));
  }
  return parts.filter(Boolean).join(" · ");
}
