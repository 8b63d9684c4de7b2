"""Moving a request on: lock, check by the table and its guards, write, announce."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from service.audit import actions as audit
from service.audit.wire import LookKind
from service.centre import actions as centre
from service.core.problem import Invalid
from service.footage import actions, consents, filing, guards, messages, rules, show, store
from service.footage.refusals import RequestOvertaken
from service.footage.table import FINAL, STAGES, WAYS
from service.footage.terms import Actor, FootageLane, FootageMove, FootageState
from service.footage.wire import (
    CHANGED,
    ENDED,
    LATE,
    CameraRow,
    Entry,
    EventKind,
    IdentityHow,
    MoveRequest,
    OwnFootageRequest,
    OwnMove,
    Row,
    WholeFootageRequest,
)
from service.identity.wire import OFFICE, Who
from service.platform.db import Connection, Transaction
from service.platform.house import House

# These come of what is decided of each camera, and have a door of their own.
_ELSEWHERE = frozenset(
    {FootageMove.FILE, FootageMove.APPROVE, FootageMove.APPROVE_PARTLY, FootageMove.LOSE_CONSENT}
)
_CLEARS = frozenset({FootageState.OVERTURNED, FootageState.CONSENT_PENDING})


async def move(house: House, who: Who, footage_id: UUID, asked: MoveRequest) -> WholeFootageRequest:
    """A move of the office. Raises NotFound, RequestOvertaken, WrongMove, NotYet, Invalid."""
    async with house.transaction() as connection:
        row = await locked(connection, who, footage_id, asked.version)
        if asked.move in _ELSEWHERE:
            raise Invalid("This has a door of its own.", field="move")
        actor = next(
            (one for one in reversed(actions.actors_of(who)) if one in WAYS[asked.move].actors),
            Actor.REVIEWER,
        )
        case = await case_of(connection, row, asked, who.account_id, house.clock.now())
        row = await advance(house, connection, case, actor, who.display)
        if asked.move is FootageMove.BEGIN_VIEWING:
            await _register(house, who, row, case.cameras)
        return await actions.whole_of(house, connection, who, row)


async def _register(house: House, who: Who, row: Row, cameras: Sequence[CameraRow]) -> None:
    """Decree 799, article 16: on record before the first picture, camera by camera."""
    reason = f"footage request {row.number}: {row.category}"
    for one in cameras:
        urgent = row.lane is FootageLane.EMERGENCY and one.restricted_at is None
        if one.decision in guards.SHOWN or urgent:
            content = f"{one.name}, {one.from_at.isoformat()} to {one.until_at.isoformat()}"
            looked = who.look(
                LookKind.REPLAY, content, reason=reason, scope=row.scope, roles=OFFICE
            )
            await audit.record(house, looked)


async def move_own(house: House, who: Who, footage_id: UUID, asked: OwnMove) -> OwnFootageRequest:
    """A move of the applicant. Raises NotFound, RequestOvertaken, WrongMove, NotYet, Invalid."""
    said = MoveRequest(move=asked.move, version=asked.version, note=asked.note)
    async with house.transaction() as connection:
        row = await actions.mine(connection, who, footage_id, locked=True)
        _check_version(row, asked.version)
        case = await case_of(connection, row, said, who.account_id, house.clock.now())
        row = await advance(house, connection, case, Actor.APPLICANT, filing.APPLICANT)
    return show.own(house, row)


async def when_due(house: House, footage_id: UUID, transaction: Transaction) -> None:
    """The time of a state is over: what ends by itself ends, of all else somebody is told, once."""
    now = house.clock.now()
    async with transaction() as connection:
        row = await store.by_id(connection, footage_id, locked=True)
        if row is None or row.due_at is None or row.late_at is not None:
            return
        if row.due_at > now:
            # It has moved on, and the sooner promise has taken the place of the later.
            promise = filing.promise_timer(footage_id, row.due_at)
            await house.outbox.promise(connection, now, promise)
            return
        then = STAGES[row.state].then
        if then is not None:
            asked = MoveRequest(move=then, version=row.version)
            case = await case_of(connection, row, asked, None, now)
            if guards.check(WAYS[then].guard, case) is None:
                await advance(house, connection, case, Actor.SYSTEM, "")
                return
        if await store.set_late(connection, footage_id, now):
            entry = Entry(EventKind.LATE, "", {"state": row.state})
            await filing.announce(house, connection, footage_id, [entry], [LATE])


async def locked(connection: Connection, who: Who, footage_id: UUID, version: int) -> Row:
    """A request of the asker's office as he read it. Raises NotFound, RequestOvertaken."""
    row = await actions.seen(connection, who, footage_id, locked=True)
    _check_version(row, version)
    return row


def _check_version(row: Row, version: int) -> None:
    if row.version != version:
        raise RequestOvertaken(
            f"{row.moved_by} has it now.", field="version", who=row.moved_by, state=row.state
        )


async def case_of(
    connection: Connection, row: Row, asked: MoveRequest, by: UUID | None, now: datetime
) -> guards.Case:
    """All that a guard may look at."""
    cameras = await store.cameras_of(connection, row.footage_id)
    asked_units = await store.consents_of(connection, row.footage_id)
    return guards.Case(row, cameras, asked_units, asked, by, now)


