// A link for one managing unit: made once, shown once, to be copied or photographed.
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { call } from "../../shared/api/call";
import type { Question } from "../../shared/api/forms";
import { timeOf } from "../../shared/format";
import { useAttempt } from "../../shared/ui/attempt";
import { Dialog } from "../../shared/ui/dialog";
import { CopyIcon } from "../../shared/ui/icons";
import { Waiting } from "../../shared/ui/parts";
import { QrCode } from "../../shared/ui/sign-in-steps";
import { tell, tellBad } from "../../shared/ui/toast";
import { words } from "../../shared/words";
import { reviewWords } from "../../shared/words/review";
import { Trouble } from "../office/trouble";
import { readRequest } from "./chosen";

export function GiveLink(props: { question: Question; onClose: () => void }) {
  const { question } = props;
  const w = reviewWords.value.consents;
  const given = useSignal<{ address: string; until: string } | null>(null);
  const { problem, attempt } = useAttempt();
  useEffect(() => {
    void attempt(async () => {
      const path = { consent_id: question.consent_id };
      const link = await call("post", "/v1/footage-consents/{consent_id}/link", { path });
      given.value = { address: `${location.origin}/consent/#${link.token}`, until: link.until };
      void readRequest();
    });
  }, []);
  const copy = (address: string) =>
    navigator.clipboard.writeText(address).then(
      () => tell(w.copied),
      () => tellBad(w.notCopied),
    );
  return (
    <Dialog
      title={w.linkTitle(question.managing_unit)}
      onClose={props.onClose}
      foot={
        <button type="button" class="button main" onClick={props.onClose}>
          {words.value.act.dismiss}
        </button>
      }
    >
      <Trouble error={problem.value} />
      {given.value === null && problem.value === null && <Waiting lines={2} />}
      {given.value && (
        <>
          <p class="remark warn">{w.linkHint(timeOf(given.value.until))}</p>
          <p class="once-password" role="status">
            <code>{given.value.address}</code>
            <button
              type="button"
              class="button"
              onClick={() => given.value && void copy(given.value.address)}
            >
              <CopyIcon />
              {w.copy}
            </button>
          </p>
          <QrCode text={given.value.address} label={w.scan} />
        </>
      )}
    </Dialog>
  );
}
