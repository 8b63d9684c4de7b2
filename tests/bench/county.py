"""A county for benches: so many sites with a key each, so many officers on duty. Simulated."""

import base64
import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid5

import asyncpg
from argon2 import PasswordHasher
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from service.core.geo import Place, on_sphere
from service.platform.clock import SystemClock
from service.platform.db import connect

_NAMES = UUID("018f0000-0000-7000-8000-00000000be4c")
ROOT, COUNTY = "379900", "379928"
PASSWORD = "bench-password"


@dataclass(frozen=True)
class Key:
    """A key that can press: its device and private key."""

    device_id: str
    seed: bytes


def bench_id(kind: str, number: int) -> UUID:
    """The same id for the same thing, every time."""
    return uuid5(_NAMES, f"{kind}-{number}")


def keys(count: int) -> list[Key]:
    """The keys of the first sites."""
    return [Key(str(bench_id("device", n)), random.Random(n).randbytes(32)) for n in range(count)]


def save_keys(path: Path, found: Sequence[Key]) -> None:
    """Keys for a load process."""
    rows = [{"device_id": k.device_id, "seed": base64.b64encode(k.seed).decode()} for k in found]
    path.write_text(json.dumps(rows))


def read_keys(path: Path) -> list[Key]:
    """Keys in a load process."""
    return [
        Key(row["device_id"], base64.b64decode(row["seed"])) for row in json.loads(path.read_text())
    ]


def spot(rng: random.Random, spread: float = 0.15) -> Place:
    """Somewhere in the county: about 30 km across."""
    return Place(35.07 + rng.uniform(-spread, spread), 116.31 + rng.uniform(-spread, spread))


def spots(count: int, *, seed: int, spread: float = 0.15) -> list[Place]:
    """So many places; the spread is half the side in degrees: 0.15 is a county, 1 a province."""
    rng = random.Random(seed)
    return [spot(rng, spread) for _ in range(count)]


async def plant_sites(url: str, count: int, *, site_class: int = 3) -> list[Key]:
    """One centre, and so many schools with an enrolled key each, by bulk copy."""
    connection = await connect(url)
    rng = random.Random(1)
    found = keys(count)
    try:
        await _plant_areas(connection)
        sites: list[tuple[object, ...]] = []
        devices: list[tuple[object, ...]] = []
        for n, key in enumerate(found):
            place = spot(rng)
            site_id = bench_id("site", n)
            kind = (site_id, f"School {n}", "school", site_class, COUNTY, [COUNTY, ROOT], "")
            sites.append((*kind, place.lat, place.lon, [], []))
            public = Ed25519PrivateKey.from_private_bytes(key.seed).public_key().public_bytes_raw()
            devices.append(
                (UUID(key.device_id), site_id, "key", f"key {n}", "active", "ed25519", public)
            )
        await connection.copy_records_to_table("site", records=sites, columns=_SITE)
        await connection.copy_records_to_table("device", records=devices, columns=_DEVICE)
        await connection.execute("ANALYZE")
    finally:
        await connection.close()
    return found


async def plant_officers(url: str, count: int) -> None:
    """So many units of one officer each: officer0, officer1, …"""
    connection = await connect(url)
    hashed = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    try:
        await _plant_areas(connection)
        for n in range(count):
            name, account, unit = f"officer{n}", bench_id("account", n), bench_id("unit", n)
            await connection.execute(
                "INSERT INTO account (account_id, name, display, password_hash, demo, created_at)"
                " VALUES ($1, $2, $2, $3, false, '2026-01-01T00:00:00Z')",
                *(account, name, hashed),
            )
            await connection.execute(
                "INSERT INTO role_grant (grant_id, account_id, role, area_code)"
                " VALUES ($1, $2, 'patrol_officer', $3)",
                *(bench_id("grant", n), account, COUNTY),
            )
            await connection.execute(
                "INSERT INTO unit"
                " (unit_id, call_sign, unit_class, mode, skills, area_code, lineage)"
                " VALUES ($1, $2, 'police', 'car', '{}', $3, $4)",
                *(unit, f"U-{n}", COUNTY, [COUNTY, ROOT]),
            )
            await connection.execute("INSERT INTO member VALUES ($1, $2)", account, unit)
    finally:
        await connection.close()


