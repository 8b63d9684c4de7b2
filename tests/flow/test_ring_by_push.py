"""A ring through a gateway that speaks the protocol: from the press to the phone's own receipt."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import UUID

import pytest

from service.dispatch.ring import ring as ring_phones
from service.platform.db import Connection
from tests.flow.test_dispatch import kinds, ring, states
from tests.support import hamlet
from tests.support.browser_phones import browser, town_with_browsers
from tests.support.gateway import text_gateway
from tests.support.gateways.keys import Keys, make_keys
from tests.support.gateways.web import Reply
from tests.support.people import Officer, Person
from tests.support.town_house import Town


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    return make_keys(tmp_path_factory.mktemp("keys"))


async def rides_along(town: Town) -> Officer:
    """A second officer of the first unit."""
    admin = await town.person("admin")
    for number, members in ((6, []), (1, ["officer1", "officer6"])):
        address = f"/v1/units/{hamlet.uid('un', number)}/members"
        assert (await admin.put(address, {"members": members})).status == 200
    return await town.officer(6)


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


async def test_a_closed_page_hears_that_another_unit_has_the_task(
    database_url: str, tmp_path: Path, keys: Keys
) -> None:
    async with town_with_browsers(database_url, tmp_path, keys) as (town, service):
        first = await town.officer(1, hamlet.north(1700))
        phone_id = await browser(first, service)
        second = await town.officer(2, hamlet.north(600))
        await ring(town)
        task_id = (await first.task())["task_id"]
        await town.forward(seconds=15)
        rings = len(service.opened)
        assert (await second.answer("accept")).status == 200
        await town.work()
        [over] = [json.loads(clear) for clear in service.opened[rings:]]
        assert (over["task_id"], over["over"], over["phone"]) == (task_id, "taken", phone_id)
        assert over["attempt"] == "", "nobody asks for a receipt"
        assert "东" not in str(over)
        before, last = service.requests[rings - 1]["headers"], service.requests[-1]["headers"]
        assert (before["Urgency"], last["Urgency"]) == ("high", "normal")
        assert before["Topic"] == last["Topic"], "it replaces a ring that waits"
        await town.forward(minutes=5)
        assert len(service.opened) == rings + 1, "once is enough"


async def test_a_closed_page_hears_that_it_was_called_off_and_that_its_time_is_over(
    database_url: str, tmp_path: Path, keys: Keys
) -> None:
    async with town_with_browsers(database_url, tmp_path, keys) as (town, service):
        officer = await town.officer(1, hamlet.north(1700))
        await browser(officer, service, "chrome")
        await browser(officer, service, "firefox")
        taken = await ring(town)
        desk = await town.person("east")
        await desk.post(f"/v1/alarms/{taken['alarm_id']}/reset", {"disposition": "unfounded"})
        closing = {"move": "close", "disposition": "unfounded"}
        closed = await desk.post(f"/v1/incidents/{taken['incident_id']}/moves", closing)
        assert closed.status == 200, closed.body
        await town.work()
        said = [json.loads(clear).get("over") for clear in service.opened]
        assert sorted(said, key=str) == [None, None, "ended", "ended"]
        await ring(town, 1)
        rung = len(service.opened)
        await town.forward(minutes=10)
        said = [json.loads(clear).get("over") for clear in service.opened[rung:]]
        assert said.count("ended") == 2


async def test_who_answered_himself_is_told_nothing_more(
    database_url: str, tmp_path: Path, keys: Keys
) -> None:
    async with town_with_browsers(database_url, tmp_path, keys) as (town, service):
        officer = await town.officer(1, hamlet.north(1700))
        await browser(officer, service)
        await ring(town)
        await officer.answer("decline", reason="at the hospital")
        await town.work()
        assert [json.loads(clear).get("over") for clear in service.opened] == [None]


@pytest.mark.parametrize("answer", ["accept", "decline"])
async def test_a_closed_page_hears_that_somebody_else_of_its_unit_has_answered(
    database_url: str, tmp_path: Path, keys: Keys, answer: str
) -> None:
    async with town_with_browsers(database_url, tmp_path, keys) as (town, service):
        beside = await rides_along(town)
        driver = await town.officer(1, hamlet.north(1700))
        await browser(driver, service, "chrome")
        phone_id = await browser(beside, service, "firefox")
        await ring(town)
        assert len(service.opened) == 2
        assert (await driver.answer(answer)).status == 200
        await town.work()
        [over] = [json.loads(clear) for clear in service.opened[2:]]
        assert (over["over"], over["phone"], over["attempt"]) == ("answered", phone_id, "")
        await town.forward(minutes=2)
        assert len(service.opened) == 3, "once is enough"


async def test_a_unit_that_has_accepted_and_is_called_off_hears_the_last_of_it_on_all_phones(
    database_url: str, tmp_path: Path, keys: Keys
) -> None:
    async with town_with_browsers(database_url, tmp_path, keys) as (town, service):
        await browser(await rides_along(town), service, "firefox")
        driver = await town.officer(1, hamlet.north(1700))
        await browser(driver, service, "chrome")
        await ring(town)
        task_id = (await driver.task())["task_id"]
        await driver.answer("accept")
        desk = await town.person("east")
        assert (await desk.move("tasks", task_id, move="withdraw")).status == 200
        await town.work()
        said = [json.loads(clear).get("over") for clear in service.opened]
        assert said == [None, None, "ended", "ended"]


async def test_a_task_that_ends_while_its_phones_are_rung_is_taken_back_all_the_same(
    database_url: str, tmp_path: Path, keys: Keys
) -> None:
    async with town_with_browsers(database_url, tmp_path, keys) as (town, service):
        officer = await town.officer(1, hamlet.north(1700))
        await browser(officer, service)
        await ring(town)
        task_id = UUID((await officer.task())["task_id"])
        before = len(service.opened)

        @asynccontextmanager
        async def meanwhile() -> AsyncIterator[Connection]:
            async with town.house.transaction() as connection:
                ended = "UPDATE task SET state = 'taken', ended_at = $1"
                await connection.execute(ended, town.clock.now())
            async with town.house.transaction() as connection:
                yield connection

        await ring_phones(town.house, task_id, 1, meanwhile)
        await town.work()
        told = [json.loads(clear) for clear in service.opened[before:]]
        assert [(one["v"], one.get("over")) for one in told] == [(2, None), (2, "taken")]


async def test_two_phones_of_one_officer_may_both_accept_and_it_is_one_answer(
    database_url: str, tmp_path: Path, keys: Keys
) -> None:
    async with town_with_browsers(database_url, tmp_path, keys) as (town, _):
        one = await town.officer(1, hamlet.north(1700))
        other = await town.officer(1)
        taken = await ring(town)
        task_id = (await one.task())["task_id"]
        answers = await asyncio.gather(
            *(phone.move("tasks", task_id, move="accept") for phone in (one, other))
        )
        assert [(a.status, a.body["state"]) for a in answers] == [(200, "accepted")] * 2
        desk = await town.person("east")
        assert (await kinds(desk, taken["incident_id"])).count("accepted") == 1


async def test_a_receipt_that_comes_after_the_end_changes_nothing(
    database_url: str, tmp_path: Path, keys: Keys
) -> None:
    async with town_with_browsers(database_url, tmp_path, keys) as (town, service):
        first = await town.officer(1, hamlet.north(1700))
        await browser(first, service)
        second = await town.officer(2, hamlet.north(600))
        taken = await ring(town)
        await town.forward(seconds=15)
        attempts = [json.loads(clear)["attempt"] for clear in service.opened]
        assert (await second.answer("accept")).status == 200
        seen = {"delivery_id": attempts[-1], "seen": True, "at": "2031-01-01T00:00:00Z"}
        for late in (seen, {"delivery_id": attempts[0]}, seen):
            assert (await first.post("/v1/receipts", late)).status == 204
        desk = await town.person("east")
        assert await states(desk, taken["incident_id"]) == {"东-01": "taken", "东-02": "accepted"}
        told = (await desk.get(f"/v1/incidents/{taken['incident_id']}/deliveries")).body
        mine = [d for d in told if d["received_at"] is not None]
        assert {d["received_at"] for d in mine} == {mine[0]["received_at"]}
        assert mine[0]["received_at"] < "2031", "by the service's clock, not by the phone's"
