"""Taking a ring back from phones whose page is closed: it is another's by now, or nobody's, or
somebody else of the unit has answered.
"""

import asyncio
from collections import Counter
from datetime import timedelta
from uuid import UUID

import structlog

from service.dispatch import store
from service.dispatch.wire import RINGING, Task, TaskState, rings_no_more
from service.phone import actions as phones
from service.phone.wire import Addressed
from service.platform.db import Transaction
from service.platform.house import House
from service.platform.push import Answer, Over, Ring, Urgency

_log = structlog.get_logger()

# Neutral, as a ring's are.
WORDS = "平安铃：此前的任务无需处理。Watchbell: nothing to do about the earlier task."
# The unit is going, or has said no: that must not read as if nobody needed it.
ANSWERED_WORDS = "平安铃：本组已有人应答。Watchbell: your unit has answered."
# For so long a gateway may keep it for a phone that is off the network and still shows the ring.
_HOLDS = timedelta(hours=1)


async def withdraw(
    house: House, task_id: UUID, answered_by: UUID | None, transaction: Transaction
) -> None:
    """Tell the phones that were rung for a task that it calls them no more, each once.

    Where an officer has answered for his unit, all phones but his. A hint like the ring itself: no
    answer of a gateway is waited for again, and none is written among the rings.
    """
    async with house.db.reading() as connection:
        task = await store.task_by_id(connection, task_id)
        assert task is not None, "a withdrawal is promised for a task that exists"
        over = _over(task, answered_by)
        found = await phones.rung_for(house, connection, task_id) if over else []
    rung = [one for one in found if one[0].account_id != answered_by]
    answers = await asyncio.gather(*(_take_back(house, task_id, over, *one) for one in rung))
    async with transaction():
        said = Counter(answer.outcome.value for answer in answers if answer is not None)
        if said:
            _log.info("push.withdrawn", task_id=str(task_id), outcomes=dict(said))


def _over(task: Task, answered_by: UUID | None) -> Over | None:
    """Why it calls these phones no more; None where it still does, or where that was said since."""
    if rings_no_more(task):
        if answered_by is not None:  # All of its phones are told by a promise of their own.
            return None
        return Over.TAKEN if task.state is TaskState.TAKEN else Over.ENDED
    return None if answered_by is None or task.state in RINGING else Over.ANSWERED


async def _take_back(
    house: House, task_id: UUID, over: Over | None, phone: Addressed, version: int
) -> Answer | None:
    by = house.channels.get(phone.gateway)
    if by is None:
        return None
    # With the version of the last ring: one that comes later than this rings no more.
    about = Ring(
        task_id=task_id,
        words=ANSWERED_WORDS if over is Over.ANSWERED else WORDS,
        expires_at=house.clock.now() + _HOLDS,
        version=version,
        urgency=Urgency.ORDINARY,
        phone_id=phone.phone_id,
        over=over,
    )
    return await by.send(about, phone.address)
