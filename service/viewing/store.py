"""Masked films, viewings and copies in PostgreSQL."""

from datetime import datetime
from uuid import UUID

from service.footage.looking import MayLook
from service.identity.wire import Who
from service.platform.db import Connection, many, one, run, value
from service.platform.sql import Statements
from service.viewing.wire import (
    CopyRow,
    MaskedFilm,
    MaskingRow,
    MaskingState,
    NewCopy,
    OpenRegion,
    ViewingRow,
)

_sql = Statements(__file__)


async def ask(
    connection: Connection,
    masking_id: UUID,
    footage_id: UUID,
    may: MayLook,
    stretch: tuple[datetime, datetime],
    region: OpenRegion | None,
    who: Who,
    now: datetime,
) -> MaskingRow:
    """Write that a film is wanted."""
    values = (masking_id, footage_id, may.camera_id, may.name, *stretch, region)
    by = (who.display, who.account_id, now)
    row = await one(connection, MaskingRow, _sql["ask"], *values, *by)
    assert row is not None, "what was written is there"
    return row


async def count(connection: Connection, footage_id: UUID) -> int:
    """How many films were asked of a request."""
    return int(await value(connection, _sql["count"], footage_id))


async def of_request(connection: Connection, footage_id: UUID) -> list[MaskingRow]:
    """The films of a request."""
    return await many(connection, MaskingRow, _sql["of_request"], footage_id)


async def masking(
    connection: Connection, masking_id: UUID, *, locked: bool = False
) -> MaskingRow | None:
    """One film."""
    name = "masking_locked" if locked else "masking"
    return await one(connection, MaskingRow, _sql[name], masking_id)


async def settle(
    connection: Connection,
    masking_id: UUID,
    state: MaskingState,
    now: datetime,
    *,
    film: MaskedFilm | None = None,
    trouble: str | None = None,
    why: str | None = None,
) -> MaskingRow | None:
    """Write what became of a film; None where that was written already."""
    made_at = now if film is not None else None
    values = (masking_id, state, trouble, why, film, made_at)
    return await one(connection, MaskingRow, _sql["settle"], *values)


async def strip_seen(connection: Connection, masking_id: UUID, by: UUID, number: int) -> None:
    """Write that somebody has looked at a strip."""
    await run(connection, _sql["strip_seen"], masking_id, by, number)


async def decide(
    connection: Connection, masking_id: UUID, state: MaskingState, who: Who, now: datetime
) -> MaskingRow | None:
    """Write what a person decided of a film; None where that was decided already."""
    values = (masking_id, state, who.display, who.account_id, now)
    return await one(connection, MaskingRow, _sql["decide"], *values)


async def delete(connection: Connection, masking_id: UUID) -> None:
    """Write that a film is gone."""
    await run(connection, _sql["delete"], masking_id)


async def begin(
    connection: Connection,
    viewing: ViewingRow,
    digest: str,
    signed_sealed: bytes,
) -> ViewingRow:
    """Write that a viewing begins; its number is given here."""
    row = await one(
        connection,
        ViewingRow,
        _sql["begin"],
        *(viewing.viewing_id, viewing.footage_id, viewing.place, viewing.begins_at),
        *(viewing.until_at, viewing.officer_id, viewing.officer, viewing.session_id),
        *(viewing.needs_second, viewing.undertaking, digest, signed_sealed),
    )
    assert row is not None, "what was written is there"
    return row


async def viewing(connection: Connection, viewing_id: UUID) -> ViewingRow | None:
    """One viewing."""
    return await one(connection, ViewingRow, _sql["viewing"], viewing_id)


async def viewings_of(connection: Connection, footage_id: UUID, most: int) -> list[ViewingRow]:
    """The viewings of a request, the newest first."""
    return await many(connection, ViewingRow, _sql["viewings_of"], footage_id, most)


async def second(connection: Connection, viewing_id: UUID, who: Who, now: datetime) -> bool:
    """Write that another officer is present; False where it is the same, or one is already."""
    values = (viewing_id, who.account_id, who.display, now)
    return await run(connection, _sql["second"], *values) > 0


async def end(connection: Connection, viewing_id: UUID, now: datetime) -> None:
    """Write that a viewing is over."""
    await run(connection, _sql["end"], viewing_id, now)


async def end_others(connection: Connection, footage_id: UUID, now: datetime) -> None:
    """A request is shown on one screen at a time."""
    await run(connection, _sql["end_others"], footage_id, now)


async def ask_copy(
    connection: Connection, copy_id: UUID, of: MaskingRow, new: NewCopy, who: Who, now: datetime
) -> CopyRow:
    """Write that an authority asks for a copy."""
    assert of.film is not None, "only of what was made"
    values = (copy_id, of.masking_id, of.footage_id, new.organ, new.basis, new.document)
    by = (who.account_id, who.display, now, of.film.sha256)
    row = await one(connection, CopyRow, _sql["ask_copy"], *values, *by)
    assert row is not None, "what was written is there"
    return row


async def copy_locked(connection: Connection, copy_id: UUID) -> CopyRow | None:
    """One copy, until the transaction ends."""
    return await one(connection, CopyRow, _sql["copy_locked"], copy_id)


async def give_copy(connection: Connection, copy_id: UUID, who: Who, now: datetime) -> bool:
    """Write that a copy is given; False where the second officer is the first, or it was given."""
    values = (copy_id, who.account_id, who.display, now)
    return await run(connection, _sql["give_copy"], *values) > 0


async def copies_of(connection: Connection, footage_id: UUID) -> list[CopyRow]:
    """The copies of a request's films."""
    return await many(connection, CopyRow, _sql["copies_of"], footage_id)
