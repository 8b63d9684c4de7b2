// Handing a request over to a colleague.
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { call } from "../../../shared/api/call";
import type { Colleague } from "../../../shared/api/forms";
import { useAttempt } from "../../../shared/ui/attempt";
import { Dialog } from "../../../shared/ui/dialog";
import { Picker } from "../../../shared/ui/fields";
import { Waiting } from "../../../shared/ui/parts";
import { tell } from "../../../shared/ui/toast";
import { words } from "../../../shared/words";
import { playerWords } from "../../../shared/words/player";
import { Trouble } from "../../office/trouble";
import { gather } from "./state";

export function HandOver(props: { footage_id: string; onClose: () => void }) {
  const w = playerWords.value;
  const people = useSignal<readonly Colleague[] | null>(null);
  const to = useSignal<string | null>(null);
  const { waiting, problem, attempt } = useAttempt();
  const path = { footage_id: props.footage_id };
  useEffect(() => {
    void attempt(async () => {
      people.value = await call("get", "/v1/footage-requests/{footage_id}/desk/people", { path });
    });
  }, []);
  const submit = () =>
    attempt(async () => {
      if (to.value === null) return;
      const body = { to: to.value };
      const desk = await call("post", "/v1/footage-requests/{footage_id}/desk/hand-over", {
        path,
        body,
      });
      tell(w.handedOver(desk.holder?.display ?? ""));
      gather("desk");
      props.onClose();
    });
  return (
    <Dialog
      title={w.handOver}
      onClose={props.onClose}
      onSubmit={() => void submit()}
      foot={
        <>
          <button type="button" class="button" onClick={props.onClose}>
            {words.value.act.cancel}
          </button>
          <button type="submit" class="button main" disabled={to.value === null || waiting.value}>
            {w.handOver}
          </button>
        </>
      }
    >
      {people.value === null && problem.value === null && <Waiting lines={2} />}
      {people.value && (
        <Picker
          label={w.handOverTo}
          placeholder={w.choose}
          options={people.value.map((one) => ({ id: one.account_id, label: one.display }))}
          chosen={to.value}
          onChoose={(id) => {
            to.value = id;
          }}
        />
      )}
      <Trouble error={problem.value} />
    </Dialog>
  );
}
