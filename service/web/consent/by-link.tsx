// One question, by a link that is good once: read it, answer it, or hear why the link is no good.
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Question, Reply } from "../shared/api/forms";
import { Refused, Unreachable } from "../shared/api/problem";
import { ask } from "../shared/api/session";
import { useAttempt } from "../shared/ui/attempt";
import { Choice, TextField, Wrong } from "../shared/ui/fields";
import { CheckIcon } from "../shared/ui/icons";
import { Empty, Waiting } from "../shared/ui/parts";
import { problemWords, words } from "../shared/words";
import { consentWords } from "../shared/words/consent";
import { Frame } from "./frame";
import { QuestionCard } from "./question";

type Wrongness = "used" | "over" | "unusable" | "unreachable";

const CODES: Readonly<Record<string, Wrongness>> = {
  "footage.link_used": "used",
  "footage.link_over": "over",
  "footage.link_unusable": "unusable",
};

/** Why the link itself is no good; null where it is. */
function wrongOf(error: unknown): Wrongness | null {
  if (error instanceof Unreachable) return "unreachable";
  if (!(error instanceof Refused)) return null;
  return CODES[error.problem.code] ?? (error.status === 400 ? "unusable" : "unreachable");
}

export function ByLink(props: { token: string }) {
  const question = useSignal<Question | null>(null);
  const wrong = useSignal<Wrongness | null>(null);
  const done = useSignal(false);
  const read = () => {
    wrong.value = null;
    ask<Question>("/v1/footage-consent-links/read", { token: props.token }).then(
      (found) => {
        question.value = found;
      },
      (error: unknown) => {
        wrong.value = wrongOf(error) ?? "unreachable";
      },
    );
  };
  useEffect(read, []);
  const w = consentWords.value;
  return (
    <Frame>
      {wrong.value ? (
        <NoGood wrong={wrong.value} again={read} />
      ) : question.value === null ? (
        <Waiting lines={5} />
      ) : (
        <>
          <QuestionCard question={question.value}>
            {done.value ? (
              <div class="consent-done" role="status">
                <p>
                  <CheckIcon />
                  <strong>{w.done[question.value.state]}</strong>
                </p>
                <p>{w.used}</p>
              </div>
            ) : (
              <AnswerForm
                question={question.value}
                token={props.token}
                onAnswered={(answered) => {
                  question.value = answered;
                  done.value = true;
                }}
                onWrong={(found) => {
                  wrong.value = found;
                }}
              />
            )}
          </QuestionCard>
          <p class="quiet consent-law">
            {w.about} {w.law} {w.nobody}
          </p>
        </>
      )}
    </Frame>
  );
}

function NoGood(props: { wrong: Wrongness; again: () => void }) {
  const w = consentWords.value.wrong;
  const title = w[props.wrong];
  const hint = w[`${props.wrong}Hint`];
  return (
    <Empty bad title={title} hint={hint}>
      {props.wrong === "unreachable" && (
        <button type="button" class="button" onClick={props.again}>
          {words.value.act.refresh}
        </button>
      )}
    </Empty>
  );
}

function AnswerForm(props: {
  question: Question;
  token: string;
  onAnswered: (question: Question) => void;
  onWrong: (wrong: Wrongness) => void;
}) {
  const { question } = props;
  const w = consentWords.value;
  const stands = question.state === "granted";
  const reply = useSignal<Reply | null>(stands ? "withdraw" : null);
  const by = useSignal("");
  const complaint = useSignal<string | null>(null);
  const { waiting, problem, attempt } = useAttempt();
  const send = () =>
    attempt(async () => {
      const isWhole = reply.value !== null && by.value.trim() !== "";
      complaint.value = isWhole ? null : w.need;
      if (!isWhole) return;
      try {
        const body = {
          token: props.token,
          managing_unit: question.managing_unit,
          reply: reply.value,
          by: by.value.trim(),
        };
        props.onAnswered(await ask<Question>("/v1/footage-consent-links/answer", body));
      } catch (error) {
        // What was filled in stays where nobody answered.
        const wrong = wrongOf(error);
        const code = error instanceof Refused ? error.problem.code : "";
        if (wrong && Object.hasOwn(CODES, code)) props.onWrong(wrong);
        throw error;
      }
    });
  return (
    <form
      class="consent-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      {stands ? (
        <p>{w.granted}</p>
      ) : (
        <Choice
          legend={w.answer}
          across
          options={[
            { value: "grant", label: w.grant },
            { value: "refuse", label: w.refuse },
          ]}
          value={reply.value}
          onChoose={(chosen) => {
            reply.value = chosen;
          }}
        />
      )}
      <TextField
        label={w.by}
        hint={w.byHint}
        value={by.value}
        maxLength={60}
        onText={(text) => {
          by.value = text;
        }}
      />
      <Wrong
        text={complaint.value ?? (problem.value === null ? null : problemWords(problem.value))}
      />
      <button type="submit" class={`button ${stands ? "bad" : "main"}`} disabled={waiting.value}>
        {stands ? w.withdraw : w.send}
      </button>
    </form>
  );
}
