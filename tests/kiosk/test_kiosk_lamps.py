"""What the lamps say, and when they say nothing."""

import asyncio
import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk_client.agent.lamps import describe
from kiosk_client.agent.pulse import EAGER_S
from kiosk_client.agent.state import PATIENCE_S, Light, Line, Scene, Trouble, scene
from kiosk_client.agent.touch import Press, State
from kiosk_client.words import LANGUAGES, Words
from tests.kiosk import faults
from tests.kiosk.box import HandClock, enrolled, line_with, process, running, until
from tests.kiosk.desk import Desk


def press(state: State, *, on_disk: bool = True) -> Press:
    return Press(1, "id", "emergency", "at", False, False, "", "", state, on_disk)


@given(
    state=st.sampled_from(State),
    trouble=st.sampled_from(Trouble),
    waited_s=st.floats(0, 1e6),
    eta_s=st.none() | st.floats(0, 86400),
    on_disk=st.booleans(),
)
def test_calling_is_shown_only_for_a_press_that_is_on_disk(
    state: State, trouble: Trouble, waited_s: float, eta_s: float | None, on_disk: bool
) -> None:
    shown = scene(
        press(state, on_disk=on_disk),
        trouble=trouble,
        waited_s=waited_s,
        eta_s=eta_s,
        line=Line.UP,
    )
    if shown.light is Light.CALLING:
        assert on_disk
        assert waited_s < PATIENCE_S
    if shown.eta_min is not None:
        assert shown.light is Light.ON_THE_WAY
        assert eta_s is not None
        assert shown.eta_min == math.ceil(eta_s / 60)


@pytest.mark.parametrize(
    ("state", "light"),
    [
        (State.RECEIVED, Light.RECEIVED),
        (State.ASSIGNED, Light.RECEIVED),
        (State.EN_ROUTE, Light.ON_THE_WAY),
        (State.ON_SCENE, Light.ARRIVED),
        (State.RESET, Light.IDLE),
    ],
)
def test_what_the_centre_says_is_shown(state: State, light: Light) -> None:
    for trouble in Trouble:
        shown = scene(press(state), trouble=trouble, waited_s=99, eta_s=None, line=Line.UP)
        assert shown.light is light


async def test_the_lights_follow_a_press_from_calling_to_reset(tmp_path: Path) -> None:
    clock = HandClock()
    async with Desk() as desk:
        folder = await enrolled(desk, tmp_path / "box")
        async with running(folder, clock) as box:

            async def shows(wanted: Scene) -> None:
                await until(lambda: clock.waits(EAGER_S, EAGER_S) or box.lamps.now == wanted)
                clock.forward(seconds=EAGER_S)
                await until(lambda: box.lamps.now == wanted, str(wanted))

            box.key.press()
            await until(lambda: box.lamps.now.light is Light.RECEIVED)
            desk.move("assigned")
            await shows(Scene(Light.RECEIVED, None, Line.UP))
            desk.move("en_route", 150)
            await shows(Scene(Light.ON_THE_WAY, 3, Line.UP))
            desk.move("en_route")
            await shows(Scene(Light.ON_THE_WAY, None, Line.UP))
            desk.move("on_scene")
            await shows(Scene(Light.ARRIVED, None, Line.UP))
            desk.move("reset")
            await shows(Scene(Light.IDLE, None, Line.UP))
        assert box.lamps.lights == [
            Light.IDLE,
            Light.CALLING,
            Light.RECEIVED,
            Light.ON_THE_WAY,
            Light.ARRIVED,
            Light.IDLE,
        ]


async def test_a_call_without_an_answer_is_shown_as_not_through(tmp_path: Path) -> None:
    clock = HandClock()
    async with Desk() as desk:
        folder = await enrolled(desk, tmp_path / "box")
        desk.fault, desk.fault_path = faults.silent, "/v1/alarms"
        async with running(folder, clock) as box:
            box.key.press()
            await until(lambda: box.lamps.now.light is Light.CALLING and desk.posts())
            await until(lambda: clock.waits(PATIENCE_S, PATIENCE_S))
            clock.forward(seconds=PATIENCE_S)
            await until(lambda: box.lamps.now.light is Light.NO_NETWORK)


