// Saying how far a recorder's clock is ahead, as its pictures show.
import { useSignal } from "@preact/signals";
import { call } from "../../../shared/api/call";
import type { DeskCamera } from "../../../shared/api/forms";
import { TextField } from "../../../shared/ui/fields";
import { playerWords } from "../../../shared/words/player";
import { Ask } from "../../ask";
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
  const ahead_s = Number(text.value.trim() || Number.NaN);
  const ready = Math.abs(ahead_s) <= AHEAD_MOST_S;
  const work = async () => {
    if (!ready) return;
    await call("put", "/v1/footage-requests/{footage_id}/recordings/{camera_id}/clock", {
      path: { footage_id: props.footage_id, camera_id: camera.camera_id },
      body: { ahead_s },
    });
    gather("desk");
  };
  return (
    <Ask title={w.setClock} submit={w.setClock} ready={ready} work={work} onClose={props.onClose}>
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
    </Ask>
  );
}
