// On the desk of a request: its masked films, when it is viewed, and what authorities ask for.
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { call } from "../../shared/api/call";
import { second } from "../../shared/api/clock";
import type { MaskedFilm, Viewing, WholeFootage } from "../../shared/api/forms";
import { spanOf, timeOf } from "../../shared/format";
import { FilmIcon, MoveIcon, PlusIcon, WarnIcon } from "../../shared/ui/icons";
import { Badge, Empty, Failed, Waiting } from "../../shared/ui/parts";
import { tell } from "../../shared/ui/toast";
import { useAttempt } from "../../shared/ui/attempt";
import { codeWords, said } from "../../shared/words";
import { playerWords } from "../../shared/words/player";
import { viewingWords } from "../../shared/words/viewing";
import { Trouble } from "../office/trouble";
import { roomAddress } from "../review-where";
import { AskMasking } from "./ask-masking";
import { AskCopy, Copies } from "./copies";
import { attendShowing, films, readShowing, room, runningOf, showingStage } from "./state";
import { Strips } from "./strips";
import "./viewing.css";

export function Films(props: { whole: WholeFootage }) {
  const { request } = props.whole;
  const w = viewingWords.value;
  const asking = useSignal(false);
  useEffect(() => attendShowing(request.footage_id), [request.footage_id]);
  const made = films.value.filter((one) => one.state !== "asked").length;
  const mayAsk = ["scheduled", "officer_review", "viewing"].includes(request.state);
  return (
    <section class="office-part review-part films-part" aria-label={w.title}>
      <h3>
        {w.title}
        {films.value.length > 0 && (
          <span class="quiet office-small">{w.counts(made, films.value.length)}</span>
        )}
      </h3>
      <p class="quiet office-small">{w.law}</p>
      {showingStage.value === "waiting" && <Waiting lines={3} />}
      {showingStage.value === "failed" && <Failed again={() => void readShowing()} />}
      {showingStage.value === "ready" && (
        <>
          <Slot whole={props.whole} />
          <List />
          {mayAsk && (
            <div class="office-acts">
              <button
                type="button"
                class="button"
                onClick={() => {
                  asking.value = true;
                }}
              >
                <PlusIcon />
                {films.value.length === 0 ? w.mask : w.askAgain}
              </button>
            </div>
          )}
          <Copies />
        </>
      )}
      {asking.value && (
        <AskMasking
          footage_id={request.footage_id}
          onClose={() => {
            asking.value = false;
          }}
        />
      )}
    </section>
  );
}

