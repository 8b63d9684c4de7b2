// The top of the desk: how current it is, what rings, and the way to everything else.
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { AccountButton } from "../shared/account/own";
import { signOut } from "../shared/api/session";
import { counted, timeNow } from "../shared/format";
import {
  BackIcon,
  BagIcon,
  BellIcon,
  BellOffIcon,
  ChildIcon,
  CommandIcon,
  FilmIcon,
  FitIcon,
  KeyIcon,
  MapIcon,
  MenuIcon,
  OfficeIcon,
  OutIcon,
  PlusIcon,
  ShieldIcon,
  WarnIcon,
} from "../shared/ui/icons";
import { LineState } from "../shared/ui/parts";
import { Brand } from "../shared/ui/sign-in";
import { type Theme, theme } from "../shared/ui/theme";
import { switchLanguage, words } from "../shared/words";
import { dialog } from "./dialogs/shown";
import { addressOf, leaveOffice, pages } from "./office-where";
import { isElsewhere } from "./pages";
import { foundAddress, isAtReview, leaveReview, reviewAddress, reviews } from "./review-where";
import { openScreens } from "./screens";
import { bulletins } from "./state/bulletins";
import { acknowledgeAll, mute, muteLeft, rangInVain, unmute, unseen } from "./state/bell";
import { alarms, holdsDesk, incidents, mayAct, me } from "./state/desk";
import { requests, unheld } from "./state/footage";
import { mayInspect } from "./state/register";

export function Header() {
  const w = words.value;
  const open = incidents.items.value.size;
  const latched = alarms.items.value.size;
  return (
    <header class={`desk-head ${unseen.value.size ? "calling" : ""}`}>
      <h1>
        <Brand page={w.page.console} />
      </h1>
      <LineState />
      {holdsDesk.value && <p class="desk-counts quiet">{w.queue.counts(open, latched)}</p>}
      <Bell />
      <FootageCount />
      <BulletinCount />
      <time class="desk-clock">{timeNow()}</time>
      {holdsDesk.value && isElsewhere() && (
        <button
          type="button"
          class="button desk-back"
          onClick={() => {
            leaveOffice();
            leaveReview();
          }}
        >
          <BackIcon />
          {w.office.toDesk}
        </button>
      )}
      {mayAct.value && (
        <button
          type="button"
          class="button main desk-new"
          aria-label={w.openNew.action}
          onClick={() => {
            dialog.value = { name: "open" };
          }}
        >
          <PlusIcon />
          <span class="wide-only">{w.openNew.action}</span>
        </button>
      )}
      <Menu />
    </header>
  );
}

/** What rings, how to acknowledge it, and whether this machine can be heard at all. */
function Bell() {
  const w = words.value.bell;
  const count = unseen.value.size;
  return (
    <div class="bell">
      {count > 0 && (
        <>
          <strong class="bell-count">
            <BellIcon />
            {w.ringing(count)}
            {rangInVain.value && <span class="bell-vain">{w.inVain}</span>}
          </strong>
          <button type="button" class="button bad" onClick={acknowledgeAll}>
            {w.acknowledgeAll}
          </button>
          {muteLeft.value > 0 ? (
            <button type="button" class="button" title={w.unmute} onClick={unmute}>
              <BellOffIcon />
              {w.muted(counted(muteLeft.value))}
            </button>
          ) : (
            <button type="button" class="button" onClick={mute}>
              {w.mute}
            </button>
          )}
        </>
      )}
    </div>
  );
}

/** What citizens ask of footage: at once in sight where a recording is not held back. */
function FootageCount() {
  const w = words.value.footage;
  if (!reviews.value) return null;
  const open = requests.items.value.size;
  const lost = unheld.value.length;
  const all = [...requests.items.value.values()];
  const urgent = all.filter((one) => one.lane === "emergency").length;
  const calls = lost + urgent > 0;
  if (open === 0 && !isAtReview()) return null;
  return (
    <a class={`button desk-footage ${calls ? "footage-calls" : ""}`} href={reviewAddress()}>
      {calls ? <WarnIcon /> : <FilmIcon />}
      <span class="aside">{w.title}</span>
      {open}
      {urgent > 0 && <span class="wide-only">{w.urgentCount(urgent)}</span>}
      {lost > 0 && <span class="wide-only">{w.lost(lost)}</span>}
    </a>
  );
}

