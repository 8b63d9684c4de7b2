"""Working copies of recordings: what was brought once serves everybody who may look at it.

A folder of folders, one for each segment: its file, what is known of it, and a file for each asker
that it was brought for. Nothing of it is evidence and all of it can be brought again, so it goes
with its last asker, and the one used longest ago goes where there is no room. Several processes of
one machine share it by the locks of its files.
"""

import asyncio
import fcntl
import hashlib
import os
import shutil
from collections.abc import AsyncIterator, Collection, Iterator
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID
from weakref import WeakValueDictionary

import msgspec
from msgspec import Struct

from service.platform.clock import Clock
from service.platform.recorders import Brought, GapWhy, NotFetched
from service.platform.recorders.taking import length_s, to_its_end

# What nobody has used for so long is brought again where it is wanted after all.
UNUSED_MOST = timedelta(days=7)
_LOOK_EVERY_S = 0.2
_ABOUT, _LOCK, _PART, _FOR = "about.json", "lock", "part", "for"
# A digest is read in pieces of so much.
_READ_BYTES = 1024 * 1024


class Copy(Struct, frozen=True):
    """A whole file that was brought: where, how much, which, and how long its pictures last."""

    path: str
    size_bytes: int
    sha256: str
    length_s: float | None
    brought: Brought | None = None


class Copies:
    """The working copies of this machine, up to so many bytes."""

    def __init__(self, folder: Path, bytes_max: int, clock: Clock) -> None:
        self._folder, self._clock = folder, clock
        self.bytes_max = bytes_max
        # Within this process who waits is woken; between two it is asked again and again.
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    @asynccontextmanager
    async def place(self, key: str, asker: UUID, most_s: float) -> AsyncIterator["Place"]:
        """The one place for a copy, ours alone until the end. Raises NotFetched NOT_YET.

        Who is second waits, and finds what the first has brought.
        """
        place = Place(self._folder / hashlib.sha256(key.encode()).hexdigest()[:40], self._clock)
        turn = self._turns.setdefault(key, asyncio.Lock())
        began = self._clock.ticks()
        try:
            async with asyncio.timeout(most_s):
                await turn.acquire()
        except TimeoutError as error:
            raise NotFetched(GapWhy.NOT_YET) from error
        try:
            lock = await self._locked(place, asker, most_s - (self._clock.ticks() - began))
            try:
                yield place
            finally:
                os.close(lock)
        finally:
            turn.release()

    async def _locked(self, place: "Place", asker: UUID, most_s: float) -> int:
        never, until = asyncio.Event(), self._clock.ticks() + most_s
        while True:
            # Anew each time: whoever makes room may take it away until it is locked.
            await asyncio.to_thread(place.prepare, asker)
            lock = _try_lock(place.folder / _LOCK)
            if lock is not None:
                await asyncio.to_thread(place.prepare, asker)
                return lock
            if self._clock.ticks() >= until:
                raise NotFetched(GapWhy.NOT_YET)
            await self._clock.wait(never, _LOOK_EVERY_S)

    async def make_room(self, size_bytes: int, keep: Collection[str] = ()) -> bool:
        """Let go of what was used longest ago until so much more has room; whether it has.

        The files of `keep` stay.
        """
        return await asyncio.to_thread(self._make_room, size_bytes, keep)

    async def forget(self, asker: UUID) -> int:
        """Let go of what was brought for somebody and for nobody else; how many files."""
        return await asyncio.to_thread(self._forget, asker)

    async def askers(self) -> set[UUID]:
        """For whom there are copies."""
        return await asyncio.to_thread(self._askers)

    async def tidy(self) -> int:
        """Let go of what nobody has used for long, and of what is too much; how many files."""
        return await asyncio.to_thread(self._tidy)

    def _make_room(self, size_bytes: int, keep: Collection[str] = ()) -> bool:
        if size_bytes > self.bytes_max:
            return False
        kept = sorted(self._kept(), key=lambda one: one[0])
        total = sum(size for _, size, _ in kept)
        for _, size, folder in kept:
            if total + size_bytes <= self.bytes_max:
                break
            if not any(Path(path).parent == folder for path in keep) and _remove(folder):
                total -= size
        return total + size_bytes <= self.bytes_max

    def _forget(self, asker: UUID) -> int:
        gone = 0
        for folder in self._folders():
            mark = folder / _FOR / str(asker)
            if mark.exists():
                mark.unlink(missing_ok=True)
                gone += not list(_askers_of(folder)) and _remove(folder)
        return gone

    def _askers(self) -> set[UUID]:
        return {asker for folder in self._folders() for asker in _askers_of(folder)}

    def _tidy(self) -> int:
        before = self._clock.now() - UNUSED_MOST
        old = [folder for used, _, folder in self._kept() if used < before.timestamp()]
        gone = sum(_remove(folder) for folder in old)
        self._make_room(0)
        return gone

    def _kept(self) -> Iterator[tuple[float, int, Path]]:
        """When each was used last, how large it is, and where."""
        for folder in self._folders():
            with suppress(OSError):
                used = (folder / _LOCK).stat().st_mtime
                size = sum(one.stat().st_size for one in folder.iterdir() if one.is_file())
                yield used, size, folder

    def _folders(self) -> list[Path]:
        try:
            return [one for one in self._folder.iterdir() if one.is_dir()]
        except FileNotFoundError:
            return []


