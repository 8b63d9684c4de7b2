// The second factor: set up, moved to another phone, and its recovery codes.
import { useSignal } from "@preact/signals";
import { useId } from "preact/hooks";
import { call } from "../api/call";
import type { FactorBegun } from "../api/forms";
import { dayOf } from "../format";
import { useAttempt } from "../ui/attempt";
import { TextField, Wrong } from "../ui/fields";
import { WarnIcon } from "../ui/icons";
import { Badge, Failed, focusAfter, Waiting } from "../ui/parts";
import { inFours, QrCode, RecoveryCodes } from "../ui/sign-in-steps";
import { tell } from "../ui/toast";
import { words } from "../words";
import { ownWords } from "../words/own";
import { refusedBy, useRead } from "./reading";

const CODES_FEW = 2;

export function Factor() {
  const w = ownWords.value.factor;
  const { value, failed, again } = useRead(() => call("get", "/v1/me/factor", {}));
  const codes = useSignal<readonly string[] | null>(null);
  const show = (fresh: readonly string[]) => {
    codes.value = fresh;
  };
  if (codes.value) {
    return (
      <RecoveryCodes
        codes={codes.value}
        kept={w.kept}
        onKept={() => {
          codes.value = null;
          void again();
          focusAfter(".account-tab[aria-selected=true]");
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
      {found?.enrolled_at === null && <p>{w.none}</p>}
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
          <RenewCodes onCodes={show} />
        </>
      )}
      {found && <SetUp has={found.enrolled_at !== null} onCodes={show} />}
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
      <Wrong id={problemId} text={problem.value === null ? null : refusedBy(problem.value).text} />
      <button type="submit" class="button account-key" disabled={waiting.value}>
        {w.renew}
      </button>
    </form>
  );
}

/** Set one up, or another in the place of the one there is: who is it, then scan, then confirm. */
function SetUp(props: { has: boolean; onCodes: (codes: readonly string[]) => void }) {
  const w = ownWords.value.factor;
  const step = useSignal<"rest" | "who" | FactorBegun>("rest");
  if (step.value === "rest") {
    return (
      <button
        type="button"
        class="button account-key"
        onClick={() => {
          step.value = "who";
          focusAfter(".account-set-up input");
        }}
      >
        {props.has ? w.renewFactor : w.setUp}
      </button>
    );
  }
  const back = () => {
    step.value = "rest";
    focusAfter(".account-tab[aria-selected=true]");
  };
  if (step.value === "who") {
    return (
      <WhoIsIt
        has={props.has}
        onBegun={(begun) => {
          step.value = begun;
          focusAfter(".account-set-up input");
        }}
        onBack={back}
      />
    );
  }
  return <Confirm begun={step.value} onCodes={props.onCodes} onBack={back} />;
}

function WhoIsIt(props: {
  has: boolean;
  onBegun: (begun: FactorBegun) => void;
  onBack: () => void;
}) {
  const w = ownWords.value.factor;
  const password = useSignal("");
  const code = useSignal("");
  const problemId = useId();
  const { waiting, problem, attempt } = useAttempt();
  const refused = problem.value === null ? null : refusedBy(problem.value);
  const submit = () =>
    attempt(async () => {
      const body = { password: password.value, code: code.value };
      props.onBegun(await call("post", "/v1/me/factor", { body }));
    });
  return (
    <form
      class="account-form account-set-up"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (password.value && (code.value || !props.has)) void submit();
      }}
    >
      <h4>{props.has ? w.renewFactor : w.setUp}</h4>
      <p class="quiet">{w.beginHint}</p>
      <TextField
        label={words.value.signIn.password}
        type="password"
        value={password.value}
        autocomplete="current-password"
        maxLength={200}
        wrongBy={refused?.code === "identity.wrong_old_password" ? problemId : undefined}
        required
        onText={(text) => {
          password.value = text;
        }}
      />
      {props.has && (
        <TextField
          label={w.oldCode}
          hint={w.oldCodeHint}
          value={code.value}
          autocomplete="one-time-code"
          maxLength={30}
          wrongBy={refused?.code === "identity.wrong_code" ? problemId : undefined}
          required
          onText={(text) => {
            code.value = text;
          }}
        />
      )}
      <Wrong id={problemId} text={refused?.text ?? null} />
      <Keys go={words.value.act.goOn} waiting={waiting.value} onBack={props.onBack} />
    </form>
  );
}

function Confirm(props: {
  begun: FactorBegun;
  onCodes: (codes: readonly string[]) => void;
  onBack: () => void;
}) {
  const w = ownWords.value.factor;
  const door = words.value.signIn;
  const code = useSignal("");
  const problemId = useId();
  const { waiting, problem, attempt } = useAttempt();
  const submit = () =>
    attempt(async () => {
      const body = { challenge: props.begun.challenge, code: code.value };
      try {
        const done = await call("post", "/v1/me/factor/confirm", { body });
        tell(w.done);
        props.onCodes(done.recovery_codes);
      } finally {
        code.value = "";
      }
    });
  return (
    <form
      class="account-form account-set-up"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (code.value.trim()) void submit();
      }}
    >
      <p>{w.scan}</p>
      <QrCode text={props.begun.address} label={door.qrLabel} />
      <details class="door-secret">
        <summary>{door.bySecret}</summary>
        <code>{inFours(props.begun.secret)}</code>
      </details>
      <TextField
        label={door.code}
        hint={door.codeHint}
        value={code.value}
        autocomplete="one-time-code"
        inputMode="numeric"
        maxLength={9}
        wrongBy={problem.value !== null ? problemId : undefined}
        required
        onText={(text) => {
          code.value = text;
        }}
      />
      <Wrong id={problemId} text={problem.value === null ? null : refusedBy(problem.value).text} />
      <Keys go={door.confirm} waiting={waiting.value} onBack={props.onBack} />
    </form>
  );
}

function Keys(props: { go: string; waiting: boolean; onBack: () => void }) {
  return (
    <p class="account-keys">
      <button type="submit" class="button main" disabled={props.waiting}>
        {props.go}
      </button>
      <button type="button" class="button" onClick={props.onBack}>
        {ownWords.value.factor.cancel}
      </button>
    </p>
  );
}
