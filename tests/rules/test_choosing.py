"""Which cameras are looked through."""

from collections.abc import Sequence
from math import cos, hypot, radians, sin
from random import Random
from uuid import UUID

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from service.camera.choosing import Surroundings, Wishes, choose_views
from service.camera.wire import Chosen, Preset, Reason, View
from service.core.geo import Place, ahead, bearing_deg, distance_m, turn_deg
from service.core.streets import Way
from service.core.walls import Footprint, Walls

GATE = Place(35.07, 116.31)
ALL = Wishes(99, nearest=99)


def view(
    number: int = 1,
    *,
    at: Place = GATE,
    bearing: float = 0.0,
    spread: float = 90.0,
    range_m: float = 100.0,
    online: bool = True,
    presets: Sequence[Preset] = (),
    height_m: float = 4.0,
) -> View:
    """A camera."""
    return View(
        UUID(int=number),
        f"camera {number}",
        at,
        bearing,
        spread,
        range_m,
        online,
        height_m,
        tuple(presets),
    )


def standing_at(metres: float, bearing: float) -> Place:
    """A camera's foot, so far from the gate in that bearing."""
    return ahead(GATE, bearing, metres)


def facing(number: int, metres: float, bearing: float, **given: float) -> View:
    """A camera so far from the gate in that bearing, looking at it."""
    foot = standing_at(metres, bearing)
    return view(number, at=foot, bearing=bearing_deg(foot, GATE), spread=60, **given)  # type: ignore[arg-type]


def turned_away(number: int, metres: float, bearing: float) -> View:
    """A camera so far from the gate in that bearing, looking away from it."""
    return view(number, at=standing_at(metres, bearing), bearing=bearing, spread=30, range_m=20)


def block(metres: float, bearing: float, side_m: float = 20.0, height_m: float = 12.0) -> Footprint:
    """A square building, its middle so far from the gate in that bearing."""
    middle = standing_at(metres, bearing)
    corners = [ahead(middle, turn, side_m / 2**0.5) for turn in (45, 135, 225, 315, 45)]
    return Footprint([[(c.lon, c.lat) for c in corners]], height_m)


def way(metres: float, bearing: float, *, on_foot: bool = True, name: str = "人民路") -> Way:
    """A way out with one place to watch."""
    return Way(name, "Renmin Road", on_foot, metres, (standing_at(metres, bearing),))


def numbers(chosen: Sequence[Chosen]) -> list[int]:
    """Who was chosen."""
    return [c.camera_id.int for c in chosen]


bearings = st.floats(0, 360, exclude_max=True)
presets = st.builds(
    lambda bearing, spread: Preset(f"{bearing:.3f}", "", bearing, spread),
    bearings,
    st.floats(10, 90),
)
views = st.builds(
    view,
    st.integers(1, 40),
    at=st.builds(standing_at, st.floats(0, 1600), st.floats(0, 359)),
    bearing=bearings,
    spread=st.floats(1, 360),
    range_m=st.floats(1, 2000),
    online=st.booleans(),
    presets=st.lists(presets, max_size=2),
)
crowds = st.lists(views, max_size=20, unique_by=lambda v: v.camera_id)
ways = st.builds(way, st.floats(60, 900), bearings, on_foot=st.booleans())
buildings = st.lists(st.builds(block, st.floats(5, 900), bearings, st.floats(5, 150)), max_size=8)
grounds = st.builds(
    lambda footprints, outs: Surroundings(Walls(footprints), tuple(outs)),
    buildings,
    st.lists(ways, max_size=5),
)


# ── What a camera sees ──────────────────────────────────────────────────────────────────────


def in_sector(camera: View, place: Place) -> tuple[bool, float]:
    """Whether a place lies in the sector, by vectors, and how near to its rim, metres.

    Turned so that the camera looks along one axis: the point is in the sector when its angle
    from that axis is at most half the spread.
    """
    north_m = (place.lat - camera.place.lat) * 111_195.08
    middle = radians((place.lat + camera.place.lat) / 2)
    east_m = (place.lon - camera.place.lon) * 111_195.08 * cos(middle)
    course = radians(camera.bearing_deg)
    forth = east_m * sin(course) + north_m * cos(course)
    aside = abs(east_m * cos(course) - north_m * sin(course))
    away = hypot(forth, aside)
    half = radians(camera.spread_deg / 2)
    # The rim's direction; a positive cross product lies within it.
    within = sin(half) * forth - cos(half) * aside
    inside = away <= camera.range_m and (within >= 0 if half <= radians(179.9) else True)
    if away < 5:  # Its own pole is in the way of any bearing.
        return away <= camera.range_m, abs(away - camera.range_m) if away < 2 else 0.0
    return inside, min(abs(within), abs(away - camera.range_m))


