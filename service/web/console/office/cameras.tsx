// Where cameras answer: masked for everybody, shown to an administrator for a reason.
import { call } from "../../shared/api/call";
import type { Camera } from "../../shared/api/forms";
import { CameraIcon } from "../../shared/ui/icons";
import { words } from "../../shared/words";
import { areaName } from "../state/desk";
import { type Clear, Unmask } from "../unmask";
import { Rows, usePaged } from "./paged";
import { Search, useSought } from "./sought";

const PAGE = 50;

export function Cameras() {
  const w = words.value.office.cameras;
  const { text, sought } = useSought();
  const list = usePaged<Camera>(sought.value, PAGE, (last) =>
    call("get", "/v1/cameras", {
      query: { q: sought.value || undefined, after: last?.camera_id, count: PAGE },
    }),
  );
  return (
    <>
      <Search label={w.search} text={text} maxLength={200} />
      <Rows
        of={list}
        idOf={(one) => one.camera_id}
        none={w.none}
        icon={<CameraIcon />}
        row={(one) => <Row camera={one} />}
      />
    </>
  );
}

function Row(props: { camera: Camera }) {
  const { camera } = props;
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
    </article>
  );
}
