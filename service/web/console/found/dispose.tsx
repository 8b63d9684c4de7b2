// What becomes of a thing that nobody has claimed within its year; a person decides.
import { useSignal } from "@preact/signals";
import type { Disposal, FoundThing } from "../../shared/api/forms";
import { Choice } from "../../shared/ui/fields";
import { tell } from "../../shared/ui/toast";
import { foundWords } from "../../shared/words/found";
import { Ask } from "../ask";
import { moveThing } from "./state";

const HOWS: readonly Disposal[] = ["to_state", "auctioned", "destroyed"];

export function Dispose(props: {
  thing: FoundThing;
  onClose: () => void;
  onDone: (after: FoundThing) => void;
}) {
  const w = foundWords.value.dispose;
  const how = useSignal<Disposal | null>(null);
  const work = async () => {
    if (how.value === null) return;
    props.onDone(await moveThing(props.thing, { move: "dispose", how: how.value }));
    tell(w.done);
  };
  return (
    <Ask
      title={w.title}
      submit={w.submit}
      ready={how.value !== null}
      work={work}
      onClose={props.onClose}
    >
      <p class="quiet">{w.hint}</p>
      <Choice
        legend={w.how}
        options={HOWS.map((one) => ({ value: one, label: foundWords.value.how[one] }))}
        value={how.value}
        onChoose={(chosen) => {
          how.value = chosen;
        }}
      />
    </Ask>
  );
}
