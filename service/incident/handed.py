"""Handovers in PostgreSQL."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from service.identity.wire import Colleague, Who
from service.incident.wire import HandoverRow, HandoverState, Whole
from service.platform.db import Connection, many, one
from service.platform.sql import Statements

_sql = Statements(__file__)

# More than anybody leads; a shift that ends with more hands over twice.
_COMMANDED_MOST = 500


async def commanded(
    connection: Connection,
    account_id: UUID,
    incident_ids: Sequence[UUID] | None,
    *,
    locked: bool = False,
) -> list[Whole]:
    """Open incidents that a person commands, those of these ids or all; locked where asked."""
    name = "commanded_locked" if locked else "commanded"
    ids = None if incident_ids is None else list(incident_ids)
    return await many(connection, Whole, _sql[name], account_id, ids, _COMMANDED_MOST)


async def add_handover(
    connection: Connection,
    handover_id: UUID,
    incidents: Sequence[Whole],
    who: Who,
    to: Colleague,
    note: str,
    now: datetime,
) -> HandoverRow | None:
    """Keep an offer; None where another of this person still waits."""
    scope = sorted({code for whole in incidents for code in whole.scope})
    values = (
        *(handover_id, [whole.incident_id for whole in incidents], scope),
        *(who.account_id, who.display, to.account_id, to.display, note, now),
    )
    return await one(connection, HandoverRow, _sql["add_handover"], *values)


async def handover_locked(connection: Connection, handover_id: UUID) -> HandoverRow | None:
    """One handover, locked until the transaction ends."""
    return await one(connection, HandoverRow, _sql["handover_locked"], handover_id)


async def handovers_within(
    connection: Connection, areas: Iterable[str], account_id: UUID, count: int
) -> list[HandoverRow]:
    """Offers about incidents of these areas, or of this person, that wait, the oldest first."""
    values = (list(areas), account_id, count)
    return await many(connection, HandoverRow, _sql["handovers_within"], *values)


async def end_handover(
    connection: Connection,
    handover_id: UUID,
    state: HandoverState,
    now: datetime,
    by: str,
    answer: str,
) -> HandoverRow:
    """Answer an offer that is locked."""
    values = (handover_id, state, now, by, answer)
    row = await one(connection, HandoverRow, _sql["end_handover"], *values)
    assert row is not None, "the handover was locked a moment ago"
    return row
