"""Three days without network, clocks that are wrong or jump, and the rhythm of every question."""

from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from kiosk_client.agent.pulse import CALM_S, EAGER_FOR_S, EAGER_S
from kiosk_client.agent.settings import Folder
from kiosk_client.agent.spool import Spool
from kiosk_client.agent.state import Light, Line
from tests.kiosk import faults
from tests.kiosk.box import HandClock, enrolled, running, until
from tests.kiosk.desk import Desk


async def test_presses_of_72_hours_without_network_arrive_in_order(tmp_path: Path) -> None:
    clock = HandClock()
    async with Desk() as desk:
        folder = await enrolled(desk, tmp_path / "box")
        await desk.stop()
        async with running(folder, clock) as box:
            for hour in range(72):
                box.key.press(note=str(hour))
                await until(lambda: clock.waits(0, 2) >= 2, "sender and tending wait again")
                clock.forward(hours=1)
        # The box is switched off and on again before the network is back.
        async with running(folder, clock) as box:
            await until(lambda: box.lamps.now.light is Light.NO_NETWORK)
            await desk.start()
            clock.forward(seconds=30)
            await until(lambda: len(desk.alarms) == 72)
            await until(lambda: box.lamps.now.light is Light.RECEIVED)
        bodies = [alarm.body for alarm in desk.alarms.values()]
        assert [body["note"] for body in bodies] == [str(hour) for hour in range(72)]
        assert desk.press_ids == sorted(desk.press_ids)
        pressed = [datetime.fromisoformat(body["pressed_at"]) for body in bodies]
        assert pressed[71] - pressed[0] == timedelta(hours=71)


@pytest.mark.parametrize("year", [1970, 2009, 2077])
async def test_a_clock_that_is_wrong_by_years_stops_nothing(tmp_path: Path, year: int) -> None:
    clock = HandClock(datetime(year, 1, 1, 0, 0, 1, tzinfo=UTC))
    async with Desk() as desk:
        folder = await enrolled(desk, tmp_path / "box")
        async with running(folder, clock) as box:
            box.key.press()
            await until(lambda: box.lamps.now.light is Light.RECEIVED)
        (alarm,) = desk.alarms.values()
        assert alarm.body["pressed_at"] == f"{year}-01-01T00:00:01.000+00:00"


async def test_jumping_clocks_change_neither_order_nor_waits(tmp_path: Path) -> None:
    clock = HandClock()
    years = [2026, 2050, 1971, 2027, 1970, 2099, 2000]
    async with Desk() as desk:
        folder = await enrolled(desk, tmp_path / "box")
        desk.fault, desk.fault_path = faults.status(503), "/v1/alarms"
        for part, total in ((years[:4], 4), (years[4:], 7)):  # A restart in between.
            async with running(folder, clock) as box:
                for year in part:
                    clock.set_wall(datetime(year, 1, 1, tzinfo=UTC))
                    box.key.press(note=str(year))
                await until(partial(has_waiting, folder, total))
                assert clock.waits(0, 40) >= 2, "no wait has grown by years"
        desk.fault = None
        async with running(folder, clock):
            await until(lambda: len(desk.alarms) == len(years))
        assert [int(alarm.body["note"]) for alarm in desk.alarms.values()] == years
        assert desk.press_ids == sorted(set(desk.press_ids))


def has_waiting(folder: Folder, count: int) -> bool:
    """Whether so many presses wait on disk."""
    spool = Spool(folder, lambda mended: None)
    found = spool.count_waiting()
    spool.close()
    return found == count


async def test_progress_is_asked_often_at_first_and_then_calmly(tmp_path: Path) -> None:
    clock = HandClock()
    async with Desk() as desk:
        folder = await enrolled(desk, tmp_path / "box")
        async with running(folder, clock) as box:
            box.key.press()
            await until(lambda: box.lamps.now.light is Light.RECEIVED)
            path = f"/v1/alarms/{desk.press_ids[0]}/progress"
            await until(lambda: desk.posts(path))

            await until(lambda: clock.waits(EAGER_S, EAGER_S))
            count = len(desk.posts(path))
            clock.forward(seconds=EAGER_S)
            await until(lambda: len(desk.posts(path)) > count)
            await until(lambda: clock.waits(EAGER_S, EAGER_S))
            clock.forward(seconds=EAGER_FOR_S)
            await until(lambda: clock.waits(CALM_S, CALM_S))
            desk.move("en_route", 61)
            clock.forward(seconds=CALM_S)
            await until(lambda: box.lamps.now.eta_min == 2)
            desk.move("reset")
            clock.forward(seconds=CALM_S)
            await until(lambda: box.lamps.now.light is Light.IDLE)
            count = len(desk.posts(path))
            beats = len(desk.posts("/v1/devices/heartbeat"))
            clock.forward(hours=1)
            await until(lambda: len(desk.posts("/v1/devices/heartbeat")) > beats)
            assert len(desk.posts(path)) == count, "a press that was reset is not asked after"


