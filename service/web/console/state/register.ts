// The access register, for those who oversee it: sought, a page at a time, and taken out.
import { signal } from "@preact/signals";
import { call, readFile } from "../../shared/api/call";
import type { Anchor, LookRow } from "../../shared/api/forms";
import { tellProblem } from "../../shared/ui/toast";
import { me } from "./desk";

const PAGE = 50;
const INSPECTORS = ["administrator", "inspector"];

export interface Sought {
  incident: string;
  person: string;
  from: string;
  until: string;
}

export const ANY: Sought = { incident: "", person: "", from: "", until: "" };

export const looks = signal<readonly LookRow[]>([]);
export const looksStage = signal<"waiting" | "ready" | "failed">("waiting");
export const moreLooks = signal(false);
export const anchor = signal<Anchor | null>(null);
let turn = 0;

/** Whether this account oversees who looks. */
export function mayInspect(): boolean {
  return (me.value?.roles ?? []).some(({ role }) => INSPECTORS.includes(role));
}

/** A day from its first instant, or from that of the next. */
function instant(day: string, after: number): string | undefined {
  const at = new Date(`${day}T00:00:00`);
  if (!day || Number.isNaN(at.getTime())) return undefined;
  at.setDate(at.getDate() + after);
  return at.toISOString();
}

function asked(sought: Sought) {
  const number = Number(sought.incident);
  return {
    incident: Number.isInteger(number) && number > 0 ? number : undefined,
    person: sought.person.trim() || undefined,
    from_at: instant(sought.from, 0),
    until_at: instant(sought.until, 1),
  };
}

/** Read the newest that are sought; with `further` those before the last that is shown. */
export async function readLooks(sought: Sought, further = false): Promise<void> {
  const mine = ++turn;
  if (!further) looksStage.value = "waiting";
  const before = further ? looks.value.at(-1)?.number : undefined;
  try {
    const query = { ...asked(sought), before, count: PAGE };
    const [page, anchors] = await Promise.all([
      call("get", "/v1/access-register", { query }),
      call("get", "/v1/access-register/anchors", { query: { count: 1 } }),
    ]);
    if (mine !== turn) return;
    looks.value = further ? [...looks.value, ...page] : page;
    moreLooks.value = page.length === PAGE;
    anchor.value = anchors[0] ?? null;
    looksStage.value = "ready";
  } catch (error) {
    if (mine !== turn) return;
    if (further) tellProblem(error);
    else looksStage.value = "failed";
  }
}

/** Nothing of it stays on this screen. */
export function forgetLooks(): void {
  turn += 1;
  looks.value = [];
  anchor.value = null;
}

/** Take out what is sought; that one does is in the register first. */
export async function takeOut(sought: Sought, format: "ndjson" | "csv", chinese: boolean) {
  const given = Object.entries({ ...asked(sought), format, chinese });
  const query = new URLSearchParams(
    given.flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  );
  try {
    const file = await readFile(`/v1/access-register/export?${query}`);
    const link = document.createElement("a");
    link.href = URL.createObjectURL(file);
    link.download = `access-register.${format}`;
    link.click();
    URL.revokeObjectURL(link.href);
  } catch (error) {
    tellProblem(error);
  }
}
