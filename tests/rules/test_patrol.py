"""Which positions are believed."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.core.geo import Crs, Place, ahead, distance_m, from_wgs84
from service.patrol.rules import sift
from service.patrol.wire import Fix, KeptFix

NOW = datetime(2026, 3, 2, 7, 40, tzinfo=UTC)
GATE = Place(35.07, 116.31)

# What the field can believe, said here once more and on purpose not taken from the rules.
SPEED_MOST_MPS = 70  # 250 km/h
CLOCK_AHEAD_S = 30
AGE_MOST_S = 3600
ROUGH_MOST_M = 2000
BELIEVED_AGAIN_S = 300


def fix(
    after_s: float, place: Place = GATE, *, rough_m: float | None = None, crs: Crs = Crs.WGS84
) -> Fix:
    """A fix measured so many seconds after now."""
    shown = from_wgs84(place, crs)
    at = NOW + timedelta(seconds=after_s)
    return Fix(at=at, lat=shown.lat, lon=shown.lon, crs=crs, accuracy_m=rough_m)


near = st.builds(ahead, st.just(GATE), st.floats(0, 359), st.floats(0, 5000))
anywhere = st.builds(Place, st.floats(-85, 85), st.floats(-180, 180))
roughness = st.none() | st.floats(0, 5000)
lengths = st.integers(-4000, 60).map(float) | st.floats(-4000, 60) | st.floats(-20, 31)
heaps = st.lists(st.builds(fix, lengths, near | anywhere, rough_m=roughness), max_size=25)
standing_at = st.none() | st.builds(
    KeptFix,
    st.floats(-5000, 0).map(lambda s: NOW + timedelta(seconds=s)),
    near | anywhere,
    st.none() | st.floats(0, ROUGH_MOST_M),
)


def possible(before: KeptFix, after: KeptFix) -> bool:
    """Whether a patrol can have come from one to the other."""
    took_s = (after.at - before.at).total_seconds()
    rough_m = (before.accuracy_m or 0) + (after.accuracy_m or 0)
    reach_m = SPEED_MOST_MPS * took_s + rough_m + 0.001
    return took_s >= BELIEVED_AGAIN_S or distance_m(before.place, after.place) <= reach_m


def chain(last: KeptFix | None, kept: Sequence[KeptFix]) -> list[KeptFix]:
    """The last position that was known, and those that follow it."""
    return [*([last] if last else []), *kept]


@given(heaps, standing_at, st.randoms())
def test_the_order_in_which_positions_come_does_not_matter(
    fixes: list[Fix], last: KeptFix | None, random: object
) -> None:
    mixed = list(fixes)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert sift(mixed, last, NOW) == sift(fixes, last, NOW)


def test_of_two_positions_of_one_instant_the_finer_is_believed() -> None:
    fine, rough = fix(-5, rough_m=8), fix(-5, ahead(GATE, 90, 60), rough_m=80)
    unknown = fix(-5, ahead(GATE, 0, 60))
    for fixes in ([fine, rough, unknown], [unknown, rough, fine], [rough, unknown, fine]):
        assert [kept.accuracy_m for kept in sift(fixes, None, NOW)] == [8]


@given(heaps, standing_at)
def test_what_is_kept_goes_forward_in_time(fixes: list[Fix], last: KeptFix | None) -> None:
    kept = chain(last, sift(fixes, last, NOW))
    assert all(a.at < b.at for a, b in pairwise(kept))


@given(heaps, standing_at)
def test_nothing_of_the_future_is_kept(fixes: list[Fix], last: KeptFix | None) -> None:
    assert all(kept.at <= NOW for kept in sift(fixes, last, NOW))


@given(heaps, standing_at)
def test_nothing_old_or_rough_is_kept(fixes: list[Fix], last: KeptFix | None) -> None:
    for kept in sift(fixes, last, NOW):
        assert (NOW - kept.at).total_seconds() <= AGE_MOST_S
        assert kept.accuracy_m is None or kept.accuracy_m <= ROUGH_MOST_M


@given(heaps, standing_at)
def test_every_step_that_is_kept_can_have_been_gone(fixes: list[Fix], last: KeptFix | None) -> None:
    kept = chain(last, sift(fixes, last, NOW))
    assert all(possible(a, b) for a, b in pairwise(kept))


@given(heaps)
def test_a_batch_that_is_sent_twice_is_kept_once(fixes: list[Fix]) -> None:
    kept = sift(fixes, None, NOW)
    if kept:
        assert sift(fixes, kept[-1], NOW) == []
    assert sift([*fixes, *fixes], None, NOW) == kept


@given(
    st.lists(
        st.tuples(st.floats(1, 100), st.floats(0, 359), st.floats(0, SPEED_MOST_MPS - 1)),
        min_size=1,
        max_size=30,
    ),
    st.sampled_from(list(Crs)),
)
def test_a_patrol_on_its_way_is_kept_whole(
    steps: list[tuple[float, float, float]], crs: Crs
) -> None:
    at_s, place = -sum(length for length, _, _ in steps), GATE
    fixes = [fix(at_s, place, crs=crs)]
    for length, bearing, speed in steps:
        at_s, place = at_s + length, ahead(place, bearing, speed * length)
        fixes.append(fix(at_s, place, crs=crs))
    assert len(sift(fixes, None, NOW)) == len(fixes)


@given(near, st.sampled_from(list(Crs)))
def test_a_position_lands_where_its_wgs_84_twin_does(place: Place, crs: Crs) -> None:
    [kept] = sift([fix(-5, place, crs=crs)], None, NOW)
    assert distance_m(kept.place, place) < 0.01


@pytest.mark.parametrize(
    ("after_s", "kept"),
    [
        (CLOCK_AHEAD_S, True),
        (CLOCK_AHEAD_S + 0.001, False),
        (0.0, True),
        (-AGE_MOST_S, True),
        (-AGE_MOST_S - 0.001, False),
    ],
)
def test_a_clock_may_be_half_a_minute_ahead_and_a_buffer_an_hour_old(
    after_s: float, kept: bool
) -> None:
    assert bool(sift([fix(after_s)], None, NOW)) is kept


def test_a_position_from_a_clock_that_is_ahead_counts_as_of_now() -> None:
    [kept] = sift([fix(20)], None, NOW)
    assert kept.at == NOW


@pytest.mark.parametrize(
    "at",
    [
        datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14))),
        datetime(9999, 12, 31, 23, 59, tzinfo=timezone(timedelta(hours=-12))),
    ],
)
def test_a_position_of_a_broken_clock_is_dropped_and_harms_nothing(at: datetime) -> None:
    broken = Fix(at=at, lat=GATE.lat, lon=GATE.lon, crs=Crs.WGS84)
    good = fix(-5)
    [kept] = sift([broken, good], None, NOW)
    assert kept.at == good.at


@pytest.mark.parametrize(("rough_m", "kept"), [(None, True), (2000.0, True), (2000.1, False)])
def test_a_fix_that_says_only_which_part_of_town_is_dropped(
    rough_m: float | None, kept: bool
) -> None:
    assert bool(sift([fix(-5, rough_m=rough_m)], None, NOW)) is kept


@pytest.mark.parametrize(("metres", "kept"), [(699, True), (701, False)])
def test_a_jump_faster_than_any_patrol_is_dropped(metres: float, kept: bool) -> None:
    last = KeptFix(NOW - timedelta(seconds=10), GATE, None)
    assert bool(sift([fix(0, ahead(GATE, 45, metres))], last, NOW)) is kept


def test_a_rough_fix_may_lie_as_far_off_as_it_is_rough() -> None:
    last = KeptFix(NOW - timedelta(seconds=10), GATE, 100)
    there = ahead(GATE, 45, 1500)
    assert sift([fix(0, there, rough_m=750)], last, NOW)
    assert not sift([fix(0, there, rough_m=650)], last, NOW)


def test_one_wild_position_among_good_ones_is_dropped_alone() -> None:
    wild = Place(36.5, 117.5)
    fixes = [fix(-30), fix(-20), fix(-10, wild), fix(0)]
    assert [kept.at for kept in sift(fixes, None, NOW)] == [fixes[n].at for n in (0, 1, 3)]


@given(anywhere, anywhere)
def test_a_phone_that_truly_is_elsewhere_is_believed_again_within_minutes(
    wrong: Place, true: Place
) -> None:
    """The first fix may be a cached one of another city, or 0° north 0° east: it must not hide
    the unit for a whole shift."""
    last = KeptFix(NOW - timedelta(seconds=BELIEVED_AGAIN_S), wrong, None)
    [kept] = sift([fix(0, true)], last, NOW)
    assert distance_m(kept.place, true) < 0.01
