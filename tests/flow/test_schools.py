"""What a school's contact sees of the own site, and of no other."""

import asyncio
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.contract.promised import operations
from tests.support import hamlet
from tests.support.people import Person
from tests.support.town_house import Town

OWN = f"/v1/school/sites/{hamlet.SMALL}"
PATHS = {"site_id": hamlet.SCHOOL, "device_id": hamlet.KEY, "plan_id": hamlet.uid("pl", 1)}


def troubles(key: dict[str, Any]) -> list[str]:
    """What is wrong with a key."""
    return [trouble["kind"] for trouble in key["troubles"]]


def school_doors() -> list[tuple[str, str]]:
    """Every door of a school's contact that names a site."""
    return [door for door in operations() if door[1].startswith("/v1/school/sites/{site_id}")]


async def own_key(person: Person) -> dict[str, Any]:
    """The one key of the kindergarten as its contact sees it."""
    answer = await person.get(f"{OWN}/keys")
    assert answer.status == 200, answer.body
    [key] = answer.body
    return dict(key)


async def test_a_contact_is_shown_the_own_sites_and_whom_to_call(town: Town) -> None:
    admin = await town.person("admin")
    await admin.put(f"/v1/areas/{hamlet.COUNTY}/policy", {"desk_phone": "0537-110"})
    [small] = (await (await town.person("head")).get("/v1/school/sites")).body
    assert small == {
        "site_id": str(hamlet.SMALL),
        "name": "河边幼儿园",
        "kind": "school",
        "address": "",
        "desk": "东关派出所",
        "desk_phone": "0537-110",
    }
    both = (await (await town.person("dean")).get("/v1/school/sites")).body
    assert {one["site_id"] for one in both} == {str(hamlet.SCHOOL), str(hamlet.MIDDLE)}


@pytest.mark.parametrize("door", school_doors(), ids=" ".join)
async def test_a_contact_finds_no_door_to_another_site(town: Town, door: tuple[str, str]) -> None:
    head = await town.person("head")
    method, path = door
    body = BODIES.get(path) if method != "GET" else None
    answer = await head.raw(
        method, path.format(**PATHS), body, {"authorization": f"Bearer {head.token}"}
    )
    assert (answer.status, answer.code) == (404, "request.not_found")


BODIES = {
    "/v1/school/sites/{site_id}/keys/{device_id}/keeper": b'{"person": "x"}',
    "/v1/school/sites/{site_id}/drills": b'{"starts_at": "2026-03-02T08:00:00Z",'
    b' "ends_at": "2026-03-02T09:00:00Z", "reason": "x"}',
}


async def test_a_contact_is_no_staff_and_staff_are_no_contacts(town: Town) -> None:
    head = await town.person("head")
    for path in ("/v1/incidents", "/v1/alarms", "/v1/sites", "/v1/units", "/v1/faults"):
        assert (await head.get(path)).code == "identity.not_yours"
    for name in ("east", "county", "admin", "officer1"):
        person = await town.person(name)
        assert (await person.get(f"{OWN}/keys")).code == "identity.not_yours"
        assert (await person.get("/v1/school/sites")).code == "identity.not_yours"


async def test_a_key_that_works_has_no_trouble_and_one_without_a_box_says_so(town: Town) -> None:
    head = await town.person("head")
    assert troubles(await own_key(head)) == ["not_enrolled"]
    box = await town.box(4)
    await box.beat(power="mains", battery_pct=100)
    key = await own_key(head)
    assert (troubles(key), key["power"], key["battery_pct"]) == ([], "mains", 100)
    assert datetime.fromisoformat(key["seen_at"]) == town.clock.now()


async def test_a_silent_key_says_since_when_nothing_was_heard(town: Town) -> None:
    head, box = await town.person("head"), await town.box(4)
    await box.beat()
    heard_at = town.clock.now()
    town.clock.forward(seconds=91)
    [trouble] = (await own_key(head))["troubles"]
    assert trouble["kind"] == "not_heard"
    assert datetime.fromisoformat(trouble["since"]) == heard_at


async def test_a_battery_and_presses_that_wait_are_said(town: Town) -> None:
    head, box = await town.person("head"), await town.box(4)
    await box.beat(power="battery", battery_pct=80, spooled=0)
    assert troubles(await own_key(head)) == ["on_battery"]
    await box.beat(power="battery", battery_pct=15, spooled=2)
    assert troubles(await own_key(head)) == ["battery_low", "unsent"]


async def test_only_a_declared_test_counts_as_the_last_test(town: Town) -> None:
    head, box, desk = await town.person("head"), await town.box(4), await town.person("east")
    plan = {"starts_at": town.now, "ends_at": "2026-03-02T09:00:00Z"}
    await desk.post(f"/v1/sites/{hamlet.SMALL}/test-plans", plan)
    town.clock.forward(minutes=1)
    await box.press(kind="low_battery", test=True)
    assert (await own_key(head))["tested_at"] is None
    await box.press()
    key = await own_key(head)
    assert datetime.fromisoformat(key["tested_at"]) == town.clock.now()
    assert datetime.fromisoformat(key["test_due_at"]) == datetime(2026, 4, 2, 7, 41, tzinfo=UTC)


