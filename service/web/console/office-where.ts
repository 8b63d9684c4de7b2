// What administrators, duty leaders and inspectors do besides alarms: its pages, whose they are, and
// which of them the address says is open.
import { signal } from "@preact/signals";
import type { Role } from "../shared/api/forms";
import { me } from "./state/desk";

const READERS: readonly Role[] = ["administrator", "duty_leader", "dispatcher", "inspector"];
const INSPECTORS: readonly Role[] = ["administrator", "inspector"];
const ADMINISTRATORS: readonly Role[] = ["administrator"];

/** The pages of the office, and whose they are; the service asks once more. */
export const PAGES = {
  accounts: ADMINISTRATORS,
  requests: ADMINISTRATORS,
  notices: READERS,
  keeping: READERS,
  holds: READERS,
  deletions: INSPECTORS,
  events: INSPECTORS,
  cameras: ADMINISTRATORS,
} as const satisfies Record<string, readonly Role[]>;
export type OfficePage = keyof typeof PAGES;

const NAMED = "office";

function named(): string | null {
  return new URLSearchParams(location.hash.slice(1)).get(NAMED);
}

const asked = signal<string | null>(named());
addEventListener("hashchange", () => {
  asked.value = named();
});

/** Where a page of the office stands. */
export function addressOf(page: OfficePage): string {
  return `#${NAMED}=${page}`;
}

/** The pages that are for whoever is signed in. */
export function pages(): OfficePage[] {
  const held = new Set((me.value?.roles ?? []).map(({ role }) => role));
  const every = Object.keys(PAGES) as OfficePage[];
  return every.filter((page) => PAGES[page].some((role) => held.has(role)));
}

/** Which page stands open in place of the desk; null for the desk. */
export function openPage(): OfficePage | null {
  const mine = pages();
  return asked.value === null
    ? null
    : (mine.find((page) => page === asked.value) ?? mine[0] ?? null);
}

/** Back to the desk. */
export function leaveOffice(): void {
  if (asked.peek() === null) return;
  history.pushState(null, "", location.pathname + location.search);
  asked.value = null;
}
