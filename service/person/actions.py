"""Correcting what is kept about oneself, asking, answering, and letting go of an account."""

from datetime import datetime
from uuid import UUID

from service.centre import actions as centre
from service.core.ids import new_id
from service.core.problem import NotFound
from service.identity import owned as identity
from service.identity.wire import Role, Who
from service.keeping import owned as keeping
from service.patrol import owned as patrol
from service.person import rules, store, texts
from service.person.wire import (
    REQUESTS_MOST,
    STIRRED,
    AlreadyAnswered,
    Answer,
    AskedOfYou,
    Corrected,
    Correction,
    DataRequest,
    NewRequest,
    NotAllYours,
    NothingToCorrect,
    OwnRequest,
    Remaining,
    RequestKind,
    RequestRow,
    RequestState,
    RequestStirred,
    TooManyRequests,
)
from service.phone import owned as phone
from service.platform.asks import Errand
from service.platform.db import Connection, lifted
from service.platform.house import House
from service.platform.outbox import Said

_ADMINISTRATOR = (Role.ADMINISTRATOR,)
_LISTED_MOST = 200


async def me(house: House, connection: Connection, who: Who) -> Corrected:
    """What one may change about oneself, in clear."""
    [row] = await identity.account(house, connection, who.account_id)
    return Corrected(display=row["display"], phone_number=row["phone_number"])


async def correct(house: House, who: Who, new: Correction) -> Corrected:
    """Correct one's own name on show or telephone number. Raises NothingToCorrect."""
    if new.display is None and new.phone_number is None:
        raise NothingToCorrect
    async with house.db.transaction() as connection:
        await identity.correct(house, connection, who.account_id, new.display, new.phone_number)
        return await me(house, connection, who)


async def ask(house: House, who: Who, new: NewRequest) -> DataRequest:
    """Ask the administrators of one's areas. Raises TooManyRequests."""
    now = house.clock.now()
    async with house.transaction() as connection:
        if await store.open_of(connection, who.account_id) >= REQUESTS_MOST:
            raise TooManyRequests
        lines = await _lines(connection, who.account_id)
        days = [(await centre.policy(connection, line, now)).data_answer_days for line in lines]
        row = await store.add_request(
            connection,
            new_id(now),
            who.account_id,
            who.display,
            new,
            sorted(line[0] for line in lines),
            sorted({code for line in lines for code in line}),
            now,
            rules.due_at(now, min(days)),
        )
        await _say(house, connection, row, now)
    return _told(row)


async def my_requests(connection: Connection, who: Who) -> list[DataRequest]:
    """What one has asked, the latest first."""
    return [_told(row) for row in await store.requests_of(connection, who.account_id, _LISTED_MOST)]


async def asked_of(
    connection: Connection,
    who: Who,
    now: datetime,
    after: UUID | None,
    count: int,
    *,
    waiting: bool,
) -> list[AskedOfYou]:
    """What people of one's areas ask: what waits first, by its deadline."""
    areas = sorted(who.areas(_ADMINISTRATOR))
    rows = await store.requests_within(connection, areas, after, count, waiting=waiting)
    return [_asked(row, now) for row in rows]


async def answer(house: House, who: Who, request_id: UUID, said: Answer) -> AskedOfYou:
    """Answer a request of one's areas; a deletion that is done takes the person out.

    Raises NotAnAnswer, NotFound, AlreadyAnswered, OwnRequest, NotAllYours, OnDuty.
    """
    problem = rules.answer_refusal(said)
    if problem is not None:
        raise problem
    now = house.clock.now()
    async with house.transaction() as connection:
        row = await store.request_locked(connection, request_id)
        if row is None or not who.sees(row.scope, _ADMINISTRATOR):
            raise NotFound(field="request_id")
        if row.state is not RequestState.OPEN:
            raise AlreadyAnswered
        if row.account_id == who.account_id:
            raise OwnRequest
        remaining: list[Remaining] = []
        if row.kind is RequestKind.DELETE and said.state is RequestState.DONE:
            # Also roles that lie elsewhere count, and what was kept there goes.
            async with lifted(connection, Errand.ERASURE):
                remaining = await _erase(house, connection, who, row, now)
        row = await store.answer_request(
            connection, request_id, said, remaining, now, who.account_id
        )
        await _say(house, connection, row, now)
    return _asked(row, now)


async def _erase(
    house: House, connection: Connection, who: Who, row: RequestRow, now: datetime
) -> list[Remaining]:
    """Take a person out of what is kept; what stays, and why. Raises NotAllYours, OnDuty."""
    lines = await _lines(connection, row.account_id)
    if not rules.sees_all(who, lines, _ADMINISTRATOR):
        raise NotAllYours
    held = await keeping.held_spans(connection, now)
    some_stay = await patrol.erase(connection, row.account_id, now, held)
    await phone.erase(connection, row.account_id, now)
    display = await identity.erase(house, connection, row.account_id, now)
    await store.forget_words(connection, row.account_id, display)
    days = texts.REGISTER_DAYS
    stays = Remaining(what=texts.HELD_STAYS, why=texts.HELD_WHY, days=None)
    return [
        *([stays] if some_stay else []),
        Remaining(what=texts.REGISTER_STAYS, why=texts.REGISTER_WHY, days=days),
        Remaining(what=texts.TIMELINE_STAYS, why=texts.TIMELINE_WHY, days=None),
        Remaining(what=texts.REQUESTS_STAY, why=texts.REGISTER_WHY, days=days),
    ]


async def _lines(connection: Connection, account_id: UUID) -> list[list[str]]:
    """The areas of an account with all above each; who has none is the topmost centres'."""
    areas = {held.area_code for held in await identity.held(connection, account_id)}
    every = await centre.lineages(connection)
    tops = [line for line in every.values() if len(line) == 1]
    return [every[area_code] for area_code in sorted(areas)] or tops


async def _say(house: House, connection: Connection, row: RequestRow, now: datetime) -> None:
    body = RequestStirred(
        request_id=row.request_id, kind=row.kind, state=row.state, due_at=row.due_at
    )
    await house.outbox.say(connection, now, Said(STIRRED, row.scope, body, row.request_id))


def _told(row: RequestRow) -> DataRequest:
    return DataRequest(
        request_id=row.request_id,
        kind=row.kind,
        text=row.text,
        state=row.state,
        asked_at=row.asked_at,
        due_at=row.due_at,
        answered_at=row.answered_at,
        answer=row.answer,
        reason=row.reason,
        remedy=texts.REMEDY if row.state is RequestState.REFUSED else None,
        remaining=row.remaining,
    )


def _asked(row: RequestRow, now: datetime) -> AskedOfYou:
    told = _told(row)
    return AskedOfYou(
        **{name: getattr(told, name) for name in told.__struct_fields__},
        account_id=row.account_id,
        display=row.display,
        late=rules.is_late(row.state, row.due_at, now),
    )
