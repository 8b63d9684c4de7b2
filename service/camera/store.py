"""Cameras in PostgreSQL."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

import asyncpg
import msgspec
from msgspec import UNSET, Struct, UnsetType

from service.camera.handed_in import CameraImport, ImportState
from service.camera.holding import Turn
from service.camera.wire import (
    CLUSTERS_MOST,
    Box,
    Camera,
    Cluster,
    Dossier,
    Entry,
    Grid,
    Near,
    NumberTaken,
    Preset,
    Reach,
    Sought,
    Standing,
    View,
    Way,
)
from service.core.geo import Place, given, on_sphere
from service.identity.wire import Who
from service.platform.db import Connection, many, one, run, value
from service.platform.frames import Stand
from service.platform.resealing import NeverSealed
from service.platform.sql import Statements, anywhere

_sql = Statements(__file__)

# Addresses and login names that were written before they were sealed.
WAYS_BEFORE = NeverSealed(_sql["never_sealed"], _sql["seal_first"])


class EndpointRow(Struct, frozen=True):
    """In which areas a camera lies and where it answers, its secrets sealed."""

    lineage: list[str]
    ways_sealed: bytes | None
    # Where it has not been sealed yet, because it was written before it was.
    reach: Reach | None
    password_sealed: bytes | None
    gateway_secret_sealed: bytes | None


class ImportRow(CameraImport):
    """A file that is read in, with what is not shown."""

    account_id: UUID
    areas: list[str]
    blob_key: str | None


class UsedUp(Struct, frozen=True):
    """A file that nobody will read any more."""

    import_id: UUID
    blob_key: str


class Turnable(Struct, frozen=True):
    """A camera's name, and the directions that it knows."""

    name: str
    presets: list[Preset]


class Row(Struct, frozen=True):
    """A camera to be written: in which areas it lies, and its secrets sealed or UNSET: kept."""

    camera_id: UUID
    lineage: list[str]
    entry: Entry
    ways: list[Way]
    ways_sealed: bytes
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
        *(row.ways, entry.reach.username is not None, row.ways_sealed),
        *(_given(row.password_sealed), row.password_sealed is UNSET),
        *(_given(row.gateway_secret_sealed), row.gateway_secret_sealed is UNSET),
        *(entry.is_moved, now),
        *(new.restricted_vicinity, new.sign_present, new.in_use_on, new.filed_on),
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
    points = [way.lat for way in ways], [way.lon for way in ways]
    values = (*_asked_at(place), areas, *points, silent_before, ways_m)
    rows = await connection.fetch(_sql["views_near"], *values)
    return [_view(row) for row in {row["camera_id"]: row for row in rows}.values()]


async def places_of(connection: Connection, camera_ids: Iterable[UUID]) -> dict[UUID, Place]:
    """Where these cameras stand, of those that stand anywhere."""
    rows = await connection.fetch(_sql["places_of"], list(camera_ids))
    return {row["camera_id"]: Place(row["lat"], row["lon"]) for row in rows}


async def restricted(connection: Connection, camera_ids: Iterable[UUID]) -> set[UUID]:
    """Those of these cameras that stand near a military or a secret unit."""
    rows = await connection.fetch(_sql["restricted"], list(camera_ids))
    return {row["camera_id"] for row in rows}


async def names_of(connection: Connection, camera_ids: Iterable[UUID]) -> dict[UUID, str]:
    """What these cameras are called, of those that there are."""
    rows = await connection.fetch(_sql["names_of"], list(camera_ids))
    return {row["camera_id"]: row["name"] for row in rows}


async def recorded_near(
    connection: Connection, place: Place, reach_m: float, count: int
) -> list[Near]:
    """Cameras within reach of a place, those that see it first."""
    values = (*_asked_at(place), reach_m, count)
    return await many(connection, Near, _sql["recorded_near"], *values)


async def recorded_by_id(
    connection: Connection, camera_ids: Iterable[UUID], place: Place
) -> dict[UUID, Near]:
    """These cameras, of those that stand anywhere, by their id."""
    found = await many(connection, Near, _sql["recorded_by_id"], list(camera_ids), on_sphere(place))
    return {one.camera_id: one for one in found}


