// The history of a request: what was done, when and by whom.
import type { FootageEvent } from "../../shared/api/forms";
import { timeOf } from "../../shared/format";
import { useAttempt } from "../../shared/ui/attempt";
import { said } from "../../shared/words";
import { reviewWords } from "../../shared/words/review";
import { Trouble } from "../office/trouble";
import { type Chosen, readEvents } from "./chosen";
import { whoOf } from "./who";

export function History(props: { of: Chosen }) {
  const { events, moreEvents } = props.of;
  const w = reviewWords.value.history;
  const { waiting, problem, attempt } = useAttempt();
  return (
    <section class="office-part review-part">
      <h3>{w.title}</h3>
      {events.length === 0 && <p class="quiet">{w.none}</p>}
      <ol class="review-history">
        {events.map((one) => (
          <li key={one.entry_id}>
            <time dateTime={one.at} class="quiet">
              {timeOf(one.at)}
            </time>
            <span>{lineOf(one)}</span>
            <span class="quiet">{one.kind === "consent" ? "" : whoOf(one.who)}</span>
          </li>
        ))}
      </ol>
      {moreEvents && (
        <button
          type="button"
          class="button small"
          disabled={waiting.value}
          onClick={() => void attempt(readEvents)}
        >
          {w.more}
        </button>
      )}
      <Trouble error={problem.value} />
    </section>
  );
}

/** A line in words; what it says of itself is a table of plain values. */
function lineOf(line: FootageEvent): string {
  const all = reviewWords.value;
  const { kind, reply } = all.history;
  const body = (name: string) => String(line.body[name] ?? "");
  switch (line.kind) {
    case "moved":
      return kind.moved(said(all.move, body("move")), said(all.state, body("state")));
    case "held":
      return kind.held(body("camera"));
    case "not_held":
      return kind.not_held(body("camera"), said(all.trouble, body("trouble")));
    case "added":
      return kind.added(Number(line.body["cameras"] ?? 0));
    case "released":
      return kind.released(Number(line.body["cameras"] ?? 0));
    case "late":
    case "identified":
      return kind[line.kind];
    case "link":
    case "seconded":
    case "written":
    case "silent":
    case "consent_ended":
      return kind[line.kind](body("unit"));
    case "restricted":
      return kind.restricted(body("camera"));
    case "attached":
      return said(kind.attached, body("kind"));
    case "desk":
      return kind.desk(said(all.history.desk, body("step")), body("holder"));
    case "found":
      return kind.found(said(all.history.found, body("step")), body("camera"));
    case "consent":
      return kind.consent(body("unit"), said(reply, body("reply")));
  }
}
