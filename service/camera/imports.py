"""Files of cameras that are handed in at the door and read by a job."""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import UUID

import msgspec

from service.camera import store
from service.camera.columns import Fault
from service.camera.handed_in import IMPORTED, CameraImport, ImportState, TooManyImports
from service.camera.importing import Progress, read_in
from service.camera.wire import Format
from service.centre import actions as centre
from service.core.geo import Crs
from service.core.ids import new_id
from service.core.problem import NotFound
from service.identity.wire import Role, Who
from service.platform.asks import Errand
from service.platform.db import Connection, lifted
from service.platform.house import House
from service.platform.outbox import Lane, Promise, Said

READ = "import_cameras"
SHOWN_MOST = 50
# Files that are kept at one time, each of half a gigabyte at most.
_OPEN_MOST = 4
# Half a gigabyte by a line of 5 Mbit/s.
_ARRIVES_MOST_S = 900.0
_ARRIVES_MOST = timedelta(seconds=_ARRIVES_MOST_S)
_TOLD_EVERY_S = 1.0
_TOLD_OF = timedelta(days=90)
_FORGOTTEN_AT_ONCE = 20
_GIVEN_UP = Progress(faults_found=1, faults=(Fault(0, "", "", "given_up"),))


async def hand_in(
    house: House, who: Who, kind: Format, crs: Crs | None, pieces: AsyncIterator[bytes]
) -> CameraImport:
    """Keep a file on disk with the promise to read it in. Raises TooManyImports, TimeoutError.

    It is written down before its first byte is kept, so that what is left of one that never came
    to its end is found and deleted.
    """
    now = house.clock.now()
    import_id = new_id(now)
    blob_key = f"imports/{import_id}"
    areas = who.areas([Role.ADMINISTRATOR])
    async with house.db.transaction() as connection:
        async with lifted(connection, Errand.IMPORTS):
            waiting = await store.imports_open(connection, now - _ARRIVES_MOST)
        if waiting >= _OPEN_MOST:
            raise TooManyImports(retry_s=30)
        await store.add_import(connection, import_id, who, areas, kind, crs, blob_key, now)
    try:
        async with asyncio.timeout(_ARRIVES_MOST_S):
            await house.blobs.put_pieces(blob_key, pieces)
    except BaseException:
        async with house.db.transaction() as connection:
            await store.import_forgotten(connection, import_id)
        raise
    async with house.transaction() as connection:
        await store.import_arrived(connection, import_id)
        promise = Promise(READ, Lane.REST, str(import_id), house.clock.now())
        await house.outbox.promise(connection, house.clock.now(), promise)
        return await _shown(connection, import_id)


async def imports(connection: Connection, who: Who) -> list[CameraImport]:
    """The latest files for areas that you administer, and for those below; the newest first."""
    areas = await centre.areas_within(connection, who.areas([Role.ADMINISTRATOR]))
    return await store.imports_of(connection, [one.area_code for one in areas], SHOWN_MOST)


async def import_of(connection: Connection, who: Who, import_id: UUID) -> CameraImport:
    """How far a file has come, yours or for an area that you administer. Raises NotFound."""
    row = await store.import_by_id(connection, import_id)
    if row is None:
        raise NotFound(field="import_id")
    is_above = who.sees(await _scope(connection, row), [Role.ADMINISTRATOR])
    if row.account_id != who.account_id and not is_above:
        raise NotFound(field="import_id")
    return await _shown(connection, import_id)


async def read(house: House, import_id: UUID) -> None:
    """Read a file that was handed in, once: all of it into the register, or none."""
    async with house.db.reading() as connection:
        row = await _row(connection, import_id)
    if row.blob_key is None:
        return
    if row.ended_at is None:
        with tempfile.TemporaryFile() as file:
            await house.blobs.pour(row.blob_key, file)
            told = _Told(house, import_id)
            try:
                async with house.transaction() as connection:
                    # Whoever died half-way may not be dead yet.
                    await store.alone(connection, import_id)
                    if (await _row(connection, import_id)).ended_at is not None:
                        return
                    progress = await read_in(
                        house, connection, file, row.format, row.crs, row.areas, told.tell
                    )
                    if progress.faults_found:
                        raise _Undone(progress)
                    await _end(house, connection, row, ImportState.DONE, progress)
            except _Undone as undone:
                async with house.transaction() as connection:
                    await _end(house, connection, row, ImportState.REFUSED, undone.progress)
    await _drop(house, import_id, row.blob_key)


async def give_up(house: House, connection: Connection, import_id: UUID) -> None:
    """Our own part failed too often: nothing of the file was written, and that is said."""
    row = await _row(connection, import_id)
    await _end(house, connection, row, ImportState.REFUSED, _GIVEN_UP)


async def forget(house: House) -> None:
    """Delete files that nobody will read any more, and what is told of long ago."""
    now = house.clock.now()
    async with house.db.transaction() as connection:
        used_up = await store.imports_used_up(
            connection, now - 2 * _ARRIVES_MOST, _FORGOTTEN_AT_ONCE
        )
        await store.forget_imports(connection, now - _TOLD_OF)
    for one in used_up:
        await _drop(house, one.import_id, one.blob_key)


async def _drop(house: House, import_id: UUID, blob_key: str) -> None:
    """Delete a file: first its bytes, then the word of where they are."""
    await house.blobs.delete([blob_key])
    async with house.db.transaction() as connection:
        await store.import_forgotten(connection, import_id)


class _Undone(Exception):
    """Something is wrong with the file: nothing of it stays."""

    def __init__(self, progress: Progress) -> None:
        super().__init__()
        self.progress = progress


class _Told:
    """Says how far a file was read, in statements of their own, at most once a second."""

    def __init__(self, house: House, import_id: UUID) -> None:
        self._house, self._import_id = house, import_id
        self._next = 0.0

    async def tell(self, progress: Progress) -> None:
        """After each batch."""
        if self._house.clock.ticks() < self._next:
            return
        self._next = self._house.clock.ticks() + _TOLD_EVERY_S
        async with self._house.db.reading() as connection:
            await store.import_reading(
                connection,
                self._import_id,
                progress.rows_read,
                progress.faults_found,
                progress.faults,
            )


async def _end(
    house: House,
    connection: Connection,
    row: store.ImportRow,
    state: ImportState,
    progress: Progress,
) -> None:
    now = house.clock.now()
    refused = state is ImportState.REFUSED
    await store.import_ended(
        connection,
        row.import_id,
        state,
        progress.rows_read,
        0 if refused else progress.added,
        0 if refused else progress.updated,
        progress.faults_found,
        progress.faults,
        progress.encoding,
        now,
    )
    # Everybody above hears of it; the faults are at the door.
    scope = sorted(await _scope(connection, row))
    ended = msgspec.structs.replace(await _shown(connection, row.import_id), faults=[])
    await house.outbox.say(connection, now, Said(IMPORTED, scope, ended, row.import_id))


async def _scope(connection: Connection, row: store.ImportRow) -> set[str]:
    """The areas of a file, and all above them."""
    lineages = await centre.lineages(connection)
    return {code for area in row.areas for code in lineages.get(area, [area])}


async def _row(connection: Connection, import_id: UUID) -> store.ImportRow:
    row = await store.import_by_id(connection, import_id)
    assert row is not None, "a file is promised to be read after it was written down"
    return row


async def _shown(connection: Connection, import_id: UUID) -> CameraImport:
    row = await _row(connection, import_id)
    return CameraImport(**{name: getattr(row, name) for name in CameraImport.__struct_fields__})
