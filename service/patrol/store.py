"""Units, duty and positions in PostgreSQL."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from msgspec import Struct

from service.core.geo import Place, on_sphere
from service.patrol.wire import (
    GoneFixes,
    KeptFix,
    Mode,
    MovedRow,
    NewUnit,
    Span,
    Standing,
    TrailRow,
    Unit,
)
from service.platform.db import Connection, many, one, run, value
from service.platform.sql import Statements

_sql = Statements(__file__)


class UnitRow(Struct, frozen=True):
    """A unit as its own officers and the dispatch of it need to know it."""

    unit_id: UUID
    call_sign: str
    mode: Mode
    on_duty: bool
    duty_since: datetime | None
    lineage: list[str]


class Near(Standing, frozen=True, kw_only=True):
    """A unit near one of the places that were asked for."""

    at: int


class LastFix(Struct, frozen=True):
    """A unit and its newest position; None where none is known yet."""

    unit_id: UUID
    at: datetime | None
    lat: float | None
    lon: float | None
    accuracy_m: float | None


class LastFixOf(LastFix, frozen=True):
    """The same, with the account that it was asked for."""

    account_id: UUID


async def add_unit(
    connection: Connection, unit_id: UUID, new: NewUnit, lineage: Sequence[str]
) -> None:
    """Add a unit."""
    await run(
        connection,
        _sql["add_unit"],
        *(unit_id, new.call_sign, new.unit_class, new.mode, new.skills, new.area_code, lineage),
    )


async def add_members(connection: Connection, unit_id: UUID, accounts: Sequence[UUID]) -> set[UUID]:
    """Put officers into a unit; those who are in it now, without any that another unit has."""
    rows = await connection.fetch(_sql["add_members"], list(accounts), unit_id)
    return {row["account_id"] for row in rows}


async def drop_members(connection: Connection, unit_id: UUID, keep: Sequence[UUID]) -> None:
    """Take everybody else out of a unit."""
    await run(connection, _sql["drop_members"], unit_id, list(keep))


async def unit_of(connection: Connection, account_id: UUID) -> UnitRow | None:
    """The unit that an account belongs to."""
    return await one(connection, UnitRow, _sql["unit_of"], account_id)


async def unit_by_id(connection: Connection, unit_id: UUID) -> UnitRow | None:
    """One unit."""
    return await one(connection, UnitRow, _sql["unit_by_id"], unit_id)


async def members_of(connection: Connection, unit_id: UUID) -> list[UUID]:
    """The accounts of a unit's officers."""
    return [row["account_id"] for row in await connection.fetch(_sql["members_of"], unit_id)]


async def unit(connection: Connection, unit_id: UUID) -> Unit | None:
    """One unit as the console sees it."""
    return await one(connection, Unit, _sql["unit"], unit_id)


async def units_within(
    connection: Connection, areas: Iterable[str], after: UUID, count: int
) -> list[Unit]:
    """Units of these areas, a page at a time by id."""
    return await many(connection, Unit, _sql["units_within"], list(areas), after, count)


async def go_on_duty(
    connection: Connection, unit_id: UUID, account_id: UUID, now: datetime
) -> datetime:
    """Put a unit on duty; since when it is."""
    since: datetime = await value(connection, _sql["go_on_duty"], unit_id, account_id, now)
    return since


async def open_duty(
    connection: Connection, duty_id: UUID, unit_id: UUID, account_id: UUID, now: datetime
) -> None:
    """Begin a line of the duty record."""
    await run(connection, _sql["open_duty"], duty_id, unit_id, account_id, now)


async def go_off_duty(connection: Connection, unit_id: UUID) -> bool:
    """Take a unit off duty and forget where it is; whether it was on."""
    return await value(connection, _sql["go_off_duty"], unit_id) is not None


async def close_duty(connection: Connection, unit_id: UUID, now: datetime) -> None:
    """End the open line of the duty record."""
    await run(connection, _sql["close_duty"], unit_id, now)


async def last_fix(connection: Connection, account_id: UUID) -> LastFix | None:
    """The newest position of the unit that an account rides in, locked; None off duty.

    From here on the transaction does not wait for the disk.
    """
    return await one(connection, LastFix, _sql["last_fix"], account_id)


