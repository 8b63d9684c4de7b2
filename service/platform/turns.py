"""Work that is done by one at a time in a process, and for all who wait at once.

Whoever's turn comes takes with him what others have brought while he waited; they find theirs
done. This is how incidents of the same moment come to share units, and why a burst costs a few
rounds instead of hundreds. It orders work within one process and promises nothing: what must hold
between processes is guarded in the database.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

T = TypeVar("T")


class Turns(Generic[T]):
    """A queue in which the first takes along what has gathered behind him."""

    def __init__(self) -> None:
        self._turn = asyncio.Lock()
        self._brought: list[T] = []

    async def together(self, item: T, work: Callable[[Sequence[T]], Awaitable[None]]) -> bool:
        """Have item worked on, by oneself or by another; whether it was by oneself.

        What work raises goes to whoever did it; the others' items wait for their own turn again.
        """
        self._brought.append(item)
        async with self._turn:
            if item not in self._brought:
                return False
            items, self._brought = self._brought, []
            try:
                await work(items)
            except BaseException:
                self._brought += [other for other in items if other != item]
                raise
            return True
