// Doing something that may be refused: once at a time, and what went wrong with the last.
import { useSignal } from "@preact/signals";

/** Whether an attempt is under way, why the last one failed, and how one is made. */
export function useAttempt() {
  const waiting = useSignal(false);
  const problem = useSignal<unknown>(null);
  const attempt = async (work: () => Promise<void>) => {
    if (waiting.value) return;
    waiting.value = true;
    problem.value = null;
    try {
      await work();
    } catch (error) {
      problem.value = error;
    } finally {
      waiting.value = false;
    }
  };
  return { waiting, problem, attempt };
}
