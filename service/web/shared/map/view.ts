// The map itself: MapLibre with our style, marks as elements that glide, labels as elements.
// Loaded after the page stands; nothing else imports MapLibre.
import "maplibre-gl/dist/maplibre-gl.css";
import { MapLibreMap, Marker, setWorkerUrl } from "maplibre-gl";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?url";
import { type ComponentChildren, render } from "preact";
import type { MapSetup } from "../api/forms";
import { type Point, sector } from "../geo";
import { ability } from "./able";
import { Crowd } from "./crowd";
import { fromGcj02, shiftedBase, toGcj02 } from "./gcj02";
import { type Label, LabelLayer } from "./labels";
import { isPicture, tileAt } from "./probe";
import { colour, DRAWN, PAINTS, style, TILES } from "./style";

setWorkerUrl(workerUrl);

/** Have the worker's program at hand: one that cannot be loaded leaves a map that never stands, and
 * says nothing. The browser keeps it, so that the worker itself needs no network. */
export async function fetchWorker(): Promise<void> {
  const answer = await fetch(workerUrl);
  if (!answer.ok) throw new Error(`The map's worker answers ${answer.status}.`);
  await answer.arrayBuffer();
}

/** Something that stands at a place. `above` orders what overlaps. */
export interface Mark {
  id: string;
  place: Point;
  node: ComponentChildren;
  above: number;
  glides?: boolean;
  /** Where many such are in sight, a dot stands for it. */
  inCrowds?: boolean;
}

export interface Sector {
  place: Point;
  bearing_deg: number;
  spread_deg: number;
  range_m: number;
}

interface Standing {
  marker: Marker;
  element: HTMLElement;
  at: Point;
  /** What is drawn there. */
  node: ComponentChildren;
  glide: { from: Point; to: Point; began: number } | null;
}

// Positions come every two seconds; a unit that is drawn in between arrives when the next one does.
const GLIDE_MS = 2000;
const GLIDE_LEAST_PX = 3;
// Where more than this move, nobody follows one with his eyes.
const GLIDES_MOST = 60;
const CROWD_LEAST = 60;
const COVERS_PX = 16;
// More elements than this make a map slow; what is out of sight has none.
const MARKS_MOST = 400;
// One tile may be missing; a server that answers none is away, or answers something else.
const TILE_FAULTS_MOST = 3;
const FIT = { padding: 72, maxZoom: 16, duration: 500 };

export class MapView {
  private readonly map: MapLibreMap;
  private readonly labels: LabelLayer;
  private readonly crowd: Crowd;
  private readonly moves = ability() === "good";
  private readonly standing = new Map<string, Standing>();
  private readonly resized: ResizeObserver;
  private marks: readonly Mark[] = [];
  private shift: <T extends Point>(place: T) => T = (place) => place;
  private gliding = 0;
  private ready = false;

  constructor(
    box: HTMLElement,
    setup: MapSetup,
    base: unknown,
    title: string,
    onTouch: (place: Point) => void,
    onTilesGone: () => void,
  ) {
    const { tiles } = setup;
    // Tiles in GCJ-02 cannot be moved: all that is drawn over them is.
    if (tiles?.crs === "gcj02") {
      this.shift = toGcj02;
      base = shiftedBase(base);
    }
    const centre = this.shift(setup);
    this.map = new MapLibreMap({
      container: box,
      style: style(base, tiles),
      center: [centre.lon, centre.lat],
      zoom: setup.zoom,
      minZoom: 3,
      maxZoom: 19,
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      rollEnabled: false,
      fadeDuration: 0,
      trackResize: false,
      locale: { "Map.Title": title },
    });
    this.map.touchZoomRotate.disableRotation();
    this.map.keyboard.disableRotation();
    this.labels = new LabelLayer(this.map, base);
    this.crowd = new Crowd(this.map);
    this.map.on("click", (event) => {
      const place = { lat: event.lngLat.lat, lon: event.lngLat.lng };
      onTouch(tiles?.crs === "gcj02" ? fromGcj02(place) : place);
    });
    if (tiles) this.watchTiles(tiles.url, onTilesGone);
    this.map.on("moveend", () => this.place());
    this.map.once("load", () => {
      this.ready = true;
      if (base === null) {
        this.drawGrid();
        this.map.on("moveend", () => this.drawGrid());
      }
    });
    this.resized = new ResizeObserver(() => this.map.resize());
    this.resized.observe(box);
  }

  /** Let go of everything. */
  remove(): void {
    cancelAnimationFrame(this.gliding);
    this.resized.disconnect();
    for (const standing of this.standing.values()) this.drop(standing);
    this.map.remove();
  }

  /** Put these marks on the map, and take away all others. */
  setMarks(marks: readonly Mark[]): void {
    this.marks = marks.map((mark) => ({ ...mark, place: this.shift(mark.place) }));
    this.place();
  }

