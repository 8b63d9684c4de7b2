"""Pictures that decode and show nothing: kept, named, asked for once more, and replaced."""

import hashlib
from datetime import datetime

import pytest

from tests.flow.gate import press, put_up_at, snapshots
from tests.flow.scenes import BRIGHT, DARK, GREY, STRIPES, Scene, jpeg, showing, street
from tests.support import bad_cameras as bad
from tests.support import hamlet
from tests.support.bad_cameras import Asked, camera
from tests.support.town_house import Town


async def one_picture(town: Town) -> None:
    """Let the plan want one picture, and no film."""
    chief = await town.person("chief")
    plan = {"posts": [], "tiers": [], "pictures": 1, "film": {"cameras": 0}}
    await chief.post("/v1/response-plans", {"area_code": hamlet.EAST, "body": plan})


@pytest.mark.parametrize(
    ("scene", "mark"),
    [
        (DARK, "black"),
        (BRIGHT, "overexposed"),
        (GREY, "no_signal"),
        (STRIPES, "no_signal"),
    ],
)
async def test_a_picture_that_shows_nothing_is_kept_named_and_replaced(
    town: Town, scene: Scene, mark: str
) -> None:
    await one_picture(town)
    desk = await town.person("east")
    async with showing(scene) as dead, showing(street()) as alive:
        first = await put_up_at(town, dead.url, 30)
        second = await put_up_at(town, alive.url, 60)
        incident = await press(town)
        await town.forward(seconds=1)
        taken = await snapshots(desk, incident)
        shown = {(s["camera_id"], s["want"]): (s["state"], s["marks"]) for s in taken}
        assert shown == {
            (first, "first"): ("stored", [mark]),
            (first, "at"): ("stored", [mark]),
            (second, "first"): ("stored", []),
        }
        timeline = (await desk.get(f"/v1/incidents/{incident}/timeline")).body
        told = [e["body"]["trouble"] for e in timeline if e["kind"] == "no_picture"]
        assert told == [mark], "once, not with each frame"
        image = await desk.get(f"/v1/snapshots/{taken[0]['snapshot_id']}/image")
        assert image.status == 200, "what shows nothing is proof all the same"


async def test_a_camera_that_shows_something_when_asked_once_more_has_its_film(
    town: Town,
) -> None:
    desk = await town.person("east")
    async with showing(DARK, street()) as lamp:
        camera_id = await put_up_at(town, lamp.url, 30)
        incident = await press(town)
        for wait_s in (1, 4, 10, 15, 30):
            await town.forward(seconds=wait_s)
        taken = [s for s in await snapshots(desk, incident) if s["camera_id"] == camera_id]
        assert [(s["moment_ms"], s["marks"]) for s in taken] == [
            (0, ["black"]),
            (1000, []),
            (5000, []),
            (15000, []),
            (30000, []),
            (60000, []),
        ]


async def test_a_camera_that_gives_its_last_picture_again_is_frozen_and_said_so_once(
    town: Town,
) -> None:
    desk = await town.person("east")
    async with showing(street(), live=False, clock=True) as stuck:
        await put_up_at(town, stuck.url, 30)
        incident = await press(town)
        for wait_s in (5, 10, 15, 30):
            await town.forward(seconds=wait_s)
        marks = {s["moment_ms"]: s["marks"] for s in await snapshots(desk, incident)}
        assert marks == {
            0: [],
            5000: [],
            15000: ["frozen"],
            30000: ["frozen"],
            60000: ["frozen"],
        }, "two frames of one group of pictures may be alike"
        timeline = (await desk.get(f"/v1/incidents/{incident}/timeline")).body
        assert [e["body"]["trouble"] for e in timeline if e["kind"] == "no_picture"] == ["frozen"]


async def test_a_frozen_camera_is_known_by_what_it_gave_for_another_incident(town: Town) -> None:
    desk = await town.person("east")
    async with showing(street(), live=False) as stuck, showing(street(), live=True) as alive:
        first = await put_up_at(town, stuck.url, 30)
        second = await put_up_at(town, alive.url, 60)
        box = await town.box(4)
        before = await press(town, box)
        town.clock.forward(hours=1)
        desk = await town.person("east")
        for alarm in (await desk.get(f"/v1/incidents/{before}/alarms")).body:
            await desk.post(f"/v1/alarms/{alarm['alarm_id']}/reset", {"disposition": "accidental"})
        await desk.move("incidents", before, move="close", disposition="accidental")
        after = await press(town, box)
        assert before != after
        marks = {s["camera_id"]: s["marks"] for s in await snapshots(desk, after)}
        assert marks == {first: ["frozen"], second: []}


async def test_a_wrong_clock_of_a_camera_moves_no_picture(town: Town) -> None:
    """A snapshot is dated by us; what the camera's own clock said is kept beside it."""
    desk = await town.person("east")
    scene = jpeg(street())

    async def ahead(asked: Asked) -> None:
        now = town.clock.now().timestamp() + 90
        date = datetime.fromtimestamp(now, tz=town.clock.now().tzinfo)
        said = f"{date:%a, %d %b %Y %H:%M:%S} GMT"
        more = f"Date: {said}\r\nLast-Modified: {said}\r\n"
        await asked.answer(scene, more=more)

    async with camera(ahead) as fast:
        camera_id = await put_up_at(town, fast.url, 30)
        incident = await press(town)
        (taken,) = await snapshots(desk, incident)
        assert taken["lag_ms"] == 0
        assert taken["captured_at"] == taken["stored_at"]
        ahead_s = (
            datetime.fromisoformat(taken["camera_at"]).timestamp() - town.clock.now().timestamp()
        )
        assert 89 <= ahead_s <= 91
        assert 89_000 <= taken["clock_ahead_ms"] <= 91_000
        [row] = await town.rows("SELECT clock_ahead_ms FROM camera WHERE camera_id = $1", camera_id)
        assert 89_000 <= row["clock_ahead_ms"] <= 91_000


