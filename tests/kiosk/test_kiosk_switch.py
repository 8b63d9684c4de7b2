"""Real keys: one touch is one press; a device that returns is opened anew; a stuck key is said."""

import asyncio
import os
import pty
import tty
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk_client.agent import evdev
from kiosk_client.agent.clock import Clock, SystemClock
from kiosk_client.agent.evdev import EvdevPort
from kiosk_client.agent.log import Log
from kiosk_client.agent.switch import (
    BOUNCE_S,
    REOPEN_S,
    STUCK_S,
    TURN_S,
    Edge,
    Meaning,
    Port,
    Switch,
    SwitchKey,
)
from kiosk_client.agent.touch import Touch
from kiosk_client.agent.vitals import Vitals
from kiosk_client.agent.wiring import BadWire, KeyWire
from tests.kiosk import wires
from tests.kiosk.box import HandClock, command, enrolled, process, until
from tests.kiosk.desk import Desk
from tests.kiosk.wires import input_event, piped

CODE, OTHER = 0x1C, 0x1E


class Heard:
    """A key that is listened to, and what was heard."""

    def __init__(self, port: Port, clock: Clock, meaning: Meaning) -> None:
        self.vitals = Vitals(clock, Log())
        self.touches: list[Touch] = []
        self._key = SwitchKey(port, meaning, clock, self.vitals)

    async def listen(self) -> None:
        async for touch in self._key.touches():
            self.touches.append(touch)


@asynccontextmanager
async def heard(port: Port, clock: Clock, meaning: Meaning | None = None) -> AsyncIterator[Heard]:
    listener = Heard(port, clock, meaning or Meaning())
    task = asyncio.create_task(listener.listen())
    try:
        yield listener
    finally:
        task.cancel()
        await asyncio.wait({task})


def settles(clock: HandClock) -> int:
    """Whether a key waits to see that its contact has only bounced."""
    return clock.waits(BOUNCE_S / 2, BOUNCE_S * 1.1)


async def touched(listener: Heard, count: int) -> None:
    """Wait until it has heard so many touches."""
    await until(lambda: len(listener.touches) == count)


@asynccontextmanager
async def piped_key(
    tmp_path: Path, meaning: Meaning | None = None, code: int | None = CODE
) -> AsyncIterator[tuple[wires.PipedKey, Heard, HandClock]]:
    clock = HandClock()
    path = tmp_path / "key"
    with piped(path, clock) as device:
        async with heard(EvdevPort(str(path), code), clock, meaning) as listener:
            await until(lambda: clock.waits(TURN_S, TURN_S))
            yield device, listener, clock


gaps = st.lists(st.floats(0, BOUNCE_S * 0.99), max_size=30)


@given(gaps, st.floats(BOUNCE_S, 3600), gaps)
def test_a_touch_is_one_however_its_contact_bounces_and_however_long_it_is_held(
    closing: list[float], held_s: float, opening: list[float]
) -> None:
    switch, at_s, begun = Switch(0.0), 1000.0, 0
    for gap_s in closing:
        begun += switch.edge(Edge(True, at_s)) + switch.edge(Edge(False, at_s + gap_s / 2))
        at_s += gap_s
    begun += switch.edge(Edge(True, at_s))
    at_s += held_s
    begun += switch.look(at_s)
    for gap_s in opening:
        begun += switch.edge(Edge(False, at_s)) + switch.edge(Edge(True, at_s + gap_s / 2))
        at_s += gap_s
    begun += switch.edge(Edge(False, at_s)) + switch.look(at_s + 10)
    assert begun == 1


@given(st.lists(st.tuples(st.floats(0.06, 60), st.floats(0.06, 60)), max_size=20))
def test_every_touch_after_a_release_is_another(holds: list[tuple[float, float]]) -> None:
    switch, at_s, begun = Switch(0.0), 1000.0, 0
    for down_s, up_s in holds:
        begun += switch.edge(Edge(True, at_s))
        at_s += down_s
        begun += switch.edge(Edge(False, at_s))
        at_s += up_s
    assert begun == len(holds)


