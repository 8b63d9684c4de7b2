// Marking what a person has seen in the frame in sight.
import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { call } from "../../../shared/api/call";
import type { DeskCamera, FindingKind } from "../../../shared/api/forms";
import { exactTimeOf } from "../../../shared/format";
import { useAttempt } from "../../../shared/ui/attempt";
import { Dialog } from "../../../shared/ui/dialog";
import { Choice, NoteField } from "../../../shared/ui/fields";
import { tell } from "../../../shared/ui/toast";
import { words } from "../../../shared/words";
import { playerWords } from "../../../shared/words/player";
import { Trouble } from "../../office/trouble";
import { frame, region } from "./at";
import { gather } from "./state";

const KINDS: readonly FindingKind[] = [
  "thing_taken",
  "thing_left",
  "sighting",
  "accident",
  "other",
];

export function MarkFinding(props: {
  footage_id: string;
  camera: DeskCamera;
  onClose: () => void;
}) {
  const w = playerWords.value.findings;
  const at = useRef(frame.peek()?.at ?? props.camera.from_at).current;
  const kind = useSignal<FindingKind | null>(null);
  const text = useSignal("");
  const { waiting, problem, attempt } = useAttempt();
  const ready = kind.value !== null && text.value.trim() !== "" && !waiting.value;
  const submit = () =>
    attempt(async () => {
      if (!ready || kind.value === null) return;
      await call("post", "/v1/footage-requests/{footage_id}/findings", {
        path: { footage_id: props.footage_id },
        body: {
          camera_id: props.camera.camera_id,
          kind: kind.value,
          from_at: at,
          until_at: null,
          region: region.value,
          words: text.value.trim(),
          review_id: null,
        },
      });
      tell(w.marked);
      gather("findings");
      props.onClose();
    });
  return (
    <Dialog
      title={w.mark}
      onClose={props.onClose}
      onSubmit={() => void submit()}
      foot={
        <>
          <button type="button" class="button" onClick={props.onClose}>
            {words.value.act.cancel}
          </button>
          <button type="submit" class="button main" disabled={!ready}>
            {w.submit}
          </button>
        </>
      }
    >
      <p class="quiet">
        {props.camera.name} · {w.at(exactTimeOf(at))} {region.value && w.region}
      </p>
      <Choice
        legend={w.which}
        options={KINDS.map((one) => ({ value: one, label: w.kind[one] }))}
        value={kind.value}
        onChoose={(chosen) => {
          kind.value = chosen;
        }}
      />
      <NoteField
        label={w.words}
        value={text.value}
        onText={(typed) => {
          text.value = typed;
        }}
      />
      <Trouble error={problem.value} />
    </Dialog>
  );
}
