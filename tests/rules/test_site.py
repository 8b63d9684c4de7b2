"""Devices that are heard or not, codes, test windows."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.core.problem import Fault
from service.site.rules import (
    CODE_ALPHABET,
    CODE_LENGTH,
    check_window,
    lost_since,
    normal_code,
    refusal,
)
from service.site.wire import (
    DeviceAt,
    DeviceKind,
    DeviceState,
    Drill,
    ReplacedDevice,
    RevokedDevice,
    SiteKind,
    UnknownDevice,
    WindowUnusable,
)
from tests.rules.made import EAST, GATE, NOW, SCOPE, after, uid

seconds = st.integers(-200_000, 200_000)


# ── Who is heard ────────────────────────────────────────────────────────────────────────────


def test_only_an_active_device_is_heard() -> None:
    assert [state for state in DeviceState if refusal(state) is None] == [DeviceState.ACTIVE]


@pytest.mark.parametrize(
    ("state", "problem"),
    [
        (DeviceState.REVOKED, RevokedDevice),
        (DeviceState.REPLACED, ReplacedDevice),
        (DeviceState.INVITED, UnknownDevice),
    ],
)
def test_a_device_that_is_not_heard_is_told_why(
    state: DeviceState, problem: type[Exception]
) -> None:
    found = refusal(state)
    assert isinstance(found, problem)
    assert found is not None
    assert found.fault in (Fault.FORBIDDEN, Fault.UNSIGNED)


# ── Codes ───────────────────────────────────────────────────────────────────────────────────


@given(st.text(CODE_ALPHABET, min_size=CODE_LENGTH, max_size=CODE_LENGTH), st.data())
def test_a_code_is_the_same_however_it_is_typed(code: str, data: st.DataObject) -> None:
    typed = ""
    for letter in code:
        typed += data.draw(st.sampled_from([letter, letter.lower(), letter + "-"]))
    assert normal_code(typed) == code


def test_a_code_has_no_letter_that_is_mistaken_for_another() -> None:
    assert not set("01IO") & set(CODE_ALPHABET)
    assert len(set(CODE_ALPHABET)) == len(CODE_ALPHABET) == 32
    assert CODE_ALPHABET.upper() == CODE_ALPHABET


# ── Silence ─────────────────────────────────────────────────────────────────────────────────


def test_three_missed_heartbeats_of_half_a_minute_are_silence() -> None:
    assert lost_since(NOW) == NOW - timedelta(seconds=90)


# ── Test windows ────────────────────────────────────────────────────────────────────────────


@given(seconds, seconds)
def test_a_window_ends_after_it_starts_within_a_day_and_is_not_over(start: int, end: int) -> None:
    usable = start < end <= start + 86_400 and end > 0
    try:
        check_window(after(start), after(end), NOW)
    except WindowUnusable as problem:
        found = problem.field
    else:
        found = None
    assert found == (None if usable else "ends_at")


@pytest.mark.parametrize(
    ("start", "end"), [(0, 86_400), (-86_399, 1), (0, 0.000_001), (-10, 10), (3600, 7200)]
)
def test_windows_up_to_a_day_may_be_declared_also_when_they_run_already(
    start: float, end: float
) -> None:
    check_window(after(start), after(end), NOW)


@pytest.mark.parametrize(
    ("start", "end"), [(0, 0), (10, 5), (0, 86_400.1), (-20, 0), (-20, -10), (0, 200_000)]
)
def test_a_window_that_would_swallow_real_presses_is_refused(start: float, end: float) -> None:
    with pytest.raises(WindowUnusable):
        check_window(after(start), after(end), NOW)


def key(*drills: Drill) -> DeviceAt:
    """A key at a school with declared tests."""
    return DeviceAt(
        device_id=uid(1),
        state=DeviceState.ACTIVE,
        algorithm=None,
        public_key=None,
        secret_sealed=None,
        room=None,
        kind=DeviceKind.KEY,
        label="按钮",
        site_id=uid(2),
        site_name="实验小学",
        site_kind=SiteKind.SCHOOL,
        site_class=1,
        area_code=EAST,
        lineage=SCOPE,
        lat=GATE.lat,
        lon=GATE.lon,
        points=(),
        drills=drills,
    )


def drill(start: float, end: float, number: int = 1, *, silent: bool = False) -> Drill:
    """A declared test."""
    return Drill(uid(number), after(start), after(end), (uid(5),), silent)


@pytest.mark.parametrize(
    ("at", "inside"),
    [(-0.000_001, False), (0, True), (1800, True), (3599.999_999, True), (3600, False)],
)
def test_a_window_holds_from_its_start_until_just_before_its_end(at: float, inside: bool) -> None:
    found = key(drill(0, 3600)).drill_at(after(at), silent=False)
    assert (found is not None) is inside


@given(st.lists(st.tuples(seconds, seconds), max_size=5), seconds)
def test_a_press_outside_every_window_is_real(windows: list[tuple[int, int]], at: int) -> None:
    drills = [drill(a, b, number) for number, (a, b) in enumerate(windows)]
    found = key(*drills).drill_at(after(at), silent=False)
    inside = [d for d in drills if d.starts_at <= after(at) < d.ends_at]
    assert (found in inside) if inside else (found is None)


@given(st.lists(st.tuples(seconds, seconds, st.booleans()), max_size=5), seconds)
def test_a_silent_press_is_real_unless_a_window_of_that_time_announces_such(
    windows: list[tuple[int, int, bool]], at: int
) -> None:
    drills = [drill(a, b, n, silent=s) for n, (a, b, s) in enumerate(windows)]
    inside = [d for d in drills if d.starts_at <= after(at) < d.ends_at and d.silent]
    found = key(*drills).drill_at(after(at), silent=True)
    assert (found in inside) if inside else (found is None)


def test_where_no_test_is_declared_every_press_is_real() -> None:
    assert key().drill_at(NOW, silent=False) is None
