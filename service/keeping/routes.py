"""Doors to keeping: policies for administrators, holds for duty leaders, proofs for inspectors."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from service.core.times import LATEST, zoned
from service.identity.guard import SIGNED_IN, GivenWho, may
from service.identity.wire import DUTY_LEADERS, INSPECTORS, READERS, STAFF, Role
from service.keeping import actions
from service.keeping.wire import (
    AreaKeeping,
    DataKind,
    Deletion,
    Hold,
    HoldListed,
    HoldOver,
    HoldUnusable,
    Keeping,
    MoveHold,
    NewHold,
    NewKeeping,
    PolicyLate,
    PolicyUnlawful,
)
from service.platform.web import GivenHouse, refuses

_TAGS = ["keeping"]
_PAGE_MOST = 200


@get("/v1/areas/{area_code:str}/keeping", guards=[may(*READERS)], security=SIGNED_IN, tags=_TAGS)
async def show_keeping(house: GivenHouse, who: GivenWho, area_code: FromPath[str]) -> AreaKeeping:
    """How long what is kept in an area, by which policy, and its own policies."""
    return await actions.keeping_of(house, who, area_code)


@post(
    "/v1/areas/{area_code:str}/keeping",
    guards=[may(Role.ADMINISTRATOR)],
    security=SIGNED_IN,
    tags=_TAGS,
    opt=refuses(PolicyUnlawful, PolicyLate),
)
async def set_keeping(
    house: GivenHouse, who: GivenWho, area_code: FromPath[str], data: JSONBody[NewKeeping]
) -> Keeping:
    """Set how long what is kept in an area, from an instant on. Earlier policies stay."""
    return await actions.set_policy(house, who, area_code, data)


@get("/v1/incidents/{incident_id:uuid}/holds", guards=[may(*STAFF)], security=SIGNED_IN, tags=_TAGS)
async def list_holds_of(
    house: GivenHouse, who: GivenWho, incident_id: FromPath[UUID]
) -> list[Hold]:
    """Holds of an incident, also those that are over."""
    return await actions.holds_of(house, who, incident_id)


@post(
    "/v1/incidents/{incident_id:uuid}/holds",
    guards=[may(*DUTY_LEADERS)],
    security=SIGNED_IN,
    tags=_TAGS,
    opt=refuses(HoldUnusable),
)
async def place_hold(
    house: GivenHouse, who: GivenWho, incident_id: FromPath[UUID], data: JSONBody[NewHold]
) -> Hold:
    """Hold back what belongs to an incident from deletion: pictures, ways, words, who looked."""
    return await actions.place(house, who, incident_id, data)


@get("/v1/holds", guards=[may(*READERS)], security=SIGNED_IN, tags=_TAGS)
async def list_holds(house: GivenHouse, who: GivenWho) -> list[HoldListed]:
    """Holds of your areas that stand, the first to end first."""
    return await actions.holds(house, who)


@post(
    "/v1/holds/{hold_id:uuid}/moves",
    guards=[may(*DUTY_LEADERS)],
    security=SIGNED_IN,
    tags=_TAGS,
    status_code=200,
    opt=refuses(HoldOver, HoldUnusable),
)
async def move_hold(
    house: GivenHouse, who: GivenWho, hold_id: FromPath[UUID], data: JSONBody[MoveHold]
) -> Hold:
    """Lengthen a hold, or release it."""
    return await actions.move(house, who, hold_id, data)


@get("/v1/deletions", guards=[may(*INSPECTORS)], security=SIGNED_IN, tags=_TAGS)
async def list_deletions(
    house: GivenHouse,
    who: GivenWho,
    kind: FromQuery[DataKind | None] = None,
    before: FromQuery[datetime] = LATEST,
    before_id: FromQuery[UUID | None] = None,
    count: Annotated[int, QueryParameter(ge=1, le=_PAGE_MOST)] = 50,
) -> list[Deletion]:
    """Proof of what was deleted in your areas, the newest first.

    `before` and `before_id` are instant and id of the last of the page before.
    """
    at = zoned(before, "before")
    return await actions.deletions(house, who, kind, at, before_id, count)


ROUTES = [
    show_keeping,
    set_keeping,
    list_holds_of,
    place_hold,
    list_holds,
    move_hold,
    list_deletions,
]
