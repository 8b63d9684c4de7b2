"""When something may be shown, and what: slots, slices, and the moving mark."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from service.core.problem import Problem
from service.footage.looking import MayLook
from service.viewing.refusals import (
    MaskingSettled,
    NotInSlot,
    OtherScreen,
    OutsideGrant,
    SecondOfficer,
    StripsUnseen,
    ViewingOver,
)
from service.viewing.wire import MaskingRow, MaskingState, ViewingRow

# A worker that dies loses no more than that.
SLICE = timedelta(minutes=5)
# Who comes early need not wait, who is late has his time cut; then the room is another's.
EARLY, SLOT = timedelta(minutes=15), timedelta(minutes=45)
REEL_S = 10
STRIP_S = 30
# How long the mark stays where it is.
_MARK_S = 3


def slices(
    granted: tuple[datetime, datetime], from_at: datetime | None, until_at: datetime | None
) -> list[tuple[datetime, datetime]]:
    """What is asked for, cut into films. Raises OutsideGrant."""
    begin, end = from_at or granted[0], until_at or granted[1]
    if not granted[0] <= begin < end <= granted[1]:
        raise OutsideGrant(field="from_at")
    cut = []
    while begin < end:
        # A rest of some seconds is no film: nobody could tell the empty place in it.
        until = end if end - begin < SLICE * 1.2 else begin + SLICE
        cut.append((begin, until))
        begin = until
    return cut


def opening(at: datetime) -> tuple[datetime, datetime]:
    """From when to when the room is open for a viewing at this time."""
    return at - EARLY, at + SLOT


def slot(at: datetime | None, now: datetime) -> datetime:
    """Until when a viewing lasts that is begun now. Raises NotInSlot."""
    if at is None:
        raise NotInSlot(slot_at=at)
    opens_at, closes_at = opening(at)
    if not opens_at <= now < closes_at:
        raise NotInSlot(slot_at=at)
    return closes_at


def decidable(row: MaskingRow, by: UUID) -> Problem | None:
    """What keeps somebody from deciding about a film; None where nothing does."""
    if row.state is not MaskingState.MADE or row.film is None:
        return MaskingSettled(state=row.state)
    if row.strips_by != by or set(row.strips_seen) != set(range(row.film.strips)):
        return StripsUnseen(seen=len(row.strips_seen), strips=row.film.strips)
    return None


def may_show(viewing: ViewingRow, session_id: UUID, now: datetime) -> Problem | None:
    """What keeps a screen from being shown something; None where nothing does."""
    if viewing.ended_at is not None or now >= viewing.until_at:
        return ViewingOver()
    if viewing.session_id != session_id:
        return OtherScreen()
    if viewing.needs_second and viewing.second_id is None:
        return SecondOfficer()
    return None


def is_granted(may: MayLook, row: MaskingRow) -> bool:
    """Whether all minutes of a film may be looked at now."""
    return may.barred is None and may.from_at <= row.from_at < row.until_at <= may.until_at


def playable(rows: Iterable[MaskingRow]) -> list[MaskingRow]:
    """Films that a person has confirmed, the oldest first."""
    found = (row for row in rows if row.state is MaskingState.CONFIRMED)
    return sorted(found, key=lambda row: (row.camera, row.from_at))


def reel_of(row: MaskingRow, reel: int) -> tuple[datetime, datetime]:
    """From when to when a reel of a film is. Raises OutsideGrant for a jump out of it."""
    if row.film is None or reel >= row.film.reels:
        raise OutsideGrant(field="reel")
    begin = row.from_at + timedelta(seconds=reel * REEL_S)
    return begin, min(row.until_at, begin + timedelta(seconds=REEL_S))


def mark_at(second: int, number: int) -> tuple[float, float]:
    """Where in a picture the mark stands, as shares of width and height.

    It never rests: no piece of the picture is without it for long, and nobody knows where it goes.
    """
    step = second // _MARK_S + number * 7
    return (step * 0.381966) % 1.0, (step * 0.618034 + 0.13) % 1.0
