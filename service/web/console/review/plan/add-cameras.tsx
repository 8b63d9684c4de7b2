// Cameras of the plan that the request did not ask for: added a round at a time, then they are held
// and their managing units are asked.
import { useSignal } from "@preact/signals";
import { call } from "../../../shared/api/call";
import type {
  FootageRequest,
  PlannedCamera,
  ReviewPlan,
  WholeFootage,
} from "../../../shared/api/forms";
import { distance, spanOf } from "../../../shared/format";
import { useAttempt } from "../../../shared/ui/attempt";
import { Dialog } from "../../../shared/ui/dialog";
import { tell } from "../../../shared/ui/toast";
import { words } from "../../../shared/words";
import { planWords } from "../../../shared/words/plan";
import { keepWhole, readRequest } from "../chosen";
import { isOvertaken, useOvertaken, WhyNot } from "../move";
import { readPlan } from "./state";

const ROUND_MOST = 10;
const CALM = [
  "submitted",
  "identity_verified",
  "triaged",
  "needs_info",
  "accepted",
  "footage_held",
  "consent_pending",
];

/** Whether cameras may be added to a request as it stands. */
export function mayAdd({ state, lane }: FootageRequest): boolean {
  const urgent = lane === "emergency" && ["emergency_active", "viewing"].includes(state);
  return urgent || CALM.includes(state);
}

/** Cameras of a plan that can show something and are not in the request, in the plan's order. */
export function outside(of: ReviewPlan): PlannedCamera[] {
  return of.cameras.filter(
    (one) => !one.in_request && !one.hole && one.window.from_at < one.window.until_at,
  );
}

export function AddCameras(props: { of: ReviewPlan; whole: WholeFootage; onClose: () => void }) {
  const { whole } = props;
  const { request } = whole;
  const w = planWords.value;
  const all = outside(props.of);
  const chosen = useSignal<ReadonlySet<string>>(
    new Set(all.slice(0, ROUND_MOST).map((one) => one.camera_id)),
  );
  const { waiting, problem, attempt } = useAttempt();
  const overtaken = useOvertaken(whole, problem.value);
  const asked = all.filter((one) => chosen.value.has(one.camera_id));
  const fits = asked.length > 0 && asked.length <= ROUND_MOST;
  const ready = fits && !waiting.value && overtaken === null;
  const submit = () =>
    attempt(async () => {
      if (!ready) return;
      try {
        const after = await call("post", "/v1/footage-requests/{footage_id}/cameras", {
          path: { footage_id: request.footage_id },
          body: {
            version: request.version,
            cameras: asked.map(({ camera_id, window }) => ({ camera_id, ...window })),
          },
        });
        keepWhole(after);
        void readRequest();
        void readPlan();
        tell(w.added(asked.length));
        props.onClose();
      } catch (error) {
        if (isOvertaken(error)) void readRequest();
        throw error;
      }
    });
  const turn = (camera_id: string, on: boolean) => {
    const next = new Set(chosen.value);
    if (on) next.add(camera_id);
    else next.delete(camera_id);
    chosen.value = next;
  };
  return (
    <Dialog
      title={w.add}
      onClose={props.onClose}
      onSubmit={() => void submit()}
      class="tall"
      foot={
        <>
          <button type="button" class="button" onClick={props.onClose}>
            {words.value.act.cancel}
          </button>
          <button type="submit" class="button main" disabled={!ready}>
            {w.addNow(asked.length)}
          </button>
        </>
      }
    >
      <p class="quiet">{w.addHint(ROUND_MOST)}</p>
      <ol class="plan-add">
        {all.map((one) => (
          <li key={one.camera_id} class="choice">
            <label>
              <input
                type="checkbox"
                checked={chosen.value.has(one.camera_id)}
                onChange={(event) => turn(one.camera_id, event.currentTarget.checked)}
              />
              <span>
                {one.name}
                <br />
                <small>
                  {spanOf(one.window.from_at, one.window.until_at)} · {distance(one.away_m)} ·{" "}
                  {w.chance(Math.round(one.chance * 100))}
                </small>
              </span>
            </label>
          </li>
        ))}
      </ol>
      {asked.length > ROUND_MOST && (
        <p class="remark" role="status">
          {w.tooMany(ROUND_MOST)}
        </p>
      )}
      <WhyNot overtaken={overtaken} error={problem.value} />
    </Dialog>
  );
}
