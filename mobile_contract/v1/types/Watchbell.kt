// Generated from the service by `./dev spec`; do not edit.
@file:OptIn(ExperimentalSerializationApi::class)

package watchbell.v1

import kotlinx.serialization.ExperimentalSerializationApi
import kotlinx.serialization.SerialName
import kotlinx.serialization.Serializable
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonClassDiscriminator

/** Reads and writes these: a later version may say more, and what is not said is left out. */
val watchbellJson: Json = Json {
    ignoreUnknownKeys = true
    explicitNulls = false
}

/** An event of the live stream; read it as LiveEvent<JsonElement> first where the topic is open. */
@Serializable
data class LiveEvent<T>(
    val seq: Long?,
    val topic: String,
    val at: String,
    val body: T,
)

/** Topics of the live stream, each with its body. */
object Topics {
    const val TASK_OFFERED = "task.offered" // TaskShown
    const val TASK_CHANGED = "task.changed" // TaskShown
    const val INCIDENT_MESSAGE = "incident.message" // Message
    const val UNIT_DUTY = "unit.duty" // Duty
}

/** The reference system in which a coordinate was measured. */
@Serializable
@JvmInline
value class Crs(val word: String) {
    companion object {
        val BD_09 = Crs("BD-09")
        val CGCS2000 = Crs("CGCS2000")
        val GCJ_02 = Crs("GCJ-02")
        val WGS_84 = Crs("WGS-84")
    }
}

/** Which of Apple's two gateways knows a token: the app was built for one of them. */
@Serializable
@JvmInline
value class Environment(val word: String) {
    companion object {
        val PRODUCTION = Environment("production")
        val SANDBOX = Environment("sandbox")
    }
}

/** Who rings a phone from outside; none where only the live stream does. */
@Serializable
@JvmInline
value class Gateway(val word: String) {
    companion object {
        val APNS = Gateway("apns")
        val FCM = Gateway("fcm")
        val HUAWEI = Gateway("huawei")
        val NONE = Gateway("none")
        val WEB_PUSH = Gateway("web_push")
    }
}

/** Which of Huawei's two interfaces reaches a phone; neither reaches the other's phones. */
@Serializable
@JvmInline
value class Generation(val word: String) {
    companion object {
        val V2 = Generation("v2")
        val V3 = Generation("v3")
    }
}

/** What an alarm or incident is about. The last ones are signals of a device about itself. */
@Serializable
@JvmInline
value class Kind(val word: String) {
    companion object {
        val DURESS = Kind("duress")
        val EMERGENCY = Kind("emergency")
        val FIRE = Kind("fire")
        val INTRUDER = Kind("intruder")
        val LINE_FAULT = Kind("line_fault")
        val LOW_BATTERY = Kind("low_battery")
        val MEDICAL = Kind("medical")
        val MISSING_CHILD = Kind("missing_child")
        val MISSING_PERSON = Kind("missing_person")
        val POWER_FAULT = Kind("power_fault")
        val TAMPER = Kind("tamper")
    }
}

/** What is wrong with a picture that is kept all the same. */
@Serializable
@JvmInline
value class Mark(val word: String) {
    companion object {
        val BLACK = Mark("black")
        val FROZEN = Mark("frozen")
        val NO_SIGNAL = Mark("no_signal")
        val OVEREXPOSED = Mark("overexposed")
        val STALE = Mark("stale")
    }
}

/** How a unit goes, which decides how long it takes. */
@Serializable
@JvmInline
value class Mode(val word: String) {
    companion object {
        val BICYCLE = Mode("bicycle")
        val CAR = Mode("car")
        val FOOT = Mode("foot")
        val MOTORCYCLE = Mode("motorcycle")
    }
}

/** What a gateway said, as far as whoever rings must know it. */
@Serializable
@JvmInline
value class Outcome(val word: String) {
    companion object {
        val ACCEPTED = Outcome("accepted")
        val BAD_REQUEST = Outcome("bad_request")
        val CONFIG = Outcome("config")
        val NO_ADDRESS = Outcome("no_address")
        val RETRY_LATER = Outcome("retry_later")
        val TOKEN_DEAD = Outcome("token_dead")
        val UNKNOWN = Outcome("unknown")
    }
}

