// The receipt of a found thing, on the screen and on paper.
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { call } from "../../shared/api/call";
import type { FoundThing, HandOverReceipt } from "../../shared/api/forms";
import { wholeTimeOf } from "../../shared/format";
import { useAttempt } from "../../shared/ui/attempt";
import { Dialog } from "../../shared/ui/dialog";
import { PrintIcon } from "../../shared/ui/icons";
import { Waiting } from "../../shared/ui/parts";
import { SignatureShown } from "../../shared/ui/signature";
import { words } from "../../shared/words";
import { foundWords } from "../../shared/words/found";
import { Trouble } from "../office/trouble";

export function Receipt(props: { thing: FoundThing; onClose: () => void }) {
  const w = foundWords.value.receipt;
  const receipt = useSignal<HandOverReceipt | null>(null);
  const { problem, attempt } = useAttempt();
  useEffect(() => {
    void attempt(async () => {
      const path = { thing_id: props.thing.thing_id };
      receipt.value = await call("get", "/v1/found-things/{thing_id}/receipt", { path });
    });
    // Only the receipt goes to the printer, and only while it stands open.
    document.documentElement.dataset["print"] = "receipt";
    return () => {
      delete document.documentElement.dataset["print"];
    };
  }, []);
  return (
    <Dialog
      title={w.title}
      class="wide found-receipt"
      onClose={props.onClose}
      foot={
        <>
          <button type="button" class="button" onClick={props.onClose}>
            {words.value.act.dismiss}
          </button>
          <button
            type="button"
            class="button main"
            disabled={receipt.value === null}
            onClick={() => print()}
          >
            <PrintIcon />
            {w.print}
          </button>
        </>
      }
    >
      {receipt.value === null && problem.value === null && <Waiting lines={5} />}
      {receipt.value && <Paper receipt={receipt.value} />}
      <Trouble error={problem.value} />
    </Dialog>
  );
}

function Paper(props: { receipt: HandOverReceipt }) {
  const { receipt } = props;
  const all = foundWords.value;
  const w = all.receipt;
  const colours = receipt.colours.map((one) => all.colour[one]).join(" · ");
  const lines = [
    [w.thing, `${all.number(receipt.number)} ${all.category[receipt.category]} ${colours}`],
    [w.words, receipt.words || all.fact.forgotten],
    [w.found, `${receipt.place_name}, ${wholeTimeOf(receipt.found_at)}`],
    [w.receiver, receipt.name],
    [w.paper, `${all.document[receipt.document]} ${receipt.document_number}`],
    [w.handed, w.by(receipt.handed_over_by, wholeTimeOf(receipt.handed_over_at))],
  ] as const;
  return (
    <div class="found-paper">
      <dl class="office-facts">
        {lines.map(([name, value]) => (
          <>
            <dt key={name}>{name}</dt>
            <dd>{value}</dd>
          </>
        ))}
      </dl>
      <p>{w.says}</p>
      <div class="found-signed">
        <div>
          <p class="quiet office-small">{w.signature}</p>
          {receipt.on_paper ? (
            <span class="found-rule" />
          ) : (
            <SignatureShown strokes={receipt.strokes} label={w.signedHere} />
          )}
        </div>
        <div>
          <p class="quiet office-small">{w.officer}</p>
          <span class="found-rule" />
          <p class="quiet office-small">{w.date}</p>
          <span class="found-rule" />
        </div>
      </div>
    </div>
  );
}
