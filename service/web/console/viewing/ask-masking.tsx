// Having minutes of a camera masked: all that were granted, or some, or no more than a region.
import { useSignal } from "@preact/signals";
import { call } from "../../shared/api/call";
import type { DeskCamera } from "../../shared/api/forms";
import { Dialog } from "../../shared/ui/dialog";
import { InstantField } from "../../shared/ui/fields";
import { InfoIcon } from "../../shared/ui/icons";
import { tell } from "../../shared/ui/toast";
import { viewingWords } from "../../shared/words/viewing";
import { Ask } from "../ask";
import { drawnIn, region } from "../review/player/at";
import { lying } from "../review/player/state";
import { fieldFrom, fieldUntil, instantOf } from "../review/times";
import { readShowing } from "./state";

export function AskMasking(props: { footage_id: string; onClose: () => void }) {
  const w = viewingWords.value;
  const open = (lying.value?.cameras ?? []).filter((one) => one.may_look);
  const first = open.find((one) => one.camera_id === drawnIn()) ?? open[0];
  return (
    <>
      {first ? (
        <Minutes {...props} cameras={open} first={first} />
      ) : (
        <Dialog title={w.maskTitle} onClose={props.onClose}>
          <p class="remark warn">
            <InfoIcon />
            {w.noCamera}
          </p>
        </Dialog>
      )}
    </>
  );
}

/** What of the granted minutes is asked for; null where it is more, or nothing. */
function stretchOf(camera: DeskCamera, from: string, until: string): [string, string] | null {
  const ends = [instantOf(from), instantOf(until)] as const;
  if (!ends[0] || !ends[1]) return null;
  // Fields hold whole seconds: at its own ends a stretch is exactly what was granted.
  const begin = from === fieldFrom(camera.from_at) ? camera.from_at : ends[0];
  const end = until === fieldUntil(camera.until_at) ? camera.until_at : ends[1];
  const [b, e] = [Date.parse(begin), Date.parse(end)];
  const isGranted = b >= Date.parse(camera.from_at) && e <= Date.parse(camera.until_at);
  return isGranted && b < e ? [begin, end] : null;
}

function Minutes(props: {
  footage_id: string;
  cameras: readonly DeskCamera[];
  first: DeskCamera;
  onClose: () => void;
}) {
  const w = viewingWords.value;
  const camera = useSignal(props.first);
  const from = useSignal(fieldFrom(props.first.from_at));
  const until = useSignal(fieldUntil(props.first.until_at));
  const onlyRegion = useSignal(true);
  const box = drawnIn() === camera.value.camera_id ? region.value : null;
  const stretch = stretchOf(camera.value, from.value, until.value);
  const choose = (camera_id: string) => {
    const found = props.cameras.find((one) => one.camera_id === camera_id);
    if (!found) return;
    camera.value = found;
    from.value = fieldFrom(found.from_at);
    until.value = fieldUntil(found.until_at);
  };
  const work = async () => {
    if (!stretch) return;
    const asked = await call("post", "/v1/footage-requests/{footage_id}/maskings", {
      path: { footage_id: props.footage_id },
      body: {
        camera_id: camera.value.camera_id,
        from_at: stretch[0],
        until_at: stretch[1],
        region: box && onlyRegion.value ? box : null,
      },
    });
    tell(w.asked(asked.length));
    void readShowing();
  };
  const end = (label: string, field: typeof from) => (
    <InstantField
      label={label}
      toSecond
      from={fieldFrom(camera.value.from_at)}
      until={fieldUntil(camera.value.until_at)}
      value={field.value}
      wrong={stretch === null}
      onInstant={(text) => {
        field.value = text;
      }}
    />
  );
  return (
    <Ask
      title={w.maskTitle}
      submit={w.mask}
      ready={stretch !== null}
      work={work}
      onClose={props.onClose}
    >
      <p class="quiet">{w.maskHint}</p>
      <label class="field">
        <span class="label">{w.camera}</span>
        <select
          value={camera.value.camera_id}
          onChange={(event) => choose(event.currentTarget.value)}
        >
          {props.cameras.map((one) => (
            <option key={one.camera_id} value={one.camera_id}>
              {one.name}
            </option>
          ))}
        </select>
      </label>
      <div class="masking-ends">
        {end(w.from, from)}
        {end(w.until, until)}
      </div>
      {stretch === null && (
        <p class="remark warn" role="alert">
          <InfoIcon />
          {w.outside}
        </p>
      )}
      {box ? (
        <div class="choice">
          <label>
            <input
              type="checkbox"
              checked={onlyRegion.value}
              onChange={(event) => {
                onlyRegion.value = event.currentTarget.checked;
              }}
            />
            {w.onlyRegion(box.width, box.height)}
          </label>
        </div>
      ) : (
        <p class="quiet office-small">{w.noRegion}</p>
      )}
    </Ask>
  );
}
