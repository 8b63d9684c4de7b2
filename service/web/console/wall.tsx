// A large picture for a wall: where everything is and how it stands. Nobody's name, nothing to press.
import type { Incident } from "../shared/api/forms";
import { counted, secondsSince, timeNow } from "../shared/format";
import { Flags, StateBadge } from "../shared/ui/marks";
import { ShieldIcon, WarnIcon } from "../shared/ui/icons";
import { Brand } from "../shared/ui/sign-in";
import { Badge, Empty, LineState, Priority } from "../shared/ui/parts";
import { words } from "../shared/words";
import { Eta } from "./eta";
import { DeskMap } from "./map";
import { alarms, areaName, incidents, queue, tasksByUnit, units } from "./state/desk";

// What can be read from across a room; the rest is counted.
const SHOWN_MOST = 12;

export function Wall() {
  const w = words.value;
  const open = queue.value.flatMap(({ incident }) => incident ?? []);
  const more = open.length - SHOWN_MOST;
  return (
    <main class="wall">
      <header class="wall-head">
        <h1>
          <Brand page={w.page.console} />
        </h1>
        <Counters />
        <LineState />
        <time class="wall-clock">{timeNow()}</time>
      </header>
      <section class="wall-queue" aria-label={w.queue.title}>
        {open.length === 0 && <Empty icon={<ShieldIcon />} title={w.queue.calm} />}
        <ol>
          {open.slice(0, SHOWN_MOST).map((one) => (
            <li key={one.incident_id}>
              <Line incident={one} />
            </li>
          ))}
        </ol>
        {more > 0 && <p class="wall-more">{w.queue.more(more)}</p>}
      </section>
      <section class="wall-map">
        <DeskMap />
      </section>
    </main>
  );
}

function Counters() {
  const w = words.value.wall;
  const all = [...incidents.items.value.values()];
  const onDuty = [...units.items.value.values()].filter((unit) => unit.on_duty);
  const busy = onDuty.filter((unit) => tasksByUnit.value.has(unit.unit_id)).length;
  const figures = [
    [w.incidents, all.filter((one) => !one.test).length],
    [w.urgent, all.filter((one) => !one.test && one.priority === 1).length],
    [w.latched, alarms.items.value.size],
    [w.waiting, all.filter((one) => one.desk_at !== null).length],
    [w.free, onDuty.length - busy],
    [w.busy, busy],
  ] as const;
  return (
    <dl class="wall-counters">
      {figures.map(([name, count]) => (
        <div key={name}>
          <dd>{count}</dd>
          <dt>{name}</dt>
        </div>
      ))}
    </dl>
  );
}

function Line(props: { incident: Incident }) {
  const one = props.incident;
  const w = words.value;
  return (
    <article class={`wall-line ${one.test ? "drill" : `p${one.priority}`}`}>
      <Priority level={one.priority} test={one.test} />
      <div>
        <p class="wall-what">
          <strong>{w.kind[one.kind]}</strong> <span>{one.title || areaName(one.area_code)}</span>
        </p>
        <p class="wall-marks">
          <span class="quiet">
            {w.incident.number(one.number)} · {areaName(one.area_code)}
          </span>
          <StateBadge state={one.state} />
          <Flags of={one} />
          {one.desk_at && (
            <Badge tone="bad">
              <WarnIcon />
              {w.queue.atDesk}
            </Badge>
          )}
          <Eta incident={one} short />
        </p>
      </div>
      <time dateTime={one.opened_at}>{counted(secondsSince(one.opened_at))}</time>
    </article>
  );
}
