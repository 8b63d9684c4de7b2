"""A folder of segments: a hold is a marker beside them, which the folder's own purge honours.

Below the folder of a recorder each channel has one; a segment is named by the instant at which it
begins, `20260302T080000Z.mp4`, and lasts until the next begins. Whoever purges such a folder by
another program has it ask `held` before it deletes.
"""

import asyncio
import os
import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
from msgspec import Struct

from service.core.times import EARLIEST, LATEST
from service.platform.recorders import (
    Brought,
    GapWhy,
    HoldTrouble,
    NotFetched,
    NotHeld,
    Segment,
    Stretch,
)
from service.platform.recorders.cutting import cut
from service.platform.recorders.taking import room, to_its_end

HOLDS = ".holds"
_NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}")
_SEGMENT = re.compile(r"(\d{8}T\d{6}Z)\.[a-z0-9]{2,4}")
_INSTANT = "%Y%m%dT%H%M%SZ"
_PIECE_BYTES = 4 * 1024 * 1024
# A file of hours is not brought for three minutes of it: it is cut, at the same seconds for all.
LONG_BYTES = 1024 * 1024 * 1024
PIECE = timedelta(minutes=10)
_WHY = {
    HoldTrouble.AWAY: GapWhy.AWAY,
    HoldTrouble.UNKNOWN_CHANNEL: GapWhy.UNKNOWN_CHANNEL,
}


class Marker(Struct, frozen=True):
    """What a hold's file says."""

    from_at: datetime
    until_at: datetime


