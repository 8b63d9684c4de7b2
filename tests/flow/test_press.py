"""A press, from the key to the patrol and back."""

import asyncio

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.support import hamlet
from tests.support.people import Box, new_press_id
from tests.support.town_house import Town


async def test_a_press_reaches_a_patrol_and_the_box_sees_it_come(town: Town) -> None:
    box = await town.box(4)
    near = await town.officer(1, hamlet.north(1500))
    press_id = new_press_id()

    taken = await box.press(press_id)
    assert taken.status == 201
    assert (await box.progress(press_id)).body["state"] == "received"

    await town.work()
    task = await near.task()
    assert (task["state"], task["title"]) == ("offered", "河边幼儿园")
    assert (await near.answer("receive")).body["state"] == "received"
    assert (await near.answer("accept")).body["state"] == "accepted"
    progress = (await box.progress(press_id)).body
    assert progress["state"] == "assigned"
    assert 20 < progress["eta_s"] < 60

    await near.answer("en_route")
    assert (await box.progress(press_id)).body["state"] == "en_route"
    await near.answer("on_scene")
    assert (await box.progress(press_id)).body["state"] == "on_scene"
    await near.answer("clear")
    assert await near.tasks() == []

    desk = await town.person("east")
    reset = await desk.post(
        f"/v1/alarms/{taken.body['alarm_id']}/reset", {"disposition": "genuine"}
    )
    assert reset.status == 200
    assert (await box.progress(press_id)).body["state"] == "reset"
    closed = await desk.move(
        "incidents", taken.body["incident_id"], move="close", disposition="genuine"
    )
    assert closed.body["state"] == "closed"


async def test_a_repeated_press_is_one_alarm(town: Town) -> None:
    box = await town.box(1)
    press_id = new_press_id()
    first = await box.press(press_id)
    again = await box.press(press_id)
    assert (first.status, again.status) == (201, 200)
    assert first.body == again.body
    assert len(await town.rows("SELECT alarm_id FROM alarm")) == 1


async def test_a_press_sent_by_many_at_once_is_one_alarm(town: Town) -> None:
    box = await town.box(1)
    press_id = new_press_id()
    answers = await asyncio.gather(*(box.press(press_id) for _ in range(12)))
    assert sorted(a.status for a in answers) == [200] * 11 + [201]
    assert len({a.body["alarm_id"] for a in answers}) == 1
    assert len(await town.rows("SELECT incident_id FROM incident")) == 1


async def test_presses_of_one_site_at_once_open_one_incident_and_are_each_an_alarm(
    town: Town,
) -> None:
    gate, dorm = await town.box(1), await town.box(2)
    answers = await asyncio.gather(*(b.press() for b in (gate, dorm) for _ in range(6)))
    assert {a.status for a in answers} == {201}
    assert len({a.body["alarm_id"] for a in answers}) == 12
    assert len({a.body["incident_id"] for a in answers}) == 1
    incident = (await town.rows("SELECT alarms, latched, priority FROM incident"))[0]
    assert incident == {"alarms": 12, "latched": 12, "priority": 1}


async def test_a_press_after_the_incident_was_closed_opens_another(town: Town) -> None:
    box, desk = await town.box(4), await town.person("east")
    first = (await box.press()).body
    await desk.post(f"/v1/alarms/{first['alarm_id']}/reset", {"disposition": "accidental"})
    await desk.move("incidents", first["incident_id"], move="close", disposition="accidental")
    assert (await box.press()).body["incident_id"] != first["incident_id"]


