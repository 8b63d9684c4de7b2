// What the managing units say: each by itself, with its time, its link, and who agreed besides.
import { useSignal } from "@preact/signals";
import { call } from "../../shared/api/call";
import type { Question } from "../../shared/api/forms";
import { span, timeOf } from "../../shared/format";
import { OfficeIcon } from "../../shared/ui/icons";
import { Badge, Empty } from "../../shared/ui/parts";
import { tellProblem } from "../../shared/ui/toast";
import { reviewWords } from "../../shared/words/review";
import { type Chosen, readRequest } from "./chosen";
import { GiveLink } from "./link";
import { leftOf } from "./mark";
import { NoteSpoken } from "./spoken";

const TONES = {
  asked: "accent",
  granted: "good",
  refused: "bad",
  withdrawn: "bad",
  ended: undefined,
} as const;

function toneOf(state: Question["state"]) {
  const tone = TONES[state];
  return tone ? { tone } : {};
}

export function Consents(props: { of: Chosen }) {
  const { whole, questions } = props.of;
  const { request } = whole;
  const w = reviewWords.value.consents;
  const speaking = useSignal(false);
  const linking = useSignal<Question | null>(null);
  const spoken = request.lane === "emergency" && whole.steps.length > 0;
  return (
    <section class="office-part review-part">
      <h3>
        {w.title}
        {spoken && (
          <button
            type="button"
            class="button small"
            onClick={() => {
              speaking.value = true;
            }}
          >
            {w.spoken}
          </button>
        )}
      </h3>
      {questions.length === 0 ? (
        <Empty icon={<OfficeIcon />} title={w.none} />
      ) : (
        <ul class="review-units">
          {questions.map((one) => (
            <li key={one.consent_id}>
              <Unit
                question={one}
                onLink={() => {
                  linking.value = one;
                }}
              />
            </li>
          ))}
        </ul>
      )}
      {speaking.value && (
        <NoteSpoken
          whole={whole}
          onClose={() => {
            speaking.value = false;
          }}
        />
      )}
      {linking.value && (
        <GiveLink
          question={linking.value}
          onClose={() => {
            linking.value = null;
          }}
        />
      )}
    </section>
  );
}

function Unit(props: { question: Question; onLink: () => void }) {
  const { question } = props;
  const w = reviewWords.value.consents;
  return (
    <article class="review-unit">
      <div>
        <p class="office-line">
          <strong>{question.managing_unit}</strong>
          <Badge {...toneOf(question.state)}>{w.state[question.state]}</Badge>
          <span class="quiet">{w.cameras(question.cameras.length)}</span>
          <Clock question={question} />
        </p>
        {question.answered_at && question.how && (
          <p class="office-small quiet">
            {w.answered(
              question.answered_by ?? "",
              w.how[question.how],
              timeOf(question.answered_at),
            )}
            {question.written_at && ` · ${w.written(timeOf(question.written_at))}`}
            {question.second_by && ` · ${w.second(question.second_by)}`}
          </p>
        )}
        {question.state === "asked" && question.link_until && leftOf(question.link_until) > 0 && (
          <p class="office-small quiet">{w.linkGiven(timeOf(question.link_until))}</p>
        )}
        {question.minors && question.state === "granted" && !question.second_by && (
          <p class="office-small review-owed">{w.needsSecond}</p>
        )}
      </div>
      <Acts {...props} />
    </article>
  );
}

/** How long a unit has, or for how long it has been silent; how long writing may take. */
function Clock(props: { question: Question }) {
  const { question } = props;
  const w = reviewWords.value.consents;
  if (question.state === "asked") {
    const left = leftOf(question.due_at);
    return left > 0 ? (
      <Badge>{w.left(span(left))}</Badge>
    ) : (
      <Badge tone="bad">{w.silent(span(-left))}</Badge>
    );
  }
  if (question.written_due_at === null || question.written_at !== null) return null;
  const left = leftOf(question.written_due_at);
  return left > 0 ? (
    <Badge tone="warn">{w.writingDue(span(left))}</Badge>
  ) : (
    <Badge tone="bad">{w.writingLate(span(-left))}</Badge>
  );
}

function Acts(props: { question: Question; onLink: () => void }) {
  const { question } = props;
  const w = reviewWords.value.consents;
  const sending = useSignal(false);
  const path = { consent_id: question.consent_id };
  const act = async (door: "second" | "written") => {
    if (sending.value) return;
    sending.value = true;
    try {
      if (door === "second")
        await call("post", "/v1/footage-consents/{consent_id}/second", { path });
      else await call("post", "/v1/footage-consents/{consent_id}/written", { path });
    } catch (error) {
      tellProblem(error);
    }
    // What was done is not offered once more until the list says that it was.
    await readRequest();
    sending.value = false;
  };
  const owed = question.written_due_at !== null && question.written_at === null;
  const second = question.minors && question.state === "granted" && !question.second_by;
  return (
    <div class="office-acts">
      {(question.state === "asked" || question.state === "granted") && (
        <button
          type="button"
          class="button small"
          aria-label={w.linkOf(question.managing_unit)}
          onClick={props.onLink}
        >
          {w.giveLink}
        </button>
      )}
      {owed && (
        <button
          type="button"
          class="button small"
          disabled={sending.value}
          onClick={() => void act("written")}
        >
          {w.giveWritten}
        </button>
      )}
      {second && (
        <button
          type="button"
          class="button small"
          disabled={sending.value}
          onClick={() => void act("second")}
        >
          {w.giveSecond}
        </button>
      )}
    </div>
  );
}
