"""Patrol units, their officers' phones, duty and positions."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from service.core.geo import Crs, GivenPlace, Place
from service.core.problem import Fault, Problem
from service.core.wire import AreaCode, Asked, Instant, Label, Told
from service.identity.wire import Role
from service.platform.outbox import Topic

MEMBERS_MOST = 50


class UnitClass(StrEnum):
    """Who they are, which decides what they may be asked to do."""

    POLICE = "police"
    AUXILIARY = "auxiliary"
    PATROL_TEAM = "patrol_team"
    GRID = "grid"
    CADRE = "cadre"


class Mode(StrEnum):
    """How a unit goes, which decides how long it takes."""

    CAR = "car"
    MOTORCYCLE = "motorcycle"
    BICYCLE = "bicycle"
    FOOT = "foot"


class NewUnit(Asked):
    """A unit as it is added."""

    call_sign: Label
    unit_class: UnitClass
    mode: Mode
    skills: Annotated[list[Label], Meta(max_length=20)] = []
    area_code: AreaCode
    members: Annotated[list[Label], Meta(max_length=MEMBERS_MOST)] = []


class SetMembers(Asked):
    """Who rides in a unit, by account name; everybody else leaves it."""

    members: Annotated[list[Label], Meta(max_length=MEMBERS_MOST)]


class Unit(Told):
    """A unit as the console sees it; its place is known on duty only."""

    unit_id: UUID
    call_sign: str
    unit_class: UnitClass
    mode: Mode
    skills: list[str]
    area_code: str
    on_duty: bool
    place: GivenPlace | None
    fix_at: datetime | None
    seen_at: datetime | None


class Standing(Struct, frozen=True):
    """A unit on duty as the choice among units needs to know it."""

    unit_id: UUID
    call_sign: str
    unit_class: UnitClass
    mode: Mode
    skills: tuple[str, ...]
    lineage: tuple[str, ...]
    place: Place | None
    fix_at: datetime | None
    seen_at: datetime


class RoleHeld(Told):
    """One grant as shown to its holder."""

    role: Role
    area_code: str
    area_name: str


class MyUnit(Told):
    """The unit that an officer belongs to."""

    unit_id: UUID
    call_sign: str
    mode: Mode
    on_duty: bool
    duty_since: datetime | None


class Me(Told):
    """The account that asks."""

    account_id: UUID
    name: str
    display: str
    roles: list[RoleHeld]
    unit: MyUnit | None


class SetDuty(Asked):
    """Going on duty, or off it."""

    on: bool


class Duty(Told):
    """Whether the unit is on duty."""

    unit_id: UUID
    on_duty: bool
    since: datetime | None


class Fix(Asked):
    """One position as a phone measured it."""

    at: Instant
    lat: Annotated[float, Meta(ge=-85, le=85)]
    lon: Annotated[float, Meta(ge=-180, le=180)]
    crs: Crs
    accuracy_m: Annotated[float, Meta(ge=0, le=100_000)] | None = None


class NewFixes(Asked):
    """Positions that a phone has gathered."""

    fixes: Annotated[list[Fix], Meta(min_length=1, max_length=60)]


class Sifted(Told):
    """How many positions were kept; the others were old, repeated or impossible."""

    kept: int
    dropped: int


class Taken(Struct, frozen=True):
    """Whose positions were taken together with those of others, and what he is told."""

    account_id: UUID
    sifted: Sifted


class KeptFix(Struct, frozen=True):
    """A position in WGS-84 that passed the sieve."""

    at: datetime
    place: Place
    accuracy_m: float | None


class Moved(Told):
    """Where a unit is now; sent thinned out, and lost without harm."""

    unit_id: UUID
    place: GivenPlace
    fix_at: datetime


class Span(Struct, frozen=True):
    """From when to when a unit's positions are asked for."""

    unit_id: UUID
    from_at: datetime
    until_at: datetime


class GoneFixes(Struct, frozen=True):
    """Positions that were deleted: how many, from when to when, and a digest over them all."""

    count: int
    oldest_at: datetime | None
    newest_at: datetime | None
    digest: str


class TrailRow(Struct, frozen=True):
    """Where a unit was at an instant."""

    unit_id: UUID
    at: datetime
    lat: float
    lon: float


class MovedRow(Struct, frozen=True):
    """Where a unit was last seen."""

    unit_id: UUID
    lineage: list[str]
    lat: float
    lon: float
    fix_at: datetime
    received_at: datetime


MOVED = Topic("unit.moved", Moved, "A unit has moved.", numbered=False)
DUTY = Topic("unit.duty", Duty, "A unit went on duty or off it.")
TOPICS = (DUTY, MOVED)


class InAnotherUnit(Problem):
    """This officer rides in another unit; take him out of it first."""

    code = "patrol.in_another_unit"
    fault = Fault.CONFLICT


class OnDuty(Problem):
    """This unit is on duty; who rides in it can be changed when it is off duty."""

    code = "patrol.on_duty"
    fault = Fault.CONFLICT


class NoUnit(Problem):
    """You belong to no unit; an administrator can put you into one."""

    code = "patrol.no_unit"
    fault = Fault.FORBIDDEN


class OffDuty(Problem):
    """Your unit is off duty; positions are taken on duty only."""

    code = "patrol.off_duty"
    fault = Fault.CONFLICT
