"""Files of cameras that are handed in at the door and read by a job."""

import tempfile
from collections.abc import AsyncIterator, Iterable
from uuid import UUID

from service.camera import store
from service.camera.importing import Progress, read_in
from service.camera.wire import IMPORTED, CameraImport, Format, ImportState
from service.core.geo import Crs
from service.core.ids import new_id
from service.core.problem import NotFound
from service.identity.wire import Role, Who
from service.platform.db import Connection
from service.platform.house import House
from service.platform.outbox import Lane, Promise, Said

READ = "import_cameras"
SHOWN_MOST = 50
_TOLD_EVERY_S = 1.0
_NO_FILE = Progress(faults_found=1)


async def hand_in(
    house: House, who: Who, kind: Format, crs: Crs, pieces: AsyncIterator[bytes]
) -> CameraImport:
    """Keep a file on disk with the promise to read it in."""
    now = house.clock.now()
    import_id = new_id(now)
    blob_key = f"imports/{import_id}"
    await house.blobs.put_pieces(blob_key, pieces)
    areas = who.areas([Role.ADMINISTRATOR])
    async with house.transaction() as connection:
        await store.add_import(connection, import_id, who, areas, kind, crs, blob_key, now)
        promise = Promise(READ, Lane.REST, str(import_id), now)
        await house.outbox.promise(connection, now, promise)
        return await _shown(connection, import_id)


async def imports(connection: Connection, areas: Iterable[str]) -> list[CameraImport]:
    """The latest files for these areas, the newest first."""
    return await store.imports_of(connection, areas, SHOWN_MOST)


async def import_of(connection: Connection, who: Who, import_id: UUID) -> CameraImport:
    """How far a file has come, yours or for areas of yours. Raises NotFound."""
    row = await store.import_by_id(connection, import_id)
    if row is None or not (row.account_id == who.account_id or who.sees(row.areas)):
        raise NotFound(field="import_id")
    return await _shown(connection, import_id)


async def read(house: House, import_id: UUID) -> None:
    """Read a file that was handed in, once: all of it into the register, or none."""
    async with house.db.reading() as connection:
        row = await store.import_by_id(connection, import_id)
    assert row is not None, "a file is promised to be read after it was written down"
    if row.blob_key is None:
        return
    with tempfile.TemporaryFile() as file:
        await house.blobs.pour(row.blob_key, file)
        told = _Told(house, import_id)
        try:
            async with house.transaction() as connection:
                # Whoever died half-way may not be dead yet.
                await store.alone(connection, import_id)
                progress = await read_in(
                    house, connection, file, row.format, row.crs, row.areas, told.tell
                )
                if progress.faults_found:
                    raise _Undone(progress)
                await _end(house, connection, row, ImportState.DONE, progress)
        except _Undone as undone:
            async with house.transaction() as connection:
                await _end(house, connection, row, ImportState.REFUSED, undone.progress)
    await house.blobs.delete([row.blob_key])


async def give_up(house: House, connection: Connection, import_id: UUID) -> None:
    """Our own part failed too often: nothing of the file was written, and that is said."""
    row = await store.import_by_id(connection, import_id)
    assert row is not None, "a file is promised to be read after it was written down"
    await _end(house, connection, row, ImportState.REFUSED, _NO_FILE)


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
        now,
    )
    ended = await _shown(connection, row.import_id)
    await house.outbox.say(connection, now, Said(IMPORTED, row.areas, ended, row.import_id))


async def _shown(connection: Connection, import_id: UUID) -> CameraImport:
    row = await store.import_by_id(connection, import_id)
    assert row is not None, "it was just written"
    return CameraImport(**{name: getattr(row, name) for name in CameraImport.__struct_fields__})
