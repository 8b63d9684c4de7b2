"""Doors to footage requests: for citizens, for the counter and for the office."""

from typing import Annotated
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath, JSONBody, QueryParameter

from service.audit.wire import Unmask
from service.core.problem import NotFound
from service.footage import actions, filing
from service.footage.refusals import FootageWindow, PlaceOutside, TooManyOpen
from service.footage.wire import (
    Applicant,
    AskReceipt,
    EventLine,
    Filed,
    FootageRequest,
    NewCounterRequest,
    NewFootageRequest,
    OwnFootageRequest,
    RequestStatus,
    WholeFootageRequest,
)
from service.identity.guard import OPEN, SIGNED_IN, GivenWho, may
from service.identity.wire import OFFICE, Role
from service.platform.limits import UNMASKING, Limits, Rate, limited
from service.platform.web import GivenHouse, refuses

_TAGS = ["footage"]
_FILING = refuses(FootageWindow, NotFound, PlaceOutside, TooManyOpen)
# Who has a receipt looks it up now and then; who guesses gets nowhere.
_RECEIPTS = Limits(rate=Rate(60, 60))
Count = Annotated[int, QueryParameter(ge=1, le=200)]
Number = Annotated[int, QueryParameter(ge=1, le=2**62)]
Entries = Annotated[int, QueryParameter(ge=0, le=2**62)]


@post(
    "/v1/me/footage-requests",
    guards=[may(Role.CITIZEN)],
    security=SIGNED_IN,
    tags=_TAGS,
    opt=_FILING | limited(Limits(rate=Rate(20, 3600))),
)
async def file_own(house: GivenHouse, who: GivenWho, data: JSONBody[NewFootageRequest]) -> Filed:
    """Ask what cameras have seen. What they recorded is held back before anybody decides."""
    return await filing.file_own(house, who, data)


@get("/v1/me/footage-requests", guards=[may(Role.CITIZEN)], security=SIGNED_IN, tags=_TAGS)
async def own_requests(
    house: GivenHouse, who: GivenWho, count: Count = 50
) -> list[OwnFootageRequest]:
    """Your own requests, the newest first."""
    return await actions.own_requests(house, who, count)


@get(
    "/v1/me/footage-requests/{footage_id:uuid}",
    guards=[may(Role.CITIZEN)],
    security=SIGNED_IN,
    tags=_TAGS,
)
async def own_request(
    house: GivenHouse, who: GivenWho, footage_id: FromPath[UUID]
) -> OwnFootageRequest:
    """One of your own requests: how far it is, until when what happens, what you may do."""
    return await actions.own_request(house, who, footage_id)


@post(
    "/v1/footage-receipts",
    security=OPEN,
    tags=_TAGS,
    status_code=200,
    opt=refuses(NotFound) | limited(_RECEIPTS),
)
async def look_up(house: GivenHouse, data: JSONBody[AskReceipt]) -> RequestStatus:
    """How far a request has come, for whoever has its receipt; nothing about anybody."""
    return await actions.by_receipt(house, data.receipt_code)


@post(
    "/v1/footage-requests",
    guards=[may(*OFFICE)],
    security=SIGNED_IN,
    tags=_TAGS,
    opt=_FILING,
)
async def file_at_counter(
    house: GivenHouse, who: GivenWho, data: JSONBody[NewCounterRequest]
) -> Filed:
    """File for somebody who stands at your counter."""
    return await filing.file_at_counter(house, who, data)


@get("/v1/footage-requests", guards=[may(*OFFICE)], security=SIGNED_IN, tags=_TAGS)
async def queue(house: GivenHouse, who: GivenWho, count: Count = 100) -> list[FootageRequest]:
    """Open requests of your areas: a life at risk first, then what is late, due or lost first."""
    return await actions.queue(house, who, count)


@get("/v1/footage-requests/ended", guards=[may(*OFFICE)], security=SIGNED_IN, tags=_TAGS)
async def ended(
    house: GivenHouse, who: GivenWho, count: Count = 100, before: Number = 2**62
) -> list[FootageRequest]:
    """Requests of your areas that are over, the newest first."""
    return await actions.ended(house, who, before, count)


@get(
    "/v1/footage-requests/{footage_id:uuid}",
    guards=[may(*OFFICE)],
    security=SIGNED_IN,
    tags=_TAGS,
)
async def whole(
    house: GivenHouse, who: GivenWho, footage_id: FromPath[UUID]
) -> WholeFootageRequest:
    """One request with its cameras, how each is held, and what you may do next."""
    return await actions.whole(house, who, footage_id)


@get(
    "/v1/footage-requests/{footage_id:uuid}/events",
    guards=[may(*OFFICE)],
    security=SIGNED_IN,
    tags=_TAGS,
)
async def events(
    house: GivenHouse,
    who: GivenWho,
    footage_id: FromPath[UUID],
    after: Entries = 0,
    count: Count = 100,
) -> list[EventLine]:
    """The timeline of a request: what was done, when and by whom."""
    return await actions.events(house, who, footage_id, after, count)


@post(
    "/v1/footage-requests/{footage_id:uuid}/unmask",
    guards=[may(*OFFICE)],
    security=SIGNED_IN,
    tags=_TAGS,
    status_code=200,
    opt=limited(UNMASKING),
)
async def unmask(
    house: GivenHouse, who: GivenWho, footage_id: FromPath[UUID], data: JSONBody[Unmask]
) -> Applicant:
    """Who applies. Your reason is written into the access register first."""
    return await actions.unmask(house, who, footage_id, data)


ROUTES = [
    file_own,
    own_requests,
    own_request,
    look_up,
    file_at_counter,
    queue,
    ended,
    whole,
    events,
    unmask,
]
