// Keeping what a managing unit said by mouth, in an emergency.
import { useSignal } from "@preact/signals";
import { call } from "../../shared/api/call";
import type { WholeFootage } from "../../shared/api/forms";
import { Choice, TextField } from "../../shared/ui/fields";
import { tell } from "../../shared/ui/toast";
import { reviewWords } from "../../shared/words/review";
import { Ask } from "../ask";
import { readRequest } from "./chosen";

export function NoteSpoken(props: { whole: WholeFootage; onClose: () => void }) {
  const { whole } = props;
  const w = reviewWords.value.spoken;
  const units = [...new Set(whole.cameras.map((one) => one.managing_unit))].sort();
  const unit = useSignal(units.length === 1 ? (units[0] ?? "") : "");
  const reply = useSignal<"grant" | "refuse" | null>(null);
  const by = useSignal("");
  const ready = unit.value !== "" && reply.value !== null && by.value.trim() !== "";
  const work = async () => {
    if (!ready || reply.value === null) return;
    await call("post", "/v1/footage-requests/{footage_id}/consents/spoken", {
      path: { footage_id: whole.request.footage_id },
      body: { managing_unit: unit.value, reply: reply.value, by: by.value.trim() },
    });
    tell(w.done);
    void readRequest();
  };
  return (
    <Ask title={w.title} submit={w.submit} ready={ready} work={work} onClose={props.onClose}>
      <p class="quiet">{w.hint}</p>
      <label class="field">
        <span class="label">{w.unit}</span>
        <select
          value={unit.value}
          onChange={(event) => {
            unit.value = event.currentTarget.value;
          }}
        >
          <option value="">{w.chooseUnit}</option>
          {units.map((one) => (
            <option key={one} value={one}>
              {one}
            </option>
          ))}
        </select>
      </label>
      <Choice
        legend={w.reply}
        across
        options={[
          { value: "grant", label: w.grant },
          { value: "refuse", label: w.refuse },
        ]}
        value={reply.value}
        onChoose={(chosen) => {
          reply.value = chosen;
        }}
      />
      <TextField
        label={w.by}
        value={by.value}
        maxLength={60}
        onText={(text) => {
          by.value = text;
        }}
      />
    </Ask>
  );
}
