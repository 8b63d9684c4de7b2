"""Sessions: begun, renewed, listed, ended; and recognising who asks."""

import contextlib
import hashlib
import secrets
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import jwt

from service.core.ids import new_id
from service.core.problem import NotFound
from service.identity import rules, security, store
from service.identity.wire import (
    ENDED,
    NotSignedIn,
    Origin,
    OwnSession,
    SecurityKind,
    Session,
    SessionEnded,
    Who,
    session_scope,
)
from service.platform.asks import Errand, for_system
from service.platform.db import Connection
from service.platform.house import House
from service.platform.outbox import Said

AUDIENCE = "watchbell"
ACCESS = "access-token"


async def start(
    house: House, connection: Connection, account_id: UUID, origin: Origin, now: datetime
) -> Session:
    """Begin a session; beyond a number of them the oldest ends."""
    session_id, secret = new_id(now), secrets.token_urlsafe(32)
    end = _session_end(house, now)
    values = (session_id, account_id, digest(secret), now, end)
    await store.start_session(connection, *values, origin)
    most = rules.SESSIONS_MAX
    ended = await store.end_oldest_sessions(connection, account_id, now, most)
    await tell_ended(house, connection, ended, now)
    await security.note(connection, now, SecurityKind.SIGNED_IN, account_id, origin)
    return _session(house, session_id, secret, now)


@for_system(Errand.SIGN_IN)
async def refresh(house: House, token: str, origin: Origin) -> Session:
    """Renew a session; its token changes each time. Raises NotSignedIn."""
    now = house.clock.now()
    session_id, secret = split(token)
    fresh = secrets.token_urlsafe(32)
    async with house.transaction() as connection:
        session = await store.session_by_id(connection, session_id)
        if session is None:
            raise NotSignedIn
        verdict = rules.judge_refresh(session, digest(secret), now)
        if verdict is rules.Verdict.STOLEN:
            ended = await store.end_session(connection, session_id, now)
            await tell_ended(house, connection, ended, now)
            kind = SecurityKind.STOLEN
            await security.note(connection, now, kind, session.account_id, origin)
        elif verdict is rules.Verdict.GOOD:
            end = _session_end(house, now)
            await store.rotate_session(connection, session_id, digest(fresh), now, end)
    if verdict is not rules.Verdict.GOOD:
        raise NotSignedIn
    return _session(house, session_id, fresh, now)


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
    who = await _who(house, session_id, until)
    if who is None:
        raise NotSignedIn
    return who


@for_system(Errand.SIGN_IN)
async def recognise_kept(house: House, token: str) -> Who:
    """Who shows the token of a session that a page without script keeps. Raises NotSignedIn.

    It is read and not renewed: such a page sends it with all that it asks, several at once.
    """
    session_id, secret = split(token)
    now = house.clock.now()
    async with house.db.reading() as connection:
        until = await store.kept_until(connection, session_id, digest(secret), now)
        who = None if until is None else await store.who(connection, session_id, now, until)
    if who is None:
        raise NotSignedIn
    return who


def _claims(house: House, token: str) -> dict[str, Any]:
    """What a token says that one of our keys has signed. Raises jwt.InvalidTokenError."""
    *older, oldest = house.seal.keys_for(ACCESS)
    for key in older:
        with contextlib.suppress(jwt.InvalidSignatureError):
            return _claims_by(key, token)
    return _claims_by(oldest, token)


def _claims_by(key: bytes, token: str) -> dict[str, Any]:
    claims: dict[str, Any] = jwt.decode(
        token,
        key,
        algorithms=["HS256"],
        audience=AUDIENCE,
        # Expiry is checked against our own clock.
        options={"require": ["exp", "sub", "aud"], "verify_exp": False, "verify_iat": False},
    )
    return claims


@for_system(Errand.SIGN_IN)
async def holds(house: House, who: Who) -> bool:
    """Whether a session that was recognised is still open."""
    return await _who(house, who.session_id, who.until) is not None


@for_system(Errand.SIGN_IN)
async def until(house: House, session_id: UUID) -> datetime | None:
    """When the first role of a session ends, or LATEST; None where it is over, or all of them."""
    async with house.db.reading() as connection:
        return await store.session_until(connection, session_id, house.clock.now())


