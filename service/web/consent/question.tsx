// A question to a managing unit: exactly which cameras and minutes, until when, and why it is asked.
import type { ComponentChildren } from "preact";
import type { Question } from "../shared/api/forms";
import { wholeTimeOf, yearSpanOf } from "../shared/format";
import { now } from "../shared/api/clock";
import { CameraIcon, ClockIcon, InfoIcon } from "../shared/ui/icons";
import { Badge } from "../shared/ui/parts";
import { consentWords } from "../shared/words/consent";

const TONES = {
  asked: "accent",
  granted: "good",
  refused: "bad",
  withdrawn: "warn",
  ended: undefined,
} as const;

export function QuestionCard(props: { question: Question; children?: ComponentChildren }) {
  const { question } = props;
  const w = consentWords.value;
  const tone = TONES[question.state];
  const isLate = Date.parse(question.due_at) < now();
  return (
    <article class="consent-card">
      <header>
        <p class="consent-line quiet">
          {w.number(question.number)} · {w.category[question.category]}
        </p>
        <h2>{w.question(question.managing_unit)}</h2>
        <p class="consent-line">
          <Badge {...(tone ? { tone } : {})}>{w.state[question.state]}</Badge>
          {question.answered_at && (
            <span class="quiet">
              {w.answered(wholeTimeOf(question.answered_at), question.answered_by ?? "")}
            </span>
          )}
        </p>
      </header>
      <div class="consent-cameras">
        <h3>{w.cameras(question.cameras.length)}</h3>
        <ul>
          {question.cameras.map((camera) => (
            <li key={camera.camera_id}>
              <CameraIcon />
              <span>
                <strong>{camera.name}</strong>
                <span>{yearSpanOf(camera.from_at, camera.until_at)}</span>
              </span>
            </li>
          ))}
        </ul>
      </div>
      {question.state === "asked" && (
        <p class={`consent-due ${isLate ? "late" : ""}`}>
          <ClockIcon />
          {isLate ? w.late(wholeTimeOf(question.due_at)) : w.due(wholeTimeOf(question.due_at))}
        </p>
      )}
      {question.minors && (
        <p class="remark warn">
          <InfoIcon />
          {w.minors}
        </p>
      )}
      {props.children}
    </article>
  );
}
