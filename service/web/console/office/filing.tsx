// What Decree 799 asks of a camera beside where it stands: its sign, its filing, its vicinity.
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { call } from "../../shared/api/call";
import type { Camera, CameraDossier } from "../../shared/api/forms";
import { useAttempt } from "../../shared/ui/attempt";
import { Dialog } from "../../shared/ui/dialog";
import { Choice } from "../../shared/ui/fields";
import { InfoIcon } from "../../shared/ui/icons";
import { Failed, Waiting } from "../../shared/ui/parts";
import { tell } from "../../shared/ui/toast";
import { words } from "../../shared/words";
import { DayField } from "../day";
import { wrongIn } from "./grants";
import { Trouble } from "./trouble";

type Sign = "unknown" | "stands" | "lacks";

export function FilingDialog(props: { camera: Camera; onSet: () => void; onClose: () => void }) {
  const { camera_id } = props.camera;
  const dossier = useSignal<CameraDossier | null>(null);
  const failed = useSignal(false);
  const read = async () => {
    failed.value = false;
    try {
      dossier.value = await call("get", "/v1/cameras/{camera_id}", { path: { camera_id } });
    } catch {
      failed.value = true;
    }
  };
  useEffect(() => void read(), [camera_id]);
  if (dossier.value) return <Fields {...props} dossier={dossier.value} />;
  return (
    <Dialog title={props.camera.name} onClose={props.onClose} foot={null}>
      {failed.value ? <Failed again={() => void read()} /> : <Waiting lines={4} />}
    </Dialog>
  );
}

function Fields(props: { dossier: CameraDossier; onSet: () => void; onClose: () => void }) {
  const { dossier } = props;
  const w = words.value.office.cameras;
  const restricted = useSignal(dossier.restricted_vicinity);
  const sign = useSignal<Sign>(signOf(dossier.sign_present));
  const inUse = useSignal(dossier.in_use_on ?? "");
  const filed = useSignal(dossier.filed_on ?? "");
  const { waiting, problem, attempt } = useAttempt();
  const save = () =>
    attempt(async () => {
      const path = { camera_id: dossier.camera_id };
      const body = {
        ...asWritten(dossier),
        restricted_vicinity: restricted.value,
        sign_present: sign.value === "unknown" ? null : sign.value === "stands",
        in_use_on: inUse.value || null,
        filed_on: filed.value || null,
      };
      await call("put", "/v1/cameras/{camera_id}", { path, body });
      tell(w.saved);
      props.onSet();
      props.onClose();
    });
  return (
    <Dialog
      title={dossier.name}
      onClose={props.onClose}
      onSubmit={() => void save()}
      foot={
        <>
          <button type="button" class="button" onClick={props.onClose}>
            {words.value.act.cancel}
          </button>
          <button type="submit" class="button main" disabled={waiting.value}>
            {w.save}
          </button>
        </>
      }
    >
      <Choice<Sign>
        legend={w.sign}
        across
        options={(["unknown", "stands", "lacks"] as const).map((value) => ({
          value,
          label: w.signs[value],
        }))}
        value={sign.value}
        onChoose={(value) => {
          sign.value = value;
        }}
      />
      <DayField
        label={w.inUse}
        value={inUse.value}
        {...wrongOf(problem.value, "in_use_on")}
        onDay={(day) => {
          inUse.value = day;
        }}
      />
      <DayField
        label={w.filed}
        value={filed.value}
        {...wrongOf(problem.value, "filed_on")}
        onDay={(day) => {
          filed.value = day;
        }}
      />
      <p class="office-small quiet">{w.filedHint}</p>
      <div class="choice">
        <label>
          <input
            type="checkbox"
            checked={restricted.value}
            onChange={(event) => {
              restricted.value = event.currentTarget.checked;
            }}
          />
          <span>
            {w.restricted}
            <br />
            <small>{w.restrictedHint}</small>
          </span>
        </label>
      </div>
      {restricted.value && !dossier.restricted_vicinity && (
        <p class="remark warn">
          <InfoIcon />
          {w.leaves}
        </p>
      )}
      <Trouble error={problem.value} but={["in_use_on", "filed_on"]} />
    </Dialog>
  );
}

function signOf(present: boolean | null): Sign {
  if (present === null) return "unknown";
  return present ? "stands" : "lacks";
}

function wrongOf(error: unknown, field: string): { wrong?: string } {
  const wrong = wrongIn(error, field);
  return wrong ? { wrong } : {};
}

/** A camera as it stands; what is not shown of it stays, since it is not said. */
function asWritten(dossier: CameraDossier) {
  const { name, area_code, place, route, gb_id, kind } = dossier;
  const { capture_class, capture_location, point_class, managing_unit } = dossier;
  const { unit_category, network_zone, footage_days } = dossier;
  const { height_m, tilt_deg, bearing_deg, spread_deg, range_m, presets } = dossier;
  return {
    ...{ name, area_code, place, route, gb_id, kind },
    ...{ capture_class, capture_location, point_class, managing_unit },
    ...{ unit_category, network_zone, footage_days },
    ...{ height_m, tilt_deg, bearing_deg, spread_deg, range_m, presets },
  };
}
