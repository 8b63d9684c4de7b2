"""First pictures that were decoded and looked at before the press: kept at once, and never lost."""

from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from service.platform.rings.wire import Ready
from tests.flow.gate import press, snapshots
from tests.flow.test_warm_film import NOISY, keep_ring, put_up, running, taken, with_film
from tests.support.films import Film, FilmCamera, film_cameras, make_film
from tests.support.town_house import Town
from tests.support.waits import until

__all__ = ["running"]

FRESH = timedelta(seconds=1)


def rare() -> Film:
    """A film whose keyframes are five seconds apart, so that a press does not fall between two."""
    return make_film(gop=50, count=50, **NOISY)


async def until_ready(town: Town, camera_id: str) -> Ready:
    """What is a picture already, and so new that a press of the next moment takes it."""

    def look() -> Ready | None:
        known = town.house.rings.ready(UUID(camera_id))
        fresh = known is not None and town.clock.now() - known.frame.captured_at < FRESH
        return known if fresh else None

    return await until(look, most_s=20)  # type: ignore[arg-type]


async def fetches(town: Town) -> list[dict[str, Any]]:
    """The promises of first pictures."""
    return await town.rows(
        "SELECT key, state, due_at FROM job WHERE kind = 'fetch_snapshot' ORDER BY key"
    )


def first_of(found: list[dict[str, Any]]) -> dict[str, Any]:
    """The one first picture."""
    (first,) = [s for s in found if s["want"] == "first"]
    return first


async def test_what_is_ready_is_stored_with_its_plan_and_promised_to_nobody(running: Town) -> None:
    await with_film(running, before_s=[], after_s=[])
    desk = await running.person("east")
    gate = FilmCamera(rare())
    async with film_cameras(gate):
        camera_id = await put_up(running, gate.url)
        await keep_ring(running, camera_id)
        await until_ready(running, camera_id)
        incident = await press(running)
        first = first_of(await snapshots(desk, incident))
        assert (first["camera_id"], first["state"], first["source"]) == (
            *(camera_id, "stored", "ring"),
        )
        assert first["marks"] == []
        assert await fetches(running) == []
        image = await desk.get(f"/v1/snapshots/{first['snapshot_id']}/image")
        assert image.status == 200


async def test_a_slow_store_holds_up_no_plan_and_its_picture_is_kept_by_whoever_chose(
    running: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    await with_film(running, before_s=[], after_s=[])
    desk = await running.person("east")
    gate, put = FilmCamera(rare()), running.house.blobs.put

    async def promised() -> list[dict[str, Any]]:
        return await fetches(running)

    async def slow(key: str, data: bytes) -> None:
        await until(promised, most_s=10)
        await put(key, data)

    async with film_cameras(gate):
        camera_id = await put_up(running, gate.url)
        await keep_ring(running, camera_id)
        await until_ready(running, camera_id)
        monkeypatch.setattr(running.house.blobs, "put", slow)
        incident = await press(running)
        first = first_of(await snapshots(desk, incident))
        assert (first["state"], first["source"]) == ("stored", "ring")
        (promise,) = await fetches(running)
        assert promise["state"] == "waiting", "its own promise was not needed"
        monkeypatch.undo()

        async def all_done() -> bool:
            await running.work()
            return {p["state"] for p in await fetches(running)} <= {"done"}

        await until(all_done, most_s=10)
        assert first_of(await snapshots(desk, incident))["sha256"] == first["sha256"]


async def test_what_could_not_be_kept_at_once_is_kept_by_its_own_promise(
    running: Town,
) -> None:
    await with_film(running, before_s=[], after_s=[])
    desk = await running.person("east")
    gate = FilmCamera(rare())
    async with film_cameras(gate):
        camera_id = await put_up(running, gate.url)
        await keep_ring(running, camera_id)
        await until_ready(running, camera_id)
        folder = Path(running.house.settings.data) / "blobs"
        in_the_way = folder / "snapshots"
        in_the_way.write_bytes(b"")
        incident = await press(running)
        assert [s["state"] for s in await snapshots(desk, incident)] == ["planned"]
        in_the_way.unlink()
        found = await taken(running, desk, incident, 1)
        assert (found[0]["state"], found[0]["camera_id"]) == ("stored", camera_id)


async def test_what_is_ready_and_shows_nothing_is_kept_and_told_and_replaced(running: Town) -> None:
    await with_film(running, before_s=[], after_s=[])
    desk = await running.person("east")
    covered = FilmCamera(make_film(width=320, height=192, noise=0, gop=50, count=50))
    async with film_cameras(covered):
        camera_id = await put_up(running, covered.url)
        await keep_ring(running, camera_id)
        ready = await until_ready(running, camera_id)
        assert running.clock.now() - ready.frame.captured_at < timedelta(seconds=3)
        incident = await press(running)
        first = [s for s in await snapshots(desk, incident) if s["want"] == "first"]
        assert [(s["state"], s["marks"]) for s in first] == [("stored", ["no_signal"])]
        timeline = (await desk.get(f"/v1/incidents/{incident}/timeline")).body
        told = [e["body"]["trouble"] for e in timeline if e["kind"] == "no_picture"]
        assert told == ["no_signal"]