async def plant_units(url: str, places: Sequence[Place]) -> None:
    """Units on duty at these places, without officers, by bulk copy."""
    connection = await connect(url)
    now = SystemClock().now()
    line = [COUNTY, ROOT]
    try:
        await _plant_areas(connection)
        nobody = bench_id("account", 0)
        units: list[tuple[object, ...]] = []
        positions: list[tuple[object, ...]] = []
        for n, place in enumerate(places):
            unit = bench_id("unit", n)
            units.append((unit, f"U-{n}", "police", "car", [], COUNTY, line))
            where = (place.lat, place.lon, 10.0, now)
            positions.append((unit, line, now, nobody, now, now, *where))
        await connection.copy_records_to_table("unit", records=units)
        await connection.copy_records_to_table("position", records=positions, columns=_POSITION)
        await _put_on_sphere(connection, "position", "unit_id", "unit", places)
        await connection.execute("VACUUM ANALYZE position")
    finally:
        await connection.close()


async def plant_cameras(url: str, places: Sequence[Place]) -> None:
    """Cameras at these places, looking anywhere, by bulk copy."""
    connection = await connect(url)
    rng = random.Random(7)
    line = [COUNTY, ROOT]
    try:
        await _plant_areas(connection)
        # Bulk copy cannot write the point on the sphere: each stands nowhere until it is set.
        stands = await connection.fetchval(
            "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'camera_stands'"
        )
        await connection.execute("ALTER TABLE camera DROP CONSTRAINT camera_stands")
        rows = [
            (
                *(bench_id("camera", n), f"Camera {n}", COUNTY, line, "fixed", "road", "police"),
                *(place.lat, place.lon, 4.0, rng.uniform(0, 360), 70.0, 80.0),
            )
            for n, place in enumerate(places)
        ]
        await connection.copy_records_to_table("camera", records=rows, columns=_CAMERA)
        await _put_on_sphere(connection, "camera", "camera_id", "camera", places)
        await connection.execute(f"ALTER TABLE camera ADD CONSTRAINT camera_stands {stands}")
        await connection.execute("VACUUM ANALYZE camera")
    finally:
        await connection.close()


async def _put_on_sphere(
    connection: "asyncpg.Connection[asyncpg.Record]",
    table: str,
    column: str,
    kind: str,
    places: Sequence[Place],
) -> None:
    """The point of each row, which bulk copy cannot write; indexes are built afterwards."""
    await connection.execute("CREATE TEMP TABLE point (id uuid, x float8, y float8, z float8)")
    rows = [(bench_id(kind, n), *on_sphere(place)) for n, place in enumerate(places)]
    await connection.copy_records_to_table("point", records=rows)
    indexes = await connection.fetch(
        "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = $1 AND indexdef ~ 'gist'",
        table,
    )
    for index in indexes:
        await connection.execute(f"DROP INDEX {index['indexname']}")
    await connection.execute(
        f"UPDATE {table} SET spot = cube(ARRAY[x, y, z]) FROM point WHERE id = {column}",
        timeout=600,
    )
    for index in indexes:
        await connection.execute(index["indexdef"], timeout=600)
    await connection.execute("DROP TABLE point")


async def put_on_duty(url: str, places: Sequence[Place]) -> None:
    """The first units on duty at these places, by bulk copy."""
    connection = await connect(url)
    try:
        await connection.execute("DELETE FROM position")
        for n, place in enumerate(places):
            await connection.execute(
                "INSERT INTO position (unit_id, lineage, duty_since, duty_by, seen_at, fix_at,"
                " lat, lon, spot, accuracy_m, received_at)"
                " VALUES ($1, $2, now(), $3, now(), now(), $4, $5, cube($6::float8[]), 10, now())",
                *(bench_id("unit", n), [COUNTY, ROOT], bench_id("account", n)),
                *(place.lat, place.lon, on_sphere(place)),
            )
    finally:
        await connection.close()


async def _plant_areas(connection: "asyncpg.Connection[asyncpg.Record]") -> None:
    await connection.execute(
        "INSERT INTO area (area_code, parent_code, name, level, lineage) VALUES"
        " ($1, NULL, 'City', 'city', ARRAY[$1]), ($2, $1, 'County', 'district', ARRAY[$2, $1])"
        " ON CONFLICT DO NOTHING",
        *(ROOT, COUNTY),
    )


_SITE = [
    *("site_id", "name", "kind", "site_class", "area_code", "lineage", "address"),
    *("lat", "lon", "points", "rooms"),
]
_DEVICE = ["device_id", "site_id", "kind", "label", "state", "algorithm", "public_key"]
_POSITION = [
    *("unit_id", "lineage", "duty_since", "duty_by", "seen_at", "fix_at"),
    *("lat", "lon", "accuracy_m", "received_at"),
]
_CAMERA = [
    *("camera_id", "name", "area_code", "lineage", "kind", "capture_class", "managing_unit"),
    *("lat", "lon", "height_m", "bearing_deg", "spread_deg", "range_m"),
]
