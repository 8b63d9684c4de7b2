"""Waiting for something to become true, with a deadline: never for a while."""

import asyncio
import inspect
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

T = TypeVar("T")

_LOOK_EVERY_S = 0.01


async def until(look: Callable[[], T | Awaitable[T]], *, most_s: float = 10) -> T:
    """What look answers as soon as that is true. Fails when it is not in most_s."""
    deadline = time.monotonic() + most_s
    while True:
        found = look()
        answer: T = await found if inspect.isawaitable(found) else found
        if answer:
            return answer
        assert time.monotonic() < deadline, f"not true within {most_s} s: {inspect.getsource(look)}"
        await asyncio.sleep(_LOOK_EVERY_S)
