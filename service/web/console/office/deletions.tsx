// Proof of what was deleted: what, how much, by which policies, with digests for whoever compares.
import { useSignal } from "@preact/signals";
import { call } from "../../shared/api/call";
import type { DataKind, Deletion } from "../../shared/api/forms";
import { dayOf, exactTimeOf, timeOf } from "../../shared/format";
import { ShieldIcon } from "../../shared/ui/icons";
import { Badge } from "../../shared/ui/parts";
import { words } from "../../shared/words";
import { areaName } from "../state/desk";
import { Rows, usePaged } from "./paged";

const PAGE = 50;
const KINDS: readonly DataKind[] = [
  "pictures",
  "tracks",
  "personal",
  "security_log",
  "register",
  "orphans",
];

export function Deletions() {
  const w = words.value.office;
  const kind = useSignal<DataKind | "">("");
  const list = usePaged<Deletion>(kind.value, PAGE, (last) =>
    call("get", "/v1/deletions", {
      query: {
        kind: kind.value || undefined,
        before: last?.at,
        before_id: last?.deletion_id,
        count: PAGE,
      },
    }),
  );
  return (
    <>
      <search class="office-sought">
        <label class="field">
          <span class="label">{w.keeping.what}</span>
          <select
            value={kind.value}
            onChange={(event) => {
              kind.value = event.currentTarget.value as DataKind | "";
            }}
          >
            <option value="">{w.deletions.all}</option>
            {KINDS.map((one) => (
              <option key={one} value={one}>
                {w.keeping.kind[one]}
              </option>
            ))}
          </select>
        </label>
      </search>
      <Rows
        of={list}
        idOf={(one) => one.deletion_id}
        none={w.deletions.none}
        noneHint={w.deletions.noneHint}
        icon={<ShieldIcon />}
        row={(one) => <Row deletion={one} />}
      />
    </>
  );
}

function Row(props: { deletion: Deletion }) {
  const { deletion } = props;
  const w = words.value.office;
  const { oldest_at, newest_at, digests } = deletion;
  const of = oldest_at && newest_at ? w.deletions.span(dayOf(oldest_at), dayOf(newest_at)) : "";
  const told = [
    of,
    deletion.areas.map(areaName).join(", "),
    deletion.incidents.length ? w.deletions.incidents(deletion.incidents.length) : "",
    deletion.policies.length ? w.deletions.policies(deletion.policies.length) : w.keeping.system,
  ];
  return (
    <article class="office-row">
      <div>
        <p class="office-line">
          <Badge>{w.keeping.kind[deletion.kind]}</Badge>
          <strong>{w.deletions.count(deletion.count)}</strong>
          <time class="quiet" dateTime={deletion.at} title={exactTimeOf(deletion.at)}>
            {timeOf(deletion.at)}
          </time>
        </p>
        <p class="office-small quiet">{told.filter(Boolean).join(" · ")}</p>
        {digests.length > 0 && (
          <details class="office-small">
            <summary>{w.deletions.digests(digests.length)}</summary>
            <ul>
              {digests.map((one) => (
                <li key={one}>
                  <code class="mono">{one}</code>
                </li>
              ))}
            </ul>
          </details>
        )}
      </div>
    </article>
  );
}
