// What was kept of signing in and of accounts: the newest first, of all or of one account.
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { call } from "../../shared/api/call";
import type { Account, SecurityEvent } from "../../shared/api/forms";
import { exactTimeOf, timeOf } from "../../shared/format";
import { CrossIcon, ShieldIcon } from "../../shared/ui/icons";
import { Badge } from "../../shared/ui/parts";
import { said, words } from "../../shared/words";
import { addressOf } from "../office-where";
import { areaName } from "../state/desk";
import { Rows, usePaged } from "./paged";
import { Search, useSought } from "./sought";

const PAGE = 50;
const BAD: ReadonlySet<string> = new Set(["failed", "code_failed", "stolen"]);
const GRAVE: ReadonlySet<string> = new Set(["blocked", "factor_reset", "password_given"]);

/** Whose events are shown; null for all. */
const whose = signal<{ account_id: string; display: string } | null>(null);

/** Go to the events of one account. */
export function showEventsOf(account: Account): void {
  whose.value = { account_id: account.account_id, display: account.display };
  location.hash = addressOf("events");
}

export function Events() {
  const w = words.value.office.events;
  const { text, sought } = useSought();
  useEffect(
    () => () => {
      whose.value = null;
    },
    [],
  );
  const account_id = whose.value?.account_id;
  const list = usePaged<SecurityEvent>(`${account_id ?? ""} ${sought.value}`, PAGE, (last) =>
    call("get", "/v1/security-events", {
      query: { account_id, q: sought.value, before: last?.event_id, count: PAGE },
    }),
  );
  return (
    <>
      <Search label={w.search} text={text} maxLength={60}>
        {whose.value && (
          <button
            type="button"
            class="button"
            onClick={() => {
              whose.value = null;
            }}
          >
            {w.only(whose.value.display)}
            <CrossIcon />
            <span class="aside">{w.all}</span>
          </button>
        )}
      </Search>
      <Rows
        of={list}
        idOf={(one) => one.event_id}
        none={w.none}
        icon={<ShieldIcon />}
        row={(one) => <Row event={one} />}
      />
    </>
  );
}

function Row(props: { event: SecurityEvent }) {
  const { event } = props;
  const w = words.value.office;
  const tone = BAD.has(event.kind) ? "bad" : GRAVE.has(event.kind) ? "warn" : undefined;
  const roles = event.roles.map((one) => {
    const [role = "", area_code = ""] = one.split(" ");
    return w.grant.line(said(w.role, role), areaName(area_code));
  });
  const told = [
    timeOf(event.at),
    event.by && event.by !== event.name ? w.events.by(event.by) : "",
    event.address,
    ...roles,
  ];
  return (
    <article class="office-row">
      <div>
        <p class="office-line">
          <Badge {...(tone ? { tone } : {})}>{said(w.events.kind, event.kind)}</Badge>
          <strong class="mono">{event.name ?? w.events.nobody}</strong>
        </p>
        <p class="office-small quiet">
          <time dateTime={event.at} title={exactTimeOf(event.at)}>
            {told.filter(Boolean).join(" · ")}
          </time>
        </p>
        {event.device && (
          <p class="office-small quiet mono one-line" title={event.device}>
            {event.device}
          </p>
        )}
      </div>
    </article>
  );
}
