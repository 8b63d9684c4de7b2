"""What stands before every door: nobody is drowned out, least of all a press."""

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from copy import copy
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from service.platform import gate, http, limits
from service.platform.limits import HEADER_BYTES_MAX, HEADERS_MOST, Limits, Rate
from tests.support.people import Person, new_press_id
from tests.support.town_house import Town, open_town
from tests.support.waits import until

FLOOD, PRESSES = 120, 40


@asynccontextmanager
async def stuck(town: Town, table: str) -> AsyncIterator[None]:
    """Whoever wants to read a table waits."""
    async with town.house.db.transaction() as connection:
        await connection.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
        yield


async def flood(town: Town, person: Person, path: str, count: int) -> list["asyncio.Task[Any]"]:
    """Ask a door so often at once, over as many connections."""
    session = aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=0), timeout=aiohttp.ClientTimeout(total=60)
    )
    headers = {"authorization": f"Bearer {person.token}"}

    async def ask() -> int:
        async with session.get(town.base + path, headers=headers) as answer:
            await answer.read()
            return answer.status

    asking = [asyncio.create_task(ask()) for _ in range(count)]

    async def close() -> None:
        await asyncio.wait(asking)
        await session.close()

    asking[0].get_loop().create_task(close())
    return asking


async def test_a_flood_of_another_door_keeps_no_press_waiting(town: Town) -> None:
    box, chief = await town.box(4), await town.person("chief")
    assert 4 * town.house.settings.database_pool < FLOOD
    async with stuck(town, "camera"):
        asking = await flood(town, chief, "/v1/cameras", FLOOD)
        await until(lambda: all_inside(town, FLOOD))
        presses = [box.press(new_press_id()) for _ in range(PRESSES)]
        taken = await asyncio.wait_for(asyncio.gather(*presses), 9)
        assert [one.status for one in taken] == [201] * PRESSES
        assert (await box.beat()).status == 200
        assert not any(one.done() for one in asking), "the flood waits, and no press did for it"
    assert set(await asyncio.gather(*asking)) == {200}
    assert len(await town.rows("SELECT 1 FROM alarm")) == PRESSES


def all_inside(town: Town, count: int) -> bool:
    """Whether so many requests stand before the register of cameras, some with a connection."""
    others = town.house.db._others
    return others.locked() and len(others._waiters or ()) >= count - 8


async def test_more_than_can_be_done_at_once_is_told_to_come_back(
    database_url: str, tmp_path: Path
) -> None:
    async with open_town(database_url, tmp_path, requests_max=10) as town:
        box, chief = await town.box(4), await town.person("chief")
        async with stuck(town, "camera"):
            asking = await flood(town, chief, "/v1/cameras", 14)
            await until(lambda: sum(one.done() for one in asking) == 4)
            refused = await chief.get("/v1/sites")
            assert (refused.status, refused.body["code"]) == (503, "service.busy")
            assert refused.headers["Retry-After"] == "1"
            assert (await box.press()).status == 201
        assert sorted(await asyncio.gather(*asking)) == [200] * 10 + [503] * 4
        assert (await chief.get("/v1/sites")).status == 200


