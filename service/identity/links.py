"""Accounts by the names of a provider: linked by an administrator, or made as its claims say."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from service.identity import accounts, actions, passwords, security, sessions, signing, store
from service.identity.wire import (
    Held,
    NewAccount,
    NewGrant,
    NotLinked,
    Origin,
    SecurityKind,
    Session,
    SubjectTaken,
)
from service.platform.asks import Errand, for_system
from service.platform.db import Connection
from service.platform.house import House

AWAY_MOST = timedelta(minutes=10)


@for_system(Errand.SIGN_IN)
async def go_away(house: House, ticket: str) -> None:
    """Remember that somebody has gone to the provider with this ticket."""
    now = house.clock.now()
    async with house.db.transaction() as connection:
        await store.forget_sign_ons(connection, now)
        await store.start_sign_on(connection, sessions.digest(ticket), now + AWAY_MOST)


@for_system(Errand.SIGN_IN)
async def come_back(house: House, ticket: str) -> bool:
    """Whether somebody went with this ticket, not long ago, and has not come back before."""
    async with house.db.transaction() as connection:
        return await store.take_sign_on(connection, sessions.digest(ticket), house.clock.now())


async def sign_in(
    house: House,
    issuer: str,
    subject: str,
    name: str | None,
    roles: Sequence[NewGrant],
    origin: Origin,
    *,
    proved: bool,
) -> Session:
    """Sign in to the account of a provider's subject, with the roles that its claims give now.

    One that is not known is made when the claims give a role and its name is free: a name that is
    there already belongs to somebody, and only an administrator links it. Raises NotLinked, and
    what is asked next.
    """
    password_hash = await passwords.hashed(secrets.token_urlsafe(32))
    async with house.transaction() as connection:
        now = house.clock.now()
        account_id = await store.linked(connection, issuer, subject)
        if account_id is None and roles and name is not None:
            account_id = await _make(house, connection, name, password_hash, roles, origin)
            if account_id is not None:
                await store.link(connection, issuer, subject, account_id, now)
        elif account_id is not None:
            await _map(house, connection, account_id, roles, origin, now)
        if account_id is None:
            next_one: Session | Exception = NotLinked()
        else:
            next_one = await signing.go_on(
                house, connection, account_id, origin, now, proved=proved, by_password=False
            )
    if isinstance(next_one, Exception):
        raise next_one
    return next_one


async def _make(
    house: House,
    connection: Connection,
    name: str,
    password_hash: str,
    roles: Sequence[NewGrant],
    origin: Origin,
) -> UUID | None:
    if await store.is_name_taken(connection, name):
        return None
    # Nobody knows its password, so it is signed in to by the provider alone.
    new = NewAccount(name=name, display=name, password=secrets.token_urlsafe(32), roles=[])
    account_id = await actions.add_account(
        house, connection, new, {new.password: password_hash}, origin=origin
    )
    await accounts.add_grants(connection, account_id, roles, house.clock.now(), mapped=True)
    return account_id


async def _map(
    house: House,
    connection: Connection,
    account_id: UUID,
    roles: Sequence[NewGrant],
    origin: Origin,
    now: datetime,
) -> None:
    """Let the roles that were mapped be those that the claims give now."""
    held = await store.mapped_roles(connection, account_id, now)
    if _same(held, roles):
        return
    await store.end_mapped_grants(connection, account_id, now)
    await accounts.add_grants(connection, account_id, roles, now, mapped=True)
    await sessions.end_all(house, connection, account_id, now)
    said = {"roles": [f"{role.role} {role.area_code}" for role in roles], "by": "provider"}
    kind = SecurityKind.ROLES_CHANGED
    await security.note(connection, now, kind, account_id, origin, detail=said)


def _same(held: Sequence[Held], roles: Sequence[NewGrant]) -> bool:
    return {(h.role, h.area_code, h.site_id) for h in held} == {
        (r.role, r.area_code, r.site_id) for r in roles
    }


async def link(
    connection: Connection, issuer: str, subject: str | None, account_id: UUID, now: datetime
) -> None:
    """Link an account to a subject of the provider, or to none. Raises SubjectTaken."""
    await store.unlink(connection, account_id)
    if subject is not None and not await store.link(connection, issuer, subject, account_id, now):
        raise SubjectTaken(field="subject")
