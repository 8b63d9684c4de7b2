// What one asks the administrators about one's data, and what they answered.
import { useSignal } from "@preact/signals";
import { useId } from "preact/hooks";
import { call } from "../api/call";
import { now } from "../api/clock";
import type { DataRequest } from "../api/forms";
import { dayOf, wholeTimeOf } from "../format";
import { useAttempt } from "../ui/attempt";
import { Choice, NoteField, Wrong } from "../ui/fields";
import { Badge, Failed, Told, TwiceButton, Waiting } from "../ui/parts";
import { tell } from "../ui/toast";
import { problemWords } from "../words";
import { ownWords } from "../words/own";
import { useRead } from "./reading";
import { inLanguage } from "./rows";

type Kind = DataRequest["kind"];

const KINDS: readonly Kind[] = ["correct", "delete", "restrict", "explain"];
const TONES = { open: "accent", done: "good", refused: "warn" } as const;

export function Requests() {
  const w = ownWords.value.requests;
  const { value, failed, again } = useRead(() => call("get", "/v1/me/requests", {}));
  return (
    <>
      <p class="quiet">{w.hint}</p>
      <section>
        <h3>{w.mine}</h3>
        {failed.value && !value.value && <Failed again={() => void again()} />}
        {!failed.value && !value.value && <Waiting lines={3} />}
        {value.value?.length === 0 && <p class="quiet">{w.none}</p>}
        <ul class="account-list">
          {value.value?.map((one) => (
            <li key={one.request_id} class="account-request">
              <Asked request={one} />
            </li>
          ))}
        </ul>
      </section>
      <Ask onSent={() => void again()} />
    </>
  );
}

function Asked(props: { request: DataRequest }) {
  const { request } = props;
  const w = ownWords.value;
  const due = dayOf(request.due_at);
  const late = request.state === "open" && now() > Date.parse(request.due_at);
  return (
    <>
      <p>
        <strong>{w.requests.kinds[request.kind]}</strong>{" "}
        <Badge tone={late ? "bad" : TONES[request.state]}>{w.requests.state[request.state]}</Badge>
      </p>
      <small>
        {w.requests.asked(wholeTimeOf(request.asked_at))} ·{" "}
        {request.answered_at
          ? w.requests.answered(wholeTimeOf(request.answered_at))
          : late
            ? w.requests.late(due)
            : w.requests.due(due)}
      </small>
      {request.text && <Told text={request.text} />}
      {request.reason && <p>{w.refusal[request.reason]}</p>}
      {request.answer && <Told text={request.answer} />}
      {request.remedy && <p class="quiet">{inLanguage(request.remedy)}</p>}
      {request.remaining.length > 0 && (
        <ul class="account-remaining" aria-label={w.requests.remaining}>
          {request.remaining.map((one) => (
            <li key={one.what.en}>
              {inLanguage(one.what)}: {inLanguage(one.why)}
              {one.days !== null && ` (${w.requests.forDays(one.days)})`}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function Ask(props: { onSent: () => void }) {
  const w = ownWords.value.requests;
  const kind = useSignal<Kind>("correct");
  const text = useSignal("");
  const needed = useSignal(false);
  const wrongId = useId();
  const { waiting, problem, attempt } = useAttempt();
  const refusal = problem.value === null ? null : problemWords(problem.value);
  const send = () => {
    needed.value = kind.value !== "delete" && !text.value.trim();
    if (needed.value) return;
    void attempt(async () => {
      const body = { kind: kind.value, text: text.value.trim() };
      const sent = await call("post", "/v1/me/requests", { body });
      text.value = "";
      tell(w.sent(dayOf(sent.due_at)));
      props.onSent();
    });
  };
  return (
    <form
      class="account-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        // What cannot be taken back has a button that asks twice; Enter does not stand for it.
        if (kind.value !== "delete") send();
      }}
    >
      <h3>{w.ask}</h3>
      <Choice
        legend={w.kind}
        options={KINDS.map((one) => ({
          value: one,
          label: w.kinds[one],
          hint: w.kindHints[one],
        }))}
        value={kind.value}
        onChoose={(one) => {
          kind.value = one;
          needed.value = false;
        }}
      />
      <NoteField
        label={w.text}
        value={text.value}
        onText={(entered) => {
          text.value = entered;
          needed.value = false;
        }}
      />
      <Wrong id={wrongId} text={needed.value ? w.textNeeded : refusal} />
      {kind.value === "delete" ? (
        <TwiceButton
          class="account-key"
          label={w.submit}
          sure={w.sure}
          disabled={waiting.value}
          onSure={send}
        />
      ) : (
        <button type="submit" class="button main account-key" disabled={waiting.value}>
          {w.submit}
        </button>
      )}
    </form>
  );
}
