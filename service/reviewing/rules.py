"""Decisions of the reviewer's desk: who has a request, which minutes, who has to agree."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from msgspec import Struct

from service.core.problem import Invalid, Problem
from service.footage.looking import MayLook
from service.reviewing.refusals import (
    MayNotLook,
    NotTaken,
    RequestTaken,
)
from service.reviewing.wire import (
    HolderRow,
    NewReview,
    PartRow,
    ReviewKind,
    ReviewReason,
)

# Whoever was not seen at a desk for so long has left it: a form goes unanswered meanwhile.
LEASE = timedelta(minutes=15)
# How often it is written down that somebody is still there.
SEEN_EVERY = timedelta(minutes=1)
REVIEWS_OPEN_MOST, REVIEWS_MOST, FINDINGS_MOST = 4, 200, 200


class Stretch(Struct, frozen=True):
    """From one instant to another."""

    from_at: datetime
    until_at: datetime


def held_until(holder: HolderRow) -> datetime:
    """Until when somebody has a request without being seen again."""
    return holder.seen_at + LEASE


def has_it(holder: HolderRow | None, now: datetime) -> HolderRow | None:
    """Who has a request; None where nobody does, or he was away for too long."""
    return holder if holder is not None and now < held_until(holder) else None


def taken_by_another(holder: HolderRow | None, me: object, now: datetime) -> Problem | None:
    """Why I cannot take it: somebody else has it."""
    found = has_it(holder, now)
    if found is None or found.account_id == me:
        return None
    return RequestTaken(
        f"{found.display} has it.", who=found.display, until=held_until(found).isoformat()
    )


def not_mine(holder: HolderRow | None, me: object, now: datetime) -> Problem | None:
    """Why I may not work on it: another has it, or nobody."""
    found = has_it(holder, now)
    if found is None:
        return NotTaken()
    return taken_by_another(holder, me, now)


def granted(
    camera: MayLook, from_at: datetime | None = None, until_at: datetime | None = None
) -> Stretch:
    """What is looked at of a camera: all that is granted, or what is asked for of it.

    Raises MayNotLook, Invalid.
    """
    if camera.barred is not None:
        raise MayNotLook(field="camera_id", why=camera.barred)
    begins, ends = from_at or camera.from_at, until_at or camera.until_at
    if ends < begins:
        raise Invalid("It ends before it begins.", field="until_at")
    for name, at in (("from_at", begins), ("until_at", ends)):
        if not camera.from_at <= at <= camera.until_at:
            raise MayNotLook("These minutes are not granted.", field=name, why="minutes")
    return Stretch(begins, ends)


def jumps(stretch: Stretch, parts: Iterable[PartRow]) -> bool:
    """Whether a clock was set back in what lies in a stretch."""
    return any(
        one.jumps and one.begins_at < stretch.until_at and one.ends_at > stretch.from_at
        for one in parts
    )


def check_review(new: NewReview) -> Problem | None:
    """Why this cannot be looked for, naming the field; None where it can."""
    if new.kind is not ReviewKind.RIBBON and new.region is None:
        return Invalid("Mark a region.", field="region")
    if new.kind is not ReviewKind.MOMENT:
        return None
    for name, marked in (("there_at", new.there_at), ("gone_at", new.gone_at)):
        if not marked:
            return Invalid("Without your marks it is not guessed.", field=name)
    if set(new.there_at) & set(new.gone_at):
        return Invalid("One moment cannot be both.", field="gone_at")
    return None


# How the finder says why; it has no words of any page.
_REASONS = (
    ("in the region the anchors look alike", ReviewReason.ANCHORS_ALIKE),
    ("light or view differ", ReviewReason.OTHER_LIGHT),
    ("no picture beside second", ReviewReason.MARK_ANOTHER),
    ("most of what lies between", ReviewReason.MOSTLY_HIDDEN),
)


def reason_of(why: str) -> ReviewReason | None:
    """The reason by which a page has words for it."""
    return next((reason for begins, reason in _REASONS if why.startswith(begins)), None)


def spread(stretch: Stretch, count: int) -> list[datetime]:
    """So many instants over a stretch, its two ends among them where there are two or more."""
    if count == 1:
        return [stretch.from_at]
    step = (stretch.until_at - stretch.from_at) / (count - 1)
    return [stretch.from_at + n * step for n in range(count)]


def later(now: datetime, after_s: float) -> datetime:
    """So many seconds from now."""
    return now + timedelta(seconds=after_s)
