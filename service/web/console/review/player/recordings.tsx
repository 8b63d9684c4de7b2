// The recordings of a request: who has it, which cameras may be looked at, and the one in the player.
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { call } from "../../../shared/api/call";
import type { DeskCamera, FootageDesk, WholeFootage } from "../../../shared/api/forms";
import { Refused } from "../../../shared/api/problem";
import { spanOf, timeOf } from "../../../shared/format";
import { AgainIcon, CameraIcon, InfoIcon, WarnIcon } from "../../../shared/ui/icons";
import { Badge, Empty, Failed, Waiting } from "../../../shared/ui/parts";
import { tellBad, tellProblem } from "../../../shared/ui/toast";
import { said } from "../../../shared/words";
import { playerWords } from "../../../shared/words/player";
import { Findings } from "./findings";
import { HandOver } from "./hand-over";
import { Player } from "./player";
import { RecorderClock } from "./recorder-clock";
import { Reviews } from "./reviews";
import {
  attendDesk,
  gather,
  lying,
  lyingStage,
  readDesk,
  releaseRequest,
  takeRequest,
} from "./state";
import "./player.css";

// In these a recording may be looked at; before there is nothing to take.
const LOOKS: ReadonlySet<string> = new Set([
  "scheduled",
  "officer_review",
  "viewing",
  "emergency_active",
]);

/** Whether a request has come so far that its recordings concern anybody. */
export function hasRecordings(whole: WholeFootage): boolean {
  return LOOKS.has(whole.request.state) || whole.request.outcome !== null;
}

export function Recordings(props: { whole: WholeFootage }) {
  const { footage_id } = props.whole.request;
  const w = playerWords.value;
  useEffect(() => attendDesk(footage_id), [footage_id]);
  const desk = lying.value;
  return (
    <section class="office-part review-part player-part" aria-label={w.title}>
      <h3>{w.title}</h3>
      {lyingStage.value === "failed" && <Failed again={() => void readDesk()} />}
      {lyingStage.value === "waiting" && <Waiting lines={3} />}
      {desk && <Desk desk={desk} />}
    </section>
  );
}

function Desk(props: { desk: FootageDesk }) {
  const { desk } = props;
  const w = playerWords.value;
  const chosen = useSignal<string | null>(null);
  const open = desk.cameras.filter((one) => one.may_look);
  const camera = open.find((one) => one.camera_id === chosen.value) ?? open[0];
  return (
    <>
      <Holder desk={desk} canLook={open.length > 0} />
      {desk.second && (
        <p class="remark warn">
          <InfoIcon />
          {w.second[desk.second]}
        </p>
      )}
      {open.length === 0 ? (
        <Empty icon={<CameraIcon />} title={w.nothing} hint={w.nothingHint} />
      ) : (
        <div class="player-cameras" role="group" aria-label={w.camera}>
          {desk.cameras.map((one) => (
            <button
              key={one.camera_id}
              type="button"
              class="button small"
              aria-pressed={one.camera_id === camera?.camera_id}
              disabled={!one.may_look}
              onClick={() => {
                chosen.value = one.camera_id;
              }}
            >
              {one.name}
              <span class="quiet">{one.barred ? w.barred[one.barred] : w.state[one.state]}</span>
            </button>
          ))}
        </div>
      )}
      {camera && <Lying key={camera.camera_id} desk={desk} camera={camera} />}
      <Findings desk={desk} />
    </>
  );
}

/** Who has the request for review, and how one takes it, lets go of it or hands it over. */
function Holder(props: { desk: FootageDesk; canLook: boolean }) {
  const { desk } = props;
  const w = playerWords.value;
  const sending = useSignal(false);
  const handing = useSignal(false);
  const act = async (work: () => Promise<void>) => {
    if (sending.value) return;
    sending.value = true;
    try {
      await work();
    } catch (error) {
      const taken = error instanceof Refused && error.problem.code === "reviewing.taken";
      if (taken) tellBad(w.taken(error.problem.who ?? ""));
      else tellProblem(error);
      gather("desk");
    }
    sending.value = false;
  };
  const { holder } = desk;
  const until = holder ? timeOf(holder.until) : "";
  return (
    <div class="player-holder">
      <p role="status">
        {desk.mine && w.mine(until)}
        {!desk.mine && holder && w.theirs(holder.display, until)}
        {!holder && props.canLook && w.free}
      </p>
      <div class="office-acts">
        {!holder && props.canLook && (
          <button
            type="button"
            class="button small main"
            disabled={sending.value}
            onClick={() => void act(takeRequest)}
          >
            {w.take}
          </button>
        )}
        {desk.mine && (
          <>
            <button
              type="button"
              class="button small"
              onClick={() => {
                handing.value = true;
              }}
            >
              {w.handOver}
            </button>
            <button
              type="button"
              class="button small"
              disabled={sending.value}
              onClick={() => void act(releaseRequest)}
            >
              {w.release}
            </button>
          </>
        )}
      </div>
      {handing.value && (
        <HandOver
          footage_id={desk.footage_id}
          onClose={() => {
            handing.value = false;
          }}
        />
      )}
    </div>
  );
}

