// Says aloud, to those who listen instead of looking, what has just begun to ring.
import { computed } from "@preact/signals";
import { useRef } from "preact/hooks";
import { Announce } from "../shared/ui/parts";
import { words } from "../shared/words";
import { unseen } from "./state/bell";
import { incidents } from "./state/desk";

const newest = computed(() => {
  const calling = [...unseen.value].flatMap((id) => incidents.items.value.get(id) ?? []);
  return calling.sort((a, b) => (a.changed_at < b.changed_at ? 1 : -1))[0] ?? null;
});

export function Announcer() {
  const w = words.value;
  const said = useRef("");
  const one = newest.value;
  if (one) {
    const what = `${w.kind[one.kind]}, ${one.title}, ${w.priority(one.priority)}`;
    said.current = one.desk_at ? w.bell.announceDesk(what) : w.bell.announce(what);
  }
  return <Announce text={one ? said.current : ""} />;
}
