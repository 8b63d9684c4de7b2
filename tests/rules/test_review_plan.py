"""The review plan: who may have passed where and when, and what was watched in vain."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from random import Random
from uuid import UUID

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.core.geo import Place
from service.core.plane import Plane
from service.core.streets import Street, Streets, Way
from service.planning import rules
from service.planning.rules import Answer, Eye, Origin, Sighting, Span, Watched
from service.planning.sectors import FAR_MOST_M, bearing_deg, sectors, share_out
from service.planning.terms import Going, HoleWhy

SCHOOL = Place(35.0, 116.0)
EIGHT = datetime(2026, 3, 2, 8, tzinfo=UTC)
LATER = EIGHT + timedelta(hours=10)
LONG_AGO = EIGHT - timedelta(days=30)
PLANE = Plane(SCHOOL)
GOINGS = st.sampled_from(sorted(Going))


def at(minutes: float) -> datetime:
    """So long after eight."""
    return EIGHT + timedelta(minutes=minutes)


def eye(number: int, east_m: float, north_m: float, **more: object) -> Eye:
    """A camera so far from the school that looks back at it."""
    place = PLANE.place(east_m, north_m)
    made = Eye(
        UUID(int=number), str(number), place, bearing_deg=0, spread_deg=90, range_m=30,
        kept_from_at=LONG_AGO,
    )  # fmt: skip
    return msgspec.structs.replace(made, **more)


METRES = st.integers(-3000, 3000)
EYES = st.lists(st.tuples(METRES, METRES), min_size=1, max_size=12).map(
    lambda spots: [eye(n, *spot) for n, spot in enumerate(spots)]
)
ORIGINS = st.builds(
    lambda going, minutes, toward: Origin(SCHOOL, EIGHT, at(minutes), going, toward),
    GOINGS,
    st.integers(0, 30),
    st.none() | st.floats(0, 359),
)


def planned(
    origin: Origin, eyes: list[Eye], watched: list[Watched] | None = None, now: datetime = LATER
) -> list[rules.Watch]:
    """The whole plan."""
    return rules.plan(origin, eyes, watched or [], now, count_max=100)


@given(GOINGS, st.floats(0, 20_000), st.floats(0.0, 1.0), st.integers(0, 60))
def test_whoever_goes_as_fast_as_one_can_is_in_the_window_of_the_camera_that_he_passes(
    going: Going, away_m: float, haste: float, left_after: int
) -> None:
    slow, fast = rules.SPEEDS_MPS[going]
    speed = slow + (fast - slow) * haste
    span = rules.window(Origin(SCHOOL, EIGHT, at(left_after), going), away_m, 30)
    passes = EIGHT + timedelta(seconds=left_after * 60 * haste + away_m / speed)
    assert span.from_at <= passes
    assert passes <= span.until_at or span.until_at - span.from_at == rules.WINDOW_MOST


@given(GOINGS, st.floats(0, 5_000), st.floats(0, 5_000))
def test_a_farther_camera_is_watched_from_later_on(
    going: Going, one_m: float, other_m: float
) -> None:
    origin = Origin(SCHOOL, EIGHT, EIGHT, going)
    near, far = (rules.window(origin, away, 30) for away in sorted((one_m, other_m)))
    assert near.from_at <= far.from_at
    assert near.until_at <= far.until_at


@given(ORIGINS, EYES, st.randoms(use_true_random=False))
def test_the_order_in_which_cameras_are_told_does_not_matter(
    origin: Origin, eyes: list[Eye], random: Random
) -> None:
    shuffled = list(eyes)
    random.shuffle(shuffled)
    assert planned(origin, shuffled) == planned(origin, eyes)


@given(ORIGINS, EYES)
def test_rings_are_widened_one_by_one_and_within_one_the_worthiest_comes_first(
    origin: Origin, eyes: list[Eye]
) -> None:
    for one, other in pairwise(planned(origin, eyes)):
        assert one.ring <= other.ring
        assert one.ring < other.ring or one.worth >= other.worth


@given(ORIGINS, EYES, st.integers(1, 12))
def test_a_shorter_plan_is_the_beginning_of_a_longer_one(
    origin: Origin, eyes: list[Eye], count: int
) -> None:
    assert rules.plan(origin, eyes, [], LATER, count_max=count) == planned(origin, eyes)[:count]


@given(ORIGINS, EYES, st.integers(0, 11), st.integers(0, 240), st.integers(1, 240))
def test_what_was_watched_in_vain_makes_nothing_likelier_and_nothing_impossible(
    origin: Origin, eyes: list[Eye], number: int, from_min: int, length_min: int
) -> None:
    watched = [
        Watched(eyes[number % len(eyes)].camera_id, Span(at(from_min), at(from_min + length_min)))
    ]
    before = {one.camera_id: one for one in planned(origin, eyes)}
    after = {one.camera_id: one for one in planned(origin, eyes, watched)}
    assert before.keys() == after.keys()
    for camera_id, one in after.items():
        assert 0 < one.chance <= before[camera_id].chance


@given(ORIGINS, EYES)
def test_what_was_watched_is_not_to_be_watched_again(origin: Origin, eyes: list[Eye]) -> None:
    first = planned(origin, eyes)
    watched = [Watched(one.camera_id, span) for one in first for span in one.left]
    assert all(one.left == () and one.worth == 0 for one in planned(origin, eyes, watched))


@given(ORIGINS, EYES, st.integers(0, 120))
def test_nobody_has_passed_in_the_future(origin: Origin, eyes: list[Eye], minutes: int) -> None:
    now = at(minutes)
    for one in planned(origin, eyes, now=now):
        assert all(span.until_at <= now for span in one.left)


@given(ORIGINS, EYES, st.randoms(use_true_random=False))
def test_a_camera_that_recorded_nothing_is_a_hole_and_says_nothing_about_its_direction(
    origin: Origin, eyes: list[Eye], random: Random
) -> None:
    dead = random.randrange(len(eyes))
    holed = [
        msgspec.structs.replace(one, kept_from_at=None) if n == dead else one
        for n, one in enumerate(eyes)
    ]
    watched = [Watched(eyes[dead].camera_id, Span(LONG_AGO, LATER))]
    plan = {one.camera_id: one for one in planned(origin, holed, watched)}
    unwatched = {one.camera_id: one for one in planned(origin, holed)}
    assert all(one.chance == unwatched[camera_id].chance for camera_id, one in plan.items())
    if eyes[dead].camera_id in plan:
        hole = plan[eyes[dead].camera_id]
        assert (hole.hole, hole.left, hole.worth) == (HoleWhy.NOT_RECORDED, (), 0.0)


@given(
    st.lists(st.tuples(st.integers(-600, 900), st.integers(0, 59)), max_size=4), ORIGINS, st.data()
)
def test_a_plan_goes_on_from_the_latest_sighting_whatever_the_order_in_which_they_came(
    seen: list[tuple[int, int]], origin: Origin, data: st.DataObject
) -> None:
    sightings = [
        Sighting(UUID(int=n), PLANE.place(metres, 0), at(minutes))
        for n, (metres, minutes) in enumerate(seen)
    ]
    order = data.draw(st.permutations(sightings))
    going_on = rules.next_origin(origin, order)
    assert going_on == rules.next_origin(origin, sightings)
    if seen:
        assert going_on.from_at == going_on.until_at == max(one.at for one in sightings)
    else:
        assert going_on == origin


def test_two_sightings_tell_the_way_that_he_went_and_it_is_watched_first() -> None:
    origin = Origin(SCHOOL, EIGHT, EIGHT, Going.WALK)
    seen = Sighting(UUID(int=9), PLANE.place(300, 0), at(5))
    onward = rules.next_origin(origin, [seen])
    assert onward.toward_deg == pytest.approx(90, abs=1)
    east, west = eye(1, 500, 0), eye(2, 100, 0)
    assert [one.name for one in planned(onward, [west, east])] == ["1", "2"]


def test_an_empty_window_turns_the_search_to_the_other_direction() -> None:
    origin = Origin(SCHOOL, EIGHT, EIGHT, Going.WALK)
    eyes = [eye(1, 100, 0), eye(2, 240, 0), eye(3, -245, 0)]
    before = planned(origin, eyes)
    assert [one.name for one in before] == ["1", "2", "3"]
    watched = [Watched(UUID(int=1), span) for one in before[:1] for span in one.left]
    assert [one.name for one in planned(origin, eyes, watched)] == ["3", "2", "1"]


def test_half_a_window_lowers_a_direction_less_than_all_of_it() -> None:
    origin = Origin(SCHOOL, EIGHT, EIGHT, Going.WALK)
    eyes = [eye(1, 100, 0), eye(2, 240, 0)]
    [span] = planned(origin, eyes)[0].left
    half = Span(span.from_at, span.from_at + (span.until_at - span.from_at) / 2)
    chances = [
        next(one.chance for one in planned(origin, eyes, watched) if one.name == "2")
        for watched in ([], [Watched(UUID(int=1), half)], [Watched(UUID(int=1), span)])
    ]
    assert chances[0] > chances[1] > chances[2] > 0


def test_streets_tell_the_distance_where_they_are_known_and_else_a_third_is_added() -> None:
    origin = Origin(SCHOOL, EIGHT, EIGHT, Going.WALK)
    [line] = planned(origin, [eye(1, 1000, 0)])
    [street] = planned(origin, [eye(1, 1000, 0, away_m=2200.0)])
    assert line.away_m == pytest.approx(1300, rel=0.01)
    assert (street.away_m, street.window.from_at > line.window.from_at) == (2200.0, True)


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"kept_from_at": None}, HoleWhy.NOT_RECORDED),
        ({"kept_from_at": LATER}, HoleWhy.OVERWRITTEN),
        ({"silent_since": LONG_AGO}, HoleWhy.OFFLINE),
        ({"silent_since": LATER}, None),
    ],
)
def test_a_hole_says_why(more: dict[str, object], why: HoleWhy | None) -> None:
    origin = Origin(SCHOOL, EIGHT, EIGHT, Going.WALK)
    assert [one.hole for one in planned(origin, [eye(1, 100, 0, **more)])] == [why]


def test_what_a_camera_recorded_before_it_fell_silent_is_still_watched() -> None:
    origin = Origin(SCHOOL, EIGHT, EIGHT, Going.WALK)
    [one] = planned(origin, [eye(1, 100, 0, silent_since=at(3))])
    assert one.hole is None
    assert [span.until_at for span in one.left] == [at(3)]


# What happened at one place.


@given(st.lists(st.tuples(st.integers(-60, 240), st.booleans()), max_size=6))
def test_answers_narrow_the_time_and_what_contradicts_narrows_nothing(
    said: list[tuple[int, bool]],
) -> None:
    asked = Span(at(0), at(180))
    span, contradict = rules.narrowed(asked, [Answer(at(m), there) for m, there in said])
    assert asked.from_at <= span.from_at < span.until_at <= asked.until_at
    if contradict:
        assert span == asked
    else:
        there = [at(m) for m, there in said if there]
        gone = [at(m) for m, there in said if not there]
        assert all(one <= span.from_at for one in there)
        assert all(one >= span.until_at for one in gone)


def test_only_cameras_that_see_the_place_are_watched_and_the_nearest_first() -> None:
    looks = [
        eye(1, 0, -28, bearing_deg=0),
        eye(2, 0, -15, bearing_deg=0),
        eye(3, 0, -15, bearing_deg=180),
        eye(4, 0, -300, bearing_deg=0),
    ]
    found = rules.place_plan(SCHOOL, looks, Span(at(0), at(60)), [], LATER, count_max=9)
    assert [one.name for one in found] == ["2", "1"]
    assert {one.window for one in found} == {Span(at(0), at(60))}


# Sectors for patrols.


@given(ORIGINS, EYES, st.integers(1, 12), st.integers(0, 600))
def test_sectors_are_all_round_without_overlap_and_the_likeliest_first(
    origin: Origin, eyes: list[Eye], count: int, minutes: int
) -> None:
    shares = rules.directions(origin, eyes, [], at(minutes))
    assert sum(shares) == pytest.approx(1)
    found = sectors(origin, shares, [], at(minutes), count)
    assert len(found) == min(count, 8)
    assert sum(one.share for one in found) == pytest.approx(1)
    assert all(one.share >= other.share for one, other in pairwise(found))
    wide = [(one.until_deg - one.from_deg) % 360 or 360 for one in found]
    assert sum(wide) == pytest.approx(360)
    ends = {round(one.until_deg, 3) % 360 for one in found}
    assert ends == {round(one.from_deg, 3) % 360 for one in found}
    assert all(0 < one.far_m <= FAR_MOST_M for one in found)


def test_a_direction_that_was_watched_in_vain_is_driven_last() -> None:
    origin = Origin(SCHOOL, EIGHT, EIGHT, Going.WALK)
    eyes = [eye(1, 0, 60), eye(2, 60, 0)]
    watched = [Watched(UUID(int=1), Span(LONG_AGO, LATER))]
    shares = rules.directions(origin, eyes, watched, LATER)
    found = sectors(origin, shares, [], LATER, 8)
    assert (found[-1].from_deg, found[-1].until_deg) == (337.5, 22.5)


def test_a_sector_names_the_streets_that_lead_into_it() -> None:
    origin = Origin(SCHOOL, EIGHT, EIGHT, Going.WALK)
    ways = [
        Way(name, name, True, 100.0, (PLANE.place(east, north),))
        for name, east, north in (("东风路", 90.0, 5.0), ("北门街", 0.0, 90.0), ("", 5.0, 90.0))
    ]
    found = sectors(origin, [1 / 8] * 8, ways, at(10), 8)
    named = {one.streets: (one.from_deg + 22.5) % 360 for one in found if one.streets}
    assert named == {("东风路",): 90.0, ("北门街",): 0.0}


def test_a_street_that_goes_round_is_as_long_as_it_is() -> None:
    corner = [PLANE.place(0, 0), PLANE.place(0, 400), PLANE.place(300, 400)]
    line = [(place.lon, place.lat) for place in corner]
    streets = Streets([Street([line], "东风路", "Dongfeng Road", 7.0)])
    on_it, beside, far = corner[2], PLANE.place(0, 100), PLANE.place(9000, 0)
    [whole, begun, none] = streets.lengths_m(SCHOOL, [on_it, beside, far], 5000)
    assert whole == pytest.approx(700, rel=0.01)
    assert begun == pytest.approx(100, rel=0.02)
    assert none is None
    assert streets.lengths_m(SCHOOL, [on_it], 500) == [None]


def test_fewer_patrols_share_what_is_least_likely_together() -> None:
    origin = Origin(SCHOOL, EIGHT, EIGHT, Going.WALK)
    shares = [0.3, 0.2, 0.02, 0.02, 0.02, 0.04, 0.2, 0.2]
    found = sectors(origin, shares, [], at(10), 5)
    assert [round(one.share, 2) for one in found] == [0.3, 0.2, 0.2, 0.2, 0.1]
    assert (found[-1].from_deg, found[-1].until_deg) == (67.5, 247.5)


BEARINGS = st.dictionaries(
    st.integers(0, 40).map(lambda n: UUID(int=n)), st.integers(0, 359).map(float), max_size=12
)


@given(ORIGINS, EYES, BEARINGS)
def test_every_unit_has_a_sector_and_while_there_are_enough_units_every_sector_a_unit(
    origin: Origin, eyes: list[Eye], bearings: dict[UUID, float]
) -> None:
    shares = rules.directions(origin, eyes, [], LATER)
    found = sectors(origin, shares, [], LATER, min(len(bearings), rules.DIRECTIONS) or 1)
    shared = share_out(found, bearings)
    assert shared.keys() == bearings.keys()
    if bearings:
        assert {one.from_deg for one in shared.values()} == {one.from_deg for one in found}


@given(ORIGINS, EYES, BEARINGS, st.randoms(use_true_random=False))
def test_the_order_in_which_units_and_sectors_are_told_does_not_matter(
    origin: Origin, eyes: list[Eye], bearings: dict[UUID, float], random: Random
) -> None:
    shares = rules.directions(origin, eyes, [], LATER)
    found = sectors(origin, shares, [], LATER, 5)
    mixed, units = list(found), list(bearings.items())
    random.shuffle(mixed)
    random.shuffle(units)
    assert share_out(mixed, dict(units)) == share_out(found, bearings)


@given(ORIGINS, EYES, BEARINGS)
def test_whoever_looks_somewhere_goes_on_there_while_the_plan_is_the_same(
    origin: Origin, eyes: list[Eye], bearings: dict[UUID, float]
) -> None:
    shares = rules.directions(origin, eyes, [], LATER)
    found = sectors(origin, shares, [], LATER, min(len(bearings), rules.DIRECTIONS) or 1)
    shared = share_out(found, bearings)
    again = share_out(found, {unit: one.middle_deg for unit, one in shared.items()})
    assert {unit: one.from_deg for unit, one in again.items()} == {
        unit: one.from_deg for unit, one in shared.items()
    }


@given(ORIGINS, EYES, st.dictionaries(st.uuids(), st.floats(0, 359), min_size=1, max_size=5))
def test_no_two_units_would_turn_less_if_they_changed_places(
    origin: Origin, eyes: list[Eye], bearings: dict[UUID, float]
) -> None:
    shares = rules.directions(origin, eyes, [], LATER)
    shared = share_out(sectors(origin, shares, [], LATER, len(bearings)), bearings)

    def turned(unit: UUID, looks: UUID) -> float:
        return abs((bearings[unit] - shared[looks].middle_deg + 180) % 360 - 180)

    for one in bearings:
        for other in bearings:
            changed = turned(one, other) + turned(other, one)
            assert turned(one, one) + turned(other, other) <= changed + 1e-3


def test_one_patrol_looks_all_round_and_is_told_where_to_begin() -> None:
    origin = Origin(SCHOOL, EIGHT, EIGHT, Going.WALK, toward_deg=90)
    shares = rules.directions(origin, [], [], LATER)
    [whole] = sectors(origin, shares, [], LATER, 1)
    assert ((whole.until_deg - whole.from_deg) % 360, whole.toward_deg) == (0, 90)
    [even] = sectors(origin, [1 / 8] * 8, [], LATER, 1)
    assert even.toward_deg is None


def test_a_bearing_is_north_first_and_then_clockwise() -> None:
    around = [PLANE.place(0, 50), PLANE.place(50, 0), PLANE.place(0, -50), PLANE.place(-50, 0)]
    found = [bearing_deg(SCHOOL, place) for place in around]
    assert found == pytest.approx([0, 90, 180, 270], abs=0.1)
