// The right of the desk: one incident, whole.
import type { Alarm, Incident, State } from "../../shared/api/forms";
import { isOpen } from "../../shared/api/forms";
import { span, timeOf } from "../../shared/format";
import {
  BackIcon,
  BellIcon,
  CheckIcon,
  CommandIcon,
  CrossIcon,
  MergeIcon,
  MoveIcon,
  PinIcon,
  PlayIcon,
  QueueIcon,
} from "../../shared/ui/icons";
import { Flags, KIND_ICONS } from "../../shared/ui/marks";
import { Badge, Empty, Failed, Priority, Told, TwiceButton, Waiting } from "../../shared/ui/parts";
import { said, words } from "../../shared/words";
import { dialog } from "../dialogs/shown";
import { Eta } from "../eta";
import { pane } from "../pane";
import { askForCommand } from "../keys";
import { move, sayReal } from "../state/acts";
import { choose, chosen, chosenId, detail, detailStage, load } from "../state/chosen";
import { areaName, mayAct, me } from "../state/desk";
import { replaying, startReplay } from "../state/replay";
import { Holds } from "./holds";
import { Messages } from "./messages";
import { OnDuty } from "./on-duty";
import { Pictures } from "./pictures";
import { ReplayPanel } from "./replay";
import { Searched } from "./search";
import { Timeline } from "./timeline";
import { Units } from "./units";

export function IncidentPanel() {
  const w = words.value;
  const incident = chosen.value;
  if (chosenId.value === null) {
    return (
      <>
        <Empty icon={<QueueIcon />} title={w.incident.none} hint={w.incident.noneHint} />
        <OnDuty />
      </>
    );
  }
  if (replaying.value) return <ReplayPanel />;
  if (detailStage.value === "gone")
    return <Empty bad title={w.problem.byCode["request.not_found"]} />;
  if (detailStage.value === "failed" && !incident) return <Failed again={load} />;
  if (!incident) return <Waiting lines={8} />;
  return (
    <article class="incident" key={incident.incident_id}>
      <Head incident={incident} />
      <div class="incident-body">
        {detailStage.value === "failed" && <Failed again={load} />}
        {incident.desk_at && <AtDesk incident={incident} />}
        {incident.kind === "missing_person" && <Searched incident={incident} />}
        <Alarms incident={incident} />
        <Units incident={incident} />
        <Holds incident={incident} />
        <div class="incident-story">
          <div class="incident-words">
            <Messages incident={incident} />
            <Timeline incident={incident} />
          </div>
          <Pictures incident_id={incident.incident_id} />
        </div>
      </div>
    </article>
  );
}

function Head(props: { incident: Incident }) {
  const { incident } = props;
  const w = words.value;
  const Kind = KIND_ICONS[incident.kind];
  return (
    <header class="incident-head">
      <div class="incident-title">
        <button
          type="button"
          class="button plain icon narrow-only"
          aria-label={w.incident.back}
          onClick={() => {
            pane.value = "queue";
          }}
        >
          <BackIcon />
        </button>
        <Priority level={incident.priority} test={incident.test} />
        <div class="incident-name" tabIndex={-1} data-rest>
          <h2>
            <Kind />
            {w.kind[incident.kind]}
            <span class="quiet">{w.incident.number(incident.number)}</span>
          </h2>
          <p class="incident-place">{incident.title || areaName(incident.area_code)}</p>
        </div>
        <button
          type="button"
          class="button plain icon wide-only"
          aria-label={w.act.dismiss}
          onClick={() => choose(null)}
        >
          <CrossIcon />
        </button>
      </div>
      <p class="incident-marks">
        <Flags of={incident} />
        <Badge>{w.source[incident.source]}</Badge>
        <Badge>
          <PinIcon />
          {areaName(incident.area_code)}
        </Badge>
        <Badge>
          {w.incident.opened} {timeOf(incident.opened_at)}
        </Badge>
        {incident.disposition && <Badge tone="good">{w.disposition[incident.disposition]}</Badge>}
        {incident.closed_by && <Badge>{w.incident.endedBy(incident.closed_by)}</Badge>}
      </p>
      <Steps incident={incident} />
      {incident.note && <Told text={incident.note} />}
      <Command incident={incident} />
    </header>
  );
}

const STEPS: readonly State[] = ["active", "assigned", "en_route", "on_scene", "closed"];

/** How far it has come, from the press to its end. */
function Steps(props: { incident: Incident }) {
  const { state } = props.incident;
  const w = words.value;
  const shown: readonly State[] = STEPS.map((step) => {
    if (step === "active" && state === "reopened") return "reopened";
    return step === "closed" && state === "cancelled" ? "cancelled" : step;
  });
  const at = shown.indexOf(state);
  return (
    <div class="steps-line">
      <ol class="steps" aria-label={w.incident.steps}>
        {shown.map((step, index) => (
          <li
            key={step}
            class={index < at ? "past" : index === at ? "now" : ""}
            aria-current={index === at ? "step" : undefined}
          >
            <span class="step-dot">{index < at && <CheckIcon />}</span>
            {w.incidentState[step]}
          </li>
        ))}
      </ol>
      <Eta incident={props.incident} />
    </div>
  );
}

