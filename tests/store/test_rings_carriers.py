"""Warm cameras of several processes: shared, asked for from anywhere, taken over from the dead."""

import asyncio
import base64
import contextlib
import os
import sys
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import aiohttp
import msgspec
import pytest

from jobs import plan_warm
from jobs.lanes import ALL, Runner
from jobs.warm import keep_warm
from service.app import open_house
from service.camera import actions as camera
from service.camera.wire import NewCamera
from service.platform.camera_link import NoFrame
from service.platform.house import House
from service.platform.outbox import Lane, Promise
from service.platform.rings import leases
from service.platform.rings.door import Asked, Signer
from service.platform.rings.wire import At, Last, Newest, NotWarm
from service.settings import Settings, as_environment
from tests.support import hamlet
from tests.support.films import FilmCamera, film_cameras, make_film, number_in
from tests.support.houses import work
from tests.support.running_clock import RunningClock
from tests.support.servers import SEAL
from tests.support.waits import until

SITE = UUID(int=1_000)
DEADLINE_S = 10.0


@asynccontextmanager
async def opened(url: str, folder: Path, clock: RunningClock) -> AsyncIterator[House]:
    """A process of the service, without its doors."""
    given = Settings(data=str(folder), database_url=url, cameras_on_loopback=True)
    async with open_house(given, clock, SEAL) as house:
        yield house


@pytest.fixture
def clock() -> RunningClock:
    return RunningClock()


@pytest.fixture
async def house(database_url: str, tmp_path: Path, clock: RunningClock) -> AsyncIterator[House]:
    """Whoever asks."""
    async with opened(database_url, tmp_path, clock) as house:
        yield house


@pytest.fixture
async def keeper(database_url: str, tmp_path: Path, clock: RunningClock) -> AsyncIterator[House]:
    """Another process, which keeps rings."""
    async with opened(database_url, tmp_path, clock) as house:
        keeping = asyncio.create_task(keep_warm(house, "a"))
        try:
            yield house
        finally:
            keeping.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await keeping


async def put_up(house: House, number: int, url: str, *, by: str = "rtsp", at: int = 0) -> UUID:
    """A camera at one of four sides of the first school's gate, looking at it."""
    new = {
        "name": f"camera {number}",
        "area_code": hamlet.EAST,
        "place": hamlet.north(*((60, 0), (0, 60), (-60, 0), (0, -60))[at]),
        "managing_unit": "实验小学",
        "bearing_deg": (180 + 90 * at) % 360,
        "spread_deg": 90,
        "range_m": 200,
        f"{by}_url": url,
    }
    camera_id = UUID(int=number)
    async with house.db.transaction() as connection:
        await camera.add_camera(house, connection, msgspec.convert(new, NewCamera), camera_id)
    return camera_id


async def wish(house: House, *camera_ids: UUID) -> None:
    async with house.db.transaction() as connection:
        soon = house.clock.now() + timedelta(hours=1)
        await leases.wish(connection, SITE, dict.fromkeys(camera_ids, 5), soon)


async def until_warm(house: House, *camera_ids: UUID) -> None:
    """Until each has given a picture to whoever asks."""

    async def warm() -> bool:
        with contextlib.suppress(NotWarm, NoFrame):
            for camera_id in camera_ids:
                await house.rings.frame(camera_id, Last(), DEADLINE_S)
            return True
        return False

    await until(warm, most_s=30)


async def test_a_frame_is_found_in_whichever_process_keeps_it(house: House, keeper: House) -> None:
    film = FilmCamera(make_film())
    async with film_cameras(film):
        camera_id = await put_up(house, 1, film.url)
        await wish(house, camera_id)
        await until_warm(house, camera_id)
        begun = max(film.sent_at)
        await until(lambda: max(film.sent_at) > begun + 25)
        about = max(film.sent_at) - 9
        for asked in (house, keeper):
            last = await asked.rings.frame(camera_id, Last(), DEADLINE_S)
            assert number_in(last.data) % 10 == 0
            newest = await asked.rings.frame(camera_id, Newest(), DEADLINE_S)
            assert newest.captured_at >= last.captured_at
            at = await asked.rings.frame(camera_id, At(film.sent_at[about]), DEADLINE_S)
            assert number_in(at.data) == about % 40
            assert abs(at.captured_at - film.sent_at[about]) < timedelta(seconds=0.1)


async def test_a_live_view_comes_from_whichever_process_keeps_it(
    house: House, keeper: House, clock: RunningClock
) -> None:
    film = FilmCamera(make_film())
    async with film_cameras(film):
        camera_id = await put_up(house, 1, film.url)
        await wish(house, camera_id)
        await until_warm(house, camera_id)
        for asked in (house, keeper):
            async with aclosing(asked.rings.live(camera_id, 8)) as frames:
                times = [(await anext(frames)).captured_at for _ in range(4)]
            assert times == sorted(set(times))
        # The camera is let go: whoever looks is told so.
        async with aclosing(house.rings.live(camera_id, 8)) as frames:
            await anext(frames)
            await wish(house)
            film.hang_up()

            async def follow() -> None:
                async for _ in frames:
                    clock.forward(1)

            with pytest.raises(NoFrame):
                await asyncio.wait_for(follow(), 30)


