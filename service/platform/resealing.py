"""Old rows sealed anew with the key that closes now, a bounded batch at a time.

The same three statements serve every sealed column; a column's names come from the code alone
(`service.sealed`). Nobody has to stop for it: a row that somebody writes meanwhile is left to him.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from uuid import UUID

import structlog
from msgspec import Struct

from service.platform.db import Connection, many, one, run, value
from service.platform.seal import HEAD_BYTES, Seal, SealBroken, head
from service.platform.sql import Statements

_log = structlog.get_logger()
_sql = Statements(__file__)

FIRST = UUID(int=0)
# Rows that are locked at one time, for a fraction of a second: others may write them meanwhile.
BATCH = 500


def as_written(text: str) -> str:
    """Where a text is looked for as it stands."""
    return text


class NeverSealed(Struct, frozen=True):
    """What stands open, of the time before its column: two statements of the feature.

    `read` takes a count, gives `row_id` and `said`; `write` takes these two and the sealed bytes,
    empties what stood open, and leaves a row that says something else by now.
    """

    read: str
    write: str


class SealedColumn(Struct, frozen=True):
    """A column of sealed bytes: what it is sealed for, and the column by which it is found."""

    table: str
    key: str
    column: str
    purpose: str
    index: str = ""
    indexed: Callable[[str], str] = as_written
    before: NeverSealed | None = None
    # Fewer where a row holds a picture.
    batch: int = BATCH

    def statement(self, name: str) -> str:
        """A statement of this column."""
        text = _sql[name]
        for sign in ("table", "key", "column", "index"):
            text = text.replace(f":{sign}:", getattr(self, sign))
        return text


class Batch(Struct, frozen=True):
    """What a batch did: how many rows it sealed, and after which row to go on, if on."""

    sealed: int
    after: UUID | None


class Used(Struct, frozen=True):
    """How many rows of a column a key has sealed; "" where they name none."""

    place: str
    key_id: str
    rows: int


class KeyRow(Struct, frozen=True):
    """What is known of a key, which is not the key."""

    key_id: str
    added_at: datetime
    closes_at: datetime | None
    sealed_anew: int
    done_at: datetime | None


class _Open(Struct, frozen=True):
    row_id: UUID
    said: str


class _Row(Struct, frozen=True):
    row_id: UUID
    sealed: bytes


async def seal_batch(seal: Seal, connection: Connection, of: SealedColumn, after: UUID) -> Batch:
    """Seal what stands open still, then anew what another key has sealed, in the order of rows.

    What does not open is named.
    """
    first = await _seal_first(seal, connection, of)
    if first == BATCH:
        return Batch(first, after)
    values = (after, head(seal.closing), of.batch)
    rows = await many(connection, _Row, of.statement("sealed_otherwise"), *values)
    sealed = first
    for row in rows:
        try:
            plain = seal.open_data(row.sealed, of.purpose)
        except SealBroken:
            _log.error("keys.row_does_not_open", place=of.column, table=of.table, row=row.row_id)
            continue
        fresh = (row.row_id, row.sealed, seal.close_data(plain, of.purpose))
        if of.index:
            index = seal.index(of.indexed(plain.decode()), of.purpose)
            sealed += await run(connection, of.statement("seal_anew_found"), *fresh, index)
        else:
            sealed += await run(connection, of.statement("seal_anew"), *fresh)
    return Batch(sealed, rows[-1].row_id if len(rows) == of.batch else None)


async def _seal_first(seal: Seal, connection: Connection, of: SealedColumn) -> int:
    """Seal some of what was written before there was a seal for it; how many rows."""
    if of.before is None:
        return 0
    rows = await many(connection, _Open, of.before.read, BATCH)
    sealed = 0
    for row in rows:
        fresh = seal.close(row.said, of.purpose)
        sealed += await run(connection, of.before.write, row.row_id, row.said, fresh)
    return sealed


async def used(connection: Connection, columns: Iterable[SealedColumn]) -> list[Used]:
    """Which key has sealed how many rows; every row is looked at."""
    found = []
    for of in columns:
        for row in await connection.fetch(of.statement("sealed_by"), HEAD_BYTES):
            named = bytes(row["head"])
            key_id = named[1:].hex() if head(named[1:].hex()) == named else ""
            found.append(Used(f"{of.table}.{of.column}", key_id, row["rows"]))
    return found


async def add_key(connection: Connection, key_id: str, now: datetime) -> None:
    """Note that a key is there, if nobody has."""
    await run(connection, _sql["add_key"], key_id, now)


async def key(connection: Connection, key_id: str) -> KeyRow | None:
    """What is known of a key."""
    return await one(connection, KeyRow, _sql["key"], key_id)


async def let_close(connection: Connection, key_id: str, now: datetime) -> None:
    """Note that a key closes from now on."""
    await run(connection, _sql["let_close"], key_id, now)


async def count_sealed(
    connection: Connection, key_id: str, sealed: int, now: datetime, *, done: bool
) -> None:
    """Note progress; done where the last column has been gone through."""
    await run(connection, _sql["count_sealed"], key_id, sealed, now, done)


async def forget_key(connection: Connection, key_id: str) -> bool:
    """Note that a key is gone; whether it was known."""
    return await value(connection, _sql["forget_key"], key_id) is not None
