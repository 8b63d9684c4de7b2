// The left of the desk: what is open, what has ended, what is broken.
import { computed } from "@preact/signals";
import { ShieldIcon, WarnIcon } from "../../shared/ui/icons";
import { Empty } from "../../shared/ui/parts";
import { words } from "../../shared/words";
import { entryOf, step } from "../keys";
import { list, type List } from "../pane";
import { faults, OPEN_MOST, queue } from "../state/desk";
import { AlarmCard, IncidentCard } from "./card";
import { DrillBars } from "./drills";
import { Ended } from "./ended";
import { Faults } from "./faults";

export function Queue() {
  const w = words.value.queue;
  return (
    <>
      <div class="tabs" role="tablist" aria-label={w.title}>
        <ListTab name="queue" label={w.title} count={queue.value.length} />
        <ListTab name="ended" label={w.ended} />
        <ListTab name="faults" label={w.faults} count={faults.items.value.size} />
      </div>
      <DrillBars />
      <div
        class="queue-list"
        role="tabpanel"
        id="queue-panel"
        aria-labelledby={`tab-${list.value}`}
        onKeyDown={onKeyDown}
      >
        {list.value === "queue" && <Open />}
        {list.value === "ended" && <Ended />}
        {list.value === "faults" && <Faults />}
      </div>
    </>
  );
}

/** Arrows go from line to line. */
function onKeyDown(event: KeyboardEvent): void {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const onLine = event.target instanceof HTMLElement && event.target.dataset["line"] !== undefined;
  if (by === undefined || !onLine) return;
  event.preventDefault();
  step(by);
}

function ListTab(props: { name: List; label: string; count?: number }) {
  const chosen = list.value === props.name;
  return (
    <button
      type="button"
      role="tab"
      id={`tab-${props.name}`}
      class="tab"
      aria-selected={chosen}
      aria-controls="queue-panel"
      onClick={() => {
        list.value = props.name;
      }}
    >
      {props.label}
      {props.count !== undefined && <span class="tab-count">{props.count}</span>}
    </button>
  );
}

const openEntry = computed(() =>
  entryOf(queue.value.map(({ incident, alarm }) => (incident ?? alarm).incident_id)),
);

function Open() {
  const w = words.value.queue;
  const items = queue.value;
  if (items.length === 0) {
    return <Empty icon={<ShieldIcon />} title={w.calm} hint={w.calmHint} />;
  }
  return (
    <>
      <ol class="cards">
        {items.map(({ id, incident, alarm }) => (
          <li key={id}>
            {incident ? (
              <IncidentCard incident={incident} entry={openEntry} />
            ) : (
              <AlarmCard alarm={alarm} entry={openEntry} />
            )}
          </li>
        ))}
      </ol>
      {items.length >= OPEN_MOST && (
        <p class="remark warn">
          <WarnIcon />
          {w.cut}
        </p>
      )}
    </>
  );
}
