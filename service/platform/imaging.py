"""Pictures as bytes: whether they are what they say, how large, and whether they show anything."""

import asyncio
import io
import warnings
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from enum import StrEnum
from typing import Any

import numpy as np
from msgspec import Struct
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError

# Four times an 8-megapixel camera; a picture that claims more is a decompression bomb.
_PIXELS_MAX = 40_000_000
# Pillow lets others run while it decodes: 24 pictures of 8 megapixels take two threads 0.4 s, and
# hold the loop up by 60 ms at most. A pool of processes would copy every picture twice.
_CHECKERS_MAX = 2
GREY_WIDTH_MOST = 640

# What separated broken from healthy pictures of sixteen fixed views without a false alarm.
_DARK_BELOW, _DARK_SHARE = 20, 0.95
_BRIGHT_ABOVE, _BRIGHT_SHARE = 245, 0.7
_BLOCK_PX, _FLAT_STD, _FLAT_SHARE = 16, 0.6, 0.6
_REPEATED_SHARE = 0.6
_SAME_SHARE = 0.97
# What moved stands out in its own block, however little of the picture it is: 2 and more, where a
# still picture that was encoded once more differs by 0.6 at most.
_MOVED_MEAN = 1.5
# A street at night in which nothing stirs: by day, live pictures of real views are never so alike.
_DIM_BELOW = 90
# Cameras write their name and a running clock along the upper and the lower edge.
_CLOCK_BAND = 0.15

Grey = NDArray[np.uint8]


class NotAPicture(Exception):
    """The bytes are not a whole JPEG picture of a sane size; the text says in what way."""


class Size(Struct, frozen=True):
    """Pixels."""

    width: int
    height: int


class Flaw(StrEnum):
    """Why a picture that decodes shows nothing."""

    BLACK = "black"
    OVEREXPOSED = "overexposed"
    NO_SIGNAL = "no_signal"


class Verdict(Struct, frozen=True):
    """What is wrong with a picture, and whether it is the one before it again.

    `dim` says that it is too dark for that to prove much: a camera smooths away its own noise then.
    """

    flaw: Flaw | None
    again: bool = False
    dim: bool = False


class Still(Struct, frozen=True):
    """A picture in grey that a camera has shown ever since, and when it began to."""

    picture: Grey
    since: datetime


class Checkers:
    """Threads that look at pictures, so that the loop does not."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(_CHECKERS_MAX, thread_name_prefix="picture")

    def close(self) -> None:
        """Give the threads back."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def size(self, data: bytes) -> Size:
        """As check_jpeg. Raises NotAPicture."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, check_jpeg, data)

    async def judge(self, data: bytes, before: bytes | None) -> Verdict:
        """What a picture shows, beside one of the same camera from some time before."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, _judge, data, before)


def judge_next(picture: Grey, captured_at: datetime, still: Still | None) -> tuple[Verdict, Still]:
    """What a camera's next picture shows beside the last that differed, and what stands still now.

    Each is held against the first of those that were alike: what changes slowly is seen to change.
    """
    alike = still if still is not None and is_again(picture, still.picture) else None
    verdict = Verdict(flaw(picture), again=alike is not None, dim=is_dim(picture))
    return verdict, alike or Still(picture, captured_at)


def _judge(data: bytes, before: bytes | None) -> Verdict:
    """As `Checkers.judge`. A picture that turns out not to be one has no signal."""
    try:
        picture = grey(data)
    except NotAPicture:
        return Verdict(Flaw.NO_SIGNAL)
    found = flaw(picture)
    if found is not None or before is None:
        return Verdict(found)
    if data == before:
        # Not even the clock in it has moved.
        return Verdict(None, again=True)
    try:
        again = is_again(picture, grey(before))
    except NotAPicture:
        return Verdict(None)
    return Verdict(None, again=again, dim=is_dim(picture))


