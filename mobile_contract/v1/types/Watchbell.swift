// Generated from the service by `./dev spec`; do not edit.
import Foundation

/// What a patrol's phone and the service say to each other. A later version may say more.
public enum Watchbell {
    /// An event of the live stream; read its topic first.
    public struct LiveEvent<Body: Codable & Sendable>: Codable, Sendable {
        public let seq: Int?
        public let topic: String
        public let at: String
        public let body: Body
    }

    /// What every event says of itself, whatever its topic.
    public struct LiveHead: Codable, Sendable {
        public let seq: Int?
        public let topic: String
    }

    /// Topics of the live stream, each with its body.
    public enum Topics {
        public static let taskOffered = "task.offered" // TaskShown
        public static let taskChanged = "task.changed" // TaskShown
        public static let incidentMessage = "incident.message" // Message
        public static let unitDuty = "unit.duty" // Duty
    }

    /// The reference system in which a coordinate was measured.
    public struct Crs: RawRepresentable, Codable, Hashable, Sendable {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }
        public static let bd09 = Crs(rawValue: "BD-09")
        public static let cgcs2000 = Crs(rawValue: "CGCS2000")
        public static let gcj02 = Crs(rawValue: "GCJ-02")
        public static let wgs84 = Crs(rawValue: "WGS-84")
    }

    /// Which of Apple's two gateways knows a token: the app was built for one of them.
    public struct Environment: RawRepresentable, Codable, Hashable, Sendable {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }
        public static let production = Environment(rawValue: "production")
        public static let sandbox = Environment(rawValue: "sandbox")
    }

    /// Who rings a phone from outside; none where only the live stream does.
    public struct Gateway: RawRepresentable, Codable, Hashable, Sendable {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }
        public static let apns = Gateway(rawValue: "apns")
        public static let fcm = Gateway(rawValue: "fcm")
        public static let huawei = Gateway(rawValue: "huawei")
        public static let none = Gateway(rawValue: "none")
        public static let webPush = Gateway(rawValue: "web_push")
    }

    /// Which of Huawei's two interfaces reaches a phone; neither reaches the other's phones.
    public struct Generation: RawRepresentable, Codable, Hashable, Sendable {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }
        public static let v2 = Generation(rawValue: "v2")
        public static let v3 = Generation(rawValue: "v3")
    }

    /// What an alarm or incident is about. The last ones are signals of a device about itself.
    public struct Kind: RawRepresentable, Codable, Hashable, Sendable {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }
        public static let duress = Kind(rawValue: "duress")
        public static let emergency = Kind(rawValue: "emergency")
        public static let fire = Kind(rawValue: "fire")
        public static let intruder = Kind(rawValue: "intruder")
        public static let lineFault = Kind(rawValue: "line_fault")
        public static let lowBattery = Kind(rawValue: "low_battery")
        public static let medical = Kind(rawValue: "medical")
        public static let missingChild = Kind(rawValue: "missing_child")
        public static let missingPerson = Kind(rawValue: "missing_person")
        public static let powerFault = Kind(rawValue: "power_fault")
        public static let tamper = Kind(rawValue: "tamper")
    }

    /// What is wrong with a picture that is kept all the same.
    public struct Mark: RawRepresentable, Codable, Hashable, Sendable {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }
        public static let black = Mark(rawValue: "black")
        public static let frozen = Mark(rawValue: "frozen")
        public static let noSignal = Mark(rawValue: "no_signal")
        public static let overexposed = Mark(rawValue: "overexposed")
        public static let stale = Mark(rawValue: "stale")
    }

    /// How a unit goes, which decides how long it takes.
    public struct Mode: RawRepresentable, Codable, Hashable, Sendable {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }
        public static let bicycle = Mode(rawValue: "bicycle")
        public static let car = Mode(rawValue: "car")
        public static let foot = Mode(rawValue: "foot")
        public static let motorcycle = Mode(rawValue: "motorcycle")
    }

    /// What a gateway said, as far as whoever rings must know it.
    public struct Outcome: RawRepresentable, Codable, Hashable, Sendable {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }
        public static let accepted = Outcome(rawValue: "accepted")
        public static let badRequest = Outcome(rawValue: "bad_request")
        public static let config = Outcome(rawValue: "config")
        public static let noAddress = Outcome(rawValue: "no_address")
        public static let retryLater = Outcome(rawValue: "retry_later")
        public static let tokenDead = Outcome(rawValue: "token_dead")
        public static let unknown = Outcome(rawValue: "unknown")
    }

    /// Why a phone that was rung is called no more: another unit has the task, nobody needs to, or
    /// somebody of its own unit has answered at a phone of his.
    public struct Over: RawRepresentable, Codable, Hashable, Sendable {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }
        public static let answered = Over(rawValue: "answered")
        public static let ended = Over(rawValue: "ended")
        public static let taken = Over(rawValue: "taken")
    }

    /// What kind of phone it is.
    public struct Platform: RawRepresentable, Codable, Hashable, Sendable {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }
        public static let android = Platform(rawValue: "android")
        public static let harmony = Platform(rawValue: "harmony")
        public static let ios = Platform(rawValue: "ios")
        public static let terminal = Platform(rawValue: "terminal")
        public static let web = Platform(rawValue: "web")
    }

    /// What a unit is sent for.
    public struct PostRole: RawRepresentable, Codable, Hashable, Sendable {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }
        public static let backup = PostRole(rawValue: "backup")
        public static let convergence = PostRole(rawValue: "convergence")
        public static let primary = PostRole(rawValue: "primary")
    }

    /// Why a camera was chosen: it sees the place, or a way out, could be turned, or is near.
    public struct Reason: RawRepresentable, Codable, Hashable, Sendable {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }
        public static let canTurn = Reason(rawValue: "can_turn")
        public static let near = Reason(rawValue: "near")
        public static let sees = Reason(rawValue: "sees")
        public static let wayOut = Reason(rawValue: "way_out")
    }

    /// What an account may do; each grant names an area, a contact's also the site.
    public struct Role: RawRepresentable, Codable, Hashable, Sendable {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }
        public static let administrator = Role(rawValue: "administrator")
        public static let citizen = Role(rawValue: "citizen")
        public static let contractor = Role(rawValue: "contractor")
        public static let dispatcher = Role(rawValue: "dispatcher")
        public static let dutyLeader = Role(rawValue: "duty_leader")
        public static let inspector = Role(rawValue: "inspector")
        public static let managingUnit = Role(rawValue: "managing_unit")
        public static let patrolOfficer = Role(rawValue: "patrol_officer")
        public static let reviewer = Role(rawValue: "reviewer")
        public static let schoolContact = Role(rawValue: "school_contact")
    }

    /// How large a picture is wanted: two small copies, or the bytes that prove it.
    public struct Size: RawRepresentable, Codable, Hashable, Sendable {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }
        public static let large = Size(rawValue: "large")
        public static let original = Size(rawValue: "original")
        public static let small = Size(rawValue: "small")
    }

    /// How far a picture has come.
    public struct SnapshotState: RawRepresentable, Codable, Hashable, Sendable {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }
        public static let failed = SnapshotState(rawValue: "failed")
        public static let planned = SnapshotState(rawValue: "planned")
        public static let stored = SnapshotState(rawValue: "stored")
    }

    /// What an officer does with a task, or a dispatcher (the last two).
    public struct TaskMove: RawRepresentable, Codable, Hashable, Sendable {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }
        public static let accept = TaskMove(rawValue: "accept")
        public static let clear = TaskMove(rawValue: "clear")
        public static let decline = TaskMove(rawValue: "decline")
        public static let enRoute = TaskMove(rawValue: "en_route")
        public static let onScene = TaskMove(rawValue: "on_scene")
        public static let receive = TaskMove(rawValue: "receive")
        public static let replace = TaskMove(rawValue: "replace")
        public static let withdraw = TaskMove(rawValue: "withdraw")
    }

    /// How far one unit has come with one task.
    public struct TaskState: RawRepresentable, Codable, Hashable, Sendable {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }
        public static let accepted = TaskState(rawValue: "accepted")
        public static let cleared = TaskState(rawValue: "cleared")
        public static let declined = TaskState(rawValue: "declined")
        public static let enRoute = TaskState(rawValue: "en_route")
        public static let offered = TaskState(rawValue: "offered")
        public static let onScene = TaskState(rawValue: "on_scene")
        public static let received = TaskState(rawValue: "received")
        public static let taken = TaskState(rawValue: "taken")
        public static let unanswered = TaskState(rawValue: "unanswered")
        public static let withdrawn = TaskState(rawValue: "withdrawn")
    }

    /// In which system a tile server draws.
    public struct TilesCrs: RawRepresentable, Codable, Hashable, Sendable {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }
        public static let gcj02 = TilesCrs(rawValue: "gcj02")
        public static let wgs84 = TilesCrs(rawValue: "wgs84")
    }

    /// How much a phone is to be woken.
    public struct Urgency: RawRepresentable, Codable, Hashable, Sendable {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }
        public static let emergency = Urgency(rawValue: "emergency")
        public static let ordinary = Urgency(rawValue: "ordinary")
    }

    /// Which frame of a camera was asked for.
    ///
    /// The first that can be had; of a camera whose stream is kept also the one nearest the press,
    /// the newest, and those around the press.
    public struct Want: RawRepresentable, Codable, Hashable, Sendable {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }
        public static let at = Want(rawValue: "at")
        public static let first = Want(rawValue: "first")
        public static let nearest = Want(rawValue: "nearest")
        public static let newest = Want(rawValue: "newest")
    }

    public enum By: Codable, Hashable, Sendable {
        case apns(ByApns)
        case fcm(ByFcm)
        case huawei(ByHuawei)
        case webPush(ByWeb)

        private enum Told: String, CodingKey { case tag = "gateway" }

        public init(from decoder: Decoder) throws {
            let told = try decoder.container(keyedBy: Told.self)
            switch try told.decode(String.self, forKey: .tag) {
            case "apns": self = .apns(try ByApns(from: decoder))
            case "fcm": self = .fcm(try ByFcm(from: decoder))
            case "huawei": self = .huawei(try ByHuawei(from: decoder))
            case "web_push": self = .webPush(try ByWeb(from: decoder))
            default:
                throw DecodingError.dataCorruptedError(
                    forKey: .tag, in: told, debugDescription: "of a later version")
            }
        }

        public func encode(to encoder: Encoder) throws {
            switch self {
            case let .apns(value): try value.encode(to: encoder)
            case let .fcm(value): try value.encode(to: encoder)
            case let .huawei(value): try value.encode(to: encoder)
            case let .webPush(value): try value.encode(to: encoder)
            }
        }
    }

    /// What an officer lets his phone do for us, as the phone says; None where it cannot know.
    public struct Allows: Codable, Hashable, Sendable {
        public var show: Bool?
        public var breakSilence: Bool?
        public var fullScreen: Bool?
        public var runInBackground: Bool?

        private enum CodingKeys: String, CodingKey {
            case show
            case breakSilence = "break_silence"
            case fullScreen = "full_screen"
            case runInBackground = "run_in_background"
        }

        public init(
            show: Bool? = nil,
            breakSilence: Bool? = nil,
            fullScreen: Bool? = nil,
            runInBackground: Bool? = nil
        ) {
            self.show = show
            self.breakSilence = breakSilence
            self.fullScreen = fullScreen
            self.runInBackground = runInBackground
        }
    }

    /// A device token of Apple's, for the app as it is sold or as it is developed.
    public struct ByApns: Codable, Hashable, Sendable {
        public private(set) var gateway = "apns"
        public var token: String
        public var environment: Environment

        private enum CodingKeys: String, CodingKey {
            case gateway
            case token
            case environment
        }

        public init(
            token: String,
            environment: Environment = .production
        ) {
            self.token = token
            self.environment = environment
        }
    }

    /// A registration token of Google's, or the installation that takes its place.
    public struct ByFcm: Codable, Hashable, Sendable {
        public private(set) var gateway = "fcm"
        public var token: String
        public var installation: Bool

        private enum CodingKeys: String, CodingKey {
            case gateway
            case token
            case installation
        }

        public init(
            token: String,
            installation: Bool = false
        ) {
            self.token = token
            self.installation = installation
        }
    }

    /// A push token of Huawei's, and which of its two gateways knows it.
    public struct ByHuawei: Codable, Hashable, Sendable {
        public private(set) var gateway = "huawei"
        public var token: String
        public var generation: Generation

        private enum CodingKeys: String, CodingKey {
            case gateway
            case token
            case generation
        }

        public init(
            token: String,
            generation: Generation
        ) {
            self.token = token
            self.generation = generation
        }
    }

    /// A browser's subscription (RFC 8030, 8291).
    public struct ByWeb: Codable, Hashable, Sendable {
        public private(set) var gateway = "web_push"
        public var endpoint: String
        public var p256dh: String
        public var auth: String

        private enum CodingKeys: String, CodingKey {
            case gateway
            case endpoint
            case p256dh
            case auth
        }

        public init(
            endpoint: String,
            p256dh: String,
            auth: String
        ) {
            self.endpoint = endpoint
            self.p256dh = p256dh
            self.auth = auth
        }
    }

    /// A phone was rung for trial. Only its receipt, shown as `received_at`, proves the way.
    public struct Check: Codable, Hashable, Sendable {
        /// A UUID.
        public var phoneId: String
        public var gateway: Gateway
        public var outcome: Outcome

        private enum CodingKeys: String, CodingKey {
            case phoneId = "phone_id"
            case gateway
            case outcome
        }

        public init(
            phoneId: String,
            gateway: Gateway,
            outcome: Outcome
        ) {
            self.phoneId = phoneId
            self.gateway = gateway
            self.outcome = outcome
        }
    }

    /// Whether the unit is on duty.
    public struct Duty: Codable, Hashable, Sendable {
        /// A UUID.
        public var unitId: String
        public var onDuty: Bool
        public var since: String?

        private enum CodingKeys: String, CodingKey {
            case unitId = "unit_id"
            case onDuty = "on_duty"
            case since
        }

        public init(
            unitId: String,
            onDuty: Bool,
            since: String?
        ) {
            self.unitId = unitId
            self.onDuty = onDuty
            self.since = since
        }
    }

    /// One position as a phone measured it.
    public struct Fix: Codable, Hashable, Sendable {
        /// An instant, RFC 3339 with its zone.
        public var at: String
        public var lat: Double
        public var lon: Double
        public var crs: Crs
        public var accuracyM: Double?

        private enum CodingKeys: String, CodingKey {
            case at
            case lat
            case lon
            case crs
            case accuracyM = "accuracy_m"
        }

        public init(
            at: String,
            lat: Double,
            lon: Double,
            crs: Crs,
            accuracyM: Double? = nil
        ) {
            self.at = at
            self.lat = lat
            self.lon = lon
            self.crs = crs
            self.accuracyM = accuracyM
        }
    }

    /// A code of the second factor, or one that stands in for it.
    public struct GiveCode: Codable, Hashable, Sendable {
        public var challenge: String
        public var code: String
        public var cookie: Bool

        private enum CodingKeys: String, CodingKey {
            case challenge
            case code
            case cookie
        }

        public init(
            challenge: String,
            code: String,
            cookie: Bool = false
        ) {
            self.challenge = challenge
            self.code = code
            self.cookie = cookie
        }
    }

    /// The password that somebody chooses in place of one that was given to him.
    public struct GivePassword: Codable, Hashable, Sendable {
        public var challenge: String
        public var password: String
        public var cookie: Bool

        private enum CodingKeys: String, CodingKey {
            case challenge
            case password
            case cookie
        }

        public init(
            challenge: String,
            password: String,
            cookie: Bool = false
        ) {
            self.challenge = challenge
            self.password = password
            self.cookie = cookie
        }
    }

    /// A point as somebody gave it; the system it was measured in is part of it.
    public struct GivenPlace: Codable, Hashable, Sendable {
        public var lat: Double
        public var lon: Double
        public var crs: Crs

        private enum CodingKeys: String, CodingKey {
            case lat
            case lon
            case crs
        }

        public init(
            lat: Double,
            lon: Double,
            crs: Crs
        ) {
            self.lat = lat
            self.lon = lon
            self.crs = crs
        }
    }

    /// Where the map of the pages begins; the base layer is at /v1/map/base where there is one.
    public struct MapSetup: Codable, Hashable, Sendable {
        public var lat: Double
        public var lon: Double
        public var zoom: Double
        public var hasBase: Bool
        public var tiles: Tiles?

        private enum CodingKeys: String, CodingKey {
            case lat
            case lon
            case zoom
            case hasBase = "has_base"
            case tiles
        }

        public init(
            lat: Double,
            lon: Double,
            zoom: Double,
            hasBase: Bool,
            tiles: Tiles?
        ) {
            self.lat = lat
            self.lon = lon
            self.zoom = zoom
            self.hasBase = hasBase
            self.tiles = tiles
        }
    }

    /// The account that asks.
    public struct Me: Codable, Hashable, Sendable {
        /// A UUID.
        public var accountId: String
        public var name: String
        public var display: String
        public var roles: [RoleHeld]
        public var unit: MyUnit?

        private enum CodingKeys: String, CodingKey {
            case accountId = "account_id"
            case name
            case display
            case roles
            case unit
        }

        public init(
            accountId: String,
            name: String,
            display: String,
            roles: [RoleHeld],
            unit: MyUnit?
        ) {
            self.accountId = accountId
            self.name = name
            self.display = display
            self.roles = roles
            self.unit = unit
        }
    }

    /// A line between the desk and the units of an incident; `unit_id` is empty for the desk.
    public struct Message: Codable, Hashable, Sendable {
        /// A UUID.
        public var messageId: String
        /// A UUID.
        public var incidentId: String
        public var at: String
        public var who: String
        /// A UUID.
        public var unitId: String?
        public var text: String

        private enum CodingKeys: String, CodingKey {
            case messageId = "message_id"
            case incidentId = "incident_id"
            case at
            case who
            case unitId = "unit_id"
            case text
        }

        public init(
            messageId: String,
            incidentId: String,
            at: String,
            who: String,
            unitId: String?,
            text: String
        ) {
            self.messageId = messageId
            self.incidentId = incidentId
            self.at = at
            self.who = who
            self.unitId = unitId
            self.text = text
        }
    }

    /// One move; a repeated one changes nothing and is answered as the first was.
    public struct MoveTask: Codable, Hashable, Sendable {
        public var move: TaskMove
        public var reason: String

        private enum CodingKeys: String, CodingKey {
            case move
            case reason
        }

        public init(
            move: TaskMove,
            reason: String = ""
        ) {
            self.move = move
            self.reason = reason
        }
    }

    /// The unit that an officer belongs to.
    public struct MyUnit: Codable, Hashable, Sendable {
        /// A UUID.
        public var unitId: String
        public var callSign: String
        public var mode: Mode
        public var onDuty: Bool
        public var dutySince: String?

        private enum CodingKeys: String, CodingKey {
            case unitId = "unit_id"
            case callSign = "call_sign"
            case mode
            case onDuty = "on_duty"
            case dutySince = "duty_since"
        }

        public init(
            unitId: String,
            callSign: String,
            mode: Mode,
            onDuty: Bool,
            dutySince: String?
        ) {
            self.unitId = unitId
            self.callSign = callSign
            self.mode = mode
            self.onDuty = onDuty
            self.dutySince = dutySince
        }
    }

    /// Positions that a phone has gathered.
    public struct NewFixes: Codable, Hashable, Sendable {
        public var fixes: [Fix]

        private enum CodingKeys: String, CodingKey {
            case fixes
        }

        public init(
            fixes: [Fix]
        ) {
            self.fixes = fixes
        }
    }

    /// A line to everybody who has to do with an incident; its number is made by the writer.
    ///
    /// The same number again is the same message: a phone may send it until it is answered.
    public struct NewMessage: Codable, Hashable, Sendable {
        /// A UUID.
        public var messageId: String
        public var text: String

        private enum CodingKeys: String, CodingKey {
            case messageId = "message_id"
            case text
        }

        public init(
            messageId: String,
            text: String
        ) {
            self.messageId = messageId
            self.text = text
        }
    }

    /// A phone that an officer has signed in on; said anew at each start of its app.
    ///
    /// A canary lies at the centre and is rung for trial every few minutes: what it does not receive
    /// is a gateway's fault, found before a task is late.
    public struct NewPhone: Codable, Hashable, Sendable {
        public var platform: Platform
        public var model: String
        public var appVersion: String
        public var by: By?
        public var allows: Allows
        public var canary: Bool

        private enum CodingKeys: String, CodingKey {
            case platform
            case model
            case appVersion = "app_version"
            case by
            case allows
            case canary
        }

        public init(
            platform: Platform,
            model: String,
            appVersion: String = "",
            by: By? = nil,
            allows: Allows = Allows(),
            canary: Bool = false
        ) {
            self.platform = platform
            self.model = model
            self.appVersion = appVersion
            self.by = by
            self.allows = allows
            self.canary = canary
        }
    }

    /// A registered phone as its officer and his dispatchers see it; its address is never shown.
    ///
    /// `accepted_at` is when a gateway last took a ring for it, `received_at` when the phone itself
    /// last said that one arrived: only that proves that it can be reached.
    public struct Phone: Codable, Hashable, Sendable {
        /// A UUID.
        public var phoneId: String
        public var platform: Platform
        public var model: String
        public var appVersion: String
        public var gateway: Gateway
        public var allows: Allows
        public var canary: Bool
        public var seenAt: String
        public var acceptedAt: String?
        public var receivedAt: String?
        public var retiredAt: String?
        public var retiredWhy: String?

        private enum CodingKeys: String, CodingKey {
            case phoneId = "phone_id"
            case platform
            case model
            case appVersion = "app_version"
            case gateway
            case allows
            case canary
            case seenAt = "seen_at"
            case acceptedAt = "accepted_at"
            case receivedAt = "received_at"
            case retiredAt = "retired_at"
            case retiredWhy = "retired_why"
        }

        public init(
            phoneId: String,
            platform: Platform,
            model: String,
            appVersion: String,
            gateway: Gateway,
            allows: Allows,
            canary: Bool,
            seenAt: String,
            acceptedAt: String?,
            receivedAt: String?,
            retiredAt: String?,
            retiredWhy: String?
        ) {
            self.phoneId = phoneId
            self.platform = platform
            self.model = model
            self.appVersion = appVersion
            self.gateway = gateway
            self.allows = allows
            self.canary = canary
            self.seenAt = seenAt
            self.acceptedAt = acceptedAt
            self.receivedAt = receivedAt
            self.retiredAt = retiredAt
            self.retiredWhy = retiredWhy
        }
    }

    /// RFC 9457. `code` is stable, `field` names what to mend; problems may have more members.
    public struct ProblemBody: Codable, Hashable, Sendable {
        public var type: String
        public var title: String
        public var status: Int
        public var code: String
        public var detail: String
        public var field: String?

        private enum CodingKeys: String, CodingKey {
            case type
            case title
            case status
            case code
            case detail
            case field
        }

        public init(
            type: String,
            title: String,
            status: Int,
            code: String,
            detail: String = "",
            field: String? = nil
        ) {
            self.type = type
            self.title = title
            self.status = status
            self.code = code
            self.detail = detail
            self.field = field
        }
    }

    /// What a push carries, of every gateway.
    public struct Pushed: Codable, Hashable, Sendable {
        /// A UUID.
        public var taskId: String
        public var kind: Urgency
        public var v: Int
        public var attempt: String
        /// An instant, RFC 3339 with its zone.
        public var until: String
        /// A UUID.
        public var phone: String?
        public var over: Over?

        private enum CodingKeys: String, CodingKey {
            case taskId = "task_id"
            case kind
            case v
            case attempt
            case until
            case phone
            case over
        }

        public init(
            taskId: String,
            kind: Urgency,
            v: Int,
            attempt: String,
            until: String,
            phone: String? = nil,
            over: Over? = nil
        ) {
            self.taskId = taskId
            self.kind = kind
            self.v = v
            self.attempt = attempt
            self.until = until
            self.phone = phone
            self.over = over
        }
    }

    /// A phone says that a push arrived, or that its officer has touched it (`seen`).
    ///
    /// `at` is its own clock's word, kept for what it is worth.
    public struct Receipt: Codable, Hashable, Sendable {
        /// A UUID.
        public var deliveryId: String
        /// An instant, RFC 3339 with its zone.
        public var at: String?
        public var seen: Bool

        private enum CodingKeys: String, CodingKey {
            case deliveryId = "delivery_id"
            case at
            case seen
        }

        public init(
            deliveryId: String,
            at: String? = nil,
            seen: Bool = false
        ) {
            self.deliveryId = deliveryId
            self.at = at
            self.seen = seen
        }
    }

    /// A refresh token, unless it is in the cookie.
    public struct Refresh: Codable, Hashable, Sendable {
        public var refreshToken: String?

        private enum CodingKeys: String, CodingKey {
            case refreshToken = "refresh_token"
        }

        public init(
            refreshToken: String? = nil
        ) {
            self.refreshToken = refreshToken
        }
    }

    /// One grant as shown to its holder.
    public struct RoleHeld: Codable, Hashable, Sendable {
        public var role: Role
        public var areaCode: String
        public var areaName: String

        private enum CodingKeys: String, CodingKey {
            case role
            case areaCode = "area_code"
            case areaName = "area_name"
        }

        public init(
            role: Role,
            areaCode: String,
            areaName: String
        ) {
            self.role = role
            self.areaCode = areaCode
            self.areaName = areaName
        }
    }

    /// Access for a quarter of an hour, and what renews it.
    public struct Session: Codable, Hashable, Sendable {
        public var accessToken: String
        public var expiresInS: Int
        public var refreshToken: String?

        private enum CodingKeys: String, CodingKey {
            case accessToken = "access_token"
            case expiresInS = "expires_in_s"
            case refreshToken = "refresh_token"
        }

        public init(
            accessToken: String,
            expiresInS: Int,
            refreshToken: String?
        ) {
            self.accessToken = accessToken
            self.expiresInS = expiresInS
            self.refreshToken = refreshToken
        }
    }

    /// Going on duty, or off it.
    public struct SetDuty: Codable, Hashable, Sendable {
        public var on: Bool

        private enum CodingKeys: String, CodingKey {
            case on
        }

        public init(
            on: Bool
        ) {
            self.on = on
        }
    }

    /// How many positions were kept; the others were old, repeated or impossible.
    public struct Sifted: Codable, Hashable, Sendable {
        public var kept: Int
        public var dropped: Int

        private enum CodingKeys: String, CodingKey {
            case kept
            case dropped
        }

        public init(
            kept: Int,
            dropped: Int
        ) {
            self.kept = kept
            self.dropped = dropped
        }
    }

    /// The right of one person to look at the pictures of one incident, for some minutes.
    ///
    /// `address` is where they are: `{address}/{snapshot_id}?size=small`. Whoever has it looks in the
    /// name of the person to whom it was given.
    public struct Sight: Codable, Hashable, Sendable {
        public var address: String
        public var until: String

        private enum CodingKeys: String, CodingKey {
            case address
            case until
        }

        public init(
            address: String,
            until: String
        ) {
            self.address = address
            self.until = until
        }
    }

    /// Name and password; `cookie` keeps the refresh token out of a page's reach.
    public struct SignIn: Codable, Hashable, Sendable {
        public var name: String
        public var password: String
        public var cookie: Bool

        private enum CodingKeys: String, CodingKey {
            case name
            case password
            case cookie
        }

        public init(
            name: String,
            password: String,
            cookie: Bool = false
        ) {
            self.name = name
            self.password = password
            self.cookie = cookie
        }
    }

    /// A picture of an incident and what proves it.
    ///
    /// `captured_at` is when its frame reached us, `camera_at` what the camera's own clock said if it
    /// said anything, `clock_ahead_ms` by how much that clock has been ahead of ours lately. `reason`
    /// says why this camera: with `street` where it watches a way out (`on_foot` or by car), with
    /// `preset` where it was turned to the place. `lag_ms` is how long after the press the frame is;
    /// `sha256` is of the stored bytes, which are never altered. `moment_ms` is the instant that was
    /// asked for, from the press.
    public struct Snapshot: Codable, Hashable, Sendable {
        /// A UUID.
        public var snapshotId: String
        /// A UUID.
        public var incidentId: String
        /// A UUID.
        public var cameraId: String
        public var cameraName: String
        public var rank: Int
        public var reason: Reason
        public var distanceM: Double
        public var street: String?
        public var streetEn: String?
        public var onFoot: Bool?
        public var preset: String?
        public var want: Want
        public var momentMs: Int
        public var marks: [Mark]
        public var state: SnapshotState
        public var attempt: Int
        public var trouble: String?
        public var capturedAt: String?
        public var cameraAt: String?
        public var clockAheadMs: Int?
        public var storedAt: String?
        public var lagMs: Int?
        public var source: String?
        public var sha256: String?
        public var sizeBytes: Int?
        public var width: Int?
        public var height: Int?

        private enum CodingKeys: String, CodingKey {
            case snapshotId = "snapshot_id"
            case incidentId = "incident_id"
            case cameraId = "camera_id"
            case cameraName = "camera_name"
            case rank
            case reason
            case distanceM = "distance_m"
            case street
            case streetEn = "street_en"
            case onFoot = "on_foot"
            case preset
            case want
            case momentMs = "moment_ms"
            case marks
            case state
            case attempt
            case trouble
            case capturedAt = "captured_at"
            case cameraAt = "camera_at"
            case clockAheadMs = "clock_ahead_ms"
            case storedAt = "stored_at"
            case lagMs = "lag_ms"
            case source
            case sha256
            case sizeBytes = "size_bytes"
            case width
            case height
        }

        public init(
            snapshotId: String,
            incidentId: String,
            cameraId: String,
            cameraName: String,
            rank: Int,
            reason: Reason,
            distanceM: Double,
            street: String?,
            streetEn: String?,
            onFoot: Bool?,
            preset: String?,
            want: Want,
            momentMs: Int,
            marks: [Mark],
            state: SnapshotState,
            attempt: Int,
            trouble: String?,
            capturedAt: String?,
            cameraAt: String?,
            clockAheadMs: Int?,
            storedAt: String?,
            lagMs: Int?,
            source: String?,
            sha256: String?,
            sizeBytes: Int?,
            width: Int?,
            height: Int?
        ) {
            self.snapshotId = snapshotId
            self.incidentId = incidentId
            self.cameraId = cameraId
            self.cameraName = cameraName
            self.rank = rank
            self.reason = reason
            self.distanceM = distanceM
            self.street = street
            self.streetEn = streetEn
            self.onFoot = onFoot
            self.preset = preset
            self.want = want
            self.momentMs = momentMs
            self.marks = marks
            self.state = state
            self.attempt = attempt
            self.trouble = trouble
            self.capturedAt = capturedAt
            self.cameraAt = cameraAt
            self.clockAheadMs = clockAheadMs
            self.storedAt = storedAt
            self.lagMs = lagMs
            self.source = source
            self.sha256 = sha256
            self.sizeBytes = sizeBytes
            self.width = width
            self.height = height
        }
    }

    /// A task as the phone and the console see it.
    ///
    /// `place` is where the unit goes, `incident_place` where it happened. `answer_by` is when the
    /// next unit rings too. `ringing` means that an answer is awaited.
    public struct TaskShown: Codable, Hashable, Sendable {
        /// A UUID.
        public var taskId: String
        /// A UUID.
        public var incidentId: String
        public var incidentNumber: Int
        public var kind: Kind
        public var priority: Int
        public var test: Bool
        public var silent: Bool
        public var title: String
        public var note: String
        public var role: PostRole
        public var pointName: String
        public var place: GivenPlace
        public var incidentPlace: GivenPlace
        public var modifiers: [String]
        /// A UUID.
        public var unitId: String
        public var callSign: String
        public var state: TaskState
        public var ringing: Bool
        public var tier: Int
        public var byHand: Bool
        public var distanceM: Double?
        public var etaS: Double?
        public var etaSource: String
        public var reasons: [String]
        public var offeredAt: String
        public var answerBy: String
        public var receivedAt: String?
        public var answeredAt: String?
        public var enRouteAt: String?
        public var onSceneAt: String?
        public var endedAt: String?
        public var lostAt: String?
        public var reason: String?

        private enum CodingKeys: String, CodingKey {
            case taskId = "task_id"
            case incidentId = "incident_id"
            case incidentNumber = "incident_number"
            case kind
            case priority
            case test
            case silent
            case title
            case note
            case role
            case pointName = "point_name"
            case place
            case incidentPlace = "incident_place"
            case modifiers
            case unitId = "unit_id"
            case callSign = "call_sign"
            case state
            case ringing
            case tier
            case byHand = "by_hand"
            case distanceM = "distance_m"
            case etaS = "eta_s"
            case etaSource = "eta_source"
            case reasons
            case offeredAt = "offered_at"
            case answerBy = "answer_by"
            case receivedAt = "received_at"
            case answeredAt = "answered_at"
            case enRouteAt = "en_route_at"
            case onSceneAt = "on_scene_at"
            case endedAt = "ended_at"
            case lostAt = "lost_at"
            case reason
        }

        public init(
            taskId: String,
            incidentId: String,
            incidentNumber: Int,
            kind: Kind,
            priority: Int,
            test: Bool,
            silent: Bool,
            title: String,
            note: String,
            role: PostRole,
            pointName: String,
            place: GivenPlace,
            incidentPlace: GivenPlace,
            modifiers: [String],
            unitId: String,
            callSign: String,
            state: TaskState,
            ringing: Bool,
            tier: Int,
            byHand: Bool,
            distanceM: Double?,
            etaS: Double?,
            etaSource: String,
            reasons: [String],
            offeredAt: String,
            answerBy: String,
            receivedAt: String?,
            answeredAt: String?,
            enRouteAt: String?,
            onSceneAt: String?,
            endedAt: String?,
            lostAt: String?,
            reason: String?
        ) {
            self.taskId = taskId
            self.incidentId = incidentId
            self.incidentNumber = incidentNumber
            self.kind = kind
            self.priority = priority
            self.test = test
            self.silent = silent
            self.title = title
            self.note = note
            self.role = role
            self.pointName = pointName
            self.place = place
            self.incidentPlace = incidentPlace
            self.modifiers = modifiers
            self.unitId = unitId
            self.callSign = callSign
            self.state = state
            self.ringing = ringing
            self.tier = tier
            self.byHand = byHand
            self.distanceM = distanceM
            self.etaS = etaS
            self.etaSource = etaSource
            self.reasons = reasons
            self.offeredAt = offeredAt
            self.answerBy = answerBy
            self.receivedAt = receivedAt
            self.answeredAt = answeredAt
            self.enRouteAt = enRouteAt
            self.onSceneAt = onSceneAt
            self.endedAt = endedAt
            self.lostAt = lostAt
            self.reason = reason
        }
    }

    /// Where pictures of the ground come from, {z}/{x}/{y}, and in which system they are drawn.
    public struct Tiles: Codable, Hashable, Sendable {
        public var url: String
        public var crs: TilesCrs

        private enum CodingKeys: String, CodingKey {
            case url
            case crs
        }

        public init(
            url: String,
            crs: TilesCrs
        ) {
            self.url = url
            self.crs = crs
        }
    }
}
