"""What the box tells the centre of its own faults, and what its configuration file may say."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st

from kiosk_client.agent.life import condition
from kiosk_client.agent.state import Light, Line
from kiosk_client.agent.status import read_status
from kiosk_client.agent.vitals import Code
from kiosk_client.words import LANGUAGES, Words
from service.site.wire import BoxFault
from tests.kiosk.box import HandClock, enrolled, line_with, process, running, until
from tests.kiosk.desk import Asked, Desk, problem

AT = datetime(2026, 3, 2, 3, 30, tzinfo=UTC)
BEAT = "/v1/devices/heartbeat"
anything: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.text(max_size=5) | st.integers(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["checks", "code", "good", "name"]), inner)
    ),
)


@given(st.dictionaries(st.sampled_from(["at", "good", "checks"]), anything), st.booleans())
def test_no_note_of_a_self_test_stops_the_sign_of_life(notes: dict[str, Any], dated: bool) -> None:
    told = condition([Code.DISK, Code.DISK], AT if dated else None, notes)
    assert told["faults"] == ["disk"]
    test = told.get("self_test", {"good": True, "failed": []})
    assert set(test["failed"]) <= set(Code)
    assert test["good"] == (not test["failed"])


def test_every_code_has_its_words_and_the_centre_knows_it() -> None:
    assert {code.value for code in Code} == {fault.value for fault in BoxFault}
    for words in map(Words, LANGUAGES):
        assert all(words[f"test_{code}"] for code in Code)
        assert all(words[f"{light}.name"] and words[f"{light}.say"] for light in Light)
        assert all(words[f"line_{line}.name"] for line in Line)


async def test_faults_and_the_last_self_test_travel_with_the_sign_of_life(tmp_path: Path) -> None:
    clock = HandClock()
    async with Desk() as desk:
        folder = await enrolled(desk, tmp_path / "box")
        checks = [{"code": "room", "good": False, "said": "3 MB"}, {"code": "disk", "good": True}]
        tested = {"at": "2026-03-02T03:30:00.000+00:00", "good": False, "checks": checks}
        folder.notes.write_text(json.dumps({"self_test": tested}))
        async with running(folder, clock) as box:
            await until(desk.got_more_than(0, BEAT))
            said = desk.posts(BEAT)[-1].facts
            assert said["faults"] == []
            assert said["self_test"] == {"at": tested["at"], "good": False, "failed": ["room"]}
            box.vitals.fault("evdev=red", "gone", Code.KEY_GONE)
            await clock.run_until(desk.got_more_than(len(desk.posts(BEAT)), BEAT))
            assert desk.posts(BEAT)[-1].facts["faults"] == ["key_gone"]
            box.vitals.well("evdev=red")
            await clock.run_until(desk.got_more_than(len(desk.posts(BEAT)), BEAT))
            assert desk.posts(BEAT)[-1].facts["faults"] == []


async def test_a_centre_that_knows_no_faults_still_hears_that_the_box_lives(
    tmp_path: Path,
) -> None:
    async def knows_none(desk: Desk, request: web.Request, asked: Asked) -> web.Response | None:
        if request.path == BEAT and "faults" in asked.facts:
            return problem(400, "request.malformed")
        return None

    async with Desk() as desk:
        folder = await enrolled(desk, tmp_path / "box")
        desk.fault = knows_none
        async with running(folder, HandClock()) as box:
            await until(lambda: box.lamps.now.line is Line.UP)
        assert "faults" not in desk.posts(BEAT)[-1].facts


@pytest.mark.parametrize(
    ("said", "status"), [("https://bell.example/f", 200), ("bell.example", 404), ("", 404)]
)
async def test_the_footage_address_may_stand_in_the_configuration_and_a_slip_stops_no_box(
    tmp_path: Path, said: str, status: int
) -> None:
    async with Desk() as desk:
        folder = await enrolled(desk, tmp_path / "box")
        arguments = ("run", "--screen", "127.0.0.1:0", "--folder", str(folder.path))
        async with process(*arguments, FOOTAGE=said) as box:
            line = await line_with(box.stderr, "screen.ready")
            url = line.partition('"url": "')[2].partition('"')[0]
            asking = aiohttp.ClientSession()
            async with asking as session, session.get(f"{url}footage.svg") as answer:
                assert answer.status == status
            if said == "bell.example":
                await until(lambda: "FOOTAGE" in read_status(folder)["faults"])
