// The viewing room: signed, in its time, under an officer's eyes; nothing of it is left behind.
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { call } from "../../shared/api/call";
import { second } from "../../shared/api/clock";
import type { Viewing, ViewingRoom } from "../../shared/api/forms";
import { counted, timeOf } from "../../shared/format";
import { BackIcon, ClockIcon, FilmIcon, InfoIcon, ShieldIcon } from "../../shared/ui/icons";
import { Empty, Failed, TwiceButton, Waiting } from "../../shared/ui/parts";
import { tellProblem } from "../../shared/ui/toast";
import { reviewWords } from "../../shared/words/review";
import { viewingWords } from "../../shared/words/viewing";
import {
  type Chosen,
  chosen,
  chosenStage,
  followRequest,
  openRequest,
  readRequest,
} from "../review/chosen";
import { MoveDialog } from "../review/move";
import { goReview, reviewAddress } from "../review-where";
import { me } from "../state/desk";
import { Screen } from "./screen";
import { Sign } from "./sign";
import { attendShowing, readShowing, room, runningOf, showingStage } from "./state";
import "../office/office.css";
import "../review/review.css";
import "./viewing.css";

const SOON_S = 5 * 60;

export function Room(props: { footage_id: string }) {
  const w = viewingWords.value.room;
  useEffect(followRequest, []);
  useEffect(() => openRequest(props.footage_id), [props.footage_id]);
  useEffect(() => attendShowing(props.footage_id), [props.footage_id]);
  const [of, open] = [chosen.value, room.value];
  if (of && open) return <Open of={of} open={open} />;
  if (chosenStage.value === "gone") {
    return (
      <Empty bad title={w.gone}>
        <button type="button" class="button" onClick={() => goReview()}>
          {reviewWords.value.back}
        </button>
      </Empty>
    );
  }
  if (chosenStage.value === "failed" || showingStage.value === "failed") {
    return (
      <Failed
        again={() => {
          void readRequest();
          void readShowing();
        }}
      />
    );
  }
  return <Waiting lines={6} />;
}

function Open(props: { of: Chosen; open: ViewingRoom }) {
  const { open } = props;
  const { request } = props.of.whole;
  const w = viewingWords.value.room;
  const title = useRef<HTMLHeadingElement>(null);
  // Which viewing of this screen has been left behind, and whether by its time.
  const left = useSignal<{ viewing_id: string } | null>(null);
  useEffect(() => title.current?.focus(), []);
  const running = runningOf(open, second.value);
  const here = running?.here ? running : null;
  const over = open.viewings.find((one) => one.here && one !== running) ?? null;
  useEffect(() => {
    if (here) left.value = { viewing_id: here.viewing_id };
  }, [here?.viewing_id]);
  const isLeft = !here && over !== null && left.value?.viewing_id === over.viewing_id;
  return (
    <article class="room">
      <header class="room-head">
        <a class="button small" href={reviewAddress(request.footage_id)}>
          <BackIcon />
          {w.back}
        </a>
        <h2 ref={title} tabIndex={-1}>
          {w.title} · {w.of(request.number)}
        </h2>
        {here && <Left viewing={here} />}
      </header>
      {here ? (
        <Running viewing={here} />
      ) : isLeft ? (
        <Over
          of={props.of}
          open={open}
          over={over}
          onAgain={() => {
            left.value = null;
          }}
        />
      ) : (
        <Before of={props.of} open={open} elsewhere={running} />
      )}
    </article>
  );
}

/** How long this viewing still is. */
function Left(props: { viewing: Viewing }) {
  const w = viewingWords.value.play;
  const left_s = (Date.parse(props.viewing.until_at) - second.value) / 1000;
  return (
    <>
      <strong class={`room-left ${left_s < SOON_S ? "soon" : ""}`} role="timer">
        <ClockIcon />
        {w.left(counted(left_s))}
      </strong>
      <span class="aside" role="status">
        {left_s < SOON_S && w.soon}
      </span>
    </>
  );
}

function Running(props: { viewing: Viewing }) {
  const { viewing } = props;
  const all = viewingWords.value;
  const w = all.play;
  const waits = viewing.needs_second && viewing.second === null;
  const end = async () => {
    const path = { viewing_id: viewing.viewing_id };
    await call("post", "/v1/viewings/{viewing_id}/end", { path }).catch(tellProblem);
    await readShowing();
  };
  return (
    <>
      <Facts
        lines={[
          [all.room.place, viewing.place],
          [all.room.until, timeOf(viewing.until_at)],
          [all.room.officer, all.past.by(viewing.officer, viewing.second)],
        ]}
      >
        <TwiceButton class="" label={w.end} sure={w.sureEnd} onSure={() => void end()} />
      </Facts>
      {waits ? (
        <Empty icon={<ShieldIcon />} title={w.waitSecond} hint={w.waitSecondHint(viewing.number)} />
      ) : (
        <Screen viewing={viewing} />
      )}
    </>
  );
}

