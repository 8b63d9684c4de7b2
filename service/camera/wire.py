"""Cameras: where they stand and what they see."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from service.core.geo import GivenPlace, Place
from service.core.problem import Problem
from service.core.wire import AreaCode, Asked, Degrees, Line, Secret, Told, Url


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
    POLICE_MOBILE = "police_mobile"
    POLICE_INFORMATION = "police_information"
    GOVERNMENT = "government"
    INTERNET = "internet"


class NewCamera(Asked):
    """A camera as it is added. Bearing is the middle of its view, clockwise from north."""

    name: Line
    area_code: AreaCode
    place: GivenPlace
    kind: CameraKind = CameraKind.FIXED
    capture_class: CaptureClass = CaptureClass.OTHER
    managing_unit: Line
    height_m: Annotated[float, Meta(ge=0, le=500)] = 4
    bearing_deg: Degrees
    spread_deg: Annotated[float, Meta(gt=0, le=360)]
    range_m: Annotated[float, Meta(gt=0, le=5000)]
    snapshot_url: Url | None = None
    rtsp_url: Url | None = None
    username: Secret | None = None
    password: Secret | None = None


class Camera(Told):
    """A camera as staff see it: never its addresses or passwords."""

    camera_id: UUID
    name: str
    area_code: str
    kind: CameraKind
    capture_class: CaptureClass
    managing_unit: str
    place: GivenPlace
    bearing_deg: float
    spread_deg: float
    range_m: float
    online: bool


class Preset(Struct, frozen=True):
    """A direction that a camera can be turned to by the name of it."""

    token: str
    name: str
    bearing_deg: float
    spread_deg: float


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
    """A camera needs a snapshot address (http, https) or a stream address (rtsp, rtsps)."""

    code = "camera.no_endpoint"


Views = Sequence[View]
