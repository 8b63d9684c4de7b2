// The desk: header, queue, map, incident. On narrow screens one pane at a time.
import { effect, signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { OwnAccount } from "../shared/account/own";
import { timeOf } from "../shared/format";
import { cutSince, listen, liveState } from "../shared/live/stream";
import { forgetHandovers, hearHandover, loadHandovers } from "./state/handovers";
import { followScreens, part, wall } from "./screens";
import { Wall } from "./wall";
import { second } from "../shared/api/clock";
import { stopReplay } from "./state/replay";
import { forgetSights } from "../shared/pictures/sight";
import { chime, soundState, unlock } from "../shared/sound";
import {
  BellOffIcon,
  MapIcon,
  NoLineIcon,
  PersonIcon,
  QueueIcon,
  WarnIcon,
} from "../shared/ui/icons";
import { Empty, Failed, Waiting } from "../shared/ui/parts";
import { problemWords, words } from "../shared/words";
import { Announcer } from "./announcer";
import { Dialogs } from "./dialogs/dialogs";
import { closeDialog, dialog } from "./dialogs/shown";
import { Handovers } from "./handovers";
import { Header } from "./header";
import { IncidentPanel } from "./incident/panel";
import { watchKeys } from "./keys";
import { DeskMap } from "./map";
import { leaveOffice } from "./office-where";
import { Elsewhere, isElsewhere } from "./pages";
import { leaveReview } from "./review-where";
import { pane } from "./pane";
import { forgetDraft } from "./dialogs/open";
import { forgetEnded, hearEnded } from "./queue/ended";
import { Queue } from "./queue/queue";
import { hearTest, startBell, unseen } from "./state/bell";
import { choose, chosenId, hearChosen, load } from "./state/chosen";
import { forgetBulletins, hearBulletin, loadBulletins } from "./state/bulletins";
import { forgetFootage, hearFootage, loadFootage } from "./state/footage";
import { forgetLines } from "./state/lines";
import { hearShown, sayShown } from "./state/shown";
import {
  answersUnit,
  forgetDesk,
  hear,
  holdsDesk,
  holdsSchool,
  inspects,
  loadAll,
  me,
  reviewer,
  stage,
} from "./state/desk";

const trouble = signal<unknown>(null);

function read(): void {
  trouble.value = null;
  loadAll()
    .then(() => {
      void loadFootage();
      if (!holdsDesk.value) return; // Whoever came to the wrong page is asked nothing more.
      sayShown();
      loadHandovers().catch(() => undefined); // Read again with the rest when the line is back.
      void loadBulletins();
    })
    .catch((error: unknown) => {
      trouble.value = error;
    });
  void load();
}

/** Everything that a desk keeps running while somebody is signed in. */
function attend(): () => void {
  const stops = [
    listen({
      onEvent: (event) => {
        hear(event);
        hearBulletin(event);
        hearChosen(event);
        hearEnded(event);
        hearFootage(event);
        hearHandover(event);
        hearTest(event);
        hearShown(event);
      },
      onOpen: (gap) => gap && read(),
    }),
    ...(wall ? [] : [startBell(), watchKeys()]),
    followScreens(),
    effect(() => {
      if (liveState.value === "offline") chime();
    }),
    effect(() => {
      const count = unseen.value.size;
      // It flashes where the tab is all that can be seen of the desk.
      const flash = count && Math.floor(second.value / 1000) % 2 ? "● " : "";
      document.title = `${flash}${count ? `(${count}) ` : ""}${words.value.page.console} · ${words.value.name}`;
    }),
    effect(() => {
      if (chosenId.value === null && pane.peek() === "incident") pane.value = "queue";
      else if (chosenId.value !== null && dialog.peek()?.name !== "open") pane.value = "incident";
    }),
  ];
  const touch = () => void unlock();
  addEventListener("pointerdown", touch);
  addEventListener("keydown", touch);
  void unlock();
  return () => {
    for (const stop of stops) stop();
    removeEventListener("pointerdown", touch);
    removeEventListener("keydown", touch);
    choose(null);
    closeDialog();
    leaveOffice();
    leaveReview();
    forgetDesk();
    forgetFootage();
    forgetBulletins();
    forgetEnded();
    forgetHandovers();
    forgetLines();
    stopReplay();
    forgetDraft();
    forgetSights();
  };
}

export function Desk() {
  useEffect(attend, []);
  const w = words.value;
  // What its pages choose from, areas above all, is read with the desk.
  const away = stage.value === "ready" && isElsewhere();
  const deskless = stage.value === "ready" && me.value && !holdsDesk.value;
  if (deskless && (inspects.value || reviewer.value)) {
    return (
      <main class="desk" data-office>
        <Header />
        <div class="desk-lines">
          <LineBar />
        </div>
        <Elsewhere otherwise={inspects.value ? "office" : "review"} />
        <Dialogs />
      </main>
    );
  }
  if (deskless) {
    return (
      <main class="door">
        <Empty title={w.signIn.noDesk}>
          <OtherPage />
        </Empty>
      </main>
    );
  }
  if (wall) return <Wall />;
  return (
    <main
      class="desk"
      data-pane={part ?? pane.value}
      data-screen={part ?? undefined}
      data-office={away ? "" : undefined}
    >
      <Header />
      <div class="desk-lines">
        <LineBar />
        <SoundBar />
        <Handovers />
      </div>
      <Announcer />
      <section class="desk-queue" aria-label={w.queue.title}>
        {stage.value === "waiting" && <Waiting lines={6} />}
        {stage.value === "failed" && (
          <>
            <Failed again={read} />
            <p class="remark" role="alert">
              <WarnIcon />
              {problemWords(trouble.value)}
            </p>
          </>
        )}
        {stage.value === "ready" && <Queue />}
      </section>
      <section class="desk-map">
        <DeskMap />
      </section>
      <section
        class="desk-incident"
        aria-label={w.incident.details}
        // Where it holds nothing that takes the focus, keys must scroll it all the same.
        tabIndex={chosenId.value === null ? 0 : undefined}
      >
        <IncidentPanel />
      </section>
      {away && <Elsewhere />}
      <nav class="desk-tabs" aria-label={w.menu.title}>
        <Tab name="queue" label={w.queue.title} icon={<QueueIcon />} />
        <Tab name="map" label={w.map.title} icon={<MapIcon />} />
        <Tab name="incident" label={w.incident.details} icon={<PersonIcon />} />
      </nav>
      <Dialogs />
      {stage.value === "ready" && part === null && (
        <OwnAccount calm={unseen.value.size === 0 && dialog.value === null} />
      )}
    </main>
  );
}

/** The page of whoever has no desk. */
function OtherPage() {
  const w = words.value.signIn;
  const [href, name] = answersUnit.value
    ? ["/consent/", w.toConsent]
    : holdsSchool.value
      ? ["/school/", w.toSchool]
      : ["/patrol/", w.toPatrol];
  return (
    <a class="button main" href={href}>
      {name}
    </a>
  );
}

/** A desk that hears nothing must know it: a quiet screen looks like a quiet county. */
function LineBar() {
  if (liveState.value !== "offline" || cutSince.value === null) return null;
  const w = words.value.live;
  return (
    <p class="desk-line" role="alert">
      <NoLineIcon />
      <span>
        <strong>{w.cut(timeOf(cutSince.value))}</strong> {w.brokenHint}
      </span>
    </p>
  );
}

/** A desk that cannot be heard must know it, before something rings. */
function SoundBar() {
  if (soundState.value !== "blocked") return null;
  const w = words.value.bell;
  return (
    <button type="button" class="desk-sound" onClick={() => unlock()}>
      <BellOffIcon />
      <strong>{w.enable}</strong> {w.blocked}
    </button>
  );
}

function Tab(props: { name: typeof pane.value; label: string; icon: preact.ComponentChildren }) {
  return (
    <button
      type="button"
      class="desk-tab"
      aria-current={pane.value === props.name ? "page" : undefined}
      onClick={() => {
        pane.value = props.name;
      }}
    >
      {props.icon}
      {props.label}
    </button>
  );
}
