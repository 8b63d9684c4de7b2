"""The base map is sound GeoJSON, light, and drawn where the county is."""

import json
from collections.abc import Iterator
from itertools import pairwise

import pytest

from tests.support.town.base_map import Feature, base_map

KINDS = {
    "water",
    "park",
    "block",
    "building",
    "road_main",
    "road_side",
    "road_country",
    "area_border",
}
SHAPES = {
    "water": {"Polygon"},
    "park": {"Polygon", "MultiPolygon"},
    "block": {"Polygon", "MultiPolygon"},
    "building": {"MultiPolygon"},
    "road_main": {"LineString", "MultiLineString"},
    "road_side": {"LineString", "MultiLineString"},
    "road_country": {"LineString", "MultiLineString"},
    "area_border": {"LineString", "Point"},
}


def features() -> list[Feature]:
    # Through JSON and back, as a page gets it.
    loaded: list[Feature] = json.loads(json.dumps(base_map()))["features"]
    return loaded


def positions(coordinates: object) -> Iterator[list[float]]:
    assert isinstance(coordinates, list)
    if isinstance(coordinates[0], float):
        yield coordinates
    else:
        for inner in coordinates:
            yield from positions(inner)


def rings(feature: Feature) -> Iterator[tuple[bool, list[list[float]]]]:
    """(is outer, ring) of every polygon."""
    polygons: list[list[list[list[float]]]]
    match feature["geometry"]:
        case {"type": "Polygon", "coordinates": found}:
            polygons = [found]  # type: ignore[list-item]
        case {"type": "MultiPolygon", "coordinates": found}:
            polygons = found  # type: ignore[assignment]
        case _:
            polygons = []
    for polygon in polygons:
        for number, ring in enumerate(polygon):
            yield number == 0, ring


def test_every_kind_is_drawn_in_its_shape() -> None:
    found = features()
    assert {f["properties"]["kind"] for f in found} == KINDS
    for feature in found:
        assert feature["type"] == "Feature"
        assert feature["geometry"]["type"] in SHAPES[feature["properties"]["kind"]]


def test_rings_are_closed_and_wound_as_the_format_asks() -> None:
    for feature in features():
        for outer, ring in rings(feature):
            assert len(ring) >= 4
            assert ring[0] == ring[-1]
            area = sum(
                (a[0] - ring[0][0]) * (b[1] - ring[0][1])
                - (b[0] - ring[0][0]) * (a[1] - ring[0][1])
                for a, b in pairwise(ring)
            )
            assert area > 0 if outer else area < 0


def test_everything_lies_round_the_county_town() -> None:
    for feature in features():
        for lon, lat in positions(feature["geometry"]["coordinates"]):
            assert abs(lat - 35.07) < 0.08
            assert abs(lon - 116.31) < 0.1


def test_the_map_is_light() -> None:
    text = json.dumps(base_map(), ensure_ascii=False, separators=(",", ":"))
    assert len(text.encode()) < 600_000


@pytest.mark.parametrize("kind", ["road_main", "water", "park", "area_border", "block"])
def test_what_a_reader_looks_for_has_a_name_in_both_languages(kind: str) -> None:
    named = [f["properties"] for f in features() if f["properties"]["kind"] == kind]
    named = [p for p in named if "name" in p]
    assert named
    assert all(p["name_en"].isascii() and not p["name"].isascii() for p in named)
