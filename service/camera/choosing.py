"""Which cameras to look through: who sees the place, who sees the ways out, and who could."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from service.camera.wire import Chosen, Preset, Reason, View
from service.core.geo import Place, distance_m
from service.core.plane import Plane
from service.core.streets import Way
from service.core.walls import Walls

# Beyond this nobody sees what happened, however high the camera stands.
GREATEST_REACH_M = 1500.0

# Nearer than this a camera's own pole is in the way of any bearing: it sees the point.
_BESIDE_M = 3.0
# Cameras of one pole, or of the two poles of one crossing, that look the same way see the same.
_SAME_SPOT_M = 10.0
_SAME_BEARING_DEG = 30.0
_ALL_ROUND_DEG = 300.0
# Two that see the place from directions at least so far apart show another side of it.
_OTHER_SIDE_DEG = 60.0
# So many see it before ways out are watched; from then on by turns.
_FIRST_SEEN = 2

Flags = NDArray[np.bool_]
Numbers = NDArray[np.float64]


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
        away = ((distance_m(v.place, place), v.camera_id, v) for v in views if v.online)
        kept = sorted((item for item in away if item[0] <= reach_m), key=lambda item: item[:2])
        self.views = [view for _, _, view in kept]
        self.away_m = np.array([metres for metres, _, _ in kept])
        self.targets = [place, *(spot for way in around.ways for spot in way.places)]
        plane = Plane(place)
        self.spots = _spots(plane, [view.place for view in self.views])
        self.bearing_deg = np.array([view.bearing_deg for view in self.views])
        self.spread_deg = np.array([view.spread_deg for view in self.views])
        self.range_m = np.array([view.range_m for view in self.views])
        to = _spots(plane, self.targets)[None, :, :] - self.spots[:, None, :]
        # views × targets: how far and in which direction each target lies.
        self.target_m: Numbers = np.hypot(to[:, :, 0], to[:, :, 1])
        self.target_deg: Numbers = np.degrees(np.arctan2(to[:, :, 0], to[:, :, 1]))


class _Sight:
    """Who sees what: the place, each way out, and the place by a preset."""

    def __init__(self, crowd: _Crowd, around: Surroundings) -> None:
        within = crowd.target_m <= crowd.range_m[:, None]
        beside = crowd.target_m <= _BESIDE_M
        ahead = _turn_deg(crowd.target_deg, crowd.bearing_deg[:, None])
        sees = within & (beside | (ahead <= crowd.spread_deg[:, None] / 2))
        self.preset = [
            _preset(view, float(crowd.target_deg[n, 0])) if within[n, 0] else None
            for n, view in enumerate(crowd.views)
        ]
        could = np.array([preset is not None for preset in self.preset], bool)
        if around.walls is not None:
            asked = sees.copy()
            asked[:, 0] |= could
            eye, target = np.nonzero(asked)
            hidden = around.walls.hide(
                [crowd.views[n].place for n in eye],
                np.array([crowd.views[n].height_m for n in eye]),
                [crowd.targets[n] for n in target],
            )
            sees[eye[hidden], target[hidden]] = False
            could[eye[hidden & (target == 0)]] = False
        self.place: Flags = sees[:, 0]
        self.could: Flags = could & ~self.place
        # A way out is watched by whoever sees one of its places.
        first = np.cumsum([1, *(len(way.places) for way in around.ways)])[:-1]
        self.ways: Flags = (
            np.logical_or.reduceat(sees, first, axis=1)
            if len(first)
            else np.zeros((len(crowd.views), 0), bool)
        )


class _Choice:
    """What is taken so far, and who is next."""

    def __init__(self, crowd: _Crowd, sight: _Sight, ways: Sequence[Way], wishes: Wishes) -> None:
        self.taken: list[Chosen] = []
        self._crowd, self._sight, self._ways = crowd, sight, ways
        self._free: Flags = np.ones(len(crowd.views), bool)
        # From which sides the place is seen: the bearing from it to each camera.
        self._side_deg = crowd.target_deg[:, 0] + 180.0
        self._new_side: Flags = np.ones(len(crowd.views), bool)
        self._on_foot = np.array([way.on_foot for way in ways], bool)
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
        sight = self._sight
        for group, turned in (
            (sight.could & self._new_side, True),
            (sight.place, False),
            (self._near, False),
        ):
            if (number := _first(self._free & group)) is not None:
                return number, turned
        return None

    def take(self, number: int, turned: bool) -> None:
        """Take a view, and nothing more of what sees the same."""
        crowd, sight = self._crowd, self._sight
        # Turned to the place it watches no way any more.
        new = sight.ways[number] & self._unwatched & (not turned)
        self.taken.append(self._chosen(number, turned, _first(new)))
        self._free &= ~self._same(number)
        self._unwatched &= ~new
        if sight.place[number] or turned:
            apart = _turn_deg(self._side_deg, self._side_deg[number]) >= _OTHER_SIDE_DEG
            self._sides += int(self._new_side[number])
            # Right above the place a camera has no side.
            self._new_side &= apart & (crowd.target_m[:, 0] > _BESIDE_M)
        elif new.any():
            self._outs += 1

    def _another_side(self) -> tuple[int, bool] | None:
        """The nearest that sees the place from another side; of the first, one may be turned."""
        free = self._free & self._new_side
        if (number := _first(free & self._sight.place)) is not None:
            return number, False
        if self._sides >= _FIRST_SEEN:
            return None
        number = _first(free & self._sight.could)
        return None if number is None else (number, True)

    def _another_way(self) -> tuple[int, bool] | None:
        """Whoever watches the most unwatched ways, on foot and by car by turns."""
        modes = [self._on_foot, ~self._on_foot]
        if (self._on_foot & ~self._unwatched).sum() > (~self._on_foot & ~self._unwatched).sum():
            modes.reverse()
        for mode in modes:
            gain = self._sight.ways[:, self._unwatched & mode].sum(axis=1) * self._free
            if gain.any():
                return int(gain.argmax()), False
        return None

    def _chosen(self, number: int, turned: bool, way: int | None) -> Chosen:
        view, sight = self._crowd.views[number], self._sight
        watched = None if way is None else self._ways[way]
        if sight.place[number]:
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

    def _same(self, number: int) -> Flags:
        """Which see the same as this one, itself among them."""
        crowd = self._crowd
        off = crowd.spots - crowd.spots[number]
        round_about = crowd.spread_deg >= _ALL_ROUND_DEG
        alike = _turn_deg(crowd.bearing_deg, crowd.bearing_deg[number]) <= _SAME_BEARING_DEG
        alike = np.where(round_about[number], round_about, alike & ~round_about)
        same: Flags = (np.hypot(off[:, 0], off[:, 1]) <= _SAME_SPOT_M) & alike
        same[number] = True
        return same


def _near_m(away_m: Numbers, wishes: Wishes) -> float:
    """How near is near, where cameras stand so densely."""
    if len(away_m) < wishes.nearest:
        return wishes.greatest_reach_m
    usual_m = float(away_m[wishes.nearest - 1])
    return min(wishes.greatest_reach_m, max(wishes.least_reach_m, usual_m))


def _preset(view: View, target_deg: float) -> Preset | None:
    """The preset that looks straightest at what lies in that direction, where one does."""
    off = [(float(_turn_deg(target_deg, p.bearing_deg)), p.token, p) for p in view.presets]
    fits = [item for item in off if item[0] <= item[2].spread_deg / 2]
    return min(fits, key=lambda item: item[:2])[2] if fits else None


def _first(flags: Flags) -> int | None:
    """The number of the first that is set."""
    return int(flags.argmax()) if flags.any() else None


def _spots(plane: Plane, places: Sequence[Place]) -> Numbers:
    return plane.spots(np.array([p.lat for p in places]), np.array([p.lon for p in places]))


def _turn_deg(a: Any, b: Any) -> Any:
    """The smaller angle between bearings, 0 to 180 degrees."""
    return np.abs((a - b + 180.0) % 360.0 - 180.0)
