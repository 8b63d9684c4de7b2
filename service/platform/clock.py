"""The one place where the time is read. Rules are told it; tests move it by hand."""

import asyncio
import time
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """What time it is, and waiting for it to pass."""

    def now(self) -> datetime:
        """This instant, UTC."""
        ...

    def ticks(self) -> float:
        """Seconds that never jump, for measuring a length."""
        ...

    async def wait(self, event: asyncio.Event, most_s: float) -> bool:
        """Wait until event is set, at most most_s; whether it was set."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """This instant, UTC."""
        return datetime.now(UTC)

    def ticks(self) -> float:
        """Seconds that never jump, for measuring a length."""
        return time.monotonic()

    async def wait(self, event: asyncio.Event, most_s: float) -> bool:
        """Wait until event is set, at most most_s; whether it was set."""
        try:
            async with asyncio.timeout(most_s):  # wait_for may lose a cancellation (3.11).
                await event.wait()
        except TimeoutError:
            return False
        return True
