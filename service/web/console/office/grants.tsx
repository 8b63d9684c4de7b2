// Roles as an administrator gives them: in which area, until when, by which agreement.
import type { Account, Area, NewGrant, Role } from "../../shared/api/forms";
import { Refused } from "../../shared/api/problem";
import { dayOf } from "../../shared/format";
import { TextField } from "../../shared/ui/fields";
import { problemWords, words } from "../../shared/words";
import { endOf, dayIn } from "../days";
import { areaName, areas, me, sites } from "../state/desk";
import { AreaField, inOrder } from "./areas";
import { DayField } from "../day";

export type Grant = Account["roles"][number];

const ROLES: readonly Role[] = [
  "dispatcher",
  "duty_leader",
  "patrol_officer",
  "school_contact",
  "reviewer",
  "managing_unit",
  "contractor",
  "inspector",
  "administrator",
];

/** What an account holds now. */
export function standing(account: Account): Grant[] {
  return account.roles.filter((one) => !one.ended);
}

/** A role in one line: what, where, until when. */
export function roleWords(grant: Grant): string {
  const w = words.value.office;
  const where =
    (grant.site_id && sites.value.get(grant.site_id)?.name) || areaName(grant.area_code);
  const line = w.grant.line(w.role[grant.role], where);
  return grant.until_at ? `${line}, ${w.grant.until(dayOf(grant.until_at))}` : line;
}

/** Whether an area lies in those that one administers. */
export function administers(area_code: string): boolean {
  const mine = (me.value?.roles ?? []).filter((one) => one.role === "administrator");
  const line = areas.value.get(area_code)?.lineage ?? [area_code];
  return mine.some((one) => line.includes(one.area_code));
}

/** The areas that one administers, each below the one it belongs to. */
export function administered(): Area[] {
  return inOrder([...areas.value.values()].filter((one) => administers(one.area_code)));
}

/** A role as it is being written. */
export interface Draft {
  role: Role;
  area_code: string;
  site_id: string;
  day: string;
  agreement: string;
}

export function emptyDraft(): Draft {
  const area_code = administered()[0]?.area_code ?? "";
  return { role: "dispatcher", area_code, site_id: "", day: "", agreement: "" };
}

export function isWhole(draft: Draft): boolean {
  if (draft.role === "school_contact" && !draft.site_id) return false;
  if (draft.role === "contractor" && (!draft.agreement.trim() || !draft.day)) return false;
  return draft.area_code !== "";
}

export function written(draft: Draft): NewGrant {
  return {
    role: draft.role,
    area_code: draft.area_code,
    site_id: draft.role === "school_contact" ? draft.site_id : null,
    until_at: draft.day ? endOf(draft.day) : null,
    agreement: draft.role === "contractor" ? draft.agreement.trim() : null,
  };
}

/** A role that is held, as it is said again beside a new one. */
export function again(grant: Grant): NewGrant {
  const { role, area_code, site_id, until_at, agreement } = grant;
  return { role, area_code, site_id, until_at, agreement };
}

/** What a refusal says of one field of one of the roles; empty where it is about another. */
export function wrongIn(error: unknown, field: string): string {
  if (!(error instanceof Refused)) return "";
  return error.problem.field?.endsWith(field) ? problemWords(error) : "";
}

/** The fields of a role; what a role needs beside an area is asked for with it. */
export function GrantFields(props: {
  draft: Draft;
  trouble: unknown;
  onChange: (draft: Draft) => void;
}) {
  const { draft, trouble } = props;
  const w = words.value.office;
  const set = (change: Partial<Draft>) => props.onChange({ ...draft, ...change });
  const bound = draft.role === "contractor";
  const schools = [...sites.value.values()]
    .filter((one) => one.area_code === draft.area_code)
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  return (
    <>
      <div class="fields">
        <label class="field">
          <span class="label">{w.grant.role}</span>
          <select
            value={draft.role}
            onChange={(event) => set({ role: event.currentTarget.value as Role })}
          >
            {ROLES.map((role) => (
              <option key={role} value={role}>
                {w.role[role]}
              </option>
            ))}
          </select>
        </label>
        <AreaField
          value={draft.area_code}
          of={administered()}
          wrong={wrongIn(trouble, "area_code")}
          onChoose={(area_code) => set({ area_code, site_id: "" })}
        />
      </div>
      {draft.role === "school_contact" && (
        <label class="field">
          <span class="label">{w.grant.site}</span>
          <select
            value={draft.site_id}
            onChange={(event) => set({ site_id: event.currentTarget.value })}
          >
            <option value="">{schools.length ? w.grant.chooseSite : w.grant.noSite}</option>
            {schools.map((one) => (
              <option key={one.site_id} value={one.site_id}>
                {one.name}
              </option>
            ))}
          </select>
        </label>
      )}
      {bound && (
        <TextField
          label={w.grant.agreement}
          value={draft.agreement}
          maxLength={200}
          required
          hint={wrongIn(trouble, "agreement")}
          wrong={wrongIn(trouble, "agreement") !== ""}
          onText={(agreement) => set({ agreement })}
        />
      )}
      <DayField
        label={bound ? w.grant.endNeeded : w.grant.end}
        from={dayIn(0)}
        value={draft.day}
        wrong={wrongIn(trouble, "until_at")}
        onDay={(day) => set({ day })}
      />
    </>
  );
}
