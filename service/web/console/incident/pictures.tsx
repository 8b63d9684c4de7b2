// What the cameras around saw, the best first.
import { films } from "../../shared/film";
import { CameraIcon } from "../../shared/ui/icons";
import { Empty, Waiting } from "../../shared/ui/parts";
import { FilmTile } from "../../shared/ui/picture";
import { words } from "../../shared/words";
import { dialog } from "../dialogs/dialogs";
import { detail, detailStage } from "../state/chosen";

export function Pictures() {
  const w = words.value;
  const { snapshots } = detail.value;
  return (
    <section class="part pictures">
      <h3>
        {w.incident.pictures}
        <span class="part-count">{snapshots.length}</span>
      </h3>
      {detailStage.value === "waiting" && <Waiting lines={2} />}
      {detailStage.value === "ready" && snapshots.length === 0 && (
        <Empty icon={<CameraIcon />} title={w.picture.none} />
      )}
      <ul class="strip">
        {films(snapshots).map((film) => (
          <FilmTile
            key={film.face.camera_id}
            film={film}
            pathOf={(one) => `/v1/snapshots/${one.snapshot_id}/image`}
            onOpen={(snapshot) => {
              dialog.value = { name: "picture", snapshot };
            }}
          />
        ))}
      </ul>
    </section>
  );
}
