// The missing children that screens show now, and taking one off them.
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { call } from "../../shared/api/call";
import type { Bulletin, BulletinEnding } from "../../shared/api/forms";
import { timeOf } from "../../shared/format";
import { Dialog } from "../../shared/ui/dialog";
import { ChildIcon, PlusIcon } from "../../shared/ui/icons";
import { Empty, Failed, TwiceButton, Waiting } from "../../shared/ui/parts";
import { words } from "../../shared/words";
import {
  bulletins,
  bulletinsStage,
  givePortrait,
  loadBulletins,
  lookAt,
  withdraw,
} from "../state/bulletins";
import { areaName, mayAct } from "../state/desk";
import { mayRelease } from "../state/searches";
import { Unmask } from "../unmask";
import { closeDialog, dialog } from "./shown";

const ENDINGS: readonly BulletinEnding[] = ["found", "consent_withdrawn", "mistaken"];
export const PICTURES = "image/jpeg,image/png,image/webp";

export function Bulletins() {
  const w = words.value;
  const shown = [...bulletins.items.value.values()].sort((a, b) =>
    a.issued_at < b.issued_at ? 1 : -1,
  );
  useEffect(() => void loadBulletins(), []);
  return (
    <Dialog
      title={w.bulletin.title}
      onClose={closeDialog}
      class="tall"
      foot={
        <>
          <button type="button" class="button" onClick={closeDialog}>
            {w.act.dismiss}
          </button>
          {mayRelease() && (
            <button
              type="button"
              class="button main"
              onClick={() => {
                dialog.value = { name: "bulletin", of: null };
              }}
            >
              <PlusIcon />
              {w.bulletin.issue}
            </button>
          )}
        </>
      }
    >
      {bulletinsStage.value === "waiting" && <Waiting />}
      {bulletinsStage.value === "failed" && <Failed again={() => void loadBulletins()} />}
      {bulletinsStage.value === "ready" && shown.length === 0 && (
        <Empty icon={<ChildIcon />} title={w.bulletin.none} hint={w.bulletin.noneHint} />
      )}
      {shown.length > 0 && (
        <ul class="bulletins">
          {shown.map((one) => (
            <li key={one.bulletin_id}>
              <Card bulletin={one} />
            </li>
          ))}
        </ul>
      )}
    </Dialog>
  );
}

function Card(props: { bulletin: Bulletin }) {
  const { bulletin } = props;
  const w = words.value.bulletin;
  const { consent, zh, en } = bulletin;
  const facts: [string, ComponentChildren][] = [
    [w.clothing, zh.clothing],
    [w.place, zh.place],
    [w.seenAt, timeOf(bulletin.seen_at)],
    [w.phone, bulletin.phone],
    [w.english, en ? `${en.who} · ${en.clothing} · ${en.place}` : w.noEnglish],
    [
      w.consent,
      <>
        {mayAct.value ? <Guardian bulletin={bulletin} /> : consent.guardian},{" "}
        {w.relation[consent.relation]}, {w.how[consent.how]}
      </>,
    ],
    [w.issuedBy, `${bulletin.issued_by}, ${timeOf(bulletin.issued_at)}`],
  ];
  return (
    <article class="bulletin">
      <header>
        <strong>{zh.who}</strong>
        <span class="quiet">{w.until(areaName(bulletin.area_code), timeOf(bulletin.until))}</span>
      </header>
      <Portrait bulletin={bulletin} />
      <dl>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {mayAct.value && <Withdraw bulletin={bulletin} />}
    </article>
  );
}

/** Who agreed is named to a desk that says why. */
function Guardian(props: { bulletin: Bulletin }) {
  const { bulletin_id, consent } = props.bulletin;
  const ask = async (reason: string) => {
    const path = { bulletin_id };
    const shown = await call("post", "/v1/bulletins/{bulletin_id}/unmask", {
      path,
      body: { reason },
    });
    return [["", shown.guardian]] as const;
  };
  return <Unmask what={words.value.bulletin.guardian} masked={consent.guardian} ask={ask} />;
}

/** Nobody looks by chance: a picture is shown to whoever asks for it, and that is on record. */
function Portrait(props: { bulletin: Bulletin }) {
  const { bulletin_id, portrait } = props.bulletin;
  const w = words.value.bulletin;
  const address = useSignal<string | null>(null);
  useEffect(() => {
    address.value = null;
  }, [portrait]);
  useEffect(() => {
    const held = address.value;
    return () => {
      if (held) URL.revokeObjectURL(held);
    };
  }, [address.value]);
  const look = async () => {
    const picture = await lookAt(bulletin_id);
    if (picture) address.value = URL.createObjectURL(picture);
  };
  return (
    <div class="bulletin-portrait">
      {address.value && <img src={address.value} alt={w.portraitOf} />}
      {portrait && !address.value && (
        <button type="button" class="button small" title={w.lookHint} onClick={() => void look()}>
          {w.look}
        </button>
      )}
      {mayRelease() && (
        <label class="field">
          <span class="label">{portrait ? w.otherPortrait : w.addPortrait}</span>
          <input
            type="file"
            accept={PICTURES}
            onChange={(event) => {
              const file = event.currentTarget.files?.[0];
              if (file) void givePortrait(bulletin_id, file);
            }}
          />
        </label>
      )}
    </div>
  );
}

function Withdraw(props: { bulletin: Bulletin }) {
  const w = words.value;
  const ending = useSignal<BulletinEnding>("found");
  return (
    <footer class="bulletin-acts">
      <label class="field">
        <span class="label">{w.bulletin.why}</span>
        <select
          value={ending.value}
          onChange={(event) => {
            ending.value = event.currentTarget.value as BulletinEnding;
          }}
        >
          {ENDINGS.map((one) => (
            <option key={one} value={one}>
              {w.bulletin.ending[one]}
            </option>
          ))}
        </select>
      </label>
      <TwiceButton
        class="bad"
        label={w.act.withdraw}
        onSure={() => void withdraw(props.bulletin, ending.value)}
      />
    </footer>
  );
}
