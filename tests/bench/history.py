"""How long whoever seeks an incident of the past waits, among 300,000 that have ended."""

import random
import time
from urllib.parse import urlencode

import aiohttp

from service.platform.db import connect
from tests.bench.county import COUNTY, PASSWORD, plant_units, spots
from tests.bench.ground import Ground, ground
from tests.bench.report import Measure, below, percentile
from tests.bench.screens import DESK, plant_desk
from tests.support.people import Person

NOTE = (
    "milliseconds from the question to its answer, over HTTP, a page of fifty; `nowhere` is a word"
    " that no incident holds, so that every one of them is looked at"
)
_INCIDENTS, _INCIDENTS_QUICK = 300_000, 20_000
_TURNS, _TURNS_QUICK = 40, 10
_MOST_MS, _NOWHERE_MOST_MS = 200.0, 1000.0
_RARE_EACH = 5_000

_PLANT = """
INSERT INTO incident (
    incident_id, source, kind, technical, silent, test, drill_units, priority, state, area_code,
    scope, title, lat, lon, plan, points, note, alarms, latched, disposition, opened_at,
    changed_at, closed_at, closed_by
)
SELECT gen_random_uuid(), 'press', (ARRAY['fire', 'medical', 'emergency', 'intruder'])[1 + n % 4],
    false, false, n % 11 = 0, '{}', 1 + n % 4, 'closed', $1,
    ARRAY[$1, left($1, 4) || '00', left($1, 2) || '0000'],
    (ARRAY['实验小学', '中心幼儿园', '第一中学', '人民医院', 'Market'])[1 + n % 5] || n % 997,
    35.07, 116.31, '{"posts": [], "tiers": []}', '[]',
    '校门口有人争执，已联系值班老师，警力到场后处置完毕。'
        || CASE WHEN n % $4 = 7 THEN '黑色轿车' ELSE '' END,
    1, 0, (ARRAY['genuine', 'accidental', 'hoax'])[1 + n % 3],
    $2::timestamptz - n * interval '100 s', $2, $2, 'bench'
FROM generate_series(1, $3) AS n
"""

_ASKED: dict[str, dict[str, str]] = {
    "the newest": {},
    "a common word": {"q": "幼儿园"},
    "a rare word": {"q": "黑色轿车"},
    "a word nowhere": {"q": "直升机"},
    "a number": {"q": "#4711"},
    "a kind in a month": {
        "kind": "fire",
        "from_at": "2025-12-01T00:00:00Z",
        "until_at": "2026-01-01T00:00:00Z",
    },
    "a page deep down": {"before": "5000"},
}


async def run(*, quick: bool) -> list[Measure]:
    """Plant the past, sit down, seek each in turn."""
    count, turns = (_INCIDENTS_QUICK, _TURNS_QUICK) if quick else (_INCIDENTS, _TURNS)
    async with ground(access_token_s=3600) as standing:
        await plant_units(standing.settings.database_url, spots(1, seed=1))
        await plant_desk(standing)
        await _plant(standing, count)
        standing.start("service", "serve")
        await standing.ready(carriers=False)
        async with aiohttp.ClientSession() as session:
            person = Person(standing.base, session)
            answer = await person.post("/v1/sessions", {"name": DESK, "password": PASSWORD})
            assert answer.status == 201, answer.body
            person.token = answer.body["access_token"]
            return await _seek(person, turns)


async def _plant(standing: Ground, count: int) -> None:
    connection = await connect(standing.settings.database_url)
    try:
        begin = await connection.fetchval("SELECT timestamptz '2026-01-01T00:00:00Z'")
        await connection.execute(_PLANT, COUNTY, begin, count, _RARE_EACH)
        await connection.execute("VACUUM ANALYZE incident")
    finally:
        await connection.close()


async def _seek(person: Person, turns: int) -> list[Measure]:
    """All questions in one order that changes, so that none is always the warm one."""
    took: dict[str, list[float]] = {name: [] for name in _ASKED}
    rng = random.Random(4)
    for _ in range(turns):
        for name in rng.sample(list(_ASKED), len(_ASKED)):
            began = time.perf_counter()
            query = urlencode({"ended": "true", **_ASKED[name]})
            answer = await person.get(f"/v1/incidents/search?{query}")
            took[name].append((time.perf_counter() - began) * 1000)
            assert answer.status == 200, answer.body
            assert bool(answer.body) != (name == "a word nowhere"), name
    return [
        below(
            f"{name}, p95 (ms)",
            percentile(values, 0.95),
            _NOWHERE_MOST_MS if name == "a word nowhere" else _MOST_MS,
        )
        for name, values in took.items()
    ]
