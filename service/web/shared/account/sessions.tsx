// Where one is signed in, and ending that.
import { call } from "../api/call";
import type { OwnSession } from "../api/forms";
import { wholeTimeOf } from "../format";
import { useAttempt } from "../ui/attempt";
import { Badge, Failed, focusAfter, TwiceButton, Waiting } from "../ui/parts";
import { tell } from "../ui/toast";
import { problemWords } from "../words";
import { ownWords } from "../words/own";
import { Wrong } from "../ui/fields";
import { useRead } from "./reading";

const TAB = ".account-tab[aria-selected=true]";

export function Sessions() {
  const w = ownWords.value.sessions;
  const { value, failed, again } = useRead(() => call("get", "/v1/me/sessions", {}));
  const { waiting, problem, attempt } = useAttempt();
  if (failed.value && !value.value) return <Failed again={() => void again()} />;
  if (!value.value) return <Waiting lines={4} />;
  const others = value.value.filter((one) => !one.current).length;
  const end = (one: OwnSession) =>
    attempt(async () => {
      await call("delete", "/v1/me/sessions/{session_id}", {
        path: { session_id: one.session_id },
      });
      await again();
      tell(w.ended);
      focusAfter(TAB);
    });
  const endOthers = () =>
    attempt(async () => {
      await call("delete", "/v1/me/sessions", { query: { others: true } });
      await again();
      tell(w.othersEnded);
      focusAfter(TAB);
    });
  return (
    <>
      <p class="quiet">{w.hint}</p>
      <Wrong text={problem.value === null ? null : problemWords(problem.value)} />
      <ul class="account-list">
        {value.value.map((one) => (
          <li key={one.session_id} class="account-line">
            <div>
              <strong>
                {one.device || w.unknown} {one.current && <Badge tone="good">{w.here}</Badge>}
              </strong>
              <small>
                <span class="mono">{one.address}</span> · {w.started(wholeTimeOf(one.started_at))} ·{" "}
                {w.seen(wholeTimeOf(one.seen_at))}
              </small>
            </div>
            {!one.current && (
              <button
                type="button"
                class="button"
                aria-label={w.endOf(one.device || w.unknown, one.address)}
                disabled={waiting.value}
                onClick={() => end(one)}
              >
                {w.end}
              </button>
            )}
          </li>
        ))}
      </ul>
      {others > 0 ? (
        <TwiceButton
          class="account-key"
          label={w.others(others)}
          disabled={waiting.value}
          onSure={() => void endOthers()}
        />
      ) : (
        <p class="quiet">{w.alone}</p>
      )}
    </>
  );
}
