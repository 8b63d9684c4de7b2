"""The keys of the box: each is a stream of touches."""

import asyncio
import os
import sys
import termios
import threading
import tty
from collections.abc import AsyncIterator
from concurrent.futures import CancelledError
from functools import partial
from typing import Protocol

from kiosk_client.agent.clock import Clock, rfc3339
from kiosk_client.agent.touch import KINDS, Kind, Touch

# A terminal tells of characters, not of fingers. A key that is held repeats, first after 0.25 to
# 0.66 s; until it has been still for longer than that, it is the same touch.
REPEAT_S = 0.75
LINE_BYTES_MAX = 1024
WAITING_MAX = 64  # Touches that were read and not yet taken; then the reading thread waits.


class Key(Protocol):
    """A key: whoever listens gets every touch, once."""

    def touches(self) -> AsyncIterator[Touch]: ...


class Contact:
    """Tells touches from what repeats: a bouncing contact, a key that is held or jammed."""

    def __init__(self, still_s: float) -> None:
        self._still_s = still_s
        self._last_s: float | None = None

    def signal(self, at_s: float) -> bool:
        """The key gave a sign; whether it begins a touch, after having been still."""
        begins = self._last_s is None or at_s - self._last_s >= self._still_s
        self._last_s = at_s
        return begins


class KeyboardKey:
    """A key of the terminal, or any key of it."""

    def __init__(self, clock: Clock, character: str | None = None) -> None:
        self._clock = clock
        self._wanted = character.encode() if character else None
        self._contact = Contact(REPEAT_S)
        self._input = _Input()

    async def touches(self) -> AsyncIterator[Touch]:
        handle = sys.stdin.fileno()
        before = termios.tcgetattr(handle)
        tty.setcbreak(handle)  # Characters come at once; Ctrl-C still ends the program.
        try:
            async for data in self._input.pieces(handle):
                meant = self._wanted is None or self._wanted in data
                if meant and self._contact.signal(self._clock.monotonic()):
                    yield Touch("emergency", rfc3339(self._clock.wall()))
        finally:
            termios.tcsetattr(handle, termios.TCSADRAIN, before)


class StdinKey:
    """Each line of the standard input is a touch; it may name a kind, and `silent` or `test`."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._input = _Input()

    async def touches(self) -> AsyncIterator[Touch]:
        rest = b""
        async for data in self._input.pieces(sys.stdin.fileno()):
            *lines, rest = (rest + data).split(b"\n")
            for line in lines:
                yield self._touch(line)
            rest = rest[:LINE_BYTES_MAX]
        if rest:
            yield self._touch(rest)

    def _touch(self, line: bytes) -> Touch:
        return read_line(line.decode("utf-8", "replace"), rfc3339(self._clock.wall()))


def read_line(line: str, pressed_at: str) -> Touch:
    """The touch that a line means. Words it does not know are passed over, never the touch."""
    words = line.lower().split()
    kind: Kind = next((kind for kind in KINDS if kind in words), "emergency")
    return Touch(kind, pressed_at, silent="silent" in words, test="test" in words)


class _Input:
    """What comes in on a handle, until the end.

    A thread reads: the loop cannot wait for a plain file, nor for a terminal it shares. There is
    one thread however often the pieces are asked for, so that none is read past the listener.
    """

    def __init__(self) -> None:
        self._pieces: asyncio.Queue[bytes] = asyncio.Queue(WAITING_MAX)
        self._thread: threading.Thread | None = None

    async def pieces(self, handle: int) -> AsyncIterator[bytes]:
        if self._thread is None:
            read = partial(self._read, handle, asyncio.get_running_loop())
            self._thread = threading.Thread(target=read, name="key", daemon=True)
            self._thread.start()
        while data := await self._pieces.get():
            yield data

    def _read(self, handle: int, loop: asyncio.AbstractEventLoop) -> None:
        data = b"first"
        while data:
            try:
                data = os.read(handle, LINE_BYTES_MAX)
            except OSError:
                data = b""  # The terminal is gone.
            try:
                asyncio.run_coroutine_threadsafe(self._pieces.put(data), loop).result()
            except (RuntimeError, CancelledError):
                return  # The program ends.
