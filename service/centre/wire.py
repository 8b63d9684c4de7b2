"""Command centres as a tree of areas, and the values that hold in each."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated

from msgspec import Meta

from service.core.problem import Fault, Problem
from service.core.wire import AreaCode, Asked, Line, Seconds, Told


class Level(StrEnum):
    """What kind of centre an area has; the tree may have any depth."""

    PROVINCE = "province"
    CITY = "city"
    DISTRICT = "district"
    STATION = "station"
    VILLAGE = "village"


class Area(Told):
    """An area and its centre. `lineage` is its own code and those of every centre above."""

    area_code: str
    parent_code: str | None
    name: str
    level: Level
    lineage: list[str]


class NewArea(Asked):
    """An area as it is added."""

    area_code: AreaCode
    parent_code: AreaCode | None
    name: Line
    level: Level


class Speeds(Asked):
    """Straight-line speeds by way of going, km/h: what remains after traffic, before detours."""

    car: Annotated[float, Meta(ge=1, le=150)] = 40
    motorcycle: Annotated[float, Meta(ge=1, le=150)] = 35
    bicycle: Annotated[float, Meta(ge=1, le=40)] = 14
    foot: Annotated[float, Meta(ge=1, le=12)] = 5


_Hours = Annotated[float, Meta(gt=0, le=5000)]


class FootageTimers(Asked):
    """How long each step of a citizen's footage request may take, in hours.

    The law names none of them; those of an emergency and of a working day are practice.
    """

    emergency_h: _Hours = 2 / 60
    triage_h: _Hours = 0.5
    info_h: _Hours = 72
    hold_h: _Hours = 0.25
    consent_h: _Hours = 24
    written_h: _Hours = 24
    decision_h: _Hours = 24
    no_show_h: _Hours = 0.5
    notice_h: _Hours = 8
    lead_h: _Hours = 168
    # As long as one may ask for administrative reconsideration: sixty days.
    appeal_h: _Hours = 1440
    review_h: _Hours = 360
    redirect_h: _Hours = 336
    closing_h: _Hours = 720


class Policy(Asked):
    """Values that an area may set for itself; what it leaves out holds from the area above."""

    # A patrol car covers 4 km in this time: an older place misleads.
    fix_age_max_s: Seconds = 300
    # Streets are this much longer than the straight line (cities: 1.2 to 1.4).
    detour: Annotated[float, Meta(ge=1, le=3)] = 1.3
    speeds: Speeds = Speeds()
    # A unit on a task whose phone has said nothing for this long is shown as lost.
    lost_after_s: Seconds = 120
    # Keys are tested monthly in one city and quarterly in another.
    key_test_days: Annotated[int, Meta(ge=1, le=366)] = 31
    # People who ask about their own data are answered within fifteen working days; all days count.
    data_answer_days: Annotated[int, Meta(ge=1, le=30)] = 15
    # What a school dials to speak with the desk that has its alarm.
    desk_phone: Annotated[str, Meta(pattern=r"^(\+?[0-9 -]{3,24})?$(?!\n)")] = ""
    # A citizen's footage request: each step and its time.
    footage: FootageTimers = FootageTimers()


class UnknownArea(Problem):
    """There is no area of this code."""

    code = "centre.unknown_area"


class AreaTaken(Problem):
    """There is an area of this code already."""

    code = "centre.area_taken"
    fault = Fault.CONFLICT


Lineage = Sequence[str]
