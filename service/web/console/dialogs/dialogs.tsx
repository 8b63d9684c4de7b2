// Which dialog stands open; one at a time.
import { signal } from "@preact/signals";
import type { Alarm, Hold, Incident, Need } from "../../shared/api/forms";
import type { Opened } from "../../shared/pictures/dialog";
import { AskUnit } from "./ask-unit";
import { IssueBulletin } from "./bulletin";
import { Bulletins } from "./bulletins";
import { CloseIncident } from "./close";
import { HandOver, TakeOver } from "./hand-over";
import { HoldBack } from "./hold";
import { Keys } from "./keys";
import { MergeIncident, SetPriority, TransferIncident } from "./moves";
import { OpenIncident } from "./open";
import { LargePicture } from "./picture";
import { AccessRegister } from "./register";
import { ResetAlarms } from "./reset";

type Shown =
  | { name: "open" }
  | { name: "keys" }
  | { name: "bulletins" }
  | { name: "bulletin" }
  | { name: "register" }
  | { name: "hold"; incident: Incident; hold: Hold | null }
  | { name: "reset"; alarms: readonly Alarm[] }
  | { name: "close" | "transfer" | "merge" | "priority"; incident: Incident }
  | { name: "hand"; incident: Incident | null }
  | { name: "take"; incident: Incident }
  | { name: "ask"; incident: Incident; need: Need | null }
  | { name: "picture"; opened: Opened };

export const dialog = signal<Shown | null>(null);

export function closeDialog(): void {
  dialog.value = null;
}

export function Dialogs() {
  const shown = dialog.value;
  switch (shown?.name) {
    case "open":
      return <OpenIncident />;
    case "keys":
      return <Keys />;
    case "bulletins":
      return <Bulletins />;
    case "bulletin":
      return <IssueBulletin />;
    case "register":
      return <AccessRegister />;
    case "hold":
      return <HoldBack incident={shown.incident} hold={shown.hold} />;
    case "reset":
      return <ResetAlarms alarms={shown.alarms} />;
    case "close":
      return <CloseIncident incident={shown.incident} />;
    case "transfer":
      return <TransferIncident incident={shown.incident} />;
    case "merge":
      return <MergeIncident incident={shown.incident} />;
    case "priority":
      return <SetPriority incident={shown.incident} />;
    case "hand":
      return <HandOver incident={shown.incident} />;
    case "take":
      return <TakeOver incident={shown.incident} />;
    case "ask":
      return <AskUnit incident={shown.incident} need={shown.need} />;
    case "picture":
      return <LargePicture opened={shown.opened} />;
    default:
      return null;
  }
}
