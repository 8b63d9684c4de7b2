"""What a press says, and what the one who pressed is shown."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.alarm.rules import clock_off_s, is_silent, progress
from service.alarm.wire import AlarmState, Press, ProgressState
from service.incident.wire import Kind, State
from tests.rules.made import NOW, after, uid


@given(st.floats(-1e9, 1e9))
def test_a_clock_is_noted_where_it_is_a_minute_off(off_s: float) -> None:
    found = clock_off_s(after(-off_s), NOW)
    told_s = (NOW - after(-off_s)).total_seconds()
    assert found == (told_s if abs(told_s) >= 60 else None)


@pytest.mark.parametrize(
    ("pressed", "off_s"),
    [(-59.999, None), (-60, 60), (59.999, None), (60, -60), (0, None), (-86_400, 86_400)],
)
def test_a_press_from_the_past_is_off_forward_and_one_from_the_future_back(
    pressed: float, off_s: float | None
) -> None:
    assert clock_off_s(after(pressed), NOW) == off_s


@given(
    st.datetimes(timezones=st.integers(-1439, 1439).map(lambda m: timezone(timedelta(minutes=m))))
)
def test_no_date_that_a_box_claims_is_a_reason_to_fail(pressed_at: datetime) -> None:
    found = clock_off_s(pressed_at, NOW)
    assert found is None or abs(found) >= 60


def test_the_zone_of_a_box_makes_no_difference() -> None:
    local = after(-300).astimezone(timezone(timedelta(hours=8)))
    assert clock_off_s(local, NOW) == clock_off_s(local.astimezone(UTC), NOW) == 300


def press(kind: Kind, *, silent: bool) -> Press:
    """A press."""
    return Press(press_id=uid(1), kind=kind, pressed_at=NOW, silent=silent)


@pytest.mark.parametrize("kind", list(Kind))
def test_under_duress_nothing_shows_and_otherwise_only_when_it_was_asked_for(kind: Kind) -> None:
    assert is_silent(press(kind, silent=True))
    assert is_silent(press(kind, silent=False)) is (kind is Kind.DURESS)


@pytest.mark.parametrize("incident", list(State))
def test_a_reset_alarm_is_reset_whatever_else_goes_on(incident: State) -> None:
    assert progress(AlarmState.RESET, incident) is ProgressState.RESET


@pytest.mark.parametrize("incident", list(State))
def test_a_latched_alarm_is_never_shown_as_reset(incident: State) -> None:
    shown = progress(AlarmState.LATCHED, incident)
    same = {"assigned", "en_route", "on_scene"}
    assert shown.value == (incident.value if incident.value in same else "received")
