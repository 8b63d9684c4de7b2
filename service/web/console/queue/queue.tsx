// The left of the desk: what is open, what has ended, what is broken.
import { computed, type ReadonlySignal, useComputed } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { type Alarm, type Incident, isOpen } from "../../shared/api/forms";
import { counted, secondsSince, timeOf } from "../../shared/format";
import { BellIcon, CommandIcon, NoteIcon, ShieldIcon, WarnIcon } from "../../shared/ui/icons";
import { Flags, StateBadge } from "../../shared/ui/marks";
import { Badge, Empty, focusAfter, Priority } from "../../shared/ui/parts";
import { said, words } from "../../shared/words";
import { atLine, entryOf, openIncident, step } from "../keys";
import { unseen } from "../state/bell";
import { chosenId } from "../state/chosen";
import { newLines } from "../state/lines";
import { areaName, faults, OPEN_MOST, queue } from "../state/desk";
import { Eta } from "../eta";
import { list, type List } from "../pane";
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

const narrow = matchMedia("(max-width: 759px)");

/** Open a line. Opened by key, or where the queue makes room for it, the focus goes along. */
function open(incident_id: string, byKey: boolean): void {
  openIncident(incident_id);
  if (byKey || narrow.matches) focusAfter(".incident-name");
}

function Card(props: {
  incident_id: string;
  entry: ReadonlySignal<string | null>;
  class: string;
  mark: ComponentChildren;
  children: ComponentChildren;
}) {
  // Each line asks for itself: fifty are not drawn anew because one is opened.
  const { incident_id, entry } = props;
  const isUnseen = useComputed(() => unseen.value.has(incident_id)).value;
  const isChosen = useComputed(() => chosenId.value === incident_id).value;
  const isEntry = useComputed(() => entry.value === incident_id).value;
  return (
    <button
      type="button"
      data-line={props.incident_id}
      class={`card ${props.class} ${isUnseen ? "unseen" : ""}`}
      aria-current={isChosen ? "true" : undefined}
      tabIndex={isEntry ? 0 : -1}
      onFocus={() => {
        atLine.value = props.incident_id;
      }}
      onClick={(event) => open(props.incident_id, event.detail === 0)}
    >
      {props.mark}
      {props.children}
      {isUnseen && <span class="card-new">{words.value.mark.unseen}</span>}
    </button>
  );
}

/** One incident as a line of the queue or of what has ended. */
export function IncidentCard(props: { incident: Incident; entry: ReadonlySignal<string | null> }) {
  const one = props.incident;
  const w = words.value;
  return (
    <Card
      incident_id={one.incident_id}
      entry={props.entry}
      class={one.test ? "drill" : `p${one.priority}`}
      mark={<Priority level={one.priority} test={one.test} />}
    >
      <span class="card-title">
        <strong>{w.kind[one.kind]}</strong>
        <span class="one-line">{one.title || areaName(one.area_code)}</span>
      </span>
      <Age at={one.opened_at} ended_at={one.closed_at} />
      <span class="card-where">
        <span class="one-line">
          {w.incident.number(one.number)} · {areaName(one.area_code)}
        </span>
        {(one.commander || isOpen(one)) && (
          <span class="card-who">
            <CommandIcon />
            <span class="one-line">{one.commander ? one.commander.name : w.queue.nobody}</span>
          </span>
        )}
      </span>
      <span class="card-marks">
        <StateBadge state={one.state} />
        <Flags of={one} />
        {one.desk_at && (
          <Badge tone="bad" hint={said(w.deskReason, one.desk_reason ?? "")}>
            <WarnIcon />
            {w.queue.atDesk}
          </Badge>
        )}
        {one.latched > 0 && (
          <Badge hint={w.mark.latched(one.latched)}>
            <BellIcon />
            <span aria-hidden="true">{one.latched}</span>
            <span class="aside">{w.mark.latched(one.latched)}</span>
          </Badge>
        )}
        <NewLines incident_id={one.incident_id} />
        <Eta incident={one} short />
        {one.disposition && <Badge>{w.disposition[one.disposition]}</Badge>}
      </span>
    </Card>
  );
}

/** What units have written there since somebody at this screen last looked. */
function NewLines(props: { incident_id: string }) {
  const count = useComputed(() => newLines.value[props.incident_id] ?? 0).value;
  if (count === 0) return null;
  const said = words.value.messages.unread(count);
  return (
    <Badge tone="accent" hint={said}>
      <NoteIcon />
      {said}
    </Badge>
  );
}

/** A latched alarm whose incident is not here: shown all the same. */
function AlarmCard(props: { alarm: Alarm; entry: ReadonlySignal<string | null> }) {
  const { alarm } = props;
  const w = words.value;
  return (
    <Card
      incident_id={alarm.incident_id}
      entry={props.entry}
      class={alarm.test ? "drill" : "p1"}
      mark={<BellIcon />}
    >
      <span class="card-title">
        <strong>{w.kind[alarm.kind]}</strong>
        <span class="one-line">{alarm.room}</span>
      </span>
      <Age at={alarm.received_at} ended_at={null} />
      <span class="card-where">{w.queue.alarmAlone}</span>
      <span class="card-marks">
        <Badge tone="bad">{w.mark.latched(1)}</Badge>
        <Flags of={alarm} />
      </span>
    </Card>
  );
}

/** How long it has been open, or when it ended. */
function Age(props: { at: string; ended_at: string | null }) {
  const shown = props.ended_at ? timeOf(props.ended_at) : counted(secondsSince(props.at));
  return (
    <time class="card-age" dateTime={props.ended_at ?? props.at} title={timeOf(props.at)}>
      {shown}
    </time>
  );
}
