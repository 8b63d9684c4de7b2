"""A drill is announced, marked and reported; whatever may be real is real."""

import asyncio
from datetime import datetime
from typing import Any

import pytest

from jobs.sweep import Sweep
from tests.support import hamlet
from tests.support.people import Officer, Person
from tests.support.town_house import Town

OWN = f"/v1/school/sites/{hamlet.SMALL}"
UNTIL = "2026-03-02T09:00:00Z"


async def announce(town: Town, head: Person, **more: object) -> dict[str, Any]:
    """A drill of the kindergarten from now on."""
    window = {"starts_at": town.now, "ends_at": UNTIL, "reason": "消防演练"} | more
    answer = await head.post(f"{OWN}/drills", window)
    assert answer.status == 201, answer.body
    return dict(answer.body)


async def marks(officer: Officer) -> list[bool]:
    """Of each task in the inbox, whether it is a test."""
    return [task["test"] for task in await officer.tasks()]


async def test_a_press_in_an_announced_drill_is_marked_and_rings_no_patrol(town: Town) -> None:
    head, box, desk = await town.person("head"), await town.box(4), await town.person("east")
    near = await town.officer(1, hamlet.north(1700))
    plan = await announce(town, head)
    assert plan["declared_name"] == "Head"
    taken = (await box.press()).body
    await town.work()
    assert await near.tasks() == []
    assert (await desk.get(f"/v1/incidents/{taken['incident_id']}")).body["test"] is True
    [shown] = (await head.get(f"{OWN}/coming")).body
    assert shown["test"] is True


async def test_every_desk_above_is_told_of_a_drill_and_of_its_end(town: Town) -> None:
    head, county = await town.person("head"), await town.person("county")
    west = await town.person("west")
    async with town.live(county) as stream:
        plan = await announce(town, head)
        told = await asyncio.wait_for(stream.get(), 10)
        assert (told["topic"], told["body"]["site_name"]) == ("site.drill", "河边幼儿园")
        assert told["body"]["plan"]["note"] == "消防演练"
        [known] = (await county.get("/v1/test-plans")).body
        assert known["plan"]["plan_id"] == plan["plan_id"]
        assert (await west.get("/v1/test-plans")).body == []
        assert (await head.delete(f"{OWN}/drills/{plan['plan_id']}")).status == 204
        ended = await asyncio.wait_for(stream.get(), 10)
        assert ended["body"]["plan"]["withdrawn_at"] is not None
    assert (await county.get("/v1/test-plans")).body == []


async def test_a_press_after_the_drill_was_ended_early_is_real(town: Town) -> None:
    head, box, near = (
        await town.person("head"),
        await town.box(4),
        await town.officer(1, hamlet.north(1700)),
    )
    plan = await announce(town, head)
    await head.delete(f"{OWN}/drills/{plan['plan_id']}")
    await box.press()
    await town.work()
    assert await marks(near) == [False]


@pytest.mark.parametrize("press", [{"kind": "duress"}, {"silent": True}])
async def test_a_silent_press_in_a_drill_is_real_unless_it_was_announced(
    town: Town, press: dict[str, object]
) -> None:
    head, box, near = (
        await town.person("head"),
        await town.box(4),
        await town.officer(1, hamlet.north(1700)),
    )
    await announce(town, head)
    await box.press(**press)  # type: ignore[arg-type]
    await town.work()
    assert await marks(near) == [False]


async def test_a_window_that_announces_silent_presses_takes_them_as_tests(town: Town) -> None:
    desk, box = await town.person("east"), await town.box(4)
    plan = {"starts_at": town.now, "ends_at": UNTIL, "silent": True}
    await desk.post(f"/v1/sites/{hamlet.SMALL}/test-plans", plan)
    taken = (await box.press(kind="duress")).body
    assert (await desk.get(f"/v1/incidents/{taken['incident_id']}")).body["test"] is True


async def test_what_a_device_says_of_itself_in_a_drill_is_real(town: Town) -> None:
    head, box, desk = await town.person("head"), await town.box(4), await town.person("east")
    await announce(town, head)
    taken = (await box.press(kind="tamper")).body
    assert (await desk.get(f"/v1/incidents/{taken['incident_id']}")).body["test"] is False


