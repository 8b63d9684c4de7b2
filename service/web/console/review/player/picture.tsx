// The frame in sight, the film in its place while it plays, and the region drawn over both.
import { useSignal } from "@preact/signals";
import type { RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { DeskCamera } from "../../../shared/api/forms";
import { exactTimeOf } from "../../../shared/format";
import { NoSignalIcon } from "../../../shared/ui/icons";
import { Empty } from "../../../shared/ui/parts";
import { problemWords } from "../../../shared/words";
import { playerWords } from "../../../shared/words/player";
import { type Box, fetching, frame, frameTrouble, isNothingThere, region, wanted } from "./at";
import { film, filmEnded, filmMoved } from "./film";

// A region of fewer pixels says nothing; the service takes none smaller either.
const SIDE_LEAST = 16;
const KEY_STEP = 8;

/** How large the recording's own pictures are where one is. */
export function sizeAt(camera: DeskCamera): { width: number; height: number } | null {
  const at = wanted.value;
  const sized = camera.parts.filter((part) => part.width !== null && part.height !== null);
  const here = sized.find(
    (part) => Date.parse(part.begins_at) <= at && at <= Date.parse(part.ends_at),
  );
  const part = here ?? sized[0];
  return part?.width && part.height ? { width: part.width, height: part.height } : null;
}

export function Picture(props: { camera: DeskCamera; drawing: boolean; onDrawn: () => void }) {
  const { camera } = props;
  const w = playerWords.value;
  const shown = frame.value;
  const size = sizeAt(camera) ?? shown;
  const stage = useRef<HTMLDivElement>(null);
  return (
    <div
      class="player-picture"
      ref={stage}
      style={size ? { aspectRatio: `${size.width} / ${size.height}` } : undefined}
    >
      {shown && <img src={shown.url} alt={w.frame(exactTimeOf(shown.at))} draggable={false} />}
      {film.value && (
        <video
          key={film.value.url}
          src={film.value.url}
          aria-label={w.player}
          autoplay
          muted
          playsInline
          onTimeUpdate={(event) => filmMoved(event.currentTarget.currentTime)}
          onEnded={() => void filmEnded()}
        />
      )}
      {frameTrouble.value !== null && !film.value && (
        <div class="player-nothing">
          <Empty
            icon={<NoSignalIcon />}
            title={isNothingThere(frameTrouble.value) ? w.none : problemWords(frameTrouble.value)}
          />
        </div>
      )}
      {shown === null && fetching.value && <p class="player-nothing quiet">{w.loading}</p>}
      {size && <Region stage={stage} size={size} drawing={props.drawing} onDrawn={props.onDrawn} />}
      {shown && (
        <p class="player-stamp mono" role="status">
          {exactTimeOf(film.value ? new Date(wanted.value).toISOString() : shown.at)}
        </p>
      )}
    </div>
  );
}

interface Size {
  width: number;
  height: number;
}

/** The region over the picture: drawn with mouse or finger, moved and resized by keys. */
function Region(props: {
  stage: RefObject<HTMLDivElement | null>;
  size: Size;
  drawing: boolean;
  onDrawn: () => void;
}) {
  const { size, drawing } = props;
  const w = playerWords.value.region;
  const from = useSignal<{ x: number; y: number } | null>(null);
  const pad = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!drawing) return;
    region.value ??= centred(size);
    pad.current?.focus();
  }, [drawing]);
  const place = (event: PointerEvent) => {
    const box = props.stage.current?.getBoundingClientRect();
    if (!box) return { x: 0, y: 0 };
    return {
      x: clamp(((event.clientX - box.left) / box.width) * size.width, size.width),
      y: clamp(((event.clientY - box.top) / box.height) * size.height, size.height),
    };
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const moved = keyed(region.value ?? centred(size), event, size);
    if (moved) region.value = moved;
    else if (event.key === "Enter" || event.key === "Escape") props.onDrawn();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const box = region.value;
  return (
    <>
      {box && (
        <span
          class={`player-region ${drawing ? "drawing" : ""}`}
          style={laid(box, size)}
          aria-hidden="true"
        />
      )}
      {drawing && (
        <div
          ref={pad}
          class="player-pad"
          role="application"
          tabIndex={0}
          aria-label={`${w.drawing} ${box ? w.size(Math.round(box.width), Math.round(box.height)) : ""}`}
          onKeyDown={onKeyDown}
          onPointerDown={(event) => {
            event.currentTarget.setPointerCapture(event.pointerId);
            from.value = place(event);
          }}
          onPointerMove={(event) => {
            if (from.value) region.value = between(from.value, place(event), size);
          }}
          onPointerUp={() => {
            from.value = null;
          }}
          onPointerCancel={() => {
            from.value = null;
          }}
        />
      )}
    </>
  );
}

const clamp = (at: number, most: number) => Math.min(most, Math.max(0, at));

function centred({ width, height }: Size): Box {
  return {
    x: Math.round(width * 0.375),
    y: Math.round(height * 0.375),
    width: Math.round(width / 4),
    height: Math.round(height / 4),
  };
}

function between(a: { x: number; y: number }, b: { x: number; y: number }, size: Size): Box {
  const [x, y] = [Math.min(a.x, b.x), Math.min(a.y, b.y)];
  return whole({ x, y, width: Math.abs(a.x - b.x), height: Math.abs(a.y - b.y) }, size);
}

/** In whole pixels, inside the picture, and not too small. */
function whole(box: Box, size: Size): Box {
  const width = Math.round(Math.min(size.width, Math.max(SIDE_LEAST, box.width)));
  const height = Math.round(Math.min(size.height, Math.max(SIDE_LEAST, box.height)));
  return {
    x: Math.round(clamp(box.x, size.width - width)),
    y: Math.round(clamp(box.y, size.height - height)),
    width,
    height,
  };
}

const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-KEY_STEP, 0],
  ArrowRight: [KEY_STEP, 0],
  ArrowUp: [0, -KEY_STEP],
  ArrowDown: [0, KEY_STEP],
};

function keyed(box: Box, event: KeyboardEvent, size: Size): Box | null {
  const by = ARROWS[event.key];
  if (by === undefined) return null;
  const [x, y] = by;
  return whole(
    event.shiftKey
      ? { ...box, width: box.width + x, height: box.height + y }
      : { ...box, x: box.x + x, y: box.y + y },
    size,
  );
}

function laid(box: Box, size: Size) {
  const share = (part: number, all: number) => `${(100 * part) / all}%`;
  return {
    left: share(box.x, size.width),
    top: share(box.y, size.height),
    width: share(box.width, size.width),
    height: share(box.height, size.height),
  };
}
