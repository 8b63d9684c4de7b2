"""Incidents of the past: found by words, time, kind, outcome and place, and only one's own."""

from datetime import UTC, datetime
from itertools import product
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.core.times import EARLIEST, LATEST
from service.incident import actions, store
from service.incident.wire import Ending, Sought
from service.platform import asks
from service.platform.sql import anywhere
from tests.support import hamlet
from tests.support.people import Person
from tests.support.town_house import Town

SEARCH = "/v1/incidents/search"


async def ended(desk: Person, title: str, **more: object) -> dict[str, Any]:
    """An incident by hand that was closed as genuine, unless said otherwise."""
    outcome = more.pop("outcome", "genuine")
    body = {
        "source": "110",
        "kind": "fire",
        "area_code": hamlet.EAST,
        "title": title,
        "place": hamlet.north(300),
    } | more
    opened = await desk.post("/v1/incidents", body)
    assert opened.status == 201, opened.body
    how = {"move": "cancel"} if outcome == "cancelled" else {"move": "close"}
    if outcome != "cancelled":
        how["disposition"] = str(outcome)
    closed = await desk.move("incidents", opened.body["incident_id"], **how)
    assert closed.status == 200, closed.body
    return dict(closed.body)


async def titles(person: Person, **query: object) -> list[str]:
    """What a search finds, in its order."""
    asked = "&".join(f"{name}={value}" for name, value in query.items())
    answer = await person.get(f"{SEARCH}?{asked}")
    assert answer.status == 200, answer.body
    return [one["title"] for one in answer.body]


async def test_words_are_found_in_title_note_area_address_and_number(town: Town) -> None:
    desk = await town.person("east")
    await ended(desk, "北桥 Bridge", note="a red bag")
    at_site = await ended(desk, "gate", site_id=str(hamlet.SMALL), place=None, area_code=None)
    area = (await town.rows("SELECT name FROM area WHERE area_code = $1", hamlet.EAST))[0]["name"]
    site = (await town.rows("SELECT address FROM site WHERE site_id = $1", hamlet.SMALL))[0]
    assert await titles(desk, q="北桥") == ["北桥 Bridge"]
    assert await titles(desk, q="bridge") == ["北桥 Bridge"]
    assert await titles(desk, q="RED BAG") == ["北桥 Bridge"]
    assert await titles(desk, q="nowhere") == []
    assert await titles(desk, q="%") == []
    assert await titles(desk, q=at_site["number"]) == ["gate"]
    assert await titles(desk, q=area) == ["gate", "北桥 Bridge"]
    if site["address"]:
        assert await titles(desk, q=site["address"]) == ["gate"]


async def test_kind_outcome_period_and_area_narrow_the_search(town: Town) -> None:
    desk, county = await town.person("east"), await town.person("county")
    await ended(desk, "first")
    noon = (await town.rows("SELECT max(opened_at) AS at FROM incident"))[0]["at"].isoformat()
    await town.forward(minutes=30)
    await ended(desk, "second", kind="medical", outcome="hoax")
    await ended(county, "third", area_code=hamlet.WEST, outcome="cancelled")
    later = town.now.replace("+", "%2B")
    after_noon = noon.replace("+", "%2B")
    assert await titles(county) == ["third", "second", "first"]
    assert await titles(county, kind="fire") == ["third", "first"]
    assert await titles(county, outcome="hoax") == ["second"]
    assert await titles(county, outcome="cancelled") == ["third"]
    assert await titles(county, until_at=after_noon) == []
    assert await titles(county, from_at=after_noon, until_at=later) == ["first"]
    assert await titles(county, area_code=hamlet.WEST) == ["third"]


async def test_what_is_open_and_what_is_a_test_can_be_left_out(town: Town) -> None:
    desk = await town.person("east")
    await ended(desk, "over")
    box = await town.box(4)
    await box.press()
    assert len(await titles(desk)) == 2
    assert await titles(desk, ended="true") == ["over"]
    assert "over" not in await titles(desk, ended="false")


async def test_a_search_is_paged_without_hole_or_repeat(town: Town) -> None:
    desk = await town.person("east")
    for number in range(3):
        await ended(desk, f"n{number}")
    for period in ("", "&from_at=2020-01-01T00:00:00Z"):
        found: list[dict[str, Any]] = []
        before = ""
        for _ in range(3):
            page = (await desk.get(f"{SEARCH}?count=2{period}{before}")).body
            found += page
            if len(page) < 2:
                break
            before = f"&before={page[-1]['number']}"
        assert [one["title"] for one in found] == ["n2", "n1", "n0"]


