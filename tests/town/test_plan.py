"""The simulated county is the same every time, whole, and as dense as a real one."""

import hashlib
import json
import os
import subprocess
import sys
from itertools import pairwise
from math import asin, atan2, cos, degrees, radians, sin, sqrt
from typing import cast
from uuid import UUID

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.support.town.base_map import base_map_of
from tests.support.town.figures import TOWN_KM2, WHOLE, scaled
from tests.support.town.ground import PlaceDict
from tests.support.town.plan import CameraDict, Seed, make_plan, seed, seed_of

HTTP, RTSP = "http://127.0.0.1:8800", "rtsp://127.0.0.1:8554"
CODE_LETTERS = set("ABCDEFGHJKMNPQRSTUVWXYZ23456789")

scales = st.floats(min_value=0.002, max_value=0.12)
draws = st.integers(min_value=0, max_value=10_000)
# A county takes a tenth of a second: a failure is shown as found, not made smaller.
few = settings(max_examples=10, deadline=None, phases=[Phase.explicit, Phase.generate])


def digest(document: Seed) -> str:
    return hashlib.sha256(json.dumps(document, ensure_ascii=False).encode()).hexdigest()


# The sector check is written here once more, on the sphere, so that the plan cannot agree with
# its own mistake.
def sphere_distance_m(a: PlaceDict, b: PlaceDict) -> float:
    lat_a, lat_b = radians(a["lat"]), radians(b["lat"])
    half = sin((lat_b - lat_a) / 2) ** 2
    half += cos(lat_a) * cos(lat_b) * sin(radians(b["lon"] - a["lon"]) / 2) ** 2
    return 2 * 6_371_008.8 * asin(sqrt(half))


def sphere_bearing_deg(a: PlaceDict, b: PlaceDict) -> float:
    lat_a, lat_b = radians(a["lat"]), radians(b["lat"])
    turn = radians(b["lon"] - a["lon"])
    east = sin(turn) * cos(lat_b)
    north = cos(lat_a) * sin(lat_b) - sin(lat_a) * cos(lat_b) * cos(turn)
    return degrees(atan2(east, north)) % 360


def sees(camera: CameraDict, place: PlaceDict) -> bool:
    off = sphere_bearing_deg(camera["place"], place) - camera["bearing_deg"]
    turned = abs((off + 180) % 360 - 180)
    near = sphere_distance_m(camera["place"], place) <= camera["range_m"]
    return near and turned <= camera["spread_deg"] / 2


def inside(place: PlaceDict, border: list[list[float]]) -> bool:
    found = False
    for (x1, y1), (x2, y2) in pairwise(border):
        if (y1 > place["lat"]) != (y2 > place["lat"]):
            found ^= place["lon"] < (x2 - x1) * (place["lat"] - y1) / (y2 - y1) + x1
    return found


def test_the_same_seed_draws_the_same_county_in_another_process() -> None:
    program = (
        "import json, hashlib; from tests.support.town.plan import seed;"
        f"text = json.dumps(seed(0.02, {HTTP!r}, {RTSP!r}), ensure_ascii=False);"
        "print(hashlib.sha256(text.encode()).hexdigest())"
    )
    other = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONHASHSEED": "4242"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert other.stdout.strip() == digest(seed(0.02, HTTP, RTSP))


def test_another_seed_draws_another_county() -> None:
    assert digest(seed_of(make_plan(0.02, 1), HTTP, RTSP)) != digest(
        seed_of(make_plan(0.02, 2), HTTP, RTSP)
    )


@few
@given(scales, draws)
def test_every_area_code_is_well_formed_and_follows_its_parent(scale: float, draw: int) -> None:
    seen: set[str] = set()
    lengths = {"city": 6, "district": 6, "station": 9, "village": 12}
    parents = {"district": "city", "station": "district", "village": "station"}
    levels: dict[str, str] = {}
    for area in seed_of(make_plan(scale, draw), None, None)["areas"]:
        code, parent = area["area_code"], area["parent_code"]
        assert code.isdecimal()
        assert len(code) == lengths[area["level"]]
        assert code not in seen
        if parent is None:
            assert area["level"] == "city"
        else:
            assert parent in seen, "a parent comes first"
            assert levels[parent] == parents[area["level"]]
            if area["level"] in ("station", "village"):
                assert code.startswith(parent)
        seen.add(code)
        levels[code] = area["level"]
    assert sum(level == "station" for level in levels.values()) == 13


@few
@given(scales, draws)
def test_every_place_lies_inside_the_county(scale: float, draw: int) -> None:
    plan = make_plan(scale, draw)
    document = seed_of(plan, HTTP, RTSP)
    borders = [
        f["geometry"]["coordinates"]
        for f in base_map_of(plan)["features"]
        if f["properties"].get("level") == "district"
    ]
    assert len(borders) == 1
    border = cast("list[list[float]]", borders[0])
    places = [site["place"] for site in document["sites"]]
    places += [point["place"] for site in document["sites"] for point in site["points"]]
    places += [camera["place"] for camera in document["cameras"]]
    places += [unit["home"] for unit in document["units"]]
    assert all(place["crs"] == "WGS-84" for place in places)
    assert [place for place in places if not inside(place, border)] == []


