// Pictures that are brought on record; the browser lets go of each with what shows it.
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { useAttempt } from "../shared/ui/attempt";
import { Dialog } from "../shared/ui/dialog";
import { Waiting } from "../shared/ui/parts";
import { words } from "../shared/words";
import { Trouble } from "./office/trouble";

/** A picture's address once it is here, why it is not, and how it is brought again. */
export function useBrought(bring: () => Promise<Blob>) {
  const url = useSignal<string | null>(null);
  const { problem, attempt } = useAttempt();
  const live = useRef(true);
  const again = () =>
    attempt(async () => {
      const picture = await bring();
      if (live.current) url.value = URL.createObjectURL(picture);
    });
  useEffect(() => {
    void again();
    return () => {
      live.current = false;
      if (url.peek()) URL.revokeObjectURL(url.peek() ?? "");
    };
  }, []);
  return { url, problem, again };
}

/** One picture in a dialog, with words below it. */
export function PictureDialog(props: {
  title: string;
  class?: string;
  alt: string;
  below: string;
  bring: () => Promise<Blob>;
  onClose: () => void;
}) {
  const { url, problem } = useBrought(props.bring);
  return (
    <Dialog
      title={props.title}
      class={`wide ${props.class ?? ""}`}
      onClose={props.onClose}
      foot={
        <button type="button" class="button main" onClick={props.onClose}>
          {words.value.act.dismiss}
        </button>
      }
    >
      {url.value === null && problem.value === null && <Waiting lines={4} />}
      {url.value && <img class="review-file" src={url.value} alt={props.alt} />}
      <p class="quiet office-small">{props.below}</p>
      <Trouble error={problem.value} />
    </Dialog>
  );
}