class FolderRecorder:
    """Holds as files below one folder; nothing outside it is ever touched."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def hold(self, stretch: Stretch) -> None:
        """Write the marker, on disk when this returns. Raises NotHeld."""
        await asyncio.to_thread(self._hold, stretch)

    async def release(self, channel: str, hold: str) -> None:
        """Take the marker away. Raises NotHeld."""
        await asyncio.to_thread(self._release, channel, hold)

    async def segments(self, channel: str, from_at: datetime, until_at: datetime) -> list[Segment]:
        """The segments that have something of a time. Raises NotFetched."""
        return await asyncio.to_thread(self._segments, channel, Marker(from_at, until_at))

    async def bring(
        self, channel: str, segment: Segment, file: Path, bytes_most: int
    ) -> Brought | None:
        """Copy a segment as it stands, or a piece of a long one. Raises NotFetched."""
        name, _, after_s = segment.name.partition("#")
        if after_s:
            return await to_its_end(self._cut, channel, name, segment, file, bytes_most)
        # A piece at a time, so that whoever gives up is not waited for.
        while await to_its_end(self._copy, channel, segment, file, bytes_most):
            pass
        return None

    def _segments(self, channel: str, asked: Marker) -> list[Segment]:
        try:
            found: list[Segment] = []
            for begins, ends, path in segments(self._channel(channel)):
                if overlaps(begins, ends, asked):
                    stat = path.stat()
                    size, mark = stat.st_size, f"{stat.st_size}-{stat.st_mtime_ns}"
                    whole = Segment(path.name, begins, ends, size, mark, path.suffix)
                    found += _cuts(whole, asked) if size > LONG_BYTES else [whole]
        except NotHeld as error:
            raise NotFetched(_WHY.get(error.trouble, GapWhy.REFUSED)) from error
        except OSError as error:
            raise NotFetched(GapWhy.AWAY) from error
        return found

    def _cut(
        self, channel: str, name: str, segment: Segment, file: Path, bytes_most: int
    ) -> Brought:
        """A piece of a long segment; when it begins."""
        try:
            source = self._channel(channel) / name
        except NotHeld as error:
            raise NotFetched(_WHY.get(error.trouble, GapWhy.REFUSED)) from error
        after_s = float(segment.name.partition("#")[2])
        begins = segment.begins_at - timedelta(seconds=after_s)
        length_s = (segment.ends_at - segment.begins_at).total_seconds()
        found_s = cut(source, file, after_s, after_s + length_s, bytes_most)
        return Brought(begins + timedelta(seconds=found_s))

    def _copy(self, channel: str, segment: Segment, file: Path, bytes_most: int) -> bool:
        """Copy one more piece; whether there is more."""
        try:
            source = self._channel(channel) / segment.name
            with source.open("rb") as given, file.open("ab") as taken:
                given.seek(taken.tell())
                piece = given.read(_PIECE_BYTES)
                if taken.tell() + len(piece) > bytes_most:
                    raise NotFetched(GapWhy.TOO_LARGE)
                taken.write(piece)
        except NotHeld as error:
            raise NotFetched(_WHY.get(error.trouble, GapWhy.REFUSED)) from error
        except FileNotFoundError as error:
            raise NotFetched(GapWhy.NOT_RECORDED) from error
        except OSError as error:
            raise NotFetched(room(error)) from error
        return len(piece) == _PIECE_BYTES

    def _hold(self, stretch: Stretch) -> None:
        channel = self._channel(stretch.channel)
        marker = Marker(stretch.from_at, stretch.until_at)
        if not any(overlaps(begins, ends, marker) for begins, ends, _ in segments(channel)):
            raise NotHeld(HoldTrouble.NOTHING_LEFT)
        name = _name(stretch.hold)
        try:
            (channel / HOLDS).mkdir(exist_ok=True)
            _write(channel / HOLDS / name, msgspec.json.encode(marker))
        except OSError as error:
            raise NotHeld(HoldTrouble.REFUSED) from error

    def _release(self, channel: str, hold: str) -> None:
        try:
            (self._channel(channel) / HOLDS / _name(hold)).unlink(missing_ok=True)
        except OSError as error:
            raise NotHeld(HoldTrouble.REFUSED) from error

    def _channel(self, channel: str) -> Path:
        if not self._folder.is_dir():
            raise NotHeld(HoldTrouble.AWAY)
        folder = self._folder / _name(channel)
        if not folder.is_dir():
            raise NotHeld(HoldTrouble.UNKNOWN_CHANNEL)
        return folder


def _cuts(whole: Segment, asked: Marker) -> Iterator[Segment]:
    """The pieces of a long segment that have something of a time."""
    at = whole.begins_at
    while at < min(whole.ends_at, asked.until_at):
        ends = min(at + PIECE, whole.ends_at)
        if ends > asked.from_at:
            after_s = int((at - whole.begins_at).total_seconds())
            yield Segment(f"{whole.name}#{after_s}", at, ends, None, whole.mark, ".mkv")
        at = ends


def segments(channel: Path) -> Iterator[tuple[datetime, datetime, Path]]:
    """The segments of a channel, the oldest first: from when to when, and which file.

    The last one ends when it was written last.
    """
    found = sorted(
        (datetime.strptime(match[1], _INSTANT).replace(tzinfo=UTC), path)
        for path in channel.iterdir()
        if (match := _SEGMENT.fullmatch(path.name)) and path.is_file()
    )
    ends = [*(begins for begins, _ in found[1:]), None]
    for (begins, path), end in zip(found, ends, strict=False):
        written = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        yield begins, max(begins, written) if end is None else end, path


def holds(channel: Path) -> list[Marker]:
    """What stands held in a channel; a marker that cannot be read holds everything."""
    found = []
    with suppress(FileNotFoundError):
        for path in (channel / HOLDS).iterdir():
            try:
                found.append(msgspec.json.decode(path.read_bytes(), type=Marker))
            except msgspec.MsgspecError:
                found.append(Marker(EARLIEST, LATEST))
    return found


def overlaps(begins: datetime, ends: datetime, marker: Marker) -> bool:
    """Whether a segment has something of what is held."""
    return begins <= marker.until_at and ends >= marker.from_at


def purge(channel: Path, before: datetime) -> list[Path]:
    """Delete segments that ended before an instant and that nothing holds; which."""
    held, gone = holds(channel), []
    for begins, ends, path in list(segments(channel)):
        if ends < before and not any(overlaps(begins, ends, one) for one in held):
            path.unlink(missing_ok=True)
            gone.append(path)
    return gone


def _name(text: str) -> str:
    if not _NAME.fullmatch(text):
        raise NotHeld(HoldTrouble.UNKNOWN_CHANNEL)
    return text


def _write(path: Path, data: bytes) -> None:
    """All of it or nothing, also when the power fails."""
    fresh = path.with_name(path.name + ".new")
    with fresh.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
