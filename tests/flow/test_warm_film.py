"""Cameras with a stream: warm from the press on, their film out of the ring, seen live."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, cast
from uuid import UUID

import pytest

from jobs.warm import keep_warm
from service.platform.camera_link import NoFrame
from service.platform.rings import leases
from service.platform.rings.wire import Last, NotWarm
from tests.flow.gate import press, snapshots
from tests.flow.scenes import showing, street
from tests.flow.test_accounts import move, role, set_roles
from tests.support import hamlet
from tests.support.clock import START, HandClock
from tests.support.films import Film, FilmCamera, film_cameras, make_film
from tests.support.people import Person
from tests.support.running_clock import RunningClock
from tests.support.town_house import Town, open_town
from tests.support.waits import until

AHEAD_S = 90.0
# So that a street camera's noise survives, and no picture looks as if there were no signal.
NOISY = {"noise": 12, "bit_rate": 2_000_000}


@pytest.fixture
def film() -> Film:
    return make_film(**NOISY)


@pytest.fixture
async def running(database_url: str, tmp_path: Path) -> AsyncIterator[Town]:
    """The hamlet with real time, which streams need, and one process that keeps cameras warm."""
    clock = RunningClock()
    # The hamlet's boxes are enrolled on that morning.
    clock.forward((START - clock.now()).total_seconds())
    async with open_town(database_url, tmp_path, cast(HandClock, clock)) as town:
        keeping = asyncio.create_task(keep_warm(town.house, "a"))
        try:
            yield town
        finally:
            keeping.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await keeping


async def put_up(town: Town, url: str, **more: object) -> str:
    """A camera with a stream, thirty metres north of the kindergarten's gate."""
    admin = await town.person("admin")
    new = {
        "name": "30 m",
        "area_code": hamlet.EAST,
        "place": hamlet.north(1830),
        "managing_unit": "河边幼儿园",
        "bearing_deg": 180,
        "spread_deg": 60,
        "range_m": 150,
        "rtsp_url": url,
    }
    added = await admin.post("/v1/cameras", new | more)
    assert added.status == 201, added.body
    return str(added.body["camera_id"])


async def with_film(town: Town, *, before_s: list[float], after_s: list[float]) -> None:
    """Let a film have these moments."""
    film = {"cameras": 4, "before_s": before_s, "after_s": after_s, "again_s": []}
    body = {"posts": [], "tiers": [], "pictures": 2, "film": film}
    chief = await town.person("chief")
    await chief.post("/v1/response-plans", {"area_code": hamlet.EAST, "body": body})


async def keep_ring(town: Town, camera_id: str) -> None:
    """Let a camera be warm before anybody presses a key."""
    async with town.house.db.transaction() as connection:
        soon = town.clock.now() + timedelta(hours=1)
        await leases.wish(connection, hamlet.SCHOOL, {UUID(camera_id): 5}, soon)
    await until_warm(town, camera_id)


async def until_warm(town: Town, camera_id: str) -> None:
    """Until a frame comes out of a camera's ring."""

    async def warm() -> bool:
        with contextlib.suppress(NotWarm, NoFrame):
            await town.house.rings.frame(UUID(camera_id), Last(), 5)
            return True
        return False

    await until(warm, most_s=20)


async def taken(town: Town, desk: Person, incident: str, count: int) -> list[dict[str, Any]]:
    """The pictures of an incident, once there are so many."""

    async def look() -> list[dict[str, Any]]:
        await town.work()
        stored = [s for s in await snapshots(desk, incident) if s["state"] == "stored"]
        return stored if len(stored) >= count else []

    return list(await until(look, most_s=20))


