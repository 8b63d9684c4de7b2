"""Street cameras whose every picture shows when it was taken, in a process of their own.

`python -m tests.bench.clock_cameras --cameras 8` plays one film in a circle on each, the
keyframes of each at other moments. The clock in the film begins anew with each circle: what is
printed for each line on standard input says when each camera's circle began last.
"""

import argparse
import asyncio
import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO

import av
from PIL import Image

from tests.support.films import Film, FilmCamera, encode_film, film_cameras
from tests.support.town.clock_face import read_clock
from tests.support.town.plan import make_plan
from tests.support.town.scene import Studio

# A street camera's main stream, and the group of its keyframes.
SIZE, FPS, GOP, BIT_RATE = (1920, 1080), 25, 50, 3_000_000
GOP_S = GOP / FPS
# Longer than a ring reaches back: no two pictures of a ring show one clock.
CIRCLE_S = 16
_COUNT = CIRCLE_S * FPS
# Noon in the county: the light is good.
_FILM_BEGINS = datetime(2026, 1, 1, 4, tzinfo=UTC)
_STEP = timedelta(seconds=1) / FPS


def taken_at(jpeg: bytes, began_at: datetime, about: datetime) -> datetime:
    """When a picture was taken, by its own clock; raises NoClock.

    A camera's circle began at began_at; of all moments that show this clock, the one next to
    about.
    """
    with Image.open(BytesIO(jpeg)) as picture:
        first = began_at + (read_clock(picture) - _FILM_BEGINS)
    circle = timedelta(seconds=CIRCLE_S)
    return first + round((about - first) / circle) * circle


def _frames() -> Iterator[av.VideoFrame]:
    camera, studio = make_plan(0.02).cameras[0], Studio()
    for number in range(_COUNT):
        pixels = studio.frame(camera, _FILM_BEGINS + number * _STEP, SIZE)
        yield av.VideoFrame.from_ndarray(pixels, "rgb24")


def make_clock_film() -> Film:
    """A street with its clock; some seconds' work."""
    return encode_film(_frames(), fps=FPS, gop=GOP, bit_rate=BIT_RATE, threads=2)


def _began_at(camera: FilmCamera) -> datetime:
    count, at = max(camera.sent_at.items())
    return at - count % _COUNT * _STEP


async def _serve(count: int) -> None:
    film = make_clock_film()
    cameras = [FilmCamera(film) for _ in range(count)]
    for number, camera in enumerate(cameras):
        for _ in range(number * GOP // count):
            camera.step()
    async with film_cameras(*cameras):
        print(json.dumps([camera.url for camera in cameras]), flush=True)
        while await asyncio.to_thread(sys.stdin.readline):
            print(json.dumps([_began_at(c).isoformat() for c in cameras]), flush=True)


def main() -> None:
    """Serve until standard input ends."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cameras", type=int, default=8)
    asyncio.run(_serve(parser.parse_args().cameras))


if __name__ == "__main__":
    main()
