"""Doors to the register of found things; its notices are for everybody."""

from typing import Annotated
from uuid import UUID

from litestar import Response, get, post, put
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from service.audit.wire import Unmask
from service.found import actions
from service.found.wire import (
    Finder,
    FoundNotice,
    FoundThing,
    HandOverReceipt,
    MatchCandidate,
    MoveFound,
    NewFoundThing,
    ThingCategory,
    ThingGone,
    ThingNotYet,
    ThingPhotoUnusable,
)
from service.identity.guard import OPEN, SIGNED_IN, GivenWho, may
from service.identity.wire import OFFICE
from service.platform.limits import UNMASKING, Limits, Rate, limited
from service.platform.web import GivenHouse, StrictRequest, as_picture, gives, refuses, takes

PHOTO_BYTES_MAX = 8 * 1024 * 1024
_TAGS = ["found"]
_JPEG = "image/jpeg"
_CODE = r"^([0-9]{6}|[0-9]{9}|[0-9]{12})$(?!\n)"
Count = Annotated[int, QueryParameter(ge=1, le=200)]
Number = Annotated[int, QueryParameter(ge=1, le=2**62)]


@post("/v1/found-things", guards=[may(*OFFICE)], security=SIGNED_IN, tags=_TAGS)
async def enter(house: GivenHouse, who: GivenWho, data: JSONBody[NewFoundThing]) -> FoundThing:
    """Enter a thing that was handed in."""
    return await actions.enter(house, who, data)


@put(
    "/v1/found-things/{thing_id:uuid}/photo",
    guards=[may(*OFFICE)],
    security=SIGNED_IN,
    tags=_TAGS,
    request_max_body_size=PHOTO_BYTES_MAX,
    opt=takes(_JPEG, "image/png", "image/webp") | refuses(ThingPhotoUnusable),
)
async def set_photo(
    house: GivenHouse, who: GivenWho, thing_id: FromPath[UUID], request: StrictRequest
) -> FoundThing:
    """Give a thing its picture. It is made anew: nothing that a camera wrote into it stays."""
    return await actions.set_photo(house, who, thing_id, await request.body())


@get("/v1/found-things", guards=[may(*OFFICE)], security=SIGNED_IN, tags=_TAGS)
async def list_things(
    house: GivenHouse,
    who: GivenWho,
    ended: FromQuery[bool] = False,
    category: FromQuery[ThingCategory | None] = None,
    count: Count = 50,
    before: Number = 2**62,
) -> list[FoundThing]:
    """Things of your areas that are here, or that have gone, the newest first."""
    return await actions.things(house, who, before, count, ended=ended, category=category)


@get(
    "/v1/found-things/{thing_id:uuid}/photo",
    guards=[may(*OFFICE)],
    security=SIGNED_IN,
    tags=_TAGS,
    media_type=_JPEG,
    opt=gives(_JPEG),
)
async def look(house: GivenHouse, who: GivenWho, thing_id: FromPath[UUID]) -> Response[bytes]:
    """The picture of a thing. That you look is written into the access register first."""
    return as_picture(await actions.look(house, who, thing_id), _JPEG)


@get(
    "/v1/found-things/{thing_id:uuid}/candidates",
    guards=[may(*OFFICE)],
    security=SIGNED_IN,
    tags=_TAGS,
)
async def list_candidates(
    house: GivenHouse, who: GivenWho, thing_id: FromPath[UUID]
) -> list[MatchCandidate]:
    """Requests that may be of this thing, the likeliest first, for a person to judge."""
    return await actions.candidates(house, who, thing_id)


@post(
    "/v1/found-things/{thing_id:uuid}/moves",
    guards=[may(*OFFICE)],
    security=SIGNED_IN,
    tags=_TAGS,
    status_code=200,
    opt=refuses(ThingGone, ThingNotYet),
)
async def move(
    house: GivenHouse, who: GivenWho, thing_id: FromPath[UUID], data: JSONBody[MoveFound]
) -> FoundThing:
    """Announce it, match it with a request, hand it over, or dispose of it after its year."""
    return await actions.move(house, who, thing_id, data)


@get(
    "/v1/found-things/{thing_id:uuid}/receipt",
    guards=[may(*OFFICE)],
    security=SIGNED_IN,
    tags=_TAGS,
    opt=limited(UNMASKING),
)
async def receipt(house: GivenHouse, who: GivenWho, thing_id: FromPath[UUID]) -> HandOverReceipt:
    """What was signed at the hand-over. That you read it is in the access register first."""
    return await actions.receipt(house, who, thing_id)


@post(
    "/v1/found-things/{thing_id:uuid}/unmask",
    guards=[may(*OFFICE)],
    security=SIGNED_IN,
    tags=_TAGS,
    status_code=200,
    opt=limited(UNMASKING),
)
async def unmask(
    house: GivenHouse, who: GivenWho, thing_id: FromPath[UUID], data: JSONBody[Unmask]
) -> Finder:
    """Who has brought it. Your reason is written into the access register first."""
    return await actions.unmask(house, who, thing_id, data)


@get(
    "/v1/found-notices",
    security=OPEN,
    tags=_TAGS,
    opt=limited(Limits(rate=Rate(120, 60))),
)
async def list_notices(
    house: GivenHouse,
    area_code: Annotated[str, QueryParameter(pattern=_CODE)],
    count: Count = 50,
    before: Number = 2**62,
) -> list[FoundNotice]:
    """What was found in an area and waits for its owner; whoever comes says what it looks like."""
    return await actions.notices(house, area_code, before, count)


ROUTES = [
    enter,
    set_photo,
    list_things,
    look,
    list_candidates,
    move,
    receipt,
    unmask,
    list_notices,
]
