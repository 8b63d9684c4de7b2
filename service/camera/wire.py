"""Cameras: where they stand and what they see."""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from msgspec import UNSET, Meta, Struct, UnsetType

from service.core.geo import GivenPlace, Place
from service.core.problem import Fault, Problem
from service.core.wire import AreaCode, Asked, Degrees, Line, Secret, Told, Url
from service.platform.frames import MediaServer, Platform

GbId = Annotated[str, Meta(pattern=r"^[0-9]{20}$(?!\n)")]
Spread = Annotated[float, Meta(gt=0, le=360)]

# What a map draws at once.
CLUSTERS_MOST = 2000


class CameraKind(StrEnum):
    """How a camera is mounted."""

    FIXED = "fixed"
    DOME = "dome"
    PTZ = "ptz"
    HIGH_POINT = "high_point"
    VEHICLE = "vehicle"


class CaptureClass(StrEnum):
    """What kind of place it was put up for."""

    ROAD = "road"
    BUS_STOP = "bus_stop"
    KEY_UNIT = "key_unit"
    VILLAGE = "village"
    OTHER = "other"


class CaptureLocation(StrEnum):
    """What it looks at, as far as the law asks (Decree 799, articles 7 and 8)."""

    ROAD = "road"
    CROSSING = "crossing"
    BRIDGE = "bridge"
    TUNNEL = "tunnel"
    SQUARE = "square"
    PARK = "park"
    CAR_PARK = "car_park"
    STATION = "station"
    GATE = "gate"
    PERIMETER = "perimeter"
    YARD = "yard"
    HALL = "hall"
    CORRIDOR = "corridor"
    CLASSROOM = "classroom"
    CANTEEN = "canteen"
    SHOP = "shop"
    CABIN = "cabin"
    SKYLINE = "skyline"
    OTHER = "other"
    # Where nobody may film: named here so that they can be refused by name.
    HOTEL_ROOM = "hotel_room"
    DORMITORY_ROOM = "dormitory_room"
    STAFF_REST_ROOM = "staff_rest_room"
    BATH = "bath"
    TOILET = "toilet"
    CHANGING_ROOM = "changing_room"
    NURSING_ROOM = "nursing_room"
    FITTING_ROOM = "fitting_room"


class UnitCategory(StrEnum):
    """Whose camera it is, by Decree 799: articles 7 (1), 7 (2) and 9."""

    GOVERNMENT = "government"
    VENUE = "venue"
    EDUCATION = "education"
    HOSPITAL = "hospital"
    SERVICE_HALL = "service_hall"
    PARK = "park"
    TRANSPORT_HUB = "transport_hub"
    PUBLIC_TRANSPORT = "public_transport"
    SERVICE_AREA = "service_area"
    OTHER_PUBLIC = "other_public"


class NetworkZone(StrEnum):
    """In which network it is reached; the 14th digit of its number says the same."""

    POLICE_VIDEO = "police_video"
    INDUSTRY = "industry"
    JUSTICE = "justice"
    POLICE_MOBILE = "police_mobile"
    POLICE_INFORMATION = "police_information"
    GOVERNMENT = "government"
    INTERNET = "internet"
    DEDICATED_LINE = "dedicated_line"


class Preset(Struct, frozen=True, forbid_unknown_fields=True):
    """A direction that a camera can be turned to by the name of it."""

    token: Line
    name: Line
    bearing_deg: Degrees
    spread_deg: Spread


class NewMediaServer(Asked, tag="zlm"):
    """A camera behind ZLMediaKit: its API, its secret, and the stream as the server knows it."""

    base_url: Url
    stream_url: Url
    secret: Secret | UnsetType | None = UNSET


class NewPlatform(Asked, tag="wvp"):
    """A camera behind a WVP platform: its API, an access token, and the two 20-digit numbers."""

    base_url: Url
    device_id: GbId
    channel_id: GbId
    token: Secret | UnsetType | None = UNSET