async def test_the_film_of_a_camera_that_was_cold_at_the_press_comes_out_of_its_ring(
    running: Town, film: Film
) -> None:
    await with_film(running, before_s=[2], after_s=[4, 5])
    desk = await running.person("east")
    gate = FilmCamera(film)
    async with film_cameras(gate):
        camera_id = await put_up(running, gate.url)
        incident = await press(running)
        found = await taken(running, desk, incident, 3)
        assert [(s["camera_id"], s["source"], s["moment_ms"]) for s in found] == [
            (camera_id, "rtsp", 0),
            (camera_id, "ring", 4000),
            (camera_id, "ring", 5000),
        ]
        for one in found[1:]:
            assert abs(one["lag_ms"] - one["moment_ms"]) < 300, "the moment that was asked for"
            assert one["marks"] == []


async def test_a_live_view_warms_a_camera_up_and_is_a_reason_to_keep_it_warm(
    running: Town, film: Film
) -> None:
    await with_film(running, before_s=[], after_s=[])
    desk = await running.person("east")
    gate = FilmCamera(film)
    async with film_cameras(gate):
        camera_id = await put_up(running, gate.url)
        incident = await press(running)
        # The incident is old, and nobody has watched it for long.
        await running.rows("DELETE FROM warm_wish RETURNING reason")

        async def cold() -> bool:
            return not await running.rows("SELECT FROM warm_camera")

        await until(cold)
        sight = (await desk.post(f"/v1/incidents/{incident}/sights", {})).body["address"]
        address = f"{running.base}{sight}/cameras/{camera_id}/live"
        async with running.session.get(address) as answer:
            assert answer.status == 200, await answer.text()
            await answer.content.readuntil(b"\xff\xd9")
            (wish,) = await running.rows("SELECT reason, camera_id, until FROM warm_wish")
            assert str(wish["reason"]) == str(wish["camera_id"]) == camera_id
            assert wish["until"] > running.clock.now() + timedelta(minutes=5)


async def test_a_live_view_is_cut_at_once_when_its_session_ends_or_a_role_is_over(
    running: Town, film: Film
) -> None:
    await with_film(running, before_s=[], after_s=[])
    warden, gate = await running.person("warden"), FilmCamera(film)
    ends = running.clock.now() + timedelta(minutes=2)
    async with film_cameras(gate):
        camera_id = await put_up(running, gate.url)
        incident = await press(running)
        for act in ("sign_out", "block", "roles", "time"):
            desk = await running.person("east")
            sight = (await desk.post(f"/v1/incidents/{incident}/sights", {})).body["address"]
            live = f"{running.base}{sight}/cameras/{camera_id}/live"
            async with running.session.get(live) as answer:
                assert answer.status == 200, await answer.text()
                await answer.content.readuntil(b"\xff\xd9")
                if act == "sign_out":
                    await desk.delete("/v1/me/sessions")
                elif act == "block":
                    await move(warden, running, "east", "block")
                elif act == "roles":
                    await set_roles(
                        warden, running, "east", role("dispatcher", until_at=ends.isoformat())
                    )
                else:
                    running.clock.forward(120)  # type: ignore[call-arg]
                async with asyncio.timeout(5):
                    await answer.content.read()
            async with running.session.get(live) as answer:
                assert (answer.status, (await answer.json())["code"]) == (403, "picture.sight_over")
            if act == "block":
                await move(warden, running, "east", "unblock")


