"""When a film is cut, a slot is open, and a screen is shown something."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from uuid import UUID

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.viewing import rules
from service.viewing.refusals import (
    NotInSlot,
    OtherScreen,
    OutsideGrant,
    SecondOfficer,
    ViewingOver,
)
from service.viewing.wire import ViewingRow

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
SCREEN, OTHER = UUID(int=1), UUID(int=2)
seconds = st.integers(1, 3 * 3600)


def viewing(**more: object) -> ViewingRow:
    """A viewing that may be shown until one o'clock."""
    row = ViewingRow(
        viewing_id=UUID(int=3),
        number=7,
        footage_id=UUID(int=4),
        place="",
        begins_at=NOON,
        until_at=NOON + timedelta(hours=1),
        officer_id=UUID(int=5),
        officer="",
        session_id=SCREEN,
        needs_second=False,
        second_id=None,
        second=None,
        undertaking="",
        ended_at=None,
    )
    return msgspec.structs.replace(row, **more)


@given(seconds)
def test_films_cover_what_was_asked_without_a_gap_and_none_is_long(length_s: int) -> None:
    until = NOON + timedelta(seconds=length_s)
    cut = rules.slices((NOON, until), None, None)
    assert (cut[0][0], cut[-1][1]) == (NOON, until)
    assert all(one[1] == other[0] for one, other in pairwise(cut))
    assert all(end - begin <= rules.SLICE * 1.2 for begin, end in cut)
    assert all(end - begin >= rules.SLICE * 0.2 for begin, end in cut[1:])


@given(st.integers(-7200, 7200), st.integers(-7200, 7200))
def test_nothing_outside_the_granted_minutes_is_masked(from_s: int, until_s: int) -> None:
    granted = (NOON, NOON + timedelta(hours=1))
    begin, end = (NOON + timedelta(seconds=one) for one in (from_s, until_s))
    if 0 <= from_s < until_s <= 3600:
        assert rules.slices(granted, begin, end)[0][0] == begin
    else:
        with pytest.raises(OutsideGrant):
            rules.slices(granted, begin, end)


@given(st.integers(-90, 90))
def test_a_viewing_begins_in_its_slot_alone_and_ends_with_it(minutes: int) -> None:
    now = NOON + timedelta(minutes=minutes)
    if -15 <= minutes < 45:
        assert rules.slot(NOON, now) == NOON + rules.SLOT
    else:
        with pytest.raises(NotInSlot):
            rules.slot(NOON, now)
    with pytest.raises(NotInSlot):
        rules.slot(None, now)


def test_a_screen_is_shown_nothing_unless_all_holds() -> None:
    hour = timedelta(hours=1)
    assert rules.may_show(viewing(), SCREEN, NOON) is None
    last = NOON + hour - timedelta(microseconds=1)
    assert rules.may_show(viewing(), SCREEN, last) is None
    assert isinstance(rules.may_show(viewing(), SCREEN, NOON + hour), ViewingOver)
    assert isinstance(rules.may_show(viewing(ended_at=NOON), SCREEN, NOON), ViewingOver)
    assert isinstance(rules.may_show(viewing(), OTHER, NOON), OtherScreen)
    minors = viewing(needs_second=True)
    assert isinstance(rules.may_show(minors, SCREEN, NOON), SecondOfficer)
    both = msgspec.structs.replace(minors, second_id=OTHER)
    assert rules.may_show(both, SCREEN, NOON) is None


@given(st.integers(0, 10_000), st.integers(1, 10_000))
def test_the_mark_moves_and_stays_in_the_picture(second: int, number: int) -> None:
    here, later = rules.mark_at(second, number), rules.mark_at(second + 3, number)
    assert all(0 <= share < 1 for share in here)
    assert max(abs(one - other) for one, other in zip(here, later, strict=True)) > 0.3
