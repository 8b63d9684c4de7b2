// What several screens say of incidents and units in one mark.
import type { FunctionComponent } from "preact";
import type { Incident, Kind, Mode, State, TaskState } from "../api/forms";
import { words } from "../words";
import {
  BatteryIcon,
  BellIcon,
  BellOffIcon,
  BicycleIcon,
  CarIcon,
  ChildIcon,
  DuressIcon,
  FireIcon,
  FootIcon,
  IntruderIcon,
  LineIcon,
  MedicalIcon,
  MotorcycleIcon,
  PlugIcon,
  SeekIcon,
  TamperIcon,
} from "./icons";
import { Badge } from "./parts";

export const KIND_ICONS: Record<Kind, FunctionComponent> = {
  emergency: BellIcon,
  duress: DuressIcon,
  medical: MedicalIcon,
  fire: FireIcon,
  intruder: IntruderIcon,
  missing_child: ChildIcon,
  missing_person: SeekIcon,
  tamper: TamperIcon,
  line_fault: LineIcon,
  power_fault: PlugIcon,
  low_battery: BatteryIcon,
};

export const MODE_ICONS: Record<Mode, FunctionComponent> = {
  car: CarIcon,
  motorcycle: MotorcycleIcon,
  bicycle: BicycleIcon,
  foot: FootIcon,
};

type Tone = "good" | "warn" | "bad" | "accent";

export const STATE_TONES: Partial<Record<State, Tone>> = {
  active: "bad",
  reopened: "bad",
  assigned: "warn",
  en_route: "accent",
  on_scene: "good",
};

export const TASK_TONES: Partial<Record<TaskState, Tone>> = {
  offered: "warn",
  received: "warn",
  accepted: "accent",
  en_route: "accent",
  on_scene: "good",
  cleared: "good",
};

/** Where an incident stands. */
export function StateBadge(props: { state: State }) {
  return <Badge tone={STATE_TONES[props.state]}>{words.value.incidentState[props.state]}</Badge>;
}

/** Test and silent: what changes everything else that is said of an incident. */
export function Flags(props: { of: Pick<Incident, "test" | "silent"> }) {
  const w = words.value.mark;
  return (
    <>
      {props.of.test && (
        <Badge tone="drill" hint={w.testHint}>
          {w.test}
        </Badge>
      )}
      {props.of.silent && (
        <Badge tone="warn" hint={w.silentHint}>
          <BellOffIcon />
          {w.silent}
        </Badge>
      )}
    </>
  );
}
