"""The maintenance corner of the touch page: how the box is, and whether its parts work."""

import asyncio
import secrets
from dataclasses import asdict
from typing import Any

from kiosk_client import CONTRACT, VERSION
from kiosk_client.agent.clock import Clock, rfc3339
from kiosk_client.agent.log import Log
from kiosk_client.agent.self_test import SelfTest
from kiosk_client.agent.settings import Folder
from kiosk_client.agent.status import read_status
from kiosk_client.screen.http import Refused, Request
from kiosk_client.screen.pin import Entry, Lock

OPEN_S = 300.0  # Left open, the corner closes by itself.
PIN_CHARS_MAX = 12


class Corner:
    """Who has given the number sees the box's state, for OPEN_S after the last question."""

    def __init__(self, folder: Folder, clock: Clock, log: Log, self_test: SelfTest) -> None:
        self._folder = folder
        self._clock = clock
        self._log = log
        self._lock = Lock(folder, clock)
        self._token = ""
        self._until_s = 0.0
        self._started_at = clock.wall()
        self._self_test = self_test

    async def answer(self, request: Request) -> dict[str, Any]:
        """Answer a question of the corner. Raises Refused."""
        facts = request.facts()
        if request.path == "/corner/open":
            return await self._open(facts)
        self._check(request.headers.get("authorization", ""))
        match request.path:
            case "/corner/status":
                return await self._status()
            case "/corner/test":
                return {"tests": await self._test()}
            case "/corner/leave":
                self._token = ""
                return {}
        raise Refused(404)

    async def _open(self, facts: dict[str, Any]) -> dict[str, Any]:
        pin = facts.get("pin")
        if not isinstance(pin, str) or len(pin) > PIN_CHARS_MAX:
            raise Refused(400)
        entry, wait_s = await self._lock.enter(pin)
        self._log.say("corner.tried", entry=entry)
        if entry is not Entry.OPEN:
            return {"entry": entry, "wait_s": round(wait_s)}
        self._token = secrets.token_urlsafe(24)
        self._until_s = self._clock.monotonic() + OPEN_S
        return {"entry": entry, "token": self._token}

    def _check(self, authorization: str) -> None:
        given = authorization.removeprefix("Bearer ").encode()
        now_s = self._clock.monotonic()
        is_open = bool(self._token) and now_s < self._until_s
        if not is_open or not secrets.compare_digest(given, self._token.encode()):
            raise Refused(403)
        self._until_s = now_s + OPEN_S

    async def _status(self) -> dict[str, Any]:
        status = await asyncio.to_thread(read_status, self._folder)
        return status | {
            "self_test": self._self_test.told,
            "version": VERSION,
            "contract": CONTRACT,
            "started_at": rfc3339(self._started_at),
            "now": rfc3339(self._clock.wall()),
        }

    async def _test(self) -> list[dict[str, Any]]:
        """The box's own test, as each night: what it finds is kept and told in the same places."""
        return [asdict(check) for check in await self._self_test.test()]
