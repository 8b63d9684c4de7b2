"""The register of phones: what rings an officer, and whose an address is."""

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from tests.support import hamlet
from tests.support.town_house import Town, open_town

TOKEN = "a1" * 32


def phone(**more: Any) -> dict[str, Any]:
    return {"platform": "ios", "model": "a phone", "app_version": "1.0", **more}


def by_apple(token: str = TOKEN) -> dict[str, Any]:
    return {"gateway": "apns", "token": token}


async def test_a_phone_says_at_each_start_what_rings_it_and_what_it_allows(town: Town) -> None:
    officer = await town.officer(1)
    made = await officer.post("/v1/me/phones", phone())
    assert made.status == 201
    assert made.body["gateway"] == "none"
    path = f"/v1/me/phones/{made.body['phone_id']}"
    allows = {"show": True, "break_silence": False}
    kept = await officer.put(path, phone(by=by_apple(), allows=allows))
    assert kept.status == 200
    assert kept.body["gateway"] == "apns"
    assert kept.body["allows"]["break_silence"] is False
    assert kept.body["allows"]["full_screen"] is None
    mine = (await officer.get("/v1/me/phones")).body
    assert [one["phone_id"] for one in mine] == [made.body["phone_id"]]
    assert TOKEN not in str(mine)


async def test_a_version_holds_no_character_that_no_text_holds(town: Town) -> None:
    officer = await town.officer(1)
    refused = await officer.post("/v1/me/phones", phone(app_version="1\0"))
    assert (refused.status, refused.body["field"]) == (400, "app_version")


async def test_an_address_is_sealed_in_the_database(town: Town) -> None:
    officer = await town.officer(1)
    await officer.post("/v1/me/phones", phone(by=by_apple()))
    row = (await town.rows("SELECT * FROM phone"))[0]
    assert TOKEN.encode() not in row["address_sealed"]
    assert TOKEN not in str({k: v for k, v in row.items() if k != "address_sealed"})


async def test_whoever_signs_in_on_a_phone_has_it(town: Town) -> None:
    first, second = await town.officer(1), await town.officer(2)
    before = (await first.post("/v1/me/phones", phone(by=by_apple()))).body
    await second.post("/v1/me/phones", phone(by=by_apple()))
    assert (await first.get("/v1/me/phones")).body == []
    rows = await town.rows("SELECT phone_id, retired_why FROM phone WHERE retired_at IS NOT NULL")
    assert [(str(row["phone_id"]), row["retired_why"]) for row in rows] == [
        (before["phone_id"], "moved")
    ]


async def test_nobody_changes_the_phone_of_another(town: Town) -> None:
    first, second = await town.officer(1), await town.officer(2)
    made = (await first.post("/v1/me/phones", phone(by=by_apple()))).body
    path = f"/v1/me/phones/{made['phone_id']}"
    assert (await second.put(path, phone(by=by_apple("b2" * 32)))).status == 404
    assert (await second.delete(path)).status == 404
    assert (await first.get("/v1/me/phones")).body[0]["gateway"] == "apns"


async def test_signed_out_is_not_rung_and_may_come_back(town: Town) -> None:
    officer = await town.officer(1)
    made = (await officer.post("/v1/me/phones", phone(by=by_apple()))).body
    path = f"/v1/me/phones/{made['phone_id']}"
    assert (await officer.delete(path)).status == 204
    assert (await officer.delete(path)).status == 204
    assert (await officer.get("/v1/me/phones")).body == []
    await officer.put(path, phone(by=by_apple()))
    assert len((await officer.get("/v1/me/phones")).body) == 1


async def test_the_eleventh_phone_is_refused(town: Town) -> None:
    officer = await town.officer(1)
    for number in range(10):
        made = await officer.post("/v1/me/phones", phone(by=by_apple(f"{number:02d}" * 32)))
        assert made.status == 201
    refused = await officer.post("/v1/me/phones", phone(by=by_apple()))
    assert (refused.status, refused.code) == (409, "phone.too_many")


@pytest.mark.parametrize(
    "by",
    [
        {"gateway": "apns", "token": "not hex" * 10},
        {"gateway": "apns", "token": "a1"},
        {"gateway": "pigeon", "token": TOKEN},
        {
            "gateway": "web_push",
            "endpoint": "http://push.example/x",
            "p256dh": "A" * 87,
            "auth": "A" * 22,
        },
        {"gateway": "huawei", "token": TOKEN, "generation": "v9"},
        {"token": TOKEN},
    ],
)
async def test_an_address_of_the_wrong_form_is_refused_by_name(
    town: Town, by: dict[str, Any]
) -> None:
    officer = await town.officer(1)
    refused = await officer.post("/v1/me/phones", phone(by=by))
    assert (refused.status, refused.code) == (400, "request.invalid")
    assert refused.body["field"].startswith("by")


async def test_the_desk_sees_what_a_unit_can_be_reached_by_before_it_is_needed(
    town: Town,
) -> None:
    officer = await town.officer(1)
    await officer.post("/v1/me/phones", phone(by=by_apple()))
    unit_id = (await officer.get("/v1/me")).body["unit"]["unit_id"]
    desk = await town.person("county")
    seen = (await desk.get(f"/v1/units/{unit_id}/reach")).body
    assert [one["has_number"] for one in seen] == [True]
    assert [one["gateway"] for one in seen[0]["phones"]] == ["apns"]
    assert seen[0]["phones"][0]["received_at"] is None
    stranger = await town.person("elsewhere")
    assert (await stranger.get(f"/v1/units/{unit_id}/reach")).status == 404


async def test_a_phone_without_a_gateway_cannot_be_rung_for_trial(town: Town) -> None:
    officer = await town.officer(1)
    made = (await officer.post("/v1/me/phones", phone())).body
    refused = await officer.post(f"/v1/me/phones/{made['phone_id']}/check", None)
    assert (refused.status, refused.code) == (409, "phone.no_gateway")


async def test_a_receipt_for_nothing_is_refused(town: Town) -> None:
    officer = await town.officer(1)
    refused = await officer.post("/v1/receipts", {"delivery_id": str(UUID(int=7))})
    assert refused.status == 404


async def test_a_receipt_of_a_push_is_the_phones_own_word(
    database_url: str, tmp_path: Path
) -> None:
    """The number of an attempt travels in the push alone; whoever has it has had the push."""
    async with open_town(database_url, tmp_path) as town:
        officer = await town.officer(1, hamlet.north(1700))
        box = await town.box()
        await box.press()
        await town.work()
        task = await officer.task()
        number = UUID(int=7)
        async with town.house.db.transaction() as connection:
            await connection.execute(
                "INSERT INTO delivery (delivery_id, task_id, channel, at, outcome)"
                " VALUES ($1, $2, 'apns', $3, 'accepted')",
                *(number, task["task_id"], town.clock.now()),
            )
        for _ in range(2):
            said = await officer.post("/v1/receipts", {"delivery_id": str(number)})
            assert said.status == 204
        assert (await officer.task())["state"] == "received"
        desk = await town.person("east")
        entries = (await desk.get(f"/v1/incidents/{task['incident_id']}/timeline")).body
        assert [e["kind"] for e in entries].count("received") == 1
        told = (await desk.get(f"/v1/incidents/{task['incident_id']}/deliveries")).body
        assert [(d["channel"], d["received_at"] is not None) for d in told] == [("apns", True)]
