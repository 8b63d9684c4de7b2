// Cameras: what the law asks of each, and where it answers, shown to an administrator for a reason.
import { useSignal } from "@preact/signals";
import { call } from "../../shared/api/call";
import type { Camera } from "../../shared/api/forms";
import { Choice } from "../../shared/ui/fields";
import { CameraIcon } from "../../shared/ui/icons";
import { words } from "../../shared/words";
import { areaName } from "../state/desk";
import { type Clear, Unmask } from "../unmask";
import { FilingDialog } from "./filing";
import { Rows, usePaged } from "./paged";
import { Search, useSought } from "./sought";

const PAGE = 50;

type Lacks = "all" | "sign" | "filing";

export function Cameras() {
  const w = words.value.office.cameras;
  const { text, sought } = useSought();
  const lacks = useSignal<Lacks>("all");
  const list = usePaged<Camera>(`${lacks.value} ${sought.value}`, PAGE, (last) =>
    call("get", "/v1/cameras", {
      query: {
        q: sought.value || undefined,
        after: last?.camera_id,
        count: PAGE,
        lacks: lacks.value === "all" ? undefined : lacks.value,
      },
    }),
  );
  return (
    <>
      <Search label={w.search} text={text} maxLength={200} />
      <Choice<Lacks>
        legend={w.lacks}
        across
        options={(["all", "sign", "filing"] as const).map((value) => ({
          value,
          label: w.lacking[value],
        }))}
        value={lacks.value}
        onChoose={(value) => {
          lacks.value = value;
        }}
      />
      <Rows
        of={list}
        idOf={(one) => one.camera_id}
        none={w.none}
        icon={<CameraIcon />}
        row={(one) => <Row camera={one} onSet={() => void list.read()} />}
      />
    </>
  );
}

function Row(props: { camera: Camera; onSet: () => void }) {
  const { camera } = props;
  const open = useSignal(false);
  const w = words.value.office.cameras;
  const ask = async (reason: string): Promise<Clear> => {
    const path = { camera_id: camera.camera_id };
    const body = { reason };
    const told = await call("post", "/v1/cameras/{camera_id}/unmask", { path, body });
    const lines: [string, string | null | undefined][] = [
      [w.snapshot, told.snapshot_url],
      [w.stream, told.rtsp_url],
      [w.onvif, told.onvif_url],
      [w.username, told.username],
    ];
    return lines.flatMap(([name, value]) => (value ? [[name, value] as const] : []));
  };
  return (
    <article class="office-row">
      <div>
        <strong>{camera.name}</strong>
        <p class="office-small quiet">
          {areaName(camera.area_code)} · {camera.managing_unit}
        </p>
        <div class="office-small">
          <Unmask what={w.addressesOf(camera.name)} ask={ask} />
        </div>
      </div>
      <button
        type="button"
        class="button small"
        aria-label={w.filingOf(camera.name)}
        onClick={() => {
          open.value = true;
        }}
      >
        {w.filing}
      </button>
      {open.value && (
        <FilingDialog
          camera={camera}
          onSet={props.onSet}
          onClose={() => {
            open.value = false;
          }}
        />
      )}
    </article>
  );
}
