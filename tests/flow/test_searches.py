"""Somebody is missing: patrols look at once, a person looks anew each hour, all is undone."""

from datetime import timedelta
from typing import Any

import pytest

from service.keeping import purge
from service.platform.asks import Errand, system
from tests.flow.test_bulletins import CONSENT, WORDS, give_portrait, shown
from tests.support import hamlet
from tests.support.footage import SCHOOL_UNIT, Office, account, right, topics
from tests.support.people import Officer, Person
from tests.support.town_house import Town

CHILD = {"category": "missing_person", "at_risk": "minor", "description": "男孩,7 岁,蓝色外套"}


async def search_of(office: Office, footage_id: str) -> dict[str, Any]:
    """The search of a request."""
    [found] = [
        one
        for one in right(await office.reviewer.get("/v1/searches"))
        if one["footage_id"] == footage_id
    ]
    return dict(found)


async def searching(office: Office, **more: Any) -> dict[str, Any]:
    """A child is asked for, and what follows."""
    filed = await office.file(**(CHILD | more))
    return await search_of(office, filed["request"]["footage_id"])


async def move(person: Person, search: dict[str, Any], name: str, **more: Any) -> Any:
    """A move on a search."""
    body = {"move": name} | more
    return await person.post(f"/v1/searches/{search['search_id']}/moves", body)


def release(town: Town, **more: Any) -> dict[str, Any]:
    """A duty leader's release, for six hours."""
    return {
        "area_code": hamlet.EAST,
        "zh": WORDS,
        "phone": "110",
        "until": (town.clock.now() + timedelta(hours=6)).isoformat(),
        "consent": CONSENT | {"given_at": town.now},
    } | more


async def timeline(desk: Person, search: dict[str, Any]) -> list[dict[str, Any]]:
    """What the incident's timeline says of the search."""
    lines = right(await desk.get(f"/v1/incidents/{search['incident_id']}/timeline"))
    return [line["body"] for line in lines if line["kind"] == "search"]


async def reminders(desk: Person, search: dict[str, Any]) -> list[str]:
    """Why the desk was told that it lasts, each time."""
    return [one["why"] for one in await timeline(desk, search) if one["did"] == "reminded"]


async def test_a_search_starts_at_once_as_an_incident_of_its_own(office: Office) -> None:
    town = office.town
    officer = await town.officer(1, hamlet.north(1700))
    city = await town.person("city")
    async with town.live(city) as heard:
        search = await searching(office)
        assert "incident.opened" in await topics(heard, 6), "every command centre above hears it"
    desk = await town.person("east")
    incident = right(await desk.get(f"/v1/incidents/{search['incident_id']}"))
    assert (incident["kind"], incident["source"]) == ("missing_person", "request")
    assert (incident["priority"], incident["title"]) == (2, "东关派出所")
    task = await officer.task()
    assert task["kind"] == "missing_person"
    snapshots = right(await desk.get(f"/v1/incidents/{search['incident_id']}/snapshots"))
    assert {one["camera_id"] for one in snapshots} & set(office.cameras)
    assert search["owed"] == ["hand_to_110", "publish", "identity"]


async def test_a_request_that_turns_urgent_starts_a_search_and_only_one(office: Office) -> None:
    filed = await office.file(category="missing_person")
    of = filed["request"]["footage_id"]
    assert right(await office.reviewer.get("/v1/searches")) == []
    right(await office.move(of, "activate", at_risk="elder"))
    await office.town.work()
    first = await search_of(office, of)
    await office.town.rows("UPDATE job SET state = 'waiting' WHERE kind = 'start_search'")
    await office.town.work()
    assert (await search_of(office, of))["search_id"] == first["search_id"]
    assert first["platform_km"] is None, "the platform is for children"


