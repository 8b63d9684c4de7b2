// The dialog that stands open.
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
import { dialog } from "./shown";

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
      return <IssueBulletin of={shown.of} />;
    case "register":
      return <AccessRegister />;
    case "hold":
      return <HoldBack of={shown} />;
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
