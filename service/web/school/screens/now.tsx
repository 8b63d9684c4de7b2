// Who comes: the own school's alarms that are open or have just ended.
import type { Coming, School } from "../../shared/api/forms";
import { about, secondsSince, timeOf } from "../../shared/format";
import { second } from "../../shared/api/clock";
import { CheckIcon, PhoneIcon, ShieldIcon } from "../../shared/ui/icons";
import { KIND_ICONS, TASK_TONES } from "../../shared/ui/marks";
import { Announce, Badge, Empty } from "../../shared/ui/parts";
import { words } from "../../shared/words";
import { coming } from "../state/own";

type Step = "received" | "assigned" | "en_route" | "on_scene";
const STEPS: readonly Step[] = ["received", "assigned", "en_route", "on_scene"];

const isOver = (one: Coming) => one.closed_at !== null;

/** `brief`: beside a report only what is open in earnest is shown. */
export function Now(props: { site: School; brief: boolean }) {
  const w = words.value.school;
  const open = coming.value.filter((one) => !isOver(one));
  const real = open.filter((one) => !one.test);
  if (props.brief && real.length === 0) return null;
  return (
    <section class={`now ${props.brief ? "brief" : ""}`} aria-labelledby="now-title">
      <h2 id="now-title">{w.now}</h2>
      <Announce
        text={real.map((one) => `${words.value.kind[one.kind]}: ${stageWords(one)}`).join(". ")}
      />
      {coming.value.length === 0 && (
        <Empty icon={<ShieldIcon />} title={w.calm} hint={w.calmHint} />
      )}
      {(props.brief ? real : coming.value).map((one) => (
        <ComingCard key={one.incident_id} one={one} />
      ))}
      <DeskPhone site={props.site} loud={real.length > 0} />
    </section>
  );
}

function stepOf(one: Coming): Step {
  const { state } = one;
  return state === "assigned" || state === "en_route" || state === "on_scene" ? state : "received";
}

function stageWords(one: Coming): string {
  const w = words.value.school;
  return isOver(one) ? w.over : w.step[stepOf(one)];
}

function ComingCard(props: { one: Coming }) {
  const { one } = props;
  const w = words.value;
  const Kind = KIND_ICONS[one.kind];
  const over = isOver(one);
  return (
    <article class={`coming ${over ? "over" : one.test ? "test" : "real"}`}>
      <header class="coming-head">
        <Kind />
        <h3>{w.kind[one.kind]}</h3>
        {one.test && <Badge tone="drill">{w.mark.test}</Badge>}
        <span class="quiet">#{one.number}</span>
        <time dateTime={one.opened_at}>{timeOf(one.opened_at)}</time>
      </header>
      {over ? <Over one={one} /> : <UnderWay one={one} />}
      <ul class="pressed">
        {one.presses.map((press) => (
          <li key={press.received_at + press.label}>
            {w.school.pressed(
              [press.label, press.room].filter(Boolean).join(" · "),
              timeOf(press.received_at),
            )}
            {press.reset_at && <Badge tone="good">{w.school.wasReset}</Badge>}
          </li>
        ))}
      </ul>
    </article>
  );
}

function Over(props: { one: Coming }) {
  const w = words.value;
  const { closed_at, disposition } = props.one;
  return (
    <p class="coming-say">
      <CheckIcon />
      <strong>{w.school.over}</strong>
      <span>
        {closed_at && timeOf(closed_at)}
        {disposition && ` · ${w.disposition[disposition]}`}
      </span>
    </p>
  );
}

function UnderWay(props: { one: Coming }) {
  const { one } = props;
  const w = words.value.school;
  const at = STEPS.indexOf(stepOf(one));
  return (
    <>
      <ol class="steps" aria-label={words.value.incident.steps}>
        {STEPS.map((step, number) => (
          <li
            key={step}
            class={number < at ? "done" : number === at ? "at" : ""}
            aria-current={number === at ? "step" : undefined}
          >
            {w.step[step]}
          </li>
        ))}
      </ol>
      <p class="coming-say" role="status">
        <strong>
          {one.test && stepOf(one) === "received" ? w.receivedTest : w.stepHint[stepOf(one)]}
        </strong>
        {one.eta_at && stepOf(one) !== "on_scene" && <span>{dueWords(one.eta_at)}</span>}
      </p>
      {one.units.length > 0 && (
        <ul class="units">
          {one.units.map((unit) => (
            <li key={unit.call_sign}>
              <strong>{unit.call_sign}</strong>
              <Badge tone={TASK_TONES[unit.state] ?? "accent"}>
                {words.value.taskState[unit.state]}
              </Badge>
              {unit.point_name && <span class="quiet">{unit.point_name}</span>}
              {unit.eta_at && <span class="eta">{dueWords(unit.eta_at)}</span>}
            </li>
          ))}
        </ul>
      )}
      <div class="advice">
        <h4>{w.whatToDo}</h4>
        <ul>
          {(one.test ? w.adviceTest : w.advice[one.kind]).map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      </div>
    </>
  );
}

/** How long until a unit is there; one that is late is due. */
function dueWords(eta_at: string): string {
  const left = (Date.parse(eta_at) - second.value) / 1000;
  const w = words.value;
  if (left > 0) return w.school.there(about(left));
  return secondsSince(eta_at) > 0 ? w.incident.due : "";
}

function DeskPhone(props: { site: School; loud: boolean }) {
  const { desk, desk_phone } = props.site;
  const w = words.value.school;
  if (!desk_phone) return <p class="desk-phone quiet">{w.noPhone(desk)}</p>;
  return (
    <a
      class={`button desk-phone ${props.loud ? "main" : ""}`}
      href={`tel:${desk_phone.replaceAll(/[^+0-9]/g, "")}`}
    >
      <PhoneIcon />
      {w.callDesk(desk, desk_phone)}
    </a>
  );
}
