// Who answers what citizens ask of footage and keeps what was found, and what of it the address
// says is open: the desk or one of its requests, a viewing room, the register of found things.
import { computed, signal } from "@preact/signals";
import { me } from "./state/desk";

const REVIEWERS = ["reviewer", "duty_leader"];
const PLACES = ["review", "viewing", "found"] as const;
type Place = (typeof PLACES)[number];

/** Whether this account answers what citizens ask of footage. */
export const reviews = computed(() =>
  (me.value?.roles ?? []).some(({ role }) => REVIEWERS.includes(role)),
);

/** Whether this account decides appeals and hears first of what is not held. */
export const leads = computed(() =>
  (me.value?.roles ?? []).some(({ role }) => role === "duty_leader"),
);

function named(): { place: Place; of: string } | null {
  const said = new URLSearchParams(location.hash.slice(1));
  const place = PLACES.find((one) => said.has(one));
  return place === undefined ? null : { place, of: said.get(place) ?? "" };
}

const asked = signal(named());
addEventListener("hashchange", () => {
  asked.value = named();
});

function opened(place: Place): string | null {
  return reviews.value && asked.value?.place === place ? asked.value.of : null;
}

/** Where the reviewer's desk stands, or one of its requests. */
export function reviewAddress(footage_id = ""): string {
  return footage_id ? `#review=${footage_id}` : "#review";
}

/** Where a request is viewed. */
export function roomAddress(footage_id: string): string {
  return `#viewing=${footage_id}`;
}

/** Where the register of found things stands, or one of them by its number. */
export function foundAddress(number?: number): string {
  return number === undefined ? "#found" : `#found=${number}`;
}

/** Which request stands open: none where it is empty; null where the desk is not open. */
export function openReview(): string | null {
  return opened("review");
}

/** Which request is being viewed; null where no room is open. */
export function openRoom(): string | null {
  return opened("viewing");
}

/** Which found thing stands open: none where it is empty; null where the register is not open. */
export function openFound(): string | null {
  return opened("found");
}

/** Whether one of these stands open in place of the desk. */
export function isAtReview(): boolean {
  return reviews.value && asked.value !== null;
}

/** The browser says later that the address is another; the next key may come sooner. */
function go(address: string): void {
  location.hash = address;
  asked.value = named();
}

/** To a request, or to the list. */
export function goReview(footage_id = ""): void {
  go(reviewAddress(footage_id));
}

/** To a found thing, or to the register. */
export function goFound(number?: number): void {
  go(foundAddress(number));
}

/** Back to the desk of alarms. */
export function leaveReview(): void {
  if (asked.peek() === null) return;
  history.pushState(null, "", location.pathname + location.search);
  asked.value = null;
}