async def test_the_newest_of_several_open_presses_is_shown(tmp_path: Path) -> None:
    clock = HandClock()
    async with Desk() as desk:
        folder = await enrolled(desk, tmp_path / "box")
        async with running(folder, clock) as box:
            box.key.press()
            await until(lambda: box.lamps.now.light is Light.RECEIVED)
            desk.move("on_scene")
            clock.forward(seconds=2)
            await until(lambda: box.lamps.now.light is Light.ARRIVED)
            box.key.press()
            await until(lambda: box.lamps.now.light is Light.RECEIVED)
            desk.move("reset")
            await until(lambda: clock.waits(0, EAGER_S) >= 2)
            clock.forward(seconds=2)
            await until(lambda: box.lamps.now.light is Light.ARRIVED)


async def test_the_sign_of_life_comes_every_heartbeat_s_and_brings_progress(tmp_path: Path) -> None:
    clock = HandClock()
    async with Desk(heartbeat_s=100) as desk:
        folder = await enrolled(desk, tmp_path / "box")
        async with running(folder, clock) as box:
            beats = "/v1/devices/heartbeat"
            await until(lambda: box.lamps.now.line is Line.UP)
            facts = desk.posts(beats)[0].facts
            assert facts["spooled"] == 0
            assert datetime.fromisoformat(facts["sent_at"]).tzinfo is not None
            assert datetime.fromisoformat(facts["started_at"]) == clock.wall()
            assert facts["version"]
            await until(lambda: clock.waits(90, 110) == 1)
            desk.fault, desk.fault_path = faults.status(500), "/v1/alarms"
            box.key.press()
            await until(lambda: box.lamps.now.light is Light.NO_NETWORK)
            clock.forward(seconds=110)
            await until(lambda: len(desk.posts(beats)) == 2)
            assert desk.posts(beats)[1].facts["spooled"] == 1


async def test_a_dead_line_is_shown_and_asked_after_more_often(tmp_path: Path) -> None:
    clock = HandClock()
    async with Desk(heartbeat_s=100) as desk:
        folder = await enrolled(desk, tmp_path / "box")
        async with running(folder, clock) as box:
            await until(lambda: box.lamps.now.line is Line.UP)
            await desk.stop()
            await until(lambda: clock.waits(90, 110) == 1)
            clock.forward(seconds=110)
            await until(lambda: clock.waits(1.8, 2.2) == 1)
            assert box.lamps.now.line is Line.UP, "one missed beat says little"
            clock.forward(seconds=2.2)
            await until(lambda: box.lamps.now.line is Line.DOWN)
            await until(lambda: clock.waits(9, 11) == 1)
            await desk.start()
            clock.forward(seconds=11)
            await until(lambda: box.lamps.now.line is Line.UP)
        assert box.lamps.lights == [Light.IDLE]


async def test_a_refused_box_does_not_knock_faster(tmp_path: Path) -> None:
    clock = HandClock()
    async with Desk(heartbeat_s=100) as desk:
        folder = await enrolled(desk, tmp_path / "box")
        async with running(folder, clock) as box:
            box.key.press()
            await until(lambda: box.lamps.now.light is Light.RECEIVED)
            desk.devices["box-1"].refused = "device.revoked"
            await clock.run_until(lambda: box.lamps.now.line is Line.REFUSED)
            # The sign of life waits its whole time, and within 2 s only the disk is tended.
            await clock.run_until(
                lambda: clock.waits(61, 110) == 1 and clock.waits(0, EAGER_S) == 1, step_s=0.5
            )


async def test_a_sign_of_life_that_hangs_holds_up_no_press(tmp_path: Path) -> None:
    async with Desk() as desk:
        folder = await enrolled(desk, tmp_path / "box")
        desk.fault, desk.fault_path = faults.silent, "/v1/devices/heartbeat"
        async with running(folder) as box:
            await until(lambda: desk.posts("/v1/devices/heartbeat"))
            box.key.press()
            await until(lambda: box.lamps.now.light is Light.RECEIVED, wait_s=2)
