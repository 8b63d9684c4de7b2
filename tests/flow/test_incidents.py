"""What people do with incidents, and what keeps them from doing it."""

import asyncio
from typing import Any

import asyncpg
import pytest

from tests.support import hamlet
from tests.support.people import Answer, Person
from tests.support.town_house import Town


async def pressed(town: Town, number: int = 4) -> dict[str, Any]:
    """One press of the kindergarten; what was answered."""
    box = await town.box(number)
    return dict((await box.press()).body)


async def by_hand(desk: Person, **more: object) -> Answer:
    """Open an incident without a key."""
    body = {
        "source": "110",
        "kind": "emergency",
        "area_code": hamlet.EAST,
        "title": "handed over",
        "place": hamlet.north(300),
    } | more
    return await desk.post("/v1/incidents", body)


async def test_any_level_may_take_command_and_who_commands_is_on_record(town: Town) -> None:
    taken = await pressed(town)
    east, city = await town.person("east"), await town.person("city")
    first = await east.move("incidents", taken["incident_id"], move="take_command")
    commander = first.body["commander"]
    assert (commander["name"], commander["area_code"]) == ("East", hamlet.EAST)
    second = await city.move(
        "incidents",
        taken["incident_id"],
        move="take_command",
        from_commander=commander["account_id"],
    )
    assert second.body["commander"]["area_code"] == hamlet.CITY
    timeline = (await east.get(f"/v1/incidents/{taken['incident_id']}/timeline")).body
    assert [e["who"] for e in timeline if e["kind"] == "command"] == ["East", "City"]


async def test_two_who_take_command_at_once_one_has_it_and_the_other_is_told_who(
    town: Town,
) -> None:
    taken = await pressed(town)
    people = [await town.person(name) for name in ("east", "county", "city")]
    answers = await asyncio.gather(
        *(p.move("incidents", taken["incident_id"], move="take_command") for p in people)
    )
    assert sorted(a.status for a in answers) == [200, 409, 409]
    winner = next(a.body["commander"]["name"] for a in answers if a.status == 200)
    assert {a.body["who"] for a in answers if a.status == 409} == {winner}


async def test_an_incident_does_not_close_while_an_alarm_is_latched(town: Town) -> None:
    taken = await pressed(town)
    desk = await town.person("east")
    close = {"move": "close", "disposition": "genuine"}
    refused = await desk.move("incidents", taken["incident_id"], **close)
    assert (refused.status, refused.code) == (409, "incident.alarms_latched")
    assert refused.body["latched"] == 1
    await desk.post(f"/v1/alarms/{taken['alarm_id']}/reset", {"disposition": "genuine"})
    assert (await desk.move("incidents", taken["incident_id"], **close)).status == 200


async def test_nothing_closes_an_alarm_by_itself(town: Town) -> None:
    taken = await pressed(town)
    for _ in range(48):
        await town.forward(hours=1)
    alarm = (await town.rows("SELECT state FROM alarm"))[0]
    incident = (await town.rows("SELECT state, latched FROM incident"))[0]
    assert alarm["state"] == "latched"
    assert (incident["state"], incident["latched"]) == ("active", 1)
    assert taken["state"] == "latched"


async def test_a_second_reset_is_told_who_was_faster(town: Town) -> None:
    taken = await pressed(town)
    people = [await town.person("east"), await town.person("county")]
    answers = await asyncio.gather(
        *(
            p.post(f"/v1/alarms/{taken['alarm_id']}/reset", {"disposition": "accidental"})
            for p in people
        )
    )
    assert sorted(a.status for a in answers) == [200, 409]
    won = next(a.body["reset_by"] for a in answers if a.status == 200)
    lost = next(a for a in answers if a.status == 409)
    assert (lost.code, lost.body["who"]) == ("alarm.already_reset", won)
    assert (await town.rows("SELECT latched FROM incident"))[0]["latched"] == 0


