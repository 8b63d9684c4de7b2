"""Doors for boxes that press, and for dispatchers who reset."""

from typing import Annotated
from uuid import UUID

from litestar import Response, get, post
from litestar.openapi import ResponseSpec
from litestar.params import FromPath, JSONBody, QueryParameter

from service.alarm import actions
from service.alarm.wire import Alarm, Beat, Press, Progress, Reset, Taken
from service.identity.guard import SIGNED_IN, GivenWho, may
from service.identity.wire import DESK, STAFF
from service.incident.wire import Incident
from service.platform.limits import ALARM, limited
from service.platform.web import GivenHouse
from service.site.guard import SIGNED, GivenDevice, signed_by_device
from service.site.wire import Heartbeat

_TAGS = ["alarm"]
_LATCHED_MOST = 1000


@post(
    "/v1/alarms",
    guards=[signed_by_device],
    security=SIGNED,
    tags=["box"],
    responses={200: ResponseSpec(Taken)},
    opt=limited(ALARM),
)
async def take_press(
    house: GivenHouse, device: GivenDevice, data: JSONBody[Press]
) -> Response[Taken]:
    """A key was pressed. 201: it is on disk; 200: it was already."""
    taken, new = await actions.take_press(house, device, data)
    return Response(taken, status_code=201 if new else 200)


@get(
    "/v1/alarms/{press_id:uuid}/progress",
    guards=[signed_by_device],
    security=SIGNED,
    tags=["box"],
    opt=limited(ALARM),
)
async def show_progress(
    house: GivenHouse, device: GivenDevice, press_id: FromPath[UUID]
) -> Progress:
    """How far the answer to a press has come."""
    return await actions.progress(house, device, press_id)


@post(
    "/v1/devices/heartbeat",
    guards=[signed_by_device],
    security=SIGNED,
    tags=["box"],
    status_code=200,
    opt=limited(ALARM),
)
async def heartbeat(house: GivenHouse, device: GivenDevice, data: JSONBody[Heartbeat]) -> Beat:
    """A box says that it lives, and hears of its presses."""
    return await actions.heartbeat(house, device, data)


@get("/v1/alarms", guards=[may(*STAFF)], security=SIGNED_IN, tags=_TAGS)
async def list_latched(
    house: GivenHouse,
    who: GivenWho,
    count: Annotated[int, QueryParameter(ge=1, le=_LATCHED_MOST)] = _LATCHED_MOST,
) -> list[Alarm]:
    """Every latched alarm of your areas, the oldest first."""
    async with house.db.reading() as connection:
        return await actions.latched(connection, who.areas(), count)


@get(
    "/v1/incidents/{incident_id:uuid}/alarms",
    guards=[may(*STAFF)],
    security=SIGNED_IN,
    tags=_TAGS,
)
async def list_alarms(house: GivenHouse, who: GivenWho, incident_id: FromPath[UUID]) -> list[Alarm]:
    """The alarms of an incident."""
    return await actions.of_incident(house, who, incident_id)


@post(
    "/v1/alarms/{alarm_id:uuid}/reset",
    guards=[may(*DESK)],
    security=SIGNED_IN,
    tags=_TAGS,
    status_code=200,
)
async def reset(
    house: GivenHouse, who: GivenWho, alarm_id: FromPath[UUID], data: JSONBody[Reset]
) -> Alarm:
    """Reset a latched alarm and say what it was."""
    return await actions.reset(house, who, alarm_id, data)


@post(
    "/v1/sites/{site_id:uuid}/real",
    guards=[may(*DESK)],
    security=SIGNED_IN,
    tags=_TAGS,
    status_code=200,
)
async def say_real(house: GivenHouse, who: GivenWho, site_id: FromPath[UUID]) -> Incident:
    """Say that a site's drill is real: it ends, and units are asked in earnest."""
    return await actions.say_real(house, who, site_id)


ROUTES = [say_real, take_press, show_progress, heartbeat, list_latched, list_alarms, reset]
