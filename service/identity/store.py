"""Accounts, grants and sessions in PostgreSQL."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from service.core.times import LATEST
from service.identity.rows import FactorRow, PhoneCodeRow, SessionRow, SignInRow, Standing
from service.identity.wire import (
    AccountRow,
    Colleague,
    Held,
    Officer,
    Origin,
    Reachable,
    Role,
    SecurityKind,
    SecurityRow,
    Step,
    Who,
)
from service.platform.db import Connection, many, one, run, value
from service.platform.sql import Statements, anywhere

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


class SessionSeen(Struct, frozen=True):
    """An open session of an account."""

    session_id: UUID
    device: str
    address: str
    started_at: datetime
    seen_at: datetime


async def add_account(
    connection: Connection,
    account_id: UUID,
    name: str,
    display: str,
    password_hash: str,
    phone: Number | None,
    demo: bool,
    now: datetime,
    *,
    password_once: bool,
) -> bool:
    """Add an account; whether the name was free."""
    kept = phone or Number(None, None)
    values = (account_id, name, display, password_hash, kept.sealed, kept.index, demo, now)
    return await value(connection, _sql["add_account"], *values, password_once) is not None


async def add_grants(
    connection: Connection, account_id: UUID, grants: Sequence[dict[str, object]]
) -> None:
    """Give an account roles: rows of grant_id, role, area_code, site_id, until_at and so on."""
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
    connection: Connection,
    scopes: Sequence[Sequence[str]],
    now: datetime,
    count: int,
    roles: Iterable[Role],
) -> list[Colleague]:
    """Who has one of these roles in each of these scopes."""
    values = ([list(scope) for scope in scopes], list(roles), now, count)
    return await many(connection, Colleague, _sql["desk_people"], *values)


async def account_by_id(connection: Connection, account_id: UUID, now: datetime) -> Standing | None:
    """An open account, and what decides how it may be signed in to."""
    return await one(connection, Standing, _sql["account_by_id"], account_id, now)


async def set_password(
    connection: Connection, account_id: UUID, password_hash: str, *, once: bool
) -> None:
    """Put a password in place of the old; `once` where its owner must choose another."""
    await run(connection, _sql["set_password"], account_id, password_hash, once)


async def start_session(
    connection: Connection,
    session_id: UUID,
    account_id: UUID,
    refresh_hash: bytes,
    now: datetime,
    expires_at: datetime,
    origin: Origin,
) -> None:
    """Remember a session."""
    values = (session_id, account_id, refresh_hash, now, expires_at, origin.device, origin.address)
    await run(connection, _sql["start_session"], *values)


async def is_known_at(connection: Connection, name: str, address: str, since: datetime) -> bool:
    """Whether the account of this name was opened from this address since then."""
    return bool(await value(connection, _sql["is_known_at"], name, address, since))


async def sessions_of(connection: Connection, account_id: UUID, now: datetime) -> list[SessionSeen]:
    """The open sessions of an account, the one that was used last first."""
    return await many(connection, SessionSeen, _sql["sessions_of"], account_id, now)


async def session_by_id(connection: Connection, session_id: UUID) -> SessionRow | None:
    """A session, locked until the transaction ends."""
    return await one(connection, SessionRow, _sql["session_by_id"], session_id)


async def kept_until(
    connection: Connection, session_id: UUID, refresh_hash: bytes, now: datetime
) -> datetime | None:
    """When an open session ends whose token this is; None where there is none."""
    found: datetime | None = await value(
        connection, _sql["kept_until"], session_id, refresh_hash, now
    )
    return found


async def rotate_session(
    connection: Connection,
    session_id: UUID,
    refresh_hash: bytes,
    now: datetime,
    expires_at: datetime,
) -> None:
    """Put a new refresh token in place of the old."""
    await run(connection, _sql["rotate_session"], session_id, refresh_hash, now, expires_at)


async def end_session(connection: Connection, session_id: UUID, now: datetime) -> list[UUID]:
    """End a session; its id, where it was open."""
    return await _ids(connection, "end_session", session_id, now)


async def end_sessions(
    connection: Connection, account_id: UUID, now: datetime, *, but: UUID | None
) -> list[UUID]:
    """End all open sessions of an account but one; which they were."""
    return await _ids(connection, "end_sessions", account_id, now, but)


async def end_oldest_sessions(
    connection: Connection, account_id: UUID, now: datetime, count_max: int
) -> list[UUID]:
    """End what is open beyond so many of an account; which they were."""
    return await _ids(connection, "end_oldest_sessions", account_id, now, count_max)


async def _ids(connection: Connection, name: str, *values: object) -> list[UUID]:
    return [row["session_id"] for row in await connection.fetch(_sql[name], *values)]


async def who(
    connection: Connection, session_id: UUID, now: datetime, until: datetime
) -> Who | None:
    """Who holds this session, with the grants that hold now."""
    return await one(connection, Who, _sql["who"], session_id, now, until)


async def session_until(connection: Connection, session_id: UUID, now: datetime) -> datetime | None:
    """When the first role of an open session ends, or LATEST; None where none is left."""
    found: datetime | None = await value(connection, _sql["session_until"], session_id, now, LATEST)
    return found


async def start_sign_in(
    connection: Connection,
    sign_in_id: UUID,
    account_id: UUID,
    secret_hash: bytes,
    step: Step,
    expires_at: datetime,
) -> None:
    """Remember a sign-in that is not over."""
    values = (sign_in_id, account_id, secret_hash, step, expires_at)
    await run(connection, _sql["start_sign_in"], *values)


async def sign_in_by_id(connection: Connection, sign_in_id: UUID) -> SignInRow | None:
    """A sign-in that is not over, locked until the transaction ends."""
    return await one(connection, SignInRow, _sql["sign_in_by_id"], sign_in_id)


async def count_try(connection: Connection, sign_in_id: UUID) -> None:
    """One more wrong code."""
    await run(connection, _sql["count_try"], sign_in_id)


async def keep_factor(connection: Connection, sign_in_id: UUID, sealed: bytes) -> None:
    """Remember the factor that is to be confirmed."""
    await run(connection, _sql["keep_factor"], sign_in_id, sealed)


async def end_sign_in(connection: Connection, sign_in_id: UUID) -> None:
    """This sign-in is over."""
    await run(connection, _sql["end_sign_in"], sign_in_id)


async def end_sign_ins(connection: Connection, account_id: UUID) -> None:
    """All sign-ins of an account are over."""
    await run(connection, _sql["end_sign_ins"], account_id)


async def forget_sign_ins(connection: Connection, before: datetime) -> None:
    """Delete sign-ins that expired before then."""
    await run(connection, _sql["forget_sign_ins"], before)


async def add_factor(
    connection: Connection, account_id: UUID, sealed: bytes, last_step: int, now: datetime
) -> bool:
    """Give an account a factor; whether it had none."""
    values = (account_id, sealed, last_step, now)
    return await value(connection, _sql["add_factor"], *values) is not None


async def factor_of(connection: Connection, account_id: UUID) -> FactorRow | None:
    """The factor of an account."""
    return await one(connection, FactorRow, _sql["factor_of"], account_id)


async def use_step(connection: Connection, account_id: UUID, step: int) -> bool:
    """Take a code's half minute; whether nobody had taken it or a later one."""
    return await value(connection, _sql["use_step"], account_id, step) is not None


