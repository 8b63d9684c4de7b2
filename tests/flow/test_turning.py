"""A camera that is turned to the place for an incident, and looks afterwards where it looked."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

import pytest
from aiohttp import web

from service.camera import turning
from service.platform.camera_link import Endpoint
from tests.flow.gate import press, snapshots
from tests.support import hamlet
from tests.support.clock import HandClock
from tests.support.houses import WatchedClock
from tests.support.onvif_device import LOGIN, PRESETS, OnvifDevice, Spoil, onvif_device, refuses
from tests.support.people import Person
from tests.support.town_house import Town, open_town

T = TypeVar("T")

HOME, GATE, CROSSING = (0.125, 0.25, 0.375), PRESETS["1"][1], PRESETS["2"][1]
BY_HAND = (0.9, 0.9, 0.9)


@dataclass
class Dome(OnvifDevice):
    """A dome of the town: its clock is the town's, and it knows where it looked for a picture."""

    clock: HandClock = field(default_factory=HandClock)
    pictured: list[tuple[float, float, float]] = field(default_factory=list)

    def now(self) -> datetime:
        """What its clock shows."""
        return self.clock.now()

    async def snapshot(self, request: web.Request) -> web.StreamResponse:
        """The picture."""
        answer = await super().snapshot(request)
        if answer.status == 200:
            self.pictured.append(self.place)
        return answer


@asynccontextmanager
async def dome(
    town: Town, spoil: Spoil | None = None, bearing: float = 90
) -> AsyncIterator[tuple[Dome, str]]:
    """A dome between the school in the middle and the kindergarten, and its id.

    It sees the kindergarten by its first preset, the school by its second, and neither while it
    looks east.
    """
    async with onvif_device(Dome(clock=town.clock)) as device:
        assert isinstance(device, Dome)
        # Whoever enters its presets has read them from it.
        reached = Endpoint(None, None, LOGIN.username, LOGIN.password, device.url)
        await town.house.cameras.presets(reached, deadline_s=30)
        device.asked.clear()
        device.spoil = spoil
        admin = await town.person("admin")
        added = await admin.post(
            "/v1/cameras",
            {
                "name": "河边球机",
                "kind": "dome",
                "area_code": hamlet.EAST,
                "place": hamlet.north(1350),
                "managing_unit": "河边幼儿园",
                "bearing_deg": bearing,
                "spread_deg": 60,
                "range_m": 600,
                "onvif_url": device.url,
                "username": LOGIN.username,
                "password": LOGIN.password,
                "presets": [
                    {"token": "1", "name": "校门", "bearing_deg": 0, "spread_deg": 60},
                    {"token": "2", "name": "路口", "bearing_deg": 180, "spread_deg": 60},
                ],
            },
        )
        assert added.status == 201, added.body
        yield device, str(added.body["camera_id"])


@pytest.fixture
async def town(database_url: str, tmp_path: Path) -> AsyncIterator[Town]:
    """The hamlet, with a clock that knows who waits for it."""
    async with open_town(database_url, tmp_path, WatchedClock()) as opened:
        yield opened


async def passing(town: Town, work: Coroutine[Any, Any, T]) -> T:
    """Do something, and let a moment pass whenever somebody waits: until a camera stands."""
    clock = town.clock
    assert isinstance(clock, WatchedClock)
    doing, waits = asyncio.create_task(work), clock.waits
    while not (await asyncio.wait({doing}, timeout=0.005))[0]:
        if clock.waits > waits:
            waits = clock.waits
            clock.forward(seconds=0.25)
    return doing.result()


async def minutes(town: Town, count: int) -> None:
    """Let so many minutes pass, and do what is due in each."""
    for _ in range(count):
        await passing(town, town.forward(seconds=60))


async def first_of(desk: Person, incident: str) -> dict[str, Any]:
    """The first picture of an incident; those of its film follow."""
    taken = await snapshots(desk, incident)
    assert len({one["camera_id"] for one in taken}) == 1
    return taken[0]


async def told(desk: Person, incident: str) -> list[tuple[str, dict[str, Any]]]:
    """What the timeline says of turning."""
    lines = (await desk.get(f"/v1/incidents/{incident}/timeline")).body
    assert all(line["who"] == "" for line in lines if "turned" in line["kind"])
    return [(line["kind"], line["body"]) for line in lines if "turned" in line["kind"]]


