"""Who passes through a simulated scene at an instant: cars, e-bikes, people on foot.

Everything is a function of the time alone, so that two pictures of one street agree, whichever
camera takes them and whatever was asked before.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from random import Random

from tests.support.town.light import COUNTY_ZONE, Colour
from tests.support.town.views import View

_COATS: tuple[Colour, ...] = (
    (46, 58, 92), (120, 38, 42), (70, 84, 72), (38, 40, 46), (176, 158, 128), (96, 110, 136),
    (150, 92, 60), (84, 62, 98), (206, 200, 190), (60, 106, 120),
)  # fmt: skip
_UNIFORMS: tuple[Colour, ...] = ((38, 74, 150), (38, 74, 150), (196, 52, 54), (240, 200, 80))
_PAINTS: tuple[Colour, ...] = (
    (232, 232, 230), (232, 232, 230), (40, 42, 46), (168, 172, 176), (122, 28, 32), (44, 70, 116),
    (200, 196, 184), (74, 92, 86),
)  # fmt: skip

# Share of the full crowd on the streets, by hour of the day in the county.
_TRAFFIC = (
    .06, .04, .03, .03, .05, .2, .55, 1., .9, .7, .65, .75, .8, .65, .6, .65, .85, 1., .9, .7, .55,
    .4, .25, .12,
)  # fmt: skip
_SCHOOLS = ("school", "kindergarten")
_SCHOOL_HOURS = {7: 1.0, 11: 0.8, 12: 0.5, 13: 0.7, 16: 0.9, 17: 1.0}


@dataclass(frozen=True, slots=True)
class Mover:
    """One car, bike or person: where it is and which way it goes (1 is along x, -1 against)."""

    kind: str  # car, van, bus, bike, person or pupil.
    x: float
    y: float
    ahead_x: float
    ahead_y: float
    colour: Colour
    stride: float  # 0 to 1, the phase of legs and wheels.
    height_m: float


@dataclass(frozen=True, slots=True)
class _Lane:
    """Things that follow each other from start to end, then come again."""

    kind: str
    start: tuple[float, float]
    end: tuple[float, float]
    speed_mps: float
    gap_m: float


def movers_at(view: View, at: datetime) -> list[Mover]:
    """Everything that moves in the scene at that instant."""
    local = at.astimezone(COUNTY_ZONE)
    crowd = _TRAFFIC[local.hour]
    pupils = _SCHOOL_HOURS.get(local.hour, 0.08)
    seconds = at.timestamp()
    found: list[Mover] = []
    if view.kind == "yard" and view.site_kind not in _SCHOOLS:
        found += _parked(Random(f"{view.seed} parked"))
    for number, lane in enumerate(_lanes(view)):
        share = pupils if lane.kind == "pupil" else crowd
        found += _along(lane, Random(f"{view.seed} {number}"), share, seconds)
    return found


def _parked(rng: Random) -> Iterator[Mover]:
    """Cars in the bays across a yard; they stand all day."""
    for bay in range(9):
        colour, height = _look("car", rng)
        if rng.random() < 0.75:
            kind, y = rng.choice(("car", "car", "van")), -16.0 + 2.9 * bay
            yield Mover(kind, 29.0, y, rng.choice((1.0, -1.0)), 0.0, colour, 0.0, height)


def _along(lane: _Lane, rng: Random, share: float, seconds: float) -> Iterator[Mover]:
    run = (lane.end[0] - lane.start[0], lane.end[1] - lane.start[1])
    length = (run[0] ** 2 + run[1] ** 2) ** 0.5
    count = max(1, int(length / lane.gap_m))
    ahead = (run[0] / length, run[1] / length)
    side = (-ahead[1], ahead[0])
    speed = lane.speed_mps * rng.uniform(0.92, 1.08)
    for number in range(count):
        chance, jitter, sway = rng.random(), rng.uniform(0, 0.55), rng.uniform(-1, 1)
        colour, height = _look(lane.kind, rng)
        kind = _kind(lane.kind, rng)
        if chance > share:
            continue
        done = ((number + jitter) * length / count + speed * seconds) % length
        off = sway * (0.6 if kind == "person" else 0.3)
        yield Mover(
            kind=kind,
            x=lane.start[0] + ahead[0] * done + side[0] * off,
            y=lane.start[1] + ahead[1] * done + side[1] * off,
            ahead_x=ahead[0],
            ahead_y=ahead[1],
            colour=colour,
            stride=(done / 1.45 + sway) % 1.0,
            height_m=height,
        )


def _look(kind: str, rng: Random) -> tuple[Colour, float]:
    if kind == "car":
        return rng.choice(_PAINTS), 1.46
    if kind == "pupil":
        return rng.choice(_UNIFORMS), rng.uniform(1.15, 1.5)
    return rng.choice(_COATS), rng.uniform(1.58, 1.8)


def _kind(kind: str, rng: Random) -> str:
    chance = rng.random()
    if kind != "car":
        return kind
    return "bus" if chance < 0.05 else "van" if chance < 0.18 else "car"


def _lanes(view: View) -> Iterator[_Lane]:
    """The ways through each kind of scene, near ones first."""
    if view.kind == "yard":
        yield _Lane("person", (14, -32), (20, 30), 1.2, 9.0)
        yield _Lane("person", (33, 24), (29, -30), 1.1, 8.0)
        if view.site_kind in _SCHOOLS:
            yield _Lane("pupil", (30, -26), (28, 14), 1.5, 3.0)
            yield _Lane("pupil", (10, 6), (26, -12), 2.2, 4.0)
        return
    if view.kind == "high":
        for row in (0, -1, 1):
            yield _Lane("car", (1000, row * 74 - 3.2), (40, row * 74 - 3.2), 9, 30)
            yield _Lane("car", (40, row * 74 + 3.2), (1000, row * 74 + 3.2), 9, 30)
        return
    near, far = -3.0, -3.0 - view.road_m
    if view.kind in ("village", "fields"):
        yield _Lane("bike", (-40, near - 1.1), (220, near - 1.1), 4.6, 42.0)
        yield _Lane("bike", (220, far + 1.1), (-40, far + 1.1), 4.4, 48.0)
        yield _Lane("car", (260, far + 1.4), (-60, far + 1.4), 6.0, 150.0)
        yield _Lane("person", (-20, -1.6), (110, -1.6), 1.2, 26.0)
        yield _Lane("person", (110, far - 1.2), (-20, far - 1.2), 1.1, 32.0)
        return
    wide = view.road_m >= 10
    yield _Lane("car", (-70, near - 2.9), (300, near - 2.9), 9.5 if wide else 6.5, 30.0)
    yield _Lane("car", (300, far + 2.9), (-70, far + 2.9), 9.0 if wide else 6.0, 30.0)
    if wide:
        yield _Lane("car", (-70, near - 5.6), (300, near - 5.6), 11.0, 46.0)
        yield _Lane("car", (300, far + 5.6), (-70, far + 5.6), 10.5, 46.0)
    yield _Lane("bike", (-60, near - 0.9), (240, near - 0.9), 5.0, 17.0)
    yield _Lane("bike", (240, far + 0.9), (-60, far + 0.9), 4.8, 19.0)
    yield _Lane("person", (-30, -1.3), (150, -1.3), 1.3, 10.0)
    yield _Lane("person", (150, -0.6), (-30, -0.6), 1.2, 12.0)
    yield _Lane("person", (140, far - 1.7), (-40, far - 1.7), 1.25, 12.0)
    if view.kind == "gate":
        who = "pupil" if view.site_kind in _SCHOOLS else "person"
        gap = 3.0 if who == "pupil" else 8.0
        yield _Lane(who, (-30, -1.7), (2.0, -1.2), 1.15, gap)
        yield _Lane(who, (34, -1.8), (3.4, -1.2), 1.1, gap)
        yield _Lane(who, (2.6, -1.2), (3.0, 25), 1.2, gap)
        yield _Lane("person", (0.5, far - 1), (0.5, -1), 1.1, 7.0)
    elif view.kind == "door":
        yield _Lane("person", (-24, 0.5), (0.5, 3.4), 1.2, 6.5)
        yield _Lane("person", (1.0, 3.3), (30, 0.4), 1.2, 7.5)
    elif view.kind == "stop":
        yield _Lane("person", (-0.9, -0.3), (1.6, -0.3), 0.02, 0.9)