# Years of one area; those below it have nothing.
YEARS = """
INSERT INTO incident (
    incident_id, source, kind, technical, silent, test, drill_units, priority, state, area_code,
    scope, site_id, title, lat, lon, plan, points, note, alarms, latched, opened_at, changed_at,
    closed_at)
SELECT gen_random_uuid(), 'press', 'fire', false, false, false, '{}', 1, 'closed', $1,
    ARRAY[$1], CASE WHEN n % 50 = 0 THEN $3::uuid END,
    'School ' || n, 35, 116, '{"posts": [], "tiers": []}', '[]', '', 1, 0, at, at, at
FROM generate_series(1, $2::int) AS n,
    LATERAL (SELECT timestamptz '2020-01-01' + n * interval '1 hour') AS opened(at)
"""
# So many rows were fetched on this connection until now, whatever was thought of them then.
FETCHED = """
SELECT coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0) FROM pg_stat_xact_user_tables
WHERE relname = 'incident'
"""


async def test_a_search_reads_little_more_than_it_shows(town: Town) -> None:
    await town.rows(YEARS, hamlet.COUNTY, 4000, hamlet.SMALL)
    await town.own("ANALYZE incident")
    areas = frozenset((hamlet.COUNTY, hamlet.EAST, hamlet.WEST))
    anything = Sought(
        words=None,
        from_at=EARLIEST,
        until_at=LATEST,
        kind=None,
        outcome=Ending.ANY,
        area_code=None,
        ended=True,
        with_tests=True,
    )
    june = {
        "from_at": datetime(2020, 6, 1, tzinfo=UTC),
        "until_at": datetime(2020, 6, 2, tzinfo=UTC),
    }
    cases: list[tuple[dict[str, Any], int]] = [
        ({}, 20),
        ({"words": "School"}, 20),
        ({"words": "#17"}, 1),
        (june, 20),
    ]
    for plans, within in product(("force_custom_plan", "force_generic_plan"), (areas, ())):
        asks.person(areas)
        found = store.Found(areas=areas, within=tuple(within))
        async with town.house.db.transaction() as connection:
            await connection.execute(f"SET LOCAL plan_cache_mode = {plans}")
            for asked, rows in cases:
                before = await connection.fetchval(FETCHED) or 0
                wanted = msgspec.structs.replace(anything, **asked)
                assert len(await store.sought(connection, wanted, found, 2**62, 20)) == rows, asked
                fetched = await connection.fetchval(FETCHED) - before
                assert rows <= fetched <= 3 * rows + 10, (plans, within, asked, fetched)
            before = await connection.fetchval(FETCHED)
            assert len(await store.ended_within(connection, found, LATEST, 20)) == 20
            fetched = await connection.fetchval(FETCHED) - before
            assert fetched <= 3 * 20, (plans, within, "ended")
            before = await connection.fetchval(FETCHED)
            last = june["from_at"]
            assert len(await store.at_site(connection, hamlet.SMALL, last, 20)) == 8
            assert await connection.fetchval(FETCHED) - before <= 30, (plans, "at a site")


async def test_who_asks_for_more_than_can_be_read_is_told_what_to_ask_instead(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = await town.person("east")
    monkeypatch.setattr(actions, "_SEARCH_MOST_S", 0.0)
    refused = await desk.get(f"{SEARCH}?q=nowhere")
    assert (refused.status, refused.code) == (400, "incident.search_too_wide")
    assert refused.body["field"] == "q"
    monkeypatch.undo()
    assert (await desk.get(f"{SEARCH}?q=nowhere")).body == []


async def test_incidents_of_other_areas_are_not_found(town: Town) -> None:
    county = await town.person("county")
    await ended(county, "bridge of the west", area_code=hamlet.WEST)
    assert await titles(county, q="bridge") == ["bridge of the west"]
    for name in ("east", "elsewhere"):
        stranger = await town.person(name)
        assert await titles(stranger, q="bridge") == []
        assert await titles(stranger, area_code=hamlet.WEST) == []
    officer = await town.officer(1)
    assert (await officer.get(SEARCH)).status == 403


@given(st.text(max_size=20))
def test_a_pattern_escapes_every_sign_that_would_match_more(words: str) -> None:
    bare = anywhere(words)[1:-1]
    plain = bare.replace("\\\\", "").replace("\\%", "").replace("\\_", "")
    assert not set("%_\\") & set(plain)
