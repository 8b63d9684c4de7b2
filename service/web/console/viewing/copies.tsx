// Copies for authorities: asked by one officer, given by another, once.
import { useSignal } from "@preact/signals";
import { call, fetchFile } from "../../shared/api/call";
import type { FilmCopy, MaskedFilm } from "../../shared/api/forms";
import { spanOf, timeOf } from "../../shared/format";
import { useAttempt } from "../../shared/ui/attempt";
import { TextField } from "../../shared/ui/fields";
import { Badge, TwiceButton } from "../../shared/ui/parts";
import { tell } from "../../shared/ui/toast";
import { viewingWords } from "../../shared/words/viewing";
import { Ask } from "../ask";
import { Trouble } from "../office/trouble";
import { copies, films, readShowing } from "./state";

const FIELDS = [
  ["organ", 60],
  ["basis", 200],
  ["document", 200],
] as const;

export function AskCopy(props: { film: MaskedFilm; onClose: () => void }) {
  const { film } = props;
  const w = viewingWords.value.copies;
  const filled = useSignal({ organ: "", basis: "", document: "" });
  const ready = FIELDS.every(([name]) => filled.value[name].trim() !== "");
  const work = async () => {
    const { organ, basis, document } = filled.value;
    await call("post", "/v1/maskings/{masking_id}/copies", {
      path: { masking_id: film.masking_id },
      body: { organ: organ.trim(), basis: basis.trim(), document: document.trim() },
    });
    tell(w.noted);
    void readShowing();
  };
  return (
    <Ask title={w.ask} submit={w.submit} ready={ready} work={work} onClose={props.onClose}>
      <p class="quiet">{w.of(film.camera, spanOf(film.from_at, film.until_at))}</p>
      <p class="remark warn">{w.law}</p>
      {FIELDS.map(([name, most]) => (
        <TextField
          key={name}
          label={w[name]}
          {...(name === "organ" ? { hint: w.organHint } : {})}
          value={filled.value[name]}
          maxLength={most}
          onText={(text) => {
            filled.value = { ...filled.value, [name]: text };
          }}
        />
      ))}
    </Ask>
  );
}

/** What authorities asked for; nothing where none did. */
export function Copies() {
  const w = viewingWords.value.copies;
  if (copies.value.length === 0) return null;
  return (
    <div class="films-copies">
      <h4>{w.title}</h4>
      <p class="quiet office-small">{w.law}</p>
      <ul class="films-list">
        {copies.value.map((one) => (
          <li key={one.copy_id}>
            <Copy copy={one} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function Copy(props: { copy: FilmCopy }) {
  const { copy } = props;
  const w = viewingWords.value.copies;
  const film = films.value.find((one) => one.masking_id === copy.masking_id);
  const { waiting, problem, attempt } = useAttempt();
  const give = () =>
    attempt(async () => {
      const { blob } = await fetchFile(`/v1/footage-copies/${copy.copy_id}/give`, null);
      save(blob, w.file(copies.value.indexOf(copy) + 1));
      tell(w.saved);
      await readShowing();
    });
  return (
    <article class="films-film">
      <div>
        <p class="office-line">
          <strong>{copy.organ}</strong>
          <Badge tone={copy.given_at ? "good" : "warn"}>
            {copy.given_at ? w.given(copy.second ?? "", timeOf(copy.given_at)) : w.waiting}
          </Badge>
        </p>
        <p class="office-small">
          {copy.basis} · {copy.document}
        </p>
        <p class="quiet office-small">
          {film && `${w.of(film.camera, spanOf(film.from_at, film.until_at))} · `}
          {w.askedBy(copy.officer, timeOf(copy.asked_at))}
        </p>
        <Trouble error={problem.value} />
      </div>
      {copy.given_at === null && (
        <TwiceButton
          label={w.give}
          sure={w.sureGive}
          disabled={waiting.value}
          onSure={() => void give()}
        />
      )}
    </article>
  );
}

/** Hand bytes over as a file; they are given once and cannot be asked for again. */
function save(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
