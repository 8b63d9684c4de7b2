// GCJ-02, in which map services of China draw: shifted against WGS-84 by 50 to 700 metres. The same
// computation as service/core/geo.py; what is drawn over such tiles is shifted like them.
import type { Point } from "../geo";

const AXIS_M = 6_378_245;
const ECCENTRICITY_SQ = 0.006_693_421_622_965_943;
const { PI, abs, cos, sin, sqrt } = Math;

/** From WGS-84 to what tiles in GCJ-02 show; places abroad stay. */
export function toGcj02<T extends Point>(place: T): T {
  const { lat, lon } = place;
  if (lon < 72.004 || lon > 137.8347 || lat < 0.8293 || lat > 55.8271) return place;
  const [east, north] = [lon - 105, lat - 35];
  const waves = (x: number, height: number) => (height * sin(x * PI) * 2) / 3;
  const ripple = waves(6 * east, 20) + waves(2 * east, 20);
  const up_m =
    -100 +
    2 * east +
    3 * north +
    0.2 * north * north +
    0.1 * east * north +
    0.2 * sqrt(abs(east)) +
    ripple +
    waves(north, 20) +
    waves(north / 3, 40) +
    waves(north / 12, 160) +
    waves(north / 30, 320);
  const right_m =
    300 +
    east +
    2 * north +
    0.1 * east * east +
    0.1 * east * north +
    0.1 * sqrt(abs(east)) +
    ripple +
    waves(east, 20) +
    waves(east / 3, 40) +
    waves(east / 12, 150) +
    waves(east / 30, 300);
  const curve = 1 - ECCENTRICITY_SQ * sin((lat * PI) / 180) ** 2;
  const meridian_m = (AXIS_M * (1 - ECCENTRICITY_SQ)) / (curve * sqrt(curve));
  const parallel_m = (AXIS_M / sqrt(curve)) * cos((lat * PI) / 180);
  const degrees = (radians: number) => (radians * 180) / PI;
  return {
    ...place,
    lat: lat + degrees(up_m / meridian_m),
    lon: lon + degrees(right_m / parallel_m),
  };
}

/** Back to WGS-84, by fixed-point steps: four give a centimetre. */
export function fromGcj02(place: Point): Point {
  let guess = place;
  for (let turn = 0; turn < 4; turn += 1) {
    const shifted = toGcj02(guess);
    guess = { lat: guess.lat + place.lat - shifted.lat, lon: guess.lon + place.lon - shifted.lon };
  }
  return guess;
}

/** A copy of GeoJSON with every position shifted. */
export function shiftedBase(value: unknown): unknown {
  if (Array.isArray(value)) {
    const [lon, lat] = value as unknown[];
    if (typeof lon === "number" && typeof lat === "number") {
      const there = toGcj02({ lat, lon });
      return [there.lon, there.lat];
    }
    return value.map(shiftedBase);
  }
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]: [string, unknown]) => [
      name,
      name === "properties" ? inner : shiftedBase(inner),
    ]),
  );
}
