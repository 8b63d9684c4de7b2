"""One long-lived client to a gateway, replaced when its connection is in doubt."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
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
    request does not go the same way.
    """

    def __init__(self, make: Callable[[], C], close: Callable[[C], Awaitable[None]]) -> None:
        self._make = make
        self._close = close
        self._held: _Held[C] | None = None

    @asynccontextmanager
    async def lend(self) -> AsyncIterator[C]:
        """The client of the moment, for one request."""
        held = self._held
        if held is None:
            held = self._held = _Held(self._make())
        held.users += 1
        try:
            yield held.client
        finally:
            held.users -= 1
            if held.retired and held.users == 0:
                await self._close(held.client)

    async def retire(self, client: object = None) -> None:
        """Lend this one no more, or whichever is lent now; whoever comes next gets a new one."""
        held = self._held
        if held is None or (client is not None and held.client is not client):
            return
        self._held = None
        held.retired = True
        if held.users == 0:
            await self._close(held.client)
