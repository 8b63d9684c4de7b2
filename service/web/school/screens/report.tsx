// What became of a drill: each press, and when each step of the answer came. Made to be printed.
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { call } from "../../shared/api/call";
import { second } from "../../shared/api/clock";
import type { DrillPress, DrillReport } from "../../shared/api/forms";
import { counted, lag, timeOf, yearSpanOf } from "../../shared/format";
import { BackIcon, CheckIcon, ClockIcon, CrossIcon, PrintIcon } from "../../shared/ui/icons";
import { Badge, Empty, Failed, focusAfter, Waiting } from "../../shared/ui/parts";
import { words } from "../../shared/words";
import { stateOf } from "../state/drill";
import { chosen, drills, stirs } from "../state/own";

/** The drill whose report is open. */
export const reportId = signal<string | null>(null);

const report = signal<DrillReport | null>(null);
const failed = signal(false);

export function openReport(plan_id: string): void {
  reportId.value = plan_id;
  report.value = null;
  focusAfter(".report h1");
}

export function closeReport(): void {
  reportId.value = null;
  report.value = null;
}

async function load(): Promise<void> {
  const plan_id = reportId.value;
  const site = chosen.value;
  if (!plan_id || !site) return;
  failed.value = false;
  try {
    const path = { site_id: site.site_id, plan_id };
    const found = await call("get", "/v1/school/sites/{site_id}/drills/{plan_id}/report", { path });
    if (reportId.value === plan_id) report.value = found;
  } catch {
    failed.value = report.value === null;
  }
}

export function Report() {
  const w = words.value.school.report;
  useEffect(() => void load(), [reportId.value, stirs.value]);
  const shown = report.value;
  return (
    <section class="report" aria-label={w.title}>
      <div class="report-keys">
        <button
          type="button"
          class="button"
          onClick={() => {
            closeReport();
            focusAfter(".section-head .button");
          }}
        >
          <BackIcon />
          {w.back}
        </button>
        <button type="button" class="button" disabled={!shown} onClick={() => print()}>
          <PrintIcon />
          {w.print}
        </button>
      </div>
      {failed.value && <Failed again={() => void load()} />}
      {!shown && !failed.value && <Waiting lines={6} />}
      {shown && <Sheet of={shown} />}
    </section>
  );
}

function Sheet(props: { of: DrillReport }) {
  const { plan, site_name, until, presses, untouched } = props.of;
  const w = words.value.school;
  const state = stateOf(drills.value.find((one) => one.plan_id === plan.plan_id) ?? plan);
  return (
    <article class="sheet">
      <header>
        <h1 tabIndex={-1}>{w.report.of(site_name)}</h1>
        <dl>
          <Fact name={w.drill.reason}>{plan.note || w.drill.noReason}</Fact>
          <Fact name={w.report.when}>{yearSpanOf(plan.starts_at, until)}</Fact>
          <Fact name={w.report.by}>{plan.declared_name}</Fact>
          <Fact name={w.report.stands}>
            {plan.real_by ? w.drill.realBy(plan.real_by) : w.drill.state[state]}
          </Fact>
        </dl>
      </header>
      {presses.length === 0 && <Empty title={w.report.none} hint={w.report.noneHint} />}
      {presses.map((press) => (
        <Press key={press.received_at + press.label} of={press} />
      ))}
      {untouched.length > 0 && (
        <p class="untouched">
          {w.report.untouched(untouched.length)} {untouched.join(", ")}
        </p>
      )}
      <footer class="quiet">{w.report.foot}</footer>
    </article>
  );
}

function Fact(props: { name: string; children: string }) {
  return (
    <div>
      <dt>{props.name}</dt>
      <dd>{props.children}</dd>
    </div>
  );
}

function Press(props: { of: DrillPress }) {
  const { of } = props;
  const w = words.value;
  const r = w.school.report;
  return (
    <section class="report-press">
      <h2>
        {of.label}
        {of.room && ` · ${of.room}`}
        <span class="quiet"> · {w.kind[of.kind]}</span>
        {of.test ? (
          <Badge tone="drill">{w.mark.test}</Badge>
        ) : (
          <Badge tone="bad">{w.school.drill.state.real}</Badge>
        )}
        <span class="quiet">#{of.number}</span>
      </h2>
      <table>
        <thead>
          <tr>
            <th scope="col">{r.step}</th>
            <th scope="col">{r.time}</th>
            <th scope="col">{r.after}</th>
          </tr>
        </thead>
        <tbody>
          <Step name={r.received} of={of} at={of.received_at} />
          <Step name={r.shown} of={of} at={of.shown_at} {...(of.desk && { who: of.desk })} />
          <Step name={r.accepted} of={of} at={of.accepted_at} {...(of.unit && { who: of.unit })} />
          <Step name={r.enRoute} of={of} at={of.en_route_at} />
          <Step name={r.onScene} of={of} at={of.on_scene_at} />
          <Step
            name={r.pictures}
            of={of}
            at={of.pictured_at}
            {...(of.pictures > 0 && { who: r.count(of.pictures) })}
          />
          <Step
            name={r.reset}
            of={of}
            at={of.reset_at}
            {...(of.disposition && { who: w.disposition[of.disposition] })}
          />
        </tbody>
      </table>
    </section>
  );
}

/** One step: when, and how long after the press was received; or that it did not come. */
function Step(props: { name: string; of: DrillPress; at: string | null; who?: string }) {
  const r = words.value.school.report;
  const { at, of, name, who } = props;
  const after_ms = at === null ? 0 : Date.parse(at) - Date.parse(of.received_at);
  const running = report.value !== null && Date.parse(report.value.until) > second.value;
  return (
    <tr class={at ? "came" : "missing"}>
      <th scope="row">
        <span class="step-name">
          {at ? <CheckIcon /> : running ? <ClockIcon /> : <CrossIcon />}
          <span>
            {name}
            {who && <small>{who}</small>}
          </span>
        </span>
      </th>
      <td>{at ? timeOf(at) : running ? r.notYet : r.not}</td>
      <td>{at && afterWords(after_ms)}</td>
    </tr>
  );
}

const COUNTED_FROM_MS = 60_000;

/** How long after the press was received: to the tenth of a second where it is short. */
function afterWords(after_ms: number): string {
  if (after_ms < 0) return words.value.school.report.before;
  return `+${after_ms < COUNTED_FROM_MS ? lag(after_ms) : counted(after_ms / 1000)}`;
}