class NewCamera(Asked):
    """A camera as it is added or changed. Bearing is the middle of its view, clockwise from north.

    It has a place, or, on a vehicle, a route; the bearing is then from the vehicle's front. One in
    a `restricted_vicinity` is in no citizen's request (Decree 799, article 10). Whether its sign
    stands (article 13) is not known until somebody has looked; `filed_on` is when it was filed with
    the police, which is due thirty days after `in_use_on` (article 14).

    Addresses and logins are never shown, so they need not be repeated either: what is left out
    stays as it was, and null takes it away.
    """

    name: Line
    area_code: AreaCode
    place: GivenPlace | None = None
    route: Annotated[list[GivenPlace], Meta(min_length=2, max_length=500)] | None = None
    gb_id: GbId | None = None
    kind: CameraKind = CameraKind.FIXED
    capture_class: CaptureClass = CaptureClass.OTHER
    capture_location: CaptureLocation = CaptureLocation.OTHER
    point_class: Annotated[int, Meta(ge=1, le=3)] | None = None
    managing_unit: Line
    unit_category: UnitCategory = UnitCategory.GOVERNMENT
    network_zone: NetworkZone | None = None
    footage_days: Annotated[int, Meta(ge=1, le=3650)] | None = None
    restricted_vicinity: bool = False
    sign_present: bool | None = None
    in_use_on: date | None = None
    filed_on: date | None = None
    height_m: Annotated[float, Meta(ge=0, le=500)] = 4
    tilt_deg: Annotated[float, Meta(ge=-90, le=90)] = 0
    bearing_deg: Degrees
    spread_deg: Spread
    range_m: Annotated[float, Meta(gt=0, le=5000)]
    presets: Annotated[list[Preset], Meta(max_length=300)] = []
    snapshot_url: Url | UnsetType | None = UNSET
    rtsp_url: Url | UnsetType | None = UNSET
    onvif_url: Url | UnsetType | None = UNSET
    gateway: NewMediaServer | NewPlatform | UnsetType | None = UNSET
    username: Secret | UnsetType | None = UNSET
    password: Secret | UnsetType | None = UNSET


Gateway = MediaServer | Platform
Kept = str | UnsetType | None


class Reach(Struct, frozen=True):
    """Where a camera answers, and by which login name; it is kept sealed, as one."""

    snapshot_url: str | None
    rtsp_url: str | None
    onvif_url: str | None
    # Without its secret.
    gateway: Gateway | None
    username: str | None


NOWHERE = Reach(None, None, None, None, None)


class Ways(Struct, frozen=True):
    """How a camera is reached that is in the register already; never its secrets themselves."""

    reach: Reach
    has_password: bool
    has_gateway_secret: bool


class Entry(Struct, frozen=True):
    """A camera as it is stored: nothing left open, every point in WGS-84.

    `new` holds what needed no working out. A secret is in the clear, None where there is none,
    or UNSET: the sealed one stays.
    """

    new: NewCamera
    place: Place | None
    route: list[GivenPlace] | None
    network_zone: NetworkZone
    reach: Reach
    password: Kept
    gateway_secret: Kept
    # Whether it is reached otherwise than before, so that an old silence says nothing of it.
    is_moved: bool


class Way(StrEnum):
    """By what a camera can be reached."""

    SNAPSHOT = "snapshot"
    STREAM = "stream"
    ONVIF = "onvif"
    MEDIA_SERVER = "zlm"
    PLATFORM = "wvp"


class Camera(Told):
    """A camera as staff see it: never its addresses or passwords."""

    camera_id: UUID
    name: str
    area_code: str
    kind: CameraKind
    capture_class: CaptureClass
    managing_unit: str
    # A camera on a vehicle has none.
    place: GivenPlace | None
    bearing_deg: float
    spread_deg: float
    range_m: float
    online: bool


class Unmasked(Told):
    """Where a camera answers and by which login; its password and its gateway's secret never."""

    snapshot_url: str | None
    rtsp_url: str | None
    onvif_url: str | None
    username: str | None


