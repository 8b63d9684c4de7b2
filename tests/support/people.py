"""Boxes, dispatchers and officers as outside programs: they speak HTTP, by the contract alone."""

import base64
import json
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import aiohttp
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from http_message_signatures import (
    HTTPMessageSigner,
    HTTPSignatureKeyResolver,
    algorithms,
)

from tests.support import hamlet


def new_press_id() -> UUID:
    """What a box names a press by."""
    return uuid4()


@dataclass
class Answer:
    """What came back."""

    status: int
    body: Any
    headers: dict[str, str]

    @property
    def code(self) -> str:
        """The problem's code."""
        return str(self.body["code"])


class Caller:
    """Somebody with an HTTP connection."""

    def __init__(self, base: str, session: aiohttp.ClientSession) -> None:
        self.base = base
        self.session = session

    async def raw(
        self, method: str, path: str, body: bytes | None, headers: dict[str, str]
    ) -> Answer:
        """One request as it is."""
        async with self.session.request(
            method, self.base + path, data=body, headers=headers
        ) as answer:
            data = await answer.read()
            kind = answer.headers.get("content-type", "")
            whole = kind.partition(";")[0].endswith(("/json", "+json"))
            found = json.loads(data) if data and whole else data
            return Answer(answer.status, found, dict(answer.headers))


class _OwnKey(HTTPSignatureKeyResolver):
    def __init__(self, key: Any) -> None:
        self.key = key

    def resolve_private_key(self, key_id: str) -> Any:
        return self.key

    def resolve_public_key(self, key_id: str) -> Any:
        return self.key


@dataclass
class _Message:
    method: str
    url: str
    headers: dict[str, str] = field(default_factory=dict)


class Box(Caller):
    """A box at a school."""

    def __init__(self, base: str, session: aiohttp.ClientSession) -> None:
        super().__init__(base, session)
        self.device_id = ""
        self.algorithm: Any = algorithms.ED25519
        self.key: Any = Ed25519PrivateKey.generate()

    def public_key(self) -> str:
        """What it shows of its key."""
        return base64.b64encode(self.key.public_key().public_bytes_raw()).decode()

    async def enrol(self, code: str, *, algorithm: str = "ed25519") -> Answer:
        """Enrol with a one-time code."""
        body: dict[str, object] = {"code": code, "model": "test", "algorithm": algorithm}
        if algorithm == "ed25519":
            body["public_key"] = self.public_key()
        answer = await self.raw(
            "POST",
            "/v1/devices/enrol",
            json.dumps(body).encode(),
            {"content-type": "application/json"},
        )
        if answer.status == 201:
            self.device_id = answer.body["device_id"]
            if algorithm != "ed25519":
                self.algorithm = algorithms.HMAC_SHA256
                self.key = base64.b64decode(answer.body["secret"])
        return answer

    def sign(self, method: str, path: str, body: bytes, *, key: Any = None) -> dict[str, str]:
        """The headers that prove who sends."""
        message = _Message(method, "http://box" + path)
        HTTPMessageSigner(
            signature_algorithm=self.algorithm, key_resolver=_OwnKey(key or self.key)
        ).sign(
            message,
            key_id=self.device_id,
            label="watchbell",
            tag="watchbell",
            covered_component_ids=("@method", "@path"),
            body=body or None,
        )
        return message.headers

    async def call(self, method: str, path: str, body: object = None) -> Answer:
        """A signed request."""
        data = json.dumps(body).encode() if body is not None else b""
        headers = self.sign(method, path, data)
        if data:
            headers["content-type"] = "application/json"
        return await self.raw(method, path, data or None, headers)

    async def press(self, press_id: UUID | None = None, **more: object) -> Answer:
        """Press the key."""
        body = {
            "press_id": str(press_id or uuid4()),
            "kind": "emergency",
            "pressed_at": "2026-03-02T15:40:00+08:00",
        } | more
        return await self.call("POST", "/v1/alarms", body)

    async def progress(self, press_id: UUID) -> Answer:
        """How far the answer has come."""
        return await self.call("GET", f"/v1/alarms/{press_id}/progress")

    async def beat(self, **more: object) -> Answer:
        """Say that it lives."""
        at = "2026-03-02T15:40:00+08:00"
        body = {"sent_at": at, "started_at": at, "version": "1", "spooled": 0} | more
        return await self.call("POST", "/v1/devices/heartbeat", body)


