"""Keys that fall silent, are forged, revoked, enrolled; tests declared in advance."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

from jobs.sweep import Sweep
from tests.support import hamlet
from tests.support.people import Box, Person
from tests.support.town_house import Town


async def test_three_missed_heartbeats_raise_a_fault_that_clears_by_itself(town: Town) -> None:
    box = await town.box(4)
    desk = await town.person("east")
    for _ in range(7):
        await town.forward(seconds=15)
        await _watch(town)
    faults = (await desk.get("/v1/faults")).body
    assert [(f["kind"], f["subject"]) for f in faults] == [("device.lost", "河边幼儿园 · 按钮4")]
    await box.beat()
    await town.forward(seconds=15)
    await _watch(town)
    assert (await desk.get("/v1/faults")).body == []
    cleared = await town.rows("SELECT cleared_at, cleared_by FROM fault")
    assert cleared[0]["cleared_at"] == town.clock.now()
    assert cleared[0]["cleared_by"] == ""


async def test_a_box_is_looked_for_at_the_moment_when_it_has_missed_its_heartbeats(
    town: Town,
) -> None:
    desk, silent, alive = await town.person("county"), await town.box(1), await town.box(4)
    town.clock.forward(seconds=80)
    await alive.beat()
    await Sweep(town.house).once()
    await town.work()
    assert (await desk.get("/v1/faults")).body == []
    next_look = await town.rows(
        "SELECT due_at FROM job WHERE kind = 'watch_devices' AND state = 'waiting'"
    )
    assert [row["due_at"] - town.clock.now() for row in next_look] == [
        timedelta(seconds=10, milliseconds=1)
    ]

    # Nothing but that promise is due: the schedule's own look comes five seconds later.
    await town.forward(seconds=10, milliseconds=1)
    faults = (await desk.get("/v1/faults")).body
    assert [(one["kind"], one["subject_id"]) for one in faults] == [
        ("device.lost", silent.device_id)
    ]


async def test_a_device_that_beats_is_never_lost(town: Town) -> None:
    box = await town.box(4)
    for _ in range(20):
        await town.forward(seconds=30)
        await box.beat()
        await _watch(town)
    assert await town.rows("SELECT 1 FROM fault") == []


async def test_a_forged_request_is_refused_counted_and_shown_as_tampering(town: Town) -> None:
    box = await town.box(4)
    forger = Box(town.base, town.session)
    forger.device_id = box.device_id
    desk = await town.person("east")
    for _ in range(3):
        refused = await forger.press()
        assert (refused.status, refused.code) == (401, "device.forged")
    await town.work()
    fault = (await desk.get("/v1/faults")).body[0]
    assert (fault["kind"], fault["detail"], fault["count"]) == (
        "device.tampering",
        "device.forged",
        3,
    )
    assert await town.rows("SELECT 1 FROM alarm") == []
    cleared = await desk.post(f"/v1/faults/{fault['fault_id']}/clear", {})
    assert cleared.body["cleared_by"] == "East"
    assert (await desk.post(f"/v1/faults/{fault['fault_id']}/clear", {})).status == 409


async def test_of_a_flood_of_forged_requests_not_each_is_a_row(town: Town) -> None:
    box = await town.box(4)
    forger = Box(town.base, town.session)
    forger.device_id = box.device_id
    answers = await asyncio.gather(*(forger.press() for _ in range(60)))
    assert {answer.code for answer in answers} == {"device.forged"}
    written = await town.rows(
        "SELECT count FROM device_refusal"
        " UNION ALL SELECT count(*) FROM event WHERE topic = 'device.refused'"
        " UNION ALL SELECT count(*) FROM outbox WHERE topic = 'device.refused'"
    )
    assert all(row["count"] < 60 for row in written)


async def test_a_revoked_device_is_refused_and_can_be_enrolled_again(town: Town) -> None:
    box, admin = await town.box(4), await town.person("admin")
    assert (await admin.move("devices", box.device_id, move="revoke")).status == 200
    refused = await box.press()
    assert (refused.status, refused.code) == (403, "device.revoked")
    invited = (await admin.move("devices", box.device_id, move="invite")).body
    assert (await box.press()).code == "device.unknown"
    fresh = Box(town.base, town.session)
    assert (await fresh.enrol(invited["code"])).status == 201
    assert (await fresh.press()).status == 201
    assert (await box.press()).code == "device.forged"


async def test_a_code_enrols_once(town: Town) -> None:
    first, second = Box(town.base, town.session), Box(town.base, town.session)
    assert (await first.enrol(hamlet.code(4))).status == 201
    refused = await second.enrol(hamlet.code(4))
    assert (refused.status, refused.code, refused.body["field"]) == (
        403,
        "device.code_spent",
        "code",
    )
    assert (await first.press()).status == 201


async def test_a_box_whose_enrolment_was_not_answered_asks_again_with_the_same_key(
    town: Town,
) -> None:
    box = Box(town.base, town.session)
    first = await box.enrol(hamlet.code(4))
    again = await box.enrol(hamlet.code(4))
    assert (again.status, again.body) == (201, first.body)
    assert (await box.press()).status == 201


async def test_a_code_expires(town: Town) -> None:
    town.clock.forward(days=7, seconds=1)
    refused = await Box(town.base, town.session).enrol(hamlet.code(4))
    assert refused.code == "device.code_spent"


async def test_a_code_may_be_typed_with_dashes_and_small_letters(town: Town) -> None:
    box = Box(town.base, town.session)
    assert (await box.enrol("hamlet-key4")).status == 201


async def test_only_an_administrator_of_the_area_makes_devices(town: Town) -> None:
    new = {"kind": "key", "label": "x"}
    for name in ("east", "chief"):
        person = await town.person(name)
        refused = await person.post(f"/v1/sites/{hamlet.SMALL}/devices", new)
        assert (refused.status, refused.code) == (403, "identity.not_yours")
    admin = await town.person("admin")
    made = await admin.post(f"/v1/sites/{hamlet.SMALL}/devices", new)
    assert made.status == 201
    wrong = await admin.post(f"/v1/sites/{hamlet.SMALL}/devices", new | {"room": "cellar"})
    assert (wrong.status, wrong.body["field"]) == (404, "room")


async def test_a_test_plan_is_seen_withdrawn_and_checked(town: Town) -> None:
    desk = await town.person("east")
    path = f"/v1/sites/{hamlet.SMALL}/test-plans"
    for window, field in (
        (("2026-03-02T09:00:00Z", "2026-03-02T08:00:00Z"), "ends_at"),
        (("2026-03-02T08:00:00Z", "2026-03-04T08:00:00Z"), "ends_at"),
        (("2026-03-01T08:00:00Z", "2026-03-01T09:00:00Z"), "ends_at"),
    ):
        body = {"starts_at": window[0], "ends_at": window[1]}
        refused = await desk.post(path, body)
        assert (refused.code, refused.body["field"]) == ("site.window_unusable", field)
    body = {"starts_at": town.now, "ends_at": "2026-03-02T09:00:00Z"}
    plan = (await desk.post(path, body)).body
    assert [p["plan_id"] for p in (await desk.get(path)).body] == [plan["plan_id"]]
    assert (await desk.delete(f"{path}/{plan['plan_id']}")).status == 204
    box = await town.box(4)
    taken = (await box.press()).body
    shown = (await desk.get(f"/v1/incidents/{taken['incident_id']}")).body
    assert shown["test"] is False


async def _watch(town: Town) -> None:
    """What the sweep promises every fifteen seconds."""
    await Sweep(town.house).once()
    await town.work()


async def test_every_door_says_which_contract_is_spoken(town: Town) -> None:
    box, desk = await town.box(4), await town.person("east")
    answers = [
        await box.press(),
        await box.beat(),
        await desk.get("/v1/me"),
        await desk.get(f"/v1/incidents/{UUID(int=0)}"),
    ]
    assert [answer.status for answer in answers] == [201, 200, 200, 404]
    assert {answer.headers["watchbell-contract"] for answer in answers} == {"1.0"}


async def test_what_a_box_finds_wrong_with_itself_is_a_fault_until_it_says_that_all_is_well(
    town: Town,
) -> None:
    box, desk, admin = await town.box(4), await town.person("east"), await town.person("admin")
    bad = {"at": "2026-03-02T03:30:00+08:00", "good": False, "failed": ["room", "made_up"]}
    assert (await box.beat(faults=["key_gone"], self_test=bad)).status == 200
    await town.forward(seconds=15)
    await _watch(town)
    fault = (await desk.get("/v1/faults")).body[0]
    assert (fault["kind"], fault["detail"]) == ("device.faulty", "key_gone other room")
    site_id = fault["site_id"]
    device = await _device(admin, site_id, box)
    assert device["faults"] == ["key_gone"]
    assert device["self_test"]["failed"] == ["other", "room"]
    await box.beat(faults=[])
    await town.forward(seconds=15)
    await _watch(town)
    assert [f["detail"] for f in (await desk.get("/v1/faults")).body] == ["other room"]
    await box.beat(faults=[], self_test=bad | {"good": True, "failed": []})
    await town.forward(seconds=15)
    await _watch(town)
    assert (await desk.get("/v1/faults")).body == []
    assert (await town.rows("SELECT cleared_by FROM fault"))[0]["cleared_by"] == ""


async def test_a_box_that_says_nothing_of_its_faults_has_those_that_are_known(town: Town) -> None:
    box, admin = await town.box(4), await town.person("admin")
    assert (await box.beat()).status == 200, "as boxes before this program speak"
    assert (await town.rows("SELECT faults, self_test FROM device"))[0]["self_test"] is None
    await box.beat(faults=["disk"])
    assert (await box.beat()).status == 200
    site_id = str(
        (await town.rows("SELECT site_id FROM device WHERE faults <> '{}'"))[0]["site_id"]
    )
    assert (await _device(admin, site_id, box))["faults"] == ["disk"]
    await town.forward(seconds=15)
    await _watch(town)
    still_open = "SELECT 1 FROM fault WHERE kind = 'device.faulty' AND cleared_at IS NULL"
    assert len(await town.rows(still_open)) == 1
    await admin.move("devices", box.device_id, move="revoke")
    await town.forward(seconds=15)
    await _watch(town)
    assert await town.rows(still_open) == []
    invited = (await admin.move("devices", box.device_id, move="invite")).body
    fresh = Box(town.base, town.session)
    assert (await fresh.enrol(invited["code"])).status == 201
    assert (await _device(admin, site_id, fresh))["faults"] == [], "it is another box"


async def test_faults_without_a_shape_are_refused(town: Town) -> None:
    box = await town.box(4)
    at = "2026-03-02T03:30:00+08:00"
    shapeless: list[dict[str, object]] = [
        {"faults": ["disk"] * 21},
        {"faults": ["Not a code"]},
        {"faults": "disk"},
        {"self_test": {"at": at, "good": True}},
        {"self_test": {"at": at.removesuffix("+08:00"), "good": True, "failed": []}},
    ]
    for told in shapeless:
        assert (await box.beat(**told)).status == 400, told


async def _device(person: Person, site_id: str, box: Box) -> dict[str, Any]:
    devices = (await person.get(f"/v1/sites/{site_id}/devices")).body
    found: dict[str, Any] = next(d for d in devices if d["device_id"] == box.device_id)
    return found
