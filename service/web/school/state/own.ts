// What a contact knows of the own sites: read when the line opens, when something stirs, and now
// and then, as heartbeats stir nothing.
import { computed, signal } from "@preact/signals";
import { call } from "../../shared/api/call";
import type { Coming, School, SchoolKey, ShownBulletin, TestPlan } from "../../shared/api/forms";
import { Refused } from "../../shared/api/problem";
import type { LiveEvent } from "../../shared/generated/live";
import { keep, kept } from "../../shared/kept";
import { listen } from "../../shared/live/stream";

const LOOK_EVERY_MS = 15_000;

/** "stranger": this account is no school's contact. */
export type Stage = "waiting" | "ready" | "failed" | "stranger";

export const stage = signal<Stage>("waiting");
export const schools = signal<readonly School[]>([]);
export const keys = signal<readonly SchoolKey[]>([]);
export const coming = signal<readonly Coming[]>([]);
/** Counts what has stirred: what is read besides is read again. */
export const stirs = signal(0);
export const drills = signal<readonly TestPlan[]>([]);
/** Missing children that are shown where the site is. */
export const bulletins = signal<readonly ShownBulletin[]>([]);
/** Whether the last reading of the own site went well; what is shown may be old otherwise. */
export const stale = signal(false);

const chosenId = signal(kept<string | null>("school", null));

/** The site that is looked at; the first where none was chosen, or it is no longer one's own. */
export const chosen = computed<School | null>(
  () => schools.value.find(({ site_id }) => site_id === chosenId.value) ?? schools.value[0] ?? null,
);

function forget(): void {
  keys.value = [];
  coming.value = [];
  drills.value = [];
  bulletins.value = [];
}

/** Look at another of the own sites. */
export function choose(site_id: string): void {
  chosenId.value = site_id;
  keep("school", site_id);
  forget();
  void look();
}

/** Learn which sites are one's own, and read the one that is looked at. */
export async function loadAll(): Promise<void> {
  if (stage.value === "failed") stage.value = "waiting";
  try {
    schools.value = await call("get", "/v1/school/sites", {});
    await read();
    stage.value = "ready";
  } catch (error) {
    const strange = error instanceof Refused && error.status === 403;
    if (strange) stage.value = "stranger";
    else if (stage.value !== "ready") stage.value = "failed";
    else stale.value = true;
  }
}

let readings = 0;

/** Read the site that is looked at; a reading that another overtook changes nothing. */
async function read(): Promise<void> {
  const site = chosen.value;
  if (!site) return;
  readings += 1;
  const mine = readings;
  const path = { site_id: site.site_id };
  const [newKeys, newComing, newDrills, newBulletins] = await Promise.all([
    call("get", "/v1/school/sites/{site_id}/keys", { path }),
    call("get", "/v1/school/sites/{site_id}/coming", { path }),
    call("get", "/v1/school/sites/{site_id}/drills", { path }),
    call("get", "/v1/school/sites/{site_id}/bulletins", { path }),
  ]);
  if (mine !== readings) return;
  keys.value = newKeys;
  coming.value = newComing;
  drills.value = newDrills;
  bulletins.value = newBulletins;
  stale.value = false;
}

/** Read anew; what was read before stays where that fails. */
export async function look(): Promise<void> {
  try {
    await read();
  } catch {
    stale.value = true;
  }
}

function hear(event: LiveEvent): void {
  if (event.topic !== "site.stirred" || event.body.site_id !== chosen.value?.site_id) return;
  stirs.value += 1;
  void look();
}

/** Keep what is shown true. Answers how to stop. */
export function attend(): () => void {
  void loadAll();
  const stop = listen({ onEvent: hear, onOpen: () => void loadAll() });
  const timer = setInterval(() => void look(), LOOK_EVERY_MS);
  return () => {
    clearInterval(timer);
    stop();
    readings += 1;
    stage.value = "waiting";
    schools.value = [];
    forget();
  };
}
