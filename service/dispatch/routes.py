"""Doors to tasks: for officers' phones, and for dispatchers."""

from typing import Annotated
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from service.core.problem import NotFound
from service.dispatch import actions, messages, replay
from service.dispatch.wire import (
    CandidateShown,
    Message,
    MoveTask,
    NeedShown,
    NewMessage,
    OfferByHand,
    OfficerReach,
    Replay,
    TaskOver,
    TaskShown,
    ThreadFull,
)
from service.identity.guard import OPEN, SIGNED_IN, GivenWho, may
from service.identity.wire import DESK, STAFF, Role
from service.incident import sights
from service.phone.wire import Delivery, Receipt
from service.picture import actions as picture
from service.picture.wire import Sight, Size, Snapshot
from service.platform.limits import MANY_BEHIND, limited
from service.platform.web import GivenHouse, as_picture, refuses

_OFFICER = ["officer"]
_DESK = ["dispatch"]
_FIRST = UUID(int=0)


@get("/v1/me/tasks", guards=[may(Role.PATROL_OFFICER)], security=SIGNED_IN, tags=_OFFICER)
async def inbox(house: GivenHouse, who: GivenWho) -> list[TaskShown]:
    """What your unit is asked and has in hand: the truth, whatever was pushed or missed."""
    async with house.db.reading() as connection:
        return await actions.inbox(connection, who)


@post(
    "/v1/tasks/{task_id:uuid}/moves",
    guards=[may(Role.PATROL_OFFICER, *DESK)],
    security=SIGNED_IN,
    tags=_OFFICER,
    status_code=200,
)
async def move_task(
    house: GivenHouse, who: GivenWho, task_id: FromPath[UUID], data: JSONBody[MoveTask]
) -> TaskShown:
    """Receive, accept, decline, en_route, on_scene, clear; a dispatcher: withdraw, replace."""
    return await actions.move(house, who, task_id, data)


@get(
    "/v1/tasks/{task_id:uuid}/snapshots",
    guards=[may(Role.PATROL_OFFICER)],
    security=SIGNED_IN,
    tags=_OFFICER,
)
async def list_snapshots(
    house: GivenHouse, who: GivenWho, task_id: FromPath[UUID]
) -> list[Snapshot]:
    """The pictures of your task's incident."""
    async with house.db.reading() as connection:
        whole, _ = await actions.incident_of(connection, who, task_id)
        return await picture.snapshots(connection, whole.incident_id)


@get(
    "/v1/tasks/{task_id:uuid}/snapshots/{snapshot_id:uuid}/image",
    guards=[may(Role.PATROL_OFFICER)],
    security=SIGNED_IN,
    tags=_OFFICER,
    media_type="image/jpeg",
)
async def show_picture(
    house: GivenHouse,
    who: GivenWho,
    task_id: FromPath[UUID],
    snapshot_id: FromPath[UUID],
    size: FromQuery[Size] = Size.ORIGINAL,
) -> Response[bytes]:
    """One of them. That you look is written into the access register before it is sent."""
    async with house.db.reading() as connection:
        whole, call_sign = await actions.incident_of(connection, who, task_id)
    seen = await sights.look(house, who, whole, snapshot_id, size, call_sign)
    return as_picture(seen.data, seen.media_type)


@post(
    "/v1/tasks/{task_id:uuid}/sights",
    guards=[may(Role.PATROL_OFFICER)],
    security=SIGNED_IN,
    tags=_OFFICER,
)
async def give_sight(house: GivenHouse, who: GivenWho, task_id: FromPath[UUID]) -> Sight:
    """An address of your task's pictures that holds for some minutes, for you alone."""
    async with house.db.reading() as connection:
        whole, call_sign = await actions.incident_of(connection, who, task_id)
    return sights.sight(house, who, whole, call_sign)


@get(
    "/v1/incidents/{incident_id:uuid}/units",
    guards=[may(*STAFF)],
    security=SIGNED_IN,
    tags=_DESK,
)
async def list_needs(
    house: GivenHouse, who: GivenWho, incident_id: FromPath[UUID]
) -> list[NeedShown]:
    """What an incident needs, and every unit that was asked."""
    return await actions.needs(house, who, incident_id)