/**
 * Why a phone that was rung is called no more: another unit has the task, nobody needs to, or
 * somebody of its own unit has answered at a phone of his.
 */
@Serializable
@JvmInline
value class Over(val word: String) {
    companion object {
        val ANSWERED = Over("answered")
        val ENDED = Over("ended")
        val TAKEN = Over("taken")
    }
}

/** What kind of phone it is. */
@Serializable
@JvmInline
value class Platform(val word: String) {
    companion object {
        val ANDROID = Platform("android")
        val HARMONY = Platform("harmony")
        val IOS = Platform("ios")
        val TERMINAL = Platform("terminal")
        val WEB = Platform("web")
    }
}

/** What a unit is sent for. */
@Serializable
@JvmInline
value class PostRole(val word: String) {
    companion object {
        val BACKUP = PostRole("backup")
        val CONVERGENCE = PostRole("convergence")
        val PRIMARY = PostRole("primary")
    }
}

/** Why a camera was chosen: it sees the place, or a way out, could be turned, or is near. */
@Serializable
@JvmInline
value class Reason(val word: String) {
    companion object {
        val CAN_TURN = Reason("can_turn")
        val NEAR = Reason("near")
        val SEES = Reason("sees")
        val WAY_OUT = Reason("way_out")
    }
}

/** What an account may do; each grant names an area, a contact's also the site. */
@Serializable
@JvmInline
value class Role(val word: String) {
    companion object {
        val ADMINISTRATOR = Role("administrator")
        val CITIZEN = Role("citizen")
        val CONTRACTOR = Role("contractor")
        val DISPATCHER = Role("dispatcher")
        val DUTY_LEADER = Role("duty_leader")
        val INSPECTOR = Role("inspector")
        val MANAGING_UNIT = Role("managing_unit")
        val PATROL_OFFICER = Role("patrol_officer")
        val REVIEWER = Role("reviewer")
        val SCHOOL_CONTACT = Role("school_contact")
    }
}

/** How large a picture is wanted: two small copies, or the bytes that prove it. */
@Serializable
@JvmInline
value class Size(val word: String) {
    companion object {
        val LARGE = Size("large")
        val ORIGINAL = Size("original")
        val SMALL = Size("small")
    }
}

/** How far a picture has come. */
@Serializable
@JvmInline
value class SnapshotState(val word: String) {
    companion object {
        val FAILED = SnapshotState("failed")
        val PLANNED = SnapshotState("planned")
        val STORED = SnapshotState("stored")
    }
}

/** What an officer does with a task, or a dispatcher (the last two). */
@Serializable
@JvmInline
value class TaskMove(val word: String) {
    companion object {
        val ACCEPT = TaskMove("accept")
        val CLEAR = TaskMove("clear")
        val DECLINE = TaskMove("decline")
        val EN_ROUTE = TaskMove("en_route")
        val ON_SCENE = TaskMove("on_scene")
        val RECEIVE = TaskMove("receive")
        val REPLACE = TaskMove("replace")
        val WITHDRAW = TaskMove("withdraw")
    }
}

/** How far one unit has come with one task. */
@Serializable
@JvmInline
value class TaskState(val word: String) {
    companion object {
        val ACCEPTED = TaskState("accepted")
        val CLEARED = TaskState("cleared")
        val DECLINED = TaskState("declined")
        val EN_ROUTE = TaskState("en_route")
        val OFFERED = TaskState("offered")
        val ON_SCENE = TaskState("on_scene")
        val RECEIVED = TaskState("received")
        val TAKEN = TaskState("taken")
        val UNANSWERED = TaskState("unanswered")
        val WITHDRAWN = TaskState("withdrawn")
    }
}

