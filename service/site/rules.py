"""Decisions about devices and test windows."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from service.core.problem import Problem
from service.core.times import as_utc
from service.site.wire import (
    HEARTBEAT_S,
    BoxFault,
    DeviceState,
    ReplacedDevice,
    RevokedDevice,
    SelfTest,
    SelfTested,
    UnknownDevice,
    WindowUnusable,
)

# Three heartbeats missed.
LOST_AFTER = timedelta(seconds=3 * HEARTBEAT_S)
CODE_LIFE = timedelta(days=7)
WINDOW_MOST = timedelta(days=1)
# What a school leaves open by mistake would make its presses drills until it ends.
OWN_WINDOW_MOST = timedelta(hours=4)
DRILLS_AHEAD = timedelta(days=1)

# Letters and digits that nobody confuses when reading a code out over the telephone.
CODE_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
CODE_LENGTH = 10


def refusal(state: DeviceState) -> Problem | None:
    """Why a device in this state is not heard, or None where it is."""
    match state:
        case DeviceState.ACTIVE:
            return None
        case DeviceState.REVOKED:
            return RevokedDevice()
        case DeviceState.REPLACED:
            return ReplacedDevice()
        case DeviceState.INVITED:
            return UnknownDevice()


def check_window(starts_at: datetime, ends_at: datetime, now: datetime) -> None:
    """Raises WindowUnusable naming the field."""
    if ends_at <= starts_at:
        raise WindowUnusable("It ends before it starts.", field="ends_at")
    if ends_at - starts_at > WINDOW_MOST:
        raise WindowUnusable("It is longer than a day.", field="ends_at")
    if ends_at <= now:
        raise WindowUnusable("It is over already.", field="ends_at")


def check_own_window(starts_at: datetime, ends_at: datetime) -> None:
    """Raises WindowUnusable where a school's own window is longer than a drill takes."""
    if ends_at - starts_at > OWN_WINDOW_MOST:
        raise WindowUnusable("It is longer than four hours.", field="ends_at")


def normal_code(typed: str) -> str:
    """A code as it was given out, however it was typed."""
    return typed.replace("-", "").upper()


def is_lost(seen_at: datetime | None, now: datetime) -> bool:
    """Whether a device that was seen then has missed its heartbeats by now."""
    return seen_at is None or seen_at < lost_since(now)


def known_faults(codes: Iterable[str]) -> list[BoxFault]:
    """The faults that a box names by code, each once; one that is not known here is `other`."""
    known = {fault.value: fault for fault in BoxFault}
    return sorted({known.get(code, BoxFault.OTHER) for code in codes})


def known_test(told: SelfTest | None) -> SelfTested | None:
    """A box's test of itself as it is kept. What failed is not good, whatever it says."""
    if told is None:
        return None
    failed = known_faults(told.failed)
    good = told.good and not failed
    return SelfTested(at=as_utc(told.at), good=good, failed=failed)


def ailments(faults: Iterable[BoxFault], test: SelfTested | None) -> list[BoxFault]:
    """All that a box finds wrong with itself: now, and in its last test."""
    failed = [] if test is None or test.good else test.failed or [BoxFault.OTHER]
    return sorted({*faults, *failed})


def lost_at(seen_at: datetime) -> datetime:
    """When a device that was last seen then has missed its heartbeats."""
    return seen_at + LOST_AFTER + timedelta(milliseconds=1)


def lost_since(now: datetime) -> datetime:
    """A device last seen before this instant has missed its heartbeats."""
    return now - LOST_AFTER
