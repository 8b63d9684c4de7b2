"""A real key, a button or a foot switch: from its edges to touches.

What a device says is told by its port (evdev.py, gpio.py); what it means is the same for all.
"""

import asyncio
import errno
import os
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from kiosk_client.agent.clock import Clock, rfc3339
from kiosk_client.agent.touch import Kind, Touch
from kiosk_client.agent.vitals import Code, Vitals

BOUNCE_S = 0.05  # A contact that opens for less than this has bounced; no finger is so quick.
STUCK_S = 60.0
TURN_S = 5.0  # A key that nobody touches shows this often that its reader moves.
HUNG_S = 20.0
REOPEN_S = 1.0
STALE_S = 60.0  # An older time of an edge is not believed: it is of another clock.


@dataclass(frozen=True, slots=True)
class Edge:
    """The key went down or up, at this second of the monotonic clock."""

    down: bool
    at_s: float


class Port(Protocol):
    """One contact of one device."""

    @property
    def name(self) -> str:
        """As the operator named it."""
        ...

    def open(self) -> int:
        """A handle that never blocks. Raises OSError: not there, not allowed, taken."""
        ...

    def is_down(self, handle: int) -> bool:
        """How the contact stands now."""
        ...

    def read(self, handle: int) -> list[Edge]:
        """What has happened since. Raises BlockingIOError: nothing. OSError: it is gone."""
        ...


class Switch:
    """Tells touches from edges: a touch begins when the key has been down for hold_s.

    However long it is held and however it bounces, it is one touch until it has really been up.
    """

    def __init__(self, hold_s: float) -> None:
        self._hold_s = hold_s
        self._down_s: float | None = None  # Since when it is down.
        self._up_s: float | None = None  # Since when it may be up again.
        self._is_given = False

    def edge(self, edge: Edge) -> bool:
        """Take an edge in; whether a touch begins."""
        begins = self.look(edge.at_s)
        if edge.down and self._down_s is None:
            self._down_s, self._is_given = edge.at_s, False
        if self._down_s is not None:
            self._up_s = None if edge.down else self._up_s or edge.at_s
        return self.look(edge.at_s) or begins

    def look(self, now_s: float) -> bool:
        """Whether a touch has begun by now."""
        if self._down_s is None:
            return False
        ends_s = now_s if self._up_s is None else self._up_s
        begins = not self._is_given and ends_s - self._down_s >= self._hold_s
        self._is_given |= begins
        if self._up_s is not None and now_s - self._up_s >= BOUNCE_S:
            self._down_s = self._up_s = None
        return begins

    def next_look_s(self, now_s: float) -> float:
        """In how many seconds to look again, at most TURN_S."""
        if self._down_s is None:
            return TURN_S
        due_s = self._down_s + (STUCK_S if self._is_given else self._hold_s)
        if self._up_s is not None:
            due_s = self._up_s + BOUNCE_S
        return min(max(due_s - now_s, 0.001), TURN_S) if due_s > now_s else TURN_S

    def is_stuck(self, now_s: float) -> bool:
        return self._down_s is not None and now_s - self._down_s >= STUCK_S


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a touch of this key is, and how long the key is to be held for it."""

    kind: Kind = "emergency"
    silent: bool = False
    hold_s: float = 0.0


class SwitchKey:
    """A key on a port. A device that goes away is opened anew, for ever."""

    def __init__(self, port: Port, meaning: Meaning, clock: Clock, vitals: Vitals) -> None:
        self._port = port
        self._meaning = meaning
        self._clock = clock
        self._vitals = vitals
        self._part = vitals.part(f"key {port.name}", HUNG_S)
        # It outlives the handle: a jammed key on a loose plug is one touch, not one for each plug.
        self._switch = Switch(meaning.hold_s)

    async def touches(self) -> AsyncIterator[Touch]:
        while True:
            self._part.moved()
            try:
                handle = self._port.open()
            except OSError as error:
                self._lose(error)
            else:
                try:
                    async for touch in self._listen(handle):
                        yield touch
                except OSError as error:
                    self._lose(error)
                finally:
                    os.close(handle)
            await self._clock.wait(asyncio.Event(), REOPEN_S)

    async def _listen(self, handle: int) -> AsyncIterator[Touch]:
        ready = asyncio.Event()
        loop = asyncio.get_running_loop()
        edges = [Edge(self._port.is_down(handle), self._clock.monotonic())]
        loop.add_reader(handle, ready.set)
        try:
            while True:
                self._part.moved()
                ready.clear()
                for at_s in self._begun(edges):
                    yield self._touch(at_s)
                now_s = self._clock.monotonic()
                stuck = self._switch.is_stuck(now_s)
                if stuck:
                    self._vitals.fault(self._port.name, "stuck", Code.KEY_STUCK)
                else:
                    self._vitals.well(self._port.name)
                await self._clock.wait(ready, self._switch.next_look_s(now_s))
                edges = _read(self._port, handle)
        finally:
            loop.remove_reader(handle)

    def _begun(self, edges: list[Edge]) -> list[float]:
        """When touches began, by these edges and by now."""
        now_s = self._clock.monotonic()
        begun: list[float] = []
        for edge in edges:
            believed = 0 <= now_s - edge.at_s <= STALE_S
            at_s = edge.at_s if believed else now_s
            if self._switch.edge(Edge(edge.down, at_s)):
                begun.append(at_s)
        if self._switch.look(now_s):
            begun.append(now_s)
        return begun

    def _touch(self, at_s: float) -> Touch:
        ago = timedelta(seconds=self._clock.monotonic() - at_s)
        meaning = self._meaning
        return Touch(meaning.kind, rfc3339(self._clock.wall() - ago), silent=meaning.silent)

    def _lose(self, error: OSError) -> None:
        self._vitals.fault(self._port.name, error.strerror or "gone", Code.KEY_GONE)


def _read(port: Port, handle: int) -> list[Edge]:
    try:
        return port.read(handle)
    except BlockingIOError:
        return []


def read_whole(handle: int, size_bytes: int, count_max: int) -> list[bytes]:
    """Records of one size, at most count_max. Raises BlockingIOError, or OSError when it is gone.

    A device gives whole records; half a one means that it is none.
    """
    data = os.read(handle, size_bytes * count_max)
    if not data or len(data) % size_bytes:
        raise OSError(errno.ENODEV, os.strerror(errno.ENODEV))
    return [data[start : start + size_bytes] for start in range(0, len(data), size_bytes)]
