// Frames beside each other, as one picture; that one looks is on record first.
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { fetchFile } from "../../../shared/api/call";
import { Dialog } from "../../../shared/ui/dialog";
import { Waiting } from "../../../shared/ui/parts";
import { words } from "../../../shared/words";
import { Trouble } from "../../office/trouble";

export function Sheet(props: {
  title: string;
  path: string;
  body: object | null;
  label: string;
  onClose: () => void;
}) {
  const url = useSignal<string | null>(null);
  const trouble = useSignal<unknown>(null);
  useEffect(() => {
    let gone = false;
    fetchFile(props.path, props.body).then(
      ({ blob }) => {
        if (!gone) url.value = URL.createObjectURL(blob);
      },
      (error: unknown) => {
        trouble.value = error;
      },
    );
    return () => {
      gone = true;
      if (url.peek()) URL.revokeObjectURL(url.peek() ?? "");
    };
  }, []);
  return (
    <Dialog
      title={props.title}
      class="wide player-sheet"
      onClose={props.onClose}
      foot={
        <button type="button" class="button main" onClick={props.onClose}>
          {words.value.act.dismiss}
        </button>
      }
    >
      {url.value === null && trouble.value === null && <Waiting lines={4} />}
      {url.value && <img src={url.value} alt={props.label} />}
      <p class="quiet office-small">{props.label}</p>
      <Trouble error={trouble.value} />
    </Dialog>
  );
}