function Over(props: { of: Chosen; open: ViewingRoom; over: Viewing; onAgain: () => void }) {
  const { open, over } = props;
  const w = viewingWords.value.over;
  const { request, steps } = props.of.whole;
  const recording = useSignal(false);
  const may = steps.some((step) => step.move === "record_result" && step.missing === null);
  const isOpen = open.closes_at !== null && Date.parse(open.closes_at) > second.value;
  return (
    <Empty icon={<ShieldIcon />} title={w.title} hint={w.hint}>
      {over.ended_at === null && <p>{w.slot}</p>}
      <div class="office-acts room-acts">
        {may && (
          <button
            type="button"
            class="button main"
            onClick={() => {
              recording.value = true;
            }}
          >
            {w.result}
          </button>
        )}
        {isOpen && (
          <button type="button" class="button" onClick={props.onAgain}>
            {w.more}
          </button>
        )}
        <a class="button" href={reviewAddress(request.footage_id)}>
          {viewingWords.value.room.back}
        </a>
      </div>
      {recording.value && (
        <MoveDialog
          whole={props.of.whole}
          move="record_result"
          onClose={() => {
            recording.value = false;
          }}
        />
      )}
    </Empty>
  );
}

/** What still keeps a viewing from beginning; or the undertaking. */
function Before(props: { of: Chosen; open: ViewingRoom; elsewhere: Viewing | null }) {
  const { of, open, elsewhere } = props;
  const { request } = of.whole;
  const w = viewingWords.value.room;
  const { opens_at, closes_at } = open;
  if (!["scheduled", "viewing"].includes(request.state)) {
    const state = reviewWords.value.state[request.state];
    return <Empty icon={<InfoIcon />} title={w.notNow} hint={w.notNowHint(state)} />;
  }
  if (opens_at === null || closes_at === null || open.slot_at === null) {
    return <Empty icon={<ClockIcon />} title={w.noSlot} hint={w.noSlotHint} />;
  }
  if (second.value >= Date.parse(closes_at)) return <Late of={of} />;
  const early_s = (Date.parse(opens_at) - second.value) / 1000;
  return (
    <>
      <Facts
        lines={[
          [w.place, open.place ?? ""],
          [w.slot, timeOf(open.slot_at)],
          [w.until, timeOf(closes_at)],
          [w.officer, me.value?.display ?? ""],
          [w.films, String(open.films.length)],
        ]}
      />
      {elsewhere && (
        <p class="remark warn">
          <InfoIcon />
          {w.elsewhere(elsewhere.number)}
        </p>
      )}
      {early_s > 0 ? (
        <Empty icon={<ClockIcon />} title={w.early} hint={w.earlyHint(timeOf(opens_at))}>
          <strong class="mono" role="timer">
            {w.opensIn(counted(early_s))}
          </strong>
        </Empty>
      ) : open.films.length === 0 ? (
        <Empty icon={<FilmIcon />} title={w.nothing} hint={w.nothingHint} />
      ) : (
        <Sign
          whole={of.whole}
          room={open}
          onBegun={() => {
            void readShowing();
          }}
        />
      )}
    </>
  );
}

/** Its time is over and nobody was shown anything. */
function Late(props: { of: Chosen }) {
  const w = viewingWords.value.room;
  const { whole } = props.of;
  const noting = useSignal(false);
  const may = whole.steps.some((step) => step.move === "no_show" && step.missing === null);
  return (
    <Empty icon={<ClockIcon />} title={w.late} hint={w.lateHint}>
      {may && (
        <button
          type="button"
          class="button main"
          onClick={() => {
            noting.value = true;
          }}
        >
          {w.noShow}
        </button>
      )}
      {noting.value && (
        <MoveDialog
          whole={whole}
          move="no_show"
          onClose={() => {
            noting.value = false;
          }}
        />
      )}
    </Empty>
  );
}

function Facts(props: {
  lines: readonly (readonly [name: string, value: string])[];
  children?: ComponentChildren;
}) {
  return (
    <div class="room-facts">
      <dl>
        {props.lines.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {props.children}
    </div>
  );
}
