// Saying where somebody was seen last, when, and how he went on.
import { useSignal } from "@preact/signals";
import { call } from "../../../shared/api/call";
import type { Going, ReviewPlan } from "../../../shared/api/forms";
import { Choice, InstantField, TextField } from "../../../shared/ui/fields";
import { tell } from "../../../shared/ui/toast";
import { planWords } from "../../../shared/words/plan";
import { Ask } from "../../ask";
import { fieldFrom, fieldUntil, instantOf } from "../times";
import { GOING } from "./going";
import { keepPlan } from "./state";

export function BeginPlan(props: { of: ReviewPlan; onClose: () => void }) {
  const { of } = props;
  const w = planWords.value;
  const going = useSignal<Going>(of.going);
  const from = useSignal(fieldFrom(of.from_at));
  const until = useSignal(fieldUntil(of.until_at));
  const lat = useSignal(of.place.lat.toFixed(6));
  const lon = useSignal(of.place.lon.toFixed(6));
  const [y, x] = [Number.parseFloat(lat.value), Number.parseFloat(lon.value)];
  const [from_at, until_at] = [instantOf(from.value), instantOf(until.value)];
  const isPlaced = Math.abs(y) <= 85 && Math.abs(x) <= 180;
  const ready = isPlaced && from_at !== null && until_at !== null && from_at < until_at;
  const work = async () => {
    if (!ready) return;
    const place = { lat: y, lon: x, crs: "WGS-84" as const };
    const after = await call("put", "/v1/footage-requests/{footage_id}/plan", {
      path: { footage_id: of.footage_id },
      body: { going: going.value, place, from_at, until_at },
    });
    keepPlan(after);
    tell(w.anew);
  };
  return (
    <Ask title={w.begin} submit={w.submit} ready={ready} work={work} onClose={props.onClose}>
      {of.seeking === "person" && (
        <Choice
          legend={w.how}
          across
          options={GOING.map((one) => ({ value: one, label: w.going[one] }))}
          value={going.value}
          onChoose={(chosen) => {
            going.value = chosen;
          }}
        />
      )}
      <div class="review-decisions">
        <div class="fields">
          {(
            [
              [w.from, from],
              [w.until, until],
            ] as const
          ).map(([label, of_]) => (
            <InstantField
              key={label}
              label={label}
              toSecond
              value={of_.value}
              onInstant={(text) => {
                of_.value = text;
              }}
            />
          ))}
        </div>
      </div>
      <div class="fields">
        <TextField
          label={w.lat}
          inputMode="decimal"
          value={lat.value}
          onText={(text) => {
            lat.value = text;
          }}
        />
        <TextField
          label={w.lon}
          inputMode="decimal"
          value={lon.value}
          onText={(text) => {
            lon.value = text;
          }}
        />
      </div>
    </Ask>
  );
}
