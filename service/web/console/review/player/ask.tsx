// Asking of a recording: when a thing changed, when anything moved there, which minutes are lively.
import { call } from "../../../shared/api/call";
import type { DeskCamera, FootageDesk, ReviewKind } from "../../../shared/api/forms";
import { exactTimeOf } from "../../../shared/format";
import { useAttempt } from "../../../shared/ui/attempt";
import { CrossIcon } from "../../../shared/ui/icons";
import { tell } from "../../../shared/ui/toast";
import { playerWords } from "../../../shared/words/player";
import { Trouble } from "../../office/trouble";
import { frame, goneAt, mark, region, thereAt } from "./at";
import { gather } from "./state";

export function AskReview(props: {
  desk: FootageDesk;
  camera: DeskCamera;
  drawing: boolean;
  onDraw: (on: boolean) => void;
}) {
  const { desk, camera } = props;
  const w = playerWords.value;
  const { waiting, problem, attempt } = useAttempt();
  const box = region.value;
  const marked = thereAt.value.length > 0 && goneAt.value.length > 0;
  const ask = (kind: ReviewKind) =>
    attempt(async () => {
      const isMoment = kind === "moment";
      await call("post", "/v1/footage-requests/{footage_id}/reviews", {
        path: { footage_id: desk.footage_id },
        body: {
          camera_id: camera.camera_id,
          kind,
          region: kind === "ribbon" ? null : box,
          there_at: isMoment ? [...thereAt.value] : [],
          gone_at: isMoment ? [...goneAt.value] : [],
          steps: 48,
          from_at: null,
          until_at: null,
        },
      });
      tell(w.ask.asked);
      gather("reviews");
    });
  return (
    <div class="player-ask">
      <div class="player-ask-row">
        <h4>{w.region.title}</h4>
        <button
          type="button"
          class="button small"
          aria-pressed={props.drawing}
          disabled={frame.value === null}
          onClick={() => props.onDraw(!props.drawing)}
        >
          {props.drawing ? w.region.keep : w.region.draw}
        </button>
        {box && <span class="quiet">{w.region.size(box.width, box.height)}</span>}
        {box && (
          <button
            type="button"
            class="button small plain"
            onClick={() => {
              region.value = null;
              props.onDraw(false);
            }}
          >
            {w.region.clear}
          </button>
        )}
      </div>
      {props.drawing && <p class="quiet office-small">{w.region.drawing}</p>}
      <div class="player-ask-row">
        <h4>{w.anchors.title}</h4>
        <button
          type="button"
          class="button small"
          disabled={frame.value === null}
          onClick={() => mark(thereAt)}
        >
          {w.anchors.there}
        </button>
        <button
          type="button"
          class="button small"
          disabled={frame.value === null}
          onClick={() => mark(goneAt)}
        >
          {w.anchors.gone}
        </button>
        {thereAt.value.map((at) => (
          <Anchor key={at} of={thereAt} at={at} text={w.anchors.thereAt(exactTimeOf(at))} />
        ))}
        {goneAt.value.map((at) => (
          <Anchor key={at} of={goneAt} at={at} text={w.anchors.goneAt(exactTimeOf(at))} />
        ))}
      </div>
      <p class="quiet office-small">{w.anchors.hint}</p>
      <div class="office-acts">
        <button
          type="button"
          class="button main"
          disabled={waiting.value || !box || !marked}
          title={box ? (marked ? undefined : w.anchors.needed) : w.region.needed}
          onClick={() => void ask("moment")}
        >
          {w.ask.moment}
        </button>
        <button
          type="button"
          class="button"
          disabled={waiting.value || !box}
          title={box ? undefined : w.region.needed}
          onClick={() => void ask("timeline")}
        >
          {w.ask.timeline}
        </button>
        <button
          type="button"
          class="button"
          disabled={waiting.value}
          onClick={() => void ask("ribbon")}
        >
          {w.ask.ribbon}
        </button>
      </div>
      <Trouble error={problem.value} />
    </div>
  );
}

function Anchor(props: { of: typeof thereAt; at: string; text: string }) {
  const { of, at } = props;
  return (
    <span class="player-anchor">
      {props.text}
      <button
        type="button"
        class="button small icon plain"
        aria-label={playerWords.value.anchors.drop(exactTimeOf(at))}
        onClick={() => {
          of.value = of.value.filter((one) => one !== at);
        }}
      >
        <CrossIcon />
      </button>
    </span>
  );
}
