"""Years of a province in a database: ended alarms, ways of patrols, cameras; written by the server.

Indexes that are no promise are taken off meanwhile and built again at the end, and foreign keys are
not looked at: what is written fits them by how it is made.
"""

import asyncpg

from service.core.geo import on_sphere
from service.platform.db import connect
from tests.bench.county import COUNTY, ROOT, bench_id, spots

_FILL_MOST_S = 3 * 3600
_STEP = 1_000_000
# Ids as they come in life: by time, so that each new one stands beside the last.
_ID = (
    "(lpad(to_hex($2::bigint + n * 30000), 12, '0') || '7{}8000' || lpad(to_hex(n), 12, '0'))::uuid"
)
_AT = "to_timestamp(($2::bigint + n * 30000) / 1000.0)"

_INCIDENTS = f"""
INSERT INTO incident (
    incident_id, source, kind, technical, silent, test, drill_units, priority, state, area_code,
    scope, site_id, title, lat, lon, plan, points, note, alarms, latched, disposition, opened_at,
    changed_at, closed_at, closed_by)
SELECT {_ID.format("001")}, 'press', (ARRAY['fire', 'medical', 'emergency', 'intruder'])[1 + n % 4],
    false, false, n % 11 = 0, '{{}}', 1 + n % 4, 'closed', $5, ARRAY[$5, $6],
    ($4::uuid[])[1 + n % cardinality($4)], 'School ' || n % cardinality($4), 35.07, 116.31,
    '{{"posts": [], "tiers": []}}', '[]', '校门口有人争执，警力到场后处置完毕。', 1, 0,
    (ARRAY['genuine', 'accidental', 'hoax'])[1 + n % 3], {_AT}, {_AT} + interval '20 min',
    {_AT} + interval '20 min', 'bench'
FROM generate_series($1::bigint, $3::bigint) AS n
"""
_ALARMS = f"""
INSERT INTO alarm (
    alarm_id, press_id, device_id, site_id, incident_id, scope, kind, silent, test, note,
    pressed_at, received_at, state, disposition, reset_at, reset_by)
SELECT {_ID.format("002")}, {_ID.format("003")}, ($7::uuid[])[1 + n % cardinality($7)],
    ($4::uuid[])[1 + n % cardinality($4)], {_ID.format("001")}, ARRAY[$5, $6], 'emergency', false,
    n % 11 = 0, '', {_AT}, {_AT}, 'reset', 'accidental', {_AT} + interval '10 min', 'bench'
FROM generate_series($1::bigint, $3::bigint) AS n
"""
_LINES = f"""
INSERT INTO timeline (incident_id, at, kind, who, body)
SELECT {_ID.format("001")}, {_AT}, 'pressed', 'key', '{{"kind": "emergency"}}'
FROM generate_series($1::bigint, $3::bigint) AS n
"""
# A province's way of one day, unit by unit, as the index orders it.
_FIXES = """
INSERT INTO {table} (unit_id, at, lat, lon, accuracy_m)
SELECT unit_id, $2::date::timestamptz + n * (interval '1 day' / $3::int), 35 + n * 1e-6,
    116 + n * 1e-6, 8
FROM unnest($1::uuid[]) AS u(unit_id), generate_series(0, $3::int - 1) AS n
"""
_INDEXES = """
SELECT i.indexrelid::regclass::text AS name, pg_get_indexdef(i.indexrelid) AS made
FROM pg_index i
WHERE i.indrelid = ANY('{incident,alarm,timeline}'::regclass[])
    AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid)
"""
# The table of a day stands alone while it is written, and its key is made when it is full.
_ALONE = """
ALTER TABLE fix DETACH PARTITION {table};
ALTER TABLE {table} DROP CONSTRAINT {table}_pkey
"""
_AGAIN = """
ALTER TABLE {table} ADD CONSTRAINT {table}_pkey PRIMARY KEY (unit_id, at);
ALTER TABLE fix ATTACH PARTITION {table}
    FOR VALUES FROM ('{day} 00:00+00') TO ('{day} 24:00+00')
"""
_DAYS = 7
_CAMERAS = """
INSERT INTO camera (
    camera_id, name, area_code, lineage, kind, capture_class, managing_unit, lat, lon, spot,
    height_m, bearing_deg, spread_deg, range_m)
SELECT id, 'Camera ' || n, $1, ARRAY[$1, $2], 'fixed', 'road', 'police', lat, lon,
    cube(ARRAY[x, y, z]), 4, n % 360, 70, 80
FROM point ORDER BY md5(n::text)
"""


