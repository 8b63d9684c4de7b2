"""Signing in and out, and recognising who asks."""

import asyncio
import contextlib
import hashlib
import secrets
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, TypeVar
from uuid import UUID

import jwt
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from argon2.profiles import RFC_9106_LOW_MEMORY

from service.core.ids import new_id
from service.core.times import as_utc
from service.identity import rules, store
from service.identity.wire import (
    Colleague,
    DemoOnly,
    NameTaken,
    NewAccount,
    NotSignedIn,
    Officer,
    Reachable,
    Session,
    Who,
    WrongLogin,
)
from service.platform.asks import Errand, for_system
from service.platform.db import Connection
from service.platform.house import House

T = TypeVar("T")

_hasher = PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)
_AUDIENCE = "watchbell"
_ACCESS = "access-token"
PHONE = "account.phone"

# Each check takes 64 MiB for a moment, so few run at once; the others wait in line.
_checks = ThreadPoolExecutor(2, thread_name_prefix="password")


async def add_account(
    house: House,
    connection: Connection,
    new: NewAccount,
    hashes: dict[str, str] | None = None,
) -> UUID:
    """Make an account with its roles. Raises NameTaken, SiteMissing, AgreementMissing.

    The accounts of a demonstration share a password that everybody knows: with `hashes` it is
    worked out once for all of them.
    """
    rules.check_grants(new.roles)
    now = house.clock.now()
    account_id = new_id(now)
    password_hash = hashes.get(new.password) if hashes and new.demo else None
    if password_hash is None:
        password_hash = await _in_line(_hasher.hash, new.password)
    if hashes is not None and new.demo:
        hashes[new.password] = password_hash
    phone = number_kept(house, new.phone_number) if new.phone_number else None
    free = await store.add_account(
        connection, account_id, new.name, new.display, password_hash, phone, new.demo, now
    )
    if not free:
        raise NameTaken(field="name")
    grants: list[dict[str, object]] = [
        {
            "grant_id": new_id(now),
            "role": g.role,
            "area_code": g.area_code,
            "site_id": g.site_id,
            "until_at": g.until_at and as_utc(g.until_at),
            "agreement": g.agreement,
        }
        for g in new.roles
    ]
    await store.add_grants(connection, account_id, grants)
    return account_id


async def officers(connection: Connection, names: Sequence[str]) -> list[Officer]:
    """The patrol officers of these account names; one of two areas is there twice."""
    return await store.officers(connection, names)


@for_system(Errand.SIGN_IN)
async def sign_in(house: House, name: str, password: str) -> Session:
    """Check a password and start a session. Raises WrongLogin, DemoOnly."""
    async with house.db.reading() as connection:
        login = await store.account_by_name(connection, name)
    # An unknown name costs the same time as a wrong password.
    known = login.password_hash if login else _hash_of_nobody()
    right = await _in_line(_matches, known, password)
    if login is None or not right:
        raise WrongLogin
    if login.demo and not house.settings.demo:
        raise DemoOnly
    now = house.clock.now()
    session_id, refresh = new_id(now), secrets.token_urlsafe(32)
    async with house.db.transaction() as connection:
        await store.start_session(
            connection,
            session_id,
            login.account_id,
            _digest(refresh),
            now,
            _session_end(house, now),
        )
    return _session(house, session_id, refresh, now)


@for_system(Errand.SIGN_IN)
async def refresh(house: House, token: str) -> Session:
    """Renew a session; its token changes each time. Raises NotSignedIn."""
    now = house.clock.now()
    session_id, secret = _split(token)
    fresh = secrets.token_urlsafe(32)
    async with house.db.transaction() as connection:
        session = await store.session_by_id(connection, session_id)
        if session is None:
            raise NotSignedIn
        verdict = rules.judge_refresh(session, _digest(secret), now)
        if verdict is rules.Verdict.STOLEN:
            await store.end_session(connection, session_id, now)
        elif verdict is rules.Verdict.GOOD:
            await store.rotate_session(
                connection, session_id, _digest(fresh), now, _session_end(house, now)
            )
    if verdict is not rules.Verdict.GOOD:
        raise NotSignedIn
    return _session(house, session_id, fresh, now)


async def sign_out(house: House, who: Who) -> None:
    """End the session at once."""
    async with house.db.transaction() as connection:
        await store.end_session(connection, who.session_id, house.clock.now())