/** In which system a tile server draws. */
@Serializable
@JvmInline
value class TilesCrs(val word: String) {
    companion object {
        val GCJ02 = TilesCrs("gcj02")
        val WGS84 = TilesCrs("wgs84")
    }
}

/** How much a phone is to be woken. */
@Serializable
@JvmInline
value class Urgency(val word: String) {
    companion object {
        val EMERGENCY = Urgency("emergency")
        val ORDINARY = Urgency("ordinary")
    }
}

/**
 * Which frame of a camera was asked for.
 *
 * The first that can be had; of a camera whose stream is kept also the one nearest the press,
 * the newest, and those around the press.
 */
@Serializable
@JvmInline
value class Want(val word: String) {
    companion object {
        val AT = Want("at")
        val FIRST = Want("first")
        val NEAREST = Want("nearest")
        val NEWEST = Want("newest")
    }
}

@Serializable
@JsonClassDiscriminator("gateway")
sealed interface By

/** What an officer lets his phone do for us, as the phone says; None where it cannot know. */
@Serializable
data class Allows(
    val show: Boolean? = null,
    @SerialName("break_silence") val breakSilence: Boolean? = null,
    @SerialName("full_screen") val fullScreen: Boolean? = null,
    @SerialName("run_in_background") val runInBackground: Boolean? = null,
)

/** A device token of Apple's, for the app as it is sold or as it is developed. */
@Serializable
@SerialName("apns")
data class ByApns(
    val token: String,
    val environment: Environment = Environment.PRODUCTION,
) : By

/** A registration token of Google's, or the installation that takes its place. */
@Serializable
@SerialName("fcm")
data class ByFcm(
    val token: String,
    val installation: Boolean = false,
) : By

/** A push token of Huawei's, and which of its two gateways knows it. */
@Serializable
@SerialName("huawei")
data class ByHuawei(
    val token: String,
    val generation: Generation,
) : By

/** A browser's subscription (RFC 8030, 8291). */
@Serializable
@SerialName("web_push")
data class ByWeb(
    val endpoint: String,
    val p256dh: String,
    val auth: String,
) : By

/** A phone was rung for trial. Only its receipt, shown as `received_at`, proves the way. */
@Serializable
data class Check(
    /** A UUID. */
    @SerialName("phone_id") val phoneId: String,
    val gateway: Gateway,
    val outcome: Outcome,
)

/** Whether the unit is on duty. */
@Serializable
data class Duty(
    /** A UUID. */
    @SerialName("unit_id") val unitId: String,
    @SerialName("on_duty") val onDuty: Boolean,
    val since: String?,
)

/** One position as a phone measured it. */
@Serializable
data class Fix(
    /** An instant, RFC 3339 with its zone. */
    val at: String,
    val lat: Double,
    val lon: Double,
    val crs: Crs,
    @SerialName("accuracy_m") val accuracyM: Double? = null,
)

/** A code of the second factor, or one that stands in for it. */
@Serializable
data class GiveCode(
    val challenge: String,
    val code: String,
    val cookie: Boolean = false,
)

/** The password that somebody chooses in place of one that was given to him. */
@Serializable
data class GivePassword(
    val challenge: String,
    val password: String,
    val cookie: Boolean = false,
)

/** A point as somebody gave it; the system it was measured in is part of it. */
@Serializable
data class GivenPlace(
    val lat: Double,
    val lon: Double,
    val crs: Crs,
)

/** Where the map of the pages begins; the base layer is at /v1/map/base where there is one. */
@Serializable
data class MapSetup(
    val lat: Double,
    val lon: Double,
    val zoom: Double,
    @SerialName("has_base") val hasBase: Boolean,
    val tiles: Tiles?,
)

/** The account that asks. */
@Serializable
data class Me(
    /** A UUID. */
    @SerialName("account_id") val accountId: String,
    val name: String,
    val display: String,
    val roles: List<RoleHeld>,
    val unit: MyUnit?,
)