async def drop_factor(connection: Connection, account_id: UUID) -> None:
    """Take an account's factor away."""
    await run(connection, _sql["drop_factor"], account_id)


async def add_recovery_codes(
    connection: Connection, account_id: UUID, hashes: Sequence[bytes]
) -> None:
    """Give an account recovery codes."""
    await run(connection, _sql["add_recovery_codes"], account_id, list(hashes))


async def use_recovery_code(connection: Connection, account_id: UUID, code_hash: bytes) -> bool:
    """Take a recovery code; whether it was there."""
    values = (account_id, code_hash)
    return await value(connection, _sql["use_recovery_code"], *values) is not None


async def drop_recovery_codes(connection: Connection, account_id: UUID) -> None:
    """Take away an account's recovery codes."""
    await run(connection, _sql["drop_recovery_codes"], account_id)


async def recovery_codes_left(connection: Connection, account_id: UUID) -> int:
    """How many recovery codes an account has."""
    return int(await value(connection, _sql["recovery_codes_left"], account_id))


async def take_brake(
    connection: Connection, key: bytes, now: datetime, waits: Sequence[float], since: datetime
) -> bool:
    """Count one more try, unless the brake holds; what was before `since` is forgotten."""
    values = (key, now, list(waits), since)
    return await value(connection, _sql["take_brake"], *values) is not None


async def brake_free_at(connection: Connection, key: bytes, now: datetime) -> datetime | None:
    """Until when a brake holds; None where it does not."""
    found: datetime | None = await value(connection, _sql["brake_free_at"], key, now)
    return found


async def free_brake(connection: Connection, key: bytes) -> None:
    """Forget the wrong tries."""
    await run(connection, _sql["free_brake"], key)


async def forget_brakes(connection: Connection, before: datetime) -> None:
    """Delete brakes that were last used before then."""
    await run(connection, _sql["forget_brakes"], before)


async def note_security(
    connection: Connection,
    event_id: UUID,
    now: datetime,
    kind: SecurityKind,
    account_id: UUID | None,
    by: UUID | None,
    origin: Origin,
    detail: dict[str, object],
) -> None:
    """Keep a security event."""
    values = (event_id, now, kind, account_id, by, origin.address, origin.device, detail)
    await run(connection, _sql["note_security"], *values)


async def accounts_found(
    connection: Connection, codes: Sequence[str], words: str, after: str, count: int
) -> list[AccountRow]:
    """Accounts with a role in one of these areas whose name or display holds these words."""
    values = (list(codes), anywhere(words), after, count)
    return await many(connection, AccountRow, _sql["accounts_found"], *values)


