"""Decisions about searches: how far, how urgent, what is owed, and when one is over."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from service.core.problem import Invalid, Problem
from service.footage.terms import FootageLane
from service.footage.wire import AtRisk, FootageOutcome
from service.missing.wire import (
    MoveSearch,
    Owed,
    SearchEnding,
    SearchMove,
    SearchOver,
    SearchRow,
    WayOfGoing,
)

# As long as somebody is missing, a person looks at it anew this often.
REVIEW_EVERY = timedelta(hours=1)
# Clocks of desks differ by that much.
AHEAD_MOST = timedelta(minutes=5)
# Kilometres in an hour; a child and somebody who cannot find the way go slower than an adult.
_KM_H = {
    WayOfGoing.WALK: 4.0,
    WayOfGoing.BICYCLE: 12.0,
    WayOfGoing.E_BIKE: 20.0,
    WayOfGoing.CAR: 50.0,
}
_SLOW_KM_H = 2.5
# Nobody is sought on foot within less, and a circle as wide as a province says nothing.
_REACH_LEAST_M, _REACH_MOST_M = 100.0, 200_000.0
# The national platform for missing children pushes as far as a child may have come: within one
# hour, two, three, and after.
_PLATFORM_KM = (100, 200, 300, 500)


def reach_m(at_risk: AtRisk, going: WayOfGoing, seen_at: datetime, now: datetime) -> float:
    """How far somebody may have come since he was last seen, in metres."""
    slow = at_risk in (AtRisk.MINOR, AtRisk.ELDER, AtRisk.IMPAIRED) and going is WayOfGoing.WALK
    hours = max(0.0, (now - seen_at).total_seconds() / 3600)
    far_m = (_SLOW_KM_H if slow else _KM_H[going]) * 1000 * hours
    return min(_REACH_MOST_M, max(_REACH_LEAST_M, far_m))


def is_health_risk(at_risk: AtRisk) -> bool:
    """Whether a life is at risk by what was said alone."""
    return at_risk is AtRisk.LIFE


def platform_km(at_risk: AtRisk, seen_at: datetime, now: datetime) -> int | None:
    """How far the national platform pushes; None for whom it is not made."""
    if at_risk is not AtRisk.MINOR:
        return None
    hours = (now - seen_at) / timedelta(hours=1)
    return _PLATFORM_KM[0 if hours <= 1 else 1 if hours <= 2 else 2 if hours <= 3 else 3]


def owed(row: SearchRow, paperwork: Sequence[Owed], now: datetime) -> list[Owed]:
    """What is still to be done by a person, in the order in which it is urgent.

    The papers that an emergency put off (PIPL, article 18) stand at the end, and stay owed when
    the search is over.
    """
    found: list[Owed] = []
    if row.ended_at is None:
        if row.desk_110_at is None:
            found.append(Owed.HAND_TO_110)
        if row.at_risk is AtRisk.MINOR and row.published_at is None:
            found.append(Owed.PUBLISH)
        if row.review_at is not None and row.review_at <= now:
            found.append(Owed.REVIEW)
    elif row.published_at is not None and row.taken_down_at is None:
        found.append(Owed.TAKE_DOWN)
    return [*found, *paperwork]


def refusal(row: SearchRow, asked: MoveSearch, now: datetime) -> Problem | None:
    """Why a move cannot be made, naming the field; None where it can."""
    if row.ended_at is not None and asked.move is not SearchMove.NOTE_TAKEN_DOWN:
        return SearchOver(f"{row.ended_by} has ended it.", who=row.ended_by)
    if asked.move is SearchMove.END and asked.ending is None:
        return Invalid("How did it end?", field="ending")
    if asked.move is SearchMove.DESCRIBE:
        if asked.going is None and asked.health_risk is None and asked.seen_at is None:
            return Invalid("What is known?", field="going")
        if asked.seen_at is not None and asked.seen_at > now + AHEAD_MOST:
            return Invalid("It lies in the future.", field="seen_at")
    publishes = asked.move is SearchMove.NOTE_PUBLISHED
    if publishes and row.at_risk is not AtRisk.MINOR:
        return Invalid("The platform is for missing children.", field="move")
    if asked.move is SearchMove.NOTE_TAKEN_DOWN and row.published_at is None:
        return Invalid("Nothing was published there.", field="move")
    return None


def ending_of(lane: FootageLane, outcome: str | None) -> SearchEnding | None:
    """How the search ends because of where its request has come to; None where it goes on.

    Whoever is sought is sought on until somebody has seen him: a request that was withdrawn, or
    pictures that show nothing, stand no patrol down.
    """
    if lane is not FootageLane.EMERGENCY:
        return SearchEnding.NOT_AT_RISK
    return SearchEnding.FOUND if outcome == FootageOutcome.PERSON_FOUND else None
