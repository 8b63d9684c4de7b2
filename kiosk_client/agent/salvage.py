"""What can still be read of a damaged spool, and where the damaged file goes."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from kiosk_client.agent.clock import SystemClock
from kiosk_client.agent.seal import ANSWER, PRESS, SEALED_BYTES_MAX, scan
from kiosk_client.agent.touch import Press, press_from

CHUNK_BYTES = 1 << 20
SECTOR_BYTES = 4096
ASIDE = "spool.db.damaged-*"

Read = Callable[[int, int], bytes]  # size and offset, as os.pread takes them


@dataclass(frozen=True, slots=True)
class Mended:
    """A damaged spool was set aside under this name; so many presses were found in it.

    unreadable counts the places that look like a press and are not whole.
    """

    aside: Path
    recovered: int
    unreadable: int


@dataclass(slots=True)
class Found:
    """What a scan found, by place in the file: None where a press is not whole."""

    presses: dict[str, Press] = field(default_factory=dict)
    answered: set[str] = field(default_factory=set)
    unreadable: int = 0

    def waiting(self) -> list[Press]:
        """Every press without an answer, in order of pressing, counted anew from 1."""
        left = [press for press in self.presses.values() if press.press_id not in self.answered]
        left.sort(key=lambda press: press.seq)
        return [replace(press, seq=seq) for seq, press in enumerate(left, start=1)]

    def last_press_id(self) -> str | None:
        """The highest press_id: new ones must come after it."""
        return max(self.presses, default=None)


def gather(spool: Path) -> Found:
    """What stands in a damaged spool and in its journal, which holds older pages.

    A press whose answer is lost counts as waiting; the centre knows its press_id and answers again.
    """
    found = Found()
    for path in _sources(spool):
        handle = os.open(path, os.O_RDONLY)
        try:
            sift(partial(os.pread, handle), os.fstat(handle).st_size, found)
        finally:
            os.close(handle)
    return found


def _sources(spool: Path) -> Iterator[Path]:
    """The damaged spool, its journal, and that journal where an earlier mending has put it.

    A power cut in set_aside leaves the spool with two names and the journal with the new one.
    """
    if not spool.exists():
        return
    names = [spool, *(aside for aside in spool.parent.glob(ASIDE) if aside.samefile(spool))]
    yield spool
    yield from (path for name in names if (path := _journal_of(name)).exists())


def _journal_of(path: Path) -> Path:
    return path.with_name(path.name + "-journal")


def sift(read: Read, size_bytes: int, found: Found) -> None:
    """Add to found what stands in size_bytes. What cannot be read is passed over, by sectors."""
    whole: dict[int, bool] = {}
    for begin, data in _chunks(read, size_bytes):
        for at, facts in scan(PRESS, data):
            whole[begin + at] = whole.get(begin + at, False) or facts is not None
            if facts is not None:
                found.presses[facts["press_id"]] = press_from(facts)
        for _, facts in scan(ANSWER, data):
            if facts is not None:
                found.answered.add(facts["press_id"])
    found.unreadable += list(whole.values()).count(False)


def _chunks(read: Read, size_bytes: int) -> Iterator[tuple[int, bytes]]:
    # Chunks overlap by the longest text, so that none is cut in two without being whole in one.
    for begin in range(0, size_bytes, CHUNK_BYTES):
        want = min(CHUNK_BYTES + SEALED_BYTES_MAX, size_bytes - begin)
        try:
            yield begin, read(want, begin)
        except OSError:
            yield begin, b"".join(_sectors(read, begin, want))


def _sectors(read: Read, begin: int, size_bytes: int) -> Iterator[bytes]:
    for offset in range(begin, begin + size_bytes, SECTOR_BYTES):
        want = min(SECTOR_BYTES, begin + size_bytes - offset)
        try:
            yield read(want, offset)
        except OSError:
            yield bytes(want)


def set_aside(spool: Path) -> Path:
    """Give the damaged file a name with the time; its old name stays until it is replaced.

    The journal moves away at once, or SQLite would play it into the new spool.
    """
    stamp = SystemClock().wall().strftime("%Y%m%dT%H%M%SZ")
    name = ASIDE.replace("*", stamp)
    aside, count = spool.with_name(name), 1
    while aside.exists():
        count += 1
        aside = spool.with_name(f"{name}-{count}")
    try:
        os.link(spool, aside)
    except OSError:  # A file system without hard links.
        shutil.copy2(spool, aside)
    if _journal_of(spool).exists():
        _journal_of(spool).replace(_journal_of(aside))
    return aside
