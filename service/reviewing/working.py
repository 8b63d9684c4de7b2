"""Doing a review a slice at a time: what was found by then is kept, and another may go on.

A slice is one job. A worker or a carrier that dies loses a slice; the next begins where the last
one that was kept had come to.
"""

from uuid import UUID

from service.footage import looking
from service.footage.wire import Row
from service.platform.crew import CrewBusy
from service.platform.db import Connection, Transaction
from service.platform.house import House
from service.reviewing import asking, asking_crew, bringing, rules, store
from service.reviewing.looking import film_of
from service.reviewing.orders import (
    DrawRibbon,
    DrawTimeline,
    Film,
    FindMoment,
    Found,
    Order,
    Paused,
    PictureRegion,
    Refused,
    Reply,
)
from service.reviewing.refusals import MayNotLook, NotBrought
from service.reviewing.wire import (
    ReviewAnswer,
    ReviewKind,
    ReviewOutcome,
    ReviewReason,
    ReviewState,
    SeenBins,
    SeenChange,
    SeenSpell,
    TaskRow,
)

# Short enough to be seen going on, and that others have their turn.
SLICE_S = 2.0
# A ribbon of a file without an index reads the file, and a moment begins with its anchors.
_SLICE_MOST_S = 50.0
_AGAIN_S = 1.0
_TROUBLES = {
    "review.region_outside": ReviewReason.REGION_OUTSIDE,
    "review.anchors_missing": ReviewReason.NO_PICTURE_THERE,
    "review.anchor_outside": ReviewReason.NO_PICTURE_THERE,
}


async def work(
    house: House, review_id: UUID, transaction: Transaction, *, slice_s: float = SLICE_S
) -> None:
    """Go on with a review. Raises CrewDied: it is tried again from where it was kept."""
    async with house.db.reading() as connection:
        task = await store.task(connection, review_id)
        if task is None or task.ended_at is not None:
            return
        opened = await looking.opened_by_id(connection, task.footage_id)
        lying = await store.recording(connection, task.footage_id, task.camera_id)
    row, may = opened.row, bringing.camera_of(opened, task.camera_id)
    try:
        within = rules.granted(may, task.asked.from_at, task.asked.until_at)
        film = film_of(may, lying, within)
    except (MayNotLook, NotBrought) as error:
        # A unit took its word back, or its clock was set anew: nobody looks on.
        await _end(house, transaction, row, task, ReviewState.CANCELLED, trouble=error.code)
        return
    if task.kind is ReviewKind.MOMENT and rules.jumps(within, lying.parts if lying else ()):
        # One instant stands for two: whatever was found would be told of both.
        answer = ReviewAnswer(outcome=ReviewOutcome.CANNOT_TELL, reason=ReviewReason.CLOCK_JUMPS)
        await _end(house, transaction, row, task, ReviewState.DONE, answer)
        return
    try:
        reply = await asking_crew.answer_of(
            house, order_of(task, film, slice_s), most_s=_SLICE_MOST_S, wait_s=0.05
        )
    except CrewBusy:
        async with transaction() as connection:
            promise = asking.promise(review_id, house, _AGAIN_S)
            await house.outbox.promise(connection, house.clock.now(), promise)
        return
    if isinstance(reply, Paused):
        await _pause(house, transaction, row, task, reply)
        return
    await _end(house, transaction, row, task, ReviewState.DONE, answer_of(reply))


def order_of(task: TaskRow, film: Film, slice_s: float) -> Order:
    """What the processes that decode are asked."""
    asked = task.asked
    if task.kind is ReviewKind.RIBBON:
        return DrawRibbon(film)
    region = asked.region or PictureRegion(x=0, y=0, width=1, height=1)
    if task.kind is ReviewKind.TIMELINE:
        return DrawTimeline(film, region, task.kept, slice_s)
    marks = asked.there_at, asked.gone_at
    return FindMoment(film, region, *marks, asked.steps, task.kept, slice_s)


def answer_of(reply: Reply) -> ReviewAnswer:
    """What is kept of an answer; that it cannot be told is one."""
    if isinstance(reply, Refused):
        reason = _TROUBLES.get(reply.code, ReviewReason.CANNOT_BE_READ)
        return ReviewAnswer(outcome=ReviewOutcome.CANNOT_TELL, reason=reason)
    assert isinstance(reply, Found), "a review is answered by what was found"
    bins = reply.bins
    return ReviewAnswer(
        outcome=ReviewOutcome(reply.outcome),
        reason=rules.reason_of(reply.why),
        changes=[
            SeenChange(**{name: getattr(one, name) for name in SeenChange.__struct_fields__})
            for one in reply.changes
        ],
        spells=[
            SeenSpell(from_at=one.from_at, until_at=one.until_at, share=one.share)
            for one in reply.spells
        ],
        bins=None
        if bins is None
        else SeenBins(from_at=bins.from_at, bin_s=bins.bin_s, activity=bins.activity),
        step_s=reply.step_s,
        looks=reply.looks,
    )


async def give_up(house: House, connection: Connection, review_id: UUID) -> None:
    """Its workers died of it again and again: an answer too, and said."""
    task = await store.task(connection, review_id)
    if task is None:
        return
    opened = await looking.opened_by_id(connection, task.footage_id)
    now = house.clock.now()
    answer = ReviewAnswer(outcome=ReviewOutcome.CANNOT_TELL, reason=ReviewReason.TOO_SLOW)
    ended = await store.end_task(
        connection, review_id, ReviewState.FAILED, answer, "reviewing.not_readable", now
    )
    if ended is not None:
        await asking.say(house, connection, opened.row, ended)


async def _pause(
    house: House, transaction: Transaction, row: Row, task: TaskRow, reply: Paused
) -> None:
    now = house.clock.now()
    async with transaction() as connection:
        kept = await store.keep(connection, task.review_id, reply.done, reply.kept, now)
        if kept is not None:
            promises = [asking.promise(task.review_id, house)]
            await asking.say(house, connection, row, kept, promises=promises)


async def _end(
    house: House,
    transaction: Transaction,
    row: Row,
    task: TaskRow,
    state: ReviewState,
    answer: ReviewAnswer | None = None,
    trouble: str | None = None,
) -> None:
    now = house.clock.now()
    async with transaction() as connection:
        ended = await store.end_task(connection, task.review_id, state, answer, trouble, now)
        if ended is not None:
            await asking.say(house, connection, row, ended)
