// What to watch for a request, ring by ring: which cameras, which minutes, in which order; and what
// was seen or watched in vain, from which the plan is made anew.
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { call } from "../../../shared/api/call";
import type { PlannedCamera, ReviewPlan, WholeFootage } from "../../../shared/api/forms";
import { distance, spanOf, timeOf } from "../../../shared/format";
import { MapFrame } from "../../../shared/map/frame";
import { MapIcon, PinIcon, PlusIcon, WarnIcon } from "../../../shared/ui/icons";
import { Badge, Empty, Failed, TwiceButton, Waiting } from "../../../shared/ui/parts";
import { tell, tellProblem } from "../../../shared/ui/toast";
import { planWords } from "../../../shared/words/plan";
import { me } from "../../state/desk";
import { AddCameras, mayAdd, outside } from "./add-cameras";
import { BeginPlan } from "./begin";
import { NoteAnswer } from "./answer";
import { NoteSighting } from "./sighting";
import { attendPlan, keepPlan, plan, planStage, readPlan } from "./state";
import "./plan.css";

// More than these nobody watches before the plan is another.
const SHOWN_FIRST = 12;

export function Plan(props: { whole: WholeFootage; isOver: boolean }) {
  const w = planWords.value;
  const { footage_id } = props.whole.request;
  useEffect(() => attendPlan(footage_id), [footage_id]);
  const beginning = useSignal(false);
  const of = plan.value;
  return (
    <section class="office-part review-part plan" aria-label={w.title}>
      <h3>
        {w.title}
        {of && !props.isOver && (
          <button
            type="button"
            class="button small"
            onClick={() => {
              beginning.value = true;
            }}
          >
            {w.begin}
          </button>
        )}
      </h3>
      {planStage.value === "failed" && <Failed again={() => void readPlan()} />}
      {planStage.value === "waiting" && <Waiting lines={3} />}
      {of && <Whole of={of} whole={props.whole} isOver={props.isOver} />}
      {of && beginning.value && (
        <BeginPlan
          of={of}
          onClose={() => {
            beginning.value = false;
          }}
        />
      )}
    </section>
  );
}

function Whole(props: { of: ReviewPlan; whole: WholeFootage; isOver: boolean }) {
  const { of } = props;
  const w = planWords.value;
  const seen = useSignal<PlannedCamera | null>(null);
  const answering = useSignal(false);
  const adding = useSignal(false);
  const all = useSignal(false);
  // Each map costs a machine without a graphics card dearly.
  const mapped = useSignal(false);
  const isPerson = of.seeking === "person";
  const shown = all.value ? of.cameras : of.cameras.slice(0, SHOWN_FIRST);
  const rings = [...new Set(shown.map((one) => one.ring))];
  const orderOf = new Map(of.cameras.map((one, at) => [one.camera_id, at + 1]));
  return (
    <>
      <p class="office-small quiet">
        {isPerson ? w.person(w.going[of.going]) : w.place} · {spanOf(of.from_at, of.until_at)}
      </p>
      {of.contradict && (
        <p class="remark warn" role="status">
          <WarnIcon />
          {w.contradict}
        </p>
      )}
      <div class="office-acts">
        <button
          type="button"
          class="button small"
          aria-expanded={mapped.value}
          onClick={() => {
            mapped.value = !mapped.value;
          }}
        >
          <MapIcon />
          {w.map}
        </button>
        {!props.isOver && outside(of).length > 0 && mayAdd(props.whole.request) && (
          <button
            type="button"
            class="button small"
            onClick={() => {
              adding.value = true;
            }}
          >
            <PlusIcon />
            {w.add}
          </button>
        )}
      </div>
      {mapped.value && (
        <div class="review-map">
          <MapFrame
            drawing={() => drawing(plan.value ?? of)}
            focus={() => focusOf(plan.value ?? of)}
          />
        </div>
      )}
      {of.cameras.length === 0 && <Empty title={w.none} />}
      {rings.map((ring) => (
        <section key={ring} class="plan-ring" aria-label={w.ring(ring + 1)}>
          <h4>{w.ring(ring + 1)}</h4>
          <ol>
            {shown
              .filter((one) => one.ring === ring)
              .map((one) => (
                <li key={one.camera_id}>
                  <Planned
                    camera={one}
                    order={orderOf.get(one.camera_id) ?? 0}
                    footage_id={of.footage_id}
                    isOver={props.isOver}
                    isPerson={isPerson}
                    onSeen={() => {
                      seen.value = one;
                    }}
                  />
                </li>
              ))}
          </ol>
        </section>
      ))}
      {of.cameras.length > shown.length && (
        <button
          type="button"
          class="button small"
          onClick={() => {
            all.value = true;
          }}
        >
          {w.more(of.cameras.length - shown.length)}
        </button>
      )}
      {!isPerson && !props.isOver && (
        <div class="office-acts">
          <button
            type="button"
            class="button small"
            onClick={() => {
              answering.value = true;
            }}
          >
            {w.answer}
          </button>
        </div>
      )}
      <Known of={of} isOver={props.isOver} />
      {adding.value && (
        <AddCameras
          of={of}
          whole={props.whole}
          onClose={() => {
            adding.value = false;
          }}
        />
      )}
      {seen.value && (
        <NoteSighting
          of={of}
          camera={seen.value}
          onClose={() => {
            seen.value = null;
          }}
        />
      )}
      {answering.value && (
        <NoteAnswer
          of={of}
          onClose={() => {
            answering.value = false;
          }}
        />
      )}
    </>
  );
}

