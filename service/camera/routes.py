"""Doors to the register of cameras."""

from typing import Annotated
from uuid import UUID

from litestar import get, post
from litestar.params import FromQuery, JSONBody, QueryParameter

from service.camera import actions
from service.camera.wire import Camera, NewCamera
from service.core.wire import Told
from service.identity.guard import SIGNED_IN, GivenWho, may
from service.identity.wire import STAFF, Role
from service.platform.web import GivenHouse

_FIRST = UUID(int=0)


class CameraAdded(Told):
    """The camera's name from now on."""

    camera_id: UUID


@get("/v1/cameras", guards=[may(*STAFF)], security=SIGNED_IN, tags=["camera"])
async def list_cameras(
    house: GivenHouse,
    who: GivenWho,
    after: FromQuery[UUID] = _FIRST,
    count: Annotated[int, QueryParameter(ge=1, le=actions.PAGE_MOST)] = actions.PAGE_MOST,
) -> list[Camera]:
    """Cameras of your areas by id; `after` is the last id of the page before."""
    async with house.db.reading() as connection:
        return await actions.cameras(connection, who.areas(), after, count)


@post("/v1/cameras", guards=[may(Role.ADMINISTRATOR)], security=SIGNED_IN, tags=["camera"])
async def add_camera(house: GivenHouse, who: GivenWho, data: JSONBody[NewCamera]) -> CameraAdded:
    """Add a camera to an area of yours."""
    return CameraAdded(camera_id=await actions.add_camera_as(house, who, data))


ROUTES = [list_cameras, add_camera]
