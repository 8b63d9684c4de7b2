// The ways to what is fetched when somebody goes there: the office, the desk of footage, its rooms.
import { type Signal, signal } from "@preact/signals";
import type { ComponentType } from "preact";
import { useEffect } from "preact/hooks";
import { Failed, Waiting } from "../shared/ui/parts";

/** A page that comes in a file of its own: waiting, failed, or here. */
export function fetchedPage<P extends object>(
  bring: () => Promise<ComponentType<P>>,
  title: () => string,
): ComponentType<P> {
  const Fetched: Signal<ComponentType<P> | null> = signal(null);
  const failed = signal(false);
  const fetchIt = async () => {
    failed.value = false;
    try {
      Fetched.value = await bring();
    } catch {
      failed.value = true;
    }
  };
  return function Page(props: P) {
    useEffect(() => {
      if (!Fetched.peek()) void fetchIt();
    }, []);
    const Shown = Fetched.value;
    return (
      <section class="desk-office" aria-label={title()}>
        {Shown ? (
          <Shown {...props} />
        ) : failed.value ? (
          <Failed again={() => void fetchIt()} />
        ) : (
          <Waiting lines={5} />
        )}
      </section>
    );
  };
}