/** When it is viewed, what runs now, and what ran before. */
function Slot(props: { whole: WholeFootage }) {
  const { request } = props.whole;
  const w = viewingWords.value;
  const open = room.value;
  if (!open) return null;
  const running = runningOf(open, second.value);
  const past = open.viewings.filter((one) => one !== running);
  return (
    <div class="films-slot">
      <p class="office-line">
        {open.slot_at ? w.slot.at(timeOf(open.slot_at), open.place ?? "") : w.slot.none}
        {open.slot_at && ["scheduled", "viewing"].includes(request.state) && (
          <a class="button small main" href={roomAddress(request.footage_id)}>
            <MoveIcon />
            {w.slot.toRoom}
          </a>
        )}
      </p>
      {running && <Running viewing={running} />}
      {past.length > 0 && (
        <details class="films-past">
          <summary>{w.past.title}</summary>
          <ul class="office-small">
            {past.map((one) => (
              <li key={one.viewing_id}>
                {w.past.line(one.number, one.place)},{" "}
                {spanOf(one.begins_at, one.ended_at ?? one.until_at)} ·{" "}
                {w.past.by(one.officer, one.second)}
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

/** A viewing under way; another officer says here that he is present. */
function Running(props: { viewing: Viewing }) {
  const { viewing } = props;
  const w = viewingWords.value.running;
  const { waiting, problem, attempt } = useAttempt();
  const attend = () =>
    attempt(async () => {
      const path = { viewing_id: viewing.viewing_id };
      await call("post", "/v1/viewings/{viewing_id}/second", { path });
      tell(w.attended);
      await readShowing();
    });
  const waits = viewing.needs_second && viewing.second === null;
  return (
    <div class="films-running" role="status">
      <p>
        <strong>{w.title(viewing.number)}</strong>
      </p>
      <p class="office-small">
        {w.where(viewing.place, timeOf(viewing.until_at), viewing.officer)}
        {viewing.second && ` · ${w.second(viewing.second)}`}
      </p>
      {waits && (
        <p class="office-line">
          <Badge tone="warn">
            <WarnIcon />
            {w.needsSecond}
          </Badge>
          {!viewing.here && (
            <button
              type="button"
              class="button small main"
              disabled={waiting.value}
              onClick={() => void attend()}
            >
              {w.attend}
            </button>
          )}
        </p>
      )}
      <Trouble error={problem.value} />
    </div>
  );
}

function List() {
  const w = viewingWords.value;
  const looking = useSignal<MaskedFilm | null>(null);
  const copying = useSignal<MaskedFilm | null>(null);
  if (films.value.length === 0) {
    return <Empty icon={<FilmIcon />} title={w.none} hint={w.noneHint} />;
  }
  const waiting = films.value.filter((one) => one.state === "asked").length;
  return (
    <>
      {waiting > 0 && (
        <div class="films-making" role="status">
          <p class="office-small">{w.making(waiting)}</p>
          <progress
            aria-label={w.counts(films.value.length - waiting, films.value.length)}
            max={films.value.length}
            value={films.value.length - waiting}
          />
        </div>
      )}
      <ul class="films-list">
        {films.value.map((one) => (
          <li key={one.masking_id}>
            <Film
              film={one}
              onLook={() => {
                looking.value = one;
              }}
              onCopy={() => {
                copying.value = one;
              }}
            />
          </li>
        ))}
      </ul>
      {looking.value && (
        <Strips
          film={looking.value}
          onClose={() => {
            looking.value = null;
          }}
        />
      )}
      {copying.value && (
        <AskCopy
          film={copying.value}
          onClose={() => {
            copying.value = null;
          }}
        />
      )}
    </>
  );
}

const TONES = {
  asked: "accent",
  made: "warn",
  refused: "bad",
  failed: "bad",
  confirmed: "good",
  rejected: "bad",
} as const;

function Film(props: { film: MaskedFilm; onLook: () => void; onCopy: () => void }) {
  const { film } = props;
  const w = viewingWords.value;
  const tone = film.state === "deleted" ? undefined : TONES[film.state];
  return (
    <article class="films-film">
      <div>
        <p class="office-line">
          <strong>{film.camera}</strong>
          <Badge {...(tone ? { tone } : {})}>{w.state[film.state]}</Badge>
        </p>
        <p class="quiet office-small">
          {spanOf(film.from_at, film.until_at)}
          {film.region && ` · ${w.regionOf(film.region.width, film.region.height)}`}
          {film.film && ` · ${w.hidden(percent(film.film.hidden_share))}`}
          {film.decided_by &&
            film.decided_at &&
            ` · ${w.decided(film.decided_by, timeOf(film.decided_at))}`}
        </p>
        {film.trouble && (
          <p class="remark">
            <WarnIcon />
            {troubleOf(film)}
          </p>
        )}
      </div>
      <div class="office-acts">
        {film.state === "made" && (
          <button type="button" class="button small main" onClick={props.onLook}>
            {w.lookThrough}
          </button>
        )}
        {film.state === "confirmed" && (
          <button type="button" class="button small" onClick={props.onCopy}>
            {w.copies.ask}
          </button>
        )}
      </div>
    </article>
  );
}

function percent(share: number): string {
  return `${(100 * share).toFixed(share < 0.1 ? 1 : 0)} %`;
}

/** Why a film could not be made: its own code, or what the recorder said. */
function troubleOf(film: MaskedFilm): string {
  const w = viewingWords.value;
  const code = film.trouble ?? "";
  if (!Object.hasOwn(w.trouble, code)) return codeWords(code);
  const why =
    code === "viewing.not_brought" && film.why ? said(playerWords.value.why, film.why) : "";
  return said(w.trouble, code) + (why && w.becauseOf(why));
}