@pytest.mark.parametrize("trouble", ["none", "no network", "refused"])
async def test_a_silent_press_changes_nothing_that_can_be_seen(
    tmp_path: Path, trouble: str
) -> None:
    async with Desk() as desk:
        folder = await enrolled(desk, tmp_path / "box")
        async with process("run", "--key", "stdin", "--folder", str(folder.path)) as box:
            assert box.stdin is not None
            await line_with(box.stderr, '"heartbeat"')
            if trouble == "no network":
                desk.fault, desk.fault_path = faults.cuts, "/v1/alarms"
            if trouble == "refused":
                desk.fault, desk.fault_path = faults.refuses("device.revoked"), "/v1/alarms"
            box.stdin.write(b"duress silent\n")
            if desk.fault is None:
                await until(lambda: desk.alarms)
                assert desk.posts()[0].facts["silent"] is True
                box.stdin.write(b"fire\n")  # Goes after the silent one, and is shown and logged.
                await line_with(box.stdout, "Received")
            else:
                await until(desk.got_more_than(0))
                box.stdin.write(b"duress silent\n")  # Wakes the sender: the first is sent again.
                await until(desk.got_more_than(1))
            box.terminate()
            out, err = await box.communicate()
        shown = ["Ready"] if desk.fault else []
        assert [line.partition(":")[0] for line in out.decode().splitlines()] == shown
        assert err.count(b'"press.') == (0 if desk.fault else 1)
        assert b"duress" not in err


async def test_a_silent_press_that_is_never_answered_stays_unseen(tmp_path: Path) -> None:
    clock = HandClock()
    async with Desk() as desk:
        folder = await enrolled(desk, tmp_path / "box")
        async with running(folder, clock) as box:
            await until(lambda: box.lamps.now.line is Line.UP)
            desk.fault, desk.fault_path = faults.refuses("device.revoked"), "/v1/alarms"
            box.key.press("duress", silent=True)
            for _ in range(4):
                count = len(desk.posts())
                await clock.run_until(desk.got_more_than(count), step_s=30)
            desk.fault = None
            await clock.run_until(lambda: desk.alarms, step_s=30)
            desk.move("en_route", 60)
            beats = len(desk.posts("/v1/devices/heartbeat"))
            clock.forward(seconds=33)
            await until(lambda: len(desk.posts("/v1/devices/heartbeat")) > beats)
        assert box.lamps.lights == [Light.IDLE]
        assert not [asked for asked in desk.asked if asked.path.endswith("/progress")]


async def test_older_news_does_not_undo_newer(tmp_path: Path) -> None:
    """A slow answer to the sign of life says how things stood when it was asked."""
    clock = HandClock()
    now = asyncio.Event()
    async with Desk() as desk:
        folder = await enrolled(desk, tmp_path / "box")
        async with running(folder, clock) as box:
            box.key.press()
            await until(lambda: box.lamps.now.light is Light.RECEIVED)
            desk.faults.append(("/v1/devices/heartbeat", faults.answers_late(now)))
            await clock.run_until(desk.got_more_than(1, "/v1/devices/heartbeat"))
            desk.move("en_route", 60)
            await clock.run_until(lambda: box.lamps.now.light is Light.ON_THE_WAY)
            now.set()
            await until(lambda: desk.posts("/v1/devices/heartbeat")[1].status == 200)
            await clock.run_until(desk.got_more_than(2, "/v1/devices/heartbeat"))
        assert box.lamps.lights == [
            Light.IDLE,
            Light.CALLING,
            Light.RECEIVED,
            Light.ON_THE_WAY,
        ]


async def test_a_press_that_was_open_is_shown_again_after_a_restart(tmp_path: Path) -> None:
    clock = HandClock()
    async with Desk() as desk:
        folder = await enrolled(desk, tmp_path / "box")
        async with running(folder, clock) as box:
            box.key.press()
            await until(lambda: box.lamps.now.light is Light.RECEIVED)
        desk.move("en_route", 60)
        async with running(folder, clock) as box:
            await until(lambda: box.lamps.now.light is Light.ON_THE_WAY)
            await until(lambda: box.lamps.now.eta_min == 1)
        assert Light.CALLING not in box.lamps.lights


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_scene_has_words_in_every_language(language: str) -> None:
    words = Words(language)
    for light in Light:
        for line in Line:
            for eta_min in (None, 3):
                assert describe(Scene(light, eta_min, line), words)


def test_the_languages_have_the_same_words() -> None:
    first, *others = (Words(language).all.keys() for language in LANGUAGES)
    assert all(other == first for other in others)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["no_network", "refused", "unkept", "line_down", "line_refused"])
def test_where_the_call_is_not_through_the_words_say_110(language: str, name: str) -> None:
    assert "110" in Words(language)[f"{name}.say"]
