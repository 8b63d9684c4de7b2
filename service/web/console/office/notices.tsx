// What people are told about their data: the versions of an area, and a new one with its date.
import { useSignal } from "@preact/signals";
import { call } from "../../shared/api/call";
import { now } from "../../shared/api/clock";
import type { NoticeKind, NoticeVersion } from "../../shared/api/forms";
import { dayOf } from "../../shared/format";
import { NoteIcon, PlusIcon } from "../../shared/ui/icons";
import { Badge, Told } from "../../shared/ui/parts";
import { words } from "../../shared/words";
import { areaName, areas } from "../state/desk";
import { AreaField, homeOf, ownAreas } from "./areas";
import { administers } from "./grants";
import { NewNotice } from "./notice-new";
import { Rows, usePaged } from "./paged";

const KINDS: readonly NoticeKind[] = ["officer", "contact", "desk"];
// The contract's longest list.
const MOST = 200;

export function Notices() {
  const w = words.value.office;
  const area_code = useSignal(homeOf(ownAreas()));
  const kind = useSignal<NoticeKind>("officer");
  const writing = useSignal(false);
  const list = usePaged<NoticeVersion>(`${area_code.value} ${kind.value}`, MOST + 1, async () => {
    const path = { area_code: area_code.value };
    const found = await call("get", "/v1/areas/{area_code}/notices", { path });
    return found.filter((one) => one.kind === kind.value);
  });
  const holding = holdingOf(list.items.value, area_code.value);
  return (
    <>
      <div class="office-sought">
        <AreaField
          value={area_code.value}
          of={ownAreas()}
          onChoose={(code) => {
            area_code.value = code;
          }}
        />
        <label class="field">
          <span class="label">{w.notices.forWhom}</span>
          <select
            value={kind.value}
            onChange={(event) => {
              kind.value = event.currentTarget.value as NoticeKind;
            }}
          >
            {KINDS.map((one) => (
              <option key={one} value={one}>
                {w.notices.kind[one]}
              </option>
            ))}
          </select>
        </label>
        {administers(area_code.value) && list.stage.value === "ready" && (
          <button
            type="button"
            class="button main"
            onClick={() => {
              writing.value = true;
            }}
          >
            <PlusIcon />
            {w.notices.add}
          </button>
        )}
      </div>
      <Rows
        of={list}
        idOf={(one) => one.notice_id}
        none={w.notices.none}
        icon={<NoteIcon />}
        row={(one) => <Row notice={one} holds={one === holding} />}
      />
      {writing.value && (
        <NewNotice
          area_code={area_code.value}
          kind={kind.value}
          before={holding}
          onPublished={() => void list.read()}
          onClose={() => {
            writing.value = false;
          }}
        />
      )}
    </>
  );
}

/** Of versions, the newest first, the one that holds: the nearest area's that has begun. */
function holdingOf(versions: readonly NoticeVersion[], area_code: string): NoticeVersion | null {
  const line: (string | null)[] = [...(areas.value.get(area_code)?.lineage ?? [area_code]), null];
  const begun = versions.filter((one) => Date.parse(one.from_at) <= now());
  for (const code of line) {
    const found = begun.find((one) => one.area_code === code);
    if (found) return found;
  }
  return null;
}

function Row(props: { notice: NoticeVersion; holds: boolean }) {
  const { notice } = props;
  const w = words.value.office;
  const planned = Date.parse(notice.from_at) > now();
  return (
    <article class="office-row">
      <div>
        <p class="office-line">
          <strong>{w.keeping.from(dayOf(notice.from_at))}</strong>
          {props.holds && <Badge tone="good">{w.keeping.inForce}</Badge>}
          {planned && <Badge tone="accent">{w.keeping.planned}</Badge>}
          <span class="quiet">
            {notice.area_code ? areaName(notice.area_code) : w.keeping.system}
          </span>
        </p>
        <details open={props.holds}>
          <summary>{w.notices.read}</summary>
          <div class="office-both">
            <div lang="zh-CN">
              <Told text={notice.zh} />
            </div>
            <div lang="en">
              <Told text={notice.en} />
            </div>
          </div>
        </details>
      </div>
    </article>
  );
}