class Place:
    """Where one copy is, or is being brought to."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self.folder, self._clock = folder, clock
        self.part = folder / _PART

    def prepare(self, asker: UUID) -> None:
        """Make it, for somebody; nobody else on this machine may look into it."""
        self.folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        (self.folder / _FOR).mkdir(mode=0o700, parents=True, exist_ok=True)
        (self.folder / _FOR / str(asker)).touch(mode=0o600)
        (self.folder / _LOCK).touch(mode=0o600)
        self._used(self._clock.now())

    def _used(self, now: datetime) -> None:
        os.utime(self.folder / _LOCK, (now.timestamp(), now.timestamp()))

    async def copy(self) -> Copy | None:
        """The copy that is here already."""
        return await asyncio.to_thread(self._copy)

    async def keep(self, suffix: str, brought: Brought | None, sha256: str | None = None) -> Copy:
        """What was brought is whole: look how long it is and keep it under its digest.

        Raises NotFetched UNREADABLE where it is not what this digest was taken of.
        """
        return await to_its_end(self._keep, suffix, brought, sha256)

    async def drop(self) -> None:
        """What was brought is none."""
        await to_its_end(self.part.unlink, missing_ok=True)

    def _copy(self) -> Copy | None:
        try:
            found = msgspec.json.decode((self.folder / _ABOUT).read_bytes(), type=Copy)
            return found if Path(found.path).stat().st_size == found.size_bytes else None
        except (OSError, msgspec.MsgspecError):
            return None

    def _keep(self, suffix: str, brought: Brought | None, sha256: str | None) -> Copy:
        file = self.folder / f"copy{suffix}"
        self.part.touch(mode=0o600)  # Of an empty file nothing came.
        digest, size = hashlib.sha256(), 0
        with self.part.open("rb") as taken:
            while piece := taken.read(_READ_BYTES):
                digest.update(piece)
                size += len(piece)
        if sha256 not in (None, digest.hexdigest()):
            self.part.unlink()
            raise NotFetched(GapWhy.UNREADABLE)
        self.part.chmod(0o600)
        self.part.replace(file)
        found = Copy(str(file), size, digest.hexdigest(), length_s(file), brought)
        fresh = self.folder / f"{_ABOUT}.new"
        fresh.write_bytes(msgspec.json.encode(found))
        fresh.replace(self.folder / _ABOUT)
        return found


def _askers_of(folder: Path) -> Iterator[UUID]:
    with suppress(OSError):
        for mark in (folder / _FOR).iterdir():
            with suppress(ValueError):
                yield UUID(mark.name)


def _try_lock(path: Path) -> int | None:
    """The lock of a copy, to be closed; None where another has it, or it has just gone."""
    try:
        lock = os.open(path, os.O_RDWR)
    except OSError:
        return None
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        # Whoever made room may have taken the folder away under the lock that we have now.
        if os.fstat(lock).st_ino == path.stat().st_ino:
            return lock
    except OSError:
        pass
    os.close(lock)
    return None


def _remove(folder: Path) -> bool:
    """Take a copy away that nobody brings just now; whether it is gone."""
    lock = _try_lock(folder / _LOCK)
    if lock is None:
        return False
    try:
        shutil.rmtree(folder, ignore_errors=True)
    finally:
        os.close(lock)
    return not folder.exists()
