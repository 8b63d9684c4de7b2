"""What is tried too often: given up at a named limit, told to a person, and kept to be seen."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID

import pytest

from jobs import claims, plan_snapshots
from jobs.job import Job
from jobs.kinds import KINDS
from jobs.lanes import OWN, Runner
from jobs.run import run
from jobs.sweep import Sweep
from service.cli.doctor import examine
from service.platform.db import Connection
from service.platform.house import House
from service.platform.outbox import Lane
from tests.support import bad_cameras, hamlet
from tests.support.bad_cameras import CameraServer
from tests.support.houses import Errand, WatchedClock, jobs, promise, states, work
from tests.support.town_house import Town

HANGS_A_LIFE_ON = {
    "open_dispatch",
    "dispatch_round",
    "end_dispatch",
    "follow_duty",
    "make_real",
    "start_search",
    "end_search",
    "close_search",
}
# A camera that was turned for an incident is turned back, a child's portrait is deleted when its
# bulletin is over, and what a citizen asked for is held, let go of, taken from sight where the law
# bars it, and looked after, however long that takes.
OWED = {
    *("turn_back", "end_bulletin"),
    *("place_footage_holds", "release_footage_holds", "footage_timer"),
    *("consent_timer", "copy_footage", "forget_masked"),
    *("remind_search", "end_found_year", "leave_out_restricted"),
}
# A file of a province is read in one piece, five minutes of film are masked in one.
LONG = {"import_cameras", "mask_footage"}


def test_what_a_life_hangs_on_is_tried_without_end_and_all_else_has_a_limit() -> None:
    endless = {name for name, kind in KINDS.items() if kind.tries_max is None}
    assert endless == HANGS_A_LIFE_ON | OWED
    for name, kind in KINDS.items():
        waits = [kind.again_in_s(attempt) for attempt in (1, 2, 3, 50, 10**6)]
        most_s = 5 if name in HANGS_A_LIFE_ON else 300 if name in OWED else 30
        assert all(wait is None or 0 < wait <= most_s for wait in waits), name
        assert 0 < kind.most_s <= (1800 if name in LONG else 60), name


class Told:
    """Whoever waits for an errand, and is told that it was given up."""

    def __init__(self) -> None:
        self.keys: list[str] = []
        self.away = False

    async def __call__(self, house: House, connection: Connection, job: Job) -> None:
        """Once for each job that was given up."""
        if self.away:
            await connection.execute("SELECT 1 / 0")
        self.keys.append(job.key)


@pytest.fixture
def told(errand: Errand, monkeypatch: pytest.MonkeyPatch) -> Told:
    """An errand that is tried three times, and somebody who waits for it."""
    one = Told()
    monkeypatch.setitem(KINDS, "errand", errand.kind(tries_max=3, told=one))
    return one


async def die_with(house: House, clock: WatchedClock) -> Job:
    """A carrier claims the errand and dies of it; its lease ends."""
    async with house.db.reading() as connection:
        (job,) = await claims.claim(connection, "dies", [Lane.CRITICAL], 1, clock.now())
    clock.forward(seconds=claims.LEASE.total_seconds())
    assert await Sweep(house).once() == 1
    return job


async def test_what_kills_its_carriers_is_given_up_before_it_kills_another(
    house: House, errand: Errand, told: Told, clock: WatchedClock
) -> None:
    await promise(house, "errand")
    for _ in range(3):
        await die_with(house, clock)
    await work(Runner(house, OWN))
    (row,) = await jobs(house, "errand")
    assert (row["state"], row["trouble"]) == ("failed", "its carriers died")
    assert (errand.runs, told.keys) == ([], ["one"])


async def test_what_a_life_hangs_on_is_taken_up_however_many_carriers_died_of_it(
    house: House, errand: Errand, clock: WatchedClock
) -> None:
    await promise(house, "errand")
    for _ in range(30):
        await die_with(house, clock)
    assert await work(Runner(house, OWN)) == 1
    assert [job.attempt for job in errand.ended] == [31]


async def test_who_waits_for_it_is_told_once_when_the_last_try_fails(
    house: House, errand: Errand, told: Told, clock: WatchedClock
) -> None:
    errand.work = errand.fails
    await promise(house, "errand")
    runner, heard = Runner(house, OWN), []
    for _ in range(5):
        await work(runner)
        heard.append(list(told.keys))
        clock.forward(minutes=1)
    assert heard == [[], [], ["one"], ["one"], ["one"]]


async def test_where_telling_fails_nothing_is_given_up_and_it_is_told_later(
    house: House, errand: Errand, told: Told, clock: WatchedClock
) -> None:
    errand.work, told.away = errand.fails, True
    await promise(house, "errand")
    runner = Runner(house, OWN)
    for _ in range(3):
        await work(runner)
        clock.forward(minutes=1)
    assert (await states(house, "errand"), told.keys) == (["running"], [])
    told.away = False
    assert await Sweep(house).once() == 1
    await work(runner)
    assert (await states(house, "errand"), told.keys) == (["failed"], ["one"])
    assert len(errand.runs) == 3, "it is not tried again to be told"


async def test_who_lost_the_lease_gives_nothing_up_and_tells_nobody(
    house: House, errand: Errand, told: Told, clock: WatchedClock
) -> None:
    errand.work = errand.fails
    await promise(house, "errand")
    late = [await die_with(house, clock) for _ in range(3)][-1]
    async with house.db.reading() as connection:
        (fresh,) = await claims.claim(connection, "fresh", [Lane.CRITICAL], 1, clock.now())
    await run(house, late)
    assert (late.attempt, fresh.attempt, len(errand.runs)) == (3, 4, 1)
    assert (await states(house, "errand"), told.keys) == (["running"], [])


@pytest.fixture
async def camera() -> AsyncIterator[CameraServer]:
    """A camera that answers well."""
    async with bad_cameras.camera(bad_cameras.good) as served:
        yield served


async def put_up(town: Town, served: CameraServer, metres: float) -> UUID:
    """A camera that looks at the kindergarten's gate; its id."""
    admin = await town.person("admin")
    added = await admin.post(
        "/v1/cameras",
        {
            "name": f"gate {metres:g} m",
            "area_code": hamlet.EAST,
            "place": hamlet.north(1800 + metres),
            "managing_unit": "河边幼儿园",
            "bearing_deg": 180,
            "spread_deg": 60,
            "range_m": 150,
            "snapshot_url": served.url,
        },
    )
    assert added.status == 201, added.body
    return UUID(added.body["camera_id"])