def plainly(crowd: Sequence[View], place: Place = GATE) -> dict[int, bool]:
    """Who sees a place by the sector alone; no case on the rim.

    A map drawn flat is off by a metre at this size: what lies on the rim is left out.
    """
    told = {v.camera_id.int: in_sector(v, place) for v in crowd}
    assume(all(to_rim_m > 1 for _, to_rim_m in told.values()))
    return {number: inside for number, (inside, _) in told.items()}


@given(crowds)
def test_without_a_known_ground_the_sector_alone_says_who_sees_it(crowd: list[View]) -> None:
    seen = plainly(crowd)
    chosen = choose_views(crowd, GATE, ALL)
    assert {c.camera_id.int: c.reason is Reason.SEES for c in chosen} == {
        n: seen[n] for n in numbers(chosen)
    }
    # Who sees it is chosen, unless one that sees the same is, or it stands too far.
    by_id = {v.camera_id.int: v for v in crowd}
    for v in crowd:
        near = v.online and distance_m(v.place, GATE) <= ALL.greatest_reach_m
        if near and seen[v.camera_id.int] and v.camera_id.int not in numbers(chosen):
            assert any(same(v, by_id[n]) for n in numbers(chosen))


@pytest.mark.parametrize(
    ("bearing", "seen"),
    [(0, True), (44, True), (46, False), (314, False), (316, True), (180, False)],
)
def test_a_sector_reaches_over_north(bearing: float, seen: bool) -> None:
    camera = view(bearing=0, spread=90, range_m=100)
    chosen = choose_views([camera], ahead(GATE, bearing, 50), ALL)
    assert (chosen[0].reason is Reason.SEES) is seen


def test_a_dome_sees_all_around_as_far_as_it_reaches() -> None:
    dome = view(spread=360, range_m=80)
    for bearing in range(0, 360, 15):
        for metres, reason in ((79.9, Reason.SEES), (80.1, Reason.NEAR)):
            assert choose_views([dome], ahead(GATE, bearing, metres), ALL)[0].reason is reason


@pytest.mark.parametrize(
    ("metres", "range_m", "reason"),
    [(0, 20, "sees"), (2.9, 20, "sees"), (4, 20, "near"), (2, 1, "near")],
)
def test_what_stands_at_its_own_pole_is_seen_whatever_way_it_looks(
    metres: float, range_m: float, reason: str
) -> None:
    camera = view(bearing=180, spread=20, range_m=range_m)
    assert choose_views([camera], ahead(GATE, 0, metres), ALL)[0].reason == reason


# ── Which are chosen ────────────────────────────────────────────────────────────────────────


def same(a: View, b: View) -> bool:
    """Whether two see the same: one spot, one bearing, or both all round."""
    together = distance_m(a.place, b.place) <= 10.01
    if a.spread_deg >= 300 or b.spread_deg >= 300:
        return together and a.spread_deg >= 300 and b.spread_deg >= 300
    return together and turn_deg(a.bearing_deg, b.bearing_deg) <= 30.01


@given(crowds, grounds, st.integers(0, 12), st.integers(0, 9))
def test_the_order_in_which_cameras_come_does_not_matter(
    crowd: list[View], ground: Surroundings, count: int, seed: int
) -> None:
    mixed = list(crowd)
    Random(seed).shuffle(mixed)
    wishes = Wishes(count)
    assert choose_views(mixed, GATE, wishes, ground) == choose_views(crowd, GATE, wishes, ground)


@given(crowds, grounds, st.integers(0, 12), st.integers(1, 20), st.floats(1, 400), st.floats(1, 2))
def test_a_choice_honours_who_answers_how_many_and_how_far(
    crowd: list[View],
    ground: Surroundings,
    count: int,
    nearest: int,
    least_m: float,
    times: float,
) -> None:
    wishes = Wishes(count, nearest, least_m, least_m * times)
    by_id = {v.camera_id: v for v in crowd}
    chosen = choose_views(crowd, GATE, wishes, ground)
    assert len({c.camera_id for c in chosen}) == len(chosen) <= count
    for c in chosen:
        camera = by_id[c.camera_id]
        assert camera.online
        assert c.name == camera.name
        assert c.distance_m == pytest.approx(distance_m(camera.place, GATE), abs=1e-3)
        assert c.distance_m <= wishes.greatest_reach_m
    away = sorted(distance_m(v.place, GATE) for v in crowd if v.online)
    usual_m = away[nearest - 1] if len(away) >= nearest else 1e9
    near_m = [c.distance_m for c in chosen if c.reason is Reason.NEAR]
    assert all(m <= max(least_m, usual_m) + 1e-3 for m in near_m)
    assert near_m == sorted(near_m)


