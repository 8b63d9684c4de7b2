"""What buildings hide, and where streets lead in a while."""

from heapq import heappop, heappush
from itertools import pairwise
from math import atan2, degrees, hypot, inf

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from service.core.geo import Place, distance_m
from service.core.plane import Grid, Line, Plane
from service.core.streets import Street, Streets
from service.core.walls import Footprint, Walls

GATE = Place(35.07, 116.31)
FLAT = Plane(GATE)
Spot = tuple[float, float]
Box = tuple[float, float, float, float]


def ring(*spots: Spot) -> Line:
    """A line of metres east and north of the gate, as longitudes and latitudes."""
    places = [FLAT.place(*spot) for spot in spots]
    return [(p.lon, p.lat) for p in places]


def house(box: Box, height_m: float = 12.0) -> Footprint:
    """A house from west, south to east, north."""
    west, south, east, north = box
    corners = [(west, south), (east, south), (east, north), (west, north), (west, south)]
    return Footprint([ring(*corners)], height_m)


def hidden(houses: list[Footprint], eye: Spot, spot: Spot, eye_m: float = 4.0) -> bool:
    """Whether the houses hide a spot from an eye."""
    eyes, spots = (np.array([[p.lon, p.lat]]) for p in (FLAT.place(*eye), FLAT.place(*spot)))
    return bool(Walls(houses).hide(eyes, np.array([eye_m]), spots)[0])


# ── Walls ───────────────────────────────────────────────────────────────────────────────────


def inside(box: Box, spot: Spot) -> bool:
    """Whether a spot lies in a box."""
    return box[0] <= spot[0] <= box[2] and box[1] <= spot[1] <= box[3]


def chord(box: Box, a: Spot, b: Spot) -> tuple[float, float]:
    """From where to where along a line it lies in a box (Liang and Barsky); empty if not."""
    low, high = 0.0, 1.0
    for axis in (0, 1):
        run = b[axis] - a[axis]
        if abs(run) < 1e-12:
            if not box[axis] <= a[axis] <= box[axis + 2]:
                return 1.0, 0.0
            continue
        ends = sorted(((box[axis] - a[axis]) / run, (box[axis + 2] - a[axis]) / run))
        low, high = max(low, ends[0]), min(high, ends[1])
    return low, high


metres = st.floats(-400, 400)
spots = st.tuples(metres, metres)
boxes = st.builds(
    lambda west, south, wide, deep: (west, south, west + wide, south + deep),
    *(metres, metres, st.floats(2, 300), st.floats(2, 300)),
)


@given(st.lists(boxes, max_size=6), spots, spots, st.floats(0, 30), st.floats(2, 30))
def test_a_house_hides_what_lies_behind_it_below_its_roof(
    given_boxes: list[Box], eye: Spot, spot: Spot, eye_m: float, height_m: float
) -> None:
    expected = False
    length = hypot(eye[0] - spot[0], eye[1] - spot[1])
    for box in given_boxes:
        low, high = chord(box, eye, spot)
        # What only brushes a corner, or stands on the wall, is left out: maps are no finer.
        assume(abs(high - low) * length > 0.1 or high < low - 1e-3)
        near_wall = [abs(p[axis % 2] - box[axis]) for p in (eye, spot) for axis in range(4)]
        assume(min(near_wall) > 0.1)
        if high > low and not inside(box, eye) and not inside(box, spot):
            lowest = eye_m + (1.5 - eye_m) * high if eye_m > 1.5 else eye_m
            assume(abs(lowest - height_m) > 0.01)
            expected |= lowest < height_m
    assert hidden([house(box, height_m) for box in given_boxes], eye, spot, eye_m) is expected


def test_a_courtyard_is_hidden_from_outside_and_seen_from_within() -> None:
    outer = ring((-40, -40), (40, -40), (40, 40), (-40, 40), (-40, -40))
    inner = ring((-20, -20), (-20, 20), (20, 20), (20, -20), (-20, -20))
    school = [Footprint([outer, inner], 12.0)]
    assert hidden(school, (0, 100), (0, 0))
    assert not hidden(school, (0, 15), (0, -15))
    assert not hidden(school, (0, 100), (0, 42))


def test_no_house_hides_nothing() -> None:
    assert not hidden([], (0, 100), (0, 0))
    assert (
        not Walls([house((0, 0, 9, 9))]).hide(np.empty((0, 2)), np.array([]), np.empty((0, 2))).size
    )


