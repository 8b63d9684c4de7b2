// What a camera gave of an incident, as one strip of film.
import type { Snapshot } from "./api/forms";

export interface Film {
  /** The frame that stands for the camera: the one nearest the alarm that shows something. */
  face: Snapshot;
  /** Every stored frame in the order of time. */
  frames: readonly Snapshot[];
}

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
      .sort((a, b) => (a.lag_ms ?? 0) - (b.lag_ms ?? 0));
    const face = [...frames].sort((a, b) => away(a) - away(b))[0] ?? all[0];
    return face ? [{ face, frames }] : [];
  });
}
