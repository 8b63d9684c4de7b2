// One request: how it stands, what comes next, what is asked, what is held, who consents.
import { useEffect, useRef } from "preact/hooks";
import type { WholeFootage } from "../../shared/api/forms";
import { timeOf } from "../../shared/format";
import { BackIcon, WarnIcon } from "../../shared/ui/icons";
import { Badge } from "../../shared/ui/parts";
import { reviewWords } from "../../shared/words/review";
import { goReview } from "../review-where";
import { Asked } from "./asked";
import { Cameras } from "./cameras";
import type { Chosen } from "./chosen";
import { Consents } from "./consents";
import { History } from "./history";
import { Due, Holding, Lane, Loss } from "./mark";
import { Messages } from "./messages";
import { hasRecordings, Recordings } from "./player/recordings";
import { Plan } from "./plan/plan";
import { Films } from "../viewing/films";
import { Steps } from "./steps";
import { whoOf } from "./who";

export function Request(props: { of: Chosen }) {
  const { whole } = props.of;
  const { request } = whole;
  const w = reviewWords.value;
  const title = useRef<HTMLHeadingElement>(null);
  // Whoever hears the page instead of seeing it hears which request it is.
  useEffect(() => title.current?.focus(), []);
  const isOver = request.state === "closed" || request.state === "withdrawn";
  return (
    <article class="review-request">
      <header class="review-head">
        <button type="button" class="button small review-back" onClick={() => goReview()}>
          <BackIcon />
          {w.back}
        </button>
        <h2 ref={title} tabIndex={-1}>
          {w.number(request.number)} · {w.category[request.category]}
        </h2>
        <p class="office-line">
          <Badge tone="accent">{w.state[request.state]}</Badge>
          <Lane request={request} />
          {!isOver && <Due request={request} />}
          {!isOver && <Loss request={request} />}
          {!isOver && <Holding request={request} />}
          <span class="quiet office-small">
            {w.movedBy(whoOf(request.moved_by), timeOf(request.state_at))}
          </span>
        </p>
      </header>
      {!isOver && <Alarm of={props.of} />}
      <Steps of={props.of} />
      <Asked whole={whole} />
      {hasRecordings(whole) && <Recordings whole={whole} />}
      {hasRecordings(whole) && <Films whole={whole} />}
      {hasPlan(whole) && <Plan whole={whole} isOver={isOver} />}
      <Cameras whole={whole} />
      <Consents of={props.of} />
      <Messages of={props.of} />
      <History of={props.of} />
    </article>
  );
}

/** Before it was looked into nobody plans what to watch; where somebody is missing, at once. */
function hasPlan({ request }: WholeFootage): boolean {
  const early = ["submitted", "identity_verified", "triaged", "needs_info", "refused", "withdrawn"];
  return request.category === "missing_person" || !early.includes(request.state);
}

/** What somebody has to act on before anything else. */
function Alarm(props: { of: Chosen }) {
  const { request, cameras } = props.of.whole;
  const w = reviewWords.value;
  const lost = cameras.filter((one) => one.hold_state === "failed");
  if (lost.length === 0 && cameras.length > 0 && request.late_at === null) return null;
  return (
    <div class="review-alarm" role="alert">
      {lost.length > 0 && (
        <>
          <p class="review-alarm-line">
            <WarnIcon />
            <strong>{w.alarm.title(lost.length)}</strong>
          </p>
          <ul>
            {lost.map((one) => (
              <li key={one.camera_id}>
                {one.name}, {one.managing_unit}
                {one.hold_trouble && `: ${w.trouble[one.hold_trouble]}`}
              </li>
            ))}
          </ul>
          <p>{w.alarm.hint}</p>
        </>
      )}
      {cameras.length === 0 && (
        <p class="review-alarm-line">
          <WarnIcon />
          <strong>{w.alarm.noCameras}</strong>
        </p>
      )}
      {request.late_at !== null && (
        <p class="review-alarm-line">
          <WarnIcon />
          <strong>{w.alarm.late}</strong>
        </p>
      )}
    </div>
  );
}
