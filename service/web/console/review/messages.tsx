// What office and applicant have written to each other about a request.
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { call } from "../../shared/api/call";
import { timeOf } from "../../shared/format";
import { useAttempt } from "../../shared/ui/attempt";
import { NoteField } from "../../shared/ui/fields";
import { NoteIcon } from "../../shared/ui/icons";
import { Empty, Told } from "../../shared/ui/parts";
import { tell } from "../../shared/ui/toast";
import { reviewWords } from "../../shared/words/review";
import { Trouble } from "../office/trouble";
import { type Chosen, readRequest } from "./chosen";

export function Messages(props: { of: Chosen }) {
  const { messages, whole } = props.of;
  const w = reviewWords.value.messages;
  const text = useSignal("");
  const end = useRef<HTMLOListElement>(null);
  useEffect(() => end.current?.scrollTo({ top: end.current.scrollHeight }), [messages.length]);
  const { waiting, problem, attempt } = useAttempt();
  const send = () =>
    attempt(async () => {
      const said = text.value.trim();
      if (!said) return;
      const path = { footage_id: whole.request.footage_id };
      await call("post", "/v1/footage-requests/{footage_id}/messages", {
        path,
        body: { text: said },
      });
      text.value = "";
      tell(w.sent);
      void readRequest();
    });
  return (
    <section class="office-part review-part">
      <h3>{w.title}</h3>
      {messages.length === 0 ? (
        <Empty icon={<NoteIcon />} title={w.none} />
      ) : (
        <ol class="thread" ref={end} tabIndex={0} aria-label={w.title}>
          {messages.map((one) => (
            <li key={one.message_id} class={`said ${one.by_office ? "own-line" : ""}`}>
              <p class="said-head">
                <strong>{one.by_office ? one.who || w.office : w.applicant}</strong>
                <time dateTime={one.at}>{timeOf(one.at)}</time>
              </p>
              <Told text={one.text} />
            </li>
          ))}
        </ol>
      )}
      {whole.request.applicant !== "" && (
        <form
          class="review-write"
          onSubmit={(event) => {
            event.preventDefault();
            void send();
          }}
        >
          <NoteField
            label={w.write}
            value={text.value}
            onText={(typed) => {
              text.value = typed;
            }}
          />
          <button type="submit" class="button" disabled={!text.value.trim() || waiting.value}>
            {w.send}
          </button>
        </form>
      )}
      <Trouble error={problem.value} />
    </section>
  );
}
