// What is asked after the password: a code, a password of one's own, or a second factor.
import { type Signal, useSignal } from "@preact/signals";
import { type ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import { Refused } from "../api/problem";
import {
  askFactor,
  confirmFactor,
  giveCode,
  givePassword,
  type FactorShown,
  type NextStep,
} from "../api/session";
import { matrix, path, QUIET } from "../qr";
import { problemWords, words } from "../words";
import { useAttempt } from "./attempt";
import { TextField, Wrong } from "./fields";
import { CheckIcon, CopyIcon } from "./icons";

/** A step that is over leads to the next, back to the beginning, or in. */
interface Goes {
  challenge: string;
  onNext: (next: NextStep | null) => void;
  onAgain: () => void;
}

/** The step that is asked now. */
export function SignInStep(props: { next: NextStep } & Omit<Goes, "challenge">) {
  const goes = { ...props, challenge: props.next.challenge };
  if (props.next.step === "code") return <CodeStep {...goes} />;
  if (props.next.step === "password") return <PasswordStep {...goes} />;
  return <EnrolStep {...goes} />;
}

/** A form of the door: its title, its fields, what went wrong, and its two ways on. */
function Step(props: {
  title: string;
  children: ComponentChildren;
  tried: Attempts;
  action: string;
  onSubmit: () => void;
  onAgain: () => void;
}) {
  const w = words.value;
  const { problem, problemId, waiting, over } = props.tried;
  const form = useRef<HTMLFormElement>(null);
  // Whoever hears the page is told where he is now; whoever sees it types on.
  useEffect(() => form.current?.querySelector<HTMLElement>("input")?.focus(), [props.title]);
  useEffect(() => {
    if (problem instanceof Refused)
      form.current?.querySelector<HTMLElement>("[aria-invalid]")?.focus();
  }, [problem]);
  return (
    <form
      ref={form}
      class="door-form"
      onSubmit={(event) => {
        event.preventDefault();
        props.onSubmit();
      }}
    >
      <h1 class="door-title">{props.title}</h1>
      {props.children}
      <Wrong id={problemId} text={problem === null ? null : problemWords(problem)} />
      <button type="submit" class="button main door-button" disabled={waiting}>
        {waiting ? w.signIn.waiting : over ? w.signIn.again : props.action}
      </button>
      <button type="button" class="button plain" onClick={props.onAgain}>
        {w.signIn.again}
      </button>
    </form>
  );
}

interface Attempts {
  waiting: boolean;
  /** What went wrong with the last, and the element that says so. */
  problem: unknown;
  problemId: string;
  /** The sign-in has to begin anew. */
  over: boolean;
  attempt: (work: () => Promise<void>) => Promise<void>;
  forgive: () => void;
}

/** Attempts at a step: one that is over leads back to the beginning. */
export function useSteps(onAgain?: () => void): Attempts {
  const { waiting, problem, attempt: go } = useAttempt();
  const problemId = useId();
  const over = isOf(problem.value, "identity.sign_in_over");
  const attempt = async (work: () => Promise<void>) => {
    if (over && !waiting.value) return onAgain?.();
    await go(work);
  };
  const forgive = () => {
    problem.value = null;
  };
  const [waits, wrong] = [waiting.value, problem.value];
  return { waiting: waits, problem: wrong, problemId, over, attempt, forgive };
}

/** Whether what went wrong is a refusal of this code. */
export function isOf(problem: unknown, code: string): boolean {
  return problem instanceof Refused && problem.problem.code === code;
}

/** A code of six figures, or one of those for the day on which the phone is gone. */
function CodeField(props: { code: Signal<string>; tried: Attempts; recovery?: boolean }) {
  const w = words.value.signIn;
  const { recovery, tried } = props;
  return (
    <TextField
      key={String(recovery)}
      label={recovery ? w.recoveryCode : w.code}
      hint={recovery ? w.recoveryHint : w.codeHint}
      value={props.code.value}
      autocomplete={recovery ? "off" : "one-time-code"}
      inputMode={recovery ? "text" : "numeric"}
      maxLength={recovery ? 30 : 9}
      wrongBy={isOf(tried.problem, "identity.wrong_code") ? tried.problemId : undefined}
      required
      onText={(text) => {
        props.code.value = text;
      }}
    />
  );
}

function CodeStep(props: Goes) {
  const w = words.value.signIn;
  const code = useSignal("");
  const recovery = useSignal(false);
  const tried = useSteps(props.onAgain);
  const submit = () => {
    if (!code.value.trim() && !tried.over) return;
    void tried.attempt(async () => {
      try {
        props.onNext(await giveCode(props.challenge, code.value));
      } finally {
        code.value = "";
      }
    });
  };
  return (
    <Step
      title={recovery.value ? w.recoveryTitle : w.codeTitle}
      tried={tried}
      action={words.value.act.goOn}
      onSubmit={submit}
      onAgain={props.onAgain}
    >
      <CodeField code={code} tried={tried} recovery={recovery.value} />
      <button
        type="button"
        class="button"
        onClick={() => {
          recovery.value = !recovery.value;
          code.value = "";
          tried.forgive();
        }}
      >
        {recovery.value ? w.useCode : w.useRecovery}
      </button>
    </Step>
  );
}

const PASSWORD_LEAST = 10;

function PasswordStep(props: Goes) {
  const w = words.value.signIn;
  const password = useSignal("");
  const repeated = useSignal("");
  const differs = useSignal(false);
  const differsId = useId();
  const tried = useSteps(props.onAgain);
  const submit = () => {
    differs.value = password.value !== repeated.value;
    if (!tried.over && (differs.value || password.value.length < PASSWORD_LEAST)) return;
    void tried.attempt(async () =>
      props.onNext(await givePassword(props.challenge, password.value)),
    );
  };
  return (
    <Step
      title={w.passwordTitle}
      tried={tried}
      action={words.value.act.goOn}
      onSubmit={submit}
      onAgain={props.onAgain}
    >
      <TextField
        label={w.newPassword}
        hint={w.passwordHint}
        type="password"
        value={password.value}
        autocomplete="new-password"
        wrongBy={isOf(tried.problem, "identity.weak_password") ? tried.problemId : undefined}
        required
        minLength={PASSWORD_LEAST}
        maxLength={200}
        onText={(text) => {
          password.value = text;
        }}
      />
      <TextField
        label={w.repeatPassword}
        type="password"
        value={repeated.value}
        autocomplete="new-password"
        wrongBy={differs.value ? differsId : undefined}
        required
        maxLength={200}
        onText={(text) => {
          repeated.value = text;
          differs.value = false;
        }}
      />
      <Wrong id={differsId} text={differs.value ? w.passwordsDiffer : null} />
    </Step>
  );
}

function EnrolStep(props: Goes) {
  const w = words.value.signIn;
  const factor = useSignal<FactorShown | null>(null);
  const kept = useSignal<{ codes: readonly string[]; enter: () => void } | null>(null);
  const code = useSignal("");
  const tried = useSteps(props.onAgain);
  const show = () =>
    tried.attempt(async () => {
      factor.value = await askFactor(props.challenge);
    });
  useEffect(() => void show(), []);
  if (kept.value) return <RecoveryCodes codes={kept.value.codes} onKept={kept.value.enter} />;
  const submit = () => {
    if (tried.over || factor.value === null) return void show();
    if (!code.value.trim()) return;
    void tried.attempt(async () => {
      try {
        kept.value = await confirmFactor(props.challenge, code.value);
      } finally {
        code.value = "";
      }
    });
  };
  return (
    <Step
      title={w.enrolTitle}
      tried={tried}
      action={factor.value ? w.confirm : words.value.act.refresh}
      onSubmit={submit}
      onAgain={props.onAgain}
    >
      <p class="quiet">{w.enrolWhy}</p>
      {factor.value ? (
        <>
          <QrCode text={factor.value.address} label={w.qrLabel} />
          <details class="door-secret">
            <summary>{w.bySecret}</summary>
            <code>{inFours(factor.value.secret)}</code>
          </details>
          <CodeField code={code} tried={tried} />
        </>
      ) : (
        tried.waiting && (
          <p class="door-wait quiet" role="status">
            {words.value.state.waiting}
          </p>
        )
      )}
    </Step>
  );
}

/** A secret as it is typed: in groups of four. */
export function inFours(secret: string): string {
  return secret.replace(/(.{4})(?=.)/g, "$1 ");
}

/** A QR code, dark on white whatever the page's colours. */
export function QrCode(props: { text: string; label: string }) {
  const rows = matrix(props.text);
  if (rows === null) return null;
  const side = rows.length + 2 * QUIET;
  return (
    <svg
      class="qr"
      viewBox={`0 0 ${side} ${side}`}
      role="img"
      aria-label={props.label}
      shape-rendering="crispEdges"
    >
      <path class="qr-ground" d={`M0 0h${side}v${side}h-${side}z`} />
      <path class="qr-dark" d={path(rows)} />
    </svg>
  );
}

/** Recovery codes, shown once; one goes on when they are kept. */
export function RecoveryCodes(props: {
  codes: readonly string[];
  /** What the last key says, where it does not sign in. */
  kept?: string;
  onKept: () => void;
}) {
  const w = words.value.signIn;
  const copied = useSignal<"no" | "yes" | "failed">("no");
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus(), []);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(props.codes.join("\n"));
      copied.value = "yes";
    } catch {
      copied.value = "failed";
    }
  };
  return (
    <div class="door-form">
      <h1 class="door-title" tabIndex={-1} ref={title}>
        {w.recoveryCodesTitle}
      </h1>
      <p>{w.recoveryCodesWhy}</p>
      <ol class="door-codes">
        {props.codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ol>
      <button type="button" class="button" onClick={() => void copy()}>
        {copied.value === "yes" ? <CheckIcon /> : <CopyIcon />}
        {copied.value === "yes" ? w.copied : w.copyCodes}
      </button>
      <div role="status">{copied.value === "failed" && <p class="remark">{w.copyFailed}</p>}</div>
      <button type="button" class="button main door-button" onClick={props.onKept}>
        {props.kept ?? w.codesKept}
      </button>
    </div>
  );
}