/** A line between the desk and the units of an incident; `unit_id` is empty for the desk. */
@Serializable
data class Message(
    /** A UUID. */
    @SerialName("message_id") val messageId: String,
    /** A UUID. */
    @SerialName("incident_id") val incidentId: String,
    val at: String,
    val who: String,
    /** A UUID. */
    @SerialName("unit_id") val unitId: String?,
    val text: String,
)

/** One move; a repeated one changes nothing and is answered as the first was. */
@Serializable
data class MoveTask(
    val move: TaskMove,
    val reason: String = "",
)

/** The unit that an officer belongs to. */
@Serializable
data class MyUnit(
    /** A UUID. */
    @SerialName("unit_id") val unitId: String,
    @SerialName("call_sign") val callSign: String,
    val mode: Mode,
    @SerialName("on_duty") val onDuty: Boolean,
    @SerialName("duty_since") val dutySince: String?,
)

/** Positions that a phone has gathered. */
@Serializable
data class NewFixes(
    val fixes: List<Fix>,
)

/**
 * A line to everybody who has to do with an incident; its number is made by the writer.
 *
 * The same number again is the same message: a phone may send it until it is answered.
 */
@Serializable
data class NewMessage(
    /** A UUID. */
    @SerialName("message_id") val messageId: String,
    val text: String,
)

/**
 * A phone that an officer has signed in on; said anew at each start of its app.
 *
 * A canary lies at the centre and is rung for trial every few minutes: what it does not receive
 * is a gateway's fault, found before a task is late.
 */
@Serializable
data class NewPhone(
    val platform: Platform,
    val model: String,
    @SerialName("app_version") val appVersion: String = "",
    val by: By? = null,
    val allows: Allows = Allows(),
    val canary: Boolean = false,
)

/**
 * A registered phone as its officer and his dispatchers see it; its address is never shown.
 *
 * `accepted_at` is when a gateway last took a ring for it, `received_at` when the phone itself
 * last said that one arrived: only that proves that it can be reached.
 */
@Serializable
data class Phone(
    /** A UUID. */
    @SerialName("phone_id") val phoneId: String,
    val platform: Platform,
    val model: String,
    @SerialName("app_version") val appVersion: String,
    val gateway: Gateway,
    val allows: Allows,
    val canary: Boolean,
    @SerialName("seen_at") val seenAt: String,
    @SerialName("accepted_at") val acceptedAt: String?,
    @SerialName("received_at") val receivedAt: String?,
    @SerialName("retired_at") val retiredAt: String?,
    @SerialName("retired_why") val retiredWhy: String?,
)

/** RFC 9457. `code` is stable, `field` names what to mend; problems may have more members. */
@Serializable
data class ProblemBody(
    val type: String,
    val title: String,
    val status: Long,
    val code: String,
    val detail: String = "",
    val field: String? = null,
)

/** What a push carries, of every gateway. */
@Serializable
data class Pushed(
    /** A UUID. */
    @SerialName("task_id") val taskId: String,
    val kind: Urgency,
    val v: Long,
    val attempt: String,
    /** An instant, RFC 3339 with its zone. */
    val until: String,
    /** A UUID. */
    val phone: String? = null,
    val over: Over? = null,
)

/**
 * A phone says that a push arrived, or that its officer has touched it (`seen`).
 *
 * `at` is its own clock's word, kept for what it is worth.
 */
@Serializable
data class Receipt(
    /** A UUID. */
    @SerialName("delivery_id") val deliveryId: String,
    /** An instant, RFC 3339 with its zone. */
    val at: String? = null,
    val seen: Boolean = false,
)

/** A refresh token, unless it is in the cookie. */
@Serializable
data class Refresh(
    @SerialName("refresh_token") val refreshToken: String? = null,
)

/** One grant as shown to its holder. */
@Serializable
data class RoleHeld(
    val role: Role,
    @SerialName("area_code") val areaCode: String,
    @SerialName("area_name") val areaName: String,
)

/** Access for a quarter of an hour, and what renews it. */
@Serializable
data class Session(
    @SerialName("access_token") val accessToken: String,
    @SerialName("expires_in_s") val expiresInS: Long,
    @SerialName("refresh_token") val refreshToken: String?,
)

