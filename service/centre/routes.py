"""Doors to the tree of command centres."""

from typing import Any

from litestar import get, post, put
from litestar.params import FromPath, JSONBody

from service.centre import actions
from service.centre.wire import Area, NewArea, Policy, UnknownArea
from service.identity.guard import SIGNED_IN, GivenWho, may
from service.identity.wire import PLACED, Role
from service.platform.web import GivenHouse


@get("/v1/areas", guards=[may(*PLACED)], security=SIGNED_IN, tags=["centre"])
async def list_areas(house: GivenHouse, who: GivenWho) -> list[Area]:
    """The areas you see, and everything below them."""
    async with house.db.reading() as connection:
        return await actions.areas_within(connection, who.areas(PLACED))


@post("/v1/areas", guards=[may(Role.ADMINISTRATOR)], security=SIGNED_IN, tags=["centre"])
async def add_area(house: GivenHouse, who: GivenWho, data: JSONBody[NewArea]) -> Area:
    """Add a command centre's area below one of yours."""
    async with house.db.transaction() as connection:
        return await actions.add_area_as(connection, who, data)


@put(
    "/v1/areas/{area_code:str}/policy",
    guards=[may(Role.ADMINISTRATOR)],
    security=SIGNED_IN,
    tags=["centre"],
)
async def set_policy(
    house: GivenHouse, who: GivenWho, area_code: FromPath[str], data: JSONBody[dict[str, Any]]
) -> Policy:
    """Set values for an area from now on; what is left out holds from the area above."""
    now = house.clock.now()
    async with house.db.transaction() as connection:
        line = await actions.lineage(connection, area_code)
        if not who.sees(line, [Role.ADMINISTRATOR]):
            raise UnknownArea(field="area_code")
        await actions.set_policy(connection, area_code, now, data)
        return await actions.policy(connection, line, now)


ROUTES = [list_areas, add_area, set_policy]
