// What somebody remembers of a thing: whether it was there at an instant.
import { useSignal } from "@preact/signals";
import { call } from "../../../shared/api/call";
import type { ReviewPlan } from "../../../shared/api/forms";
import { Choice, InstantField } from "../../../shared/ui/fields";
import { tell } from "../../../shared/ui/toast";
import { planWords } from "../../../shared/words/plan";
import { Ask } from "../../ask";
import { fieldFrom, instantOf } from "../times";
import { keepPlan } from "./state";

export function NoteAnswer(props: { of: ReviewPlan; onClose: () => void }) {
  const { of } = props;
  const w = planWords.value;
  const at = useSignal(fieldFrom(of.from_at));
  const there = useSignal<"yes" | "no" | null>(null);
  const instant = instantOf(at.value);
  const ready = instant !== null && there.value !== null;
  const work = async () => {
    if (!ready) return;
    const after = await call("post", "/v1/footage-requests/{footage_id}/answers", {
      path: { footage_id: of.footage_id },
      body: { at: instant, there: there.value === "yes" },
    });
    keepPlan(after);
    tell(w.anew);
  };
  return (
    <Ask title={w.answer} submit={w.keep} ready={ready} work={work} onClose={props.onClose}>
      <InstantField
        toSecond
        label={w.answerAt}
        value={at.value}
        onInstant={(typed) => {
          at.value = typed;
        }}
      />
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
    </Ask>
  );
}
