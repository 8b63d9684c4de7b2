// Opening what no key has reported: handed over by 110, a red alert, or seen by somebody.
import { signal, useSignal } from "@preact/signals";
import type { Kind, OpenByHand } from "../../shared/api/forms";
import { Refused } from "../../shared/api/problem";
import type { Point } from "../../shared/geo";
import { Dialog } from "../../shared/ui/dialog";
import { Choice, NoteField, Picker, TextField } from "../../shared/ui/fields";
import { PinIcon, WarnIcon } from "../../shared/ui/icons";
import { problemWords, words } from "../../shared/words";
import { openIncident } from "../keys";
import { openByHand } from "../state/acts";
import { areaName, areas, sites } from "../state/desk";
import { closeDialog } from "./shown";
import { priorityOptions } from "./moves";

type Source = "110" | "red_alert" | "hand";
type Level = "usual" | "1" | "2" | "3" | "4";

const SOURCES: readonly Source[] = ["110", "red_alert", "hand"];
const KINDS: readonly Kind[] = [
  "emergency",
  "intruder",
  "duress",
  "fire",
  "medical",
  "missing_child",
  "missing_person",
];

interface Draft {
  source: Source;
  kind: Kind;
  where: "site" | "place";
  site_id: string | null;
  lat: string;
  lon: string;
  area_code: string | null;
  title: string;
  level: Level;
  note: string;
}

const EMPTY: Draft = {
  source: "110",
  kind: "emergency",
  where: "site",
  site_id: null,
  lat: "",
  lon: "",
  area_code: null,
  title: "",
  level: "usual",
  note: "",
};

// Kept outside, so that going to the map and back loses nothing.
const draft = signal<Draft>(EMPTY);

/** Whether the next touch on the map says where it is. */
export const picking = signal(false);

/** Nothing of the last dispatcher stays on this screen. */
export function forgetDraft(): void {
  draft.value = EMPTY;
  picking.value = false;
}

/** The map was touched while a place was asked for. */
export function pickPlace(place: Point): void {
  change({ lat: place.lat.toFixed(6), lon: place.lon.toFixed(6) });
  picking.value = false;
}

function change(part: Partial<Draft>): void {
  draft.value = { ...draft.value, ...part };
}

function placeOf({ lat, lon }: Draft): OpenByHand["place"] {
  const [y, x] = [Number.parseFloat(lat), Number.parseFloat(lon)];
  if (!(Math.abs(y) <= 85 && Math.abs(x) <= 180)) return null;
  return { lat: y, lon: x, crs: "WGS-84" };
}

/** What is still missing, in words; null when it can be sent. */
function lacking(d: Draft): string | null {
  const w = words.value.openNew;
  if (d.where === "site") return d.site_id === null ? w.needSite : null;
  if (placeOf(d) === null) return w.needPlace;
  if (d.area_code === null) return w.needArea;
  return d.title.trim() === "" ? w.needTitle : null;
}

function bodyOf(d: Draft): OpenByHand {
  const atSite = d.where === "site";
  return {
    source: d.source,
    kind: d.kind,
    priority: d.level === "usual" ? null : Number(d.level),
    site_id: atSite ? d.site_id : null,
    place: atSite ? null : placeOf(d),
    area_code: atSite ? null : d.area_code,
    title: d.title.trim() || null,
    note: d.note,
  };
}