@given(crowds, grounds, st.integers(0, 12))
def test_more_wanted_adds_to_fewer(crowd: list[View], ground: Surroundings, count: int) -> None:
    fewer = choose_views(crowd, GATE, Wishes(count), ground)
    assert fewer == choose_views(crowd, GATE, Wishes(99), ground)[:count]


@given(crowds, grounds)
def test_never_two_that_see_the_same(crowd: list[View], ground: Surroundings) -> None:
    by_id = {v.camera_id: v for v in crowd}
    chosen = [by_id[c.camera_id] for c in choose_views(crowd, GATE, ALL, ground)]
    for n, one in enumerate(chosen):
        for other in chosen[:n]:
            apart_m = abs(distance_m(one.place, other.place) - 10)
            assert not same(one, other) or apart_m < 0.1


@given(crowds, grounds, st.integers(0, 5), st.integers(1, 5))
def test_asking_again_goes_on_where_the_choice_ended(
    crowd: list[View], ground: Surroundings, first: int, more: int
) -> None:
    whole = choose_views(crowd, GATE, Wishes(first + more), ground)
    assume(all(c.reason is not Reason.CAN_TURN for c in whole))
    asked = [c.camera_id for c in whole[:first]]
    again = choose_views(crowd, GATE, Wishes(more), ground, already=asked)
    assert not {c.camera_id for c in again} & set(asked)
    assert len(again) == len(whole) - len(asked) or len(again) == more


def test_one_of_two_that_see_the_same_stands_in_for_the_other_when_it_falls_silent() -> None:
    pole = [facing(1, 50, 90), facing(2, 55, 90)]
    assert numbers(choose_views(pole, GATE, ALL)) == [1]
    assert numbers(choose_views(pole, GATE, ALL, already=[UUID(int=1)])) == []
    silent = [facing(1, 50, 90, online=False), pole[1]]
    assert numbers(choose_views(silent, GATE, ALL, already=[UUID(int=1)])) == [2]


def test_cameras_on_one_pole_come_in_order_of_their_ids() -> None:
    pole = [view(n, at=standing_at(50, 90), bearing=60 * n, range_m=10) for n in (3, 1, 2)]
    assert numbers(choose_views(pole, GATE, Wishes(2))) == [1, 2]


def test_a_farther_camera_that_sees_comes_before_a_nearer_that_looks_away() -> None:
    chosen = choose_views([turned_away(1, 20, 0), facing(2, 90, 0)], GATE, Wishes(2))
    assert [(c.camera_id.int, c.reason) for c in chosen] == [(2, Reason.SEES), (1, Reason.NEAR)]


def test_where_none_sees_it_the_nearest_is_still_looked_through() -> None:
    crowd = [turned_away(n, 30 * n, 0) for n in (2, 1)]
    assert numbers(choose_views(crowd, GATE, Wishes(1))) == [1]


def test_another_side_of_it_comes_before_a_nearer_camera_of_the_same_side() -> None:
    crowd = [facing(1, 20, 0), facing(2, 40, 10), facing(3, 90, 180)]
    assert numbers(choose_views(crowd, GATE, ALL)) == [1, 3, 2]


def test_in_a_town_near_is_nearer_than_in_a_village() -> None:
    town = [turned_away(n, 10 * n, 24 * n) for n in range(1, 41)]
    village = [turned_away(n, 300 * n, 24 * n) for n in range(1, 11)]
    wishes = Wishes(99, nearest=12, least_reach_m=155, greatest_reach_m=1550)
    assert max(numbers(choose_views(town, GATE, wishes))) == 15
    assert max(numbers(choose_views(village, GATE, wishes))) == 5
    crossing = Wishes(99, nearest=20, least_reach_m=155, greatest_reach_m=1550)
    assert max(numbers(choose_views(town, GATE, crossing))) == 20


# ── What stands between ─────────────────────────────────────────────────────────────────────


@given(crowds, buildings, buildings)
def test_a_building_hides_and_never_shows(
    crowd: list[View], some: list[Footprint], more: list[Footprint]
) -> None:
    def seen(footprints: list[Footprint]) -> set[int]:
        one_each = [
            choose_views([v], GATE, ALL, Surroundings(Walls(footprints))) for v in crowd if v.online
        ]
        return {c[0].camera_id.int for c in one_each if c and c[0].reason is Reason.SEES}

    assert seen([*some, *more]) <= seen(some) <= seen([])


