// How long what is kept in an area: what holds now, by whose word, and what is to come.
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { call } from "../../shared/api/call";
import { now } from "../../shared/api/clock";
import type { AreaKeeping, Keeping as Policy } from "../../shared/api/forms";
import { dayOf } from "../../shared/format";
import { ClockIcon, PlusIcon } from "../../shared/ui/icons";
import { Badge, Empty, Failed, Waiting } from "../../shared/ui/parts";
import { words } from "../../shared/words";
import { areaName, sites } from "../state/desk";
import { AreaField, ownAreas } from "./areas";
import { administers } from "./grants";
import { NewPolicy } from "./keeping-new";

export function Keeping() {
  const w = words.value.office.keeping;
  const area_code = useSignal(ownAreas()[0]?.area_code ?? "");
  const found = useSignal<AreaKeeping | null>(null);
  const failed = useSignal(false);
  const writing = useSignal(false);
  const read = async () => {
    const asked = area_code.peek();
    failed.value = false;
    try {
      const path = { area_code: asked };
      const told = await call("get", "/v1/areas/{area_code}/keeping", { path });
      if (asked === area_code.peek()) found.value = told;
    } catch {
      if (asked === area_code.peek()) failed.value = true;
    }
  };
  useEffect(() => {
    found.value = null;
    void read();
  }, [area_code.value]);
  return (
    <>
      <div class="office-sought">
        <AreaField
          value={area_code.value}
          of={ownAreas()}
          onChoose={(code) => {
            area_code.value = code;
          }}
        />
        {administers(area_code.value) && found.value && (
          <button
            type="button"
            class="button main"
            onClick={() => {
              writing.value = true;
            }}
          >
            <PlusIcon />
            {w.add}
          </button>
        )}
      </div>
      {failed.value && <Failed again={() => void read()} />}
      {!failed.value && !found.value && <Waiting lines={6} />}
      {found.value && (
        <>
          <Holding keeping={found.value} />
          <Versions policies={found.value.policies} />
        </>
      )}
      {writing.value && found.value && (
        <NewPolicy
          area_code={area_code.value}
          keeping={found.value}
          onClose={() => {
            writing.value = false;
          }}
          onSet={() => void read()}
        />
      )}
    </>
  );
}

/** What holds now, kind by kind. */
function Holding(props: { keeping: AreaKeeping }) {
  const w = words.value.office.keeping;
  return (
    <div class="office-scroll" tabIndex={0} role="region" aria-label={w.holds}>
      <table class="office-table">
        <caption>{w.holds}</caption>
        <thead>
          <tr>
            <th scope="col">{w.what}</th>
            <th scope="col">{w.floor}</th>
            <th scope="col">{w.ceiling}</th>
            <th scope="col">{w.by}</th>
          </tr>
        </thead>
        <tbody>
          {props.keeping.holds.map((one) => (
            <tr key={one.kind}>
              <th scope="row">
                {w.kind[one.kind]}
                <small>{w.kindHint[one.kind]}</small>
              </th>
              <td>{w.days(one.span.floor_days)}</td>
              <td>{w.days(one.span.ceiling_days)}</td>
              <td>{one.area_code ? areaName(one.area_code) : w.system}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** This area's own policies: to come, in force, past. */
function Versions(props: { policies: readonly Policy[] }) {
  const w = words.value.office.keeping;
  const begun = props.policies.find((one) => Date.parse(one.from_at) <= now());
  return (
    <section class="office-part">
      <h3>{w.versions}</h3>
      {props.policies.length === 0 && (
        <Empty icon={<ClockIcon />} title={w.none} hint={w.noneHint} />
      )}
      {props.policies.length > 0 && (
        <ol class="office-rows">
          {props.policies.map((one) => (
            <li key={one.policy_id}>
              <article class="office-row">
                <div>
                  <p class="office-line">
                    <strong>{w.from(dayOf(one.from_at))}</strong>
                    {one === begun ? (
                      <Badge tone="good">{w.inForce}</Badge>
                    ) : Date.parse(one.from_at) > now() ? (
                      <Badge tone="accent">{w.planned}</Badge>
                    ) : (
                      <Badge>{w.past}</Badge>
                    )}
                  </p>
                  <p class="office-small">
                    {Object.entries(one.rules)
                      .map(([kind, span]) =>
                        w.rule(
                          w.kind[kind as keyof typeof w.kind],
                          w.days(span.floor_days),
                          w.days(span.ceiling_days),
                        ),
                      )
                      .join(" · ") || w.noRules}
                  </p>
                  {one.sites.length > 0 && (
                    <p class="office-small">
                      {w.named(
                        one.sites.map((id) => sites.value.get(id)?.name ?? w.aSite).join(", "),
                      )}
                    </p>
                  )}
                  <p class="office-small quiet">{w.made(one.made_by, dayOf(one.made_at))}</p>
                </div>
              </article>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
