"""Cameras in PostgreSQL."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

import asyncpg
import msgspec
from msgspec import UNSET, Struct, UnsetType

from service.camera.wire import Camera, Entry, Gateway, NumberTaken, Preset, View
from service.core.geo import Place, on_sphere
from service.platform.db import Connection, many, one, run
from service.platform.sql import Statements

_sql = Statements(__file__)


class EndpointRow(Struct, frozen=True):
    """Where a camera answers, its secrets sealed."""

    snapshot_url: str | None
    rtsp_url: str | None
    onvif_url: str | None
    # Without its secret.
    gateway: Gateway | None
    username: str | None
    password_sealed: bytes | None
    gateway_secret_sealed: bytes | None


class Row(Struct, frozen=True):
    """A camera to be written: in which areas it lies, and its secrets sealed or UNSET: kept."""

    camera_id: UUID
    lineage: list[str]
    entry: Entry
    password_sealed: bytes | UnsetType | None
    gateway_secret_sealed: bytes | UnsetType | None


async def save_cameras(connection: Connection, rows: Iterable[Row], now: datetime) -> None:
    """Add cameras, or write them anew where they are known. Raises NumberTaken."""
    try:
        await connection.executemany(_sql["save_camera"], [_values(row, now) for row in rows])
    except asyncpg.UniqueViolationError as error:
        raise NumberTaken(field="gb_id") from error


def _values(row: Row, now: datetime) -> tuple[object, ...]:
    entry, new, place = row.entry, row.entry.new, row.entry.place
    spot = on_sphere(place) if place else None
    return (
        *(row.camera_id, new.gb_id, new.name, new.area_code, row.lineage),
        *(new.kind, new.capture_class, new.capture_location, new.point_class),
        *(new.managing_unit, new.unit_category, entry.network_zone, new.footage_days),
        *(place.lat if place else None, place.lon if place else None, spot, entry.route),
        *(new.height_m, new.tilt_deg, new.bearing_deg, new.spread_deg, new.range_m, new.presets),
        *(entry.snapshot_url, entry.rtsp_url, entry.onvif_url, entry.gateway, entry.username),
        *(_given(row.password_sealed), row.password_sealed is UNSET),
        *(_given(row.gateway_secret_sealed), row.gateway_secret_sealed is UNSET),
        *(entry.is_moved, now),
    )


def _given(sealed: bytes | UnsetType | None) -> bytes | None:
    return None if isinstance(sealed, UnsetType) else sealed


async def views_near(
    connection: Connection,
    place: Place,
    ways: Sequence[Place],
    ways_m: float,
    areas: Sequence[str],
    silent_before: datetime,
) -> list[View]:
    """Cameras of these areas that may see the place, and the nearest to it and to the ways out.

    Of a way out those no farther than ways_m.
    """
    axes = list(zip(*(on_sphere(way) for way in ways), strict=True)) or [(), (), ()]
    values = (on_sphere(place), areas, silent_before, *axes, ways_m)
    rows = await connection.fetch(_sql["views_near"], *values)
    return [_view(row) for row in {row["camera_id"]: row for row in rows}.values()]


def _view(row: asyncpg.Record) -> View:
    camera_id, name, lat, lon, bearing_deg, spread_deg, range_m, height_m, presets, online = row
    return View(
        camera_id,
        name,
        Place(lat, lon),
        bearing_deg,
        spread_deg,
        range_m,
        online,
        height_m=height_m,
        presets=msgspec.convert(presets, tuple[Preset, ...]) if presets else (),
    )


async def cameras_within(
    connection: Connection, areas: Iterable[str], after: UUID, count: int
) -> list[Camera]:
    """Cameras of these areas, a page at a time by id."""
    return await many(connection, Camera, _sql["cameras_within"], list(areas), after, count)


async def endpoint(connection: Connection, camera_id: UUID) -> EndpointRow | None:
    """Where a camera answers."""
    return await one(connection, EndpointRow, _sql["endpoint"], camera_id)


async def answered(connection: Connection, camera_id: UUID, now: datetime) -> None:
    """Remember that a camera answers."""
    await run(connection, _sql["answered"], camera_id, now)


async def fell_silent(connection: Connection, camera_id: UUID, now: datetime) -> None:
    """Remember that a camera does not answer, from the first time on."""
    await run(connection, _sql["fell_silent"], camera_id, now)
