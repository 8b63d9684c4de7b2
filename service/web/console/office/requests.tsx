// What people ask about their own data: what waits first, by its deadline.
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { call } from "../../shared/api/call";
import type { AskedOfYou } from "../../shared/api/forms";
import { timeOf } from "../../shared/format";
import { alsoHear } from "../../shared/live/stream";
import { PersonIcon } from "../../shared/ui/icons";
import { Badge, Told } from "../../shared/ui/parts";
import { words } from "../../shared/words";
import { me } from "../state/desk";
import { AnswerRequest } from "./answer";
import { Answered, Due } from "./answered";
import { Rows, usePaged } from "./paged";

const PAGE = 50;

export function Requests() {
  const w = words.value.office.requests;
  const waiting = useSignal(true);
  const open = useSignal<AskedOfYou | null>(null);
  const list = usePaged<AskedOfYou>(String(waiting.value), PAGE, (last) =>
    call("get", "/v1/data-requests", {
      query: { waiting: waiting.value, after: last?.request_id, count: PAGE },
    }),
  );
  useEffect(
    () => alsoHear((event) => event.topic === "data_request.changed" && void list.read()),
    [],
  );
  return (
    <>
      <div class="choice office-check">
        <label>
          <input
            type="checkbox"
            checked={!waiting.value}
            onChange={(event) => {
              waiting.value = !event.currentTarget.checked;
            }}
          />
          {w.answeredToo}
        </label>
      </div>
      <Rows
        of={list}
        idOf={(one) => one.request_id}
        none={w.none}
        icon={<PersonIcon />}
        row={(one) => (
          <Row
            request={one}
            onOpen={() => {
              open.value = one;
            }}
          />
        )}
      />
      {open.value && (
        <AnswerRequest
          key={open.value.request_id}
          request={open.value}
          onAnswered={(request) => {
            // Whoever has closed it meanwhile sees the answer in the list.
            if (open.value) open.value = request;
            void list.read();
          }}
          onClose={() => {
            open.value = null;
          }}
        />
      )}
    </>
  );
}

function Row(props: { request: AskedOfYou; onOpen: () => void }) {
  const { request } = props;
  const w = words.value.office.requests;
  const own = request.account_id === me.value?.account_id;
  return (
    <article class="office-row">
      <div>
        <p class="office-line">
          <strong>{request.display}</strong>
          <Badge>{w.kind[request.kind]}</Badge>
          <Due request={request} />
        </p>
        {request.text && <Told text={request.text} />}
        <p class="office-small quiet">{w.asked(timeOf(request.asked_at))}</p>
        {request.answered_at && <Answered request={request} />}
      </div>
      {request.state === "open" && (
        <button
          type="button"
          class="button"
          disabled={own}
          title={own ? words.value.problem.byCode["person.own_request"] : undefined}
          aria-label={w.answerOf(request.display)}
          onClick={props.onOpen}
        >
          {w.answer}
        </button>
      )}
    </article>
  );
}