async def test_a_camera_that_nobody_keeps_is_cold(house: House, keeper: House) -> None:
    camera_id = await put_up(house, 1, "rtsp://127.0.0.1:9/x")
    with pytest.raises(NotWarm):
        await house.rings.frame(camera_id, Last(), DEADLINE_S)
    with pytest.raises(NotWarm):
        await anext(house.rings.live(camera_id, 8))
    # Whoever kept it died, and the others do not know it yet.
    await wish(house, camera_id)
    async with house.db.reading() as connection:
        await leases.take_part(connection, "z", "http://127.0.0.1:9", 40, house.clock.now())
        await leases.rest(connection, "a")
        await leases.take_part(connection, "z", "http://127.0.0.1:9", 40, house.clock.now())
    with pytest.raises(NotWarm):
        await house.rings.frame(camera_id, Last(), DEADLINE_S)


async def test_only_who_has_the_house_s_key_is_answered(
    house: House, keeper: House, clock: RunningClock
) -> None:
    camera_id = await put_up(house, 1, "rtsp://127.0.0.1:9/x")
    await wish(house, camera_id)

    async def address() -> str | None:
        async with house.db.reading() as connection:
            return await leases.address_of(connection, camera_id, clock.now())

    at = await until(address)
    body = msgspec.msgpack.encode(Asked(camera_id, Last(), 1.0))
    right, wrong = house.rings.signer, Signer(lambda: [b"another"], clock)
    old = RunningClock()
    old.forward(-60)
    late = Signer(lambda: [SEAL.key_for("rings")], old)
    knocks = {
        "right": (right.header("/frame", body), 200),
        "nothing": ({}, 403),
        "noise": ({"Watchbell-Signed": "x"}, 403),
        "wrong key": (wrong.header("/frame", body), 403),
        "another door": (right.header("/live", body), 403),
        "another body": (right.header("/frame", body + b"x"), 403),
        "too late": (late.header("/frame", body), 403),
    }
    async with aiohttp.ClientSession() as session:
        for name, (headers, status) in knocks.items():
            async with session.post(f"{at}/frame", data=body, headers=headers) as answer:
                assert answer.status == status, name


async def test_the_best_views_of_guarded_sites_are_wished_for(
    house: House, clock: RunningClock
) -> None:
    still = await put_up(house, 9, "http://a/9", by="snapshot", at=3)
    streams = [await put_up(house, n, f"rtsp://a/{n}", at=n) for n in range(3)]

    async def planned() -> list[tuple[UUID, int]]:
        async with house.db.transaction() as connection:
            now = clock.now()
            promise = Promise(plan_warm.NAME, Lane.REST, "all", now)
            await house.outbox.promise(connection, now, promise)
        assert await work(Runner(house, ALL)) == 1
        async with house.db.reading() as connection:
            rows = await connection.fetch(
                "SELECT camera_id, importance FROM warm_wish WHERE reason = $1 ORDER BY importance",
                hamlet.SCHOOL,
            )
        return [(row["camera_id"], row["importance"]) for row in rows]

    wished = [camera_id for camera_id, _ in await planned()]
    assert set(wished) == set(streams)
    assert still not in wished
    # The first of a site of the first class comes before anybody's second, and both before those
    # of sites without a key.
    assert [importance for _, importance in await planned()] == [101, 111, 121]
    async with house.db.reading() as connection:
        key = "UPDATE device SET state = 'active' WHERE device_id = $1"
        await connection.execute(key, hamlet.KEY)
    assert [importance for _, importance in await planned()] == [11, 21, 31]


@asynccontextmanager
async def process(settings: Settings, number: int) -> AsyncIterator[asyncio.subprocess.Process]:
    """A carrier of pictures, as an operator starts it."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("WATCHBELL_")}
    started = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "jobs", "pictures", str(number)),
        env=kept | as_environment(settings),
    )
    try:
        yield started
    finally:
        with contextlib.suppress(ProcessLookupError):
            started.terminate()
        await asyncio.wait_for(started.wait(), 20)


async def test_when_a_carrier_is_killed_its_cameras_move_within_seconds(
    house: House, database_url: str, tmp_path: Path, clock: RunningClock
) -> None:
    key_file = tmp_path / "key"
    key_file.write_bytes(base64.b64encode(bytes(range(32))))
    key_file.chmod(0o600)
    settings = Settings(
        data=str(tmp_path),
        database_url=database_url,
        key_file=str(key_file),
        cameras_on_loopback=True,
    )
    films = [FilmCamera(make_film()) for _ in range(4)]

    async def kept_by(number: int) -> int:
        async with house.db.reading() as connection:
            held = await connection.fetch("SELECT keeper FROM warm_camera")
        return sum(row["keeper"].startswith(f"pictures.{number}@") for row in held)

    async with film_cameras(*films):
        ids = [await put_up(house, n, film.url) for n, film in enumerate(films)]
        await wish(house, *ids)
        async with process(settings, 1) as first, process(settings, 2):

            async def shared() -> bool:
                return [await kept_by(1), await kept_by(2)] == [2, 2]

            await until(shared, most_s=30)
            await until_warm(house, *ids)
            first.kill()
            await first.wait()
            killed_at = clock.now()

            async def moved() -> bool:
                return await kept_by(2) == 4

            await until(moved, most_s=15)

            async def all_fresh() -> bool:
                with contextlib.suppress(NotWarm, NoFrame):
                    frames = [await house.rings.frame(i, Newest(), DEADLINE_S) for i in ids]
                    return all(frame.captured_at > killed_at for frame in frames)
                return False

            await until(all_fresh, most_s=15)
            assert clock.now() - killed_at < timedelta(seconds=15)
