// The door of both pages.
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { Refused } from "../api/problem";
import {
  cameBack,
  goToSignOn,
  hasSignOn,
  type NextStep,
  sessionEnded,
  signedIn,
  signIn,
} from "../api/session";
import { problemWords, switchLanguage, words } from "../words";
import { BellIcon } from "./icons";
import { TextField, Wrong } from "./fields";
import { isOf, SignInStep, useSteps } from "./sign-in-steps";

/** The page's name and mark. */
export function Brand(props: { page: string }) {
  return (
    <p class="brand">
      <span class="brand-mark">
        <BellIcon />
      </span>
      <strong>{words.value.name}</strong>
      <span class="quiet">{props.page}</span>
    </p>
  );
}

/** The door: name and password, what else is asked, or why it is not asked yet. */
export function SignIn(props: { page: string }) {
  const w = words.value;
  const next = useSignal<NextStep | null>(null);
  const refused = useSignal<Refused | null>(null);
  const signOn = useSignal(false);
  useEffect(() => {
    const back = cameBack();
    if (back instanceof Refused) refused.value = back;
    else next.value = back;
    void hasSignOn().then((has) => {
      signOn.value = has;
    });
  }, []);
  const onNext = (step: NextStep | null) => {
    next.value = step;
  };
  return (
    <main class="door">
      <div class="door-card">
        <Brand page={props.page} />
        {signedIn.value !== "no" ? (
          <p class="door-wait quiet" role="status">
            {signedIn.value === "unreachable" ? w.signIn.unreachable : w.signIn.asking}
          </p>
        ) : next.value ? (
          <SignInStep
            key={next.value.challenge}
            next={next.value}
            onNext={onNext}
            onAgain={() => onNext(null)}
          />
        ) : (
          <NameAndPassword onNext={onNext} refused={refused.value}>
            {signOn.value && (
              <button type="button" class="button door-button" onClick={goToSignOn}>
                {w.signIn.bySignOn}
              </button>
            )}
          </NameAndPassword>
        )}
      </div>
      <button
        type="button"
        class="button plain"
        title={w.languageHint}
        lang={w.language === "English" ? "en" : "zh-CN"}
        onClick={switchLanguage}
      >
        {w.language}
      </button>
    </main>
  );
}

function NameAndPassword(props: {
  onNext: (next: NextStep | null) => void;
  refused: Refused | null;
  children: ComponentChildren;
}) {
  const w = words.value;
  const name = useSignal("");
  const password = useSignal("");
  const { waiting, problem, problemId, attempt } = useSteps();
  const shown = problem ?? props.refused;
  const ended = sessionEnded.value ? w.problem.byCode["identity.not_signed_in"] : null;
  const form = useRef<HTMLFormElement>(null);
  const wrong = isOf(problem, "identity.wrong_login");
  // The next thing to do is to type the password again.
  useEffect(() => {
    if (wrong) form.current?.querySelector<HTMLElement>("[type=password]")?.focus();
  }, [problem]);
  const submit = async () => {
    if (!name.value.trim() || !password.value) return;
    await attempt(async () => props.onNext(await signIn(name.value.trim(), password.value)));
  };
  return (
    <form
      ref={form}
      class="door-form"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <TextField
        label={w.signIn.name}
        value={name.value}
        autocomplete="username"
        autofocus
        required
        maxLength={60}
        onText={(text) => {
          name.value = text;
        }}
      />
      <TextField
        label={w.signIn.password}
        type="password"
        value={password.value}
        autocomplete="current-password"
        wrongBy={wrong ? problemId : undefined}
        required
        maxLength={400}
        onText={(text) => {
          password.value = text;
        }}
      />
      <Wrong id={problemId} text={shown !== null ? problemWords(shown) : ended} />
      <button type="submit" class="button main door-button" disabled={waiting}>
        {waiting ? w.signIn.waiting : w.act.signIn}
      </button>
      {props.children}
    </form>
  );
}
