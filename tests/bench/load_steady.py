"""A steady load of its own: heartbeats or positions, each at its moment whether or not others came.

Open loop: a request is due by the clock, waits for a free connection where none is, and its time
counts from when it was due. Reads `run SECONDS` lines, answers each with one line of JSON.
"""

import argparse
import asyncio
import base64
import json
import random
import sys
import time
from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import uvloop

from kiosk_client.agent.signing import Message, sign
from tests.bench.county import Key, read_keys, spot

# Due requests are handed out this often; it is part of every time that is told.
_TICK_S = 0.002
# Every box and phone has a connection of its own; fewer would hold back what is gathered.
_LINES = 512

HEARTBEAT = "/v1/devices/heartbeat"
POSITIONS = "/v1/me/positions"

Maker = Callable[[int], bytes]


class Line(asyncio.Protocol):
    """One kept connection: a request at a time."""

    def __init__(self, sender: "Sender") -> None:
        self._sender = sender
        self._due_s = 0.0
        self._got = b""
        self._transport: Any = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """It stands."""
        self._transport = transport

    def ask(self, request: bytes, due_s: float) -> None:
        """Send one."""
        self._due_s, self._got = due_s, b""
        self._transport.write(request)

    def data_received(self, data: bytes) -> None:
        """Some bytes of an answer."""
        self._got += data
        head, found, rest = self._got.partition(b"\r\n\r\n")
        if found:
            length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
            if len(rest) >= length:
                self._sender.answered(self, int(head[9:12]), self._due_s)

    def close(self) -> None:
        """Hang up."""
        self._transport.close()


class Sender:
    """Requests at a rate over a few connections."""

    def __init__(self, url: str, make: Maker, rate: float) -> None:
        self._url, self._make, self._rate = url, make, rate
        self._free: deque[Line] = deque()
        self._waiting: deque[tuple[bytes, float]] = deque()
        self._sent = self._answered = 0
        self._all = asyncio.Event()
        self.took: list[float] = []
        self.wrong: list[int] = []

    async def _connect(self) -> None:
        parts, loop = urlsplit(self._url), asyncio.get_running_loop()
        for _ in range(_LINES):
            _, line = await loop.create_connection(
                lambda: Line(self), parts.hostname or "", parts.port or 0
            )
            self._free.append(line)

    async def run(self, seconds: float) -> dict[str, Any]:
        """Send for so long and wait for the last answer."""
        self.took, self.wrong = [], []
        await self._connect()
        began, first = time.perf_counter(), self._sent
        while True:
            now = time.perf_counter()
            until = first + int(min(now - began, seconds) * self._rate)
            while self._sent < until:
                due_s = began + (self._sent - first) / self._rate
                self._send(self._make(self._sent), due_s)
                self._sent += 1
            if now - began >= seconds:
                break
            await asyncio.sleep(_TICK_S)
        while self._answered < self._sent:
            self._all.clear()
            await self._all.wait()
        while self._free:
            self._free.popleft().close()
        return {"count": self._sent - first, "took": self.took, "wrong": self.wrong}

    def _send(self, request: bytes, due_s: float) -> None:
        if self._free:
            self._free.popleft().ask(request, due_s)
        else:
            self._waiting.append((request, due_s))

    def answered(self, line: Line, status: int, due_s: float) -> None:
        """One is done; its connection takes the next that waits."""
        self._answered += 1
        self.took.append(time.perf_counter() - due_s)
        if status != 200:
            self.wrong.append(status)
        if self._waiting:
            line.ask(*self._waiting.popleft())
        else:
            self._free.append(line)
        self._all.set()


def heartbeats(found: list[Key], host: str) -> Maker:
    """Each box in its turn; signed before the clock starts: boxes have processors of their own."""
    at = datetime.now(UTC)
    now = at.isoformat()
    said = {"sent_at": now, "started_at": now, "version": "1.4.2", "spooled": 0, "power": "mains"}
    body = json.dumps(said | {"faults": []}).encode()
    requests = []
    for key in found:
        message = Message("POST", f"http://{host}{HEARTBEAT}")
        secret = base64.b64encode(key.seed).decode()
        sign(message, body, device_id=key.device_id, algorithm="ed25519", key=secret, at=at)
        headers = "".join(f"{name}: {value}\r\n" for name, value in message.headers.items())
        head = _head(HEARTBEAT, host, headers, len(body))
        requests.append(head + body)
    return lambda n: requests[n % len(requests)]


def positions(tokens: list[str], host: str, fixes_each: int) -> Maker:
    """Each phone in its turn; a fix a second, the last of now."""
    rng = random.Random(5)
    homes = [spot(rng, 1.0) for _ in tokens]

    def make(n: int) -> bytes:
        phone, now = n % len(tokens), datetime.now(UTC)
        home = homes[phone]
        fixes = ",".join(
            f'{{"at":"{(now - timedelta(seconds=ago)).isoformat()}",'
            f'"lat":{home.lat + rng.uniform(-1e-4, 1e-4):.6f},'
            f'"lon":{home.lon + rng.uniform(-1e-4, 1e-4):.6f},"crs":"WGS-84","accuracy_m":8.0}}'
            for ago in range(fixes_each - 1, -1, -1)
        )
        body = f'{{"fixes":[{fixes}]}}'.encode()
        headers = f"Authorization: Bearer {tokens[phone]}\r\n"
        return _head(POSITIONS, host, headers, len(body)) + body

    return make


def _head(path: str, host: str, headers: str, length: int) -> bytes:
    return (
        f"POST {path} HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\n"
        f"Content-Length: {length}\r\n{headers}\r\n"
    ).encode()


async def main() -> None:
    """Prepare, say `ready`, run as often as it is told to."""
    parser = argparse.ArgumentParser()
    parser.add_argument("kind", choices=["heartbeats", "positions"])
    parser.add_argument("--url", required=True)
    parser.add_argument("--with", dest="given", type=Path, required=True, help="keys or tokens")
    parser.add_argument("--rate", type=float, required=True, help="requests a second")
    parser.add_argument("--fixes-each", type=int, default=1)
    asked = parser.parse_args()
    host = urlsplit(asked.url).netloc
    if asked.kind == "heartbeats":
        make = heartbeats(read_keys(asked.given), host)
    else:
        make = positions(json.loads(asked.given.read_text()), host, asked.fixes_each)
    sender = Sender(asked.url, make, asked.rate)
    print("ready", flush=True)
    loop = asyncio.get_running_loop()
    while words := (await loop.run_in_executor(None, sys.stdin.readline)).split():
        print(json.dumps(await sender.run(float(words[1]))), flush=True)


if __name__ == "__main__":
    uvloop.run(main())
