// What an incident needs, who is asked for it, and how far they have come.
import type { Incident, Need, Task } from "../../shared/api/forms";
import { holding, isOpen, ringing } from "../../shared/api/forms";
import { counted, distance, secondsSince, span, timeOf } from "../../shared/format";
import { BellIcon, CheckIcon, PersonIcon, PlusIcon, WarnIcon } from "../../shared/ui/icons";
import { MODE_ICONS, TASK_TONES } from "../../shared/ui/marks";
import { Badge, TwiceButton, Waiting } from "../../shared/ui/parts";
import { said, words } from "../../shared/words";
import { reasonWords } from "../../shared/words/reasons";
import { dialog } from "../dialogs/shown";
import { endTask } from "../state/acts";
import { detail, detailStage } from "../state/chosen";
import { mayAct, units } from "../state/desk";

export function Units(props: { incident: Incident }) {
  const { incident } = props;
  const w = words.value;
  const { needs } = detail.value;
  const acting = mayAct.value && isOpen(incident);
  return (
    <section class="part">
      <h3>
        {w.incident.units}
        {acting && (
          <button
            type="button"
            class="button small"
            onClick={() => {
              dialog.value = { name: "ask", incident, need: null };
            }}
          >
            <PlusIcon />
            {w.units.askAnother}
          </button>
        )}
      </h3>
      {detailStage.value === "waiting" && <Waiting lines={2} />}
      {detailStage.value === "ready" && needs.length === 0 && (
        <p class="quiet">
          {incident.technical || !isOpen(incident) ? w.units.none : w.units.noneYet}
        </p>
      )}
      <ul class="needs">
        {needs.map((need) => (
          <NeedLine key={need.need_id} need={need} incident={incident} acting={acting} />
        ))}
      </ul>
    </section>
  );
}

function NeedLine(props: { need: Need; incident: Incident; acting: boolean }) {
  const { need, incident, acting } = props;
  const w = words.value;
  const current = need.tasks.filter((task) => ringing.has(task.state) || holding.has(task.state));
  // The unit that did it stays in sight when all is done.
  const shown = need.state === "ended" ? need.tasks.filter((t) => t.state === "cleared") : current;
  const before = need.tasks.filter((task) => !shown.includes(task));
  return (
    <li class={`need ${need.state}`}>
      <div class="need-head">
        <strong>{w.role[need.role]}</strong>
        <span class="one-line">{need.point_name || w.units.toSite}</span>
        <Badge tone={need.state === "open" ? "warn" : need.state === "held" ? "good" : undefined}>
          {w.needState[need.state]}
        </Badge>
        {acting && need.state === "open" && (
          <button
            type="button"
            class="button small"
            onClick={() => {
              dialog.value = { name: "ask", incident, need };
            }}
          >
            {w.units.askHere}
          </button>
        )}
      </div>
      {need.state === "open" && need.exhausted && current.length === 0 && (
        <p class="need-note">
          <WarnIcon />
          {w.units.exhausted}
        </p>
      )}
      <ul class="tasks">
        {shown.map((task) => (
          <TaskLine key={task.task_id} task={task} acting={acting} />
        ))}
      </ul>
      {before.length > 0 && (
        <details class="tasks-before">
          <summary>{w.units.asked(before.length)}</summary>
          <ul class="tasks">
            {before.map((task) => (
              <TaskLine key={task.task_id} task={task} acting={false} />
            ))}
          </ul>
        </details>
      )}
    </li>
  );
}

function TaskLine(props: { task: Task; acting: boolean }) {
  const { task, acting } = props;
  const w = words.value;
  const mode = units.items.value.get(task.unit_id)?.mode;
  const Icon = mode ? MODE_ICONS[mode] : PersonIcon;
  const held = holding.has(task.state);
  return (
    <li class={`task ${task.state} ${task.lost_at ? "lost" : ""}`}>
      <Icon />
      <div class="task-text">
        <p class="task-name">
          <strong class="one-line">{task.call_sign}</strong>
          <Badge tone={TASK_TONES[task.state]} hint={w.taskStateHint[task.state]}>
            {ringing.has(task.state) && <BellIcon />}
            {task.state === "on_scene" && <CheckIcon />}
            {w.taskState[task.state]}
          </Badge>
          {task.lost_at && held && (
            <Badge tone="bad">
              <WarnIcon />
              {w.units.lostFor(span(secondsSince(task.lost_at)))}
            </Badge>
          )}
        </p>
        <p class="quiet">
          <TaskNote task={task} />
        </p>
        <p class="quiet">{task.by_hand ? w.units.byHand : reasonWords(task.reasons)}</p>
      </div>
      <TaskCount task={task} />
      {acting && (ringing.has(task.state) || held) && (
        <div class="task-acts">
          {task.lost_at && held && (
            <TwiceButton label={w.act.replace} onSure={() => endTask(task, "replace")} />
          )}
          <TwiceButton label={w.act.withdraw} onSure={() => endTask(task, "withdraw")} />
        </div>
      )}
    </li>
  );
}

// Quicker than anybody could notice.
const AT_ONCE_S = 1;

function TaskNote(props: { task: Task }) {
  const { task } = props;
  const w = words.value;
  const parts: string[] = [];
  if (task.distance_m !== null) parts.push(w.distance.away(distance(task.distance_m)));
  if (task.received_at) {
    const took = (Date.parse(task.received_at) - Date.parse(task.offered_at)) / 1000;
    parts.push(
      took < AT_ONCE_S ? w.units.receivedAtOnce : w.units.receivedAfter(w.time.s(Math.round(took))),
    );
  }
  if (task.ended_at) parts.push(timeOf(task.ended_at));
  if (task.reason && task.state !== "taken") parts.push(said(w.endReason, task.reason));
  return <>{parts.join(" · ")}</>;
}

/** What is being counted: until the next unit rings too, or until this one is there. */
function TaskCount(props: { task: Task }) {
  const { task } = props;
  const w = words.value.units;
  if (ringing.has(task.state)) {
    const left_s = -secondsSince(task.answer_by);
    return (
      <span class="task-count">
        <strong>{counted(left_s)}</strong>
        <small>{left_s > 0 ? w.untilNext : w.nextNow}</small>
      </span>
    );
  }
  const going = task.state === "accepted" || task.state === "en_route";
  if (!going || task.eta_s === null) return null;
  const left_s = task.eta_s - secondsSince(task.en_route_at ?? task.answered_at ?? task.offered_at);
  return (
    <span class="task-count">
      <strong>{left_s > 0 ? counted(left_s) : w.etaDue}</strong>
      {left_s > 0 && <small>{w.untilThere}</small>}
    </span>
  );
}
