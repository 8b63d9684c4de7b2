// What the cameras around saw, the best first.
import { films } from "../../shared/pictures/film";
import { FilmTile } from "../../shared/pictures/tile";
import { CameraIcon } from "../../shared/ui/icons";
import { Empty, Waiting } from "../../shared/ui/parts";
import { words } from "../../shared/words";
import { dialog } from "../dialogs/shown";
import { detail, detailStage, since } from "../state/chosen";
import { incidentSight } from "../state/sight";

export function Pictures(props: { incident_id: string }) {
  const w = words.value;
  const { snapshots } = detail.value;
  const sight = incidentSight(props.incident_id);
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
            sight={sight}
            since={since.value}
            thumbs
            onOpen={(one, live) => {
              dialog.value = { name: "picture", opened: { one, live } };
            }}
          />
        ))}
      </ul>
    </section>
  );
}
