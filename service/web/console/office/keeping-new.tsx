// A new policy of an area; those before it stay as they were.
import { useSignal } from "@preact/signals";
import { call } from "../../shared/api/call";
import type { AreaKeeping, DataKind, Span } from "../../shared/api/forms";
import { useAttempt } from "../../shared/ui/attempt";
import { Dialog } from "../../shared/ui/dialog";
import { Picker } from "../../shared/ui/fields";
import { CrossIcon, WarnIcon } from "../../shared/ui/icons";
import { tell } from "../../shared/ui/toast";
import { words } from "../../shared/words";
import { dayIn, startOf } from "../days";
import { areas, sites } from "../state/desk";
import { DayField } from "../day";
import { wrongIn } from "./grants";
import { Trouble } from "./trouble";

type Drafts = Partial<Record<DataKind, { floor: string; ceiling: string }>>;

export function NewPolicy(props: {
  area_code: string;
  keeping: AreaKeeping;
  onSet: () => void;
  onClose: () => void;
}) {
  const { keeping, area_code } = props;
  const w = words.value.office.keeping;
  const newest = keeping.policies[0];
  const drafts = useSignal<Drafts>(
    Object.fromEntries(
      Object.entries(newest?.rules ?? {}).map(([kind, span]) => [
        kind,
        { floor: String(span.floor_days), ceiling: String(span.ceiling_days) },
      ]),
    ),
  );
  const named = useSignal<readonly string[]>(newest?.sites ?? []);
  const day = useSignal(dayIn(1));
  const { waiting: sending, problem: trouble, attempt } = useAttempt();
  const rules: [DataKind, Span][] = keeping.holds.flatMap(({ kind }) => {
    const draft = drafts.value[kind];
    return draft
      ? [[kind, { floor_days: Number(draft.floor), ceiling_days: Number(draft.ceiling) }]]
      : [];
  });
  const whole = rules.every(
    ([kind, span]) =>
      drafts.value[kind]?.floor.trim() !== "" &&
      span.floor_days >= 0 &&
      span.floor_days <= span.ceiling_days,
  );
  const ready = whole && day.value >= dayIn(0) && !sending.value;
  const submit = async () => {
    if (!ready) return;
    await attempt(async () => {
      const path = { area_code };
      const body = {
        from_at: startOf(day.value),
        rules: Object.fromEntries(rules),
        sites: [...named.value],
      };
      await call("post", "/v1/areas/{area_code}/keeping", { path, body });
      tell(w.set);
      props.onSet();
      props.onClose();
    });
  };
  return (
    <Dialog
      title={w.add}
      onClose={props.onClose}
      onSubmit={() => void submit()}
      class="tall"
      foot={
        <>
          <button type="button" class="button" onClick={props.onClose}>
            {words.value.act.cancel}
          </button>
          <button type="submit" class="button main" disabled={!ready}>
            {w.setNow}
          </button>
        </>
      }
    >
      <DayField
        label={w.fromDay}
        from={dayIn(0)}
        value={day.value}
        wrong={wrongIn(trouble.value, "from_at")}
        onDay={(chosen) => {
          day.value = chosen;
        }}
      />
      {keeping.holds.map((one) => (
        <Rule
          key={one.kind}
          held={one}
          draft={drafts.value[one.kind] ?? null}
          trouble={trouble.value}
          onChange={(draft) => {
            const others = Object.entries(drafts.value).filter(([kind]) => kind !== one.kind);
            drafts.value = Object.fromEntries(draft ? [...others, [one.kind, draft]] : others);
          }}
        />
      ))}
      <Named
        area_code={area_code}
        value={named.value}
        onChange={(chosen) => {
          named.value = chosen;
        }}
      />
      <p class="remark warn">
        <WarnIcon />
        {w.warning}
      </p>
      <Trouble
        error={trouble.value}
        but={["from_at", ...keeping.holds.map((one) => `rules.${one.kind}`)]}
      />
    </Dialog>
  );
}

/** One kind: as the area above has it, or for so long. */
function Rule(props: {
  held: AreaKeeping["holds"][number];
  draft: { floor: string; ceiling: string } | null;
  trouble: unknown;
  onChange: (draft: { floor: string; ceiling: string } | null) => void;
}) {
  const { held, draft } = props;
  const w = words.value.office.keeping;
  const wrong = wrongIn(props.trouble, `rules.${held.kind}`);
  const usual = { floor: String(held.span.floor_days), ceiling: String(held.span.ceiling_days) };
  const days = (label: string, key: "floor" | "ceiling") =>
    draft && (
      <label class="field">
        <span class="label">{label}</span>
        <input
          type="number"
          inputMode="numeric"
          min={held.least_days}
          max={held.most_days}
          step="any"
          value={draft[key]}
          aria-invalid={wrong ? true : undefined}
          onInput={(event) => props.onChange({ ...draft, [key]: event.currentTarget.value })}
        />
      </label>
    );
  return (
    <fieldset class="office-rule">
      <legend>{w.kind[held.kind]}</legend>
      <div class="choice">
        <label>
          <input
            type="checkbox"
            checked={draft !== null}
            onChange={(event) => props.onChange(event.currentTarget.checked ? usual : null)}
          />
          <span>
            {w.setHere}
            <br />
            <small>{w.lawful(held.least_days, held.most_days)}</small>
          </span>
        </label>
      </div>
      {draft && (
        <div class="fields">
          {days(w.floorDays, "floor")}
          {days(w.ceilingDays, "ceiling")}
        </div>
      )}
      {wrong && (
        <p class="remark" role="alert">
          <WarnIcon />
          {wrong}
        </p>
      )}
    </fieldset>
  );
}

/** Sites whose pictures are kept for ninety days at least. */
function Named(props: {
  area_code: string;
  value: readonly string[];
  onChange: (site_ids: readonly string[]) => void;
}) {
  const w = words.value.office.keeping;
  const within = [...sites.value.values()].filter((one) =>
    areas.value.get(one.area_code)?.lineage.includes(props.area_code),
  );
  const free = within.filter((one) => !props.value.includes(one.site_id));
  if (within.length === 0) return null;
  return (
    <details class="office-named" open={props.value.length > 0}>
      <summary>{w.namedTitle(props.value.length)}</summary>
      <p class="quiet office-small">{w.namedHint}</p>
      <ul class="office-acts">
        {props.value.map((id) => (
          <li key={id}>
            <button
              type="button"
              class="button small"
              onClick={() => props.onChange(props.value.filter((one) => one !== id))}
            >
              {sites.value.get(id)?.name ?? w.aSite}
              <CrossIcon />
              <span class="aside">{w.unname}</span>
            </button>
          </li>
        ))}
      </ul>
      <Picker
        key={props.value.length}
        label={w.name}
        placeholder={words.value.register.seek}
        options={free.map((one) => ({ id: one.site_id, label: one.name }))}
        chosen={null}
        onChoose={(id) => id && props.onChange([...props.value, id])}
      />
    </details>
  );
}
