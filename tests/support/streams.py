"""The live stream as a program hears it: lines of server-sent events, one event at a time."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import aiohttp
import msgspec

from service.platform.live import Hub
from tests.support.clock import HandClock

_FAR = timedelta(days=9999)


@dataclass(frozen=True)
class Heard:
    """One event: the number of its `id:` line, if it had one, and its data."""

    number: int | None
    seq: int | None
    topic: str
    body: Any


async def events(chunks: AsyncIterator[bytes]) -> AsyncIterator[Heard]:
    """The events of a stream; comments are passed over."""
    number: int | None = None
    rest = b""
    async for chunk in chunks:
        *lines, rest = (rest + chunk).split(b"\n")
        for line in lines:
            if line.startswith(b"id: "):
                number = int(line[4:])
            elif line.startswith(b"data: "):
                told = msgspec.json.decode(line[6:])
                yield Heard(number, told["seq"], told["topic"], told["body"])
            elif not line:
                number = None


async def take(stream: AsyncIterator[Heard], count: int, *, most_s: float = 20) -> list[Heard]:
    """So many events of a stream, which stays open."""
    async with asyncio.timeout(most_s):
        return [await anext(stream) for _ in range(count)]


def listen(
    hub: Hub, keys: Iterable[str], after: int | None, clock: HandClock
) -> AsyncIterator[Heard]:
    """A reader of a hub, past HTTP."""
    until = clock.now() + _FAR
    return events(hub.read(frozenset(keys), after, until))


@asynccontextmanager
async def live(
    base: str, token: str, *, query: str = "", headers: dict[str, str] | None = None
) -> AsyncIterator[AsyncIterator[Heard]]:
    """The stream over HTTP, begun when this is entered."""
    sent = {"authorization": f"Bearer {token}"} | (headers or {})
    timeout = aiohttp.ClientTimeout(total=None, sock_connect=10)
    async with (
        aiohttp.ClientSession(timeout=timeout) as session,
        session.get(f"{base}/v1/live{query}", headers=sent) as answer,
    ):
        assert answer.status == 200, await answer.text()
        assert await answer.content.readline() == b": watchbell\n"
        yield events(answer.content.iter_any())
