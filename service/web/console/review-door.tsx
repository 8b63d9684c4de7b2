// The way to the reviewer's desk, which is fetched when somebody goes there.
import { signal } from "@preact/signals";
import type { ComponentType } from "preact";
import { useEffect } from "preact/hooks";
import { Failed, Waiting } from "../shared/ui/parts";
import { words } from "../shared/words";

const Fetched = signal<ComponentType<{ footage_id: string }> | null>(null);
const failed = signal(false);

async function fetchReview(): Promise<void> {
  failed.value = false;
  try {
    Fetched.value = (await import("./review/review")).Review;
  } catch {
    failed.value = true;
  }
}

/** The reviewer's desk, as soon as it is here. */
export function ReviewDoor(props: { footage_id: string }) {
  useEffect(() => {
    if (!Fetched.peek()) void fetchReview();
  }, []);
  const Review = Fetched.value;
  return (
    <section class="desk-office" aria-label={words.value.footage.title}>
      {Review ? (
        <Review footage_id={props.footage_id} />
      ) : failed.value ? (
        <Failed again={() => void fetchReview()} />
      ) : (
        <Waiting lines={5} />
      )}
    </section>
  );
}
