// Who answers what citizens ask of footage, and which request the address says is open.
import { computed, signal } from "@preact/signals";
import { me } from "./state/desk";

const REVIEWERS = ["reviewer", "duty_leader"];
const NAMED = "review";

/** Whether this account answers what citizens ask of footage. */
export const reviews = computed(() =>
  (me.value?.roles ?? []).some(({ role }) => REVIEWERS.includes(role)),
);

/** Whether this account decides appeals and hears first of what is not held. */
export const leads = computed(() =>
  (me.value?.roles ?? []).some(({ role }) => role === "duty_leader"),
);

function named(): string | null {
  return new URLSearchParams(location.hash.slice(1)).get(NAMED);
}

const asked = signal<string | null>(named());
addEventListener("hashchange", () => {
  asked.value = named();
});

/** Where the reviewer's desk stands, or one of its requests. */
export function reviewAddress(footage_id = ""): string {
  return footage_id ? `#${NAMED}=${footage_id}` : `#${NAMED}`;
}

/** Which request stands open: none where it is empty; null where the desk is not open. */
export function openReview(): string | null {
  return reviews.value ? asked.value : null;
}

/** To a request, or to the list. */
export function goReview(footage_id = ""): void {
  location.hash = reviewAddress(footage_id);
}

/** Back to the desk of alarms. */
export function leaveReview(): void {
  if (asked.peek() === null) return;
  history.pushState(null, "", location.pathname + location.search);
  asked.value = null;
}