/** Who commands, and what one may do. */
function Command(props: { incident: Incident }) {
  const { incident } = props;
  const w = words.value;
  const mine = incident.commander?.account_id === me.value?.account_id;
  const into = incident.merged_into;
  const show = (name: "close" | "transfer" | "merge" | "priority") => () => {
    dialog.value = { name, incident };
  };
  return (
    <div class="command">
      {(incident.commander || isOpen(incident)) && (
        <p class="command-who">
          <CommandIcon />
          <span>
            {incident.commander
              ? mine
                ? w.incident.youCommand
                : w.incident.commands(incident.commander.name)
              : w.incident.noCommander}
            {incident.commander && (
              <span class="quiet"> · {areaName(incident.commander.area_code)}</span>
            )}
          </span>
        </p>
      )}
      {into !== null ? (
        <button type="button" class="button" onClick={() => choose(into)}>
          <MergeIcon />
          {w.incident.mergedAway}
        </button>
      ) : !mayAct.value && isOpen(incident) ? (
        <p class="quiet">{w.incident.readOnly}</p>
      ) : isOpen(incident) ? (
        <div class="command-acts">
          {mine ? (
            <button
              type="button"
              class="button"
              onClick={() => {
                dialog.value = { name: "hand", incident };
              }}
            >
              <CommandIcon />
              {w.handover.action}
            </button>
          ) : (
            <button type="button" class="button main" onClick={() => askForCommand(incident)}>
              {w.act.takeCommand}
            </button>
          )}
          {incident.test && incident.site_id && (
            <TwiceButton
              class="bad"
              label={w.drills.real}
              onSure={() => incident.site_id && void sayReal(incident.site_id)}
            />
          )}
          <button type="button" class="button" onClick={show("priority")}>
            {w.openNew.priority}
          </button>
          <button type="button" class="button" onClick={show("transfer")}>
            <MoveIcon />
            {w.act.transfer}
          </button>
          <button type="button" class="button" onClick={show("merge")}>
            <MergeIcon />
            {w.merge.action}
          </button>
          <button type="button" class="button" onClick={show("close")}>
            <CheckIcon />
            {w.act.close}
          </button>
        </div>
      ) : (
        <div class="command-acts">
          <button
            type="button"
            class="button main"
            onClick={() => startReplay(incident.incident_id)}
          >
            <PlayIcon />
            {w.replay.action}
          </button>
          {mayAct.value && (
            <button type="button" class="button" onClick={() => move(incident, { move: "reopen" })}>
              {w.act.reopen}
            </button>
          )}
        </div>
      )}
    </div>
  );
}

function AtDesk(props: { incident: Incident }) {
  const { incident } = props;
  const w = words.value;
  return (
    <div class="remark at-desk" role="status">
      <BellIcon />
      <div>
        <strong>{w.queue.atDesk}</strong>
        <p>
          {said(w.deskReason, incident.desk_reason ?? "")}
          {incident.desk_at && <span> · {timeOf(incident.desk_at)}</span>}
        </p>
      </div>
      {mayAct.value && (
        <button
          type="button"
          class="button"
          onClick={() => {
            dialog.value = { name: "ask", incident, need: null };
          }}
        >
          {w.units.askHere}
        </button>
      )}
    </div>
  );
}

function Alarms(props: { incident: Incident }) {
  const w = words.value;
  const all = detail.value.alarms;
  const latched = all.filter((alarm) => alarm.state === "latched");
  if (detailStage.value === "waiting") {
    return (
      <section class="part">
        <h3>{w.incident.alarms}</h3>
        <Waiting lines={1} />
      </section>
    );
  }
  if (props.incident.source !== "press" && all.length === 0) return null;
  return (
    <section class="part">
      <h3>
        {w.incident.alarms}
        <span class="part-count">{all.length}</span>
        {latched.length > 1 && mayAct.value && (
          <button
            type="button"
            class="button small"
            onClick={() => {
              dialog.value = { name: "reset", alarms: latched };
            }}
          >
            {w.incident.resetAll(latched.length)}
          </button>
        )}
      </h3>
      {all.length === 0 && <p class="quiet">{w.incident.noAlarms}</p>}
      <ul class="alarms">
        {all.map((alarm) => (
          <AlarmLine key={alarm.alarm_id} alarm={alarm} />
        ))}
      </ul>
    </section>
  );
}

function AlarmLine(props: { alarm: Alarm }) {
  const { alarm } = props;
  const w = words.value;
  const Kind = KIND_ICONS[alarm.kind];
  const latched = alarm.state === "latched";
  return (
    <li class={`alarm ${alarm.state}`}>
      <Kind />
      <div class="alarm-text">
        <p>
          <strong>{w.kind[alarm.kind]}</strong>
          {alarm.room && <span> · {alarm.room}</span>}
          <time class="quiet" dateTime={alarm.received_at}>
            {timeOf(alarm.received_at)}
          </time>
          <Flags of={alarm} />
        </p>
        {alarm.note && <Told text={alarm.note} />}
        {alarm.clock_off_s !== null && (
          <p class="quiet">
            {alarm.clock_off_s > 0
              ? w.incident.clockOff(span(alarm.clock_off_s))
              : w.incident.clockAhead(span(-alarm.clock_off_s))}
          </p>
        )}
        {!latched && alarm.disposition && (
          <p class="quiet">
            {w.incident.wasReset(alarm.reset_by ?? "", w.disposition[alarm.disposition])}
            {alarm.reset_at && ` · ${timeOf(alarm.reset_at)}`}
          </p>
        )}
      </div>
      {latched && <Badge tone="bad">{w.incident.latched}</Badge>}
      {latched && mayAct.value && (
        <button
          type="button"
          class="button small"
          onClick={() => {
            dialog.value = { name: "reset", alarms: [alarm] };
          }}
        >
          {w.act.reset}
        </button>
      )}
    </li>
  );
}
