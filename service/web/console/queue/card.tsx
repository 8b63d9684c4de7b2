// One line of a list of incidents.
import { type ReadonlySignal, useComputed } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { type Alarm, type Incident, isOpen } from "../../shared/api/forms";
import { counted, secondsSince, timeOf } from "../../shared/format";
import { BellIcon, CommandIcon, NoteIcon, WarnIcon } from "../../shared/ui/icons";
import { Flags, StateBadge } from "../../shared/ui/marks";
import { Badge, Priority } from "../../shared/ui/parts";
import { said, words } from "../../shared/words";
import { Eta } from "../eta";
import { atLine, openIncident } from "../keys";
import { unseen } from "../state/bell";
import { chosenId } from "../state/chosen";
import { areaName } from "../state/desk";
import { newLines } from "../state/lines";

const narrow = matchMedia("(max-width: 759px)");

/** Open a line. Opened by key, or where the queue makes room for it, the focus goes along. */
function open(incident_id: string, byKey: boolean): void {
  openIncident(incident_id);
  if (!byKey && !narrow.matches) return;
  // Once it has been drawn anew, and still into the same frame.
  queueMicrotask(() => document.querySelector<HTMLElement>(".incident-name")?.focus());
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
export function AlarmCard(props: { alarm: Alarm; entry: ReadonlySignal<string | null> }) {
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