async def press(town: Town) -> str:
    """The kindergarten's key; the incident."""
    box = await town.box(4)
    taken = await box.press()
    assert taken.status == 201, taken.body
    return str(taken.body["incident_id"])


async def no_pictures(town: Town, incident: str) -> list[dict[str, str]]:
    """What the desk reads about pictures that are missing."""
    desk = await town.person("east")
    lines = (await desk.get(f"/v1/incidents/{incident}/timeline")).body
    return [line["body"] for line in lines if line["kind"] == "no_picture"]


async def test_a_picture_that_cannot_be_kept_is_said_at_the_desk_and_is_not_the_cameras_fault(
    town: Town, tmp_path: Path, camera: CameraServer
) -> None:
    blobs = tmp_path / "blobs"
    blobs.rmdir()
    blobs.write_text("a disk that is gone")
    name = await put_up(town, camera, 40)
    desk = await town.person("east")
    async with town.live(desk) as heard:
        incident = await press(town)
        for _ in range(8):
            await town.forward(seconds=30)
        topics = [(await heard.get())["topic"] for _ in range(heard.qsize())]
    (taken,) = (await desk.get(f"/v1/incidents/{incident}/snapshots")).body
    assert (taken["camera_id"], taken["state"], taken["trouble"]) == (
        str(name),
        "failed",
        "not_kept",
    )
    assert topics.count("snapshot.failed") == 1
    assert await no_pictures(town, incident) == [{"camera": "gate 40 m", "trouble": "not_kept"}]
    (row,) = await town.rows("SELECT silent_since FROM camera WHERE camera_id = $1", name)
    assert row["silent_since"] is None


async def test_cameras_that_could_not_be_chosen_are_said_at_the_desk(
    town: Town, errand: Errand, monkeypatch: pytest.MonkeyPatch
) -> None:
    errand.work = errand.fails
    given_up_soon = errand.kind(tries_max=2, told=plan_snapshots.KIND.told)
    monkeypatch.setitem(KINDS, "plan_snapshots", given_up_soon)
    desk = await town.person("east")
    incident = await press(town)
    await town.work()
    assert await no_pictures(town, incident) == []
    async with town.live(desk) as heard:
        await town.forward(seconds=1)
        async with asyncio.timeout(10):
            while (event := await heard.get())["topic"] != "incident.changed":
                pass
    assert event["body"]["incident_id"] == incident
    assert await no_pictures(town, incident) == [{"trouble": "not_planned"}]


async def test_the_doctor_names_what_was_given_up(
    database_url: str, house: House, errand: Errand, told: Told, clock: WatchedClock
) -> None:
    async def found() -> tuple[bool, str]:
        (jobs_found,) = [f for f in await examine(house.settings) if f.part == "jobs"]
        return jobs_found.good, jobs_found.says

    assert await found() == (True, "none was given up")
    errand.work = errand.fails
    for key in ("one", "two"):
        await promise(house, "errand", key)
    runner = Runner(house, OWN)
    for _ in range(3):
        await work(runner)
        clock.forward(minutes=1)
    good, says = await found()
    assert not good
    assert "2 errand (the newest: ValueError: the errand failed)" in says
