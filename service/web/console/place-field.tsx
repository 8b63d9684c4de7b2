// A place: touched on the map, or entered as figures.
import type { Place } from "../shared/api/forms";
import { type Drawing, MapFrame } from "../shared/map/frame";
import { TextField } from "../shared/ui/fields";
import { PinIcon } from "../shared/ui/icons";
import "./review/review.css";

/** The place that was entered; null where it is none. */
export function placeOf(lat: string, lon: string): Place | null {
  const [y, x] = [Number.parseFloat(lat), Number.parseFloat(lon)];
  if (!(Math.abs(y) <= 85 && Math.abs(x) <= 180)) return null;
  return { lat: y, lon: x, crs: "WGS-84" };
}

export function PlaceField(props: {
  hint: string;
  labels: { lat: string; lon: string };
  lat: string;
  lon: string;
  onPlace: (part: { lat?: string; lon?: string }) => void;
}) {
  return (
    <>
      <p class="quiet office-small">{props.hint}</p>
      <div class="review-map">
        <MapFrame
          picking
          drawing={() => pinned(placeOf(props.lat, props.lon))}
          focus={() => null}
          onTouch={(at) => props.onPlace({ lat: at.lat.toFixed(6), lon: at.lon.toFixed(6) })}
        />
      </div>
      <div class="fields">
        <TextField
          label={props.labels.lat}
          inputMode="decimal"
          value={props.lat}
          onText={(lat) => props.onPlace({ lat })}
        />
        <TextField
          label={props.labels.lon}
          inputMode="decimal"
          value={props.lon}
          onText={(lon) => props.onPlace({ lon })}
        />
      </div>
    </>
  );
}

/** The map with a pin where it was, once that is said. */
function pinned(place: Place | null): Drawing {
  const node = (
    <span class="review-pin">
      <PinIcon />
    </span>
  );
  const marks = place ? [{ id: "place", place, above: 1, node }] : [];
  const all = place ? [place] : [];
  return { marks, labels: [], dots: [], sectors: [], ways: [], all };
}
