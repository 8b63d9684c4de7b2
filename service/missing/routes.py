"""Doors to searches: for desks, and for the units that search."""

from uuid import UUID

from litestar import get, post
from litestar.params import FromPath, JSONBody

from service.bulletin.wire import RELEASES, Bulletin, TimesUnusable, TooManyBulletins
from service.identity.guard import SIGNED_IN, GivenWho, may
from service.identity.wire import Role
from service.missing import actions, sectors
from service.missing.wire import (
    LookFor,
    MoveSearch,
    NotAMinor,
    Release,
    Search,
    SearchOver,
    SearchSector,
)
from service.platform.limits import UNMASKING, limited
from service.platform.web import GivenHouse, refuses

_TAGS = ["search"]


@get("/v1/searches", guards=[may(*actions.DESK)], security=SIGNED_IN, tags=_TAGS)
async def list_searches(house: GivenHouse, who: GivenWho) -> list[Search]:
    """Who is searched for in your areas, the most urgent first, and what is still owed of each."""
    return await actions.searches(house, who)


@get(
    "/v1/incidents/{incident_id:uuid}/search",
    guards=[may(*actions.DESK)],
    security=SIGNED_IN,
    tags=_TAGS,
)
async def search_of_incident(
    house: GivenHouse, who: GivenWho, incident_id: FromPath[UUID]
) -> Search:
    """The search that an incident is."""
    return await actions.of_incident(house, who, incident_id)


@get(
    "/v1/searches/{search_id:uuid}/words",
    guards=[may(*actions.DESK)],
    security=SIGNED_IN,
    tags=_TAGS,
    opt=limited(UNMASKING),
)
async def read(house: GivenHouse, who: GivenWho, search_id: FromPath[UUID]) -> LookFor:
    """What to look for. That you read it is written into the access register first."""
    return await actions.read(house, who, search_id)


@get(
    "/v1/tasks/{task_id:uuid}/search",
    guards=[may(Role.PATROL_OFFICER)],
    security=SIGNED_IN,
    tags=["officer"],
)
async def read_as_unit(house: GivenHouse, who: GivenWho, task_id: FromPath[UUID]) -> LookFor:
    """Whom your task is to find. That you read it is written into the access register first."""
    return await actions.read_as_unit(house, who, task_id)


@get(
    "/v1/tasks/{task_id:uuid}/sector",
    guards=[may(Role.PATROL_OFFICER)],
    security=SIGNED_IN,
    tags=["officer"],
)
async def sector_as_unit(house: GivenHouse, who: GivenWho, task_id: FromPath[UUID]) -> SearchSector:
    """Which sector your unit looks through; it is another when the plan is."""
    return await sectors.as_unit(house, who, task_id)


@post(
    "/v1/searches/{search_id:uuid}/moves",
    guards=[may(*actions.DESK)],
    security=SIGNED_IN,
    tags=_TAGS,
    status_code=200,
    opt=refuses(SearchOver),
)
async def move(
    house: GivenHouse, who: GivenWho, search_id: FromPath[UUID], data: JSONBody[MoveSearch]
) -> Search:
    """Look at it anew, say more of who is missing, note the hand-over to 110, or end it."""
    return await actions.move(house, who, search_id, data)


@post(
    "/v1/searches/{search_id:uuid}/bulletins",
    guards=[may(*RELEASES)],
    security=SIGNED_IN,
    tags=_TAGS,
    opt=refuses(SearchOver, NotAMinor, TimesUnusable, TooManyBulletins),
)
async def release(
    house: GivenHouse, who: GivenWho, search_id: FromPath[UUID], data: JSONBody[Release]
) -> Bulletin:
    """Release a missing minor's bulletin to everybody in an area, until the search ends."""
    return await actions.release(house, who, search_id, data)


ROUTES = [list_searches, search_of_incident, read, read_as_unit, sector_as_unit, move, release]