async def keep_fixes(
    connection: Connection, unit_id: UUID, fixes: Sequence[KeptFix], now: datetime
) -> None:
    """Keep a batch of positions, in order of time."""
    newest = fixes[-1]
    rows = [
        {"at": f.at, "lat": f.place.lat, "lon": f.place.lon, "accuracy_m": f.accuracy_m}
        for f in fixes
    ]
    await run(
        connection,
        _sql["keep_fixes"],
        *(unit_id, rows, newest.at, newest.place.lat, newest.place.lon),
        *(on_sphere(newest.place), newest.accuracy_m, now),
    )


async def last_fixes(connection: Connection, account_ids: Sequence[UUID]) -> list[LastFixOf]:
    """As `last_fix`, of many accounts; without those whose place somebody else is writing now."""
    return await many(connection, LastFixOf, _sql["last_fixes"], account_ids)


async def keep_fixes_together(
    connection: Connection, kept: Mapping[UUID, Sequence[KeptFix]], now: datetime
) -> None:
    """As `keep_fixes`, of many units by id; each has one at least."""
    trail = [
        (unit_id, f.at, f.place.lat, f.place.lon, f.accuracy_m)
        for unit_id, fixes in kept.items()
        for f in fixes
    ]
    newest = {unit_id: fixes[-1] for unit_id, fixes in kept.items()}
    places = [
        (unit_id, f.at, f.place.lat, f.place.lon, f.accuracy_m, *on_sphere(f.place))
        for unit_id, f in newest.items()
    ]
    columns = (*zip(*trail, strict=True), *zip(*places, strict=True))
    await run(connection, _sql["keep_fixes_together"], *columns, now)


async def seen(connection: Connection, unit_id: UUID, now: datetime) -> None:
    """Remember that a unit's phone spoke."""
    await run(connection, _sql["seen"], unit_id, now)


async def nearest(
    connection: Connection,
    places: Sequence[Place],
    areas: Iterable[str],
    busy: Iterable[UUID],
    only: Sequence[UUID] | None,
    count: int,
) -> list[Near]:
    """The nearest units on duty for each place, by its index."""
    asked = ((place.lat, place.lon, *on_sphere(place)) for place in places)
    columns = list(zip(*asked, strict=True)) or [()] * 5
    values = (*columns, list(areas), list(busy), only, count)
    return await many(connection, Near, _sql["nearest"], *values)


async def somewhere(
    connection: Connection,
    areas: Iterable[str],
    busy: Iterable[UUID],
    only: Sequence[UUID] | None,
    count: int,
) -> list[Standing]:
    """Units on duty whose place is not known."""
    values = (list(areas), list(busy), only, count)
    return await many(connection, Standing, _sql["somewhere"], *values)


async def standing(connection: Connection, unit_ids: Iterable[UUID]) -> list[Standing]:
    """These units, those of them that are on duty."""
    return await many(connection, Standing, _sql["standing"], list(unit_ids))


async def moved_since(connection: Connection, instant: datetime, count: int) -> list[MovedRow]:
    """Where units are that have sent a position since."""
    return await many(connection, MovedRow, _sql["moved_since"], instant, count)


async def forget_fixes(
    connection: Connection,
    areas: Sequence[str],
    before: datetime,
    held: Sequence[Span],
    count: int,
) -> GoneFixes:
    """Delete positions of these areas' units from before an instant, but those of held spans."""
    values = (list(areas), before, held, count)
    gone = await one(connection, GoneFixes, _sql["forget_fixes"], *values)
    assert gone is not None, "an aggregate has a row"
    return gone


async def make_days(connection: Connection, first_on: date, last_on: date) -> int:
    """A table for the positions of each of these days; how many were missing."""
    made: int = await value(connection, _sql["make_days"], first_on, last_on)
    return made


async def drop_days(connection: Connection, before: datetime) -> int:
    """Let the tables of days go that ended before an instant and hold nothing; how many."""
    dropped: int = await value(connection, _sql["drop_days"], before)
    return dropped


async def trails(
    connection: Connection, spans: Sequence[Span], step_s: float, count: int
) -> list[TrailRow]:
    """Where units were, at most once in each step."""
    return await many(connection, TrailRow, _sql["trails"], spans, step_s, count)