async def _who(house: House, session_id: UUID, until: datetime) -> Who | None:
    async with house.db.reading() as connection:
        return await store.who(connection, session_id, house.clock.now(), until)


@for_system(Errand.SIGN_IN)
async def own(house: House, who: Who) -> list[OwnSession]:
    """The open sessions of who asks, the one that was used last first."""
    async with house.db.reading() as connection:
        rows = await store.sessions_of(connection, who.account_id, house.clock.now())
    return [
        OwnSession(
            session_id=row.session_id,
            device=rules.device_words(row.device),
            address=row.address,
            started_at=row.started_at,
            seen_at=row.seen_at,
            current=row.session_id == who.session_id,
        )
        for row in rows
    ]


@for_system(Errand.SIGN_IN)
async def sign_out(house: House, who: Who, origin: Origin) -> None:
    """End the session at once."""
    now = house.clock.now()
    async with house.transaction() as connection:
        ended = await store.end_session(connection, who.session_id, now)
        await tell_ended(house, connection, ended, now)
        await security.note(connection, now, SecurityKind.SIGNED_OUT, who.account_id, origin)


@for_system(Errand.SIGN_IN)
async def end_own(house: House, who: Who, session_id: UUID, origin: Origin) -> None:
    """End one of one's own sessions. Raises NotFound."""
    now = house.clock.now()
    async with house.transaction() as connection:
        mine = await store.sessions_of(connection, who.account_id, now)
        if session_id not in {row.session_id for row in mine}:
            raise NotFound(field="session_id")
        ended = await store.end_session(connection, session_id, now)
        await tell_ended(house, connection, ended, now)
        kind = SecurityKind.SESSION_ENDED
        await security.note(connection, now, kind, who.account_id, origin, by=who.account_id)


@for_system(Errand.SIGN_IN)
async def end_all_own(house: House, who: Who, origin: Origin, *, others: bool) -> None:
    """Sign out everywhere; with `others`, everywhere but here."""
    now = house.clock.now()
    async with house.transaction() as connection:
        but = who.session_id if others else None
        await end_all(house, connection, who.account_id, now, but=but)
        kind, count = SecurityKind.SESSION_ENDED, {"everywhere": True}
        await security.note(
            connection, now, kind, who.account_id, origin, by=who.account_id, detail=count
        )


async def end_all(
    house: House, connection: Connection, account_id: UUID, now: datetime, but: UUID | None = None
) -> None:
    """End all sessions of an account but one, and every sign-in that is under way."""
    ended = await store.end_sessions(connection, account_id, now, but=but)
    await store.end_sign_ins(connection, account_id)
    await tell_ended(house, connection, ended, now)


async def tell_ended(
    house: House, connection: Connection, session_ids: Sequence[UUID], now: datetime
) -> None:
    """Let the streams of these sessions end."""
    said = (
        Said(ENDED, (session_scope(one),), SessionEnded(session_id=one), one) for one in session_ids
    )
    await house.outbox.say(connection, now, *said)


def _session(house: House, session_id: UUID, refresh_token: str, now: datetime) -> Session:
    life_s = house.settings.access_token_s
    claims = {"sub": str(session_id), "aud": AUDIENCE, "exp": int(now.timestamp()) + life_s}
    access = jwt.encode(claims, house.seal.key_for(ACCESS), algorithm="HS256")
    return Session(
        access_token=access,
        expires_in_s=life_s,
        refresh_token=f"{session_id.hex}.{refresh_token}",
    )


def _session_end(house: House, now: datetime) -> datetime:
    return now + timedelta(seconds=house.settings.refresh_token_s)


def split(token: str) -> tuple[UUID, str]:
    """The id and the secret of a token of ours. Raises NotSignedIn."""
    session, _, secret = token.partition(".")
    try:
        return UUID(hex=session), secret
    except ValueError as error:
        raise NotSignedIn from error


def digest(secret: str) -> bytes:
    """What is kept of a secret that nobody can guess."""
    return hashlib.sha256(secret.encode()).digest()
