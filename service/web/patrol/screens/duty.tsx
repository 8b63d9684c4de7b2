// Off duty: one large key. On duty with nothing to do: calm, and whether this phone can be reached.
import { second } from "../../shared/api/clock";
import { distance, span, timeOf } from "../../shared/format";
import { liveState } from "../../shared/live/stream";
import {
  BellIcon,
  BellOffIcon,
  CheckIcon,
  NoLineIcon,
  PinIcon,
  ShieldIcon,
  WarnIcon,
} from "../../shared/ui/icons";
import { ringOnce, soundState, unlock } from "../../shared/sound";
import { TwiceButton, Waiting } from "../../shared/ui/parts";
import { words } from "../../shared/words";
import { dutySince } from "../state/duty";
import { inboxStage, inHand } from "../state/inbox";
import { setDuty, settingDuty } from "../state/officer";
import { here, keptFixes, placeState, sentAt } from "../state/place";
import { pushState } from "../state/push";
import { InstallSign, PushSign } from "./reach";

export function OffDuty() {
  const w = words.value.patrol;
  const go = () => {
    void unlock(); // The touch that goes on duty is the one that lets this phone ring.
    void setDuty(true);
  };
  return (
    <section class="duty off">
      <div class="duty-say">
        <ShieldIcon />
        <h2>{w.offDuty}</h2>
        <p class="quiet">{w.offHint}</p>
      </div>
      <button type="button" class="button main duty-key" disabled={settingDuty.value} onClick={go}>
        {w.goOn}
      </button>
      <ul class="signs">
        <PushSign />
        <InstallSign />
      </ul>
    </section>
  );
}

export function OnDuty() {
  const w = words.value.patrol;
  if (inboxStage.value === "waiting") return <Waiting lines={3} />;
  const cut = liveState.value === "offline";
  return (
    <section class={`duty on ${cut ? "cut" : ""}`}>
      <div class="duty-say" role="status">
        {cut ? <NoLineIcon /> : <ShieldIcon />}
        <h2>{cut ? w.cut : w.quiet}</h2>
        <p class="quiet">{cut ? w.cutHint : w.quietHint}</p>
      </div>
      <ul class="signs">
        <li class="sign good">
          <CheckIcon />
          <span>
            <strong>{w.onDuty}</strong>
            {dutySince.value !== null && ` ${w.since(timeOf(dutySince.value))}`}
            <small>{pushState.value === "on" ? w.onHintPush : w.onHint}</small>
          </span>
        </li>
        <PlaceSign />
        <SoundSign />
        <PushSign />
        <InstallSign />
      </ul>
      <GoOff />
    </section>
  );
}

/** Going off duty; with a task in hand it is asked twice. */
export function GoOff() {
  const w = words.value.patrol;
  if (inHand.value.length > 0) {
    return (
      <TwiceButton
        class="duty-off"
        label={w.goOff}
        sure={w.sureOff}
        disabled={settingDuty.value}
        onSure={() => setDuty(false)}
      />
    );
  }
  return (
    <button
      type="button"
      class="button duty-off"
      disabled={settingDuty.value}
      onClick={() => setDuty(false)}
    >
      {w.goOff}
    </button>
  );
}

/** Whether this phone can be heard, and a key to hear it oneself. */
function SoundSign() {
  const w = words.value.patrol.sound;
  const ready = soundState.value === "ready";
  return (
    <li class={`sign ${ready ? "good" : "warn"}`}>
      {ready ? <BellIcon /> : <BellOffIcon />}
      <span>
        <strong>{w[soundState.value]}</strong>
      </span>
      {ready && (
        <button type="button" class="button" onClick={ringOnce}>
          {w.test}
        </button>
      )}
    </li>
  );
}

// The service ranks by no place that is older than five minutes; before that somebody should look.
const OLD_MS = 2 * 60_000;

function PlaceSign() {
  const w = words.value.patrol.place;
  const state = placeState.value;
  const bad = state === "denied" || state === "failed";
  const isOld = sentAt.value !== null && second.value - sentAt.value > OLD_MS;
  return (
    <li class={`sign ${bad ? "bad" : state === "found" && !isOld ? "good" : "warn"}`}>
      {bad ? <WarnIcon /> : <PinIcon />}
      <span>
        <strong>{w.title}</strong>
        <small>{placeWords()}</small>
      </span>
    </li>
  );
}

function placeWords(): string {
  const w = words.value.patrol.place;
  if (placeState.value !== "found") return w[placeState.value];
  if (keptFixes.value > 1) return w.kept(keptFixes.value);
  const exact = here.value ? w.exact(distance(Math.max(1, here.value.accuracy_m))) : "";
  const sent =
    sentAt.value === null ? w.waiting : w.sent(span((second.value - sentAt.value) / 1000));
  return [sent, exact].filter(Boolean).join(" · ");
}
