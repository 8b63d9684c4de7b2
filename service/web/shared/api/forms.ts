// The contract's forms under short names.
import type { components } from "../generated/openapi";

type Forms = components["schemas"];

export type Account = Forms["Account"];
export type AccountMove = Forms["AccountMove"];
export type Alarm = Forms["Alarm"];
export type Anchor = Forms["Anchor"];
export type Area = Forms["Area"];
export type Bulletin = Forms["Bulletin"];
export type BulletinEnding = Forms["BulletinEnding"];
export type Camera = Forms["Camera"];
export type Check = Forms["Check"];
export type Candidate = Forms["CandidateShown"];
export type Coming = Forms["Coming"];
export type Disposition = Forms["Disposition"];
export type DrillPress = Forms["DrillPress"];
export type DrillReport = Forms["DrillReport"];
export type DrillTold = Forms["DrillTold"];
export type EntryKind = Forms["EntryKind"];
export type FactorBegun = Forms["FactorBegun"];
export type Fault = Forms["Fault"];
export type FaultKind = Forms["FaultKind"];
export type Colleague = Forms["Colleague"];
export type Handover = Forms["Handover"];
export type Hold = Forms["Hold"];
export type LookRow = Forms["LookRow"];
export type DataRequest = Forms["DataRequest"];
export type KeptPart = Forms["KeptPart"];
export type MyData = Forms["MyData"];
export type MyNotice = Forms["MyNotice"];
export type NoticeVersion = Forms["NoticeVersion"];
export type OwnConsent = Forms["OwnConsent"];
export type OwnSession = Forms["OwnSession"];
export type HandoverMove = Forms["HandoverMove"];
export type Incident = Forms["Incident"];
export type KeyTrouble = Forms["KeyTrouble"];
export type Kind = Forms["Kind"];
export type MapSetup = Forms["MapSetup"];
export type Mark = Forms["Mark"];
export type Me = Forms["Me"];
export type Message = Forms["Message"];
export type Mode = Forms["Mode"];
export type MoveIncident = Forms["MoveIncident"];
export type Need = Forms["NeedShown"];
export type NeedState = Forms["NeedState"];
export type NewBulletin = Forms["NewBulletin"];
export type NewGrant = Forms["NewGrant"];
export type NewPhone = Forms["NewPhone"];
export type OfficerReach = Forms["OfficerReach"];
export type OpenByHand = Forms["OpenByHand"];
export type Ending = Forms["Ending"];
export type Phone = Forms["Phone"];
export type Place = Forms["GivenPlace"];
export type PostRole = Forms["PostRole"];
export type Replay = Forms["Replay"];
export type Role = Forms["Role"];
export type School = Forms["School"];
export type SchoolKey = Forms["SchoolKey"];
export type SecurityEvent = Forms["SecurityEvent"];
export type Sight = Forms["Sight"];
export type Site = Forms["Site"];
export type SiteKind = Forms["SiteKind"];
export type Size = Forms["Size"];
export type Snapshot = Forms["Snapshot"];
export type Source = Forms["Source"];
export type State = Forms["State"];
export type Task = Forms["TaskShown"];
export type TaskMove = Forms["TaskMove"];
export type TaskState = Forms["TaskState"];
export type TestPlan = Forms["TestPlan"];
export type TimelineEntry = Forms["TimelineEntry"];
export type Unit = Forms["Unit"];

export const ringing: ReadonlySet<TaskState> = new Set(["offered", "received"]);
export const holding: ReadonlySet<TaskState> = new Set(["accepted", "en_route", "on_scene"]);

/** Whether somebody still has to do something about an incident. */
export function isOpen(incident: Incident): boolean {
  return incident.state !== "closed" && incident.state !== "cancelled";
}
