"""Alarms in PostgreSQL."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from service.alarm.wire import Alarm, PressRow, Tested
from service.incident.wire import Kind
from service.platform.db import Connection, many, one, run
from service.platform.sql import Statements

_sql = Statements(__file__)


class AlarmRow(Alarm):
    """An alarm with whose it is."""

    scope: list[str]


class NewAlarm(Struct, frozen=True, kw_only=True):
    """An alarm that is to be kept."""

    alarm_id: UUID
    press_id: UUID
    device_id: UUID
    site_id: UUID
    incident_id: UUID
    scope: Sequence[str]
    kind: Kind
    silent: bool
    test: bool
    room: str | None
    note: str
    pressed_at: datetime
    clock_off_s: float | None


async def add_alarms(
    connection: Connection, alarms: Sequence[NewAlarm], now: datetime
) -> dict[UUID, Alarm]:
    """Keep alarms by id, received now; one is missing where its site has the press already."""
    found = await many(connection, Alarm, _sql["add_alarms"], alarms, now)
    return {alarm.alarm_id: alarm for alarm in found}


async def by_press(connection: Connection, site_id: UUID, press_id: UUID) -> Alarm | None:
    """The alarm that a press made."""
    return await one(connection, Alarm, _sql["by_press"], site_id, press_id)


async def of_device(
    connection: Connection, device_id: UUID, after: datetime, count: int
) -> list[PressRow]:
    """The latest presses of a device."""
    return await many(connection, PressRow, _sql["of_device"], device_id, after, count)


async def who_pressed(
    connection: Connection, device_ids: Sequence[UUID], since: datetime
) -> set[UUID]:
    """Which of these devices have a press since an instant."""
    rows = await connection.fetch(_sql["who_pressed"], device_ids, since)
    return {row["device_id"] for row in rows}


async def of_incident(connection: Connection, incident_id: UUID) -> list[Alarm]:
    """The alarms of an incident, in the order of their receipt."""
    return await many(connection, Alarm, _sql["of_incident"], incident_id)


async def last_tests(connection: Connection, site_id: UUID, without: Iterable[str]) -> list[Tested]:
    """When each device of a site was last pressed for a test; signals of its own do not count."""
    return await many(connection, Tested, _sql["last_tests"], site_id, list(without))


async def last_tests_of(
    connection: Connection, device_ids: Sequence[UUID], without: Iterable[str]
) -> list[Tested]:
    """When each of these devices was last pressed for a test."""
    values = (list(device_ids), list(without))
    return await many(connection, Tested, _sql["last_tests_of"], *values)


async def lately_at_site(
    connection: Connection, site_id: UUID, after: datetime, count: int
) -> list[Alarm]:
    """Alarms of a site that are latched or came after an instant, the newest first."""
    return await many(connection, Alarm, _sql["lately_at_site"], site_id, after, count)


async def latched_within(connection: Connection, areas: Iterable[str], count: int) -> list[Alarm]:
    """Latched alarms of these areas, the oldest first."""
    return await many(connection, Alarm, _sql["latched_within"], list(areas), count)


async def by_id(connection: Connection, alarm_id: UUID) -> AlarmRow | None:
    """One alarm, locked."""
    return await one(connection, AlarmRow, _sql["by_id"], alarm_id)


async def between_at_site(
    connection: Connection, site_id: UUID, from_at: datetime, until_at: datetime, count: int
) -> list[Alarm]:
    """Alarms of a site that came in a window, the oldest first."""
    values = (site_id, from_at, until_at, count)
    return await many(connection, Alarm, _sql["between_at_site"], *values)


async def make_real(connection: Connection, incident_id: UUID) -> list[Alarm]:
    """Let the alarms of a drill be real."""
    return await many(connection, Alarm, _sql["make_real"], incident_id)


async def reset(
    connection: Connection, alarm_id: UUID, disposition: str, now: datetime, by: str
) -> Alarm | None:
    """Reset an alarm; None where it was reset already."""
    return await one(connection, Alarm, _sql["reset"], alarm_id, disposition, now, by)


async def forget_words(connection: Connection, incident_ids: Sequence[UUID]) -> None:
    """Delete what was written with the alarms of these incidents."""
    await run(connection, _sql["forget_words"], list(incident_ids))
