// Where this phone is: gathered on duty only, sent in batches, never older than it is worth.
import { signal } from "@preact/signals";
import { call } from "../../shared/api/call";
import { asServiceTime, now } from "../../shared/api/clock";
import { isPassing } from "../../shared/api/problem";
import type { Point } from "../../shared/geo";
import { worthSending } from "../duties";

export type PlaceState = "off" | "waiting" | "found" | "denied" | "failed";

const SEND_EVERY_MS = 5000;
// Browsers tell only of moves: one that stands still is asked, so that the desk hears it lives.
const ASK_AFTER_MS = 15_000;
const FIND_WAIT_MS = 20_000;

interface Fix {
  at: string;
  lat: number;
  lon: number;
  crs: "WGS-84";
  accuracy_m: number;
}

export const placeState = signal<PlaceState>("off");
export const here = signal<(Point & { accuracy_m: number }) | null>(null);
export const keptFixes = signal(0);
export const sentAt = signal<number | null>(null);

let fixes: Fix[] = [];
let found_at = 0;
let sending = false;

/** Gather and send until told otherwise. */
export function startPlace(): () => void {
  if (!navigator.geolocation) {
    placeState.value = "failed";
    return () => undefined;
  }
  placeState.value = "waiting";
  const options = { enableHighAccuracy: true, maximumAge: 5000, timeout: FIND_WAIT_MS };
  const watching = navigator.geolocation.watchPosition(onFound, onFailed, options);
  const timer = setInterval(() => {
    if (Date.now() - found_at > ASK_AFTER_MS && placeState.value !== "denied") {
      navigator.geolocation.getCurrentPosition(onFound, onFailed, { ...options, maximumAge: 0 });
    }
    void send();
  }, SEND_EVERY_MS);
  return () => {
    navigator.geolocation.clearWatch(watching);
    clearInterval(timer);
    fixes = [];
    keptFixes.value = 0;
    sentAt.value = null;
    here.value = null;
    placeState.value = "off";
  };
}

function onFound(position: GeolocationPosition): void {
  const { latitude, longitude, accuracy } = position.coords;
  const first = placeState.value !== "found";
  found_at = Date.now();
  placeState.value = "found";
  here.value = { lat: latitude, lon: longitude, accuracy_m: accuracy };
  const at = asServiceTime(position.timestamp).toISOString();
  if (fixes.at(-1)?.at === at) return;
  const fix: Fix = { at, lat: latitude, lon: longitude, crs: "WGS-84", accuracy_m: accuracy };
  fixes = worthSending([...fixes, fix], now());
  keptFixes.value = fixes.length;
  if (first) void send();
}

function onFailed(error: GeolocationPositionError): void {
  if (error.code === error.PERMISSION_DENIED) placeState.value = "denied";
  else if (placeState.value === "waiting") placeState.value = "failed";
}

async function send(): Promise<void> {
  if (sending || fixes.length === 0) return;
  sending = true;
  const batch = fixes;
  fixes = [];
  try {
    await call("post", "/v1/me/positions", { body: { fixes: batch } });
    sentAt.value = now();
  } catch (error) {
    // What was refused is of no use to anybody; what was not heard is sent with the next.
    if (isPassing(error)) fixes = worthSending([...batch, ...fixes], now());
  } finally {
    sending = false;
    keptFixes.value = fixes.length;
  }
}
