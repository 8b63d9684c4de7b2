// The picture of a found thing: who looks at it is in the access register first.
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { readFile, sendFile } from "../../shared/api/call";
import type { FoundThing } from "../../shared/api/forms";
import { useAttempt } from "../../shared/ui/attempt";
import { tell } from "../../shared/ui/toast";
import { foundWords } from "../../shared/words/found";
import { Trouble } from "../office/trouble";

export const PICTURES = "image/jpeg,image/png,image/webp";

/** Give a thing its picture. Raises what the service refuses. */
export function sendPhoto(thing: FoundThing, file: Blob): Promise<FoundThing> {
  return sendFile<FoundThing>(`/v1/found-things/${thing.thing_id}/photo`, file);
}

export function Photo(props: { thing: FoundThing; onSet: (after: FoundThing) => void }) {
  const { thing } = props;
  const w = foundWords.value.photo;
  const url = useSignal<string | null>(null);
  const chooser = useRef<HTMLInputElement>(null);
  const { waiting, problem, attempt } = useAttempt();
  const forget = () => {
    if (url.peek()) URL.revokeObjectURL(url.peek() ?? "");
    url.value = null;
  };
  useEffect(() => forget, [thing.photo]);
  const look = () =>
    attempt(async () => {
      const file = await readFile(`/v1/found-things/${thing.thing_id}/photo`);
      url.value = URL.createObjectURL(file);
    });
  const set = (file: File) =>
    attempt(async () => {
      const after = await sendPhoto(thing, file);
      forget();
      props.onSet(after);
      tell(w.kept);
    });
  return (
    <div class="found-photo">
      {url.value && (
        <img src={url.value} alt={w.of(foundWords.value.category[thing.category], thing.number)} />
      )}
      {thing.photo === null && <p class="quiet">{w.none}</p>}
      <div class="office-acts">
        {thing.photo !== null && url.value === null && (
          <button
            type="button"
            class="button small"
            disabled={waiting.value}
            onClick={() => void look()}
          >
            {w.look}
          </button>
        )}
        {thing.ended_at === null && (
          <>
            <button
              type="button"
              class="button small"
              disabled={waiting.value}
              onClick={() => chooser.current?.click()}
            >
              {thing.photo === null ? w.set : w.replace}
            </button>
            <input
              ref={chooser}
              type="file"
              hidden
              accept={PICTURES}
              onChange={(event) => {
                const [file] = event.currentTarget.files ?? [];
                if (file) void set(file);
              }}
            />
          </>
        )}
      </div>
      {url.value && <p class="quiet office-small">{w.onRecord}</p>}
      <Trouble error={problem.value} />
    </div>
  );
}
