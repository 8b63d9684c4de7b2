// The right of the desk while a past incident is replayed: how it stood at the moment looked at.
import { useEffect } from "preact/hooks";
import { counted, exactTimeOf, timeOf } from "../../shared/format";
import { films } from "../../shared/pictures/film";
import { FilmTile } from "../../shared/pictures/tile";
import { BackIcon, NextIcon, PauseIcon, PlayIcon, WarnIcon } from "../../shared/ui/icons";
import { Empty, Failed, Told, Waiting } from "../../shared/ui/parts";
import { words } from "../../shared/words";
import { dialog } from "../dialogs/shown";
import { since } from "../state/chosen";
import { areaName } from "../state/desk";
import { incidentSight } from "../state/sight";
import {
  at_ms,
  instant,
  length_ms,
  linesThen,
  picturesThen,
  play,
  playing,
  replay,
  replayFailed,
  replayOf,
  seek,
  speed,
  SPEEDS,
  startReplay,
  stepMinutes,
  stopReplay,
} from "../state/replay";
import { entryWords } from "./entry";

export function ReplayPanel() {
  const w = words.value;
  const of = replay.value;
  const id = replayOf.value;
  useEffect(() => {
    // From here on keys mean the replay, not the line of the queue that led here.
    document.querySelector<HTMLElement>(".replay .incident-name")?.focus();
  }, [of]);
  if (id === null) return null;
  if (replayFailed.value) {
    return (
      <>
        <Failed again={() => startReplay(id)} />
        <Leave />
      </>
    );
  }
  if (!of) return <Waiting lines={8} />;
  const waysKept = of.trails.some((trail) => trail.points.length > 0);
  return (
    <article class="incident replay">
      <header class="incident-head">
        <div class="replay-title">
          <div class="incident-name" tabIndex={-1} data-rest>
            <h2>
              {w.replay.title}
              <span class="quiet">{w.incident.number(of.incident.number)}</span>
            </h2>
            <p class="incident-place">{of.incident.title || areaName(of.incident.area_code)}</p>
          </div>
          <Leave />
        </div>
        <Controls />
        {of.cut && (
          <p class="remark warn">
            <WarnIcon />
            {w.replay.cut}
          </p>
        )}
        {of.trails.length > 0 && !waysKept && <p class="quiet">{w.replay.noWays}</p>}
      </header>
      <div class="incident-body">
        <div class="incident-story">
          <Lines />
          <PicturesThen incident_id={id} />
        </div>
      </div>
    </article>
  );
}

function Leave() {
  return (
    <button type="button" class="button" onClick={stopReplay}>
      {words.value.replay.leave}
    </button>
  );
}

function Controls() {
  const w = words.value.replay;
  return (
    <div class="replay-controls" role="group" aria-label={w.title}>
      <output class="replay-clock">
        {timeOf(instant.value)} <small class="quiet">+{counted(at_ms.value / 1000)}</small>
      </output>
      <input
        type="range"
        class="replay-range"
        aria-label={w.moment}
        aria-valuetext={timeOf(instant.value)}
        min={0}
        max={length_ms.value}
        step={1000}
        value={at_ms.value}
        onInput={(event) => seek(event.currentTarget.valueAsNumber)}
      />
      <div class="replay-acts">
        <button
          type="button"
          class="button icon"
          aria-label={w.back}
          onClick={() => stepMinutes(-1)}
        >
          <BackIcon />
        </button>
        <button
          type="button"
          class="button main icon"
          aria-label={playing.value ? w.pause : w.play}
          onClick={play}
        >
          {playing.value ? <PauseIcon /> : <PlayIcon />}
        </button>
        <button type="button" class="button icon" aria-label={w.on} onClick={() => stepMinutes(1)}>
          <NextIcon />
        </button>
        <span class="replay-speeds" role="group" aria-label={w.speed}>
          {SPEEDS.map((one) => (
            <button
              key={one}
              type="button"
              class="button small"
              aria-pressed={speed.value === one}
              onClick={() => {
                speed.value = one;
              }}
            >
              ×{one}
            </button>
          ))}
        </span>
      </div>
    </div>
  );
}

function Lines() {
  const w = words.value;
  return (
    <section class="part timeline-part">
      <h3>{w.incident.timeline}</h3>
      <ol class="timeline">
        {linesThen.value.map((entry) => {
          const { who, what, more, note, tone } = entryWords(entry, areaName);
          return (
            <li key={entry.entry_id} class={`line ${tone}`}>
              <time dateTime={entry.at} title={exactTimeOf(entry.at)}>
                {timeOf(entry.at)}
              </time>
              <div class="line-text">
                <p>
                  {who && <strong>{who}</strong>} {what}
                </p>
                {more && <p class="quiet">{more}</p>}
                {note && <Told text={note} />}
              </div>
            </li>
          );
        })}
      </ol>
    </section>
  );
}

function PicturesThen(props: { incident_id: string }) {
  const w = words.value;
  const there = picturesThen.value;
  const sight = incidentSight(props.incident_id);
  const came = new Map(there.map((one, index) => [one.camera_id, index]));
  const order = films(there).sort(
    (a, b) => (came.get(a.face.camera_id) ?? 0) - (came.get(b.face.camera_id) ?? 0),
  );
  return (
    <section class="part pictures">
      <h3>
        {w.incident.pictures}
        <span class="part-count">{there.length}</span>
      </h3>
      {there.length === 0 && <Empty title={w.replay.noPicture} />}
      <ul class="strip">
        {order.map((film) => (
          <FilmTile
            key={film.face.camera_id}
            film={film}
            sight={sight}
            since={since.value}
            thumbs
            onOpen={(one, live) => {
              dialog.value = { name: "picture", opened: { one, live } };
            }}
          />
        ))}
      </ul>
    </section>
  );
}
