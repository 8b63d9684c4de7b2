"""Keeps this process's share of the warm cameras, as many as its time allows."""

import asyncio
import contextlib
import resource
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from prometheus_client import Gauge

from service.camera import actions as camera
from service.platform.camera_link import Endpoint
from service.platform.db import TROUBLES
from service.platform.house import House
from service.platform.rings import leases
from service.platform.rings.ahead import Ahead
from service.platform.rings.door import Door
from service.platform.rings.keeper import Find, Keeper
from service.platform.rings.share import room
from service.platform.seal import SealBroken

_log = structlog.get_logger()

WARM = Gauge(
    "watchbell_warm_cameras",
    "Cameras whose ring is kept, by whether pictures come.",
    ["state"],
    multiprocess_mode="livesum",
)
BYTES = Gauge("watchbell_warm_bytes", "Compressed pictures in memory.", multiprocess_mode="livesum")

_TURN_S = 1.0
_LOOK = timedelta(seconds=10)
_FORGET = timedelta(minutes=1)


async def keep_warm(house: House, name: str) -> None:
    """Take part in keeping cameras warm until cancelled, unless the settings allow none."""
    if not house.settings.warm_cameras_max:
        return
    keeper = Keeper(house.clock, _finder(house), house.cameras.reach, _ahead(house))
    door = Door(keeper, house.rings.signer)
    address = await door.open(house.settings.warm_host)
    house.rings.hold(keeper)
    try:
        await _take_turns(house, name, address, keeper)
    finally:
        house.rings.hold(None)
        await door.close()
        with contextlib.suppress(*TROUBLES):
            async with house.db.reading() as connection:
                await leases.rest(connection, name)
        await keeper.close()


async def _take_turns(house: House, name: str, address: str, keeper: Keeper) -> None:
    most = house.settings.warm_cameras_max
    never, load, here = asyncio.Event(), _Load(house.clock.now()), most
    forgot_at = house.clock.now()
    while True:
        now = house.clock.now()
        try:
            async with house.db.reading() as connection:
                keeper.keep(await leases.take_part(connection, name, address, here, now))
                if now - forgot_at >= _FORGET:
                    await leases.forget(connection, now)
                    forgot_at = now
        except TROUBLES as error:
            # What is kept stays: whoever has a picture's address may still ask for it.
            _log.warning("warm.database_away", trouble=type(error).__name__)
        standing = keeper.standing()
        busy = load.look(now)
        if busy is not None:
            fits = room(len(standing), here, busy, house.settings.warm_busy_percent / 100, most)
            if fits < here:
                _log.warning("warm.too_busy", cameras=len(standing), fits=fits, busy=busy)
            here = fits
        coming = sum(warmth.trouble is None for warmth in standing)
        WARM.labels("good").set(coming)
        WARM.labels("troubled").set(len(standing) - coming)
        BYTES.set(sum(warmth.size_bytes for warmth in standing))
        await house.clock.wait(never, _TURN_S)


class _Load:
    """How busy this thread is: it reads all streams; decoders have threads of their own."""

    def __init__(self, now: datetime) -> None:
        self._looked_at, self._used_s = now, _used_s()

    def look(self, now: datetime) -> float | None:
        """The share of a core since the last look, where that was a while ago."""
        if now - self._looked_at < _LOOK:
            return None
        used_s, length_s = _used_s(), (now - self._looked_at).total_seconds()
        busy = (used_s - self._used_s) / length_s
        self._looked_at, self._used_s = now, used_s
        return busy


def _used_s() -> float:
    used = resource.getrusage(resource.RUSAGE_THREAD)
    return used.ru_utime + used.ru_stime


def _ahead(house: House) -> Ahead | None:
    share = house.settings.warm_ahead_percent / 100
    return Ahead(house.clock, share, house.settings.warm_cameras_max) if share else None


def _finder(house: House) -> Find:
    """Where cameras answer; while the database is away, where they answered before."""
    known: dict[UUID, Endpoint] = {}

    async def find(camera_id: UUID) -> Endpoint | None:
        with contextlib.suppress(*TROUBLES, SealBroken):
            async with house.db.reading() as connection:
                known[camera_id] = await camera.endpoint(house, connection, camera_id)
        return known.get(camera_id)

    return find
