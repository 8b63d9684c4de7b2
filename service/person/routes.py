"""Doors of the person: what is kept, to correct it, to ask; notices and consents."""

from typing import Annotated
from uuid import UUID

from litestar import delete, get, patch, post, put
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from service.centre.wire import UnknownArea
from service.identity.guard import OPEN, SIGNED_IN, GivenWho, may
from service.identity.wire import READERS, Role
from service.patrol.wire import OnDuty
from service.person import actions, notices
from service.person.data import collect
from service.person.wire import (
    AlreadyAnswered,
    Answer,
    AskedOfYou,
    Corrected,
    Correction,
    DataRequest,
    GiveConsent,
    MyData,
    MyNotice,
    NewNotice,
    NewRequest,
    NotAllYours,
    NotAnAnswer,
    NothingToCorrect,
    NoticeKind,
    NoticeLate,
    NoticeVersion,
    OwnConsent,
    OwnRequest,
    TooManyRequests,
)
from service.platform.web import GivenHouse, refuses

_TAGS = ["person"]
_PAGE_MOST = 200
_ANYBODY = [may()]
_ADMINISTRATOR = [may(Role.ADMINISTRATOR)]

_Area = Annotated[
    str | None, QueryParameter(pattern=r"^([0-9]{6}|[0-9]{9}|[0-9]{12})$(?!\n)", max_length=12)
]


@get("/v1/me/data", guards=_ANYBODY, security=SIGNED_IN, tags=_TAGS)
async def my_data(house: GivenHouse, who: GivenWho) -> MyData:
    """Everything that is kept about you, with why, on which ground, how long, and for whom."""
    return await collect(house, who.account_id)


@patch("/v1/me", guards=_ANYBODY, security=SIGNED_IN, tags=_TAGS, opt=refuses(NothingToCorrect))
async def correct_me(house: GivenHouse, who: GivenWho, data: JSONBody[Correction]) -> Corrected:
    """Correct your own name on show and telephone number."""
    return await actions.correct(house, who, data)


@post(
    "/v1/me/requests",
    guards=_ANYBODY,
    security=SIGNED_IN,
    tags=_TAGS,
    opt=refuses(TooManyRequests),
)
async def ask(house: GivenHouse, who: GivenWho, data: JSONBody[NewRequest]) -> DataRequest:
    """Ask for correction, deletion, restriction or an explanation of what is kept about you."""
    return await actions.ask(house, who, data)


@get("/v1/me/requests", guards=_ANYBODY, security=SIGNED_IN, tags=_TAGS)
async def my_requests(house: GivenHouse, who: GivenWho) -> list[DataRequest]:
    """What you have asked, the latest first, with the answers."""
    async with house.db.reading() as connection:
        return await actions.my_requests(connection, who)


@get("/v1/data-requests", guards=_ADMINISTRATOR, security=SIGNED_IN, tags=_TAGS)
async def list_requests(
    house: GivenHouse,
    who: GivenWho,
    waiting: FromQuery[bool] = False,
    after: FromQuery[UUID | None] = None,
    count: Annotated[int, QueryParameter(ge=1, le=_PAGE_MOST)] = _PAGE_MOST,
) -> list[AskedOfYou]:
    """What people of your areas ask about their data: what waits first, by its deadline.

    `waiting`: only what has no answer yet. `after` is the last of the page before.
    """
    now = house.clock.now()
    async with house.db.reading() as connection:
        return await actions.asked_of(connection, who, now, after, count, waiting=waiting)


@post(
    "/v1/data-requests/{request_id:uuid}/answer",
    guards=_ADMINISTRATOR,
    security=SIGNED_IN,
    tags=_TAGS,
    opt=refuses(NotAnAnswer, AlreadyAnswered, OwnRequest, NotAllYours, OnDuty),
)
async def answer_request(
    house: GivenHouse, who: GivenWho, request_id: FromPath[UUID], data: JSONBody[Answer]
) -> AskedOfYou:
    """Answer a request; one for deletion that is done says what stays of the account.

    The account is deleted with the answer: it opens nothing any more, and names nobody.
    """
    return await actions.answer(house, who, request_id, data)


@get("/v1/notices/{kind:str}", security=OPEN, tags=_TAGS, opt=refuses(UnknownArea))
async def notice(
    house: GivenHouse, kind: FromPath[NoticeKind], area_code: _Area = None
) -> NoticeVersion:
    """What people of a kind are told about their data: the version that holds in an area now."""
    return await notices.holding(house, kind, area_code)


@get("/v1/areas/{area_code:str}/notices", guards=[may(*READERS)], security=SIGNED_IN, tags=_TAGS)
async def list_notices(
    house: GivenHouse, who: GivenWho, area_code: FromPath[str]
) -> list[NoticeVersion]:
    """Versions of notices that an area, those above it and the system have, the newest first.

    Also those that have not begun, and those that no longer hold.
    """
    return await notices.versions(house, who, area_code)


@post(
    "/v1/notices",
    guards=_ADMINISTRATOR,
    security=SIGNED_IN,
    tags=_TAGS,
    opt=refuses(UnknownArea, NoticeLate),
)
async def add_notice(house: GivenHouse, who: GivenWho, data: JSONBody[NewNotice]) -> NoticeVersion:
    """Add a version of a notice for one of your areas; those before it stay as they are."""
    return await notices.add(house, who, data)


@get("/v1/me/notices", guards=_ANYBODY, security=SIGNED_IN, tags=_TAGS)
async def my_notices(house: GivenHouse, who: GivenWho) -> list[MyNotice]:
    """The notices that are for you, and when you took note of each."""
    return await notices.mine(house, who)


@get("/v1/me/consents", guards=_ANYBODY, security=SIGNED_IN, tags=_TAGS)
async def my_consents(house: GivenHouse, who: GivenWho) -> list[OwnConsent]:
    """Which versions of notices you took note of, and when; also what you withdrew."""
    async with house.db.reading() as connection:
        return await notices.given(connection, who)


@put(
    "/v1/me/consents/{notice_id:uuid}",
    guards=_ANYBODY,
    security=SIGNED_IN,
    tags=_TAGS,
    status_code=204,
)
async def give_consent(
    house: GivenHouse, who: GivenWho, notice_id: FromPath[UUID], data: JSONBody[GiveConsent]
) -> None:
    """Take note of a version of a notice; again changes nothing."""
    await notices.give(house, who, notice_id, data.how)


@delete("/v1/me/consents/{notice_id:uuid}", guards=_ANYBODY, security=SIGNED_IN, tags=_TAGS)
async def withdraw_consent(house: GivenHouse, who: GivenWho, notice_id: FromPath[UUID]) -> None:
    """Withdraw it, as easily as it was given; the notice is shown again."""
    await notices.withdraw(house, who, notice_id)


ROUTES = [
    my_data,
    correct_me,
    ask,
    my_requests,
    list_requests,
    answer_request,
    notice,
    list_notices,
    add_notice,
    my_notices,
    my_consents,
    give_consent,
    withdraw_consent,
]