/** How many missing children screens show now; nothing where there is none. */
function BulletinCount() {
  const count = bulletins.items.value.size;
  if (count === 0) return null;
  return (
    <button
      type="button"
      class="button"
      aria-label={words.value.bulletin.count(count)}
      onClick={() => {
        dialog.value = { name: "bulletins" };
      }}
    >
      <ChildIcon />
      {count}
    </button>
  );
}

const THEMES: readonly Theme[] = ["auto", "light", "dark"];

function Menu() {
  const w = words.value;
  const open = useSignal(false);
  const [first] = pages();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!open.value) return;
    const away = (event: Event) => {
      const outside = event.target instanceof Node && !box.current?.contains(event.target);
      const escape = event instanceof KeyboardEvent && event.key === "Escape";
      if (escape || (outside && !(event instanceof KeyboardEvent))) open.value = false;
      if (escape) box.current?.querySelector("button")?.focus();
    };
    addEventListener("pointerdown", away);
    addEventListener("keydown", away);
    return () => {
      removeEventListener("pointerdown", away);
      removeEventListener("keydown", away);
    };
  }, [open.value]);
  return (
    <div class="menu" ref={box}>
      <button
        type="button"
        class="button plain icon"
        aria-label={w.menu.title}
        aria-expanded={open.value}
        onClick={() => {
          open.value = !open.value;
        }}
      >
        <MenuIcon />
      </button>
      {open.value && (
        <div class="menu-list">
          {me.value && <p class="quiet one-line">{w.menu.signedInAs(me.value.display)}</p>}
          <button type="button" class="button plain" onClick={switchLanguage}>
            {w.language}
          </button>
          <fieldset class="menu-theme">
            <legend class="aside">{w.menu.theme}</legend>
            {THEMES.map((one) => (
              <button
                key={one}
                type="button"
                class="button small"
                aria-pressed={theme.value === one}
                onClick={() => {
                  theme.value = one;
                }}
              >
                {w.menu[one]}
              </button>
            ))}
          </fieldset>
          {holdsDesk.value && (
            <>
              <button type="button" class="button plain wide-only" onClick={openScreens}>
                <MapIcon />
                {w.wall.screens}
              </button>
              <a
                class="button plain wide-only"
                href="/console/?wall"
                target="_blank"
                rel="noreferrer"
              >
                <FitIcon />
                {w.wall.open}
              </a>
            </>
          )}
          {mayAct.value && (
            <button
              type="button"
              class="button plain"
              onClick={() => {
                open.value = false;
                dialog.value = { name: "hand", incident: null };
              }}
            >
              <CommandIcon />
              {w.handover.titleAll}
            </button>
          )}
          <button
            type="button"
            class="button plain"
            onClick={() => {
              open.value = false;
              dialog.value = { name: "keys" };
            }}
          >
            <KeyIcon />
            {w.menu.keys}
          </button>
          {holdsDesk.value && (
            <button
              type="button"
              class="button plain"
              onClick={() => {
                open.value = false;
                dialog.value = { name: "bulletins" };
              }}
            >
              <ChildIcon />
              {w.bulletin.title}
            </button>
          )}
          {reviews.value && (
            <a
              class="button plain"
              href={reviewAddress()}
              onClick={() => {
                open.value = false;
              }}
            >
              <FilmIcon />
              {w.footage.title}
            </a>
          )}
          {reviews.value && (
            <a
              class="button plain"
              href={foundAddress()}
              onClick={() => {
                open.value = false;
              }}
            >
              <BagIcon />
              {w.footage.found}
            </a>
          )}
          {first && (
            <a
              class="button plain"
              href={addressOf(first)}
              onClick={() => {
                open.value = false;
              }}
            >
              <OfficeIcon />
              {w.office.title}
            </a>
          )}
          {mayInspect() && (
            <button
              type="button"
              class="button plain"
              onClick={() => {
                open.value = false;
                dialog.value = { name: "register" };
              }}
            >
              <ShieldIcon />
              {w.register.title}
            </button>
          )}
          <AccountButton
            class="plain"
            onGo={() => {
              open.value = false;
            }}
          />
          <button type="button" class="button plain" onClick={() => signOut()}>
            <OutIcon />
            {w.act.signOut}
          </button>
        </div>
      )}
    </div>
  );
}
