"""Footage requests in PostgreSQL."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from msgspec import Struct

from service.core.geo import Place
from service.footage.attached import FileRow
from service.footage.consent import (
    CameraDecision,
    ConsentHow,
    ConsentRow,
    ConsentState,
    NewManagingUnit,
)
from service.footage.table import FINAL
from service.footage.terms import FootageLane, FootageState
from service.footage.wire import (
    CameraRow,
    ChosenCamera,
    Entry,
    EventLine,
    HoldState,
    IdentityHow,
    NewFootageRequest,
    Row,
)
from service.identity.wire import Who
from service.platform.db import Connection, many, one, run, value
from service.platform.recorders import HoldTrouble
from service.platform.sql import Statements

_sql = Statements(__file__)


class Filing(Struct, frozen=True, kw_only=True):
    """A request as it is written first."""

    footage_id: UUID
    receipt_digest: bytes
    applicant_id: UUID | None
    scope: Sequence[str]
    lane: FootageLane
    state: FootageState
    place: Place
    new: NewFootageRequest
    minors: bool
    person_sealed: bytes
    filed_by: str | None
    moved_by: str
    due_at: datetime | None
    overwrite_at: datetime | None


class NewCamera(Struct, frozen=True, kw_only=True):
    """A camera of a request as it is written first; no times where they are the request's."""

    camera_id: UUID
    name: str
    managing_unit: str
    unit_category: str
    away_m: float
    overwrite_at: datetime | None
    hold_state: HoldState
    hold_trouble: HoldTrouble | None
    from_at: datetime | None = None
    until_at: datetime | None = None


async def file(
    connection: Connection,
    filing: Filing,
    cameras: Sequence[NewCamera],
    entries: Sequence[Entry],
    now: datetime,
) -> Row:
    """Write a new request with its cameras and its first lines; the request as it is."""
    new = filing.new
    rows = [msgspec.structs.asdict(camera) for camera in cameras]
    row = await one(
        connection,
        Row,
        _sql["file"],
        *(filing.footage_id, filing.receipt_digest, filing.applicant_id, filing.scope[0]),
        *(list(filing.scope), filing.lane, new.category, filing.state, new.site_id),
        *(filing.place.lat, filing.place.lon, new.from_at, new.until_at, new.relationship),
        *(new.at_risk, filing.minors, filing.person_sealed, now, filing.filed_by, filing.due_at),
        *(filing.moved_by, filing.overwrite_at, rows, list(entries)),
    )
    assert row is not None, "it was just written"
    return row


async def write(
    connection: Connection, footage_id: UUID, now: datetime, entries: Sequence[Entry]
) -> None:
    """Add lines to a request's timeline."""
    await run(connection, _sql["write"], footage_id, now, list(entries))


async def by_id(connection: Connection, footage_id: UUID, *, locked: bool = False) -> Row | None:
    """One request, locked until the transaction ends where asked."""
    return await one(connection, Row, _sql["by_id_locked" if locked else "by_id"], footage_id)


async def by_receipt(connection: Connection, digest: bytes) -> Row | None:
    """The request of a receipt."""
    return await one(connection, Row, _sql["by_receipt"], digest)


async def queue(connection: Connection, areas: Iterable[str], count: int) -> list[Row]:
    """Open requests of these areas, the most urgent first."""
    return await many(connection, Row, _sql["queue"], list(areas), count)


async def ended(connection: Connection, areas: Iterable[str], before: int, count: int) -> list[Row]:
    """Ended requests of these areas below a number, the newest first."""
    return await many(connection, Row, _sql["ended"], list(areas), count, before)


async def own(connection: Connection, applicant_id: UUID, count: int) -> list[Row]:
    """Somebody's own requests, the newest first."""
    return await many(connection, Row, _sql["own"], applicant_id, count)


