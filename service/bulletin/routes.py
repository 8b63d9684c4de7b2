"""Doors to bulletins: for desks that issue them, and for boxes that show them."""

from uuid import UUID

from litestar import Response, get, post, put
from litestar.params import FromPath, JSONBody

from service.audit.wire import Unmask
from service.bulletin import actions
from service.bulletin.wire import (
    RELEASES,
    Bulletin,
    BulletinEnded,
    Guardian,
    NewBulletin,
    PortraitUnusable,
    ShownBulletins,
    TimesUnusable,
    TooManyBulletins,
    Withdrawal,
)
from service.identity.guard import SIGNED_IN, GivenWho, may
from service.identity.wire import DESK, STAFF
from service.platform.limits import UNMASKING, limited
from service.platform.web import GivenHouse, StrictRequest, as_picture, gives, refuses, takes
from service.site.guard import SIGNED, GivenDevice, signed_by_device

PORTRAIT_BYTES_MAX = 8 * 1024 * 1024
_TAGS = ["bulletin"]
_JPEG = "image/jpeg"


@post(
    "/v1/bulletins",
    guards=[may(*RELEASES)],
    security=SIGNED_IN,
    tags=_TAGS,
    opt=refuses(TimesUnusable, TooManyBulletins),
)
async def issue(house: GivenHouse, who: GivenWho, data: JSONBody[NewBulletin]) -> Bulletin:
    """Release a missing child's bulletin for an area without a search, by a guardian's consent."""
    return await actions.issue(house, who, data)


@put(
    "/v1/bulletins/{bulletin_id:uuid}/portrait",
    guards=[may(*RELEASES)],
    security=SIGNED_IN,
    tags=_TAGS,
    request_max_body_size=PORTRAIT_BYTES_MAX,
    opt=takes(_JPEG, "image/png", "image/webp") | refuses(BulletinEnded, PortraitUnusable),
)
async def set_portrait(
    house: GivenHouse, who: GivenWho, bulletin_id: FromPath[UUID], request: StrictRequest
) -> Bulletin:
    """Give a bulletin its picture. It is made anew: nothing that a camera wrote into it stays."""
    return await actions.set_portrait(house, who, bulletin_id, await request.body())


@get("/v1/bulletins", guards=[may(*STAFF)], security=SIGNED_IN, tags=_TAGS)
async def list_bulletins(house: GivenHouse, who: GivenWho) -> list[Bulletin]:
    """Current bulletins of your areas, the newest first."""
    return await actions.bulletins(house, who)


@get(
    "/v1/bulletins/{bulletin_id:uuid}/portrait",
    guards=[may(*STAFF)],
    security=SIGNED_IN,
    tags=_TAGS,
    media_type=_JPEG,
    opt=gives(_JPEG),
)
async def look(house: GivenHouse, who: GivenWho, bulletin_id: FromPath[UUID]) -> Response[bytes]:
    """The picture of a bulletin. That you look is written into the access register first."""
    return as_picture(await actions.look(house, who, bulletin_id), _JPEG)


@post(
    "/v1/bulletins/{bulletin_id:uuid}/withdraw",
    guards=[may(*DESK)],
    security=SIGNED_IN,
    tags=_TAGS,
    status_code=200,
    opt=refuses(BulletinEnded),
)
async def withdraw(
    house: GivenHouse, who: GivenWho, bulletin_id: FromPath[UUID], data: JSONBody[Withdrawal]
) -> Bulletin:
    """Take a bulletin off every screen; its picture is deleted."""
    return await actions.withdraw(house, who, bulletin_id, data)


@post(
    "/v1/bulletins/{bulletin_id:uuid}/unmask",
    guards=[may(*DESK)],
    security=SIGNED_IN,
    tags=_TAGS,
    status_code=200,
    opt=limited(UNMASKING),
)
async def unmask(
    house: GivenHouse, who: GivenWho, bulletin_id: FromPath[UUID], data: JSONBody[Unmask]
) -> Guardian:
    """Who gave the consent. Your reason is written into the access register first."""
    return await actions.unmask(house, who, bulletin_id, data)


@get("/v1/devices/bulletins", guards=[signed_by_device], security=SIGNED, tags=["box"])
async def show_bulletins(house: GivenHouse, device: GivenDevice) -> ShownBulletins:
    """What a box with a screen is to show now."""
    return await actions.shown_by(house, device)


@get(
    "/v1/devices/bulletins/{bulletin_id:uuid}/portrait",
    guards=[signed_by_device],
    security=SIGNED,
    tags=["box"],
    media_type=_JPEG,
    opt=gives(_JPEG),
)
async def send_portrait(
    house: GivenHouse, device: GivenDevice, bulletin_id: FromPath[UUID]
) -> Response[bytes]:
    """The picture of a bulletin that this box shows now; 64 kilobytes at most."""
    return as_picture(await actions.portrait_for(house, device, bulletin_id), _JPEG)


ROUTES = [
    issue,
    set_portrait,
    list_bulletins,
    look,
    withdraw,
    unmask,
    show_bulletins,
    send_portrait,
]
