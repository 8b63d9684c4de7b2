"""Doors by which a request moves on: for its applicant, for the office, for managing units."""

from uuid import UUID

from litestar import get, post, put
from litestar.params import FromPath, JSONBody

from service.core.problem import WrongMove
from service.footage import answering, deciding, identifying, messages, moves, show, widening
from service.footage.cards import SeenCard, ShownIdentity
from service.footage.consent import (
    AddCameras,
    Answered,
    ConsentAnswer,
    Decide,
    LinkAnswer,
    LinkGiven,
    LinkOver,
    LinkUnusable,
    LinkUsed,
    NewManagingUnit,
    Question,
    ShownLink,
    Spoken,
)
from service.footage.refusals import (
    FootageWindow,
    MissingVerifier,
    NotVerifiedNow,
    NotYet,
    OtherPerson,
    RequestOvertaken,
    TooManyMessages,
)
from service.footage.wire import (
    FootageMessage,
    GroundsTold,
    MoveRequest,
    NewFootageMessage,
    OwnFootageRequest,
    OwnMove,
    Satisfaction,
    WholeFootageRequest,
)
from service.identity.guard import OPEN, SIGNED_IN, GivenWho, may
from service.identity.wire import OFFICE, Role
from service.platform.limits import Limits, Rate, limited
from service.platform.web import GivenHouse, refuses

_TAGS = ["footage"]
_MOVING = refuses(RequestOvertaken, NotYet, WrongMove)
_LINKS = Limits(rate=Rate(60, 60))
_LINKED = refuses(LinkUnusable, LinkUsed, LinkOver) | limited(_LINKS)


@post(
    "/v1/me/footage-requests/{footage_id:uuid}/moves",
    guards=[may(Role.CITIZEN)],
    security=SIGNED_IN,
    tags=_TAGS,
    status_code=200,
    opt=_MOVING,
)
async def move_own(
    house: GivenHouse, who: GivenWho, footage_id: FromPath[UUID], data: JSONBody[OwnMove]
) -> OwnFootageRequest:
    """Withdraw your request, give what was missing, or appeal."""
    return await moves.move_own(house, who, footage_id, data)


@post(
    "/v1/me/footage-requests/{footage_id:uuid}/identity",
    guards=[may(Role.CITIZEN)],
    security=SIGNED_IN,
    tags=_TAGS,
    status_code=200,
    opt=refuses(MissingVerifier, NotVerifiedNow, OtherPerson) | limited(_LINKS),
)
async def identify(
    house: GivenHouse, who: GivenWho, footage_id: FromPath[UUID], data: JSONBody[ShownIdentity]
) -> OwnFootageRequest:
    """Show who you are by a token, instead of at the counter."""
    return await identifying.identify(house, who, footage_id, data)


@post(
    "/v1/footage-requests/{footage_id:uuid}/identity",
    guards=[may(*OFFICE)],
    security=SIGNED_IN,
    tags=_TAGS,
    status_code=200,
)
async def check_card(
    house: GivenHouse, who: GivenWho, footage_id: FromPath[UUID], data: JSONBody[SeenCard]
) -> WholeFootageRequest:
    """Keep that you have seen the applicant's card: what an emergency put off is made up for."""
    return await identifying.check_card(house, who, footage_id, data)


@get(
    "/v1/me/footage-requests/{footage_id:uuid}/messages",
    guards=[may(Role.CITIZEN)],
    security=SIGNED_IN,
    tags=_TAGS,
)
async def own_messages(
    house: GivenHouse, who: GivenWho, footage_id: FromPath[UUID]
) -> list[FootageMessage]:
    """What you and the office have written about your request."""
    return await messages.read_own(house, who, footage_id)


@post(
    "/v1/me/footage-requests/{footage_id:uuid}/messages",
    guards=[may(Role.CITIZEN)],
    security=SIGNED_IN,
    tags=_TAGS,
    opt=refuses(TooManyMessages),
)
async def say_own(
    house: GivenHouse, who: GivenWho, footage_id: FromPath[UUID], data: JSONBody[NewFootageMessage]
) -> FootageMessage:
    """Write to the office about your request."""
    return await messages.say_own(house, who, footage_id, data)


