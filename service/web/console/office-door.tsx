// The way to the office, which is fetched when somebody goes there.
import { signal } from "@preact/signals";
import type { ComponentType } from "preact";
import { useEffect } from "preact/hooks";
import { Failed, Waiting } from "../shared/ui/parts";
import { words } from "../shared/words";
import type { OfficePage } from "./office-where";

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
