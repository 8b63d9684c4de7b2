"""Doors to sites, and for boxes that enrol."""

from typing import Annotated
from uuid import UUID

from litestar import delete, get, post
from litestar.params import Parameter

from service.core.ids import new_id
from service.identity.guard import OPEN, SIGNED_IN, may
from service.identity.wire import DESK, STAFF, Role, Who
from service.platform.house import House
from service.site import actions
from service.site.guard import SIGNED, signed_by_device
from service.site.wire import (
    Device,
    DeviceAt,
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


@get("/v1/sites", guards=[may(*STAFF)], security=SIGNED_IN, tags=_TAGS)
async def list_sites(
    house: House,
    who: Who,
    after: UUID = _FIRST,
    count: Annotated[int, Parameter(ge=1, le=actions.PAGE_MOST)] = actions.PAGE_MOST,
) -> list[Site]:
    """Sites of your areas by id; `after` is the last id of the page before."""
    async with house.db.reading() as connection:
        return await actions.sites(connection, who.areas(), after, count)


@post("/v1/sites", guards=[may(Role.ADMINISTRATOR)], security=SIGNED_IN, tags=_TAGS)
async def add_site(house: House, who: Who, data: NewSite) -> Site:
    """Add a site to an area of yours."""
    async with house.db.transaction() as connection:
        return await actions.add_site_as(connection, who, data, new_id(house.clock.now()))


@get("/v1/sites/{site_id:uuid}/devices", guards=[may(*STAFF)], security=SIGNED_IN, tags=_TAGS)
async def list_devices(house: House, who: Who, site_id: UUID) -> list[Device]:
    """The keys and kiosks of a site."""
    async with house.db.reading() as connection:
        return await actions.devices(connection, who, site_id)


@post(
    "/v1/sites/{site_id:uuid}/devices",
    guards=[may(Role.ADMINISTRATOR)],
    security=SIGNED_IN,
    tags=_TAGS,
)
async def add_device(house: House, who: Who, site_id: UUID, data: NewDevice) -> Invited:
    """Add a key or kiosk; the answer holds the code that enrols its box."""
    return await actions.add_device(house, who, site_id, data)


@post(
    "/v1/devices/{device_id:uuid}/moves",
    guards=[may(Role.ADMINISTRATOR)],
    security=SIGNED_IN,
    tags=_TAGS,
    status_code=200,
)
async def move_device(house: House, who: Who, device_id: UUID, data: MoveDevice) -> Invited | None:
    """Revoke a device, or invite it with a fresh code."""
    return await actions.move_device(house, who, device_id, data.move)


@post("/v1/devices/enrol", security=OPEN, tags=["box"])
async def enrol(house: House, data: Enrol) -> Enrolled:
    """A box shows its one-time code and its key."""
    return await actions.enrol(house, data)


@post(
    "/v1/devices/rotate",
    guards=[signed_by_device],
    security=SIGNED,
    tags=["box"],
    status_code=200,
)
async def rotate(house: House, device: DeviceAt, data: Rotate) -> Rotated:
    """A box puts a new key in place of the one that signs this request."""
    return await actions.rotate(house, device, data.public_key)


@get("/v1/sites/{site_id:uuid}/test-plans", guards=[may(*STAFF)], security=SIGNED_IN, tags=_TAGS)
async def list_tests(house: House, who: Who, site_id: UUID) -> list[TestPlan]:
    """The tests declared for a site that are not over."""
    async with house.db.reading() as connection:
        return await actions.tests(connection, who, site_id, house.clock.now())


@post(
    "/v1/sites/{site_id:uuid}/test-plans",
    guards=[may(*DESK)],
    security=SIGNED_IN,
    tags=_TAGS,
)
async def declare_test(house: House, who: Who, site_id: UUID, data: NewTestPlan) -> TestPlan:
    """Declare that presses of a site in a window are tests."""
    return await actions.declare_test(house, who, site_id, data)


@delete(
    "/v1/sites/{site_id:uuid}/test-plans/{plan_id:uuid}",
    guards=[may(*DESK)],
    security=SIGNED_IN,
    tags=_TAGS,
)
async def withdraw_test(house: House, who: Who, site_id: UUID, plan_id: UUID) -> None:
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
    declare_test,
    withdraw_test,
]
