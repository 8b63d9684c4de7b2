"""Accounts as they are kept: found, blocked, given roles and passwords; nobody is asked here."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from service.core.ids import new_id
from service.core.times import as_utc
from service.identity import factor, rules, security, sessions, store
from service.identity.wire import (
    AccountRow,
    NewGrant,
    Origin,
    SecurityKind,
    SecurityRow,
    Who,
)
from service.platform.db import Connection
from service.platform.house import House


async def found(
    connection: Connection, codes: Sequence[str], words: str, after: str, count: int
) -> list[AccountRow]:
    """Accounts with a role in one of these areas, by name, after a name."""
    return await store.accounts_found(connection, codes, words, after, count)


async def by_id(connection: Connection, account_id: UUID) -> AccountRow | None:
    """An account with all that it holds and held."""
    return await store.account_row(connection, account_id)


async def add_grants(
    connection: Connection,
    account_id: UUID,
    grants: Sequence[NewGrant],
    now: datetime,
    *,
    mapped: bool = False,
) -> None:
    """Give an account roles; those that were mapped go when the provider's claims do."""
    rows: list[dict[str, object]] = [
        {
            "grant_id": new_id(now),
            "role": g.role,
            "area_code": g.area_code,
            "site_id": g.site_id,
            "until_at": g.until_at and as_utc(g.until_at),
            "agreement": g.agreement,
            "mapped": mapped,
        }
        for g in grants
    ]
    await store.add_grants(connection, account_id, rows)


async def lock(connection: Connection, account_id: UUID) -> None:
    """Let nobody else change an account's roles while this transaction lasts."""
    await store.lock_account(connection, account_id)


async def set_grants(
    connection: Connection,
    account_id: UUID,
    within: Sequence[str],
    grants: Sequence[NewGrant],
    now: datetime,
) -> None:
    """Put these roles in place of those in some areas. Raises SiteMissing."""
    rules.check_grants(grants)
    await store.end_grants(connection, account_id, within, now)
    await add_grants(connection, account_id, grants, now)


async def block(connection: Connection, account_id: UUID, now: datetime) -> None:
    """Nobody signs in to this account any more."""
    await store.close_account(connection, account_id, now)


async def unblock(connection: Connection, account_id: UUID) -> None:
    """It may be signed in to again."""
    await store.open_account(connection, account_id)


async def give_password(connection: Connection, account_id: UUID, password_hash: str) -> None:
    """A password that its owner must change."""
    await store.set_password(connection, account_id, password_hash, once=True)


async def reset_factor(connection: Connection, account_id: UUID) -> None:
    """Its owner sets up another at the next sign-in."""
    await factor.reset(connection, account_id)


async def changed(
    house: House,
    connection: Connection,
    account_id: UUID,
    kind: SecurityKind,
    who: Who,
    origin: Origin,
    now: datetime,
    said: Mapping[str, object] | None = None,
) -> None:
    """Keep what was done to an account; its sessions and their streams end at once."""
    await sessions.end_all(house, connection, account_id, now)
    await noted(connection, account_id, kind, who, origin, now, said)


async def noted(
    connection: Connection,
    account_id: UUID,
    kind: SecurityKind,
    who: Who,
    origin: Origin,
    now: datetime,
    said: Mapping[str, object] | None = None,
) -> None:
    """Keep what was done to an account."""
    await security.note(connection, now, kind, account_id, origin, by=who.account_id, detail=said)


async def events(
    connection: Connection,
    codes: Sequence[str],
    account_id: UUID | None,
    words: str,
    before: UUID | None,
    count: int,
    *,
    nobodys: bool,
) -> list[SecurityRow]:
    """What was kept about accounts of these areas, the newest first."""
    return await store.security_events(
        connection, codes, account_id, words, before, count, nobodys=nobodys
    )
