// Found things on this desk: how they are read one by one, and what a list shows of them.
import { call } from "../../shared/api/call";
import type { FoundMoveBody, FoundThing, ThingCategory, ThingState } from "../../shared/api/forms";
import { second } from "../../shared/api/clock";

export const CATEGORIES: readonly ThingCategory[] = [
  ...(["bag", "phone", "computer", "wallet", "papers", "keys", "clothing"] as const),
  ...(["glasses", "umbrella", "jewellery", "cash", "toy", "bicycle", "other"] as const),
];
export const FILTERS = ["all", "unannounced", "matched", "due"] as const;
export type Filter = (typeof FILTERS)[number];

export const TONES: Record<ThingState, "accent" | "good" | "warn" | undefined> = {
  kept: "accent",
  matched: "warn",
  returned: "good",
  to_state: undefined,
};

/** Whether the year since its notice is over while it is still here. */
export function isDue(thing: FoundThing): boolean {
  return (
    thing.ended_at === null && thing.due_at !== null && Date.parse(thing.due_at) <= second.value
  );
}

export function fits(thing: FoundThing, filter: Filter): boolean {
  if (filter === "unannounced") return thing.announced_at === null;
  if (filter === "matched") return thing.state === "matched";
  if (filter === "due") return isDue(thing);
  return true;
}

/** A thing by its number, here or gone; null where there is none. Raises what is refused. */
export async function readThing(number: number): Promise<FoundThing | null> {
  const one = (ended: boolean) =>
    call("get", "/v1/found-things", { query: { before: number + 1, count: 1, ended } });
  const found = (await Promise.all([one(false), one(true)])).flat();
  return found.find((thing) => thing.number === number) ?? null;
}

/** Do something with a thing. Raises what the service refuses. */
export function moveThing(
  thing: FoundThing,
  body: Partial<FoundMoveBody> & Pick<FoundMoveBody, "move">,
): Promise<FoundThing> {
  return call("post", "/v1/found-things/{thing_id}/moves", {
    path: { thing_id: thing.thing_id },
    body: { footage_id: null, receiver: null, how: null, ...body },
  });
}
