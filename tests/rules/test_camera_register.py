"""What the register of cameras takes, and what it says of what it does not take."""

from math import log2
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.camera.number import zone_of
from service.camera.rules import FORBIDDEN_ROOMS, grid
from service.camera.wire import (
    CLUSTERS_MOST,
    Box,
    CameraKind,
    CaptureLocation,
    ForbiddenRoom,
    NetworkZone,
    NewCamera,
    NotStanding,
    WrongNetwork,
    WrongNumber,
)
from service.core.geo import Crs, Place, distance_m
from service.core.problem import Invalid
from tests.rules.test_camera import PLACE, made, new_camera

STREAM = {"rtsp_url": "rtsp://10.0.0.1/1"}
ROUTE = [PLACE, PLACE | {"lat": 35.08}]
PROVINCES = (
    "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46"
    " 50 51 52 53 54 61 62 63 64 65 71 81 82"
)
CAMERA_TYPES = ("121", "122", "131", "132")
ZONES = {
    "0": "police_video",
    "1": "police_video",
    "2": "industry",
    "3": "justice",
    "4": "police_mobile",
    "5": "police_information",
    "6": "government",
    "7": "internet",
    "8": "dedicated_line",
}


def digits(count: int) -> st.SearchStrategy[str]:
    """So many digits."""
    return st.text("0123456789", min_size=count, max_size=count)


@st.composite
def numbers(draw: st.DrawFn) -> str:
    """Numbers of cameras."""
    city = draw(st.sampled_from([f"{n:02}" for n in range(1, 100)]))
    county = draw(digits(2))
    return "".join(
        (
            draw(st.sampled_from(PROVINCES.split())),
            *draw(st.sampled_from([(city, county), ("00", "00")])),
            draw(digits(4)),
            draw(st.sampled_from(CAMERA_TYPES)),
            draw(st.sampled_from(sorted(ZONES))),
            draw(digits(6)),
        )
    )


def swapped(number: str, at: int, part: str) -> str:
    """A number with other digits at a place."""
    return number[:at] + part + number[at + len(part) :]


@given(numbers())
def test_the_number_of_a_camera_says_in_which_network_it_is(number: str) -> None:
    assert zone_of(number) == ZONES[number[13]]
    assert made(gb_id=number, **STREAM).network_zone == ZONES[number[13]]


@given(numbers())
def test_a_number_of_no_province_is_refused(number: str) -> None:
    for province in (f"{n:02}" for n in range(100)):
        other = swapped(number, 0, province)
        if province in PROVINCES.split():
            assert zone_of(other) == ZONES[number[13]]
        else:
            assert refused(other) == ("centre", f"{province} is no province of GB/T 2260.")


@given(numbers(), digits(2))
def test_a_number_of_a_county_without_a_city_is_refused(number: str, county: str) -> None:
    other = swapped(number, 2, "00" + county)
    if county == "00":
        assert zone_of(other)
    else:
        assert refused(other) == ("centre", f"{other[:6]} names a county of no city.")


@given(numbers(), digits(3))
def test_a_number_of_anything_but_a_camera_is_refused(number: str, kind: str) -> None:
    other = swapped(number, 10, kind)
    if kind in CAMERA_TYPES:
        assert zone_of(other)
    else:
        assert refused(other) == ("type", f"{kind} is not the type of a camera.")


@given(numbers())
def test_a_number_of_no_network_is_refused(number: str) -> None:
    assert refused(swapped(number, 13, "9")) == ("network", "9 stands for no network yet.")


@given(numbers(), digits(2), digits(2), digits(6))
def test_neither_industry_nor_serial_nor_the_last_of_the_centre_matter(
    number: str, centre: str, industry: str, serial: str
) -> None:
    other = swapped(swapped(number, 6, centre + industry), 14, serial)
    assert zone_of(other) == zone_of(number)


def refused(number: str) -> tuple[object, str]:
    """Which part of a number is wrong, and why."""
    with pytest.raises(WrongNumber) as problem:
        zone_of(number)
    assert problem.value.field == "gb_id"
    return problem.value.facts["part"], problem.value.detail


@pytest.mark.parametrize("number", ["", "3708280100132000001", "370828010013200000012", "x" * 20])
def test_a_number_has_twenty_digits(number: str) -> None:
    with pytest.raises(msgspec.ValidationError, match="gb_id"):
        new_camera(gb_id=number, **STREAM)


@given(st.none() | st.sampled_from(NetworkZone), st.none() | numbers())
def test_the_network_is_as_given_or_as_the_number_says_and_never_both_otherwise(
    zone: NetworkZone | None, number: str | None
) -> None:
    said = zone_of(number) if number else None
    asked: dict[str, Any] = {"network_zone": zone, "gb_id": number, **STREAM}
    if zone and said and zone != said:
        with pytest.raises(WrongNetwork) as problem:
            made(**asked)
        assert problem.value.field == "network_zone"
        assert said in problem.value.detail
    else:
        assert made(**asked).network_zone == (zone or said or "police_video")


