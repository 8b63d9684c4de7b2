// The reviewer's desk: what citizens ask of footage, and one request at a time.
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { ShieldIcon } from "../../shared/ui/icons";
import { Empty, Failed, Waiting } from "../../shared/ui/parts";
import { reviewWords } from "../../shared/words/review";
import { goReview } from "../review-where";
import { loadFootage, requestsStage } from "../state/footage";
import { chosen, chosenStage, followRequest, openRequest, readRequest } from "./chosen";
import { FileAtCounter } from "./counter";
import { List } from "./list";
import { Request } from "./request";
import "../office/office.css";
import "../../shared/styles/thread.css";
import "./review.css";

export function Review(props: { footage_id: string }) {
  const w = reviewWords.value;
  const filing = useSignal(false);
  useEffect(followRequest, []);
  useEffect(() => {
    if (requestsStage.peek() !== "ready") void loadFootage();
  }, []);
  useEffect(() => openRequest(props.footage_id), [props.footage_id]);
  return (
    <div class="review" data-open={props.footage_id ? "" : undefined}>
      <List
        at={props.footage_id}
        onFile={() => {
          filing.value = true;
        }}
      />
      <section class="review-one" aria-label={w.choose} tabIndex={props.footage_id ? undefined : 0}>
        {props.footage_id === "" ? (
          <Empty icon={<ShieldIcon />} title={w.choose} hint={w.chooseHint} />
        ) : (
          <One />
        )}
      </section>
      {filing.value && (
        <FileAtCounter
          onClose={(filed) => {
            filing.value = false;
            if (filed) goReview(filed);
          }}
        />
      )}
    </div>
  );
}

function One() {
  const w = reviewWords.value;
  const of = chosen.value;
  if (of) return <Request key={of.whole.request.footage_id} of={of} />;
  if (chosenStage.value === "failed") return <Failed again={() => void readRequest()} />;
  if (chosenStage.value === "gone") {
    return (
      <Empty bad title={w.gone}>
        <button type="button" class="button" onClick={() => goReview()}>
          {w.back}
        </button>
      </Empty>
    );
  }
  return <Waiting lines={8} />;
}
