// Saying how far a recorder's clock is ahead, as its pictures show.
import { useSignal } from "@preact/signals";
import { call } from "../../../shared/api/call";
import type { DeskCamera } from "../../../shared/api/forms";
import { useAttempt } from "../../../shared/ui/attempt";
import { Dialog } from "../../../shared/ui/dialog";
import { TextField } from "../../../shared/ui/fields";
import { words } from "../../../shared/words";
import { playerWords } from "../../../shared/words/player";
import { Trouble } from "../../office/trouble";
import { gather } from "./state";

const AHEAD_MOST_S = 86_400;

export function RecorderClock(props: {
  footage_id: string;
  camera: DeskCamera;
  onClose: () => void;
}) {
  const { camera } = props;
  const w = playerWords.value;
  const text = useSignal(String(camera.ahead_s ?? 0));
  const { waiting, problem, attempt } = useAttempt();
  const ahead_s = Number(text.value.trim() || Number.NaN);
  const ready = Math.abs(ahead_s) <= AHEAD_MOST_S && !waiting.value;
  const submit = () =>
    attempt(async () => {
      if (!ready) return;
      await call("put", "/v1/footage-requests/{footage_id}/recordings/{camera_id}/clock", {
        path: { footage_id: props.footage_id, camera_id: camera.camera_id },
        body: { ahead_s },
      });
      gather("desk");
      props.onClose();
    });
  return (
    <Dialog
      title={w.setClock}
      onClose={props.onClose}
      onSubmit={() => void submit()}
      foot={
        <>
          <button type="button" class="button" onClick={props.onClose}>
            {words.value.act.cancel}
          </button>
          <button type="submit" class="button main" disabled={!ready}>
            {w.setClock}
          </button>
        </>
      }
    >
      <TextField
        label={w.clockField}
        hint={w.clockHint}
        inputMode="text"
        value={text.value}
        maxLength={10}
        onText={(typed) => {
          text.value = typed;
        }}
      />
      <Trouble error={problem.value} />
    </Dialog>
  );
}
