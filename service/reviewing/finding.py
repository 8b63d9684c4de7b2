"""What a person has found: marked, confirmed by a second one where the law asks, taken back."""

from uuid import UUID

import msgspec

from service.core.ids import new_id
from service.core.problem import NotFound
from service.footage import looking
from service.footage.looking import Opened
from service.footage.wire import Entry, EventKind
from service.identity.wire import Who
from service.platform.db import Connection
from service.platform.house import House
from service.platform.outbox import Said
from service.reviewing import bringing, desk, rules, seconding, store
from service.reviewing.refusals import FindingSettled, TooManyReviews
from service.reviewing.wire import (
    FOUND,
    Finding,
    FindingChanged,
    FindingKind,
    FindingRow,
    NewFinding,
)

WORDS = "review_finding.words"


async def mark(house: House, who: Who, footage_id: UUID, new: NewFinding) -> Finding:
    """Mark what you have found in a request that you have.

    Raises NotFound, NotTaken, RequestTaken, MayNotLook, TooManyReviews, Invalid.
    """
    now = house.clock.now()
    async with house.transaction() as connection:
        opened = await looking.opened(connection, who, footage_id, locked=True)
        may = bringing.named_camera(opened, new.camera_id)
        await desk.held_by(connection, who, footage_id, house)
        rules.granted(may, new.from_at, new.until_at or new.from_at)
        if new.review_id is not None:
            task = await store.task(connection, new.review_id)
            if task is None or task.footage_id != footage_id:
                raise NotFound(field="review_id")
        most = rules.FINDINGS_MOST
        if len(await store.findings_of(connection, footage_id, most)) >= most:
            raise TooManyReviews(field="words")
        second = await desk.second_for(connection, opened.row, [may.unit_category])
        sealed = house.seal.close(new.words, WORDS)
        values = (connection, new_id(now), footage_id, new, sealed, second, who, now)
        return await _say(
            house, who, opened, await store.add_finding(*values), "marked", connection
        )


async def findings(house: House, who: Who, footage_id: UUID) -> list[Finding]:
    """What was found for a request of your areas, in order. Raises NotFound."""
    async with house.db.reading() as connection:
        await looking.opened(connection, who, footage_id)
        rows = await store.findings_of(connection, footage_id, rules.FINDINGS_MOST)
    return [shown(house, row) for row in rows]


async def sightings(connection: Connection, footage_id: UUID) -> list[FindingRow]:
    """Where somebody who is looked for was seen, as it was marked at the desk; in order."""
    rows = await store.findings_of(connection, footage_id, rules.FINDINGS_MOST)
    return [row for row in rows if row.kind is FindingKind.SIGHTING]


async def confirm(house: House, who: Who, finding_id: UUID) -> Finding:
    """Agree as the second person; he need not have the request.

    Raises NotFound, FindingSettled, AnotherConfirms.
    """
    now = house.clock.now()
    async with house.transaction() as connection:
        row, opened = await found_of(connection, who, finding_id, locked=True)
        problem = seconding.cannot_confirm(row, who.account_id)
        if problem is not None:
            raise problem
        after = await store.confirm(connection, finding_id, who, now)
        assert after is not None, "the row is locked"
        return await _say(house, who, opened, after, "confirmed", connection)


async def take_back(house: House, who: Who, finding_id: UUID) -> Finding:
    """It was none, as somebody of the office has seen. Raises NotFound, FindingSettled."""
    now = house.clock.now()
    async with house.transaction() as connection:
        row, opened = await found_of(connection, who, finding_id, locked=True)
        if row.taken_back_at is not None:
            raise FindingSettled(field="finding_id")
        after = await store.take_back(connection, finding_id, who.display, now)
        assert after is not None, "the row is locked"
        return await _say(house, who, opened, after, "taken_back", connection)


async def found_of(
    connection: Connection, who: Who, finding_id: UUID, *, locked: bool = False
) -> tuple[FindingRow, Opened]:
    """A finding of the asker's office, and its request. Raises NotFound."""
    row = await store.finding(connection, finding_id, locked=locked)
    if row is None:
        raise NotFound(field="finding_id")
    try:
        return row, await looking.opened(connection, who, row.footage_id, locked=locked)
    except NotFound as error:
        raise NotFound(field="finding_id") from error


def shown(house: House, row: FindingRow) -> Finding:
    """A finding as the office sees it."""
    words = None if row.words_sealed is None else house.seal.open(row.words_sealed, WORDS)
    same = set(Finding.__struct_fields__) - {"words", "stands"}
    kept = {name: value for name, value in msgspec.structs.asdict(row).items() if name in same}
    return Finding(words=words, stands=seconding.stands(row), **kept)


async def _say(
    house: House, who: Who, opened: Opened, row: FindingRow, step: str, connection: Connection
) -> Finding:
    may = bringing.camera_of(opened, row.camera_id)
    entry = Entry(EventKind.FOUND, who.display, {"step": step, "camera": may.name})
    waiting = await store.count_waiting(connection, row.footage_id)
    await looking.note(house, connection, row.footage_id, entry, findings=waiting)
    body = FindingChanged(
        footage_id=row.footage_id,
        finding_id=row.finding_id,
        stands=seconding.stands(row),
        waits=seconding.waits(row),
    )
    said = Said(FOUND, desk.scope_of(opened.row), body, row.footage_id)
    await house.outbox.say(connection, house.clock.now(), said)
    return shown(house, row)
