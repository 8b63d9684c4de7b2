// What the cameras saw, for the officer who is on the way.
import { signal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { call } from "../../shared/api/call";
import type { Snapshot } from "../../shared/api/forms";
import { FilmDialog, type Opened } from "../../shared/pictures/dialog";
import { films } from "../../shared/pictures/film";
import { sightOf } from "../../shared/pictures/sight";
import { FilmTile } from "../../shared/pictures/tile";
import { CameraIcon } from "../../shared/ui/icons";
import { Empty } from "../../shared/ui/parts";
import { words } from "../../shared/words";

const PICTURES_EVERY_MS = 15_000;
// Cameras answer within seconds: at first it is worth looking sooner.
const PICTURES_SOON_MS = 3000;
const PICTURES_SOON_FOR_MS = 30_000;
// A minute of live view is some twenty megabytes of an officer's mobile data.
const LIVE_MOST_S = 60;

const snapshots = signal<readonly Snapshot[]>([]);

/** Read the pictures of a task now and then, sooner while cameras are still being asked. */
function watchPictures(task_id: string): () => void {
  let gone = false;
  let timer: ReturnType<typeof setTimeout>;
  const began = Date.now();
  snapshots.value = [];
  const look = async () => {
    const path = { task_id };
    const found = await call("get", "/v1/tasks/{task_id}/snapshots", { path }).catch(() => null);
    if (gone) return;
    if (found) snapshots.value = [...found].sort((a, b) => a.rank - b.rank);
    const soon = Date.now() - began < PICTURES_SOON_FOR_MS;
    timer = setTimeout(look, soon ? PICTURES_SOON_MS : PICTURES_EVERY_MS);
  };
  void look();
  return () => {
    gone = true;
    clearTimeout(timer);
  };
}

export function Pictures(props: { task_id: string }) {
  const { task_id } = props;
  const w = words.value;
  const opened = useSignal<Opened | null>(null);
  useEffect(() => watchPictures(task_id), [task_id]);
  const sight = sightOf(task_id, () =>
    call("post", "/v1/tasks/{task_id}/sights", { path: { task_id } }),
  );
  const shown = films(snapshots.value);
  return (
    <section class="own-pictures">
      <h3>{w.incident.pictures}</h3>
      {shown.length === 0 && <Empty icon={<CameraIcon />} title={w.picture.none} />}
      <ul class="strip">
        {shown.map((film) => (
          <FilmTile
            key={film.face.camera_id}
            film={film}
            sight={sight}
            since="alarm"
            thumbs={false}
            onOpen={(one, live) => {
              opened.value = { one, live };
            }}
          />
        ))}
      </ul>
      {opened.value && (
        <FilmDialog
          films={shown}
          opened={opened.value}
          sight={sight}
          since="alarm"
          live_most_s={LIVE_MOST_S}
          onClose={() => {
            opened.value = null;
          }}
        />
      )}
    </section>
  );
}
