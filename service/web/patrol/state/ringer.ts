// How this phone calls its officer: sound, vibration, and a screen that stays on.
import { computed, effect } from "@preact/signals";
import type { Task } from "../../shared/api/forms";
import { distance_m } from "../../shared/geo";
import { ring, unlock } from "../../shared/sound";
import { onDuty } from "./duty";
import { inHand, rings } from "./inbox";
import { here } from "./place";

const VIBRATION_MS = [500, 200, 500];
const VIBRATE_EVERY_MS = 2000;
// Within earshot of a silent alarm a ringing phone gives away who has called for help.
const EARSHOT_M = 150;

/** Shake the phone, or hold it still with 0; browsers allow it once somebody has touched the page. */
export function shake(pattern_ms: number | number[]): void {
  if (navigator.userActivation?.hasBeenActive ?? true) navigator.vibrate?.(pattern_ms);
}

function isWithinEarshot(task: Task): boolean {
  if (!task.silent) return false;
  if (task.state === "on_scene") return true;
  return here.value !== null && distance_m(here.value, task.incident_place) < EARSHOT_M;
}

/** Whether this phone only vibrates, because it may be heard at a silent alarm. */
export const hushed = computed(() => [...inHand.value, ...rings.value].some(isWithinEarshot));

/** Ring whenever an answer is awaited. Answers how to stop. */
export function startRinging(): () => void {
  let shaking: ReturnType<typeof setInterval> | null = null;
  const still = () => {
    if (shaking !== null) clearInterval(shaking);
    shaking = null;
    shake(0);
  };
  const stopRing = effect(() => {
    const calls = rings.value.length > 0;
    ring(calls && !hushed.value ? "phone" : null);
    if (!calls) still();
    else if (shaking === null) {
      const call = () => shake(VIBRATION_MS);
      call();
      shaking = setInterval(call, VIBRATE_EVERY_MS);
    }
  });
  const stopAwake = keepAwake();
  const touch = () => void unlock();
  addEventListener("pointerdown", touch);
  void unlock();
  return () => {
    stopRing();
    stopAwake();
    still();
    ring(null);
    removeEventListener("pointerdown", touch);
  };
}

/** On duty the screen stays on: a browser that sleeps cannot ring. */
function keepAwake(): () => void {
  let lock: WakeLockSentinel | null = null;
  const hold = async () => {
    const wanted = onDuty.peek() && document.visibilityState === "visible";
    if (!wanted || (lock && !lock.released)) return;
    lock = (await navigator.wakeLock?.request("screen").catch(() => null)) ?? null;
  };
  const stop = effect(() => {
    if (onDuty.value) void hold();
    else void lock?.release().catch(() => undefined);
  });
  const onVisible = () => void hold();
  document.addEventListener("visibilitychange", onVisible);
  return () => {
    stop();
    document.removeEventListener("visibilitychange", onVisible);
    void lock?.release().catch(() => undefined);
  };
}