async def eyes_near(
    connection: Connection, place: Place, reach_m: float, areas: Sequence[str], count: int
) -> list[Standing]:
    """Cameras of these areas within reach of a place, of so many that stand nearest."""
    values = (*_asked_at(place), reach_m, list(areas), count)
    rows = await connection.fetch(_sql["eyes_near"], *values)
    return [Standing(_view(tuple(row)[:-1]), row["silent_since"]) for row in rows]


def _asked_at(place: Place) -> tuple[float, float, tuple[float, float, float]]:
    """A place to find what is near it, and to order that."""
    return place.lat, place.lon, on_sphere(place)


def _view(row: Iterable[Any]) -> View:
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


async def plan_anew(connection: Connection) -> None:
    """Keep no plan until the transaction ends: for what `cameras_within` and `clusters` take."""
    await run(connection, _sql["plan_anew"])


async def cameras_within(
    connection: Connection,
    areas: Iterable[str],
    after: UUID,
    count: int,
    sought: Sought,
    filing_due_on: date,
) -> list[Camera]:
    """Those of these areas that are sought, a page at a time by id.

    Of those in use since before `filing_due_on` the filing is overdue.
    """
    return await many(
        connection,
        Camera,
        _sql["cameras_within"],
        *(list(areas), after, count, None if sought.words is None else anywhere(sought.words)),
        *(sought.kind, sought.capture_class, sought.area_code, sought.online),
        *(sought.lacks, filing_due_on),
    )


async def clusters(
    connection: Connection, areas: Iterable[str], box: Box, grid: Grid
) -> list[Cluster]:
    """The cameras of these areas in a box, by the cells of a grid."""
    rows = await connection.fetch(
        _sql["clusters"],
        *(list(areas), box.south, box.north, box.west, box.east),
        *(grid.height_deg, grid.width_deg, CLUSTERS_MOST),
    )
    return [_cluster(row) for row in rows]


def _cluster(row: asyncpg.Record) -> Cluster:
    return Cluster(
        place=given(Place(row["middle_lat"], row["middle_lon"])),
        cameras=row["cameras"],
        online=row["answering"],
        camera=msgspec.convert(dict(row), Camera) if row["camera_id"] else None,
    )


async def dossier(connection: Connection, camera_id: UUID) -> Dossier | None:
    """All that may be shown of a camera."""
    return await one(connection, Dossier, _sql["dossier"], camera_id)


async def dossiers(
    connection: Connection, areas: Iterable[str], after: UUID, count: int
) -> list[Dossier]:
    """All that may be shown of the cameras of these areas, a page at a time by id."""
    return await many(connection, Dossier, _sql["dossiers"], list(areas), after, count)


async def add_import(
    connection: Connection,
    import_id: UUID,
    who: Who,
    areas: Iterable[str],
    kind: str,
    crs: str | None,
    blob_key: str,
    now: datetime,
) -> None:
    """Write that a file begins to arrive."""
    values = (import_id, who.account_id, who.display, list(areas), kind, crs, blob_key, now)
    await run(connection, _sql["add_import"], *values)


async def alone(connection: Connection, import_id: UUID) -> None:
    """Until the transaction ends nobody else reads the same file."""
    await run(connection, _sql["alone"], str(import_id))


async def import_by_id(connection: Connection, import_id: UUID) -> ImportRow | None:
    """A file that is read in, or was."""
    return await one(connection, ImportRow, _sql["import_by_id"], import_id)


async def imports_of(
    connection: Connection, areas: Iterable[str], count: int
) -> list[CameraImport]:
    """Files for these areas, the newest first."""
    return await many(connection, CameraImport, _sql["imports_of"], list(areas), count)


async def imports_open(connection: Connection, arriving_since: datetime) -> int:
    """How many files arrive, wait or are read."""
    count: int = await value(connection, _sql["imports_open"], arriving_since)
    return count


async def import_arrived(connection: Connection, import_id: UUID) -> None:
    """Write that a file is here, and waits to be read in."""
    await run(connection, _sql["import_arrived"], import_id)


async def import_reading(
    connection: Connection, import_id: UUID, rows_read: int, faults_found: int, faults: object
) -> None:
    """Write how far a file has been read."""
    await run(connection, _sql["import_reading"], import_id, rows_read, faults_found, faults)


async def imports_used_up(
    connection: Connection, arriving_before: datetime, count: int
) -> list[UsedUp]:
    """Files that nobody will read any more, and are still kept; at most count."""
    return await many(connection, UsedUp, _sql["imports_used_up"], arriving_before, count)


