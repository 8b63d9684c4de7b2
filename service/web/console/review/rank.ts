// Which request comes first, which are shown, and how much time is left: pure.
import type { FootageCategory, FootageRequest, FootageState } from "../../shared/api/forms";

export const FILTERS = [
  "all",
  "urgent",
  "not_held",
  "late",
  "office",
  "waiting",
  "appeal",
] as const;
export type Filter = (typeof FILTERS)[number];

// Somebody else acts in these: the applicant, a managing unit, nobody.
const ELSEWHERE: ReadonlySet<FootageState> = new Set([
  ...(["needs_info", "refused", "scheduled", "notified", "expired_no_show"] as const),
  ...(["overwritten", "upheld", "redirected_to_110", "redirected_to_case"] as const),
  ...(["consent_pending", "accepted", "overturned"] as const),
]);

/** When the first recording is lost that nobody holds back; null where none is known to be. */
export function lostAt(one: FootageRequest): string | null {
  return one.held < one.cameras ? one.overwrite_at : null;
}

/** Whether a request belongs under a filter. */
export function fits(one: FootageRequest, filter: Filter): boolean {
  switch (filter) {
    case "all":
      return true;
    case "urgent":
      return one.lane === "emergency";
    case "not_held":
      return one.not_held > 0 || one.cameras === 0;
    case "late":
      return one.late_at !== null;
    case "office":
      return !ELSEWHERE.has(one.state) && one.state !== "appealed";
    case "waiting":
      return ELSEWHERE.has(one.state);
    case "appeal":
      return one.state === "appealed";
  }
}

/** Emergencies, then what is lost first, then what is due first, then the eldest.
 *
 * What is lost only after its state is due does not overtake what has to be done before. */
export function ranked(all: Iterable<FootageRequest>): FootageRequest[] {
  const key = (one: FootageRequest): [number, string, number] => {
    const instants = [lostAt(one), one.due_at].filter((at) => at !== null).sort();
    return [one.lane === "emergency" ? 0 : 1, instants[0] ?? "9", one.number];
  };
  return [...all].sort((a, b) => {
    const [left, right] = [key(a), key(b)];
    const at = left.findIndex((part, n) => part !== right[n]);
    if (at === -1) return 0;
    return (left[at] as number | string) < (right[at] as number | string) ? -1 : 1;
  });
}

/** The requests of a filter and a category, the most urgent first. */
export function shownOf(
  all: Iterable<FootageRequest>,
  filter: Filter,
  category: FootageCategory | "",
): FootageRequest[] {
  const of = [...all].filter((one) => category === "" || one.category === category);
  return ranked(of.filter((one) => fits(one, filter)));
}