class Person(Caller):
    """Somebody with an account."""

    token = ""
    _renews = ""

    async def sign_in(self, name: str, password: str = hamlet.PASSWORD) -> Answer:
        """Sign in."""
        answer = await self.post("/v1/sessions", {"name": name, "password": password})
        if answer.status == 201:
            self.token = answer.body["access_token"]
            self._renews = answer.body["refresh_token"]
        return answer

    async def renew(self) -> Answer:
        """Go on with the same session, as a page does before its token ends."""
        answer = await self.post("/v1/sessions/refresh", {"refresh_token": self._renews})
        if answer.status < 400:
            self.token, self._renews = answer.body["access_token"], answer.body["refresh_token"]
        return answer

    async def take_note(self) -> None:
        """Take note of the notices that hold, so that no page begins with one."""
        notices = await self.get("/v1/me/notices")
        assert notices.status == 200, notices.body
        for one in notices.body:
            path = f"/v1/me/consents/{one['notice']['notice_id']}"
            taken = await self.put(path, {"how": "page"})
            assert taken.status == 204, taken.body

    async def get(self, path: str) -> Answer:
        """Read."""
        return await self.raw("GET", path, None, self._headers())

    async def post(self, path: str, body: object) -> Answer:
        """Write."""
        headers = self._headers() | {"content-type": "application/json"}
        return await self.raw("POST", path, json.dumps(body).encode(), headers)

    async def put(self, path: str, body: object) -> Answer:
        """Put something in place of what stands there."""
        headers = self._headers() | {"content-type": "application/json"}
        return await self.raw("PUT", path, json.dumps(body).encode(), headers)

    async def patch(self, path: str, body: object) -> Answer:
        """Change what is said, and nothing else."""
        headers = self._headers() | {"content-type": "application/json"}
        return await self.raw("PATCH", path, json.dumps(body).encode(), headers)

    async def delete(self, path: str) -> Answer:
        """Take back."""
        return await self.raw("DELETE", path, None, self._headers())

    async def move(self, kind: str, of: str, **body: object) -> Answer:
        """A move of an incident or task: `move("incidents", id, move="close", ...)`."""
        return await self.post(f"/v1/{kind}/{of}/moves", body)

    def _headers(self) -> dict[str, str]:
        return {"authorization": f"Bearer {self.token}"} if self.token else {}


class Officer(Person):
    """An officer with a phone."""

    async def on_duty(self, where: dict[str, object], at: str) -> None:
        """Go on duty and say where."""
        answer = await self.post("/v1/me/duty", {"on": True})
        assert answer.status == 200, answer.body
        answer = await self.stand(where, at)
        assert answer.body == {"kept": 1, "dropped": 0}

    async def stand(self, where: dict[str, object], at: str) -> Answer:
        """Say where."""
        return await self.post("/v1/me/positions", {"fixes": [{"at": at, **where}]})

    async def tasks(self) -> list[dict[str, Any]]:
        """The inbox."""
        answer = await self.get("/v1/me/tasks")
        assert answer.status == 200, answer.body
        return list(answer.body)

    async def task(self) -> dict[str, Any]:
        """The one task in the inbox."""
        tasks = await self.tasks()
        assert len(tasks) == 1, tasks
        return tasks[0]

    async def answer(self, move: str, **more: object) -> Answer:
        """Move the one task in the inbox."""
        task = await self.task()
        return await self.move("tasks", task["task_id"], move=move, **more)
