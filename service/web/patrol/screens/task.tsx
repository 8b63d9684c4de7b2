// The task in hand: where to, what the cameras saw, and the next key to press.
import { computed } from "@preact/signals";
import type { Task, TaskState } from "../../shared/api/forms";
import { timeOf } from "../../shared/format";
import type { Point } from "../../shared/geo";
import { type Drawing, MapFrame } from "../../shared/map/frame";
import type { Mark } from "../../shared/map/view";
import { CheckIcon, NoLineIcon, PinIcon, WarnIcon } from "../../shared/ui/icons";
import { KIND_ICONS, TASK_TONES } from "../../shared/ui/marks";
import { Badge, priorityShape, TwiceButton } from "../../shared/ui/parts";
import { drawnSector } from "../../shared/sector";
import { words } from "../../shared/words";
import { standing } from "../duties";
import { inHand, move, unsent, unsentMoves } from "../state/inbox";
import { stuck } from "../state/outgoing";
import { here } from "../state/place";
import { sector } from "../state/sector";
import { GoOff } from "./duty";
import { LookForWhom, OwnSector } from "./look-for";
import { MessagesKey } from "./messages";
import { Pictures } from "./pictures";
import { What } from "./what";

export function TaskScreen(props: { task: Task; others: readonly Task[] }) {
  const { task, others } = props;
  const w = words.value;
  const waiting = unsent(task);
  return (
    <section class="own" aria-label={w.patrol.task.title}>
      <div class="own-scroll">
        {task.lost_at && (
          <p class="remark">
            <WarnIcon />
            {w.patrol.task.lost}
          </p>
        )}
        <What task={task} />
        {task.kind === "missing_person" && <LookForWhom key={task.task_id} task={task} />}
        {task.kind === "missing_person" && <OwnSector key={`of ${task.task_id}`} task={task} />}
        <MessagesKey key={task.incident_id} task={task} />
        <TaskMap />
        <a class="button route" href={geoUri(task)}>
          <PinIcon />
          {w.patrol.task.route}
        </a>
        <Pictures key={task.task_id} task_id={task.task_id} />
        {others.length > 0 && (
          <section class="others">
            <h3>{w.patrol.task.otherTasks}</h3>
            {others.map((other) => (
              <div key={other.task_id} class="other">
                <strong class="one-line">
                  {w.kind[other.kind]} · {other.title}
                </strong>
                <NextKeys task={other} />
              </div>
            ))}
          </section>
        )}
        <div class="own-foot">
          <TwiceButton
            class="give-back"
            label={w.patrol.task.giveBack}
            sure={w.patrol.task.giveBackSure}
            disabled={task.state === "on_scene"}
            onSure={() => move(task, "decline")}
          />
          <GoOff />
        </div>
      </div>
      <div class="own-keys">
        <p class="own-state" role="status">
          <Badge tone={TASK_TONES[task.state]}>{w.taskState[task.state]}</Badge>
          {waiting && (
            <Badge tone="warn">
              {stuck.value && <NoLineIcon />}
              {w.patrol.unsent.moves[waiting]}…
            </Badge>
          )}
          <span class="quiet">{sinceWords(task)}</span>
        </p>
        <NextKeys task={task} />
      </div>
    </section>
  );
}

function sinceWords(task: Task): string {
  const at = task.on_scene_at ?? task.en_route_at ?? task.answered_at;
  return at ? words.value.patrol.since(timeOf(at)) : "";
}

type Step = "en_route" | "on_scene" | "clear";
const STEPS: Partial<Record<TaskState, readonly Step[]>> = {
  accepted: ["en_route", "on_scene"],
  en_route: ["on_scene", "clear"],
  on_scene: ["clear"],
};

/** The next one or two steps of a task; the nearer one large. */
function NextKeys(props: { task: Task }) {
  const { task } = props;
  const w = words.value.patrol.task;
  // What has been pressed counts here at once, sent or not.
  const steps = STEPS[standing(task.state, unsentMoves(task))] ?? [];
  return (
    <div class="next-keys">
      {steps.map((step, index) =>
        // Done without having been there ends the task: a slip of the finger must not.
        step === "clear" && index > 0 ? (
          <TwiceButton
            key={step}
            class="key later"
            label={w.clear}
            sure={w.sure(w.clear)}
            onSure={() => move(task, step)}
          />
        ) : (
          <button
            key={step}
            type="button"
            class={`key ${index === 0 ? "next" : "later"}`}
            onClick={() => move(task, step)}
          >
            {step === "clear" && <CheckIcon />}
            {w[step]}
          </button>
        ),
      )}
    </div>
  );
}

const task = computed(() => inHand.value[0] ?? null);

const drawing = computed<Drawing>(() => {
  const one = task.value;
  const marks: Mark[] = [];
  const all: Point[] = [];
  const w = words.value;
  if (one) {
    const Kind = KIND_ICONS[one.kind];
    const same =
      one.place.lat === one.incident_place.lat && one.place.lon === one.incident_place.lon;
    all.push(one.place, one.incident_place);
    marks.push({
      id: "scene",
      place: one.incident_place,
      above: 10,
      node: (
        <div class={`incident-mark ${one.test ? "drill" : `p${one.priority}`}`} title={w.map.scene}>
          <svg viewBox="0 0 28 28" aria-hidden="true">
            {priorityShape(one.priority)}
          </svg>
          <Kind />
        </div>
      ),
    });
    if (!same) {
      const node = <span class="goal-mark at">{one.point_name || w.map.goal}</span>;
      marks.push({ id: "goal", place: one.place, above: 20, node });
    }
  }
  if (here.value) {
    all.push(here.value);
    const node = <div class="me-mark" title={w.map.me} />;
    marks.push({ id: "me", place: here.value, above: 30, glides: true, node });
  }
  const sectors = sector.value ? [drawnSector(sector.value)] : [];
  const ways = here.value && one ? [[here.value, one.place] as const] : [];
  return { marks, labels: [], dots: [], sectors, ways, all };
});

// The view follows the task, not each step of the way; once a place is known it is shown too.
const focus = computed(() => {
  const one = task.value;
  if (!one) return null;
  const key = `${one.task_id} ${here.value ? "both" : "goal"}`;
  return { key, places: drawing.value.all };
});

/** A place as any map program of the phone takes it (RFC 5870, WGS-84). */
function geoUri({ place, title }: Task): string {
  const at = `${place.lat},${place.lon}`;
  return `geo:${at}?q=${at}(${encodeURIComponent(title)})`;
}

function TaskMap() {
  return (
    <div class="own-map">
      <MapFrame drawing={() => drawing.value} focus={() => focus.value} />
    </div>
  );
}