async def lost(
    connection: Connection, areas: Iterable[str], since: datetime, until: datetime, count: int
) -> list[Row]:
    """Requests about lost things of these areas, missed in this time, the latest first."""
    return await many(connection, Row, _sql["lost"], list(areas), since, until, count)


async def count_open(connection: Connection, applicant_id: UUID) -> int:
    """How many open requests somebody has; until the end of the transaction he adds no other."""
    await run(connection, _sql["lock_applicant"], applicant_id)
    return int(await value(connection, _sql["count_open"], applicant_id))


async def still_open(connection: Connection, ids: Iterable[UUID]) -> set[UUID]:
    """Which of these requests are not over."""
    rows = await connection.fetch(_sql["still_open"], list(ids))
    return {row["footage_id"] for row in rows}


async def forgotten(connection: Connection, ids: Iterable[UUID]) -> set[UUID]:
    """Which of these requests have been forgotten."""
    rows = await connection.fetch(_sql["forgotten"], list(ids))
    return {row["footage_id"] for row in rows}


async def cameras_of(connection: Connection, footage_id: UUID) -> list[CameraRow]:
    """The cameras of a request, the nearest first."""
    return await many(connection, CameraRow, _sql["cameras_of"], footage_id)


async def events_of(
    connection: Connection, footage_id: UUID, after: int, count: int
) -> list[EventLine]:
    """Lines of a request's timeline, a page at a time."""
    return await many(connection, EventLine, _sql["events_of"], footage_id, after, count)


async def note_hold(
    connection: Connection,
    footage_id: UUID,
    camera_id: UUID,
    state: HoldState,
    trouble: HoldTrouble | None,
    now: datetime,
    *,
    by_copy: bool = False,
) -> None:
    """Say how the hold of a camera stands."""
    values = (footage_id, camera_id, state, trouble, now, by_copy)
    await run(connection, _sql["note_hold"], *values)


class MessageRow(Struct, frozen=True):
    """A word as it is kept."""

    message_id: UUID
    at: datetime
    by_office: bool
    who: str
    text_sealed: bytes


async def advance(
    connection: Connection,
    row: Row,
    state: FootageState,
    lane: FootageLane,
    now: datetime,
    due_at: datetime | None,
    by: str,
    said: Mapping[str, object],
    *,
    clears: bool,
    result_sealed: bytes | None,
) -> bool:
    """Move a request on from the version that was read; whether it still was at that."""
    ended_at = now if state in FINAL else None
    values = (row.footage_id, row.version, state, lane, now, due_at, by, ended_at)
    found = await value(connection, _sql["advance"], *values, clears, said, result_sealed)
    return found is not None


async def set_identity(
    connection: Connection,
    footage_id: UUID,
    sealed: bytes,
    index: bytes,
    how: IdentityHow,
    now: datetime,
) -> None:
    """Keep who applies."""
    await run(connection, _sql["set_identity"], footage_id, sealed, index, how, now)


async def set_late(connection: Connection, footage_id: UUID, now: datetime) -> bool:
    """Say that nobody acted in time; whether this is the first who says so."""
    return await value(connection, _sql["set_late"], footage_id, now) is not None


async def set_unconfirmed(
    connection: Connection, footage_id: UUID, *, findings: int | None, sightings: int | None
) -> None:
    """Keep how many of either wait for a second person; None: as many as before."""
    await run(connection, _sql["set_unconfirmed"], footage_id, findings, sightings)


async def set_satisfaction(connection: Connection, footage_id: UUID, stars: int) -> None:
    """Keep how satisfied somebody is."""
    await run(connection, _sql["set_satisfaction"], footage_id, stars)


async def add_message(
    connection: Connection,
    message_id: UUID,
    footage_id: UUID,
    now: datetime,
    by_office: bool,
    who: str,
    sealed: bytes,
) -> None:
    """Keep a word."""
    values = (message_id, footage_id, now, by_office, who, sealed)
    await run(connection, _sql["add_message"], *values)