@put(
    "/v1/me/footage-requests/{footage_id:uuid}/satisfaction",
    guards=[may(Role.CITIZEN)],
    security=SIGNED_IN,
    tags=_TAGS,
    status_code=204,
    opt=refuses(NotYet),
)
async def rate(
    house: GivenHouse, who: GivenWho, footage_id: FromPath[UUID], data: JSONBody[Satisfaction]
) -> None:
    """Say how satisfied you are with how your request was handled."""
    await messages.rate(house, who, footage_id, data)


@post(
    "/v1/footage-requests/{footage_id:uuid}/moves",
    guards=[may(*OFFICE)],
    security=SIGNED_IN,
    tags=_TAGS,
    status_code=200,
    opt=_MOVING,
)
async def move(
    house: GivenHouse, who: GivenWho, footage_id: FromPath[UUID], data: JSONBody[MoveRequest]
) -> WholeFootageRequest:
    """Move a request on, as its table allows. Of two at once the slower is told who has it."""
    return await moves.move(house, who, footage_id, data)


@post(
    "/v1/footage-requests/{footage_id:uuid}/decision",
    guards=[may(*OFFICE)],
    security=SIGNED_IN,
    tags=_TAGS,
    status_code=200,
    opt=_MOVING,
)
async def decide(
    house: GivenHouse, who: GivenWho, footage_id: FromPath[UUID], data: JSONBody[Decide]
) -> WholeFootageRequest:
    """Decide of each camera: approve, narrow to some minutes, or refuse with a code."""
    return await deciding.decide(house, who, footage_id, data)


@get(
    "/v1/footage-requests/{footage_id:uuid}/messages",
    guards=[may(*OFFICE)],
    security=SIGNED_IN,
    tags=_TAGS,
)
async def list_messages(
    house: GivenHouse, who: GivenWho, footage_id: FromPath[UUID]
) -> list[FootageMessage]:
    """What citizen and office have written about a request."""
    return await messages.read(house, who, footage_id)


@post(
    "/v1/footage-requests/{footage_id:uuid}/messages",
    guards=[may(*OFFICE)],
    security=SIGNED_IN,
    tags=_TAGS,
    opt=refuses(TooManyMessages),
)
async def say(
    house: GivenHouse, who: GivenWho, footage_id: FromPath[UUID], data: JSONBody[NewFootageMessage]
) -> FootageMessage:
    """Write to the applicant of a request."""
    return await messages.say(house, who, footage_id, data)


@get(
    "/v1/footage-requests/{footage_id:uuid}/consents",
    guards=[may(*OFFICE)],
    security=SIGNED_IN,
    tags=_TAGS,
)
async def list_questions(
    house: GivenHouse, who: GivenWho, footage_id: FromPath[UUID]
) -> list[Question]:
    """The questions to managing units about a request, with their answers."""
    return await answering.questions(house, who, footage_id)


@post(
    "/v1/footage-requests/{footage_id:uuid}/consents/spoken",
    guards=[may(*OFFICE)],
    security=SIGNED_IN,
    tags=_TAGS,
    status_code=200,
    opt=refuses(NotYet, Answered),
)
async def note_spoken(
    house: GivenHouse, who: GivenWho, footage_id: FromPath[UUID], data: JSONBody[Spoken]
) -> Question:
    """Keep what a managing unit said by mouth in an emergency; writing is due within a day."""
    return await answering.note_spoken(house, who, footage_id, data)


@post(
    "/v1/footage-consents/{consent_id:uuid}/link",
    guards=[may(*OFFICE)],
    security=SIGNED_IN,
    tags=_TAGS,
)
async def give_link(house: GivenHouse, who: GivenWho, consent_id: FromPath[UUID]) -> LinkGiven:
    """A link for one managing unit, good once and for a day; any before is good no more."""
    return await answering.give_link(house, who, consent_id)