async def test_decree_799_article_23_a_camera_that_is_covered_is_told_and_replaced(
    town: Town,
) -> None:
    chief, desk = await town.person("chief"), await town.person("east")
    plan = {"posts": [], "tiers": [], "pictures": 1}
    await chief.post("/v1/response-plans", {"area_code": hamlet.EAST, "body": plan})
    async with showing(street(), street(), DARK) as covered, showing(street()) as alive:
        first = await put_up_at(town, covered.url, 30)
        second = await put_up_at(town, alive.url, 60)
        incident = await press(town)
        await town.forward(seconds=5)
        assert {s["camera_id"] for s in await snapshots(desk, incident)} == {first}
        await town.forward(seconds=10)
        shown = {
            (s["camera_id"], s["want"], s["moment_ms"]): s["marks"]
            for s in await snapshots(desk, incident)
        }
        assert shown == {
            (first, "first", 0): [],
            (first, "at", 5000): [],
            (first, "at", 15000): ["black"],
            (second, "first", 0): [],
        }
        await town.forward(seconds=45)
        timeline = (await desk.get(f"/v1/incidents/{incident}/timeline")).body
        assert [e["body"]["trouble"] for e in timeline if e["kind"] == "no_picture"] == ["black"]


async def test_by_night_a_still_street_is_no_frozen_camera(town: Town) -> None:
    """In the dark a camera smooths away its own noise; only its clock says that it lives."""
    desk = await town.person("east")
    night = street(light=0)
    async with (
        showing(night, live=False, clock=True) as still,
        showing(night, live=False) as stuck,
    ):
        first = await put_up_at(town, still.url, 30)
        second = await put_up_at(town, stuck.url, 60)
        incident = await press(town)
        await town.forward(seconds=5)
        await town.forward(seconds=10)
        shown = [(s["camera_id"], s["marks"]) for s in await snapshots(desk, incident)]
        assert shown == [*[(first, [])] * 3, *[(second, [])] * 2, (second, ["frozen"])]


@pytest.mark.parametrize(
    ("broken", "trouble"),
    [
        (bad.half, "not_a_picture"),
        (bad.damaged, "not_a_picture"),
        (bad.empty, "not_a_picture"),
        (bad.html_as_jpeg, "not_a_picture"),
        (bad.claims_too_much, "not_a_picture"),
        (bad.cut, "http_error"),
        (bad.not_http, "http_error"),
        (bad.huge, "too_large"),
        (bad.forbids, "wrong_login"),
        (bad.hangs_up, "http_error"),
    ],
)
async def test_what_is_no_whole_picture_is_asked_for_again_then_replaced_and_told(
    town: Town, broken: bad.Behaviour, trouble: str
) -> None:
    await one_picture(town)
    desk = await town.person("east")
    async with bad.camera(broken) as spoilt, showing(street()) as alive:
        first = await put_up_at(town, spoilt.url, 30)
        second = await put_up_at(town, alive.url, 60)
        incident = await press(town)
        for _ in range(3):
            await town.forward(seconds=1)
        taken = {s["camera_id"]: s for s in await snapshots(desk, incident)}
        lost = taken[first]
        assert (lost["state"], lost["trouble"], lost["attempt"]) == ("failed", trouble, 3)
        assert lost["sha256"] is None
        assert taken[second]["state"] == "stored"
        timeline = (await desk.get(f"/v1/incidents/{incident}/timeline")).body
        (told,) = [e["body"] for e in timeline if e["kind"] == "no_picture"]
        assert told == {"camera": "30 m", "trouble": trouble}
        shown = (await desk.get(f"/v1/cameras/{first}")).body
        assert (shown["online"], shown["trouble"]) == (False, trouble)


async def test_a_picture_that_comes_at_the_second_try_says_so(town: Town) -> None:
    await one_picture(town)
    desk = await town.person("east")
    asked = 0

    async def half_then_whole(request: Asked) -> None:
        nonlocal asked
        asked += 1
        await (bad.half(request) if asked == 1 else request.answer(jpeg(street())))

    async with camera(half_then_whole) as shaky:
        await put_up_at(town, shaky.url, 30)
        incident = await press(town)
        (waiting,) = await snapshots(desk, incident)
        assert (waiting["state"], waiting["attempt"]) == ("planned", 1)
        await town.forward(seconds=1)
        (stored,) = await snapshots(desk, incident)
        assert (stored["state"], stored["attempt"], stored["trouble"]) == ("stored", 2, None)
        timeline = (await desk.get(f"/v1/incidents/{incident}/timeline")).body
        assert "no_picture" not in [e["kind"] for e in timeline], "nothing is wrong any more"


async def test_a_better_picture_does_not_take_the_place_of_the_first(town: Town) -> None:
    desk = await town.person("east")
    async with showing(DARK, street()) as lamp:
        await put_up_at(town, lamp.url, 30)
        incident = await press(town)
        (dark,) = await snapshots(desk, incident)
        before = (await desk.get(f"/v1/snapshots/{dark['snapshot_id']}/image")).body
        await town.forward(seconds=1)
        first, second = await snapshots(desk, incident)
        assert first == dark, "not a word of it is changed"
        assert (first["attempt"], second["attempt"]) == (1, 2)
        assert second["sha256"] != first["sha256"]
        assert (await desk.get(f"/v1/snapshots/{dark['snapshot_id']}/image")).body == before
        assert hashlib.sha256(before).hexdigest() == first["sha256"]
        keys = await town.rows("SELECT DISTINCT blob_key FROM snapshot")
        assert len(keys) == 2