async def messages_of(connection: Connection, footage_id: UUID, count: int) -> list[MessageRow]:
    """What was written about a request, the oldest first."""
    return await many(connection, MessageRow, _sql["messages_of"], footage_id, count)


async def count_messages(connection: Connection, footage_id: UUID) -> int:
    """How much was written about a request."""
    return int(await value(connection, _sql["count_messages"], footage_id))


async def ask_units(
    connection: Connection,
    footage_id: UUID,
    ids: Sequence[UUID],
    units: Sequence[tuple[str, int]],
    now: datetime,
    by: str,
    due_at: datetime,
) -> None:
    """Put a question to each of these units, by round, that has none, or has said no."""
    names, rounds = [unit for unit, _ in units], [number for _, number in units]
    values = (footage_id, list(ids), names, rounds, now, by, due_at)
    await run(connection, _sql["ask_units"], *values)


async def consents_of(connection: Connection, footage_id: UUID) -> list[ConsentRow]:
    """The questions of a request, by unit."""
    return await many(connection, ConsentRow, _sql["consents_of"], footage_id)


async def consent_locked(connection: Connection, consent_id: UUID) -> ConsentRow | None:
    """One question, locked."""
    return await one(connection, ConsentRow, _sql["consent_locked"], consent_id)


async def by_link(connection: Connection, digest: bytes) -> ConsentRow | None:
    """The question of a link, locked."""
    return await one(connection, ConsentRow, _sql["by_link"], digest)


async def set_link(
    connection: Connection, consent_id: UUID, digest: bytes, until: datetime
) -> None:
    """Give out a link in place of any before."""
    await run(connection, _sql["set_link"], consent_id, digest, until)


async def use_link(connection: Connection, consent_id: UUID, now: datetime) -> None:
    """The link that is out has been used."""
    await run(connection, _sql["use_link"], consent_id, now)


async def answer(
    connection: Connection,
    consent_id: UUID,
    state: ConsentState,
    how: ConsentHow,
    now: datetime,
    by: str,
    written_due_at: datetime | None,
) -> None:
    """Keep an answer."""
    await run(connection, _sql["answer"], consent_id, state, how, now, by, written_due_at)


async def set_written(connection: Connection, consent_id: UUID, now: datetime) -> None:
    """What was said by mouth has come in writing."""
    await run(connection, _sql["set_written"], consent_id, now)


async def set_second(connection: Connection, consent_id: UUID, now: datetime, who: Who) -> None:
    """A second person agrees."""
    await run(connection, _sql["set_second"], consent_id, now, who.display, who.account_id)


async def set_silent(connection: Connection, footage_id: UUID, now: datetime) -> list[str]:
    """Units whose time is over just now; each is told once."""
    rows = await connection.fetch(_sql["set_silent"], footage_id, now)
    return sorted(row["managing_unit"] for row in rows)


async def next_silence(connection: Connection, footage_id: UUID, now: datetime) -> datetime | None:
    """When the next unit's time is over."""
    at: datetime | None = await value(connection, _sql["next_silence"], footage_id, now)
    return at


async def set_unit(
    connection: Connection, unit_id: UUID, lineage: Sequence[str], new: NewManagingUnit
) -> None:
    """Say who answers for a managing unit."""
    values = (unit_id, new.area_code, list(lineage), new.managing_unit, new.accounts)
    await run(connection, _sql["set_unit"], *values)


async def questions_to(connection: Connection, account_id: UUID, count: int) -> list[ConsentRow]:
    """The questions that an account answers, the newest first."""
    return await many(connection, ConsentRow, _sql["questions_to"], account_id, count)


async def answers_for(
    connection: Connection, account_id: UUID, footage_id: UUID, managing_unit: str
) -> bool:
    """Whether an account answers for a unit where a request lies."""
    return bool(await value(connection, _sql["answers_for"], account_id, footage_id, managing_unit))


