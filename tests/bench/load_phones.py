"""Simulated live phones, in a process of their own: each hears, notes when, receives and accepts.

Prints one line `listening` when all streams stand, and what was heard when its input ends.
"""

import argparse
import asyncio
import json
import sys
import time
from urllib.parse import urlsplit

import msgspec
import uvloop

from tests.bench.county import PASSWORD
from tests.bench.load_press import Line


class Event(msgspec.Struct):
    """What a phone looks at of an event."""

    topic: str
    body: msgspec.Raw


class Task(msgspec.Struct):
    """What a phone looks at of a task."""

    task_id: str
    incident_id: str


_event = msgspec.json.Decoder(Event)
_task = msgspec.json.Decoder(Task)


class Phones:
    """All phones over a few connections for moves and one stream each."""

    def __init__(self, url: str, answer: bool) -> None:
        self.url, self.answer = url, answer
        self.host = urlsplit(url).netloc
        self.heard: list[tuple[str, float]] = []
        self.refused = 0
        self.lines: asyncio.Queue[Line] = asyncio.Queue()
        self.moves: set[asyncio.Task[None]] = set()

    async def open(self, count: int) -> None:
        """Connections for moves."""
        for number in range(count):
            self.lines.put_nowait(await Line.open(self.url, number))

    async def sign_in(self, name: str) -> str:
        """An access token."""
        body = json.dumps({"name": name, "password": PASSWORD}).encode()
        line = await self.lines.get()
        status, answer = await line.ask(self.request("POST", "/v1/sessions", "", body))
        self.lines.put_nowait(line)
        assert status == 201, answer
        return str(json.loads(answer)["access_token"])

    def request(self, method: str, path: str, token: str, body: bytes = b"") -> bytes:
        """A whole request."""
        head = f"{method} {path} HTTP/1.1\r\nHost: {self.host}\r\n"
        head += f"Authorization: Bearer {token}\r\n" if token else ""
        head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        return head.encode() + body

    async def listen(self, token: str, open_now: asyncio.Event) -> None:
        """One phone's stream."""
        parts = urlsplit(self.url)
        reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
        writer.write(self.request("GET", "/v1/live", token))
        while line := await reader.readline():
            if line.startswith(b": watchbell"):
                open_now.set()
            if not line.startswith(b"data: "):
                continue
            at = time.time()
            event = _event.decode(line[6:])
            if event.topic == "task.offered":
                task = _task.decode(event.body)
                self.heard.append((task.incident_id, at))
                if self.answer:
                    moving = asyncio.create_task(self.take(task.task_id, token))
                    self.moves.add(moving)
                    moving.add_done_callback(self.moves.discard)

    async def take(self, task_id: str, token: str) -> None:
        """Receive, then accept, as an officer would."""
        line = await self.lines.get()
        for move in ("receive", "accept"):
            body = json.dumps({"move": move}).encode()
            path = f"/v1/tasks/{task_id}/moves"
            status, _ = await line.ask(self.request("POST", path, token, body))
            self.refused += status != 200
        self.lines.put_nowait(line)


async def main() -> None:
    """Open every stream, say so, listen until the input ends."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--url", required=True)
    parser.add_argument("--count", type=int, required=True)
    parser.add_argument("--silent", action="store_true", help="hear only")
    asked = parser.parse_args()
    phones = Phones(asked.url, not asked.silent)
    await phones.open(16)
    streams, opened = [], []
    for n in range(asked.count):
        token = await phones.sign_in(f"officer{n}")
        opened.append(asyncio.Event())
        streams.append(asyncio.create_task(phones.listen(token, opened[-1])))
    for event in opened:
        await event.wait()
    print("listening", flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    json.dump({"heard": phones.heard, "refused": phones.refused}, sys.stdout)
    sys.stdout.flush()
    for stream in streams:
        stream.cancel()


if __name__ == "__main__":
    uvloop.run(main())