function drawing(of: ReviewPlan) {
  const w = planWords.value;
  const marks = of.cameras.slice(0, SHOWN_FIRST).map((one, at) => ({
    id: one.camera_id,
    place: one.place,
    above: 100 - at,
    node: (
      <span
        class={`review-mark ${one.hole ? "released" : ""}`}
        role="img"
        aria-label={w.mark(at + 1, one.name)}
      >
        {at + 1}
      </span>
    ),
  }));
  const here = {
    id: "place",
    place: of.place,
    above: 200,
    node: (
      <span class="review-pin" role="img" aria-label={w.here}>
        <PinIcon />
      </span>
    ),
  };
  const sectors = of.sectors.map((one) => {
    const spread_deg = (one.until_deg - one.from_deg + 360) % 360 || 360;
    const bearing_deg = (one.from_deg + spread_deg / 2) % 360;
    return { place: of.place, bearing_deg, spread_deg, range_m: one.far_m };
  });
  const all = [of.place, ...of.cameras.map((one) => one.place)];
  return { marks: [...marks, here], labels: [], dots: [], sectors, ways: [], all };
}

function focusOf(of: ReviewPlan) {
  return {
    key: `${of.footage_id} ${of.cameras.length} ${of.from_at}`,
    places: [of.place, ...of.cameras.slice(0, SHOWN_FIRST).map((one) => one.place)],
  };
}

