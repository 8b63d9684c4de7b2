"""A patrol's phone in a terminal: what an app must do, in its shortest form.

It speaks the officer's part of the contract and nothing else: it signs in, goes on duty, sends
where it is, listens, says at once that it has received a task, and answers. Whatever it may have
missed, the inbox tells; a move whose answer was lost is sent again and changes nothing twice.
"""

import asyncio
import contextlib
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import aiohttp
import msgspec

from service.core.geo import Place
from service.platform.clock import Clock, SystemClock

_AGAIN_FIRST_S = 0.2
_AGAIN_MOST_S = 5.0
_INBOX_EVERY_S = 10.0
_FIX_EVERY_S = 5.0
_LINE_BYTES_MAX = 1_000_000
_SEEN_MOST = 1000


class Refused(Exception):
    """The service answered with a problem."""

    def __init__(self, status: int, problem: dict[str, Any]) -> None:
        super().__init__(f"{status} {problem.get('code')}: {problem.get('title')}")
        self.status = status
        self.problem = problem


OnTask = Callable[[dict[str, Any]], Awaitable[None]]


class Phone:
    """One officer's phone. `on_task` is called for each task that is new or has changed."""

    def __init__(
        self, server: str, name: str, password: str, on_task: OnTask, clock: Clock | None = None
    ) -> None:
        self._server = server.rstrip("/")
        self._name, self._password = name, password
        self._on_task = on_task
        self._clock = clock or SystemClock()
        self._session: aiohttp.ClientSession | None = None
        self._access = ""
        self._refresh = ""
        self._seq: int | None = None
        self._told: dict[str, str] = {}
        self.place: Place | None = None
        self.tasks: dict[str, dict[str, Any]] = {}
        self.listening = asyncio.Event()

    async def __aenter__(self) -> "Phone":
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10))
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._session is not None, "entered already"
        await self._session.close()

    async def sign_in(self) -> None:
        """Sign in with name and password. Raises Refused."""
        body = {"name": self._name, "password": self._password}
        self._keep(await self._send("POST", "/v1/sessions", body, signed=False))

    async def set_duty(self, on: bool) -> None:
        """Go on duty, or off it."""
        await self.send("POST", "/v1/me/duty", {"on": on})

    async def register(self, model: str) -> None:
        """Say which phone this is."""
        await self.send("POST", "/v1/me/phones", {"platform": "terminal", "model": model})

    async def report(self, place: Place) -> None:
        """Send where the phone is now."""
        self.place = place
        at = self._clock.now().isoformat()
        fix = {"at": at, "lat": place.lat, "lon": place.lon, "crs": "WGS-84", "accuracy_m": 10}
        await self.send("POST", "/v1/me/positions", {"fixes": [fix]})

    async def move(self, task_id: str, move: str, reason: str = "") -> dict[str, Any]:
        """Do one move, sent until it is answered. Raises Refused."""
        pause_s = _AGAIN_FIRST_S
        while True:
            try:
                path = f"/v1/tasks/{task_id}/moves"
                return dict(await self.send("POST", path, {"move": move, "reason": reason}))
            except (aiohttp.ClientError, TimeoutError, OSError):
                await asyncio.sleep(pause_s)
                pause_s = min(2 * pause_s, _AGAIN_MOST_S)

    async def run(self) -> None:
        """Listen, look into the inbox now and then, send positions; until cancelled."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._listen())
            group.create_task(self._look_now_and_then())
            group.create_task(self._report_now_and_then())

    async def look(self) -> None:
        """Read the inbox: the truth, whatever was pushed or missed."""
        tasks = await self.send("GET", "/v1/me/tasks", None)
        there = {task["task_id"] for task in tasks}
        for task_id in set(self.tasks) - there:
            del self.tasks[task_id]
        for task in tasks:
            await self._take(task)

    async def _take(self, task: dict[str, Any]) -> None:
        task_id = task["task_id"]
        if task["ended_at"] is None:
            self.tasks[task_id] = task
        else:
            self.tasks.pop(task_id, None)
        if self._told.get(task_id) == task["state"]:
            return
        self._told[task_id] = task["state"]
        while len(self._told) > _SEEN_MOST:
            self._told.pop(next(iter(self._told)))
        if task["state"] == "offered":
            task = await self.move(task_id, "receive")
            self._told[task_id] = task["state"]
        await self._on_task(task)

    async def _listen(self) -> None:
        pause_s = _AGAIN_FIRST_S
        while True:
            with contextlib.suppress(aiohttp.ClientError, TimeoutError, OSError, Refused):
                async for topic, body in self._stream():
                    pause_s = _AGAIN_FIRST_S
                    if topic.startswith("task."):
                        await self._take(body)
            self.listening.clear()
            await asyncio.sleep(pause_s)
            pause_s = min(2 * pause_s, _AGAIN_MOST_S)
            with contextlib.suppress(aiohttp.ClientError, TimeoutError, OSError, Refused):
                await self._renew()

    async def _stream(self) -> AsyncIterator[tuple[str, dict[str, Any]]]:
        assert self._session is not None, "entered already"
        headers = {"Authorization": f"Bearer {self._access}", "Accept": "text/event-stream"}
        if self._seq is not None:
            headers["Last-Event-ID"] = str(self._seq)
        timeout = aiohttp.ClientTimeout(total=None, sock_connect=5, sock_read=40)
        async with self._session.get(
            f"{self._server}/v1/live",
            headers=headers,
            timeout=timeout,
            read_bufsize=_LINE_BYTES_MAX,
        ) as answer:
            if answer.status != 200:
                raise Refused(answer.status, await answer.json(content_type=None))
            async for line in answer.content:
                if line.startswith(b": watchbell"):
                    self.listening.set()
                if line.startswith(b"data: "):
                    event = msgspec.json.decode(line[6:])
                    if event["seq"] is not None:
                        self._seq = event["seq"]
                    yield event["topic"], event["body"]

    async def _look_now_and_then(self) -> None:
        while True:
            with contextlib.suppress(aiohttp.ClientError, TimeoutError, OSError, Refused):
                await self.look()
            await asyncio.sleep(_INBOX_EVERY_S)

    async def _report_now_and_then(self) -> None:
        while True:
            if self.place is not None:
                with contextlib.suppress(aiohttp.ClientError, TimeoutError, OSError, Refused):
                    await self.report(self.place)
            await asyncio.sleep(_FIX_EVERY_S)

    async def send(self, method: str, path: str, body: object) -> Any:
        """One request; an access token that has expired is renewed once. Raises Refused."""
        try:
            return await self._send(method, path, body)
        except Refused as refused:
            if refused.status != 401:
                raise
        await self._renew()
        return await self._send(method, path, body)

    async def _renew(self) -> None:
        try:
            body = {"refresh_token": self._refresh}
            self._keep(await self._send("POST", "/v1/sessions/refresh", body, signed=False))
        except Refused:
            await self.sign_in()

    def _keep(self, session: dict[str, Any]) -> None:
        self._access, self._refresh = session["access_token"], session["refresh_token"]

    async def _send(self, method: str, path: str, body: object, *, signed: bool = True) -> Any:
        assert self._session is not None, "entered already"
        headers = {"Authorization": f"Bearer {self._access}"} if signed else {}
        async with self._session.request(
            method, self._server + path, json=body, headers=headers
        ) as answer:
            found = await answer.json(content_type=None)
            if answer.status >= 400:
                raise Refused(answer.status, found if isinstance(found, dict) else {})
            return found


_KEYS = {"a": "accept", "d": "decline", "e": "en_route", "o": "on_scene", "c": "clear"}


async def play(server: str, name: str, password: str, answer: str, at: str | None) -> int:
    """`watchbell phone`: ring, and answer by key or by itself. 1 when signing in fails."""

    async def on_task(task: dict[str, Any]) -> None:
        _print(task)
        if task["ringing"] and answer in ("accept", "decline"):
            with contextlib.suppress(Refused):
                _print(await phone.move(task["task_id"], answer))

    async with Phone(server, name, password, on_task) as phone:
        try:
            await phone.sign_in()
            await phone.register("terminal")
            await phone.set_duty(True)
        except (Refused, aiohttp.ClientError, OSError) as error:
            sys.stderr.write(f"watchbell phone: {error}\n")
            return 1
        if at is not None:
            lat, lon = (float(part) for part in at.split(","))
            await phone.report(Place(lat, lon))
        sys.stdout.write("on duty; a accept, d decline, e en route, o on scene, c clear, q quit\n")
        running = asyncio.create_task(phone.run())
        try:
            await _keys(phone)
        finally:
            running.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await running
            with contextlib.suppress(Refused, aiohttp.ClientError, OSError):
                await phone.set_duty(False)
    return 0


async def _keys(phone: Phone) -> None:
    """Lines from standard input, each a key, for the task that was offered last."""
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while line := (await reader.readline()).decode().strip().lower():
        if line == "q":
            return
        task = next(reversed(phone.tasks.values()), None)
        if task is None or line not in _KEYS:
            sys.stdout.write("nothing to answer\n" if line in _KEYS else "a, d, e, o, c or q\n")
            continue
        try:
            _print(await phone.move(task["task_id"], _KEYS[line]))
        except Refused as refused:
            sys.stdout.write(f"{refused}\n")
    await asyncio.Event().wait()


def _print(task: dict[str, Any]) -> None:
    eta = f", about {task['eta_s'] / 60:.0f} min" if task["eta_s"] is not None else ""
    mark = "\a☎ " if task["ringing"] else "  "
    where = " · ".join(part for part in (task["title"], task["point_name"]) if part)
    test = " [test]" if task["test"] else ""
    line = f"{mark}#{task['incident_number']} {task['kind']}{test} {where}{eta}: {task['state']}"
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
