// The keys of the own school: heard or not, tested or due, and who looks after each.
import { useSignal } from "@preact/signals";
import { useState } from "preact/hooks";
import { call } from "../../shared/api/call";
import { second } from "../../shared/api/clock";
import type { KeyTrouble, SchoolKey } from "../../shared/api/forms";
import { dayOf, span, timeOf } from "../../shared/format";
import { Dialog } from "../../shared/ui/dialog";
import { TextField } from "../../shared/ui/fields";
import { CheckIcon, PersonIcon, WarnIcon } from "../../shared/ui/icons";
import { Badge, Empty } from "../../shared/ui/parts";
import { tell, tellProblem } from "../../shared/ui/toast";
import { boxFaults, words } from "../../shared/words";
import { chosen, keys, look } from "../state/own";

const PERSON_MOST = 60;

type Tone = "good" | "warn" | "bad";
const TONES: Record<KeyTrouble["kind"], Tone> = {
  not_enrolled: "bad",
  switched_off: "bad",
  not_heard: "bad",
  tampering: "bad",
  broken: "bad",
  battery_low: "bad",
  unsent: "warn",
  faulty: "warn",
  test_overdue: "warn",
  on_battery: "warn",
  test_soon: "warn",
};

/** Whether a press of this key may not be heard. */
const isDown = (key: SchoolKey) => key.troubles.some(({ kind }) => TONES[kind] === "bad");

export function Keys() {
  const w = words.value.school;
  const down = keys.value.filter(isDown).length;
  const overdue = keys.value.filter((key) =>
    key.troubles.some(({ kind }) => kind === "test_overdue"),
  ).length;
  return (
    <section class="keys" aria-labelledby="keys-title">
      <h2 id="keys-title">{w.keys}</h2>
      {keys.value.length === 0 ? (
        <Empty title={w.noKeys} hint={w.noKeysHint} />
      ) : (
        <p class={`keys-sum ${down ? "bad" : overdue ? "warn" : "good"}`} role="status">
          {down + overdue > 0 ? <WarnIcon /> : <CheckIcon />}
          <span>
            {down > 0 ? w.keysDown(down) : w.keysUp(keys.value.length)}
            {overdue > 0 && ` ${w.keysOverdue(overdue)}`}
          </span>
        </p>
      )}
      <ul class="key-list">
        {keys.value.map((key) => (
          <li key={key.device_id}>
            <KeyCard of={key} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function KeyCard(props: { of: SchoolKey }) {
  const { of } = props;
  const w = words.value.school;
  const [asking, ask] = useState(false);
  const gravest = of.troubles[0];
  const tone = gravest ? TONES[gravest.kind] : "good";
  return (
    <article class={`key-card ${tone}`}>
      <header>
        <h3>
          {of.label}
          {of.room && <span class="quiet"> · {of.room}</span>}
        </h3>
        {of.troubles.length === 0 && (
          <Badge tone="good">
            <CheckIcon />
            {w.works}
          </Badge>
        )}
        {of.troubles.map(({ kind }) => (
          <Badge key={kind} tone={TONES[kind]}>
            <WarnIcon />
            {w.trouble[kind]}
          </Badge>
        ))}
      </header>
      {gravest && <p class="key-say">{troubleWords(gravest)}</p>}
      {of.faults.length > 0 && (
        <p class="key-say">{words.value.fault.faultyDetail(boxFaults(of.faults))}</p>
      )}
      <dl>
        <Fact name={w.heard}>
          {of.seen_at ? w.ago(span((second.value - Date.parse(of.seen_at)) / 1000)) : w.never}
        </Fact>
        <Fact name={w.power}>{powerWords(of)}</Fact>
        {of.self_test && <Fact name={w.selfTested}>{selfTestWords(of.self_test)}</Fact>}
        <Fact name={w.tested}>{of.tested_at ? timeOf(of.tested_at) : w.never}</Fact>
        {of.test_due_at && <Fact name={w.testDue}>{dayOf(of.test_due_at)}</Fact>}
      </dl>
      <p class="keeper">
        <PersonIcon />
        <span class={of.keeper ? "" : "quiet"}>{of.keeper ?? w.noKeeper}</span>
        <button
          type="button"
          class="button small"
          aria-label={`${words.value.act.change}: ${w.setKeeper(of.label)}`}
          onClick={() => ask(true)}
        >
          {words.value.act.change}
        </button>
      </p>
      {asking && <KeeperDialog of={of} onClose={() => ask(false)} />}
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

function powerWords(key: SchoolKey): string {
  const w = words.value.school;
  const fed = key.power === "mains" ? w.mains : key.power === "battery" ? w.battery : null;
  const left = key.battery_pct === null ? null : w.percent(key.battery_pct);
  return [fed, left].filter(Boolean).join(" · ") || w.powerUnknown;
}

function selfTestWords(test: NonNullable<SchoolKey["self_test"]>): string {
  const w = words.value.school;
  return (test.good ? w.selfTestGood : w.selfTestBad)(timeOf(test.at));
}

function troubleWords(trouble: KeyTrouble): string {
  const w = words.value.school;
  const { kind, since } = trouble;
  const hint = w.troubleHint[kind];
  const when = since && (kind === "test_soon" ? null : w.sinceWhen(timeOf(since)));
  return when ? `${when} ${hint}` : hint;
}

function KeeperDialog(props: { of: SchoolKey; onClose: () => void }) {
  const w = words.value;
  const person = useSignal(props.of.keeper ?? "");
  const saving = useSignal(false);
  const save = async () => {
    const site = chosen.value;
    if (!site || saving.value) return;
    saving.value = true;
    try {
      await call("put", "/v1/school/sites/{site_id}/keys/{device_id}/keeper", {
        path: { site_id: site.site_id, device_id: props.of.device_id },
        body: { person: person.value.trim() || null },
      });
      tell(w.school.keeperSet);
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
      title={w.school.setKeeper(props.of.label)}
      onClose={props.onClose}
      onSubmit={() => void save()}
      foot={
        <>
          <button type="button" class="button" onClick={props.onClose}>
            {w.act.cancel}
          </button>
          <button type="submit" class="button main" disabled={saving.value}>
            {w.school.save}
          </button>
        </>
      }
    >
      <TextField
        label={w.school.keeper}
        hint={w.school.keeperHint}
        value={person.value}
        maxLength={PERSON_MOST}
        onText={(text) => {
          person.value = text;
        }}
      />
    </Dialog>
  );
}
