"""Simulated pictures are the same for the same instant, follow the light, and things move."""

from datetime import datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from tests.support.town.clock_face import read_clock
from tests.support.town.light import COUNTY_ZONE
from tests.support.town.model import Camera
from tests.support.town.movers import Mover, movers_at
from tests.support.town.plan import make_plan
from tests.support.town.scene import STILL_SIZE, STREAM_SIZE, Studio
from tests.support.town.views import View, view_of

MORNING = datetime(2026, 11, 20, 7, 10, 3, 250_000, tzinfo=COUNTY_ZONE)
MIDNIGHT = MORNING.replace(hour=0)
FASTEST_MPS = 12.5  # A car on an avenue, with its lane's own whim.


def one_of_each_kind() -> dict[str, Camera]:
    found: dict[str, Camera] = {}
    for camera in make_plan(0.1).cameras:
        found.setdefault(view_of(camera).kind, camera)
    return found


CAMERAS = one_of_each_kind()
VIEWS = {kind: view_of(camera) for kind, camera in CAMERAS.items()}


def two_at_one_gate() -> tuple[View, View]:
    target = next(c.target for c in make_plan(0.1).cameras if c.site and c.site.kind == "school")
    first, second = [view_of(c) for c in make_plan(0.1).cameras if c.target == target][:2]
    return first, second


def test_the_town_has_every_kind_of_scene() -> None:
    assert CAMERAS.keys() == {
        "street", "gate", "door", "stop", "village", "fields", "yard", "high",
    }  # fmt: skip


@pytest.mark.parametrize("kind", CAMERAS)
@pytest.mark.parametrize("at", [MORNING, MIDNIGHT])
def test_every_scene_is_painted_by_day_and_by_night(kind: str, at: datetime) -> None:
    frame = Studio().frame(CAMERAS[kind], at, STREAM_SIZE)
    assert frame.shape == (STREAM_SIZE[1], STREAM_SIZE[0], 3)
    assert frame.std() > 15, "a picture, not a plain"
    assert read_clock(Image.fromarray(frame)) == at


@pytest.mark.parametrize("kind", CAMERAS)
def test_night_is_darker_than_day(kind: str) -> None:
    studio = Studio()
    day = studio.frame(CAMERAS[kind], MORNING.replace(hour=12), STREAM_SIZE)[60:]
    night = studio.frame(CAMERAS[kind], MIDNIGHT, STREAM_SIZE)[60:]
    assert night.mean() < 0.7 * day.mean()


def test_the_same_instant_gives_the_same_picture_whatever_was_asked_before() -> None:
    one, other = Studio(), Studio()
    other.frame(CAMERAS["gate"], MORNING + timedelta(seconds=9), STILL_SIZE)
    first = one.frame(CAMERAS["gate"], MORNING, STILL_SIZE)
    assert np.array_equal(first, other.frame(CAMERAS["gate"], MORNING, STILL_SIZE))
    assert np.array_equal(first, one.frame(CAMERAS["gate"], MORNING, STILL_SIZE))


def test_a_second_later_something_has_moved() -> None:
    studio = Studio()
    before = studio.frame(CAMERAS["street"], MORNING, STILL_SIZE)[120:600]
    after = studio.frame(CAMERAS["street"], MORNING + timedelta(seconds=1), STILL_SIZE)[120:600]
    changed = (np.abs(before.astype(int) - after.astype(int)).max(axis=2) > 24).mean()
    assert 0.002 < changed < 0.4


def test_two_cameras_of_one_gate_see_the_same_people() -> None:
    one, other = two_at_one_gate()
    assert one.pose != other.pose
    assert movers_at(one, MORNING) == movers_at(other, MORNING)


def test_a_still_is_a_jpeg_of_a_sensible_size() -> None:
    data = Studio().jpeg(CAMERAS["gate"], MORNING)
    assert data[:3] == b"\xff\xd8\xff"
    assert 30_000 < len(data) < 300_000


def near(mover: Mover, others: list[Mover], reach_m: float) -> bool:
    return any(
        other.kind == mover.kind
        and other.colour == mover.colour
        and (other.x - mover.x) ** 2 + (other.y - mover.y) ** 2 <= reach_m**2
        for other in others
    )


@given(
    st.sampled_from(sorted(VIEWS)),
    st.integers(min_value=0, max_value=86_399),
    st.floats(min_value=0.01, max_value=0.5),
)
@settings(max_examples=60, deadline=None)
def test_nothing_jumps(kind: str, second: int, step_s: float) -> None:
    view: View = VIEWS[kind]
    at = MIDNIGHT + timedelta(seconds=second)
    later = at + timedelta(seconds=step_s)
    if later.hour != at.hour:
        return  # With the hour the crowd changes.
    before, after = movers_at(view, at), movers_at(view, later)
    assert len(before) == len(after), "who leaves at the end comes in at the start"
    stayed = [mover for mover in after if near(mover, before, FASTEST_MPS * step_s + 0.01)]
    assert len(stayed) >= len(after) - 8, "only those who start their way anew"


def test_the_streets_are_emptier_at_night() -> None:
    for view in VIEWS.values():
        assert len(movers_at(view, MIDNIGHT)) <= len(movers_at(view, MORNING))
