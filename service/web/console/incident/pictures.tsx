// What the cameras around saw, the best first.
import { CameraIcon } from "../../shared/ui/icons";
import { Empty, Waiting } from "../../shared/ui/parts";
import { PictureTile } from "../../shared/ui/picture";
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
        {snapshots.map((snapshot) => (
          <PictureTile
            key={snapshot.snapshot_id}
            snapshot={snapshot}
            path={`/v1/snapshots/${snapshot.snapshot_id}/image`}
            onOpen={() => {
              dialog.value = { name: "picture", snapshot };
            }}
          />
        ))}
      </ul>
    </section>
  );
}