  /** Names of what we know beside the base's own, most important first. */
  setLabels(labels: readonly Label[], language: string): void {
    this.labels.set(
      labels.map((label) => ({ ...label, place: this.shift(label.place) })),
      language,
    );
  }

  setDots(places: readonly Point[]): void {
    this.setData(
      "dots",
      places.map(this.shift).map(({ lon, lat }) => ({ type: "Point", coordinates: [lon, lat] })),
    );
  }

  setSectors(sectors: readonly Sector[]): void {
    this.setData(
      "sectors",
      sectors.map((one) => ({
        type: "Polygon",
        coordinates: [sector(this.shift(one.place), one.bearing_deg, one.spread_deg, one.range_m)],
      })),
    );
  }

  setWays(ways: readonly (readonly [Point, Point])[]): void {
    this.setData(
      "ways",
      ways
        .map((way) => way.map(this.shift) as [Point, Point])
        .map(([from, to]) => ({
          type: "LineString",
          coordinates: [
            [from.lon, from.lat],
            [to.lon, to.lat],
          ],
        })),
    );
  }

  /** Take the colours of the tokens anew. */
  repaint(): void {
    this.whenReady(() => {
      this.crowd.repaint();
      for (const [layer, property, name] of PAINTS) {
        this.map.setPaintProperty(layer, property as "line-color", colour(name) as never);
      }
    });
  }

  /** Show all of these. */
  fit(places: readonly Point[], maxZoom = FIT.maxZoom): void {
    if (places.length === 0) return;
    const shown = places.map(this.shift);
    const lons = shown.map((p) => p.lon);
    const lats = shown.map((p) => p.lat);
    this.map.fitBounds(
      [
        [Math.min(...lons), Math.min(...lats)],
        [Math.max(...lons), Math.max(...lats)],
      ],
      // A flight draws the whole map thirty times.
      { ...FIT, maxZoom, animate: this.moves },
    );
  }

  zoom(by: number): void {
    this.map.zoomTo(this.map.getZoom() + by, { duration: 200, animate: this.moves });
  }

  setPicking(on: boolean): void {
    this.map.getCanvas().style.cursor = on ? "crosshair" : "";
  }

  /** Tiles that do not come leave our own base, once and for all until the page is loaded anew. */
  private watchTiles(url: string, onGone: () => void): void {
    let failed = 0;
    const giveUp = () => {
      if (!this.map.getSource(TILES)) return;
      this.map.removeLayer(TILES);
      this.map.removeSource(TILES);
      onGone();
    };
    this.map.on("error", (event) => {
      if (!("sourceId" in event) || event.sourceId !== TILES) return;
      failed += 1;
      if (failed >= TILE_FAULTS_MOST) giveUp();
    });
    // A server that says nothing, or sends nothing, makes no error of its own.
    const { lng, lat } = this.map.getCenter();
    // Not once the map has loaded: it waits for its tiles.
    this.map.once("style.load", () => {
      isPicture(tileAt(url, { lat, lon: lng }, this.map.getZoom())).catch(giveUp);
    });
  }

  private setData(source: string, geometries: object[]): void {
    this.whenReady(() => {
      const found = this.map.getSource(source) as { setData?: (data: unknown) => void } | undefined;
      found?.setData?.({
        type: "FeatureCollection",
        features: geometries.map((geometry) => ({ type: "Feature", properties: {}, geometry })),
      });
      const visibility = geometries.length ? "visible" : "none";
      for (const layer of DRAWN[source] ?? []) {
        this.map.setLayoutProperty(layer, "visibility", visibility);
      }
    });
  }

  private whenReady(work: () => void): void {
    if (this.ready) work();
    else this.map.once("load", work);
  }

  /** Bring elements into line with the marks: those in sight, the most important first. */
  private place(): void {
    const bounds = this.map.getBounds();
    const [west, south, east, north] = [
      bounds.getWest(),
      bounds.getSouth(),
      bounds.getEast(),
      bounds.getNorth(),
    ];
    const [slackLon, slackLat] = [(east - west) / 5, (north - south) / 5];
    const inSight = this.marks
      .filter(
        ({ place }) =>
          place.lon > west - slackLon &&
          place.lon < east + slackLon &&
          place.lat > south - slackLat &&
          place.lat < north + slackLat,
      )
      .sort((a, b) => b.above - a.above);
    const isCrowd = inSight.filter((mark) => mark.inCrowds).length >= CROWD_LEAST;
    const alone = (isCrowd ? inSight.filter((mark) => !mark.inCrowds) : inSight).slice(
      0,
      MARKS_MOST,
    );
    const wanted = new Set(alone.map((mark) => mark.id));
    for (const [id, standing] of this.standing) {
      if (wanted.has(id)) continue;
      this.drop(standing);
      this.standing.delete(id);
    }
    for (const mark of alone) this.stand(mark);
    this.labels.giveWay(alone.filter((mark) => !mark.glides).map(({ place }) => place));
    this.hideCovered(alone);
    this.crowd.set(
      isCrowd ? inSight.filter((mark) => mark.inCrowds).map(({ place }) => place) : [],
    );
    this.map.getContainer().dataset["near"] = this.map.getZoom() >= 13.5 ? "yes" : "no";
  }

