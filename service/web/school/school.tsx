// The page of a school's contact: who comes, and whether the keys can be relied on.
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { AccountButton, OwnAccount } from "../shared/account/own";
import { signOut } from "../shared/api/session";
import { timeOf } from "../shared/format";
import { cutSince, liveState } from "../shared/live/stream";
import { Dialog } from "../shared/ui/dialog";
import { Choice } from "../shared/ui/fields";
import { GearIcon, NoLineIcon, OutIcon } from "../shared/ui/icons";
import { Empty, Failed, LineState, Waiting } from "../shared/ui/parts";
import { Brand } from "../shared/ui/sign-in";
import { type Theme, theme } from "../shared/ui/theme";
import { switchLanguage, words } from "../shared/words";
import { Now } from "./screens/now";
import { Missing } from "./screens/missing";
import { Drills, Running } from "./screens/drills";
import { Keys } from "./screens/keys";
import { closeReport, Report, reportId } from "./screens/report";
import { attend, choose, chosen, coming, loadAll, schools, stage, stale } from "./state/own";

const settings = signal(false);

export function SchoolPage() {
  useEffect(() => {
    const stop = attend();
    return () => {
      settings.value = false;
      closeReport();
      stop();
    };
  }, []);
  const w = words.value;
  const site = chosen.value;
  if (stage.value === "stranger" || (stage.value === "ready" && !site)) {
    return (
      <main class="door">
        <Empty title={w.signIn.noSchool} hint={w.signIn.noSchoolHint}>
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
    <div class="school">
      <header class="school-head">
        <Brand page={w.page.school} />
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
      <Old />
      <main class="school-main">
        {stage.value === "waiting" && <Waiting lines={6} />}
        {stage.value === "failed" && <Failed again={loadAll} />}
        {stage.value === "ready" && site && (
          <>
            {!reportId.value && <SiteTitle />}
            <Running />
            <Now key={`now${site.site_id}`} site={site} brief={reportId.value !== null} />
            {!reportId.value && <Missing />}
            {reportId.value ? (
              <Report />
            ) : (
              <>
                <Keys key={`keys${site.site_id}`} />
                <Drills key={`drills${site.site_id}`} />
              </>
            )}
          </>
        )}
      </main>
      {settings.value && <Settings />}
      <OwnAccount calm={stage.value === "ready" && !settings.value && isCalm()} />
    </div>
  );
}

/** Nobody waits for help. */
function isCalm(): boolean {
  return coming.value.every((one) => one.test || one.closed_at !== null);
}

/** Which school; with several, one is chosen. */
function SiteTitle() {
  const w = words.value.school;
  const site = chosen.value;
  if (!site) return null;
  return (
    <div class="school-title">
      {schools.value.length > 1 ? (
        <div class="field">
          <label class="label" for="school-choice">
            {w.site}
          </label>
          <select
            id="school-choice"
            value={site.site_id}
            onChange={(event) => choose(event.currentTarget.value)}
          >
            {schools.value.map(({ site_id, name }) => (
              <option key={site_id} value={site_id}>
                {name}
              </option>
            ))}
          </select>
        </div>
      ) : (
        <h1>{site.name}</h1>
      )}
      {site.address && <p class="quiet">{site.address}</p>}
    </div>
  );
}

/** What is shown may be old: the line is cut, or the last reading failed. */
function Old() {
  const w = words.value;
  const cut = liveState.value === "offline";
  if (!cut && !(stale.value && stage.value === "ready")) return null;
  return (
    <p class="bar bad" role="status">
      <NoLineIcon />
      {cut && cutSince.value !== null ? w.school.cut(timeOf(cutSince.value)) : w.live.brokenHint}
    </p>
  );
}

const THEMES: readonly Theme[] = ["auto", "light", "dark"];

function Settings() {
  const w = words.value;
  return (
    <Dialog
      title={w.patrol.settings}
      onClose={() => {
        settings.value = false;
      }}
    >
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
      <AccountButton
        onGo={() => {
          settings.value = false;
        }}
      />
      <button type="button" class="button" onClick={() => signOut()}>
        <OutIcon />
        {w.act.signOut}
      </button>
    </Dialog>
  );
}
