// Answering what somebody asks about the own data.
import { useSignal } from "@preact/signals";
import { call } from "../../shared/api/call";
import type { AskedOfYou, Refusal } from "../../shared/api/forms";
import { useAttempt } from "../../shared/ui/attempt";
import { Dialog } from "../../shared/ui/dialog";
import { Choice, NoteField } from "../../shared/ui/fields";
import { WarnIcon } from "../../shared/ui/icons";
import { Badge, Told, TwiceButton } from "../../shared/ui/parts";
import { tell } from "../../shared/ui/toast";
import { words } from "../../shared/words";
import { Answered, Due } from "./answered";
import { Trouble } from "./trouble";

const REASONS: readonly Refusal[] = [
  "kept_by_law",
  "on_hold",
  "still_serving",
  "not_kept",
  "not_proven",
  "already_right",
];

export function AnswerRequest(props: {
  request: AskedOfYou;
  onAnswered: (request: AskedOfYou) => void;
  onClose: () => void;
}) {
  const { request } = props;
  const w = words.value.office.requests;
  const state = useSignal<"done" | "refused" | null>(null);
  const reason = useSignal<Refusal | "">("");
  const text = useSignal("");
  const { waiting: sending, problem: trouble, attempt } = useAttempt();
  const deletes = request.kind === "delete" && state.value === "done";
  const ready =
    !sending.value &&
    (state.value === "done" || (state.value === "refused" && reason.value !== ""));
  const submit = async () => {
    const given = state.value;
    if (!ready || !given) return;
    await attempt(async () => {
      const path = { request_id: request.request_id };
      const body = {
        state: given,
        reason: given === "refused" && reason.value ? reason.value : null,
        text: text.value.trim(),
      };
      const answered = await call("post", "/v1/data-requests/{request_id}/answer", { path, body });
      tell(w.sent);
      props.onAnswered(answered);
    });
  };
  if (request.state !== "open") {
    return (
      <Dialog
        title={w.title(request.display)}
        onClose={props.onClose}
        foot={
          <button type="button" class="button main" onClick={props.onClose}>
            {words.value.act.dismiss}
          </button>
        }
      >
        <div class="office-part" role="status">
          <Answered request={request} />
        </div>
      </Dialog>
    );
  }
  return (
    <Dialog
      title={w.title(request.display)}
      onClose={props.onClose}
      onSubmit={() => void (deletes ? undefined : submit())}
      foot={
        <>
          <button type="button" class="button" onClick={props.onClose}>
            {words.value.act.cancel}
          </button>
          {deletes ? (
            <TwiceButton
              class="bad"
              label={w.erase}
              disabled={!ready}
              onSure={() => void submit()}
            />
          ) : (
            <button type="submit" class="button main" disabled={!ready}>
              {w.send}
            </button>
          )}
        </>
      }
    >
      <p class="office-line">
        <Badge>{w.kind[request.kind]}</Badge>
        <Due request={request} />
      </p>
      <p class="quiet office-small">{w.kindHint[request.kind]}</p>
      {request.text && <Told text={request.text} />}
      <Choice
        legend={w.decide}
        across
        options={[
          { value: "done", label: w.state.done },
          { value: "refused", label: w.state.refused },
        ]}
        value={state.value}
        onChoose={(chosen) => {
          state.value = chosen;
        }}
      />
      {state.value === "refused" && (
        <label class="field">
          <span class="label">{w.why}</span>
          <select
            value={reason.value}
            onChange={(event) => {
              reason.value = event.currentTarget.value as Refusal | "";
            }}
          >
            <option value="">{w.chooseReason}</option>
            {REASONS.map((one) => (
              <option key={one} value={one}>
                {w.reason[one]}
              </option>
            ))}
          </select>
        </label>
      )}
      <NoteField
        label={w.words}
        value={text.value}
        onText={(typed) => {
          text.value = typed;
        }}
      />
      {deletes && (
        <p class="remark">
          <WarnIcon />
          {w.eraseHint}
        </p>
      )}
      <Trouble error={trouble.value} />
    </Dialog>
  );
}
