import { useEffect } from "preact/hooks";
import type { Snapshot } from "../../shared/api/forms";
import { films } from "../../shared/film";
import { timeOf } from "../../shared/format";
import { Dialog } from "../../shared/ui/dialog";
import { BackIcon, NextIcon } from "../../shared/ui/icons";
import { lagWords, Picture } from "../../shared/ui/picture";
import { words } from "../../shared/words";
import { detail } from "../state/chosen";
import { closeDialog, dialog } from "./dialogs";

/** One picture, as large as the screen allows, with what proves it. Arrows go to its neighbours. */
export function LargePicture(props: { snapshot: Snapshot }) {
  const { snapshot } = props;
  const w = words.value.picture;
  const stored = films(detail.value.snapshots).flatMap((film) => film.frames);
  const at = stored.findIndex((one) => one.snapshot_id === snapshot.snapshot_id);
  const go = (by: number) => {
    const next = stored[at + by];
    if (next) dialog.value = { name: "picture", snapshot: next };
  };
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === "ArrowLeft") go(-1);
      if (event.key === "ArrowRight") go(1);
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  });
  return (
    <Dialog title={snapshot.camera_name} onClose={closeDialog} class="large-picture">
      <div class="large-picture-frame">
        <Picture
          id={`${snapshot.snapshot_id} large`}
          path={`/v1/snapshots/${snapshot.snapshot_id}/image?size=large`}
          alt={w.of(snapshot.camera_name)}
        />
      </div>
      <div class="large-picture-foot">
        <button
          type="button"
          class="button icon"
          aria-label={w.previous}
          disabled={at <= 0}
          onClick={() => go(-1)}
        >
          <BackIcon />
        </button>
        <dl class="facts">
          <div>
            <dt>{w.captured}</dt>
            <dd>
              {snapshot.captured_at && timeOf(snapshot.captured_at)} · {lagWords(snapshot)}
            </dd>
          </div>
          <div>
            <dt>{w.proof}</dt>
            <dd class="mono">{snapshot.sha256}</dd>
          </div>
        </dl>
        <button
          type="button"
          class="button icon"
          aria-label={w.next}
          disabled={at === -1 || at >= stored.length - 1}
          onClick={() => go(1)}
        >
          <NextIcon />
        </button>
      </div>
      <p class="quiet">{w.recorded}</p>
    </Dialog>
  );
}
