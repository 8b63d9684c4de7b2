"""Reading the operator's map: whole, in a thread, and named where it is wrong."""

import json
from pathlib import Path
from typing import Any

import pytest

from service.core.geo import Place
from service.platform.ground import OPEN, Ground, read_land
from service.settings import Settings, WrongSetting
from tests.support.clock import HandClock
from tests.support.houses import quiet_house
from tests.support.town.base_map import base_map

LINE = [[116.31, 35.07], [116.32, 35.07]]
RING = [[116.310, 35.0702], [116.311, 35.0702], [116.311, 35.0704], [116.310, 35.0702]]


def written(folder: Path, *features: dict[str, Any]) -> Path:
    """A map file of these features."""
    path = folder / "map.json"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return path


def feature(shape: str, coordinates: object, **told: object) -> dict[str, Any]:
    """One feature."""
    geometry = {"type": shape, "coordinates": coordinates}
    return {"type": "Feature", "properties": told, "geometry": geometry}


async def test_the_map_of_the_town_gives_streets_and_walls(tmp_path: Path) -> None:
    path = tmp_path / "town.json"
    path.write_text(json.dumps(base_map(0.02)))
    ground = Ground(str(path))
    await ground.check()
    assert ground.land is OPEN
    ground.prepare()
    ground.prepare()
    await ground.prepared()
    assert ground.land.walls is not None
    assert ground.land.streets is not None


@pytest.mark.parametrize(
    ("told", "name", "name_en"),
    [
        (
            {"kind": "road_main", "name": "人民路", "name_en": "Renmin Road"},
            "人民路",
            "Renmin Road",
        ),
        ({"highway": "primary", "name": "人民路", "name:en": "Renmin Rd"}, "人民路", "Renmin Rd"),
        ({"kind": "road_side"}, "", ""),
    ],
)
def test_a_street_is_known_by_our_words_or_those_of_openstreetmap(
    tmp_path: Path, told: dict[str, object], name: str, name_en: str
) -> None:
    for shape, lines in (("LineString", LINE), ("MultiLineString", [LINE])):
        land = read_land(written(tmp_path, feature(shape, lines, **told)))
        assert land.streets is not None
        ways = land.streets.ways_out(Place(35.07, 116.315), 0, 1500)
        assert {(way.street, way.street_en) for way in ways} == {(name, name_en)}


@pytest.mark.parametrize(
    ("told", "hidden_m"),
    [
        ({"kind": "building"}, 12),
        ({"building": "yes", "height": "9 m"}, 9),
        ({"building": "school", "building:levels": "5"}, 15),
        ({"kind": "building", "height_m": 30, "height": 3}, 30),
        ({"kind": "building", "height_m": "high"}, 12),
    ],
)
def test_a_building_hides_up_to_its_height(
    tmp_path: Path, told: dict[str, object], hidden_m: float
) -> None:
    import numpy as np

    for shape, rings in (("Polygon", [RING]), ("MultiPolygon", [[RING]])):
        land = read_land(written(tmp_path, feature(shape, rings, **told)))
        assert land.walls is not None
        # At the far wall a line from so high has come down to the roof, or nearly.
        eye, spot = np.array([[116.3105, 35.0710]]), np.array([[116.3105, 35.0700]])
        share = (35.0710 - 35.0702) / (35.0710 - 35.0700)
        over_m = 1.5 + (hidden_m - 1.5) / (1 - share)
        for eye_m, hidden in ((over_m - 0.5, True), (over_m + 0.5, False)):
            assert land.walls.hide(eye, np.array([eye_m]), spot)[0] == hidden


def test_what_is_neither_street_nor_building_is_passed_over(tmp_path: Path) -> None:
    others = [
        feature("Polygon", [RING], kind="water"),
        feature("Point", [116.3, 35.0], kind="road_main"),
        feature("LineString", LINE, kind="area_border"),
        {"type": "Feature", "properties": None, "geometry": None},
    ]
    assert read_land(written(tmp_path, *others)) == OPEN


@pytest.mark.parametrize(
    ("bad", "says"),
    [
        (feature("LineString", [[116.3, 35.0]], kind="road_main"), "feature 1: a line needs 2"),
        (feature("LineString", [[35.0, 116.3], [35.0, 116.4]], highway="x"), "longitude comes"),
        (feature("LineString", [["a", 1], [2, 3]], highway="x"), r"feature 1: Expected `float`"),
        (feature("Polygon", [RING[:3]], kind="building"), "feature 1: a line needs 4"),
        (feature("Polygon", [[*RING, RING[1]]], kind="building"), "end where it begins"),
        ({"type": "Point"}, "feature 1: Invalid enum value 'Point'"),
    ],
)
async def test_a_broken_feature_is_named(tmp_path: Path, bad: dict[str, Any], says: str) -> None:
    path = written(tmp_path, feature("LineString", LINE, kind="road_side"), bad)
    with pytest.raises(WrongSetting, match=f"^WATCHBELL_MAP_FILE cannot be used: .*{says}"):
        await Ground(str(path)).check()


@pytest.mark.parametrize("text", ["", "{", '{"type": "Feature"}', '{"type": 1}', "\udcff"])
async def test_a_file_that_is_no_map_stops_the_start(
    tmp_path: Path, text: str, database_url: str
) -> None:
    path = tmp_path / "map.json"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    for name in (path, tmp_path / "missing.json", tmp_path):
        with pytest.raises(WrongSetting, match=r"^WATCHBELL_MAP_FILE cannot be used: "):
            async with quiet_house(database_url, tmp_path, HandClock(), map_file=str(name)):
                pass


async def test_without_a_map_the_ground_is_open() -> None:
    ground = Ground(Settings().map_file)
    await ground.check()
    ground.prepare()
    await ground.prepared()
    assert ground.land is OPEN


async def test_a_map_that_breaks_after_the_start_leaves_the_ground_open(tmp_path: Path) -> None:
    path = written(tmp_path, feature("LineString", LINE, kind="road_side"))
    ground = Ground(str(path))
    await ground.check()
    path.write_text("{")
    ground.prepare()
    await ground.prepared()
    assert ground.land is OPEN
