// Names on the map, as elements: the map itself carries no fonts. The most important comes first,
// and what would cover another is left out.
import { type MapLibreMap, Marker } from "maplibre-gl";
import { isSame, type Point } from "../geo";

export interface Label {
  text: string;
  place: Point;
  look: "area" | "road" | "green" | "water" | "site";
  /** Shown from this zoom on. */
  from: number;
  until?: number;
}

const MOST = 70;
const LINE_PX = 18;
const MARK_PX = 20;
// Chinese characters are as wide as high; others about half of that.
const wideOf = (text: string) =>
  [...text].reduce((sum, sign) => sum + (sign.charCodeAt(0) > 0x2e7f ? 12.5 : 6.6), 10);

// A site's name stands below its dot.
const belowOf = (label: Label) => (label.look === "site" ? 14 : 0);

interface BaseFeature {
  properties: { kind: string; name?: string; name_en?: string } | null;
  geometry: { type: string; coordinates: unknown } | null;
}

interface Named {
  names: { zh: string; en: string };
  look: Label["look"];
  from: number;
  until?: number;
  /** Points at which the name may stand: one for an area, several along a road. */
  places: Point[];
}

const LOOKS: Record<string, Pick<Label, "look" | "from" | "until">> = {
  area_border: { look: "area", from: 10.5, until: 14.6 },
  water: { look: "water", from: 13.2 },
  park: { look: "green", from: 13.8 },
  block: { look: "green", from: 14.8 },
  road_main: { look: "road", from: 13.6 },
  road_side: { look: "road", from: 15.4 },
};

export class LabelLayer {
  private readonly own: Named[];
  private given: readonly Label[] = [];
  private language = "";
  private shown = new Map<string, Marker>();
  private marks: readonly Point[] = [];

  constructor(
    private readonly map: MapLibreMap,
    base: unknown,
  ) {
    this.own = namedOf(base);
    map.on("moveend", () => this.draw());
    map.on("load", () => this.draw());
  }

  set(labels: readonly Label[], language: string): void {
    this.given = labels;
    this.language = language;
    this.draw();
  }

  /** Leave the room of these marks to them, and to the names that they bear. */
  giveWay(marks: readonly Point[]): void {
    if (isSame(this.marks, marks)) return;
    this.marks = marks;
    this.draw();
  }

  private draw(): void {
    const zoom = this.map.getZoom();
    const taken = this.marks.map((place): [number, number, number, number] => {
      const { x, y } = this.map.project([place.lon, place.lat]);
      return [x - MARK_PX, y - MARK_PX, x + MARK_PX, y + 2 * MARK_PX];
    });
    const next = new Map<string, Marker>();
    for (const label of this.candidates(zoom)) {
      if (next.size >= MOST) break;
      const { x, y: spot } = this.map.project([label.place.lon, label.place.lat]);
      const y = spot + belowOf(label);
      const half = wideOf(label.text) / 2;
      const box: [number, number, number, number] = [x - half, y - 9, x + half, y + LINE_PX - 9];
      if (taken.some((b) => box[0] < b[2] && box[2] > b[0] && box[1] < b[3] && box[3] > b[1])) {
        continue;
      }
      taken.push(box);
      const key = `${label.look} ${label.text} ${label.place.lat} ${label.place.lon}`;
      next.set(key, this.shown.get(key) ?? this.mark(label));
    }
    for (const [key, marker] of this.shown) if (!next.has(key)) marker.remove();
    this.shown = next;
  }

  private *candidates(zoom: number): Iterable<Label> {
    const bounds = this.map.getBounds();
    const inSight = ({ lat, lon }: Point) => bounds.contains([lon, lat]);
    for (const label of this.given) {
      if (zoom >= label.from && inSight(label.place)) yield label;
    }
    const centre = this.map.getCenter();
    const away = (p: Point) => (p.lat - centre.lat) ** 2 + (p.lon - centre.lng) ** 2;
    for (const { names, look, from, until, places } of this.own) {
      if (zoom < from || (until !== undefined && zoom > until)) continue;
      const seen = places.filter(inSight).sort((a, b) => away(a) - away(b));
      const text = this.language === "en" ? names.en : names.zh;
      if (seen[0]) yield { text, place: seen[0], look, from };
    }
  }

  private mark(label: Label): Marker {
    const element = document.createElement("div");
    element.className = `map-label ${label.look}`;
    element.textContent = label.text;
    const marker = new Marker({ element, anchor: "center", offset: [0, belowOf(label)] })
      .setLngLat([label.place.lon, label.place.lat])
      .addTo(this.map);
    // What it names stands in the queue or is scenery: not read aloud, not reached by key.
    element.removeAttribute("role");
    element.removeAttribute("tabindex");
    element.removeAttribute("aria-label");
    element.setAttribute("aria-hidden", "true");
    return marker;
  }
}

function namedOf(base: unknown): Named[] {
  const features = (base as { features?: BaseFeature[] } | null)?.features ?? [];
  const order = Object.keys(LOOKS);
  return features
    .flatMap((feature): Named[] => {
      const { kind, name, name_en } = feature.properties ?? { kind: "" };
      const look = LOOKS[kind];
      if (!look || !name || !feature.geometry) return [];
      const places = placesOf(feature.geometry, look.look === "road");
      return [{ names: { zh: name, en: name_en ?? name }, ...look, places }];
    })
    .sort((a, b) => order.indexOf(kindOf(a)) - order.indexOf(kindOf(b)));
}

function kindOf(named: Named): string {
  return Object.keys(LOOKS).find((k) => LOOKS[k]?.from === named.from) ?? "";
}

type Position = [number, number];

function placesOf(geometry: { type: string; coordinates: unknown }, along: boolean): Point[] {
  const flat = flatten(geometry.coordinates);
  if (flat.length === 0) return [];
  if (along) {
    return flat.slice(1).map(([lon, lat], at) => {
      const before = flat[at] as Position;
      return { lon: (lon + before[0]) / 2, lat: (lat + before[1]) / 2 };
    });
  }
  const lons = flat.map((p) => p[0]);
  const lats = flat.map((p) => p[1]);
  return [
    {
      lon: (Math.min(...lons) + Math.max(...lons)) / 2,
      lat: (Math.min(...lats) + Math.max(...lats)) / 2,
    },
  ];
}

function flatten(coordinates: unknown): Position[] {
  if (!Array.isArray(coordinates)) return [];
  if (typeof coordinates[0] === "number") return [coordinates as Position];
  return coordinates.flatMap(flatten);
}
