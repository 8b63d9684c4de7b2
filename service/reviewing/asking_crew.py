"""Asking the processes that decode; their refusals are ours."""

from typing import TypeVar

import msgspec

from service.core.problem import Invalid, Problem
from service.platform.crew import CrewBusy, CrewDied
from service.platform.house import House
from service.reviewing.orders import Order, Refused, Reply
from service.reviewing.refusals import LooksBusy, NothingThere, NotReadable

T = TypeVar("T")
# A person waits for it: what takes longer is no look.
LOOK_S, WAIT_S = 25.0, 10.0


async def answer_of(house: House, order: Order, *, most_s: float, wait_s: float) -> Reply:
    """What comes of an order. Raises CrewBusy, CrewDied."""
    data = await house.crew.ask(msgspec.msgpack.encode(order), most_s=most_s, wait_s=wait_s)
    try:
        reply: Reply = msgspec.msgpack.decode(data, type=Reply)
    except msgspec.MsgspecError as error:
        raise CrewDied("its answer has no form") from error
    return reply


async def ask(
    house: House, order: Order, kind: type[T], *, most_s: float = LOOK_S, wait_s: float = WAIT_S
) -> T:
    """The same for whoever waits for it. Raises LooksBusy, NotReadable, NothingThere, Invalid."""
    try:
        reply = await answer_of(house, order, most_s=most_s, wait_s=wait_s)
    except CrewBusy as error:
        raise LooksBusy(retry_s=5) from error
    except CrewDied as error:
        raise NotReadable(str(error)) from error
    if isinstance(reply, Refused):
        raise _problem(reply)
    assert isinstance(reply, kind), "each order has one kind of answer"
    return reply


def _problem(refused: Refused) -> Problem:
    match refused.code:
        case "reviewing.nothing_there":
            return NothingThere(field="at")
        case "review.region_outside":
            return Invalid(refused.detail, field="region")
        case _:
            return NotReadable(refused.detail)
