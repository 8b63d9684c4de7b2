"""The live stream: every event once, in order, to whoever may hear it.

An event is committed without a number. Whoever reads next numbers all that is committed, under
one lock, and in the same statement reads on (`live_since`). Numbers therefore follow commits:
who has seen N has seen everything up to N, however many writers there are, and a writer that
hangs holds nobody up.

One hub runs in each process. It keeps the newest events in memory, already encoded, and wakes
those readers that may hear them: six hundred phones cost nothing while a seventh is rung. A reader
is a position; one that falls behind is paged from the table, so that it costs no memory and loses
nothing.
"""

import asyncio
import contextlib
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator
from datetime import datetime
from typing import Any

import msgspec
import structlog
from msgspec import Struct

from service.platform.asks import Errand, for_system
from service.platform.bell import EVENTS, Bell
from service.platform.clock import Clock
from service.platform.db import TROUBLES, Database, many, value
from service.platform.sql import Statements

_log = structlog.get_logger()
_sql = Statements(__file__)

_KEPT_COUNT = 4096  # Events in memory: some minutes of a city's worst hour.
_PAGE_COUNT = 200
_POLL_S = 1.0  # When a ring was lost, an event is this late at most.
_BEAT_S = 15.0  # A comment this often keeps proxies from closing a quiet stream.


class Live(Struct, frozen=True):
    """One event as it leaves: see the AsyncAPI document for the body of each topic."""

    seq: int | None
    topic: str
    at: datetime
    body: Any


# The time and the body of an event -> what is whispered of it: name, scope, event.
Echo = Callable[[datetime, Any], Iterable[tuple[str, frozenset[str], Live]]]


class _Row(Struct, frozen=True):
    """An event as the table holds it; `mine` was numbered by this very look."""

    seq: int
    scope: frozenset[str]
    topic: str
    at: datetime
    body: Any
    mine: bool = False

    def wire(self) -> bytes:
        return encode(Live(self.seq, self.topic, self.at, self.body))


class _Kept(Struct, frozen=True):
    seq: int
    scope: frozenset[str]
    wire: bytes


class _Reader:
    """Somebody who listens: which marks he may hear, and what has come for him since he looked."""

    def __init__(self, keys: frozenset[str], whose: str) -> None:
        self.keys, self.whose = keys, whose
        self.wake = asyncio.Event()
        self.first: int | None = None
        self.last: bytes | None = None
        self.whispers: dict[str, bytes] = {}

    def call(self, seq: int) -> None:
        """There is an event for him."""
        if self.first is None:
            self.first = seq
        self.wake.set()


def encode(event: Live) -> bytes:
    """One event as a server-sent event."""
    head = b"" if event.seq is None else b"id: %d\n" % event.seq
    return head + b"data: " + msgspec.json.encode(event) + b"\n\n"


