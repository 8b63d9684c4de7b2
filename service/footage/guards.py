"""What has to hold before a move, one check for each guard of the table."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from msgspec import Struct

from service.core.problem import Invalid, Problem
from service.footage.consent import ConsentRow, ConsentState
from service.footage.refusals import NotYet
from service.footage.terms import FootageLane, Guard
from service.footage.wire import (
    CameraRow,
    Decision,
    HoldState,
    MoveRequest,
    PassedTo,
    Relationship,
    Row,
)
from service.platform.recorders import HoldTrouble

# Domain: who asks to see something sees it within three days.
SLOT_AHEAD_MOST = timedelta(days=3)


class Case(Struct, frozen=True):
    """A request with all that a guard may look at; `asked` is what is asked of it now."""

    row: Row
    cameras: Sequence[CameraRow]
    consents: Sequence[ConsentRow]
    asked: MoveRequest
    by: UUID | None
    now: datetime


def check(guard: Guard, case: Case) -> Problem | None:
    """What keeps somebody from a move; None where nothing does."""
    found = _CHECKS.get(guard)
    return found(case) if found is not None else None


def _words(case: Case) -> Problem | None:
    if case.asked.note is None:
        return Invalid("Say it in words.", field="note")
    return None


def _at_risk(case: Case) -> Problem | None:
    if case.asked.at_risk is None and case.row.at_risk is None:
        return Invalid("Who is at risk?", field="at_risk")
    return None


def _identity(case: Case) -> Problem | None:
    if case.row.identity_at is None and case.asked.id_number is None:
        return Invalid("An identity number is needed.", field="id_number")
    return None


def _channel(case: Case) -> Problem | None:
    asked = case.asked
    if asked.channel is None:
        return Invalid("Where does it go?", field="channel")
    if asked.channel is not PassedTo.DESK_110 and asked.channel_number is None:
        return Invalid("A report or a case has a number.", field="channel_number")
    return None


def _relationship(case: Case) -> Problem | None:
    """Decree 799, article 21: the person, or who stands for him, and known to be it."""
    if case.row.identity_at is None:
        return NotYet("Nobody has checked who applies.", guard=Guard.IDENTITY)
    own = case.row.relationship is Relationship.SELF
    if not own and not case.asked.relationship_proved:
        return Invalid("What proves the relationship?", field="relationship_proved")
    return None


def _holds_settled(case: Case) -> Problem | None:
    if any(one.hold_state is HoldState.ASKED for one in case.cameras if not one.restricted_at):
        return NotYet("Recorders have not answered yet.", guard=Guard.HOLDS_SETTLED)
    return None


def _reasoned(case: Case) -> Problem | None:
    if case.asked.refusal is None:
        return Invalid("A refusal has a code.", field="refusal")
    return None


def _consented(case: Case) -> Problem | None:
    """Every camera that is shown has its managing unit's yes, and of a minor's two people's."""
    shown = [one for one in case.cameras if one.decision in SHOWN]
    missing = sorted(
        {one.managing_unit for one in shown if not consented(one, case.consents, case.row)}
    )
    if missing:
        return NotYet(f"{missing[0]} has not consented.", guard=Guard.CONSENTED, who=missing[0])
    return None


def _slot(case: Case) -> Problem | None:
    at = case.asked.slot_at
    if at is None or at <= case.now:
        return Invalid("A time in the future is needed.", field="slot_at")
    if at > case.now + SLOT_AHEAD_MOST:
        return Invalid("No more than three days away.", field="slot_at")
    if case.asked.slot_place is None:
        return Invalid("Where?", field="slot_place")
    loose = [
        one.overwrite_at
        for one in case.cameras
        if one.decision in SHOWN and one.hold_state is not HoldState.PLACED
    ]
    if any(lost is not None and lost <= at for lost in loose):
        return Invalid("By then a recording is written over.", field="slot_at")
    return _consented(case)


def _undertaking(case: Case) -> Problem | None:
    own_eyes = case.row.slot_at is not None and case.row.lane is not FootageLane.EMERGENCY
    if own_eyes and not case.asked.undertaking_signed:
        return Invalid("The applicant signs the undertaking first.", field="undertaking_signed")
    if case.row.lane is FootageLane.EMERGENCY and not any(
        stands(c, case.row) for c in case.consents
    ):
        return NotYet("No managing unit has consented, by mouth or else.", guard=Guard.CONSENTED)
    return _consented(case)