/** A camera's recording, from nothing to the player. */
function Lying(props: { desk: FootageDesk; camera: DeskCamera }) {
  const { desk, camera } = props;
  const w = playerWords.value;
  const sending = useSignal(false);
  const setting = useSignal(false);
  const bring = async () => {
    if (sending.value) return;
    sending.value = true;
    try {
      await call("post", "/v1/footage-requests/{footage_id}/recordings/{camera_id}", {
        path: { footage_id: desk.footage_id, camera_id: camera.camera_id },
      });
    } catch (error) {
      tellProblem(error);
    }
    sending.value = false;
    gather("desk");
  };
  const isHere = camera.state === "ready" && camera.parts.some((part) => part.why === null);
  return (
    <>
      <p class="office-line office-small">
        <span class="quiet">
          {camera.managing_unit} · {spanOf(camera.from_at, camera.until_at)}
        </span>
        <Clock camera={camera} />
        <Gaps camera={camera} />
      </p>
      {camera.state === "asked" && (
        <div role="status">
          <p class="quiet">{w.bringing}</p>
          <Waiting lines={2} />
        </div>
      )}
      {(camera.state === "failed" || (camera.state === "ready" && !isHere)) && (
        <p class="remark" role="alert">
          <WarnIcon />
          {camera.trouble ? said(w.why, camera.trouble) : w.empty}
        </p>
      )}
      {desk.mine && (
        <div class="office-acts">
          {camera.state !== "asked" && !isHere && (
            <button
              type="button"
              class="button main"
              disabled={sending.value}
              onClick={() => void bring()}
            >
              {camera.state === "known" ? w.bring : w.bringAgain}
            </button>
          )}
          {isHere && (
            <>
              <button
                type="button"
                class="button small"
                disabled={sending.value}
                onClick={() => void bring()}
              >
                <AgainIcon />
                {w.bringAgain}
              </button>
              <button
                type="button"
                class="button small"
                onClick={() => {
                  setting.value = true;
                }}
              >
                {w.setClock}
              </button>
            </>
          )}
        </div>
      )}
      {isHere && desk.mine && <Player desk={desk} camera={camera} />}
      <Reviews desk={desk} camera={camera} />
      {setting.value && (
        <RecorderClock
          footage_id={desk.footage_id}
          camera={camera}
          onClose={() => {
            setting.value = false;
          }}
        />
      )}
    </>
  );
}

function Clock(props: { camera: DeskCamera }) {
  const { ahead_s } = props.camera;
  const w = playerWords.value;
  if (ahead_s === null || ahead_s === 0) return null;
  const s = Math.abs(ahead_s).toFixed(1);
  return <Badge tone="warn">{ahead_s > 0 ? w.clock(s) : w.clockBehind(s)}</Badge>;
}

/** Stretches of which there is nothing: said, since a gap looks like calm. */
function Gaps(props: { camera: DeskCamera }) {
  const { gaps, parts } = props.camera;
  const w = playerWords.value;
  const broken = parts.filter((part) => part.why !== null);
  const all = [
    ...gaps.map((gap) => [gap.from_at, gap.until_at, gap.why] as const),
    ...broken.map((part) => [part.begins_at, part.ends_at, part.why ?? ""] as const),
  ].sort();
  if (all.length === 0) return null;
  return (
    <details class="player-gaps">
      <summary>{w.gaps(all.length)}</summary>
      <ul>
        {all.map(([from, until, why]) => (
          <li key={`${from} ${why}`}>
            {w.gap(`${timeOf(from)} – ${timeOf(until)}`, said(w.why, why))}
          </li>
        ))}
      </ul>
    </details>
  );
}
