"""A clock that stands still until it is moved by hand."""

import asyncio
import time
from datetime import UTC, datetime, timedelta

START = datetime(2026, 3, 2, 7, 40, tzinfo=UTC)  # A school morning.


class HandClock:
    """The service's clock in tests: `forward` moves it and wakes whoever waits for a time."""

    def __init__(self, start: datetime = START) -> None:
        self._now = start
        self._moved: set[asyncio.Event] = set()

    def now(self) -> datetime:
        """The instant that it was moved to."""
        return self._now

    def ticks(self) -> float:
        """Real seconds: lengths are measured, not moved."""
        return time.monotonic()

    def forward(self, **length: float) -> datetime:
        """Move on, as in `forward(seconds=5)`; the new instant."""
        self._now += timedelta(**length)
        for moved in self._moved:
            moved.set()
        return self._now

    async def wait(self, event: asyncio.Event, most_s: float) -> bool:
        """Wait until event is set, or until the clock was moved far enough."""
        until = self._now + timedelta(seconds=most_s)
        moved = asyncio.Event()
        self._moved.add(moved)
        waiting = asyncio.create_task(event.wait())
        moving = asyncio.create_task(moved.wait())
        try:
            while not event.is_set() and self._now < until:
                await asyncio.wait({waiting, moving}, return_when=asyncio.FIRST_COMPLETED)
                if moving.done():
                    moved.clear()
                    moving = asyncio.create_task(moved.wait())
        finally:
            waiting.cancel()
            moving.cancel()
            self._moved.discard(moved)
        return event.is_set()
