// Places on the Earth, as far as drawing needs them. All are WGS-84 degrees.
export interface Point {
  lat: number;
  lon: number;
}

const EARTH_RADIUS_M = 6_371_008.8;
const rad = (degrees: number) => (degrees * Math.PI) / 180;
const deg = (radians: number) => (radians * 180) / Math.PI;

/** Great-circle distance in metres. */
export function distance_m(a: Point, b: Point): number {
  const half =
    Math.sin(rad(b.lat - a.lat) / 2) ** 2 +
    Math.cos(rad(a.lat)) * Math.cos(rad(b.lat)) * Math.sin(rad(b.lon - a.lon) / 2) ** 2;
  return 2 * EARTH_RADIUS_M * Math.asin(Math.min(1, Math.sqrt(half)));
}

/** The point reached by going range_m metres along bearing_deg, clockwise from north. */
export function ahead(from: Point, bearing_deg: number, range_m: number): Point {
  const arc = range_m / EARTH_RADIUS_M;
  const [lat, course] = [rad(from.lat), rad(bearing_deg)];
  const there = Math.asin(
    Math.sin(lat) * Math.cos(arc) + Math.cos(lat) * Math.sin(arc) * Math.cos(course),
  );
  const turn = Math.atan2(
    Math.sin(course) * Math.sin(arc) * Math.cos(lat),
    Math.cos(arc) - Math.sin(lat) * Math.sin(there),
  );
  return { lat: deg(there), lon: from.lon + deg(turn) };
}

/** The outline of what a camera sees, as longitude and latitude, closed. */
export function sector(
  from: Point,
  bearing_deg: number,
  spread_deg: number,
  range_m: number,
): [number, number][] {
  const steps = Math.max(2, Math.ceil(spread_deg / 10));
  const arc = Array.from({ length: steps + 1 }, (_, step) =>
    ahead(from, bearing_deg - spread_deg / 2 + (spread_deg * step) / steps, range_m),
  );
  const round = spread_deg >= 360;
  const ring = round ? arc : [from, ...arc, from];
  return ring.map(({ lat, lon }) => [lon, lat]);
}

/** The way from one place to another as a compass shows it: degrees from north, clockwise. */
export function bearing_deg(from: Point, to: Point): number {
  const [a, b, turn] = [rad(from.lat), rad(to.lat), rad(to.lon - from.lon)];
  const east = Math.sin(turn) * Math.cos(b);
  const north = Math.cos(a) * Math.sin(b) - Math.sin(a) * Math.cos(b) * Math.cos(turn);
  return (deg(Math.atan2(east, north)) + 360) % 360;
}

/** Whether these are the same places in the same order. */
export function isSame(places: readonly Point[], others: readonly Point[]): boolean {
  return (
    places.length === others.length &&
    places.every((one, at) => one.lat === others[at]?.lat && one.lon === others[at]?.lon)
  );
}
