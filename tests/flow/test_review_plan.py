"""What to watch for a request: planned, watched in vain, seen, and planned anew."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from service.keeping.purge import purge as forget
from service.platform.asks import Errand, system
from tests.support import hamlet
from tests.support.footage import SCHOOL_UNIT, Office, account, put_up, right
from tests.support.people import Answer

NOBODY = "01930000-0000-7000-8000-000000000000"


async def missing(office: Office, at_risk: str = "minor") -> str:
    """Somebody is missing since an hour ago; the id of the request."""
    filed = await office.file(category="missing_person", at_risk=at_risk)
    return str(filed["request"]["footage_id"])


async def begin(office: Office, of: str, **more: Any) -> dict[str, Any]:
    """The plan of a child that went an hour ago."""
    seen = (office.town.clock.now() - timedelta(hours=1)).isoformat()
    body = {"going": "child_or_elder", "from_at": seen, "until_at": seen} | more
    plan = right(await office.reviewer.put(f"/v1/footage-requests/{of}/plan", body))
    assert isinstance(plan, dict)
    return plan


async def post(office: Office, of: str, door: str, **body: Any) -> Answer:
    """Something is noted."""
    return await office.reviewer.post(f"/v1/footage-requests/{of}/{door}", body)


async def test_a_plan_stands_as_soon_as_a_request_is_filed(office: Office) -> None:
    of = await missing(office)
    plan = right(await office.reviewer.get(f"/v1/footage-requests/{of}/plan"))
    assert (plan["seeking"], plan["going"]) == ("person", "child_or_elder")
    assert [one["camera_id"] for one in plan["cameras"]] == office.cameras
    assert all(one["in_request"] and one["left"] for one in plan["cameras"])
    assert len(plan["sectors"]) == 6


async def test_who_knows_how_he_went_narrows_the_minutes(office: Office) -> None:
    of = await missing(office, "life")
    before = right(await office.reviewer.get(f"/v1/footage-requests/{of}/plan"))
    assert before["going"] == "walk", "until somebody says otherwise"
    after = await begin(office, of)
    assert after["going"] == "child_or_elder"
    assert sum(one["minutes_left"] for one in after["cameras"]) < sum(
        one["minutes_left"] for one in before["cameras"]
    )


async def test_what_was_watched_in_vain_is_not_watched_again_and_sinks(office: Office) -> None:
    of = await missing(office)
    first = (await begin(office, of))["cameras"][0]
    body = {"camera_id": first["camera_id"]} | first["window"]
    plan = right(await post(office, of, "watched", **body))
    [again] = [one for one in plan["cameras"] if one["camera_id"] == first["camera_id"]]
    assert (again["left"], plan["cameras"][-1]["camera_id"]) == ([], first["camera_id"])
    assert 0 < again["chance"] < first["chance"]
    assert [one["noted_by"] for one in plan["watched"]] == ["Reviewer"]


async def test_a_sighting_is_where_the_plan_goes_on_until_it_is_withdrawn(office: Office) -> None:
    of = await missing(office, "elder")
    before = await begin(office, of)
    seen_at = (office.town.clock.now() - timedelta(minutes=50)).isoformat()
    plan = right(
        await post(office, of, "sightings", camera_id=office.cameras[2], at=seen_at, going="car")
    )
    assert datetime.fromisoformat(plan["from_at"]) == datetime.fromisoformat(seen_at)
    assert (plan["going"], plan["toward_deg"]) == ("car", pytest.approx(0, abs=1))
    assert plan["cameras"][0]["camera_id"] == office.cameras[2]
    [sighting] = plan["sightings"]
    door = f"/v1/footage-requests/{of}/sightings/{sighting['sighting_id']}"
    withdrawn = right(await office.reviewer.delete(door))
    assert withdrawn["cameras"] == before["cameras"]
    assert [one["withdrawn"] for one in withdrawn["sightings"]] == [True]
    assert (await office.reviewer.delete(door)).status == 404


async def test_a_childs_sighting_is_gone_by_once_a_second_person_has_confirmed_it(
    office: Office,
) -> None:
    of = await missing(office)
    before = await begin(office, of)
    seen_at = (office.town.clock.now() - timedelta(minutes=50)).isoformat()
    noted = right(await post(office, of, "sightings", camera_id=office.cameras[2], at=seen_at))
    [waiting] = noted["sightings"]
    assert (waiting["second"], waiting["stands"]) == ("minors", False)
    assert noted["cameras"] == before["cameras"], "one person's word alone moves nobody"
    door = f"sightings/{waiting['sighting_id']}/confirm"
    assert (await post(office, of, door)).code == "reviewing.another_confirms"
    other = await account(office.town, "colleague", "reviewer", hamlet.COUNTY)
    agreed = right(await other.post(f"/v1/footage-requests/{of}/{door}", {}))
    assert datetime.fromisoformat(agreed["from_at"]) == datetime.fromisoformat(seen_at)
    [standing] = agreed["sightings"]
    assert (standing["stands"], standing["confirmed_by"]) == (True, "Colleague")
    assert (await post(office, of, door)).code == "reviewing.settled"
    assert (await post(office, of, f"sightings/{NOBODY}/confirm")).status == 404


async def test_while_a_sighting_waits_for_a_second_person_there_is_no_result(
    office: Office,
) -> None:
    of = await missing(office)
    seen_at = (office.town.clock.now() - timedelta(minutes=50)).isoformat()
    seen = {"camera_id": office.cameras[2], "at": seen_at}
    [first] = right(await post(office, of, "sightings", **seen))["sightings"]
    both = right(await post(office, of, "sightings", **seen))["sightings"]
    [second] = [one for one in both if one != first]
    result = {"outcome": "person_found", "note": "已找到"}

    async def early() -> None:
        said = await office.move(of, "record_result", **result)  # type: ignore[arg-type]
        assert (said.code, said.body["guard"]) == ("footage.not_yet", "another_person")

    await early()
    door = f"/v1/footage-requests/{of}/sightings"
    other = await account(office.town, "colleague", "reviewer", hamlet.COUNTY)
    right(await other.post(f"{door}/{first['sighting_id']}/confirm", {}))
    await early()
    right(await office.reviewer.delete(f"{door}/{second['sighting_id']}"))
    right(await office.move(of, "record_result", **result))  # type: ignore[arg-type]
    lines = right(await office.reviewer.get(f"/v1/footage-requests/{of}/events"))
    told = [(one["who"], one["body"]["step"]) for one in lines if one["kind"] == "found"]
    reviewer = told[0][0]
    assert told == [
        (reviewer, "marked"),
        (reviewer, "marked"),
        ("Colleague", "confirmed"),
        (reviewer, "taken_back"),
    ]


async def test_a_camera_that_nobody_records_is_a_hole_and_one_not_asked_for_is_marked(
    office: Office,
) -> None:
    of = await missing(office)
    other = await put_up(office.town, 160.0, SCHOOL_UNIT)
    plan = await begin(office, of)
    [hole] = [one for one in plan["cameras"] if one["camera_id"] == other]
    assert (hole["hole"], hole["left"], hole["in_request"]) == ("not_recorded", [], False)


async def test_of_a_lost_thing_answers_narrow_the_time(office: Office) -> None:
    of = (await office.file())["request"]["footage_id"]
    asked = office.asked()
    quarter = datetime.fromisoformat(asked["from_at"]) + timedelta(minutes=15)
    half = quarter + timedelta(minutes=15)
    right(await post(office, of, "answers", at=quarter.isoformat(), there=True))
    plan = right(await post(office, of, "answers", at=half.isoformat(), there=False))
    assert (plan["seeking"], plan["sectors"], plan["contradict"]) == ("place", [], False)
    assert {one["minutes_left"] for one in plan["cameras"]} == {15.0}
    wrong = right(await post(office, of, "answers", at=half.isoformat(), there=True))
    assert {one["minutes_left"] for one in wrong["cameras"]} == {30.0}


@pytest.mark.parametrize(
    ("door", "body", "status"),
    [
        ("watched", {"from_at": 0, "until_at": -1}, 400),
        ("watched", {"from_at": 60, "until_at": 61}, 400),
        ("watched", {"from_at": -3000, "until_at": 0}, 400),
        ("watched", {"from_at": -2, "until_at": -1, "camera_id": NOBODY}, 404),
        ("sightings", {"at": 60}, 400),
        ("answers", {"at": 60, "there": True}, 400),
    ],
)
async def test_minutes_that_cannot_be_are_refused(
    office: Office, door: str, body: dict[str, Any], status: int
) -> None:
    of = await missing(office)
    now = office.town.clock.now()
    given = {
        name: (now + timedelta(minutes=value)).isoformat() if name.endswith("at") else value
        for name, value in body.items()
    }
    if door != "answers":
        given = {"camera_id": office.cameras[0]} | given
    assert (await post(office, of, door, **given)).status == status


async def test_the_plan_of_a_request_that_is_over_is_only_read_and_goes_with_it(
    office: Office,
) -> None:
    of = (await office.file())["request"]["footage_id"]
    right(await begin_at(office, of))
    own = right(await office.citizen.get(f"/v1/me/footage-requests/{of}"))
    gone = {"move": "withdraw", "version": own["version"]}
    right(await office.citizen.post(f"/v1/me/footage-requests/{of}/moves", gone))
    assert (await begin_at(office, of)).status == 409
    right(await office.reviewer.get(f"/v1/footage-requests/{of}/plan"))
    assert len(await office.town.rows("SELECT going FROM review_plan")) == 1
    await office.later(days=400)
    with system(Errand.CARRIER):
        await forget(office.town.house)
    assert await office.town.rows("SELECT going FROM review_plan") == []


async def begin_at(office: Office, of: str) -> Answer:
    """The plan begins as was asked."""
    return await office.reviewer.put(f"/v1/footage-requests/{of}/plan", {"going": "walk"})


async def test_a_plan_is_for_the_office_of_its_area_alone(office: Office) -> None:
    of = await missing(office)
    assert (await office.citizen.get(f"/v1/footage-requests/{of}/plan")).status == 403
    stranger = await account(office.town, "stranger", "reviewer", hamlet.WEST)
    assert (await stranger.get(f"/v1/footage-requests/{of}/plan")).status == 404
