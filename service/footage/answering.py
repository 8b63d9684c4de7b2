"""Managing units' answers: by account, by link, by mouth in an emergency; and their silence."""

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from service.centre import actions as centre
from service.centre.wire import UnknownArea
from service.core.ids import new_id
from service.core.problem import NotFound
from service.footage import actions, consents, filing, guards, moves, store
from service.footage.consent import (
    Answered,
    ConsentAnswer,
    ConsentHow,
    ConsentRow,
    ConsentState,
    LinkAnswer,
    LinkGiven,
    LinkOver,
    LinkUnusable,
    LinkUsed,
    NewManagingUnit,
    Question,
    Reply,
    Spoken,
)
from service.footage.refusals import NotYet
from service.footage.table import WAYS
from service.footage.terms import Actor, FootageLane, FootageMove, Guard
from service.footage.wire import CHANGED, LATE, Entry, EventKind, MoveRequest, Row
from service.identity.wire import OFFICE, Role, Who
from service.platform.asks import Errand, for_system
from service.platform.db import Connection, Transaction
from service.platform.house import House

LINK_LIFE = timedelta(hours=24)
_LISTED_MOST = 200
_AFTER = {
    Reply.GRANT: ConsentState.GRANTED,
    Reply.REFUSE: ConsentState.REFUSED,
    Reply.WITHDRAW: ConsentState.WITHDRAWN,
}
_FROM = {
    Reply.GRANT: (ConsentState.ASKED,),
    Reply.REFUSE: (ConsentState.ASKED,),
    Reply.WITHDRAW: (ConsentState.GRANTED,),
}


async def set_unit(house: House, who: Who, new: NewManagingUnit) -> None:
    """Say which accounts answer for a managing unit of an area of yours. Raises UnknownArea."""
    async with house.db.transaction() as connection:
        lineage = await centre.lineage(connection, new.area_code)
        if not who.sees(lineage, [Role.ADMINISTRATOR]):
            raise UnknownArea(field="area_code")
        unit_id = new_id(house.clock.now())
        await store.set_unit(connection, unit_id, lineage, new)


@for_system(Errand.CONSENT_LINK)
async def own_questions(house: House, who: Who) -> list[Question]:
    """The questions to the managing units that you answer for, the newest first."""
    async with house.db.reading() as connection:
        found = await store.questions_to(connection, who.account_id, _LISTED_MOST)
        return [await _question(connection, one) for one in found]


async def questions(house: House, who: Who, footage_id: UUID) -> list[Question]:
    """The questions of a request of your areas. Raises NotFound."""
    async with house.db.reading() as connection:
        row = await actions.seen(connection, who, footage_id)
        cameras = await store.cameras_of(connection, footage_id)
        found = await store.consents_of(connection, footage_id)
    return [consents.question(row, one, cameras) for one in found]


@for_system(Errand.CONSENT_LINK)
async def answer(house: House, who: Who, consent_id: UUID, said: ConsentAnswer) -> Question:
    """Answer for a managing unit whose account you have. Raises NotFound, Answered."""
    async with house.transaction() as connection:
        consent = await store.consent_locked(connection, consent_id)
        mine = consent is not None and await store.answers_for(
            connection, who.account_id, consent.footage_id, consent.managing_unit
        )
        if consent is None or not mine:
            raise NotFound(field="consent_id")
        how, by = ConsentHow.ACCOUNT, who.display
        return await _answer(house, connection, consent, said.reply, how, by)


async def give_link(house: House, who: Who, consent_id: UUID) -> LinkGiven:
    """A link for the managing unit of a question, in place of any before. Raises NotFound."""
    now = house.clock.now()
    token, until = secrets.token_urlsafe(32), now + LINK_LIFE
    async with house.transaction() as connection:
        consent, row = await _of_office(connection, who, consent_id)
        await store.set_link(connection, consent_id, consents.digest(token), until)
        entry = Entry(EventKind.LINK, who.display, {"unit": consent.managing_unit})
        await filing.announce(house, connection, row.footage_id, [entry])
    return LinkGiven(token=token, until=until)


