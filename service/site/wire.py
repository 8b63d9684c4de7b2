"""Sites, their rooms and points, and the keys and kiosks that stand there."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from service.core.geo import GivenPlace, Place
from service.core.problem import Fault, Problem
from service.core.wire import AreaCode, Asked, Count, Instant, Label, Line, Note, Told
from service.platform.outbox import Topic

# A box says that it lives this often.
HEARTBEAT_S = 30


class SiteKind(StrEnum):
    """What a site is."""

    SCHOOL = "school"
    KINDERGARTEN = "kindergarten"
    HOSPITAL = "hospital"
    KIOSK = "kiosk"
    HELP_POINT = "help_point"
    BUS_STOP = "bus_stop"
    STATION = "station"
    MALL = "mall"
    OTHER = "other"


class PointKind(StrEnum):
    """What a point of a site is for."""

    GATE = "gate"
    EXIT = "exit"
    HALL = "hall"
    STAGING = "staging"


SiteClass = Annotated[int, Meta(ge=1, le=3)]


class Point(Asked):
    """A point of a site: where a unit goes, or a way out that it watches."""

    name: Line
    kind: PointKind
    place: GivenPlace


class NewSite(Asked):
    """A site as it is added."""

    name: Line
    kind: SiteKind
    site_class: SiteClass
    area_code: AreaCode
    address: Note = ""
    place: GivenPlace
    points: Annotated[list[Point], Meta(max_length=40)] = []
    rooms: Annotated[list[Label], Meta(max_length=200)] = []


class Site(Told):
    """A site. All places are WGS-84."""

    site_id: UUID
    name: str
    kind: SiteKind
    site_class: int
    area_code: str
    address: str
    place: GivenPlace
    points: list[Point]
    rooms: list[str]


class SiteRow(Struct, frozen=True):
    """A site as it is kept."""

    site_id: UUID
    name: str
    kind: SiteKind
    site_class: int
    area_code: str
    lineage: list[str]
    address: str
    lat: float
    lon: float
    points: list[Point]
    rooms: list[str]

    @property
    def place(self) -> Place:
        """Where it is."""
        return Place(self.lat, self.lon)


class Guarded(Struct, frozen=True):
    """A site where a press is likeliest: of the first class, a school or a kindergarten.

    `keyed` says whether a key is enrolled there.
    """

    site_id: UUID
    site_class: int
    keyed: bool
    lineage: list[str]
    place: Place


class DeviceKind(StrEnum):
    """A key is one button; a kiosk has a touch screen."""

    KEY = "key"
    KIOSK = "kiosk"


class DeviceState(StrEnum):
    """Whether a device is heard."""

    INVITED = "invited"
    ACTIVE = "active"
    REVOKED = "revoked"
    REPLACED = "replaced"


class Algorithm(StrEnum):
    """How a device signs: a key pair of its own, or a shared secret for small ones."""

    ED25519 = "ed25519"
    HMAC_SHA256 = "hmac-sha256"


class NewDevice(Asked):
    """A key or kiosk to be enrolled; `replaces` names the one that it stands in for."""

    kind: DeviceKind
    label: Line
    room: Label | None = None
    replaces: UUID | None = None


class Invited(Told):
    """A device that waits for its box: the code enrols once, until it expires."""

    device_id: UUID
    code: str
    expires_at: datetime


class BoxFault(StrEnum):
    """What a box finds wrong with itself; `other` is what this service does not know."""

    DISK = "disk"
    ROOM = "room"
    SPOOL = "spool"
    BATTERY = "battery"
    LINE = "line"
    CLOCK = "clock"
    WIRING = "wiring"
    KEY_GONE = "key_gone"
    KEY_STUCK = "key_stuck"
    OUTPUT = "output"
    HUNG = "hung"
    CONTRACT = "contract"
    SETTINGS = "settings"
    OTHER = "other"


class SelfTested(Told):
    """How a box's last test of itself ended; `at` is by the box's own clock."""

    at: datetime
    good: bool
    failed: list[BoxFault]


class Device(Told):
    """A device as staff see it."""

    device_id: UUID
    site_id: UUID
    room: str | None
    kind: DeviceKind
    label: str
    state: DeviceState
    algorithm: Algorithm | None
    model: str | None
    version: str | None
    enrolled_at: datetime | None
    seen_at: datetime | None
    spooled: int | None
    power: str | None
    battery_pct: int | None
    faults: list[BoxFault]
    self_test: SelfTested | None


class KeyOfSchool(Struct, frozen=True):
    """An enrolled key of a school or kindergarten, as reminders need it."""

    device_id: UUID
    label: str
    enrolled_at: datetime
    site_id: UUID
    site_name: str
    area_code: str
    lineage: list[str]


class Enrol(Asked):
    """A box introduces itself. `public_key` is base64 of 32 raw bytes, for ed25519."""

    code: Annotated[str, Meta(min_length=6, max_length=40, pattern=r"^[A-Za-z0-9-]+$(?!\n)")]
    model: Label
    algorithm: Algorithm = Algorithm.ED25519
    public_key: Annotated[str, Meta(max_length=64)] | None = None


class SiteName(Told):
    """A site as its box needs to know it."""

    site_id: UUID
    name: str


class Enrolled(Told):
    """The box's name from now on; `secret` comes once, for hmac-sha256."""

    device_id: UUID
    site: SiteName
    heartbeat_s: int
    secret: str | None


class Rotate(Asked):
    """A new public key, in a request signed with the old one."""

    public_key: Annotated[str, Meta(max_length=64)]


