"""A line between two programs that can be cut, slowed down, swallowed, and say things twice.

TCP itself loses, doubles and reorders nothing, so neither does this line within a connection. What
it can do honestly: end connections, refuse new ones, hold bytes back (all, or each a while, so that
connections overtake each other), and send a whole request again over a connection of its own, as a
box or a proxy in between does that did not hear the answer.
"""

import asyncio
import contextlib
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

Target = Callable[[], Awaitable[tuple[asyncio.StreamReader, asyncio.StreamWriter]]]

_PIECE_BYTES = 64 * 1024
_AGAIN_MOST_S = 5.0


@dataclass(frozen=True)
class Mode:
    """What the line does now: hold everything, refuse, delay each piece, repeat requests."""

    hole: bool = False
    refuse: bool = False
    delay_s: float = 0.0
    repeat_share: float = 0.0


WELL = Mode()
CUT, HOLE = Mode(refuse=True), Mode(hole=True)


class Proxy:
    """One line, on a port of loopback."""

    def __init__(self, target: Target, rng: random.Random) -> None:
        self._target, self._rng = target, rng
        self._mode = WELL
        self._changed = asyncio.Event()
        self._pipes: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None
        self.repeated = 0

    async def open(self) -> int:
        """Begin to listen; on which port."""
        self._server = await asyncio.start_server(self._welcome, "127.0.0.1", 0)
        return int(self._server.sockets[0].getsockname()[1])

    async def close(self) -> None:
        """End everything."""
        if self._server is not None:
            self._server.close()
        await self._cut()

    async def set(self, mode: Mode) -> None:
        """From now on the line does this; to refuse also ends what is open."""
        self._mode = mode
        self._changed.set()
        self._changed = asyncio.Event()
        if mode.refuse:
            await self._cut()

    async def _cut(self) -> None:
        pipes = list(self._pipes)
        for pipe in pipes:
            pipe.cancel()
        await asyncio.gather(*pipes, return_exceptions=True)

    async def _welcome(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None, "a server's callback runs as a task"
        self._pipes.add(task)
        try:
            if not self._mode.refuse:
                await self._join(reader, writer)
        except (OSError, asyncio.CancelledError):
            pass
        finally:
            self._pipes.discard(task)
            writer.transport.abort()

    async def _join(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await self._held()
        there, back = await self._target()
        ways = [
            asyncio.create_task(self._pipe(reader, back, asked=True)),
            asyncio.create_task(self._pipe(there, writer, asked=False)),
        ]
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)
            back.transport.abort()

    async def _pipe(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, asked: bool
    ) -> None:
        while piece := await reader.read(_PIECE_BYTES):
            await self._held()
            writer.write(piece)
            await writer.drain()
            if asked and is_whole_request(piece) and self._rng.random() < self._mode.repeat_share:
                await self._say_again(piece)

    async def _held(self) -> None:
        """Wait as the mode says; in a hole until the mode changes."""
        if self._mode.delay_s:
            await asyncio.sleep(self._rng.uniform(0, self._mode.delay_s))
        while self._mode.hole:
            await self._changed.wait()

    async def _say_again(self, piece: bytes) -> None:
        """The same request over a connection of its own; nobody hears the answer."""
        self.repeated += 1
        with contextlib.suppress(OSError, TimeoutError):
            reader, writer = await self._target()
            try:
                async with asyncio.timeout(_AGAIN_MOST_S):
                    writer.write(piece)
                    await writer.drain()
                    await reader.read(_PIECE_BYTES)
            finally:
                writer.transport.abort()


def is_whole_request(piece: bytes) -> bool:
    """Whether these bytes are one whole request with a body."""
    head, end, body = piece.partition(b"\r\n\r\n")
    if not end or not head.startswith((b"POST ", b"PUT ")):
        return False
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line.partition(b":")[2]) == len(body)
    return False
