// What has ended, the newest first: sought by words, time, kind and outcome; more on demand.
import { computed, signal } from "@preact/signals";
import { useEffect, useId, useRef } from "preact/hooks";
import { call } from "../../shared/api/call";
import { type Incident, isOpen, type Kind, type Ending } from "../../shared/api/forms";
import type { LiveEvent } from "../../shared/generated/live";
import { CrossIcon, ShieldIcon } from "../../shared/ui/icons";
import { Empty, Failed, Waiting } from "../../shared/ui/parts";
import { words } from "../../shared/words";
import { entryOf } from "../keys";
import { searches } from "../pane";
import { areas, incidents } from "../state/desk";
import { IncidentCard } from "./card";

const PAGE = 50;
// Whoever types is let finish a word.
const TYPED_MS = 300;

interface Asked {
  q: string;
  from: string;
  until: string;
  kind: Kind | "";
  outcome: Ending;
  area_code: string;
  tests: boolean;
}

const ANY: Asked = {
  q: "",
  from: "",
  until: "",
  kind: "",
  outcome: "any",
  area_code: "",
  tests: true,
};

const asked = signal<Asked>(ANY);
const ended = signal<readonly Incident[]>([]);
const stage = signal<"waiting" | "ready" | "failed">("waiting");
const more = signal<"none" | "some" | "waiting" | "failed">("none");
let turn = 0;

/** A day as a person names it, from its first instant, or to its last. */
function dayOf(day: string, after: number): string | undefined {
  if (!day) return undefined;
  const [year, month, date] = day.split("-").map(Number) as [number, number, number];
  const at = new Date(year, month - 1, date + after);
  // A year that nobody has typed to its end yet.
  return year < 1000 || Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}

async function read(before: number | undefined): Promise<void> {
  const mine = ++turn;
  if (before === undefined) stage.value = "waiting";
  else more.value = "waiting";
  const { q, from, until, kind, outcome, area_code, tests } = asked.value;
  const query = {
    ended: true,
    q: q.trim() || undefined,
    from_at: dayOf(from, 0),
    until_at: dayOf(until, 1),
    kind: kind || undefined,
    outcome,
    area_code: area_code || undefined,
    tests,
    before,
    count: PAGE,
  };
  try {
    const page = await call("get", "/v1/incidents/search", { query });
    if (mine !== turn) return;
    ended.value = before === undefined ? page : [...ended.value, ...page];
    more.value = page.length < PAGE ? "none" : "some";
    stage.value = "ready";
  } catch {
    if (mine !== turn) return;
    if (before === undefined) stage.value = "failed";
    else more.value = "failed";
  }
}

let typing: ReturnType<typeof setTimeout> | undefined;

function ask(change: Partial<Asked>): void {
  asked.value = { ...asked.value, ...change };
  clearTimeout(typing);
  if (change.q === undefined) void read(undefined);
  else typing = setTimeout(() => void read(undefined), TYPED_MS);
}

const isAny = () => (Object.keys(ANY) as (keyof Asked)[]).every((k) => asked.value[k] === ANY[k]);

/** Nothing of the last dispatcher stays on this screen. */
export function forgetEnded(): void {
  turn += 1;
  clearTimeout(typing);
  asked.value = ANY;
  ended.value = [];
  stage.value = "waiting";
}

/** One that ends while all are looked at comes to the top; one that is reopened leaves. */
export function hearEnded(event: LiveEvent): void {
  if (event.topic !== "incident.ended" && event.topic !== "incident.reopened") return;
  const incident = event.body;
  const others = ended.value.filter((one) => one.incident_id !== incident.incident_id);
  ended.value = isOpen(incident) || !isAny() ? others : [incident, ...others];
}

export function Ended() {
  useEffect(() => {
    void read(undefined);
  }, []);
  return (
    <>
      <Filters />
      <List />
    </>
  );
}

const shownEnded = computed(() =>
  ended.value.filter((one) => !incidents.items.value.has(one.incident_id)),
);
const endedEntry = computed(() => entryOf(shownEnded.value.map((one) => one.incident_id)));

