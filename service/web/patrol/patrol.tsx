// One officer's screen: whatever is most urgent fills it.
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { AccountButton, OwnAccount } from "../shared/account/own";
import { closeAccount } from "../shared/account/shown";
import { signOut } from "../shared/api/session";
import { liveState } from "../shared/live/stream";
import { forgetSights } from "../shared/pictures/sight";
import { soundState, unlock } from "../shared/sound";
import { Dialog } from "../shared/ui/dialog";
import { Choice } from "../shared/ui/fields";
import {
  AgainIcon,
  BellOffIcon,
  GearIcon,
  NoLineIcon,
  OutIcon,
  PersonIcon,
  WarnIcon,
} from "../shared/ui/icons";
import { Empty, Failed, LineState, Waiting } from "../shared/ui/parts";
import { type Theme, theme } from "../shared/ui/theme";
import { switchLanguage, words } from "../shared/words";
import { OffDuty, OnDuty } from "./screens/duty";
import { OverBar, OverScreen } from "./screens/over";
import { RingScreen, SendingScreen } from "./screens/ring";
import { TaskScreen } from "./screens/task";
import { onDuty } from "./state/duty";
import { inHand, over, rings, sending } from "./state/inbox";
import { mayRenew, renewPage } from "./state/installed";
import { attend, loadMe, me, meStage } from "./state/officer";
import { threadShown } from "./screens/messages";
import { LeaveDialog, leaving, QueueDialog, queueShown, signOutHere } from "./screens/queue";
import { refusals } from "./state/outgoing";
import { stuckWords } from "./unsent";

const settings = signal(false);

export function Patrol() {
  useEffect(() => {
    void loadMe();
    return () => {
      me.value = null;
      meStage.value = "waiting";
      settings.value = false;
      forgetSights();
    };
  }, []);
  const officer = me.value?.unit ? me.value : null;
  const calls = rings.value.length > 0;
  // A dialog lies above everything, and would lie above a ring as well.
  useEffect(() => {
    if (!calls) return;
    settings.value = queueShown.value = leaving.value = threadShown.value = false;
    closeAccount();
  }, [calls]);
  useEffect(() => (officer ? attend(officer) : undefined), [officer?.account_id]);
  const w = words.value;
  if (meStage.value === "failed") return <Failed again={loadMe} />;
  if (meStage.value === "waiting") return <Waiting lines={4} />;
  if (!officer) {
    return (
      <main class="door">
        <Empty title={w.signIn.noPatrol} hint={w.problem.byCode["patrol.no_unit"]}>
          <a class="button main" href="/console/">
            {w.signIn.toConsole}
          </a>
          <button type="button" class="button" onClick={() => signOut()}>
            {w.act.signOut}
          </button>
        </Empty>
      </main>
    );
  }
  return (
    <div class="patrol">
      <header class="patrol-head">
        <h1 class="one-line">
          <PersonIcon />
          {officer.unit?.call_sign}
        </h1>
        <LineState />
        <button
          type="button"
          class="button plain icon"
          aria-label={w.patrol.settings}
          onClick={() => {
            settings.value = true;
          }}
        >
          <GearIcon />
        </button>
      </header>
      <Unsent />
      <Silent />
      <Fresh />
      <main class="patrol-main">
        <Screen />
      </main>
      {settings.value && <Settings />}
      {queueShown.value && <QueueDialog />}
      {leaving.value && <LeaveDialog />}
      <OwnAccount calm={isCalm()} />
    </div>
  );
}

/** Nothing rings, nothing is in hand and nothing else is read. */
function isCalm(): boolean {
  const read = settings.value || queueShown.value || leaving.value || threadShown.value;
  return rings.value.length + inHand.value.length + sending.value.length === 0 && !read;
}

/** A ring before everything, then the task in hand, then what has just ended, then nothing. */
function Screen() {
  const ringing = rings.value[0];
  if (ringing) return <RingScreen key={ringing.task_id} task={ringing} />;
  const task = inHand.value[0];
  if (task) {
    return (
      <>
        {over.value && <OverBar over={over.value} />}
        <TaskScreen key={task.task_id} task={task} others={inHand.value.slice(1)} />
      </>
    );
  }
  const waiting = sending.value[0];
  if (waiting) return <SendingScreen key={waiting.task_id} task={waiting} />;
  if (over.value) return <OverScreen key={over.value.task.task_id} over={over.value} />;
  return onDuty.value ? <OnDuty /> : <OffDuty />;
}

/** What this phone has done and the service does not know yet, or that it hears nothing new. */
function Unsent() {
  const w = words.value;
  const old = liveState.value === "offline" && inHand.value.length > 0;
  const waits = stuckWords();
  const refused = refusals.value.length > 0;
  if (!waits && !refused) {
    if (!old) return null;
    return (
      <p class="bar warn" role="status">
        <NoLineIcon />
        {w.live.brokenHint}
      </p>
    );
  }
  return (
    <div role="status">
      <button
        type="button"
        class={`bar ${waits ? "warn" : "bad"}`}
        onClick={() => {
          queueShown.value = true;
        }}
      >
        {waits ? <NoLineIcon /> : <WarnIcon />}
        {waits ?? w.patrol.unsent.refusals(refusals.value.length)}
        <strong>{w.patrol.unsent.show}</strong>
      </button>
    </div>
  );
}

/** A phone that cannot ring says so, and one touch mends it. */
function Silent() {
  const w = words.value.patrol.sound;
  if (soundState.value !== "blocked" || !onDuty.value) return null;
  return (
    <button type="button" class="bar bad" onClick={() => unlock()}>
      <BellOffIcon />
      {w.blocked}
      <strong>{w.enable}</strong>
    </button>
  );
}

/** A new version waits: on duty it comes with a touch, since a page that starts anew is silent. */
function Fresh() {
  const w = words.value.patrol.fresh;
  if (!mayRenew.value) return null;
  return (
    <button type="button" class="bar new" onClick={renewPage}>
      <AgainIcon />
      {w.title}
      <strong>{w.action}</strong>
    </button>
  );
}

const THEMES: readonly Theme[] = ["auto", "light", "dark"];

function Settings() {
  const w = words.value;
  const close = () => {
    settings.value = false;
  };
  return (
    <Dialog title={w.patrol.settings} onClose={close}>
      {me.value && <p class="quiet">{w.menu.signedInAs(me.value.display)}</p>}
      <Choice
        legend={w.menu.theme}
        options={THEMES.map((value) => ({ value, label: w.menu[value] }))}
        value={theme.value}
        onChoose={(value) => {
          theme.value = value;
        }}
      />
      <button type="button" class="button" title={w.languageHint} onClick={switchLanguage}>
        {w.language}
      </button>
      <AccountButton onGo={close} />
      <button
        type="button"
        class="button"
        onClick={() => {
          close();
          signOutHere();
        }}
      >
        <OutIcon />
        {w.act.signOut}
      </button>
    </Dialog>
  );
}
