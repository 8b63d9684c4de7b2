// A person has seen whom he looks for by a camera, and is sure: the plan goes on from there.
import { useSignal } from "@preact/signals";
import { call } from "../../../shared/api/call";
import type { Going, PlannedCamera, ReviewPlan } from "../../../shared/api/forms";
import { useAttempt } from "../../../shared/ui/attempt";
import { Dialog } from "../../../shared/ui/dialog";
import { tell } from "../../../shared/ui/toast";
import { words } from "../../../shared/words";
import { planWords } from "../../../shared/words/plan";
import { Trouble } from "../../office/trouble";
import { frame } from "../player/at";
import { fieldFrom, instantOf } from "../times";
import { keepPlan } from "./state";

const GOING: readonly Going[] = ["walk", "child_or_elder", "bicycle", "e_bike", "car", "unknown"];

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
  const { waiting, problem, attempt } = useAttempt();
  const instant = instantOf(at.value);
  const submit = () =>
    attempt(async () => {
      if (instant === null) return;
      const after = await call("post", "/v1/footage-requests/{footage_id}/sightings", {
        path: { footage_id: of.footage_id },
        body: { camera_id: camera.camera_id, at: instant, going: going.value || null },
      });
      keepPlan(after);
      tell(w.anew);
      props.onClose();
    });
  return (
    <Dialog
      title={w.seenBy(camera.name)}
      onClose={props.onClose}
      onSubmit={() => void submit()}
      foot={
        <>
          <button type="button" class="button" onClick={props.onClose}>
            {words.value.act.cancel}
          </button>
          <button type="submit" class="button main" disabled={instant === null || waiting.value}>
            {w.sure}
          </button>
        </>
      }
    >
      <p class="quiet">{w.sureHint}</p>
      <label class="field">
        <span class="label">{w.seenAt}</span>
        <input
          type="datetime-local"
          step={1}
          value={at.value}
          onInput={(event) => {
            at.value = event.currentTarget.value;
          }}
        />
      </label>
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
      <Trouble error={problem.value} />
    </Dialog>
  );
}
