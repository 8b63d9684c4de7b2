"""Shortest ways through the streets of the simulated county, for phones that walk and drive."""

from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import pairwise

from tests.support.town.ground import Place, Spot, distance_m, place_at, spot_of
from tests.support.town.plan import Plan

# Metres a second on avenue and highway, side street, country road. On foot 1.3; town traffic
# keeps a car to 40 km/h.
SPEEDS_MPS: dict[str, dict[str, float]] = {
    "car": {"road_main": 11.0, "road_side": 7.0, "road_country": 13.0},
    "motorcycle": {"road_main": 10.0, "road_side": 7.0, "road_country": 11.0},
    "bicycle": {"road_main": 4.5, "road_side": 4.0, "road_country": 4.2},
    "foot": {"road_main": 1.3, "road_side": 1.3, "road_country": 1.3},
}
_OFF_STREET = "road_side"  # The first and the last steps, from a door to the street.
_CELL_M = 200.0


@dataclass(frozen=True, slots=True)
class Stop:
    """A place on the way and the seconds after setting out at which it is reached."""

    place: Place
    seconds: float


class NoWay(Exception):
    """The two places are not joined by streets."""


class Routes:
    """The streets as a graph, and the quickest paths through it."""

    def __init__(self, plan: Plan) -> None:
        self._next: dict[Spot, list[tuple[Spot, float, str]]] = {}
        self._cells: dict[tuple[int, int], list[Spot]] = {}
        for street in plan.streets:
            for a, b in pairwise(street.line):
                self._join(a, b, street.kind)

    def path(self, start: Place, goal: Place, mode: str) -> list[Stop]:
        """The quickest way, first stop at 0 s; it leaves the streets only at both ends.

        mode is car, motorcycle, bicycle or foot. Raises NoWay where no street leads there.
        """
        speeds = SPEEDS_MPS[mode]
        here, there = spot_of(start), spot_of(goal)
        first, last = self._nearest(here), self._nearest(there)
        if first == last:
            return [Stop(start, 0.0), Stop(goal, distance_m(here, there) / speeds[_OFF_STREET])]
        corners = self._corners(first, last, speeds)
        stops = [Stop(start, 0.0)]
        seconds = distance_m(here, corners[0][0]) / speeds[_OFF_STREET]
        for spot, needed_s in corners:
            seconds += needed_s
            if spot != here:
                stops.append(Stop(place_at(spot), seconds))
        if corners[-1][0] != there:
            seconds += distance_m(corners[-1][0], there) / speeds[_OFF_STREET]
            stops.append(Stop(goal, seconds))
        return stops

    def _join(self, a: Spot, b: Spot, kind: str) -> None:
        length = distance_m(a, b)
        for one, other in ((a, b), (b, a)):
            if one not in self._next:
                self._next[one] = []
                cell = (int(one[0] // _CELL_M), int(one[1] // _CELL_M))
                self._cells.setdefault(cell, []).append(one)
            self._next[one].append((other, length, kind))

    def _nearest(self, spot: Spot) -> Spot:
        """The street corner nearest to spot: rings of cells outwards, one past the first hit."""
        x, y = int(spot[0] // _CELL_M), int(spot[1] // _CELL_M)
        best: Spot | None = None
        for reach in range(200):
            if best is not None and distance_m(best, spot) <= (reach - 1) * _CELL_M:
                break
            for i in range(x - reach, x + reach + 1):
                for j in range(y - reach, y + reach + 1):
                    if max(abs(i - x), abs(j - y)) == reach:
                        for corner in self._cells.get((i, j), ()):
                            if best is None or distance_m(corner, spot) < distance_m(best, spot):
                                best = corner
        if best is None:
            raise NoWay
        return best

    def _corners(
        self, start: Spot, goal: Spot, speeds: dict[str, float]
    ) -> list[tuple[Spot, float]]:
        """Corners from start to goal with the seconds from the one before (Dijkstra)."""
        before: dict[Spot, tuple[Spot, float]] = {}
        settled: set[Spot] = set()
        heap: list[tuple[float, Spot, Spot, float]] = [(0.0, start, start, 0.0)]
        while heap:
            seconds, spot, came_from, step_s = heappop(heap)
            if spot in settled:
                continue
            settled.add(spot)
            before[spot] = (came_from, step_s)
            if spot == goal:
                break
            for other, length, kind in self._next[spot]:
                if other not in settled:
                    step = length / speeds[kind]
                    heappush(heap, (seconds + step, other, spot, step))
        if goal not in before:
            raise NoWay
        found = [(goal, before[goal][1])]
        while found[-1][0] != start:
            came_from = before[found[-1][0]][0]
            found.append((came_from, before[came_from][1]))
        return found[::-1]
