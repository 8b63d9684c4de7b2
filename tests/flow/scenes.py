"""What cameras in tests show: a street with the noise of a live sensor, or next to nothing."""

import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import numpy as np
from PIL import Image

from tests.support.bad_cameras import Asked, CameraServer, camera

Scene = np.ndarray[tuple[int, ...], np.dtype[np.float64]]


def street(number: int = 0, *, light: float = 40.0) -> Scene:
    """A scene with things in it, the darkest of this luma; no two numbers show the same."""
    slope = np.add.outer(np.linspace(light, light + 70, 360), np.linspace(0, 90, 640))
    return slope + np.random.default_rng(number).normal(0, 6, slope.shape)


DARK = np.full((360, 640), 4.0)
BRIGHT = np.full((360, 640), 252.0)
GREY = np.full((360, 640), 128.0)
STRIPES = np.tile(np.linspace(20, 220, 640), (360, 1))


def jpeg(scene: Scene) -> bytes:
    """A scene as a camera sends it."""
    buffer = io.BytesIO()
    Image.fromarray(scene.clip(0, 255).astype(np.uint8)).save(buffer, "JPEG", quality=90)
    return buffer.getvalue()


@asynccontextmanager
async def showing(
    *scenes: Scene, live: bool = True, clock: bool = False
) -> AsyncIterator[CameraServer]:
    """A camera that shows these scenes one after another, and then the last, live or frozen.

    One with a clock writes it into its pictures, whatever they are.
    """
    shown = 0

    async def show(asked: Asked) -> None:
        nonlocal shown
        scene = scenes[min(shown, len(scenes) - 1)]
        noise = np.random.default_rng(shown).normal(0, 3, scene.shape) if live else 0.0
        shown += 1
        still = scene.std() < 1 or np.array_equal(scene, STRIPES)
        picture = scene if still else scene + noise
        if clock:
            picture = picture.copy()
            picture[8:24, 8 : 8 + 20 * shown] = 235
        await asked.answer(jpeg(picture))

    async with camera(show) as it:
        yield it