def test_a_house_between_hides_the_place_unless_one_looks_over_it() -> None:
    house = Surroundings(Walls([block(40, 0, height_m=12)]))
    low, high = facing(1, 80, 0), facing(2, 80, 0, height_m=40.0)
    assert choose_views([low], GATE, ALL, house)[0].reason is Reason.NEAR
    assert choose_views([high], GATE, ALL, house)[0].reason is Reason.SEES


def test_the_house_that_a_camera_hangs_on_or_a_key_stands_in_hides_nothing() -> None:
    camera = facing(1, 80, 0)
    for metres in (0, 80):
        house = Surroundings(Walls([block(metres, 0)]))
        assert choose_views([camera], GATE, ALL, house)[0].reason is Reason.SEES


# ── Ways out, and cameras that can be turned ────────────────────────────────────────────────


def test_after_two_sides_of_the_place_ways_out_and_sides_come_by_turns() -> None:
    around = [facing(n, 50 + n, 90.0 * n) for n in range(1, 5)]
    outs = [view(n, at=standing_at(200, 45.0 + 90 * n), spread=360, range_m=30) for n in (5, 6)]
    ground = Surroundings(None, (way(200, 135, name="东街"), way(200, 225, name="南街")))
    chosen = choose_views([*around, *outs], GATE, ALL, ground)
    assert numbers(chosen) == [1, 2, 5, 3, 6, 4]
    assert [(c.reason, c.street) for c in chosen if c.street] == [
        (Reason.WAY_OUT, "东街"),
        (Reason.WAY_OUT, "南街"),
    ]


def test_a_way_out_on_foot_comes_first_then_one_by_car() -> None:
    outs = [view(n, at=standing_at(100 * n, 0), spread=360, range_m=30) for n in (1, 2, 3)]
    ground = Surroundings(None, (way(100, 0), way(200, 0), way(300, 0, on_foot=False, name="环路")))
    chosen = choose_views(outs, GATE, Wishes(3), ground)
    assert [(c.camera_id.int, c.on_foot) for c in chosen] == [(1, True), (3, False), (2, True)]


def test_a_camera_at_a_crossing_that_watches_two_ways_comes_before_two_that_watch_one() -> None:
    ground = Surroundings(None, (way(100, 0), way(120, 10)))
    one = view(1, at=standing_at(95, 0), spread=360, range_m=10)
    both = view(2, at=standing_at(105, 5), spread=360, range_m=60)
    assert numbers(choose_views([one, both], GATE, Wishes(1), ground)) == [2]


def test_a_watched_way_out_is_not_watched_again_while_others_see_more() -> None:
    twice = [view(n, at=standing_at(100, 3.0 * n), spread=360, range_m=40) for n in (1, 5)]
    seeing = [facing(3, 50, 0), facing(4, 70, 180), facing(6, 90, 181)]
    ground = Surroundings(None, (way(100, 8),))
    chosen = choose_views([*twice, *seeing], GATE, ALL, ground)
    assert [c.reason for c in chosen] == ["sees", "sees", "way_out", "sees", "near"]


def test_a_camera_that_can_be_turned_says_to_what() -> None:
    gate = Preset("3", "校门", 180.0, 40.0)
    other = Preset("1", "路口", 20.0, 40.0)
    ptz = view(1, at=standing_at(60, 0), bearing=20, spread=40, presets=[other, gate])
    (chosen,) = choose_views([ptz], GATE, ALL)
    assert (chosen.reason, chosen.preset) == (Reason.CAN_TURN, gate)
    house = Surroundings(Walls([block(30, 0)]))
    (hidden,) = choose_views([ptz], GATE, ALL, house)
    assert (hidden.reason, hidden.preset) == (Reason.NEAR, None)


def test_a_camera_is_not_turned_while_two_sides_are_seen_without() -> None:
    ptz = view(
        1, at=standing_at(20, 90), bearing=0, spread=40, presets=[Preset("1", "校门", 270, 40)]
    )
    seeing = [facing(2, 60, 0), facing(3, 70, 180)]
    out = view(4, at=standing_at(100, 300), spread=360, range_m=20)
    ground = Surroundings(None, (way(100, 300),))
    chosen = choose_views([ptz, *seeing, out], GATE, ALL, ground)
    assert [(c.camera_id.int, c.reason) for c in chosen] == [
        (2, Reason.SEES),
        (3, Reason.SEES),
        (4, Reason.WAY_OUT),
        (1, Reason.CAN_TURN),
    ]
