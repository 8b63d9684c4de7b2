"""Waiting for something to become true, with a deadline: never for a while."""

import asyncio
import inspect
import time
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar, overload

T = TypeVar("T")

_LOOK_EVERY_S = 0.01


@overload
async def until(look: Callable[[], Awaitable[T]], *, most_s: float = 10) -> T: ...


@overload
async def until(look: Callable[[], T], *, most_s: float = 10) -> T: ...


async def until(look: Callable[[], Any], *, most_s: float = 10) -> Any:
    """What look answers as soon as that is true. Fails when it is not in most_s."""
    deadline = time.monotonic() + most_s
    while True:
        found = look()
        answer = await found if inspect.isawaitable(found) else found
        if answer:
            return answer
        assert time.monotonic() < deadline, f"not true within {most_s} s: {_shown(look)}"
        await asyncio.sleep(_LOOK_EVERY_S)


def _shown(look: Callable[[], Any]) -> str:
    try:
        return inspect.getsource(look).strip()
    except (TypeError, OSError):
        return repr(look)
