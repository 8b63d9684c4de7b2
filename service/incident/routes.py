"""Doors for dispatchers: incidents, their timeline, and response plans."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from service.core.times import LATEST, as_utc
from service.identity.guard import SIGNED_IN, GivenWho, may
from service.identity.wire import DESK, STAFF, Role
from service.incident import actions, moves, pictures
from service.incident.wire import (
    Incident,
    MoveIncident,
    NewPlan,
    OpenByHand,
    PlanRow,
    TimelineEntry,
)
from service.picture.wire import Snapshot
from service.platform.web import GivenHouse, as_picture

_TAGS = ["incident"]
_PAGE_MOST = 500


@get("/v1/incidents", guards=[may(*STAFF)], security=SIGNED_IN, tags=_TAGS)
async def list_incidents(
    house: GivenHouse,
    who: GivenWho,
    ended: FromQuery[bool] = False,
    before: FromQuery[datetime] = LATEST,
    count: Annotated[int, QueryParameter(ge=1, le=_PAGE_MOST)] = 200,
) -> list[Incident]:
    """Open incidents of your areas, the oldest first; or ended ones, the newest first."""
    async with house.db.reading() as connection:
        if ended:
            return await actions.ended_incidents(connection, who.areas(), as_utc(before), count)
        return await actions.open_incidents(connection, who.areas(), count)


@post("/v1/incidents", guards=[may(*DESK)], security=SIGNED_IN, tags=_TAGS)
async def open_by_hand(house: GivenHouse, who: GivenWho, data: JSONBody[OpenByHand]) -> Incident:
    """Open what no key has reported: seen, handed over by 110, or a red alert."""
    return await moves.open_by_hand(house, who, data)


@get("/v1/incidents/{incident_id:uuid}", guards=[may(*STAFF)], security=SIGNED_IN, tags=_TAGS)
async def show_incident(house: GivenHouse, who: GivenWho, incident_id: FromPath[UUID]) -> Incident:
    """One incident."""
    async with house.db.reading() as connection:
        return (await actions.incident(connection, who, incident_id)).shown()


@post(
    "/v1/incidents/{incident_id:uuid}/moves",
    guards=[may(*DESK)],
    security=SIGNED_IN,
    tags=_TAGS,
    status_code=200,
)
async def move_incident(
    house: GivenHouse, who: GivenWho, incident_id: FromPath[UUID], data: JSONBody[MoveIncident]
) -> Incident:
    """Take command, transfer, merge, change priority, note, close, cancel, reopen."""
    return await moves.move(house, who, incident_id, data)


@get(
    "/v1/incidents/{incident_id:uuid}/timeline",
    guards=[may(*STAFF)],
    security=SIGNED_IN,
    tags=_TAGS,
)
async def show_timeline(
    house: GivenHouse,
    who: GivenWho,
    incident_id: FromPath[UUID],
    after: Annotated[int, QueryParameter(ge=0)] = 0,
    count: Annotated[int, QueryParameter(ge=1, le=_PAGE_MOST)] = _PAGE_MOST,
) -> list[TimelineEntry]:
    """What happened, line by line; `after` is the last line of the page before."""
    async with house.db.reading() as connection:
        await actions.incident(connection, who, incident_id)
        return await actions.timeline(connection, incident_id, after, count)


@get("/v1/response-plans", guards=[may(*STAFF)], security=SIGNED_IN, tags=_TAGS)
async def list_plans(house: GivenHouse, who: GivenWho) -> list[PlanRow]:
    """The response plans set for your areas; elsewhere the default holds."""
    async with house.db.reading() as connection:
        return await moves.plans(connection, who)


@post(
    "/v1/response-plans",
    guards=[may(Role.ADMINISTRATOR, Role.SUPERVISOR)],
    security=SIGNED_IN,
    tags=_TAGS,
)
async def set_plan(house: GivenHouse, who: GivenWho, data: JSONBody[NewPlan]) -> PlanRow:
    """Set a response plan from now on; incidents that are open keep theirs."""
    return await moves.set_plan(house, who, data)


@get(
    "/v1/incidents/{incident_id:uuid}/snapshots",
    guards=[may(*STAFF)],
    security=SIGNED_IN,
    tags=_TAGS,
)
async def list_snapshots(
    house: GivenHouse, who: GivenWho, incident_id: FromPath[UUID]
) -> list[Snapshot]:
    """Pictures of an incident: planned, stored, or why there is none."""
    return await pictures.snapshots(house, who, incident_id)


@get(
    "/v1/snapshots/{snapshot_id:uuid}/image",
    guards=[may(*STAFF)],
    security=SIGNED_IN,
    tags=_TAGS,
    media_type="image/jpeg",
)
async def show_picture(
    house: GivenHouse, who: GivenWho, snapshot_id: FromPath[UUID]
) -> Response[bytes]:
    """One picture. That you look is written into the access register before it is sent."""
    return as_picture(await pictures.look_as_staff(house, who, snapshot_id))


ROUTES = [
    list_snapshots,
    show_picture,
    list_incidents,
    open_by_hand,
    show_incident,
    move_incident,
    show_timeline,
    list_plans,
    set_plan,
]
