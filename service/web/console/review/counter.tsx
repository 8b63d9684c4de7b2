// Filing for somebody who stands at the counter; where a life may be at risk, at once.
import { type Signal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { call } from "../../shared/api/call";
import type {
  FootageCategory,
  FootageFiled,
  NewCounterRequest,
  Relationship,
  RiskKind,
} from "../../shared/api/forms";
import { useAttempt } from "../../shared/ui/attempt";
import { Dialog } from "../../shared/ui/dialog";
import { Choice, NoteField, Picker, TextField, Wrong } from "../../shared/ui/fields";
import { CopyIcon, WarnIcon } from "../../shared/ui/icons";
import { tell, tellBad } from "../../shared/ui/toast";
import { words } from "../../shared/words";
import { reviewWords } from "../../shared/words/review";
import { DayField } from "../day";
import { dayIn } from "../days";
import { Trouble } from "../office/trouble";
import { PlaceField, placeOf } from "../place-field";
import { areaName, loadSites, sites } from "../state/desk";

const CATEGORIES: readonly FootageCategory[] = [
  "lost_property",
  "missing_person",
  "traffic_accident",
  "dispute",
  "other_help",
];
const RELATIONSHIPS: readonly Relationship[] = [
  "self",
  "near_relative",
  "guardian",
  "carer",
  "custodian",
];
const RISKS: readonly RiskKind[] = ["minor", "elder", "impaired", "life"];
// The contract's longest window.
const WINDOW_MOST_MS = 3 * 3600 * 1000;
const DAY_MS = 24 * 3600 * 1000;

interface Filled {
  category: FootageCategory;
  name: string;
  phone: string;
  where: "site" | "place";
  site_id: string | null;
  lat: string;
  lon: string;
  day: string;
  from: string;
  until: string;
  text: string;
  relationship: Relationship;
  at_risk: RiskKind | null;
  minors: boolean;
}

const EMPTY: Filled = {
  category: "lost_property",
  name: "",
  phone: "",
  where: "site",
  site_id: null,
  lat: "",
  lon: "",
  day: dayIn(0),
  from: "",
  until: "",
  text: "",
  relationship: "self",
  at_risk: null,
  minors: false,
};

/** From when to when; what ends before it begins ends on the next day. */
function windowOf({ day, from, until }: Filled): [string, string] | null {
  const begins = new Date(`${day}T${from}:00`).getTime();
  let ends = new Date(`${day}T${until}:00`).getTime();
  if (ends <= begins) ends += DAY_MS;
  return ends - begins <= WINDOW_MOST_MS
    ? [new Date(begins).toISOString(), new Date(ends).toISOString()]
    : null;
}

/** What is still missing, in words; null where it can be sent. */
function lacking(filled: Filled): string | null {
  const w = reviewWords.value.counter;
  if (!filled.name.trim() || !filled.phone.trim()) return w.needName;
  const isPlaced =
    filled.where === "site" ? filled.site_id !== null : placeOf(filled.lat, filled.lon) !== null;
  if (!isPlaced) return w.needPlace;
  if (windowOf(filled) === null) return w.needTime;
  return filled.text.trim() ? null : w.needWords;
}

function bodyOf(filled: Filled): NewCounterRequest | null {
  const window = windowOf(filled);
  if (window === null) return null;
  const atSite = filled.where === "site";
  return {
    category: filled.category,
    from_at: window[0],
    until_at: window[1],
    description: filled.text.trim(),
    name: filled.name.trim(),
    phone_number: filled.phone.trim(),
    place: atSite ? null : placeOf(filled.lat, filled.lon),
    site_id: atSite ? filled.site_id : null,
    relationship: filled.relationship,
    at_risk: filled.at_risk,
    minors: filled.minors || filled.at_risk === "minor",
  };
}

export function FileAtCounter(props: { onClose: (filed?: string) => void }) {
  const w = reviewWords.value.counter;
  const filled = useSignal<Filled>(EMPTY);
  const complaint = useSignal<string | null>(null);
  const filed = useSignal<FootageFiled | null>(null);
  const { waiting, problem, attempt } = useAttempt();
  useEffect(() => {
    if (sites.peek().size === 0) loadSites().catch(() => undefined); // A point can be given all the same.
  }, []);
  const submit = () =>
    attempt(async () => {
      complaint.value = lacking(filled.value);
      const body = complaint.value === null ? bodyOf(filled.value) : null;
      if (body) filed.value = await call("post", "/v1/footage-requests", { body });
    });
  if (filed.value) return <Receipt filed={filed.value} onClose={props.onClose} />;
  return (
    <Dialog
      title={w.title}
      onClose={() => props.onClose()}
      onSubmit={() => void submit()}
      class="tall"
      foot={
        <>
          <button type="button" class="button" onClick={() => props.onClose()}>
            {words.value.act.cancel}
          </button>
          <button
            type="submit"
            class={`button ${filled.value.at_risk ? "bad" : "main"}`}
            disabled={waiting.value}
          >
            {w.submit}
          </button>
        </>
      }
    >
      <What filled={filled} />
      <Where filled={filled} />
      <When filled={filled} />
      <Who filled={filled} />
      <Wrong text={complaint.value} />
      <Trouble error={problem.value} />
    </Dialog>
  );
}

interface Part {
  filled: Signal<Filled>;
}

function setter({ filled }: Part) {
  return (part: Partial<Filled>) => {
    filled.value = { ...filled.value, ...part };
  };
}

function What(props: Part) {
  const all = reviewWords.value;
  const w = all.counter;
  const value = props.filled.value;
  const set = setter(props);
  return (
    <>
      <Choice
        legend={w.category}
        across
        options={CATEGORIES.map((one) => ({ value: one, label: all.category[one] }))}
        value={value.category}
        onChoose={(category) => set({ category })}
      />
      <label class="field">
        <span class="label">{w.at_risk}</span>
        <select
          value={value.at_risk ?? ""}
          onChange={(event) =>
            set({ at_risk: (event.currentTarget.value || null) as RiskKind | null })
          }
        >
          <option value="">{w.noRisk}</option>
          {RISKS.map((one) => (
            <option key={one} value={one}>
              {all.asked.risks[one]}
            </option>
          ))}
        </select>
      </label>
      {value.at_risk !== null && (
        <p class="remark" role="status">
          <WarnIcon />
          {w.urgentHint}
        </p>
      )}
      <NoteField
        label={w.words}
        placeholder={w.wordsHint}
        value={value.text}
        onText={(text) => set({ text })}
      />
    </>
  );
}

function Where(props: Part) {
  const w = reviewWords.value.counter;
  const value = props.filled.value;
  const set = setter(props);
  return (
    <>
      <Choice
        legend={w.where}
        across
        options={[
          { value: "site", label: w.atSite },
          { value: "place", label: w.atPlace },
        ]}
        value={value.where}
        onChoose={(where) => set({ where })}
      />
      {value.where === "site" ? (
        <Picker
          label={w.site}
          placeholder={w.siteSearch}
          options={[...sites.value.values()].map((site) => ({
            id: site.site_id,
            label: site.name,
            note: areaName(site.area_code),
          }))}
          chosen={value.site_id}
          onChoose={(site_id) => set({ site_id })}
        />
      ) : (
        <PlaceField hint={w.touch} labels={w} lat={value.lat} lon={value.lon} onPlace={set} />
      )}
    </>
  );
}

function When(props: Part) {
  const w = reviewWords.value.counter;
  const value = props.filled.value;
  const set = setter(props);
  return (
    <div class="review-when">
      <DayField label={w.day} value={value.day} onDay={(day) => set({ day })} />
      {(["from", "until"] as const).map((end) => (
        <label key={end} class="field">
          <span class="label">{w[end]}</span>
          <input
            type="time"
            value={value[end]}
            onInput={(event) => set({ [end]: event.currentTarget.value })}
          />
        </label>
      ))}
      <span class="hint quiet">{w.windowHint}</span>
    </div>
  );
}

function Who(props: Part) {
  const all = reviewWords.value;
  const w = all.counter;
  const value = props.filled.value;
  const set = setter(props);
  return (
    <>
      <div class="fields">
        <TextField
          label={w.name}
          value={value.name}
          maxLength={60}
          onText={(name) => set({ name })}
        />
        <TextField
          label={w.phone}
          inputMode="tel"
          value={value.phone}
          maxLength={21}
          onText={(phone) => set({ phone })}
        />
      </div>
      <label class="field">
        <span class="label">{w.relationship}</span>
        <select
          value={value.relationship}
          onChange={(event) => set({ relationship: event.currentTarget.value as Relationship })}
        >
          {RELATIONSHIPS.map((one) => (
            <option key={one} value={one}>
              {all.asked.relationships[one]}
            </option>
          ))}
        </select>
      </label>
      <div class="choice">
        <label>
          <input
            type="checkbox"
            checked={value.minors || value.at_risk === "minor"}
            disabled={value.at_risk === "minor"}
            onChange={(event) => set({ minors: event.currentTarget.checked })}
          />
          {w.minors}
        </label>
      </div>
    </>
  );
}

/** What the applicant is given: the code by which he sees how far it is. */
function Receipt(props: { filed: FootageFiled; onClose: (filed?: string) => void }) {
  const { filed } = props;
  const w = reviewWords.value.counter;
  const copy = () =>
    navigator.clipboard.writeText(filed.receipt_code).then(
      () => tell(w.copied),
      () => tellBad(w.notCopied),
    );
  return (
    <Dialog
      title={w.filed(filed.request.number)}
      onClose={() => props.onClose(filed.request.footage_id)}
      foot={
        <button
          type="button"
          class="button main"
          onClick={() => props.onClose(filed.request.footage_id)}
        >
          {w.goThere}
        </button>
      }
    >
      <p class={filed.request.cameras === 0 ? "remark" : "quiet"}>
        {w.held(filed.request.cameras)}
      </p>
      <p class="once-password" role="status">
        <span>{w.receipt}</span>
        <code>{filed.receipt_code}</code>
        <button type="button" class="button" onClick={() => void copy()}>
          <CopyIcon />
          {w.copy}
        </button>
      </p>
      <p class="quiet">
        {w.receiptHint}{" "}
        <a
          href={`/footage/receipt?code=${encodeURIComponent(filed.receipt_code)}`}
          target="_blank"
          rel="noreferrer"
        >
          {w.receiptPage}
        </a>
      </p>
    </Dialog>
  );
}
