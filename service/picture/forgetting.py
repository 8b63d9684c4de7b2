"""What goes of pictures: which are due, their bytes, and bytes that belong to none."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from service.picture import store
from service.picture.actions import WIDTHS, small_key
from service.picture.asking import FOLDER
from service.picture.wire import Outlived
from service.platform.db import Connection
from service.platform.house import House

# A hold that is placed stops what has not begun: so little goes at once.
_FORGOTTEN_AT_ONCE = 50


async def outlived(
    connection: Connection, areas: Sequence[str], before: datetime, without: Collection[UUID]
) -> list[Outlived]:
    """Kept pictures of these areas from before an instant, some at a time; none of `without`."""
    return await store.outlived(connection, areas, before, without, _FORGOTTEN_AT_ONCE)


async def outlived_of(
    connection: Connection, areas: Sequence[str], before: datetime, incidents: Collection[UUID]
) -> list[Outlived]:
    """Of these incidents alone."""
    return await store.outlived_of(connection, areas, before, incidents, _FORGOTTEN_AT_ONCE)


async def delete_bytes(house: House, outlived: Sequence[Outlived]) -> None:
    """Delete the bytes of these for good; `forgotten` says so afterwards. Raises BlobLost.

    In this order: what dies in between is deleted again, and nothing is left without a row.
    """
    for one in outlived:
        await house.blobs.delete(_keys(one.blob_key))


async def forgotten(connection: Connection, outlived: Sequence[Outlived], now: datetime) -> None:
    """Write that the bytes of these are gone."""
    await store.forgotten(connection, [one.snapshot_id for one in outlived], now)


async def folders(house: House) -> list[str]:
    """The folders of pictures, one for each incident, in order. Raises BlobLost."""
    return await house.blobs.folders(FOLDER)


async def unknown(house: House, folder: str) -> list[str]:
    """What is in a folder of pictures and belongs to no picture that is kept. Raises BlobLost."""
    names = await house.blobs.names(f"{FOLDER}/{folder}")
    try:
        incident_id = UUID(folder)
    except ValueError:
        return names
    async with house.db.reading() as connection:
        kept = await store.keys_of(connection, incident_id)
    known = {key for blob_key in kept for key in _keys(blob_key)}
    return [name for name in names if name not in known]


def _keys(blob_key: str) -> list[str]:
    return [blob_key, *(small_key(blob_key, width) for width in WIDTHS.values())]
