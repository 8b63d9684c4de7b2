"""One long-lived client to a gateway, replaced when its connection is in doubt."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Generic, TypeVar

C = TypeVar("C")


class _Held(Generic[C]):
    def __init__(self, client: C) -> None:
        self.client = client
        self.users = 0
        self.retired = False


class Clients(Generic[C]):
    """Lends one client to all; a retired one closes when the last who waits on it is done.

    So a connection that one request finds silent is not taken from under the others, and the next
    request does not go the same way. Closing is nobody's to wait for, nor to interrupt.
    """

    def __init__(self, make: Callable[[], C], close: Callable[[C], Awaitable[None]]) -> None:
        self._make = make
        self._close = close
        self._held: _Held[C] | None = None
        self._closing: set[asyncio.Task[None]] = set()

    @contextmanager
    def lend(self) -> Iterator[C]:
        """The client of the moment, for one request."""
        held = self._held
        if held is None:
            held = self._held = _Held(self._make())
        held.users += 1
        try:
            yield held.client
        finally:
            held.users -= 1
            self._let_go(held)

    def retire(self, client: object = None) -> None:
        """Lend this one no more, or whichever is lent now; whoever comes next gets a new one."""
        held = self._held
        if held is None or (client is not None and held.client is not client):
            return
        self._held = None
        held.retired = True
        self._let_go(held)

    async def close(self) -> None:
        """Retire the client of the moment, and wait for those that nobody uses any more."""
        self.retire()
        if self._closing:
            await asyncio.wait(self._closing)

    def _let_go(self, held: _Held[C]) -> None:
        if held.retired and held.users == 0:
            task = asyncio.ensure_future(self._closed(held.client))
            self._closing.add(task)
            task.add_done_callback(self._closing.discard)

    async def _closed(self, client: C) -> None:
        await self._close(client)
