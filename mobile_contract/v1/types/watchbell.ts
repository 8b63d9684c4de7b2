// Generated from the service by `./dev spec`; do not edit.
// A later version may say more: pass over members that are not here, and expect further words.

/** The reference system in which a coordinate was measured. */
export type Crs = "BD-09" | "CGCS2000" | "GCJ-02" | "WGS-84" | (string & {});

/** Which of Apple's two gateways knows a token: the app was built for one of them. */
export type Environment = "production" | "sandbox" | (string & {});

/** Who rings a phone from outside; none where only the live stream does. */
export type Gateway = "apns" | "fcm" | "huawei" | "none" | "web_push" | (string & {});

/** Which of Huawei's two interfaces reaches a phone; neither reaches the other's phones. */
export type Generation = "v2" | "v3" | (string & {});

/** What an alarm or incident is about. The last ones are signals of a device about itself. */
export type Kind = "duress" | "emergency" | "fire" | "intruder" | "line_fault" | "low_battery" | "medical" | "missing_child" | "missing_person" | "power_fault" | "tamper" | (string & {});

/** What is wrong with a picture that is kept all the same. */
export type Mark = "black" | "frozen" | "no_signal" | "overexposed" | "stale" | (string & {});

/** How a unit goes, which decides how long it takes. */
export type Mode = "bicycle" | "car" | "foot" | "motorcycle" | (string & {});

/** What a gateway said, as far as whoever rings must know it. */
export type Outcome = "accepted" | "bad_request" | "config" | "no_address" | "retry_later" | "token_dead" | "unknown" | (string & {});

/**
 * Why a phone that was rung is called no more: another unit has the task, nobody needs to, or
 * somebody of its own unit has answered at a phone of his.
 */
export type Over = "answered" | "ended" | "taken" | (string & {});

/** What kind of phone it is. */
export type Platform = "android" | "harmony" | "ios" | "terminal" | "web" | (string & {});

/** What a unit is sent for. */
export type PostRole = "backup" | "convergence" | "primary" | (string & {});

/** Why a camera was chosen: it sees the place, or a way out, could be turned, or is near. */
export type Reason = "can_turn" | "near" | "sees" | "way_out" | (string & {});

/** What an account may do; each grant names an area, a contact's also the site. */
export type Role = "administrator" | "citizen" | "contractor" | "dispatcher" | "duty_leader" | "inspector" | "managing_unit" | "patrol_officer" | "reviewer" | "school_contact" | (string & {});

/** How large a picture is wanted: two small copies, or the bytes that prove it. */
export type Size = "large" | "original" | "small" | (string & {});

/** How far a picture has come. */
export type SnapshotState = "failed" | "planned" | "stored" | (string & {});

/** What an officer does with a task, or a dispatcher (the last two). */
export type TaskMove = "accept" | "clear" | "decline" | "en_route" | "on_scene" | "receive" | "replace" | "withdraw" | (string & {});

/** How far one unit has come with one task. */
export type TaskState = "accepted" | "cleared" | "declined" | "en_route" | "offered" | "on_scene" | "received" | "taken" | "unanswered" | "withdrawn" | (string & {});

/** In which system a tile server draws. */
export type TilesCrs = "gcj02" | "wgs84" | (string & {});

/** How much a phone is to be woken. */
export type Urgency = "emergency" | "ordinary" | (string & {});

/**
 * Which frame of a camera was asked for.
 *
 * The first that can be had; of a camera whose stream is kept also the one nearest the press,
 * the newest, and those around the press.
 */
export type Want = "at" | "first" | "nearest" | "newest" | (string & {});

/** What an officer lets his phone do for us, as the phone says; None where it cannot know. */
export interface Allows {
  show?: boolean | null;
  break_silence?: boolean | null;
  full_screen?: boolean | null;
  run_in_background?: boolean | null;
}

/** A device token of Apple's, for the app as it is sold or as it is developed. */
export interface ByApns {
  gateway: "apns";
  token: string;
  environment?: Environment;
}

/** A registration token of Google's, or the installation that takes its place. */
export interface ByFcm {
  gateway: "fcm";
  token: string;
  installation?: boolean;
}

/** A push token of Huawei's, and which of its two gateways knows it. */
export interface ByHuawei {
  gateway: "huawei";
  token: string;
  generation: Generation;
}