@given(st.floats(0.1, 5), st.floats(0.06, 10), st.booleans())
def test_a_long_press_begins_when_it_has_been_held_for_its_time(
    hold_s: float, held_s: float, looks: bool
) -> None:
    switch = Switch(hold_s)
    assert not switch.edge(Edge(True, 1000.0))
    begun = looks and switch.look(1000.0 + held_s)
    begun = switch.edge(Edge(False, 1000.0 + held_s)) or begun
    assert begun == (1000.0 + held_s - 1000.0 >= hold_s)


@given(st.floats(0.0, 5), st.lists(st.tuples(st.booleans(), st.floats(0, 100)), max_size=40))
def test_it_always_says_when_to_look_again(hold_s: float, steps: list[tuple[bool, float]]) -> None:
    switch, at_s = Switch(hold_s), 1000.0
    for down, gap_s in steps:
        switch.edge(Edge(down, at_s))
        assert 0 < switch.next_look_s(at_s) <= TURN_S
        at_s += gap_s


async def test_a_key_of_a_device_is_a_touch_and_another_key_of_it_is_none(tmp_path: Path) -> None:
    meaning = Meaning("duress", silent=True)
    async with piped_key(tmp_path, meaning) as (device, listener, clock):
        device.send(OTHER, 1, 0)
        device.send(CODE, 1, 0)
        await until(lambda: listener.touches)
        (touch,) = listener.touches
        assert (touch.kind, touch.silent) == ("duress", True)
        assert touch.pressed_at.startswith(clock.wall().isoformat()[:19])


async def test_any_key_of_a_device_without_a_code(tmp_path: Path) -> None:
    async with piped_key(tmp_path, code=None) as (device, listener, clock):
        device.send(OTHER, 1)
        device.send(CODE, 1, 0)  # With the first still down, it is the same touch.
        device.send(OTHER, 0)
        await until(lambda: settles(clock))
        clock.forward(seconds=1)
        await until(lambda: clock.waits(TURN_S, TURN_S))
        device.send(CODE, 1, 0)
        await touched(listener, 2)


async def test_a_key_that_repeats_is_one_touch_and_after_a_minute_a_fault(tmp_path: Path) -> None:
    async with piped_key(tmp_path) as (device, listener, clock):
        device.send(CODE, 1)
        await until(lambda: listener.touches)
        for _ in range(int(STUCK_S / TURN_S)):
            await until(lambda: clock.waits(0, TURN_S))
            assert not listener.vitals.faults
            clock.forward(seconds=TURN_S)
            device.send(CODE, 2)
        name = f"evdev={device.path},code={CODE}"
        await until(lambda: listener.vitals.faults == {name: "stuck"})
        assert len(listener.touches) == 1
        device.send(CODE, 0)
        await until(lambda: settles(clock))
        clock.forward(seconds=BOUNCE_S * 2)
        await until(lambda: not listener.vitals.faults)
        device.send(CODE, 1)
        await touched(listener, 2)


async def test_a_long_press_needs_its_time_and_no_release(tmp_path: Path) -> None:
    async with piped_key(tmp_path, Meaning(hold_s=1.5)) as (device, listener, clock):
        device.send(CODE, 1)
        await until(lambda: clock.waits(1.4, 1.5))
        clock.forward(seconds=1.4)
        device.send(CODE, 0)
        await until(lambda: settles(clock))
        clock.forward(seconds=1)
        await until(lambda: clock.waits(TURN_S, TURN_S))
        assert not listener.touches
        device.send(CODE, 1)
        await until(lambda: clock.waits(1.4, 1.5))
        clock.forward(seconds=1.5)
        await until(lambda: listener.touches)


async def test_a_touch_that_was_read_late_was_made_when_it_was_made(tmp_path: Path) -> None:
    async with piped_key(tmp_path) as (device, listener, clock):
        at_s = clock.monotonic() - 30
        device.write(input_event(evdev.EV_KEY, CODE, 1, at_s))
        await until(lambda: listener.touches)
        assert listener.touches[0].pressed_at == "2026-03-02T07:59:30.000+00:00"


