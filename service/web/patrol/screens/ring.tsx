// The ring: what, where, how far, why me; how long until the next unit rings too; yes or no.
import type { Task } from "../../shared/api/forms";
import { secondsSince } from "../../shared/format";
import { liveState } from "../../shared/live/stream";
import { BellIcon, BellOffIcon, CheckIcon, CrossIcon, NoLineIcon } from "../../shared/ui/icons";
import { Announce, useFocusOnce } from "../../shared/ui/parts";
import { words } from "../../shared/words";
import { reasonWords } from "../../shared/words/reasons";
import { move, rings, unsent } from "../state/inbox";
import { stuck } from "../state/outgoing";
import { hushed } from "../state/ringer";
import { What } from "./what";

// Sent as codes with the answer itself, so that every desk reads them in its own language.
const REASONS = ["busy", "far", "vehicle", "other"] as const;

export function RingScreen(props: { task: Task }) {
  const { task } = props;
  const w = words.value;
  const more = rings.value.length - 1;
  const looks = task.test ? "drill" : `p${task.priority}`;
  // The focus comes along, but not onto a key: what is being typed must not answer.
  const ref = useFocusOnce<HTMLElement>();
  return (
    <section class={`ring ${looks}`} aria-label={w.patrol.ring.title} tabIndex={-1} ref={ref}>
      <Announce text={`${w.patrol.ring.title}: ${w.kind[task.kind]}, ${task.title}`} />
      <div class="ring-top">
        <Clock task={task} />
        <div class="ring-say">
          <p class="ring-call">
            <BellIcon />
            {task.test ? w.patrol.ring.test : w.patrol.ring.title}
          </p>
          <NextUnit task={task} />
          {more > 0 && <p class="ring-more">{w.patrol.ring.more(more)}</p>}
          {liveState.value !== "live" && (
            <p class="ring-more">
              <NoLineIcon />
              {w.patrol.ring.notYet}
            </p>
          )}
          {hushed.value && (
            <p class="ring-more">
              <BellOffIcon />
              {w.patrol.sound.silentHere}
            </p>
          )}
        </div>
      </div>
      <div class="ring-body">
        <What task={task} />
        <p class="ring-why">
          <span class="quiet">{w.patrol.ring.why}</span>
          {task.by_hand ? w.patrol.ring.by : reasonWords(task.reasons)}
        </p>
      </div>
      <div class="ring-keys">
        <button type="button" class="key accept" onClick={() => move(task, "accept")}>
          <CheckIcon />
          {w.act.accept}
        </button>
        <button type="button" class="key decline" onClick={() => move(task, "decline")}>
          <CrossIcon />
          {w.act.decline}
        </button>
        <div class="because" role="group" aria-label={w.patrol.ring.because}>
          {REASONS.map((reason) => (
            <button
              key={reason}
              type="button"
              class="button"
              onClick={() => move(task, "decline", reason)}
            >
              {w.patrol.ring.reasons[reason]}
            </button>
          ))}
        </div>
      </div>
    </section>
  );
}

const TURN = 2 * Math.PI * 27;

const leftOf_s = (task: Task) => Math.max(0, Math.ceil(-secondsSince(task.answer_by)));

/** A clock that empties until the next unit rings too. */
function Clock(props: { task: Task }) {
  const { offered_at, answer_by } = props.task;
  const whole_s = Math.max(1, (Date.parse(answer_by) - Date.parse(offered_at)) / 1000);
  const left_s = leftOf_s(props.task);
  const part = Math.min(1, left_s / whole_s);
  return (
    <div class="ring-clock" aria-hidden="true">
      <svg viewBox="0 0 64 64">
        <circle class="ring-clock-ground" cx="32" cy="32" r="27" />
        <circle
          class="ring-clock-left"
          cx="32"
          cy="32"
          r="27"
          stroke-dasharray={TURN}
          stroke-dashoffset={TURN * (1 - part)}
        />
      </svg>
      <strong>{left_s}</strong>
    </div>
  );
}

function NextUnit(props: { task: Task }) {
  const w = words.value.patrol.ring;
  const left_s = leftOf_s(props.task);
  return <p>{left_s > 0 ? w.nextIn(left_s) : w.nextToo}</p>;
}

/** The answer was given; the service has not said yet what came of it. */
export function SendingScreen(props: { task: Task }) {
  const { task } = props;
  const w = words.value.patrol;
  const what = unsent(task);
  return (
    <section class="sending">
      <p class="sending-say" role="status">
        <strong>{what && w.unsent.moves[what]}</strong>
        <span>{stuck.value ? w.ring.notYet : w.ring.sending}</span>
      </p>
      <What task={task} />
    </section>
  );
}
