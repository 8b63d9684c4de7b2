// What is kept, put into words: a row as pairs of a name and what it says. Marks that only machines
// read are left out; they are in the file.
import type { KeptPart } from "../api/forms";
import { wholeTimeOf } from "../format";
import { said, words } from "../words";
import { ownWords } from "../words/own";

export type Row = Readonly<Record<string, unknown>>;

/** What a column is called and what it says; `verbatim` where a machine or a person chose it. */
export interface Pair {
  name: string;
  text: string;
  verbatim: boolean;
}

/** The name of an area by its code. */
export type AreaName = (code: string) => string;

const LEFT_OUT = /(_id|^scope|^areas)$/;
const VERBATIM: ReadonlySet<string> = new Set(["address", "device", "model", "name"]);
const INSTANT = /^\d{4}-\d\d-\d\dT/;

/** The tables of words for what a column of a part says. */
function tableOf(part: string, column: string): Record<string, string> | undefined {
  const w = words.value;
  const o = ownWords.value;
  const tables: Record<string, Record<string, string>> = {
    "roles.role": o.role,
    "security.kind": o.security,
    "phones.platform": o.platform,
    "phones.gateway": o.gateway,
    "phones.retired_why": o.retired,
    "phones.allows": o.allows,
    "rings.channel": w.channel,
    "rings.outcome": w.outcome,
    "tasks.state": w.taskState,
    "tasks.reason": w.patrol.ring.reasons,
    "looks.kind": w.register.kind,
    "consents.kind": o.notices.kind,
    "consents.how": o.how,
    "requests.kind": o.requests.kinds,
    "requests.state": o.requests.state,
    "requests.reason": o.refusal,
  };
  return tables[`${part}.${column}`];
}

function valueOf(part: string, column: string, value: unknown, areaName: AreaName): string {
  const o = ownWords.value;
  if (typeof value === "boolean") return value ? o.data.yes : o.data.no;
  if (typeof value === "number") return String(value);
  if (Array.isArray(value)) {
    const each = value.map((one) => valueOf(part, column, one, areaName));
    return each.filter(Boolean).join(words.value.between);
  }
  if (typeof value !== "string") return objectOf(part, column, value, areaName);
  if (part === "security" && column === "roles") return roleIn(value, areaName);
  if (part === "looks" && column === "content") return seen(value, areaName);
  if (part === "looks" && column === "reason") return whyOf(value);
  if (column === "work_unit") return value.split(",").map(areaName).join(words.value.between);
  if (column === "area_code") return areaName(value);
  if (INSTANT.test(value)) return wholeTimeOf(value);
  const table = tableOf(part, column);
  return table ? said(table, value) : value;
}

/** Words in two languages, or what a phone allows: the names of what is true. */
function objectOf(part: string, column: string, value: unknown, areaName: AreaName): string {
  if (typeof value !== "object" || value === null) return "";
  if ("what" in value) return valueOf(part, column, value.what, areaName);
  if ("zh" in value && "en" in value) return inLanguage(value as { zh: string; en: string });
  const allowed = Object.entries(value).filter(([, yes]) => yes === true);
  const table = tableOf(part, column) ?? {};
  return allowed.map(([name]) => said(table, name)).join(words.value.between);
}

/** The same in the page's language. */
export function inLanguage(both: { zh: string; en: string }): string {
  return words.value.language === "English" ? both.zh : both.en;
}

/** "dispatcher 371402001": a role in an area. */
function roleIn(value: string, areaName: AreaName): string {
  const [role = "", area = ""] = value.split(" ");
  return `${said(ownWords.value.role, role)} · ${areaName(area)}`;
}

function whyOf(reason: string): string {
  const number = /^incident (\d+)$/.exec(reason)?.[1];
  if (number) return words.value.register.ofIncident(Number(number));
  return reason === "missing child" ? words.value.bulletin.title : reason;
}

/** What was looked at, as far as it has a name; its ids stand in the file. */
function seen(content: string, areaName: AreaName): string {
  const found = (pattern: RegExp) => pattern.exec(content)?.[1];
  const ways = found(/positions of (.+)$/);
  if (ways) return words.value.register.ways(ways);
  const area = found(/on the screens of (\d+)$/);
  if (area) return areaName(area);
  return found(/^snapshot \S+ of (.+), \w+$/) ?? found(/^live view of (.+)$/) ?? "";
}

/** What a row says, by name; what is empty says nothing. */
export function pairsOf(part: KeptPart["part"], row: Row, areaName: AreaName): Pair[] {
  const names = ownWords.value.field;
  return Object.entries(row).flatMap(([column, value]) => {
    if (value === null || value === "" || LEFT_OUT.test(column)) return [];
    const text = valueOf(part, column, value, areaName);
    const name = said(names, column);
    return text ? [{ name, text, verbatim: VERBATIM.has(column) }] : [];
  });
}
