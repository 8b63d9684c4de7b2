"""The box and the service, both real: they share no code, and they understand one another."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kiosk_client.agent.centre import Centre, Outcome
from kiosk_client.agent.clock import SystemClock
from kiosk_client.agent.enrolment import EnrolRefused, enrol_box
from kiosk_client.agent.identity import Algorithm, IdentityFile
from kiosk_client.agent.link import Link, Server
from kiosk_client.agent.log import Log
from kiosk_client.agent.rotation import rotate
from kiosk_client.agent.settings import Folder
from kiosk_client.agent.state import Light, Line
from kiosk_client.agent.touch import KINDS
from tests.kiosk.box import Box, HandClock, running, until
from tests.support import hamlet
from tests.support.town_house import Town


async def enrolled(town: Town, path: Path, algorithm: Algorithm = "ed25519") -> Folder:
    """A folder of a box that stands at the hamlet's kindergarten."""
    folder = Folder(path)
    folder.make()
    await enrol_box(
        folder,
        Link(Log()),
        Server.parse(town.base),
        code=hamlet.code(4),
        model="pillar",
        algorithm=algorithm,
    )
    return folder


@asynccontextmanager
async def boxed(
    town: Town, path: Path, clock: HandClock | None = None, algorithm: Algorithm = "ed25519"
) -> AsyncIterator[tuple[Box, HandClock]]:
    clock = clock or HandClock()
    folder = await enrolled(town, path, algorithm)
    async with running(folder, clock) as box:
        await until(lambda: box.lamps.now.line is Line.UP)
        yield box, clock


def answered(folder: Folder) -> int:
    """How many presses the box has an answer for."""
    spool = sqlite3.connect(folder.spool)
    count = spool.execute("SELECT count(*) FROM press WHERE answer IS NOT NULL").fetchone()[0]
    spool.close()
    return int(count)


@pytest.mark.parametrize("algorithm", ["ed25519", "hmac-sha256"])
async def test_a_press_is_followed_from_calling_to_reset(
    town: Town, tmp_path: Path, algorithm: Algorithm
) -> None:
    officer = await town.officer(1, hamlet.north(600))
    async with boxed(town, tmp_path / "box", algorithm=algorithm) as (box, clock):
        box.key.press(note="门口")
        await until(lambda: box.lamps.now.light is Light.RECEIVED)
        await town.work()
        for move in ("accept", "en_route"):
            await officer.answer(move)
        await clock.run_until(lambda: box.lamps.now.light is Light.ON_THE_WAY)
        await officer.answer("on_scene")
        await clock.run_until(lambda: box.lamps.now.light is Light.ARRIVED)
        desk = await town.person("east")
        (alarm,) = (await desk.get("/v1/alarms")).body
        assert alarm["note"] == "门口"
        reset = await desk.post(f"/v1/alarms/{alarm['alarm_id']}/reset", {"disposition": "genuine"})
        assert reset.status in (200, 201), reset.body
        await clock.run_until(lambda: box.lamps.now.light is Light.IDLE)
    assert Light.NO_NETWORK not in box.lamps.lights


async def test_every_kind_is_taken(town: Town, tmp_path: Path) -> None:
    async with boxed(town, tmp_path / "box") as (box, _):
        for kind in KINDS:
            box.key.press(kind)
        await until(lambda: answered(box.folder) == len(KINDS))
    kinds = await town.rows("SELECT kind FROM alarm ORDER BY received_at, press_id")
    assert {row["kind"] for row in kinds} == set(KINDS)


@pytest.mark.parametrize("year", [1970, 2007, 2090])
async def test_a_box_with_a_clock_that_is_wrong_by_years_is_heard(
    town: Town, tmp_path: Path, year: int
) -> None:
    clock = HandClock(datetime(year, 1, 1, tzinfo=UTC))
    async with boxed(town, tmp_path / "box", clock) as (box, _):
        box.key.press()
        await until(lambda: box.lamps.now.light is Light.RECEIVED)


async def test_a_key_is_changed_and_a_rotation_that_was_cut_off_is_finished(
    town: Town, tmp_path: Path
) -> None:
    folder = await enrolled(town, tmp_path / "box")
    identity = IdentityFile(folder)
    centre = Centre(identity, Link(Log()), SystemClock())
    old = identity.read()
    assert (await rotate(identity, centre)).outcome is Outcome.DONE
    identity.save(replace(old, next_key=identity.read().key))  # As on disk before the answer.
    async with running(folder) as box:
        box.key.press()
        await until(lambda: box.lamps.now.light is Light.RECEIVED)
        await until(lambda: identity.read().next_key is None)
    assert identity.read().key != old.key


async def test_a_revoked_box_says_so(town: Town, tmp_path: Path) -> None:
    async with boxed(town, tmp_path / "box") as (box, clock):
        device_id = IdentityFile(box.folder).read().device_id
        administrator = await town.person("admin")
        answer = await administrator.post(f"/v1/devices/{device_id}/moves", {"move": "revoke"})
        assert answer.status == 200, answer.body
        box.key.press()
        await clock.run_until(lambda: box.lamps.now.light is Light.REFUSED)


async def test_a_code_that_was_used_is_refused_in_words(town: Town, tmp_path: Path) -> None:
    await enrolled(town, tmp_path / "box")
    with pytest.raises(EnrolRefused, match=r"\w{3}"):
        await enrolled(town, tmp_path / "another")
