// One's own password, and the second factor's recovery codes.
import { useSignal } from "@preact/signals";
import { useEffect, useId, useRef } from "preact/hooks";
import { call } from "../api/call";
import { Refused } from "../api/problem";
import { dayOf, span } from "../format";
import { TextField } from "../ui/fields";
import { WarnIcon } from "../ui/icons";
import { Badge, Failed, Waiting } from "../ui/parts";
import { RecoveryCodes } from "../ui/sign-in-steps";
import { tell } from "../ui/toast";
import { problemWords, words } from "../words";
import { ownWords } from "../words/own";
import { useAttempt, useRead } from "./reading";

const PASSWORD_LEAST = 10;
const CODES_FEW = 2;

type Entry = "old" | "new" | "again";

/** What an entry is refused for, before or by the service: where, and in words. */
interface Wrong {
  entry: Entry | null;
  text: string;
}

export function Password() {
  return (
    <>
      <ChangePassword />
      <Factor />
    </>
  );
}

/** Why the service refused, and which entry it means. */
function refusedBy(error: unknown): Wrong {
  const problem = error instanceof Refused ? error.problem : null;
  if (problem?.code === "identity.braked" && problem.retry_s)
    return { entry: null, text: ownWords.value.password.braked(span(problem.retry_s)) };
  const of: Record<string, Entry> = {
    "identity.wrong_old_password": "old",
    "identity.weak_password": "new",
    "request.invalid": "new",
  };
  return { entry: of[problem?.code ?? ""] ?? null, text: problemWords(error) };
}

function ChangePassword() {
  const w = ownWords.value.password;
  const door = words.value.signIn;
  const entries = { old: useSignal(""), new: useSignal(""), again: useSignal("") };
  const wrong = useSignal<Wrong | null>(null);
  const waiting = useSignal(false);
  const form = useRef<HTMLFormElement>(null);
  const wrongId = useId();
  const wrongIn = (entry: Entry) => (wrong.value?.entry === entry ? wrongId : undefined);
  useEffect(() => {
    if (wrong.value) form.current?.querySelector<HTMLElement>("[aria-invalid]")?.focus();
  }, [wrong.value]);
  const check = (): Wrong | null => {
    const [old, fresh, again] = [entries.old.value, entries.new.value, entries.again.value];
    if (fresh.length < PASSWORD_LEAST) return { entry: "new", text: w.short };
    if (fresh === old) return { entry: "new", text: w.same };
    if (fresh !== again) return { entry: "again", text: door.passwordsDiffer };
    return null;
  };
  const submit = async () => {
    if (waiting.value) return;
    wrong.value = check();
    if (wrong.value) return;
    waiting.value = true;
    try {
      const body = { old: entries.old.value, new: entries.new.value };
      await call("put", "/v1/me/password", { body });
      for (const entry of Object.values(entries)) entry.value = "";
      tell(w.done);
    } catch (error) {
      wrong.value = refusedBy(error);
    } finally {
      waiting.value = false;
    }
  };
  const field = (entry: Entry, label: string, hint?: string) => (
    <TextField
      label={label}
      {...(hint ? { hint } : {})}
      type="password"
      value={entries[entry].value}
      autocomplete={entry === "old" ? "current-password" : "new-password"}
      wrongBy={wrongIn(entry)}
      required
      maxLength={200}
      onText={(text) => {
        entries[entry].value = text;
      }}
    />
  );
  return (
    <form
      ref={form}
      class="account-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <h3>{w.title}</h3>
      <p class="quiet">{w.hint}</p>
      {field("old", w.old)}
      {field("new", door.newPassword, door.passwordHint)}
      {field("again", door.repeatPassword)}
      <div role="alert" id={wrongId}>
        {wrong.value && (
          <p class="remark">
            <WarnIcon />
            {wrong.value.text}
          </p>
        )}
      </div>
      <button type="submit" class="button main account-key" disabled={waiting.value}>
        {w.submit}
      </button>
    </form>
  );
}

function Factor() {
  const w = ownWords.value.factor;
  const { value, failed, again } = useRead(() => call("get", "/v1/me/factor", {}));
  const codes = useSignal<readonly string[] | null>(null);
  if (codes.value) {
    return (
      <RecoveryCodes
        codes={codes.value}
        kept={w.kept}
        onKept={() => {
          codes.value = null;
          void again();
        }}
      />
    );
  }
  const found = value.value;
  return (
    <section class="account-form">
      <h3>{w.title}</h3>
      {failed.value && !found && <Failed again={() => void again()} />}
      {!failed.value && !found && <Waiting lines={2} />}
      {found?.enrolled_at === null && (
        <p>
          {w.none} <span class="quiet">{w.noneHint}</span>
        </p>
      )}
      {found?.enrolled_at && (
        <>
          <p>
            {w.since(dayOf(found.enrolled_at))}{" "}
            <Badge tone={found.recovery_codes_left > CODES_FEW ? "good" : "warn"}>
              {w.left(found.recovery_codes_left)}
            </Badge>
          </p>
          {found.recovery_codes_left <= CODES_FEW && (
            <p class="remark warn">
              <WarnIcon />
              {w.few}
            </p>
          )}
          <RenewCodes
            onCodes={(fresh) => {
              codes.value = fresh;
            }}
          />
        </>
      )}
    </section>
  );
}

function RenewCodes(props: { onCodes: (codes: readonly string[]) => void }) {
  const w = ownWords.value.factor;
  const door = words.value.signIn;
  const code = useSignal("");
  const problemId = useId();
  const { waiting, problem, attempt } = useAttempt();
  const submit = () => {
    if (!code.value.trim()) return;
    void attempt(async () => {
      try {
        const done = await call("post", "/v1/me/recovery-codes", { body: { code: code.value } });
        props.onCodes(done.recovery_codes);
      } finally {
        code.value = "";
      }
    });
  };
  return (
    <form
      class="account-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <h4>{w.renewTitle}</h4>
      <TextField
        label={door.code}
        hint={`${door.codeHint} ${w.renewHint}`}
        value={code.value}
        autocomplete="one-time-code"
        maxLength={30}
        wrongBy={problem.value !== null ? problemId : undefined}
        required
        onText={(text) => {
          code.value = text;
        }}
      />
      <div role="alert" id={problemId}>
        {problem.value !== null && (
          <p class="remark">
            <WarnIcon />
            {refusedBy(problem.value).text}
          </p>
        )}
      </div>
      <button type="submit" class="button account-key" disabled={waiting.value}>
        {w.renew}
      </button>
    </form>
  );
}
