// What was looked for in a recording: how far it is, and its answers, in honest words.
import { useSignal } from "@preact/signals";
import { call } from "../../../shared/api/call";
import type { DeskCamera, FootageDesk, FootageReview, SeenChange } from "../../../shared/api/forms";
import { exactTimeOf, span, timeOf } from "../../../shared/format";
import { Badge } from "../../../shared/ui/parts";
import { tellProblem } from "../../../shared/ui/toast";
import { playerWords } from "../../../shared/words/player";
import { goTo } from "./at";
import { stop } from "./film";
import { Sheet } from "./sheet";
import { gather, reviews } from "./state";

const OPEN: ReadonlySet<string> = new Set(["waiting", "working"]);
// A sheet holds as many frames.
const SHEET_MOST = 24;
const SPELLS_SHOWN = 12;

export function Reviews(props: { desk: FootageDesk; camera: DeskCamera }) {
  const w = playerWords.value.reviews;
  const mine = reviews.value.filter((one) => one.camera_id === props.camera.camera_id);
  if (mine.length === 0) return null;
  return (
    <div class="player-reviews">
      <h4>{w.title}</h4>
      <ol>
        {mine.map((one) => (
          <li key={one.review_id}>
            <One review={one} desk={props.desk} />
          </li>
        ))}
      </ol>
    </div>
  );
}

function One(props: { review: FootageReview; desk: FootageDesk }) {
  const { review, desk } = props;
  const all = playerWords.value;
  const w = all.reviews;
  const { answer } = review;
  const { changes = [], spells = [], looks = 0, step_s = null } = answer ?? {};
  const percent = Math.round(review.done * 100);
  const cancel = async () => {
    try {
      const path = { review_id: review.review_id };
      await call("post", "/v1/footage-reviews/{review_id}/cancel", { path });
    } catch (error) {
      tellProblem(error);
    }
    gather("reviews");
  };
  const tone = {
    changed: "good",
    drawn: "good",
    no_change_seen: "warn",
    cannot_tell: "warn",
  } as const;
  return (
    <article class="player-review">
      <p class="office-line">
        <strong>{w.kind[review.kind]}</strong>
        {answer ? (
          <Badge tone={tone[answer.outcome]}>{w.outcome[answer.outcome]}</Badge>
        ) : (
          <Badge tone={review.state === "failed" ? "bad" : "accent"}>{w.state[review.state]}</Badge>
        )}
        <span class="quiet office-small">{w.by(review.asked_name, timeOf(review.asked_at))}</span>
        {OPEN.has(review.state) && (
          <button type="button" class="button small" onClick={() => void cancel()}>
            {all.ask.cancel}
          </button>
        )}
      </p>
      {OPEN.has(review.state) && (
        <p class="player-progress">
          <progress value={review.done} max={1} aria-label={w.kind[review.kind]} />
          <span class="quiet">{w.progress(percent)}</span>
        </p>
      )}
      {review.state === "failed" && <p class="quiet">{w.trouble}</p>}
      {answer && (
        <p class="office-small">
          {answer.reason ? w.reason[answer.reason] : w.outcomeHint[answer.outcome]}{" "}
          {step_s !== null && <span class="quiet">{w.step(span(Math.max(1, step_s)))}</span>}{" "}
          {looks > 0 && <span class="quiet">{w.looks(looks)}</span>}
        </p>
      )}
      {changes.length > 0 && (
        <ol class="player-changes">
          {changes.map((change) => (
            <li key={change.last_at}>
              <Change change={change} review={review} desk={desk} />
            </li>
          ))}
        </ol>
      )}
      {spells.length > 0 && (
        <div class="player-jumps">
          {[...spells]
            .sort((a, b) => b.share - a.share)
            .slice(0, SPELLS_SHOWN)
            .sort((a, b) => (a.from_at < b.from_at ? -1 : 1))
            .map((one) => (
              <Jump key={one.from_at} at={one.from_at}>
                {w.spell(timeOf(one.from_at), timeOf(one.until_at))}
              </Jump>
            ))}
        </div>
      )}
    </article>
  );
}

/** One change: between which frames it lies, and those frames to look at. */
function Change(props: { change: SeenChange; review: FootageReview; desk: FootageDesk }) {
  const { change, review, desk } = props;
  const w = playerWords.value.reviews;
  const open = useSignal(false);
  const at = [...new Set([change.last_at, ...change.look_at, change.first_at])].sort();
  return (
    <>
      <p class="office-line">
        <strong>{w.change(exactTimeOf(change.last_at), exactTimeOf(change.first_at))}</strong>
        <Badge>{change.went ? w.went : w.came}</Badge>
        <span class="quiet office-small">
          {w.confidence(Math.round(change.confidence * 100))}
          {change.hidden > 0 && ` · ${w.hidden(change.hidden)}`}
        </span>
      </p>
      {desk.mine && (
        <div class="player-jumps">
          <Jump at={change.last_at}>{w.lookAt(exactTimeOf(change.last_at))}</Jump>
          <Jump at={change.first_at}>{w.lookAt(exactTimeOf(change.first_at))}</Jump>
          <button
            type="button"
            class="button small"
            onClick={() => {
              open.value = true;
            }}
          >
            {w.frames}
          </button>
        </div>
      )}
      {open.value && (
        <Sheet
          title={w.frames}
          path={`/v1/footage-requests/${review.footage_id}/looks/sheet`}
          body={{
            camera_id: review.camera_id,
            at: at.slice(0, SHEET_MOST),
            region: review.asked.region,
          }}
          label={w.change(exactTimeOf(change.last_at), exactTimeOf(change.first_at))}
          onClose={() => {
            open.value = false;
          }}
        />
      )}
    </>
  );
}

function Jump(props: { at: string; children: preact.ComponentChildren }) {
  return (
    <button
      type="button"
      class="button small"
      onClick={() => {
        stop();
        goTo(Date.parse(props.at));
      }}
    >
      {props.children}
    </button>
  );
}
