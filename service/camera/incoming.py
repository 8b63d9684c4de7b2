"""Cameras on their way from a file into the register: a table that lives as long as a transaction.

Rows are laid there by COPY while the file is read, and no row of the register is locked: a press
meanwhile gets its pictures. Whether two rows mean one camera is asked at the end, of the table, so
that no file is too long for memory. Then a few statements write all of it.
"""

import csv
import io
import struct
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import asyncpg
import msgspec
from msgspec import Struct, UnsetType

from service.camera.store import EndpointRow, Row
from service.camera.wire import Preset, Way
from service.core.geo import GivenPlace, Place, on_sphere
from service.platform.db import Connection, many, run
from service.platform.sql import Statements

_sql = Statements(__file__)

_TABLE = "camera_incoming"
# Writing the cameras of a province from there.
_WRITE_MOST_S = 900.0
_REAL = struct.Struct("f")


class Overtaken(Exception):
    """Somebody else has changed one of these cameras while the file was read: read it anew."""


class Fate(StrEnum):
    """What is to become of a row."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    WRONG = "wrong"


class Written(EndpointRow, frozen=True):
    """A camera as its row in the register holds it, secrets sealed."""

    ways: list[Way] | None
    has_username: bool
    gb_id: str | None
    name: str
    area_code: str
    kind: str
    capture_class: str
    capture_location: str
    point_class: int | None
    managing_unit: str
    unit_category: str
    network_zone: str
    footage_days: int | None
    restricted_vicinity: bool
    sign_present: bool | None
    in_use_on: date | None
    filed_on: date | None
    lat: float | None
    lon: float | None
    route: list[GivenPlace] | None
    height_m: float
    tilt_deg: float
    bearing_deg: float
    spread_deg: float
    range_m: float
    presets: list[Preset]


class Known(Written, frozen=True):
    """A camera of the register that a row of a file may mean."""

    camera_id: UUID
    changed_at: datetime | None


class Clash(Struct, frozen=True):
    """A row that means the camera of another row, or has the number of a camera beside the file.

    `other` is that row; `found` is how many rows clash in all.
    """

    number: int
    said: str
    value: str
    other: int | None
    found: int


class Laid(Struct, frozen=True):
    """A row of a file as the table takes it."""

    number: int
    fate: Fate
    camera_id: UUID | None
    gb_id: str | None
    written: Written | None = None
    seen_at: datetime | None = None
    is_moved: bool = False


_FIELDS = tuple(name for name in Written.__struct_fields__ if name != "reach")
_COLUMNS = ("number", "fate", "is_moved", "seen_at", "camera_id", *_FIELDS, "x", "y", "z")
_NOTHING: tuple[object, ...] = (None,) * (len(_FIELDS) + 3)
_GB_ID = _FIELDS.index("gb_id")


async def begin(connection: Connection) -> None:
    """Make the table of this transaction."""
    await run(connection, _sql["take_time"])
    await run(connection, _sql["plan_anew"])
    await run(connection, _sql["begin_incoming"])


async def known(
    connection: Connection, camera_ids: Iterable[UUID], numbers: Iterable[str]
) -> list[Known]:
    """Cameras of the register that have one of these ids or numbers, as they are just now."""
    return await many(connection, Known, _sql["known"], list(camera_ids), list(numbers))


def written(row: Row, before: Known | None) -> Written:
    """A row of the register as it will be; a secret that is kept is taken from before."""
    entry, new, place = row.entry, row.entry.new, row.entry.place
    password, secret = row.password_sealed, row.gateway_secret_sealed
    if isinstance(password, UnsetType):
        password = before.password_sealed if before else None
    if isinstance(secret, UnsetType):
        secret = before.gateway_secret_sealed if before else None
    return Written(
        lineage=row.lineage,
        ways=row.ways,
        has_username=entry.reach.username is not None,
        ways_sealed=row.ways_sealed,
        reach=None,
        password_sealed=password,
        gateway_secret_sealed=secret,
        gb_id=new.gb_id,
        name=new.name,
        area_code=new.area_code,
        kind=new.kind,
        capture_class=new.capture_class,
        capture_location=new.capture_location,
        point_class=new.point_class,
        managing_unit=new.managing_unit,
        unit_category=new.unit_category,
        network_zone=entry.network_zone,
        footage_days=new.footage_days,
        restricted_vicinity=new.restricted_vicinity,
        sign_present=new.sign_present,
        in_use_on=new.in_use_on,
        filed_on=new.filed_on,
        lat=place.lat if place else None,
        lon=place.lon if place else None,
        route=entry.route,
        height_m=_real(new.height_m),
        tilt_deg=_real(new.tilt_deg),
        bearing_deg=_real(new.bearing_deg),
        spread_deg=_real(new.spread_deg),
        range_m=_real(new.range_m),
        presets=new.presets,
    )


def is_same(one: Written, before: Known) -> bool:
    """Whether the register says all of it already."""
    return all(getattr(one, name) == getattr(before, name) for name in _FIELDS)


def lines(rows: Iterable[Laid]) -> bytes:
    """Rows as COPY takes them: CSV, in which an empty cell is NULL."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows(_line(row) for row in rows)
    return text.getvalue().encode()


def _line(row: Laid) -> tuple[object, ...]:
    head = (row.number, row.fate, row.is_moved, row.seen_at, row.camera_id)
    one = row.written
    if one is None:
        return (*head, *_NOTHING[:_GB_ID], row.gb_id, *_NOTHING[_GB_ID + 1 :])
    on_earth: Sequence[float | None] = (None, None, None)
    if one.lat is not None and one.lon is not None:
        on_earth = on_sphere(Place(one.lat, one.lon))
    return (*head, *(_cell(getattr(one, name)) for name in _FIELDS), *on_earth)


def _cell(value: Any) -> object:
    """A value as PostgreSQL reads it."""
    if isinstance(value, bytes):
        return "\\x" + value.hex()
    if isinstance(value, list) and value and isinstance(value[0], str):
        return "{" + ",".join(value) + "}"
    if isinstance(value, list | Struct):
        return msgspec.json.encode(value).decode()
    return value


def _real(number: float) -> float:
    """A number as a column of four bytes keeps it."""
    kept: float = _REAL.unpack(_REAL.pack(number))[0]
    return kept


async def lay(connection: Connection, data: bytes) -> None:
    """Put rows into the table."""
    await connection.copy_to_table(_TABLE, source=io.BytesIO(data), columns=_COLUMNS, format="csv")


async def clashes(connection: Connection, count: int) -> list[Clash]:
    """The first rows that mean a camera of another row, or have the number of another camera."""
    return await many(connection, Clash, _sql["clashes"], count)


async def write(connection: Connection, now: datetime, *, new: int, changed: int) -> None:
    """Write so many cameras from the table into the register. Raises Overtaken."""
    try:
        await connection.execute(_sql["let_numbers_go"], timeout=_WRITE_MOST_S)
        added = await connection.execute(_sql["add_incoming"], now, timeout=_WRITE_MOST_S)
        put = await connection.execute(_sql["change_incoming"], now, timeout=_WRITE_MOST_S)
    except asyncpg.UniqueViolationError as error:
        raise Overtaken from error
    if (_count(added), _count(put)) != (new, changed):
        raise Overtaken


def _count(tag: str) -> int:
    return int(tag.rsplit(" ", 1)[-1])
