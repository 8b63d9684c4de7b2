"""Gateways that fail are found before a task is late: by trial rings, and by what they say."""

import json
from pathlib import Path
from typing import Any

import pytest

from service.platform.outbox import Lane, Promise
from tests.support.browser_phones import browser, town_with_browsers
from tests.support.gateways.browsers import PushService
from tests.support.gateways.huawei import stamped
from tests.support.gateways.keys import Keys, make_keys
from tests.support.gateways.web import Reply
from tests.support.people import Officer
from tests.support.town_house import Town, open_town

LOOK_S = 60


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    return make_keys(tmp_path_factory.mktemp("keys"))


async def look(town: Town, seconds: float = LOOK_S) -> None:
    """Let time pass, and the schedule's next look come."""
    town.clock.forward(seconds=seconds)
    async with town.house.db.transaction() as connection:
        now = town.clock.now()
        promise = Promise("watch_gateways", Lane.REST, "all", now)
        await town.house.outbox.promise(connection, now, promise)
    await town.work()


async def faults(town: Town) -> list[tuple[str, str]]:
    """What staff see."""
    desk = await town.person("east")
    found = (await desk.get("/v1/faults")).body
    return [(one["kind"], one["subject"]) for one in found]


async def receive(officer: Officer, service: PushService) -> None:
    """The phone at the centre says that the last ring arrived."""
    attempt = json.loads(service.opened[-1])["attempt"]
    assert (await officer.post("/v1/receipts", {"delivery_id": attempt})).status == 204


async def test_the_phone_at_the_centre_is_rung_every_few_minutes(
    database_url: str, tmp_path: Path, keys: Keys
) -> None:
    async with town_with_browsers(database_url, tmp_path, keys) as (town, service):
        officer = await town.officer(1)
        await browser(officer, service, canary=True)
        await browser(await town.officer(2), service, "another")
        await look(town)
        assert len(service.opened) == 1
        await receive(officer, service)
        await look(town, 240)
        assert len(service.opened) == 1
        await look(town)
        assert len(service.opened) == 2
        await receive(officer, service)
        assert await faults(town) == []


async def test_what_the_phone_at_the_centre_does_not_receive_is_a_fault_until_it_does(
    database_url: str, tmp_path: Path, keys: Keys
) -> None:
    async with town_with_browsers(database_url, tmp_path, keys) as (town, service):
        officer = await town.officer(1)
        await browser(officer, service, canary=True)
        await look(town)
        await look(town)
        assert await faults(town) == []
        await look(town)
        assert await faults(town) == [("gateway.silent", "web_push")]
        await look(town)
        assert await faults(town) == [("gateway.silent", "web_push")]
        await receive(officer, service)
        await look(town)
        assert await faults(town) == []


async def test_a_gateway_that_takes_nothing_is_a_fault(
    database_url: str, tmp_path: Path, keys: Keys
) -> None:
    async with town_with_browsers(database_url, tmp_path, keys) as (town, service):
        officer = await town.officer(1)
        phone_id = await browser(officer, service)
        service.script("chrome", *[Reply(403)] * 3)
        for _ in range(3):
            await officer.post(f"/v1/me/phones/{phone_id}/check", None)
            town.clock.forward(seconds=1)
        await look(town)
        assert await faults(town) == [("gateway.refusing", "web_push")]
        await look(town, 600)
        assert await faults(town) == []


async def test_a_gateway_that_calls_everybody_dead_is_not_believed_and_a_fault(
    database_url: str, tmp_path: Path, keys: Keys
) -> None:
    async with town_with_browsers(database_url, tmp_path, keys) as (town, service):
        officer = await town.officer(1)
        phones = [await browser(officer, service, f"chrome{n}") for n in range(5)]
        service.browsers.clear()
        for phone_id in phones:
            await officer.post(f"/v1/me/phones/{phone_id}/check", None)
        kept = [p for p in (await officer.get("/v1/me/phones")).body if not p["retired_at"]]
        assert len(kept) == 2
        await look(town)
        assert await faults(town) == [("gateway.doubted", "web_push")]