async def test_a_press_that_only_says_of_itself_that_it_is_a_test_is_none(town: Town) -> None:
    head, box = await town.person("head"), await town.box(4)
    await box.press(test=True)
    assert (await own_key(head))["tested_at"] is None


async def test_a_key_is_due_for_a_test_after_the_days_of_its_area(town: Town) -> None:
    head, admin = await town.person("head"), await town.person("admin")
    box = await town.box(4)
    await admin.put(f"/v1/areas/{hamlet.EAST}/policy", {"key_test_days": 10})
    for days, said in ((2, []), (2, ["test_soon"]), (7, ["test_overdue"])):
        town.clock.forward(days=days)
        head = await town.person("head")
        await box.beat()
        assert troubles(await own_key(head)) == said


async def test_who_looks_after_a_key_is_set_and_taken_back_by_its_contact(town: Town) -> None:
    head = await town.person("head")
    path = f"{OWN}/keys/{hamlet.SMALL_KEY}/keeper"
    assert (await head.put(path, {"person": "门卫老张"})).body["person"] == "门卫老张"
    assert (await own_key(head))["keeper"] == "门卫老张"
    await head.put(path, {"person": None})
    assert (await own_key(head))["keeper"] is None
    foreign = await head.put(f"{OWN}/keys/{hamlet.KEY}/keeper", {"person": "x"})
    assert foreign.status == 404


async def test_whoever_pressed_sees_who_comes_until_it_is_over(town: Town) -> None:
    head, box = await town.person("head"), await town.box(4)
    near, desk = await town.officer(1, hamlet.north(1500)), await town.person("east")
    assert (await head.get(f"{OWN}/coming")).body == []
    taken = (await box.press()).body
    await town.work()
    [shown] = (await head.get(f"{OWN}/coming")).body
    assert (shown["state"], shown["units"], shown["test"]) == ("active", [], False)
    assert [(p["label"], p["room"]) for p in shown["presses"]] == [("按钮4", "门卫室")]
    for move, state in (("accept", "accepted"), ("en_route", "en_route"), ("on_scene", "on_scene")):
        await near.answer(move)
        [unit] = (await head.get(f"{OWN}/coming")).body[0]["units"]
        assert (unit["call_sign"], unit["state"]) == ("东-01", state)
        assert (unit["eta_at"] is None) == (state == "on_scene")
    await near.answer("clear")
    await desk.post(f"/v1/alarms/{taken['alarm_id']}/reset", {"disposition": "genuine"})
    ended = {"move": "close", "disposition": "genuine"}
    await desk.post(f"/v1/incidents/{taken['incident_id']}/moves", ended)
    [over] = (await head.get(f"{OWN}/coming")).body
    assert (over["state"], over["disposition"], over["latched"]) == ("closed", "genuine", 0)
    town.clock.forward(minutes=61)
    head = await town.person("head")
    assert (await head.get(f"{OWN}/coming")).body == []


async def test_a_silent_alarm_is_never_told_at_the_site(town: Town) -> None:
    head, box = await town.person("head"), await town.box(4)
    await box.press(kind="duress")
    assert (await head.get(f"{OWN}/coming")).body == []
    # A loud press beside it does not make it loud.
    await box.press()
    assert (await head.get(f"{OWN}/coming")).body == []


async def test_what_a_contact_is_told_names_no_officer_and_holds_no_picture(town: Town) -> None:
    head, box = await town.person("head"), await town.box(4)
    near = await town.officer(1, hamlet.north(1500))
    await box.press()
    await town.work()
    await near.answer("accept")
    told = str((await head.get(f"{OWN}/coming")).body)
    for word in ("Officer1", "officer1", "snapshot", "camera", "commander"):
        assert word not in told
    assert (await head.get("/v1/incidents")).status == 403


async def test_an_alarm_merged_into_another_site_s_incident_is_still_told(town: Town) -> None:
    head, desk = await town.person("head"), await town.person("east")
    own = (await (await town.box(4)).press()).body
    other = (await (await town.box(3)).press()).body
    merged = await desk.move(
        "incidents", own["incident_id"], move="merge", into=other["incident_id"]
    )
    assert merged.status == 200
    [shown] = (await head.get(f"{OWN}/coming")).body
    assert shown["incident_id"] == other["incident_id"]
    assert [p["label"] for p in shown["presses"]] == ["按钮4"]


async def test_a_contact_hears_that_the_own_site_stirs_and_nothing_else(town: Town) -> None:
    head = await town.person("head")
    own, other = await town.box(4), await town.box(3)
    async with town.live(head) as stream:
        await other.press()
        await own.press()
        event = await asyncio.wait_for(stream.get(), 10)
        assert (event["topic"], event["seq"]) == ("site.stirred", None)
        assert event["body"] == {"site_id": str(hamlet.SMALL)}
        while not stream.empty():
            assert stream.get_nowait()["body"] == {"site_id": str(hamlet.SMALL)}
