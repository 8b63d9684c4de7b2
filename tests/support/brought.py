"""Recordings that are brought from recorders on this machine, around a noon."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from service.platform.clock import SystemClock
from service.platform.house import House
from service.platform.reach import Reach
from service.platform.recorders.copies import Copies
from service.platform.recorders.recorders import Recorders
from service.recorder.wire import Fetched

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def at(seconds: float) -> datetime:
    """So long after noon."""
    return NOON + timedelta(seconds=seconds)


async def fetching_house(house: House, folder: Path) -> House:
    """A house whose recorders are on this machine, by its clock."""
    await house.recorders.close()
    clock = SystemClock()
    parts = {
        "clock": clock,
        "recorders": Recorders(clock, Reach(loopback=True), folder),
        "copies": Copies(folder / "copies", 10_000_000, clock),
    }
    for name, part in parts.items():
        object.__setattr__(house, name, part)
    return house


def said(fetched: Fetched) -> list[tuple[float, float, str]]:
    """The gaps, in seconds after noon."""
    return [
        ((gap.begins_at - NOON).total_seconds(), (gap.ends_at - NOON).total_seconds(), gap.why)
        for gap in fetched.gaps
    ]
