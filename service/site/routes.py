"""Doors to sites, and for boxes that enrol."""

from typing import Annotated
from uuid import UUID

from litestar import delete, get, post
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from service.core.ids import new_id
from service.identity.guard import OPEN, SIGNED_IN, GivenWho, may
from service.identity.wire import DESK, PLACED, STAFF, Role
from service.platform.web import GivenHouse, refuses
from service.site import actions
from service.site.guard import SIGNED, GivenDevice, signed_by_device
from service.site.wire import (
    CodeSpent,
    Device,
    DrillTold,
    Enrol,
    Enrolled,
    Invited,
    MoveDevice,
    NewDevice,
    NewSite,
    NewTestPlan,
    Rotate,
    Rotated,
    Site,
    TestPlan,
)

_FIRST = UUID(int=0)
_TAGS = ["site"]


@get("/v1/sites", guards=[may(*PLACED)], security=SIGNED_IN, tags=_TAGS)
async def list_sites(
    house: GivenHouse,
    who: GivenWho,
    after: FromQuery[UUID] = _FIRST,
    count: Annotated[int, QueryParameter(ge=1, le=actions.PAGE_MOST)] = actions.PAGE_MOST,
) -> list[Site]:
    """Sites of your areas by id; `after` is the last id of the page before."""
    async with house.db.reading() as connection:
        return await actions.sites(connection, who.areas(PLACED), after, count)


@post("/v1/sites", guards=[may(Role.ADMINISTRATOR)], security=SIGNED_IN, tags=_TAGS)
async def add_site(house: GivenHouse, who: GivenWho, data: JSONBody[NewSite]) -> Site:
    """Add a site to an area of yours."""
    async with house.db.transaction() as connection:
        return await actions.add_site_as(connection, who, data, new_id(house.clock.now()))


@get("/v1/sites/{site_id:uuid}/devices", guards=[may(*STAFF)], security=SIGNED_IN, tags=_TAGS)
async def list_devices(house: GivenHouse, who: GivenWho, site_id: FromPath[UUID]) -> list[Device]:
    """The keys and kiosks of a site."""
    async with house.db.reading() as connection:
        return await actions.devices(connection, who, site_id)


@post(
    "/v1/sites/{site_id:uuid}/devices",
    guards=[may(Role.ADMINISTRATOR)],
    security=SIGNED_IN,
    tags=_TAGS,
)
async def add_device(
    house: GivenHouse, who: GivenWho, site_id: FromPath[UUID], data: JSONBody[NewDevice]
) -> Invited:
    """Add a key or kiosk; the answer holds the code that enrols its box."""
    return await actions.add_device(house, who, site_id, data)


@post(
    "/v1/devices/{device_id:uuid}/moves",
    guards=[may(Role.ADMINISTRATOR)],
    security=SIGNED_IN,
    tags=_TAGS,
    status_code=200,
)
async def move_device(
    house: GivenHouse, who: GivenWho, device_id: FromPath[UUID], data: JSONBody[MoveDevice]
) -> Invited | None:
    """Revoke a device, or invite it with a fresh code."""
    return await actions.move_device(house, who, device_id, data.move)


@post("/v1/devices/enrol", security=OPEN, tags=["box"], opt=refuses(CodeSpent))
async def enrol(house: GivenHouse, data: JSONBody[Enrol]) -> Enrolled:
    """A box shows its one-time code and its key."""
    return await actions.enrol(house, data)


@post(
    "/v1/devices/rotate",
    guards=[signed_by_device],
    security=SIGNED,
    tags=["box"],
    status_code=200,
)
async def rotate(house: GivenHouse, device: GivenDevice, data: JSONBody[Rotate]) -> Rotated:
    """A box puts a new key in place of the one that signs this request."""
    return await actions.rotate(house, device, data.public_key)


@get("/v1/sites/{site_id:uuid}/test-plans", guards=[may(*STAFF)], security=SIGNED_IN, tags=_TAGS)
async def list_tests(house: GivenHouse, who: GivenWho, site_id: FromPath[UUID]) -> list[TestPlan]:
    """The tests declared for a site that are not over."""
    async with house.db.reading() as connection:
        return await actions.tests(connection, who, site_id, house.clock.now())


@get("/v1/test-plans", guards=[may(*STAFF)], security=SIGNED_IN, tags=_TAGS)
async def list_drills(house: GivenHouse, who: GivenWho) -> list[DrillTold]:
    """Declared tests of your areas that are under way or begin within a day."""
    async with house.db.reading() as connection:
        now = house.clock.now()
        return await actions.drills(connection, who.areas(), now, actions.PAGE_MOST)


@post(
    "/v1/sites/{site_id:uuid}/test-plans",
    guards=[may(*DESK)],
    security=SIGNED_IN,
    tags=_TAGS,
)
async def declare_test(
    house: GivenHouse, who: GivenWho, site_id: FromPath[UUID], data: JSONBody[NewTestPlan]
) -> TestPlan:
    """Declare that presses of a site in a window are tests."""
    return await actions.declare_test(house, who, site_id, data)


@delete(
    "/v1/sites/{site_id:uuid}/test-plans/{plan_id:uuid}",
    guards=[may(*DESK)],
    security=SIGNED_IN,
    tags=_TAGS,
)
async def withdraw_test(
    house: GivenHouse, who: GivenWho, site_id: FromPath[UUID], plan_id: FromPath[UUID]
) -> None:
    """Take a declared test back."""
    await actions.withdraw_test(house, who, site_id, plan_id)


ROUTES = [
    list_sites,
    add_site,
    list_devices,
    add_device,
    move_device,
    enrol,
    rotate,
    list_tests,
    list_drills,
    declare_test,
    withdraw_test,
]
