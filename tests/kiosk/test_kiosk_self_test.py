"""The daily self-test: when it is due, what it finds, and where it is told."""

import asyncio
import json
import os
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk_client.agent import self_test
from kiosk_client.agent.clock import SystemClock
from kiosk_client.agent.log import Log
from kiosk_client.agent.notes import Notes, read_notes
from kiosk_client.agent.outputs import LedOutput
from kiosk_client.agent.self_test import (
    AGAIN_S,
    Check,
    SelfTest,
    Try,
    check_disk,
    check_line,
    check_power,
    is_due,
    is_due_again,
    tries_beside,
    try_all,
    try_wiring,
)
from kiosk_client.agent.settings import Folder
from kiosk_client.agent.signals import OFF, Signal
from kiosk_client.agent.status import lines_of, read_status
from kiosk_client.agent.vitals import Code, Vitals
from tests.kiosk.box import HandClock, command, enrolled, line_with, process, until
from tests.kiosk.desk import Desk

AT = time(3, 30)
minutes = st.integers(0, 60 * 24 * 30)


@given(minutes, minutes)
def test_it_is_due_once_a_day_at_its_hour_or_when_the_box_is_next_on(now: int, last: int) -> None:
    begin = datetime(2026, 3, 1, tzinfo=UTC)
    local, last_at = begin + timedelta(minutes=now), begin + timedelta(minutes=last)
    today_at = local.replace(hour=AT.hour, minute=AT.minute)
    expected = local >= today_at and not today_at <= last_at <= local
    assert is_due(local, AT, last_at) == expected
    assert is_due(local, AT, None) == (local >= today_at)
    assert not is_due(local, AT, local) or local < today_at


@given(st.integers(0, 3 * int(AGAIN_S)), st.sampled_from([True, False, None]))
def test_what_failed_is_tried_again_after_an_hour_and_what_was_good_is_not(
    ago_s: int, good: bool | None
) -> None:
    now = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
    last_at = now - timedelta(seconds=ago_s)
    assert is_due_again(now, {"good": good}, last_at) == (good is False and ago_s >= AGAIN_S)
    assert not is_due_again(now, None, last_at)
    assert not is_due_again(now, {"good": good}, None)


async def test_a_check_that_does_not_end_has_failed_by_its_own_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(self_test, "CHECK_S", 0.01)

    async def hangs() -> list[Check]:
        await asyncio.Event().wait()
        raise AssertionError("nobody sets it")

    checks = await try_all([Try(Code.SPOOL, hangs)])
    assert checks == [Check(Code.SPOOL, good=False, said="> 0.01 s")]


def test_a_clock_that_was_years_ahead_does_not_stop_the_tests() -> None:
    local = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
    assert is_due(local, AT, datetime(2050, 1, 1, tzinfo=UTC))


def test_a_disk_that_takes_a_file_and_has_room_is_good(tmp_path: Path) -> None:
    disk, room = check_disk(Folder(tmp_path))
    assert (disk.good, room.good) == (True, True)
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_takes_nothing_is_bad(tmp_path: Path) -> None:
    (tmp_path / "self-test.new").mkdir()
    assert check_disk(Folder(tmp_path)) == [Check(Code.DISK, good=False, said="Is a directory")]
    assert not check_disk(Folder(tmp_path / "gone"))[0].good