  private stand(mark: Mark): void {
    let standing = this.standing.get(mark.id);
    if (!standing) {
      const element = document.createElement("div");
      const marker = new Marker({ element, anchor: "center" })
        .setLngLat([mark.place.lon, mark.place.lat])
        .addTo(this.map);
      // MapLibre names its markers; ours say themselves what they are.
      element.removeAttribute("role");
      element.removeAttribute("aria-label");
      element.removeAttribute("tabindex");
      standing = { marker, element, at: mark.place, glide: null, node: null };
      this.standing.set(mark.id, standing);
    }
    standing.element.style.zIndex = String(Math.round(mark.above));
    if (standing.node !== mark.node) render(mark.node, standing.element);
    standing.node = mark.node;
    const goal = standing.glide?.to ?? standing.at;
    if (goal.lat === mark.place.lat && goal.lon === mark.place.lon) return;
    if (mark.glides && this.mayGlide() && this.isFar(standing.at, mark.place)) {
      standing.glide = { from: standing.at, to: mark.place, began: performance.now() };
      this.gliding ||= requestAnimationFrame(this.glide);
    } else {
      standing.glide = null;
      this.moveTo(standing, mark.place);
    }
  }

  /** Of units on one spot the first bears its name: the ends of the others would stick out. */
  private hideCovered(marks: readonly Mark[]): void {
    const seen: { x: number; y: number }[] = [];
    for (const { id, place, glides } of marks) {
      if (!glides) continue;
      const { x, y } = this.map.project([place.lon, place.lat]);
      const covered = seen.some((one) => Math.abs(one.x - x) + Math.abs(one.y - y) < COVERS_PX);
      this.standing.get(id)?.element.toggleAttribute("data-covered", covered);
      if (!covered) seen.push({ x, y });
    }
  }

  private mayGlide(): boolean {
    if (!this.moves || matchMedia("(prefers-reduced-motion: reduce)").matches) return false;
    return this.standing.size <= GLIDES_MOST;
  }

  /** Whether somebody would see the way between: over a whole county nobody sees one street. */
  private isFar(from: Point, to: Point): boolean {
    const [a, b] = [this.map.project([from.lon, from.lat]), this.map.project([to.lon, to.lat])];
    return Math.abs(a.x - b.x) + Math.abs(a.y - b.y) > GLIDE_LEAST_PX;
  }

  private readonly glide = (at: number): void => {
    let more = false;
    for (const standing of this.standing.values()) {
      if (!standing.glide) continue;
      const { from, to, began } = standing.glide;
      const part = Math.min(1, (at - began) / GLIDE_MS);
      this.moveTo(standing, {
        lat: from.lat + (to.lat - from.lat) * part,
        lon: from.lon + (to.lon - from.lon) * part,
      });
      if (part === 1) standing.glide = null;
      else more = true;
    }
    this.gliding = more ? requestAnimationFrame(this.glide) : 0;
  };

  private moveTo(standing: Standing, place: Point): void {
    standing.at = place;
    standing.marker.setLngLat([place.lon, place.lat]);
  }

  private drop(standing: Standing): void {
    render(null, standing.element);
    standing.marker.remove();
  }

  /** Where there is no base: lines of latitude and longitude, as many as a hand has fingers. */
  private drawGrid(): void {
    const bounds = this.map.getBounds();
    const height = bounds.getNorth() - bounds.getSouth();
    const step = 10 ** Math.floor(Math.log10(height / 2)) * (height / 2 > 5 ? 5 : 1);
    const lines: object[] = [];
    const along = (from: number, to: number) =>
      Array.from({ length: Math.min(80, Math.ceil((to - from) / step) + 1) }, (_, at) => {
        return Math.floor(from / step) * step + at * step;
      });
    for (const lat of along(bounds.getSouth(), bounds.getNorth())) {
      lines.push({
        type: "LineString",
        coordinates: [
          [bounds.getWest(), lat],
          [bounds.getEast(), lat],
        ],
      });
    }
    for (const lon of along(bounds.getWest(), bounds.getEast())) {
      lines.push({
        type: "LineString",
        coordinates: [
          [lon, bounds.getSouth()],
          [lon, bounds.getNorth()],
        ],
      });
    }
    this.setData("grid", lines);
  }
}
