"""Cameras of a plan that a request did not ask for: added a round at a time, held and asked for."""

from datetime import datetime, timedelta
from typing import Any

from tests.support import hamlet
from tests.support.footage import (
    POLICE_UNIT,
    SCHOOL_UNIT,
    Office,
    account,
    put_up,
    right,
)
from tests.support.people import Answer

SHOP = "河边便利店"


async def camera(office: Office, number: int, unit: str = SHOP) -> str:
    """A further camera that is recorded; its id."""
    camera_id = await put_up(office.town, 400.0 + 20 * number, unit)
    admin = await office.town.person("admin")
    where = {"recorder_id": office.recorder_id, "channel": f"further{number}"}
    right(await admin.put(f"/v1/cameras/{camera_id}/recording", where))
    return camera_id


def stretch(office: Office, camera_id: str, ago_m: float = 50, **more: object) -> dict[str, Any]:
    """Half an hour of a camera."""
    begins = office.town.clock.now() - timedelta(minutes=ago_m)
    ends = begins + timedelta(minutes=30)
    times = {"from_at": begins.isoformat(), "until_at": ends.isoformat()}
    return {"camera_id": camera_id} | times | more


async def add(office: Office, of: str, *cameras: dict[str, Any]) -> Answer:
    """These are added to what the office sees now."""
    version = (await office.whole(of))["request"]["version"]
    body = {"version": version, "cameras": list(cameras)}
    return await office.reviewer.post(f"/v1/footage-requests/{of}/cameras", body)


async def missing(office: Office) -> str:
    """An elder is searched for."""
    filed = await office.file(category="missing_person", at_risk="elder")
    return str(filed["request"]["footage_id"])


async def test_a_camera_that_is_added_is_held_for_its_own_minutes_and_its_unit_is_asked(
    office: Office,
) -> None:
    of = await missing(office)
    further = await camera(office, 1)
    asked = stretch(office, further)
    added = right(await add(office, of, asked))
    assert [one["round"] for one in added["cameras"]].count(2) == 1
    await office.town.work()
    [held] = [one for (channel, _), one in office.served.holds.items() if channel == "further1"]
    for name in ("from_at", "until_at"):
        assert datetime.fromisoformat(held[name]) == datetime.fromisoformat(asked[name])
    [question] = (await office.questions(of)).values()
    assert [one["camera_id"] for one in question["cameras"]] == [further]
    events = right(await office.reviewer.get(f"/v1/footage-requests/{of}/events"))
    [line] = [one for one in events if one["kind"] == "added"]
    assert line["body"] == {"cameras": 1, "round": 2}
    plan = right(await office.reviewer.get(f"/v1/footage-requests/{of}/plan"))
    [planned] = [one for one in plan["cameras"] if one["camera_id"] == further]
    assert planned["in_request"]


async def test_a_yes_to_earlier_cameras_is_none_to_those_that_come_later(office: Office) -> None:
    of = await missing(office)
    spoken = {"managing_unit": POLICE_UNIT, "reply": "grant", "by": "李主任"}
    door = f"/v1/footage-requests/{of}/consents/spoken"
    right(await office.reviewer.post(door, spoken))
    further = await camera(office, 1, POLICE_UNIT)
    right(await add(office, of, stretch(office, further)))
    desk = right(await office.reviewer.get(f"/v1/footage-requests/{of}/desk"))
    barred = {one["camera_id"]: one["barred"] for one in desk["cameras"]}
    assert (barred[office.cameras[2]], barred[further]) == (None, "no_consent")
    right(await office.reviewer.post(door, spoken))
    desk = right(await office.reviewer.get(f"/v1/footage-requests/{of}/desk"))
    assert {one["barred"] for one in desk["cameras"] if one["camera_id"] == further} == {None}


async def test_a_round_has_ten_cameras_of_three_hours_at_most_each_once_and_of_your_areas(
    office: Office,
) -> None:
    of = await missing(office)
    further = await camera(office, 1)
    asked = stretch(office, further)
    too_many = await add(office, of, *([asked] * 11))
    assert (too_many.status, too_many.body["field"]) == (400, "cameras")
    twice = await add(office, of, asked, asked)
    assert twice.body["field"] == "cameras[1].camera_id"
    known = await add(office, of, stretch(office, office.cameras[0]))
    assert known.body["field"] == "cameras[0].camera_id"
    long = stretch(office, further, ago_m=240)
    now = office.town.now
    assert (await add(office, of, long | {"until_at": now})).code == "footage.window_unusable"
    assert (await add(office, of, stretch(office, further, ago_m=10))).code == (
        "footage.window_unusable"
    )
    away = await put_up(office.town, 5000, SHOP, area_code=hamlet.ELSEWHERE)
    east = await account(office.town, "east-reviewer", "reviewer", hamlet.EAST)
    version = (await office.whole(of))["request"]["version"]
    body = {"version": version, "cameras": [stretch(office, away)]}
    assert (await east.post(f"/v1/footage-requests/{of}/cameras", body)).status == 404
    overtaken = body | {"version": version - 1}
    refused = await office.reviewer.post(f"/v1/footage-requests/{of}/cameras", overtaken)
    assert refused.code == "footage.overtaken"


async def test_once_it_was_decided_a_calm_request_has_what_it_has(office: Office) -> None:
    of = (await office.file())["request"]["footage_id"]
    questions = await office.to_consent(of)
    further = await camera(office, 1)
    right(await add(office, of, stretch(office, further)))
    questions = await office.questions(of)
    assert set(questions) == {SCHOOL_UNIT, POLICE_UNIT, SHOP}
    for question in questions.values():
        right(await office.consent(question))
    right(await office.decide(of, decision="approved"))
    late = await add(office, of, stretch(office, await camera(office, 2)))
    assert (late.status, late.code) == (409, "footage.not_yet")