@given(st.sampled_from(CaptureLocation))
def test_nobody_films_where_people_sleep_wash_or_undress(location: CaptureLocation) -> None:
    named = location.value.endswith(("_room", "bath", "toilet"))
    assert named == (location in FORBIDDEN_ROOMS)
    if not named:
        assert made(capture_location=location, **STREAM)
        return
    with pytest.raises(ForbiddenRoom) as problem:
        made(capture_location=location, **STREAM)
    assert problem.value.field == "capture_location"
    assert "799" in problem.value.title()
    assert "article 8" in problem.value.title()


@given(st.sampled_from(CameraKind), st.booleans(), st.booleans())
def test_a_camera_stands_at_a_place_or_moves_along_a_route(
    kind: CameraKind, has_place: bool, has_route: bool
) -> None:
    asked: dict[str, Any] = {"kind": kind, **STREAM}
    asked |= {"place": PLACE if has_place else None, "route": ROUTE if has_route else None}
    moves = kind == "vehicle"
    if (has_place, has_route) == (not moves, moves):
        entry = made(**asked)
        assert (entry.place is None, entry.route is None) == (moves, not moves)
        return
    with pytest.raises(NotStanding) as problem:
        made(**asked)
    # What is too much is named before what is missing.
    wrong = {True: "place" if has_place else "route", False: "route" if has_route else "place"}
    assert problem.value.field == wrong[moves]


@pytest.mark.parametrize("count", [0, 1, 501])
def test_a_route_has_two_to_five_hundred_places(count: int) -> None:
    with pytest.raises(msgspec.ValidationError, match="route"):
        new_camera(kind="vehicle", place=None, route=[PLACE] * count)


@given(st.floats(35, 36), st.floats(116, 117), st.sampled_from(Crs))
def test_every_point_is_stored_in_one_system(lat: float, lon: float, crs: Crs) -> None:
    point = {"lat": lat, "lon": lon, "crs": crs}
    stands = made(place=point, **STREAM).place
    moves = made(kind="vehicle", place=None, route=[point, point], **STREAM).route
    assert stands is not None
    assert moves is not None
    assert [one.crs for one in moves] == ["WGS-84", "WGS-84"]
    assert {Place(one.lat, one.lon) for one in moves} == {stands}
    far_m = distance_m(stands, Place(lat, lon))
    assert far_m < 1 if crs in (Crs.WGS84, Crs.CGCS2000) else 50 < far_m < 2500


@given(
    st.floats(-90, 89),
    st.floats(1e-6, 90),
    st.floats(-180, 179),
    st.floats(1e-6, 180),
    st.integers(0, 24),
)
def test_a_map_is_cut_into_cells_that_a_screen_can_show(
    south: float, height: float, west: float, width: float, zoom: int
) -> None:
    box = Box(south, west, south + height, west + width)
    cells = grid(box, zoom)
    rows, columns = height / cells.height_deg, width / cells.width_deg
    assert rows * columns <= CLUSTERS_MOST
    finest = grid(Box(south, west, south + 1e-7, west + 1e-7), zoom)
    coarser = cells.width_deg / finest.width_deg
    assert coarser == 2 ** round(log2(coarser))
    assert finest.width_deg == 45 / 2**zoom
    # The screens of a desk show the grid of their zoom.
    if rows * coarser <= 30 and columns * coarser <= 50:
        assert coarser == 1


@given(st.floats(-90, 90), st.floats(-90, 90), st.floats(-180, 180), st.floats(-180, 180))
def test_a_box_has_its_north_above_and_its_east_to_the_right(
    south: float, north: float, west: float, east: float
) -> None:
    if south < north and west < east:
        assert grid(Box(south, west, north, east), 10)
        return
    with pytest.raises(Invalid) as problem:
        grid(Box(south, west, north, east), 10)
    assert problem.value.field == ("east" if south < north else "north")


def test_two_presets_do_not_share_a_token() -> None:
    gate = {"token": "1", "name": "校门", "bearing_deg": 10, "spread_deg": 40}
    assert made(presets=[gate, gate | {"token": "2"}], **STREAM)
    with pytest.raises(Invalid) as problem:
        made(presets=[gate, gate | {"name": "路口"}], **STREAM)
    assert problem.value.field == "presets"


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("point_class", (0, 4)),
        ("footage_days", (0, 3651)),
        ("tilt_deg", (-91, 91)),
        ("height_m", (-1, 501)),
        ("bearing_deg", (-1, 360)),
        ("spread_deg", (0, 361)),
        ("range_m", (0, 5001)),
        ("capture_location", ("roof",)),
        ("presets", ([{"token": "1", "name": "a", "bearing_deg": 400, "spread_deg": 40}],)),
        ("gateway", ({"type": "other", "base_url": "http://10.0.0.9"},)),
    ],
)
def test_a_value_that_cannot_be_is_refused_by_its_field(
    field: str, values: tuple[Any, ...]
) -> None:
    for value in values:
        with pytest.raises(msgspec.ValidationError, match=field):
            new_camera(**{field: value}, **STREAM)


def test_a_camera_of_the_least_words_is_taken() -> None:
    entry = made(**STREAM)
    assert isinstance(entry.new, NewCamera)
    assert (entry.new.unit_category, entry.network_zone) == ("government", "police_video")
