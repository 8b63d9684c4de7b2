"""Everything that features share, in one hand; made in one place, the composition root."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

from service.platform.bell import Bell
from service.platform.blobs import Blobs
from service.platform.camera_link import CameraLink
from service.platform.clock import Clock
from service.platform.crew import Crew
from service.platform.db import Connection, Database
from service.platform.ground import Ground
from service.platform.live import Hub
from service.platform.outbox import Outbox
from service.platform.push import Channel
from service.platform.recorders.copies import Copies
from service.platform.recorders.recorders import Recorders
from service.platform.rings.rings import Rings
from service.platform.router import Router
from service.platform.seal import Seal
from service.platform.seats import Seats
from service.platform.sign_on import Provider
from service.platform.turns import Turns
from service.platform.verifier import Verifier
from service.settings import Settings


@dataclass(frozen=True)
class House:
    """The neighbours of all features."""

    settings: Settings
    clock: Clock
    db: Database
    bell: Bell
    outbox: Outbox
    live: Hub
    blobs: Blobs
    seal: Seal
    router: Router
    ground: Ground
    cameras: CameraLink
    rings: Rings
    recorders: Recorders
    copies: Copies
    crew: Crew
    channels: Mapping[str, Channel]
    sign_on: Provider | None
    verifier: Verifier | None
    watching: Seats
    rounds: Turns[tuple[str, str]]
    looks: Turns[bytes]

    @asynccontextmanager
    async def transaction(self, lock_s: float | None = None) -> AsyncIterator[Connection]:
        """One transaction; after its commit those are told to look who have something to see.

        Raises LockNotAvailableError where a statement waits for a lock for longer than `lock_s`.
        """
        with self.outbox.owing() as owed:
            async with self.db.transaction(lock_s) as connection:
                yield connection
        self.outbox.ring(owed)
