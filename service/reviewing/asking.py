"""Asking for a review, reading how far it is, and calling it off."""

from uuid import UUID

import msgspec

from service.core.ids import new_id
from service.core.problem import Invalid, NotFound
from service.footage import looking
from service.footage.wire import Row
from service.identity.wire import Who
from service.platform.db import Connection
from service.platform.house import House
from service.platform.outbox import Lane, Promise, Said
from service.reviewing import bringing, desk, rules, store
from service.reviewing.looking import film_of
from service.reviewing.refusals import TooManyReviews
from service.reviewing.wire import (
    PROGRESS,
    NewReview,
    Review,
    ReviewChanged,
    ReviewState,
    TaskRow,
)

WORK = "review_footage"


async def ask(house: House, who: Who, footage_id: UUID, new: NewReview) -> Review:
    """Look for something in a recording at your desk; the register says first that you do.

    Raises NotFound, NotTaken, RequestTaken, MayNotLook, NotBrought, TooManyReviews, Invalid.
    """
    problem = rules.check_review(new)
    if problem is not None:
        raise problem
    async with house.db.reading() as connection:
        opened = await looking.opened(connection, who, footage_id)
        may = bringing.named_camera(opened, new.camera_id)
        await desk.held_by(connection, who, footage_id, house)
        stretch = rules.granted(may, new.from_at, new.until_at)
        film_of(may, await store.recording(connection, footage_id, new.camera_id))
    for name in ("there_at", "gone_at"):
        if any(not stretch.from_at <= at <= stretch.until_at for at in getattr(new, name)):
            raise Invalid("This moment lies outside.", field=name)
    await bringing.register(house, who, opened.row, may, stretch, f"review: {new.kind}")
    now = house.clock.now()
    async with house.transaction() as connection:
        if await store.count_open(connection, who.account_id) >= rules.REVIEWS_OPEN_MOST:
            raise TooManyReviews(field="kind")
        if await store.count_of(connection, footage_id) >= rules.REVIEWS_MOST:
            raise TooManyReviews(field="kind")
        task = await store.add_task(connection, new_id(now), footage_id, new, who, now)
        await say(house, connection, opened.row, task, promises=[promise(task.review_id, house)])
    return shown(task)


async def reviews(house: House, who: Who, footage_id: UUID) -> list[Review]:
    """What was looked for in a request's recordings, the newest first. Raises NotFound."""
    async with house.db.reading() as connection:
        await looking.opened(connection, who, footage_id)
        rows = await store.tasks_of(connection, footage_id, rules.REVIEWS_MOST)
    return [shown(row) for row in rows]


async def review(house: House, who: Who, review_id: UUID) -> Review:
    """One of them. Raises NotFound."""
    async with house.db.reading() as connection:
        task, _ = await _of_office(connection, who, review_id)
    return shown(task)


async def cancel(house: House, who: Who, review_id: UUID) -> Review:
    """Call it off; one that is over stays as it is. Raises NotFound."""
    now = house.clock.now()
    async with house.transaction() as connection:
        task, row = await _of_office(connection, who, review_id)
        after = await store.end_task(connection, review_id, ReviewState.CANCELLED, None, None, now)
        if after is None:
            return shown(task)
        await say(house, connection, row, after)
    return shown(after)


async def _of_office(connection: Connection, who: Who, review_id: UUID) -> tuple[TaskRow, Row]:
    task = await store.task(connection, review_id)
    if task is None:
        raise NotFound(field="review_id")
    try:
        return task, (await looking.opened(connection, who, task.footage_id)).row
    except NotFound as error:
        raise NotFound(field="review_id") from error


def promise(review_id: UUID, house: House, after_s: float = 0.0) -> Promise:
    """Go on with a review."""
    return Promise(WORK, Lane.REST, str(review_id), rules.later(house.clock.now(), after_s))


async def say(
    house: House,
    connection: Connection,
    row: Row,
    task: TaskRow,
    *,
    promises: "list[Promise] | None" = None,
) -> None:
    """Tell desks how far a review is, and promise what follows."""
    body = ReviewChanged(
        footage_id=task.footage_id,
        review_id=task.review_id,
        camera_id=task.camera_id,
        kind=task.kind,
        state=task.state,
        done=task.done,
        answered=task.answer is not None,
    )
    said = Said(PROGRESS, desk.scope_of(row), body, task.footage_id)
    await house.outbox.say(connection, house.clock.now(), said, promises=promises or ())


def shown(task: TaskRow) -> Review:
    """A review as the office sees it; how far its worker has come within is nobody's concern."""
    same = set(Review.__struct_fields__)
    kept = msgspec.structs.asdict(task)
    return Review(**{name: value for name, value in kept.items() if name in same})
