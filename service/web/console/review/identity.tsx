// Seeing the applicant's card after a search that waited for no paper.
import { useSignal } from "@preact/signals";
import { call } from "../../shared/api/call";
import type { WholeFootage } from "../../shared/api/forms";
import { TextField } from "../../shared/ui/fields";
import { tell } from "../../shared/ui/toast";
import { reviewWords } from "../../shared/words/review";
import { Ask } from "../ask";
import { keepWhole } from "./chosen";
import { ID_CARD } from "./move";

/** The button by which it is made up for; none where that is a step of its own, or done. */
export function CheckCard(props: { whole: WholeFootage }) {
  const { request, steps } = props.whole;
  const open = useSignal(false);
  if (request.lane !== "emergency" || request.identity_how || steps.length === 0) return null;
  return (
    <>
      <button
        type="button"
        class="button small"
        onClick={() => {
          open.value = true;
        }}
      >
        {reviewWords.value.move.verify_identity}
      </button>
      {open.value && (
        <Card
          footage_id={request.footage_id}
          onClose={() => {
            open.value = false;
          }}
        />
      )}
    </>
  );
}

function Card(props: { footage_id: string; onClose: () => void }) {
  const { footage_id } = props;
  const w = reviewWords.value;
  const id_number = useSignal("");
  const said = id_number.value.trim();
  const title = w.move.verify_identity;
  const work = async () => {
    const path = { footage_id };
    const body = { id_number: said };
    keepWhole(await call("post", "/v1/footage-requests/{footage_id}/identity", { path, body }));
    tell(w.form.cardSeen);
  };
  return (
    <Ask
      title={title}
      submit={title}
      ready={ID_CARD.test(said)}
      work={work}
      onClose={props.onClose}
    >
      <TextField
        label={w.form.id_number}
        hint={w.form.idHint}
        value={id_number.value}
        maxLength={30}
        onText={(text) => {
          id_number.value = text;
        }}
      />
    </Ask>
  );
}
