// The rules of the patrol's page as the vectors of mobile_contract ask for them: one JSON line in,
// `{rule, given}`, one out, the verdict. Bundled and run by vectors.mjs.
import * as duties from "../patrol/duties";
import { learned, UNKNOWN } from "../shared/api/timing";
import type { Task, TaskMove, TaskState } from "../shared/api/forms";
import { order } from "../shared/live/order";

interface PushGiven {
  text: string;
  phone: string | null;
  now: string | null;
  attempts?: string[];
  newest?: Record<string, number>;
}
interface AnswerGiven {
  status: number | null;
  code?: string;
  retry_s?: number;
  ours?: boolean;
}
type Step =
  | { press: TaskMove; task_id: string; reason?: string }
  | { answer: AnswerGiven }
  | { restart: true };
interface TimeGiven {
  answers: { date: string; asked: string; came: string }[];
  own_now: string;
  until: string;
}

const HEARD_HERE: readonly string[] = ["task.offered", "task.changed", "unit.duty"];

function judged(given: AnswerGiven): duties.Judged {
  return duties.judge(given.status, given.code, given.retry_s, given.ours);
}

/** A queue through what happens to it: what was sent, and what is left. */
function queue(steps: readonly Step[]): { sent: string[][]; left: string[][] } {
  let waiting: readonly duties.Outgoing[] = [];
  const sent: string[][] = [];
  for (const step of steps) {
    if ("press" in step) {
      const { task_id, press, reason = "" } = step;
      waiting = duties.withOne(waiting, { task_id, move: press, reason });
    } else if ("answer" in step) {
      const first = waiting[0];
      if (!first) continue;
      sent.push([first.task_id, first.move]);
      waiting = duties.settled(waiting, first, judged(step.answer));
    } else {
      waiting = JSON.parse(JSON.stringify(waiting)) as duties.Outgoing[];
    }
  }
  return { sent, left: waiting.map((one) => [one.task_id, one.move]) };
}

const RULES = {
  push: (given: PushGiven) =>
    duties.readPush(given.text, {
      phone: given.phone,
      now_ms: given.now === null ? null : Date.parse(given.now),
      attempts: given.attempts ?? [],
      newest: given.newest ?? {},
    }),
  stream(given: { data: string; seq: number | null }) {
    const { event, seq, lost } = order(given.data, given.seq);
    const here = event !== null && HEARD_HERE.includes(event.topic);
    return { do: lost ? "look" : here ? "take" : "drop", seq };
  },
  task: (given: { known: Task | null; found: Task }) => duties.meet(given.known, given.found),
  may: (given: { state: TaskState; unsent: TaskMove[] }) => ({
    moves: duties.may(duties.standing(given.state, given.unsent)).sort(),
  }),
  answer: judged,
  queue: (given: { steps: Step[] }) => queue(given.steps),
  pause: (given: { tries: number; chance: number; retry_s: number }) => ({
    wait_s: duties.pause_ms(given.tries, given.chance, given.retry_s) / 1000,
  }),
  time(given: TimeGiven) {
    let ahead = UNKNOWN;
    for (const { date, asked, came } of given.answers) {
      ahead = learned(ahead, date, Date.parse(asked), Date.parse(came));
    }
    const left_ms = Date.parse(given.until) - Date.parse(given.own_now) - ahead.ahead_ms;
    return { left_s: Math.max(0, left_ms / 1000) };
  },
  positions: (given: { fixes: string[]; now: string }) => ({
    send: duties
      .worthSending(
        given.fixes.map((at) => ({ at })),
        Date.parse(given.now),
      )
      .map(({ at }) => at),
  }),
};

/** The verdict of one line. */
export function verdict(line: string): string {
  const { rule, given } = JSON.parse(line) as { rule: keyof typeof RULES; given: never };
  return JSON.stringify(RULES[rule](given));
}
