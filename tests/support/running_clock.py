"""A clock that runs with the wall and can be moved on by hand: for streams, whose time runs."""

import asyncio
import contextlib
import time
from datetime import UTC, datetime, timedelta


class RunningClock:
    """The service's clock: real seconds, and those that were added by `forward`."""

    def __init__(self) -> None:
        self._ahead = timedelta()
        self._moved: set[asyncio.Event] = set()

    def now(self) -> datetime:
        """This instant, moved."""
        return datetime.now(UTC) + self._ahead

    def ticks(self) -> float:
        """Real seconds: lengths are measured, not moved."""
        return time.monotonic()

    def forward(self, seconds: float) -> None:
        """Move on, and wake whoever waits for a time."""
        self._ahead += timedelta(seconds=seconds)
        for moved in self._moved:
            moved.set()

    async def wait(self, event: asyncio.Event, most_s: float) -> bool:
        """Wait until event is set, or until so much time has passed or was added."""
        until, moved = self.now() + timedelta(seconds=most_s), asyncio.Event()
        self._moved.add(moved)
        try:
            while not event.is_set() and (left := until - self.now()) > timedelta():
                moved.clear()
                tasks = [asyncio.create_task(e.wait()) for e in (event, moved)]
                try:
                    await asyncio.wait(
                        tasks,
                        timeout=left.total_seconds(),
                        return_when=asyncio.FIRST_COMPLETED,
                    )
                finally:
                    for task in tasks:
                        task.cancel()
                    with contextlib.suppress(asyncio.CancelledError):
                        await asyncio.gather(*tasks, return_exceptions=True)
        finally:
            self._moved.discard(moved)
        return event.is_set()
