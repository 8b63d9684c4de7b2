"""Arithmetic on instants that survives every date a box can claim."""

from datetime import UTC, datetime

from service.core.problem import Invalid

EARLIEST = datetime(1, 1, 2, tzinfo=UTC)
LATEST = datetime(9999, 12, 30, tzinfo=UTC)


def zoned(at: datetime, field: str) -> datetime:
    """The same instant in UTC, for one out of an address. Raises Invalid where it has no zone."""
    if at.tzinfo is None:
        raise Invalid("An instant needs its zone.", field=field)
    return as_utc(at)


def as_utc(at: datetime) -> datetime:
    """The same instant in UTC; one that UTC cannot hold becomes the nearest that it can.

    A box with a broken clock may say year 1 at +14:00, which is before the calendar begins.
    """
    try:
        return min(max(at.astimezone(UTC), EARLIEST), LATEST)
    except OverflowError:
        return EARLIEST if at.year < 5000 else LATEST


def seconds_between(earlier: datetime, later: datetime) -> float:
    """Seconds from earlier to later, negative when they stand the other way round."""
    return (later - earlier).total_seconds()
