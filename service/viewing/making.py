"""Making a masked film: brought, masked in a process of its own, kept under new names."""

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import msgspec

from service.footage import looking
from service.footage.wire import office_scope
from service.platform.crew import Crew, CrewDied
from service.platform.db import Connection, Transaction
from service.platform.house import House
from service.platform.outbox import Lane, Promise, Said
from service.recorder import actions as recorder
from service.recorder.wire import Fetched
from service.viewing import rules, store
from service.viewing.orders import (
    BOXES,
    FILM,
    MODULE,
    Made,
    MaskOrder,
    Refused,
    Source,
    reel_name,
    strip_name,
)
from service.viewing.wire import MASKED, MaskedFilm, MaskingChanged, MaskingRow, MaskingState

MAKE = "mask_footage"
# What is around a stretch shows its place without anybody.
_BESIDE = timedelta(minutes=1)
# Five minutes of a large picture on a slow machine; less than what its job may take.
MOST_S = 1500.0
_BRING_MOST_S = 240.0
_PIECE = 1 << 20
_AGAIN = timedelta(seconds=5)
NOT_BROUGHT, NOT_GRANTED, NOT_MADE = "viewing.not_brought", "viewing.not_granted", "viewing.died"


def promise(masking_id: UUID, house: House, after: timedelta = timedelta()) -> Promise:
    """The promise to make a film."""
    return Promise(MAKE, Lane.REST, str(masking_id), house.clock.now() + after)


async def make(house: House, masking_id: UUID, transaction: Transaction) -> None:
    """Make a film that was asked for. Raises CrewDied, BlobLost: it is tried again."""
    async with house.db.reading() as connection:
        row = await store.masking(connection, masking_id)
        if row is None or row.state is not MaskingState.ASKED:
            return
        opened = await looking.opened_by_id(connection, row.footage_id)
        recordings = await recorder.recordings(connection, [row.camera_id])
    may = next((one for one in opened.cameras if one.camera_id == row.camera_id), None)
    if may is None or not rules.is_granted(may, row):
        # A unit took its word back meanwhile: nothing is brought.
        await _settle(house, transaction, row, opened.row.scope, Refused(NOT_GRANTED, ""))
        return
    recording = recordings.get(row.camera_id)
    if recording is None:
        await _settle(house, transaction, row, opened.row.scope, Refused(NOT_BROUGHT, ""))
        return
    begin, end = row.from_at - _BESIDE, row.until_at + _BESIDE
    fetched = await recorder.fetch(
        house, recording, begin, end, asker=row.footage_id, most_s=_BRING_MOST_S
    )
    if not fetched.is_done:
        async with transaction() as connection:
            again = promise(masking_id, house, _AGAIN)
            await house.outbox.promise(connection, house.clock.now(), again)
        return
    reply = await _masked(house, row, fetched)
    await _settle(house, transaction, row, opened.row.scope, reply)


async def _masked(house: House, row: MaskingRow, fetched: Fetched) -> Made | Refused:
    """What the process that masks makes of it, kept. Raises CrewDied, BlobLost."""
    if not fetched.parts:
        why = fetched.gaps[0].why if fetched.gaps else ""
        return Refused(NOT_BROUGHT, str(why))
    files = [Source(part.path, part.begins_at) for part in fetched.parts]
    base = house.settings.data_folder / "masking"
    base.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(dir=base))
    crew = Crew(MODULE, 1)
    try:
        order = MaskOrder(files, row.from_at, row.until_at, row.region, str(folder))
        data = await crew.ask(msgspec.msgpack.encode(order), most_s=MOST_S, wait_s=1.0)
        reply = _reply(data)
        if isinstance(reply, Made):
            await _keep(house, row.masking_id, reply.film, folder)
        return reply
    finally:
        await crew.close()
        shutil.rmtree(folder, ignore_errors=True)


def _reply(data: bytes) -> Made | Refused:
    try:
        return msgspec.msgpack.decode(data, type=Made | Refused)
    except msgspec.MsgspecError as error:
        raise CrewDied("its answer has no form") from error


async def _keep(house: House, masking_id: UUID, film: MaskedFilm, folder: Path) -> None:
    """Keep all that was made under names of its own; what an earlier try left is the same."""
    for name in names_of(film):
        data = await asyncio.to_thread((folder / name).read_bytes)
        await house.blobs.put_pieces(key_of(masking_id, name), _one(data))


async def _one(data: bytes) -> AsyncIterator[bytes]:
    for first in range(0, len(data), _PIECE):
        yield data[first : first + _PIECE]


def names_of(film: MaskedFilm) -> list[str]:
    """The files of a film."""
    strips = (strip_name(number) for number in range(film.strips))
    reels = (reel_name(number) for number in range(film.reels))
    return [FILM, BOXES, *strips, *reels]


def key_of(masking_id: UUID, name: str) -> str:
    """Where a file of a film is kept."""
    return f"masked/{masking_id}/{name}"


async def _settle(
    house: House,
    transaction: Transaction,
    row: MaskingRow,
    scope: list[str],
    reply: Made | Refused,
) -> None:
    now = house.clock.now()
    async with transaction() as connection:
        if isinstance(reply, Made):
            settled = await store.settle(
                connection, row.masking_id, MaskingState.MADE, now, film=reply.film
            )
        else:
            settled = await store.settle(
                connection,
                row.masking_id,
                MaskingState.REFUSED,
                now,
                trouble=reply.code,
                why=reply.why,
            )
        if settled is not None:
            await say(house, connection, scope, settled)


async def give_up(house: House, connection: Connection, masking_id: UUID) -> None:
    """It failed again and again: whoever asked hears it."""
    now = house.clock.now()
    row = await store.settle(
        connection, masking_id, MaskingState.FAILED, now, trouble=NOT_MADE, why=""
    )
    if row is not None:
        opened = await looking.opened_by_id(connection, row.footage_id)
        await say(house, connection, opened.row.scope, row)


async def say(house: House, connection: Connection, scope: list[str], row: MaskingRow) -> None:
    """Tell desks where a film stands."""
    body = MaskingChanged(
        masking_id=row.masking_id,
        footage_id=row.footage_id,
        camera_id=row.camera_id,
        state=row.state,
    )
    marks = [office_scope(code) for code in scope]
    said = Said(MASKED, marks, body, row.footage_id)
    await house.outbox.say(connection, house.clock.now(), said)


async def forget(house: House, footage_id: UUID, transaction: Transaction) -> None:
    """Delete the films of a request that is over; their hashes and who decided stay."""
    async with house.db.reading() as connection:
        rows = await store.of_request(connection, footage_id)
    for row in rows:
        if row.film is not None:
            await house.blobs.delete([key_of(row.masking_id, n) for n in names_of(row.film)])
    async with transaction() as connection:
        for row in rows:
            await store.delete(connection, row.masking_id)
