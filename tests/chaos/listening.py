"""A person's session and his live stream, by the contract alone; each event number is written."""

import asyncio
import contextlib
import json
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp

from tests.chaos.journal import Journal
from tests.support.hamlet import PASSWORD

TROUBLES = (aiohttp.ClientError, TimeoutError, OSError, ValueError)
_ASK_MOST_S = 8.0
_AGAIN_S = 0.3
_SILENT_MOST_S = 40.0
_LINE_BYTES_MAX = 1 << 20

Heard = Callable[[dict[str, Any]], Awaitable[None]]


class Session:
    """Somebody who has signed in, and signs in again whenever that is over."""

    def __init__(self, base: str, name: str, journal: Journal) -> None:
        self.base, self.name, self.journal = base, name, journal
        self._token = ""
        self._last: int | None = None
        self._socket = 0
        timeout = aiohttp.ClientTimeout(total=_ASK_MOST_S)
        self._http = aiohttp.ClientSession(timeout=timeout, read_bufsize=_LINE_BYTES_MAX)

    async def ask(self, method: str, path: str, body: object = None) -> tuple[int, Any]:
        """One request; status and body. Raises one of TROUBLES."""
        if not self._token:
            await self._sign_in()
        headers = {"Authorization": f"Bearer {self._token}"}
        async with self._http.request(
            method, self.base + path, json=body, headers=headers
        ) as answer:
            data = await answer.read()
            if answer.status == 401:
                self._token = ""
            kind = answer.headers.get("content-type", "")
            return answer.status, json.loads(data) if data and "json" in kind else None

    async def until_answered(
        self, method: str, path: str, body: object, most_s: float
    ) -> tuple[int, Any] | None:
        """Asked again until there is an answer that is not the server's trouble; None too late."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(most_s):
                while True:
                    with contextlib.suppress(*TROUBLES):
                        status, answer = await self.ask(method, path, body)
                        if status < 500 and status not in (401, 429):
                            return status, answer
                    await asyncio.sleep(_AGAIN_S)
        return None

    async def listen(self, heard: Heard) -> None:
        """Listen for ever; resume after the last number that was seen."""
        while True:
            with contextlib.suppress(*TROUBLES):
                if not self._token:
                    await self._sign_in()
                await self._hear_out(heard)
            await asyncio.sleep(_AGAIN_S)

    async def _hear_out(self, heard: Heard) -> None:
        headers = {"Authorization": f"Bearer {self._token}", "Accept": "text/event-stream"}
        if self._last is not None:
            headers["Last-Event-ID"] = str(self._last)
        timeout = aiohttp.ClientTimeout(total=None, sock_connect=5, sock_read=_SILENT_MOST_S)
        async with self._http.get(
            f"{self.base}/v1/live", headers=headers, timeout=timeout
        ) as answer:
            if answer.status != 200:
                self._token = ""
                return
            self._socket += 1
            self.journal.write("socket", socket=self._socket, after=self._last)
            async for line in answer.content:
                if line.startswith(b"data: "):
                    await self._take(json.loads(line[6:]), heard)

    async def _take(self, event: dict[str, Any], heard: Heard) -> None:
        if event["seq"] is not None:
            self.journal.write("event", socket=self._socket, seq=event["seq"])
            self._last = event["seq"]
        await heard(event)

    async def _sign_in(self) -> None:
        body = {"name": self.name, "password": PASSWORD}
        async with self._http.post(f"{self.base}/v1/sessions", json=body) as answer:
            if answer.status != 201:
                raise TimeoutError(f"{answer.status}")
            self._token = (await answer.json())["access_token"]
