"""Pictures of an incident, from cameras that are real servers and sometimes lie."""

import hashlib
import io

import pytest
from PIL import Image

from tests.flow.gate import DIGEST, GOOD, press, put_up, snapshots
from tests.support import hamlet
from tests.support.town.cameras import TownCameras
from tests.support.town.clock_face import read_clock
from tests.support.town_house import Town


async def test_pictures_come_from_those_that_see_the_place_with_their_proof(
    town: Town, cameras: TownCameras
) -> None:
    near = await put_up(town, cameras, GOOD[0], 40)
    stream = await put_up(town, cameras, GOOD[1], 80, by="rtsp")
    blind = await put_up(town, cameras, GOOD[2], 20, bearing=0)
    desk = await town.person("east")
    taken = await snapshots(desk, await press(town))
    assert [(s["camera_id"], s["reason"], s["state"], s["source"]) for s in taken] == [
        (near, "sees", "stored", "http"),
        (stream, "sees", "stored", "rtsp"),
        (blind, "near", "stored", "http"),
    ]
    for one in taken:
        image = await desk.get(f"/v1/snapshots/{one['snapshot_id']}/image")
        assert image.headers["Content-Type"] == "image/jpeg"
        assert hashlib.sha256(image.body).hexdigest() == one["sha256"]
        assert len(image.body) == one["size_bytes"]
        picture = Image.open(io.BytesIO(image.body))
        assert picture.size == (one["width"], one["height"])
        read_clock(picture)


async def test_a_camera_that_lies_is_asked_again_then_replaced_and_it_is_said(
    town: Town, cameras: TownCameras
) -> None:
    chief = await town.person("chief")
    plan = {
        "posts": [{"role": "primary"}],
        "tiers": [{"reach": "any", "classes": ["police"]}],
        "pictures": 2,
    }
    await chief.post("/v1/response-plans", {"area_code": hamlet.EAST, "body": plan})
    lying = [await put_up(town, cameras, DIGEST[n], 30 + 15 * n) for n in range(2)]
    good = [await put_up(town, cameras, GOOD[n], 60 + 15 * n) for n in range(2)]
    desk = await town.person("east")
    incident = await press(town)
    for _ in range(8):
        await town.forward(seconds=1)
    taken = {s["camera_id"]: s for s in await snapshots(desk, incident)}
    assert {taken[c]["state"] for c in lying} == {"failed"}
    assert {taken[c]["trouble"] for c in lying} == {"not_a_picture"}
    assert {taken[c]["attempt"] for c in lying} == {3}
    assert {taken[c]["state"] for c in good} == {"stored"}
    timeline = (await desk.get(f"/v1/incidents/{incident}/timeline")).body
    assert sum(e["kind"] == "no_picture" for e in timeline) == 2
    listed = {c["camera_id"]: c["online"] for c in (await desk.get("/v1/cameras")).body}
    assert [listed[c] for c in (*lying, *good)] == [False, False, True, True]


@pytest.mark.parametrize(
    ("number", "trouble"),
    [
        (0, "not_a_picture"),
        (1, "not_a_picture"),
        (2, "wrong_login"),
        (3, "redirected"),
        (4, "http_error"),
    ],
)
async def test_each_lie_has_its_name_and_stops_no_other_picture(
    town: Town, cameras: TownCameras, number: int, trouble: str
) -> None:
    lying = await put_up(town, cameras, DIGEST[number], 30)
    good = await put_up(town, cameras, GOOD[0], 60)
    desk = await town.person("east")
    taken = {s["camera_id"]: s for s in await snapshots(desk, await press(town))}
    assert taken[good]["state"] == "stored"
    assert (taken[lying]["state"], taken[lying]["trouble"]) == ("planned", trouble)


async def test_a_place_without_a_camera_is_said(town: Town) -> None:
    desk = await town.person("east")
    incident = await press(town)
    assert await snapshots(desk, incident) == []
    timeline = (await desk.get(f"/v1/incidents/{incident}/timeline")).body
    said = next(e for e in timeline if e["kind"] == "no_picture")
    assert said["body"] == {"trouble": "no_camera"}


async def test_who_looks_is_on_record_before_the_picture_is_sent(
    town: Town, cameras: TownCameras
) -> None:
    await put_up(town, cameras, GOOD[0], 40)
    officer = await town.officer(1, hamlet.north(1500))
    desk = await town.person("east")
    incident = await press(town)
    (stored,) = await snapshots(desk, incident)
    task = await officer.task()
    pictures = f"/v1/tasks/{task['task_id']}/snapshots"
    assert [s["snapshot_id"] for s in (await officer.get(pictures)).body] == [stored["snapshot_id"]]
    assert await town.rows("SELECT 1 FROM look") == []
    assert (await desk.get(f"/v1/snapshots/{stored['snapshot_id']}/image")).status == 200
    town.clock.forward(seconds=1)
    assert (await officer.get(f"{pictures}/{stored['snapshot_id']}/image")).status == 200
    looks = await town.rows("SELECT person, work_unit, reason, content FROM look ORDER BY look_id")
    number = task["incident_number"]
    assert [(x["person"], x["work_unit"], x["reason"]) for x in looks] == [
        ("East", hamlet.EAST, f"incident {number}"),
        ("Officer1", "东-01", f"incident {number}"),
    ]
    assert stored["snapshot_id"] in looks[0]["content"]


async def test_pictures_are_for_those_who_have_to_do_with_them(
    town: Town, cameras: TownCameras
) -> None:
    await put_up(town, cameras, GOOD[0], 40)
    officer = await town.officer(1, hamlet.north(1500))
    other = await town.officer(2)
    west, desk = await town.person("west"), await town.person("east")
    (stored,) = await snapshots(desk, await press(town))
    task = await officer.task()
    image = f"/v1/tasks/{task['task_id']}/snapshots/{stored['snapshot_id']}/image"
    assert (await other.get(image)).status == 404
    assert (await west.get(f"/v1/snapshots/{stored['snapshot_id']}/image")).status == 404
    await officer.answer("decline")
    assert (await officer.get(image)).status == 404
    assert await town.rows("SELECT 1 FROM look") == []


async def test_cameras_show_neither_address_nor_password(town: Town, cameras: TownCameras) -> None:
    await put_up(town, cameras, GOOD[0], 40)
    desk = await town.person("east")
    (shown,) = (await desk.get("/v1/cameras")).body
    assert not {"snapshot_url", "rtsp_url", "username", "password"} & set(shown)
    row = (await town.rows("SELECT password_sealed FROM camera"))[0]
    assert GOOD[0].password.encode() not in bytes(row["password_sealed"])  # type: ignore[operator,union-attr]
