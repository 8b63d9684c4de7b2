// Issuing a bulletin: whom to look for, until when, and by whose consent.
import { useSignal } from "@preact/signals";
import type { NewBulletin, Search } from "../../shared/api/forms";
import { Dialog } from "../../shared/ui/dialog";
import { InstantField, Picker, TextField } from "../../shared/ui/fields";
import { WarnIcon } from "../../shared/ui/icons";
import { problemWords, words } from "../../shared/words";
import { issueBulletin } from "../state/bulletins";
import { areas } from "../state/desk";
import { release } from "../state/searches";
import { PICTURES } from "./bulletins";
import { dialog } from "./shown";

type Consent = NewBulletin["consent"];

const LINE_MOST = 200;
const HOURS = [6, 12, 24, 48, 72] as const;
const HOUR_MS = 3_600_000;
const PORTRAIT_BYTES_MOST = 8 * 1024 * 1024;
const PHONE = /^\+?[0-9][0-9 -]{1,19}$/;
const RELATIONS: readonly Consent["relation"][] = [
  "parent",
  "grandparent",
  "other_guardian",
  "welfare_body",
];
const WAYS: readonly Consent["how"][] = ["in_person", "by_phone", "in_writing"];
const PARTS = ["who", "clothing", "place"] as const;
const BLANK = { who: "", clothing: "", place: "" };

