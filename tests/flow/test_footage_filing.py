"""A citizen asks: what he says is held against the law and the calendar, and held back at once."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.support import hamlet
from tests.support.footage import POLICE_UNIT, Office, account, put_up, right, topics
from tests.support.people import Person


async def test_what_is_asked_for_is_held_before_anybody_decides(office: Office) -> None:
    filed = await office.file()
    assert filed["request"]["state"] == "submitted"
    of = filed["request"]["footage_id"]
    whole = await office.whole(of)
    assert {one["hold_state"] for one in whole["cameras"]} == {"placed"}
    assert len(office.served.holds) == 3
    asked = office.asked()
    for held in office.served.holds.values():
        assert datetime.fromisoformat(held["from_at"]) == datetime.fromisoformat(asked["from_at"])
    lost_at = datetime.fromisoformat(asked["from_at"]) + timedelta(days=30)
    assert datetime.fromisoformat(whole["request"]["overwrite_at"]) == lost_at
    kinds = [
        e["kind"] for e in right(await office.reviewer.get(f"/v1/footage-requests/{of}/events"))
    ]
    assert kinds == ["moved", "held", "held", "held"]


async def test_the_promise_to_hold_survives_whoever_was_to_keep_it(office: Office) -> None:
    """The carrier dies while the recorder is silent; the next one asks again, and holds once."""
    office.served.may_answer.clear()
    filed = right(await office.citizen.post("/v1/me/footage-requests", office.asked()))
    town = office.town
    await town.runner.claim_some()
    for tasks in town.runner._running.values():
        for task in list(tasks):
            task.cancel()
    await town.runner.finish()
    assert not office.served.holds
    office.served.may_answer.set()
    await town.forward(seconds=6)
    assert len(office.served.holds) == 3
    assert right(await office.citizen.get("/v1/me/footage-requests"))[0]["held"] == 3
    assert filed["request"]["held"] == 0


async def test_a_hold_that_cannot_be_placed_is_said_at_once_and_tried_again(office: Office) -> None:
    await put_up(office.town, 10, "便利店")
    office.served.status = 503
    async with office.town.live(office.reviewer) as heard:
        filed = await office.file()
        found = await topics(heard, 4)
    assert found.count("footage.not_held") == 2, "one has no recorder, the others do not answer"
    of = filed["request"]["footage_id"]
    troubles = {one["name"]: one["hold_trouble"] for one in (await office.whole(of))["cameras"]}
    assert troubles == {
        "10 m": "no_recorder",
        "40 m": "refused",
        "80 m": "refused",
        "120 m": "refused",
    }
    office.served.status = 201
    await office.town.forward(minutes=2)
    request = (await office.whole(of))["request"]
    assert (request["held"], request["not_held"]) == (3, 1)


async def test_what_is_held_is_let_go_of_when_the_request_ends(office: Office) -> None:
    filed = await office.file()
    of, version = filed["request"]["footage_id"], filed["request"]["version"]
    assert len(office.served.holds) == 3
    move = {"move": "withdraw", "version": version}
    right(await office.citizen.post(f"/v1/me/footage-requests/{of}/moves", move))
    office.served.status = 503
    await office.town.work()
    assert len(office.served.holds) == 3
    office.served.status = 201
    await office.town.forward(minutes=5)
    assert not office.served.holds
    assert {c["hold_state"] for c in (await office.whole(of))["cameras"]} == {"released"}


HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("from_h", "until_h", "field"),
    [
        (-1, 1, "until_at"),
        (1, 2, "from_at"),
        (-1, -2, "until_at"),
        (-1, -1, "until_at"),
        (-5, -1, "until_at"),
    ],
)
async def test_a_time_that_cannot_be_is_refused_by_its_name(
    office: Office, from_h: int, until_h: int, field: str
) -> None:
    now = office.town.clock.now()
    times = {
        "from_at": (now + from_h * HOUR).isoformat(),
        "until_at": (now + until_h * HOUR).isoformat(),
    }
    refused = await office.citizen.post("/v1/me/footage-requests", office.asked(**times))
    assert (refused.status, refused.code) == (400, "footage.window_unusable")
    assert refused.body["field"] == field


async def test_places_outside_and_sites_that_are_not_there_are_refused_by_name(
    office: Office,
) -> None:
    door = "/v1/me/footage-requests"
    far = office.asked(place=hamlet.place(20.0, 110.0))
    refused = await office.citizen.post(door, far)
    assert (refused.code, refused.body["field"]) == ("footage.place_outside", "place")
    neither = await office.citizen.post(door, office.asked(place=None))
    assert (neither.code, neither.body["field"]) == ("request.invalid", "place")
    nowhere = office.asked(place=None, site_id=str(hamlet.uid("sc", 99)))
    assert (await office.citizen.post(door, nowhere)).status == 404
    site = office.asked(place=None, site_id=str(hamlet.SMALL))
    assert right(await office.citizen.post(door, site))["request"]["cameras"] == 3


async def test_a_counter_files_for_places_of_its_own_areas_alone(office: Office) -> None:
    body = office.asked(phone_number="13800138000")
    filed = right(await office.reviewer.post("/v1/footage-requests", body))
    assert filed["request"]["lane"] == "counter"
    elsewhere = await account(office.town, "elsewhere2", "reviewer", hamlet.ELSEWHERE)
    refused = await elsewhere.post("/v1/footage-requests", body)
    assert (refused.code, refused.body["field"]) == ("footage.place_outside", "place")
    assert right(await elsewhere.get("/v1/footage-requests")) == []
    of = filed["request"]["footage_id"]
    assert (await elsewhere.get(f"/v1/footage-requests/{of}")).status == 404


async def test_somebody_sees_his_own_requests_and_no_other(office: Office) -> None:
    of = (await office.file())["request"]["footage_id"]
    other = await account(office.town, "citizen2", "citizen", hamlet.CITY)
    assert right(await other.get("/v1/me/footage-requests")) == []
    door = f"/v1/me/footage-requests/{of}"
    assert (await other.get(door)).status == 404
    assert (await other.post(f"{door}/moves", {"move": "withdraw", "version": 1})).status == 404
    assert (await other.get(f"{door}/messages")).status == 404
    assert (await other.get(f"/v1/footage-requests/{of}")).status == 403
    assert (await other.get("/v1/cameras")).status == 403
    own = right(await office.citizen.get(door))
    assert "cameras" in own
    assert "managing_unit" not in str(own), "where cameras stand is not told"


async def test_a_receipt_tells_how_far_it_is_and_nothing_about_anybody(office: Office) -> None:
    filed = await office.file()
    nobody, door = Person(office.town.base, office.town.session), "/v1/footage-receipts"
    code = filed["receipt_code"].replace("-", " ").lower()
    status = right(await nobody.post(door, {"receipt_code": code}))
    assert (status["state"], status["state_zh"]) == ("submitted", "已提交")
    assert "王" not in str(status)
    assert (await nobody.post(door, {"receipt_code": "AAAA-BBBB-CCCC-DDDD"})).status == 404
    assert code.upper() not in str(await office.town.rows("SELECT * FROM footage_request"))


async def test_pipl_article_28_who_applies_is_sealed_masked_and_unmasked_on_record(
    office: Office,
) -> None:
    of = (await office.file())["request"]["footage_id"]
    kept = await office.town.rows("SELECT * FROM footage_request, footage_event, outbox, job")
    assert "王小明" not in str(kept)
    assert "书包" not in str(kept)
    whole = await office.whole(of)
    assert whole["request"]["applicant"] == "王****"
    why = {"reason": "call back about the bag"}
    shown = right(await office.reviewer.post(f"/v1/footage-requests/{of}/unmask", why))
    assert shown["name"] == "王小明"
    [look] = await office.town.rows("SELECT person, reason FROM look WHERE kind = 'unmasked'")
    assert look == {"person": "Reviewer", "reason": "call back about the bag"}


@pytest.mark.parametrize(
    ("more", "lane"),
    [
        ({"category": "missing_person", "at_risk": "minor"}, "emergency"),
        ({"category": "missing_person"}, "citizen"),
        ({"category": "dispute", "at_risk": "elder"}, "citizen"),
        ({"category": "dispute", "at_risk": "life"}, "emergency"),
    ],
)
async def test_where_a_life_may_be_at_risk_nobody_waits_for_papers(
    office: Office, more: dict[str, Any], lane: str
) -> None:
    calm = await office.file()
    urgent = await office.file(**more)
    assert urgent["request"]["lane"] == lane
    if lane == "emergency":
        assert urgent["request"]["state"] == "emergency_active"
        queue = right(await office.reviewer.get("/v1/footage-requests"))
        order = [one["number"] for one in queue]
        assert order == [urgent["request"]["number"], calm["request"]["number"]]
        due = datetime.fromisoformat(urgent["request"]["due_at"])
        assert due == office.town.clock.now() + timedelta(minutes=2)


async def test_whoever_searches_for_a_minor_has_the_minors_rules_from_the_start(
    office: Office,
) -> None:
    async def minors(of: dict[str, Any]) -> bool:
        return bool((await office.whole(of["request"]["footage_id"]))["request"]["minors"])

    child = await office.file(category="missing_person", at_risk="minor")
    assert await minors(child)
    assert not await minors(await office.file(category="missing_person", at_risk="elder"))
    asked = {"category": "missing_person", "at_risk": "minor", "phone_number": "13912345678"}
    at_counter = office.asked(**asked)
    assert await minors(right(await office.reviewer.post("/v1/footage-requests", at_counter)))
    calm = await office.file(category="dispute")
    right(await office.move(calm["request"]["footage_id"], "activate", at_risk="minor"))
    assert await minors(calm)
    spoken = {"managing_unit": POLICE_UNIT, "reply": "grant", "by": "李主任"}
    of = child["request"]["footage_id"]
    door = f"/v1/footage-requests/{of}/consents/spoken"
    right(await office.reviewer.post(door, spoken))
    early = await office.move(of, "begin_viewing")
    assert (early.code, early.body["guard"]) == ("footage.not_yet", "consented")


async def test_subscribers_hear_of_their_own_and_of_their_areas_alone(office: Office) -> None:
    other = await account(office.town, "citizen3", "citizen", hamlet.CITY)
    far = await account(office.town, "far", "reviewer", hamlet.ELSEWHERE)
    town = office.town
    async with (
        town.live(office.citizen) as own,
        town.live(office.reviewer) as desk,
        town.live(other) as stranger,
        town.live(far) as away,
    ):
        await office.file()
        for heard in (own, desk):
            async with asyncio.timeout(10):
                event = await heard.get()
            assert event["topic"] == "footage.filed"
            assert "王" not in str(event)
        assert stranger.empty()
        assert away.empty()


async def test_a_camera_that_is_said_to_be_recorded_later_is_held_then(office: Office) -> None:
    fresh = await put_up(office.town, 10, "便利店")
    of = (await office.file())["request"]["footage_id"]
    assert (await office.whole(of))["request"]["not_held"] == 1
    admin = await office.town.person("admin")
    where = {"recorder_id": office.recorder_id, "channel": "ch9"}
    right(await admin.put(f"/v1/cameras/{fresh}/recording", where))
    await office.later(hours=1)
    assert (await office.whole(of))["request"]["held"] == 4
    assert len(office.served.holds) == 4


async def test_what_is_written_over_is_said_once_and_not_asked_for_again(office: Office) -> None:
    office.served.status = 410
    of = (await office.file())["request"]["footage_id"]
    asked = office.served.asked
    await office.later(hours=3)
    assert office.served.asked == asked
    over = await office.move(of, "note_overwritten")
    assert right(over)["request"]["state"] == "overwritten"
