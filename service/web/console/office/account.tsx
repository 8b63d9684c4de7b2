// One account: how it stands, what it holds, and what an administrator does about it.
import { useSignal } from "@preact/signals";
import { call } from "../../shared/api/call";
import type { Account, AccountMove } from "../../shared/api/forms";
import { timeOf } from "../../shared/format";
import { Dialog } from "../../shared/ui/dialog";
import { InfoIcon, PlusIcon } from "../../shared/ui/icons";
import { Badge, focusAfter, TwiceButton } from "../../shared/ui/parts";
import { tell } from "../../shared/ui/toast";
import { words } from "../../shared/words";
import { me } from "../state/desk";
import { Unmask } from "../unmask";
import { showEventsOf } from "./events";
import {
  administers,
  again,
  type Draft,
  emptyDraft,
  type Grant,
  GrantFields,
  isWhole,
  roleWords,
  standing,
  written,
} from "./grants";
import { OncePassword } from "./once";
import { States } from "./states";
import { Trouble } from "./trouble";

export function AccountDialog(props: {
  account: Account;
  onChanged: (account: Account) => void;
  onClose: () => void;
}) {
  const { account } = props;
  const w = words.value.office.accounts;
  const trouble = useSignal<unknown>(null);
  const given = useSignal<string | null>(null);
  const own = account.account_id === me.value?.account_id;
  return (
    <Dialog
      title={account.display}
      onClose={props.onClose}
      class="tall"
      foot={
        <>
          <button type="button" class="button" onClick={() => showEventsOf(account)}>
            {w.events}
          </button>
          <button type="button" class="button" onClick={props.onClose}>
            {words.value.act.dismiss}
          </button>
        </>
      }
    >
      <dl class="office-facts">
        <dt>{w.name}</dt>
        <dd class="office-line">
          <span class="mono">{account.name}</span>
          <States account={account} />
        </dd>
        {account.blocked_at && (
          <>
            <dt>{w.blocked}</dt>
            <dd>{timeOf(account.blocked_at)}</dd>
          </>
        )}
        <dt>{w.numberKept}</dt>
        <dd>{account.phone_number ? <PhoneNumber account={account} /> : w.noNumber}</dd>
      </dl>
      {given.value !== null && <OncePassword password={given.value} />}
      <Trouble error={trouble.value} but={["area_code", "until_at", "agreement"]} />
      {own && (
        <p class="remark warn">
          <InfoIcon />
          {words.value.problem.byCode["account.own"]}
        </p>
      )}
      <Roles
        account={account}
        own={own}
        trouble={trouble.value}
        onTrouble={(error) => {
          trouble.value = error;
        }}
        onChanged={props.onChanged}
      />
      {!own && (
        <Moves
          account={account}
          onTrouble={(error) => {
            trouble.value = error;
          }}
          onMoved={(changed, password) => {
            given.value = password;
            props.onChanged(changed);
          }}
        />
      )}
    </Dialog>
  );
}

function PhoneNumber(props: { account: Account }) {
  const { account_id, phone_number } = props.account;
  const ask = async (reason: string) => {
    const path = { account_id };
    const shown = await call("post", "/v1/accounts/{account_id}/unmask", {
      path,
      body: { reason },
    });
    return shown.phone_number ? ([["", shown.phone_number]] as const) : [];
  };
  return (
    <Unmask what={words.value.office.accounts.numberKept} masked={phone_number ?? ""} ask={ask} />
  );
}

