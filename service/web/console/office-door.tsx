// The way to the office: what administrators, duty leaders and inspectors do besides alarms. It is
// fetched when somebody goes there; the address says which of its pages stands open.
import { signal } from "@preact/signals";
import type { ComponentType } from "preact";
import { useEffect } from "preact/hooks";
import type { Role } from "../shared/api/forms";
import { Failed, Waiting } from "../shared/ui/parts";
import { words } from "../shared/words";
import { me } from "./state/desk";

const INSPECTORS: readonly Role[] = ["administrator", "inspector"];
const ADMINISTRATORS: readonly Role[] = ["administrator"];

/** The pages of the office, and whose they are; the service asks once more. */
export const PAGES = {
  accounts: ADMINISTRATORS,
  events: INSPECTORS,
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

const Fetched = signal<ComponentType<{ page: OfficePage }> | null>(null);
const failed = signal(false);

async function fetchOffice(): Promise<void> {
  failed.value = false;
  try {
    Fetched.value = (await import("./office/office")).Office;
  } catch {
    failed.value = true;
  }
}

/** The office, as soon as it is here. */
export function OfficeDoor(props: { page: OfficePage }) {
  useEffect(() => {
    if (!Fetched.peek()) void fetchOffice();
  }, []);
  const Office = Fetched.value;
  return (
    <section class="desk-office" aria-label={words.value.office.title}>
      {Office ? (
        <Office page={props.page} />
      ) : failed.value ? (
        <Failed again={() => void fetchOffice()} />
      ) : (
        <Waiting lines={5} />
      )}
    </section>
  );
}
