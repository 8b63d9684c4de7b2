// What a camera gave of an incident, as one strip of film.
import type { Snapshot } from "../api/forms";

export interface Film {
  /** The frame that stands for the camera: the one nearest the alarm that shows something. */
  face: Snapshot;
  /** Every stored frame in the order of time. */
  frames: readonly Snapshot[];
  /** Whether its stream was kept when it was asked: then it can be seen live, and in the past. */
  warm: boolean;
}

/** What a frame's `source` is called that came out of a kept stream. */
const KEPT = "ring";

const away = (one: Snapshot): number =>
  (one.marks.length > 0 ? 1e12 : 0) + Math.abs(one.lag_ms ?? 1e9);

/** Pictures by camera, the best camera first. */
export function films(snapshots: Iterable<Snapshot>): Film[] {
  const byCamera = new Map<string, Snapshot[]>();
  for (const one of [...snapshots].sort((a, b) => a.rank - b.rank)) {
    const known = byCamera.get(one.camera_id);
    if (known) known.push(one);
    else byCamera.set(one.camera_id, [one]);
  }
  return [...byCamera.values()].flatMap((all) => {
    const frames = all
      .filter((one) => one.state === "stored")
      .sort((a, b) => lagOf(a) - lagOf(b) || (a.snapshot_id < b.snapshot_id ? -1 : 1));
    const face = [...frames].sort((a, b) => away(a) - away(b))[0] ?? all[0];
    return face ? [{ face, frames, warm: frames.some((one) => one.source === KEPT) }] : [];
  });
}

/** Milliseconds from the alarm to the frame. */
export function lagOf(one: Snapshot): number {
  return one.lag_ms ?? 0;
}

// What a film covers as a rule; a frame beyond widens it.
const FROM_MS = -10_000;
const UNTIL_MS = 60_000;

/** From where to where a film goes, in milliseconds from the alarm; it does not move as it grows. */
export function reach({ frames }: Film): readonly [number, number] {
  const lags = frames.map(lagOf);
  return [Math.min(FROM_MS, ...lags), Math.max(UNTIL_MS, ...lags)];
}

/** Where a moment stands on a scale that is wide around the alarm and narrow far from it. */
export function position(ms: number): number {
  return Math.sign(ms) * Math.log1p(Math.abs(ms) / 1000);
}

/** The frame that stands nearest to a place on that scale. */
export function frameAt(frames: readonly Snapshot[], place: number): Snapshot | null {
  const off = (one: Snapshot) => Math.abs(position(lagOf(one)) - place);
  return [...frames].sort((a, b) => off(a) - off(b))[0] ?? null;
}