@post(
    "/v1/footage-consents/{consent_id:uuid}/written",
    guards=[may(*OFFICE)],
    security=SIGNED_IN,
    tags=_TAGS,
    status_code=200,
    opt=refuses(Answered),
)
async def note_written(house: GivenHouse, who: GivenWho, consent_id: FromPath[UUID]) -> Question:
    """A consent that was given by mouth has come in writing."""
    return await answering.note_written(house, who, consent_id)


@post(
    "/v1/footage-consents/{consent_id:uuid}/second",
    guards=[may(*OFFICE)],
    security=SIGNED_IN,
    tags=_TAGS,
    status_code=200,
    opt=refuses(NotYet, Answered),
)
async def second(house: GivenHouse, who: GivenWho, consent_id: FromPath[UUID]) -> Question:
    """Agree as the second person, where minors are concerned."""
    return await answering.second(house, who, consent_id)


@get(
    "/v1/me/footage-consents",
    guards=[may(Role.MANAGING_UNIT)],
    security=SIGNED_IN,
    tags=_TAGS,
)
async def own_questions(house: GivenHouse, who: GivenWho) -> list[Question]:
    """The questions to the managing units that you answer for."""
    return await answering.own_questions(house, who)


@post(
    "/v1/footage-requests/{footage_id:uuid}/cameras",
    guards=[may(*OFFICE)],
    security=SIGNED_IN,
    tags=_TAGS,
    status_code=200,
    opt=refuses(RequestOvertaken, NotYet, FootageWindow),
)
async def add_cameras(
    house: GivenHouse, who: GivenWho, footage_id: FromPath[UUID], data: JSONBody[AddCameras]
) -> WholeFootageRequest:
    """Add further cameras, ten a round: their recordings are held, and their units are asked."""
    return await widening.add(house, who, footage_id, data)


@post(
    "/v1/me/footage-consents/{consent_id:uuid}/answer",
    guards=[may(Role.MANAGING_UNIT)],
    security=SIGNED_IN,
    tags=_TAGS,
    status_code=200,
    opt=refuses(Answered),
)
async def answer(
    house: GivenHouse, who: GivenWho, consent_id: FromPath[UUID], data: JSONBody[ConsentAnswer]
) -> Question:
    """Consent, refuse, or take a consent back, for your managing unit."""
    return await answering.answer(house, who, consent_id, data)


@post(
    "/v1/footage-consent-links/read",
    security=OPEN,
    tags=_TAGS,
    status_code=200,
    opt=_LINKED,
)
async def read_link(house: GivenHouse, data: JSONBody[ShownLink]) -> Question:
    """The question of a link: exactly which cameras and minutes, and nothing about anybody."""
    return await answering.read_link(house, data.token)


@post(
    "/v1/footage-consent-links/answer",
    security=OPEN,
    tags=_TAGS,
    status_code=200,
    opt=_LINKED | refuses(LinkUnusable, LinkUsed, LinkOver, Answered),
)
async def answer_link(house: GivenHouse, data: JSONBody[LinkAnswer]) -> Question:
    """Answer by a link, once."""
    return await answering.answer_link(house, data)


@get("/v1/footage-refusals", guards=[may(*OFFICE)], security=SIGNED_IN, tags=_TAGS)
async def list_refusals() -> list[GroundsTold]:
    """The codes of refusal, each with its law and what can be done about it."""
    return show.codes()


@put(
    "/v1/footage-units",
    guards=[may(Role.ADMINISTRATOR)],
    security=SIGNED_IN,
    tags=_TAGS,
    status_code=204,
)
async def set_unit(house: GivenHouse, who: GivenWho, data: JSONBody[NewManagingUnit]) -> None:
    """Say which accounts answer for a managing unit of an area."""
    await answering.set_unit(house, who, data)


ROUTES = [
    move_own,
    identify,
    check_card,
    own_messages,
    say_own,
    rate,
    move,
    decide,
    list_messages,
    say,
    list_questions,
    add_cameras,
    note_spoken,
    give_link,
    note_written,
    second,
    own_questions,
    answer,
    read_link,
    answer_link,
    set_unit,
    list_refusals,
]
