"""Adding photos and papers, and looking at them: drawn anew, sealed, gone when the request ends."""

import asyncio
import hashlib
from uuid import UUID

from service.audit import actions as audit
from service.audit.wire import LookKind
from service.core.ids import new_id
from service.core.problem import NotFound
from service.footage import actions, filing, store
from service.footage.attached import (
    FILE_BYTES_MAX,
    FILES_MOST,
    FileGone,
    FileKind,
    FileRow,
    FileTooLarge,
    FileUnusable,
    FootageFile,
    RequestOver,
    TooManyFiles,
)
from service.footage.wire import MESSAGED, Entry, EventKind
from service.identity.wire import OFFICE, Who
from service.platform.drawn import NotDrawn, Unfit, drawn, packed
from service.platform.house import House

IMAGE = "footage_file.image"
# The small print of a household register can be read at that.
_SIDE_MAX = 2400
_KEPT_BYTES_MAX = 900 * 1024
_QUALITIES = (85, 75, 60, 45, 30)
# A large picture is a hundred megabytes while it is drawn: one after the other.
_drawing = asyncio.Semaphore(1)


async def add_own(
    house: House, who: Who, footage_id: UUID, kind: FileKind, data: bytes
) -> FootageFile:
    """Add a picture to a request of one's own.

    Raises NotFound, FileTooLarge, FileUnusable, TooManyFiles, RequestOver.
    """
    async with house.db.reading() as connection:
        row = await actions.mine(connection, who, footage_id)
    if row.ended_at is not None:
        raise RequestOver
    if len(data) > FILE_BYTES_MAX:
        raise FileTooLarge(field="body")
    async with _drawing:
        jpeg = await asyncio.to_thread(_made, data)
    now = house.clock.now()
    new = FileRow(
        file_id=new_id(now),
        footage_id=footage_id,
        kind=kind,
        at=now,
        sha256=hashlib.sha256(data).hexdigest(),
        size_bytes=len(jpeg),
        purged_at=None,
        image_sealed=house.seal.close_data(jpeg, IMAGE),
    )
    async with house.transaction() as connection:
        row = await actions.mine(connection, who, footage_id, locked=True)
        if row.ended_at is not None:
            raise RequestOver
        if await store.count_files(connection, footage_id) >= FILES_MOST:
            raise TooManyFiles
        await store.add_file(connection, new)
        entry = Entry(EventKind.ATTACHED, filing.APPLICANT, {"kind": kind, "sha256": new.sha256})
        await filing.announce(house, connection, footage_id, [entry], [MESSAGED])
    return _told(new)


async def own_files(house: House, who: Who, footage_id: UUID) -> list[FootageFile]:
    """What was added to a request of one's own. Raises NotFound."""
    async with house.db.reading() as connection:
        await actions.mine(connection, who, footage_id)
        rows = await store.files_of(connection, footage_id)
    return [_told(row) for row in rows]


async def files(house: House, who: Who, footage_id: UUID) -> list[FootageFile]:
    """What was added to a request of your areas. Raises NotFound."""
    async with house.db.reading() as connection:
        await actions.seen(connection, who, footage_id)
        rows = await store.files_of(connection, footage_id)
    return [_told(row) for row in rows]


async def look(house: House, who: Who, footage_id: UUID, file_id: UUID) -> bytes:
    """A picture as JPEG, once it is on record who looks. Raises NotFound, FileGone."""
    async with house.db.reading() as connection:
        row = await actions.seen(connection, who, footage_id)
        found = await store.file_of(connection, footage_id, file_id)
    if found is None:
        raise NotFound(field="file_id")
    if found.image_sealed is None:
        raise FileGone(field="file_id")
    content = f"{found.kind} {found.sha256[:12]} of footage request {row.number}"
    reason = f"footage request {row.number}: {row.category}"
    looked = who.look(LookKind.PAPER, content, reason=reason, scope=row.scope, roles=OFFICE)
    await audit.record(house, looked)
    return house.seal.open_data(found.image_sealed, IMAGE)


def _made(data: bytes) -> bytes:
    """The picture drawn anew. Raises FileUnusable."""
    try:
        made = packed(drawn(data, _SIDE_MAX, _SIDE_MAX), _KEPT_BYTES_MAX, _QUALITIES)
    except NotDrawn as error:
        raise FileUnusable(field="body", why=error.why) from error
    if made is None:
        raise FileUnusable(field="body", why=Unfit.PIXELS)
    return made


def _told(row: FileRow) -> FootageFile:
    return FootageFile(**{name: getattr(row, name) for name in FootageFile.__struct_fields__})