async def account_row(connection: Connection, account_id: UUID) -> AccountRow | None:
    """An account with all that it holds and held."""
    return await one(connection, AccountRow, _sql["account_row"], account_id)


async def lock_account(connection: Connection, account_id: UUID) -> None:
    """Wait until nobody else changes an account's roles, and keep it so for this transaction."""
    await connection.fetch(_sql["lock_account"], account_id)


async def end_grants(
    connection: Connection, account_id: UUID, codes: Sequence[str], now: datetime
) -> None:
    """End what an account holds in these areas; that it held it stays known."""
    await run(connection, _sql["end_grants"], account_id, list(codes), now)


async def close_account(connection: Connection, account_id: UUID, now: datetime) -> None:
    """Nobody signs in to this account any more."""
    await run(connection, _sql["close_account"], account_id, now)


async def open_account(connection: Connection, account_id: UUID) -> None:
    """It may be signed in to again."""
    await run(connection, _sql["open_account"], account_id)


async def security_events(
    connection: Connection,
    codes: Sequence[str],
    account_id: UUID | None,
    words: str,
    before: UUID | None,
    count: int,
    *,
    nobodys: bool,
) -> list[SecurityRow]:
    """Security events of these areas, the newest first; `nobodys` are about no known account.

    With `words` those of accounts whose name or display holds them.
    """
    values = (list(codes), nobodys, account_id, before, anywhere(words) if words else None, count)
    return await many(connection, SecurityRow, _sql["security_events"], *values)


async def start_sign_on(connection: Connection, ticket_hash: bytes, expires_at: datetime) -> None:
    """Remember that somebody is away at the provider."""
    await run(connection, _sql["start_sign_on"], ticket_hash, expires_at)


async def take_sign_on(connection: Connection, ticket_hash: bytes, now: datetime) -> bool:
    """Let somebody come back, once; whether he was away."""
    return await value(connection, _sql["take_sign_on"], ticket_hash, now) is not None


async def forget_sign_ons(connection: Connection, before: datetime) -> None:
    """Delete what expired before then."""
    await run(connection, _sql["forget_sign_ons"], before)


async def linked(connection: Connection, issuer: str, subject: str) -> UUID | None:
    """The account of a provider's subject."""
    found: UUID | None = await value(connection, _sql["linked"], issuer, subject)
    return found


async def link(
    connection: Connection, issuer: str, subject: str, account_id: UUID, now: datetime
) -> bool:
    """Link a provider's subject to an account; whether it was free."""
    return await value(connection, _sql["link"], issuer, subject, account_id, now) is not None


async def unlink(connection: Connection, account_id: UUID) -> None:
    """Take away an account's links."""
    await run(connection, _sql["unlink"], account_id)


async def is_name_taken(connection: Connection, name: str) -> bool:
    """Whether there is an account of this name, open or not."""
    return bool(await value(connection, _sql["is_name_taken"], name))


async def mapped_roles(connection: Connection, account_id: UUID, now: datetime) -> list[Held]:
    """The roles that a provider's claims gave."""
    return await many(connection, Held, _sql["mapped_roles"], account_id, now)


async def end_mapped_grants(connection: Connection, account_id: UUID, now: datetime) -> None:
    """End the roles that a provider's claims gave."""
    await run(connection, _sql["end_mapped_grants"], account_id, now)


async def add_phone_code(
    connection: Connection,
    code_id: UUID,
    sealed: bytes,
    index: bytes,
    digest: bytes,
    now: datetime,
    until: datetime,
) -> None:
    """Remember a code that is sent."""
    await run(connection, _sql["add_phone_code"], code_id, sealed, index, digest, now, until)


async def phone_code(
    connection: Connection, indexes: Sequence[bytes], now: datetime
) -> PhoneCodeRow | None:
    """The newest code of a number that is still good, locked."""
    return await one(connection, PhoneCodeRow, _sql["phone_code"], list(indexes), now)


async def try_phone_code(connection: Connection, code_id: UUID) -> None:
    """Count a try."""
    await run(connection, _sql["try_phone_code"], code_id)


async def forget_phone_codes_of(connection: Connection, indexes: Sequence[bytes]) -> None:
    """A code was used: all of its number are good no more."""
    await run(connection, _sql["forget_phone_codes_of"], list(indexes))


async def forget_phone_codes(connection: Connection, now: datetime) -> None:
    """Delete codes whose time is over."""
    await run(connection, _sql["forget_phone_codes"], now)


async def lock_number(connection: Connection, index: bytes) -> None:
    """Until the end of the transaction nobody else makes an account of this number."""
    await run(connection, _sql["lock_number"], index)


async def citizen_by_number(connection: Connection, indexes: Sequence[bytes]) -> UUID | None:
    """The account of a citizen by his number."""
    found: UUID | None = await value(connection, _sql["citizen_by_number"], list(indexes))
    return found
