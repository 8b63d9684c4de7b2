"""What many ask at about the same time is asked of the database once.

The first is asked at once. Only where several came while it was being asked is the next question
held back for a moment: so a quiet door is as quick as it was, and a busy one asks a few dozen times
a second, however many come to it.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

import asyncpg

from service.platform.db import AWAY, TROUBLES

T = TypeVar("T")
R = TypeVar("R")

# How long a busy door gathers; it is added to its answers.
GATHER_S = 0.02
# What one statement carries.
_TOGETHER_MOST = 500
# Who has his answer goes on at once: with a signature to check, some tenths of a millisecond each.
_IN_A_ROW = 8


class Gathering(Generic[T, R]):
    """One question at a time, with all that came in for it; each hears his own answer."""

    def __init__(
        self,
        ask_all: Callable[[Sequence[T]], Awaitable[Sequence[R]]],
        *,
        gather_s: float = GATHER_S,
    ) -> None:
        """`ask_all` answers as many as it is given, in the same order."""
        self._ask_all, self._gather_s = ask_all, gather_s
        self._waiting: list[tuple[T, asyncio.Future[R]]] = []
        self._asking: asyncio.Task[None] | None = None
        self._busy = False

    async def ask(self, item: T) -> R:
        """The answer to one. Raises what the question raised, to all who were part of it."""
        answer: asyncio.Future[R] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, answer))
        if self._asking is None or self._asking.done():
            self._asking = asyncio.create_task(self._ask(), name="gathering")
        return await answer

    async def _ask(self) -> None:
        while self._waiting:
            if self._busy:
                await asyncio.sleep(self._gather_s)
            asked, self._waiting = (
                self._waiting[:_TOGETHER_MOST],
                self._waiting[_TOGETHER_MOST:],
            )
            self._busy = len(asked) > 1 or bool(self._waiting)
            try:
                await _tell(asked, await self._ask_all([item for item, _ in asked]))
            except TROUBLES as error:
                _fail(asked, error)
                continue
            except BaseException as error:
                # A bug of ours, or the end: nobody is left waiting.
                _fail(asked, error)
                raise


async def _tell(asked: Sequence[tuple[T, "asyncio.Future[R]"]], answers: Sequence[R]) -> None:
    """To each his own answer, a few at a time: who came for something else waits for no crowd."""
    for n, ((_, answer), said) in enumerate(zip(asked, answers, strict=True)):
        if n and n % _IN_A_ROW == 0:
            await asyncio.sleep(0)
        # Whoever hung up meanwhile hears nothing.
        if not answer.done():
            answer.set_result(said)


def _fail(asked: Sequence[tuple[T, "asyncio.Future[R]"]], error: BaseException) -> None:
    for _, answer in asked:
        if not answer.done():
            answer.set_exception(error)


async def or_alone(asking: Awaitable[list[R | None]], count: int) -> list[R | None]:
    """What many are answered together; None for each of `count` where one of them is amiss.

    What is wrong with one is no reason to refuse the others: each is then to be asked by himself.
    Raises what says that the database is away.
    """
    try:
        return await asking
    except AWAY:
        raise
    except asyncpg.PostgresError:
        return [None] * count
