"""Cameras in PostgreSQL."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

import asyncpg
import msgspec
from msgspec import Struct

from service.camera.wire import Camera, NewCamera, Preset, View
from service.core.geo import Place, on_sphere
from service.platform.db import Connection, many, one, run
from service.platform.sql import Statements

_sql = Statements(__file__)


class EndpointRow(Struct, frozen=True):
    """Where a camera answers, its password sealed."""

    snapshot_url: str | None
    rtsp_url: str | None
    username: str | None
    password_sealed: bytes | None


async def add_camera(
    connection: Connection,
    camera_id: UUID,
    new: NewCamera,
    lineage: Sequence[str],
    place: Place,
    password_sealed: bytes | None,
) -> None:
    """Add a camera."""
    await run(
        connection,
        _sql["add_camera"],
        *(camera_id, new.name, new.area_code, lineage, new.kind, new.capture_class),
        *(new.managing_unit, place.lat, place.lon, on_sphere(place)),
        *(new.height_m, new.bearing_deg, new.spread_deg, new.range_m),
        *(new.snapshot_url, new.rtsp_url, new.username, password_sealed),
    )


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
