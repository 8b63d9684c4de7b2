"""Doors to recorders: adding them, and saying which camera is recorded where."""

from uuid import UUID

from litestar import get, post, put
from litestar.params import FromPath, JSONBody

from service.core.wire import Told
from service.identity.guard import SIGNED_IN, GivenWho, may
from service.identity.wire import READERS, Role
from service.platform.web import GivenHouse, refuses
from service.recorder import actions
from service.recorder.wire import (
    NewRecorder,
    NewRecording,
    Recorder,
    RecorderUnusable,
    TooManyRecorders,
    UnknownRecorder,
)

_TAGS = ["recorder"]


class RecorderAdded(Told):
    """The name of a recorder that was added."""

    recorder_id: UUID


@post(
    "/v1/recorders",
    guards=[may(Role.ADMINISTRATOR)],
    security=SIGNED_IN,
    tags=_TAGS,
    opt=refuses(RecorderUnusable, TooManyRecorders),
)
async def add_recorder(
    house: GivenHouse, who: GivenWho, data: JSONBody[NewRecorder]
) -> RecorderAdded:
    """Add a recorder to an area: a folder, one with an API or a gateway, or one that plays."""
    return RecorderAdded(recorder_id=await actions.add(house, who, data))


@get("/v1/recorders", guards=[may(*READERS)], security=SIGNED_IN, tags=_TAGS)
async def list_recorders(house: GivenHouse, who: GivenWho) -> list[Recorder]:
    """The recorders of your areas, by name."""
    return await actions.recorders(house, who)


@put(
    "/v1/cameras/{camera_id:uuid}/recording",
    guards=[may(Role.ADMINISTRATOR)],
    security=SIGNED_IN,
    tags=_TAGS,
    status_code=204,
    opt=refuses(UnknownRecorder),
)
async def set_recording(
    house: GivenHouse, who: GivenWho, camera_id: FromPath[UUID], data: JSONBody[NewRecording]
) -> None:
    """Say where a camera's recordings lie, as which channel, and for how many days."""
    await actions.set_recording(house, who, camera_id, data)


ROUTES = [add_recorder, list_recorders, set_recording]
