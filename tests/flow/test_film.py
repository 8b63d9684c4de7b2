"""Further pictures of an incident, looking at them by address, and their end."""

import hashlib
import io
from datetime import datetime

import pytest
from PIL import Image

from jobs.sweep import Sweep
from tests.flow.gate import GOOD, press, put_up, snapshots
from tests.support import hamlet
from tests.support.town.cameras import TownCameras
from tests.support.town_house import Town


async def test_the_best_cameras_give_further_pictures_while_the_incident_is_open(
    town: Town, cameras: TownCameras
) -> None:
    for number in range(5):
        await put_up(town, cameras, GOOD[number], 30 + 15 * number)
    desk = await town.person("east")
    incident = await press(town)
    assert len(await snapshots(desk, incident)) == 5
    await town.forward(seconds=5)
    further = [s for s in await snapshots(desk, incident) if s["want"] == "at"]
    assert [(s["rank"], s["moment_ms"]) for s in further] == [(n, 5000) for n in range(4)]
    for wait_s in (10, 15, 30):
        await town.forward(seconds=wait_s)
    taken = await snapshots(desk, incident)
    film = [s["moment_ms"] for s in taken if s["rank"] == 0]
    assert film == [0, 5000, 15000, 30000, 60000], "in the order of time"
    assert len({s["sha256"] for s in taken if s["rank"] == 0}) == 5, "each is a frame of its own"


async def test_of_an_incident_that_has_ended_no_further_picture_is_taken(
    town: Town, cameras: TownCameras
) -> None:
    await put_up(town, cameras, GOOD[0], 40)
    desk = await town.person("east")
    incident = await press(town)
    [alarm] = (await desk.get(f"/v1/incidents/{incident}/alarms")).body
    await desk.post(f"/v1/alarms/{alarm['alarm_id']}/reset", {"disposition": "accidental"})
    ended = await desk.move("incidents", incident, move="close", disposition="accidental")
    assert ended.status in (200, 201), ended.body
    await town.forward(seconds=60)
    assert [s["want"] for s in await snapshots(desk, incident)] == ["first"]


async def test_a_further_picture_that_cannot_be_had_leaves_no_trace(
    town: Town, cameras: TownCameras
) -> None:
    await put_up(town, cameras, GOOD[0], 40)
    desk = await town.person("east")
    incident = await press(town)
    await town.own("UPDATE camera SET snapshot_url = 'http://127.0.0.1:9/', ways_sealed = NULL")
    await town.forward(seconds=5)
    assert len(await snapshots(desk, incident)) == 1
    timeline = (await desk.get(f"/v1/incidents/{incident}/timeline")).body
    assert "no_picture" not in [entry["kind"] for entry in timeline]


async def test_a_picture_has_small_copies_that_say_when_and_where(
    town: Town, cameras: TownCameras
) -> None:
    await put_up(town, cameras, GOOD[0], 40)
    desk = await town.person("east")
    [stored] = await snapshots(desk, await press(town))
    address = f"/v1/snapshots/{stored['snapshot_id']}/image"
    for size, width in (("small", 320), ("large", 960)):
        answer = await desk.get(f"{address}?size={size}")
        assert answer.headers["Content-Type"] == "image/webp"
        small = Image.open(io.BytesIO(answer.body))
        assert small.width == min(width, stored["width"])
        assert small.height > stored["height"] * small.width / stored["width"], "a bar with words"
    original = await desk.get(address)
    assert hashlib.sha256(original.body).hexdigest() == stored["sha256"], "which stays as it was"


async def test_an_address_shows_the_pictures_of_its_incident_in_somebodys_name(
    town: Town, cameras: TownCameras
) -> None:
    await put_up(town, cameras, GOOD[0], 40)
    desk = await town.person("east")
    incident = await press(town)
    [stored] = await snapshots(desk, incident)
    sight = (await desk.post(f"/v1/incidents/{incident}/sights", {})).body
    address = f"{town.base}{sight['address']}/{stored['snapshot_id']}"
    async with town.session.get(f"{address}?size=small") as answer:
        assert (answer.status, answer.content_type) == (200, "image/webp")
        assert answer.headers["Cache-Control"] == "no-store"
    [look] = await town.rows("SELECT person, work_unit, content FROM look")
    assert (look["person"], look["work_unit"]) == ("East", hamlet.EAST)
    assert stored["snapshot_id"] in look["content"]


