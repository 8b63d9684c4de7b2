"""Signs of life that are as usual (`early`): a province's boxes send two thousand in a second.

As usual is a box of ours, its signature whole, nothing pressed lately. Who the boxes are is asked,
and that they live is written, for all that came in at about the same time.
"""

from collections.abc import Sequence
from uuid import UUID

from msgspec import Struct

from service.alarm import rules, store
from service.alarm.posted import Posted
from service.alarm.wire import Beat
from service.platform.asks import Errand, for_system
from service.platform.db import IN_LINE, Line
from service.platform.early import Answer
from service.platform.gate import Gate
from service.platform.gathering import GATHER_S, Gathering
from service.platform.house import House
from service.platform.limits import ALARM
from service.site import beats
from service.site.beats import Speaker
from service.site.wire import HEARTBEAT_S, Heartbeat

PATH = "/v1/devices/heartbeat"


class _Sign(Struct, frozen=True):
    """A sign of life that is as usual."""

    device_id: UUID
    beat: Heartbeat


class Beats:
    """Signs of life that come in at about the same time, of one house."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._posted = Posted(house, PATH, Heartbeat, self._find, gather_s=GATHER_S)
        self._signs: Gathering[_Sign, None] = Gathering(self._keep)

    async def take(self, gate: Gate, headers: dict[str, str], body: bytes) -> Answer | None:
        """The answer to a sign of life that is as usual; None where it is not, and nothing done."""
        posted = await self._posted.read(gate, headers, body)
        if posted is None:
            return None
        speaker, beat = posted
        if gate.use(PATH, str(speaker.device_id), ALARM) > 0:
            return None
        await self._signs.ask(_Sign(speaker.device_id, beat))
        beaten = Beat(now=self._house.clock.now(), heartbeat_s=HEARTBEAT_S, presses=[])
        return Answer(200, beaten)

    @for_system(Errand.HEARTBEATS)
    async def _find(self, device_ids: Sequence[UUID]) -> list[Speaker | None]:
        """Who of these may speak and has nothing to be told."""
        since = self._house.clock.now() - rules.TOLD_FOR
        IN_LINE.set(Line.ALARM)
        async with self._house.db.reading() as connection:
            found = await beats.speakers(connection, device_ids)
            pressed = await store.who_pressed(connection, device_ids, since)
        return [found.get(each) if each not in pressed else None for each in device_ids]

    @for_system(Errand.HEARTBEATS)
    async def _keep(self, signs: Sequence[_Sign]) -> list[None]:
        IN_LINE.set(Line.ALARM)
        kept = [(sign.device_id, sign.beat) for sign in signs]
        async with self._house.db.reading() as connection:
            await beats.keep(connection, kept, self._house.clock.now())
        return [None] * len(signs)
