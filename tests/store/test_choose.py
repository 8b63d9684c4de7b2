"""Cameras are found where they stand, and where they see, among many in PostgreSQL."""

import json
from pathlib import Path
from uuid import UUID

from service.camera import actions as camera
from service.camera import store
from service.camera.wire import Chosen, Reason
from service.core.geo import Place, ahead, bearing_deg, on_sphere
from service.platform.db import Connection
from service.platform.house import House
from tests.support.houses import WatchedClock, quiet_house

GATE = Place(35.07, 116.31)
COUNTY, OTHER = "379928", "379929"


async def lay_out(connection: Connection, area: str) -> None:
    """An area, unless it is there."""
    await connection.execute(
        "INSERT INTO area (area_code, name, level, lineage)"
        " VALUES ($1, $1, 'district', ARRAY[$1]) ON CONFLICT DO NOTHING",
        area,
    )


async def put_up(
    house: House,
    number: int,
    foot: Place,
    *,
    bearing: float = 0,
    spread: float = 60,
    range_m: float = 80,
    area: str = COUNTY,
    silent: bool = False,
) -> None:
    """A camera in the register."""
    since = house.clock.now() if silent else None
    async with house.db.reading() as connection:
        await lay_out(connection, area)
        await connection.execute(
            "INSERT INTO camera (camera_id, name, area_code, lineage, kind, capture_class,"
            " managing_unit, lat, lon, spot, height_m, bearing_deg, spread_deg, range_m,"
            " silent_since) VALUES ($1, $2, $3, ARRAY[$3], 'fixed', 'road', '', $4, $5,"
            " cube($6::float8[]), 4, $7, $8, $9, $10)",
            *(UUID(int=number), f"camera {number}", area, foot.lat, foot.lon, on_sphere(foot)),
            *(bearing, spread, range_m, since),
        )


async def choose(house: House, count: int = 8, since_s: float = 0) -> list[Chosen]:
    """What is chosen for the gate."""
    async with house.db.reading() as connection:
        return await camera.choose(
            house, connection, GATE, [COUNTY], since_s=since_s, count_max=count
        )


async def test_a_high_point_far_away_is_found_among_hundreds_that_are_nearer(house: House) -> None:
    for n in range(1, 301):
        await put_up(house, n, ahead(GATE, n * 97, 20 + n), range_m=5)
    far = ahead(GATE, 30, 1200)
    await put_up(house, 999, far, bearing=bearing_deg(far, GATE), range_m=2000)
    best, *others = await choose(house)
    assert (best.camera_id.int, best.reason) == (999, Reason.SEES)
    assert [c.camera_id.int for c in others] == [1, 2, 3, 4, 5, 6, 7]


async def test_a_quarter_without_power_does_not_hide_the_next(house: House) -> None:
    for n in range(1, 61):
        await put_up(house, n, ahead(GATE, n * 7, n), range_m=200, spread=360, silent=True)
    await put_up(house, 100, ahead(GATE, 0, 150), range_m=200, spread=360)
    await put_up(house, 101, ahead(GATE, 90, 300), range_m=20)
    assert [(c.camera_id.int, c.reason) for c in await choose(house)] == [
        (100, Reason.SEES),
        (101, Reason.NEAR),
    ]


async def test_a_silent_camera_gets_another_chance(house: House, clock: WatchedClock) -> None:
    await put_up(house, 1, ahead(GATE, 0, 10), silent=True)
    assert await choose(house) == []
    clock.forward(minutes=10, seconds=1)
    assert len(await choose(house)) == 1


async def test_cameras_of_another_area_are_not_looked_through(house: House) -> None:
    await put_up(house, 1, ahead(GATE, 0, 10), spread=360, area=OTHER)
    await put_up(house, 2, ahead(GATE, 0, 50))
    assert [c.camera_id.int for c in await choose(house)] == [2]


async def test_a_camera_on_a_vehicle_is_never_looked_through(house: House) -> None:
    await put_up(house, 1, ahead(GATE, 0, 10))
    await put_up(house, 2, ahead(GATE, 0, 20), range_m=200, spread=360)
    async with house.db.reading() as connection:
        await connection.execute(
            "UPDATE camera SET kind = 'vehicle', spot = NULL, lat = NULL, lon = NULL,"
            " route = '[]' WHERE camera_id = $1",
            UUID(int=2),
        )
        silent_before = house.clock.now()
        views = await store.views_near(connection, GATE, [GATE], 100, [COUNTY], silent_before)
    assert [view.camera_id.int for view in views] == [1]


async def test_ways_out_are_watched_where_one_may_be_by_now_and_houses_hide_the_place(
    database_url: str, tmp_path: Path, clock: WatchedClock
) -> None:
    ends = [ahead(GATE, bearing, 2000) for bearing in (270, 90)]
    wall = [ahead(ahead(GATE, 0, north), 90, east) for north, east in CORNERS]
    features = [
        _feature("LineString", [[p.lon, p.lat] for p in ends], kind="road_main", name="柳北公路"),
        _feature("Polygon", [[[p.lon, p.lat] for p in wall]], kind="building"),
    ]
    path = tmp_path / "map.json"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    async with quiet_house(database_url, tmp_path, clock, map_file=str(path)) as house:
        house.ground.prepare()
        await house.ground.prepared()
        await put_up(house, 1, ahead(GATE, 0, 70), bearing=180)  # Behind the house.
        await put_up(house, 2, ahead(GATE, 180, 70), range_m=72)
        for number, metres in ((3, 60), (4, 240), (5, 720)):
            await put_up(house, number, ahead(GATE, 90, metres), spread=360, range_m=50)
        at_once, later = await choose(house, 3), await choose(house, 3, since_s=60)
    assert [(c.camera_id.int, c.reason, c.street, c.on_foot) for c in at_once] == [
        (2, Reason.SEES, None, None),
        (3, Reason.WAY_OUT, "柳北公路", True),
        (4, Reason.WAY_OUT, "柳北公路", False),
    ]
    assert [c.camera_id.int for c in later] == [2, 3, 5]


CORNERS = [(30, -20), (30, 20), (45, 20), (45, -20), (30, -20)]


def _feature(shape: str, coordinates: object, **told: str) -> dict[str, object]:
    geometry = {"type": shape, "coordinates": coordinates}
    return {"type": "Feature", "properties": told, "geometry": geometry}
