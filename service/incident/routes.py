"""Doors for dispatchers: incidents, their timeline, their pictures, and response plans."""

import contextlib
from collections.abc import AsyncGenerator
from datetime import datetime
from typing import Annotated
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter
from litestar.response import Stream

from service.core.problem import NotFound
from service.core.times import EARLIEST, LATEST, zoned
from service.identity.guard import OPEN, SIGNED_IN, GivenWho, may
from service.identity.wire import DESK, STAFF, Role
from service.incident import actions, handing_routes, moves, pictures, sights
from service.incident.wire import (
    Ending,
    Incident,
    Kind,
    MoveIncident,
    NewPlan,
    OpenByHand,
    PlanRow,
    Sought,
    TimelineEntry,
)
from service.picture.wire import NotWarmNow, Sight, SightOver, Size, Snapshot, TooManyWatch
from service.platform.camera_link import Frame
from service.platform.limits import MANY_BEHIND, limited
from service.platform.web import GivenHouse, as_picture, refuses

_TAGS = ["incident"]
_PAGE_MOST = 500
_FOUND_MOST = 200
_WORDS = r"^[^\x00-\x1f\x7f]*$(?!\n)"
_CODE = r"^([0-9]{6}|[0-9]{9}|[0-9]{12})$(?!\n)"
_LINE_MOST = 2**63 - 1  # PostgreSQL's bigint.
_BOUNDARY = "picture"


@get("/v1/incidents", guards=[may(*STAFF)], security=SIGNED_IN, tags=_TAGS)
async def list_incidents(
    house: GivenHouse,
    who: GivenWho,
    ended: FromQuery[bool] = False,
    before: FromQuery[datetime] = LATEST,
    count: Annotated[int, QueryParameter(ge=1, le=_PAGE_MOST)] = 200,
) -> list[Incident]:
    """Open incidents of your areas, the oldest first; or ended ones, the newest first."""
    until = zoned(before, "before")
    async with house.db.reading() as connection:
        if ended:
            return await actions.ended_incidents(connection, who.areas(), until, count)
        return await actions.open_incidents(connection, who.areas(), count)


@get("/v1/incidents/search", guards=[may(*STAFF)], security=SIGNED_IN, tags=_TAGS)
async def search_incidents(
    house: GivenHouse,
    who: GivenWho,
    q: Annotated[str | None, QueryParameter(min_length=1, max_length=200, pattern=_WORDS)] = None,
    from_at: FromQuery[datetime] = EARLIEST,
    until_at: FromQuery[datetime] = LATEST,
    kind: FromQuery[Kind | None] = None,
    outcome: FromQuery[Ending] = Ending.ANY,
    area_code: Annotated[str | None, QueryParameter(pattern=_CODE)] = None,
    ended: FromQuery[bool | None] = None,
    tests: FromQuery[bool] = True,
    before: Annotated[int, QueryParameter(ge=1, le=_LINE_MOST)] = _LINE_MOST,
    count: Annotated[int, QueryParameter(ge=1, le=_FOUND_MOST)] = 50,
) -> list[Incident]:
    """Incidents of your areas, the newest first; `before` is the last number of the page before.

    `q` is a number, or any part of a title, a note, an area's name or a site's address. The period
    is that in which they opened, its end not included.
    """
    asked = Sought(
        words=q,
        from_at=zoned(from_at, "from_at"),
        until_at=zoned(until_at, "until_at"),
        kind=kind,
        outcome=outcome,
        area_code=area_code,
        ended=ended,
        with_tests=tests,
    )
    async with house.db.reading() as connection:
        return await actions.sought(connection, who.areas(), asked, before, count)


@post(
    "/v1/incidents",
    guards=[may(*DESK)],
    security=SIGNED_IN,
    tags=_TAGS,
    opt=refuses(NotFound),
)
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
    after: Annotated[int, QueryParameter(ge=0, le=_LINE_MOST)] = 0,
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
    guards=[may(Role.ADMINISTRATOR, Role.DUTY_LEADER)],
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
    house: GivenHouse,
    who: GivenWho,
    snapshot_id: FromPath[UUID],
    size: FromQuery[Size] = Size.ORIGINAL,
) -> Response[bytes]:
    """One picture. That you look is written into the access register before it is sent."""
    seen = await sights.look_as_staff(house, who, snapshot_id, size)
    return as_picture(seen.data, seen.media_type)


@post(
    "/v1/incidents/{incident_id:uuid}/sights",
    guards=[may(*STAFF)],
    security=SIGNED_IN,
    tags=_TAGS,
)
async def give_sight(house: GivenHouse, who: GivenWho, incident_id: FromPath[UUID]) -> Sight:
    """An address of an incident's pictures that holds for some minutes, for you alone."""
    return await sights.sight_as_staff(house, who, incident_id)


@get(
    "/v1/sights/{sight:str}/{snapshot_id:uuid}",
    security=OPEN,
    tags=_TAGS,
    opt=refuses(SightOver) | limited(MANY_BEHIND),
    media_type="image/jpeg",
)
async def show_by_sight(
    house: GivenHouse,
    sight: FromPath[str],
    snapshot_id: FromPath[UUID],
    size: FromQuery[Size] = Size.ORIGINAL,
) -> Response[bytes]:
    """One picture, by an address that was given to somebody: it is he who looks."""
    seen = await sights.look_with(house, sight, snapshot_id, size)
    return as_picture(seen.data, seen.media_type)


@get(
    "/v1/sights/{sight:str}/cameras/{camera_id:uuid}/live",
    security=OPEN,
    tags=_TAGS,
    opt=refuses(SightOver, NotWarmNow, TooManyWatch) | limited(MANY_BEHIND),
    media_type="multipart/x-mixed-replace",
)
async def watch_by_sight(
    house: GivenHouse, sight: FromPath[str], camera_id: FromPath[UUID]
) -> Stream:
    """What a camera of the incident shows now, as JPEG pictures one after the other."""
    frames = await sights.watch_with(house, sight, camera_id)
    return Stream(
        _parts(frames),
        media_type=f"multipart/x-mixed-replace; boundary={_BOUNDARY}",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


async def _parts(frames: AsyncGenerator[Frame, None]) -> AsyncGenerator[bytes, None]:
    async with contextlib.aclosing(frames):
        async for frame in frames:
            head = (
                f"--{_BOUNDARY}\r\nContent-Type: image/jpeg\r\n"
                f"Content-Length: {len(frame.data)}\r\n"
                f"X-Captured-At: {frame.captured_at.isoformat()}\r\n\r\n"
            )
            yield head.encode() + frame.data + b"\r\n"


@post(
    "/v1/incidents/{incident_id:uuid}/shown",
    guards=[may(*STAFF)],
    security=SIGNED_IN,
    tags=_TAGS,
    status_code=204,
)
async def note_shown(house: GivenHouse, who: GivenWho, incident_id: FromPath[UUID]) -> None:
    """Your screen shows an incident: when it first stood before somebody is kept."""
    await moves.note_shown(house, who, incident_id)


ROUTES = [
    *handing_routes.ROUTES,
    note_shown,
    list_snapshots,
    show_picture,
    give_sight,
    show_by_sight,
    watch_by_sight,
    list_incidents,
    search_incidents,
    open_by_hand,
    show_incident,
    move_incident,
    show_timeline,
    list_plans,
    set_plan,
]