async def test_the_unit_reads_whom_to_look_for_and_nobody_else_does(office: Office) -> None:
    town = office.town
    officer = await town.officer(1, hamlet.north(1700))
    search = await searching(office)
    task = await officer.task()
    assert "蓝色" not in str(task)
    door = f"/v1/tasks/{task['task_id']}/search"
    told = right(await officer.get(door))
    assert told["words"] == CHILD["description"]
    assert 2500 < told["reach_m"] < 5001
    kept = await town.rows("SELECT * FROM search, incident, event, outbox, job")
    assert "蓝色" not in str(kept), "what he wears is sealed, and in no event"
    other = await town.officer(2, hamlet.north(600))
    assert (await other.get(door)).status == 404
    looks = await town.rows("SELECT person, reason FROM look WHERE kind = 'unmasked'")
    assert [one["reason"] for one in looks] == ["missing person: minor"]
    right(await move(office.reviewer, search, "end", ending="found"))
    await town.work()
    assert (await officer.get(door)).status == 404


async def test_the_desk_reads_it_too_and_another_areas_desk_does_not(office: Office) -> None:
    search = await searching(office)
    door = f"/v1/searches/{search['search_id']}/words"
    east, away = await office.town.person("east"), await office.town.person("elsewhere")
    assert right(await east.get(door))["words"] == CHILD["description"]
    assert (await away.get(door)).status == 404
    assert right(await away.get("/v1/searches")) == []
    of_incident = f"/v1/incidents/{search['incident_id']}/search"
    assert right(await east.get(of_incident))["search_id"] == search["search_id"]
    assert (await away.get(of_incident)).status == 404


async def test_the_desk_is_reminded_each_hour_until_somebody_looks_and_until_it_ends(
    office: Office,
) -> None:
    town = office.town
    search = await searching(office)
    east = await town.person("east")
    await office.later(minutes=59)
    right(await east.sign_in("east"))
    assert await reminders(east, search) == []
    async with town.live(east) as heard:
        await office.later(minutes=1)
        assert "search.reminded" in await topics(heard, 2)
    assert "review" in (await search_of(office, search["footage_id"]))["owed"]
    await office.later(minutes=60)
    right(await east.sign_in("east"))
    assert await reminders(east, search) == ["hour", "hour"]
    looked = right(await move(office.reviewer, search, "review"))
    assert "review" not in looked["owed"]
    await office.later(minutes=59)
    right(await east.sign_in("east"))
    assert len(await reminders(east, search)) == 2
    await office.later(minutes=1)
    right(await move(office.reviewer, search, "end", ending="given_up"))
    for _ in range(3):
        await office.later(minutes=60)
    right(await east.sign_in("east"))
    assert len(await reminders(east, search)) == 3


async def test_a_risk_to_health_raises_the_priority(office: Office) -> None:
    search = await searching(office)
    desk = await office.town.person("east")
    door = f"/v1/incidents/{search['incident_id']}"
    assert right(await desk.get(door))["priority"] == 2
    said = right(await move(office.reviewer, search, "describe", health_risk=True, going="e_bike"))
    assert said["health_risk"] is True
    assert said["reach_m"] > search["reach_m"] * 7
    assert right(await desk.get(door))["priority"] == 1
    other = await searching(office, at_risk="life", category="dispute")
    assert right(await desk.get(f"/v1/incidents/{other['incident_id']}"))["priority"] == 1


async def test_the_officer_is_asked_to_publish_and_to_hand_over_and_both_are_noted(
    office: Office,
) -> None:
    search = await searching(office)
    assert search["platform_km"] == 200, "last seen two hours ago"
    said = right(await move(office.reviewer, search, "note_110", number="110-7"))
    assert (said["desk_110_number"], said["desk_110_by"]) == ("110-7", "Reviewer")
    said = right(await move(office.reviewer, search, "note_published"))
    assert said["owed"] == ["identity"]
    said = right(await move(office.reviewer, search, "end", ending="found"))
    assert "take_down" in said["owed"], "what was published there is taken down there"
    assert "notice" in said["owed"]
    said = right(await move(office.reviewer, search, "note_taken_down"))
    assert "take_down" not in said["owed"]
    refused = await move(office.reviewer, search, "review")
    assert (refused.status, refused.code) == (409, "search.over")


async def sector(officer: Officer) -> dict[str, Any]:
    """Where an officer's unit is to look."""
    task = await officer.task()
    return dict(right(await officer.get(f"/v1/tasks/{task['task_id']}/sector")))


