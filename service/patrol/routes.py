"""Doors for officers' phones, and the list of units."""

from typing import Annotated
from uuid import UUID

from litestar import get, post, put
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from service.core.ids import new_id
from service.identity.guard import SIGNED_IN, GivenWho, may
from service.identity.wire import STAFF, Role
from service.patrol import actions
from service.patrol.wire import (
    Duty,
    Me,
    NewFixes,
    NewUnit,
    SetDuty,
    SetMembers,
    Sifted,
    Unit,
)
from service.platform.web import GivenHouse

_FIRST = UUID(int=0)


@get("/v1/me", guards=[may()], security=SIGNED_IN, tags=["officer"])
async def me(house: GivenHouse, who: GivenWho) -> Me:
    """Who you are here."""
    async with house.db.reading() as connection:
        return await actions.me(connection, who)


@post(
    "/v1/me/duty",
    guards=[may(Role.PATROL_OFFICER)],
    security=SIGNED_IN,
    tags=["officer"],
    status_code=200,
)
async def set_duty(house: GivenHouse, who: GivenWho, data: JSONBody[SetDuty]) -> Duty:
    """Go on duty, or off it."""
    return await actions.set_duty(house, who, data.on)


@post(
    "/v1/me/positions",
    guards=[may(Role.PATROL_OFFICER)],
    security=SIGNED_IN,
    tags=["officer"],
    status_code=200,
)
async def take_fixes(house: GivenHouse, who: GivenWho, data: JSONBody[NewFixes]) -> Sifted:
    """Positions gathered by the phone, on duty only."""
    return await actions.take_fixes(house, who, data)


@get("/v1/units", guards=[may(*STAFF)], security=SIGNED_IN, tags=["patrol"])
async def list_units(
    house: GivenHouse,
    who: GivenWho,
    after: FromQuery[UUID] = _FIRST,
    count: Annotated[int, QueryParameter(ge=1, le=actions.PAGE_MOST)] = actions.PAGE_MOST,
) -> list[Unit]:
    """Units of your areas by id; `after` is the last id of the page before."""
    async with house.db.reading() as connection:
        return await actions.units(connection, who.areas(), after, count)


@post("/v1/units", guards=[may(Role.ADMINISTRATOR)], security=SIGNED_IN, tags=["patrol"])
async def add_unit(house: GivenHouse, who: GivenWho, data: JSONBody[NewUnit]) -> Unit:
    """Add a unit with its officers to an area of yours."""
    async with house.db.transaction() as connection:
        return await actions.add_unit_as(connection, who, data, new_id(house.clock.now()))


@put(
    "/v1/units/{unit_id:uuid}/members",
    guards=[may(Role.ADMINISTRATOR)],
    security=SIGNED_IN,
    tags=["patrol"],
)
async def set_members(
    house: GivenHouse, who: GivenWho, unit_id: FromPath[UUID], data: JSONBody[SetMembers]
) -> Unit:
    """Say who rides in a unit that is off duty; everybody else leaves it."""
    async with house.db.transaction() as connection:
        return await actions.set_members(connection, who, unit_id, data.members)


ROUTES = [me, set_duty, take_fixes, list_units, add_unit, set_members]
