// Making one move: what it needs besides, and who was faster where it comes too late.
import { type Signal, useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { call } from "../../shared/api/call";
import type {
  FootageMove,
  FootageMoveBody,
  FootageOutcome,
  PassedTo,
  RefusalCode,
  RiskKind,
  WholeFootage,
} from "../../shared/api/forms";
import { Refused } from "../../shared/api/problem";
import { dayOf, hourOf } from "../../shared/format";
import { useAttempt } from "../../shared/ui/attempt";
import { Dialog } from "../../shared/ui/dialog";
import { Choice, NoteField, TextField } from "../../shared/ui/fields";
import { WarnIcon } from "../../shared/ui/icons";
import { tell } from "../../shared/ui/toast";
import { language, problemWords, words } from "../../shared/words";
import { reviewWords } from "../../shared/words/review";
import { viewingWords } from "../../shared/words/viewing";
import { DayField } from "../day";
import { dayIn } from "../days";
import { areaName } from "../state/desk";
import { requests } from "../state/footage";
import { allOf, ChooseCameras, type ChosenCameras, chosenOf } from "./choose-cameras";
import { codes, keepWhole, readRequest } from "./chosen";
import { whoOf } from "./who";

type Field =
  "cameras" | "note" | "refusal" | "channel" | "at_risk" | "id" | "proved" | "slot" | "outcome";

// What each move asks of a person; the service holds it against its guard.
const FIELDS: Partial<Record<FootageMove, readonly Field[]>> = {
  activate: ["at_risk"],
  stand_down: ["note"],
  verify_identity: ["id"],
  ask_info: ["note"],
  give_info: ["note"],
  redirect_to_110: ["channel", "note"],
  redirect_to_case: ["channel", "note"],
  accept: ["proved"],
  ask_consent: ["cameras"],
  refuse: ["refusal", "note"],
  schedule: ["slot", "note"],
  record_result: ["outcome", "note"],
  task_lead: ["note"],
  lead_back: ["note"],
  withdraw: ["note"],
  uphold: ["note"],
  overturn: ["note"],
};
// Words without which these are not made.
const WORDY: ReadonlySet<FootageMove> = new Set([
  ...(["stand_down", "ask_info", "give_info", "record_result"] as const),
  ...(["task_lead", "lead_back", "uphold", "overturn"] as const),
]);
const GRAVE: ReadonlySet<FootageMove> = new Set(["refuse", "withdraw", "note_overwritten"]);
export const ID_CARD = /^[0-9A-Za-z]{5,30}$/;

interface Filled {
  note: string;
  refusal: RefusalCode | "";
  channel: PassedTo | "";
  channel_number: string;
  at_risk: RiskKind | null;
  id_number: string;
  proved: boolean;
  day: string;
  time: string;
  slot_place: string;
  outcome: FootageOutcome | "";
  cameras: ChosenCameras;
}

const EMPTY: Filled = {
  note: "",
  refusal: "",
  channel: "",
  channel_number: "",
  at_risk: null,
  id_number: "",
  proved: false,
  day: dayIn(0),
  time: "",
  slot_place: "",
  outcome: "",
  cameras: new Map(),
};

/** The fields that a move asks of this request. */
function fieldsOf(move: FootageMove, { request }: WholeFootage): readonly Field[] {
  const all = FIELDS[move] ?? [];
  const own = request.relationship === "self";
  return all.filter((field) => !(field === "proved" && own));
}

function slotOf(filled: Filled): string | null {
  const at = new Date(`${filled.day}T${filled.time}:00`);
  return Number.isNaN(at.getTime()) ? null : at.toISOString();
}

function isReady(move: FootageMove, fields: readonly Field[], filled: Filled): boolean {
  const given: Record<Field, boolean> = {
    note: !WORDY.has(move) || filled.note.trim() !== "",
    refusal: filled.refusal !== "",
    channel:
      filled.channel === "desk_110" || Boolean(filled.channel && filled.channel_number.trim()),
    at_risk: filled.at_risk !== null,
    id: ID_CARD.test(filled.id_number.trim()),
    proved: filled.proved,
    slot: slotOf(filled) !== null && filled.slot_place.trim() !== "",
    outcome: filled.outcome !== "",
    cameras: chosenOf(filled.cameras) !== null,
  };
  return fields.every((field) => given[field]);
}

function bodyOf(
  move: FootageMove,
  version: number,
  fields: readonly Field[],
  filled: Filled,
): FootageMoveBody {
  const has = (field: Field) => fields.includes(field);
  return {
    move,
    version,
    note: (has("note") && filled.note.trim()) || null,
    refusal: (has("refusal") && filled.refusal) || null,
    channel: (has("channel") && filled.channel) || null,
    channel_number: (has("channel") && filled.channel_number.trim()) || null,
    at_risk: has("at_risk") ? filled.at_risk : null,
    id_number: has("id") ? filled.id_number.trim() : null,
    relationship_proved: has("proved") && filled.proved,
    undertaking_signed: false,
    slot_at: has("slot") ? slotOf(filled) : null,
    slot_place: has("slot") ? filled.slot_place.trim() : null,
    outcome: (has("outcome") && filled.outcome) || null,
    cameras: has("cameras") ? chosenOf(filled.cameras) : null,
  };
}

export function MoveDialog(props: { whole: WholeFootage; move: FootageMove; onClose: () => void }) {
  const { whole, move } = props;
  const w = reviewWords.value;
  const filled = useSignal<Filled>({ ...EMPTY, cameras: allOf(whole) });
  const { waiting, problem, attempt } = useAttempt();
  const fields = fieldsOf(move, whole);
  const overtaken = useOvertaken(whole, problem.value);
  const ready = isReady(move, fields, filled.value) && !waiting.value && overtaken === null;
  const submit = () =>
    attempt(async () => {
      if (!ready) return;
      const path = { footage_id: whole.request.footage_id };
      const body = bodyOf(move, whole.request.version, fields, filled.value);
      try {
        const after = await call("post", "/v1/footage-requests/{footage_id}/moves", { path, body });
        keepWhole(after);
        tell(w.form.done(w.state[after.request.state]));
        props.onClose();
      } catch (error) {
        if (isOvertaken(error)) void readRequest();
        throw error;
      }
    });
  return (
    <Dialog
      title={w.move[move]}
      onClose={props.onClose}
      onSubmit={() => void submit()}
      foot={
        <>
          <button type="button" class="button" onClick={props.onClose}>
            {overtaken === null ? words.value.act.cancel : w.form.lookAgain}
          </button>
          <button
            type="submit"
            class={`button ${GRAVE.has(move) ? "bad" : "main"}`}
            disabled={!ready}
          >
            {w.move[move]}
          </button>
        </>
      }
    >
      <p class="quiet">
        {w.number(whole.request.number)} · {w.category[whole.request.category]} ·{" "}
        {w.state[whole.request.state]}
      </p>
      {fields.map((field) => (
        <FieldOf key={field} field={field} move={move} filled={filled} whole={whole} />
      ))}
      <WhyNot overtaken={overtaken} error={problem.value} />
    </Dialog>
  );
}

/** Whether somebody else was faster. */
export function isOvertaken(error: unknown): boolean {
  return error instanceof Refused && error.problem.code === "footage.overtaken";
}

/** Who has moved a request on since it was opened here; null where nobody has.
 *
 * What somebody has not seen he does not decide: a dialog stays with the version that it began with. */
export function useOvertaken(whole: WholeFootage, error: unknown): string | null {
  const began = useRef(whole.request.version);
  const late = error instanceof Refused && isOvertaken(error) ? error.problem.who : undefined;
  if (late === undefined && whole.request.version === began.current) return null;
  const who = late ?? whole.request.moved_by;
  return who ? whoOf(who) : reviewWords.value.form.somebody;
}

/** Why it is not done; where somebody was faster, who it was. */
export function WhyNot(props: { overtaken: string | null; error: unknown }) {
  const { overtaken, error } = props;
  if (overtaken === null && error === null) return null;
  return (
    <p class="remark" role="alert">
      <WarnIcon />
      {overtaken === null ? problemWords(error) : reviewWords.value.form.overtaken(overtaken)}
    </p>
  );
}

const CHANNELS: readonly PassedTo[] = ["police_report", "traffic_case", "desk_110"];
const RISKS: readonly RiskKind[] = ["minor", "elder", "impaired", "life"];
const OUTCOMES: readonly FootageOutcome[] = [
  "item_recovered",
  "person_found",
  "accident_cleared",
  "dispute_mediated",
  "lead_found",
  "nothing_seen",
];

function FieldOf(props: {
  field: Field;
  move: FootageMove;
  filled: Signal<Filled>;
  whole: WholeFootage;
}) {
  const { field, move, filled } = props;
  const all = reviewWords.value;
  const w = all.form;
  const value = filled.value;
  const set = (part: Partial<Filled>) => {
    filled.value = { ...filled.value, ...part };
  };
  switch (field) {
    case "cameras":
      return (
        <ChooseCameras
          whole={props.whole}
          chosen={value.cameras}
          onChoose={(cameras) => set({ cameras })}
        />
      );
    case "note": {
      const own = Object.hasOwn(w.noteOf, move) ? w.noteOf[move as keyof typeof w.noteOf] : w.note;
      return <NoteField label={own} value={value.note} onText={(note) => set({ note })} />;
    }
    case "refusal":
      return <RefusalField value={value.refusal} onCode={(refusal) => set({ refusal })} />;
    case "channel":
      return (
        <>
          <Choice
            legend={w.channel}
            options={CHANNELS.map((one) => ({ value: one, label: all.channel[one] }))}
            value={value.channel || null}
            onChoose={(channel) => set({ channel })}
          />
          {value.channel !== "desk_110" && (
            <TextField
              label={w.channel_number}
              value={value.channel_number}
              maxLength={200}
              onText={(channel_number) => set({ channel_number })}
            />
          )}
        </>
      );
    case "at_risk":
      return (
        <Choice
          legend={w.at_risk}
          options={RISKS.map((one) => ({ value: one, label: all.asked.risks[one] }))}
          value={value.at_risk}
          onChoose={(at_risk) => set({ at_risk })}
        />
      );
    case "id":
      return (
        <TextField
          label={w.id_number}
          hint={w.idHint}
          value={value.id_number}
          maxLength={30}
          onText={(id_number) => set({ id_number })}
        />
      );
    case "proved":
      return <Check label={w.proved} on={value.proved} onSet={(proved) => set({ proved })} />;
    case "slot":
      return (
        <>
          <div class="fields">
            <DayField
              label={w.day}
              value={value.day}
              from={dayIn(0)}
              onDay={(day) => set({ day })}
            />
            <label class="field">
              <span class="label">{w.time}</span>
              <input
                type="time"
                value={value.time}
                onInput={(event) => set({ time: event.currentTarget.value })}
              />
            </label>
          </div>
          <TextField
            label={w.place}
            value={value.slot_place}
            maxLength={200}
            onText={(slot_place) => set({ slot_place })}
          />
          <OtherSlots day={value.day} but={props.whole.request.footage_id} />
        </>
      );
    case "outcome":
      return (
        <label class="field">
          <span class="label">{w.outcome}</span>
          <select
            value={value.outcome}
            onChange={(event) => set({ outcome: event.currentTarget.value as FootageOutcome | "" })}
          >
            <option value="">{w.chooseOutcome}</option>
            {OUTCOMES.map((one) => (
              <option key={one} value={one}>
                {all.outcome[one]}
              </option>
            ))}
          </select>
        </label>
      );
  }
}

/** Who else comes on the day that is chosen: two at one time wait in one room. */
function OtherSlots(props: { day: string; but: string }) {
  const w = viewingWords.value.slot;
  const begins = new Date(`${props.day}T00:00:00`).toDateString();
  const others = [...requests.items.value.values()]
    .filter((one) => one.footage_id !== props.but && one.slot_at !== null)
    .filter((one) => new Date(one.slot_at ?? 0).toDateString() === begins)
    .sort((a, b) => Date.parse(a.slot_at ?? "") - Date.parse(b.slot_at ?? ""));
  if (others.length === 0) return null;
  return (
    <div role="status" class="office-small">
      <p>{w.others(dayOf(`${props.day}T00:00:00`))}</p>
      <ul class="review-others">
        {others.map((one) => (
          <li key={one.footage_id}>
            {w.other(hourOf(one.slot_at ?? ""), areaName(one.area_code), one.number)}
          </li>
        ))}
      </ul>
    </div>
  );
}

function Check(props: { label: string; on: boolean; onSet: (on: boolean) => void }) {
  return (
    <div class="choice">
      <label>
        <input
          type="checkbox"
          checked={props.on}
          onChange={(event) => props.onSet(event.currentTarget.checked)}
        />
        {props.label}
      </label>
    </div>
  );
}

/** A code of refusal; its law and what can be done stand below it before it is chosen for good. */
export function RefusalField(props: {
  value: RefusalCode | "";
  label?: string;
  onCode: (code: RefusalCode | "") => void;
}) {
  const w = reviewWords.value.form;
  const isZh = language.value === "zh-CN";
  const chosen = codes.value.find((one) => one.code === props.value);
  return (
    <>
      <label class="field">
        <span class="label">{props.label ?? w.refusal}</span>
        <select
          value={props.value}
          onChange={(event) => props.onCode(event.currentTarget.value as RefusalCode | "")}
        >
          <option value="">{w.chooseRefusal}</option>
          {codes.value.map((one) => (
            <option key={one.code} value={one.code}>
              {one.code} {isZh ? one.zh : one.en}
            </option>
          ))}
        </select>
      </label>
      {chosen && (
        <dl class="office-facts">
          <dt>{w.basis}</dt>
          <dd>
            <div lang="en">{chosen.basis}</div>
          </dd>
          <dt>{w.remedy}</dt>
          <dd>{isZh ? chosen.remedy_zh : chosen.remedy_en}</dd>
        </dl>
      )}
    </>
  );
}
