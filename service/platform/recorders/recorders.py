"""All recorders by their addresses, each answer within a deadline."""

import asyncio
from collections.abc import Awaitable
from pathlib import Path

from service.platform.camera_link.http import Fetcher
from service.platform.clock import Clock
from service.platform.reach import Reach
from service.platform.recorders import (
    Adapter,
    Address,
    HoldTrouble,
    NotHeld,
    SegmentFolder,
    Stretch,
)
from service.platform.recorders.folder import FolderRecorder
from service.platform.recorders.http import HttpRecorder

# One that takes longer is asked again later; the others do not wait for it.
MOST_S = 5.0
_TOGETHER_MOST = 32


class Recorders:
    """Connections are shared and bounded; a recorder that hangs holds up no other."""

    def __init__(self, clock: Clock, reach: Reach, folder: Path | None) -> None:
        """`folder` is below which folders of segments lie; without one there are none."""
        self._fetcher = Fetcher(clock, reach)
        self._folder = folder
        self._places = asyncio.Semaphore(_TOGETHER_MOST)

    async def close(self) -> None:
        """Give the connections back."""
        await self._fetcher.close()

    async def hold(self, address: Address, stretch: Stretch, most_s: float = MOST_S) -> None:
        """Hold back a stretch of a recording. Raises NotHeld."""
        await self._within(most_s, self._adapter(address).hold(stretch))

    async def release(
        self, address: Address, channel: str, hold: str, most_s: float = MOST_S
    ) -> None:
        """Let go of what was held. Raises NotHeld."""
        await self._within(most_s, self._adapter(address).release(channel, hold))

    def _adapter(self, address: Address) -> Adapter:
        if not isinstance(address, SegmentFolder):
            return HttpRecorder(self._fetcher, address)
        if self._folder is None:
            raise NotHeld(HoldTrouble.AWAY)
        within = (self._folder / address.path).resolve()
        if not within.is_relative_to(self._folder.resolve()):
            raise NotHeld(HoldTrouble.FORBIDDEN_ADDRESS)
        return FolderRecorder(within)

    async def _within(self, most_s: float, asked: Awaitable[None]) -> None:
        async with self._places:
            try:
                async with asyncio.timeout(most_s):
                    await asked
            except TimeoutError as error:
                raise NotHeld(HoldTrouble.TOO_SLOW) from error