async def add_cameras(
    connection: Connection, footage_id: UUID, cameras: Sequence[NewCamera], number: int
) -> None:
    """Add cameras with their own times, as this round."""
    rows = [msgspec.structs.asdict(camera) for camera in cameras]
    await run(connection, _sql["add_cameras"], footage_id, rows, number)


async def running_cameras(connection: Connection) -> list[UUID]:
    """The cameras of all requests that run, but those that were restricted."""
    rows = await connection.fetch(_sql["running_cameras"])
    return [row["camera_id"] for row in rows]


async def running_with(connection: Connection, camera_ids: Iterable[UUID]) -> list[UUID]:
    """The requests that run with any of these cameras."""
    rows = await connection.fetch(_sql["running_with"], list(camera_ids))
    return [row["footage_id"] for row in rows]


async def restrict(
    connection: Connection, footage_id: UUID, camera_ids: Iterable[UUID], now: datetime
) -> set[UUID]:
    """Leave these cameras out of a request for good; which it had."""
    rows = await connection.fetch(_sql["restrict"], footage_id, list(camera_ids), now)
    return {row["camera_id"] for row in rows}


async def end_consents(connection: Connection, footage_id: UUID) -> list[str]:
    """End the questions of which no camera is left; the units of these."""
    rows = await connection.fetch(_sql["end_consents"], footage_id)
    return [row["managing_unit"] for row in rows]


async def add_version(
    connection: Connection, footage_id: UUID, by: str, overwrite_at: datetime | None
) -> None:
    """The request is another than was read; what is written over first may be sooner."""
    await run(connection, _sql["add_version"], footage_id, by, overwrite_at)


async def narrow(connection: Connection, footage_id: UUID, cameras: Sequence[ChosenCamera]) -> None:
    """Keep which cameras a question is about, and which minutes; all others are left out."""
    await run(connection, _sql["narrow"], footage_id, list(cameras))


async def decide(
    connection: Connection, footage_id: UUID, cameras: Sequence[CameraDecision]
) -> None:
    """Keep what was decided of each camera."""
    await run(connection, _sql["decide"], footage_id, list(cameras))


async def texted_version(connection: Connection, footage_id: UUID) -> int:
    """Up to which move the applicant was told by a text."""
    return int(await value(connection, _sql["texted_version"], footage_id) or 0)


async def set_texted(connection: Connection, footage_id: UUID, version: int) -> None:
    """The applicant was told up to this move."""
    await run(connection, _sql["set_texted"], footage_id, version)


async def add_file(connection: Connection, new: FileRow) -> None:
    """Keep a photo or a paper."""
    values = (new.file_id, new.footage_id, new.kind, new.at, new.sha256, new.size_bytes)
    await run(connection, _sql["add_file"], *values, new.image_sealed)


async def count_files(connection: Connection, footage_id: UUID) -> int:
    """How many photos and papers a request has."""
    return int(await value(connection, _sql["count_files"], footage_id))


async def files_of(connection: Connection, footage_id: UUID) -> list[FileRow]:
    """The photos and papers of a request without their pictures, the oldest first."""
    return await many(connection, FileRow, _sql["files_of"], footage_id)


async def file_of(connection: Connection, footage_id: UUID, file_id: UUID) -> FileRow | None:
    """One photo or paper with its picture, as long as there is one."""
    return await one(connection, FileRow, _sql["file_of"], footage_id, file_id)


async def purge_files(connection: Connection, footage_id: UUID, now: datetime) -> None:
    """Delete the pictures of a request; that there were any, and their digests, stays."""
    await run(connection, _sql["purge_files"], footage_id, now)


async def forget(
    connection: Connection, areas: Sequence[str], ended_before: datetime, now: datetime, most: int
) -> list[datetime]:
    """Forget people and words of requests that ended before an instant; when each had ended."""
    rows = await connection.fetch(_sql["forget"], list(areas), ended_before, now, most)
    return [row["ended_at"] for row in rows]
