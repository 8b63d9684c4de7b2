"""The live stream: every event once, in order, to whoever may hear it.

An event is committed without a number. Whoever reads next numbers all that is committed, under
one lock, and in the same statement reads on (`live_since`). Numbers therefore follow commits:
who has seen N has seen everything up to N, however many writers there are, and a writer that
hangs holds nobody up.

One hub runs in each process. It keeps the newest events in memory, already encoded; a reader is
a position in them. One that falls behind is paged from the table, so that a slow reader costs
no memory and loses nothing.
"""

import asyncio
import contextlib
from collections import deque
from collections.abc import AsyncIterator, Iterable
from datetime import datetime
from typing import Any

import asyncpg
import msgspec
import structlog
from msgspec import Struct

from service.platform.bell import EVENTS, Bell
from service.platform.clock import Clock
from service.platform.db import Database, many, value
from service.platform.sql import Statements

_log = structlog.get_logger()
_sql = Statements(__file__)

_KEPT_COUNT = 4096  # Events in memory: some minutes of a city's worst hour.
_PAGE_COUNT = 200
_WHISPERS_MOST = 50_000  # More units than a province has on duty.
_POLL_S = 1.0  # When a ring was lost, an event is this late at most.
_BEAT_S = 15.0  # A comment this often keeps proxies from closing a quiet stream.


class Live(Struct, frozen=True):
    """One event as it leaves: see the AsyncAPI document for the body of each topic."""

    seq: int | None
    topic: str
    at: datetime
    body: Any


class _Row(Struct, frozen=True):
    seq: int
    scope: frozenset[str]
    topic: str
    at: datetime
    body: Any

    def wire(self) -> bytes:
        return encode(Live(self.seq, self.topic, self.at, self.body))


class _Kept(Struct, frozen=True):
    seq: int
    scope: frozenset[str]
    wire: bytes


def encode(event: Live) -> bytes:
    """One event as a server-sent event."""
    head = b"" if event.seq is None else b"id: %d\n" % event.seq
    return head + b"data: " + msgspec.json.encode(event) + b"\n\n"


class Hub:
    """All readers of this process, and the one query that feeds them."""

    def __init__(self, db: Database, bell: Bell, clock: Clock) -> None:
        self._db = db
        self._bell = bell
        self._clock = clock
        self._kept: deque[_Kept] = deque(maxlen=_KEPT_COUNT)
        self._head = -1
        self._floor = -1
        self._whispers: dict[str, tuple[int, _Kept]] = {}
        self._whispered = 0
        self._look = asyncio.Event()
        self._moved = asyncio.Condition()
        self._task: asyncio.Task[None] | None = None
        self.readers = 0

    async def start(self) -> None:
        """Begin at the newest event; older ones are read from the table when asked for."""
        async with self._db.reading() as connection:
            self._head = self._floor = int(await value(connection, _sql["live_head"]))
        self._bell.hear(EVENTS, self._look.set)
        self._task = asyncio.create_task(self._follow(), name="live")

    async def stop(self) -> None:
        """Stop following; readers end with their connections."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    async def look(self) -> None:
        """Read what is new now; for those who will not wait for the next ring."""
        async with self._db.reading() as connection:
            rows = await many(connection, _Row, _sql["live_since"], self._head, _PAGE_COUNT)
        if not rows:
            return
        for row in rows:
            if len(self._kept) == self._kept.maxlen:
                self._floor = self._kept[0].seq
            self._kept.append(_Kept(row.seq, row.scope, row.wire()))
        self._head = rows[-1].seq
        self._bell.ring(EVENTS)
        async with self._moved:
            self._moved.notify_all()

    async def whisper(self, events: Iterable[tuple[str, frozenset[str], Live]]) -> None:
        """Pass on what may be lost, such as positions: the newest of each key, unnumbered."""
        for key, scope, event in events:
            self._whispered += 1
            self._whispers.pop(key, None)
            self._whispers[key] = (self._whispered, _Kept(0, scope, encode(event)))
            if len(self._whispers) > _WHISPERS_MOST:
                self._whispers.pop(next(iter(self._whispers)))
        async with self._moved:
            self._moved.notify_all()

    async def _follow(self) -> None:
        while True:
            self._look.clear()
            try:
                before = -2
                while before != self._head:
                    before = self._head
                    await self.look()
            except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, TimeoutError) as error:
                _log.warning("live.database_away", trouble=type(error).__name__)
            await self._clock.wait(self._look, _POLL_S)

    async def read(
        self, keys: frozenset[str], after: int | None, until: datetime
    ) -> AsyncIterator[bytes]:
        """The stream for a reader who may hear keys, from after a number or from now on.

        Yields encoded events, and a comment now and then so that a dead line is noticed. Ends
        when the right to hear it does; the reader comes back and resumes.
        """
        position = self._head if after is None else min(after, self._head)
        whispered = self._whispered
        self.readers += 1
        try:
            yield b": watchbell\n\n"
            while self._clock.now() < until:
                if position < self._floor:
                    async for seq, wire in self._from_table(keys, position):
                        position = seq
                        if wire:
                            yield wire
                    continue
                for event in self._since(position):
                    position = event.seq
                    if event.scope & keys:
                        yield event.wire
                fresh, whispered = self._fresh(whispered), self._whispered
                for event in fresh:
                    if event.scope & keys:
                        yield event.wire
                if position == self._head and not await self._wait_past(position, whispered):
                    yield b": beat\n\n"
        finally:
            self.readers -= 1

    def _fresh(self, whispered: int) -> list[_Kept]:
        """Whispers since a reader's last look, the newest of each key."""
        found = []
        for number, event in reversed(self._whispers.values()):
            if number <= whispered:
                break
            found.append(event)
        return found

    def _since(self, position: int) -> list[_Kept]:
        """A few events after position; taken at once, since the deque moves while one awaits."""
        behind = self._head - position
        if behind <= 0:
            return []
        start = max(0, len(self._kept) - behind)
        stop = min(len(self._kept), start + _PAGE_COUNT)
        return [self._kept[at] for at in range(start, stop)]

    async def _wait_past(self, position: int, whispered: int) -> bool:
        """Wait for something new; False when nothing came for a while."""

        def moved() -> bool:
            return self._head > position or self._whispered > whispered

        async with self._moved:
            try:
                await asyncio.wait_for(self._moved.wait_for(moved), _BEAT_S)
            except TimeoutError:
                return False
        return True

    async def _from_table(
        self, keys: frozenset[str], position: int
    ) -> AsyncIterator[tuple[int, bytes]]:
        """One page of what has left memory; an empty one moves the reader to what has not."""
        floor = self._floor
        async with self._db.reading() as connection:
            rows = await many(
                connection, _Row, _sql["live_page"], position, floor, list(keys), _PAGE_COUNT
            )
        for row in rows:
            yield row.seq, row.wire()
        if len(rows) < _PAGE_COUNT:
            yield floor, b""
