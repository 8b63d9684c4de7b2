"""Boxes that press in an open loop, each press kept and repeated until it is answered.

`python -m tests.hosts.presses --base URL --keys FILE --journal FILE --rate R`, until the file
`over` lies beside the journal and everything is answered, or two minutes later.
"""

import argparse
import asyncio
import json
import time
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import aiohttp
import uvloop
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.bench.county import Key, read_keys
from tests.chaos.journal import Journal
from tests.support.people import Box

# As the box does: a short wait for an answer, and pauses that grow.
_ANSWER_S, _PAUSE_FIRST_S, _PAUSE_MOST_S = 5.0, 0.25, 2.0
_LAST_S = 120.0


class Boxes:
    """All boxes of a county, in one process."""

    def __init__(self, base: str, found: list[Key], journal: Journal, rate: float) -> None:
        self._base, self._found, self._journal, self._rate = base, found, journal, rate
        self._next = 0

    async def press_on(self, over: Path) -> None:
        """One press every 1/rate seconds, whether or not those before were answered."""
        timeout = aiohttp.ClientTimeout(total=_ANSWER_S)
        line = aiohttp.TCPConnector(limit=0)
        async with aiohttp.ClientSession(timeout=timeout, connector=line) as session:
            boxes = [self._box(key, session) for key in self._found]
            began, tasks, count = time.monotonic(), set[asyncio.Task[None]](), 0
            while not over.exists():  # noqa: ASYNC240
                due = began + count / self._rate
                await asyncio.sleep(max(0.0, due - time.monotonic()))
                task = asyncio.create_task(self._press(boxes[count % len(boxes)]))
                tasks.add(task)
                task.add_done_callback(tasks.discard)
                count += 1
            if tasks:
                await asyncio.wait(tasks, timeout=_LAST_S)

    def _box(self, key: Key, session: aiohttp.ClientSession) -> Box:
        box = Box(self._base, session)
        box.device_id, box.key = key.device_id, Ed25519PrivateKey.from_private_bytes(key.seed)
        return box

    async def _press(self, box: Box) -> None:
        press_id, pause_s, tries = str(uuid4()), _PAUSE_FIRST_S, 0
        self._journal.write("due", press_id=press_id)
        body = {"press_id": press_id, "kind": "emergency", "pressed_at": _now()}
        while True:
            tries += 1
            status = await self._sent(box, json.dumps(body).encode())
            if status in (200, 201):
                break
            await asyncio.sleep(pause_s)
            pause_s = min(2 * pause_s, _PAUSE_MOST_S)
        self._journal.write("answered", press_id=press_id, status=status, tries=tries)

    async def _sent(self, box: Box, body: bytes) -> int:
        path = "/v1/alarms"
        headers = box.sign("POST", path, body) | {"content-type": "application/json"}
        try:
            return (await box.raw("POST", path, body, headers)).status
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError):
            return 0


def _now() -> str:
    return datetime.now(UTC).isoformat()


def main() -> None:
    """Press."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--base", required=True)
    parser.add_argument("--keys", type=Path, required=True)
    parser.add_argument("--journal", type=Path, required=True)
    parser.add_argument("--rate", type=float, required=True)
    asked = parser.parse_args()
    boxes = Boxes(asked.base, read_keys(asked.keys), Journal(asked.journal), asked.rate)
    uvloop.run(boxes.press_on(asked.journal.with_name("over")))


if __name__ == "__main__":
    main()
