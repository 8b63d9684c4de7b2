"""Slow and hostile clients, each kind in a process of its own; prints what it saw as JSON.

`sockets` holds live streams of which half read nothing, `loris` requests whose head never ends,
`herd` boxes that all come back at one moment, `mad` one key that is pressed as fast as can be.
`sockets` and `loris` print `ready` first, and end when their input does.
"""

import argparse
import asyncio
import json
import sys
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import uvloop

from tests.bench.county import read_keys
from tests.bench.load_phones import Phones
from tests.bench.load_press import Line, presses, signed

_BEGIN = 200  # So many connections are made at one time.
_DRIP_S = 1.0
_HEAD = b"POST /v1/alarms HTTP/1.1\r\nHost: x\r\nX-Slow: "


class Stream:
    """One live stream: who reads notes which incidents it heard of, who does not does nothing."""

    def __init__(self) -> None:
        self.heard: set[str] = set()
        self.ended = False

    async def open(self, phones: Phones, token: str, *, reads: bool) -> None:
        """Ask for the stream and wait until it stands; then read on for ever, or never again."""
        parts = urlsplit(phones.url)
        reader, self._writer = await asyncio.open_connection(
            parts.hostname, parts.port, limit=2**16
        )
        self._writer.write(phones.request("GET", "/v1/live", token))
        while b": watchbell" not in await reader.readline():
            assert not reader.at_eof(), "the stream was refused"
        if reads:
            self._reading = asyncio.create_task(self._read(reader))
        else:
            # What comes now stays with whoever sent it: first in the kernel, then in the service.
            self._writer.transport.pause_reading()  # type: ignore[attr-defined]

    async def _read(self, reader: asyncio.StreamReader) -> None:
        while line := await reader.readline():
            if line.startswith(b"data: "):
                body = json.loads(line[6:]).get("body") or {}
                if "incident_id" in body:
                    self.heard.add(body["incident_id"])
        self.ended = True


async def sockets(asked: argparse.Namespace) -> dict[str, Any]:
    """So many streams of so many officers and of one desk; half of each read nothing."""
    phones = Phones(asked.url, answer=False)
    await phones.open(8)
    desk = await phones.sign_in(asked.desk)
    tokens = [desk, *[await phones.sign_in(f"officer{n}") for n in range(asked.people)]]
    names = [desk] * asked.desks
    names += [tokens[1 + n % asked.people] for n in range(asked.count - asked.desks)]
    streams = [Stream() for _ in names]
    for start in range(0, len(names), _BEGIN):
        some = range(start, min(len(names), start + _BEGIN))
        await asyncio.gather(*(streams[n].open(phones, names[n], reads=bool(n % 2)) for n in some))
    await _until_told()
    reading = [s for n, s in enumerate(streams[: asked.desks]) if n % 2]
    return {
        "open": len(streams),
        "ended": sum(s.ended for s in streams),
        "heard": [sorted(s.heard) for s in reading],
    }


async def loris(asked: argparse.Namespace) -> dict[str, Any]:
    """So many connections that send a byte of a head now and then, and come back when cut."""
    cut = 0

    async def drip() -> None:
        nonlocal cut
        parts = urlsplit(asked.url)
        while True:
            try:
                reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
                writer.write(_HEAD)
                while not reader.at_eof():
                    writer.write(b"a")
                    try:
                        async with asyncio.timeout(_DRIP_S):
                            await reader.read(1024)
                    except TimeoutError:
                        continue
                writer.close()
            except OSError:
                await asyncio.sleep(_DRIP_S)
            cut += 1

    dripping = [asyncio.create_task(drip()) for _ in range(asked.count)]
    await asyncio.sleep(2 * _DRIP_S)
    await _until_told()
    for one in dripping:
        one.cancel()
    return {"open": asked.count, "cut": cut}


async def herd(asked: argparse.Namespace) -> dict[str, Any]:
    """All boxes connect anew at one moment and beat; every tenth has kept a press, and sends it."""
    found = read_keys(asked.keys)[asked.start : asked.start + asked.count]
    host = urlsplit(asked.url).netloc
    now = datetime.now(UTC).isoformat()
    beat = {"sent_at": now, "started_at": now, "version": "bench", "spooled": 1}
    beats = signed(found, host, "/v1/devices/heartbeat", [beat] * len(found))
    kept = presses(found, host)
    took: list[float] = []
    statuses: Counter[int] = Counter()

    async def one(number: int, began: float) -> None:
        for request in (kept[number], beats[number]) if number % 10 == 0 else (beats[number],):
            while True:
                try:
                    line = await Line.open(asked.url)
                    status, _ = await line.ask(request)
                    break
                except (OSError, asyncio.IncompleteReadError):
                    await asyncio.sleep(0.25)
            statuses[status] += 1
            line.close()
        took.append(time.perf_counter() - began)

    began = time.perf_counter()
    await asyncio.gather(*(one(number, began) for number in range(len(found))))
    return {"took": took, "statuses": statuses}


async def mad(asked: argparse.Namespace) -> dict[str, Any]:
    """One key, so many presses a second, each with an id of its own, whatever is answered."""
    key = read_keys(asked.keys)[asked.start]
    ids = [str(uuid4()) for _ in range(round(asked.rate * asked.seconds))]
    requests = presses([key] * len(ids), urlsplit(asked.url).netloc, ids)
    lines: asyncio.Queue[Line] = asyncio.Queue()
    for _ in range(128):
        lines.put_nowait(await Line.open(asked.url))
    print("ready", flush=True)
    kept: list[str] = []
    said: Counter[str] = Counter()

    async def one(number: int) -> None:
        line = await lines.get()
        status, head, body = await line.ask_whole(requests[number])
        lines.put_nowait(line)
        if status in (200, 201):
            kept.append(ids[number])
        waits = b"\r\nretry-after:" in head.lower()
        code = "" if status < 400 else json.loads(body).get("code", "")
        said[f"{status} {code}{' with Retry-After' if waits else ''}".strip()] += 1

    began, tasks = time.perf_counter(), []
    for number in range(len(requests)):
        await asyncio.sleep(max(0, began + number / asked.rate - time.perf_counter()))
        tasks.append(asyncio.create_task(one(number)))
    await asyncio.gather(*tasks)
    return {
        "sent": len(requests),
        "seconds": time.perf_counter() - began,
        "kept": kept,
        "said": said,
    }


async def _until_told() -> None:
    """Say that all stands, and wait for the end of the input."""
    print("ready", flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


async def main() -> None:
    """Be one kind of client."""
    parser = argparse.ArgumentParser()
    parser.add_argument("kind", choices=["sockets", "loris", "herd", "mad"])
    parser.add_argument("--url", required=True)
    parser.add_argument("--count", type=int, default=0)
    parser.add_argument("--people", type=int, default=0)
    parser.add_argument("--desk", default="")
    parser.add_argument("--desks", type=int, default=0)
    parser.add_argument("--keys", type=Path)
    parser.add_argument("--start", type=int, default=0)
    parser.add_argument("--rate", type=float, default=1000)
    parser.add_argument("--seconds", type=float, default=5)
    asked = parser.parse_args()
    kinds = {"sockets": sockets, "loris": loris, "herd": herd, "mad": mad}
    json.dump(await kinds[asked.kind](asked), sys.stdout)
    sys.stdout.flush()


if __name__ == "__main__":
    uvloop.run(main())
