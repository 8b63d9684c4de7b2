import { FilmDialog, type Opened } from "../../shared/pictures/dialog";
import { films } from "../../shared/pictures/film";
import { detail, since } from "../state/chosen";
import { incidentSight } from "../state/sight";
import { closeDialog } from "./shown";

/** What one camera saw of the chosen incident. */
export function LargePicture(props: { opened: Opened }) {
  const { opened } = props;
  return (
    <FilmDialog
      films={films(detail.value.snapshots)}
      opened={opened}
      sight={incidentSight(opened.one.incident_id)}
      since={since.value}
      live_most_s={null}
      onClose={closeDialog}
    />
  );
}