def _slot_over(case: Case) -> Problem | None:
    if case.row.slot_at is None or case.row.slot_at > case.now:
        return NotYet("The time has not come.", guard=Guard.SLOT_OVER)
    return None


def _outcome(case: Case) -> Problem | None:
    if case.asked.outcome is None:
        return Invalid("What came of it?", field="outcome")
    if case.row.unconfirmed:
        detail = "What was found is confirmed by a second person, or taken back, first."
        return NotYet(detail, guard=Guard.ANOTHER_PERSON)
    return _words(case)


def _paperwork(case: Case) -> Problem | None:
    """What an emergency put off is made up for before it is closed (PIPL, article 18)."""
    if case.row.lane is not FootageLane.EMERGENCY:
        return None
    if case.row.identity_at is None:
        return NotYet("Nobody has checked who applied.", guard=Guard.IDENTITY)
    unwritten = [one.managing_unit for one in case.consents if owes_writing(one)]
    if unwritten:
        detail = f"{unwritten[0]} has not given its consent in writing."
        return NotYet(detail, guard=Guard.PAPERWORK, who=unwritten[0])
    return None


def _time_over(case: Case) -> Problem | None:
    if case.row.due_at is None or case.row.due_at > case.now:
        return NotYet("There is time left.", guard=Guard.TIME_OVER)
    return None


def _footage_gone(case: Case) -> Problem | None:
    cameras = [one for one in case.cameras if one.restricted_at is None]
    if not cameras or not all(is_gone(one, case.now) for one in cameras):
        return NotYet("A recording may still be there.", guard=Guard.FOOTAGE_GONE)
    return None


def _in_time(case: Case) -> Problem | None:
    if case.row.due_at is not None and case.row.due_at <= case.now:
        return NotYet("The time to appeal is over.", guard=Guard.IN_TIME)
    return _words(case)


def _another(case: Case) -> Problem | None:
    if case.by is not None and case.by == case.row.decided_by:
        return NotYet("You decided it; somebody else looks again.", guard=Guard.ANOTHER_PERSON)
    return _words(case)


SHOWN = frozenset({Decision.APPROVED, Decision.NARROWED})

_CHECKS: dict[Guard, Callable[[Case], Problem | None]] = {
    Guard.WORDS: _words,
    Guard.AT_RISK: _at_risk,
    Guard.IDENTITY: _identity,
    Guard.CHANNEL: _channel,
    Guard.RELATIONSHIP: _relationship,
    Guard.HOLDS_SETTLED: _holds_settled,
    Guard.REASONED: _reasoned,
    Guard.CONSENTED: _consented,
    Guard.SLOT: _slot,
    Guard.UNDERTAKING: _undertaking,
    Guard.SLOT_OVER: _slot_over,
    Guard.OUTCOME: _outcome,
    Guard.PAPERWORK: _paperwork,
    Guard.TIME_OVER: _time_over,
    Guard.FOOTAGE_GONE: _footage_gone,
    Guard.IN_TIME: _in_time,
    Guard.ANOTHER_PERSON: _another,
}


def stands(consent: ConsentRow, row: Row) -> bool:
    """Whether a managing unit's yes holds: where minors are concerned, only with a second one."""
    granted = consent.state is ConsentState.GRANTED
    return granted and (not row.minors or consent.second_at is not None)


def is_about(consent: ConsentRow, camera: CameraRow) -> bool:
    """Whether a question is about a camera: its unit's, and of the round in which it came."""
    return (consent.managing_unit, consent.round) == (camera.managing_unit, camera.round)


def consented(camera: CameraRow, consents: Sequence[ConsentRow], row: Row) -> bool:
    """Whether the unit of a camera has said yes to it."""
    return any(is_about(one, camera) and stands(one, row) for one in consents)


def owes_writing(consent: ConsentRow) -> bool:
    """Whether what was said by mouth is still to be written."""
    return (
        consent.state in (ConsentState.GRANTED, ConsentState.ENDED)
        and consent.written_due_at is not None
        and consent.written_at is None
    )


def is_gone(camera: CameraRow, now: datetime) -> bool:
    """Whether a camera has written over what was asked for."""
    if camera.hold_state is HoldState.PLACED:
        return False
    nothing = camera.hold_trouble is HoldTrouble.NOTHING_LEFT
    return nothing or (camera.overwrite_at is not None and camera.overwrite_at <= now)
