"""Pictures and other bytes that are written once and never altered."""

import asyncio
import os
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import BinaryIO
from urllib.parse import unquote, urlsplit

import obstore
from obstore.exceptions import AlreadyExistsError, BaseError
from obstore.store import LocalStore, ObjectStore, from_url

_PIECE = 1_000_000


class BlobExists(Exception):
    """There are other bytes under that name already; what is written stays as it is."""


class BlobLost(Exception):
    """There is no such object, or the store cannot be reached."""


class Blobs:
    """A folder or a bucket."""

    def __init__(self, store: ObjectStore, folder: Path | None) -> None:
        self._store = store
        self._folder = folder

    @classmethod
    def open(cls, url: str, default: Path) -> "Blobs":
        """The store that url names (s3://bucket/prefix or file:///folder), else a folder."""
        if url and not url.startswith("file://"):
            return cls(from_url(url), None)
        folder = Path(unquote(urlsplit(url).path)) if url else default
        folder.mkdir(parents=True, exist_ok=True)
        return cls(LocalStore(prefix=folder), folder)

    async def put(self, key: str, data: bytes) -> None:
        """Store data under key, and return when it would survive a power cut.

        The same bytes may be stored again: an earlier try may have died half-way. Raises
        BlobExists for other bytes, and BlobLost when the store does not take them, or not under
        such a name.
        """
        try:
            await obstore.put_async(self._store, key, data, mode="create")
        except AlreadyExistsError as error:
            if await self.get(key) != data:
                raise BlobExists(key) from error
        except (BaseError, ValueError) as error:
            raise BlobLost(key) from error
        if self._folder is not None:
            await asyncio.to_thread(_keep_on_disk, self._folder, self._folder / key)

    async def get(self, key: str) -> bytes:
        """The bytes under key. Raises BlobLost."""
        try:
            answer = await obstore.get_async(self._store, key)
            return bytes(await answer.bytes_async())
        except (BaseError, FileNotFoundError, ValueError) as error:
            raise BlobLost(key) from error

    async def put_pieces(self, key: str, pieces: AsyncIterator[bytes]) -> None:
        """Store what comes piece by piece, never all of it in memory. Raises BlobLost.

        For what is used up soon: it takes the place of what was there.
        """
        try:
            await obstore.put_async(self._store, key, pieces)
        except (BaseError, ValueError) as error:
            raise BlobLost(key) from error
        if self._folder is not None:
            await asyncio.to_thread(_keep_on_disk, self._folder, self._folder / key)

    async def pour(self, key: str, file: BinaryIO) -> None:
        """Write what is under key into a file, piece by piece. Raises BlobLost."""
        try:
            answer = await obstore.get_async(self._store, key)
            async for piece in answer.stream(min_chunk_size=_PIECE):
                await asyncio.to_thread(file.write, bytes(piece))
        except (BaseError, FileNotFoundError, ValueError) as error:
            raise BlobLost(key) from error

    async def folders(self, below: str) -> list[str]:
        """The names of the folders in a folder, in order. Raises BlobLost."""
        try:
            found = await obstore.list_with_delimiter_async(self._store, below)
        except (BaseError, ValueError) as error:
            raise BlobLost(below) from error
        return sorted(path.rsplit("/", 1)[-1] for path in found["common_prefixes"])

    async def names(self, folder: str) -> list[str]:
        """The keys in a folder. Raises BlobLost."""
        try:
            found = await obstore.list_with_delimiter_async(self._store, folder)
        except (BaseError, ValueError) as error:
            raise BlobLost(folder) from error
        return sorted(one["path"] for one in found["objects"])

    async def delete(self, keys: Sequence[str]) -> None:
        """Delete these; what is not there is gone already. Raises BlobLost."""
        for key in keys:
            try:
                await obstore.delete_async(self._store, key)
            except FileNotFoundError:
                continue
            except (BaseError, ValueError) as error:
                raise BlobLost(key) from error


def _keep_on_disk(folder: Path, path: Path) -> None:
    """Flush a file and every folder down to it: the local store renames but does not flush."""
    _flush(path)
    for parent in path.parents:
        _flush(parent)
        if parent == folder:
            break


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