class Rotated(Told):
    """The new key holds from now on."""

    device_id: UUID


class DeviceMove(StrEnum):
    """What an administrator does with a device."""

    REVOKE = "revoke"
    INVITE = "invite"


class MoveDevice(Asked):
    """Revoke a device, or give it a fresh code."""

    move: DeviceMove


class Power(StrEnum):
    """What feeds a box."""

    MAINS = "mains"
    BATTERY = "battery"


# A box of a newer program may name what this service does not know: it is heard all the same.
FaultCode = Annotated[str, Meta(min_length=1, max_length=40, pattern=r"^[a-z_]+$(?!\n)")]
FaultCodes = Annotated[list[FaultCode], Meta(max_length=20)]


class SelfTest(Asked):
    """A box has tried its parts; `failed` are the codes of those that failed."""

    at: Instant
    good: bool
    failed: FaultCodes


class Heartbeat(Asked):
    """A box says that it lives; its clock is kept and never believed.

    `faults` are the codes of what is wrong with the box now. Left out, they and `self_test` stay
    as they are known.
    """

    sent_at: Instant
    started_at: Instant
    version: Label
    spooled: Count
    power: Power | None = None
    battery_pct: Annotated[int, Meta(ge=0, le=100)] | None = None
    faults: FaultCodes | None = None
    self_test: SelfTest | None = None


class NewTestPlan(Asked):
    """A declared test: presses of this site in this window are tests, and ring only these units.

    A silent press in it is real all the same, unless `silent` says that such are part of it.
    """

    starts_at: Instant
    ends_at: Instant
    unit_ids: Annotated[list[UUID], Meta(max_length=50)] = []
    note: Note = ""
    silent: bool = False


class TestPlan(Told):
    """A declared test. `withdrawn_at`: from then on presses count again; `real_at`: it was real."""

    plan_id: UUID
    site_id: UUID
    starts_at: datetime
    ends_at: datetime
    unit_ids: list[UUID]
    note: str
    silent: bool
    declared_name: str
    withdrawn_at: datetime | None
    real_at: datetime | None
    real_by: str | None


class DrillTold(Told):
    """A declared test with its site, as every desk above it is told."""

    site_name: str
    plan: TestPlan
    site_id: UUID


class Drill(Struct, frozen=True):
    """A declared window as the press path needs it."""

    plan_id: UUID
    starts_at: datetime
    ends_at: datetime
    unit_ids: tuple[UUID, ...]
    silent: bool


class DeviceAt(Struct, frozen=True):
    """A device with the site that it stands at: what a press needs to know, in one query."""

    device_id: UUID
    state: DeviceState
    algorithm: Algorithm | None
    public_key: bytes | None
    secret_sealed: bytes | None
    room: str | None
    kind: DeviceKind
    label: str
    site_id: UUID
    site_name: str
    site_kind: SiteKind
    site_class: int
    area_code: str
    lineage: tuple[str, ...]
    lat: float
    lon: float
    points: tuple[Point, ...]
    drills: tuple[Drill, ...]

    @property
    def place(self) -> Place:
        """Where the site is."""
        return Place(self.lat, self.lon)

    def drill_at(self, now: datetime, *, silent: bool) -> Drill | None:
        """The declared test that a press received at this instant belongs to, if any.

        Only the time of receipt counts: a box's clock may be wrong, and a press that arrives
        outside every window is real, whatever it says of itself. So is a silent one that no
        window has announced: whoever is under duress may be so during a drill.
        """
        for drill in self.drills:
            if drill.starts_at <= now < drill.ends_at and (drill.silent or not silent):
                return drill
        return None


class DeviceChanged(Told):
    """A device was invited, enrolled, revoked or replaced."""

    device_id: UUID
    site_id: UUID
    label: str
    state: DeviceState


class DeviceRefused(Told):
    """Somebody spoke in the name of a device and was not believed."""

    device_id: UUID
    site_id: UUID
    site_name: str
    label: str
    code: str


CHANGED = Topic("device.changed", DeviceChanged, "A device was invited, enrolled or revoked.")
REFUSED = Topic("device.refused", DeviceRefused, "A request in a device's name was refused.")
DRILL = Topic("site.drill", DrillTold, "A test was declared, taken back, or said to be real.")
TOPICS = (CHANGED, REFUSED, DRILL)


class UnknownDevice(Problem):
    """This device is not known here."""

    code = "device.unknown"
    fault = Fault.UNSIGNED


class RevokedDevice(Problem):
    """This device was revoked; an administrator can enrol it again."""

    code = "device.revoked"
    fault = Fault.FORBIDDEN


class ReplacedDevice(Problem):
    """Another device stands in the place of this one."""

    code = "device.replaced"
    fault = Fault.FORBIDDEN


class ForgedDevice(Problem):
    """The signature does not fit this request and this device."""

    code = "device.forged"
    fault = Fault.UNSIGNED


class Unsigned(Problem):
    """The request carries no signature that can be read."""

    code = "device.unsigned"
    fault = Fault.UNSIGNED


class CodeSpent(Problem):
    """This code is unknown, was used already, or has expired."""

    code = "device.code_spent"
    fault = Fault.FORBIDDEN


class KeyUnusable(Problem):
    """The public key is not base64 of 32 bytes of an Ed25519 key."""

    code = "device.key_unusable"


class WindowUnusable(Problem):
    """A test window ends after it starts, lasts a day at most, and is not over yet."""

    code = "site.window_unusable"
