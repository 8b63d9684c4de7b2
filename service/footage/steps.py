"""What somebody of the office may do next with a request, and what keeps him from it."""

from collections.abc import Iterable
from datetime import timedelta

from msgspec.structs import replace

from service.footage import guards, rules
from service.footage.table import WAYS
from service.footage.terms import Actor, FootageMove, Guard, RefusalCode
from service.footage.wire import AtRisk, FootageOutcome, FootageStep, MoveRequest, PassedTo

# Whatever a person fills in: what is missing then is not his to give.
_FILLED = MoveRequest(
    move=FootageMove.WITHDRAW,
    version=1,
    note="-",
    refusal=RefusalCode.NO_FOOTAGE,
    channel=PassedTo.DESK_110,
    at_risk=AtRisk.LIFE,
    id_number="00000",
    relationship_proved=True,
    undertaking_signed=True,
    slot_place="-",
    outcome=FootageOutcome.NOTHING_SEEN,
)
_SOON = timedelta(minutes=1)


def steps(case: guards.Case, actors: Iterable[Actor]) -> list[FootageStep]:
    """The moves of these actors in the order of the table, each with what it still waits for."""
    state, lane = case.row.state, case.row.lane
    allowed = {move for actor in actors for move in rules.moves(state, actor, lane)}
    return [_step(case, move) for move in WAYS if move in allowed]


def _step(case: guards.Case, move: FootageMove) -> FootageStep:
    guard = WAYS[move].guard
    asked = replace(_FILLED, move=move, slot_at=case.now + _SOON)
    problem = guards.check(guard, replace(case, asked=asked))
    if problem is None:
        return FootageStep(move=move, guard=guard, missing=None, who=None)
    named, who = problem.facts.get("guard"), problem.facts.get("who")
    missing = named if isinstance(named, Guard) else guard
    return FootageStep(
        move=move, guard=guard, missing=missing, who=who if isinstance(who, str) else None
    )
