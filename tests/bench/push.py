"""Rings through each gateway's channel, beside a bare httpx client to the same server."""

import asyncio
import contextlib
import json
import ssl
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import jwt
import msgspec

from service.platform.clock import SystemClock
from service.platform.push import (
    Address,
    ApnsToken,
    FcmToken,
    Generation,
    HuaweiToken,
    Outcome,
    Ring,
    WebSubscription,
)
from service.platform.push.accounts import WebPushKey
from service.platform.push.configured import from_settings
from service.platform.push.http2 import TROUBLES
from service.platform.push.web_push_seal import WebPushSeal
from tests.bench.report import Measure, at_least, below, middle, only, percentile
from tests.support.gateways.calls import settings
from tests.support.gateways.keys import CONTACT, KEY_ID, PROJECT, TEAM_ID, TOPIC, Keys, make_keys

NOTE = (
    "rings/s, ms and us of CPU per ring, the server in a process of its own that answers after"
    " 20 ms; beside: httpx alone (HTTP/2 for apns, HTTP/1.1 for the others), the same bytes, as"
    " many at once; lost: rings of a burst that were not accepted when the server fails mid-way"
)
_ANSWER_MS = 20
_MOST_S = 8
_FAULTS = {
    "apns": ("goaway", "drop", "freeze", "limit"),
    "fcm": ("drop", "silence"),
    "huawei": ("drop", "silence"),
    "web_push": ("drop", "silence"),
}
_AT_ONCE = {"apns": 80, "fcm": 16, "huawei": 32, "web_push": 32}
Send = Callable[[int], Awaitable[bool]]


@dataclass
class Run:
    """What some rings took."""

    waits_ms: list[float] = field(default_factory=list)
    rates: list[float] = field(default_factory=list)
    cpu_us: list[float] = field(default_factory=list)
    lost: int = 0


async def run(*, quick: bool = False) -> list[Measure]:
    """Each gateway in turn: well, then with each fault."""
    rounds, count = (1, 100) if quick else (4, 250)
    measures: list[Measure] = []
    with tempfile.TemporaryDirectory() as folder:
        keys = make_keys(Path(folder))
        for kind in _FAULTS:
            measures += await _well(kind, keys, rounds, count)
        for kind, faults in _FAULTS.items():
            for fault in faults:
                measures += await _failing(kind, keys, fault, rounds * count)
    return measures


async def _well(kind: str, keys: Keys, rounds: int, count: int) -> list[Measure]:
    async with (
        _server(kind, keys) as said,
        _ours(kind, keys, said) as ours,
        _bare(kind, keys, said) as bare,
    ):
        mine, theirs = Run(), Run()
        for send in (ours, bare):
            await _burst(send, range(20), _AT_ONCE[kind], Run())
        for n in range(rounds):
            numbers = range(100 + n * count, 100 + (n + 1) * count)
            await _burst(ours, numbers, _AT_ONCE[kind], mine)
            await _burst(bare, numbers, _AT_ONCE[kind], theirs)
    assert not mine.lost + theirs.lost, f"{kind}: {mine.lost} and {theirs.lost} were not accepted"
    return [
        at_least(f"{kind}: rate", middle(mine.rates), middle(theirs.rates), 0.6),
        only(f"{kind}: p50", middle(mine.waits_ms), middle(theirs.waits_ms)),
        only(f"{kind}: p99", percentile(mine.waits_ms, 0.99), percentile(theirs.waits_ms, 0.99)),
        only(f"{kind}: CPU", middle(mine.cpu_us), middle(theirs.cpu_us)),
    ]