/** A browser's subscription (RFC 8030, 8291). */
export interface ByWeb {
  gateway: "web_push";
  endpoint: string;
  p256dh: string;
  auth: string;
}

/** A phone was rung for trial. Only its receipt, shown as `received_at`, proves the way. */
export interface Check {
  /** A UUID. */
  phone_id: string;
  gateway: Gateway;
  outcome: Outcome;
}

/** Whether the unit is on duty. */
export interface Duty {
  /** A UUID. */
  unit_id: string;
  on_duty: boolean;
  since: string | null;
}

/** One position as a phone measured it. */
export interface Fix {
  /** An instant, RFC 3339 with its zone. */
  at: string;
  lat: number;
  lon: number;
  crs: Crs;
  accuracy_m?: number | null;
}

/** A code of the second factor, or one that stands in for it. */
export interface GiveCode {
  challenge: string;
  code: string;
  cookie?: boolean;
}

/** The password that somebody chooses in place of one that was given to him. */
export interface GivePassword {
  challenge: string;
  password: string;
  cookie?: boolean;
}

/** A point as somebody gave it; the system it was measured in is part of it. */
export interface GivenPlace {
  lat: number;
  lon: number;
  crs: Crs;
}

/** Where the map of the pages begins; the base layer is at /v1/map/base where there is one. */
export interface MapSetup {
  lat: number;
  lon: number;
  zoom: number;
  has_base: boolean;
  tiles: Tiles | null;
}

/** The account that asks. */
export interface Me {
  /** A UUID. */
  account_id: string;
  name: string;
  display: string;
  roles: RoleHeld[];
  unit: MyUnit | null;
}

/** A line between the desk and the units of an incident; `unit_id` is empty for the desk. */
export interface Message {
  /** A UUID. */
  message_id: string;
  /** A UUID. */
  incident_id: string;
  at: string;
  who: string;
  /** A UUID. */
  unit_id: string | null;
  text: string;
}

/** One move; a repeated one changes nothing and is answered as the first was. */
export interface MoveTask {
  move: TaskMove;
  reason?: string;
}

/** The unit that an officer belongs to. */
export interface MyUnit {
  /** A UUID. */
  unit_id: string;
  call_sign: string;
  mode: Mode;
  on_duty: boolean;
  duty_since: string | null;
}

/** Positions that a phone has gathered. */
export interface NewFixes {
  fixes: Fix[];
}

/**
 * A line to everybody who has to do with an incident; its number is made by the writer.
 *
 * The same number again is the same message: a phone may send it until it is answered.
 */
export interface NewMessage {
  /** A UUID. */
  message_id: string;
  text: string;
}

/**
 * A phone that an officer has signed in on; said anew at each start of its app.
 *
 * A canary lies at the centre and is rung for trial every few minutes: what it does not receive
 * is a gateway's fault, found before a task is late.
 */
export interface NewPhone {
  platform: Platform;
  model: string;
  app_version?: string;
  by?: By | null;
  allows?: Allows;
  canary?: boolean;
}

/**
 * A registered phone as its officer and his dispatchers see it; its address is never shown.
 *
 * `accepted_at` is when a gateway last took a ring for it, `received_at` when the phone itself
 * last said that one arrived: only that proves that it can be reached.
 */
export interface Phone {
  /** A UUID. */
  phone_id: string;
  platform: Platform;
  model: string;
  app_version: string;
  gateway: Gateway;
  allows: Allows;
  canary: boolean;
  seen_at: string;
  accepted_at: string | null;
  received_at: string | null;
  retired_at: string | null;
  retired_why: string | null;
}

/** RFC 9457. `code` is stable, `field` names what to mend; problems may have more members. */
export interface ProblemBody {
  type: string;
  title: string;
  status: number;
  code: string;
  detail?: string;
  field?: string | null;
}

/** What a push carries, of every gateway. */
export interface Pushed {
  /** A UUID. */
  task_id: string;
  kind: Urgency;
  v: number;
  attempt: string;
  /** An instant, RFC 3339 with its zone. */
  until: string;
  /** A UUID. */
  phone?: string | null;
  over?: Over | null;
}

/**
 * A phone says that a push arrived, or that its officer has touched it (`seen`).
 *
 * `at` is its own clock's word, kept for what it is worth.
 */
