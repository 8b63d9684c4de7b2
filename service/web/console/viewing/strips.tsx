// Looking through a masked film strip by strip, before anybody is shown it.
import { useSignal } from "@preact/signals";
import { call, fetchFile } from "../../shared/api/call";
import type { MaskedFilm } from "../../shared/api/forms";
import { size, spanOf } from "../../shared/format";
import { useAttempt } from "../../shared/ui/attempt";
import { Dialog } from "../../shared/ui/dialog";
import { BackIcon, NextIcon } from "../../shared/ui/icons";
import { TwiceButton, Waiting } from "../../shared/ui/parts";
import { tell } from "../../shared/ui/toast";
import { viewingWords } from "../../shared/words/viewing";
import { useBrought } from "../brought";
import { Trouble } from "../office/trouble";
import { readShowing } from "./state";

export function Strips(props: { film: MaskedFilm; onClose: () => void }) {
  const { film } = props;
  const w = viewingWords.value.strips;
  const count = film.film?.strips ?? 0;
  const at = useSignal(0);
  const seen = useSignal<ReadonlySet<number>>(new Set());
  const { waiting, problem, attempt } = useAttempt();
  const decide = (what: "confirm" | "reject") =>
    attempt(async () => {
      await call("post", `/v1/maskings/{masking_id}/${what}`, {
        path: { masking_id: film.masking_id },
      });
      tell(what === "confirm" ? w.confirmed : w.rejected);
      void readShowing();
      props.onClose();
    });
  const go = (by: number) => {
    at.value = Math.max(0, Math.min(count - 1, at.value + by));
  };
  const isThrough = seen.value.size === count;
  return (
    <Dialog
      title={w.title(film.camera)}
      class="wide films-strips"
      onClose={props.onClose}
      foot={
        <>
          <span class="quiet office-small films-seen" role="status">
            {w.seen(seen.value.size, count)}
          </span>
          <TwiceButton
            class="bad"
            label={w.reject}
            sure={w.sureReject}
            disabled={waiting.value}
            onSure={() => void decide("reject")}
          />
          <button
            type="button"
            class="button main"
            disabled={!isThrough || waiting.value}
            onClick={() => void decide("confirm")}
          >
            {w.confirm}
          </button>
        </>
      }
    >
      <p class="quiet">
        {spanOf(film.from_at, film.until_at)} · {w.hint}
      </p>
      <div class="films-turn">
        <button type="button" class="button small" disabled={at.value === 0} onClick={() => go(-1)}>
          <BackIcon />
          {w.before}
        </button>
        <strong role="status">{w.strip(at.value + 1, count)}</strong>
        <button
          type="button"
          class="button small"
          disabled={at.value >= count - 1}
          onClick={() => go(1)}
        >
          {w.next}
          <NextIcon />
        </button>
      </div>
      <Strip
        key={at.value}
        film={film}
        number={at.value}
        count={count}
        onSeen={() => {
          seen.value = new Set([...seen.value, at.value]);
        }}
      />
      <Made film={film} />
      <Trouble error={problem.value} />
    </Dialog>
  );
}

/** One strip: it is seen when it has been drawn. */
function Strip(props: { film: MaskedFilm; number: number; count: number; onSeen: () => void }) {
  const w = viewingWords.value.strips;
  const path = `/v1/maskings/${props.film.masking_id}/strips`;
  const { url, problem, again } = useBrought(
    async () => (await fetchFile(path, { number: props.number })).blob,
  );
  return (
    <>
      {url.value === null && problem.value === null && <Waiting lines={4} />}
      {url.value && (
        <div
          class="films-strip"
          role="group"
          tabIndex={0}
          aria-label={w.strip(props.number + 1, props.count)}
        >
          <img
            src={url.value}
            alt={w.pictures(props.number + 1, props.count)}
            onLoad={props.onSeen}
          />
        </div>
      )}
      <Trouble error={problem.value} />
      {problem.value !== null && (
        <button type="button" class="button small" onClick={() => void again()}>
          {viewingWords.value.play.again}
        </button>
      )}
    </>
  );
}

/** By what it was made, and of what: what somebody may have to prove. */
function Made(props: { film: MaskedFilm }) {
  const made = props.film.film;
  const w = viewingWords.value.strips;
  if (!made) return null;
  const versions = Object.entries(made.versions).map(([name, version]) => `${name} ${version}`);
  return (
    <details class="films-made">
      <summary>{w.made}</summary>
      <dl class="office-facts">
        <dt>{w.method}</dt>
        <dd class="mono">{[made.method, ...versions].join(", ")}</dd>
        <dt>{w.size}</dt>
        <dd>
          {made.width} × {made.height}, {size(made.size_bytes)}
        </dd>
        <dt>{w.sha256}</dt>
        <dd class="mono">{made.sha256}</dd>
        <dt>{w.originals}</dt>
        <dd class="mono">{made.originals.join(" ")}</dd>
      </dl>
    </details>
  );
}