@for_system(Errand.CONSENT_LINK)
async def read_link(house: House, token: str) -> Question:
    """The question of a link. Raises LinkUnusable, LinkUsed, LinkOver."""
    now = house.clock.now()
    async with house.db.reading() as connection:
        consent = await store.by_link(connection, consents.digest(token))
        return await _question(connection, _usable(consent, now))


@for_system(Errand.CONSENT_LINK)
async def answer_link(house: House, said: LinkAnswer) -> Question:
    """Answer by a link, once. Raises LinkUnusable, LinkUsed, LinkOver, Answered."""
    now = house.clock.now()
    async with house.transaction() as connection:
        consent = _usable(await store.by_link(connection, consents.digest(said.token)), now)
        if consent.managing_unit != said.managing_unit:
            raise LinkUnusable(field="managing_unit")
        told = await _answer(house, connection, consent, said.reply, ConsentHow.LINK, said.by)
        await store.use_link(connection, consent.consent_id, now)
        return told


async def note_spoken(house: House, who: Who, footage_id: UUID, said: Spoken) -> Question:
    """Keep what a managing unit said by mouth in an emergency; writing is due within a day.

    Raises NotFound, NotYet, Answered.
    """
    now = house.clock.now()
    async with house.transaction() as connection:
        row = await actions.seen(connection, who, footage_id, locked=True)
        if row.lane is not FootageLane.EMERGENCY:
            raise NotYet("By mouth only in an emergency.", guard=Guard.CONSENTED)
        cameras = await store.cameras_of(connection, footage_id)
        open_ones = [one for one in cameras if one.restricted_at is None]
        if said.managing_unit not in {one.managing_unit for one in open_ones}:
            raise NotFound(field="managing_unit")
        timers = (await centre.policy(connection, row.scope, now)).footage
        await consents.ask(house, connection, row, cameras, who.display, timers.consent_h)
        found = await store.consents_of(connection, footage_id)
        due_at = now + timedelta(hours=timers.written_h)
        by = f"{said.by} / {who.display}"
        for consent in _spoken_of(found, said):
            values = (consent, said.reply, ConsentHow.ORAL, by, due_at)
            told = await _answer(house, connection, *values)
        promise = consents.promise_timer(footage_id, due_at)
        await house.outbox.promise(connection, now, promise)
        return told


async def note_written(house: House, who: Who, consent_id: UUID) -> Question:
    """What was said by mouth has come in writing. Raises NotFound, Answered."""
    now = house.clock.now()
    async with house.transaction() as connection:
        consent, row = await _of_office(connection, who, consent_id)
        if consent.written_due_at is None or consent.written_at is not None:
            raise Answered
        await store.set_written(connection, consent_id, now)
        entry = Entry(EventKind.WRITTEN, who.display, {"unit": consent.managing_unit})
        await filing.announce(house, connection, row.footage_id, [entry])
        return await _again(connection, consent_id)


async def second(house: House, who: Who, consent_id: UUID) -> Question:
    """Agree as the second person where minors are concerned. Raises NotFound, NotYet, Answered.

    Not who asked: two people of the office (Minors' Network Protection Regulation, article 36).
    """
    now = house.clock.now()
    async with house.transaction() as connection:
        consent, row = await _of_office(connection, who, consent_id)
        if consent.second_at is not None or not row.minors:
            raise Answered
        if consent.asked_by == who.display or consent.answered_by == who.display:
            raise NotYet("Somebody else agrees.", guard=Guard.ANOTHER_PERSON)
        await store.set_second(connection, consent_id, now, who)
        entry = Entry(EventKind.SECONDED, who.display, {"unit": consent.managing_unit})
        await filing.announce(house, connection, row.footage_id, [entry])
        return await _again(connection, consent_id)


