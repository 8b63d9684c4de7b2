// The officer of this phone and whether his unit is on duty; what runs while he is signed in.
import { effect, signal } from "@preact/signals";
import { call } from "../../shared/api/call";
import type { Me } from "../../shared/api/forms";
import type { Refused } from "../../shared/api/problem";
import type { LiveEvent } from "../../shared/generated/live";
import { listen } from "../../shared/live/stream";
import { tellProblem } from "../../shared/ui/toast";
import { dutySince, onDuty } from "./duty";
import { hearSector, lookAtSector } from "./sector";
import { forgetInbox, hear, look, lose, take } from "./inbox";
import type { Judged, Outgoing } from "../duties";
import { answerFromOutside, hearWorker } from "./installed";
import { startSending, tryNow } from "./outgoing";
import { startPlace } from "./place";
import { hearPush, phoneId, pushState, settle, startPhone } from "./push";
import { startRinging } from "./ringer";

const LOOK_EVERY_MS = 15_000;

export const me = signal<Me | null>(null);
export const meStage = signal<"waiting" | "ready" | "failed">("waiting");
export const settingDuty = signal(false);

/** Learn who this is. */
export async function loadMe(): Promise<void> {
  try {
    me.value = await call("get", "/v1/me", {});
    onDuty.value = me.value.unit?.on_duty ?? false;
    const since = me.value.unit?.duty_since;
    dutySince.value = since ? Date.parse(since) : null;
    meStage.value = "ready";
  } catch {
    if (meStage.value !== "ready") meStage.value = "failed";
  }
}

/** Go on duty or off it. */
export async function setDuty(on: boolean): Promise<void> {
  if (settingDuty.value) return;
  settingDuty.value = true;
  try {
    const duty = await call("post", "/v1/me/duty", { body: { on } });
    onDuty.value = duty.on_duty;
    dutySince.value = duty.on_duty && duty.since ? Date.parse(duty.since) : null;
    if (duty.on_duty) void look().catch(() => undefined);
  } catch (error) {
    tellProblem(error);
  } finally {
    settingDuty.value = false;
  }
}

function hearDuty(event: LiveEvent): void {
  if (event.topic !== "unit.duty" || event.body.unit_id !== me.value?.unit?.unit_id) return;
  onDuty.value = event.body.on_duty;
  dutySince.value = event.body.since ? Date.parse(event.body.since) : null;
}

/** Everything that a patrol's phone keeps running. Answers how to stop. */
export function attend(officer: Me): () => void {
  const quietly = (work: Promise<unknown>) => void work.catch(() => undefined);
  const stops = [
    startSending(officer.account_id, { onAnswer: take, onRefused }),
    startPhone(officer),
    hearWorker((told) => {
      hearPush(told);
      answerFromOutside(told, phoneId.value);
    }),
    listen({
      onEvent: (event) => {
        hear(event);
        hearSector(event);
        hearDuty(event);
      },
      onOpen: () => {
        lookAtSector();
        quietly(look());
        quietly(loadMe());
        tryNow();
        if (pushState.value === "failed") void settle();
      },
    }),
    effect(() => (onDuty.value ? startPlace() : undefined)),
    startRinging(),
  ];
  const timer = setInterval(() => quietly(look()), LOOK_EVERY_MS);
  return () => {
    clearInterval(timer);
    for (const stop of stops) stop();
    forgetInbox();
  };
}

function onRefused(sent: Outgoing, refused: Refused, judged: Judged): void {
  if (judged.task === "taken") lose(sent.task_id, "taken", refused.problem.who ?? null);
  else if (sent.move !== "receive" && judged.task !== "over") tellProblem(refused);
  void look().catch(() => undefined);
}
