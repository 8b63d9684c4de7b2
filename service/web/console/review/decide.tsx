// Deciding of each camera: approved, for fewer minutes, or refused with a code; always by a person.
import { type Signal, useSignal } from "@preact/signals";
import { call } from "../../shared/api/call";
import type { CameraDecision, FootageCamera, RefusalCode } from "../../shared/api/forms";
import { spanOf } from "../../shared/format";
import { useAttempt } from "../../shared/ui/attempt";
import { Dialog } from "../../shared/ui/dialog";
import { Choice, InstantField } from "../../shared/ui/fields";
import { Badge } from "../../shared/ui/parts";
import { tell } from "../../shared/ui/toast";
import { words } from "../../shared/words";
import { reviewWords } from "../../shared/words/review";
import { type Chosen, keepWhole, readRequest } from "./chosen";
import { isOvertaken, RefusalField, useOvertaken, WhyNot } from "./move";
import { fieldFrom, fieldUntil, instantOf } from "./times";

interface Filled {
  decision: CameraDecision["decision"] | null;
  refusal: RefusalCode | "";
  from: string;
  until: string;
}

type All = ReadonlyMap<string, Filled>;

function begin(cameras: readonly FootageCamera[]): All {
  return new Map(
    cameras.map((one) => [
      one.camera_id,
      {
        decision: null,
        refusal: "",
        from: fieldFrom(one.from_at),
        until: fieldUntil(one.until_at),
      },
    ]),
  );
}

/** Whether fewer minutes lie within what was asked for. */
function isWithin(camera: FootageCamera, { from, until }: Filled): boolean {
  const [begins, ends] = [instantOf(from), instantOf(until)];
  if (begins === null || ends === null || begins >= ends) return false;
  return (
    Date.parse(camera.from_at) <= Date.parse(begins) &&
    Date.parse(ends) <= Date.parse(camera.until_at)
  );
}

function decisionOf(camera: FootageCamera, filled: Filled): CameraDecision | null {
  const { decision, refusal } = filled;
  const whole = { camera_id: camera.camera_id, refusal: null, from_at: null, until_at: null };
  switch (decision) {
    case "approved":
      return { ...whole, decision };
    case "refused":
      return refusal === "" ? null : { ...whole, decision, refusal };
    case "narrowed": {
      if (!isWithin(camera, filled)) return null;
      const [from_at, until_at] = [instantOf(filled.from), instantOf(filled.until)];
      return { ...whole, decision, from_at, until_at };
    }
    case null:
      return null;
  }
}

function verdictOf(decided: readonly CameraDecision[]) {
  if (decided.every((one) => one.decision === "approved")) return "approve";
  return decided.every((one) => one.decision === "refused") ? "refuse" : "approve_partly";
}

export function Decide(props: { of: Chosen; onClose: () => void }) {
  const { whole, questions } = props.of;
  const { request } = whole;
  const cameras = whole.cameras.filter((one) => !one.left_out);
  const w = reviewWords.value;
  const all = useSignal<All>(begin(cameras));
  const { waiting, problem, attempt } = useAttempt();
  const decided = cameras.flatMap((one) => {
    const filled = all.value.get(one.camera_id);
    return (filled && decisionOf(one, filled)) ?? [];
  });
  const isWhole = decided.length === cameras.length && cameras.length > 0;
  const overtaken = useOvertaken(whole, problem.value);
  const ready = isWhole && !waiting.value && overtaken === null;
  const verdict = isWhole ? verdictOf(decided) : null;
  const submit = () =>
    attempt(async () => {
      if (!ready) return;
      const path = { footage_id: request.footage_id };
      const body = { version: request.version, cameras: decided };
      try {
        const after = await call("post", "/v1/footage-requests/{footage_id}/decision", {
          path,
          body,
        });
        keepWhole(after);
        tell(w.form.done(w.state[after.request.state]));
        props.onClose();
      } catch (error) {
        if (isOvertaken(error)) void readRequest();
        throw error;
      }
    });
  const consents = ({ camera_id }: FootageCamera) =>
    questions.some(
      (one) => one.state === "granted" && one.cameras.some((its) => its.camera_id === camera_id),
    );
  return (
    <Dialog
      title={w.decide.title(request.number)}
      onClose={props.onClose}
      onSubmit={() => void submit()}
      class="wide"
      foot={
        <>
          <span class="quiet review-verdict" role="status">
            {verdict ? w.decide.verdict[verdict] : w.decide.incomplete}
          </span>
          <button type="button" class="button" onClick={props.onClose}>
            {overtaken === null ? words.value.act.cancel : w.form.lookAgain}
          </button>
          <button
            type="submit"
            class={`button ${verdict === "refuse" ? "bad" : "main"}`}
            disabled={!ready}
          >
            {w.decide.submit}
          </button>
        </>
      }
    >
      <p class="quiet">{w.decide.hint}</p>
      <div>
        <button
          type="button"
          class="button small"
          onClick={() => {
            all.value = new Map(
              [...all.value].map(([id, one]) => [id, { ...one, decision: "approved" }]),
            );
          }}
        >
          {w.decide.approveAll}
        </button>
      </div>
      <ol class="review-decisions">
        {cameras.map((camera) => (
          <li key={camera.camera_id}>
            <p class="office-line">
              <strong>{camera.name}</strong>
              <span class="quiet">
                {camera.managing_unit} · {spanOf(camera.from_at, camera.until_at)}
              </span>
              {consents(camera) ? (
                <Badge tone="good">{w.decide.consented}</Badge>
              ) : (
                <Badge tone="warn">{w.decide.noConsent}</Badge>
              )}
            </p>
            <One camera={camera} all={all} />
          </li>
        ))}
      </ol>
      <WhyNot overtaken={overtaken} error={problem.value} />
    </Dialog>
  );
}

function One(props: { camera: FootageCamera; all: Signal<All> }) {
  const { camera, all } = props;
  const w = reviewWords.value.decide;
  const filled = all.value.get(camera.camera_id);
  if (!filled) return null;
  const set = (part: Partial<Filled>) => {
    all.value = new Map(all.value).set(camera.camera_id, { ...filled, ...part });
  };
  const bounds = { from: fieldFrom(camera.from_at), until: fieldUntil(camera.until_at) };
  const outside = filled.decision === "narrowed" && !isWithin(camera, filled);
  return (
    <>
      <Choice
        legend={w.of(camera.name)}
        across
        options={[
          { value: "approved", label: w.approve },
          { value: "narrowed", label: w.narrow },
          { value: "refused", label: w.refuse },
        ]}
        value={filled.decision}
        onChoose={(decision) => set({ decision })}
      />
      {filled.decision === "narrowed" && (
        <div class="fields">
          {(["from", "until"] as const).map((end) => (
            <InstantField
              key={end}
              label={w[end]}
              toSecond
              {...bounds}
              wrong={outside}
              value={filled[end]}
              onInstant={(text) => set({ [end]: text })}
            />
          ))}
          {outside && (
            <span class="hint bad" role="alert">
              {w.window}
            </span>
          )}
        </div>
      )}
      {filled.decision === "refused" && (
        <RefusalField value={filled.refusal} onCode={(refusal) => set({ refusal })} />
      )}
    </>
  );
}
