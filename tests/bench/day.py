"""A camera's day of 24 hours with known changes: drawn clips, joined without encoding anew."""

import asyncio
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from math import sin
from pathlib import Path
from tempfile import TemporaryDirectory

from service.review.patch import Region
from tests.bench.outside import program
from tests.support.places import Passer, Scene, Thing, film

DAY_S = 86_400
FPS, GOP_S = 25, 2
_HOUR_S = 3_600
_BROWN, _BLUE, _GREEN = (62, 92, 128), (150, 90, 40), (90, 120, 70)


@dataclass(frozen=True)
class Question:
    """What somebody asks of the day: a region, two judged seconds, and what is true."""

    name: str
    region: Region
    there_s: tuple[float, ...]
    gone_s: tuple[float, ...]
    truths_s: tuple[float, ...]
    # As long as somebody stood before it, and a frame on each side.
    most_s: float


@dataclass(frozen=True)
class Day:
    """One file, and what can be asked of it."""

    path: Path
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class _Piece:
    """From when on a clip is repeated."""

    from_s: float
    light: Scene
    there: tuple[bool, bool, bool]


_NIGHT = Scene(is_infrared=lambda _: True, noise=2)
_DAWN = Scene(gain=lambda at_s: 0.45 + at_s / 200)
_DAY = Scene(gain=lambda at_s: 0.95 + 0.05 * sin(at_s))
_SHADE = Scene(shadow=lambda at_s: 0.2 + at_s / 60)
_RAIN = Scene(rain=True, gain=lambda _: 0.8)
_DUSK = Scene(gain=lambda at_s: 0.6 - at_s / 150)

# When the taker stands there, and when he takes the first thing.
_TAKER_AT_S, _TAKER_S, _TAKEN_S = 37_020.0, (6.0, 22.0), 14.05


def _pieces() -> list[_Piece]:
    """Light by the hour; the first thing goes at 10:17, the second at 14:42, the third twice."""
    said = [
        (0, _NIGHT, (True, True, False)),
        (6 * _HOUR_S, _DAWN, (True, True, False)),
        (8 * _HOUR_S, _DAY, (True, True, True)),
        (_TAKER_AT_S, _DAY, (True, True, True)),
        (_TAKER_AT_S + 30, _DAY, (False, True, True)),
        (11 * _HOUR_S, _SHADE, (False, True, True)),
        (52_920, _SHADE, (False, False, True)),
        (15 * _HOUR_S, _RAIN, (False, False, True)),
        (59_460, _DAY, (False, False, False)),
        (61_320, _DAY, (False, False, True)),
        (18 * _HOUR_S, _DUSK, (False, False, True)),
        (19 * _HOUR_S, _NIGHT, (False, False, True)),
    ]
    return [_Piece(float(at), light, there) for at, light, there in said]


def _scene(piece: _Piece, *, length_s: int, size: tuple[int, int], number: int) -> Scene:
    first, second, third = piece.there
    walk = Passer(3 + number % 4, 12, (110, 205, 157)[number % 3], (60, 50, 45), width=30)
    passers: tuple[Passer, ...] = (walk,)
    if piece.from_s == _TAKER_AT_S:
        passers = (Passer(*_TAKER_S, 157, (70, 55, 50), width=60, walk_s=3),)
    return replace(
        piece.light,
        length_s=float(length_s),
        is_there=lambda at_s: first and not (piece.from_s == _TAKER_AT_S and at_s >= _TAKEN_S),
        colour=(45, 45, 50),
        more=(
            Thing(60, 10, _BROWN, lambda _: second),
            Thing(-70, 12, _BLUE, lambda _: third),
        ),
        passers=passers,
        size=size,
        fps=FPS,
        gop=FPS * GOP_S,
        noise=min(piece.light.noise, 1.5),
        preset=("veryfast", "32"),
        seed=number,
    )


def _questions(scene: Scene) -> tuple[Question, ...]:
    first, second, third = (thing.region(scale=scene.scale) for thing in scene.things)
    taken_s = _TAKER_AT_S + _TAKEN_S
    occluded_s = _TAKER_S[1] - _TAKER_S[0]
    return (
        Question("taken behind somebody", first, (20_000.5,), (80_000.5,), (taken_s,), occluded_s),
        Question("alike its ground", second, (30_000.5,), (66_000.5,), (52_920.0,), 0.35),
        Question("came", third, (50_000.5,), (25_000.5,), (8.0 * _HOUR_S,), 0.35),
        Question(
            *("gone and back", third, (30_000.5, 70_000.5), (60_000.5,), (59_460.0, 61_320.0)),
            0.35,
        ),
    )


@asynccontextmanager
async def filmed_day(*, clip_s: int, size: tuple[int, int]) -> AsyncIterator[Day]:
    """A day in a folder of its own, which goes again. Needs ffmpeg."""
    with TemporaryDirectory(prefix="day-") as name:
        yield await asyncio.to_thread(_made, Path(name), clip_s, size)


def _made(folder: Path, clip_s: int, size: tuple[int, int]) -> Day:
    pieces = _pieces()
    ends = [piece.from_s for piece in pieces[1:]] + [float(DAY_S)]
    lines: list[str] = []
    for number, (piece, to_s) in enumerate(zip(pieces, ends, strict=True)):
        length_s = 30 if piece.from_s == _TAKER_AT_S else clip_s
        scene = _scene(piece, length_s=length_s, size=size, number=number)
        clip = film(folder / "clip.mp4", scene)
        count, rest = divmod(to_s - piece.from_s, length_s)
        assert not rest, "a clip ends where the next begins"
        path = folder / f"{number}.mp4"
        _ffmpeg("-stream_loop", str(int(count) - 1), "-i", str(clip), "-c", "copy", str(path))
        lines.append(f"file '{path}'")
    (folder / "list.txt").write_text("\n".join(lines))
    whole = folder / "day.mp4"
    _ffmpeg(
        *("-f", "concat", "-safe", "0", "-i", str(folder / "list.txt"), "-c", "copy", str(whole))
    )
    for number in range(len(pieces)):
        (folder / f"{number}.mp4").unlink()
    return Day(whole, _questions(scene))


def _ffmpeg(*words: str) -> None:
    subprocess.run([str(program("ffmpeg")), "-nostdin", "-v", "error", "-y", *words], check=True)
