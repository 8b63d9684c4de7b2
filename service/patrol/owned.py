"""What is kept of the duty of one account, for the person whose it is; and letting go of it.

A unit's positions are the officer's who had put it on duty.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from service.patrol import store
from service.patrol.wire import OnDuty, Span
from service.platform.db import Connection, many, plain, run, value
from service.platform.sql import Statements

_sql = Statements(__file__)


async def duties(connection: Connection, account_id: UUID, count: int) -> list[dict[str, Any]]:
    """When it put a unit on duty, the latest first."""
    return await plain(connection, _sql["own_duties"], account_id, count)


async def spans(connection: Connection, account_id: UUID, now: datetime, count: int) -> list[Span]:
    """From when to when it had which unit on duty, the latest first."""
    return await many(connection, Span, _sql["own_spans"], account_id, now, count)


async def positions(
    connection: Connection, spans: Sequence[Span], count: int
) -> list[dict[str, Any]]:
    """Positions of these spans that are still kept, the latest first."""
    return await plain(connection, _sql["own_positions"], list(spans), count)


async def erase(
    connection: Connection, account_id: UUID, now: datetime, held: Sequence[Span]
) -> bool:
    """Forget its positions but those of held spans, and take it out of its unit; whether some stay.

    Raises OnDuty: nobody is taken off a street by paper.
    """
    own = await store.unit_of(connection, account_id)
    if own is not None and own.on_duty:
        raise OnDuty
    await run(connection, _sql["erase_positions"], account_id, now, list(held))
    await run(connection, _sql["leave_unit"], account_id)
    return bool(await value(connection, _sql["has_positions"], account_id, now))
