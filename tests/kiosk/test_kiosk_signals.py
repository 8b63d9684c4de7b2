"""Lamps and sirens: what each scene looks like, and that a siren ends."""

import asyncio
import os
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk_client.agent.log import Log
from kiosk_client.agent.outputs import (
    EV_SND,
    SND_TONE,
    SOUND,
    TONE_HZ,
    BeepOutput,
    LedOutput,
    Output,
)
from kiosk_client.agent.signals import (
    FAULT,
    LAMP,
    OFF,
    SELF_TEST,
    SOUND_S,
    STILL_S,
    Rhythm,
    Signal,
    lamp_plan,
    siren_plan,
)
from kiosk_client.agent.state import Light, Line, Scene
from kiosk_client.agent.vitals import Code, Vitals
from kiosk_client.agent.wiring import BadWire, SignalWire
from tests.kiosk.box import HandClock, command, enrolled, line_with, process, running, until
from tests.kiosk.desk import Desk


class SeenOutput:
    """A lamp that a test looks at."""

    name = "seen"

    def __init__(self) -> None:
        self.was: list[bool] = []
        self.fails: OSError | None = None

    def set(self, on: bool) -> None:
        if self.fails is not None:
            raise self.fails
        self.was.append(on)

    @property
    def now(self) -> bool:
        return self.was[-1]


@asynccontextmanager
async def lit(
    output: Output, clock: HandClock, *, siren_s: float | None = None
) -> AsyncIterator[tuple[Signal, Vitals]]:
    vitals = Vitals(clock, Log())
    plan = lamp_plan if siren_s is None else siren_plan(siren_s)
    signal = Signal(output, plan, clock, vitals, is_loud=siren_s is not None)
    task = asyncio.create_task(signal.run())
    try:
        yield signal, vitals
    finally:
        task.cancel()
        await asyncio.wait({task})


@pytest.mark.parametrize("rhythm", [*LAMP.values(), FAULT, SELF_TEST])
def test_no_lamp_flashes_more_than_three_times_in_a_second(rhythm: Rhythm) -> None:
    starts_s, at_s = [], 0.0
    for _ in range(20):
        for number, step_s in enumerate(rhythm.steps_s):
            if number % 2 == 0:
                starts_s.append(at_s)
            at_s += step_s
    if len(rhythm.steps_s) > 1:
        assert all(
            later - first > 0.99 for first, later in zip(starts_s, starts_s[3:], strict=False)
        )
        assert all(later - first > 0.3 for first, later in pairwise(starts_s))


def test_what_a_person_must_tell_apart_looks_different() -> None:
    told = [Light.IDLE, Light.CALLING, Light.NO_NETWORK, Light.RECEIVED, Light.ON_THE_WAY]
    told += [Light.ARRIVED]
    rhythms = [LAMP[light] for light in told] + [FAULT]
    assert len(set(rhythms)) == len(rhythms)
    assert set(LAMP) == set(Light)


@given(st.sampled_from(Light), st.sampled_from(Line), st.booleans())
def test_a_fault_never_hides_a_call(light: Light, line: Line, faulty: bool) -> None:
    rhythm = lamp_plan(Scene(light, line=line, faulty=faulty))
    wrong = faulty or line in (Line.DOWN, Line.REFUSED, Line.FOREIGN)
    assert (rhythm == FAULT) == (light is Light.IDLE and wrong)


async def test_a_lamp_follows_the_scenes_and_is_dark_in_the_end() -> None:
    clock, output = HandClock(), SeenOutput()
    async with lit(output, clock) as (signal, _):
        await until(lambda: output.was == [False])
        signal.show(Scene(Light.CALLING))
        for on in (True, False, True):
            await until(lambda on=on: output.now is on and clock.waits(0.1, 0.21))  # type: ignore[misc]
            clock.forward(seconds=0.2)
        signal.show(Scene(Light.ARRIVED))
        await until(lambda: output.now and clock.waits(STILL_S - 1, STILL_S + 1))
        count = len(output.was)
        signal.show(Scene(Light.ARRIVED, line=Line.UP))
        clock.forward(seconds=STILL_S)  # Told again: it may have lost its power.
        await until(lambda: len(output.was) > count)
        assert output.now
    assert output.now is False


async def test_a_siren_sounds_once_for_an_open_call_and_not_longer_than_its_time() -> None:
    clock, output = HandClock(), SeenOutput()
    async with lit(output, clock, siren_s=20.0) as (signal, _):
        signal.show(Scene(Light.IDLE))
        await until(lambda: output.was == [False])
        signal.show(Scene(Light.CALLING))
        await until(lambda: output.now and clock.waits(19.9, 20.1))
        clock.forward(seconds=15)
        for light in (Light.NO_NETWORK, Light.RECEIVED, Light.ON_THE_WAY):
            signal.show(Scene(light))
            await signal.test()
        assert clock.waits(4.9, 5.1), "news does not begin it anew"
        clock.forward(seconds=5)
        await until(lambda: not output.now)
        signal.show(Scene(Light.CALLING))
        await until(lambda: clock.waits(STILL_S - 1, STILL_S + 1))
        clock.forward(seconds=STILL_S * 3)
        assert not output.now
        signal.show(Scene(Light.IDLE))
        await until(lambda: clock.waits(STILL_S - 1, STILL_S + 1))
        signal.show(Scene(Light.CALLING))
        await until(lambda: output.now)
        signal.show(Scene(Light.ARRIVED))
        await until(lambda: not output.now)
        assert output.was.count(True) == 2


