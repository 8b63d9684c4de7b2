"""Where the master keys come from: a file, a folder, or a key service over HTTP.

Each source tells the same: some keys of 32 bytes, of which the first closes. They are nowhere else:
not in the database, not in the log, not among the settings.
"""

import asyncio
import contextlib
import fcntl
import os
import secrets
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol

import structlog

from service.platform.clock import Clock
from service.platform.key_service import KeyService
from service.platform.private_file import read_private
from service.platform.seal import (
    KEY_BYTES,
    KEYS_MOST,
    KeyUnusable,
    Seal,
    as_keys,
    as_text,
    key_id,
)
from service.settings import Settings

_log = structlog.get_logger()

LOOK_AGAIN_S = 60.0
_CLOSES = "closes"


class KeySource(Protocol):
    """Something that keeps the keys."""

    async def read(self) -> list[bytes]:
        """The keys, the one that closes first. Raises KeyUnusable."""
        ...

    async def write(self, keys: Sequence[bytes], before: Sequence[bytes]) -> None:
        """Keep these in place of those that were read before. Raises KeyUnusable."""
        ...


def source_of(settings: Settings) -> KeySource:
    """The one source that the settings name: a file where they name none."""
    if settings.key_service_url:
        ca_file = settings.key_service_ca_file
        token_file = Path(settings.key_service_token_file)
        return KeyService(settings.key_service_url, token_file, Path(ca_file) if ca_file else None)
    if settings.key_folder:
        return KeyFolder(Path(settings.key_folder))
    return KeyFile(Path(settings.key_file or settings.data_folder / "secret.key"))


async def open_seal(source: KeySource) -> Seal:
    """A seal with the keys that the source has now. Raises KeyUnusable."""
    return Seal(*await source.read())


async def keep_fresh(seal: Seal, source: KeySource, clock: Clock) -> None:
    """Look again for ever: a new key is known everywhere a moment after it was added.

    Where the source is away, what is known goes on being used.
    """
    never = asyncio.Event()
    while True:
        await clock.wait(never, LOOK_AGAIN_S)
        try:
            keys = await source.read()
        except KeyUnusable as error:
            _log.warning("keys.source_away", trouble=str(error))
            continue
        if [key_id(key) for key in keys] != seal.key_ids:
            seal.take(keys)
            _log.info("keys.changed", closing=seal.closing, known=len(keys))


def fresh_key() -> bytes:
    """A new master key."""
    return secrets.token_bytes(KEY_BYTES)


class KeyFile:
    """One file of the operator, a key in each line, the one that closes first."""

    def __init__(self, path: Path) -> None:
        self._path = path

    async def read(self) -> list[bytes]:
        """The keys of the file. Raises KeyUnusable."""
        return await asyncio.to_thread(read_keys, self._path)

    async def write(self, keys: Sequence[bytes], before: Sequence[bytes]) -> None:
        """Put the keys in place at once: whoever reads meanwhile has the old ones, or the new."""
        await asyncio.to_thread(self._write, keys, before)

    def _write(self, keys: Sequence[bytes], before: Sequence[bytes]) -> None:
        with _alone(self._path.parent):
            if read_keys(self._path) != list(before):
                raise KeyUnusable(f"{self._path}: was changed meanwhile")
            _put(self._path, b"".join(_line(key) for key in keys))


class KeyFolder:
    """A folder with a file for each key (`*.key`), and a file `closes` that names one of them.

    So are keys mounted that a cluster keeps; without `closes`, the first by name closes.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def read(self) -> list[bytes]:
        """The keys of the folder. Raises KeyUnusable."""
        return [key for _, key in await asyncio.to_thread(self._read)]

    async def write(self, keys: Sequence[bytes], before: Sequence[bytes]) -> None:
        """New keys first, then which one closes, then the old ones go."""
        await asyncio.to_thread(self._write, keys, before)

    def _read(self) -> list[tuple[str, bytes]]:
        try:
            paths = sorted(self._folder.glob("*.key"))[: KEYS_MOST + 1]
            named = self._folder / _CLOSES
            closes = named.read_text("utf-8").strip() if named.exists() else ""
        except (OSError, ValueError) as error:
            raise KeyUnusable(f"{self._folder}: {_why(error)}") from error
        found = {path.stem: read_keys(path)[0] for path in paths}
        if not found or len(found) > KEYS_MOST:
            raise KeyUnusable(f"{self._folder}: holds {len(found)} files *.key")
        if closes and closes not in found:
            raise KeyUnusable(f"{self._folder}: {_CLOSES} names no key that is there")
        closes = closes or min(found)
        return [(closes, found.pop(closes)), *found.items()]

    def _write(self, keys: Sequence[bytes], before: Sequence[bytes]) -> None:
        with _alone(self._folder):
            kept = self._read()
            if [key for _, key in kept] != list(before):
                raise KeyUnusable(f"{self._folder}: was changed meanwhile")
            names = {key: name for name, key in kept}
            for key in keys:
                if key not in names:
                    names[key] = key_id(key)
                    _put(self._folder / f"{names[key]}.key", _line(key))
            _put(self._folder / _CLOSES, names[keys[0]].encode() + b"\n")
            for key in before:
                if key not in keys:
                    (self._folder / f"{names[key]}.key").unlink()


def make_key(path: Path) -> None:
    """Write a fresh master key where none is; only its owner may read it.

    It is written under another name first: one that is half written would stand in the way of
    every later start.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists():
        return
    fresh = _written_beside(path, _line(fresh_key()))
    with contextlib.suppress(FileExistsError):
        path.hardlink_to(fresh)  # A link, unlike a rename, never takes the place of a key.
    fresh.unlink()


def read_keys(path: Path) -> list[bytes]:
    """The keys of a file, one in each line. Raises KeyUnusable."""
    text = read_private(path, KeyUnusable)
    try:
        return as_keys(text.split() or [b""])
    except KeyUnusable as error:
        raise KeyUnusable(f"{path}: {error}") from error


def _line(key: bytes) -> bytes:
    return as_text(key).encode() + b"\n"


def _why(error: Exception) -> str:
    return (error.strerror or "cannot be read") if isinstance(error, OSError) else "is no text"


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One writer at a time; what cannot be written (a mounted secret) says so."""
    try:
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError as error:
        said = f"{folder}: {error.strerror}; change the keys where they come from"
        raise KeyUnusable(said) from error


def _put(path: Path, text: bytes) -> None:
    _written_beside(path, text).replace(path)


def _written_beside(path: Path, text: bytes) -> Path:
    fresh = path.with_name(path.name + ".new")
    fresh.unlink(missing_ok=True)
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        if path.exists():  # Whoever changes the keys may be another than he who reads them.
            os.fchown(handle, path.stat().st_uid, path.stat().st_gid)
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    return fresh
