"""Faults in PostgreSQL."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from service.fault.wire import Fault, FaultKind
from service.platform.db import Connection, many, one
from service.platform.sql import Statements

_sql = Statements(__file__)


class FaultRow(Fault):
    """A fault with whose it is."""

    scope: list[str]

    def shown(self) -> Fault:
        """Without whose it is."""
        return Fault(**{name: getattr(self, name) for name in Fault.__struct_fields__})


async def raise_fault(
    connection: Connection,
    fault_id: UUID,
    kind: FaultKind,
    subject_id: UUID,
    subject: str,
    site_id: UUID | None,
    scope: Sequence[str],
    detail: str,
    count: int,
    now: datetime,
) -> FaultRow:
    """Open a fault, or see it again."""
    values = (fault_id, kind, subject_id, subject, site_id, scope, detail, count, now)
    row = await one(connection, FaultRow, _sql["raise_fault"], *values)
    assert row is not None, "it is inserted or updated"
    return row


async def open_subjects(connection: Connection, kind: FaultKind) -> set[UUID]:
    """Who has an open fault of this kind."""
    return {row["subject_id"] for row in await connection.fetch(_sql["open_subjects"], kind)}


async def open_details(connection: Connection, kind: FaultKind) -> dict[UUID, str]:
    """Who has an open fault of this kind, and what is known of it."""
    rows = await connection.fetch(_sql["open_details"], kind)
    return {row["subject_id"]: row["detail"] for row in rows}


async def clear_faults(
    connection: Connection, kind: FaultKind, subjects: Iterable[UUID], now: datetime, by: str
) -> list[FaultRow]:
    """End the open faults of these subjects."""
    return await many(connection, FaultRow, _sql["clear_faults"], kind, list(subjects), now, by)


async def clear_fault(
    connection: Connection, fault_id: UUID, now: datetime, by: str
) -> FaultRow | None:
    """End one fault; None where it was over."""
    return await one(connection, FaultRow, _sql["clear_fault"], fault_id, now, by)


async def by_id(connection: Connection, fault_id: UUID) -> FaultRow | None:
    """One fault."""
    return await one(connection, FaultRow, _sql["by_id"], fault_id)


async def open_of_site(connection: Connection, site_id: UUID, count: int) -> list[Fault]:
    """Open faults of a site, the newest first."""
    return await many(connection, Fault, _sql["open_of_site"], site_id, count)


async def open_within(connection: Connection, areas: Iterable[str], count: int) -> list[Fault]:
    """Open faults of these areas, the newest first."""
    return await many(connection, Fault, _sql["open_within"], list(areas), count)
