// Whose a found thing may be: requests beside it, for a person to judge.
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { call } from "../../shared/api/call";
import type { FoundThing, MatchCandidate } from "../../shared/api/forms";
import { distance, spanOf, wholeTimeOf } from "../../shared/format";
import { useAttempt } from "../../shared/ui/attempt";
import { SeekIcon } from "../../shared/ui/icons";
import { Badge, Empty, Failed, TwiceButton, Waiting } from "../../shared/ui/parts";
import { tell } from "../../shared/ui/toast";
import { foundWords } from "../../shared/words/found";
import { reviewWords } from "../../shared/words/review";
import { Trouble } from "../office/trouble";
import { reviewAddress } from "../review-where";
import { moveThing } from "./state";

interface Judging {
  thing: FoundThing;
  onMoved: (after: FoundThing) => void;
}

export function Matches(props: Judging) {
  const { thing } = props;
  const w = foundWords.value.match;
  const found = useSignal<readonly MatchCandidate[] | null>(null);
  const failed = useSignal(false);
  const turn = useRef(0);
  const read = async () => {
    const mine = ++turn.current;
    failed.value = false;
    try {
      const path = { thing_id: thing.thing_id };
      const candidates = await call("get", "/v1/found-things/{thing_id}/candidates", { path });
      if (mine === turn.current) found.value = candidates;
    } catch {
      if (mine === turn.current) failed.value = found.peek() === null;
    }
  };
  useEffect(() => {
    void read();
    return () => {
      turn.current += 1;
    };
  }, [thing]);
  const all = found.value ?? [];
  const not = all.filter((one) => one.not_same);
  const open = all.filter((one) => !one.not_same && one.footage_id !== thing.footage_id);
  return (
    <section class="office-part review-part" aria-label={w.title}>
      <h3>{w.title}</h3>
      {thing.state === "matched" && (
        <Matched {...props} of={all.find((one) => one.footage_id === thing.footage_id)} />
      )}
      <p class="quiet office-small">{w.hint}</p>
      {failed.value && <Failed again={() => void read()} />}
      {found.value === null && !failed.value && <Waiting lines={3} />}
      {found.value !== null && open.length === 0 && <Empty icon={<SeekIcon />} title={w.none} />}
      <Candidates {...props} of={open} />
      {not.length > 0 && (
        <details class="found-not">
          <summary>{w.judgedNot(not.length)}</summary>
          <Candidates {...props} of={not} />
        </details>
      )}
    </section>
  );
}

function Candidates(props: Judging & { of: readonly MatchCandidate[] }) {
  if (props.of.length === 0) return null;
  return (
    <ul class="found-matches">
      {props.of.map((one) => (
        <li key={one.footage_id}>
          <Candidate {...props} one={one} />
        </li>
      ))}
    </ul>
  );
}

function Candidate(props: Judging & { one: MatchCandidate }) {
  const { thing, one } = props;
  const all = foundWords.value;
  const w = all.match;
  const { waiting, problem, attempt } = useAttempt();
  const judge = (move: "match" | "not_same") =>
    attempt(async () => {
      props.onMoved(await moveThing(thing, { move, footage_id: one.footage_id }));
      tell(move === "match" ? w.done : w.notDone);
    });
  return (
    <article class="found-match">
      <div>
        <p class="office-line">
          <strong>{w.request(one.number)}</strong>
          <span class="quiet">{reviewWords.value.state[one.state]}</span>
        </p>
        <p class="office-small">
          {spanOf(one.from_at, one.until_at)} · {w.away(distance(one.away_m))}
        </p>
        <p class="office-line">
          {one.reasons.map((reason) => (
            <Badge key={reason} tone={reason.startsWith("other") ? "warn" : "good"}>
              {all.reason[reason]}
            </Badge>
          ))}
        </p>
        <Trouble error={problem.value} />
      </div>
      <div class="office-acts">
        <a
          class="button small"
          href={reviewAddress(one.footage_id)}
          aria-label={`${w.read}: ${w.request(one.number)}`}
        >
          {w.read}
        </a>
        {thing.state === "kept" && (
          <TwiceButton
            label={w.same}
            sure={w.sureSame}
            disabled={waiting.value}
            onSure={() => void judge("match")}
          />
        )}
        {!one.not_same && (
          <button
            type="button"
            class="button small"
            disabled={waiting.value}
            onClick={() => void judge("not_same")}
          >
            {w.not}
          </button>
        )}
      </div>
    </article>
  );
}

function Matched(props: Judging & { of: MatchCandidate | undefined }) {
  const { thing } = props;
  const w = foundWords.value.match;
  const { waiting, problem, attempt } = useAttempt();
  const undo = () =>
    attempt(async () => {
      props.onMoved(await moveThing(thing, { move: "unmatch" }));
      tell(w.undone);
    });
  return (
    <div class="found-matched">
      <p>
        <strong>{props.of ? w.of(props.of.number) : w.ofSome}</strong>{" "}
        <span class="quiet">
          {thing.matched_at && w.by(thing.matched_by ?? "", wholeTimeOf(thing.matched_at))}
        </span>
      </p>
      <div class="office-acts">
        {thing.footage_id && (
          <a class="button small" href={reviewAddress(thing.footage_id)}>
            {w.read}
          </a>
        )}
        <TwiceButton
          label={w.undo}
          sure={w.sureUndo}
          disabled={waiting.value}
          onSure={() => void undo()}
        />
      </div>
      <Trouble error={problem.value} />
    </div>
  );
}