export interface Receipt {
  /** A UUID. */
  delivery_id: string;
  /** An instant, RFC 3339 with its zone. */
  at?: string | null;
  seen?: boolean;
}

/** A refresh token, unless it is in the cookie. */
export interface Refresh {
  refresh_token?: string | null;
}

/** One grant as shown to its holder. */
export interface RoleHeld {
  role: Role;
  area_code: string;
  area_name: string;
}

/** Access for a quarter of an hour, and what renews it. */
export interface Session {
  access_token: string;
  expires_in_s: number;
  refresh_token: string | null;
}

/** Going on duty, or off it. */
export interface SetDuty {
  on: boolean;
}

/** How many positions were kept; the others were old, repeated or impossible. */
export interface Sifted {
  kept: number;
  dropped: number;
}

/**
 * The right of one person to look at the pictures of one incident, for some minutes.
 *
 * `address` is where they are: `{address}/{snapshot_id}?size=small`. Whoever has it looks in the
 * name of the person to whom it was given.
 */
export interface Sight {
  address: string;
  until: string;
}

/** Name and password; `cookie` keeps the refresh token out of a page's reach. */
export interface SignIn {
  name: string;
  password: string;
  cookie?: boolean;
}

/**
 * A picture of an incident and what proves it.
 *
 * `captured_at` is when its frame reached us, `camera_at` what the camera's own clock said if it
 * said anything, `clock_ahead_ms` by how much that clock has been ahead of ours lately. `reason`
 * says why this camera: with `street` where it watches a way out (`on_foot` or by car), with
 * `preset` where it was turned to the place. `lag_ms` is how long after the press the frame is;
 * `sha256` is of the stored bytes, which are never altered. `moment_ms` is the instant that was
 * asked for, from the press.
 */
export interface Snapshot {
  /** A UUID. */
  snapshot_id: string;
  /** A UUID. */
  incident_id: string;
  /** A UUID. */
  camera_id: string;
  camera_name: string;
  rank: number;
  reason: Reason;
  distance_m: number;
  street: string | null;
  street_en: string | null;
  on_foot: boolean | null;
  preset: string | null;
  want: Want;
  moment_ms: number;
  marks: Mark[];
  state: SnapshotState;
  attempt: number;
  trouble: string | null;
  captured_at: string | null;
  camera_at: string | null;
  clock_ahead_ms: number | null;
  stored_at: string | null;
  lag_ms: number | null;
  source: string | null;
  sha256: string | null;
  size_bytes: number | null;
  width: number | null;
  height: number | null;
}

/**
 * A task as the phone and the console see it.
 *
 * `place` is where the unit goes, `incident_place` where it happened. `answer_by` is when the
 * next unit rings too. `ringing` means that an answer is awaited.
 */
export interface TaskShown {
  /** A UUID. */
  task_id: string;
  /** A UUID. */
  incident_id: string;
  incident_number: number;
  kind: Kind;
  priority: number;
  test: boolean;
  silent: boolean;
  title: string;
  note: string;
  role: PostRole;
  point_name: string;
  place: GivenPlace;
  incident_place: GivenPlace;
  modifiers: string[];
  /** A UUID. */
  unit_id: string;
  call_sign: string;
  state: TaskState;
  ringing: boolean;
  tier: number;
  by_hand: boolean;
  distance_m: number | null;
  eta_s: number | null;
  eta_source: string;
  reasons: string[];
  offered_at: string;
  answer_by: string;
  received_at: string | null;
  answered_at: string | null;
  en_route_at: string | null;
  on_scene_at: string | null;
  ended_at: string | null;
  lost_at: string | null;
  reason: string | null;
}

/** Where pictures of the ground come from, {z}/{x}/{y}, and in which system they are drawn. */
export interface Tiles {
  url: string;
  crs: TilesCrs;
}

export type By = ByApns | ByFcm | ByHuawei | ByWeb;

/** An event of the live stream. Others may come later: pass over them. */
export type LiveEvent =
  | { seq: number | null; topic: "task.offered"; at: string; body: TaskShown }
  | { seq: number | null; topic: "task.changed"; at: string; body: TaskShown }
  | { seq: number | null; topic: "incident.message"; at: string; body: Message }
  | { seq: number | null; topic: "unit.duty"; at: string; body: Duty };
