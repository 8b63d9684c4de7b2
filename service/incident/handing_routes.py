"""Doors for handing over: to whom, what waits for an answer, and the answer."""

from uuid import UUID

from litestar import get, post
from litestar.params import FromPath, FromQuery, JSONBody

from service.core.problem import NotFound
from service.identity.guard import SIGNED_IN, GivenWho, may
from service.identity.wire import DESK, STAFF, Colleague
from service.incident import handing
from service.incident.wire import (
    Handover,
    HandoverWaits,
    MoveHandover,
    NewHandover,
    NothingToHandOver,
)
from service.platform.web import GivenHouse, refuses

_TAGS = ["incident"]


@get("/v1/handovers", guards=[may(*STAFF)], security=SIGNED_IN, tags=_TAGS)
async def list_handovers(house: GivenHouse, who: GivenWho) -> list[Handover]:
    """What is offered in your areas and waits for an answer."""
    return await handing.waiting(house, who)


@get("/v1/handovers/people", guards=[may(*DESK)], security=SIGNED_IN, tags=_TAGS)
async def list_people(
    house: GivenHouse, who: GivenWho, incident_id: FromQuery[UUID | None] = None
) -> list[Colleague]:
    """To whom you may hand over an incident that you command, or all of them."""
    return await handing.people(house, who, incident_id)


@post(
    "/v1/handovers",
    guards=[may(*DESK)],
    security=SIGNED_IN,
    tags=_TAGS,
    opt=refuses(NothingToHandOver, HandoverWaits),
)
async def offer_handover(house: GivenHouse, who: GivenWho, data: JSONBody[NewHandover]) -> Handover:
    """Offer what you command to a person, with a note; you command until it is accepted."""
    return await handing.offer(house, who, data)


@post(
    "/v1/handovers/{handover_id:uuid}/moves",
    guards=[may(*DESK)],
    security=SIGNED_IN,
    tags=_TAGS,
    status_code=200,
    opt=refuses(NotFound),
)
async def move_handover(
    house: GivenHouse, who: GivenWho, handover_id: FromPath[UUID], data: JSONBody[MoveHandover]
) -> Handover:
    """Accept, decline, withdraw. After three silent minutes anyone at a desk of it may accept."""
    return await handing.move(house, who, handover_id, data)


ROUTES = [list_handovers, list_people, offer_handover, move_handover]