async def test_a_wrong_clock_is_kept_and_noted_and_never_refused(town: Town) -> None:
    box, desk = await town.box(4), await town.person("east")
    for pressed_at in ("1970-01-01T00:00:00Z", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59Z"):
        assert (await box.press(pressed_at=pressed_at)).status == 201
        town.clock.forward(milliseconds=10)
    alarms = (await desk.get("/v1/alarms")).body
    assert alarms[0]["pressed_at"] == "1970-01-01T00:00:00Z"
    assert alarms[0]["clock_off_s"] > 50 * 365 * 86_400
    assert alarms[2]["clock_off_s"] < 0
    pressed = await box.press(pressed_at=town.now)
    timeline = (await desk.get(f"/v1/incidents/{pressed.body['incident_id']}/timeline")).body
    assert [e["body"]["clock_off_s"] for e in timeline if e["kind"] == "pressed"][-1] is None


async def test_duress_is_silent_and_rings_without_siren(town: Town) -> None:
    box, near = await town.box(4), await town.officer(1, hamlet.north(1500))
    taken = await box.press(kind="duress")
    await town.work()
    task = await near.task()
    assert task["silent"] is True
    assert task["modifiers"] == ["no_siren"]
    assert task["priority"] == 1
    rows = await town.rows("SELECT silent FROM alarm")
    assert rows == [{"silent": True}]
    assert taken.status == 201


@pytest.mark.parametrize("kinds", [("duress", "fire"), ("fire", "duress")])
async def test_an_open_press_does_not_end_the_silence_of_a_site(
    town: Town, kinds: tuple[str, str]
) -> None:
    box = await town.box(4)
    for kind in kinds:
        await box.press(kind=kind)
    assert await town.rows("SELECT silent FROM incident") == [{"silent": True}]


async def test_a_battery_latches_and_rings_nobody_and_does_not_join_an_emergency(
    town: Town,
) -> None:
    box, near = await town.box(4), await town.officer(1, hamlet.north(1500))
    battery = (await box.press(kind="low_battery")).body
    await town.work()
    assert await near.tasks() == []
    desk = await town.person("east")
    shown = (await desk.get(f"/v1/incidents/{battery['incident_id']}")).body
    assert (shown["technical"], shown["latched"], shown["desk_reason"]) == (
        True,
        1,
        "no_unit_asked",
    )
    emergency = (await box.press()).body
    assert emergency["incident_id"] != battery["incident_id"]
    await town.work()
    assert len(await near.tasks()) == 1


async def test_every_level_above_the_site_is_told_at_the_same_moment_and_nobody_else(
    town: Town,
) -> None:
    box = await town.box(1)
    people = {n: await town.person(n) for n in ("east", "county", "city", "west", "elsewhere")}
    async with (
        town.live(people["east"]) as east,
        town.live(people["county"]) as county,
        town.live(people["city"]) as city,
        town.live(people["west"]) as west,
        town.live(people["elsewhere"]) as elsewhere,
    ):
        taken = await box.press()
        heard = [
            await asyncio.wait_for(queue.get(), 5)
            for queue in (east, county, city)
            for _ in range(2)
        ]
        assert len({event["seq"] for event in heard}) == 2
        assert {event["topic"] for event in heard} == {"alarm.raised", "incident.opened"}
        assert {event["body"]["incident_id"] for event in heard} == {taken.body["incident_id"]}
        assert west.empty()
        assert elsewhere.empty()


async def test_the_box_hears_of_its_presses_in_its_heartbeat(town: Town) -> None:
    box, other = await town.box(1), await town.box(2)
    press_id = new_press_id()
    await box.press(press_id)
    beat = (await box.beat(power="battery", battery_pct=80)).body
    assert beat["heartbeat_s"] == 30
    assert beat["now"].startswith("2026-03-02T07:40:00")
    assert [(p["press_id"], p["state"]) for p in beat["presses"]] == [(str(press_id), "received")]
    assert (await other.beat()).body["presses"] == []
    rows = await town.rows("SELECT power, battery_pct, spooled FROM device WHERE power IS NOT NULL")
    assert rows[0] == {"power": "battery", "battery_pct": 80, "spooled": 0}


async def test_another_sites_box_cannot_follow_a_press(town: Town) -> None:
    box, far = await town.box(1), await town.box(5)
    press_id = new_press_id()
    await box.press(press_id)
    answer = await far.progress(press_id)
    assert (answer.status, answer.code) == (404, "request.not_found")


async def test_a_box_that_replaced_another_sends_on_the_press_of_the_old_one(town: Town) -> None:
    box, admin = await town.box(4), await town.person("admin")
    press_id = new_press_id()
    first = (await box.press(press_id)).body
    invited = await admin.post(
        f"/v1/sites/{hamlet.SMALL}/devices",
        {"kind": "key", "label": "新按钮", "replaces": box.device_id},
    )
    fresh = Box(town.base, town.session)
    assert (await fresh.enrol(invited.body["code"])).status == 201
    again = await fresh.press(press_id)
    assert (again.status, again.body["alarm_id"]) == (200, first["alarm_id"])
    refused = await box.press()
    assert (refused.status, refused.code) == (403, "device.replaced")


async def test_a_small_device_signs_with_a_shared_secret(town: Town) -> None:
    box = await town.box(4, algorithm="hmac-sha256")
    assert (await box.press()).status == 201
    rows = await town.rows("SELECT secret_sealed, public_key FROM device WHERE state = 'active'")
    sealed = rows[0]
    assert box.key not in bytes(sealed["secret_sealed"])
    assert sealed["public_key"] is None


async def test_a_box_rotates_its_key_and_the_old_one_is_refused(town: Town) -> None:
    box = await town.box(4)
    old = box.key
    fresh = Ed25519PrivateKey.generate()
    box.key = fresh
    shown = box.public_key()
    box.key = old
    assert (await box.call("POST", "/v1/devices/rotate", {"public_key": shown})).status == 200
    refused = await box.press()
    assert (refused.status, refused.code) == (401, "device.forged")
    box.key = fresh
    assert (await box.press()).status == 201