async def _failing(kind: str, keys: Keys, fault: str, count: int) -> list[Measure]:
    """The server fails at a third of the burst; once for each side."""
    results: list[tuple[int, float]] = []
    for side in (_ours, _bare):
        options = ("--fault", fault, "--at", str(count // 3))
        async with _server(kind, keys, *options) as said, side(kind, keys, said) as send:
            took, begun = Run(), time.perf_counter()
            await _burst(send, range(count), _AT_ONCE[kind], took)
            results.append((took.lost, time.perf_counter() - begun))
    (lost, took_s), (bare_lost, bare_took_s) = results
    return [
        below(f"{kind}: lost of {count}, {fault}", lost, 0),
        only(f"{kind}: lost by httpx alone, {fault}", bare_lost),
        only(f"{kind}: s for all, {fault}", took_s, bare_took_s),
    ]


async def _burst(send: Send, numbers: range, at_once: int, into: Run) -> None:
    waiting = iter(numbers)

    async def work() -> None:
        for number in waiting:
            begun = time.perf_counter()
            good = await send(number)
            into.waits_ms.append(1000 * (time.perf_counter() - begun))
            into.lost += not good

    begun, cpu = time.perf_counter(), time.process_time()
    await asyncio.gather(*(work() for _ in range(at_once)))
    into.rates.append(len(numbers) / (time.perf_counter() - begun))
    into.cpu_us.append(1e6 * (time.process_time() - cpu) / len(numbers))


@asynccontextmanager
async def _server(kind: str, keys: Keys, *options: str) -> AsyncIterator[dict[str, Any]]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.support.gateways.serve", kind, "--keys", str(keys.folder)),
        *("--answer-ms", str(_ANSWER_MS), *options),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    try:
        yield json.loads(await process.stdout.readline())
    finally:
        with contextlib.suppress(ConnectionError):
            await process.communicate(b"")


def _ring(number: int) -> Ring:
    """One that lasts until noon of some far day, so that both sides send the same bytes."""
    return Ring(
        task_id=UUID(int=number + 1),
        words="平安铃：您有新任务，请打开巡防终端。",
        expires_at=datetime.now(UTC) + timedelta(minutes=5),
    )


@asynccontextmanager
async def _ours(kind: str, keys: Keys, said: dict[str, Any]) -> AsyncIterator[Send]:
    url = said["url"]
    given = settings(
        keys,
        apns_url=url,
        fcm_url=url,
        fcm_token_url=f"{url}/token",
        huawei_url=url,
        huawei_token_url=f"{url}/oauth2/v2/token",
        web_push_hosts=url.removeprefix("https://"),
    )
    channels = from_settings(given, SystemClock())
    addresses = _addresses(kind, said)

    async def send(number: int) -> bool:
        address = addresses[number % len(addresses)]
        answer = await channels[kind].send(_ring(number), address)
        return answer.outcome is Outcome.ACCEPTED

    try:
        yield send
    finally:
        for channel in channels.values():
            await channel.close()


def _addresses(kind: str, said: dict[str, Any]) -> list[Address]:
    if kind == "apns":
        return [ApnsToken(f"{n:064x}") for n in range(1000)]
    if kind == "fcm":
        return [FcmToken(f"phone-{n}") for n in range(1000)]
    if kind == "huawei":
        return [HuaweiToken(f"phone-{n}", Generation.V3) for n in range(1000)]
    return list(msgspec.convert(said["browsers"], list[WebSubscription]))


@asynccontextmanager
async def _bare(kind: str, keys: Keys, said: dict[str, Any]) -> AsyncIterator[Send]:
    context = ssl.create_default_context(cafile=str(keys.ca))
    limits = httpx.Limits(max_connections=1 if kind == "apns" else _AT_ONCE[kind])
    http2 = kind == "apns"
    async with httpx.AsyncClient(
        verify=context, http1=not http2, http2=http2, limits=limits, timeout=_MOST_S
    ) as client:
        make = {"apns": _bare_apns, "fcm": _bare_fcm, "huawei": _bare_huawei}.get(kind)
        posts = _bare_web(keys, said) if make is None else await make(client, keys, said["url"])

        async def send(number: int) -> bool:
            url, headers, body = posts(number)
            try:
                # Its own deadlines do not hold where it waits for itself.
                async with asyncio.timeout(_MOST_S):
                    answer = await client.post(url, headers=headers, content=body)
            except (TimeoutError, *TROUBLES):  # type: ignore[misc]
                return False
            return answer.status_code in (200, 201)

        yield send


Post = tuple[str, dict[str, str], bytes]
Posts = Callable[[int], Post]


async def _bare_apns(_: httpx.AsyncClient, keys: Keys, url: str) -> Posts:
    key = keys.apns.read_bytes()
    claims = {"iss": TEAM_ID, "iat": int(time.time())}
    token = jwt.encode(claims, key, algorithm="ES256", headers={"kid": KEY_ID})
    body = json.dumps(
        {"aps": {"alert": {"body": _ring(0).words}, "sound": "default"}, "pad": "x" * 180}
    ).encode()

    def post(number: int) -> Post:
        headers = {
            "authorization": f"bearer {token}",
            "apns-id": str(UUID(int=number + 1)),
            "apns-topic": TOPIC,
            "apns-push-type": "alert",
            "apns-priority": "10",
            "apns-expiration": str(int(time.time()) + 300),
            "apns-collapse-id": f"task-{UUID(int=number + 1)}",
        }
        return f"{url}/3/device/{number % 1000:064x}", headers, body

    return post


async def _bare_fcm(client: httpx.AsyncClient, keys: Keys, url: str) -> Posts:
    account = json.loads(keys.google.read_bytes())
    now = int(time.time())
    claims = {
        "iss": account["client_email"],
        "scope": "https://www.googleapis.com/auth/firebase.messaging",
        "aud": account["token_uri"],
        "iat": now,
        "exp": now + 3600,
    }
    form = {
        "grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer",
        "assertion": jwt.encode(claims, account["private_key"], algorithm="RS256"),
    }
    token = (await client.post(f"{url}/token", data=form)).json()["access_token"]
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}

    def post(number: int) -> Post:
        data = {"task_id": str(UUID(int=number + 1)), "kind": "emergency", "v": "1"}
        data["words"] = _ring(number).words
        android = {
            "priority": "HIGH",
            "ttl": "300s",
            "collapse_key": "task",
            "direct_boot_ok": True,
        }
        message = {"token": f"phone-{number % 1000}", "data": data, "android": android}
        body = json.dumps({"message": message}).encode()
        return f"{url}/v1/projects/{PROJECT}/messages:send", headers, body

    return post


async def _bare_huawei(_: httpx.AsyncClient, keys: Keys, url: str) -> Posts:
    account = json.loads(keys.huawei.read_bytes())
    now = int(time.time())
    claims = {
        "iss": account["sub_account"],
        "aud": account["token_uri"],
        "iat": now,
        "exp": now + 3600,
    }
    kid = {"kid": account["key_id"]}
    token = jwt.encode(claims, account["private_key"], algorithm="PS256", headers=kid)
    headers = {
        "Authorization": f"Bearer {token}",
        "Content-Type": "application/json",
        "push-type": "0",
    }

    def post(number: int) -> Post:
        notification = {
            "category": "WORK",
            "title": "平安铃",
            "body": _ring(number).words,
            "clickAction": {"actionType": 0, "data": {"task_id": str(UUID(int=number + 1))}},
        }
        body = {
            "payload": {"notification": notification},
            "target": {"token": [f"phone-{number % 1000}"]},
            "pushOptions": {"ttl": 300, "biTag": str(UUID(int=number + 1))},
        }
        return f"{url}/v3/{PROJECT}/messages:send", headers, json.dumps(body).encode()

    return post


def _bare_web(keys: Keys, said: dict[str, Any]) -> Posts:
    """Bodies that were sealed before: what is measured is the way, and ours seals as well."""
    from cryptography.hazmat.primitives import serialization

    key: Any = serialization.load_pem_private_key(keys.web_push.read_bytes(), None)
    seal = WebPushSeal(WebPushKey(key, CONTACT))
    browsers = msgspec.convert(said["browsers"], list[WebSubscription])
    signed = seal.signed(browsers[0].endpoint, datetime.now(UTC))
    bodies = [seal.sealed(browser, b"x" * 150) or b"" for browser in browsers]

    def post(number: int) -> Post:
        headers = {
            "TTL": "300",
            "Urgency": "high",
            "Topic": f"task-{number}",
            "Content-Encoding": "aes128gcm",
            "Authorization": signed,
        }
        which = number % len(browsers)
        return browsers[which].endpoint, headers, bodies[which]

    return post
