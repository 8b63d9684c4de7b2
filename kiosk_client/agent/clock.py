"""The reader of the clocks. All else is told the time, so that it can be moved by hand."""

import asyncio
import time
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Two clocks: the wall's, which may be wrong by years, and one that only goes forward."""

    def wall(self) -> datetime:
        """The instant that the box believes it is, with its zone."""
        ...

    def monotonic(self) -> float:
        """Seconds that only grow; every wait and every order of events uses these."""
        ...

    async def wait(self, event: asyncio.Event, wait_s: float) -> bool:
        """Wait for the event, at most wait_s; answers whether it came."""
        ...


class SystemClock:
    """The clocks of the machine."""

    def wall(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return time.monotonic()

    async def wait(self, event: asyncio.Event, wait_s: float) -> bool:
        try:
            async with asyncio.timeout(wait_s):
                await event.wait()
        except TimeoutError:
            return False
        return True


def rfc3339(at: datetime) -> str:
    """An instant as the wire carries it: RFC 3339 with a zone, to the millisecond."""
    return at.isoformat(timespec="milliseconds")