HUAWEI: dict[str, Any] = {"huawei_receipts_user": "watchbell", "huawei_receipts_secret": "c2VjcmV0"}
DOOR = "/v1/gateways/huawei/receipts"


def status(code: int, request_id: str = "r1") -> dict[str, object]:
    return {"token": "t", "requestId": request_id, "status": code, "timestamp": 1_772_437_200_000}


async def rung_by_huawei(town: Town, request_id: str = "r1") -> Officer:
    """An officer whose phone was rung for trial by Huawei."""
    officer = await town.officer(1)
    by = {"gateway": "huawei", "token": "a-phone-of-huawei", "generation": "v3"}
    new = {"platform": "harmony", "model": "a phone", "by": by}
    phone_id = (await officer.post("/v1/me/phones", new)).body["phone_id"]
    await town.rows(
        "INSERT INTO delivery (delivery_id, account_id, phone_id, channel, at, outcome, gateway_id)"
        " SELECT gen_random_uuid(), account_id, phone_id, gateway, $2, 'accepted', $3"
        " FROM phone WHERE phone_id = $1 RETURNING delivery_id",
        *(phone_id, town.clock.now(), request_id),
    )
    return officer


async def say(town: Town, officer: Officer, *statuses: dict[str, object], stamp: str = "") -> int:
    """Huawei's call; the status of the answer."""
    right = stamped(town.clock.now(), user="watchbell", key=b"secret")
    headers = {"X-HUAWEI-CALLBACK-ID": stamp or right, "Content-Type": "application/json"}
    body = json.dumps({"statuses": statuses}).encode()
    return (await officer.raw("POST", DOOR, body, headers)).status


async def test_huawei_says_what_it_delivered_and_that_is_not_received(
    database_url: str, tmp_path: Path
) -> None:
    async with open_town(database_url, tmp_path, **HUAWEI) as town:
        officer = await rung_by_huawei(town)
        for _ in range(2):
            assert await say(town, officer, status(0)) == 200
        rows = await town.rows("SELECT delivered_at, received_at FROM delivery")
        assert rows == [{"delivered_at": town.clock.now(), "received_at": None}]


async def test_a_phone_that_huawei_calls_dead_afterwards_is_retired(
    database_url: str, tmp_path: Path
) -> None:
    async with open_town(database_url, tmp_path, **HUAWEI) as town:
        officer = await rung_by_huawei(town)
        assert await say(town, officer, status(2, "of another"), status(15)) == 200
        assert (await officer.get("/v1/me/phones")).body[0]["retired_why"] is None
        assert await say(town, officer, status(2)) == 200
        assert (await officer.get("/v1/me/phones")).body[0]["retired_why"] == "dead"


async def test_nobody_else_speaks_for_huawei(database_url: str, tmp_path: Path) -> None:
    async with open_town(database_url, tmp_path, **HUAWEI) as town:
        officer = await rung_by_huawei(town)
        forged = stamped(town.clock.now(), user="watchbell", key=b"guessed")
        assert await say(town, officer, status(0), stamp=forged) == 401
        assert await say(town, officer, stamp="nonsense") == 401
        assert await say(town, officer, {"nothing": "of the kind"}) == 400
        assert await say(town, officer, *[status(0)] * 101) == 400
        assert (await town.rows("SELECT delivered_at FROM delivery"))[0]["delivered_at"] is None


async def test_without_a_secret_no_receipt_is_taken(database_url: str, tmp_path: Path) -> None:
    async with open_town(database_url, tmp_path) as town:
        officer = await rung_by_huawei(town)
        empty = stamped(town.clock.now(), user="", key=b"")
        assert await say(town, officer, status(0), stamp=empty) == 401