@get("/v1/tasks", guards=[may(*STAFF)], security=SIGNED_IN, tags=_DESK)
async def list_tasks(
    house: GivenHouse,
    who: GivenWho,
    after: FromQuery[UUID] = _FIRST,
    count: Annotated[int, QueryParameter(ge=1, le=actions.ACTIVE_PAGE_MOST)] = (
        actions.ACTIVE_PAGE_MOST
    ),
) -> list[TaskShown]:
    """What rings or is in hand for the open incidents of your areas, by id.

    `after` is the last id of the page before.
    """
    async with house.db.reading() as connection:
        return await actions.active(connection, who.areas(), after, count)


@post(
    "/v1/incidents/{incident_id:uuid}/units",
    guards=[may(*DESK)],
    security=SIGNED_IN,
    tags=_DESK,
)
async def offer_by_hand(
    house: GivenHouse, who: GivenWho, incident_id: FromPath[UUID], data: JSONBody[OfferByHand]
) -> TaskShown:
    """Ask one unit because you say so, busy or not."""
    return await actions.offer_by_hand(house, who, incident_id, data)


@get(
    "/v1/incidents/{incident_id:uuid}/replay",
    guards=[may(*STAFF)],
    security=SIGNED_IN,
    tags=_DESK,
)
async def show_replay(house: GivenHouse, who: GivenWho, incident_id: FromPath[UUID]) -> Replay:
    """An incident as it went: its lines, its units' ways, its pictures; six hours at most.

    That you look is written into the access register before it is sent.
    """
    return await replay.replay(house, who, incident_id)


@get(
    "/v1/incidents/{incident_id:uuid}/candidates",
    guards=[may(*STAFF)],
    security=SIGNED_IN,
    tags=_DESK,
)
async def list_candidates(
    house: GivenHouse, who: GivenWho, incident_id: FromPath[UUID]
) -> list[CandidateShown]:
    """Free units, ranked, with the reasons."""
    return await actions.candidates(house, who, incident_id)


@get(
    "/v1/incidents/{incident_id:uuid}/deliveries",
    guards=[may(*STAFF)],
    security=SIGNED_IN,
    tags=_DESK,
)
async def list_deliveries(
    house: GivenHouse, who: GivenWho, incident_id: FromPath[UUID]
) -> list[Delivery]:
    """Every attempt to ring a phone for an incident: what its gateway said, and the phone."""
    return await actions.deliveries(house, who, incident_id)


@get("/v1/units/{unit_id:uuid}/reach", guards=[may(*STAFF)], security=SIGNED_IN, tags=_DESK)
async def show_reach(
    house: GivenHouse, who: GivenWho, unit_id: FromPath[UUID]
) -> list[OfficerReach]:
    """What each officer of a unit can be rung by, and when that last worked."""
    return await actions.reach(house, who, unit_id)


@get(
    "/v1/incidents/{incident_id:uuid}/messages",
    guards=[may(Role.PATROL_OFFICER, *STAFF)],
    security=SIGNED_IN,
    tags=_OFFICER,
)
async def list_messages(
    house: GivenHouse, who: GivenWho, incident_id: FromPath[UUID]
) -> list[Message]:
    """What the desk and the units have written about an incident that you have to do with."""
    async with house.db.reading() as connection:
        return await messages.messages(connection, who, incident_id)


@post(
    "/v1/incidents/{incident_id:uuid}/messages",
    guards=[may(Role.PATROL_OFFICER, *DESK)],
    security=SIGNED_IN,
    tags=_OFFICER,
    opt=refuses(TaskOver, ThreadFull),
)
async def write_message(
    house: GivenHouse, who: GivenWho, incident_id: FromPath[UUID], data: JSONBody[NewMessage]
) -> Message:
    """Write a line to the desk and the units of an incident; the same number again is the same."""
    return await messages.write(house, who, incident_id, data)


@post(
    "/v1/receipts",
    security=OPEN,
    tags=_OFFICER,
    status_code=204,
    opt=refuses(NotFound) | limited(MANY_BEHIND),
)
async def take_receipt(house: GivenHouse, data: JSONBody[Receipt]) -> None:
    """A push has arrived. Its number is the proof: a phone that is asleep has no session."""
    await actions.receive(house, data)


ROUTES = [
    list_messages,
    write_message,
    show_replay,
    list_deliveries,
    show_reach,
    take_receipt,
    inbox,
    move_task,
    list_snapshots,
    show_picture,
    give_sight,
    list_needs,
    list_tasks,
    offer_by_hand,
    list_candidates,
]