@pytest.mark.parametrize("wrong_s", [-1e6, -100, 100, 1e9])
async def test_a_time_of_another_clock_is_not_believed(tmp_path: Path, wrong_s: float) -> None:
    async with piped_key(tmp_path) as (device, listener, clock):
        at_s = max(clock.monotonic() + wrong_s, 0)
        device.write(input_event(evdev.EV_KEY, CODE, 1, at_s))
        await until(lambda: listener.touches)
        assert listener.touches[0].pressed_at == "2026-03-02T08:00:00.000+00:00"


async def test_a_device_that_goes_away_is_a_fault_and_is_opened_anew(tmp_path: Path) -> None:
    async with piped_key(tmp_path) as (device, listener, clock):
        for count in range(1, 4):
            device.pull_out()
            await until(lambda: listener.vitals.faults)
            clock.forward(seconds=REOPEN_S)
            await until(lambda: clock.waits(REOPEN_S, REOPEN_S))
            assert list(listener.vitals.faults.values()) == ["No such file or directory"]
            assert not listener.vitals.hung()
            device.plug_in()
            clock.forward(seconds=REOPEN_S)
            await until(lambda: not listener.vitals.faults)
            device.send(CODE, 1, 0)
            await touched(listener, count)
            await until(lambda: settles(clock))
            clock.forward(seconds=BOUNCE_S * 2)
            await until(lambda: clock.waits(TURN_S, TURN_S))


async def test_a_jammed_key_on_a_loose_plug_is_one_touch(tmp_path: Path) -> None:
    async with piped_key(tmp_path) as (device, listener, clock):
        device.send(CODE, 1)
        await until(lambda: listener.touches)
        for _ in range(3):
            device.pull_out()
            await until(lambda: listener.vitals.faults)
            device.plug_in()
            # What a real device tells by its state when it is opened, a pipe can only repeat.
            device.send(CODE, 2)
            clock.forward(seconds=REOPEN_S)
            await until(lambda: not listener.vitals.faults)
        assert len(listener.touches) == 1


async def test_a_terminal_device_that_hangs_up_is_opened_anew(tmp_path: Path) -> None:
    """The other way a device ends: reading it fails, instead of giving nothing."""
    clock = HandClock()
    path = tmp_path / "key"
    async with heard(EvdevPort(str(path), CODE), clock) as listener:
        for count in range(1, 3):
            await until(lambda: clock.waits(REOPEN_S, REOPEN_S))
            near, far = pty.openpty()
            tty.setraw(far)
            path.symlink_to(os.ttyname(far))
            clock.forward(seconds=REOPEN_S)
            await until(lambda: not listener.vitals.faults)
            os.write(near, input_event(evdev.EV_KEY, CODE, 1, clock.monotonic()))
            os.write(near, input_event(evdev.EV_KEY, CODE, 0, clock.monotonic()))
            await touched(listener, count)
            clock.forward(seconds=BOUNCE_S * 2)
            path.unlink()
            os.close(near)
            os.close(far)
            await until(lambda: listener.vitals.faults)


@pytest.mark.parametrize("junk", [b"x", b"x" * (evdev.EVENT.size * 2 + 1)])
async def test_what_gives_no_whole_events_is_no_device(tmp_path: Path, junk: bytes) -> None:
    async with piped_key(tmp_path) as (device, listener, clock):
        device.write(junk)
        await until(lambda: listener.vitals.faults)
        clock.forward(seconds=REOPEN_S)
        await until(lambda: not listener.vitals.faults)
        device.send(CODE, 1)
        await until(lambda: listener.touches)


