"""Who works in the simulated county: dispatchers at three levels, officers, grid workers."""

from dataclasses import dataclass, field
from itertools import count, cycle
from random import Random

from tests.support.town import names
from tests.support.town.country import Settlement
from tests.support.town.figures import Figures
from tests.support.town.ground import Spot, ahead
from tests.support.town.land import CITY_CODE, COUNTY_CODE, Land, StationArea
from tests.support.town.model import Account, Area, Unit, fixed_id

# One for everybody: it opens nothing but a demonstration, and one hash serves a whole seeding.
DEMO_PASSWORD = "willow-river-2026"

# (class, mode, crew, word of the call sign), in the order in which a station gets them.
_FIRST = {
    "street": ("police", "car", 2, "巡逻车"),
    "town": ("police", "car", 1, "巡逻车"),
    "far": ("police", "motorcycle", 1, "摩托"),
}
_MORE = (
    ("patrol_team", "foot", 2, "步巡"),
    ("auxiliary", "motorcycle", 1, "辅警"),
    ("auxiliary", "bicycle", 1, "单车"),
    ("police", "motorcycle", 1, "摩托"),
)
_SKILLS = ("first_aid", "negotiation", "fire", "water_rescue", "child_care")


@dataclass(slots=True)
class People:
    """Units and the accounts of everybody in them and above them."""

    units: list[Unit] = field(default_factory=list)
    accounts: list[Account] = field(default_factory=list)


def build_people(
    rng: Random, land: Land, settlements: list[Settlement], areas: list[Area], figures: Figures
) -> People:
    """Desks first; then every station has a unit before any has a second one."""
    people = People()
    _desks(rng, people, land)
    _patrols(rng, people, land, figures.officers)
    _grid_workers(rng, people, settlements, areas, land, figures.grid_workers)
    return people


def _account(
    rng: Random, people: People, name: str, roles: tuple[tuple[str, str], ...], *, phone: bool
) -> str:
    display = next(names.people(rng))
    # Subscriber numbers after +86 10 never begin with 0: these ring nobody.
    number = f"+86100{len(people.accounts):07d}" if phone else None
    people.accounts.append(Account(name, display, DEMO_PASSWORD, roles, number))
    return name


def _desks(rng: Random, people: People, land: Land) -> None:
    city = (("administrator", CITY_CODE),)
    _account(rng, people, "admin", city, phone=False)
    _account(rng, people, "city", (("dispatcher", CITY_CODE),), phone=False)
    _account(rng, people, "county", (("dispatcher", COUNTY_CODE),), phone=False)
    _account(rng, people, "leader", (("duty_leader", COUNTY_CODE),), phone=False)
    for station in land.stations:
        name = f"station-{station.code[6:]}"
        _account(rng, people, name, (("dispatcher", station.code),), phone=False)


def _patrols(rng: Random, people: People, land: Land, officers: int) -> None:
    """Crews until the officers are used up; at least one unit a station."""
    left = officers
    number = count(1)
    streets = [s for s in land.stations if s.code[6] == "0"]
    rounds = [
        (station, _FIRST["street" if station in streets else ("town", "far")[i % 2]])
        for i, station in enumerate(land.stations)
    ]
    for station, shape in rounds:
        _patrol(rng, people, station, shape, next(number))
        left -= shape[2]
    places = cycle([*streets, *land.stations])
    shapes = cycle(_MORE)
    while left > 0:
        unit_class, mode, crew, word = next(shapes)
        shape = (unit_class, mode, min(crew, left), word)
        _patrol(rng, people, next(places), shape, next(number))
        left -= crew


def _patrol(
    rng: Random, people: People, station: StationArea, shape: tuple[str, str, int, str], number: int
) -> None:
    unit_class, mode, crew, word = shape
    members = tuple(
        _account(
            rng,
            people,
            f"officer-{number:03d}{'ab'[seat] if crew > 1 else ''}",
            (("patrol_officer", station.code),),
            phone=True,
        )
        for seat in range(crew)
    )
    home = ahead(station.seat, rng.uniform(0, 360), rng.uniform(20, 320))
    skills = ("first_aid", *rng.sample(_SKILLS[1:], 1 if unit_class == "police" else 0))
    sign = f"柳河-{number:02d} {word}"
    people.units.append(
        Unit(fixed_id("unit", number), sign, unit_class, mode, skills, station.code, members, home)
    )


def _grid_workers(
    rng: Random,
    people: People,
    settlements: list[Settlement],
    areas: list[Area],
    land: Land,
    workers: int,
) -> None:
    """One grid cell each: communities of the town and villages in turn."""
    homes: dict[str, Spot] = {s.code: s.centre for s in settlements}
    seats = {s.code: s.seat for s in land.stations}
    cells = cycle([a for a in areas if a.level == "village"])
    for number in range(1, workers + 1):
        area = next(cells)
        centre = homes.get(area.code) or seats[str(area.parent)]
        name = _account(
            rng, people, f"grid-{number:04d}", (("patrol_officer", area.code),), phone=True
        )
        people.units.append(
            Unit(
                unit_id=fixed_id("grid", number),
                call_sign=f"网格-{number:03d} {area.name.zh}",
                unit_class="grid",
                mode=rng.choice(("foot", "bicycle")),
                skills=("first_aid",) if rng.random() < 0.3 else (),
                area_code=area.code,
                members=(name,),
                home=ahead(centre, rng.uniform(0, 360), rng.uniform(5, 90)),
            )
        )
