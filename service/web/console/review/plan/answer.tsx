// What somebody remembers of a thing: whether it was there at an instant.
import { useSignal } from "@preact/signals";
import { call } from "../../../shared/api/call";
import type { ReviewPlan } from "../../../shared/api/forms";
import { useAttempt } from "../../../shared/ui/attempt";
import { Dialog } from "../../../shared/ui/dialog";
import { Choice } from "../../../shared/ui/fields";
import { tell } from "../../../shared/ui/toast";
import { words } from "../../../shared/words";
import { planWords } from "../../../shared/words/plan";
import { Trouble } from "../../office/trouble";
import { fieldFrom, instantOf } from "../times";
import { keepPlan } from "./state";

export function NoteAnswer(props: { of: ReviewPlan; onClose: () => void }) {
  const { of } = props;
  const w = planWords.value;
  const at = useSignal(fieldFrom(of.from_at));
  const there = useSignal<"yes" | "no" | null>(null);
  const { waiting, problem, attempt } = useAttempt();
  const instant = instantOf(at.value);
  const ready = instant !== null && there.value !== null && !waiting.value;
  const submit = () =>
    attempt(async () => {
      if (!ready) return;
      const after = await call("post", "/v1/footage-requests/{footage_id}/answers", {
        path: { footage_id: of.footage_id },
        body: { at: instant, there: there.value === "yes" },
      });
      keepPlan(after);
      tell(w.anew);
      props.onClose();
    });
  return (
    <Dialog
      title={w.answer}
      onClose={props.onClose}
      onSubmit={() => void submit()}
      foot={
        <>
          <button type="button" class="button" onClick={props.onClose}>
            {words.value.act.cancel}
          </button>
          <button type="submit" class="button main" disabled={!ready}>
            {w.keep}
          </button>
        </>
      }
    >
      <label class="field">
        <span class="label">{w.answerAt}</span>
        <input
          type="datetime-local"
          step={1}
          value={at.value}
          onInput={(event) => {
            at.value = event.currentTarget.value;
          }}
        />
      </label>
      <Choice
        legend={w.wasIt}
        across
        options={[
          { value: "yes", label: w.yes },
          { value: "no", label: w.no },
        ]}
        value={there.value}
        onChoose={(chosen) => {
          there.value = chosen;
        }}
      />
      <Trouble error={problem.value} />
    </Dialog>
  );
}
