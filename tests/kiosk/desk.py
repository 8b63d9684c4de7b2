"""The centre as a box meets it: a real server on loopback that checks every signature.

It can be told to fail in each way a server, a proxy or a portal on the way fails, and it keeps a
record of everything it got.
"""

import asyncio
import base64
import json
import secrets
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

from aiohttp import web
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from http_message_signatures import (
    HTTPMessageVerifier,
    InvalidSignature,
    MappingKeyResolver,
    VerificationKey,
    algorithms,
)

from kiosk_client.agent.clock import SystemClock, rfc3339


@dataclass
class Device:
    """One enrolled box; key is 32 Ed25519 bytes or a shared secret."""

    device_id: str
    algorithm: str
    key: bytes
    refused: str | None = None


@dataclass
class Alarm:
    """A press that was taken, with the body it came in."""

    alarm_id: str
    body: dict[str, Any]
    device_id: str
    state: str = "received"
    eta_s: float | None = None
    test: bool = False

    @property
    def progress(self) -> dict[str, Any]:
        """How far it has come, as the box is told."""
        told = {"state": self.state, "eta_s": self.eta_s, "test": self.test}
        return {"press_id": self.body["press_id"]} | told


@dataclass
class Asked:
    """One request as it came in; status is what it was answered, 0 while it was not."""

    method: str
    path: str
    body: bytes
    headers: dict[str, str]
    status: int = 0
    at: datetime = field(default_factory=lambda: SystemClock().wall())

    @property
    def facts(self) -> dict[str, Any]:
        facts = json.loads(self.body)
        assert isinstance(facts, dict)
        return facts


Fault = Callable[["Desk", web.Request, Asked], Awaitable[web.StreamResponse | None]]


HANDLER: web.RequestKey[Any] = web.RequestKey("handler", object)
DEVICE = web.RequestKey("device", Device)


