// Accounts of one's areas: found by a name, added, opened.
import { useSignal } from "@preact/signals";
import { call } from "../../shared/api/call";
import type { Account } from "../../shared/api/forms";
import { PersonIcon, PlusIcon } from "../../shared/ui/icons";
import { Badge } from "../../shared/ui/parts";
import { words } from "../../shared/words";
import { me } from "../state/desk";
import { AccountDialog } from "./account";
import { AddAccount } from "./account-new";
import { standing, roleWords } from "./grants";
import { Rows, usePaged } from "./paged";
import { Search, useSought } from "./sought";
import { States } from "./states";

const PAGE = 50;

export function Accounts() {
  const w = words.value.office.accounts;
  const { text, sought } = useSought();
  const open = useSignal<Account | "new" | null>(null);
  const list = usePaged<Account>(sought.value, PAGE, (last) =>
    call("get", "/v1/accounts", {
      query: { q: sought.value, after: last?.name ?? "", count: PAGE },
    }),
  );
  const keep = (account: Account) => {
    const known = list.items.value.some((one) => one.account_id === account.account_id);
    if (known) {
      list.items.value = list.items.value.map((one) =>
        one.account_id === account.account_id ? account : one,
      );
    } else void list.read();
    if (open.value && open.value !== "new") open.value = account;
  };
  const close = () => {
    open.value = null;
  };
  return (
    <>
      <Search label={w.search} text={text} maxLength={60}>
        <button
          type="button"
          class="button main"
          onClick={() => {
            open.value = "new";
          }}
        >
          <PlusIcon />
          {w.add}
        </button>
      </Search>
      <Rows
        of={list}
        idOf={(one) => one.account_id}
        none={w.none}
        icon={<PersonIcon />}
        row={(one) => (
          <Row
            account={one}
            onOpen={() => {
              open.value = one;
            }}
          />
        )}
      />
      {open.value === "new" && <AddAccount onAdded={keep} onClose={close} />}
      {open.value && open.value !== "new" && (
        <AccountDialog account={open.value} onChanged={keep} onClose={close} />
      )}
    </>
  );
}

function Row(props: { account: Account; onOpen: () => void }) {
  const { account } = props;
  const w = words.value.office.accounts;
  const roles = standing(account);
  return (
    <article class="office-row">
      <div>
        <p class="office-line">
          <strong>{account.display}</strong>
          <span class="quiet mono">{account.name}</span>
          {account.account_id === me.value?.account_id && <Badge tone="accent">{w.own}</Badge>}
          <States account={account} />
        </p>
        <p class="office-small quiet">{roles.map(roleWords).join(" · ") || w.noRoles}</p>
      </div>
      <button
        type="button"
        class="button"
        aria-label={w.openOf(account.display)}
        onClick={props.onOpen}
      >
        {w.open}
      </button>
    </article>
  );
}