async def test_while_an_alarm_is_open_in_earnest_a_drill_marks_nothing(town: Town) -> None:
    head, box = await town.person("head"), await town.box(4)
    real = (await box.press()).body
    await announce(town, head)
    again = (await box.press()).body
    assert again["incident_id"] == real["incident_id"]


async def test_this_is_real_turns_the_drill_and_asks_patrols(town: Town) -> None:
    head, box, desk = await town.person("head"), await town.box(4), await town.person("east")
    near = await town.officer(1, hamlet.north(1700))
    await announce(town, head)
    drill = (await box.press()).body
    await town.forward(minutes=2)
    assert await near.tasks() == []
    async with town.live(desk) as stream:
        said = await head.post(f"{OWN}/real", None)
        assert (said.status, said.body["incident_id"]) == (200, drill["incident_id"])
        heard = {}
        while "alarm.real" not in heard:
            event = await asyncio.wait_for(stream.get(), 10)
            heard[event["topic"]] = event["body"]
    assert heard["incident.real"]["test"] is False
    assert heard["alarm.real"]["test"] is False
    assert heard["site.drill"]["plan"]["real_by"] == "Head"
    await town.work()
    assert await marks(near) == [False]
    # The drill is over: the next press joins what is real.
    assert (await box.press()).body["incident_id"] == drill["incident_id"]
    shown = (await desk.get(f"/v1/incidents/{drill['incident_id']}")).body
    assert (shown["test"], shown["latched"]) == (False, 2)
    lines = (await desk.get(f"/v1/incidents/{drill['incident_id']}/timeline")).body
    assert ("real", "Head") in [(line["kind"], line["who"]) for line in lines]


async def test_this_is_real_keeps_the_units_of_the_drill_and_tells_them(town: Town) -> None:
    desk, box, head = await town.person("east"), await town.box(4), await town.person("head")
    drilled = await town.officer(1, hamlet.north(1700))
    plan = {"starts_at": town.now, "ends_at": UNTIL, "unit_ids": [str(hamlet.uid("un", 1))]}
    await desk.post(f"/v1/sites/{hamlet.SMALL}/test-plans", plan)
    await box.press()
    await town.work()
    await drilled.answer("accept")
    async with town.live(drilled) as stream:
        await head.post(f"{OWN}/real", None)
        await town.work()
        # What was said before, that it was accepted, may be heard first.
        while (event := await asyncio.wait_for(stream.get(), 10))["body"]["test"]:
            assert event["topic"] == "task.changed"
    assert event["topic"] == "task.changed"
    assert (await drilled.task())["state"] == "accepted"


async def test_this_is_real_is_believed_without_an_open_drill(town: Town) -> None:
    head, near = await town.person("head"), await town.officer(1, hamlet.north(1700))
    desk = await town.person("east")
    said = (await head.post(f"{OWN}/real", None)).body
    await town.work()
    assert await marks(near) == [False]
    shown = (await desk.get(f"/v1/incidents/{said['incident_id']}")).body
    assert (shown["source"], shown["title"]) == ("site", "河边幼儿园")
    again = (await head.post(f"{OWN}/real", None)).body
    assert again["incident_id"] == said["incident_id"]


async def test_the_desk_may_say_that_a_drill_is_real_in_its_own_area(town: Town) -> None:
    head, box = await town.person("head"), await town.box(4)
    east, west = await town.person("east"), await town.person("west")
    await announce(town, head)
    drill = (await box.press()).body
    path = f"/v1/sites/{hamlet.SMALL}/real"
    assert (await west.post(path, None)).status == 404
    said = (await east.post(path, None)).body
    assert (said["incident_id"], said["test"]) == (drill["incident_id"], False)


async def test_a_school_s_own_window_is_short(town: Town) -> None:
    head = await town.person("head")
    window = {"starts_at": town.now, "ends_at": "2026-03-02T11:40:01Z", "reason": "x"}
    refused = await head.post(f"{OWN}/drills", window)
    assert (refused.code, refused.body["field"]) == ("site.window_unusable", "ends_at")