function List() {
  const w = words.value;
  const shown = shownEnded.value;
  if (stage.value === "failed") return <Failed again={() => read(undefined)} />;
  if (stage.value === "waiting") return <Waiting lines={6} />;
  if (shown.length === 0) {
    return (
      <Empty icon={<ShieldIcon />} title={isAny() ? w.queue.noEnded : w.history.none}>
        {!isAny() && <Anything />}
      </Empty>
    );
  }
  const next = () => read(ended.value.at(-1)?.number);
  return (
    <>
      <ol class="cards">
        {shown.map((incident) => (
          <li key={incident.incident_id}>
            <IncidentCard incident={incident} entry={endedEntry} />
          </li>
        ))}
      </ol>
      {more.value === "waiting" && <Waiting lines={2} />}
      {more.value === "failed" && <Failed again={next} />}
      {more.value === "some" && (
        <button type="button" class="button queue-more" onClick={next}>
          {w.act.moreOf(PAGE)}
        </button>
      )}
      {more.value === "none" && <p class="quiet queue-more">{w.history.whole(shown.length)}</p>}
    </>
  );
}

function Anything() {
  return (
    <button type="button" class="button small" onClick={() => ask(ANY)}>
      <CrossIcon />
      {words.value.history.anything}
    </button>
  );
}

let answered = 0;

function Filters() {
  const w = words.value;
  const { q, from, until, kind, outcome, area_code, tests } = asked.value;
  const narrowed = !isAny();
  const box = useRef<HTMLInputElement>(null);
  const wanted = searches.value;
  useEffect(() => {
    if (wanted > answered) box.current?.focus();
    answered = wanted;
  }, [wanted]);
  return (
    <search class="history">
      <label class="history-words field">
        <span class="aside">{w.history.words}</span>
        <input
          type="search"
          ref={box}
          placeholder={w.history.words}
          value={q}
          maxLength={200}
          onInput={(event) => ask({ q: event.currentTarget.value })}
        />
      </label>
      <details class="history-more">
        <summary>
          {w.history.narrow}
          {narrowed && <span class="history-on" />}
        </summary>
        <div class="history-fields">
          <Day label={w.history.from} value={from} onDay={(day) => ask({ from: day })} />
          <Day label={w.history.until} value={until} onDay={(day) => ask({ until: day })} />
          <Select
            label={w.history.kind}
            value={kind}
            names={w.kind}
            onChoose={(chosen) => ask({ kind: chosen })}
          />
          <Select
            label={w.history.outcome}
            value={outcome === "any" ? "" : outcome}
            names={{ ...w.disposition, cancelled: w.incidentState.cancelled }}
            onChoose={(chosen) => ask({ outcome: chosen || "any" })}
          />
          <Select
            label={w.history.area}
            value={area_code}
            names={Object.fromEntries([...areas.value.values()].map((a) => [a.area_code, a.name]))}
            onChoose={(chosen) => ask({ area_code: chosen })}
          />
          <label class="history-tests">
            <input
              type="checkbox"
              checked={tests}
              onChange={(event) => ask({ tests: event.currentTarget.checked })}
            />
            {w.history.tests}
          </label>
          {narrowed && <Anything />}
        </div>
      </details>
    </search>
  );
}

function Day(props: { label: string; value: string; onDay: (day: string) => void }) {
  const id = useId();
  return (
    <div class="field">
      <label class="label" for={id}>
        {props.label}
      </label>
      <input
        id={id}
        type="date"
        value={props.value}
        onChange={(event) => props.onDay(event.currentTarget.value)}
      />
    </div>
  );
}

function Select<T extends string>(props: {
  label: string;
  value: T | "";
  names: Record<T, string>;
  onChoose: (value: T | "") => void;
}) {
  const id = useId();
  return (
    <div class="field">
      <label class="label" for={id}>
        {props.label}
      </label>
      <select
        id={id}
        value={props.value}
        onChange={(event) => props.onChoose(event.currentTarget.value as T | "")}
      >
        <option value="">{words.value.history.any}</option>
        {(Object.entries(props.names) as [T, string][]).map(([value, name]) => (
          <option key={value} value={value}>
            {name}
          </option>
        ))}
      </select>
    </div>
  );
}