async def open_by_hand(desk: Person, metres: float) -> str:
    """An incident so many metres north of the first school's gate, seen by somebody."""
    answer = await desk.post(
        "/v1/incidents",
        {
            "source": "hand",
            "kind": "fire",
            "area_code": hamlet.EAST,
            "title": "起火",
            "place": hamlet.north(metres),
        },
    )
    assert answer.status == 201, answer.body
    return str(answer.body["incident_id"])


TURNED = ("turned", {"camera": "河边球机", "preset": "校门"})
BACK = ("turned_back", {"camera": "河边球机"})


async def test_a_camera_is_turned_before_its_picture_and_looks_afterwards_where_it_looked(
    town: Town,
) -> None:
    desk = await town.person("east")
    async with dome(town) as (device, _):
        incident = await passing(town, press(town))
        taken = await first_of(desk, incident)
        assert (taken["state"], taken["reason"], taken["preset"]) == ("stored", "can_turn", "校门")
        assert {*device.pictured} == {GATE}
        assert await told(desk, incident) == [TURNED]
        await minutes(town, 4)
        assert device.place == GATE, "it stays while its incident is open"
        await minutes(town, 4)
        assert device.place == pytest.approx(HOME)
        assert await told(desk, incident) == [TURNED, BACK]
        assert await town.rows("SELECT 1 FROM camera_turn") == []


async def test_a_camera_is_not_kept_for_an_incident_that_has_ended(town: Town) -> None:
    desk = await town.person("east")
    async with dome(town) as (device, _):
        incident = await open_by_hand(desk, 1800)
        await passing(town, town.work())
        assert device.place == GATE
        closed = await desk.post(
            f"/v1/incidents/{incident}/moves", {"move": "close", "disposition": "unfounded"}
        )
        assert closed.status == 200, closed.body
        await minutes(town, 3)
        assert device.place == pytest.approx(HOME)


@pytest.mark.parametrize(("at", "time", "looks"), [("GotoPreset", 1, HOME), ("GetStatus", 2, GATE)])
async def test_what_dies_between_writing_and_turning_leaves_nothing_turned_for_good(
    town: Town, at: str, time: int, looks: tuple[float, float, float]
) -> None:
    incident = await press(town)
    died = asyncio.Event()

    async def dies(method: str) -> web.StreamResponse | None:
        if method == at and device.asked.count(at) == time:
            died.set()
            await asyncio.Event().wait()
        return None

    async with dome(town, spoil=dies) as (device, camera):
        work = turning.turn(town.house, UUID(camera), "校门", UUID(incident), 10)
        doing = asyncio.create_task(work)
        await asyncio.wait_for(died.wait(), 10)
        doing.cancel()
        await asyncio.wait({doing})
        assert device.goal == pytest.approx(looks)
        device.spoil = None
        device.place = device.goal
        await minutes(town, 9)
        assert device.place == pytest.approx(HOME)
        assert await town.rows("SELECT 1 FROM camera_turn") == []


async def test_two_incidents_do_not_pull_at_a_camera(town: Town) -> None:
    desk = await town.person("east")
    async with dome(town) as (device, _):
        boxes = [await town.box(3), await town.box(4)]
        incidents = [str((await box.press()).body["incident_id"]) for box in boxes]
        await passing(town, town.work())
        taken = [await first_of(desk, incident) for incident in incidents]
        assert [(one["state"], one["reason"]) for one in taken] == [("stored", "can_turn")] * 2
        ends = {CROSSING: ("路口", "校门"), GATE: ("校门", "路口")}
        which, other = ends[device.place]
        first, second = incidents if device.place == CROSSING else reversed(incidents)
        assert {one["preset"] for one in taken} == {which, None}
        assert await told(desk, first) == [("turned", {"camera": "河边球机", "preset": which})]
        body = {"camera": "河边球机", "preset": other, "trouble": "held"}
        assert await told(desk, second) == [("not_turned", body)]
        await minutes(town, 8)
        assert device.place == pytest.approx(HOME)


async def test_a_graver_incident_does_not_take_a_camera_from_the_first(town: Town) -> None:
    desk = await town.person("east")
    async with dome(town) as (device, _):
        first = await passing(town, press(town))
        school = await town.box(3)
        second = str((await school.press(kind="duress")).body["incident_id"])
        await passing(town, town.work())
        taken = await first_of(desk, second)
        assert (taken["state"], taken["reason"], taken["preset"]) == ("stored", "near", None)
        assert {*device.pictured} == {GATE}
        await minutes(town, 8)
        assert device.place == pytest.approx(HOME)
        assert await told(desk, first) == [TURNED, BACK]


