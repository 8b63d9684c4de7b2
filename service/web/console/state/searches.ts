// The search that the open incident is: what is owed of it, and what a person does about it.
import { signal } from "@preact/signals";
import { call } from "../../shared/api/call";
import type { LookFor, MoveSearch, NewBulletin, Search } from "../../shared/api/forms";
import { Refused } from "../../shared/api/problem";
import { alsoHear } from "../../shared/live/stream";
import { tell, tellProblem } from "../../shared/ui/toast";
import { words } from "../../shared/words";
import { bulletins, givePortrait } from "./bulletins";
import { me } from "./desk";

export const search = signal<Search | null>(null);
export const searchStage = signal<"waiting" | "ready" | "none" | "failed">("waiting");
let shown: string | null = null;

/** Whether this account may release a missing minor's bulletin. */
export function mayRelease(): boolean {
  return (me.value?.roles ?? []).some(({ role }) => role === "duty_leader");
}

/** Read the search of the incident that is open. */
export async function loadSearch(incident_id: string): Promise<void> {
  if (shown !== incident_id) {
    shown = incident_id;
    search.value = null;
    searchStage.value = "waiting";
  }
  try {
    const path = { incident_id };
    const found = await call("get", "/v1/incidents/{incident_id}/search", { path });
    if (shown !== incident_id) return;
    search.value = found;
    searchStage.value = "ready";
  } catch (error) {
    if (shown !== incident_id || searchStage.value !== "waiting") return;
    // A desk may have opened one by hand: then there is no request behind it.
    const none = error instanceof Refused && error.problem.code === "request.not_found";
    searchStage.value = none ? "none" : "failed";
  }
}

alsoHear((event) => {
  if (
    event.topic === "search.started" ||
    event.topic === "search.changed" ||
    event.topic === "search.reminded" ||
    event.topic === "search.sector" ||
    event.topic === "search.ended"
  ) {
    if (event.body.incident_id === shown) void loadSearch(shown);
    if (event.topic === "search.reminded") tell(words.value.search.reminded(event.body.number));
  }
});

/** Do one move. */
export async function moveSearch(of: Search, body: MoveSearch): Promise<void> {
  try {
    const path = { search_id: of.search_id };
    const after = await call("post", "/v1/searches/{search_id}/moves", { path, body });
    if (after.incident_id === shown) search.value = after;
    tell(words.value.search.noted);
  } catch (error) {
    tellProblem(error);
  }
}

/** What to look for; that it is read is on record. Null where it cannot be told. */
export async function readWords(of: Search): Promise<LookFor | null> {
  try {
    const path = { search_id: of.search_id };
    return await call("get", "/v1/searches/{search_id}/words", { path });
  } catch (error) {
    tellProblem(error);
    return null;
  }
}

/** Release a missing minor's bulletin. Raises what the service refuses. */
export async function release(of: string, body: NewBulletin, portrait: File | null) {
  const { area_code, zh, en, phone, until, consent } = body;
  const issued = await call("post", "/v1/searches/{search_id}/bulletins", {
    path: { search_id: of },
    body: { area_code, zh, en, phone, until, consent },
  });
  bulletins.put(issued);
  tell(words.value.bulletin.issued);
  if (portrait) await givePortrait(issued.bulletin_id, portrait);
}
