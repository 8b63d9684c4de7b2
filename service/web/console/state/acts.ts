// What a dispatcher does. Each act says what became of it; what changed is shown at once, and the
// live stream brings it to every other screen.
import { call } from "../../shared/api/call";
import type {
  Alarm,
  Disposition,
  Fault,
  Incident,
  MoveIncident,
  OpenByHand,
  Task,
} from "../../shared/api/forms";
import { Refused } from "../../shared/api/problem";
import { tell, tellBad, tellProblem } from "../../shared/ui/toast";
import { words } from "../../shared/words";
import { acknowledgeOwn } from "./bell";
import { choose, gather, load } from "./chosen";
import { alarms, areaName, faults, keepIncident, keepTask } from "./desk";

/** Do one move; null where it was refused, which has been said. */
export async function move(incident: Incident, body: MoveIncident): Promise<Incident | null> {
  try {
    const path = { incident_id: incident.incident_id };
    const after = await call("post", "/v1/incidents/{incident_id}/moves", { path, body });
    keepIncident(after);
    void load();
    return after;
  } catch (error) {
    if (overtakenBy(error) !== null) void reread(incident.incident_id);
    if (body.move === "take_command" && overtakenBy(error)) {
      tellBad(words.value.incident.faster(overtakenBy(error) ?? ""));
    } else tellProblem(error);
    return null;
  }
}

function overtakenBy(error: unknown): string | null {
  if (!(error instanceof Refused) || error.problem.code !== "incident.overtaken") return null;
  return error.problem.who ?? "";
}

async function reread(incident_id: string): Promise<void> {
  const path = { incident_id };
  const found = await call("get", "/v1/incidents/{incident_id}", { path }).catch(() => null);
  if (found) keepIncident(found);
  gather();
}

/** A drill is real: it ends, and units are asked in earnest. */
export async function sayReal(site_id: string): Promise<void> {
  try {
    keepIncident(await call("post", "/v1/sites/{site_id}/real", { path: { site_id } }));
    void load();
  } catch (error) {
    tellProblem(error);
  }
}

/** Take command; `note` says why, where somebody has it. */
export function takeCommand(incident: Incident, note = ""): Promise<Incident | null> {
  const from_commander = incident.commander?.account_id ?? null;
  return move(incident, { move: "take_command", from_commander, note });
}

export async function transfer(incident: Incident, area_code: string): Promise<boolean> {
  const after = await move(incident, { move: "transfer", area_code });
  if (after) tell(words.value.transfer.done(areaName(area_code)));
  return after !== null;
}

export async function merge(incident: Incident, into: Incident): Promise<boolean> {
  const after = await move(incident, { move: "merge", into: into.incident_id });
  if (!after) return false;
  tell(words.value.merge.done(into.number));
  choose(into.incident_id);
  return true;
}

/** Reset these alarms one by one; whether none is left latched. */
export async function reset(
  latched: readonly Alarm[],
  disposition: Disposition,
  note: string,
): Promise<boolean> {
  let done = true;
  for (const { alarm_id } of latched) {
    try {
      const body = { disposition, note };
      await call("post", "/v1/alarms/{alarm_id}/reset", { path: { alarm_id }, body });
      alarms.drop(alarm_id);
    } catch (error) {
      const faster = error instanceof Refused && error.problem.code === "alarm.already_reset";
      if (faster) {
        alarms.drop(alarm_id);
        tell(words.value.reset.faster(error.problem.who ?? ""));
      } else {
        tellProblem(error);
        done = false;
        break;
      }
    }
  }
  gather();
  if (done) tell(words.value.reset.done);
  return done;
}

/** Open an incident; the one that stands in the way is named by the refusal. */
export async function openByHand(body: OpenByHand): Promise<Incident> {
  const opened = await call("post", "/v1/incidents", { body });
  acknowledgeOwn(opened.incident_id);
  keepIncident(opened);
  choose(opened.incident_id);
  tell(words.value.openNew.done(opened.number));
  return opened;
}

/** Ask one unit; a need that is named gets it, else a further one is opened. */
export async function offer(
  incident: Incident,
  unit: { unit_id: string; call_sign: string },
  need_id: string | null,
): Promise<boolean> {
  try {
    const path = { incident_id: incident.incident_id };
    const body = { unit_id: unit.unit_id, need_id };
    keepTask(await call("post", "/v1/incidents/{incident_id}/units", { path, body }));
    tell(words.value.units.offered(unit.call_sign));
    return true;
  } catch (error) {
    tellProblem(error);
    return false;
  } finally {
    gather();
  }
}

/** Call a unit off, or look for another in the place of one that was lost. */
export async function endTask(task: Task, how: "withdraw" | "replace"): Promise<void> {
  try {
    const path = { task_id: task.task_id };
    keepTask(await call("post", "/v1/tasks/{task_id}/moves", { path, body: { move: how } }));
    const w = words.value.units;
    tell(how === "withdraw" ? w.withdrawn(task.call_sign) : w.replaced(task.call_sign));
  } catch (error) {
    tellProblem(error);
  }
  gather();
}

export async function clearFault(fault: Fault): Promise<void> {
  try {
    await call("post", "/v1/faults/{fault_id}/clear", { path: { fault_id: fault.fault_id } });
    faults.drop(fault.fault_id);
    tell(words.value.fault.done);
  } catch (error) {
    const faster = error instanceof Refused && error.problem.code === "fault.already_cleared";
    if (!faster) return tellProblem(error);
    faults.drop(fault.fault_id);
    tell(words.value.fault.faster(error.problem.who ?? ""));
  }
}