def check_jpeg(data: bytes) -> Size:
    """The size of a JPEG picture that decodes to its end. Raises NotAPicture."""
    # An eighth of the size reads every byte, and costs a tenth of time and memory.
    width, height = _opened(data, 1)[0]
    return Size(width, height)


def grey(data: bytes) -> Grey:
    """A JPEG picture in grey, height × width, at most 640 pixels wide. Raises NotAPicture.

    Pixels are left out and not averaged: noise is what tells a live picture from a dead one.
    """
    picture = _opened(data, GREY_WIDTH_MOST)[1]
    if picture.width > GREY_WIDTH_MOST:
        height = max(1, picture.height * GREY_WIDTH_MOST // picture.width)
        picture = picture.resize((GREY_WIDTH_MOST, height), Image.Resampling.NEAREST)
    return np.asarray(picture)


def _opened(data: bytes, width_least: int) -> tuple[tuple[int, int], Image.Image]:
    """The true size, and the picture in grey at the cheapest scale that is so wide."""
    if not data.startswith(b"\xff\xd8\xff"):
        raise NotAPicture("not JPEG")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=("JPEG",)) as picture:
                size = picture.size
                if size[0] * size[1] > _PIXELS_MAX:
                    raise NotAPicture("too many pixels")
                picture.draft("L", (width_least, 1))
                return size, picture.convert("L")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise NotAPicture("too many pixels") from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise NotAPicture("cut or damaged") from error


def flaw(picture: Grey) -> Flaw | None:
    """What is wrong with a picture that decodes; None where it shows something."""
    if np.mean(picture < _DARK_BELOW) > _DARK_SHARE:
        return Flaw.BLACK
    if np.mean(picture > _BRIGHT_ABOVE) > _BRIGHT_SHARE:
        return Flaw.OVEREXPOSED
    if _flat_share(picture) > _FLAT_SHARE or _repeated_share(picture) > _REPEATED_SHARE:
        return Flaw.NO_SIGNAL
    return None


def is_again(picture: Grey, before: Grey) -> bool:
    """Whether a picture is the one before it again, but for a running clock at its edges.

    They must be farther apart than two keyframes: between these, a still scene is copied. One in
    which somebody moves is never the one before it, however still the rest of it is.
    """
    if picture.shape != before.shape:
        return False
    inner, earlier = _inner(picture), _inner(before)
    if np.mean(inner == earlier) <= _SAME_SHARE:
        return False
    change = np.abs(inner.astype(np.int16) - earlier)
    return bool(_blocks(change).mean(axis=(2, 3)).max(initial=0.0) < _MOVED_MEAN)


def is_dim(picture: Grey) -> bool:
    """Whether it shows the night."""
    return bool(_inner(picture).mean() < _DIM_BELOW)


def _inner(picture: Grey) -> Grey:
    """A picture without the edges at which a clock runs."""
    band = round(picture.shape[0] * _CLOCK_BAND)
    return picture[band : picture.shape[0] - band]


def _flat_share(picture: Grey) -> float:
    """The share of blocks in which nothing is, not even noise."""
    blocks = _blocks(picture)
    return float(np.mean(blocks.std(axis=(2, 3)) < _FLAT_STD)) if blocks.size else 0.0


def _blocks(pixels: NDArray[Any]) -> NDArray[Any]:
    """Pixels cut into whole blocks: rows × columns × height × width."""
    if min(pixels.shape) < _BLOCK_PX:
        return np.empty((0, 0, _BLOCK_PX, _BLOCK_PX), pixels.dtype)
    return sliding_window_view(pixels, (_BLOCK_PX, _BLOCK_PX))[::_BLOCK_PX, ::_BLOCK_PX]


def _repeated_share(picture: Grey) -> float:
    """The share of rows that are the one above again, as a decoder without input draws them."""
    return float(np.mean(np.all(picture[1:] == picture[:-1], axis=1))) if len(picture) > 1 else 0.0