async def test_an_alarm_of_another_county_is_as_if_absent(town: Town) -> None:
    taken = await pressed(town)
    stranger = await town.person("elsewhere")
    incident = f"/v1/incidents/{taken['incident_id']}"
    for answer in (
        await stranger.get(incident),
        await stranger.get(f"{incident}/timeline"),
        await stranger.get(f"{incident}/units"),
        await stranger.get(f"{incident}/candidates"),
        await stranger.get(f"{incident}/alarms"),
        await stranger.get(f"{incident}/snapshots"),
        await stranger.move("incidents", taken["incident_id"], move="take_command"),
        await stranger.post(f"/v1/alarms/{taken['alarm_id']}/reset", {"disposition": "hoax"}),
    ):
        assert (answer.status, answer.code) == (404, "request.not_found")
    assert (await stranger.get("/v1/incidents")).body == []
    assert (await stranger.get("/v1/alarms")).body == []


async def test_an_incident_by_hand_is_dispatched_like_any_other(town: Town) -> None:
    near = await town.officer(1, hamlet.north(100))
    desk = await town.person("east")
    opened = await by_hand(desk, note="caller says smoke", kind="fire")
    assert opened.status == 201
    await town.work()
    task = await near.task()
    assert (task["title"], task["note"], task["kind"]) == (
        "handed over",
        "caller says smoke",
        "fire",
    )
    assert (await near.answer("accept")).status == 200
    closed = await desk.move(
        "incidents", opened.body["incident_id"], move="close", disposition="unfounded"
    )
    assert closed.body["disposition"] == "unfounded"


async def test_presses_of_a_site_join_what_was_opened_there_by_hand(town: Town) -> None:
    desk = await town.person("east")
    opened = await by_hand(desk, site_id=str(hamlet.SMALL), place=None, area_code=None, title=None)
    assert opened.body["title"] == "河边幼儿园"
    taken = await pressed(town)
    assert taken["incident_id"] == opened.body["incident_id"]
    again = await by_hand(desk, site_id=str(hamlet.SMALL))
    assert (again.status, again.code) == (409, "incident.already_open")
    assert again.body["incident_id"] == taken["incident_id"]


async def test_what_is_missing_for_an_incident_by_hand_is_named(town: Town) -> None:
    desk = await town.person("east")
    for body, field in (
        ({"place": None}, "place"),
        ({"area_code": None}, "area_code"),
        ({"area_code": hamlet.ELSEWHERE}, "area_code"),
        ({"area_code": "379928009"}, "area_code"),
        ({"source": "press"}, "source"),
        ({"site_id": str(hamlet.uid("no", 1))}, "site_id"),
        ({"place": {"lat": 35, "lon": 116}}, "place.crs"),
    ):
        refused = await by_hand(desk, **body)
        assert refused.status in (400, 404), body
        assert refused.body["field"] == field
    assert await town.rows("SELECT 1 FROM incident") == []


async def test_a_transferred_incident_is_the_other_centres(town: Town) -> None:
    taken = await pressed(town)
    east, west = await town.person("east"), await town.person("west")
    async with town.live(west) as heard, town.live(east) as left:
        moved = await east.move(
            "incidents", taken["incident_id"], move="transfer", area_code=hamlet.WEST
        )
        assert moved.body["area_code"] == hamlet.WEST
        assert (await asyncio.wait_for(heard.get(), 5))["body"]["area_code"] == hamlet.WEST
        assert (await asyncio.wait_for(left.get(), 5))["body"]["area_code"] == hamlet.WEST
    assert (await west.get(f"/v1/incidents/{taken['incident_id']}")).status == 200
    assert (await east.get(f"/v1/incidents/{taken['incident_id']}")).status == 404