async def test_after_a_lost_event_the_key_is_asked_how_it_stands(tmp_path: Path) -> None:
    async with piped_key(tmp_path) as (device, listener, clock):
        device.send(CODE, 1)
        await until(lambda: listener.touches)
        device.write(input_event(evdev.EV_SYN, evdev.SYN_DROPPED, 0, clock.monotonic()))
        await until(lambda: settles(clock))  # A pipe says: up.
        clock.forward(seconds=BOUNCE_S * 2)
        device.send(CODE, 1)
        await touched(listener, 2)


async def test_a_device_is_found_by_its_name(tmp_path: Path) -> None:
    clock = HandClock()
    for number, name in enumerate(["Power Button", "Red Key", "Mouse"]):
        folder = tmp_path / "class" / f"event{number}" / "device"
        folder.mkdir(parents=True)
        (folder / "name").write_text(name + "\n")
    with piped(tmp_path / "event1", clock) as device:
        port = EvdevPort("Red Key", None, nodes=tmp_path, devices=tmp_path / "class")
        async with heard(port, clock) as listener:
            await until(lambda: clock.waits(TURN_S, TURN_S))
            device.send(CODE, 1)
            await until(lambda: listener.touches)
    with pytest.raises(OSError, match="No such device"):
        EvdevPort("Blue Key", None, nodes=tmp_path, devices=tmp_path / "class").open()


async def test_a_touch_of_a_wired_key_becomes_an_alarm(tmp_path: Path) -> None:
    async with Desk() as desk:
        folder = await enrolled(desk, tmp_path / "box")
        with piped(tmp_path / "key", SystemClock()) as device:
            key = f"evdev={device.path},code={CODE},kind=fire"
            arguments = ("run", "--key", key, "--folder", str(folder.path))
            async with process(*arguments):
                device.send(CODE, 1, 0, 1, 0)
                await until(lambda: desk.alarms)
                clock = SystemClock()
                since_s = clock.monotonic()
                await until(lambda: clock.monotonic() - since_s > BOUNCE_S * 2)
                device.send(CODE, 1)
                await until(lambda: len(desk.alarms) == 2)
        assert {alarm.body["kind"] for alarm in desk.alarms.values()} == {"fire"}


@pytest.mark.skipif(
    not os.access(wires.UINPUT, os.W_OK),
    reason="NO /dev/uinput HERE: the kernel's own input nodes are not tested; pipes stand for them",
)
async def test_a_device_of_the_kernel_is_taken_pressed_pulled_out_and_back() -> None:
    clock = SystemClock()
    name = f"Watchbell test {os.getpid()}"
    async with heard(EvdevPort(name, CODE), clock) as listener:
        for count in (1, 2):
            made = wires.MadeKey(name, [CODE, OTHER])
            await until(lambda: not listener.vitals.faults)
            made.send(OTHER, 1, 0)
            made.send(CODE, 1, 0)
            await touched(listener, count)
            with pytest.raises(OSError, match="busy"):  # Its keys type nowhere else.
                EvdevPort(name).open()
            made.pull_out()
            await until(lambda: listener.vitals.faults)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("evdev", "needs a device"),
        ("evdev=/dev/input/event0,code=x", "code= is a number"),
        ("evdev=/dev/input/event0,code=99999", "code= is a number"),
        ("evdev=/dev/input/event0,hold=soon", "hold= is a number of seconds"),
        ("evdev=/dev/input/event0,hold=11", "hold= is 0 to 10"),
        ("evdev=/dev/input/event0,hold=nan", "hold= is 0 to 10"),
        ("evdev=/dev/input/event0,kind=party", "kind= is one of"),
        ("evdev=/dev/input/event0,line=3", "does not know line"),
        ("gpio=/dev/gpiochip0", "line= is a number"),
        ("gpio=/dev/gpiochip0,line=3,code=4", "does not know code"),
        ("mouse=1", "a key is evdev=DEVICE, gpio=CHIP,line=N"),
    ],
)
async def test_a_key_that_is_named_wrongly_is_said_when_it_is_named(text: str, says: str) -> None:
    with pytest.raises(BadWire, match=says):
        KeyWire.parse(text)
    status, _, err = await command("run", "--key", text)
    assert (status, says in err) == (2, True)