async def test_a_test_flashes_a_lamp_and_leaves_a_siren_silent() -> None:
    clock, lamp, siren = HandClock(), SeenOutput(), SeenOutput()
    async with lit(lamp, clock) as (shown, _), lit(siren, clock, siren_s=SOUND_S) as (loud, _):
        for signal in (shown, loud):
            signal.show(Scene(Light.IDLE))
        await until(lambda: clock.waits(0, 5) and siren.was)
        before = len(siren.was)
        testing = asyncio.gather(shown.test(), loud.test())
        await until(lambda: clock.waits(0.29, 0.31))
        count = lamp.was.count(True)
        await clock.run_until(testing.done, step_s=0.3)
        assert lamp.was.count(True) - count >= 2
        assert siren.was[before:] == [False]


async def test_an_output_that_is_gone_is_a_fault_until_it_is_back() -> None:
    clock, output = HandClock(), SeenOutput()
    async with lit(output, clock) as (signal, vitals):
        output.fails = OSError(19, "No such device")
        signal.show(Scene(Light.CALLING))
        await until(lambda: vitals.faults == {"seen": "No such device"})
        output.fails = None
        await clock.run_until(lambda: not vitals.faults, step_s=0.2)


async def test_a_fault_of_the_box_is_shown_while_it_is_idle(tmp_path: Path) -> None:
    async with Desk() as desk:
        folder = await enrolled(desk, tmp_path / "box")
        async with running(folder) as box:
            await until(lambda: box.lamps.now == Scene(Light.IDLE, None, Line.UP))
            box.vitals.fault("key", "stuck", Code.KEY_STUCK)
            await until(lambda: box.lamps.now.faulty)
            box.vitals.well("key")
            await until(lambda: not box.lamps.now.faulty)


async def test_a_silent_press_sounds_no_siren_and_a_loud_one_does(tmp_path: Path) -> None:
    """The beeper's node is a pipe here: what is written to it is what the kernel would get."""
    node = tmp_path / "beep"
    os.mkfifo(node)
    reader = os.open(node, os.O_RDONLY | os.O_NONBLOCK)
    told: list[int] = []

    def heard() -> list[int]:
        try:
            data = os.read(reader, SOUND.size * 64)
        except BlockingIOError:
            return told
        for _, _, kind, code, value in SOUND.iter_unpack(data):
            assert (kind, code) == (EV_SND, SND_TONE)
            told.append(value)
        return told

    async with Desk() as desk:
        folder = await enrolled(desk, tmp_path / "box")
        arguments = ("run", "--key", "stdin", "--siren", f"beep={node},seconds=30")
        async with process(*arguments, "--folder", str(folder.path)) as box:
            assert box.stdin is not None
            await line_with(box.stderr, '"heartbeat"')
            box.stdin.write(b"duress silent\n")
            await until(lambda: len(desk.alarms) == 1)
            assert set(heard()) == {0}
            box.stdin.write(b"fire\n")
            await until(lambda: TONE_HZ in heard())
            box.terminate()
            await box.wait()
        assert heard()[-1] == 0, "it does not sound on when the agent has ended"
    os.close(reader)


def test_a_led_is_taken_from_its_trigger_and_lit_as_far_as_it_goes(tmp_path: Path) -> None:
    led = tmp_path / "red"
    led.mkdir()
    for name, text in (("trigger", "mmc0"), ("max_brightness", "255\n"), ("brightness", "0")):
        (led / name).write_text(text)
    output = LedOutput("red", tmp_path)
    output.set(True)
    assert (led / "trigger").read_text() == "none"
    assert (led / "brightness").read_text() == "255"
    output.set(False)
    assert (led / "brightness").read_text().startswith("0")
    with pytest.raises(FileNotFoundError):
        LedOutput("blue", tmp_path).set(True)
    assert not (tmp_path / "blue").exists()


def test_a_beeper_that_is_missing_is_said(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        BeepOutput(str(tmp_path / "beep")).set(True)
    assert SOUND.size == struct.calcsize("llHHi")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("led", "needs a device"),
        ("bell=3", "it is led=NAME"),
        ("led=red,line=3", "does not know line"),
        ("gpio=/dev/gpiochip0", "line= is a number"),
        ("beep=/dev/input/beep,seconds=9999", "seconds= is 0 to 300"),
    ],
)
async def test_a_siren_that_is_named_wrongly_is_said(text: str, says: str) -> None:
    with pytest.raises(BadWire, match=says):
        SignalWire.siren(text)
    status, _, err = await command("run", "--siren", text)
    assert (status, says in err) == (2, True)


def test_a_lamp_has_no_sounding_time() -> None:
    with pytest.raises(BadWire, match="does not know seconds"):
        SignalWire.lamp("led=red,seconds=3")
    assert siren_plan(3.0)(Scene(Light.IDLE)) == OFF