async def advance(
    house: House, connection: Connection, case: guards.Case, actor: Actor, by: str
) -> Row:
    """Do one move, and what follows from it by itself. Raises WrongMove, NotYet, Invalid."""
    row, asked, now = case.row, case.asked, case.now
    state = rules.step(row.state, asked.move, actor, row.lane)
    problem = guards.check(WAYS[asked.move].guard, case)
    if problem is not None:
        raise problem
    lane = _lane_after(row, asked.move)
    timers = (await centre.policy(connection, row.scope, now)).footage
    due_at = rules.due_at(state, now, timers)
    if state is FootageState.SCHEDULED and asked.slot_at is not None:
        due_at = asked.slot_at + timedelta(hours=timers.no_show_h)
    if asked.move is FootageMove.VERIFY_IDENTITY and asked.id_number is not None:
        await keep_identity(house, connection, row, asked.id_number, IdentityHow.COUNTER, now)
    said = facts(asked, case)
    moved = await store.advance(
        connection,
        row,
        state,
        lane,
        now,
        due_at,
        by,
        said,
        clears=state in _CLEARS,
        result_sealed=_result(house, asked),
    )
    assert moved, "the row is locked, and its version was checked"
    if asked.note is not None and asked.move is not FootageMove.RECORD_RESULT:
        office = actor is not Actor.APPLICANT
        await messages.write(house, connection, row.footage_id, asked.note, by, by_office=office)
    if asked.move is FootageMove.ASK_CONSENT:
        await _ask_units(house, connection, case, by, timers.consent_h)
    if state in FINAL:
        await store.purge_files(connection, row.footage_id, now)
    entry = Entry(EventKind.MOVED, by, {"move": asked.move, "state": state} | _told(asked))
    topics = [ENDED] if state in FINAL else [CHANGED]
    after = await filing.announce(house, connection, row.footage_id, [entry], topics)
    return await go_on(house, connection, after, now)


async def _ask_units(
    house: House, connection: Connection, case: guards.Case, by: str, hours: float
) -> None:
    """Put the question to the units of the cameras that were chosen, or of all."""
    row, cameras = case.row, case.cameras
    if case.asked.cameras is not None:
        chosen = rules.check_chosen(case.asked.cameras, cameras)
        await store.narrow(connection, row.footage_id, chosen)
        ids = {one.camera_id for one in chosen}
        cameras = [one for one in cameras if one.camera_id in ids]
    await consents.ask(house, connection, row, cameras, by, hours)


async def go_on(house: House, connection: Connection, row: Row, now: datetime) -> Row:
    """What the system does by itself as soon as it may: nothing of it decides about anybody."""
    wanted = None
    if row.state in (FootageState.ACCEPTED, FootageState.OVERTURNED):
        wanted = FootageMove.CONFIRM_HOLD
    elif row.state is FootageState.SUBMITTED and row.identity_at is not None:
        wanted = FootageMove.VERIFY_IDENTITY
    if wanted is None:
        return row
    case = await case_of(connection, row, MoveRequest(move=wanted, version=row.version), None, now)
    if guards.check(WAYS[wanted].guard, case) is not None:
        return row
    return await advance(house, connection, case, Actor.SYSTEM, "")


async def keep_identity(
    house: House,
    connection: Connection,
    row: Row,
    id_number: str,
    how: IdentityHow,
    now: datetime,
) -> None:
    """Keep who applies, sealed, and by which he is found again."""
    plain = id_number.upper()
    sealed = house.seal.close(plain, show.IDENTITY)
    index = house.seal.index(plain, show.IDENTITY)
    await store.set_identity(connection, row.footage_id, sealed, index, how, now)


def facts(asked: MoveRequest, case: guards.Case) -> dict[str, object]:
    """What a move says of the request, beside its state."""
    decides = asked.move in (
        FootageMove.REFUSE,
        FootageMove.APPROVE,
        FootageMove.APPROVE_PARTLY,
        FootageMove.NOTE_OVERWRITTEN,
    )
    signed = case.now if asked.undertaking_signed else None
    return {
        "refusal": asked.refusal if asked.move is FootageMove.REFUSE else None,
        "decided_by": case.by if decides else None,
        "channel": asked.channel,
        "channel_number": asked.channel_number,
        "at_risk": asked.at_risk,
        "slot_at": asked.slot_at,
        "slot_place": asked.slot_place,
        "undertaking_at": signed,
        "outcome": asked.outcome,
    }


def _told(asked: MoveRequest) -> dict[str, object]:
    """What a line of the timeline says besides; never words or numbers of anybody."""
    said = {"refusal": asked.refusal, "channel": asked.channel, "outcome": asked.outcome}
    return {name: value for name, value in said.items() if value is not None}


def _lane_after(row: Row, move: FootageMove) -> FootageLane:
    if move is FootageMove.ACTIVATE:
        return FootageLane.EMERGENCY
    if move is FootageMove.STAND_DOWN:
        return FootageLane.COUNTER if row.applicant_id is None else FootageLane.CITIZEN
    return row.lane


def _result(house: House, asked: MoveRequest) -> bytes | None:
    if asked.move is not FootageMove.RECORD_RESULT or asked.note is None:
        return None
    return house.seal.close(asked.note, show.RESULT)
