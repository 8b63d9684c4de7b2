// Handing a found thing over: to whom, by which paper, and how it is signed.
import { useSignal } from "@preact/signals";
import type { FoundDocument, FoundThing } from "../../shared/api/forms";
import { Choice, TextField } from "../../shared/ui/fields";
import { SignaturePad, type Strokes } from "../../shared/ui/signature";
import { tell } from "../../shared/ui/toast";
import { foundWords } from "../../shared/words/found";
import { viewingWords } from "../../shared/words/viewing";
import { Ask } from "../ask";
import { moveThing } from "./state";

const DOCUMENTS: readonly FoundDocument[] = ["identity_card", "passport", "residence", "other"];
const NUMBER = /^[0-9A-Za-z]{4,30}$/;

export function HandOver(props: {
  thing: FoundThing;
  onClose: () => void;
  onDone: (after: FoundThing) => void;
}) {
  const w = foundWords.value.hand;
  const sign = viewingWords.value.sign;
  const name = useSignal("");
  const document = useSignal<FoundDocument>("identity_card");
  const number = useSignal("");
  const how = useSignal<"here" | "paper">("here");
  const strokes = useSignal<Strokes>([]);
  const isNumber = NUMBER.test(number.value.trim());
  const isSigned = how.value === "paper" || strokes.value.length > 0;
  const ready = name.value.trim() !== "" && isNumber && isSigned;
  const after = useSignal<FoundThing | null>(null);
  const work = async () => {
    const drawn = how.value === "here" ? strokes.value : [];
    after.value = await moveThing(props.thing, {
      move: "hand_over",
      receiver: {
        name: name.value.trim(),
        document: document.value,
        document_number: number.value.trim(),
        strokes: drawn.map((line) => line.map(([x, y]) => [x, y])),
        on_paper: how.value === "paper",
      },
    });
    tell(w.done);
  };
  return (
    <Ask
      title={w.title}
      submit={w.submit}
      ready={ready}
      work={work}
      onClose={() => (after.peek() ? props.onDone(after.peek() as FoundThing) : props.onClose())}
    >
      <p class="remark warn">{w.hint}</p>
      <TextField
        label={w.name}
        value={name.value}
        maxLength={60}
        onText={(text) => {
          name.value = text;
        }}
      />
      <div class="fields found-shown">
        <label class="field">
          <span class="label">{w.document}</span>
          <select
            value={document.value}
            onChange={(event) => {
              document.value = event.currentTarget.value as FoundDocument;
            }}
          >
            {DOCUMENTS.map((one) => (
              <option key={one} value={one}>
                {foundWords.value.document[one]}
              </option>
            ))}
          </select>
        </label>
        <TextField
          label={w.number}
          hint={w.numberHint}
          wrong={number.value.trim() !== "" && !isNumber}
          value={number.value}
          maxLength={30}
          onText={(text) => {
            number.value = text;
          }}
        />
      </div>
      <Choice
        legend={w.how}
        options={[
          { value: "here", label: w.here },
          { value: "paper", label: w.paper, hint: w.paperHint },
        ]}
        value={how.value}
        onChoose={(chosen) => {
          how.value = chosen;
        }}
      />
      {how.value === "here" && (
        <SignaturePad
          strokes={strokes}
          label={sign.pad}
          empty={sign.empty}
          done={sign.done}
          clear={sign.clear}
        />
      )}
    </Ask>
  );
}
