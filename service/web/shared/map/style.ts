// The map's look: our own style over one GeoJSON, in the colours of the tokens.
import type { ExpressionSpecification, LayerSpecification, StyleSpecification } from "maplibre-gl";
import type { MapSetup } from "../api/forms";

/** A colour of the tokens as it is now; the map cannot read style sheets. */
export function colour(token: string): string {
  const probe = document.createElement("i");
  probe.style.color = `var(--${token})`;
  document.body.append(probe);
  const found = getComputedStyle(probe).color;
  probe.remove();
  return found;
}

const kind = (...kinds: string[]): ExpressionSpecification => [
  "in",
  ["get", "kind"],
  ["literal", kinds],
];

const wide = (...stops: number[]): ExpressionSpecification =>
  ["interpolate", ["exponential", 1.6], ["zoom"], ...stops] as unknown as ExpressionSpecification;

const ROADS = {
  road_country: wide(10, 0.4, 14, 1.8, 18, 8),
  road_side: wide(11, 0.3, 14, 2.2, 18, 16),
  road_main: wide(9, 0.8, 14, 4.5, 18, 30),
};
type Road = keyof typeof ROADS;

const token = (road: Road) => `map-${road.replace("_", "-")}`;

function road(name: Road): LayerSpecification {
  return {
    id: name,
    type: "line",
    source: "base",
    filter: kind(name),
    layout: { "line-cap": "round", "line-join": "round" },
    paint: { "line-color": colour(token(name)), "line-width": ROADS[name] },
  };
}

function area(id: string, minzoom = 0): LayerSpecification {
  return {
    id,
    type: "fill",
    source: "base",
    minzoom,
    filter: kind(id),
    paint: { "fill-color": colour(`map-${id}`), "fill-antialias": true },
  };
}

const nothing = { type: "geojson" as const, data: { type: "FeatureCollection", features: [] } };

const HIDDEN = { visibility: "none" } as const;

/** Layers of what is drawn over the base. What holds nothing is hidden: even then each of its tiles
 * is asked for and lets the whole map be painted anew. */
export const DRAWN: Readonly<Record<string, readonly string[]>> = {
  grid: ["grid"],
  dots: ["dots"],
  sectors: ["sectors", "sector-edges"],
  ways: ["ways"],
};

/** Layer and source of a tile server's pictures. */
export const TILES = "tiles";

/** Base, grid, and what is drawn on them; marks and labels are elements above. */
export function style(base: unknown, tiles: MapSetup["tiles"]): StyleSpecification {
  const edge: LayerSpecification = {
    id: "road_edge",
    type: "line",
    source: "base",
    minzoom: 13,
    filter: kind("road_main"),
    layout: { "line-cap": "round", "line-join": "round" },
    paint: { "line-color": colour("map-road-edge"), "line-width": wide(13, 4.4, 18, 33) },
  };
  const layers: LayerSpecification[] = [
    { id: "ground", type: "background", paint: { "background-color": colour("map-ground") } },
    {
      id: "grid",
      type: "line",
      source: "grid",
      paint: { "line-color": colour("map-border"), "line-width": 0.6, "line-opacity": 0.5 },
    },
    area("block"),
    area("park"),
    area("water"),
    area("building", 13.2),
    road("road_country"),
    road("road_side"),
    edge,
    road("road_main"),
    ...(tiles ? [{ id: TILES, type: "raster", source: TILES } as const] : []),
    {
      id: "area_border",
      type: "line",
      source: "base",
      filter: kind("area_border"),
      paint: {
        "line-color": colour("map-border"),
        "line-width": 1.2,
        "line-dasharray": [4, 3],
        "line-opacity": 0.8,
      },
    },
    {
      id: "sectors",
      type: "fill",
      source: "sectors",
      paint: { "fill-color": colour("accent"), "fill-opacity": 0.16 },
    },
    {
      id: "sector-edges",
      type: "line",
      source: "sectors",
      paint: { "line-color": colour("accent"), "line-width": 1, "line-opacity": 0.65 },
    },
    {
      id: "dots",
      type: "circle",
      source: "dots",
      paint: {
        "circle-radius": wide(10, 1.5, 14, 4, 17, 7),
        "circle-color": colour("surface"),
        "circle-stroke-color": colour("ink-2"),
        "circle-stroke-width": 1.5,
      },
    },
    {
      id: "ways",
      type: "line",
      source: "ways",
      layout: { "line-cap": "round" },
      paint: { "line-color": colour("accent"), "line-width": 2.5, "line-dasharray": [0.2, 2] },
    },
  ];
  return {
    version: 8,
    sources: {
      base: { type: "geojson", data: (base ?? nothing.data) as never },
      grid: nothing,
      dots: nothing,
      sectors: nothing,
      ways: nothing,
      ...(tiles && {
        [TILES]: { type: "raster", tiles: [tiles.url], tileSize: 256, maxzoom: 18 } as const,
      }),
    },
    layers: layers.map((layer) => {
      const isEmpty =
        "source" in layer && (DRAWN[layer.source] ?? (layer.source === "base" && !base));
      return isEmpty ? { ...layer, layout: { ...layer.layout, ...HIDDEN } } : layer;
    }),
  };
}

/** What changes with the theme: layer, property, token. */
export const PAINTS: readonly (readonly [string, string, string])[] = [
  ["ground", "background-color", "map-ground"],
  ["grid", "line-color", "map-border"],
  ["block", "fill-color", "map-block"],
  ["park", "fill-color", "map-park"],
  ["water", "fill-color", "map-water"],
  ["building", "fill-color", "map-building"],
  ["road_country", "line-color", "map-road-country"],
  ["road_side", "line-color", "map-road-side"],
  ["road_main", "line-color", "map-road-main"],
  ["road_edge", "line-color", "map-road-edge"],
  ["area_border", "line-color", "map-border"],
  ["sectors", "fill-color", "accent"],
  ["sector-edges", "line-color", "accent"],
  ["dots", "circle-color", "surface"],
  ["dots", "circle-stroke-color", "ink-2"],
  ["ways", "line-color", "accent"],
];
