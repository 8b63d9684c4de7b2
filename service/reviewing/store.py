"""The reviewer's desk in PostgreSQL."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from service.identity.wire import Who
from service.platform.db import Connection, many, one, run, value
from service.platform.sql import Statements
from service.reviewing import rules
from service.reviewing.wire import (
    FindingRow,
    GapRow,
    HolderRow,
    NewFinding,
    NewReview,
    PartRow,
    RecordingRow,
    RecordingState,
    ReviewAnswer,
    ReviewState,
    Second,
    TaskRow,
)

_sql = Statements(__file__)


async def holder(
    connection: Connection, footage_id: UUID, *, locked: bool = False
) -> HolderRow | None:
    """Who had a request last."""
    name = "holder_locked" if locked else "holder"
    return await one(connection, HolderRow, _sql[name], footage_id)


async def take(
    connection: Connection, footage_id: UUID, who: Who, now: datetime
) -> HolderRow | None:
    """Take a request, or be seen at it; None where another has it."""
    values = (footage_id, who.account_id, who.display, now, now - rules.LEASE)
    return await one(connection, HolderRow, _sql["take"], *values)


async def hand_over(
    connection: Connection, footage_id: UUID, to: UUID, display: str, now: datetime
) -> None:
    """Another has it from now on."""
    await run(connection, _sql["hand_over"], footage_id, to, display, now)


async def seen(connection: Connection, footage_id: UUID, account_id: UUID, now: datetime) -> None:
    """Who has it is still there."""
    await run(connection, _sql["seen"], footage_id, account_id, now)


async def release(connection: Connection, footage_id: UUID, account_id: UUID) -> bool:
    """Nobody has it any more; whether this one had."""
    return await run(connection, _sql["release"], footage_id, account_id) > 0


async def recordings(connection: Connection, footage_id: UUID) -> list[RecordingRow]:
    """What lies at the desk of a request."""
    return await many(connection, RecordingRow, _sql["recordings"], footage_id)


async def recording(
    connection: Connection, footage_id: UUID, camera_id: UUID
) -> RecordingRow | None:
    """What lies at the desk of one camera."""
    return await one(connection, RecordingRow, _sql["recording"], footage_id, camera_id)


async def ask_for(connection: Connection, footage_id: UUID, camera_id: UUID) -> None:
    """A recording is to be brought."""
    await run(connection, _sql["ask_for"], footage_id, camera_id)


async def set_clock(
    connection: Connection, footage_id: UUID, camera_id: UUID, ahead_s: float, by: str
) -> None:
    """Keep how far a recorder's clock is ahead."""
    await run(connection, _sql["set_clock"], footage_id, camera_id, ahead_s, by)


async def brought(
    connection: Connection,
    footage_id: UUID,
    camera_id: UUID,
    state: RecordingState,
    parts: Sequence[PartRow],
    gaps: Sequence[GapRow],
    trouble: str | None,
    now: datetime,
    *,
    ahead_s: float | None,
) -> bool:
    """Keep what was brought; False where its clock was set anew meanwhile."""
    values = (footage_id, camera_id, state, list(parts), list(gaps), trouble, now, ahead_s)
    return await run(connection, _sql["brought"], *values) > 0


async def count_open(connection: Connection, account_id: UUID) -> int:
    """How many reviews of somebody are not over; he alone may add to them until the end."""
    await run(connection, _sql["lock_reviewer"], account_id)
    return int(await value(connection, _sql["count_open"], account_id))


async def count_of(connection: Connection, footage_id: UUID) -> int:
    """How many reviews a request has."""
    return int(await value(connection, _sql["count_of"], footage_id))


async def add_task(
    connection: Connection,
    review_id: UUID,
    footage_id: UUID,
    new: NewReview,
    who: Who,
    now: datetime,
) -> TaskRow:
    """Keep what is to be looked for."""
    values = (review_id, footage_id, new.camera_id, new.kind, new, who.account_id, who.display, now)
    found = await one(connection, TaskRow, _sql["add_task"], *values)
    assert found is not None, "a row that was written comes back"
    return found


async def tasks_of(connection: Connection, footage_id: UUID, most: int) -> list[TaskRow]:
    """Reviews of a request, the newest first."""
    return await many(connection, TaskRow, _sql["tasks_of"], footage_id, most)


async def task(connection: Connection, review_id: UUID) -> TaskRow | None:
    """One review."""
    return await one(connection, TaskRow, _sql["task"], review_id)


async def keep(
    connection: Connection, review_id: UUID, done: float, kept: Any, now: datetime
) -> TaskRow | None:
    """Keep how far a review has come; None where it is over."""
    return await one(connection, TaskRow, _sql["keep"], review_id, done, kept, now)


async def end_task(
    connection: Connection,
    review_id: UUID,
    state: ReviewState,
    answer: ReviewAnswer | None,
    trouble: str | None,
    now: datetime,
) -> TaskRow | None:
    """A review is over; None where it was over before."""
    values = (review_id, state, answer, trouble, now)
    return await one(connection, TaskRow, _sql["end_task"], *values)


async def add_finding(
    connection: Connection,
    finding_id: UUID,
    footage_id: UUID,
    new: NewFinding,
    words_sealed: bytes,
    second: Second | None,
    who: Who,
    now: datetime,
) -> FindingRow:
    """Keep what somebody has found."""
    found = await one(
        connection,
        FindingRow,
        _sql["add_finding"],
        *(finding_id, footage_id, new.camera_id, new.kind, new.from_at),
        *(new.until_at or new.from_at, new.region, words_sealed, new.review_id),
        *(who.account_id, who.display, now, second),
    )
    assert found is not None, "a row that was written comes back"
    return found


async def findings_of(connection: Connection, footage_id: UUID, most: int) -> list[FindingRow]:
    """Findings of a request, in the order in which they were marked."""
    return await many(connection, FindingRow, _sql["findings_of"], footage_id, most)


async def finding(
    connection: Connection, finding_id: UUID, *, locked: bool = False
) -> FindingRow | None:
    """One finding."""
    name = "finding_locked" if locked else "finding"
    return await one(connection, FindingRow, _sql[name], finding_id)


async def confirm(
    connection: Connection, finding_id: UUID, who: Who, now: datetime
) -> FindingRow | None:
    """A second person agrees."""
    values = (finding_id, who.account_id, who.display, now)
    return await one(connection, FindingRow, _sql["confirm"], *values)


async def take_back(
    connection: Connection, finding_id: UUID, by: str, now: datetime
) -> FindingRow | None:
    """It was none."""
    return await one(connection, FindingRow, _sql["take_back"], finding_id, by, now)


async def count_waiting(connection: Connection, footage_id: UUID) -> int:
    """How many findings of a request wait for a second person."""
    return int(await value(connection, _sql["count_waiting"], footage_id))


async def remembered(connection: Connection) -> list[UUID]:
    """Requests of which anything is kept here that goes with them."""
    return [row["footage_id"] for row in await connection.fetch(_sql["remembered"])]


async def forget(connection: Connection, footage_ids: Iterable[UUID]) -> None:
    """Words, regions and answers of these requests go."""
    await run(connection, _sql["forget"], list(footage_ids))
