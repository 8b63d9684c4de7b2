// The map on which a place is shown: a touch sets the pin, and the form carries it.
import "../shared/styles/map.css";
import { signal } from "@preact/signals";
import { render } from "preact";
import type { Point } from "../shared/geo";
import { MapFrame } from "../shared/map/frame";
import { PinIcon } from "../shared/ui/icons";
import { language } from "../shared/words";

export function openMap(room: HTMLElement, pin: HTMLInputElement): void {
  language.value = document.documentElement.lang === "en" ? "en" : "zh-CN";
  const [lat, lon] = pin.value.split(",").map(Number);
  const known = lat !== undefined && lon !== undefined && pin.value !== "";
  const place = signal<Point | null>(known ? { lat, lon } : null);
  const set = (at: Point) => {
    place.value = at;
    pin.value = `${at.lat.toFixed(6)},${at.lon.toFixed(6)}`;
    for (const site of document.querySelectorAll<HTMLInputElement>("input[name=site]"))
      site.checked = false;
  };
  render(
    <>
      <p class="hint">{room.dataset["hint"]}</p>
      <div class="place-map">
        <MapFrame
          picking
          drawing={() => ({
            marks: place.value
              ? [{ id: "place", place: place.value, above: 1, node: <PinMark /> }]
              : [],
            ...{ labels: [], dots: [], sectors: [], ways: [] },
            all: place.value ? [place.value] : [],
          })}
          focus={() => null}
          onTouch={set}
        />
      </div>
      <PinWords room={room} place={place} />
    </>,
    room,
  );
}

function PinMark() {
  return (
    <span class="place-pin">
      <PinIcon />
    </span>
  );
}

function PinWords(props: { room: HTMLElement; place: { value: Point | null } }) {
  const at = props.place.value;
  return (
    <p role="status" class="hint">
      {at ? `${props.room.dataset["pin"] ?? ""}: ${at.lat.toFixed(5)}, ${at.lon.toFixed(5)}` : ""}
    </p>
  );
}
