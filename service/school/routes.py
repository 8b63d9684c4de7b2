"""Doors for a school's contact: the own site, its keys, and who comes."""

from uuid import UUID

from litestar import delete, get, post, put
from litestar.params import FromPath, JSONBody

from service.bulletin.wire import ShownBulletin
from service.identity.guard import SIGNED_IN, GivenWho, may
from service.identity.wire import Role
from service.platform.web import GivenHouse
from service.school import actions
from service.school.wire import (
    Coming,
    DrillReport,
    Keeper,
    NewDrill,
    RealSaid,
    School,
    SchoolKey,
    SetKeeper,
)
from service.site import actions as site
from service.site.wire import TestPlan

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


@get("/v1/school/sites/{site_id:uuid}/bulletins", guards=_CONTACT, security=SIGNED_IN, tags=_TAGS)
async def list_bulletins(
    house: GivenHouse, who: GivenWho, site_id: FromPath[UUID]
) -> list[ShownBulletin]:
    """Missing children that are shown where your site is, as everybody sees them."""
    async with house.db.transaction() as connection:
        return await actions.bulletins(house, connection, who, site_id)


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


@get("/v1/school/sites/{site_id:uuid}/drills", guards=_CONTACT, security=SIGNED_IN, tags=_TAGS)
async def list_drills(house: GivenHouse, who: GivenWho, site_id: FromPath[UUID]) -> list[TestPlan]:
    """The drills ever announced for your site, the latest first."""
    async with house.db.reading() as connection:
        return await actions.drills(connection, who, site_id)


@post("/v1/school/sites/{site_id:uuid}/drills", guards=_CONTACT, security=SIGNED_IN, tags=_TAGS)
async def announce(
    house: GivenHouse, who: GivenWho, site_id: FromPath[UUID], data: JSONBody[NewDrill]
) -> TestPlan:
    """Announce a drill of your site; every desk above it is told."""
    return await actions.announce(house, who, site_id, data)


@get(
    "/v1/school/sites/{site_id:uuid}/drills/{plan_id:uuid}/report",
    guards=_CONTACT,
    security=SIGNED_IN,
    tags=_TAGS,
)
async def show_report(
    house: GivenHouse, who: GivenWho, site_id: FromPath[UUID], plan_id: FromPath[UUID]
) -> DrillReport:
    """What became of a drill: each press, and when each step of the answer came."""
    async with house.db.reading() as connection:
        return await actions.report(connection, who, site_id, plan_id)


@delete(
    "/v1/school/sites/{site_id:uuid}/drills/{plan_id:uuid}",
    guards=_CONTACT,
    security=SIGNED_IN,
    tags=_TAGS,
)
async def withdraw(
    house: GivenHouse, who: GivenWho, site_id: FromPath[UUID], plan_id: FromPath[UUID]
) -> None:
    """Take a drill back, or end it early: presses are real again at once."""
    await site.withdraw_own_test(house, who, site_id, plan_id)


@post(
    "/v1/school/sites/{site_id:uuid}/real",
    guards=_CONTACT,
    security=SIGNED_IN,
    tags=_TAGS,
    status_code=200,
)
async def say_real(house: GivenHouse, who: GivenWho, site_id: FromPath[UUID]) -> RealSaid:
    """Say that what began as a drill is real: it ends, and units are asked in earnest."""
    return await actions.say_real(house, who, site_id)


ROUTES = [
    list_schools,
    list_keys,
    list_bulletins,
    set_keeper,
    list_coming,
    list_drills,
    announce,
    show_report,
    withdraw,
    say_real,
]
