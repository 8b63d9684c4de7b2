// Frames beside each other, as one picture; that one looks is on record first.
import { fetchFile } from "../../../shared/api/call";
import { PictureDialog } from "../../brought";

export function Sheet(props: {
  title: string;
  path: string;
  body: object | null;
  label: string;
  onClose: () => void;
}) {
  return (
    <PictureDialog
      title={props.title}
      class="player-sheet"
      alt={props.label}
      below={props.label}
      bring={async () => (await fetchFile(props.path, props.body)).blob}
      onClose={props.onClose}
    />
  );
}
