// The place of the map on a page: loads it after the page stands, draws what it is given, and says
// so where it cannot be drawn.
import { useComputed, useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { MapSetup } from "../api/forms";
import type { Point } from "../geo";
import { Empty, Failed, Waiting } from "../ui/parts";
import { ability } from "./able";
import { FitIcon, MapIcon, MinusIcon, PlusIcon } from "../ui/icons";
import { isDark } from "../ui/theme";
import { language, words } from "../words";
import type { Label } from "./labels";
import type { MapView, Mark, Sector } from "./view";

export interface Drawing {
  marks: readonly Mark[];
  labels: readonly Label[];
  dots: readonly Point[];
  sectors: readonly Sector[];
  ways: readonly (readonly [Point, Point])[];
  /** What "show everything" shows. */
  all: readonly Point[];
}

type Stage = "waiting" | "ready" | "failed" | "undrawable";

async function open(
  box: HTMLElement,
  onTouch: (place: Point) => void,
  onTilesGone: () => void,
): Promise<MapView> {
  const [{ fetchWorker, MapView }, setup] = await Promise.all([import("./view"), fetchSetup()]);
  const [base] = await Promise.all([setup.has_base ? fetchBase() : null, fetchWorker()]);
  return new MapView(box, setup, base, words.value.map.title, onTouch, onTilesGone);
}

// Where the processor draws, what is read comes first: the map follows who stays for so long.
const HEAD_FIRST_MS = 250;
const AGAIN_MS = 15_000;

// Whoever has not signed in may look at the map as well: a citizen shows where it was.
async function fetchSetup(): Promise<MapSetup> {
  const answer = await fetch("/v1/map");
  if (!answer.ok) throw new Error(`The map's beginning answers ${answer.status}.`);
  return (await answer.json()) as MapSetup;
}

async function fetchBase(): Promise<unknown> {
  const answer = await fetch("/v1/map/base");
  if (!answer.ok) throw new Error(`The map's base answers ${answer.status}.`);
  return answer.json();
}

/** A map with its three buttons. `focus` moves it when its key changes. */
export function MapFrame(props: {
  drawing: () => Drawing;
  focus: () => { key: string; places: readonly Point[] } | null;
  picking?: boolean;
  onTouch?: (place: Point) => void;
  children?: ComponentChildren;
}) {
  const box = useRef<HTMLDivElement>(null);
  const view = useSignal<MapView | null>(null);
  const stage = useSignal<Stage>("waiting");
  const tries = useSignal(0);
  const again = () => {
    tries.value += 1;
  };
  const tilesGone = useSignal(false);
  const touched = useRef(props.onTouch);
  touched.current = props.onTouch;
  const drawing = useComputed(props.drawing);
  const focus = useComputed(props.focus);

  useEffect(() => {
    if (!box.current) return;
    const able = ability();
    if (able === "none") {
      stage.value = "undrawable";
      return;
    }
    if (able === "slow") document.documentElement.dataset["drawing"] = "slow";
    let gone = false;
    stage.value = "waiting";
    const onTilesGone = () => {
      tilesGone.value = true;
    };
    open(box.current, (place) => touched.current?.(place), onTilesGone).then(
      (opened) => {
        if (gone) return opened.remove();
        view.value = opened;
        stage.value = "ready";
      },
      () => {
        if (!gone) stage.value = "failed";
      },
    );
    return () => {
      gone = true;
      view.peek()?.remove();
      view.value = null;
    };
  }, [tries.value]);

  // Whoever does not touch the map gets it all the same once the network is back.
  useEffect(() => {
    if (stage.value !== "failed") return;
    const timer = setTimeout(again, AGAIN_MS);
    addEventListener("online", again);
    return () => {
      clearTimeout(timer);
      removeEventListener("online", again);
    };
  }, [stage.value]);

  const map = view.value;
  const drawn = drawing.value;
  useEffect(() => map?.setMarks(drawn.marks), [map, drawn.marks]);
  useEffect(
    () => map?.setLabels(drawn.labels, language.value),
    [map, drawn.labels, language.value],
  );
  useEffect(() => map?.setDots(drawn.dots), [map, drawn.dots]);
  useEffect(() => map?.setSectors(drawn.sectors), [map, drawn.sectors]);
  useEffect(() => map?.setWays(drawn.ways), [map, drawn.ways]);
  useEffect(() => map?.repaint(), [map, isDark()]);
  useEffect(() => map?.setPicking(props.picking ?? false), [map, props.picking]);
  const goal = focus.value;
  useEffect(() => {
    if (!goal || !map) return;
    if (ability() === "good") return map.fit(goal.places);
    const timer = setTimeout(() => map.fit(goal.places), HEAD_FIRST_MS);
    return () => clearTimeout(timer);
  }, [map, goal?.key]);

  const w = words.value.map;
  return (
    <div class="map">
      <div class="map-box" ref={box} />
      {stage.value === "waiting" && (
        <div class="map-cover">
          <span class="aside">{w.waiting}</span>
          <Waiting lines={1} />
        </div>
      )}
      {stage.value === "failed" && (
        <div class="map-cover">
          <Failed again={again} />
        </div>
      )}
      {stage.value === "undrawable" && (
        <div class="map-cover">
          <Empty icon={<MapIcon />} title={w.failed} />
        </div>
      )}
      {tilesGone.value && <p class="map-note">{w.tilesGone}</p>}
      {map && (
        <div class="map-buttons">
          <button
            type="button"
            class="button icon"
            aria-label={w.zoomIn}
            onClick={() => map.zoom(1)}
          >
            <PlusIcon />
          </button>
          <button
            type="button"
            class="button icon"
            aria-label={w.zoomOut}
            onClick={() => map.zoom(-1)}
          >
            <MinusIcon />
          </button>
          <button
            type="button"
            class="button icon"
            aria-label={w.fit}
            onClick={() => map.fit(drawn.all)}
          >
            <FitIcon />
          </button>
        </div>
      )}
      {props.children}
    </div>
  );
}
