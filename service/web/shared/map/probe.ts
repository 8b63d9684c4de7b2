// Whether a tile server answers with pictures: one tile is asked for and looked at.
import type { Point } from "../geo";

const WAIT_MS = 8000;
const ZOOM_MOST = 18;
// Where the picture would end that a PNG begins.
const PNG_BEGINS = 0x89504e47;
const PNG_END = 0x49454e44;

/** The address of the tile in which a place lies. */
export function tileAt(url: string, place: Point, zoom: number): string {
  const z = Math.max(0, Math.min(ZOOM_MOST, Math.round(zoom)));
  const across = 2 ** z;
  const turn = (place.lat * Math.PI) / 180;
  const x = Math.floor(((place.lon + 180) / 360) * across);
  const y = Math.floor(((1 - Math.asinh(Math.tan(turn)) / Math.PI) / 2) * across);
  return url.replace("{z}", String(z)).replace("{x}", String(x)).replace("{y}", String(y));
}

/** Raises where no whole picture comes in time. */
export async function isPicture(address: string): Promise<void> {
  const ending = new AbortController();
  const timer = setTimeout(() => ending.abort(), WAIT_MS);
  try {
    const answer = await fetch(address, { signal: ending.signal });
    // One tile may be missing; three that fail are noticed elsewhere.
    if (answer.status === 404) return;
    if (!answer.ok) throw new Error(`A tile answers ${answer.status}.`);
    const body = await answer.arrayBuffer();
    if (isCut(body)) throw new Error("A tile is half a picture.");
    (await createImageBitmap(new Blob([body]))).close();
  } finally {
    clearTimeout(timer);
  }
}

/** Browsers draw as much of a picture as there is. */
function isCut(body: ArrayBuffer): boolean {
  const signs = new DataView(body);
  if (signs.byteLength < 8) return true;
  return signs.getUint32(0) === PNG_BEGINS && signs.getUint32(signs.byteLength - 8) !== PNG_END;
}
