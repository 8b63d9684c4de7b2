// Who looked at what: the access register for those who oversee it.
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { LookRow } from "../../shared/api/forms";
import { exactTimeOf, timeOf } from "../../shared/format";
import { Dialog } from "../../shared/ui/dialog";
import { TextField } from "../../shared/ui/fields";
import { ShieldIcon } from "../../shared/ui/icons";
import { Badge, Empty, Failed, Waiting } from "../../shared/ui/parts";
import { language, words } from "../../shared/words";
import { DayField } from "../day";
import { areaName } from "../state/desk";
import {
  anchor,
  ANY,
  forgetLooks,
  looks,
  looksStage,
  moreLooks,
  readLooks,
  type Sought,
  takeOut,
} from "../state/register";
import { closeDialog } from "./shown";

export function AccessRegister() {
  const w = words.value;
  const sought = useSignal<Sought>(ANY);
  const read = () => void readLooks(sought.value);
  useEffect(() => {
    read();
    return forgetLooks;
  }, []);
  const set = (change: Partial<Sought>) => {
    sought.value = { ...sought.value, ...change };
  };
  const out = (format: "ndjson" | "csv") => () =>
    void takeOut(sought.value, format, language.value === "zh-CN");
  return (
    <Dialog
      title={w.register.title}
      onClose={closeDialog}
      onSubmit={read}
      class="tall"
      foot={
        <>
          <button type="button" class="button" onClick={out("csv")}>
            {w.register.table}
          </button>
          <button type="button" class="button" onClick={out("ndjson")}>
            {w.register.file}
          </button>
          <button type="button" class="button" onClick={closeDialog}>
            {w.act.dismiss}
          </button>
        </>
      }
    >
      <search class="register-sought">
        <TextField
          label={w.register.incident}
          value={sought.value.incident}
          inputMode="decimal"
          maxLength={15}
          onText={(incident) => set({ incident })}
        />
        <TextField
          label={w.register.person}
          value={sought.value.person}
          maxLength={200}
          onText={(person) => set({ person })}
        />
        <DayField
          label={w.history.from}
          value={sought.value.from}
          onDay={(from) => set({ from })}
        />
        <DayField
          label={w.history.until}
          value={sought.value.until}
          onDay={(until) => set({ until })}
        />
        <button type="submit" class="button main">
          {w.register.seek}
        </button>
      </search>
      {anchor.value && (
        <p class="quiet register-anchor">
          <ShieldIcon />
          {w.register.anchored(anchor.value.number, timeOf(anchor.value.at))}
        </p>
      )}
      {looksStage.value === "waiting" && <Waiting lines={5} />}
      {looksStage.value === "failed" && <Failed again={read} />}
      {looksStage.value === "ready" && looks.value.length === 0 && (
        <Empty icon={<ShieldIcon />} title={w.register.none} />
      )}
      {looks.value.length > 0 && (
        <ol class="register">
          {looks.value.map((row) => (
            <li key={row.number}>
              <Row row={row} />
            </li>
          ))}
        </ol>
      )}
      {looksStage.value === "ready" && moreLooks.value && (
        <button type="button" class="button" onClick={() => void readLooks(sought.value, true)}>
          {w.register.more}
        </button>
      )}
    </Dialog>
  );
}

/** What was looked at, in words; its ids stand in what is taken out. */
function contentOf(row: LookRow): string {
  const w = words.value.register;
  const found = (pattern: RegExp) => pattern.exec(row.content)?.[1] ?? "";
  switch (row.kind) {
    case "picture":
      return found(/ of (.+), \w+$/);
    case "live_view":
      return found(/^live view of (.+)$/);
    case "replay":
      return w.ways(found(/positions of (.+)$/));
    case "shown":
      return areaName(found(/(\d+)$/));
    default:
      return "";
  }
}

/** One look, as the law asks for it: who, of which unit, why, what, when. */
function Row(props: { row: LookRow }) {
  const { row } = props;
  const w = words.value.register;
  const number = /^incident (\d+)$/.exec(row.reason)?.[1];
  const said = [number ? w.ofIncident(Number(number)) : "", contentOf(row)].filter(Boolean);
  const unit = row.work_unit.split(",").map(areaName).join(", ");
  return (
    <article class="register-row">
      <p>
        <span class="quiet">{w.number(row.number)}</span>
        <strong>{row.person}</strong>
        <span>{unit}</span>
        <Badge>{w.kind[row.kind]}</Badge>
      </p>
      <p class="quiet">
        <time dateTime={row.at} title={exactTimeOf(row.at)}>
          {timeOf(row.at)}
        </time>
        {said.map((one) => ` · ${one}`)}
      </p>
    </article>
  );
}
