// Drills and tests: announce one, end it, say that it is real, and read what became of it.
import { useSignal } from "@preact/signals";
import { call } from "../../shared/api/call";
import { now } from "../../shared/api/clock";
import type { TestPlan } from "../../shared/api/forms";
import { spanOf, timeOf } from "../../shared/format";
import { Dialog } from "../../shared/ui/dialog";
import { InstantField, TextField } from "../../shared/ui/fields";
import { PlusIcon, WarnIcon } from "../../shared/ui/icons";
import { Badge, Empty, TwiceButton } from "../../shared/ui/parts";
import { tell, tellProblem } from "../../shared/ui/toast";
import { words } from "../../shared/words";
import { stateOf } from "../state/drill";
import { chosen, drills, look } from "../state/own";
import { openReport } from "./report";

const REASON_MOST = 200;
const USUAL_MS = 30 * 60_000;

const TONES = { coming: "accent", running: "drill", real: "bad" } as const;

export function Drills() {
  const w = words.value.school.drill;
  const asking = useSignal(false);
  return (
    <section class="drills" aria-labelledby="drills-title">
      <header class="section-head">
        <h2 id="drills-title">{w.title}</h2>
        <button
          type="button"
          class="button"
          onClick={() => {
            asking.value = true;
          }}
        >
          <PlusIcon />
          {w.announce}
        </button>
      </header>
      {drills.value.length === 0 && <Empty title={w.none} hint={w.noneHint} />}
      <ul class="drill-list">
        {drills.value.map((plan) => (
          <li key={plan.plan_id}>
            <DrillLine plan={plan} />
          </li>
        ))}
      </ul>
      {asking.value && (
        <AnnounceDialog
          onClose={() => {
            asking.value = false;
          }}
        />
      )}
    </section>
  );
}

function DrillLine(props: { plan: TestPlan }) {
  const { plan } = props;
  const w = words.value.school.drill;
  const state = stateOf(plan);
  const tone = state in TONES ? TONES[state as keyof typeof TONES] : undefined;
  return (
    <article class={`drill-line ${state}`}>
      <div>
        <h3>{plan.note || w.noReason}</h3>
        <p class="quiet">
          {spanOf(plan.starts_at, plan.ends_at)} · {w.by(plan.declared_name)}
          {plan.real_by && ` · ${w.realBy(plan.real_by)}`}
        </p>
      </div>
      <Badge {...(tone ? { tone } : {})}>{w.state[state]}</Badge>
      {state !== "coming" && state !== "withdrawn" && (
        <button
          type="button"
          class="button small"
          aria-label={words.value.school.report.openOf(plan.note || w.noReason)}
          onClick={() => openReport(plan.plan_id)}
        >
          {words.value.school.report.open}
        </button>
      )}
      {state === "coming" && <TwiceButton label={w.withdraw} onSure={() => end(plan)} />}
    </article>
  );
}

async function end(plan: TestPlan): Promise<void> {
  try {
    await call("delete", "/v1/school/sites/{site_id}/drills/{plan_id}", {
      path: { site_id: plan.site_id, plan_id: plan.plan_id },
    });
    tell(words.value.school.drill.ended);
  } catch (error) {
    tellProblem(error);
  }
  await look();
}

async function sayReal(site_id: string): Promise<void> {
  try {
    await call("post", "/v1/school/sites/{site_id}/real", { path: { site_id } });
    tell(words.value.school.drill.realSaid);
  } catch (error) {
    tellProblem(error);
  }
  await look();
}

/** A drill that is under way, with the way out of it before everything else. */
export function Running() {
  const w = words.value.school.drill;
  const plan = drills.value.find((one) => stateOf(one) === "running");
  if (!plan) return null;
  return (
    <div class="drill-now" role="status">
      <p>
        <WarnIcon />
        <span>
          <strong>{w.running(timeOf(plan.ends_at))}</strong> {w.runningHint}
        </span>
      </p>
      <div class="drill-now-keys">
        <TwiceButton
          class="bad"
          label={w.real}
          sure={w.realSure}
          onSure={() => void sayReal(plan.site_id)}
        />
        <TwiceButton class="end" label={w.end} onSure={() => void end(plan)} />
      </div>
    </div>
  );
}

/** 2026-03-02T15:40, as the browser's own field for a time of this place has it. */
function asField(at_ms: number): string {
  const date = new Date(at_ms);
  return new Date(at_ms - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

function AnnounceDialog(props: { onClose: () => void }) {
  const w = words.value;
  const from = useSignal(asField(now()));
  const until = useSignal(asField(now() + USUAL_MS));
  const reason = useSignal("");
  const saving = useSignal(false);
  const announce = async () => {
    const site = chosen.value;
    if (!site || saving.value || !reason.value.trim() || !from.value || !until.value) return;
    saving.value = true;
    try {
      await call("post", "/v1/school/sites/{site_id}/drills", {
        path: { site_id: site.site_id },
        body: {
          starts_at: new Date(from.value).toISOString(),
          ends_at: new Date(until.value).toISOString(),
          reason: reason.value.trim(),
        },
      });
      tell(w.school.drill.announced);
      props.onClose();
      await look();
    } catch (error) {
      tellProblem(error);
    } finally {
      saving.value = false;
    }
  };
  return (
    <Dialog
      title={w.school.drill.announce}
      onClose={props.onClose}
      onSubmit={() => void announce()}
      foot={
        <>
          <button type="button" class="button" onClick={props.onClose}>
            {w.act.cancel}
          </button>
          <button
            type="submit"
            class="button main"
            disabled={saving.value || !reason.value.trim() || !from.value || !until.value}
          >
            {w.school.drill.announce}
          </button>
        </>
      }
    >
      <TextField
        label={w.school.drill.reason}
        hint={w.school.drill.reasonHint}
        value={reason.value}
        maxLength={REASON_MOST}
        required
        onText={(text) => {
          reason.value = text;
        }}
      />
      <div class="fields">
        <InstantField
          label={w.school.drill.from}
          required
          value={from.value}
          onInstant={(text) => {
            from.value = text;
          }}
        />
        <InstantField
          label={w.school.drill.until}
          required
          value={until.value}
          onInstant={(text) => {
            until.value = text;
          }}
        />
      </div>
      <p class="remark warn">
        <WarnIcon />
        {w.school.drill.mind}
      </p>
    </Dialog>
  );
}
