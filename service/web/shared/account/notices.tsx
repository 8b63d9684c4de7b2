// What one is told about one's data: the versions that hold, what one took note of, what is new.
import { call } from "../api/call";
import type { MyNotice, NoticeVersion, OwnConsent } from "../api/forms";
import { dayOf, wholeTimeOf } from "../format";
import { useAttempt } from "../ui/attempt";
import { Dialog } from "../ui/dialog";
import { Wrong } from "../ui/fields";
import { Badge, Failed, Waiting } from "../ui/parts";
import { tell } from "../ui/toast";
import { problemWords } from "../words";
import { ownWords } from "../words/own";
import { ownAreas, useRead } from "./reading";
import { type AreaName, inLanguage } from "./rows";
import { putOff } from "./shown";

interface Read {
  notices: readonly MyNotice[];
  consents: readonly OwnConsent[];
  areaName: AreaName;
}

async function read(): Promise<Read> {
  const consents = call("get", "/v1/me/consents", {});
  const names = ownAreas();
  const notices = await call("get", "/v1/me/notices", {});
  return { notices, consents: await consents, areaName: await names };
}

/** Keep that one took note of a version; it is not shown again. */
async function note(notice: NoticeVersion): Promise<void> {
  const path = { notice_id: notice.notice_id };
  await call("put", "/v1/me/consents/{notice_id}", { path, body: { how: "page" } });
  putOff(notice);
}

export function Notices() {
  const w = ownWords.value.notices;
  const { value, failed, again } = useRead(read);
  if (failed.value && !value.value) return <Failed again={() => void again()} />;
  if (!value.value) return <Waiting lines={5} />;
  const { notices, consents, areaName } = value.value;
  return (
    <>
      <p class="quiet">{w.hint}</p>
      {notices.length === 0 && <p class="quiet">{w.none}</p>}
      {notices.map((one) => (
        <Held
          key={one.notice.notice_id}
          of={one}
          areaName={areaName}
          onChange={() => void again()}
        />
      ))}
      {consents.length > 0 && (
        <section>
          <h3>{w.before}</h3>
          <ul class="account-list">
            {consents.map((one) => (
              <li key={one.notice_id + one.given_at} class="account-request">
                <Told version={one} areaName={areaName} />
                <small>
                  {w.given(wholeTimeOf(one.given_at))} ({ownWords.value.how[one.how]})
                  {one.withdrawn_at && ` · ${w.taken(wholeTimeOf(one.withdrawn_at))}`}
                </small>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

type Version = Omit<NoticeVersion, "notice_id">;

function versionWords(version: Version): string {
  const w = ownWords.value.notices;
  return `${w.kind[version.kind]} · ${w.version(dayOf(version.from_at))}`;
}

function author(version: Version, areaName: AreaName): string {
  const w = ownWords.value.notices;
  return version.area_code === null ? w.ofSystem : w.ofArea(areaName(version.area_code));
}

/** One version, folded: which it is, and its text. */
function Told(props: { version: Version; areaName: AreaName; open?: boolean }) {
  return (
    <details class="account-part" open={props.open}>
      <summary>
        {versionWords(props.version)} · {author(props.version, props.areaName)}
      </summary>
      <p class="told account-notice">{inLanguage(props.version)}</p>
    </details>
  );
}

/** A notice that holds, and whether one has taken note of it. */
function Held(props: { of: MyNotice; areaName: AreaName; onChange: () => void }) {
  const { notice, given_at } = props.of;
  const w = ownWords.value.notices;
  const { waiting, problem, attempt } = useAttempt();
  const give = () =>
    attempt(async () => {
      await note(notice);
      tell(w.took);
      props.onChange();
    });
  const withdraw = () =>
    attempt(async () => {
      const path = { notice_id: notice.notice_id };
      await call("delete", "/v1/me/consents/{notice_id}", { path });
      tell(w.withdrawn);
      props.onChange();
    });
  return (
    <section class="account-form">
      <Told version={notice} areaName={props.areaName} open={given_at === null} />
      <p>
        {given_at ? (
          <Badge tone="good">{w.noted(wholeTimeOf(given_at))}</Badge>
        ) : (
          <Badge tone="warn">{w.notNoted}</Badge>
        )}
      </p>
      <Wrong text={problem.value === null ? null : problemWords(problem.value)} />
      <button
        type="button"
        class={`button account-key ${given_at ? "" : "main"}`}
        disabled={waiting.value}
        onClick={() => void (given_at ? withdraw() : give())}
      >
        {given_at ? w.withdraw : w.note}
      </button>
    </section>
  );
}

/** A version that one has not seen, once at the start; it can be put off, and nothing waits. */
export function NewNotice(props: { notice: MyNotice }) {
  const { notice } = props.notice;
  const w = ownWords.value.notices;
  const { waiting, problem, attempt } = useAttempt();
  const later = () => putOff(notice);
  return (
    <Dialog
      title={w.newTitle}
      onClose={later}
      class="account new-notice"
      foot={
        <>
          <button type="button" class="button" onClick={later}>
            {w.later}
          </button>
          <button
            type="button"
            class="button main"
            disabled={waiting.value}
            onClick={() => void attempt(() => note(notice))}
          >
            {w.note}
          </button>
        </>
      }
    >
      <p class="quiet">
        {w.newHint} {versionWords(notice)}
      </p>
      <p class="told account-notice" tabIndex={0}>
        {inLanguage(notice)}
      </p>
      <Wrong text={problem.value === null ? null : problemWords(problem.value)} />
    </Dialog>
  );
}