async def fill(url: str, *, sites: int, alarms: int, fixes: int, cameras: int) -> int:
    """Write all of it; the bytes that the database has then."""
    connection = await connect(url)
    try:
        await connection.execute("SET session_replication_role = replica", timeout=60)
        await connection.execute("SET synchronous_commit = off")
        await connection.execute("SET maintenance_work_mem = '1GB'")
        await _alarms(connection, sites, alarms)
        await _fixes(connection, fixes)
        await _cameras(connection, cameras)
        await connection.execute("VACUUM ANALYZE", timeout=_FILL_MOST_S)
        return int(await connection.fetchval("SELECT pg_database_size(current_database())"))
    finally:
        await connection.close()


async def _alarms(connection: "asyncpg.Connection[asyncpg.Record]", sites: int, count: int) -> None:
    indexes = await connection.fetch(_INDEXES)
    for index in indexes:
        await connection.execute(f"DROP INDEX {index['name']}")
    at = [bench_id("site", n) for n in range(sites)]
    by = [bench_id("device", n) for n in range(sites)]
    # One every half minute, the last of them a day ago.
    began_ms = await connection.fetchval(
        "SELECT (extract(epoch FROM now() - interval '1 day') * 1000)::bigint - $1::bigint * 30000",
        count,
    )
    for first in range(0, count, _STEP):
        last = min(first + _STEP, count) - 1
        span = (first, began_ms, last)
        await connection.execute(_INCIDENTS, *span, at, COUNTY, ROOT, timeout=_FILL_MOST_S)
        await connection.execute(_ALARMS, *span, at, COUNTY, ROOT, by, timeout=_FILL_MOST_S)
        await connection.execute(_LINES, *span, timeout=_FILL_MOST_S)
    for index in indexes:
        await connection.execute(index["made"], timeout=_FILL_MOST_S)


async def _cameras(connection: "asyncpg.Connection[asyncpg.Record]", count: int) -> None:
    await connection.execute(
        "CREATE TEMP TABLE point (n int, id uuid, lat float8, lon float8, x float8, y float8,"
        " z float8)"
    )
    rows = [
        (n, bench_id("camera", n), place.lat, place.lon, *on_sphere(place))
        for n, place in enumerate(spots(count, seed=9, spread=1.0))
    ]
    await connection.copy_records_to_table("point", records=rows)
    await connection.execute(_CAMERAS, COUNTY, ROOT, timeout=_FILL_MOST_S)


async def _fixes(connection: "asyncpg.Connection[asyncpg.Record]", count: int) -> None:
    units = [bench_id("unit", n) for n in range(min(4_000, max(1, count // 1_000)))]
    each = count // _DAYS // len(units)
    if not each:
        return
    today = await connection.fetchval("SELECT (now() AT TIME ZONE 'UTC')::date")
    await connection.execute("SELECT fix_days_make($1::date - $2::int, $1::date + 7)", today, _DAYS)
    for ago in range(_DAYS, 0, -1):
        day = await connection.fetchval("SELECT $1::date - $2::int", today, ago)
        table = f"fix_{day:%Y%m%d}"
        await connection.execute(_ALONE.format(table=table))
        fixes = _FIXES.format(table=table)
        await connection.execute(fixes, units, day, each, timeout=_FILL_MOST_S)
        await connection.execute(_AGAIN.format(table=table, day=day), timeout=_FILL_MOST_S)
