"""People: their accounts, by what they are reached, and the keys to what is one's own."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from service.core.ids import new_id
from service.identity import accounts, factor, passwords, proving, rules, security, sessions, store
from service.identity.wire import (
    DESK,
    ChangePassword,
    Colleague,
    NameTaken,
    NewAccount,
    NewGrant,
    NoFactor,
    Officer,
    Origin,
    OwnFactor,
    Reachable,
    Role,
    SecurityKind,
    Who,
    WrongCode,
    WrongOldPassword,
)
from service.platform.asks import Errand, for_system
from service.platform.db import Connection
from service.platform.house import House

PHONE = "account.phone"


async def add_account(
    house: House,
    connection: Connection,
    new: NewAccount,
    hashes: dict[str, str] | None = None,
    *,
    by: UUID | None = None,
    origin: Origin = security.HERE,
    password_once: bool = False,
) -> UUID:
    """Make an account with its roles. Raises NameTaken, SiteMissing, AgreementMissing,
    WeakPassword.

    The accounts of a demonstration share a password that everybody knows: with `hashes` it is
    worked out once for all of them.
    """
    rules.check_grants(new.roles)
    if not new.demo:
        passwords.check(new.password, new.name)
    now = house.clock.now()
    account_id = new_id(now)
    password_hash = hashes.get(new.password) if hashes and new.demo else None
    if password_hash is None:
        password_hash = await passwords.hashed(new.password)
    if hashes is not None and new.demo:
        hashes[new.password] = password_hash
    phone = number_kept(house, new.phone_number) if new.phone_number else None
    values = (account_id, new.name, new.display, password_hash, phone, new.demo, now)
    if not await store.add_account(connection, *values, password_once=password_once):
        raise NameTaken(field="name")
    await accounts.add_grants(connection, account_id, new.roles, now)
    kind = SecurityKind.ACCOUNT_ADDED
    await security.note(connection, now, kind, account_id, origin, by=by, detail=_said(new.roles))
    return account_id


def _said(grants: Sequence[NewGrant]) -> dict[str, object]:
    return {"roles": [f"{g.role} {g.area_code}" for g in grants]}


async def officers(connection: Connection, names: Sequence[str]) -> list[Officer]:
    """The patrol officers of these account names; one of two areas is there twice."""
    return await store.officers(connection, names)


async def recognise(house: House, token: str) -> Who:
    """Who shows this access token. Raises NotSignedIn."""
    return await sessions.recognise(house, token)


async def recognise_kept(house: House, token: str) -> Who:
    """Who shows the token that a page without script keeps. Raises NotSignedIn."""
    return await sessions.recognise_kept(house, token)


async def holds(house: House, who: Who) -> bool:
    """Whether a session that was recognised is still open."""
    return await sessions.holds(house, who)


async def session_until(house: House, session_id: UUID) -> datetime | None:
    """When the first role of a session ends, or LATEST; None where it is over, or all of them."""
    return await sessions.until(house, session_id)


def number_kept(house: House, number: str) -> store.Number:
    """A telephone number as it is kept: sealed, and by which it is found."""
    index = house.seal.index(number_index(number), PHONE)
    return store.Number(house.seal.close(number, PHONE), index)


def number_index(number: str) -> str:
    """What is the same of a number however it is written."""
    return rules.plain_number(number)


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
    connection: Connection,
    scopes: Sequence[Sequence[str]],
    now: datetime,
    count: int,
    roles: Iterable[Role] = DESK,
) -> list[Colleague]:
    """Who may sit at a desk of each of these scopes (areas with all above them), by name."""
    return await store.desk_people(connection, scopes, now, count, roles)


@for_system(Errand.SIGN_IN)
async def change_password(house: House, who: Who, said: ChangePassword, origin: Origin) -> None:
    """Put a new password in place of one's own; every other session ends.

    Raises Braked, WrongOldPassword, WeakPassword.
    """
    passwords.check(said.new, who.name)
    brake, right = await proving.own_password(house, who, said.old, origin)
    password_hash = await passwords.hashed(said.new) if right else ""
    async with house.transaction() as connection:
        now = house.clock.now()
        if right:
            await brake.free(connection)
            await store.set_password(connection, who.account_id, password_hash, once=False)
            await sessions.end_all(house, connection, who.account_id, now, but=who.session_id)
        else:
            await brake.failed(connection, now)
        kind = SecurityKind.PASSWORD_CHANGED if right else SecurityKind.FAILED
        await security.note(connection, now, kind, who.account_id, origin)
    if not right:
        raise WrongOldPassword(field="old")


@for_system(Errand.SIGN_IN)
async def own_factor(house: House, who: Who) -> OwnFactor:
    """One's own second factor, and how many recovery codes are left."""
    async with house.db.reading() as connection:
        found = await store.factor_of(connection, who.account_id)
        left = await store.recovery_codes_left(connection, who.account_id)
    return OwnFactor(enrolled_at=found.enrolled_at if found else None, recovery_codes_left=left)


@for_system(Errand.SIGN_IN)
async def renew_recovery_codes(house: House, who: Who, code: str, origin: Origin) -> list[str]:
    """Ten new recovery codes in place of the old. Raises Braked, NoFactor, WrongCode."""
    now = house.clock.now()
    codes: list[str] | None = None
    async with house.transaction() as connection:
        if await store.factor_of(connection, who.account_id) is None:
            raise NoFactor
        if await proving.own_code(house, connection, who, code, origin, now):
            codes = await factor.renew_recovery_codes(connection, who.account_id)
            kind = SecurityKind.RECOVERY_RENEWED
            await security.note(connection, now, kind, who.account_id, origin)
    if codes is None:
        raise WrongCode(field="code")
    return codes


async def forget(connection: Connection, now: datetime) -> None:
    """Delete brakes that hold nobody any more, and sign-ins that came to nothing."""
    await store.forget_brakes(connection, now - rules.ACCOUNT_MEMORY)
    await store.forget_sign_ins(connection, now)
    await store.forget_phone_codes(connection, now)
