// The cameras of a request: where they stand, which minutes, whether they are held, what is decided.
import type { FootageCamera, WholeFootage } from "../../shared/api/forms";
import { distance, spanOf, wholeTimeOf } from "../../shared/format";
import type { Point } from "../../shared/geo";
import { type Drawing, MapFrame } from "../../shared/map/frame";
import { CameraIcon, CheckIcon, ClockIcon, PinIcon, WarnIcon } from "../../shared/ui/icons";
import { Badge, Empty } from "../../shared/ui/parts";
import { reviewWords } from "../../shared/words/review";
import { chosen } from "./chosen";

export function Cameras(props: { whole: WholeFootage }) {
  const { request, cameras } = props.whole;
  const w = reviewWords.value.cameras;
  return (
    <section class="office-part review-part">
      <h3>
        {w.title} <span class="quiet">{cameras.length}</span>
      </h3>
      <div class="review-map">
        <MapFrame
          // Both read the signal themselves: the map follows it, and not what is drawn around it.
          drawing={() => drawing(request.place, chosen.value?.whole.cameras ?? [])}
          focus={() => ({
            key: `${request.footage_id} ${chosen.value?.whole.cameras.length ?? 0}`,
            places: placesOf(request.place, chosen.value?.whole.cameras ?? []),
          })}
        />
      </div>
      {cameras.length === 0 ? (
        <Empty bad icon={<CameraIcon />} title={w.none} />
      ) : (
        <ol class="review-cameras">
          {cameras.map((camera, at) => (
            <li key={camera.camera_id} class={camera.hold_state === "failed" ? "lost" : ""}>
              <Camera camera={camera} number={at + 1} />
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

function placesOf(place: Point, cameras: readonly FootageCamera[]): Point[] {
  return [place, ...cameras.flatMap((one) => one.place ?? [])];
}

function drawing(place: Point, cameras: readonly FootageCamera[]): Drawing {
  const w = reviewWords.value.cameras;
  const marks = cameras.flatMap((camera, at) =>
    camera.place === null
      ? []
      : [
          {
            id: camera.camera_id,
            place: camera.place,
            above: 10,
            node: (
              <span
                class={`review-mark ${camera.hold_state}`}
                title={w.mark(camera.name)}
                role="img"
                aria-label={`${w.mark(camera.name)}: ${w.hold[camera.hold_state]}`}
              >
                {at + 1}
              </span>
            ),
          },
        ],
  );
  const here = {
    id: "place",
    place,
    above: 100,
    node: (
      <span class="review-pin" role="img" aria-label={w.place}>
        <PinIcon />
      </span>
    ),
  };
  const all = placesOf(place, cameras);
  return { marks: [...marks, here], labels: [], dots: [], sectors: [], ways: [], all };
}

function Camera(props: { camera: FootageCamera; number: number }) {
  const { camera } = props;
  const all = reviewWords.value;
  const w = all.cameras;
  return (
    <article class="review-camera">
      <span class={`review-mark ${camera.hold_state}`} aria-hidden="true">
        {props.number}
      </span>
      <div>
        <p class="office-line">
          <strong>{camera.name}</strong>
          <span class="quiet">
            {camera.managing_unit} · {w.away(distance(camera.away_m))}
          </span>
        </p>
        <p class="office-line office-small">
          <span>{spanOf(camera.from_at, camera.until_at)}</span>
          <span class="quiet">
            {camera.overwrite_at ? w.lost(wholeTimeOf(camera.overwrite_at)) : w.unknown}
          </span>
        </p>
      </div>
      <p class="review-camera-marks">
        <Hold camera={camera} />
        {camera.restricted_at ? (
          <Badge tone="bad">
            <WarnIcon />
            {w.restricted}
          </Badge>
        ) : (
          camera.left_out && <Badge>{w.leftOut}</Badge>
        )}
        {camera.decision && (
          <Badge tone={camera.decision === "refused" ? "warn" : "good"}>
            {w.decision[camera.decision]} {camera.refusal}
          </Badge>
        )}
      </p>
      {camera.restricted_at && (
        <p class="review-camera-why">{w.restrictedWhy(wholeTimeOf(camera.restricted_at))}</p>
      )}
      {camera.hold_state === "failed" && camera.hold_trouble && (
        <p class="review-camera-why">{all.trouble[camera.hold_trouble]}</p>
      )}
      {camera.held_by_copy && <p class="review-camera-why">{w.byCopy}</p>}
    </article>
  );
}

const TONES = { asked: "accent", placed: "good", failed: "bad", released: undefined } as const;
const ICONS = { asked: ClockIcon, placed: CheckIcon, failed: WarnIcon, released: null } as const;

function Hold(props: { camera: FootageCamera }) {
  const state = props.camera.hold_state;
  const Icon = ICONS[state];
  const tone = TONES[state];
  return (
    <Badge {...(tone ? { tone } : {})}>
      {Icon && <Icon />}
      {reviewWords.value.cameras.hold[state]}
    </Badge>
  );
}
