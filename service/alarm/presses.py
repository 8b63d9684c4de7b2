"""Presses that are as usual (`early`): when the ground shakes, every school presses at once.

As usual is a box of ours, its signature whole, and a site where nothing is open and no drill is
declared. Who the boxes are is asked once for all that came in at about the same time, and what they
pressed is kept in one commit; whoever comes alone waits for nobody.
"""

from collections.abc import Sequence
from uuid import UUID

from service.alarm import actions
from service.alarm.posted import Posted
from service.alarm.wire import Press, Taken
from service.platform.asks import Errand, for_system
from service.platform.db import IN_LINE, Line
from service.platform.early import Answer
from service.platform.gate import Gate
from service.platform.gathering import Gathering, or_alone
from service.platform.house import House
from service.platform.limits import ALARM
from service.site import beats
from service.site.wire import DeviceAt

PATH = "/v1/alarms"


class Presses:
    """Presses that come in at about the same time, of one house."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._posted = Posted(house, PATH, Press, self._find, gather_s=0)
        self._kept: Gathering[tuple[DeviceAt, Press], Taken | None] = Gathering(
            self._keep, gather_s=0
        )

    async def take(self, gate: Gate, headers: dict[str, str], body: bytes) -> Answer | None:
        """The answer to a press that is as usual; None where it is not, and nothing is kept."""
        posted = await self._posted.read(gate, headers, body)
        if posted is None:
            return None
        taken = await self._kept.ask(posted)
        if taken is None:
            return None
        device, _ = posted
        gate.use(PATH, str(device.device_id), ALARM)
        return Answer(201, taken)

    @for_system(Errand.PRESSES)
    async def _find(self, device_ids: Sequence[UUID]) -> list[DeviceAt | None]:
        """Which of these boxes may speak, with their sites."""
        IN_LINE.set(Line.ALARM)
        async with self._house.db.reading() as connection:
            found = await beats.devices(connection, device_ids, self._house.clock.now())
        return [found.get(each) for each in device_ids]

    @for_system(Errand.PRESSES)
    async def _keep(self, pressed: Sequence[tuple[DeviceAt, Press]]) -> list[Taken | None]:
        IN_LINE.set(Line.ALARM)
        return await or_alone(actions.take_together(self._house, pressed), len(pressed))
