"""Doors to the review plan of a footage request."""

from uuid import UUID

from litestar import delete, get, post, put
from litestar.params import FromPath, JSONBody

from service.identity.guard import SIGNED_IN, GivenWho, may
from service.identity.wire import OFFICE
from service.planning import actions
from service.planning.wire import (
    NewAnswer,
    NewReviewPlan,
    NewSighting,
    NewWatched,
    PlanOver,
    PlanWindow,
    ReviewPlan,
    TooMuchNoted,
)
from service.platform.web import GivenHouse, refuses
from service.reviewing.refusals import AnotherConfirms, FindingSettled

_TAGS = ["footage"]
_OF = "/v1/footage-requests/{footage_id:uuid}"
_GUARDS = [may(*OFFICE)]


@get(f"{_OF}/plan", guards=_GUARDS, security=SIGNED_IN, tags=_TAGS)
async def review_plan(house: GivenHouse, who: GivenWho, footage_id: FromPath[UUID]) -> ReviewPlan:
    """Which cameras of your areas to watch for a request, which minutes, in which order."""
    return await actions.read(house, who, footage_id)


@put(
    f"{_OF}/plan",
    guards=_GUARDS,
    security=SIGNED_IN,
    tags=_TAGS,
    opt=refuses(PlanOver, PlanWindow, TooMuchNoted),
)
async def begin_plan(
    house: GivenHouse, who: GivenWho, footage_id: FromPath[UUID], data: JSONBody[NewReviewPlan]
) -> ReviewPlan:
    """Say where somebody was seen last, when, and how he went on; the plan by that."""
    return await actions.begin(house, who, footage_id, data)


@post(
    f"{_OF}/watched",
    guards=_GUARDS,
    security=SIGNED_IN,
    tags=_TAGS,
    opt=refuses(PlanOver, PlanWindow, TooMuchNoted),
)
async def note_watched(
    house: GivenHouse, who: GivenWho, footage_id: FromPath[UUID], data: JSONBody[NewWatched]
) -> ReviewPlan:
    """You watched these minutes of a camera in vain; what to watch next."""
    return await actions.note_watched(house, who, footage_id, data)


@post(
    f"{_OF}/sightings",
    guards=_GUARDS,
    security=SIGNED_IN,
    tags=_TAGS,
    opt=refuses(PlanOver, PlanWindow, TooMuchNoted),
)
async def note_sighting(
    house: GivenHouse, who: GivenWho, footage_id: FromPath[UUID], data: JSONBody[NewSighting]
) -> ReviewPlan:
    """You saw him by a camera and are sure; the plan goes on from there."""
    return await actions.note_sighting(house, who, footage_id, data)


@post(
    f"{_OF}/sightings/{{sighting_id:uuid}}/confirm",
    guards=_GUARDS,
    security=SIGNED_IN,
    tags=_TAGS,
    status_code=200,
    opt=refuses(PlanOver, TooMuchNoted, FindingSettled, AnotherConfirms),
)
async def confirm_sighting(
    house: GivenHouse, who: GivenWho, footage_id: FromPath[UUID], sighting_id: FromPath[UUID]
) -> ReviewPlan:
    """You have looked and agree, as the second person: the plan goes on from there."""
    return await actions.confirm_sighting(house, who, footage_id, sighting_id)


@delete(
    f"{_OF}/sightings/{{sighting_id:uuid}}",
    guards=_GUARDS,
    security=SIGNED_IN,
    tags=_TAGS,
    status_code=200,
    opt=refuses(PlanOver, TooMuchNoted),
)
async def withdraw_sighting(
    house: GivenHouse, who: GivenWho, footage_id: FromPath[UUID], sighting_id: FromPath[UUID]
) -> ReviewPlan:
    """It was somebody else: the plan goes on from the sighting before."""
    return await actions.withdraw_sighting(house, who, footage_id, sighting_id)


@post(
    f"{_OF}/answers",
    guards=_GUARDS,
    security=SIGNED_IN,
    tags=_TAGS,
    opt=refuses(PlanOver, PlanWindow, TooMuchNoted),
)
async def note_answer(
    house: GivenHouse, who: GivenWho, footage_id: FromPath[UUID], data: JSONBody[NewAnswer]
) -> ReviewPlan:
    """Somebody remembers whether the thing was there at an instant; the time is narrowed."""
    return await actions.note_answer(house, who, footage_id, data)


ROUTES = [
    review_plan,
    begin_plan,
    note_watched,
    note_sighting,
    confirm_sighting,
    withdraw_sighting,
    note_answer,
]