async def test_one_that_is_turned_away_is_not_taken_for_one_that_sees(town: Town) -> None:
    desk = await town.person("east")
    async with dome(town, bearing=0) as (device, _):
        school = await town.box(3)
        await school.press()
        await passing(town, town.work())
        assert device.place == CROSSING
        second = await passing(town, press(town))
        taken = await first_of(desk, second)
        assert (taken["reason"], taken["preset"]) == ("near", None)
        await minutes(town, 8)
        third = await open_by_hand(desk, 1810)
        await passing(town, town.work())
        taken = await first_of(desk, third)
        assert (taken["reason"], taken["preset"]) == ("sees", None)


async def test_who_wants_the_same_finds_it_turned_and_keeps_it_longer(town: Town) -> None:
    desk = await town.person("east")
    async with dome(town) as (device, _):
        first = await open_by_hand(desk, 1790)
        await passing(town, town.work())
        await minutes(town, 4)
        device.asked.clear()
        second = await open_by_hand(desk, 1800)
        await passing(town, town.work())
        assert "GotoPreset" not in device.asked
        assert {*device.pictured} == {GATE}
        assert await told(desk, second) == [TURNED]
        await minutes(town, 4)
        assert device.place == GATE, "it is kept for the second"
        await minutes(town, 4)
        assert device.place == pytest.approx(HOME), "and returns to where it looked before both"
        assert await told(desk, first) == [TURNED]
        assert await told(desk, second) == [TURNED, BACK]


async def test_a_camera_that_refuses_gives_what_it_shows_and_it_is_said(town: Town) -> None:
    desk = await town.person("east")
    async with dome(town, spoil=refuses("GotoPreset")) as (device, _):
        incident = await passing(town, press(town))
        taken = await first_of(desk, incident)
        assert (taken["state"], taken["reason"], taken["preset"]) == ("stored", "can_turn", None)
        assert {*device.pictured} == {HOME}
        body = {"camera": "河边球机", "preset": "校门", "trouble": "not_onvif"}
        assert await told(desk, incident) == [("not_turned", body)]
        device.spoil = None
        await passing(town, town.forward(seconds=20))
        assert await town.rows("SELECT 1 FROM camera_turn") == [], "the next may have it"
        assert await told(desk, incident) == [("not_turned", body)]


async def test_a_preset_that_is_not_known_any_more_is_said(town: Town) -> None:
    incident = await press(town)
    async with dome(town) as (device, camera):
        work = turning.turn(town.house, UUID(camera), "后门", UUID(incident), 10)
        assert await work == "not_turnable"
        assert device.asked == []


async def test_a_camera_that_a_guard_has_moved_meanwhile_is_left_to_him(town: Town) -> None:
    desk = await town.person("east")
    async with dome(town) as (device, _):
        incident = await passing(town, press(town))
        device.place = BY_HAND
        device.asked.clear()
        await minutes(town, 8)
        assert device.place == BY_HAND
        assert "AbsoluteMove" not in device.asked
        left = ("not_turned_back", {"camera": "河边球机", "trouble": "moved"})
        assert await told(desk, incident) == [TURNED, left]
        assert await town.rows("SELECT 1 FROM camera_turn") == []


async def test_one_that_cannot_be_turned_back_is_said_to_look_wrong_and_not_forgotten(
    town: Town,
) -> None:
    desk = await town.person("east")

    async def is_out(_: str) -> web.StreamResponse | None:
        return web.Response(status=503)

    async with dome(town) as (device, camera):
        incident = await passing(town, press(town))
        device.spoil = is_out
        await minutes(town, 7)
        lost = ("not_turned_back", {"camera": "河边球机", "trouble": "not_onvif"})
        assert await told(desk, incident) == [TURNED, lost]
        trouble = "SELECT trouble FROM camera WHERE camera_id = $1"
        assert [r["trouble"] for r in await town.rows(trouble, UUID(camera))] == ["not_turned_back"]
        await minutes(town, 30)
        assert await told(desk, incident) == [TURNED, lost], "it is told once"
        device.spoil = None
        await minutes(town, 11)
        assert device.place == pytest.approx(HOME)
        assert await told(desk, incident) == [TURNED, lost, BACK]
        assert [r["trouble"] for r in await town.rows(trouble, UUID(camera))] == [None]


async def test_after_a_long_outage_of_ours_what_is_overdue_is_done(town: Town) -> None:
    async with dome(town) as (device, _):
        await passing(town, press(town))
        town.clock.forward(hours=40)
        assert device.place == GATE
        await passing(town, town.work())
        assert device.place == pytest.approx(HOME)
