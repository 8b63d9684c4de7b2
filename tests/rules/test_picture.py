"""How often a picture is tried, which further ones are taken, how old each is and what it shows."""

import io
from datetime import UTC, datetime, timedelta
from functools import cache
from uuid import UUID

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from service.camera.wire import Reason
from service.picture.rules import (
    FROZEN_APART,
    FROZEN_APART_DIM,
    STALE_AFTER,
    TOO_LATE_MS,
    TRIES_MOST,
    is_frozen,
    is_stale,
    is_too_late,
    lag_ms,
    marks_of,
    once_more,
    only_kept,
    redeems,
    shots_after,
    shots_before,
    tries_again,
    unheard_of,
    usable,
)
from service.picture.wire import Mark, Shot, Snapshot, SnapshotState, Want
from service.platform.imaging import (
    Flaw,
    Grey,
    Still,
    Verdict,
    flaw,
    is_again,
    is_dim,
    judge_next,
)

NOW = datetime(2026, 3, 2, 7, 40, tzinfo=UTC)
moments = st.lists(st.floats(0, 3600), max_size=10)


def snapshot(
    camera: int, state: SnapshotState, *marks: Mark, number: int = 0, lag_s: float | None = None
) -> Snapshot:
    """What the incident says of one picture."""
    return Snapshot(
        snapshot_id=UUID(int=100 * camera + number),
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
        captured_at=None if lag_s is None else NOW + timedelta(seconds=lag_s),
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


pictures = st.tuples(st.integers(0, 4), st.sampled_from(SnapshotState), st.booleans())


@given(st.lists(pictures, max_size=12))
def test_a_camera_counts_once_and_only_while_its_newest_picture_shows_something(
    rows: list[tuple[int, SnapshotState, bool]],
) -> None:
    made, newest = [], {}
    for number, (camera, state, stale) in enumerate(rows):
        marks = [Mark.STALE] if stale and state is SnapshotState.STORED else []
        lag_s = number if state is SnapshotState.STORED else None
        one = snapshot(camera, state, *marks, number=number, lag_s=lag_s)
        made.append(one)
        if state is SnapshotState.PLANNED:
            newest[camera] = (float("inf"), True)
        elif state is SnapshotState.STORED and newest.get(camera, (0, True))[0] <= number:
            newest[camera] = (number, not marks)
    good = sum(shows for _, shows in newest.values())
    assert usable(made) == usable(reversed(made)) == good


def test_a_camera_that_is_covered_later_does_not_count_any_more() -> None:
    first = snapshot(1, SnapshotState.STORED, lag_s=0)
    past = snapshot(1, SnapshotState.STORED, Mark.BLACK, number=1, lag_s=-5)
    later = snapshot(1, SnapshotState.STORED, Mark.BLACK, number=2, lag_s=15)
    assert usable([first, past]) == 1
    assert usable([first, past, later]) == 0


@given(st.booleans(), st.booleans(), st.floats(0, 100_000))
def test_only_two_pictures_that_must_differ_show_that_a_camera_is_frozen(
    again: bool, dim: bool, apart_s: float
) -> None:
    apart = timedelta(seconds=apart_s)
    frozen = is_frozen(Verdict(None, again, dim), apart)
    assert frozen == (again and apart >= FROZEN_APART and (not dim or apart >= FROZEN_APART_DIM))


def test_a_picture_has_every_mark_that_it_deserves_what_it_shows_first() -> None:
    hour = timedelta(hours=1)
    assert marks_of(Verdict(None), apart=None, stale=False) == []
    assert marks_of(Verdict(Flaw.BLACK), apart=hour, stale=True) == [Mark.BLACK, Mark.STALE]
    assert marks_of(Verdict(None, again=True), apart=hour, stale=True) == [Mark.FROZEN, Mark.STALE]
    assert [Mark(one.value) for one in Flaw], "each flaw is a mark"


def test_what_is_wrong_with_a_camera_is_news_once() -> None:
    first = snapshot(1, SnapshotState.STORED, Mark.STALE)
    other = snapshot(2, SnapshotState.STORED, Mark.BLACK)
    further = snapshot(1, SnapshotState.STORED, Mark.BLACK, Mark.STALE, number=1)
    assert unheard_of(further, [first, other]) == [Mark.BLACK]
    assert unheard_of(further, [first, other, further]) == [Mark.BLACK], "not by itself"
    assert unheard_of(further, [further, snapshot(1, SnapshotState.STORED, *further.marks)]) == []


def test_only_the_second_try_of_a_first_picture_redeems_it() -> None:
    again = once_more(NOW + timedelta(seconds=2), NOW)
    assert (again.want, again.moment_ms, again.attempt) == (Want.AT, 3000, 2)
    assert redeems(again, [])
    assert not redeems(again, [Mark.BLACK])
    assert not redeems(Shot(Want.AT, 3000), [])


# What a picture shows: measured on pixels, as they come out of a JPEG picture.

Scene = np.ndarray[tuple[int, ...], np.dtype[np.float64]]


def seen(scene: Scene) -> Grey:
    """A scene after it was compressed, as it is looked at."""
    buffer = io.BytesIO()
    Image.fromarray(scene.clip(0, 255).astype(np.uint8)).save(buffer, "JPEG", quality=80)
    with Image.open(buffer) as picture:
        return np.asarray(picture.convert("L"))


def road(light: float) -> Scene:
    """A scene without any noise: as a camera shows it that smooths the night."""
    waves: Scene = np.add.outer(np.linspace(0, 40, 360), 20 * np.sin(np.linspace(0, 60, 640)))
    return light + waves


def noise(number: int, sigma: float) -> Scene:
    return np.random.default_rng(number).normal(0, sigma, (360, 640))


@given(st.floats(40, 180), st.floats(1, 8))
def test_a_scene_with_a_sensors_noise_shows_something_and_is_never_the_one_before(
    light: float, sigma: float
) -> None:
    first, second = (seen(road(light) + noise(number, sigma)) for number in (1, 2))
    assert flaw(first) is None
    assert not is_again(second, first)


@given(st.floats(0, 6), st.floats(0, 2))
def test_a_covered_lens_is_black_whatever_its_clock_says(light: float, sigma: float) -> None:
    dark = light + noise(1, sigma)
    dark[:20, :200] = 235
    assert flaw(seen(dark)) is Flaw.BLACK


def test_a_lamp_in_the_lens_is_too_bright_and_a_plain_screen_is_no_signal() -> None:
    assert flaw(seen(np.full((360, 640), 252.0))) is Flaw.OVEREXPOSED
    assert flaw(seen(np.full((360, 640), 128.0))) is Flaw.NO_SIGNAL
    assert flaw(seen(np.tile(np.linspace(20, 220, 640), (360, 1)))) is Flaw.NO_SIGNAL


def test_a_running_clock_does_not_hide_that_a_picture_is_the_one_before() -> None:
    before, now = road(120) + noise(1, 4), road(120) + noise(1, 4)
    before[10:40, 20:300], now[10:40, 20:300] = 16, 235
    now[330:350, 400:600] = 235
    assert is_again(seen(now), seen(before))
    assert not is_dim(seen(now))


@pytest.mark.parametrize("light", [50, 120])
def test_a_street_in_which_somebody_walks_is_never_the_one_before(light: float) -> None:
    """However still and free of noise the rest of it is: one person far away is enough."""
    before, now = road(light), road(light)
    before[200:230, 300:312] = 10
    now[200:230, 330:342] = 10
    assert np.mean(seen(now) == seen(before)) > 0.99
    assert not is_again(seen(now), seen(before))


def test_by_night_a_still_street_is_known_to_be_dim() -> None:
    night = seen(road(40))
    assert is_again(night, night)
    assert is_dim(night)


def test_pictures_of_two_sizes_are_never_the_same() -> None:
    small, large = np.full((90, 160), 100, np.uint8), np.full((180, 320), 100, np.uint8)
    assert not is_again(small, large)
    assert is_again(np.full((9, 9), 1, np.uint8), np.full((9, 9), 1, np.uint8))


@cache
def alive(number: int) -> Grey:
    """A street by day with its sensor's noise; no two numbers show the same."""
    return seen(road(110) + noise(number, 8))


@given(st.lists(st.booleans(), min_size=1, max_size=12))
def test_a_camera_stands_still_since_the_first_of_its_pictures_that_were_alike(
    moves: list[bool],
) -> None:
    still: Still | None = None
    scene, began = 0, NOW
    for number, moved in enumerate(moves):
        at = NOW + timedelta(seconds=2 * number)
        if number == 0 or moved:
            scene, began = number, at
        verdict, still = judge_next(alive(scene), at, still)
        assert verdict == Verdict(None, again=began < at, dim=False)
        assert still.since == began


def test_a_scene_that_changes_slowly_is_seen_to_change() -> None:
    still: Still | None = None
    picture = alive(0)
    for number in range(40):
        picture = picture.copy()
        # A hundredth of the rows each time: two in a row are always alike.
        picture[60 + 3 * number : 63 + 3 * number] += 40
        _, still = judge_next(picture, NOW + timedelta(seconds=number), still)
    assert still is not None
    assert still.since > NOW
