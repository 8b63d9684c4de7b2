"""Writing what is brought, a piece at a time, and how long what was brought is."""

import asyncio
import errno
from collections.abc import Callable
from pathlib import Path
from typing import ParamSpec, TypeVar

import av

from service.platform.recorders import GapWhy, NotFetched

# A file is read as what recorders write and as nothing that names other files, or addresses.
OPENING = {
    "protocol_whitelist": "file",
    "format_whitelist": "mov,mp4,matroska,webm,mpegts,mpeg,avi,flv,asf,dhav,ogg",
}


P = ParamSpec("P")
T = TypeVar("T")


async def to_its_end(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """In a thread; whoever is cancelled meanwhile waits for it: two would write one file."""
    task = asyncio.ensure_future(asyncio.to_thread(work, *args, **kwargs))
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait([task])
        raise


def add_to(file: Path, piece: bytes, bytes_most: int) -> None:
    """Write a piece behind the others. Raises NotFetched where it would be too much."""
    try:
        with file.open("ab") as taken:
            if taken.tell() + len(piece) > bytes_most:
                raise NotFetched(GapWhy.TOO_LARGE)
            taken.write(piece)
    except OSError as error:
        raise NotFetched(room(error)) from error


def size_of(file: Path) -> int:
    """How much of it there is; nothing where it is not there."""
    try:
        return file.stat().st_size
    except FileNotFoundError:
        return 0


def room(error: OSError) -> GapWhy:
    """What a write that failed means."""
    return GapWhy.NO_ROOM if error.errno in (errno.ENOSPC, errno.EDQUOT) else GapWhy.REFUSED


def length_s(file: Path) -> float | None:
    """How long a file's pictures last by its container, nothing decoded; None for no pictures."""
    try:
        with av.open(f"file:{file}", options=OPENING) as container:
            if not container.streams.video:
                return None
            stream = container.streams.video[0]
            if stream.duration is not None and stream.time_base is not None:
                return max(0.0, float(stream.duration * stream.time_base))
            return max(0.0, (container.duration or 0) / av.time_base)
    except (av.error.FFmpegError, OSError, ValueError):
        return None