/** This moment as a field of a form has it: local, to the minute. */
function thisMinute(): string {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** A bulletin by hand, or the release of one for a search that lasts. */
export function IssueBulletin(props: { of: Search | null }) {
  const { of } = props;
  const w = words.value.bulletin;
  const area = useSignal<string | null>(
    of?.area_code ?? (areas.value.size === 1 ? [...areas.value.keys()][0]! : null),
  );
  const zh = useSignal(BLANK);
  const en = useSignal(BLANK);
  const seenAt = useSignal(thisMinute());
  const phone = useSignal("110");
  const hours = useSignal<number>(24);
  const guardian = useSignal("");
  const relation = useSignal<Consent["relation"]>("parent");
  const how = useSignal<Consent["how"]>("in_person");
  const givenAt = useSignal(thisMinute());
  const agreed = useSignal(false);
  const portrait = useSignal<File | null>(null);
  const complaint = useSignal<string | null>(null);
  const waiting = useSignal(false);

  const lacking = (): string | null => {
    if (area.value === null) return w.needArea;
    if (PARTS.some((part) => zh.value[part].trim() === "")) return w.needWords;
    const said = PARTS.filter((part) => en.value[part].trim() !== "").length;
    if (said > 0 && said < PARTS.length) return w.needEnglish;
    if (!PHONE.test(phone.value.trim())) return w.needPhone;
    if (!seenAt.value || !givenAt.value) return w.needTimes;
    if (guardian.value.trim() === "" || !agreed.value) return w.needConsent;
    if ((portrait.value?.size ?? 0) > PORTRAIT_BYTES_MOST) return w.needSmaller;
    return null;
  };
  const body = (): NewBulletin => ({
    area_code: area.value ?? "",
    zh: zh.value,
    en: en.value.who.trim() ? en.value : null,
    seen_at: new Date(seenAt.value).toISOString(),
    phone: phone.value.trim(),
    until: new Date(Date.now() + hours.value * HOUR_MS - 60_000).toISOString(),
    consent: {
      guardian: guardian.value.trim(),
      relation: relation.value,
      how: how.value,
      given_at: new Date(givenAt.value).toISOString(),
    },
  });
  const back = () => {
    dialog.value = of ? null : { name: "bulletins" };
  };
  const submit = async () => {
    complaint.value = lacking();
    if (complaint.value || waiting.value) return;
    waiting.value = true;
    try {
      if (of) await release(of.search_id, body(), portrait.value);
      else await issueBulletin(body(), portrait.value);
      back();
    } catch (error) {
      complaint.value = problemWords(error);
    } finally {
      waiting.value = false;
    }
  };
  return (
    <Dialog
      title={of ? w.releaseFor(of.number) : w.issue}
      onClose={back}
      onSubmit={submit}
      class="tall"
      foot={
        <>
          <button type="button" class="button" onClick={back}>
            {words.value.act.cancel}
          </button>
          <button type="submit" class="button main" disabled={waiting.value}>
            {waiting.value ? w.issuing : w.issueNow}
          </button>
        </>
      }
    >
      <p class="quiet">{w.law}</p>
      <Picker
        label={w.area}
        placeholder={words.value.transfer.search}
        options={[...areas.value.values()].map(({ area_code, name }) => ({
          id: area_code,
          label: name,
          note: area_code,
        }))}
        chosen={area.value}
        onChoose={(code) => {
          area.value = code;
        }}
      />
      {PARTS.map((part) => (
        <TextField
          key={part}
          label={w[part]}
          hint={w.partHint[part]}
          maxLength={LINE_MOST}
          value={zh.value[part]}
          onText={(text) => {
            zh.value = { ...zh.value, [part]: text };
          }}
        />
      ))}
      <details>
        <summary>{w.inEnglish}</summary>
        {PARTS.map((part) => (
          <TextField
            key={part}
            label={w.englishPart(w[part])}
            maxLength={LINE_MOST}
            value={en.value[part]}
            onText={(text) => {
              en.value = { ...en.value, [part]: text };
            }}
          />
        ))}
      </details>
      <div class="fields">
        {!of && (
          <InstantField
            label={w.seenAt}
            value={seenAt.value}
            onInstant={(value) => {
              seenAt.value = value;
            }}
          />
        )}
        <label class="field">
          <span class="label">{w.lasts}</span>
          <select
            value={String(hours.value)}
            onChange={(event) => {
              hours.value = Number(event.currentTarget.value);
            }}
          >
            {HOURS.map((one) => (
              <option key={one} value={String(one)}>
                {w.hours(one)}
              </option>
            ))}
          </select>
        </label>
      </div>
      <TextField
        label={w.phone}
        maxLength={20}
        value={phone.value}
        onText={(text) => {
          phone.value = text;
        }}
      />
      <label class="field">
        <span class="label">{w.portrait}</span>
        <input
          type="file"
          accept={PICTURES}
          onChange={(event) => {
            portrait.value = event.currentTarget.files?.[0] ?? null;
          }}
        />
        <span class="hint">{w.portraitHint}</span>
      </label>
      <fieldset class="bulletin-consent">
        <legend>{w.consent}</legend>
        <TextField
          label={w.guardian}
          maxLength={60}
          value={guardian.value}
          onText={(text) => {
            guardian.value = text;
          }}
        />
        <div class="fields">
          <Words
            label={w.relationTo}
            options={RELATIONS}
            table={w.relation}
            value={relation.value}
            onChange={(value) => {
              relation.value = value;
            }}
          />
          <Words
            label={w.howGiven}
            options={WAYS}
            table={w.how}
            value={how.value}
            onChange={(value) => {
              how.value = value;
            }}
          />
        </div>
        <InstantField
          label={w.givenAt}
          value={givenAt.value}
          onInstant={(value) => {
            givenAt.value = value;
          }}
        />
        <label class="bulletin-agreed">
          <input
            type="checkbox"
            checked={agreed.value}
            onChange={(event) => {
              agreed.value = event.currentTarget.checked;
            }}
          />
          <span>{w.agreed}</span>
        </label>
      </fieldset>
      <div role="alert">
        {complaint.value && (
          <p class="remark">
            <WarnIcon />
            {complaint.value}
          </p>
        )}
      </div>
    </Dialog>
  );
}

function Words<T extends string>(props: {
  label: string;
  options: readonly T[];
  table: Record<T, string>;
  value: T;
  onChange: (value: T) => void;
}) {
  return (
    <label class="field">
      <span class="label">{props.label}</span>
      <select
        value={props.value}
        onChange={(event) => props.onChange(event.currentTarget.value as T)}
      >
        {props.options.map((one) => (
          <option key={one} value={one}>
            {props.table[one]}
          </option>
        ))}
      </select>
    </label>
  );
}
