// A new version of a notice; it is never rewritten, and people are asked to read it anew.
import { useSignal } from "@preact/signals";
import { call } from "../../shared/api/call";
import type { NoticeKind, NoticeVersion } from "../../shared/api/forms";
import { useAttempt } from "../../shared/ui/attempt";
import { Dialog } from "../../shared/ui/dialog";
import { NoteField } from "../../shared/ui/fields";
import { InfoIcon } from "../../shared/ui/icons";
import { tell } from "../../shared/ui/toast";
import { words } from "../../shared/words";
import { dayIn, startOf } from "../days";
import { areaName } from "../state/desk";
import { DayField } from "../day";
import { wrongIn } from "./grants";
import { Trouble } from "./trouble";

// The contract's longest notice.
const TEXT_MOST = 8000;

export function NewNotice(props: {
  area_code: string;
  kind: NoticeKind;
  before: NoticeVersion | null;
  onPublished: () => void;
  onClose: () => void;
}) {
  const { area_code, kind } = props;
  const w = words.value.office.notices;
  const zh = useSignal(props.before?.zh ?? "");
  const en = useSignal(props.before?.en ?? "");
  const day = useSignal(dayIn(1));
  const { waiting: sending, problem: trouble, attempt } = useAttempt();
  const changed = zh.value !== props.before?.zh || en.value !== props.before.en;
  const ready =
    zh.value.trim() !== "" &&
    en.value.trim() !== "" &&
    changed &&
    day.value >= dayIn(0) &&
    !sending.value;
  const submit = async () => {
    if (!ready) return;
    await attempt(async () => {
      const body = {
        kind,
        area_code,
        zh: zh.value.trim(),
        en: en.value.trim(),
        from_at: startOf(day.value),
      };
      await call("post", "/v1/notices", { body });
      tell(w.published);
      props.onPublished();
      props.onClose();
    });
  };
  return (
    <Dialog
      title={w.addFor(w.kind[kind], areaName(area_code))}
      onClose={props.onClose}
      onSubmit={() => void submit()}
      class="tall wide"
      foot={
        <>
          <button type="button" class="button" onClick={props.onClose}>
            {words.value.act.cancel}
          </button>
          <button type="submit" class="button main" disabled={!ready}>
            {w.publish}
          </button>
        </>
      }
    >
      <DayField
        label={words.value.office.keeping.fromDay}
        from={dayIn(0)}
        value={day.value}
        wrong={wrongIn(trouble.value, "from_at")}
        onDay={(chosen) => {
          day.value = chosen;
        }}
      />
      <div class="office-texts">
        <NoteField
          label={w.zh}
          value={zh.value}
          most={TEXT_MOST}
          onText={(text) => {
            zh.value = text;
          }}
        />
        <NoteField
          label={w.en}
          value={en.value}
          most={TEXT_MOST}
          onText={(text) => {
            en.value = text;
          }}
        />
      </div>
      <p class="remark warn">
        <InfoIcon />
        {w.hint}
      </p>
      <Trouble error={trouble.value} but={["from_at"]} />
    </Dialog>
  );
}
