"""Accounts, grants and sessions in PostgreSQL."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from service.identity.wire import DESK, Colleague, Officer, Reachable, SessionRow, Who
from service.platform.db import Connection, many, one, run, value
from service.platform.sql import Statements

_sql = Statements(__file__)


class Login(Struct, frozen=True):
    """What is needed to check a password."""

    account_id: UUID
    password_hash: str
    demo: bool


class Number(Struct, frozen=True):
    """A telephone number as it is kept: sealed, and a digest by which it is found."""

    sealed: bytes | None
    index: bytes | None


async def add_account(
    connection: Connection,
    account_id: UUID,
    name: str,
    display: str,
    password_hash: str,
    phone: Number | None,
    demo: bool,
    now: datetime,
) -> bool:
    """Add an account; whether the name was free."""
    kept = phone or Number(None, None)
    values = (account_id, name, display, password_hash, kept.sealed, kept.index, demo, now)
    return await value(connection, _sql["add_account"], *values) is not None


async def add_grants(
    connection: Connection, account_id: UUID, grants: Sequence[dict[str, object]]
) -> None:
    """Give an account roles: rows of grant_id, role, area_code, site_id, until_at, agreement."""
    await run(connection, _sql["add_grants"], account_id, grants)


async def officers(connection: Connection, names: Sequence[str]) -> list[Officer]:
    """The patrol officers of these names; one who serves in two areas is there twice."""
    return await many(connection, Officer, _sql["officers"], list(names))


async def account_by_name(connection: Connection, name: str) -> Login | None:
    """The open account of this name."""
    return await one(connection, Login, _sql["account_by_name"], name)


async def phone_of(connection: Connection, account_id: UUID) -> bytes | None:
    """The sealed telephone number of an open account."""
    sealed: bytes | None = await value(connection, _sql["phone_of"], account_id)
    return sealed


async def by_number(connection: Connection, indexes: Sequence[bytes]) -> list[Colleague]:
    """The open accounts of a telephone number, by any of its digests."""
    return await many(connection, Colleague, _sql["by_number"], list(indexes))


async def areas_of(connection: Connection, account_id: UUID) -> list[str]:
    """The areas in which an open account has a role."""
    rows = await connection.fetch(_sql["areas_of"], account_id)
    return [row["area_code"] for row in rows]


async def reachable(connection: Connection, account_ids: Sequence[UUID]) -> list[Reachable]:
    """These accounts by name, those that are not closed."""
    return await many(connection, Reachable, _sql["reachable"], list(account_ids))


async def desk_people(
    connection: Connection, scopes: Sequence[Sequence[str]], now: datetime, count: int
) -> list[Colleague]:
    """Who may sit at a desk of each of these scopes."""
    values = ([list(scope) for scope in scopes], list(DESK), now, count)
    return await many(connection, Colleague, _sql["desk_people"], *values)


async def start_session(
    connection: Connection,
    session_id: UUID,
    account_id: UUID,
    refresh_hash: bytes,
    now: datetime,
    expires_at: datetime,
) -> None:
    """Remember a session."""
    await run(
        connection, _sql["start_session"], session_id, account_id, refresh_hash, now, expires_at
    )


async def session_by_id(connection: Connection, session_id: UUID) -> SessionRow | None:
    """A session, locked until the transaction ends."""
    return await one(connection, SessionRow, _sql["session_by_id"], session_id)


async def rotate_session(
    connection: Connection,
    session_id: UUID,
    refresh_hash: bytes,
    now: datetime,
    expires_at: datetime,
) -> None:
    """Put a new refresh token in place of the old."""
    await run(connection, _sql["rotate_session"], session_id, refresh_hash, now, expires_at)


async def end_session(connection: Connection, session_id: UUID, now: datetime) -> None:
    """End a session."""
    await run(connection, _sql["end_session"], session_id, now)


async def who(
    connection: Connection, session_id: UUID, now: datetime, until: datetime
) -> Who | None:
    """Who holds this session, with the grants that hold now."""
    return await one(connection, Who, _sql["who"], session_id, now, until)


async def accounts_counted(connection: Connection) -> int:
    """How many accounts there are."""
    return int(await value(connection, _sql["accounts_counted"]))
