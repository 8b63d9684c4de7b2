"""How often a picture is tried, which further ones are taken, and how old each is."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.camera.wire import Reason
from service.picture.rules import (
    STALE_AFTER,
    TOO_LATE_MS,
    TRIES_MOST,
    is_stale,
    is_too_late,
    lag_ms,
    only_kept,
    shots_after,
    shots_before,
    tries_again,
    usable,
)
from service.picture.wire import Mark, Shot, Snapshot, SnapshotState, Want

NOW = datetime(2026, 3, 2, 7, 40, tzinfo=UTC)
moments = st.lists(st.floats(0, 3600), max_size=10)


def snapshot(camera: int, state: SnapshotState, *marks: Mark) -> Snapshot:
    """What the incident says of one picture."""
    return Snapshot(
        snapshot_id=UUID(int=camera),
        incident_id=UUID(int=1),
        camera_id=UUID(int=camera),
        camera_name="gate",
        rank=camera,
        reason=Reason.SEES,
        distance_m=20,
        street=None,
        street_en=None,
        on_foot=None,
        preset=None,
        want=Want.FIRST,
        moment_ms=0,
        marks=list(marks),
        state=state,
        attempt=1,
        trouble=None,
        captured_at=None,
        camera_at=None,
        clock_ahead_ms=None,
        stored_at=None,
        lag_ms=None,
        source=None,
        sha256=None,
        size_bytes=None,
        width=None,
        height=None,
    )


def test_a_camera_is_asked_a_few_times_and_no_more() -> None:
    assert [tries_again(n) for n in range(1, TRIES_MOST + 2)] == [True, True, False, False]


@pytest.mark.parametrize(("after_ms", "lag"), [(0, 0), (1234, 1234), (-2500, -2500)])
def test_a_picture_says_how_long_after_the_press_it_is(after_ms: int, lag: int) -> None:
    assert lag_ms(NOW + timedelta(milliseconds=after_ms), NOW) == lag


@given(moments, st.integers(0, 4_000_000))
def test_of_what_comes_after_the_press_only_the_future_can_still_be_taken(
    after_s: list[float], since_ms: int
) -> None:
    shots = shots_after(after_s, since_ms)
    assert all(shot.moment_ms > since_ms for shot in shots)
    assert [s.moment_ms for s in shots] == sorted(s.moment_ms for s in shots)
    assert len(shots) == sum(round(s * 1000) > since_ms for s in after_s)


@given(moments)
def test_what_a_kept_stream_holds_begins_with_the_frame_nearest_the_press(
    before_s: list[float],
) -> None:
    first, second, *before = shots_before(before_s)
    assert (first, second) == (Shot(Want.NEAREST), Shot(Want.NEWEST))
    assert all(shot.moment_ms <= 0 for shot in before)
    assert all(only_kept(shot) or shot.moment_ms == 0 for shot in [first, second, *before])


@given(st.integers(-20_000, 120_000), st.integers(0, 10_000_000))
def test_a_picture_of_another_moment_is_not_taken(moment_ms: int, since_ms: int) -> None:
    late = is_too_late(Shot(Want.AT, moment_ms), since_ms)
    assert late == (moment_ms > 0 and since_ms > moment_ms + TOO_LATE_MS)


@given(st.integers(-60_000, 60_000))
def test_a_frame_is_stale_when_it_is_older_than_what_was_asked(lag: int) -> None:
    captured_at = NOW + timedelta(milliseconds=lag)
    assert is_stale(captured_at, NOW) == (lag < -STALE_AFTER.total_seconds() * 1000)


@given(st.lists(st.tuples(st.integers(0, 5), st.sampled_from(SnapshotState), st.booleans())))
def test_a_camera_counts_once_and_only_while_it_shows_something(
    rows: list[tuple[int, SnapshotState, bool]],
) -> None:
    made = [snapshot(n, state, *([Mark.STALE] if stale else [])) for n, state, stale in rows]
    good = {n for n, state, stale in rows if state is not SnapshotState.FAILED and not stale}
    assert usable(made) == len(good)
