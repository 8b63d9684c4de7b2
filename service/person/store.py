"""Requests, notices and consents in PostgreSQL."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from service.person.wire import (
    Answer,
    GivenBy,
    NewNotice,
    NewRequest,
    NoticeVersion,
    OwnConsent,
    Remaining,
    RequestRow,
)
from service.platform.db import Connection, many, one, plain, run
from service.platform.sql import Statements

_sql = Statements(__file__)


async def add_request(
    connection: Connection,
    request_id: UUID,
    account_id: UUID,
    display: str,
    new: NewRequest,
    areas: Sequence[str],
    scope: Sequence[str],
    asked_at: datetime,
    due_at: datetime,
) -> RequestRow:
    """Keep a request."""
    values = (account_id, display, new.kind, new.text, list(areas), list(scope), asked_at, due_at)
    row = await one(connection, RequestRow, _sql["add_request"], request_id, *values)
    assert row is not None
    return row


async def open_of(connection: Connection, account_id: UUID) -> int:
    """GivenBy many requests of somebody wait for an answer; they are locked."""
    return len(await connection.fetch(_sql["open_of"], account_id))


async def requests_of(connection: Connection, account_id: UUID, count: int) -> list[RequestRow]:
    """What somebody asked, the latest first."""
    return await many(connection, RequestRow, _sql["requests_of"], account_id, count)


async def own_requests(
    connection: Connection, account_id: UUID, count: int
) -> list[dict[str, Any]]:
    """The same as it is kept."""
    return await plain(connection, _sql["requests_of"], account_id, count)


async def requests_within(
    connection: Connection,
    areas: Sequence[str],
    after: UUID | None,
    count: int,
    *,
    waiting: bool,
) -> list[RequestRow]:
    """What was asked in these areas: what waits first; `after` one goes on."""
    values = (list(areas), waiting, after, count)
    return await many(connection, RequestRow, _sql["requests_within"], *values)


async def request_locked(connection: Connection, request_id: UUID) -> RequestRow | None:
    """A request, locked until the transaction ends."""
    return await one(connection, RequestRow, _sql["request_locked"], request_id)


async def answer_request(
    connection: Connection,
    request_id: UUID,
    answer: Answer,
    remaining: Sequence[Remaining],
    now: datetime,
    by: UUID,
) -> RequestRow:
    """Keep the answer to a request that is locked and open."""
    values = (answer.state, answer.reason, answer.text, list(remaining), now, by)
    row = await one(connection, RequestRow, _sql["answer_request"], request_id, *values)
    assert row is not None
    return row


async def forget_words(connection: Connection, account_id: UUID, display: str) -> None:
    """Take out of somebody's requests what they say of him."""
    await run(connection, _sql["forget_words"], account_id, display)


async def add_notice(
    connection: Connection,
    notice_id: UUID,
    new: NewNotice,
    from_at: datetime,
    made_at: datetime,
    made_by: UUID,
) -> NoticeVersion:
    """Keep a new version of a notice."""
    values = (new.kind, new.area_code, new.zh, new.en, from_at, made_at, made_by)
    row = await one(connection, NoticeVersion, _sql["add_notice"], notice_id, *values)
    assert row is not None
    return row


async def notices(
    connection: Connection, areas: Sequence[str], now: datetime
) -> list[NoticeVersion]:
    """Of each of these areas, and of the system, the newest version of each kind."""
    return await many(connection, NoticeVersion, _sql["notices"], list(areas), now)


async def notices_of(
    connection: Connection, areas: Sequence[str], count: int
) -> list[NoticeVersion]:
    """Every version for these areas and of the system, the newest first."""
    return await many(connection, NoticeVersion, _sql["notices_of"], list(areas), count)


async def notice(connection: Connection, notice_id: UUID) -> NoticeVersion | None:
    """One version."""
    return await one(connection, NoticeVersion, _sql["notice"], notice_id)


async def give(
    connection: Connection,
    consent_id: UUID,
    account_id: UUID,
    notice_id: UUID,
    now: datetime,
    how: GivenBy,
) -> None:
    """Keep that somebody took note of a version; twice is once."""
    await run(connection, _sql["give"], consent_id, account_id, notice_id, now, how)


async def withdraw(
    connection: Connection, account_id: UUID, notice_id: UUID, now: datetime
) -> bool:
    """Take a consent back; whether it stood."""
    return await run(connection, _sql["withdraw"], account_id, notice_id, now) > 0


async def consents_of(connection: Connection, account_id: UUID, count: int) -> list[OwnConsent]:
    """What somebody took note of or agreed to, the latest first."""
    return await many(connection, OwnConsent, _sql["consents_of"], account_id, count)


async def own_consents(
    connection: Connection, account_id: UUID, count: int
) -> list[dict[str, Any]]:
    """The same without the texts."""
    return await plain(connection, _sql["own_consents"], account_id, count)