async def import_forgotten(connection: Connection, import_id: UUID) -> None:
    """Write that a file is gone; one that never arrived is no import."""
    await run(connection, _sql["drop_arriving"], import_id)
    await run(connection, _sql["import_forgotten"], import_id)


async def forget_imports(connection: Connection, before: datetime) -> None:
    """Delete what is told of files from before then."""
    await run(connection, _sql["forget_imports"], before)


async def import_ended(
    connection: Connection,
    import_id: UUID,
    state: ImportState,
    rows_read: int,
    added: int,
    updated: int,
    faults_found: int,
    faults: object,
    encoding: str | None,
    now: datetime,
) -> None:
    """Write what became of a file."""
    counts = (rows_read, added, updated, faults_found)
    await run(connection, _sql["import_ended"], import_id, state, *counts, faults, encoding, now)


async def endpoint(connection: Connection, camera_id: UUID) -> EndpointRow | None:
    """Where a camera answers."""
    return await one(connection, EndpointRow, _sql["endpoint"], camera_id)


async def endpoint_to_change(connection: Connection, camera_id: UUID) -> EndpointRow | None:
    """Where a camera answers; nobody else changes it until the transaction ends."""
    return await one(connection, EndpointRow, _sql["endpoint_to_change"], camera_id)


async def streaming(connection: Connection, camera_ids: Iterable[UUID]) -> set[UUID]:
    """Those of these cameras that have a stream."""
    rows = await connection.fetch(_sql["streaming"], list(camera_ids))
    return {row["camera_id"] for row in rows}


async def answered(
    connection: Connection, ahead_ms: Mapping[UUID, int | None], now: datetime
) -> None:
    """Remember that cameras answer, and by how much their clocks are ahead where they said so."""
    await run(connection, _sql["answered"], list(ahead_ms), now, list(ahead_ms.values()))


async def fell_silent(
    connection: Connection, camera_id: UUID, now: datetime, trouble: str | None
) -> None:
    """Remember that a camera does not answer, from the first time on, and why it did not last."""
    await run(connection, _sql["fell_silent"], camera_id, now, trouble)


async def turnable(connection: Connection, camera_id: UUID) -> Turnable:
    """What a camera is called, and where it can be turned to."""
    found = await one(connection, Turnable, _sql["turnable"], camera_id)
    assert found is not None, "only cameras that exist are turned"
    return found


async def turn_of(connection: Connection, camera_id: UUID) -> Turn | None:
    """For which incident a camera is turned."""
    return await one(connection, Turn, _sql["turn_of"], camera_id)


async def presets_held(connection: Connection, camera_ids: Iterable[UUID]) -> dict[UUID, str]:
    """To which presets those of these cameras are turned that are."""
    rows = await connection.fetch(_sql["presets_held"], list(camera_ids))
    return {row["camera_id"]: row["preset"] for row in rows}


async def hold(connection: Connection, turn: Turn, seen_until: datetime | None) -> bool:
    """Write who holds a camera; False unless it is held until that time, or by nobody for None."""
    values = (turn.camera_id, turn.incident_id, turn.preset, turn.stand, turn.aim, turn.turned_at)
    return await value(connection, _sql["hold"], *values, turn.back_at, seen_until) is not None


async def aimed(connection: Connection, camera_id: UUID, preset: str, aim: Stand) -> None:
    """Remember where a camera stands by its preset."""
    await run(connection, _sql["aimed"], camera_id, preset, aim)


async def hold_longer(connection: Connection, turn: Turn, back_at: datetime) -> None:
    """Let a camera stay turned, unless somebody else has written meanwhile."""
    await run(connection, _sql["hold_longer"], turn.camera_id, turn.back_at, back_at)


async def let_go(connection: Connection, turn: Turn) -> None:
    """Forget that a camera was turned, unless somebody else has written meanwhile."""
    await run(connection, _sql["let_go"], turn.camera_id, turn.back_at)


async def look_wrong(connection: Connection, camera_id: UUID, trouble: str) -> None:
    """Say of a camera that it does not look where it should."""
    await run(connection, _sql["look_wrong"], camera_id, trouble)


async def look_right(connection: Connection, camera_id: UUID, trouble: str) -> None:
    """Say of a camera that it looks where it should again."""
    await run(connection, _sql["look_right"], camera_id, trouble)