async def test_a_key_that_is_overdue_for_its_test_is_a_fault_until_it_is_tested(
    town: Town,
) -> None:
    head, box = await town.person("head"), await town.box(4)
    admin = await town.person("admin")
    await admin.put(f"/v1/areas/{hamlet.EAST}/policy", {"key_test_days": 2})
    town.clock.forward(days=1)
    await remind(town)
    assert await overdue(town) == []
    town.clock.forward(days=1)
    await remind(town)
    assert await overdue(town) == ["河边幼儿园 · 按钮4"]
    await remind(town)
    assert await overdue(town) == ["河边幼儿园 · 按钮4"]
    head = await town.person("head")
    await announce(town, head, ends_at="2026-03-04T09:00:00Z")
    await box.press()
    await remind(town)
    assert await overdue(town) == []


async def remind(town: Town) -> None:
    """Look once, as the schedule does."""
    await Sweep(town.house).once()
    await town.work()


async def overdue(town: Town) -> list[str]:
    """Keys that are shown as overdue."""
    desk = await town.person("east")
    faults = (await desk.get("/v1/faults")).body
    return [f["subject"] for f in faults if f["kind"] == "device.test_overdue"]


async def test_a_report_says_when_each_step_of_a_drill_came(town: Town) -> None:
    head, box, desk = await town.person("head"), await town.box(4), await town.person("east")
    drilled = await town.officer(1, hamlet.north(1700))
    units = [str(hamlet.uid("un", 1))]
    window = {"starts_at": town.now, "ends_at": UNTIL, "unit_ids": units, "note": "演练"}
    plan = (await desk.post(f"/v1/sites/{hamlet.SMALL}/test-plans", window)).body
    path = f"{OWN}/drills/{plan['plan_id']}/report"
    empty = (await head.get(path)).body
    assert (empty["presses"], empty["untouched"]) == ([], ["按钮4"])
    pressed_at = town.clock.now()
    taken = (await box.press()).body
    await town.forward(seconds=1)
    for name in ("east", "county"):
        person = await town.person(name)
        shown = await person.post(f"/v1/incidents/{taken['incident_id']}/shown", None)
        assert shown.status == 204
        town.clock.forward(seconds=1)
    await desk.move("incidents", taken["incident_id"], move="take_command")
    for move in ("accept", "en_route", "on_scene"):
        await drilled.answer(move)
        town.clock.forward(seconds=10)
    report = (await head.get(path)).body
    [press] = report["presses"]
    steps = ("received_at", "shown_at", "accepted_at", "en_route_at", "on_scene_at")
    after = [(datetime.fromisoformat(press[s]) - pressed_at).total_seconds() for s in steps]
    assert after == [0, 1, 3, 13, 23]
    assert (press["unit"], press["desk"], press["test"]) == ("东-01", "东关派出所", True)
    assert (press["pictures"], press["pictured_at"], report["untouched"]) == (0, None, [])
    assert "East" not in str(press)


async def test_a_report_holds_what_came_before_the_drill_ended_and_nothing_silent(
    town: Town,
) -> None:
    head, box = await town.person("head"), await town.box(4)
    plan = await announce(town, head)
    await box.press()
    await box.press(kind="duress")
    town.clock.forward(minutes=1)
    await head.delete(f"{OWN}/drills/{plan['plan_id']}")
    await box.press()
    report = (await head.get(f"{OWN}/drills/{plan['plan_id']}/report")).body
    assert [(p["kind"], p["test"]) for p in report["presses"]] == [("emergency", True)]
    assert datetime.fromisoformat(report["until"]) == town.clock.now()


async def test_a_report_is_still_there_when_the_drill_is_long_over(town: Town) -> None:
    head, box = await town.person("head"), await town.box(4)
    plan = await announce(town, head)
    await box.press()
    town.clock.forward(days=400)
    head = await town.person("head")
    assert [one["plan_id"] for one in (await head.get(f"{OWN}/drills")).body] == [plan["plan_id"]]
    assert len((await head.get(f"{OWN}/drills/{plan['plan_id']}/report")).body["presses"]) == 1


async def test_only_a_desk_that_sees_an_incident_may_say_that_it_shows_it(town: Town) -> None:
    box, west, head = await town.box(4), await town.person("west"), await town.person("head")
    path = f"/v1/incidents/{(await box.press()).body['incident_id']}/shown"
    assert (await west.post(path, None)).status == 404
    assert (await head.post(path, None)).status == 403
