// One's own password, and beside it the second factor.
import { useSignal } from "@preact/signals";
import { useEffect, useId, useRef } from "preact/hooks";
import { call } from "../api/call";
import { TextField, Wrong } from "../ui/fields";
import { tell } from "../ui/toast";
import { words } from "../words";
import { ownWords } from "../words/own";
import { Factor } from "./factor";
import { refusedBy } from "./reading";

const PASSWORD_LEAST = 10;

type Entry = "old" | "new" | "again";

/** What an entry is refused for, before or by the service: where, and in words. */
interface Amiss {
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

/** Which entry a refusal of the service means. */
const MEANT: Record<string, Entry> = {
  "identity.wrong_old_password": "old",
  "identity.weak_password": "new",
  "request.invalid": "new",
};

function ChangePassword() {
  const w = ownWords.value.password;
  const door = words.value.signIn;
  const entries = { old: useSignal(""), new: useSignal(""), again: useSignal("") };
  const wrong = useSignal<Amiss | null>(null);
  const waiting = useSignal(false);
  const form = useRef<HTMLFormElement>(null);
  const wrongId = useId();
  const wrongIn = (entry: Entry) => (wrong.value?.entry === entry ? wrongId : undefined);
  useEffect(() => {
    if (wrong.value) form.current?.querySelector<HTMLElement>("[aria-invalid]")?.focus();
  }, [wrong.value]);
  const check = (): Amiss | null => {
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
      const { code, text } = refusedBy(error);
      wrong.value = { entry: MEANT[code] ?? null, text };
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
      <Wrong id={wrongId} text={wrong.value?.text ?? null} />
      <button type="submit" class="button main account-key" disabled={waiting.value}>
        {w.submit}
      </button>
    </form>
  );
}
