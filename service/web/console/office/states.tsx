import type { Account } from "../../shared/api/forms";
import { Badge } from "../../shared/ui/parts";
import { words } from "../../shared/words";

/** How an account stands, where that is worth a word. */
export function States(props: { account: Account }) {
  const { account } = props;
  const w = words.value.office.accounts;
  return (
    <>
      {account.blocked_at && <Badge tone="bad">{w.blocked}</Badge>}
      {account.password_once && <Badge tone="warn">{w.passwordOnce}</Badge>}
      {!account.has_factor && <Badge>{w.noFactor}</Badge>}
    </>
  );
}