@for_system(Errand.SIGN_IN)
async def recognise(house: House, token: str) -> Who:
    """Who shows this access token. Raises NotSignedIn."""
    now = house.clock.now()
    try:
        claims = _claims(house, token)
        session_id, until = UUID(claims["sub"]), datetime.fromtimestamp(claims["exp"], UTC)
    except (jwt.InvalidTokenError, ValueError, TypeError, OverflowError) as error:
        raise NotSignedIn from error
    if until <= now:
        raise NotSignedIn("The access token has expired; refresh it.")
    async with house.db.reading() as connection:
        who = await store.who(connection, session_id, now, until)
    if who is None:
        raise NotSignedIn
    return who


def number_kept(house: House, number: str) -> store.Number:
    """A telephone number as it is kept: sealed, and by which it is found."""
    index = house.seal.index(number_index(number), PHONE)
    return store.Number(house.seal.close(number, PHONE), index)


def number_index(number: str) -> str:
    """What is the same of a number however it is written."""
    return rules.plain_number(number)


def _claims(house: House, token: str) -> dict[str, Any]:
    """What a token says that one of our keys has signed. Raises jwt.InvalidTokenError."""
    *older, oldest = house.seal.keys_for(_ACCESS)
    for key in older:
        with contextlib.suppress(jwt.InvalidSignatureError):
            return _claims_by(key, token)
    return _claims_by(oldest, token)


def _claims_by(key: bytes, token: str) -> dict[str, Any]:
    claims: dict[str, Any] = jwt.decode(
        token,
        key,
        algorithms=["HS256"],
        audience=_AUDIENCE,
        # Expiry is checked against our own clock.
        options={"require": ["exp", "sub", "aud"], "verify_exp": False, "verify_iat": False},
    )
    return claims


async def phone_number(house: House, connection: Connection, account_id: UUID) -> str | None:
    """The telephone number of an account, in the clear, for a channel that rings it."""
    sealed = await store.phone_of(connection, account_id)
    return house.seal.open(sealed, PHONE) if sealed else None


async def by_number(house: House, connection: Connection, number: str) -> list[Colleague]:
    """Whose telephone number this is, however it is written."""
    indexes = house.seal.indexes(number_index(number), PHONE)
    return await store.by_number(connection, indexes)


async def areas_of(connection: Connection, account_id: UUID) -> list[str]:
    """The areas in which an account has a role; none where there is no such open account."""
    return await store.areas_of(connection, account_id)


async def reachable(connection: Connection, account_ids: Sequence[UUID]) -> list[Reachable]:
    """These accounts by name, and whether a telephone number of each is known."""
    return await store.reachable(connection, account_ids)


async def desk_people(
    connection: Connection, scopes: Sequence[Sequence[str]], now: datetime, count: int
) -> list[Colleague]:
    """Who may sit at a desk of each of these scopes (areas with all above them), by name."""
    return await store.desk_people(connection, scopes, now, count)


async def nobody_yet(connection: Connection) -> bool:
    """Whether there is no account at all."""
    return await store.accounts_counted(connection) == 0


async def _in_line(work: Callable[..., T], *values: str) -> T:
    return await asyncio.get_running_loop().run_in_executor(_checks, work, *values)


def _session(house: House, session_id: UUID, refresh_token: str, now: datetime) -> Session:
    life_s = house.settings.access_token_s
    claims = {"sub": str(session_id), "aud": _AUDIENCE, "exp": int(now.timestamp()) + life_s}
    access = jwt.encode(claims, house.seal.key_for(_ACCESS), algorithm="HS256")
    return Session(
        access_token=access,
        expires_in_s=life_s,
        refresh_token=f"{session_id.hex}.{refresh_token}",
    )


def _session_end(house: House, now: datetime) -> datetime:
    return now + timedelta(seconds=house.settings.refresh_token_s)


def _split(token: str) -> tuple[UUID, str]:
    session, _, secret = token.partition(".")
    try:
        return UUID(hex=session), secret
    except ValueError as error:
        raise NotSignedIn from error


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()


def _matches(password_hash: str, password: str) -> bool:
    try:
        return _hasher.verify(password_hash, password)
    except (VerifyMismatchError, InvalidHashError):
        return False


@cache
def _hash_of_nobody() -> str:
    return _hasher.hash(secrets.token_urlsafe(16))
