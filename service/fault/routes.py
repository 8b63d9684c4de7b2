"""Doors to faults."""

from uuid import UUID

from litestar import get, post
from litestar.params import FromPath

from service.fault import actions
from service.fault.wire import AlreadyCleared, Fault
from service.identity.guard import SIGNED_IN, GivenWho, may
from service.identity.wire import DESK, STAFF
from service.platform.web import GivenHouse, refuses

_MOST = 1000


@get("/v1/faults", guards=[may(*STAFF)], security=SIGNED_IN, tags=["fault"])
async def list_faults(house: GivenHouse, who: GivenWho) -> list[Fault]:
    """Open faults of your areas, the newest first."""
    async with house.db.reading() as connection:
        return await actions.faults(connection, who.areas(), _MOST)


@post(
    "/v1/faults/{fault_id:uuid}/clear",
    guards=[may(*DESK)],
    security=SIGNED_IN,
    tags=["fault"],
    status_code=200,
    opt=refuses(AlreadyCleared),
)
async def clear_fault(house: GivenHouse, who: GivenWho, fault_id: FromPath[UUID]) -> Fault:
    """Say that a fault is dealt with."""
    return await actions.clear(house, who, fault_id)


ROUTES = [list_faults, clear_fault]
