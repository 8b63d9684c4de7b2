"""Doors to accounts and to what was kept of signing in."""

from typing import Annotated
from uuid import UUID

from litestar import get, post, put
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from service.account import actions
from service.account.wire import (
    Account,
    AccountGiven,
    AddAccount,
    EndsBefore,
    MoreThanHeld,
    MoveAccount,
    OwnAccount,
    RolesChanged,
    SecurityEvent,
    SetRoles,
)
from service.centre.wire import UnknownArea
from service.identity.guard import SIGNED_IN, GivenWho, may, origin
from service.identity.wire import INSPECTORS, AgreementMissing, NameTaken, Role, SiteMissing
from service.platform.web import GivenHouse, StrictRequest, refuses

_TAGS = ["account"]
_ONLY = [may(Role.ADMINISTRATOR)]
_COUNT_MAX = 200

Count = Annotated[int, QueryParameter(ge=1, le=_COUNT_MAX)]
Words = Annotated[str, QueryParameter(max_length=60)]


@get("/v1/accounts", guards=_ONLY, security=SIGNED_IN, tags=_TAGS)
async def list_accounts(
    house: GivenHouse, who: GivenWho, q: Words = "", after: Words = "", count: Count = 100
) -> list[Account]:
    """Accounts of your areas, by name; `after` a name goes on."""
    return await actions.list_accounts(house, who, q, after, count)


@post(
    "/v1/accounts",
    guards=_ONLY,
    security=SIGNED_IN,
    tags=_TAGS,
    opt=refuses(NameTaken, SiteMissing, AgreementMissing, UnknownArea, EndsBefore, MoreThanHeld),
)
async def add_account(
    house: GivenHouse, who: GivenWho, data: JSONBody[AddAccount], request: StrictRequest
) -> AccountGiven:
    """Add an account; its password is shown once, and changed at the first sign-in."""
    return await actions.add_account(house, who, data, origin(request))


@post(
    "/v1/accounts/{account_id:uuid}/moves",
    guards=_ONLY,
    security=SIGNED_IN,
    tags=_TAGS,
    opt=refuses(OwnAccount),
)
async def move_account(
    house: GivenHouse,
    who: GivenWho,
    account_id: FromPath[UUID],
    data: JSONBody[MoveAccount],
    request: StrictRequest,
) -> AccountGiven:
    """Block or unblock an account, give it a password, reset its factor, or end its sessions."""
    return await actions.move(house, who, account_id, data.move, origin(request))


@put(
    "/v1/accounts/{account_id:uuid}/roles",
    guards=_ONLY,
    security=SIGNED_IN,
    tags=_TAGS,
    opt=refuses(
        OwnAccount,
        SiteMissing,
        AgreementMissing,
        UnknownArea,
        EndsBefore,
        MoreThanHeld,
        RolesChanged,
    ),
)
async def set_roles(
    house: GivenHouse,
    who: GivenWho,
    account_id: FromPath[UUID],
    data: JSONBody[SetRoles],
    request: StrictRequest,
) -> Account:
    """Set an account's roles in your areas, with an end where one is named."""
    return await actions.set_roles(house, who, account_id, data, origin(request))


@get("/v1/security-events", guards=[may(*INSPECTORS)], security=SIGNED_IN, tags=_TAGS)
async def list_events(
    house: GivenHouse,
    who: GivenWho,
    account_id: FromQuery[UUID | None] = None,
    q: Words = "",
    before: FromQuery[UUID | None] = None,
    count: Count = 100,
) -> list[SecurityEvent]:
    """Who signed in, who failed, what was changed about accounts; the newest first.

    `q` is any part of the name of the account that it is about.
    """
    return await actions.events(house, who, INSPECTORS, account_id, q, before, count)


ROUTES = [list_accounts, add_account, move_account, set_roles, list_events]
