"""Where somebody who left a place may be by now, along the streets."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from msgspec import Struct

from service.core.geo import Place
from service.core.plane import Grid, Indexes, Line, Numbers, Plane, centre, lengths_m, pieces, spans

# On foot as adults walk in a hurry, by car as traffic flows in a town (30 km/h).
WALKING_MPS = 1.4
DRIVING_MPS = 8.0

# A picture is looked at for half a minute after it was asked for: that far the ways lead ahead.
_AHEAD_S = 30.0
# Nearer than this a way out is still the place itself.
_OUT_M = 60.0
# A place farther than this from every street is reached by none that is known.
_OFF_STREET_M = 300.0
# Of the ways out, those in eight directions on foot and eight by car: more are not watched.
_DIRECTIONS = 8
# A way out is watched where somebody is expected, or so much before or behind.
_WATCHED_M = 30.0
_SQUARE_M = 150.0
# Two points are one crossing where they agree to a tenth of a metre, as in exports of one network.
_SAME_DEG = 1e-6


class Street(NamedTuple):
    """A street: its lines, its names and width."""

    lines: Sequence[Line]
    name: str
    name_en: str
    width_m: float


class Way(Struct, frozen=True):
    """A way out: the street on which somebody on foot or by car may be by now.

    `places` are to be watched, the likeliest first; `reach_m` is along the streets.
    """

    street: str
    street_en: str
    on_foot: bool
    reach_m: float
    places: tuple[Place, ...]


class Streets:
    """A network of streets, ready to be asked for ways out. They join where they share a point."""

    def __init__(self, streets: Sequence[Street]) -> None:
        points, line, goes_on = pieces([line for one in streets for line in one.lines])
        street = np.repeat(np.arange(len(streets)), [len(one.lines) for one in streets])
        keys, node = np.unique(
            np.round(points / _SAME_DEG).astype(np.int64), axis=0, return_inverse=True
        )
        begin, end = node.ravel()[:-1][goes_on], node.ravel()[1:][goes_on]
        kept = _once(begin, end)
        self._names = [(one.name, one.name_en) for one in streets]
        self._width_m = np.array([one.width_m for one in streets])
        self._begin, self._end = begin[kept], end[kept]
        self._street = street[line[:-1][goes_on][kept]]
        nodes = (keys * _SAME_DEG).astype(np.float64)
        self._plane = Plane(centre(nodes))
        self._spots = self._plane.spots(nodes[:, 1], nodes[:, 0])
        self._length_m = lengths_m(nodes[self._begin], nodes[self._end])
        self._grid = Grid(
            np.column_stack([self._spots[self._begin], self._spots[self._end]]), _SQUARE_M
        )
        self._graph, self._piece = _graph(self._begin, self._end, self._length_m, len(nodes))

    def ways_out(self, place: Place, since_s: float, greatest_m: float) -> tuple[Way, ...]:
        """The ways out of a place so many seconds after the press, on foot and by car.

        The widest streets first. None where no street is near.
        """
        start = self._nearest(*self._plane.spot(place))
        if start is None:
            return ()
        fronts = [
            min(greatest_m, max(_OUT_M, speed * (since_s + _AHEAD_S)))
            for speed in (WALKING_MPS, DRIVING_MPS)
        ]
        away = self._away(*start, max(fronts))
        return tuple(
            way
            for front, on_foot in zip(fronts, (True, False), strict=True)
            if on_foot or front > fronts[0]
            for way in self._ways(place, away, start, front, on_foot)
        )

    def lengths_m(self, place: Place, others: Sequence[Place], most_m: float) -> list[float | None]:
        """How far others are from a place along the streets; None where none leads so far."""
        start = self._nearest(*self._plane.spot(place))
        if start is None:
            return [None] * len(others)
        away = self._away(*start, most_m)
        return [self._length_m_to(start, away, other, most_m) for other in others]

    def _length_m_to(
        self, start: tuple[int, float], away: Numbers, other: Place, most_m: float
    ) -> float | None:
        end = self._nearest(*self._plane.spot(other))
        if end is None:
            return None
        piece, along = end
        length = float(self._length_m[piece])
        found = min(
            float(away[self._begin[piece]]) + along * length,
            float(away[self._end[piece]]) + (1 - along) * length,
        )
        if piece == start[0]:
            found = min(found, abs(along - start[1]) * length)
        return found if found <= most_m else None

    def _nearest(self, east: float, north: float) -> tuple[int, float] | None:
        """The nearest piece of a street, and how far along it (0 to 1) it is nearest."""
        near = self._grid.near(east, north, _OFF_STREET_M)
        if not len(near):
            return None
        begin, run = self._spots[self._begin[near]], self._spots[self._end[near]]
        run = run - begin
        to = np.array([east, north]) - begin
        along = np.clip((to * run).sum(axis=1) / np.maximum((run * run).sum(axis=1), 1e-9), 0, 1)
        off = np.hypot(*(to - run * along[:, None]).T)
        best = int(off.argmin())
        if off[best] > _OFF_STREET_M:
            return None
        return int(near[best]), float(along[best])

    def _away(self, piece: int, along: float, most_m: float) -> Numbers:
        """How far each crossing is from a point on a piece, along the streets; inf beyond most."""
        from scipy.sparse.csgraph import dijkstra

        ends = [int(self._begin[piece]), int(self._end[piece])]
        rows = dijkstra(self._graph, directed=True, indices=ends, limit=most_m)
        length = self._length_m[piece]
        away: Numbers = np.minimum(rows[0] + along * length, rows[1] + (1 - along) * length)
        return away

    def _ways(
        self,
        place: Place,
        away: Numbers,
        start: tuple[int, float],
        front_m: float,
        on_foot: bool,
    ) -> list[Way]:
        """The pieces on which somebody is who went so far, one for each direction."""
        piece, at_m = self._front(away, start, front_m)
        off = self._on(piece, at_m) - self._plane.spot(place)
        course = np.degrees(np.arctan2(off[:, 0], off[:, 1])) % 360.0
        # North lies in the middle of a direction: many towns are laid out by the compass.
        direction = np.round(course * _DIRECTIONS / 360.0) % _DIRECTIONS
        order = np.lexsort((course, -self._width_m[self._street[piece]]))
        # The first of each direction, in that order.
        _, first = np.unique(direction[order], return_index=True)
        best = order[np.sort(first)]
        return [
            self._way(number, along_m, front_m, on_foot)
            for number, along_m in zip(piece[best].tolist(), at_m[best].tolist(), strict=True)
        ]

    def _front(
        self, away: Numbers, start: tuple[int, float], front_m: float
    ) -> tuple[Indexes, Numbers]:
        """Where the front stands: pieces, and metres along each from its begin."""
        first, along = start
        length = float(self._length_m[first])
        here = along * length
        own = [at_m for at_m in (here - front_m, here + front_m) if 0 < at_m < length]
        reached = np.flatnonzero(away <= front_m)
        begin = self._graph.indptr[reached]
        counts = self._graph.indptr[reached + 1] - begin
        slots = spans(begin, counts)
        source = np.repeat(reached, counts)
        target, piece = self._graph.indices[slots], self._piece[slots]
        on = front_m - away[source]
        rest = self._length_m[piece] - on
        # Not yet at the other end, nor overtaken by whoever came from there.
        stands = (rest > 0) & (away[target] + rest >= front_m) & (piece != first)
        piece, on, rest = piece[stands], on[stands], rest[stands]
        at_m = np.where(source[stands] == self._begin[piece], on, rest)
        return np.concatenate([np.full(len(own), first), piece]), np.concatenate([own, at_m])

    def _way(self, piece: int, at_m: float, front_m: float, on_foot: bool) -> Way:
        length = float(self._length_m[piece])
        watched = list(
            dict.fromkeys([at_m, max(0.0, at_m - _WATCHED_M), min(length, at_m + _WATCHED_M)])
        )
        spots = self._on(np.full(len(watched), piece), np.array(watched)).tolist()
        places = tuple(self._plane.place(east, north) for east, north in spots)
        name, name_en = self._names[self._street[piece]]
        return Way(name, name_en, on_foot, front_m, places)

    def _on(self, piece: Indexes, at_m: Numbers) -> Numbers:
        """The points so many metres along pieces."""
        begin, end = self._spots[self._begin[piece]], self._spots[self._end[piece]]
        share = at_m / np.maximum(self._length_m[piece], 1e-9)
        spots: Numbers = begin + (end - begin) * share[:, None]
        return spots


def _once(begin: Indexes, end: Indexes) -> Indexes:
    """Which pieces to keep: each pair of different points once, whoever drew it twice."""
    pair = np.column_stack([np.minimum(begin, end), np.maximum(begin, end)])
    _, first = np.unique(pair, axis=0, return_index=True)
    kept: Indexes = np.sort(first[begin[first] != end[first]])
    return kept


def _graph(begin: Indexes, end: Indexes, length_m: Numbers, nodes: int) -> tuple[Any, Indexes]:
    """Each piece both ways, as scipy's sparse rows, and the piece of each of its entries."""
    from scipy.sparse import csr_matrix

    source, target = np.concatenate([begin, end]), np.concatenate([end, begin])
    order = np.lexsort((target, source))
    piece = order % len(begin) if len(begin) else order
    first = np.searchsorted(source[order], np.arange(nodes + 1)).astype(np.int32)
    held = (length_m[piece], target[order].astype(np.int32), first)
    return csr_matrix(held, shape=(nodes, nodes)), piece
