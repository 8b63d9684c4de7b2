"""The clock burned into a picture can be read back by a program, whatever was done to it."""

from datetime import UTC, datetime, timedelta
from io import BytesIO

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from tests.support.town.clock_face import NoClock, Pixels, burn, read_clock

NOON = datetime(2026, 11, 20, 4, 0, 0, 123000, tzinfo=UTC)
moments = st.integers(min_value=0, max_value=2**42).map(
    lambda millis: datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=millis)
)


def noise(width: int, height: int) -> Pixels:
    return np.random.default_rng(3).integers(0, 256, (height, width, 3), dtype=np.uint8)


def picture(at: datetime, width: int = 1280, height: int = 720) -> Image.Image:
    frame = noise(width, height)
    burn(frame, "一号门 Gate 1", at)
    return Image.fromarray(frame)


def through_jpeg(image: Image.Image, quality: int) -> Image.Image:
    out = BytesIO()
    image.save(out, "JPEG", quality=quality)
    return Image.open(BytesIO(out.getvalue()))


@given(moments)
def test_any_instant_is_read_back_to_the_millisecond(at: datetime) -> None:
    frame = np.full((270, 480, 3), 90, dtype=np.uint8)
    burn(frame, "x", at)
    assert read_clock(Image.fromarray(frame)) == at


@pytest.mark.parametrize("quality", [95, 60, 30])
def test_the_clock_survives_jpeg_over_the_busiest_picture(quality: int) -> None:
    assert read_clock(through_jpeg(picture(NOON), quality)) == NOON


@pytest.mark.parametrize("size", [(640, 360), (960, 540), (1920, 1080)])
def test_the_clock_survives_a_change_of_size(size: tuple[int, int]) -> None:
    assert read_clock(through_jpeg(picture(NOON).resize(size), 60)) == NOON


def test_a_picture_without_a_clock_has_none() -> None:
    with pytest.raises(NoClock):
        read_clock(Image.fromarray(noise(1280, 720)))
    with pytest.raises(NoClock):
        read_clock(Image.new("RGB", (1280, 720)))
    with pytest.raises(NoClock):
        read_clock(Image.new("RGB", (8, 2)))


def test_a_spoilt_cell_is_noticed_not_misread() -> None:
    image = picture(NOON)
    for column in range(32):
        spoilt = image.copy()
        cell = 1280 / 120
        x, y = int(1280 - 34 * cell + column * cell), int(1.5 * cell)
        box = (x, y, x + int(cell), y + int(cell))
        patch = spoilt.crop(box).convert("L").point(lambda value: 255 - value)
        spoilt.paste(patch.convert("RGB"), box)
        with pytest.raises(NoClock):
            read_clock(spoilt)


def test_two_instants_a_millisecond_apart_differ() -> None:
    later = NOON + timedelta(milliseconds=1)
    assert read_clock(picture(later)) - read_clock(picture(NOON)) == timedelta(milliseconds=1)
