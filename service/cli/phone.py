"""A patrol's phone in a terminal: what an app must do, in its shortest form.

It speaks the officer's part of the contract and nothing else: it signs in, goes on duty, sends
where it is, listens, says at once that it has received a task, and answers. Whatever it may have
missed, the inbox tells; a move whose answer was lost is sent again and changes nothing twice. What
it decides stands in `duties.py`.
"""

import asyncio
import contextlib
import random
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import aiohttp
import msgspec

from service.cli import duties
from service.cli.duties import Judged, Time, Waiting
from service.core.geo import Place
from service.platform.clock import Clock, SystemClock

_INBOX_EVERY_S = 10.0
_FIX_EVERY_S = 5.0
_LINE_BYTES_MAX = 1_000_000
_SEEN_MOST = 1000


class Between(aiohttp.ClientError):
    """An answer that is not the service's: a proxy, or a network that asks for a sign-in."""


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
        self._known: dict[str, dict[str, Any]] = {}
        self._waiting: list[Waiting] = []
        self._sending = asyncio.Lock()
        self._answers: dict[tuple[str, str], dict[str, Any] | Refused] = {}
        self._fixes: dict[datetime, Place] = {}
        self._attempts: list[str] = []
        self._newest: dict[str, int] = {}
        self.time = Time()
        self.phone_id: str | None = None
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
        """Say which phone this is: the same at each start."""
        phone_id = str(uuid5(NAMESPACE_URL, f"{self._server}/{self._name}/{model}"))
        about = {"platform": "terminal", "model": model}
        await self.send("PUT", f"/v1/me/phones/{phone_id}", about)
        self.phone_id = phone_id

    async def sign_out(self) -> None:
        """Go off duty, and be rung no more. Raises Refused."""
        await self.set_duty(False)
        if self.phone_id is not None:
            await self.send("DELETE", f"/v1/me/phones/{self.phone_id}", None)
            self.phone_id = None
        await self.send("DELETE", "/v1/sessions/current", None)

    async def report(self, place: Place) -> None:
        """Send where the phone is now, and where it was while nobody answered."""
        self.place = place
        now = self._clock.now() + self.time.ahead
        fixes = self._fixes | {now: place}
        self._fixes = {at: fixes[at] for at in duties.batch(list(fixes), now)}
        sent = [
            {"at": at.isoformat(), "lat": p.lat, "lon": p.lon, "crs": "WGS-84", "accuracy_m": 10}
            for at, p in self._fixes.items()
        ]
        with contextlib.suppress(Refused):  # Off duty, or of no use: nobody wants these later.
            await self.send("POST", "/v1/me/positions", {"fixes": sent})
        self._fixes = {}

    async def move(self, task_id: str, move: str, reason: str = "") -> dict[str, Any]:
        """Do one move, sent in its turn until it is answered. Raises Refused."""
        key = (task_id, move)
        if not any((one.task_id, one.move) == key for one in self._waiting):
            self._answers.pop(key, None)
        self._waiting = duties.keep(self._waiting, Waiting(task_id, move, reason))
        async with self._sending:
            tries = 0
            while key not in self._answers:
                judged = await self._send_first()
                if judged.do == "again":
                    tries += 1
                    await asyncio.sleep(duties.pause_s(tries, random.random(), judged.wait_s))  # noqa: S311
                else:
                    tries = 0
        answer = self._answers[key]
        if isinstance(answer, Refused):
            raise answer
        return answer

    async def _send_first(self) -> Judged:
        """Send what waits first, once. Raises Refused where somebody must sign in: it stays."""
        first = self._waiting[0]
        answer: dict[str, Any] | Refused
        try:
            path = f"/v1/tasks/{first.task_id}/moves"
            body = {"move": first.move, "reason": first.reason}
            answer, judged = dict(await self.send("POST", path, body)), duties.judge(200)
        except Refused as refused:
            problem = refused.problem
            judged = duties.judge(refused.status, problem["code"], problem.get("retry_s", 0))
            if judged.do == "sign_in":
                raise
            answer = refused
        except (aiohttp.ClientError, TimeoutError, OSError):
            return duties.judge(None)
        left = duties.settle(self._waiting, first, judged)
        for one in self._waiting:
            if one not in left:
                self._answers[one.task_id, one.move] = answer
        self._waiting = left
        _forget(self._answers)
        return judged

    async def push(self, text: str) -> bool:
        """A push, as a gateway would hand it over; whether the phone rings for it.

        One that takes a ring back rings nothing: the inbox, asked at once, ends the ring.
        """
        now = self._clock.now() + self.time.ahead
        heard = duties.read_push(text, self.phone_id, now, self._attempts, self._newest)
        if heard.receipt is not None:
            self._attempts = [*self._attempts, heard.receipt][-_SEEN_MOST:]
            with contextlib.suppress(Refused):  # Not one of ours: nothing more to say.
                await self.send("POST", "/v1/receipts", {"delivery_id": heard.receipt})
        if heard.ring is not None:
            body = msgspec.json.decode(text)
            self._newest[body["task_id"]] = duties.version(body.get("v"))
            _forget(self._newest)
        if heard.look:
            await self.look()
        return heard.ring in ("emergency", "ordinary")

    def left_s(self, until: datetime) -> float:
        """Seconds until an instant, by the service's time."""
        return self.time.left_s(until, self._clock.now())

    async def run(self) -> None:
        """Listen, look into the inbox now and then, send positions; until cancelled."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._listen())
            group.create_task(self._look_now_and_then())
            group.create_task(self._report_now_and_then())

    async def look(self) -> None:
        """Read the inbox: the truth, whatever was pushed or missed."""
        before = set(self.tasks)  # What is offered while the answer is under way stays.
        tasks = await self.send("GET", "/v1/me/tasks", None)
        for task_id in before - {task["task_id"] for task in tasks}:
            self.tasks.pop(task_id, None)
        for task in tasks:
            await self._take(task)

    async def _take(self, task: dict[str, Any]) -> None:
        task_id = task["task_id"]
        known = self._known.get(task_id)
        met = duties.meet(known, task)
        if not met.take:
            return
        self._known[task_id] = task
        _forget(self._known)
        if met.screen == "over":
            self.tasks.pop(task_id, None)
        else:
            self.tasks[task_id] = task
        if known is not None and known["state"] == task["state"]:
            return
        if met.receive:
            received = await self.move(task_id, "receive")
            if duties.meet(self._known.get(task_id), received).take:
                self._known[task_id] = self.tasks[task_id] = task = received
        await self._on_task(task)

    async def _listen(self) -> None:
        tries = 0
        while True:
            with contextlib.suppress(aiohttp.ClientError, TimeoutError, OSError, Refused):
                async for data in self._stream():
                    tries = 0
                    await self._hear(data)
            self.listening.clear()
            tries += 1
            await asyncio.sleep(duties.pause_s(tries, random.random()))  # noqa: S311
            with contextlib.suppress(aiohttp.ClientError, TimeoutError, OSError, Refused):
                await self._renew()

    async def _hear(self, data: str) -> None:
        heard = duties.hear(data, self._seq)
        self._seq = heard.seq
        if heard.do == "look":
            await self.look()
        elif heard.do == "take":
            event = msgspec.json.decode(data)
            if event["topic"].startswith("task."):
                await self._take(event["body"])

    async def _stream(self) -> AsyncIterator[str]:
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
                    yield line[6:].decode()

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
        asked = self._clock.now()
        async with self._session.request(
            method, self._server + path, json=body, headers=headers, allow_redirects=False
        ) as answer:
            said = await answer.read()
            self.time.learn(answer.headers.get("Date", ""), asked, self._clock.now())
        if answer.status == 204:
            return None
        try:
            found = msgspec.json.decode(said)
        except msgspec.DecodeError as error:
            raise Between(f"{answer.status} from somebody in between") from error
        if answer.status < 300:
            return found
        if answer.status < 400 or not isinstance(found, dict) or "code" not in found:
            raise Between(f"{answer.status} from somebody in between")
        raise Refused(answer.status, found)


def _forget(kept: dict[Any, Any]) -> None:
    """Let go of what is oldest."""
    while len(kept) > _SEEN_MOST:
        kept.pop(next(iter(kept)))


_KEYS = {"a": "accept", "d": "decline", "e": "en_route", "o": "on_scene", "c": "clear"}


async def play(server: str, name: str, password: str, answer: str, at: str | None) -> int:
    """`watchbell phone`: ring, and answer by key or by itself. 1 when signing in fails."""

    async def on_task(task: dict[str, Any]) -> None:
        _print(task)
        if task["ringing"]:
            until = datetime.fromisoformat(task["answer_by"])
            sys.stdout.write(f"  the next unit rings in {phone.left_s(until):.0f} s\n")
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
                await phone.sign_out()
    return 0


async def _keys(phone: Phone) -> None:
    """Lines from standard input, each a key for the task that was offered last, or a push."""
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while line := (await reader.readline()).decode().strip():
        if line.startswith("{"):
            with contextlib.suppress(Refused, aiohttp.ClientError, OSError):
                sys.stdout.write("\arings\n" if await phone.push(line) else "does not ring\n")
            continue
        line = line.lower()
        if line == "q":
            return
        task = next(reversed(phone.tasks.values()), None)
        if task is None or line not in _KEYS:
            sys.stdout.write("nothing to answer\n" if line in _KEYS else "a, d, e, o, c or q\n")
            continue
        can = duties.may(task["state"])
        if _KEYS[line] not in can:
            sys.stdout.write(f"not now; {', '.join(can)}\n")
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
