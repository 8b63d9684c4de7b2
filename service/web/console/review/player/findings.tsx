// What was found: by whom, whether a second person has confirmed it, and what it shows.
import { useSignal } from "@preact/signals";
import { call } from "../../../shared/api/call";
import type { FootageDesk, FootageFinding } from "../../../shared/api/forms";
import { exactTimeOf, timeOf } from "../../../shared/format";
import { Badge, Told, TwiceButton } from "../../../shared/ui/parts";
import { tellProblem } from "../../../shared/ui/toast";
import { playerWords } from "../../../shared/words/player";
import { me } from "../../state/desk";
import { Sheet } from "./sheet";
import { findings, gather } from "./state";

export function Findings(props: { desk: FootageDesk }) {
  const w = playerWords.value.findings;
  return (
    <div class="player-findings">
      <h4>{w.title}</h4>
      {findings.value.length === 0 && <p class="quiet office-small">{w.none}</p>}
      <ol>
        {findings.value.map((one) => (
          <li key={one.finding_id}>
            <One finding={one} desk={props.desk} />
          </li>
        ))}
      </ol>
    </div>
  );
}

function One(props: { finding: FootageFinding; desk: FootageDesk }) {
  const { finding } = props;
  const w = playerWords.value.findings;
  const sending = useSignal(false);
  const looking = useSignal(false);
  const camera = props.desk.cameras.find((one) => one.camera_id === finding.camera_id);
  const act = async (door: "confirm" | "take-back") => {
    if (sending.value) return;
    sending.value = true;
    const path = { finding_id: finding.finding_id };
    try {
      if (door === "confirm")
        await call("post", "/v1/footage-findings/{finding_id}/confirm", { path });
      else await call("post", "/v1/footage-findings/{finding_id}/take-back", { path });
    } catch (error) {
      tellProblem(error);
    }
    sending.value = false;
    gather("findings");
  };
  const isOff = finding.taken_back_at !== null;
  const waits = finding.second !== null && finding.confirmed_at === null && !isOff;
  const own = finding.marked_by === me.value?.account_id;
  const isSpan = finding.from_at !== finding.until_at;
  return (
    <article class={`player-finding ${isOff ? "off" : ""}`}>
      <div>
        <p class="office-line">
          <strong>{w.kind[finding.kind]}</strong>
          {finding.stands && <Badge tone="good">{w.stands}</Badge>}
          {waits && <Badge tone="warn">{w.waits}</Badge>}
          {finding.confirmed_name && <Badge>{w.confirmed(finding.confirmed_name)}</Badge>}
          {finding.taken_back_name && <Badge>{w.takenBack(finding.taken_back_name)}</Badge>}
        </p>
        <p class="office-small quiet">
          {camera?.name} ·{" "}
          {isSpan
            ? w.span(exactTimeOf(finding.from_at), exactTimeOf(finding.until_at))
            : exactTimeOf(finding.from_at)}{" "}
          · {w.by(finding.marked_name, timeOf(finding.marked_at))}
        </p>
        {finding.words && <Told text={finding.words} />}
      </div>
      {!isOff && (
        <div class="office-acts">
          {camera?.may_look && (
            <button
              type="button"
              class="button small"
              onClick={() => {
                looking.value = true;
              }}
            >
              {w.look}
            </button>
          )}
          {waits && !own && (
            <button
              type="button"
              class="button small main"
              disabled={sending.value}
              onClick={() => void act("confirm")}
            >
              {w.confirm}
            </button>
          )}
          <TwiceButton label={w.takeBack} onSure={() => void act("take-back")} />
        </div>
      )}
      {looking.value && (
        <Sheet
          title={w.kind[finding.kind]}
          path={`/v1/footage-findings/${finding.finding_id}/look`}
          body={null}
          label={w.span(exactTimeOf(finding.from_at), exactTimeOf(finding.until_at))}
          onClose={() => {
            looking.value = false;
          }}
        />
      )}
    </article>
  );
}
