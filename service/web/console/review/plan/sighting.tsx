// A person has seen whom he looks for by a camera, and is sure: the plan goes on from there.
import { useSignal } from "@preact/signals";
import { call } from "../../../shared/api/call";
import type { Going, PlannedCamera, ReviewPlan } from "../../../shared/api/forms";
import { InstantField } from "../../../shared/ui/fields";
import { tell } from "../../../shared/ui/toast";
import { planWords } from "../../../shared/words/plan";
import { Ask } from "../../ask";
import { frame } from "../player/at";
import { fieldFrom, instantOf } from "../times";
import { GOING } from "./going";
import { keepPlan } from "./state";

export function NoteSighting(props: {
  of: ReviewPlan;
  camera: PlannedCamera;
  onClose: () => void;
}) {
  const { of, camera } = props;
  const w = planWords.value;
  // What stands in the player is most likely what was seen.
  const at = useSignal(fieldFrom(frame.peek()?.at ?? camera.window.from_at));
  const going = useSignal<Going | "">("");
  const instant = instantOf(at.value);
  const work = async () => {
    if (instant === null) return;
    const after = await call("post", "/v1/footage-requests/{footage_id}/sightings", {
      path: { footage_id: of.footage_id },
      body: { camera_id: camera.camera_id, at: instant, going: going.value || null },
    });
    keepPlan(after);
    tell(w.anew);
  };
  return (
    <Ask
      title={w.seenBy(camera.name)}
      submit={w.sure}
      ready={instant !== null}
      work={work}
      onClose={props.onClose}
    >
      <p class="quiet">{w.sureHint}</p>
      <InstantField
        toSecond
        label={w.seenAt}
        value={at.value}
        onInstant={(typed) => {
          at.value = typed;
        }}
      />
      <label class="field">
        <span class="label">{w.goesOn}</span>
        <select
          value={going.value}
          onChange={(event) => {
            going.value = event.currentTarget.value as Going | "";
          }}
        >
          <option value="">{w.asBefore}</option>
          {GOING.map((one) => (
            <option key={one} value={one}>
              {w.going[one]}
            </option>
          ))}
        </select>
      </label>
    </Ask>
  );
}