@few
@given(scales, draws)
def test_at_least_two_cameras_see_every_school_gate(scale: float, draw: int) -> None:
    document = seed_of(make_plan(scale, draw), HTTP, RTSP)
    gates = [
        point["place"]
        for site in document["sites"]
        if site["kind"] in ("school", "kindergarten")
        for point in site["points"]
        if point["kind"] == "gate"
    ]
    assert gates
    for gate in gates:
        seeing = [c for c in document["cameras"] if sees(c, gate)]
        assert len(seeing) >= 2
        assert any(c["snapshot_url"] or c["rtsp_url"] for c in seeing)


@few
@given(scales, draws)
def test_no_two_devices_share_a_code(scale: float, draw: int) -> None:
    devices = seed_of(make_plan(scale, draw), None, None)["devices"]
    codes = [device["code"] for device in devices]
    assert len(set(codes)) == len(codes)
    assert all(len(code) == 10 and set(code) <= CODE_LETTERS for code in codes)


@few
@given(scales, draws)
def test_whatever_is_named_exists(scale: float, draw: int) -> None:
    document = seed_of(make_plan(scale, draw), HTTP, RTSP)
    areas = {area["area_code"] for area in document["areas"]}
    sites = {site["site_id"]: site for site in document["sites"]}
    people = {account["name"] for account in document["accounts"]}
    assert len(sites) == len(document["sites"])
    assert len(people) == len(document["accounts"])
    assert {site["area_code"] for site in document["sites"]} <= areas
    assert {camera["area_code"] for camera in document["cameras"]} <= areas
    assert {unit["area_code"] for unit in document["units"]} <= areas
    for account in document["accounts"]:
        assert {role["area_code"] for role in account["roles"]} <= areas
    for device in document["devices"]:
        site = sites[device["site_id"]]
        assert device["room"] is None or device["room"] in site["rooms"]
    members = [member for unit in document["units"] for member in unit["members"]]
    assert len(set(members)) == len(members), "nobody rides in two units"
    assert set(members) <= people
    ids = [site["site_id"] for site in document["sites"]]
    ids += [device["device_id"] for device in document["devices"]]
    ids += [camera["camera_id"] for camera in document["cameras"]]
    ids += [unit["unit_id"] for unit in document["units"]]
    assert len({UUID(text) for text in ids}) == len(ids)


@few
@given(scales, draws)
def test_every_school_has_a_key_at_the_gate_in_the_dormitory_and_with_the_guards(
    scale: float, draw: int
) -> None:
    document = seed_of(make_plan(scale, draw), None, None)
    for site in document["sites"]:
        if site["kind"] in ("school", "kindergarten"):
            keys = [d for d in document["devices"] if d["site_id"] == site["site_id"]]
            assert {key["kind"] for key in keys} == {"key"}
            assert sorted(str(key["room"]) for key in keys) == sorted(site["rooms"][:3])


@few
@given(scales, draws)
def test_every_station_has_a_desk_and_a_unit(scale: float, draw: int) -> None:
    document = seed_of(make_plan(scale, draw), None, None)
    stations = {a["area_code"] for a in document["areas"] if a["level"] == "station"}
    desks = {
        role["area_code"]
        for account in document["accounts"]
        for role in account["roles"]
        if role["role"] == "dispatcher"
    }
    assert stations | {"379900", "379928"} == desks
    patrols = {u["area_code"] for u in document["units"] if u["unit_class"] == "police"}
    assert stations <= patrols


@pytest.mark.parametrize("scale", [0.05, 0.1, 0.2])
def test_the_figures_follow_the_scale(scale: float) -> None:
    document = seed(scale, HTTP, RTSP)
    cameras = [camera["capture_class"] for camera in document["cameras"]]
    kinds = [site["kind"] for site in document["sites"]]
    classes = [site["site_class"] for site in document["sites"]]
    assert cameras.count("road") == round(800 * scale)
    assert cameras.count("bus_stop") == round(160 * scale) == kinds.count("bus_stop")
    assert cameras.count("key_unit") == round(2980 * scale)
    assert cameras.count("village") == round(5574 * scale)
    assert cameras.count("other") == round(1039 * scale)
    assert [classes.count(k) for k in (1, 2, 3)] == [round(n * scale) for n in (226, 362, 1200)]
    schools = kinds.count("school") + kinds.count("kindergarten")
    assert schools == round(220 * scale)
    assert sum(d["kind"] == "key" for d in document["devices"]) == 3 * schools
    assert sum(d["kind"] == "kiosk" for d in document["devices"]) == round(180 * scale)
    grid = [u for u in document["units"] if u["unit_class"] == "grid"]
    assert len(grid) == round(1100 * scale)


def test_cameras_are_dense_in_town_and_sparse_in_the_country() -> None:
    plan = make_plan(0.1)
    in_town = [c for c in plan.cameras if c.area_code[6] == "0"]
    assert 50 <= len(in_town) / (TOWN_KM2 * 0.1) <= 85
    assert 4 <= (len(plan.cameras) - len(in_town)) / (88.6 - TOWN_KM2 * 0.1) <= 9


def test_a_county_without_camera_servers_has_no_camera_addresses() -> None:
    cameras = seed(0.02)["cameras"]
    assert all(c["snapshot_url"] is None and c["rtsp_url"] is None for c in cameras)


def test_a_scale_past_the_whole_county_is_refused() -> None:
    with pytest.raises(ValueError, match="outside"):
        scaled(1.5)
    assert scaled(1.0) == WHOLE