class Hub:
    """All readers of this process, and the one query that feeds them."""

    def __init__(self, db: Database, bell: Bell, clock: Clock, echo: Echo, ends: str = "") -> None:
        """`echo` says what an event means to those who may not hear it itself.

        An event of the topic `ends` is the last that anybody hears to whom it is told.
        """
        self._echo = echo
        self._ends = ends
        self._db = db
        self._bell = bell
        self._clock = clock
        self._kept: deque[_Kept] = deque(maxlen=_KEPT_COUNT)
        self._head = -1
        self._floor = -1
        self._look = asyncio.Event()
        self._listening: dict[str, set[_Reader]] = {}
        self._readers: dict[str, int] = {}
        self._ending: dict[str, set[asyncio.Event]] = {}
        self._task: asyncio.Task[None] | None = None

    @for_system(Errand.LIVE)
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

    @for_system(Errand.LIVE)
    async def look(self) -> bool:
        """Read what is new now, and wake whom it concerns; whether there may be more."""
        async with self._db.reading() as connection:
            rows = await many(connection, _Row, _sql["live_since"], self._head, _PAGE_COUNT)
        for row in rows:
            if len(self._kept) == self._kept.maxlen:
                self._floor = self._kept[0].seq
            self._kept.append(_Kept(row.seq, row.scope, row.wire()))
            self._head = row.seq
            for reader in self._concerned(row.scope):
                reader.call(row.seq)
                if row.topic == self._ends:
                    reader.last = row.wire()
            if row.topic == self._ends:
                self._end(row.scope)
            self.whisper(self._echo(row.at, row.body))
        if any(row.mine for row in rows):
            self._bell.ring_others(EVENTS)
        return len(rows) == _PAGE_COUNT

    def whisper(self, events: Iterable[tuple[str, frozenset[str], Live]]) -> None:
        """Pass on what may be lost, such as positions: the newest of each name, unnumbered."""
        for name, scope, event in events:
            wire = encode(event)
            for reader in self._concerned(scope):
                reader.whispers[name] = wire
                reader.wake.set()

    @contextlib.contextmanager
    def ending(self, key: str) -> Iterator[asyncio.Event]:
        """What is set at once when whoever may hear this key is told that it is over.

        For what is sent beside the stream and ends with the same right, such as a camera's picture.
        """
        ended = asyncio.Event()
        self._ending.setdefault(key, set()).add(ended)
        try:
            yield ended
        finally:
            left = self._ending[key]
            left.discard(ended)
            if not left:
                del self._ending[key]

    def _end(self, scope: Iterable[str]) -> None:
        for key in scope:
            for ended in self._ending.get(key, ()):
                ended.set()

    def _concerned(self, scope: Iterable[str]) -> set[_Reader]:
        found: set[_Reader] = set()
        for key in scope:
            found |= self._listening.get(key, set())
        return found

    async def _follow(self) -> None:
        while True:
            self._look.clear()
            try:
                while await self.look():
                    pass
            except TROUBLES as error:
                _log.warning("live.database_away", trouble=type(error).__name__)
            await self._clock.wait(self._look, _POLL_S)

    async def read(
        self,
        keys: frozenset[str],
        after: int | None,
        until: datetime,
        *,
        whose: str = "",
        holds: Callable[[], Awaitable[bool]] | None = None,
    ) -> AsyncIterator[bytes]:
        """The stream for a reader who may hear keys, from after a number or from now on.

        Yields encoded events, and a comment now and then so that a dead line is noticed. Ends
        when the right to hear it does; the reader comes back and resumes.
        """
        reader = self._enter(keys, whose)
        try:
            position = await self._start_of(after)
            yield b": watchbell\n\n"
            # It may have ended just before this reader listened for its end.
            if holds is not None and not await holds():
                return
            while self._clock.now() < until and reader.last is None:
                if position < self._floor:
                    async for seq, wire in self._from_table(keys, position):
                        position = seq
                        if wire:
                            yield wire
                elif position < self._head:
                    for event in self._since(position):
                        position = event.seq
                        if not event.scope.isdisjoint(keys):
                            yield event.wire
                else:
                    woken = await self._wait(reader)
                    # What was not for him needs no reading: he stands before the first that is.
                    first = self._head + 1 if reader.first is None else reader.first
                    position = max(position, first - 1)
                    reader.first = None
                    whispers, reader.whispers = reader.whispers, {}
                    for wire in whispers.values():
                        yield wire
                    if not woken:
                        yield b": beat\n\n"
            if reader.last is not None:
                yield reader.last
        except TROUBLES as error:
            _log.warning("live.reader_cut", trouble=type(error).__name__)
        finally:
            self._leave(reader)

    @property
    def readers(self) -> int:
        """How many listen."""
        return sum(self._readers.values())

    def readers_of(self, whose: str) -> int:
        """On how many streams one person listens."""
        return self._readers.get(whose, 0)

    @for_system(Errand.LIVE)
    async def _start_of(self, after: int | None) -> int:
        """Where a reader begins who has heard everything up to after.

        Another process may have told him what this one has not read yet: that is not told again.
        A number that nobody has given means nothing, and he begins with what comes.
        """
        if after is None or after <= self._head:
            return self._head if after is None else after
        async with self._db.reading() as connection:
            given = int(await value(connection, _sql["live_head"]))
        return after if after <= given else self._head

    def _enter(self, keys: frozenset[str], whose: str) -> _Reader:
        reader = _Reader(keys, whose)
        self._readers[whose] = self._readers.get(whose, 0) + 1
        for key in keys:
            self._listening.setdefault(key, set()).add(reader)
        return reader

    def _leave(self, reader: _Reader) -> None:
        self._readers[reader.whose] -= 1
        if not self._readers[reader.whose]:
            del self._readers[reader.whose]
        for key in reader.keys:
            left = self._listening[key]
            left.discard(reader)
            if not left:
                del self._listening[key]

    async def _wait(self, reader: _Reader) -> bool:
        """Wait until something has come for a reader; False when nothing did for a while."""
        try:
            async with asyncio.timeout(_BEAT_S):
                await reader.wake.wait()
        except TimeoutError:
            return False
        reader.wake.clear()
        return True

    def _since(self, position: int) -> list[_Kept]:
        """A few events after position; taken at once, since the deque moves while one awaits."""
        behind = self._head - position
        if behind <= 0:
            return []
        start = max(0, len(self._kept) - behind)
        stop = min(len(self._kept), start + _PAGE_COUNT)
        return [self._kept[at] for at in range(start, stop)]

    @for_system(Errand.LIVE)
    async def _page(self, keys: frozenset[str], position: int, floor: int) -> list[_Row]:
        values = (position, floor, list(keys), _PAGE_COUNT)
        async with self._db.reading() as connection:
            return await many(connection, _Row, _sql["live_page"], *values)

    async def _from_table(
        self, keys: frozenset[str], position: int
    ) -> AsyncIterator[tuple[int, bytes]]:
        """One page of what has left memory; an empty one moves the reader to what has not."""
        floor = self._floor
        rows = await self._page(keys, position, floor)
        for row in rows:
            yield row.seq, row.wire()
        if len(rows) < _PAGE_COUNT:
            yield floor, b""
