"""Doors for a school's contact: the own site, its keys, and who comes."""

from uuid import UUID

from litestar import get, put
from litestar.params import FromPath, JSONBody

from service.identity.guard import SIGNED_IN, GivenWho, may
from service.identity.wire import Role
from service.platform.web import GivenHouse
from service.school import actions
from service.school.wire import Coming, Keeper, School, SchoolKey, SetKeeper

_TAGS = ["school"]
_CONTACT = [may(Role.SCHOOL_CONTACT)]


@get("/v1/school/sites", guards=_CONTACT, security=SIGNED_IN, tags=_TAGS)
async def list_schools(house: GivenHouse, who: GivenWho) -> list[School]:
    """The sites of which you are the contact."""
    async with house.db.reading() as connection:
        return await actions.schools(connection, who, house.clock.now())


@get("/v1/school/sites/{site_id:uuid}/keys", guards=_CONTACT, security=SIGNED_IN, tags=_TAGS)
async def list_keys(house: GivenHouse, who: GivenWho, site_id: FromPath[UUID]) -> list[SchoolKey]:
    """The keys of your site, each with what is wrong with it."""
    async with house.db.reading() as connection:
        return await actions.keys(connection, who, site_id, house.clock.now())


@put(
    "/v1/school/sites/{site_id:uuid}/keys/{device_id:uuid}/keeper",
    guards=_CONTACT,
    security=SIGNED_IN,
    tags=_TAGS,
)
async def set_keeper(
    house: GivenHouse,
    who: GivenWho,
    site_id: FromPath[UUID],
    device_id: FromPath[UUID],
    data: JSONBody[SetKeeper],
) -> Keeper:
    """Say who looks after a key of your site."""
    return await actions.set_keeper(house, who, site_id, device_id, data.person)


@get("/v1/school/sites/{site_id:uuid}/coming", guards=_CONTACT, security=SIGNED_IN, tags=_TAGS)
async def list_coming(house: GivenHouse, who: GivenWho, site_id: FromPath[UUID]) -> list[Coming]:
    """Your site's alarms that are open or have just ended, and who comes."""
    async with house.db.reading() as connection:
        return await actions.coming(connection, who, site_id, house.clock.now())


ROUTES = [list_schools, list_keys, set_keeper, list_coming]
