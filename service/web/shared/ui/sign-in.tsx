// The door of both pages.
import { useSignal } from "@preact/signals";
import { useEffect, useId, useRef } from "preact/hooks";
import { Refused } from "../api/problem";
import { sessionEnded, signedIn, signIn } from "../api/session";
import { problemWords, switchLanguage, words } from "../words";
import { BellIcon, WarnIcon } from "./icons";
import { TextField } from "./fields";

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

/** Name and password, or why it is not asked yet. */
export function SignIn(props: { page: string }) {
  const w = words.value;
  const name = useSignal("");
  const password = useSignal("");
  const waiting = useSignal(false);
  const problem = useSignal<unknown>(null);
  const form = useRef<HTMLFormElement>(null);
  const problemId = useId();
  const wrong =
    problem.value instanceof Refused && problem.value.problem.code === "identity.wrong_login";
  // The next thing to do is to type the password again.
  useEffect(() => {
    if (wrong) form.current?.querySelector<HTMLElement>("[type=password]")?.focus();
  }, [problem.value]);
  const submit = async () => {
    if (waiting.value || !name.value.trim() || !password.value) return;
    waiting.value = true;
    problem.value = null;
    try {
      await signIn(name.value.trim(), password.value);
    } catch (error) {
      problem.value = error;
    } finally {
      waiting.value = false;
    }
  };
  return (
    <main class="door">
      <div class="door-card">
        <Brand page={props.page} />
        {signedIn.value === "no" ? (
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
            <div role="alert" id={problemId}>
              {(problem.value !== null || sessionEnded.value) && (
                <p class="remark">
                  <WarnIcon />
                  {problem.value !== null
                    ? problemWords(problem.value)
                    : w.problem.byCode["identity.not_signed_in"]}
                </p>
              )}
            </div>
            <button type="submit" class="button main door-button" disabled={waiting.value}>
              {waiting.value ? w.signIn.waiting : w.act.signIn}
            </button>
          </form>
        ) : (
          <p class="door-wait quiet" role="status">
            {signedIn.value === "unreachable" ? w.signIn.unreachable : w.signIn.asking}
          </p>
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