async def test_a_stream_is_dated_by_us_whatever_its_cameras_clock_says(
    running: Town, film: Film
) -> None:
    """Ninety seconds ahead: once as the first picture of a cold stream, then out of the ring."""
    await with_film(running, before_s=[2], after_s=[])
    desk = await running.person("east")
    moved = running.clock.now() - RunningClock().now()
    fast = FilmCamera(film, clock_ahead_s=moved.total_seconds() + AHEAD_S)
    async with film_cameras(fast):
        camera_id = await put_up(running, fast.url)
        box = await running.box(4)
        first = await press(running, box)
        (cold,) = await taken(running, desk, first, 1)
        await until_warm(running, camera_id)
        [alarm] = (await desk.get(f"/v1/incidents/{first}/alarms")).body
        await desk.post(f"/v1/alarms/{alarm['alarm_id']}/reset", {"disposition": "accidental"})
        await desk.move("incidents", first, move="close", disposition="accidental")
        second = await press(running, box)
        warm = await taken(running, desk, second, 4)
        assert (cold["source"], {s["source"] for s in warm}) == ("rtsp", {"ring"})
        for one in (cold, *warm):
            captured_at = datetime.fromisoformat(one["captured_at"])
            off = min(abs(at + moved - captured_at) for at in fast.sent_at.values())
            assert off < timedelta(seconds=0.2), "on our clock"
            camera_at = datetime.fromisoformat(one["camera_at"])
            assert abs(camera_at - captured_at - timedelta(seconds=AHEAD_S)).total_seconds() < 0.5
            assert abs(one["clock_ahead_ms"] - AHEAD_S * 1000) < 500
        shown = (await desk.get(f"/v1/cameras/{camera_id}")).body
        assert abs(shown["clock_ahead_ms"] - AHEAD_S * 1000) < 500


async def test_the_past_of_a_camera_that_shows_nothing_is_kept(running: Town) -> None:
    """Who covered it stands there, and is gone from the ring in seconds."""
    await with_film(running, before_s=[3, 2], after_s=[4])
    desk = await running.person("east")
    covered = FilmCamera(make_film(width=320, height=192, noise=0))
    async with film_cameras(covered):
        camera_id = await put_up(running, covered.url)
        await keep_ring(running, camera_id)
        count = len(covered.sent_at)
        await until(lambda: len(covered.sent_at) > count + 40, most_s=10)
        incident = await press(running)
        # The first, the two around the press, the two before it, and one once more.
        found = await taken(running, desk, incident, 6)
        assert {tuple(s["marks"]) for s in found} == {("no_signal",)}
        asked = sorted((s["want"], s["moment_ms"], s["attempt"]) for s in found)
        once_more = asked.pop(2)
        assert (once_more[0], once_more[2]) == ("at", 2)
        assert asked == [
            ("at", -3000, 1),
            ("at", -2000, 1),
            ("first", 0, 1),
            ("nearest", 0, 1),
            ("newest", 0, 1),
        ]
        timeline = (await desk.get(f"/v1/incidents/{incident}/timeline")).body
        told = [e["body"]["trouble"] for e in timeline if e["kind"] == "no_picture"]
        assert told == ["no_signal"], "once"


async def test_the_first_picture_of_a_camera_with_rare_keyframes_is_of_now(running: Town) -> None:
    await with_film(running, before_s=[], after_s=[])
    desk = await running.person("east")
    saving = FilmCamera(make_film(gop=50, count=50, **NOISY))
    async with film_cameras(saving):
        camera_id = await put_up(running, saving.url)
        await keep_ring(running, camera_id)
        # The last keyframe is four seconds old; the next comes in one more.
        await until(lambda: max(saving.sent_at) % 50 == 40, most_s=15)
        incident = await press(running)
        found = await taken(running, desk, incident, 1)
        (first,) = [s for s in found if s["want"] == "first"]
        assert (first["source"], first["marks"]) == ("ring", [])
        assert abs(first["lag_ms"]) < 1000


async def test_a_camera_whose_stream_fell_gives_its_film_itself(running: Town, film: Film) -> None:
    await with_film(running, before_s=[], after_s=[6])
    desk = await running.person("east")
    falling = FilmCamera(film)
    async with film_cameras(falling), showing(street()) as snapshots_too:
        camera_id = await put_up(running, falling.url, snapshot_url=snapshots_too.url)
        await keep_ring(running, camera_id)
        incident = await press(running)
        falling.playing = False
        found = await taken(running, desk, incident, 4)
        assert {(s["want"], s["source"], *s["marks"]) for s in found} == {
            ("first", "ring"),
            ("nearest", "ring"),
            ("newest", "ring"),
            ("at", "http"),
        }
