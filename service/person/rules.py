"""Decisions about requests, notices and what stays of a person."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from service.core.problem import Problem
from service.identity.wire import Role, Who
from service.person.wire import (
    Answer,
    NotAnAnswer,
    NoticeKind,
    NoticeVersion,
    RequestState,
)

# Clocks of pages differ a little.
_LATE_MOST = timedelta(minutes=5)
_KINDS: Mapping[Role, NoticeKind] = {
    Role.PATROL_OFFICER: NoticeKind.OFFICER,
    Role.SCHOOL_CONTACT: NoticeKind.CONTACT,
}


def due_at(asked_at: datetime, answer_days: int) -> datetime:
    """Until when a request is to be answered.

    All days count: that is never later than as many working days.
    """
    return asked_at + timedelta(days=answer_days)


def is_late(state: RequestState, due: datetime, now: datetime) -> bool:
    """Whether an answer is overdue."""
    return state is RequestState.OPEN and now > due


def answer_refusal(answer: Answer) -> Problem | None:
    """Why this is no answer: done has no reason, refused has one."""
    if answer.state is RequestState.OPEN:
        return NotAnAnswer(field="state")
    if (answer.state is RequestState.REFUSED) != (answer.reason is not None):
        return NotAnAnswer(field="reason")
    return None


def sees_all(who: Who, lines: Collection[Sequence[str]], roles: Sequence[Role]) -> bool:
    """Whether every one of these areas (each with all above it) lies in sight."""
    return all(who.sees(line, roles) for line in lines)


def kinds_for(roles: Collection[Role]) -> list[NoticeKind]:
    """Which notices are for somebody with these roles."""
    found = {_KINDS.get(role, NoticeKind.DESK) for role in roles if role is not Role.CITIZEN}
    return sorted(found, key=list(NoticeKind).index)


def notice_of(
    kind: NoticeKind, lineage: Sequence[str], notices: Sequence[NoticeVersion], now: datetime
) -> NoticeVersion | None:
    """The version that holds in the first area of a lineage: the nearest area's newest decides.

    Where no area has one, the system's own newest.
    """
    begun = [n for n in notices if n.kind is kind and n.from_at <= now]
    for area_code in (*lineage, None):
        own = [n for n in begun if n.area_code == area_code]
        if own:
            return max(own, key=lambda n: (n.from_at, n.notice_id))
    return None


def is_late_notice(from_at: datetime, now: datetime) -> bool:
    """Whether a notice would begin in the past."""
    return from_at < now - _LATE_MOST
