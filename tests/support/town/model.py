"""What the simulated county consists of, as plain data; names and spots, no behaviour."""

from dataclasses import dataclass
from uuid import UUID, uuid5

from tests.support.town.ground import Spot
from tests.support.town.names import Name

_IDS = UUID("5f0c2b1e-3799-5928-8000-6c6975686500")


def fixed_id(*parts: object) -> str:
    """The same id for the same thing in every run."""
    return str(uuid5(_IDS, "/".join(str(part) for part in parts)))


@dataclass(frozen=True, slots=True)
class Area:
    """A piece of the country with a code: city, district (county), station or village."""

    code: str
    parent: str | None
    name: Name
    level: str


@dataclass(frozen=True, slots=True)
class SitePoint:
    """A point of a site; `facing` looks out of it, across the street it opens on."""

    name: Name
    kind: str  # gate, exit, hall or staging.
    spot: Spot
    facing: float
    street_width_m: float


@dataclass(frozen=True, slots=True)
class Site:
    """A school, a kiosk, a bus stop: anything that is guarded or can call."""

    site_id: str
    name: Name
    kind: str
    site_class: int
    area_code: str
    address: str
    spot: Spot
    points: tuple[SitePoint, ...]
    rooms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Device:
    """A key on a wall or a kiosk; `code` enrols it once."""

    device_id: str
    site_id: str
    room: str | None
    kind: str
    label: str
    code: str


@dataclass(frozen=True, slots=True)
class Camera:
    """A camera and the small scene it stands in.

    `street_deg` is the way the street under it runs, `target` the point it was put up for.
    `login` is how it asks for a password: digest, digest_md5, basic or none.
    """

    camera_id: str
    name: Name
    area_code: str
    spot: Spot
    bearing_deg: float
    spread_deg: float
    range_m: float
    kind: str
    capture_class: str
    managing_unit: str
    height_m: float
    street_deg: float
    target: SitePoint | None
    site: Site | None
    login: str
    username: str | None
    password: str | None
    serves: str  # both, http or rtsp.


@dataclass(frozen=True, slots=True)
class Unit:
    """Those who are sent: a car's crew, a foot patrol, a grid worker."""

    unit_id: str
    call_sign: str
    unit_class: str
    mode: str
    skills: tuple[str, ...]
    area_code: str
    members: tuple[str, ...]
    home: Spot


@dataclass(frozen=True, slots=True)
class Account:
    """A person who signs in; `roles` are pairs of role and area code."""

    name: str
    display: str
    password: str
    roles: tuple[tuple[str, str], ...]
    phone_number: str | None
