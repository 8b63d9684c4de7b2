"""A box that knows the contract alone, and remembers which alarm each press was said to be.

`python -m tests.chaos.plain_box --base URL --folder DIR --name plain1 --code CODE --seed S`. Its
spool is its journal: a press is written there before it is sent, and sent until it is answered,
over kill -9 too. Now and then it sends one again that was answered long ago. Told to come back
later, as one who presses more often than a box may, it does.
"""

import argparse
import asyncio
import random
import sys
from collections.abc import Awaitable
from pathlib import Path
from uuid import UUID

import aiohttp
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.chaos.journal import Journal, read
from tests.support.people import Answer, Box, new_press_id

_ANSWER_S = 10.0
_REPEATED_SHARE = 0.05
_PAUSE_MOST_S = 2.0


class PlainBox:
    """One box and its journal."""

    def __init__(self, asked: argparse.Namespace, session: aiohttp.ClientSession) -> None:
        self._run, self._name, self._code = asked.folder, asked.name, asked.code
        self._each_s, self._rng = asked.each_s, random.Random(asked.seed)
        self._box = Box(asked.base, session)
        path = self._run / f"{self._name}.presses"
        before = read(path)
        self._journal = Journal(path)
        self._told = [line["press_id"] for line in before if line["what"] == "told"]
        meant = [line["press_id"] for line in before if line["what"] == "meant"]
        self._waiting = [one for one in meant if one not in set(self._told)]

    async def run(self) -> None:
        """Press for ever."""
        await self._enrol()
        for press_id in self._waiting:
            await self._send(press_id)
        while True:
            await asyncio.sleep(self._rng.expovariate(1 / self._each_s))
            if (self._run / "over").exists():
                continue
            if self._told and self._rng.random() < _REPEATED_SHARE:
                await self._send(self._rng.choice(self._told))
                continue
            press_id = str(new_press_id())
            self._journal.write("meant", press_id=press_id)
            await self._send(press_id)

    async def _enrol(self) -> None:
        kept = self._run / f"{self._name}.key"
        if not kept.exists():
            kept.write_bytes(self._box.key.private_bytes_raw())
        self._box.key = Ed25519PrivateKey.from_private_bytes(kept.read_bytes())
        named = self._run / f"{self._name}.device"
        if named.exists():
            self._box.device_id = named.read_text()
            return
        answer = None
        while answer is None or answer.status != 201:
            answer = await self._try(self._box.enrol(self._code))
        named.write_text(self._box.device_id)

    async def _send(self, press_id: str) -> None:
        pause_s = 0.1
        while True:
            answer = await self._try(self._box.press(UUID(press_id)))
            if answer is not None and answer.status in (200, 201):
                break
            if answer is not None and answer.status == 429 and "Retry-After" in answer.headers:
                wait_s = int(answer.headers["Retry-After"])
                self._journal.write("slowed", press_id=press_id, wait_s=wait_s)
                await asyncio.sleep(wait_s)
                continue
            if answer is not None and answer.status < 500:
                self._journal.write("refused", press_id=press_id, status=answer.status)
            await asyncio.sleep(pause_s)
            pause_s = min(2 * pause_s, _PAUSE_MOST_S)
        self._journal.write("told", press_id=press_id, alarm_id=answer.body["alarm_id"])
        self._told.append(press_id)

    async def _try(self, asking: Awaitable[Answer]) -> Answer | None:
        try:
            return await asking
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError):
            return None


async def _run(asked: argparse.Namespace) -> None:
    timeout = aiohttp.ClientTimeout(total=_ANSWER_S)
    async with aiohttp.ClientSession(timeout=timeout) as session:
        await PlainBox(asked, session).run()


def main() -> int:
    """Run until killed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--base", required=True)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--name", required=True)
    parser.add_argument("--code", required=True)
    parser.add_argument("--seed", required=True)
    parser.add_argument("--each-s", type=float, default=0.5)
    asyncio.run(_run(parser.parse_args()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
