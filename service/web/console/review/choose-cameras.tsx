// Which cameras managing units are asked about, and which minutes: all, unless somebody takes less.
import type {
  FootageCamera,
  FootageMoveBody,
  FootageRequest,
  WholeFootage,
} from "../../shared/api/forms";
import { reviewWords } from "../../shared/words/review";
import { InstantField } from "../../shared/ui/fields";
import { fieldFrom, fieldUntil, instantOf } from "./times";

interface Choice {
  asked: boolean;
  from: string;
  until: string;
}

export type ChosenCameras = ReadonlyMap<string, Choice>;

/** Everything that was asked for, but what may be shown to nobody. */
export function allOf({ request, cameras }: WholeFootage): ChosenCameras {
  const open = cameras.filter((one) => one.restricted_at === null);
  return new Map(
    open.map((one) => {
      const [from, until] = timesOf(request, one);
      return [one.camera_id, { asked: true, from, until }];
    }),
  );
}

/** What is held of a camera, as fields: those that were added later have times of their own. */
function timesOf(request: FootageRequest, camera: FootageCamera): [string, string] {
  const held = camera.round > 1 ? camera : request;
  return [fieldFrom(held.from_at), fieldUntil(held.until_at)];
}

/** What the door is told; null where a time is none, or nothing is chosen. */
export function chosenOf(chosen: ChosenCameras): NonNullable<FootageMoveBody["cameras"]> | null {
  const asked = [...chosen].filter(([, one]) => one.asked);
  const whole = asked.flatMap(([camera_id, one]) => {
    const [from_at, until_at] = [instantOf(one.from), instantOf(one.until)];
    const runs = from_at !== null && until_at !== null && from_at < until_at;
    return runs ? [{ camera_id, from_at, until_at }] : [];
  });
  return whole.length > 0 && whole.length === asked.length ? whole : null;
}

export function ChooseCameras(props: {
  whole: WholeFootage;
  chosen: ChosenCameras;
  onChoose: (chosen: ChosenCameras) => void;
}) {
  const { request, cameras } = props.whole;
  const w = reviewWords.value;
  const set = (camera_id: string, part: Partial<Choice>) => {
    const before = props.chosen.get(camera_id);
    if (before) props.onChoose(new Map(props.chosen).set(camera_id, { ...before, ...part }));
  };
  return (
    <>
      <p class="quiet">{w.choose_cameras.hint}</p>
      <ol class="review-decisions">
        {cameras.map((camera) => {
          const one = props.chosen.get(camera.camera_id);
          if (!one) return null;
          const [min, max] = timesOf(request, camera);
          return (
            <li key={camera.camera_id}>
              <div class="choice">
                <label>
                  <input
                    type="checkbox"
                    checked={one.asked}
                    onChange={(event) =>
                      set(camera.camera_id, { asked: event.currentTarget.checked })
                    }
                  />
                  <span>
                    {camera.name}
                    <br />
                    <small>{camera.managing_unit}</small>
                  </span>
                </label>
              </div>
              {one.asked && (
                <div class="fields">
                  {(["from", "until"] as const).map((end) => (
                    <InstantField
                      key={end}
                      label={w.choose_cameras[end](camera.name)}
                      toSecond
                      from={min}
                      until={max}
                      value={one[end]}
                      onInstant={(text) => set(camera.camera_id, { [end]: text })}
                    />
                  ))}
                </div>
              )}
            </li>
          );
        })}
      </ol>
    </>
  );
}
