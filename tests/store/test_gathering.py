"""What many ask at about the same time is asked once."""

import asyncio
from collections.abc import Sequence
from itertools import pairwise

import pytest

from service.platform.gathering import Gathering


class Asked:
    """A question that keeps what it was asked, and waits until it may answer."""

    def __init__(self) -> None:
        self.asked: list[list[int]] = []
        self.begun, self.may_answer = asyncio.Event(), asyncio.Event()

    async def all(self, items: Sequence[int]) -> list[int]:
        self.asked.append(list(items))
        self.begun.set()
        await self.may_answer.wait()
        if -1 in items:
            raise OSError("away")
        if -2 in items:
            raise ZeroDivisionError
        return [10 * item for item in items]


async def test_the_first_is_asked_at_once_and_the_others_together() -> None:
    question = Asked()
    gathering = Gathering(question.all)
    first = asyncio.create_task(gathering.ask(1))
    await question.begun.wait()
    others = [asyncio.create_task(gathering.ask(n)) for n in range(2, 40)]
    await asyncio.sleep(0)
    question.may_answer.set()
    assert await first == 10
    assert await asyncio.gather(*others) == [10 * n for n in range(2, 40)]
    assert question.asked == [[1], list(range(2, 40))]


async def test_what_fails_fails_for_those_who_asked_it_and_for_nobody_later() -> None:
    question = Asked()
    question.may_answer.set()
    gathering = Gathering(question.all)
    for answered in await asyncio.gather(
        gathering.ask(-1), gathering.ask(2), return_exceptions=True
    ):
        assert isinstance(answered, OSError)
    assert await gathering.ask(3) == 30


async def test_whoever_gave_up_waiting_stops_nobody() -> None:
    question = Asked()
    gathering = Gathering(question.all)
    gone, patient = (asyncio.create_task(gathering.ask(n)) for n in (1, 2))
    await question.begun.wait()
    gone.cancel()
    with pytest.raises(asyncio.CancelledError):
        await gone
    question.may_answer.set()
    assert await patient == 20


async def test_a_bug_leaves_nobody_waiting_and_stops_nobody_later() -> None:
    question = Asked()
    question.may_answer.set()
    gathering = Gathering(question.all, gather_s=0)
    for answered in await asyncio.gather(
        gathering.ask(-2), gathering.ask(2), return_exceptions=True
    ):
        assert isinstance(answered, ZeroDivisionError)
    assert await gathering.ask(3) == 30


async def test_while_many_are_answered_others_have_their_turn() -> None:
    question, answered, seen = Asked(), 0, [0]
    question.may_answer.set()
    gathering = Gathering(question.all, gather_s=0)

    async def ask(number: int) -> None:
        nonlocal answered
        await gathering.ask(number)
        answered += 1

    asking = [asyncio.create_task(ask(n)) for n in range(100)]
    while answered < len(asking):
        await asyncio.sleep(0)
        seen.append(answered)
    assert max(after - before for before, after in pairwise(seen)) <= 16