function Planned(props: {
  camera: PlannedCamera;
  order: number;
  footage_id: string;
  isOver: boolean;
  isPerson: boolean;
  onSeen: () => void;
}) {
  const { camera } = props;
  const w = planWords.value;
  const sending = useSignal(false);
  const inVain = async () => {
    const left = camera.left[0];
    if (sending.value || !left) return;
    sending.value = true;
    try {
      const after = await call("post", "/v1/footage-requests/{footage_id}/watched", {
        path: { footage_id: props.footage_id },
        body: { camera_id: camera.camera_id, from_at: left.from_at, until_at: left.until_at },
      });
      keepPlan(after);
      tell(w.anew);
    } catch (error) {
      tellProblem(error);
    }
    sending.value = false;
  };
  return (
    <article class={`plan-camera ${camera.hole ? "hole" : ""}`}>
      <span class={`review-mark ${camera.hole ? "released" : ""}`} aria-hidden="true">
        {props.order}
      </span>
      <div>
        <p class="office-line">
          <strong>{camera.name}</strong>
          <span class="quiet">
            {distance(camera.away_m)} · {w.chance(Math.round(camera.chance * 100))}
          </span>
          {!camera.in_request && <Badge tone="warn">{w.outside}</Badge>}
          {camera.hole && <Badge tone="bad">{w.hole[camera.hole]}</Badge>}
        </p>
        {camera.left.length === 0 && !camera.hole ? (
          <p class="office-small quiet">{w.watched}</p>
        ) : (
          <p class="office-small">
            {camera.left.map((one) => (
              <span key={one.from_at} class="plan-minutes">
                {spanOf(one.from_at, one.until_at)}
              </span>
            ))}
            <span class="quiet">{w.minutes(Math.round(camera.minutes_left))}</span>
          </p>
        )}
      </div>
      {!props.isOver && !camera.hole && (
        <div class="office-acts">
          {props.isPerson && (
            <button type="button" class="button small" onClick={props.onSeen}>
              {w.seen}
            </button>
          )}
          {camera.left.length > 0 && (
            <button
              type="button"
              class="button small"
              disabled={sending.value}
              aria-label={w.inVainOf(camera.name)}
              onClick={() => void inVain()}
            >
              {w.inVain}
            </button>
          )}
        </div>
      )}
    </article>
  );
}

/** What the plan goes by: sightings, and what somebody remembers. */
function Known(props: { of: ReviewPlan; isOver: boolean }) {
  const { of } = props;
  const w = planWords.value;
  const nameOf = (camera_id: string) =>
    of.cameras.find((one) => one.camera_id === camera_id)?.name ?? w.otherCamera;
  const settle = async (sighting_id: string, agrees: boolean) => {
    try {
      const path = { footage_id: of.footage_id, sighting_id };
      const door = "/v1/footage-requests/{footage_id}/sightings/{sighting_id}";
      keepPlan(
        agrees
          ? await call("post", `${door}/confirm`, { path })
          : await call("delete", door, { path }),
      );
      tell(w.anew);
    } catch (error) {
      tellProblem(error);
    }
  };
  if (of.sightings.length + of.answers.length === 0) return null;
  return (
    <div class="plan-known">
      <h4>{w.known}</h4>
      <ul>
        {of.sightings.map((one) => (
          <li key={one.sighting_id}>
            <span class={one.withdrawn ? "plan-off" : ""}>
              {w.sighting(nameOf(one.camera_id), timeOf(one.at))}
              <span class="quiet"> · {one.noted_by}</span>
              {one.confirmed_by && <span class="quiet"> · {w.agreed(one.confirmed_by)}</span>}
            </span>
            <span class="office-acts">
              {one.withdrawn && <Badge>{w.withdrawn}</Badge>}
              {!one.withdrawn && !one.stands && <Badge tone="warn">{w.waits}</Badge>}
              {one.at_desk && <Badge>{w.atDesk}</Badge>}
              {!one.withdrawn && !one.at_desk && !props.isOver && (
                <>
                  {!one.stands && one.noted_id !== me.value?.account_id && (
                    <button
                      type="button"
                      class="button small main"
                      onClick={() => void settle(one.sighting_id, true)}
                    >
                      {w.agree}
                    </button>
                  )}
                  <TwiceButton
                    label={w.withdraw}
                    onSure={() => void settle(one.sighting_id, false)}
                  />
                </>
              )}
            </span>
          </li>
        ))}
        {of.answers.map((one) => (
          <li key={`${one.at} ${one.there}`}>
            <span>
              {one.there ? w.wasThere(timeOf(one.at)) : w.wasGone(timeOf(one.at))}
              <span class="quiet"> · {one.noted_by}</span>
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