@dataclass
class Desk:
    """Start it with `async with Desk() as desk`."""

    heartbeat_s: float = 30.0
    devices: dict[str, Device] = field(default_factory=dict)
    codes: set[str] = field(default_factory=set)
    alarms: dict[str, Alarm] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    faults: deque[tuple[str, Fault]] = field(default_factory=deque)  # Each is used once.
    fault: Fault | None = None  # For every request, as long as it is set.
    fault_path: str = "/v1/"
    contract: str = ""  # What it says that it speaks; empty: it says nothing.
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
    bulletins: list[dict[str, Any]] = field(default_factory=list)
    portraits: dict[str, bytes] = field(default_factory=dict)  # By bulletin_id.
    now: datetime | None = None  # What its clock says, where not what the wall's says.
    ssl_context: Any = None
    port: int = 0
    _runner: web.AppRunner | None = None

    async def __aenter__(self) -> "Desk":
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def start(self) -> None:
        """Open; again on the same port after a stop."""
        self.stopping.clear()
        app = web.Application(middlewares=[self._guard])
        app.router.add_post("/v1/devices/enrol", self._enrol)
        app.router.add_post("/v1/alarms", self._alarm)
        app.router.add_post("/v1/devices/heartbeat", self._heartbeat)
        app.router.add_get("/v1/alarms/{press_id}/progress", self._progress)
        app.router.add_post("/v1/devices/rotate", self._rotate)
        app.router.add_get("/v1/devices/bulletins", self._bulletins)
        app.router.add_get("/v1/devices/bulletins/{bulletin_id}/portrait", self._portrait)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(
            self._runner, "127.0.0.1", self.port, ssl_context=self.ssl_context, reuse_address=True
        )
        await site.start()
        self.port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        """Close: nobody is there any more."""
        self.stopping.set()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    @property
    def url(self) -> str:
        return f"{'https' if self.ssl_context else 'http'}://127.0.0.1:{self.port}"

    def code(self) -> str:
        """A one-time code from the administrator."""
        code = secrets.token_hex(4)
        self.codes.add(code)
        return code

    @property
    def press_ids(self) -> list[str]:
        """The presses that were taken, in the order of their first answer."""
        return list(self.alarms)

    def posts(self, path: str = "/v1/alarms") -> list[Asked]:
        """The requests for this path, in order."""
        return [asked for asked in self.asked if asked.path == path]

    def got_more_than(self, count: int, path: str = "/v1/alarms") -> Callable[[], bool]:
        """A condition: more requests than count have come for this path."""
        return lambda: len(self.posts(path)) > count

    def move(self, state: str, eta_s: float | None = None) -> None:
        """The newest alarm has come this far."""
        alarm = list(self.alarms.values())[-1]
        alarm.state, alarm.eta_s = state, eta_s

    @web.middleware
    async def _guard(self, request: web.Request, handler: Any) -> web.StreamResponse:
        body = await request.read()
        headers = {name.lower(): value for name, value in request.headers.items()}
        asked = Asked(request.method, request.path, body, headers)
        self.asked.append(asked)
        request[HANDLER] = handler
        fault = self._next_fault(request.path)
        answer = await fault(self, request, asked) if fault is not None else None
        if answer is None:
            answer = await self.answer(request, asked)
        asked.status = answer.status
        if self.contract:
            answer.headers["Watchbell-Contract"] = self.contract
        return answer

    async def answer(self, request: web.Request, asked: Asked) -> web.StreamResponse:
        """The true answer."""
        if request.path != "/v1/devices/enrol":
            device = self._verify(request, asked)
            if isinstance(device, str):
                return problem(401, device)
            request[DEVICE] = device
        answer = await request[HANDLER](request)
        assert isinstance(answer, web.StreamResponse)
        return answer

    def _next_fault(self, path: str) -> Fault | None:
        if self.faults and path.startswith(self.faults[0][0]):
            return self.faults.popleft()[1]
        return self.fault if path.startswith(self.fault_path) else None

    def _verify(self, request: web.Request, asked: Asked) -> Device | str:
        """The device that signed, or the code of the refusal."""
        key_id = asked.headers.get("signature-input", "").partition('keyid="')[2].partition('"')[0]
        device = self.devices.get(key_id)
        if device is None:
            return "device.unknown"
        if device.refused is not None:
            return device.refused
        key: VerificationKey = device.key
        if device.algorithm == "ed25519":
            key = Ed25519PublicKey.from_public_bytes(device.key)
        verifier = HTTPMessageVerifier(
            signature_algorithm=(
                algorithms.ED25519 if device.algorithm == "ed25519" else algorithms.HMAC_SHA256
            ),
            key_resolver=MappingKeyResolver(public_keys={key_id: key}, private_keys={}),
        )
        # The box's clock may be wrong by years: what it says is signed, and not a reason to refuse.
        verifier.max_clock_skew = timedelta(days=365 * 200)
        message = SimpleNamespace(
            method=request.method, url=self.url + request.path, headers=asked.headers
        )
        try:
            results = verifier.verify(
                message,
                max_age=None,
                expect_tag="watchbell",
                expect_label="watchbell",
                require_components=("@method", "@path"),
                body=asked.body,
            )
        except InvalidSignature:
            return "device.forged"
        assert len(results) == 1
        assert results[0].parameters["alg"] == device.algorithm
        return device

    async def _enrol(self, request: web.Request) -> web.Response:
        facts = await request.json()
        if facts["code"] not in self.codes:
            return problem(409, "enrolment.code_used")
        self.codes.discard(facts["code"])
        device_id = f"box-{len(self.devices) + 1}"
        answer = {
            "device_id": device_id,
            "site": {"site_id": "site-1", "name": "第一小学 · 东门"},
            "heartbeat_s": self.heartbeat_s,
        }
        if facts["algorithm"] == "ed25519":
            key = base64.b64decode(facts["public_key"], validate=True)
            assert len(key) == 32
        else:
            assert "public_key" not in facts
            key = secrets.token_bytes(32)
            answer["secret"] = base64.b64encode(key).decode()
        self.devices[device_id] = Device(device_id, facts["algorithm"], key)
        return web.json_response(answer, status=201)

    async def _alarm(self, request: web.Request) -> web.Response:
        facts = await request.json()
        press_id = facts["press_id"]
        assert datetime.fromisoformat(facts["pressed_at"]).tzinfo is not None
        status = 200 if press_id in self.alarms else 201
        if status == 201:
            self.alarms[press_id] = Alarm(
                f"alarm-{len(self.alarms) + 1}", facts, request[DEVICE].device_id
            )
        alarm = self.alarms[press_id]
        answer = {
            "alarm_id": alarm.alarm_id,
            "incident_id": "incident-1",
            "state": alarm.state,
            "received_at": rfc3339(SystemClock().wall()),
        }
        return web.json_response(answer, status=status)

    async def _heartbeat(self, request: web.Request) -> web.Response:
        device_id = request[DEVICE].device_id
        presses = [alarm.progress for alarm in self.alarms.values() if alarm.device_id == device_id]
        answer = {
            "now": rfc3339(SystemClock().wall()),
            "heartbeat_s": self.heartbeat_s,
            "presses": presses[-20:],
        }
        return web.json_response(answer)

    async def _progress(self, request: web.Request) -> web.Response:
        alarm = self.alarms.get(request.match_info["press_id"])
        if alarm is None:
            return problem(404, "alarm.unknown")
        return web.json_response(alarm.progress)

    async def _bulletins(self, _: web.Request) -> web.Response:
        now = rfc3339(self.now or SystemClock().wall())
        answer = {"now": now, "again_s": 10, "hold_s": 900, "bulletins": self.bulletins}
        return web.json_response(answer)

    async def _portrait(self, request: web.Request) -> web.Response:
        jpeg = self.portraits.get(request.match_info["bulletin_id"])
        if jpeg is None:
            return problem(404, "request.not_found")
        return web.Response(body=jpeg, content_type="image/jpeg")

    async def _rotate(self, request: web.Request) -> web.Response:
        facts = await request.json()
        device = request[DEVICE]
        device.key = base64.b64decode(facts["public_key"], validate=True)
        return web.json_response({"device_id": device.device_id})


def problem(status: int, code: str) -> web.Response:
    """A refusal as the centre words it."""
    facts = {"type": f"/problems/{code}", "title": code, "status": status, "code": code}
    return web.json_response(
        facts | {"detail": f"refused: {code}"},
        status=status,
        content_type="application/problem+json",
    )
