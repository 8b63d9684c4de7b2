"""Presses that come in at about the same time: kept together, as if each had come alone."""

import asyncio
from collections import Counter
from uuid import UUID

import pytest

from service.alarm import actions
from service.alarm.wire import Press, Taken
from service.incident.wire import Kind
from service.platform.asks import Errand, system
from service.site import beats
from service.site.wire import DeviceAt
from tests.support import hamlet
from tests.support.databases import connected
from tests.support.people import new_press_id
from tests.support.town_house import Town

# What the press of a site left, without ids and numbers that are new each time.
_ROWS = {
    "incident": "SELECT source, kind, technical, silent, test, drill_units, priority, state, scope,"
    " area_code, title, lat, lon, plan, points, note, alarms, latched, opened_at, changed_at"
    " FROM incident WHERE site_id = $1",
    "timeline": "SELECT at, t.kind, who, body FROM timeline t JOIN incident USING (incident_id)"
    " WHERE site_id = $1 ORDER BY entry_id",
    "alarm": "SELECT press_id, device_id, scope, kind, silent, test, room, note, pressed_at,"
    " received_at, clock_off_s, state FROM alarm WHERE site_id = $1",
    "events": "SELECT topic, scope, at, body - '{alarm_id,incident_id,number}'::text[] AS said"
    " FROM (SELECT topic, scope, at, body FROM outbox"
    " UNION ALL SELECT topic, scope, at, body FROM event) AS kept"
    " WHERE body->>'site_id' = $1::uuid::text AND topic <> 'device.changed' ORDER BY topic",
    "jobs": "SELECT j.kind, lane, args, due_at FROM job j JOIN incident i"
    " ON j.key = i.incident_id::text WHERE site_id = $1 ORDER BY j.kind",
}


async def _device(town: Town, device_id: UUID) -> DeviceAt:
    with system(Errand.PRESSES):
        async with town.house.db.reading() as connection:
            found = await beats.devices(connection, [device_id], town.clock.now())
    return found[device_id]


async def _together(town: Town, *pressed: tuple[DeviceAt, Press]) -> list[Taken | None]:
    with system(Errand.PRESSES):
        return await actions.take_together(town.house, pressed)


async def _alone(town: Town, device: DeviceAt, press: Press) -> Taken:
    with system(Errand.PRESSES):
        return (await actions.take_press(town.house, device, press))[0]


def _press(town: Town, **more: object) -> Press:
    said = {
        "press_id": new_press_id(),
        "kind": Kind.EMERGENCY,
        "pressed_at": town.clock.now(),
    } | more
    return Press(**said)  # type: ignore[arg-type]


async def _left(town: Town, device: DeviceAt) -> dict[str, list[dict[str, object]]]:
    return {what: await town.rows(sql, device.site_id) for what, sql in _ROWS.items()}


@pytest.mark.parametrize(
    "more",
    [{}, {"kind": Kind.DURESS, "room": "三楼", "note": "快来"}, {"kind": Kind.TAMPER}],
    ids=["plain", "duress", "technical"],
)
async def test_a_press_kept_with_others_leaves_the_rows_of_one_that_came_alone(
    town: Town, more: dict[str, object]
) -> None:
    await town.box(4)
    await town.box(5)
    device, other = [await _device(town, one) for one in (hamlet.SMALL_KEY, hamlet.FAR_KEY)]
    press = _press(town, **more)
    await _alone(town, device, press)
    alone = await _left(town, device)
    assert all(alone.values())
    await town.own("ALTER TABLE timeline DISABLE TRIGGER USER")
    await town.own("TRUNCATE incident, timeline, alarm, outbox, event, job CASCADE")

    taken = await _together(town, (other, _press(town)), (device, press))

    assert None not in taken
    assert len(await town.rows("SELECT DISTINCT xmin::text FROM alarm")) == 1, "in one commit"
    assert await _left(town, device) == alone


async def test_of_one_site_only_the_first_is_kept_together_and_none_twice(town: Town) -> None:
    for number in (1, 2, 4):
        await town.box(number)
    key, dorm, small = [
        await _device(town, one) for one in (hamlet.KEY, hamlet.DORM, hamlet.SMALL_KEY)
    ]
    first, small_first = _press(town), _press(town)
    taken = await _together(
        town, (key, first), (dorm, _press(town)), (key, first), (small, small_first)
    )
    assert [one is not None for one in taken] == [True, False, False, True]

    # Open already, or known already: nothing more is kept of any that came with it.
    assert await _together(town, (small, _press(town)), (key, first)) == [None, None]
    assert len(await town.rows("SELECT alarm_id FROM alarm")) == 2
    await town.own("UPDATE incident SET state = 'closed', disposition = 'genuine'")
    assert await _together(town, (small, _press(town)), (key, first)) == [None, None]
    assert len(await town.rows("SELECT alarm_id FROM alarm")) == 2
    assert len(await town.rows("SELECT incident_id FROM incident")) == 2


async def test_many_presses_at_once_are_each_kept_once(town: Town) -> None:
    boxes = [await town.box(number) for number in range(1, 6)]
    presses = [(box, new_press_id()) for box in boxes for _ in range(4)]
    answers = await asyncio.gather(*(b.press(i) for b, i in (*presses, *presses[::3])))
    twice = len(presses[::3])
    assert Counter(a.status for a in answers) == {201: len(presses), 200: twice}
    alarms = await town.rows("SELECT press_id, incident_id FROM alarm")
    assert {row["press_id"] for row in alarms} == {press_id for _, press_id in presses}
    told = {a.body["alarm_id"]: a.body["incident_id"] for a in answers}
    assert len(told) == len(presses) == len(alarms)
    counted = await town.rows("SELECT incident_id, alarms FROM incident")
    per = Counter(row["incident_id"] for row in alarms)
    assert {row["incident_id"]: row["alarms"] for row in counted} == per
    raised = await town.rows(
        "SELECT topic FROM outbox WHERE topic = 'alarm.raised'"
        " UNION ALL SELECT topic FROM event WHERE topic = 'alarm.raised'"
    )
    assert len(raised) == len(presses)


async def test_a_press_that_waits_for_a_lock_holds_up_none_of_another_site(town: Town) -> None:
    await town.box(4)
    await town.box(5)
    held, free = [await _device(town, one) for one in (hamlet.SMALL_KEY, hamlet.FAR_KEY)]
    async with connected(town.house.settings.database_url) as somebody:
        await somebody.execute("BEGIN")
        await somebody.execute("SELECT FROM site WHERE site_id = $1 FOR UPDATE", held.site_id)
        pressed = ((held, _press(town)), (free, _press(town)))
        assert await _together(town, *pressed) == [None, None], "each by itself, then"
        waits = asyncio.create_task(_alone(town, *pressed[0]))
        await _alone(town, *pressed[1])
        assert not waits.done()
        await somebody.execute("ROLLBACK")
        await waits
    assert len(await town.rows("SELECT alarm_id FROM alarm")) == 2


async def test_without_a_database_a_press_is_refused_and_may_come_again(town: Town) -> None:
    box = await town.box(4)
    await town.house.db.close()
    answer = await box.press()
    assert (answer.status, answer.code) == (503, "service.unavailable")