async def test_a_merged_incident_lives_on_in_the_other_and_its_box_sees_it(town: Town) -> None:
    near = await town.officer(1, hamlet.north(950))
    first, second = await town.box(3), await town.box(4)
    target = (await first.press()).body
    press = await second.press()
    source = press.body
    await town.work()
    desk = await town.person("east")
    merged = await desk.move(
        "incidents", source["incident_id"], move="merge", into=target["incident_id"]
    )
    assert merged.body["merged_into"] == target["incident_id"]
    shown = (await desk.get(f"/v1/incidents/{target['incident_id']}")).body
    assert (shown["alarms"], shown["latched"]) == (2, 2)
    await town.work()
    for officer_task in await near.tasks():
        await near.move("tasks", officer_task["task_id"], move="accept")
    rows = await town.rows("SELECT press_id FROM alarm WHERE alarm_id = $1", source["alarm_id"])
    assert (await second.progress(rows[0]["press_id"])).body["state"] == "assigned"
    await desk.post(f"/v1/alarms/{source['alarm_id']}/reset", {"disposition": "genuine"})
    shown = (await desk.get(f"/v1/incidents/{target['incident_id']}")).body
    assert shown["latched"] == 1
    back = await desk.move("incidents", source["incident_id"], move="reopen")
    assert (back.status, back.body["field"]) == (400, "move")


async def test_tests_and_what_is_real_are_never_merged(town: Town) -> None:
    desk = await town.person("east")
    plan = {"starts_at": town.now, "ends_at": "2026-03-02T09:00:00Z"}
    await desk.post(f"/v1/sites/{hamlet.SMALL}/test-plans", plan)
    drill = await pressed(town)
    real = (await by_hand(desk)).body
    refused = await desk.move(
        "incidents", drill["incident_id"], move="merge", into=real["incident_id"]
    )
    assert (refused.status, refused.body["field"]) == (400, "into")


async def test_a_test_is_closed_as_a_test(town: Town) -> None:
    desk = await town.person("east")
    plan = {"starts_at": town.now, "ends_at": "2026-03-02T09:00:00Z"}
    await desk.post(f"/v1/sites/{hamlet.SMALL}/test-plans", plan)
    drill = await pressed(town)
    await desk.post(f"/v1/alarms/{drill['alarm_id']}/reset", {"disposition": "test"})
    wrong = await desk.move("incidents", drill["incident_id"], move="close", disposition="genuine")
    assert (wrong.status, wrong.body["field"]) == (400, "disposition")
    right = await desk.move("incidents", drill["incident_id"], move="close", disposition="test")
    assert right.status == 200


async def test_a_reopened_incident_asks_units_again(town: Town) -> None:
    near = await town.officer(1, hamlet.north(100))
    desk = await town.person("east")
    opened = (await by_hand(desk)).body
    await town.work()
    await near.answer("accept")
    await near.answer("clear")
    await desk.move("incidents", opened["incident_id"], move="close", disposition="unfounded")
    await town.work()
    again = await desk.move("incidents", opened["incident_id"], move="reopen", note="he is back")
    assert again.body["state"] == "reopened"
    await town.work()
    assert (await near.task())["incident_id"] == opened["incident_id"]


async def test_an_ended_incident_is_told_with_who_ended_it(town: Town) -> None:
    east, county = await town.person("east"), await town.person("county")
    opened = (await by_hand(east)).body
    await east.move("incidents", opened["incident_id"], move="cancel")
    late = await county.move(
        "incidents", opened["incident_id"], move="close", disposition="genuine"
    )
    assert (late.status, late.code, late.body["who"]) == (409, "incident.overtaken", "East")
    listed = (await county.get("/v1/incidents?ended=true")).body
    assert [i["incident_id"] for i in listed] == [opened["incident_id"]]
    assert (await county.get("/v1/incidents")).body == []


async def test_the_timeline_cannot_be_altered(town: Town) -> None:
    await pressed(town)
    for statement in (
        "UPDATE timeline SET who = 'nobody'",
        "DELETE FROM timeline",
        "TRUNCATE timeline",
    ):
        with pytest.raises(asyncpg.RestrictViolationError, match="append-only"):
            await town.rows(statement)


async def test_every_alarm_is_shown_and_none_is_lost_among_many(town: Town) -> None:
    boxes = [await town.box(n) for n in (1, 2, 3, 4, 5)]
    taken = []
    for box in boxes * 20:
        town.clock.forward(milliseconds=3)
        taken.append((await box.press()).body["alarm_id"])
    county = await town.person("county")
    shown = (await county.get("/v1/alarms")).body
    assert [a["alarm_id"] for a in shown] == taken