class Dossier(Told):
    """All that is known of a camera but its addresses and logins.

    `trouble` is why it gave no picture when it was asked last; or `not_turned_back`: it was turned
    for an incident and still looks there. `clock_ahead_ms` is by how much its own clock was ahead
    of ours.
    """

    camera_id: UUID
    gb_id: str | None
    name: str
    area_code: str
    place: GivenPlace | None
    route: list[GivenPlace] | None
    kind: CameraKind
    capture_class: CaptureClass
    capture_location: CaptureLocation
    point_class: int | None
    managing_unit: str
    unit_category: UnitCategory
    network_zone: NetworkZone
    footage_days: int | None
    restricted_vicinity: bool
    sign_present: bool | None
    in_use_on: date | None
    filed_on: date | None
    height_m: float
    tilt_deg: float
    bearing_deg: float
    spread_deg: float
    range_m: float
    presets: list[Preset]
    ways: list[Way]
    has_login: bool
    online: bool
    trouble: str | None
    answered_at: datetime | None
    silent_since: datetime | None
    clock_ahead_ms: int | None
    changed_at: datetime | None


class Cluster(Told):
    """Cameras that stand close together on a map as it is drawn; `camera` where there is one."""

    place: GivenPlace
    cameras: int
    online: int
    camera: Camera | None


class Format(StrEnum):
    """How a file of cameras is written."""

    CSV = "csv"
    GEOJSON = "geojson"


class DevicePreset(Told):
    """A direction as the device itself knows it; where it looks is for people to say."""

    token: str
    name: str


class Box(Struct, frozen=True):
    """A piece of the map, degrees in WGS-84."""

    south: float
    west: float
    north: float
    east: float


class Grid(Struct, frozen=True):
    """How far its lines lie apart, degrees."""

    height_deg: float
    width_deg: float


# What a camera may still lack by Decree 799: a sign that somebody has seen (article 13), or its
# filing with the police within thirty days (article 14).
Lacking = Literal["sign", "filing"]


class Sought(Struct, frozen=True):
    """Which cameras of a list are wanted: all that are none of None."""

    words: str | None = None
    kind: CameraKind | None = None
    capture_class: CaptureClass | None = None
    area_code: str | None = None
    online: bool | None = None
    lacks: Lacking | None = None


class View(Struct, frozen=True):
    """What the choice among cameras needs to know of one."""

    camera_id: UUID
    name: str
    place: Place
    bearing_deg: float
    spread_deg: float
    range_m: float
    online: bool
    height_m: float = 4.0
    presets: tuple[Preset, ...] = ()


class Near(Struct, frozen=True):
    """A camera near a place: whose it is, how far away, and whether it may see the place."""

    camera_id: UUID
    name: str
    lineage: list[str]
    managing_unit: str
    unit_category: UnitCategory
    footage_days: int | None
    away_m: float
    sees: bool
    restricted_vicinity: bool = False


class Standing(Struct, frozen=True):
    """A camera around a place, and since when it has been silent."""

    view: View
    silent_since: datetime | None


class Reason(StrEnum):
    """Why a camera was chosen: it sees the place, or a way out, could be turned, or is near."""

    SEES = "sees"
    WAY_OUT = "way_out"
    CAN_TURN = "can_turn"
    NEAR = "near"


class Chosen(Struct, frozen=True):
    """A camera to take a picture from, and why.

    `street` is the way out that it watches, also where it sees the place; `on_foot` says whether
    that is for somebody on foot or by car. `preset` is what it is to be turned to.
    """

    camera_id: UUID
    name: str
    reason: Reason
    distance_m: float
    street: str | None = None
    street_en: str | None = None
    on_foot: bool | None = None
    preset: Preset | None = None


class NoEndpoint(Problem):
    """A camera needs an address: of its pictures, its stream, its ONVIF service or its gateway."""

    code = "camera.no_endpoint"


class WrongNumber(Problem):
    """This is not the number of a camera (GB/T 28181)."""

    code = "camera.wrong_number"


class NumberTaken(Problem):
    """Another camera has this number."""

    code = "camera.number_taken"
    fault = Fault.CONFLICT


class WrongNetwork(Problem):
    """The camera's number says that it is in another network."""

    code = "camera.wrong_network"


class NotStanding(Problem):
    """A camera has a place; one on a vehicle has a route instead."""

    code = "camera.not_standing"


class ForbiddenRoom(Problem):
    """Nobody may film here: Decree 799 of the State Council, article 8."""

    code = "camera.forbidden_room"


class SecretNeeded(Problem):
    """An address leads to another machine: enter its password anew."""

    code = "camera.secret_needed"


class NoAnswer(Problem):
    """The camera does not answer as it should."""

    code = "camera.no_answer"
    fault = Fault.CONFLICT


Views = Sequence[View]
