"""A load of its own: JSON to one door of any program, over kept connections, closed loop."""

import argparse
import asyncio
import json
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

import uvloop

from tests.bench.load_press import Line


def request(url: str, path: str, body: bytes, more: str = "") -> bytes:
    """One whole request."""
    head = f"POST {path} HTTP/1.1\r\nHost: {urlsplit(url).netloc}\r\n{more}"
    head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


async def main() -> None:
    """Send each line of a file as one body; print what was seen."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--url", required=True)
    parser.add_argument("--path", required=True)
    parser.add_argument("--bodies", type=Path, required=True)
    parser.add_argument("--start", type=int, default=0)
    parser.add_argument("--count", type=int, required=True)
    parser.add_argument("--concurrency", type=int, default=16)
    asked = parser.parse_args()
    bodies = asked.bodies.read_bytes().splitlines()[asked.start : asked.start + asked.count]
    requests = [request(asked.url, asked.path, body) for body in bodies]
    lines = [await Line.open(asked.url) for _ in range(asked.concurrency)]
    left = iter(requests)
    took: list[float] = []
    wrong: list[int] = []

    async def work(line: Line) -> None:
        for one in left:
            began = time.perf_counter()
            try:
                status, _ = await line.ask(one)
            except (asyncio.IncompleteReadError, ConnectionError):
                # A server may end a connection between two requests; a client asks again.
                line = await Line.open(asked.url)
                status, _ = await line.ask(one)
            took.append(time.perf_counter() - began)
            if not 200 <= status < 300:
                wrong.append(status)

    began = time.perf_counter()
    await asyncio.gather(*(work(line) for line in lines))
    seconds = time.perf_counter() - began
    json.dump({"seconds": seconds, "took": took, "wrong": wrong}, sys.stdout)


if __name__ == "__main__":
    uvloop.run(main())
