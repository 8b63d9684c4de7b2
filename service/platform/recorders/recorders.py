"""All recorders by their addresses, each answer within a deadline."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from service.platform.camera_link.http import Fetcher
from service.platform.clock import Clock
from service.platform.reach import Reach
from service.platform.recorders import (
    Address,
    Brought,
    GapWhy,
    GatewayAddress,
    Giver,
    Holder,
    HoldService,
    HoldTrouble,
    NotFetched,
    NotHeld,
    OnvifAddress,
    PlaybackAddress,
    Segment,
    SegmentFolder,
    Stretch,
)
from service.platform.recorders.folder import FolderRecorder
from service.platform.recorders.gb28181 import GatewayRecorder
from service.platform.recorders.http import HttpRecorder
from service.platform.recorders.onvif import OnvifRecorder, ReplayDevices
from service.platform.recorders.rtsp import RtspRecorder

# One that takes longer is asked again later; the others do not wait for it.
MOST_S = 5.0
LIST_MOST_S = 15.0
_TOGETHER_MOST, _FETCHES_MOST = 32, 4

T = TypeVar("T")


class Recorders:
    """Connections are shared and bounded; a recorder that hangs holds up no other."""

    def __init__(self, clock: Clock, reach: Reach, folder: Path | None) -> None:
        """`folder` is below which folders of segments lie; without one there are none."""
        self._clock, self._reach = clock, reach
        self._fetcher = Fetcher(clock, reach)
        self._devices = ReplayDevices(clock, self._fetcher)
        self._folder = folder
        self._places = asyncio.Semaphore(_TOGETHER_MOST)
        # Of their own, so that a long fetch keeps no hold waiting.
        self._fetches = asyncio.Semaphore(_FETCHES_MOST)

    async def close(self) -> None:
        """Give the connections back."""
        await self._fetcher.close()

    async def hold(self, address: Address, stretch: Stretch, most_s: float = MOST_S) -> None:
        """Hold back a stretch of a recording. Raises NotHeld."""
        await self._within(most_s, self._holder(address).hold(stretch))

    async def release(
        self, address: Address, channel: str, hold: str, most_s: float = MOST_S
    ) -> None:
        """Let go of what was held. Raises NotHeld."""
        await self._within(most_s, self._holder(address).release(channel, hold))

    async def segments(
        self,
        address: Address,
        channel: str,
        from_at: datetime,
        until_at: datetime,
        most_s: float = LIST_MOST_S,
    ) -> list[Segment]:
        """What a recorder has of a time, by its own clock. Raises NotFetched."""
        return await self._fetching(
            most_s, lambda giver: giver.segments(channel, from_at, until_at), address
        )

    async def bring(
        self,
        address: Address,
        channel: str,
        segment: Segment,
        file: Path,
        *,
        bytes_most: int,
        most_s: float,
    ) -> Brought | None:
        """Write a segment into a file, going on where it ends. Raises NotFetched.

        With GapWhy.NOT_YET the time was over; another try goes on.
        """
        return await self._fetching(
            most_s,
            lambda giver: giver.bring(channel, segment, file, bytes_most),
            address,
            GapWhy.NOT_YET,
        )

    async def _fetching(
        self,
        most_s: float,
        ask: Callable[[Giver], Awaitable[T]],
        address: Address,
        late: GapWhy = GapWhy.TOO_SLOW,
    ) -> T:
        try:
            giver = self._giver(address)
        except NotHeld as error:
            barred = error.trouble is HoldTrouble.FORBIDDEN_ADDRESS
            why = GapWhy.FORBIDDEN_ADDRESS if barred else GapWhy.AWAY
            raise NotFetched(why) from error
        try:
            async with asyncio.timeout(most_s), self._fetches:
                return await ask(giver)
        except TimeoutError as error:
            raise NotFetched(late) from error

    def _giver(self, address: Address) -> Giver:
        match address:
            case HoldService():
                return HttpRecorder(self._fetcher, address)
            case PlaybackAddress():
                return RtspRecorder(self._clock, self._reach, address)
            case OnvifAddress():
                return OnvifRecorder(self._clock, self._reach, self._devices, address)
            case GatewayAddress():
                return GatewayRecorder(self._clock, self._fetcher, address)
            case SegmentFolder():
                return self._of_folder(address)

    def _holder(self, address: Address) -> Holder:
        """Raises NotHeld for a kind that can hold nothing."""
        if isinstance(address, SegmentFolder):
            return self._of_folder(address)
        if isinstance(address, HoldService):
            return HttpRecorder(self._fetcher, address)
        raise NotHeld(HoldTrouble.CANNOT_HOLD)

    def _of_folder(self, address: SegmentFolder) -> FolderRecorder:
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
