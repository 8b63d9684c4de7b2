// Handing a request over to a colleague.
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { call } from "../../../shared/api/call";
import type { Colleague } from "../../../shared/api/forms";
import { useAttempt } from "../../../shared/ui/attempt";
import { Picker } from "../../../shared/ui/fields";
import { Waiting } from "../../../shared/ui/parts";
import { tell } from "../../../shared/ui/toast";
import { playerWords } from "../../../shared/words/player";
import { Ask } from "../../ask";
import { Trouble } from "../../office/trouble";
import { gather } from "./state";

export function HandOver(props: { footage_id: string; onClose: () => void }) {
  const w = playerWords.value;
  const people = useSignal<readonly Colleague[] | null>(null);
  const to = useSignal<string | null>(null);
  const { problem, attempt } = useAttempt();
  const path = { footage_id: props.footage_id };
  useEffect(() => {
    void attempt(async () => {
      people.value = await call("get", "/v1/footage-requests/{footage_id}/desk/people", { path });
    });
  }, []);
  const work = async () => {
    if (to.value === null) return;
    const body = { to: to.value };
    const desk = await call("post", "/v1/footage-requests/{footage_id}/desk/hand-over", {
      path,
      body,
    });
    tell(w.handedOver(desk.holder?.display ?? ""));
    gather("desk");
  };
  return (
    <Ask
      title={w.handOver}
      submit={w.handOver}
      ready={to.value !== null}
      work={work}
      onClose={props.onClose}
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
    </Ask>
  );
}
