// Marking what a person has seen in the frame in sight.
import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { call } from "../../../shared/api/call";
import type { DeskCamera, FindingKind } from "../../../shared/api/forms";
import { exactTimeOf } from "../../../shared/format";
import { Choice, NoteField } from "../../../shared/ui/fields";
import { tell } from "../../../shared/ui/toast";
import { playerWords } from "../../../shared/words/player";
import { Ask } from "../../ask";
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
  const ready = kind.value !== null && text.value.trim() !== "";
  const work = async () => {
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
  };
  return (
    <Ask title={w.mark} submit={w.submit} ready={ready} work={work} onClose={props.onClose}>
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
    </Ask>
  );
}
