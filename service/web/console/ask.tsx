// Asking what is needed for one thing, and doing it: closed when it is done; where not, why stands there.
import type { ComponentChildren } from "preact";
import { useAttempt } from "../shared/ui/attempt";
import { Dialog } from "../shared/ui/dialog";
import { words } from "../shared/words";
import { Trouble } from "./office/trouble";

/** A dialog with one way on. `work` is only begun where all that is needed was given. */
export function Ask(props: {
  title: string;
  submit: string;
  ready: boolean;
  work: () => Promise<void>;
  onClose: () => void;
  children: ComponentChildren;
}) {
  const { waiting, problem, attempt } = useAttempt();
  const act = () =>
    attempt(async () => {
      if (!props.ready) return;
      await props.work();
      props.onClose();
    });
  return (
    <Dialog
      title={props.title}
      onClose={props.onClose}
      onSubmit={() => void act()}
      foot={
        <>
          <button type="button" class="button" onClick={props.onClose}>
            {words.value.act.cancel}
          </button>
          <button type="submit" class="button main" disabled={!props.ready || waiting.value}>
            {props.submit}
          </button>
        </>
      }
    >
      {props.children}
      <Trouble error={problem.value} />
    </Dialog>
  );
}
