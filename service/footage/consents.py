"""Asking managing units: one question each, with exactly its cameras and minutes."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from service.core.ids import new_id
from service.footage import guards, store
from service.footage.consent import AskedCamera, ConsentRow, Question
from service.footage.wire import CameraRow, Row
from service.platform.db import Connection
from service.platform.house import House
from service.platform.outbox import Lane as Carried
from service.platform.outbox import Promise

TIMER = "consent_timer"


async def ask(
    house: House,
    connection: Connection,
    row: Row,
    cameras: Iterable[CameraRow],
    by: str,
    hours: float,
) -> None:
    """Put a question to each managing unit that has none; one that said no is asked anew."""
    now = house.clock.now()
    due_at = now + timedelta(hours=hours)
    open_ones = [one for one in cameras if one.restricted_at is None]
    units = sorted({(one.managing_unit, one.round) for one in open_ones})
    ids = [new_id(now) for _ in units]
    await store.ask_units(connection, row.footage_id, ids, units, now, by, due_at)
    promise = promise_timer(row.footage_id, due_at)
    await house.outbox.promise(connection, now, promise)


def promise_timer(footage_id: UUID, due_at: datetime) -> Promise:
    """Look at a request's questions when their time is over."""
    return Promise(TIMER, Carried.REST, str(footage_id), due_at)


def question(row: Row, consent: ConsentRow, cameras: Sequence[CameraRow]) -> Question:
    """A question with the cameras of its unit."""
    apart = {"number", "category", "minors", "cameras"}
    same = set(Question.__struct_fields__) - apart
    return Question(
        number=row.number,
        category=row.category,
        minors=row.minors,
        cameras=[
            AskedCamera(
                camera_id=one.camera_id,
                name=one.name,
                from_at=one.from_at,
                until_at=one.until_at,
            )
            for one in cameras
            if guards.is_about(consent, one) and not one.left_out
        ],
        **{name: getattr(consent, name) for name in same},
    )


def digest(token: str) -> bytes:
    """What is kept of the words of a link."""
    return hashlib.sha256(token.encode()).digest()
