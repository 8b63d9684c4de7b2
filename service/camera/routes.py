"""Doors to the register of cameras."""

from typing import Annotated
from uuid import UUID

from litestar import get, post, put
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from service.audit.wire import Unmask
from service.camera import actions
from service.camera.wire import (
    Box,
    Camera,
    CameraKind,
    CaptureClass,
    Cluster,
    DevicePreset,
    Dossier,
    Lacking,
    NewCamera,
    NoAnswer,
    NumberTaken,
    Sought,
    Unmasked,
)
from service.core.wire import Told
from service.identity.guard import SIGNED_IN, GivenWho, may
from service.identity.wire import READERS, STAFF, Role
from service.platform.limits import UNMASKING, limited
from service.platform.web import GivenHouse, refuses

_FIRST = UUID(int=0)
_TAGS = ["camera"]
# Beyond it maps draw no finer.
_ZOOM_MOST = 24
_WORDS = r"^[^\x00-\x1f\x7f]*$(?!\n)"
_CODE = r"^([0-9]{6}|[0-9]{9}|[0-9]{12})$(?!\n)"

Lat = Annotated[float, QueryParameter(ge=-90, le=90)]
Lon = Annotated[float, QueryParameter(ge=-180, le=180)]


class CameraAdded(Told):
    """The camera's name from now on."""

    camera_id: UUID


@get("/v1/cameras", guards=[may(*READERS)], security=SIGNED_IN, tags=_TAGS)
async def list_cameras(
    house: GivenHouse,
    who: GivenWho,
    after: FromQuery[UUID] = _FIRST,
    count: Annotated[int, QueryParameter(ge=1, le=actions.PAGE_MOST)] = actions.PAGE_MOST,
    q: Annotated[str | None, QueryParameter(min_length=1, max_length=200, pattern=_WORDS)] = None,
    kind: FromQuery[CameraKind | None] = None,
    capture_class: FromQuery[CaptureClass | None] = None,
    area_code: Annotated[str | None, QueryParameter(pattern=_CODE)] = None,
    online: FromQuery[bool | None] = None,
    lacks: FromQuery[Lacking | None] = None,
) -> list[Camera]:
    """Cameras of your areas by id; `after` is the last id of the page before.

    `q` is any part of a name, a managing unit or a number. `lacks` finds those whose sign nobody
    has seen, or whose filing with the police is overdue (Decree 799, articles 13 and 14).
    """
    sought = Sought(q, kind, capture_class, area_code, online, lacks)
    return await actions.cameras(house, who.areas(READERS), after, count, sought)


@get("/v1/cameras/clusters", guards=[may(*READERS)], security=SIGNED_IN, tags=_TAGS)
async def list_clusters(
    house: GivenHouse,
    who: GivenWho,
    south: Lat,
    west: Lon,
    north: Lat,
    east: Lon,
    zoom: Annotated[int, QueryParameter(ge=0, le=_ZOOM_MOST)],
) -> list[Cluster]:
    """Cameras of your areas in a piece of the map, taken together where they would overlap."""
    box = Box(south, west, north, east)
    return await actions.clusters(house, who.areas(READERS), box, zoom)


@post(
    "/v1/cameras",
    guards=[may(Role.ADMINISTRATOR)],
    security=SIGNED_IN,
    tags=_TAGS,
    opt=refuses(NumberTaken),
)
async def add_camera(house: GivenHouse, who: GivenWho, data: JSONBody[NewCamera]) -> CameraAdded:
    """Add a camera to an area of yours."""
    return CameraAdded(camera_id=await actions.add_camera_as(house, who, data))


@get("/v1/cameras/{camera_id:uuid}", guards=[may(*READERS)], security=SIGNED_IN, tags=_TAGS)
async def show_camera(house: GivenHouse, who: GivenWho, camera_id: FromPath[UUID]) -> Dossier:
    """All that is known of a camera but its addresses and logins."""
    async with house.db.reading() as connection:
        return await actions.dossier(connection, who, camera_id)


@put(
    "/v1/cameras/{camera_id:uuid}",
    guards=[may(Role.ADMINISTRATOR)],
    security=SIGNED_IN,
    tags=_TAGS,
    opt=refuses(NumberTaken),
)
async def change_camera(
    house: GivenHouse, who: GivenWho, camera_id: FromPath[UUID], data: JSONBody[NewCamera]
) -> Dossier:
    """Write a camera anew; addresses and logins that are left out stay as they are."""
    return await actions.change_camera_as(house, who, camera_id, data)


@post(
    "/v1/cameras/{camera_id:uuid}/presets/read",
    guards=[may(*STAFF)],
    security=SIGNED_IN,
    tags=_TAGS,
    status_code=200,
    opt=refuses(NoAnswer),
)
async def read_presets(
    house: GivenHouse, who: GivenWho, camera_id: FromPath[UUID]
) -> list[DevicePreset]:
    """Ask a camera for the directions that it knows by name (ONVIF presets)."""
    return await actions.read_presets(house, who, camera_id)


@post(
    "/v1/cameras/{camera_id:uuid}/unmask",
    guards=[may(Role.ADMINISTRATOR)],
    security=SIGNED_IN,
    tags=_TAGS,
    status_code=200,
    opt=limited(UNMASKING),
)
async def unmask(
    house: GivenHouse, who: GivenWho, camera_id: FromPath[UUID], data: JSONBody[Unmask]
) -> Unmasked:
    """Where a camera answers. Your reason is written into the access register first."""
    return await actions.unmask(house, who, camera_id, data)


ROUTES = [
    unmask,
    list_cameras,
    list_clusters,
    add_camera,
    show_camera,
    change_camera,
    read_presets,
]
