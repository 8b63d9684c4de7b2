"""Which cameras to watch, which minutes, in what order: a plan for people, followed by people.

Nothing here looks at a picture. Somebody left a place at a known time; each camera gets the minutes
in which he may have passed it, and cameras are ordered by rings around the place and, within a
ring, by the chance that he passed for each minute that somebody has to watch. What was watched in
vain makes its direction less likely, never impossible: reviewers miss people. A sighting that a
person has confirmed is where the next plan begins. A camera that recorded nothing is a hole.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from math import atan2, cos, degrees, exp, hypot, pi, radians, sin
from uuid import UUID

from msgspec import Struct

from service.core.geo import Place
from service.core.plane import Plane
from service.planning.terms import Going, HoleWhy

# Where no street is known: how much longer a way is than the line (mean of grown towns).
ROUNDABOUT = 1.3
# Somebody may have rested or stood about: so long at once, and so much of the way besides.
STOP_LEAST = timedelta(minutes=5)
STOP_SHARE = 0.5
STOP_MOST = timedelta(hours=1)
# A request asks for three hours at most; later minutes are those of a later plan.
WINDOW_MOST = timedelta(hours=3)
# How often a reviewer sees somebody who is there. Assumed, and on the low side.
RECALL = 0.8
# However often a direction was watched in vain, he may have gone there.
LEAST_CHANCE = 0.02
# The ring that is watched first: as far as somebody may be after so long; each next one is double.
FIRST_RING_S = 180.0
RINGS_MOST = 8
DIRECTIONS = 8
# Who was seen twice goes on the same way more often than back.
_ONWARD = 0.6
# As far as somebody goes before he is likelier to have stopped: twenty minutes.
_TRIP_S = 1200.0
# Nearer than this a camera is at the place itself.
_HERE_M = 20.0
# A camera sees who passes in front of it at least so wide.
_WIDTH_LEAST_M = 3.0
# A camera as far as that sees the place, too far to tell people or things apart.
_TELLS_M = 30.0

# Metres a second, the slowest and the fastest. On foot and by bicycle by review practice; an
# electric bicycle is built for 25 km/h at most, a car in a town has 60.
SPEEDS_MPS: dict[Going, tuple[float, float]] = {
    Going.WALK: (0.7, 1.8),
    Going.CHILD_OR_ELDER: (0.4, 1.3),
    Going.BICYCLE: (2.5, 6.0),
    Going.E_BIKE: (3.0, 7.0),
    Going.CAR: (3.0, 16.7),
    Going.UNKNOWN: (0.4, 7.0),
}


class Span(Struct, frozen=True, order=True):
    """From one instant to another."""

    from_at: datetime
    until_at: datetime

    @property
    def minutes(self) -> float:
        """How long it is; nothing where it ends before it begins."""
        return max(0.0, (self.until_at - self.from_at).total_seconds() / 60)


class Origin(Struct, frozen=True):
    """Where somebody was last, when at the earliest and at the latest, and how he went on.

    `toward_deg` is the way that he went, where two sightings say it.
    """

    place: Place
    from_at: datetime
    until_at: datetime
    going: Going = Going.UNKNOWN
    toward_deg: float | None = None


class Eye(Struct, frozen=True):
    """A camera: where it stands, what it sees, how far away it is, and since when it is dead.

    `away_m` is along the streets where they are known, else None. `kept_from_at` is the oldest
    that its recorder still has; None where nobody records it.
    """

    camera_id: UUID
    name: str
    place: Place
    bearing_deg: float
    spread_deg: float
    range_m: float
    away_m: float | None = None
    silent_since: datetime | None = None
    kept_from_at: datetime | None = None


class Watched(Struct, frozen=True):
    """WatchMinutes of a camera that somebody has watched without seeing whom he looked for."""

    camera_id: UUID
    span: Span


class Sighting(Struct, frozen=True):
    """Somebody was seen by a camera, and a person has confirmed it."""

    camera_id: UUID
    place: Place
    at: datetime
    going: Going | None = None


class Watch(Struct, frozen=True):
    """A camera of the plan, the minutes to watch, and what is left of them.

    `chance` is that of passing it at all, `worth` that for each minute that is left. `ring` begins
    with 0. Where `hole` says why, there is nothing to watch and nothing is known.
    """

    camera_id: UUID
    name: str
    ring: int
    away_m: float
    direction_deg: float
    window: Span
    left: tuple[Span, ...]
    chance: float
    worth: float
    hole: HoleWhy | None = None


class Answer(Struct, frozen=True):
    """Somebody says whether a thing was there at an instant."""

    at: datetime
    there: bool


def window(origin: Origin, away_m: float, reach_m: float) -> Span:
    """When somebody who left there may be before a camera that sees so far.

    From the earliest he could have come, as fast as can be, to the latest, as slowly as can be
    with stops on the way; three hours at most.
    """
    slow, fast = SPEEDS_MPS[origin.going]
    earliest = origin.from_at + timedelta(seconds=max(0.0, away_m - reach_m) / fast)
    crossing = timedelta(seconds=(away_m + reach_m) / slow)
    stop = min(STOP_MOST, STOP_LEAST + crossing * STOP_SHARE)
    latest = origin.until_at + crossing + stop
    return Span(earliest, min(latest, earliest + WINDOW_MOST))


def plan(
    origin: Origin,
    eyes: Iterable[Eye],
    watched: Iterable[Watched],
    now: datetime,
    *,
    count_max: int,
    recall: float = RECALL,
) -> list[Watch]:
    """The cameras to watch, in the order in which to watch them; holes stand where they would be.

    The order of eyes and of what was watched does not matter. Nobody has passed in the future.
    """
    done = _by_camera(watched)
    drawn = sorted(
        (_Drawn(eye, origin, now) for eye in eyes), key=lambda one: (one.away_m, one.eye.camera_id)
    )
    drawn = [one for one in drawn if one.ring < RINGS_MOST]
    lowered = [_in_vain(one, done.get(one.eye.camera_id, ()), recall) for one in drawn]
    watches = []
    for one, branch in zip(drawn, _branches(drawn, lowered), strict=True):
        chance = max(LEAST_CHANCE, branch) * one.crosses
        left = _to_watch(one.eye, one.window, done.get(one.eye.camera_id, ()))
        minutes = sum(span.minutes for span in left)
        watches.append(
            Watch(
                camera_id=one.eye.camera_id,
                name=one.eye.name,
                ring=one.ring,
                away_m=one.away_m,
                direction_deg=one.direction_deg,
                window=one.window,
                left=() if one.hole else left,
                chance=chance,
                # A second to watch is a minute's work: somebody has to open it.
                worth=0.0 if one.hole or not left else chance / max(1.0, minutes),
                hole=one.hole,
            )
        )
    watches.sort(key=lambda one: (one.ring, -one.worth, one.away_m, one.camera_id))
    return watches[:count_max]


def next_origin(origin: Origin, sightings: Sequence[Sighting]) -> Origin:
    """From where the plan goes on: the latest sighting that is confirmed, else the beginning.

    Two sightings, or the beginning and one, tell which way somebody went.
    """
    later = sorted(
        (one for one in sightings if one.at >= origin.from_at),
        key=lambda one: (one.at, one.camera_id),
    )
    if not later:
        return origin
    last = later[-1]
    before = later[-2].place if len(later) > 1 else origin.place
    east, north = Plane(before).spot(last.place)
    toward = degrees(atan2(east, north)) % 360 if hypot(east, north) > _HERE_M else None
    return Origin(last.place, last.at, last.at, last.going or origin.going, toward)


def narrowed(asked: Span, answers: Iterable[Answer]) -> tuple[Span, bool]:
    """The minutes in which a thing went, by what people remember; whether they contradict.

    It was there: it went later. It was gone: it went before. Where both cannot be, somebody errs,
    and the whole time that was asked for is watched.
    """
    found = list(answers)
    from_at = max([asked.from_at, *(one.at for one in found if one.there)])
    until_at = min([asked.until_at, *(one.at for one in found if not one.there)])
    if from_at >= until_at:
        return asked, bool(found)
    return Span(from_at, until_at), False


def place_plan(
    place: Place,
    eyes: Iterable[Eye],
    asked: Span,
    watched: Iterable[Watched],
    now: datetime,
    *,
    count_max: int,
) -> list[Watch]:
    """The cameras that see a place, those that show it best first, and the minutes to watch.

    Those that do not look there are left out.
    """
    done = _by_camera(watched)
    standing = Origin(place, asked.from_at, asked.until_at)
    seeing = [one for one in (_Drawn(eye, standing, now) for eye in eyes) if one.sees_origin]
    found = []
    for one in seeing:
        span = Span(asked.from_at, min(asked.until_at, max(now, asked.from_at)))
        left = _to_watch(one.eye, span, done.get(one.eye.camera_id, ()))
        chance = min(1.0, _TELLS_M / max(one.line_m, 1.0))
        minutes = sum(each.minutes for each in left)
        hole = _hole(one.eye, span)
        found.append(
            Watch(
                camera_id=one.eye.camera_id,
                name=one.eye.name,
                ring=0,
                away_m=one.line_m,
                direction_deg=one.direction_deg,
                window=span,
                left=() if hole else left,
                chance=chance,
                worth=0.0 if hole or not left else chance / max(1.0, minutes),
                hole=hole,
            )
        )
    found.sort(key=lambda one: (-one.worth, one.away_m, one.camera_id))
    return found[:count_max]


class _Drawn:
    """A camera as it stands around an origin."""

    def __init__(self, eye: Eye, origin: Origin, now: datetime) -> None:
        self.eye, self.origin = eye, origin
        east, north = Plane(origin.place).spot(eye.place)
        self.line_m = hypot(east, north)
        self.direction_deg = degrees(atan2(east, north)) % 360
        self.away_m = self.line_m * ROUNDABOUT if eye.away_m is None else eye.away_m
        span = window(origin, self.away_m, eye.range_m)
        self.window = Span(span.from_at, max(span.from_at, min(span.until_at, now)))
        self.ring = ring_of(self.away_m, origin.going)
        self.hole = _hole(eye, self.window)
        self.crosses = _crosses(eye, self.away_m, origin.going)

    @property
    def sees_origin(self) -> bool:
        """Whether the place lies in what it sees."""
        back = (self.direction_deg + 180) % 360
        ahead = _turn_deg(self.eye.bearing_deg, back) <= self.eye.spread_deg / 2
        return self.line_m <= self.eye.range_m and (ahead or self.line_m <= _WIDTH_LEAST_M)

    @property
    def branch(self) -> int | None:
        """The direction in which it stands; None at the place itself."""
        if self.away_m <= _HERE_M:
            return None
        return round(self.direction_deg * DIRECTIONS / 360) % DIRECTIONS


def ring_of(away_m: float, going: Going) -> int:
    """In which ring a camera stands, 0 the innermost."""
    reach_m, ring = SPEEDS_MPS[going][1] * FIRST_RING_S, 0
    while away_m > reach_m and ring < RINGS_MOST:
        reach_m, ring = reach_m * 2, ring + 1
    return ring


def _crosses(eye: Eye, away_m: float, going: Going) -> float:
    """The chance that who went that direction passes what a camera sees.

    So wide it sees, of the arc on which he may be; and fewer go so far.
    """
    half = min(90.0, eye.spread_deg / 2)
    width_m = max(_WIDTH_LEAST_M, 2 * eye.range_m * sin(radians(half)))
    arc_m = 2 * pi * max(away_m, _HERE_M) / DIRECTIONS
    trip_m = sum(SPEEDS_MPS[going]) / 2 * _TRIP_S
    return min(1.0, width_m / arc_m) * exp(-away_m / trip_m)


def _in_vain(one: _Drawn, spans: Sequence[Span], recall: float) -> float:
    """By what a camera that was watched in vain leaves its direction less likely."""
    if one.hole or not spans or not one.window.minutes:
        return 1.0
    left = sum(span.minutes for span in _left(one.window, spans))
    share = 1 - left / one.window.minutes
    return 1 - recall * share * one.crosses


def _branches(drawn: Sequence[_Drawn], lowered: Sequence[float]) -> list[float]:
    """How likely the direction of each camera is now, of all the weight there was; nearest first.

    What was watched nearer by counts: who did not pass there is less likely to be farther on.
    """
    weights: dict[int | None, float] = {None: 1.0}
    found: list[float] = []
    for _, group in groupby(zip(drawn, lowered, strict=True), key=lambda pair: pair[0].away_m):
        alike = list(group)
        for one, factor in alike:
            before = weights.get(one.branch)
            if before is None:
                before = _onward(one.branch or 0, one.origin)
            weights[one.branch] = before * factor
        # At the place itself everybody passed, whichever way he went.
        for one, _ in alike:
            here = 1.0 if one.branch is None else weights[None]
            found.append(weights[one.branch] * here / DIRECTIONS)
    return found


def directions(
    origin: Origin,
    eyes: Iterable[Eye],
    watched: Iterable[Watched],
    now: datetime,
    recall: float = RECALL,
) -> list[float]:
    """How likely each of eight directions is, north first and then clockwise; all of them are one.

    None is impossible.
    """
    done = _by_camera(watched)
    weights = [_onward(branch, origin) for branch in range(DIRECTIONS)]
    for one in (_Drawn(eye, origin, now) for eye in eyes):
        factor = _in_vain(one, done.get(one.eye.camera_id, ()), recall)
        if one.branch is not None:
            weights[one.branch] *= factor
    total = sum(weights)
    shares = [max(LEAST_CHANCE, weight / total) for weight in weights]
    return [share / sum(shares) for share in shares]


def _onward(branch: int, origin: Origin) -> float:
    """The weight of a direction before anything was watched."""
    if origin.toward_deg is None:
        return 1.0
    turn_deg = branch * 360 / DIRECTIONS - origin.toward_deg
    return 1 + _ONWARD * cos(radians(turn_deg))


def _hole(eye: Eye, span: Span) -> HoleWhy | None:
    if eye.kept_from_at is None:
        return HoleWhy.NOT_RECORDED
    if eye.kept_from_at >= span.until_at:
        return HoleWhy.OVERWRITTEN
    if eye.silent_since is not None and eye.silent_since <= span.from_at:
        return HoleWhy.OFFLINE
    return None


def _by_camera(watched: Iterable[Watched]) -> dict[UUID, list[Span]]:
    found: dict[UUID, list[Span]] = {}
    for one in watched:
        found.setdefault(one.camera_id, []).append(one.span)
    return {camera_id: sorted(spans) for camera_id, spans in found.items()}


def _to_watch(eye: Eye, window: Span, done: Sequence[Span]) -> tuple[Span, ...]:
    """What of a window is recorded and was not watched yet."""
    begins = max(window.from_at, eye.kept_from_at or window.from_at)
    ends = min(window.until_at, eye.silent_since or window.until_at)
    return tuple(_left(Span(begins, ends), done))


def _left(whole: Span, done: Sequence[Span]) -> list[Span]:
    """What of a time was not watched yet."""
    found, at = [], whole.from_at
    for span in sorted(done):
        if span.from_at > at and at < whole.until_at:
            found.append(Span(at, min(span.from_at, whole.until_at)))
        at = max(at, span.until_at)
    if at < whole.until_at:
        found.append(Span(at, whole.until_at))
    return [span for span in found if span.minutes > 0]


def _turn_deg(one: float, other: float) -> float:
    return abs((one - other + 180) % 360 - 180)
