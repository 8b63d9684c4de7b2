"""Which cameras to look through: who sees the place, who sees the ways out, and who could."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from service.camera.wire import Chosen, Preset, Reason, View
from service.core.geo import Place
from service.core.plane import Indexes, Numbers, Plane, lengths_m
from service.core.streets import Way
from service.core.walls import Walls

# Beyond this nobody sees what happened, however high the camera stands.
GREATEST_REACH_M = 1500.0

# From farther away one sees a way out, but not who goes there.
WATCHED_M = 100.0

# Nearer than this a camera's own pole is in the way of any bearing: it sees the point.
_BESIDE_M = 3.0
# Cameras of one pole, or of the two poles of one crossing, that look the same way see the same.
_SAME_SPOT_M = 10.0
_SAME_BEARING_DEG = 30.0
_ALL_ROUND_DEG = 300.0
# Two that see the place from directions at least so far apart show another side of it.
_OTHER_SIDE_DEG = 60.0
# So many lines of sight are followed at once.
_LOOKED_AT_ONCE = 16
# So many see it before ways out are watched; from then on by turns.
_FIRST_SEEN = 2

Flags = NDArray[np.bool_]


class Wishes(Struct, frozen=True):
    """How many cameras, and from how far.

    One that sees nothing of it is chosen for being near. How near is near, the density of
    cameras says: as far as the `nearest`-th stands, yet never less than `least_reach_m` nor more
    than `greatest_reach_m`. Beyond the greatest reach nothing is chosen for any reason.
    """

    count_max: int
    nearest: int = 12
    least_reach_m: float = 150.0
    greatest_reach_m: float = GREATEST_REACH_M


class Surroundings(Struct, frozen=True):
    """What is known of the ground: what stands between, and where one can go from there."""

    walls: Walls | None = None
    ways: tuple[Way, ...] = ()


OPEN_GROUND = Surroundings()


def choose_views(
    views: Iterable[View],
    place: Place,
    wishes: Wishes,
    surroundings: Surroundings = OPEN_GROUND,
    already: Iterable[UUID] = (),
) -> list[Chosen]:
    """Cameras to look at place through, the best first; online only, never two that see the same.

    First two that see it, from two sides; then by turns one more side and one more way out, on
    foot and by car; then those that could be turned to it, those that see it from a side that is
    seen, and the nearest of any facing: a dispatcher can still see who comes and goes.
    The order in which views come does not matter, and a larger wish adds to a smaller one.
    Those `already` looked through are not chosen again; while they answer, what they see is seen.
    """
    crowd = _Crowd(views, place, wishes.greatest_reach_m, surroundings)
    sight = _Sight(crowd, surroundings)
    asked = set(already)
    choice = _Choice(crowd, sight, surroundings.ways, wishes)
    for n, view in enumerate(crowd.views):
        if view.camera_id in asked:
            choice.take(n, turned=False)
    before = len(choice.taken)
    for _ in range(wishes.count_max):
        best = choice.next()
        if best is None:
            break
        choice.take(*best)
    return choice.taken[before:]


class _Crowd:
    """The views that may be chosen, nearest first, drawn on a plane around the place."""

    def __init__(
        self, views: Iterable[View], place: Place, reach_m: float, around: Surroundings
    ) -> None:
        online = [view for view in views if view.online]
        feet = _degrees([view.place for view in online])
        away_m = lengths_m(feet, _degrees([place])).tolist()
        near = [
            (metres, view.camera_id, n)
            for n, (metres, view) in enumerate(zip(away_m, online, strict=True))
            if metres <= reach_m
        ]
        order = [n for _, _, n in sorted(near)]
        self.views = [online[n] for n in order]
        self.away_m = np.array([away_m[n] for n in order])
        # Longitude and latitude of each view, and of each target.
        self.feet = feet[order]
        targets = [place, *(spot for way in around.ways for spot in way.places)]
        self.ends = _degrees(targets)
        told = [(v.height_m, v.bearing_deg, v.spread_deg, v.range_m) for v in self.views]
        columns = np.array(told, float).reshape(-1, 4).T.copy()
        self.height_m, self.bearing_deg, self.spread_deg, self.range_m = columns
        plane = Plane(place)
        self.spots = plane.spots(self.feet[:, 1], self.feet[:, 0])
        self.targets = plane.spots(self.ends[:, 1], self.ends[:, 0])
        # How far and in which direction the place lies from each view.
        every = np.arange(len(self.views))
        self.place_m, self.place_deg = self.toward(every, np.zeros(len(every), np.int64))

    def toward(self, eyes: Indexes, targets: Indexes) -> tuple[Numbers, Numbers]:
        """How far and in which direction targets lie from views, pair by pair."""
        east, north = (self.targets.take(targets, axis=0) - self.spots.take(eyes, axis=0)).T
        return np.hypot(east, north), np.degrees(np.arctan2(east, north))

    def sector(self, eyes: Indexes, target_m: Numbers, target_deg: Numbers) -> Flags:
        """Whether what lies so far and in that direction is in the sector, pair by pair."""
        ahead = _turn_deg(target_deg, self.bearing_deg[eyes]) <= self.spread_deg[eyes] / 2
        within: Flags = (target_m <= self.range_m[eyes]) & (ahead | (target_m <= _BESIDE_M))
        return within

    def near_ways(self) -> tuple[Indexes, Indexes]:
        """Pairs of a view and a target on a way out that it would see from near enough."""
        east, north = (
            self.targets[None, 1:, axis] - self.spots[:, None, axis] for axis in range(2)
        )
        reach_m = np.minimum(self.range_m, WATCHED_M)[:, None]
        eyes, ends = np.nonzero(east * east + north * north <= reach_m * reach_m)
        within = self.sector(eyes, *self.toward(eyes, ends + 1))
        return eyes[within], ends[within] + 1


class _Sight:
    """Who sees what: the place, each way out, and the place by a preset.

    Whether a house stands between is asked only of those whose turn comes, a few at once: it is
    what takes the time, and most of a town's cameras are never asked.
    """

    def __init__(self, crowd: _Crowd, around: Surroundings) -> None:
        self._crowd, self._walls = crowd, around.walls
        within = crowd.place_m <= crowd.range_m
        self.preset = [
            _preset(view, float(crowd.place_deg[n])) if view.presets and within[n] else None
            for n, view in enumerate(crowd.views)
        ]
        # Who may see the place, as it looks or by a preset; who is found hidden is struck out.
        every = np.arange(len(crowd.views))
        self._place: Flags = crowd.sector(every, crowd.place_m, crowd.place_deg)
        self._could = np.array([preset is not None for preset in self.preset], bool) & ~self._place
        self._known: Flags = np.full(len(crowd.views), around.walls is None)
        self.ways = self._see_ways(around.ways)

    def sees(self, number: int) -> bool:
        """Whether a view sees the place."""
        if self._place[number] and not self._known[number]:
            self._look(np.array([number]))
        return bool(self._place[number])

    def first_seeing(self, group: Flags) -> int | None:
        """The nearest of a group that sees the place."""
        return self._nearest(group, self._place)

    def first_turned(self, group: Flags) -> int | None:
        """The nearest of a group that could be turned to the place."""
        return self._nearest(group, self._could)

    def _nearest(self, group: Flags, maybe: Flags) -> int | None:
        while (number := _first(left := group & maybe)) is not None and not self._known[number]:
            self._look(np.flatnonzero(left & ~self._known)[:_LOOKED_AT_ONCE])
        return number

    def _look(self, numbers: Indexes) -> None:
        """Strike those out to whom a house hides the place."""
        hidden = numbers[self._hidden(numbers, np.zeros(len(numbers), np.int64))]
        self._place[hidden] = self._could[hidden] = False
        self._known[numbers] = True

    def _see_ways(self, ways: Sequence[Way]) -> Flags:
        """Who watches which way out: whoever sees one of its places."""
        seen = np.zeros((len(self._crowd.views), len(ways)), bool)
        eyes, targets = self._crowd.near_ways()
        shown = ~self._hidden(eyes, targets)
        way = np.repeat(np.arange(len(ways)), [len(way.places) for way in ways])
        seen[eyes[shown], way[targets[shown] - 1]] = True
        return seen

    def _hidden(self, eyes: Indexes, targets: Indexes) -> Flags:
        crowd = self._crowd
        if self._walls is None or not len(eyes):
            return np.zeros(len(eyes), bool)
        return self._walls.hide(
            crowd.feet.take(eyes, axis=0), crowd.height_m[eyes], crowd.ends.take(targets, axis=0)
        )


class _Choice:
    """What is taken so far, and who is next."""

    def __init__(self, crowd: _Crowd, sight: _Sight, ways: Sequence[Way], wishes: Wishes) -> None:
        self.taken: list[Chosen] = []
        self._crowd, self._sight, self._ways = crowd, sight, ways
        self._free: Flags = np.ones(len(crowd.views), bool)
        # From which sides the place is seen: the bearing from it to each camera.
        self._side_deg = crowd.place_deg + 180.0
        self._new_side: Flags = np.ones(len(crowd.views), bool)
        self._on_foot = np.array([way.on_foot for way in ways], bool)
        self._watches = sight.ways.astype(np.int64)
        self._unwatched: Flags = np.ones(len(ways), bool)
        self._sides = self._outs = 0
        self._near: Flags = crowd.away_m <= _near_m(crowd.away_m, wishes)

    def next(self) -> tuple[int, bool] | None:
        """The number of the best view of those left and whether it is to be turned, or None."""
        kinds = [self._another_side, self._another_way]
        if self._sides >= _FIRST_SEEN + self._outs:
            kinds.reverse()
        for kind in kinds:
            if (best := kind()) is not None:
                return best
        sight, free = self._sight, self._free
        if (number := sight.first_turned(free & self._new_side)) is not None:
            return number, True
        number = sight.first_seeing(free)
        number = _first(free & self._near) if number is None else number
        return None if number is None else (number, False)

    def take(self, number: int, turned: bool) -> None:
        """Take a view, and nothing more of what sees the same."""
        crowd, sight = self._crowd, self._sight
        # Turned to the place it watches no way any more.
        new = sight.ways[number] & self._unwatched & (not turned)
        self.taken.append(self._chosen(number, turned, _first(new)))
        self._free[self._same(number)] = False
        self._unwatched &= ~new
        if sight.sees(number) or turned:
            apart = _turn_deg(self._side_deg, self._side_deg[number]) >= _OTHER_SIDE_DEG
            self._sides += int(self._new_side[number])
            # Right above the place a camera has no side.
            self._new_side &= apart & (crowd.place_m > _BESIDE_M)
        elif new.any():
            self._outs += 1

    def _another_side(self) -> tuple[int, bool] | None:
        """The nearest that sees the place from another side; of the first, one may be turned."""
        free = self._free & self._new_side
        if (number := self._sight.first_seeing(free)) is not None:
            return number, False
        if self._sides >= _FIRST_SEEN:
            return None
        number = self._sight.first_turned(free)
        return None if number is None else (number, True)

    def _another_way(self) -> tuple[int, bool] | None:
        """Whoever watches the most unwatched ways, on foot and by car by turns."""
        modes = [self._on_foot, ~self._on_foot]
        watched = [np.count_nonzero(mode & ~self._unwatched) for mode in modes]
        if watched[0] > watched[1]:
            modes.reverse()
        for mode in modes:
            gain = self._watches @ (mode & self._unwatched) * self._free
            if gain.any():
                return int(gain.argmax()), False
        return None

    def _chosen(self, number: int, turned: bool, way: int | None) -> Chosen:
        view, sight = self._crowd.views[number], self._sight
        watched = None if way is None else self._ways[way]
        if sight.sees(number):
            reason = Reason.SEES
        elif turned:
            reason = Reason.CAN_TURN
        else:
            reason = Reason.NEAR if watched is None else Reason.WAY_OUT
        return Chosen(
            view.camera_id,
            view.name,
            reason,
            float(self._crowd.away_m[number]),
            street=None if watched is None else watched.street,
            street_en=None if watched is None else watched.street_en,
            on_foot=None if watched is None else watched.on_foot,
            preset=sight.preset[number] if turned else None,
        )

    def _same(self, number: int) -> Indexes:
        """Which see the same as this one, itself among them."""
        crowd = self._crowd
        off = crowd.spots - crowd.spots[number]
        close = np.flatnonzero(np.hypot(off[:, 0], off[:, 1]) <= _SAME_SPOT_M)
        round_about = crowd.spread_deg[close] >= _ALL_ROUND_DEG
        turn_deg = _turn_deg(crowd.bearing_deg[close], crowd.bearing_deg[number])
        if crowd.spread_deg[number] >= _ALL_ROUND_DEG:
            alike = round_about
        else:
            alike = ~round_about & (turn_deg <= _SAME_BEARING_DEG)
        same: Indexes = close[alike]
        return same


def _near_m(away_m: Numbers, wishes: Wishes) -> float:
    """How near is near, where cameras stand so densely; none is beyond the greatest reach."""
    if len(away_m) < wishes.nearest:
        return wishes.greatest_reach_m
    return max(wishes.least_reach_m, float(away_m[wishes.nearest - 1]))


def _preset(view: View, target_deg: float) -> Preset | None:
    """The preset that looks straightest at what lies in that direction, where one does."""
    off = [(float(_turn_deg(target_deg, p.bearing_deg)), p.token, p) for p in view.presets]
    fits = [item for item in off if item[0] <= item[2].spread_deg / 2]
    return min(fits, key=lambda item: item[:2])[2] if fits else None


def _first(flags: Flags) -> int | None:
    """The number of the first that is set."""
    number = int(flags.argmax()) if len(flags) else 0
    return number if len(flags) and flags[number] else None


def _degrees(places: Sequence[Place]) -> Numbers:
    return np.array([(place.lon, place.lat) for place in places], float).reshape(-1, 2)


def _turn_deg(a: Any, b: Any) -> Any:
    """The smaller angle between bearings, 0 to 180 degrees."""
    return np.abs((a - b + 180.0) % 360.0 - 180.0)