/** What is held, with a way to take each; a role beyond one's areas is only told. */
function Roles(props: {
  account: Account;
  own: boolean;
  trouble: unknown;
  onTrouble: (error: unknown) => void;
  onChanged: (account: Account) => void;
}) {
  const { account } = props;
  const w = words.value.office;
  const draft = useSignal<Draft | null>(null);
  const sending = useSignal(false);
  const held = standing(account);
  const mine = held.filter((one) => administers(one.area_code));
  const set = async (roles: ReturnType<typeof again>[], said: string) => {
    if (sending.value) return;
    sending.value = true;
    props.onTrouble(null);
    try {
      const path = { account_id: account.account_id };
      const body = { roles, instead_of: mine.map((one) => one.grant_id) };
      props.onChanged(await call("put", "/v1/accounts/{account_id}/roles", { path, body }));
      draft.value = null;
      tell(said);
      focusAfter(".office-roles h3 button");
    } catch (error) {
      props.onTrouble(error);
    }
    sending.value = false;
  };
  const take = (gone: Grant) =>
    void set(mine.filter((one) => one.grant_id !== gone.grant_id).map(again), w.grant.taken);
  const give = () => {
    if (draft.value && isWhole(draft.value)) {
      void set([...mine.map(again), written(draft.value)], w.grant.given);
    }
  };
  return (
    <section class="office-part office-roles">
      <h3>
        {w.grant.title}
        {!props.own && !draft.value && (
          <button
            type="button"
            class="button small"
            onClick={() => {
              draft.value = emptyDraft();
              focusAfter(".office-grant select");
            }}
          >
            <PlusIcon />
            {w.grant.give}
          </button>
        )}
      </h3>
      {held.length === 0 && <p class="quiet">{w.accounts.noRoles}</p>}
      <ul class="office-list">
        {held.map((one) => (
          <li key={one.grant_id}>
            <span>
              {roleWords(one)}
              {one.agreement && <span class="quiet"> · {w.grant.byAgreement(one.agreement)}</span>}
            </span>
            {!props.own && administers(one.area_code) ? (
              <TwiceButton label={w.grant.take} onSure={() => take(one)} />
            ) : (
              !props.own && <Badge>{w.grant.elsewhere}</Badge>
            )}
          </li>
        ))}
      </ul>
      {draft.value && (
        <div class="office-part office-grant">
          <GrantFields
            draft={draft.value}
            trouble={props.trouble}
            onChange={(changed) => {
              draft.value = changed;
            }}
          />
          <div class="office-acts">
            <button
              type="button"
              class="button main"
              disabled={!isWhole(draft.value) || sending.value}
              onClick={give}
            >
              {w.grant.give}
            </button>
            <button
              type="button"
              class="button"
              onClick={() => {
                draft.value = null;
                props.onTrouble(null);
                focusAfter(".office-roles h3 button");
              }}
            >
              {words.value.act.cancel}
            </button>
          </div>
        </div>
      )}
    </section>
  );
}

/** What is done about an account as a whole; each ends its sessions. */
function Moves(props: {
  account: Account;
  onTrouble: (error: unknown) => void;
  onMoved: (account: Account, password: string | null) => void;
}) {
  const { account } = props;
  const w = words.value.office.accounts;
  const sending = useSignal(false);
  const move = async (asked: AccountMove) => {
    if (sending.value) return;
    sending.value = true;
    props.onTrouble(null);
    try {
      const path = { account_id: account.account_id };
      const body = { move: asked };
      const moved = await call("post", "/v1/accounts/{account_id}/moves", { path, body });
      props.onMoved(moved.account, moved.password);
      tell(w.moved[asked]);
    } catch (error) {
      props.onTrouble(error);
    }
    sending.value = false;
  };
  const moves: AccountMove[] = [
    account.blocked_at ? "unblock" : "block",
    "give_password",
    ...(account.has_factor ? (["reset_factor"] as const) : []),
    "end_sessions",
  ];
  return (
    <section class="office-part">
      <h3>{w.access}</h3>
      <p class="quiet office-small">{w.accessHint}</p>
      <div class="office-acts">
        {moves.map((one) => (
          <TwiceButton
            key={one}
            class=""
            label={w.move[one]}
            disabled={sending.value}
            onSure={() => void move(one)}
          />
        ))}
      </div>
    </section>
  );
}