export function OpenIncident() {
  const w = words.value;
  const d = draft.value;
  const problem = useSignal<unknown>(null);
  const complaint = useSignal<string | null>(null);
  const waiting = useSignal(false);
  if (picking.value) return null;
  const submit = async () => {
    complaint.value = lacking(d);
    if (complaint.value || waiting.value) return;
    waiting.value = true;
    problem.value = null;
    try {
      await openByHand(bodyOf(d));
      draft.value = EMPTY;
      closeDialog();
    } catch (error) {
      problem.value = error;
    } finally {
      waiting.value = false;
    }
  };
  return (
    <Dialog
      title={w.openNew.title}
      onClose={closeDialog}
      onSubmit={submit}
      class="tall"
      foot={
        <>
          <button type="button" class="button" onClick={closeDialog}>
            {w.act.cancel}
          </button>
          <button type="submit" class="button main" disabled={waiting.value}>
            {w.openNew.submit}
          </button>
        </>
      }
    >
      <Choice
        legend={w.openNew.source}
        across
        options={SOURCES.map((value) => ({ value, label: w.source[value] }))}
        value={d.source}
        onChoose={(source) => change({ source })}
      />
      <Choice
        legend={w.openNew.kind}
        across
        options={KINDS.map((value) => ({ value, label: w.kind[value] }))}
        value={d.kind}
        onChoose={(kind) => change({ kind })}
      />
      <Choice
        legend={w.openNew.where}
        across
        options={[
          { value: "site", label: w.openNew.atSite },
          { value: "place", label: w.openNew.atPlace },
        ]}
        value={d.where}
        onChoose={(where) => change({ where })}
      />
      {d.where === "site" ? <SiteField /> : <PlaceFields />}
      <label class="field">
        <span class="label">{w.openNew.priority}</span>
        <select
          value={d.level}
          onChange={(event) => change({ level: event.currentTarget.value as Level })}
        >
          <option value="usual">{w.openNew.usual}</option>
          {priorityOptions().map(({ value, label, hint }) => (
            <option key={value} value={value}>
              {label} · {hint}
            </option>
          ))}
        </select>
      </label>
      <NoteField label={w.openNew.note} value={d.note} onText={(note) => change({ note })} />
      <div role="alert">
        {complaint.value && (
          <p class="remark">
            <WarnIcon />
            {complaint.value}
          </p>
        )}
        {problem.value !== null && <Refusal error={problem.value} />}
      </div>
    </Dialog>
  );
}

function SiteField() {
  const w = words.value;
  const options = [...sites.value.values()].map((site) => ({
    id: site.site_id,
    label: site.name,
    note: `${w.siteKind[site.kind]} · ${areaName(site.area_code)}`,
  }));
  return (
    <Picker
      label={w.openNew.site}
      placeholder={w.openNew.siteSearch}
      options={options}
      chosen={draft.value.site_id}
      onChoose={(site_id) => change({ site_id })}
    />
  );
}

function PlaceFields() {
  const w = words.value.openNew;
  const d = draft.value;
  const options = [...areas.value.values()].map(({ area_code, name }) => ({
    id: area_code,
    label: name,
    note: area_code,
  }));
  return (
    <>
      <div class="fields">
        <TextField
          label={w.lat}
          inputMode="decimal"
          value={d.lat}
          onText={(lat) => change({ lat })}
        />
        <TextField
          label={w.lon}
          inputMode="decimal"
          value={d.lon}
          onText={(lon) => change({ lon })}
        />
      </div>
      <button
        type="button"
        class="button"
        onClick={() => {
          picking.value = true;
        }}
      >
        <PinIcon />
        {w.pick}
      </button>
      <TextField
        label={w.label}
        hint={w.labelHint}
        maxLength={200}
        value={d.title}
        onText={(title) => change({ title })}
      />
      <Picker
        label={w.area}
        placeholder={words.value.transfer.search}
        options={options}
        chosen={d.area_code}
        onChoose={(area_code) => change({ area_code })}
      />
    </>
  );
}

/** Why not; and where it is open already, the way there. */
function Refusal(props: { error: unknown }) {
  const w = words.value.openNew;
  const other = props.error instanceof Refused ? props.error.problem.incident_id : null;
  return (
    <p class="remark">
      <WarnIcon />
      {problemWords(props.error)}
      {other && (
        <button
          type="button"
          class="button small"
          onClick={() => {
            closeDialog();
            openIncident(other);
          }}
        >
          {w.goThere}
        </button>
      )}
    </p>
  );
}
