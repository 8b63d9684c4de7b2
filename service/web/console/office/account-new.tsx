// A new account: its first password is made by the service and shown once.
import { useSignal } from "@preact/signals";
import { call } from "../../shared/api/call";
import type { Account } from "../../shared/api/forms";
import { useAttempt } from "../../shared/ui/attempt";
import { Dialog } from "../../shared/ui/dialog";
import { TextField } from "../../shared/ui/fields";
import { words } from "../../shared/words";
import { type Draft, emptyDraft, GrantFields, isWhole, written, wrongIn } from "./grants";
import { OncePassword } from "./once";
import { Trouble } from "./trouble";

const AT_FIELDS = ["name", "display", "phone_number", "area_code", "until_at", "agreement"];

export function AddAccount(props: { onAdded: (account: Account) => void; onClose: () => void }) {
  const w = words.value;
  const name = useSignal("");
  const display = useSignal("");
  const number = useSignal("");
  const draft = useSignal<Draft>(emptyDraft());
  const { waiting: sending, problem: trouble, attempt } = useAttempt();
  const given = useSignal<string | null>(null);
  const ready =
    name.value.trim() !== "" &&
    display.value.trim() !== "" &&
    isWhole(draft.value) &&
    !sending.value &&
    given.value === null;
  const submit = async () => {
    if (!ready) return;
    await attempt(async () => {
      const body = {
        name: name.value.trim(),
        display: display.value.trim(),
        roles: [written(draft.value)],
        phone_number: number.value.trim() || null,
      };
      const added = await call("post", "/v1/accounts", { body });
      given.value = added.password;
      props.onAdded(added.account);
    });
  };
  if (given.value !== null) {
    return (
      <Dialog
        title={w.office.accounts.added(display.value.trim())}
        onClose={props.onClose}
        foot={
          <button type="button" class="button main" onClick={props.onClose}>
            {w.office.once.handed}
          </button>
        }
      >
        <OncePassword password={given.value} />
      </Dialog>
    );
  }
  const field = (label: string, value: typeof name, key: string, most: number, hint = "") => (
    <TextField
      label={label}
      value={value.value}
      maxLength={most}
      hint={wrongIn(trouble.value, key) || hint}
      wrong={wrongIn(trouble.value, key) !== ""}
      onText={(text) => {
        value.value = text;
      }}
    />
  );
  return (
    <Dialog
      title={w.office.accounts.add}
      onClose={props.onClose}
      onSubmit={() => void submit()}
      foot={
        <>
          <button type="button" class="button" onClick={props.onClose}>
            {w.act.cancel}
          </button>
          <button type="submit" class="button main" disabled={!ready}>
            {w.office.accounts.addNow}
          </button>
        </>
      }
    >
      <div class="fields">
        {field(w.office.accounts.name, name, "name", 60, w.office.accounts.nameHint)}
        {field(w.office.accounts.display, display, "display", 200)}
      </div>
      {field(w.office.accounts.number, number, "phone_number", 21)}
      <GrantFields
        draft={draft.value}
        trouble={trouble.value}
        onChange={(changed) => {
          draft.value = changed;
        }}
      />
      <Trouble error={trouble.value} but={AT_FIELDS} />
    </Dialog>
  );
}