def test_a_full_disk_is_bad(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    free_mb = os.statvfs(tmp_path).f_bavail * os.statvfs(tmp_path).f_frsize // 1_000_000
    monkeypatch.setattr(self_test, "DISK_FREE_MB_MIN", free_mb * 2)
    assert [check.good for check in check_disk(Folder(tmp_path))] == [True, False]


@pytest.mark.parametrize(
    ("heartbeat", "good"),
    [
        ({"outcome": "done", "clock_off_s": 2.5}, [True, True]),
        ({"outcome": "done", "clock_off_s": -61.0}, [True, False]),
        ({"outcome": "done", "clock_off_s": None}, [True]),
        ({"outcome": "refused", "reason": "device.revoked"}, [False]),
    ],
)
def test_line_and_clock_are_judged_by_a_sign_of_life(
    heartbeat: dict[str, object], good: list[bool]
) -> None:
    assert [check.good for check in check_line(heartbeat)] == good


def test_a_battery_is_judged_where_there_is_one() -> None:
    assert check_power({"power": "mains"}) == []
    assert check_power({"battery_pct": 30})[0].good
    assert not check_power({"battery_pct": 29})[0].good


async def test_what_fails_is_a_fault_until_the_next_test_finds_it_good(tmp_path: Path) -> None:
    async with Desk() as desk:
        folder, clock = await enrolled(desk, tmp_path / "box"), HandClock(SystemClock().wall())
    # Nobody is there any more.
    vitals = Vitals(clock, Log())
    notes = Notes(folder, clock)
    led = tmp_path / "leds" / "red"
    output = LedOutput("red", led.parent)
    lamp = Signal(output, lambda scene: OFF, clock, vitals, is_loud=False)
    tries = [*tries_beside(folder, clock, Log()), try_wiring([lamp], vitals)]
    test = SelfTest(tries, AT, clock, notes, vitals, Log())
    checks = await test.test()
    bad = {check.code for check in checks if not check.good}
    assert bad == {Code.LINE, Code.OUTPUT}
    assert vitals.faults[self_test.FAULT] == "line output"
    await until(lambda: read_notes(folder).get("self_test"))
    told = read_notes(folder)["self_test"]
    assert (told["good"], len(told["checks"])) == (False, len(checks))
    led.mkdir(parents=True)
    (led / "max_brightness").write_text("1")
    (led / "brightness").write_text("0")
    checks = await test.test()
    assert {check.code for check in checks if not check.good} == {Code.LINE}


async def test_a_box_tests_itself_and_a_restart_does_not_forget(tmp_path: Path) -> None:
    """At once where today's hour is over: the box may have been off in the night."""
    clock = HandClock(datetime(2026, 3, 2, 12, 0, tzinfo=UTC))
    folder = Folder(tmp_path)
    vitals, notes = Vitals(clock, Log()), Notes(folder, clock)
    calls: list[datetime] = []

    async def tried() -> list[Check]:
        calls.append(clock.wall())
        return [Check(Code.DISK, good=True)]

    test = SelfTest([Try(Code.DISK, tried)], time(0, 0), clock, notes, vitals, Log())
    task = asyncio.create_task(test.run())
    await clock.run_until(lambda: calls, step_s=60)
    await until(lambda: "self_test" in read_notes(folder))
    await until(lambda: clock.waits(1, 60))
    for _ in range(5):
        clock.forward(seconds=60)
        await until(lambda: clock.waits(1, 60))
    assert len(calls) == 1
    await clock.run_until(lambda: len(calls) == 2, step_s=1800)
    assert (calls[1] - calls[0]).total_seconds() > 3600 * 10
    task.cancel()
    assert Notes(folder, clock).self_tested_at is not None


async def test_status_and_the_log_tell_of_it(tmp_path: Path) -> None:
    async with Desk() as desk:
        folder = await enrolled(desk, tmp_path / "box")
        notes = {
            "self_test": {
                "at": "2026-03-02T03:30:00.000+08:00",
                "good": False,
                "checks": [{"code": "room", "good": False, "said": "3 MB"}],
            }
        }
        folder.notes.write_text(json.dumps(notes))
        assert read_status(folder)["self_test"] == notes["self_test"]
        key = f"evdev={tmp_path}/none"
        async with process("run", "--key", key, "--folder", str(folder.path)) as box:
            await line_with(box.stderr, '"heartbeat"')
            await until(lambda: read_status(folder)["faults"])
            lines = "\n".join(lines_of(read_status(folder)))
        assert "self-test  2026-03-02T03:30:00.000+08:00 failed: room 3 MB" in lines
        assert f"fault      {key}: No such file or directory" in lines
        assert read_status(folder)["faults"] == {}, "of an agent that does not run nothing is known"


async def test_the_self_test_of_the_command_line(tmp_path: Path) -> None:
    async with Desk() as desk:
        folder = await enrolled(desk, tmp_path / "box")
        status, out, _ = await command("self-test", "--folder", str(folder.path))
        words = [line.split()[:2] for line in out.splitlines()]
        assert status == 0
        assert words[:2] == [["disk", "good"], ["room", "good"]]
        assert words[-2:] == [["line", "good"], ["clock", "good"]]
    status, out, _ = await command("self-test", "--folder", str(folder.path))
    assert (status, "line     BAD" in out) == (1, True)


@pytest.mark.parametrize("text", ["25:00", "3:30", "soon", "03:30+01:00"])
async def test_an_hour_that_is_none_is_said(text: str) -> None:
    status, _, err = await command("run", "--self-test-at", text)
    assert (status, "HH:MM" in err) == (2, True)
