// What happened, line by line, the newest on top; and a place to add to it.
import { useSignal } from "@preact/signals";
import type { Incident } from "../../shared/api/forms";
import { timeOf } from "../../shared/format";
import { NoteField } from "../../shared/ui/fields";
import { Told, Waiting } from "../../shared/ui/parts";
import { words } from "../../shared/words";
import { move } from "../state/acts";
import { detail, detailStage } from "../state/chosen";
import { areaName, mayAct } from "../state/desk";
import { entryWords } from "./entry";

export function Timeline(props: { incident: Incident }) {
  const w = words.value;
  const lines = [...detail.value.timeline].reverse();
  return (
    <section class="part timeline-part">
      <h3>{w.incident.timeline}</h3>
      {mayAct.value && <AddNote incident={props.incident} />}
      {detailStage.value === "waiting" && <Waiting lines={5} />}
      <ol class="timeline">
        {lines.map((entry) => {
          const { who, what, more, note, tone } = entryWords(entry, areaName);
          return (
            <li key={entry.entry_id} class={`line ${tone}`}>
              <time dateTime={entry.at}>{timeOf(entry.at)}</time>
              <div class="line-text">
                <p>
                  {who && <strong>{who}</strong>} {what}
                </p>
                {more && <p class="quiet">{more}</p>}
                {note && <Told text={note} />}
              </div>
            </li>
          );
        })}
      </ol>
    </section>
  );
}

function AddNote(props: { incident: Incident }) {
  const w = words.value;
  const text = useSignal("");
  const waiting = useSignal(false);
  const submit = async () => {
    if (!text.value.trim() || waiting.value) return;
    waiting.value = true;
    const kept = await move(props.incident, { move: "note", note: text.value });
    waiting.value = false;
    if (kept) text.value = "";
  };
  return (
    <form
      class="add-note"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <NoteField
        label={w.incident.note}
        hideLabel
        placeholder={w.incident.notePlaceholder}
        value={text.value}
        onText={(changed) => {
          text.value = changed;
        }}
      />
      <button type="submit" class="button" disabled={!text.value.trim() || waiting.value}>
        {w.act.add}
      </button>
    </form>
  );
}