async def test_each_unit_that_searches_is_told_its_sector_and_another_when_the_plan_is(
    office: Office,
) -> None:
    town = office.town
    north, south = await town.officer(1, hamlet.north(2400)), await town.officer(2, hamlet.north(0))
    search = await searching(office, at_risk="elder")
    east = await town.person("east")
    # Whoever was not asked by the plan is asked by a desk.
    for number, officer in enumerate((north, south), 1):
        if not await officer.tasks():
            by_hand = {"unit_id": str(hamlet.uid("un", number))}
            right(await east.post(f"/v1/incidents/{search['incident_id']}/units", by_hand))
    task = await north.task()
    assert (await north.get(f"/v1/tasks/{task['task_id']}/sector")).status == 404, "it only rings"
    right(await north.answer("accept"))
    await town.work()
    alone = await sector(north)
    assert (alone["until_deg"] - alone["from_deg"]) % 360 == 0, "alone it looks all round"
    async with town.live(north) as heard:
        right(await south.answer("accept"))
        await town.work()
        assert await topics(heard, 1) == ["search.sector"]
    shared = [await sector(one) for one in (north, south)]
    assert sum((one["until_deg"] - one["from_deg"]) % 360 for one in shared) == 360
    told = (await search_of(office, search["footage_id"]))["sectors"]
    assert {one["call_sign"] for one in told} == {one["call_sign"] for one in shared}
    seen = {"camera_id": office.cameras[2], "at": town.now}
    door = f"/v1/footage-requests/{search['footage_id']}/sightings"
    right(await office.reviewer.post(door, seen))
    await town.work()
    anew = [await sector(one) for one in (north, south)]
    assert {str(one["place"]) for one in anew}.isdisjoint(str(one["place"]) for one in shared)
    await town.forward(minutes=11)
    gone_on = (await sector(north))["far_m"]
    assert gone_on > anew[0]["far_m"], "he has gone on meanwhile"
    right(await move(office.reviewer, search, "describe", going="e_bike"))
    await town.work()
    assert (await sector(north))["far_m"] > gone_on, "what the desk knows reaches the street"
    right(await move(office.reviewer, search, "end", ending="found"))
    await town.work()
    assert await town.rows("SELECT FROM search_sector") == []


async def test_where_somebody_is_found_everybody_is_stood_down(office: Office) -> None:
    town = office.town
    officer = await town.officer(1, hamlet.north(1700))
    search = await searching(office)
    right(await officer.answer("accept"))
    chief, box = await town.person("chief"), await town.box(4)
    door = f"/v1/searches/{search['search_id']}/bulletins"
    issued = right(await chief.post(door, release(town)))
    assert (await give_portrait(chief, issued["bulletin_id"])).status == 200
    assert [one["bulletin_id"] for one in await shown(box)] == [issued["bulletin_id"]]
    of = search["footage_id"]
    right(await office.move(of, "record_result", outcome="person_found", note="在河边找到"))
    await town.work()
    over = await search_of(office, of)
    assert (over["ending"], over["owed"]) == ("found", ["identity", "notice"])
    assert await officer.tasks() == []
    assert await shown(box) == []
    assert await town.rows("SELECT FROM bulletin_portrait") == []
    incident = right(await chief.get(f"/v1/incidents/{search['incident_id']}"))
    assert (incident["state"], incident["disposition"]) == ("closed", "genuine")
    told = right(await office.citizen.get(f"/v1/me/footage-requests/{of}/messages"))
    assert "第十八条" in told[-1]["text"]


@pytest.mark.parametrize(
    ("how", "more", "ending"),
    [
        ("stand_down", {"note": "孩子一直在家"}, "not_at_risk"),
        ("record_result", {"outcome": "nothing_seen", "note": "画面中未见"}, None),
    ],
)
async def test_a_search_goes_on_until_somebody_is_found_or_was_never_at_risk(
    office: Office, how: str, more: dict[str, Any], ending: str | None
) -> None:
    search = await searching(office)
    right(await office.move(search["footage_id"], how, **more))
    await office.town.work()
    assert (await search_of(office, search["footage_id"]))["ending"] == ending


