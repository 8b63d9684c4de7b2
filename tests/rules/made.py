"""What rules are asked about, made short: an incident, a need, a task, a unit."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from service.core.geo import Crs, GivenPlace, Place, ahead, given
from service.dispatch.wire import Need, NeedState, Task, TaskState
from service.incident.wire import (
    Kind,
    Plan,
    Post,
    PostRole,
    Reach,
    Source,
    State,
    Tier,
    Timers,
    Whole,
)
from service.patrol.wire import Mode, Standing, UnitClass

NOW = datetime(2026, 3, 2, 7, 40, tzinfo=UTC)
GATE = Place(35.07, 116.31)
CITY, COUNTY, EAST, WEST = "379900", "379928", "379928001", "379928002"
SCOPE = (EAST, COUNTY, CITY)

OWN = Tier(reach=Reach.OWN, classes=[UnitClass.POLICE], reach_m=5_000)
PARENT = Tier(reach=Reach.PARENT, classes=[UnitClass.POLICE], reach_m=15_000)
ANY = Tier(reach=Reach.ANY, classes=list(UnitClass), reach_m=40_000)
PRIMARY = Post(role=PostRole.PRIMARY)


def uid(number: int) -> UUID:
    """A readable id."""
    return UUID(int=number)


def after(seconds: float) -> datetime:
    """An instant so many seconds after NOW."""
    return NOW + timedelta(seconds=seconds)


def plan(
    tiers: Sequence[Tier] = (OWN, PARENT, ANY),
    posts: Sequence[Post] = (PRIMARY,),
    channels: tuple[str, ...] = ("live", "text"),
    **timers: float,
) -> Plan:
    """A response plan."""
    return Plan(posts=list(posts), tiers=list(tiers), channels=channels, timers=Timers(**timers))


def whole(number: int = 1, **more: Any) -> Whole:
    """An incident at the gate of a school in the east."""
    at = more.pop("at", GATE)
    known: dict[str, Any] = {
        "incident_id": uid(number),
        "number": number,
        "source": Source.PRESS,
        "kind": Kind.EMERGENCY,
        "technical": False,
        "silent": False,
        "test": False,
        "priority": 2,
        "state": State.ACTIVE,
        "area_code": more.get("scope", SCOPE)[0],
        "site_id": uid(900 + number),
        "title": "实验小学",
        "place": given(at),
        "note": "",
        "alarms": 1,
        "latched": 0,
        "commander": None,
        "eta_at": None,
        "desk_at": None,
        "desk_reason": None,
        "merged_into": None,
        "disposition": None,
        "opened_at": NOW,
        "changed_at": NOW,
        "closed_at": None,
        "closed_by": None,
        "scope": list(SCOPE),
        "plan": plan(),
        "points": [],
        "drill_units": [],
    }
    return Whole(**known | more)


def need(number: int = 1, of: Whole | None = None, **more: Any) -> Need:
    """A need that opened at NOW."""
    incident = of or whole()
    known: dict[str, Any] = {
        "need_id": uid(1000 + number),
        "incident_id": incident.incident_id,
        "number": number,
        "root": incident.scope[-1],
        "role": PostRole.PRIMARY,
        "point_name": "",
        "place": incident.spot,
        "skills": (),
        "state": NeedState.OPEN,
        "tier": 0,
        "opened_at": NOW,
        "next_at": NOW,
        "exhausted": False,
        "desk_at": None,
        "holder": None,
    }
    return Need(**known | more)


def task(number: int = 1, unit: int = 1, **more: Any) -> Task:
    """A unit asked at NOW."""
    known: dict[str, Any] = {
        "task_id": uid(2000 + number),
        "need_id": uid(1001),
        "incident_id": uid(1),
        "unit_id": uid(unit),
        "call_sign": f"东-{unit:02}",
        "state": TaskState.OFFERED,
        "tier": 0,
        "by_hand": False,
        "distance_m": None,
        "eta_s": None,
        "eta_source": "none",
        "reasons": (),
        "channel": 0,
        "offered_at": NOW,
    }
    return Task(**known | more)


def unit(
    number: int = 1, metres: float | None = 1000, *, bearing: float = 0, **more: Any
) -> Standing:
    """A police car of the east, so far from the gate; None: nobody knows where."""
    known: dict[str, Any] = {
        "unit_id": uid(number),
        "call_sign": f"东-{number:02}",
        "unit_class": UnitClass.POLICE,
        "mode": Mode.CAR,
        "skills": (),
        "lineage": SCOPE,
        "place": None if metres is None else ahead(GATE, bearing, metres),
        "fix_at": None if metres is None else NOW,
        "seen_at": NOW,
    }
    return Standing(**known | more)


def spoken(place: Place, crs: Crs = Crs.WGS84) -> GivenPlace:
    """A place as somebody says it."""
    return GivenPlace(lat=place.lat, lon=place.lon, crs=crs)


def numbers(ids: Iterable[UUID]) -> list[int]:
    """Readable again."""
    return [one.int for one in ids]
