// What rings the phones of a unit besides the page, seen before it is needed.
import { signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { call } from "../../shared/api/call";
import type { OfficerReach } from "../../shared/api/forms";
import { secondsSince, span } from "../../shared/format";
import { BellIcon, BellOffIcon, WarnIcon } from "../../shared/ui/icons";
import { words } from "../../shared/words";
import "../styles/reach.css";

const AGAIN_MS = 60_000;
const KNOWN_MOST = 300;

const known = signal<ReadonlyMap<string, readonly OfficerReach[]>>(new Map());
let asking: Promise<void> = Promise.resolve();

/** Ask about one unit; one question at a time, however long the list is. */
function ask(unit_id: string, wanted: () => boolean): void {
  asking = asking.then(async () => {
    if (!wanted()) return;
    const path = { unit_id };
    const found = await call("get", "/v1/units/{unit_id}/reach", { path }).catch(() => null);
    if (!found) return; // What was known stays; it is asked again.
    const others = [...known.peek()].filter(([id]) => id !== unit_id);
    known.value = new Map([...others, [unit_id, found] as const].slice(-KNOWN_MOST));
  });
}

/** One line: proven, set up but not proven, or only while the page is open. */
export function ReachMark(props: { unit_id: string }) {
  const { unit_id } = props;
  const ref = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    let seen = false;
    const look = () => ask(unit_id, () => seen);
    const watching = new IntersectionObserver((entries) => {
      const before = seen;
      seen = entries.some((entry) => entry.isIntersecting);
      if (seen && !before) look();
    });
    if (ref.current) watching.observe(ref.current);
    const timer = setInterval(() => seen && look(), AGAIN_MS);
    return () => {
      seen = false;
      watching.disconnect();
      clearInterval(timer);
    };
  }, [unit_id]);
  const found = known.value.get(unit_id);
  const mark = found ? markOf(found) : null;
  const Icon = { good: BellIcon, warn: BellOffIcon, bad: WarnIcon }[mark?.tone ?? "warn"];
  return (
    <span ref={ref} class={`reach ${mark?.tone ?? ""}`}>
      {mark && <Icon />}
      {mark?.text ?? words.value.state.waiting}
    </span>
  );
}

function markOf(officers: readonly OfficerReach[]): {
  tone: "good" | "warn" | "bad";
  text: string;
} {
  const w = words.value.units.reach;
  if (officers.length === 0) return { tone: "bad", text: w.nobody };
  const rung = officers
    .flatMap((officer) => officer.phones)
    .filter((phone) => phone.retired_at === null && phone.gateway !== "none");
  const proven = rung.map((phone) => phone.received_at ?? "").sort();
  const last = proven.at(-1);
  if (last) return { tone: "good", text: w.proven(span(secondsSince(last))) };
  if (rung.length > 0) return { tone: "warn", text: w.unproven };
  const number = officers.some((officer) => officer.has_number);
  return { tone: "warn", text: number ? w.number : w.open };
}
