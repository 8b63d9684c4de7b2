"""The keys: one touch is one press, however the contact bounces and however long it is held."""

import asyncio
import os
import pty
import sys
import termios
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk_client.agent.button import REPEAT_S, WAITING_MAX, Contact, read_line
from kiosk_client.agent.touch import KINDS
from tests.kiosk import faults
from tests.kiosk.box import ROOT, enrolled, process, until
from tests.kiosk.desk import Desk

AT = "2026-03-02T08:00:00.000+00:00"


@given(st.lists(st.floats(0, 0.05), max_size=40))
def test_a_bouncing_contact_is_one_touch(gaps_s: list[float]) -> None:
    contact = Contact(REPEAT_S)
    at_s = 100.0
    begun = contact.signal(at_s)
    for gap_s in gaps_s:
        at_s += gap_s
        assert not contact.signal(at_s)
    assert begun


def test_a_key_that_is_held_for_an_hour_is_one_touch() -> None:
    contact = Contact(REPEAT_S)
    repeats = [100.0, 100.66, *(100.66 + 0.033 * n for n in range(1, 109_000))]
    assert [contact.signal(at_s) for at_s in repeats].count(True) == 1


def test_after_release_another_touch_is_another_press() -> None:
    contact = Contact(REPEAT_S)
    assert contact.signal(100.0)
    assert not contact.signal(100.04)
    assert contact.signal(100.04 + REPEAT_S)


@given(st.text())
def test_any_line_is_a_press(line: str) -> None:
    touch = read_line(line, AT)
    assert touch.kind in KINDS
    assert touch.pressed_at == AT


@pytest.mark.parametrize(
    ("line", "kind", "silent", "test"),
    [
        ("", "emergency", False, False),
        ("fire", "fire", False, False),
        ("duress silent", "duress", True, False),
        ("SILENT Missing_Child\r", "missing_child", True, False),
        ("test", "emergency", False, True),
        ("help!", "emergency", False, False),
    ],
)
def test_a_line_may_name_a_kind_and_be_silent(
    line: str, kind: str, silent: bool, test: bool
) -> None:
    touch = read_line(line, AT)
    assert (touch.kind, touch.silent, touch.test) == (kind, silent, test)


async def test_each_line_of_the_standard_input_is_a_press(tmp_path: Path) -> None:
    async with Desk() as desk:
        folder = await enrolled(desk, tmp_path / "box")
        async with process("run", "--key", "stdin", "--folder", str(folder.path)) as box:
            assert box.stdin is not None
            box.stdin.write(b"fire\n\nmedical\n\xff\xfe no text\n" + b"x" * 5000 + b"\nlast")
            box.stdin.close()
            await until(lambda: len(desk.alarms) == 6)
        kinds = [alarm.body["kind"] for alarm in desk.alarms.values()]
        assert kinds == ["fire", "emergency", "medical", "emergency", "emergency", "emergency"]


async def test_no_press_of_a_flood_is_dropped(tmp_path: Path) -> None:
    async with Desk() as desk:
        folder = await enrolled(desk, tmp_path / "box")
        desk.faults.append(("/v1/alarms", faults.status(503)))
        async with process("run", "--key", "stdin", "--folder", str(folder.path)) as box:
            assert box.stdin is not None
            box.stdin.write(b"\n" * WAITING_MAX * 4)
            await until(lambda: len(desk.alarms) == WAITING_MAX * 4)


async def test_a_key_of_the_terminal_is_pressed_held_and_pressed_again(tmp_path: Path) -> None:
    async with Desk() as desk:
        folder = await enrolled(desk, tmp_path / "box")
        terminal, child_side = pty.openpty()
        arguments = ("run", "--key", "keyboard=p", "--folder", str(folder.path))
        child = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "kiosk_client.cli", *arguments),
            stdin=child_side,
            stdout=child_side,
            stderr=child_side,
            cwd=ROOT,
        )
        try:
            await until(lambda: desk.posts("/v1/devices/heartbeat"))
            os.write(terminal, b"xy\n")
            os.write(terminal, b"p")
            await until(lambda: len(desk.alarms) == 1)
            os.write(terminal, b"pp")  # The key is still down.
            loop = asyncio.get_running_loop()
            released_s = loop.time()
            await until(lambda: loop.time() - released_s > REPEAT_S + 0.1)
            os.write(terminal, b"p")
            await until(lambda: len(desk.alarms) == 2)
            assert not termios.tcgetattr(terminal)[3] & termios.ICANON
            child.terminate()
            async with asyncio.timeout(10):
                assert await child.wait() == 0
            assert termios.tcgetattr(terminal)[3] & termios.ICANON, "left as it was found"
        finally:
            if child.returncode is None:
                child.kill()
                await child.wait()
            os.close(terminal)
            os.close(child_side)
