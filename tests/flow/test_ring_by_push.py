"""A ring through a gateway that speaks the protocol: from the press to the phone's own receipt."""

import json
from pathlib import Path
from uuid import UUID

import pytest

from tests.flow.test_dispatch import ring
from tests.support import hamlet
from tests.support.browser_phones import browser, town_with_browsers
from tests.support.gateway import text_gateway
from tests.support.gateways.keys import Keys, make_keys
from tests.support.gateways.web import Reply
from tests.support.people import Person


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    return make_keys(tmp_path_factory.mktemp("keys"))


async def test_a_phone_is_rung_at_once_and_its_receipt_is_the_officers(
    database_url: str, tmp_path: Path, keys: Keys
) -> None:
    async with town_with_browsers(database_url, tmp_path, keys) as (town, service):
        officer = await town.officer(1, hamlet.north(1700))
        phone_id = await browser(officer, service)
        taken = await ring(town)
        [pushed] = [json.loads(clear) for clear in service.opened]
        task = await officer.task()
        assert pushed["task_id"] == task["task_id"]
        assert "河边" not in str(pushed)
        receipt = {"delivery_id": pushed["attempt"]}
        assert (await officer.post("/v1/receipts", receipt)).status == 204
        assert (await officer.task())["state"] == "received"
        [kept] = (await officer.get("/v1/me/phones")).body
        assert kept["phone_id"] == phone_id
        assert kept["received_at"] is not None
        desk = await town.person("east")
        [told] = (await desk.get(f"/v1/incidents/{taken['incident_id']}/deliveries")).body
        assert (told["channel"], told["outcome"]) == ("web_push", "accepted")
        assert told["at"] <= told["accepted_at"] <= told["received_at"]


async def test_what_a_gateway_takes_stops_no_clock(
    database_url: str, tmp_path: Path, keys: Keys
) -> None:
    async with town_with_browsers(database_url, tmp_path, keys) as (town, service):
        await browser(await town.officer(1, hamlet.north(1700)), service)
        second = await town.officer(2, hamlet.north(600))
        await ring(town)
        assert len(service.opened) == 1
        await town.forward(seconds=15)
        assert len(await second.tasks()) == 1


async def test_both_phones_of_one_officer_ring(
    database_url: str, tmp_path: Path, keys: Keys
) -> None:
    async with town_with_browsers(database_url, tmp_path, keys) as (town, service):
        officer = await town.officer(1, hamlet.north(1700))
        await browser(officer, service, "chrome")
        await browser(officer, service, "firefox")
        await ring(town)
        first, other = (json.loads(clear)["attempt"] for clear in service.opened)
        assert first != other
        for attempt in (other, first, other):
            assert (await officer.post("/v1/receipts", {"delivery_id": attempt})).status == 204
        assert (await officer.task())["state"] == "received"


async def test_a_dead_address_is_rung_once_and_shown_as_dead(
    database_url: str, tmp_path: Path, keys: Keys
) -> None:
    async with town_with_browsers(database_url, tmp_path, keys) as (town, service):
        officer = await town.officer(1, hamlet.north(1700))
        await browser(officer, service)
        service.browsers.clear()
        await ring(town)
        assert len(service.requests) == 1
        [kept] = (await officer.get("/v1/me/phones")).body
        assert kept["retired_why"] == "dead"
        await town.forward(seconds=10)
        assert len(service.requests) == 1


async def test_where_every_gateway_refuses_the_next_channel_rings_at_once(
    database_url: str, tmp_path: Path, keys: Keys
) -> None:
    async with (
        text_gateway() as gateway,
        town_with_browsers(database_url, tmp_path, keys, text_gateway=gateway.url) as (
            town,
            service,
        ),
    ):
        await browser(await town.officer(1, hamlet.north(1700)), service)
        service.script("chrome", Reply(503))
        await ring(town)
        assert [to for to, _ in gateway.texts] == ["1390000001"]


async def test_a_trial_ring_proves_itself_by_its_receipt(
    database_url: str, tmp_path: Path, keys: Keys
) -> None:
    async with town_with_browsers(database_url, tmp_path, keys) as (town, service):
        officer = await town.officer(1)
        phone_id = await browser(officer, service)
        checked = await officer.post(f"/v1/me/phones/{phone_id}/check", None)
        assert checked.body["outcome"] == "accepted"
        [pushed] = [json.loads(clear) for clear in service.opened]
        assert UUID(pushed["task_id"]) == UUID(phone_id)
        [kept] = (await officer.get("/v1/me/phones")).body
        assert kept["received_at"] is None
        receipt = {"delivery_id": pushed["attempt"]}
        assert (await officer.post("/v1/receipts", receipt)).status == 204
        [kept] = (await officer.get("/v1/me/phones")).body
        assert kept["received_at"] is not None


async def test_a_phone_that_is_asleep_needs_no_session_for_its_receipt(
    database_url: str, tmp_path: Path, keys: Keys
) -> None:
    async with town_with_browsers(database_url, tmp_path, keys) as (town, service):
        officer = await town.officer(1, hamlet.north(1700))
        await browser(officer, service)
        await ring(town)
        receipt = {"delivery_id": json.loads(service.opened[0])["attempt"]}
        nobody = Person(town.base, town.session)
        assert (await nobody.post("/v1/receipts", receipt)).status == 204
        assert (await officer.task())["state"] == "received"
