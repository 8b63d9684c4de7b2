"""What of a time can be looked at: every instant is shown, or missing for one reason."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from service.platform.recorders import GapWhy, Segment
from service.recorder import rules
from service.recorder.wire import Gap, Part

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
SPANS = st.lists(st.tuples(st.integers(-100, 400), st.integers(0, 200)), max_size=8)
WHYS = st.sampled_from(sorted(GapWhy))


def at(seconds: float) -> datetime:
    """So long after noon."""
    return NOON + timedelta(seconds=seconds)


@given(SPANS, st.lists(st.tuples(st.integers(-100, 400), st.integers(0, 200), WHYS), max_size=8))
def test_every_second_is_shown_or_missing_and_gaps_neither_overlap_nor_leave_the_time(
    spans: list[tuple[int, int]], known: list[tuple[int, int, GapWhy]]
) -> None:
    parts = [Part("", at(begin), at(begin + length), "", 1) for begin, length in spans]
    gaps = rules.gaps(parts, [Gap(at(a), at(a + b), why) for a, b, why in known], NOON, at(300))
    assert all(one.ends_at <= other.begins_at for one, other in pairwise(gaps))
    assert all(at(0) <= gap.begins_at < gap.ends_at <= at(300) for gap in gaps)
    for second in range(300):
        shown = any(part.begins_at <= at(second) < part.ends_at for part in parts)
        missing = any(gap.begins_at <= at(second) < gap.ends_at for gap in gaps)
        assert not (shown and missing)
        near = any(
            abs((edge - at(second)).total_seconds()) <= rules.JOINT.total_seconds()
            for part in parts
            for edge in (part.begins_at, part.ends_at)
        )
        end = second >= 300 - rules.JOINT.total_seconds()
        assert shown or missing or near or end


@given(SPANS, st.randoms(use_true_random=False))
def test_the_order_in_which_a_recorder_lists_does_not_matter(
    spans: list[tuple[int, int]], random: Random
) -> None:
    listed = [
        Segment(str(number), at(begin), at(begin + length))
        for number, (begin, length) in enumerate(spans)
    ]
    again = [*listed, *listed]
    random.shuffle(again)
    assert rules.wanted(again, NOON, at(60)) == rules.wanted(listed, NOON, at(60))


def test_a_file_that_came_whole_and_is_short_was_not_written_and_another_was_cut() -> None:
    listed = Segment("a", NOON, at(60), size_bytes=100)
    _, whole = rules.part_of(listed, "", "", 100, 20.0, NOON)
    _, half = rules.part_of(listed, "", "", 50, 20.0, NOON)
    assert whole == [Gap(at(20), at(60), GapWhy.NOT_RECORDED)]
    assert half == [Gap(at(20), at(60), GapWhy.CUT)]


def test_a_hole_within_a_file_is_a_gap() -> None:
    listed = Segment("a", NOON, at(60))
    part, missing = rules.part_of(listed, "", "", 1, 60.0, NOON, [(10.0, 30.0)])
    parts = rules.shown(part, missing)
    assert [(one.begins_at, one.ends_at) for one in parts] == [(at(0), at(10)), (at(30), at(60))]
    assert rules.gaps(parts, missing, NOON, at(60)) == [Gap(at(10), at(30), GapWhy.NOT_RECORDED)]
