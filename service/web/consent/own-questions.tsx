// The questions to the units that an account answers for; what waits stands first.
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { AccountButton, OwnAccount } from "../shared/account/own";
import { call } from "../shared/api/call";
import type { Question, Reply } from "../shared/api/forms";
import { signOut } from "../shared/api/session";
import { CheckIcon, OutIcon } from "../shared/ui/icons";
import { Empty, Failed, TwiceButton, Waiting } from "../shared/ui/parts";
import { tell, tellProblem } from "../shared/ui/toast";
import { words } from "../shared/words";
import { consentWords } from "../shared/words/consent";
import { Frame } from "./frame";
import { QuestionCard } from "./question";

// No event concerns a managing unit; a question has hours, so it is looked for now and then.
const LOOK_MS = 60_000;

export function OwnQuestions() {
  const w = consentWords.value.list;
  const all = useSignal<readonly Question[] | null>(null);
  const failed = useSignal(false);
  const read = async () => {
    try {
      all.value = await call("get", "/v1/me/footage-consents", {});
      failed.value = false;
    } catch {
      failed.value = all.peek() === null;
    }
  };
  useEffect(() => {
    void read();
    const timer = setInterval(() => void read(), LOOK_MS);
    const seen = () => document.visibilityState === "visible" && void read();
    document.addEventListener("visibilitychange", seen);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", seen);
    };
  }, []);
  const keep = (after: Question) => {
    const others = (all.peek() ?? []).map((one) =>
      one.consent_id === after.consent_id ? after : one,
    );
    all.value = others;
    tell(w.kept);
  };
  const open = (all.value ?? []).filter((one) => one.state === "asked");
  const answered = (all.value ?? []).filter((one) => one.state !== "asked");
  return (
    <Frame
      acts={
        <>
          <AccountButton class="plain" onGo={() => undefined} />
          <button type="button" class="button plain" onClick={() => void signOut()}>
            <OutIcon />
            {words.value.act.signOut}
          </button>
        </>
      }
    >
      {failed.value && <Failed again={() => void read()} />}
      {!failed.value && all.value === null && <Waiting lines={5} />}
      {all.value?.length === 0 && <Empty icon={<CheckIcon />} title={w.none} hint={w.noneHint} />}
      <Part title={w.open} questions={open} onAnswered={keep} onStale={() => void read()} />
      <Part title={w.answered} questions={answered} onAnswered={keep} onStale={() => void read()} />
      <OwnAccount calm />
    </Frame>
  );
}

function Part(props: {
  title: string;
  questions: readonly Question[];
  onAnswered: (question: Question) => void;
  onStale: () => void;
}) {
  if (props.questions.length === 0) return null;
  return (
    <section class="consent-part" aria-label={props.title}>
      <h2>
        {props.title} <span class="quiet">{props.questions.length}</span>
      </h2>
      {props.questions.map((question) => (
        <QuestionCard key={question.consent_id} question={question}>
          <Acts {...props} question={question} />
        </QuestionCard>
      ))}
    </section>
  );
}

function Acts(props: {
  question: Question;
  onAnswered: (question: Question) => void;
  onStale: () => void;
}) {
  const { question } = props;
  const w = consentWords.value;
  const sending = useSignal(false);
  const answer = async (reply: Reply) => {
    if (sending.value) return;
    sending.value = true;
    try {
      const path = { consent_id: question.consent_id };
      const body = { reply };
      const door = "/v1/me/footage-consents/{consent_id}/answer";
      props.onAnswered(await call("post", door, { path, body }));
    } catch (error) {
      tellProblem(error);
      props.onStale();
    }
    sending.value = false;
  };
  if (question.state === "granted") {
    return (
      <TwiceButton label={w.withdraw} class="bad-soft" onSure={() => void answer("withdraw")} />
    );
  }
  if (question.state !== "asked") return null;
  return (
    <div class="consent-answers">
      <button
        type="button"
        class="button main"
        disabled={sending.value}
        onClick={() => void answer("grant")}
      >
        {w.grant}
      </button>
      <TwiceButton class="" label={w.refuse} onSure={() => void answer("refuse")} />
    </div>
  );
}
