"""Missing children, for everybody: as an officer released it, and no longer than that."""

from typing import Any
from uuid import UUID

from litestar import Response, get
from litestar.params import FromPath

from service.bulletin import actions as bulletin
from service.citizen.pages import page
from service.citizen.routes import LOOKING, Page
from service.citizen.visit import stranger
from service.identity.guard import OPEN
from service.platform.web import GivenHouse, StrictRequest

MISSING = "/missing"
# No store of anybody keeps it, and nobody finds it by searching once it has ended.
_GOES = {
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex, noarchive, nosnippet, noimageindex",
}


@get(MISSING, security=OPEN, opt=LOOKING)
async def list_missing(house: GivenHouse, request: StrictRequest) -> Page:
    """Who is looked for now; nothing is kept in the visitor's browser."""
    visit = stranger(house, request)
    visit.cookies.clear()
    values: dict[str, Any] = {"bulletins": await bulletin.public(house), "headers": _GOES}
    return page(house, visit, "missing", title=visit.words("missing"), path=MISSING, **values)


@get(f"{MISSING}/{{bulletin_id:uuid}}/portrait", security=OPEN, opt=LOOKING)
async def show_missing(house: GivenHouse, bulletin_id: FromPath[UUID]) -> Response[bytes]:
    """The picture of somebody who is looked for now."""
    jpeg = await bulletin.public_portrait(house, bulletin_id)
    guards = {"X-Content-Type-Options": "nosniff", "Cross-Origin-Resource-Policy": "same-origin"}
    return Response(jpeg, media_type="image/jpeg", headers=_GOES | guards)


DOORS = [list_missing, show_missing]
