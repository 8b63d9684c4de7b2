"""An officer with a phone who is human: answers, refuses, says nothing, is late, says it twice.

`python -m tests.chaos.phone --base URL --folder DIR --name officer1 --at LAT,LON --seed S`. What
he was told is in his journal: each event number, each answer to each move.
"""

import argparse
import asyncio
import contextlib
import hashlib
import random
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from tests.chaos.journal import Journal
from tests.chaos.listening import TROUBLES, Session

_FIX_EVERY_S = 10.0
_INBOX_EVERY_S = 4.0
_ANSWER_MOST_S = 60.0
_LATE_S = 20.0
_BUSY_S = (0.3, 2.0)
# Of ten rings: how many he takes at once, takes late, refuses, does not hear.
_MOODS = ("accept",) * 6 + ("late", "decline", "decline", "silence")
_GIVES_BACK_SHARE = 0.05


def token_of(name: str) -> str:
    """What Apple calls his phone."""
    return hashlib.sha256(name.encode()).hexdigest()


class Officer:
    """One officer and what he does about each task."""

    def __init__(self, asked: argparse.Namespace) -> None:
        self._journal = Journal(asked.folder / f"{asked.name}.phone")
        self._session = Session(asked.base, asked.name, self._journal)
        self._name, self._at = asked.name, [float(part) for part in asked.at.split(",")]
        self._rng = random.Random(asked.seed)
        self._met: set[str] = set()
        self._acting: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """On duty for ever."""
        await self._register()
        async with asyncio.TaskGroup() as group:
            group.create_task(self._session.listen(self._heard))
            group.create_task(self._look_now_and_then())
            group.create_task(self._stand())

    async def _register(self) -> None:
        phone_id = uuid5(NAMESPACE_URL, self._name)
        by = {"gateway": "apns", "token": token_of(self._name)}
        about = {"platform": "ios", "model": "chaos", "by": by}
        for path, method, body in (
            (f"/v1/me/phones/{phone_id}", "PUT", about),
            ("/v1/me/duty", "POST", {"on": True}),
        ):
            answer = await self._session.until_answered(method, path, body, _ANSWER_MOST_S)
            self._journal.write("began", path=path, status=answer and answer[0])

    async def _stand(self) -> None:
        while True:
            with contextlib.suppress(*TROUBLES):
                at = datetime.now(UTC).isoformat()
                fix = {"at": at, "lat": self._at[0], "lon": self._at[1], "crs": "WGS-84"}
                await self._session.ask("POST", "/v1/me/positions", {"fixes": [fix]})
            await asyncio.sleep(_FIX_EVERY_S)

    async def _look_now_and_then(self) -> None:
        while True:
            with contextlib.suppress(*TROUBLES):
                status, tasks = await self._session.ask("GET", "/v1/me/tasks")
                for task in tasks if status == 200 else ():
                    self._meet(task)
            await asyncio.sleep(_INBOX_EVERY_S)

    async def _heard(self, event: dict[str, Any]) -> None:
        if event["topic"].startswith("task."):
            self._meet(event["body"])

    def _meet(self, task: dict[str, Any]) -> None:
        if task["task_id"] in self._met or not task["ringing"]:
            return
        self._met.add(task["task_id"])
        acting = asyncio.create_task(self._act(task["task_id"]))
        self._acting.add(acting)
        acting.add_done_callback(self._acting.discard)

    async def _act(self, task_id: str) -> None:
        mood = self._rng.choice(_MOODS)
        if mood == "silence":
            return
        await self._move(task_id, "receive")
        if mood == "late":
            await asyncio.sleep(_LATE_S)
        if mood == "decline":
            await self._move(task_id, "decline")
            return
        # Said twice at once: a phone that heard no answer, or a finger that slipped.
        twice = await asyncio.gather(
            self._move(task_id, "accept"),
            *([self._move(task_id, "accept")] if self._rng.random() < 0.2 else []),
        )
        if 200 not in twice:
            return
        await asyncio.sleep(self._rng.uniform(*_BUSY_S))
        if self._rng.random() < _GIVES_BACK_SHARE:
            await self._move(task_id, "decline")
            return
        for move in ("en_route", "on_scene", "clear"):
            await self._move(task_id, move)
            await asyncio.sleep(self._rng.uniform(*_BUSY_S))

    async def _move(self, task_id: str, move: str) -> int:
        path, began = f"/v1/tasks/{task_id}/moves", asyncio.get_running_loop().time()
        answer = await self._session.until_answered("POST", path, {"move": move}, _ANSWER_MOST_S)
        status, body = answer or (0, {})
        self._journal.write(
            "answer",
            task_id=task_id,
            move=move,
            status=status,
            code=(body or {}).get("code"),
            took_s=asyncio.get_running_loop().time() - began,
        )
        return status


async def _run(asked: argparse.Namespace) -> None:
    await Officer(asked).run()


def main() -> int:
    """Run until killed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--base", required=True)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--name", required=True)
    parser.add_argument("--at", required=True)
    parser.add_argument("--seed", required=True)
    asyncio.run(_run(parser.parse_args()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
