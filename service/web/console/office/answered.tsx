// How a request about somebody's own data stands.
import type { AskedOfYou } from "../../shared/api/forms";
import { secondsSince, span, timeOf } from "../../shared/format";
import { Badge, Told } from "../../shared/ui/parts";
import { language, words } from "../../shared/words";

const SOON_S = 3 * 86_400;

/** Until when it is to be answered, or what became of it. */
export function Due(props: { request: AskedOfYou }) {
  const { request } = props;
  const w = words.value.office.requests;
  if (request.state === "done") return <Badge tone="good">{w.state.done}</Badge>;
  if (request.state === "refused") return <Badge tone="warn">{w.state.refused}</Badge>;
  if (request.late) return <Badge tone="bad">{w.late(timeOf(request.due_at))}</Badge>;
  const left_s = -secondsSince(request.due_at);
  return (
    <Badge tone={left_s < SOON_S ? "warn" : "accent"} hint={timeOf(request.due_at)}>
      {w.left(span(left_s))}
    </Badge>
  );
}

/** The answer, and what stays of somebody who was deleted. */
export function Answered(props: { request: AskedOfYou }) {
  const { request } = props;
  const w = words.value.office.requests;
  const in_ = language.value === "en" ? "en" : "zh";
  return (
    <>
      <p class="office-small">
        {w.answered(timeOf(request.answered_at ?? ""))}
        {request.reason && ` · ${w.reason[request.reason]}`}
      </p>
      {request.answer && <Told text={request.answer} />}
      {request.remaining.length > 0 && (
        <ul class="office-small quiet">
          {request.remaining.map((one) => (
            <li key={one.what.en}>
              {w.stays(one.what[in_], one.why[in_])}
              {one.days !== null && ` (${words.value.office.keeping.days(one.days)})`}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