async def when_silent(house: House, footage_id: UUID, transaction: Transaction) -> None:
    """A managing unit has not answered, or not in writing: somebody above is told, once."""
    now = house.clock.now()
    async with transaction() as connection:
        row = await store.by_id(connection, footage_id, locked=True)
        if row is None or row.ended_at is not None:
            return
        silent = await store.set_silent(connection, footage_id, now)
        if silent:
            entries = [Entry(EventKind.SILENT, "", {"unit": unit}) for unit in silent]
            await filing.announce(house, connection, footage_id, entries, [LATE])
        waits = await store.next_silence(connection, footage_id, now)
        if waits is not None:
            promise = consents.promise_timer(footage_id, waits)
            await house.outbox.promise(connection, now, promise)


async def _answer(
    house: House,
    connection: Connection,
    consent: ConsentRow,
    reply: Reply,
    how: ConsentHow,
    by: str,
    written_due_at: datetime | None = None,
) -> Question:
    now = house.clock.now()
    state = _AFTER[reply]
    if consent.state not in _FROM[reply]:
        raise Answered(field="reply", state=consent.state)
    row = await store.by_id(connection, consent.footage_id, locked=True)
    assert row is not None, "a question is about a request"
    if row.ended_at is not None:
        raise Answered(field="reply", state=row.state)
    values = (consent.consent_id, state, how, now, by, written_due_at)
    await store.answer(connection, *values)
    body = {"unit": consent.managing_unit, "reply": reply, "how": how}
    # The timeline stays; who spoke for a unit is forgotten with the request.
    entry = Entry(EventKind.CONSENT, "", body)
    row = await filing.announce(house, connection, row.footage_id, [entry], [CHANGED])
    if reply is Reply.WITHDRAW and row.state in WAYS[FootageMove.LOSE_CONSENT].sources:
        asked = MoveRequest(move=FootageMove.LOSE_CONSENT, version=row.version)
        case = await moves.case_of(connection, row, asked, None, now)
        lost = [one for one in case.cameras if one.decision in guards.SHOWN]
        if any(guards.is_about(consent, one) for one in lost):
            await moves.advance(house, connection, case, Actor.SYSTEM, "")
    return await _again(connection, consent.consent_id)


def _spoken_of(found: list[ConsentRow], said: Spoken) -> list[ConsentRow]:
    """The questions that a unit has answered by mouth: all that wait for such an answer."""
    its = [one for one in found if one.managing_unit == said.managing_unit]
    return [one for one in its if one.state in _FROM[said.reply]] or its[-1:]


def _usable(consent: ConsentRow | None, now: datetime) -> ConsentRow:
    """The question of a link that may be used. Raises LinkUnusable, LinkUsed, LinkOver."""
    if consent is None:
        raise LinkUnusable(field="token")
    # A consent that stands may be taken back by a link as well.
    open_ = consent.state in (ConsentState.ASKED, ConsentState.GRANTED)
    if consent.link_used_at is not None or not open_:
        raise LinkUsed(field="token")
    if consent.link_until is None or consent.link_until <= now:
        raise LinkOver(field="token")
    return consent


async def _of_office(connection: Connection, who: Who, consent_id: UUID) -> tuple[ConsentRow, Row]:
    consent = await store.consent_locked(connection, consent_id)
    if consent is None:
        raise NotFound(field="consent_id")
    row = await store.by_id(connection, consent.footage_id, locked=True)
    if row is None or not who.sees(row.scope, OFFICE):
        raise NotFound(field="consent_id")
    return consent, row


async def _again(connection: Connection, consent_id: UUID) -> Question:
    consent = await store.consent_locked(connection, consent_id)
    assert consent is not None, "it was locked a moment ago"
    return await _question(connection, consent)


async def _question(connection: Connection, consent: ConsentRow) -> Question:
    row = await store.by_id(connection, consent.footage_id)
    assert row is not None, "a question is about a request"
    return consents.question(row, consent, await store.cameras_of(connection, row.footage_id))