/** Going on duty, or off it. */
@Serializable
data class SetDuty(
    val on: Boolean,
)

/** How many positions were kept; the others were old, repeated or impossible. */
@Serializable
data class Sifted(
    val kept: Long,
    val dropped: Long,
)

/**
 * The right of one person to look at the pictures of one incident, for some minutes.
 *
 * `address` is where they are: `{address}/{snapshot_id}?size=small`. Whoever has it looks in the
 * name of the person to whom it was given.
 */
@Serializable
data class Sight(
    val address: String,
    val until: String,
)

/** Name and password; `cookie` keeps the refresh token out of a page's reach. */
@Serializable
data class SignIn(
    val name: String,
    val password: String,
    val cookie: Boolean = false,
)

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
@Serializable
data class Snapshot(
    /** A UUID. */
    @SerialName("snapshot_id") val snapshotId: String,
    /** A UUID. */
    @SerialName("incident_id") val incidentId: String,
    /** A UUID. */
    @SerialName("camera_id") val cameraId: String,
    @SerialName("camera_name") val cameraName: String,
    val rank: Long,
    val reason: Reason,
    @SerialName("distance_m") val distanceM: Double,
    val street: String?,
    @SerialName("street_en") val streetEn: String?,
    @SerialName("on_foot") val onFoot: Boolean?,
    val preset: String?,
    val want: Want,
    @SerialName("moment_ms") val momentMs: Long,
    val marks: List<Mark>,
    val state: SnapshotState,
    val attempt: Long,
    val trouble: String?,
    @SerialName("captured_at") val capturedAt: String?,
    @SerialName("camera_at") val cameraAt: String?,
    @SerialName("clock_ahead_ms") val clockAheadMs: Long?,
    @SerialName("stored_at") val storedAt: String?,
    @SerialName("lag_ms") val lagMs: Long?,
    val source: String?,
    val sha256: String?,
    @SerialName("size_bytes") val sizeBytes: Long?,
    val width: Long?,
    val height: Long?,
)

/**
 * A task as the phone and the console see it.
 *
 * `place` is where the unit goes, `incident_place` where it happened. `answer_by` is when the
 * next unit rings too. `ringing` means that an answer is awaited.
 */
@Serializable
data class TaskShown(
    /** A UUID. */
    @SerialName("task_id") val taskId: String,
    /** A UUID. */
    @SerialName("incident_id") val incidentId: String,
    @SerialName("incident_number") val incidentNumber: Long,
    val kind: Kind,
    val priority: Long,
    val test: Boolean,
    val silent: Boolean,
    val title: String,
    val note: String,
    val role: PostRole,
    @SerialName("point_name") val pointName: String,
    val place: GivenPlace,
    @SerialName("incident_place") val incidentPlace: GivenPlace,
    val modifiers: List<String>,
    /** A UUID. */
    @SerialName("unit_id") val unitId: String,
    @SerialName("call_sign") val callSign: String,
    val state: TaskState,
    val ringing: Boolean,
    val tier: Long,
    @SerialName("by_hand") val byHand: Boolean,
    @SerialName("distance_m") val distanceM: Double?,
    @SerialName("eta_s") val etaS: Double?,
    @SerialName("eta_source") val etaSource: String,
    val reasons: List<String>,
    @SerialName("offered_at") val offeredAt: String,
    @SerialName("answer_by") val answerBy: String,
    @SerialName("received_at") val receivedAt: String?,
    @SerialName("answered_at") val answeredAt: String?,
    @SerialName("en_route_at") val enRouteAt: String?,
    @SerialName("on_scene_at") val onSceneAt: String?,
    @SerialName("ended_at") val endedAt: String?,
    @SerialName("lost_at") val lostAt: String?,
    val reason: String?,
)

/** Where pictures of the ground come from, {z}/{x}/{y}, and in which system they are drawn. */
@Serializable
data class Tiles(
    val url: String,
    val crs: TilesCrs,
)
