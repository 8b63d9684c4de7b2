// A sector in which a unit searches: in words, and as the map draws it.
import type { SearchSector } from "./api/forms";
import { distance } from "./format";
import type { Sector } from "./map/view";
import { words } from "./words";

function wide({ from_deg, until_deg }: SearchSector): number {
  return (((until_deg - from_deg) % 360) + 360) % 360 || 360;
}

/** A bearing as people say it. */
function way(bearing_deg: number): string {
  const { ways } = words.value.search;
  return ways[Math.round(bearing_deg / 45) % ways.length] ?? "";
}

/** Where to look, how far, where to begin and along which streets. */
export function sectorWords(of: SearchSector): string {
  const w = words.value.search;
  const whole = wide(of) > 359;
  const said = [
    whole ? w.allRound : w.between(way(of.from_deg), way(of.until_deg)),
    w.asFar(distance(of.far_m)),
  ];
  if (of.toward_deg !== null) said.push(w.toward(way(of.toward_deg)));
  if (of.streets.length > 0) said.push(w.streets(of.streets.join(w.comma)));
  return said.join(" · ");
}

/** The same on a map. */
export function drawnSector(of: SearchSector): Sector {
  const spread_deg = wide(of);
  const bearing_deg = (of.from_deg + spread_deg / 2) % 360;
  return { place: of.place, bearing_deg, spread_deg, range_m: of.far_m };
}
