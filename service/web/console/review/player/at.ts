// Where in a recording one is: an instant, the frame that is shown there, and how one moves.
import { signal } from "@preact/signals";
import { fetchFile } from "../../../shared/api/call";
import type { DeskCamera } from "../../../shared/api/forms";
import { Refused } from "../../../shared/api/problem";

export interface ShownFrame {
  url: string;
  at: string;
  width: number;
  height: number;
}

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** The frame in sight; null before the first. */
export const frame = signal<ShownFrame | null>(null);
/** The instant that is wanted, in milliseconds; the frame follows it. */
export const wanted = signal(0);
export const frameTrouble = signal<unknown>(null);
export const fetching = signal(false);
/** In pixels of the recording's own pictures. */
export const region = signal<Box | null>(null);
export const thereAt = signal<readonly string[]>([]);
export const goneAt = signal<readonly string[]>([]);

interface Asked {
  at_ms: number;
  exact: boolean;
  step: -1 | 0 | 1;
}

let of: { footage_id: string; camera: DeskCamera } | null = null;
let asked: Asked | null = null;
let running = false;

/** Begin with a camera's recording, at its first picture. */
export function openCamera(footage_id: string, camera: DeskCamera): void {
  forgetFrame();
  of = { footage_id, camera };
  region.value = null;
  thereAt.value = [];
  goneAt.value = [];
  const first = camera.parts.find((part) => part.why === null);
  if (first) goTo(Math.max(Date.parse(first.begins_at), Date.parse(camera.from_at)));
}

/** Of which camera's recording the region is; null where none stands in the player. */
export function drawnIn(): string | null {
  return of?.camera.camera_id ?? null;
}

/** Nothing of a recording stays on this screen. */
export function forgetFrame(): void {
  of = null;
  asked = null;
  if (frame.peek()) URL.revokeObjectURL(frame.peek()?.url ?? "");
  frame.value = null;
  frameTrouble.value = null;
}

function within(at_ms: number): number {
  if (!of) return at_ms;
  const [from, until] = [Date.parse(of.camera.from_at), Date.parse(of.camera.until_at)];
  return Math.min(until, Math.max(from, at_ms));
}

/** To an instant; while one drags, keyframes are quick and near enough. */
export function goTo(at_ms: number, exact = true): void {
  wanted.value = within(at_ms);
  ask({ at_ms: wanted.value, exact, step: 0 });
}

/** So many seconds on from what is wanted. */
export function move(seconds: number): void {
  goTo(wanted.peek() + seconds * 1000);
}

/** To the frame beside the one in sight. */
export function step(by: -1 | 1): void {
  const shown = frame.peek();
  if (shown) ask({ at_ms: Date.parse(shown.at), exact: true, step: by });
}

/** One question at a time; of those that come meanwhile only the last counts. */
function ask(next: Asked): void {
  asked = next;
  if (!running) void fetchAsked();
}

async function fetchAsked(): Promise<void> {
  running = true;
  fetching.value = true;
  while (asked && of) {
    const [now, camera] = [asked, of];
    asked = null;
    try {
      const answer = await fetchFile(`/v1/footage-requests/${camera.footage_id}/looks/frame`, {
        camera_id: camera.camera.camera_id,
        at: new Date(now.at_ms).toISOString(),
        exact: now.exact,
        step: now.step,
      });
      const url = URL.createObjectURL(answer.blob);
      const size = await sizeOf(url);
      if (of !== camera) {
        URL.revokeObjectURL(url);
        continue;
      }
      const at = answer.headers.get("x-begins-at") ?? new Date(now.at_ms).toISOString();
      const before = frame.peek();
      frame.value = { url, at, ...size };
      if (before) URL.revokeObjectURL(before.url);
      frameTrouble.value = null;
      if (now.step !== 0) wanted.value = Date.parse(at);
    } catch (error) {
      if (of === camera) frameTrouble.value = error;
    }
  }
  running = false;
  fetching.value = false;
}

async function sizeOf(url: string): Promise<{ width: number; height: number }> {
  const picture = new Image();
  picture.src = url;
  await picture.decode();
  return { width: picture.naturalWidth, height: picture.naturalHeight };
}

/** Whether it is only that there is no picture. */
export function isNothingThere(error: unknown): boolean {
  return error instanceof Refused && error.problem.code === "reviewing.nothing_there";
}

/** Mark the frame in sight; marked again it is forgotten. */
export function mark(of: typeof thereAt): void {
  const at = frame.peek()?.at;
  if (at === undefined) return;
  const others = of.peek().filter((one) => one !== at);
  of.value = others.length < of.peek().length ? others : [...others, at].slice(-4);
}
