"""A centre of another version: the box says so, and goes on pressing by what it knows."""

from pathlib import Path

import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st

from kiosk_client import CONTRACT
from kiosk_client.agent.contract import HEADER, SPOKEN, foreign
from kiosk_client.agent.link import Answer
from kiosk_client.agent.state import Light, Line
from kiosk_client.agent.status import lines_of, read_status
from tests.kiosk import faults
from tests.kiosk.box import ROOT, HandClock, command, enrolled, running, until
from tests.kiosk.desk import Asked, Desk, problem


def said(contract: str, status: int = 200) -> str:
    headers = {HEADER: contract} if contract else {}
    return foreign(Answer(status, headers, b""))


@given(st.integers(0, 99), st.integers(0, 99))
def test_only_another_major_is_another_language(major: int, minor: int) -> None:
    text = f"{major}.{minor}"
    assert said(text) == ("" if major in SPOKEN else text)
    assert said(f"{text}, {SPOKEN[0]}.0") == ""


@given(st.text(alphabet="0123456789., v\u0661", max_size=200))
def test_no_header_breaks_the_box(text: str) -> None:
    assert len(said(text)) <= 40


@pytest.mark.parametrize("text", ["", "two", "v2", "-1", ","])
def test_who_says_nothing_sensible_is_believed_by_what_it_answers(text: str) -> None:
    assert said(text) == ""
    assert said(text, 410) == "another"
    assert said(text, 426) == "another"
    assert said(text, 404) == ""


def test_every_path_that_is_asked_is_of_the_contract_it_names() -> None:
    text = (ROOT / "kiosk_client/agent/centre.py").read_text()
    assert text.count('"/v') == text.count(f'"/{CONTRACT}/') > 0


async def closed(desk: Desk, request: web.Request, asked: Asked) -> web.StreamResponse:
    """The doors of this major are not there any more."""
    return problem(404, "route.unknown")


async def test_a_box_is_not_enrolled_at_a_centre_of_another_major(tmp_path: Path) -> None:
    async with Desk(contract="2.0") as desk:
        arguments = ("enrol", "--server", desk.url, "--code", desk.code())
        status, _, err = await command(*arguments, "--folder", str(tmp_path / "box"))
        assert status == 1
        assert "the centre speaks contract 2.0, this box 1: update the box's program" in err
        assert not (tmp_path / "box" / "device.json").exists()
        assert desk.asked[0].headers[HEADER] == "1"


async def test_a_press_is_kept_while_the_centre_speaks_another_major_and_sent_when_it_does_not(
    tmp_path: Path,
) -> None:
    clock = HandClock()
    async with Desk() as desk:
        folder = await enrolled(desk, tmp_path / "box")
        desk.contract, desk.fault = "2.0, 3.1", closed
        async with running(folder, clock) as box:
            await until(lambda: box.lamps.now.line is Line.FOREIGN)
            box.key.press()
            await until(lambda: box.lamps.now.light is Light.FOREIGN)
            await until(lambda: "contract" in read_status(folder)["faults"])
            lines = "\n".join(lines_of(read_status(folder)))
            assert "fault      contract: the centre speaks contract 2.0, 3.1, this box 1" in lines
            count = len(desk.posts())
            await clock.run_until(desk.got_more_than(count + 2), step_s=10)
            bodies = [asked.facts for asked in desk.posts()]
            assert all(body == bodies[0] for body in bodies)
            desk.contract, desk.fault = "1.7", None
            await clock.run_until(lambda: box.lamps.now.light is Light.RECEIVED)
            await until(lambda: not box.vitals.faults)
        assert len(desk.alarms) == 1


async def test_a_press_that_a_centre_of_another_major_takes_is_taken(tmp_path: Path) -> None:
    async with Desk() as desk:
        folder = await enrolled(desk, tmp_path / "box")
        desk.contract = "2.0"
        async with running(folder) as box:
            box.key.press()
            await until(lambda: box.lamps.now.light is Light.RECEIVED)
            assert "contract" in box.vitals.faults
        assert len(desk.posts()) == 1


async def test_a_state_of_a_newer_minor_is_passed_over(tmp_path: Path) -> None:
    clock = HandClock()
    async with Desk(contract="1.9") as desk:
        folder = await enrolled(desk, tmp_path / "box")
        async with running(folder, clock) as box:
            box.key.press()
            await until(lambda: box.lamps.now.light is Light.RECEIVED)
            desk.move("delayed_by_weather")
            path = "/v1/devices/heartbeat"
            await clock.run_until(desk.got_more_than(len(desk.posts(path)) + 1, path))
            assert box.lamps.now.light is Light.RECEIVED
            desk.move("en_route", 60)
            await clock.run_until(lambda: box.lamps.now.light is Light.ON_THE_WAY)
            assert not box.vitals.faults


async def test_a_portal_on_the_way_is_not_another_contract(tmp_path: Path) -> None:
    clock = HandClock()
    async with Desk() as desk:
        folder = await enrolled(desk, tmp_path / "box")
        desk.fault = faults.status(404)
        async with running(folder, clock) as box:
            box.key.press()
            await until(lambda: box.lamps.now.light is Light.NO_NETWORK)
            assert not box.vitals.faults