@given(
    st.lists(st.tuples(spots, spots), min_size=1, max_size=12),
    st.lists(st.tuples(spots, spots), min_size=1, max_size=12),
    st.floats(5, 200),
)
def test_lines_that_cross_share_a_square(
    kept: list[tuple[Spot, Spot]], asked: list[tuple[Spot, Spot]], square_m: float
) -> None:
    grid = Grid(np.array([a + b for a, b in kept]), square_m)
    pairs = set(
        zip(*(n.tolist() for n in grid.meet(np.array([a + b for a, b in asked]))), strict=True)
    )
    for n, (a, b) in enumerate(asked):
        for m, (c, d) in enumerate(kept):
            if turns(a, b, c) * turns(a, b, d) < -1e-3 and turns(c, d, a) * turns(c, d, b) < -1e-3:
                assert (n, m) in pairs


def turns(a: Spot, b: Spot, c: Spot) -> float:
    """On which side of a line a spot lies."""
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


# ── Streets ─────────────────────────────────────────────────────────────────────────────────

Piece = tuple[Spot, Spot]


def pieces_of(rows: list[list[bool]], side_m: float) -> list[Piece]:
    """The streets of a town of square blocks; of each crossing, which of its streets are there."""
    found = []
    for n, row in enumerate(rows):
        for m, there in enumerate(row):
            here, east, north = (
                (a * side_m - 250, b * side_m - 250) for a, b in ((m, n), (m + 1, n), (m, n + 1))
            )
            if there or n == 0:
                found.append((here, east))
            if not there or m % 2 == 0:
                found.append((here, north))
    return found


def apart(a: Spot, b: Spot) -> float:
    """Metres between two spots."""
    return hypot(a[0] - b[0], a[1] - b[1])


def on(piece: Piece, share: float) -> Spot:
    """The spot at that share of a piece."""
    (a, b), (c, d) = piece
    return a + (c - a) * share, b + (d - b) * share


def walk(pieces: list[Piece], start: Spot) -> dict[Spot, float]:
    """How far each crossing is from a spot on the first piece, by the book (Dijkstra)."""
    heap = sorted((apart(start, end), end) for end in pieces[0])
    away: dict[Spot, float] = {}
    while heap:
        so_far, here = heappop(heap)
        if away.setdefault(here, so_far) < so_far:
            continue
        for a, b in [*pieces, *((b, a) for a, b in pieces)]:
            if a == here and b not in away:
                heappush(heap, (so_far + apart(a, b), b))
    return away


def away_m(pieces: list[Piece], away: dict[Spot, float], start: Spot, spot: Spot) -> float:
    """How far a spot on a street is from one on the first piece, along the streets."""
    over = [
        away[end] + apart(end, spot) for p in pieces if holds(p, spot) for end in p if end in away
    ]
    return min([*over, apart(start, spot)] if holds(pieces[0], spot) else over, default=inf)


def holds(piece: Piece, spot: Spot) -> bool:
    """Whether a spot lies on a piece."""
    return apart(piece[0], spot) + apart(spot, piece[1]) < apart(*piece) + 0.3


def front(pieces: list[Piece], start: Spot, reach_m: float) -> list[Spot]:
    """Every spot at that distance along the streets, from looking at each two metres of them."""
    found, away = [], walk(pieces, start)
    for piece in pieces:
        steps = [n / 65 for n in range(66)]
        shares = [on(piece, share) for share in steps]
        metres_away = [away_m([pieces[0], piece], away, start, spot) for spot in shares]
        for (a, b), spot in zip(pairwise(metres_away), shares, strict=False):
            if min(a, b) <= reach_m < max(a, b):
                found.append(spot)
    return found


towns = st.lists(st.lists(st.booleans(), min_size=4, max_size=4), min_size=3, max_size=3)


def streets_of(pieces: list[Piece]) -> Streets:
    """Each piece a street of its own, the later the wider."""
    return Streets([Street([ring(*piece)], f"{n}", "", float(n)) for n, piece in enumerate(pieces)])


def sector(start: Spot, spot: Spot, off_deg: float = 0.0) -> int:
    """In which of eight directions a spot lies; the first has north in its middle."""
    course = degrees(atan2(spot[0] - start[0], spot[1] - start[1]))
    return int((course + off_deg + 22.5) % 360 / 45)


