"""Doors for officers' phones, and the list of units."""

from typing import Annotated
from uuid import UUID

from litestar import get, post
from litestar.params import Parameter

from service.identity.guard import SIGNED_IN, may
from service.identity.wire import STAFF, Role, Who
from service.patrol import actions
from service.patrol.wire import Duty, Me, NewFixes, NewPhone, Phone, SetDuty, Sifted, Unit
from service.platform.house import House

_FIRST = UUID(int=0)


@get("/v1/me", guards=[may()], security=SIGNED_IN, tags=["officer"])
async def me(house: House, who: Who) -> Me:
    """Who you are here."""
    async with house.db.reading() as connection:
        return await actions.me(connection, who)


@post("/v1/me/phones", guards=[may(Role.PATROL_OFFICER)], security=SIGNED_IN, tags=["officer"])
async def add_phone(house: House, who: Who, data: NewPhone) -> Phone:
    """Register the phone that you carry."""
    return await actions.add_phone(house, who, data)


@post(
    "/v1/me/duty",
    guards=[may(Role.PATROL_OFFICER)],
    security=SIGNED_IN,
    tags=["officer"],
    status_code=200,
)
async def set_duty(house: House, who: Who, data: SetDuty) -> Duty:
    """Go on duty, or off it."""
    return await actions.set_duty(house, who, data.on)


@post(
    "/v1/me/positions",
    guards=[may(Role.PATROL_OFFICER)],
    security=SIGNED_IN,
    tags=["officer"],
    status_code=200,
)
async def take_fixes(house: House, who: Who, data: NewFixes) -> Sifted:
    """Positions gathered by the phone, on duty only."""
    return await actions.take_fixes(house, who, data)


@get("/v1/units", guards=[may(*STAFF)], security=SIGNED_IN, tags=["patrol"])
async def list_units(
    house: House,
    who: Who,
    after: UUID = _FIRST,
    count: Annotated[int, Parameter(ge=1, le=actions.PAGE_MOST)] = actions.PAGE_MOST,
) -> list[Unit]:
    """Units of your areas by id; `after` is the last id of the page before."""
    async with house.db.reading() as connection:
        return await actions.units(connection, who.areas(), after, count)


ROUTES = [me, add_phone, set_duty, take_fixes, list_units]
