"""A load of its own: signed presses over kept connections, as fast as they are answered or paced.

Requests are signed before the clock starts, so that what is measured is the service.
"""

import argparse
import asyncio
import json
import sys
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import uvloop
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from http_message_signatures import HTTPMessageSigner, HTTPSignatureKeyResolver, algorithms

from tests.bench.county import Key, read_keys


class _Keys(HTTPSignatureKeyResolver):
    def __init__(self, found: list[Key]) -> None:
        self._keys = {k.device_id: Ed25519PrivateKey.from_private_bytes(k.seed) for k in found}

    def resolve_private_key(self, key_id: str) -> Ed25519PrivateKey:
        return self._keys[key_id]

    def resolve_public_key(self, key_id: str) -> object:
        return self._keys[key_id].public_key()


class _Message:
    def __init__(self, path: str) -> None:
        self.method, self.url = "POST", f"http://box{path}"
        self.headers: dict[str, str] = {}


def presses(found: list[Key], host: str, ids: list[str] | None = None) -> list[bytes]:
    """One whole request for each key: a press, by an id of its own or one of these."""
    now = datetime.now(UTC).isoformat()
    given = ids or [str(uuid4()) for _ in found]
    bodies = [{"press_id": one, "kind": "emergency", "pressed_at": now} for one in given]
    return signed(found, host, "/v1/alarms", bodies)


def signed(
    found: list[Key], host: str, path: str, bodies: Sequence[Mapping[str, object]]
) -> list[bytes]:
    """One whole request for each key with its body."""
    signer = HTTPMessageSigner(signature_algorithm=algorithms.ED25519, key_resolver=_Keys(found))
    requests = []
    for key, asked in zip(found, bodies, strict=True):
        body = json.dumps(asked)
        message = _Message(path)
        signer.sign(
            message,
            key_id=key.device_id,
            label="watchbell",
            tag="watchbell",
            covered_component_ids=("@method", "@path"),
            body=body.encode(),
        )
        headers = "".join(f"{name}: {value}\r\n" for name, value in message.headers.items())
        requests.append(
            f"POST {path} HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(body)}\r\n{headers}\r\n{body}".encode()
        )
    return requests


class Line:
    """One kept connection."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer

    @classmethod
    async def open(cls, url: str, number: int | None = None) -> "Line":
        """Connect; by a number from an address of its own, as somebody else would."""
        parts = urlsplit(url)
        own = None if number is None else (f"127.0.1.{number % 250 + 1}", 0)
        return cls(*await asyncio.open_connection(parts.hostname, parts.port, local_addr=own))

    async def ask(self, request: bytes) -> tuple[int, bytes]:
        """One request; the status and the body."""
        status, _, body = await self.ask_whole(request)
        return status, body

    async def ask_whole(self, request: bytes) -> tuple[int, bytes, bytes]:
        """One request; the status, the head and the body."""
        self._writer.write(request)
        head = await self._reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
        return int(head[9:12]), head, await self._reader.readexactly(length)

    def close(self) -> None:
        """Hang up."""
        self._writer.close()


async def closed_loop(url: str, requests: list[bytes], concurrency: int) -> dict[str, object]:
    """So many at once, each sent when the one before it was answered."""
    lines = [await Line.open(url) for _ in range(concurrency)]
    left = iter(requests)
    took: list[float] = []
    wrong: list[int] = []

    async def work(line: Line) -> None:
        for request in left:
            began = time.perf_counter()
            status, _ = await line.ask(request)
            took.append(time.perf_counter() - began)
            if status != 201:
                wrong.append(status)

    began = time.perf_counter()
    await asyncio.gather(*(work(line) for line in lines))
    return {"seconds": time.perf_counter() - began, "took": took, "wrong": wrong}


async def open_loop(
    url: str, requests: list[bytes], rate: float, lines_count: int = 64
) -> dict[str, object]:
    """One every 1/rate seconds, whether or not those before were answered; 0 means all at once.

    Prints for each press which incident it opened, when it was due, and how long it took.
    """
    lines: asyncio.Queue[Line] = asyncio.Queue()
    for _ in range(lines_count):
        lines.put_nowait(await Line.open(url))
    presses: list[tuple[str, float, float]] = []
    wrong: list[int] = []
    offset = time.time() - time.perf_counter()

    async def one(request: bytes, due: float) -> None:
        line = await lines.get()
        status, body = await line.ask(request)
        # The time counts from when it was due: a service that is late cannot hide it.
        took = time.perf_counter() - due
        lines.put_nowait(line)
        if status == 201:
            presses.append((json.loads(body)["incident_id"], due + offset, took))
        else:
            wrong.append(status)

    began, tasks = time.perf_counter(), []
    for n, request in enumerate(requests):
        due = began + (n / rate if rate else 0)
        await asyncio.sleep(max(0, due - time.perf_counter()))
        tasks.append(asyncio.create_task(one(request, due)))
    await asyncio.gather(*tasks)
    return {"presses": presses, "wrong": wrong}


async def main() -> None:
    """Read keys, send, print what was seen."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--url", required=True)
    parser.add_argument("--keys", type=Path, required=True)
    parser.add_argument("--start", type=int, default=0)
    parser.add_argument("--count", type=int, required=True)
    parser.add_argument("--concurrency", type=int, default=16)
    parser.add_argument("--rate", type=float, help="presses a second; 0: all at once")
    asked = parser.parse_args()
    found = read_keys(asked.keys)[asked.start : asked.start + asked.count]
    requests = presses(found, urlsplit(asked.url).netloc)
    if asked.rate is not None:
        seen = await open_loop(asked.url, requests, asked.rate)
    else:
        seen = await closed_loop(asked.url, requests, asked.concurrency)
    json.dump(seen, sys.stdout)


if __name__ == "__main__":
    uvloop.run(main())