async def test_who_asks_too_often_is_told_when_to_come_back_and_nobody_else(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    rate = Rate(20, 3600)
    monkeypatch.setattr(limits, "_USUAL", Limits(rate=rate))
    chief, east, box = await town.person("chief"), await town.person("east"), await town.box(4)
    statuses = [(await chief.get("/v1/sites")).status for _ in range(rate.count)]
    assert set(statuses) == {200}
    over = await chief.get("/v1/sites")
    assert (over.status, over.body["code"]) == (429, "request.too_often")
    assert 1 <= int(over.headers["Retry-After"]) <= rate.per_s
    again = Person(town.base, town.session)
    await again.sign_in("chief")
    first = (await again.get("/v1/sites")).status
    assert (first, (await again.get("/v1/sites")).status) == (200, 429), "one person, two sessions"
    assert (await east.get("/v1/sites")).status == 200
    assert (await chief.get("/v1/cameras")).status == 200
    document = (await chief.get("/schema/openapi.json")).body
    for path, method in (("/v1/receipts", "post"), ("/v1/sights/{sight}/{snapshot_id}", "get")):
        shared = document["paths"][path][method]["x-limits"]["rate"]
        assert (shared["count"], shared["of"]) == (6000, "address"), "a centre is one address"
    presses = [(await box.press()).status for _ in range(30)]
    assert set(presses) == {201}, "a press is never too many"


@pytest.fixture
def rate() -> Iterator[Rate]:
    """A small rate at the alarm's doors."""
    usual, small = limits.ALARM.rate, Rate(20, 3600)
    msgspec.structs.force_setattr(limits.ALARM, "rate", small)
    yield small
    msgspec.structs.force_setattr(limits.ALARM, "rate", usual)


async def test_boxes_that_all_come_back_and_one_gone_mad_keep_no_press_waiting(town: Town) -> None:
    boxes = [await town.box(number) for number in (1, 2, 3, 4)]
    mad, sound = boxes[0], boxes[3]
    assert (await mad.press()).status == 201
    more = 2 * town.house.settings.database_pool
    async with town.house.db.transaction() as connection:
        # Beats may not be written, and nobody joins the incident of the mad box.
        await connection.execute("LOCK TABLE device IN SHARE MODE")
        await connection.execute("SELECT 1 FROM incident FOR UPDATE")
        beating = [asyncio.create_task(box.beat()) for box in boxes for _ in range(more)]
        pressing = [asyncio.create_task(mad.press(new_press_id())) for _ in range(more)]
        answers = [await asyncio.wait_for(sound.press(), 9) for _ in range(3)]
        assert [one.status for one in answers] == [201] * 3
        assert not any(one.done() for one in (*beating, *pressing)), "they wait, and no press did"
    assert {(await one).status for one in beating} == {200}
    assert {(await one).status for one in pressing} == {201}


async def test_a_box_gone_mad_is_told_to_wait_and_no_press_goes_in_silence(
    town: Town, rate: Rate
) -> None:
    mad, sound = await town.box(4), await town.box(1)
    forged = copy(mad)
    forged.key = Ed25519PrivateKey.generate()
    assert {(await forged.press()).status for _ in range(2 * rate.count)} == {401}
    answers = await asyncio.gather(*(mad.press(new_press_id()) for _ in range(3 * rate.count)))
    statuses = [one.status for one in answers]
    assert Counter(statuses) == {201: rate.count, 429: 2 * rate.count}
    assert len(await town.rows("SELECT 1 FROM alarm")) == rate.count, "what was answered, no more"
    over = next(one for one in answers if one.status == 429)
    assert over.body["code"] == "request.too_often"
    assert 1 <= int(over.headers["Retry-After"]) <= rate.per_s
    assert (await mad.beat()).status == 200, "it lives, and may say so"
    assert (await sound.press()).status == 201
    told = await town.rows("SELECT count FROM device_refusal WHERE code = 'request.too_often'")
    assert [row["count"] for row in told] == [1], "its site is told, and not by every press"


async def test_an_address_that_guesses_is_turned_away_and_its_neighbours_are_not(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    chief, box = await town.person("chief"), await town.box(4)
    assert (await chief.get("/v1/me")).status == 200
    guesser = Person(town.base, town.session)
    seen = []
    monkeypatch.setattr(gate, "_WRONG", Rate(20, 3600))
    for number in range(21):
        guesser.token = f"guess-{number}"
        seen.append((await guesser.get("/v1/me")).status)
    assert seen == [401] * 20 + [429]
    assert (await chief.get("/v1/me")).status == 200, "he has shown who he is"
    assert (await Person(town.base, town.session).sign_in("east")).status == 201
    assert (await box.press()).status == 201


async def test_one_person_does_not_take_every_stream(database_url: str, tmp_path: Path) -> None:
    async with open_town(database_url, tmp_path, sockets_each_max=2) as town:
        chief, east = await town.person("chief"), await town.person("east")
        async with town.live(chief), town.live(chief):
            refused = await chief.get("/v1/live")
            assert (refused.status, refused.body["code"]) == (429, "live.too_many_readers")
            async with town.live(east):
                assert town.house.live.readers == 3
        await until(lambda: town.house.live.readers == 0)
        async with town.live(chief):
            pass


async def raw(town: Town, *pieces: bytes) -> tuple[int, dict[str, Any]]:
    """What is answered to these very bytes; 0 where the line is cut without a word."""
    parts = urlsplit(town.base)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    try:
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
        said = await asyncio.wait_for(reader.read(), 10)
    except ConnectionError:
        return 0, {}
    finally:
        writer.close()
    head, _, body = said.partition(b"\r\n\r\n")
    return (int(head.split()[1]), msgspec.json.decode(body)) if head else (0, {})


GET = b"GET /health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"


async def test_a_head_has_an_end(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    assert (await raw(town, GET + b"\r\n"))[0] == 200
    for head in (
        GET + b"X-A: " + b"a" * HEADER_BYTES_MAX + b"\r\n\r\n",
        GET + b"".join(b"X-%d: a\r\n" % n for n in range(HEADERS_MOST)) + b"\r\n",
        b"GET /" + b"a" * HEADER_BYTES_MAX + b" HTTP/1.1\r\n\r\n",
        GET + b"X-Never-Ends: " + b"a" * 300_000,
    ):
        status, body = await raw(town, head)
        assert status in (431, 0), status
        assert body.get("code", "request.too_large") == "request.too_large"
    assert await raw(town, b"NONSENSE\r\n\r\n") == (
        400,
        {
            "type": "/problems/request.invalid",
            "title": "Invalid HTTP request received.",
            "status": 400,
            "code": "request.invalid",
        },
    )
    monkeypatch.setattr(http, "HEADERS_S", 0.2)
    status, body = await raw(town, GET)
    assert (status, body["code"]) == (408, "request.too_slow")
    assert await raw(town) == (0, {}), "who says nothing is cut without a word"


async def test_a_body_that_comes_drop_by_drop_is_given_up(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "_STRANGERS", Limits(body_s=0))
    post = b"POST /v1/sessions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
    status, body = await raw(town, post + b"Content-Length: 9\r\nConnection: close\r\n\r\n{")
    assert (status, body["code"]) == (408, "request.too_slow")


async def test_a_page_of_another_site_does_nothing_with_our_cookie(town: Town) -> None:
    person = Person(town.base, town.session)
    body = json.dumps({"name": "east", "password": "x"}).encode()
    headers = {"content-type": "application/json", "cookie": "watchbell_refresh=x"}
    for site, status in (("cross-site", 403), ("same-site", 403), ("same-origin", 401)):
        sent = headers | {"sec-fetch-site": site}
        assert (await person.raw("POST", "/v1/sessions", body, sent)).status == status
    answer = await person.raw("GET", "/v1/map", None, headers | {"sec-fetch-site": "cross-site"})
    assert answer.status == 200


async def test_what_is_no_page_cannot_be_made_one(town: Town) -> None:
    chief = await town.person("chief")
    for path in ("/v1/sites", "/v1/nothing", "/health/live", "/schema/openapi.json", "/v1/map"):
        answer = await chief.get(path)
        assert answer.headers["X-Content-Type-Options"] == "nosniff", path
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'"), path
        assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin", path
        assert answer.headers["Cache-Control"] == "no-store", path


async def test_a_query_and_a_depth_have_an_end(town: Town) -> None:
    chief = await town.person("chief")
    long = await chief.get("/v1/cameras?q=" + "a" * 5000)
    assert (long.status, long.body["field"]) == (413, "query")
    headers = {"content-type": "application/json"}
    deep = b'{"name": ' + b"[" * 40 + b"]" * 40 + b', "password": "x"}'
    answer = await chief.raw("POST", "/v1/sessions", deep, headers)
    assert (answer.status, answer.body["code"]) == (413, "request.too_large")
    deeper = b"[" * 100_000
    assert (await chief.raw("POST", "/v1/sessions", deeper, headers)).status == 413
    flat = json.dumps({"name": "[{" * 400, "password": "x"}).encode()
    assert (await chief.raw("POST", "/v1/sessions", flat, headers)).status == 400


async def test_a_character_that_no_text_holds_is_refused_in_every_address(town: Town) -> None:
    admin = await town.person("admin")
    answer = await admin.get("/v1/accounts?count=5&after=a%00b")
    assert (answer.status, answer.body["code"]) == (400, "request.invalid")
    assert answer.body["field"] == "after"
    answer = await admin.raw("PUT", "/v1/areas/a%00b/policy", b"{}", {})
    assert (answer.status, answer.body["code"]) == (404, "request.not_found")
    assert (await admin.get("/v1/accounts?after=%2500")).status == 200


async def test_the_contract_says_what_each_door_takes(town: Town) -> None:
    chief = await town.person("chief")
    document = (await chief.get("/schema/openapi.json")).body
    said = {
        (method, path): door["x-limits"]
        for path, item in document["paths"].items()
        for method, door in item.items()
    }
    assert document["x-limits"]["header_bytes"] == HEADER_BYTES_MAX
    lane = {door for door, takes in said.items() if takes["alarm_lane"]}
    assert lane == {
        ("post", "/v1/alarms"),
        ("get", "/v1/alarms/{press_id}/progress"),
        ("post", "/v1/devices/heartbeat"),
    }
    for door in lane:
        assert said[door]["rate"] == {"count": 300, "per_s": 60, "of": "device"}
    assert all("rate" in takes for takes in said.values())
    assert said["post", "/v1/sessions"]["rate"]["of"] == "address"
    assert said["post", "/v1/alarms"]["body_bytes"] == town.house.settings.body_bytes_max
    for path, item in document["paths"].items():
        for method, door in item.items():
            for parameter in door.get("parameters", ()):
                schema = parameter["schema"]
                bounded = parameter["in"] != "query" or "integer" not in str(schema.get("type"))
                assert bounded or "maximum" in str(schema), f"{method} {path}"
