"""Holding by copy: what a recorder cannot hold back is brought away before it is written over.

The bytes are in the blob store, under the name of the hold and their digest; a row says of which
camera and time they are. The row is written first, so that no bytes lie there unknown.
"""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path
from uuid import UUID

from service.core.ids import new_id
from service.platform.blobs import BlobLost
from service.platform.house import House
from service.platform.recorders import GapWhy
from service.recorder import fetching, rules, store
from service.recorder.fetching import Source
from service.recorder.wire import Gap, KeptCopy, Part

_PIECE_BYTES = 1024 * 1024
# The recorder, the way to it or our own room may be well again later.
PASSING = {
    *(GapWhy.AWAY, GapWhy.TOO_SLOW, GapWhy.WRONG_LOGIN, GapWhy.NOT_YET, GapWhy.NO_ROOM),
    *(GapWhy.REFUSED, GapWhy.FORBIDDEN_ADDRESS),
}


async def keep(
    house: House,
    source: Source,
    hold: str,
    from_at: datetime,
    until_at: datetime,
    *,
    asker: UUID,
    most_s: float,
) -> list[Gap]:
    """Bring a time away and keep it under the name of a hold; what could not be had of it.

    Once more brings only what is not kept yet. Where a gap says NOT_YET, another call goes on.
    """
    until = house.clock.ticks() + most_s
    fetched = await fetching.fetch(house, source, from_at, until_at, asker=asker, most_s=most_s)
    gaps = list(fetched.gaps)
    camera_id = source.recording.camera_id
    async with house.db.reading() as connection:
        known = {one.sha256 for one in await store.copies_of_hold(connection, hold) if one.stored}
    for part in fetched.parts:
        if part.sha256 in known:
            continue
        if house.clock.ticks() > until or not await _store(house, hold, camera_id, part):
            gaps.append(Gap(part.begins_at, part.ends_at, GapWhy.NOT_YET))
    return gaps


async def drop(house: House, hold: str) -> None:
    """Let go of what was kept under a name. Raises BlobLost: it is owed."""
    async with house.db.reading() as connection:
        copies = await store.copies_of_hold(connection, hold)
    await house.blobs.delete([_key(hold, one) for one in copies])
    async with house.db.transaction() as connection:
        await store.forget_copies(connection, hold)


async def _store(house: House, hold: str, camera_id: UUID, part: Part) -> bool:
    """Keep one file; whether the store took it."""
    now = house.clock.now()
    suffix = Path(part.path).suffix
    # What was kept by another hold comes out of the store: it is kept again, under this name.
    copy = KeptCopy(
        new_id(now), hold, camera_id, part.begins_at, part.ends_at, part.sha256,
        part.size_bytes, suffix, False,
    )  # fmt: skip
    async with house.db.transaction() as connection:
        copy = await store.add_copy(connection, copy, now)
    try:
        await house.blobs.put_pieces(_key(hold, copy), _pieces(Path(part.path)))
    except (BlobLost, OSError):
        return False
    async with house.db.transaction() as connection:
        await store.note_stored(connection, copy.copy_id, house.clock.now())
    return True


async def _pieces(path: Path) -> AsyncIterator[bytes]:
    file = await asyncio.to_thread(path.open, "rb")
    try:
        while piece := await asyncio.to_thread(file.read, _PIECE_BYTES):
            yield piece
    finally:
        file.close()


def _key(hold: str, copy: KeptCopy) -> str:
    return rules.key_of(hold, copy.sha256, copy.suffix)