async def test_an_officers_address_ends_with_minutes_not_with_his_task(
    town: Town, cameras: TownCameras
) -> None:
    await put_up(town, cameras, GOOD[0], 40)
    officer = await town.officer(1, hamlet.north(1500))
    desk = await town.person("east")
    [stored] = await snapshots(desk, await press(town))
    task = await officer.task()
    sight = (await officer.post(f"/v1/tasks/{task['task_id']}/sights", {})).body
    address = f"{town.base}{sight['address']}/{stored['snapshot_id']}"
    left_s = (datetime.fromisoformat(sight["until"]) - town.clock.now()).total_seconds()
    assert 0 < left_s <= 600
    async with town.session.get(address) as answer:
        assert answer.status == 200
    town.clock.forward(seconds=left_s)
    async with town.session.get(address) as answer:
        assert (answer.status, (await answer.json())["code"]) == (403, "picture.sight_over")


@pytest.mark.parametrize("change", ["cut", "flip", "other incident", "nonsense", "empty"])
async def test_an_address_that_was_not_given_shows_nothing(
    town: Town, cameras: TownCameras, change: str
) -> None:
    await put_up(town, cameras, GOOD[0], 40)
    desk = await town.person("east")
    incident = await press(town)
    [stored] = await snapshots(desk, incident)
    if change == "other incident":
        opened = {"kind": "emergency", "source": "110", "title": "seen", "place": hamlet.north(0)}
        incident = (await desk.post("/v1/incidents", opened | {"area_code": hamlet.EAST})).body[
            "incident_id"
        ]
    sight = (await desk.post(f"/v1/incidents/{incident}/sights", {})).body["address"]
    token = sight.rsplit("/", 1)[1]
    changed = {
        "cut": token[:-4],
        "flip": token[:20] + ("A" if token[20] != "A" else "B") + token[21:],
        "other incident": token,
        "nonsense": "%00%ff..",
        "empty": "%20",
    }[change]
    async with town.session.get(
        f"{town.base}/v1/sights/{changed}/{stored['snapshot_id']}"
    ) as answer:
        assert answer.status in (403, 404)
        assert answer.content_type == "application/problem+json"
    assert await town.rows("SELECT 1 FROM look") == []


async def test_a_camera_whose_stream_is_not_kept_cannot_be_watched(
    town: Town, cameras: TownCameras
) -> None:
    camera_id = await put_up(town, cameras, GOOD[0], 40)
    desk = await town.person("east")
    incident = await press(town)
    sight = (await desk.post(f"/v1/incidents/{incident}/sights", {})).body["address"]
    for camera, code in (
        (camera_id, "picture.not_warm"),
        ("018f0000-0000-7000-8000-000000000001", "request.not_found"),
    ):
        async with town.session.get(f"{town.base}{sight}/cameras/{camera}/live") as answer:
            assert (answer.status, (await answer.json())["code"]) == (404, code)


async def test_pictures_of_ended_incidents_are_forgotten_in_time_and_no_sooner(
    town: Town, cameras: TownCameras
) -> None:
    await put_up(town, cameras, GOOD[0], 40)
    desk = await town.person("east")
    incident = await press(town)
    [stored] = await snapshots(desk, incident)
    image = f"/v1/snapshots/{stored['snapshot_id']}/image"
    town.clock.forward(days=31)
    await Sweep(town.house).once()
    await town.work()
    desk = await town.person("east")
    assert (await desk.get(image)).status == 200, "an open incident keeps its pictures"
    [alarm] = (await desk.get(f"/v1/incidents/{incident}/alarms")).body
    await desk.post(f"/v1/alarms/{alarm['alarm_id']}/reset", {"disposition": "genuine"})
    await desk.move("incidents", incident, move="close", disposition="genuine")
    town.clock.forward(days=1)
    await Sweep(town.house).once()
    await town.work()
    desk = await town.person("east")
    assert (await desk.get(image)).status == 404
    blobs = town.house.settings.data_folder / "blobs" / "snapshots"
    left = [path for path in blobs.rglob("*") if path.is_file()]
    assert left == [], "neither the picture nor its small copies"
    [row] = await town.rows("SELECT sha256, forgotten_at FROM snapshot")
    assert row["sha256"] == stored["sha256"], "that there was one stays on record"
    assert row["forgotten_at"] is not None
