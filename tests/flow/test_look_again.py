"""As time goes by an incident asks cameras farther out, and keeps its best ones warm."""

import json
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from service.core.geo import Place, ahead
from service.picture.actions import KEPT_WARM
from tests.flow import scenes
from tests.flow.gate import press, snapshots
from tests.support import hamlet
from tests.support.town_house import Town, open_town

GATE = Place(hamlet.GATE[0] + 1800 / 111_195, hamlet.GATE[1])
STREET = "柳北公路"


@pytest.fixture
async def street(database_url: str, tmp_path: Path) -> AsyncIterator[Town]:
    """The hamlet with a road that leads past the kindergarten, west to east."""
    line = [[p.lon, p.lat] for p in (ahead(GATE, 270, 3000), ahead(GATE, 90, 3000))]
    road = {
        "type": "Feature",
        "properties": {"kind": "road_main", "name": STREET},
        "geometry": {"type": "LineString", "coordinates": line},
    }
    path = tmp_path / "map.json"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [road]}))
    async with open_town(database_url, tmp_path, map_file=str(path)) as town:
        town.house.ground.prepare()
        await town.house.ground.prepared()
        yield town


async def put_up(town: Town, url: str, bearing: float, metres: float, **more: Any) -> str:
    """A camera that looks all around, so far from the gate; its name."""
    foot = ahead(GATE, bearing, metres)
    admin = await town.person("admin")
    new = {
        "name": f"{metres:g} m",
        "area_code": hamlet.EAST,
        "place": hamlet.place(foot.lat, foot.lon),
        "managing_unit": "河边幼儿园",
        "bearing_deg": 0,
        "spread_deg": 360,
        "range_m": 50,
        "snapshot_url": url,
    }
    added = await admin.post("/v1/cameras", new | more)
    assert added.status == 201, added.body
    return str(added.body["camera_id"])


async def test_who_watches_the_ways_out_is_chosen_anew_as_one_gets_farther(street: Town) -> None:
    chief, desk = await street.person("chief"), await street.person("east")
    plan = {"posts": [], "tiers": [], "pictures": 2, "film": {"again_s": [60], "again_cameras": 1}}
    await chief.post("/v1/response-plans", {"area_code": hamlet.EAST, "body": plan})
    async with scenes.showing(scenes.street()) as it:
        gate = await put_up(street, it.url, 0, 20, bearing_deg=180, spread_deg=40)
        near = await put_up(street, it.url, 90, 60)
        far = await put_up(street, it.url, 90, 720)
        # It sees the place as well, from a side that is seen: nothing new.
        await put_up(street, it.url, 10, 40, bearing_deg=190, spread_deg=40)
        incident = await press(street)
        first = {s["camera_id"]: s["reason"] for s in await snapshots(desk, incident)}
        assert first == {gate: "sees", near: "way_out"}
        await street.forward(seconds=59)
        assert {s["camera_id"] for s in await snapshots(desk, incident)} == {gate, near}
        await street.forward(seconds=1)
        (added,) = [
            s
            for s in await snapshots(desk, incident)
            if s["camera_id"] not in (gate, near) and s["want"] == "first"
        ]
        assert (added["camera_id"], added["reason"], added["street"]) == (far, "way_out", STREET)
        assert added["state"] == "stored"
        assert added["on_foot"] is False
        timeline = (await desk.get(f"/v1/incidents/{incident}/timeline")).body
        told = [e["body"]["cameras"] for e in timeline if e["kind"] == "pictures"]
        assert [[c["reason"] for c in cameras] for cameras in told] == [
            ["sees", "way_out"],
            ["way_out"],
        ]
        assert told[1][0]["street"] == STREET


async def test_of_an_incident_that_has_ended_nobody_asks_further(street: Town) -> None:
    desk = await street.person("east")
    async with scenes.showing(scenes.street()) as it:
        await put_up(street, it.url, 0, 20)
        incident = await press(street)
        [alarm] = (await desk.get(f"/v1/incidents/{incident}/alarms")).body
        await desk.post(f"/v1/alarms/{alarm['alarm_id']}/reset", {"disposition": "accidental"})
        await desk.move("incidents", incident, move="close", disposition="accidental")
        await put_up(street, it.url, 90, 720)
        await street.forward(seconds=61)
        assert len(await snapshots(desk, incident)) == 1


async def test_the_best_cameras_that_stream_are_kept_warm_for_the_film_and_a_while(
    street: Town,
) -> None:
    async with scenes.showing(scenes.street()) as it:
        for number in range(6):
            await put_up(street, it.url, 60 * number, 20 + number, rtsp_url="rtsp://127.0.0.1:9/")
        still = await put_up(street, it.url, 30, 15)
        incident = await press(street)
        rows = await street.rows(
            "SELECT camera_id, importance, until FROM warm_wish WHERE reason = $1"
            " ORDER BY importance",
            incident,
        )
        assert 0 < len(rows) <= 4
        assert still not in {str(row["camera_id"]) for row in rows}
        assert rows[0]["importance"] < 10, "before what is kept warm in advance"
        until = street.clock.now() + timedelta(seconds=60) + KEPT_WARM
        assert {row["until"] for row in rows} == {until}
