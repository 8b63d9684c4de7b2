"""Doors for officers' phones: what rings them, and whether it does."""

from uuid import UUID

from litestar import delete, get, post, put
from litestar.params import FromPath, JSONBody

from service.audit.wire import Unmask
from service.identity.guard import OPEN, SIGNED_IN, GivenWho, may
from service.identity.wire import STAFF, Colleague, Role
from service.phone import actions, receipts
from service.phone.wire import (
    BrowserKey,
    Check,
    GatewayThanks,
    NewPhone,
    NoGateway,
    NotOfGateway,
    Number,
    Phone,
    Sought,
    TooManyPhones,
)
from service.platform.limits import MANY_BEHIND, UNMASKING, limited
from service.platform.web import GivenHouse, StrictRequest, refuses, takes

_OFFICER = ["officer"]
_PEOPLE = ["identity"]
_MAY = [may(Role.PATROL_OFFICER)]


@get("/v1/me/phones", guards=_MAY, security=SIGNED_IN, tags=_OFFICER)
async def my_phones(house: GivenHouse, who: GivenWho) -> list[Phone]:
    """The phones that you are signed in on, and when each was last reached."""
    async with house.db.reading() as connection:
        return await actions.my_phones(connection, who)


@post("/v1/me/phones", guards=_MAY, security=SIGNED_IN, tags=_OFFICER, opt=refuses(TooManyPhones))
async def add_phone(house: GivenHouse, who: GivenWho, data: JSONBody[NewPhone]) -> Phone:
    """Register the phone that you carry."""
    return await actions.add_phone(house, who, data)


@put(
    "/v1/me/phones/{phone_id:uuid}",
    guards=_MAY,
    security=SIGNED_IN,
    tags=_OFFICER,
    opt=refuses(TooManyPhones),
)
async def keep_phone(
    house: GivenHouse, who: GivenWho, phone_id: FromPath[UUID], data: JSONBody[NewPhone]
) -> Phone:
    """What your phone says of itself at each start: its address, and what it lets us do."""
    return await actions.keep_phone(house, who, phone_id, data)


@delete("/v1/me/phones/{phone_id:uuid}", guards=_MAY, security=SIGNED_IN, tags=_OFFICER)
async def sign_out_phone(house: GivenHouse, who: GivenWho, phone_id: FromPath[UUID]) -> None:
    """Ring this phone no more."""
    await actions.sign_out_phone(house, who, phone_id)


@post(
    "/v1/me/phones/{phone_id:uuid}/check",
    guards=_MAY,
    security=SIGNED_IN,
    tags=_OFFICER,
    status_code=200,
    opt=refuses(NoGateway),
)
async def check_phone(house: GivenHouse, who: GivenWho, phone_id: FromPath[UUID]) -> Check:
    """Ring this phone for trial."""
    return await actions.check(house, who, phone_id)


@get("/v1/web-push", guards=_MAY, security=SIGNED_IN, tags=_OFFICER)
async def show_web_push_key(house: GivenHouse) -> BrowserKey:
    """The key with which a browser subscribes, so that nobody else can ring it."""
    return actions.web_push_key(house)


@post(
    "/v1/gateways/huawei/receipts",
    security=OPEN,
    tags=["gateway"],
    status_code=200,
    opt=takes("application/json") | refuses(NotOfGateway) | limited(MANY_BEHIND),
)
async def take_huawei_receipts(house: GivenHouse, request: StrictRequest) -> GatewayThanks:
    """Huawei says what became of messages; its stamp is in the header X-HUAWEI-CALLBACK-ID."""
    header = request.headers.get("X-HUAWEI-CALLBACK-ID", "")
    await receipts.take_huawei(house, header, await request.body())
    return GatewayThanks()


@post(
    "/v1/accounts/{account_id:uuid}/unmask",
    guards=[may(*STAFF)],
    security=SIGNED_IN,
    tags=_PEOPLE,
    status_code=200,
    opt=limited(UNMASKING),
)
async def unmask(
    house: GivenHouse, who: GivenWho, account_id: FromPath[UUID], data: JSONBody[Unmask]
) -> Number:
    """Somebody's telephone number. Your reason is written into the access register first."""
    return await actions.unmask(house, who, account_id, data)


@post(
    "/v1/accounts/by-number",
    guards=[may(*STAFF)],
    security=SIGNED_IN,
    tags=_PEOPLE,
    status_code=200,
    opt=limited(UNMASKING),
)
async def find_by_number(
    house: GivenHouse, who: GivenWho, data: JSONBody[Sought]
) -> list[Colleague]:
    """Whose telephone number this is, in your areas. Your reason is on record first."""
    return await actions.whose(house, who, data)


ROUTES = [
    unmask,
    find_by_number,
    take_huawei_receipts,
    show_web_push_key,
    check_phone,
    my_phones,
    add_phone,
    keep_phone,
    sign_out_phone,
]
