"""Units that the desk asks by hand."""

import asyncio

from service.core.ids import new_id
from service.dispatch import store
from tests.flow.test_dispatch import ring
from tests.support import hamlet
from tests.support.town_house import Town
from tests.support.waits import until


async def test_a_dispatcher_may_ask_a_busy_unit_by_hand(town: Town) -> None:
    only = await town.officer(1, hamlet.north(1000))
    await ring(town, number=4)
    await only.answer("accept")
    second = await town.box(5)
    taken = (await second.press()).body
    await town.work()
    county = await town.person("county")
    offered = await county.post(
        f"/v1/incidents/{taken['incident_id']}/units", {"unit_id": str(hamlet.uid("un", 1))}
    )
    assert offered.status == 201
    assert offered.body["by_hand"] is True
    assert len(await only.tasks()) == 2
    task = next(t for t in await only.tasks() if t["by_hand"])
    assert (await only.move("tasks", task["task_id"], move="accept")).status == 200


async def test_a_desk_reads_what_rings_and_what_is_in_hand_of_all_its_open_incidents_at_once(
    town: Town,
) -> None:
    going = await town.officer(1, hamlet.north(1000))
    await ring(town, number=4)
    await going.answer("accept")
    rung = await town.officer(2, hamlet.north(1200))
    await (await town.box(5)).press()
    await town.work()
    county = await town.person("county")
    whole = (await county.get("/v1/tasks")).body
    assert sorted((task["call_sign"], task["state"]) for task in whole) == [
        ("东-01", "accepted"),
        ("东-02", "offered"),
    ]
    first = (await county.get("/v1/tasks?count=1")).body
    rest = (await county.get(f"/v1/tasks?count=1&after={first[0]['task_id']}")).body
    assert [*first, *rest] == whole
    for name, number in (("east", 1), ("west", 2)):
        seen = (await (await town.person(name)).get("/v1/tasks")).body
        assert [task["incident_number"] for task in seen] == [number]
    await rung.answer("decline")
    assert [task["call_sign"] for task in (await county.get("/v1/tasks")).body] == ["东-01"]
    assert (await going.get("/v1/tasks")).status == 403


async def test_a_round_leaves_a_unit_alone_that_the_desk_has_asked_meanwhile(town: Town) -> None:
    near = await town.officer(1, hamlet.north(1500))
    box, county = await town.box(4), await town.person("county")
    taken = (await box.press()).body
    offer = {"unit_id": str(hamlet.uid("un", 1))}
    asked = await county.post(f"/v1/incidents/{taken['incident_id']}/units", offer)
    assert asked.status == 201
    [need] = await town.rows("SELECT need_id, incident_id FROM need")
    row = {
        "task_id": new_id(town.clock.now()),
        "need_id": need["need_id"],
        "incident_id": need["incident_id"],
        "unit_id": hamlet.uid("un", 1),
        "call_sign": "东-01",
        "tier": 0,
        "by_hand": False,
        "reasons": [],
        "offered_at": town.clock.now(),
    }
    async with town.house.db.transaction() as connection:
        assert await store.add_tasks(connection, [row]) == []
    assert len(await near.tasks()) == 1


async def test_a_unit_off_duty_cannot_be_asked_by_hand(town: Town) -> None:
    taken = await ring(town)
    desk = await town.person("east")
    refused = await desk.post(
        f"/v1/incidents/{taken['incident_id']}/units", {"unit_id": str(hamlet.uid("un", 1))}
    )
    assert (refused.status, refused.code) == (409, "dispatch.unit_off_duty")


async def test_a_ring_by_hand_waits_for_a_phone_that_speaks_and_not_the_other_way_round(
    town: Town,
) -> None:
    await town.officer(1, hamlet.north(1500))
    taken = await ring(town)
    await town.officer(2, hamlet.north(1600))
    county = await town.person("county")
    [need] = await town.rows("SELECT need_id FROM need")
    offer = {"unit_id": str(hamlet.uid("un", 2)), "need_id": str(need["need_id"])}
    async with town.house.db.transaction() as phone:
        await store.need_locked(phone, need["need_id"])
        address = f"/v1/incidents/{taken['incident_id']}/units"
        offering = asyncio.create_task(county.post(address, offer))
        waiting = "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
        await until(lambda: town.rows(waiting))
        await phone.execute("SET LOCAL lock_timeout = '2s'")
        await phone.execute(
            "INSERT INTO timeline (incident_id, at, kind, who, body)"
            " VALUES ($1, $2, 'received', '', '{}')",
            taken["incident_id"],
            town.clock.now(),
        )
    assert (await offering).status == 201
