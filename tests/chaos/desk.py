"""A dispatcher who resets and closes what has come to an end, and looks at pictures meanwhile.

Now and then he closes what nobody has come to yet, so that many incidents open, and some while he
is still closing another of the same site.

`python -m tests.chaos.desk --base URL --folder DIR`. He hears the whole city; each event number is
in his journal.
"""

import argparse
import asyncio
import contextlib
import random
import sys
from pathlib import Path
from typing import Any

from tests.chaos.journal import Journal
from tests.chaos.listening import TROUBLES, Session

_EACH_S = 0.5
# Of each look, how many incidents to which nobody has come he closes all the same.
_HASTE = 0.03
_AT_ONCE = 16
_ENDING = {"disposition": "accidental"}


class Desk:
    """One desk; presses open ever new incidents because it closes the old ones."""

    def __init__(self, asked: argparse.Namespace) -> None:
        journal = Journal(asked.folder / "city.phone")
        self._session = Session(asked.base, "city", journal)
        # One person may do so much in a minute and no more.
        colleagues = [Session(asked.base, name, journal) for name in ("county", "east")]
        self._hands = [self._session, *colleagues]
        self._looked: set[str] = set()
        self._rng = random.Random(str(asked.folder))

    async def run(self) -> None:
        """Sit there for ever."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._session.listen(self._heard))
            group.create_task(self._clear_up())

    async def _heard(self, event: dict[str, Any]) -> None:
        return

    async def _clear_up(self) -> None:
        while True:
            with contextlib.suppress(*TROUBLES):
                await self._clear_once()
            await asyncio.sleep(_EACH_S)

    async def _clear_once(self) -> None:
        status, incidents = await self._session.ask("GET", "/v1/incidents")
        if status != 200:
            return
        for incident in incidents:
            name = incident["incident_id"]
            if incident["state"] == "on_scene":
                await self._look(name)
                await self._end(name)
            elif self._rng.random() < _HASTE:
                await self._end(name)

    async def _end(self, incident_id: str) -> None:
        status, alarms = await self._session.ask("GET", "/v1/alarms")
        if status != 200:
            return
        mine = [alarm["alarm_id"] for alarm in alarms if alarm["incident_id"] == incident_id]
        for start in range(0, len(mine), _AT_ONCE):
            some = mine[start : start + _AT_ONCE]
            await asyncio.gather(*(self._reset(n, alarm_id) for n, alarm_id in enumerate(some)))
        path, close = f"/v1/incidents/{incident_id}/moves", {"move": "close"} | _ENDING
        await self._session.ask("POST", path, close)

    async def _reset(self, number: int, alarm_id: str) -> None:
        hand = self._hands[number % len(self._hands)]
        await hand.ask("POST", f"/v1/alarms/{alarm_id}/reset", _ENDING)

    async def _look(self, incident_id: str) -> None:
        """Each look is in the register before the picture is seen."""
        status, pictures = await self._session.ask("GET", f"/v1/incidents/{incident_id}/snapshots")
        for picture in pictures if status == 200 else ():
            name = picture["snapshot_id"]
            if picture["state"] == "stored" and name not in self._looked:
                self._looked.add(name)
                await self._session.ask("GET", f"/v1/snapshots/{name}/image")


async def _run(asked: argparse.Namespace) -> None:
    await Desk(asked).run()


def main() -> int:
    """Run until killed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--base", required=True)
    parser.add_argument("--folder", type=Path, required=True)
    asyncio.run(_run(parser.parse_args()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