@settings(max_examples=25)
@given(towns, st.floats(0.05, 0.95), st.floats(0, 300), st.floats(90, 160))
def test_a_way_out_lies_as_far_along_the_streets_as_one_can_be(
    rows: list[list[bool]], share: float, since_s: float, side_m: float
) -> None:
    pieces = pieces_of(rows, side_m)
    start = on(pieces[0], share)
    ways = streets_of(pieces).ways_out(FLAT.place(*start), since_s, 420)
    away = walk(pieces, start)
    reach = {True: max(60, 1.4 * (since_s + 30)), False: 8 * (since_s + 30)}
    for way in ways:
        assert way.reach_m == pytest.approx(min(420, reach[way.on_foot]))
        spot = FLAT.spot(way.places[0])
        assert away_m(pieces, away, start, spot) == pytest.approx(way.reach_m, abs=0.5)
        for place in way.places[1:]:
            assert distance_m(place, way.places[0]) <= 30.1


@settings(max_examples=10, deadline=None)
@given(towns, st.floats(0.05, 0.95), st.floats(0, 300))
def test_no_direction_in_which_one_can_be_is_left_out_and_the_widest_street_stands_for_it(
    rows: list[list[bool]], share: float, since_s: float
) -> None:
    pieces = pieces_of(rows, 130)
    start = on(pieces[0], share)
    ways = [w for w in streets_of(pieces).ways_out(FLAT.place(*start), since_s, 420) if w.on_foot]
    reach_m = min(420.0, max(60.0, 1.4 * (since_s + 30)))
    # The front is looked for every two metres: at the rim of a direction it may be of the next.
    reached = [{sector(start, s, off) for off in (-3, 3)} for s in front(pieces, start, reach_m)]
    told = {sector(start, FLAT.spot(w.places[0])) for w in ways}
    assert told <= set().union(*reached)
    assert {min(one) for one in reached if len(one) == 1} <= told
    widths = [int(w.street) for w in ways]
    assert widths == sorted(widths, reverse=True)
    assert len(ways) == len(told)


def test_on_a_long_road_the_ways_out_lead_both_ways_from_where_one_stands() -> None:
    road = Streets([Street([ring((-900, 20), (900, 20))], "柳北公路", "Liubei Highway", 20.0)])
    ways = road.ways_out(GATE, 30, 1500)
    assert [(w.street, w.street_en, w.on_foot, round(w.reach_m)) for w in ways] == [
        *[("柳北公路", "Liubei Highway", True, 84)] * 2,
        *[("柳北公路", "Liubei Highway", False, 480)] * 2,
    ]
    assert sorted(round(FLAT.spot(w.places[0])[0]) for w in ways) == [-480, -84, 84, 480]
    assert [round(x - 84) for x, _ in map(FLAT.spot, ways[0].places)] == [0, -30, 30]


def test_the_ways_out_grow_with_the_minutes_and_end_at_the_greatest_reach() -> None:
    road = Streets([Street([ring((-9000, 0), (9000, 0))], "", "", 7.0)])
    reach_m = [[round(w.reach_m) for w in road.ways_out(GATE, s, 1500)[::2]] for s in (0, 60, 600)]
    assert reach_m == [[60, 240], [126, 720], [882, 1500]]
    assert [w.on_foot for w in road.ways_out(GATE, 3600, 1500)] == [True, True]


def test_a_road_that_ends_before_is_no_way_out_and_far_from_streets_there_is_none() -> None:
    stub = Streets([Street([ring((0, 0), (50, 0))], "", "", 7.0)])
    assert stub.ways_out(GATE, 0, 1500) == ()
    assert stub.ways_out(FLAT.place(0, 400), 0, 1500) == ()
    assert Streets([]).ways_out(GATE, 0, 1500) == ()


def test_a_street_drawn_twice_is_as_long_as_one() -> None:
    line = ring((-100, 0), (0, 0), (100, 0))
    twice = Streets([Street([line, line[::-1]], "", "", 7.0), Street([line], "", "", 7.0)])
    assert sorted(round(FLAT.spot(w.places[0])[0]) for w in twice.ways_out(GATE, 0, 60)) == [
        -60,
        60,
    ]
