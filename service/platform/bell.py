"""Waking others: LISTEN and NOTIFY on one connection that comes back by itself.

A ring says "look again", nothing more; what there is to see stands in tables, and everybody
who listens also looks by himself every second or so. NOTIFY inside a press's transaction would
make PostgreSQL commit such transactions one after another (it holds one lock from then until
the commit is on disk), so rings are sent after the commit, and those that pile up are sent once.
"""

import asyncio
import contextlib
from collections.abc import Callable

import structlog

from service.platform.db import TROUBLES, Own, connect
from service.platform.sql import Statements

_log = structlog.get_logger()
_sql = Statements(__file__)

# Followed by the name of the lane: a carrier of one is not woken for another.
JOBS = "watchbell_jobs_"
EVENTS = "watchbell_events"

_RETRY_FIRST_S = 0.1
_RETRY_MOST_S = 2.0


class Bell:
    """One connection that rings for this process and hears what others ring."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._connection: Own | None = None
        self._heard: dict[str, list[Callable[[], None]]] = {}
        self._due: set[str] = set()
        self._wake = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._pause_s = _RETRY_FIRST_S
        self.lost_count = 0

    async def start(self) -> None:
        """Begin to listen and ring."""
        self._task = asyncio.create_task(self._keep_ringing(), name="bell")

    async def stop(self) -> None:
        """Stop, and leave no connection behind."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    def hear(self, channel: str, call: Callable[[], None]) -> None:
        """Call whenever another process rings on channel, and after each reconnection."""
        self._heard.setdefault(channel, []).append(call)
        self._due.add("")
        self._wake.set()

    def ring(self, channel: str) -> None:
        """Tell everybody who listens on channel to look again. Never waits, never fails."""
        self._call(channel)
        self.ring_others(channel)

    def ring_others(self, channel: str) -> None:
        """The same, for those who have looked themselves already."""
        self._due.add(channel)
        self._wake.set()

    @property
    def connected(self) -> bool:
        """Whether rings get through now."""
        return self._connection is not None and not self._connection.is_closed()

    async def _keep_ringing(self) -> None:
        try:
            while True:
                try:
                    await self._ring_while_connected()
                except TROUBLES:
                    self.lost_count += 1
                    _log.warning("bell.lost", retry_s=self._pause_s)
                    await self._drop()
                    await asyncio.sleep(self._pause_s)
                    self._pause_s = min(self._pause_s * 2, _RETRY_MOST_S)
        finally:
            await self._drop()

    async def _ring_while_connected(self) -> None:
        self._connection = connection = await connect(self._url)
        connection.add_termination_listener(lambda _: self._wake.set())
        self._pause_s = _RETRY_FIRST_S
        listening: set[str] = set()
        while not connection.is_closed():
            for channel in set(self._heard) - listening:
                await connection.add_listener(channel, self._on_ring)
                listening.add(channel)
                self._call(channel)
            due, self._due = self._due - {""}, set()
            if due:
                await connection.execute(_sql["ring"], list(due))
            if self._due:
                continue
            self._wake.clear()
            await self._wake.wait()
        raise ConnectionResetError("the server closed the connection")

    def _on_ring(self, connection: object, pid: int, channel: str, payload: object) -> None:
        del connection, payload
        own = self._connection
        if own is not None and not own.is_closed() and pid == own.get_server_pid():
            return
        self._call(channel)

    def _call(self, channel: str) -> None:
        for call in self._heard.get(channel, ()):
            call()

    async def _drop(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None and not connection.is_closed():
            with contextlib.suppress(*TROUBLES):
                await connection.close(timeout=1)