async def test_who_asked_may_withdraw_and_a_person_decides_whether_the_search_goes_on(
    office: Office,
) -> None:
    search = await searching(office)
    of = search["footage_id"]
    version = right(await office.citizen.get(f"/v1/me/footage-requests/{of}"))["version"]
    body = {"move": "withdraw", "version": version}
    right(await office.citizen.post(f"/v1/me/footage-requests/{of}/moves", body))
    await office.town.work()
    assert (await search_of(office, of))["ending"] is None
    lines = await timeline(await office.town.person("east"), search)
    assert lines[-1] == {"did": "reminded", "why": "withdrawn"}


async def test_the_desk_that_closes_the_incident_ends_the_search(office: Office) -> None:
    search = await searching(office)
    desk = await office.town.person("east")
    body = {"move": "close", "disposition": "genuine"}
    right(await desk.post(f"/v1/incidents/{search['incident_id']}/moves", body))
    await office.town.work()
    assert (await search_of(office, search["footage_id"]))["ending"] == "found"


async def test_a_bulletin_is_a_duty_leaders_release_and_of_a_minor_alone(office: Office) -> None:
    town = office.town
    child = await searching(office)
    elder = await searching(office, at_risk="elder")
    chief, desk = await town.person("chief"), await town.person("east")
    door = f"/v1/searches/{child['search_id']}/bulletins"
    assert (await desk.post(door, release(town))).status == 403
    assert (await office.reviewer.post(door, release(town))).status == 403
    refused = await chief.post(f"/v1/searches/{elder['search_id']}/bulletins", release(town))
    assert (refused.status, refused.code) == (409, "search.not_a_minor")
    far = await account(town, "far-chief", "duty_leader", hamlet.ELSEWHERE)
    assert (await far.post(door, release(town))).status == 404
    issued = right(await chief.post(door, release(town)))
    assert (await search_of(office, child["footage_id"]))["bulletins"] == [issued["bulletin_id"]]
    looks = await town.rows("SELECT person, content FROM look WHERE kind = 'shown'")
    assert [(one["person"], "bulletin of search" in one["content"]) for one in looks] == [
        ("Chief", True)
    ]
    box = await town.box(4)
    assert len(await shown(box)) == 1
    await town.forward(hours=6)
    assert await shown(box) == []


async def test_how_somebody_looked_is_forgotten_when_the_search_is_over(office: Office) -> None:
    town = office.town
    search = await searching(office)
    right(await move(office.reviewer, search, "note_110", number="110-7"))
    right(await move(office.reviewer, search, "describe", health_risk=True))
    await town.forward(hours=24 * 40)
    await _purge(town)
    assert await _kept(town) == (True, "110-7", True), "while it lasts nothing goes"
    right(await office.reviewer.sign_in("reviewer"))
    right(await move(office.reviewer, search, "end", ending="found"))
    await town.forward(hours=24 * 29)
    await _purge(town)
    assert (await _kept(town))[0]
    await town.forward(hours=24 * 2)
    await _purge(town)
    assert await _kept(town) == (False, None, False)


async def _purge(town: Town) -> None:
    with system(Errand.CARRIER):
        await purge.purge(town.house)


async def _kept(town: Town) -> tuple[bool, str | None, bool]:
    [row] = await town.rows("SELECT words_sealed, desk_110_number, health_risk FROM search")
    return row["words_sealed"] is not None, row["desk_110_number"], row["health_risk"]


async def test_the_papers_that_an_emergency_put_off_are_owed_until_it_is_closed(
    office: Office,
) -> None:
    town = office.town
    search = await searching(office)
    of = search["footage_id"]
    spoken = {"managing_unit": SCHOOL_UNIT, "reply": "grant", "by": "李主任"}
    right(await office.reviewer.post(f"/v1/footage-requests/{of}/consents/spoken", spoken))
    assert "consent_in_writing" in (await search_of(office, of))["owed"]
    right(await office.move(of, "record_result", outcome="person_found", note="找到"))
    await town.work()
    right(await office.move(of, "notify"))
    refused = await office.move(of, "close")
    assert (refused.status, refused.code) == (409, "footage.not_yet")
    assert (await search_of(office, of))["owed"] == ["identity", "consent_in_writing"]
