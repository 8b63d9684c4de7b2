"""Accounts, looked after by the administrators of their areas."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from service.account import rules
from service.account.wire import (
    Account,
    AccountGiven,
    AccountMove,
    AddAccount,
    GrantTold,
    NoSignOn,
    OwnAccount,
    RolesChanged,
    SecurityEvent,
    SetRoles,
)
from service.centre import actions as centre
from service.core import masked
from service.core.problem import NotFound
from service.identity import accounts, citizens, links, passwords
from service.identity import actions as identity
from service.identity.wire import (
    AccountRow,
    Held,
    NewAccount,
    NewGrant,
    Origin,
    Role,
    SecurityKind,
    Session,
    Who,
)
from service.platform.asks import Errand, for_system
from service.platform.db import Connection
from service.platform.house import House

_ADMINISTRATOR = (Role.ADMINISTRATOR,)


@for_system(Errand.ACCOUNTS)
async def list_accounts(
    house: House, who: Who, words: str, after: str, count: int
) -> list[Account]:
    """Accounts that hold or held a role in the areas of who asks, by name, after a name."""
    async with house.db.reading() as connection:
        codes = await _codes_within(connection, who.areas(_ADMINISTRATOR))
        rows = await accounts.found(connection, codes, words, after, count)
    return [_told(house, row) for row in rows]


@for_system(Errand.ACCOUNTS)
async def add_account(house: House, who: Who, new: AddAccount, origin: Origin) -> AccountGiven:
    """Make an account with a password that must be changed.

    Raises NameTaken, SiteMissing, UnknownArea, EndsBefore, MoreThanHeld.
    """
    now, password = house.clock.now(), passwords.fresh()
    async with house.transaction() as connection:
        await _check_given(connection, who, new.roles, now)
        made = NewAccount(
            name=new.name,
            display=new.display,
            password=password,
            roles=new.roles,
            phone_number=new.phone_number,
        )
        account_id = await identity.add_account(
            house, connection, made, by=who.account_id, origin=origin, password_once=True
        )
        row = await accounts.by_id(connection, account_id)
    assert row is not None
    return AccountGiven(account=_told(house, row), password=password)


@for_system(Errand.ACCOUNTS)
async def move(
    house: House, who: Who, account_id: UUID, asked: AccountMove, origin: Origin
) -> AccountGiven:
    """Block, give a password, reset the second factor, or only end all its sessions: so each does.

    Or unblock.

    Raises NotFound, OwnAccount.
    """
    password = passwords.fresh() if asked is AccountMove.GIVE_PASSWORD else None
    password_hash = await passwords.hashed(password) if password else ""
    now = house.clock.now()
    async with house.transaction() as connection:
        await _administered(connection, who, account_id, now)
        if asked is AccountMove.BLOCK:
            await accounts.block(connection, account_id, now)
            kind = SecurityKind.BLOCKED
        elif asked is AccountMove.UNBLOCK:
            await accounts.unblock(connection, account_id)
            kind = SecurityKind.UNBLOCKED
        elif asked is AccountMove.GIVE_PASSWORD:
            await accounts.give_password(connection, account_id, password_hash)
            kind = SecurityKind.PASSWORD_GIVEN
        elif asked is AccountMove.RESET_FACTOR:
            await accounts.reset_factor(connection, account_id)
            kind = SecurityKind.FACTOR_RESET
        else:
            kind = SecurityKind.SESSION_ENDED
        if asked is AccountMove.UNBLOCK:
            await accounts.noted(connection, account_id, kind, who, origin, now)
        else:
            await accounts.changed(house, connection, account_id, kind, who, origin, now)
        row = await accounts.by_id(connection, account_id)
    assert row is not None
    return AccountGiven(account=_told(house, row), password=password)


@for_system(Errand.ACCOUNTS)
async def set_roles(
    house: House, who: Who, account_id: UUID, asked: SetRoles, origin: Origin
) -> Account:
    """Give an account these roles in the areas of who asks; those elsewhere stay.

    Raises NotFound, OwnAccount, SiteMissing, UnknownArea, EndsBefore, MoreThanHeld, RolesChanged.
    """
    now, grants = house.clock.now(), asked.roles
    async with house.transaction() as connection:
        await accounts.lock(connection, account_id)
        held = await _touched(connection, who, account_id, now)
        await _check_given(connection, who, grants, now)
        mine = await _codes_within(connection, who.areas(_ADMINISTRATOR))
        seen = asked.instead_of
        if seen is not None and not rules.is_as_seen(held.roles, mine, seen, now):
            raise RolesChanged
        await accounts.set_grants(connection, account_id, mine, grants, now)
        kind = SecurityKind.ROLES_CHANGED
        said = {"roles": [f"{g.role} {g.area_code}" for g in grants]}
        await accounts.changed(house, connection, account_id, kind, who, origin, now, said)
        row = await accounts.by_id(connection, account_id)
    assert row is not None
    return _told(house, row)


@for_system(Errand.ACCOUNTS)
async def link(
    house: House, who: Who, account_id: UUID, subject: str | None, origin: Origin
) -> None:
    """Say by which name the provider knows an account.

    Raises NotFound, OwnAccount, NoSignOn, SubjectTaken.
    """
    now = house.clock.now()
    async with house.transaction() as connection:
        await _administered(connection, who, account_id, now)
        if house.sign_on is None:
            raise NoSignOn
        await links.link(connection, house.sign_on.issuer, subject, account_id, now)
        kind = SecurityKind.LINKED if subject else SecurityKind.UNLINKED
        await accounts.changed(house, connection, account_id, kind, who, origin, now)


@for_system(Errand.ACCOUNTS)
async def events(
    house: House,
    who: Who,
    readers: Sequence[Role],
    account_id: UUID | None,
    words: str,
    before: UUID | None,
    count: int,
) -> list[SecurityEvent]:
    """What was kept about accounts of the areas of who asks, the newest first.

    What is about no account is told to those who read for a whole tree of areas.
    """
    own = who.areas(readers)
    async with house.db.reading() as connection:
        codes = await _codes_within(connection, own)
        lines = (await centre.lineages(connection)).values()
        nobodys = any(len(line) == 1 and line[0] in own for line in lines)
        rows = await accounts.events(
            connection, codes, account_id, words, before, count, nobodys=nobodys
        )
    return [
        SecurityEvent(
            event_id=row.event_id,
            at=row.at,
            kind=row.kind,
            account_id=row.account_id,
            name=row.name,
            by=row.by_name,
            address=row.address,
            device=row.device,
            roles=list(row.detail.get("roles", ())),
        )
        for row in rows
    ]


async def _administered(connection: Connection, who: Who, account_id: UUID, now: datetime) -> None:
    """An account all of which lies in the areas of who asks. Raises NotFound, OwnAccount."""
    row = await accounts.by_id(connection, account_id)
    lines = await centre.lineages(connection)
    if row is None or not rules.may_administer(who, row.roles, lines, now):
        raise NotFound(field="account_id")
    if account_id == who.account_id:
        raise OwnAccount


async def _touched(connection: Connection, who: Who, account_id: UUID, now: datetime) -> AccountRow:
    """An account some of which lies in the areas of who asks. Raises NotFound, OwnAccount."""
    row = await accounts.by_id(connection, account_id)
    lines = await centre.lineages(connection)
    parts: list[list[Held]] = [[grant] for grant in row.roles] if row else []
    if row is None or not any(rules.may_administer(who, part, lines, now) for part in parts):
        raise NotFound(field="account_id")
    if account_id == who.account_id:
        raise OwnAccount
    return row


async def _check_given(
    connection: Connection, who: Who, grants: Sequence[NewGrant], now: datetime
) -> None:
    own = await accounts.by_id(connection, who.account_id)
    assert own is not None, "who asks has an account"
    rules.check_given(own.roles, grants, await centre.lineages(connection), now)


async def _codes_within(connection: Connection, areas: frozenset[str]) -> list[str]:
    return [area.area_code for area in await centre.areas_within(connection, areas)]


def _told(house: House, row: AccountRow) -> Account:
    standing = {grant.grant_id for grant in rules.holding(row.roles, house.clock.now())}
    number = house.seal.open(row.phone_sealed, identity.PHONE) if row.phone_sealed else None
    return Account(
        account_id=row.account_id,
        name=row.name,
        display=row.display,
        demo=row.demo,
        blocked_at=row.closed_at,
        password_once=row.password_once,
        has_factor=row.has_factor,
        phone_number=masked.number(number) if number else None,
        roles=[
            GrantTold(
                grant_id=g.grant_id,
                role=g.role,
                area_code=g.area_code,
                site_id=g.site_id,
                until_at=g.until_at,
                agreement=g.agreement,
                ended=g.grant_id not in standing,
            )
            for g in row.roles
            if g.grant_id is not None
        ],
    )


@for_system(Errand.SIGN_IN)
async def sign_in_citizen(house: House, number: str, code: str, origin: Origin) -> Session:
    """Sign in by a code, in and below the areas above all others. Raises Braked, WrongPhoneCode."""
    async with house.db.reading() as connection:
        lines = await centre.lineages(connection)
    areas = sorted(area_code for area_code, line in lines.items() if len(line) == 1)
    return await citizens.sign_in(house, number, code, areas, origin)
