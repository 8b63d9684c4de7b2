"""Files of cameras: what a row says, how files are read, and what is wrong with them."""

import csv
import io
import json
import tracemalloc
from typing import Any, BinaryIO, cast

import msgspec
import pytest

from service.camera.columns import COLUMNS, BadRow, Fault, Row, camera_of, named
from service.camera.reading import Reader
from service.camera.wire import (
    Format,
    NewCamera,
)
from service.core.geo import Crs, GivenPlace

GB = "37082800001321000001"
ROW = {
    "gb_id": GB,
    "name": "东门",
    "area_code": "370828001",
    "lat": "35.07",
    "lon": "116.31",
    "managing_unit": "城关派出所",
    "bearing_deg": "180",
    "spread_deg": "60",
    "range_m": "80",
    "rtsp_url": "rtsp://10.0.0.1/s",
}


def as_csv(*rows: dict[str, str], separator: str = ",", header: list[str] | None = None) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=separator)
    names = list(rows[0])
    writer.writerow(header or names)
    writer.writerows([[row.get(name, "") for name in names] for row in rows])
    return text.getvalue().encode()


def rows(data: bytes, kind: Format = Format.CSV) -> list[Row]:
    """The rows of a file in which none is wrong."""
    found = list(Reader(io.BytesIO(data), kind))
    assert not [one for one in found if isinstance(one, Fault)], found
    return [one for one in found if isinstance(one, Row)]


def cells(data: bytes, kind: Format = Format.CSV) -> list[dict[str, Any]]:
    return [dict(row.cells) for row in rows(data, kind)]


def camera(row: Row, crs: Crs | None = Crs.WGS84, **kept: Any) -> NewCamera:
    """What a row says."""
    named(row)
    return camera_of(row, crs, kept)


def faults(data: bytes, kind: Format = Format.CSV) -> list[Fault]:
    """All that is wrong with a file."""
    found = []
    try:
        for one in Reader(io.BytesIO(data), kind):
            if isinstance(one, Fault):
                found.append(one)
                continue
            try:
                camera(one)
            except BadRow as error:
                found.append(error.fault)
    except BadRow as error:
        found.append(error.fault)
    return found


def wrong(data: bytes, kind: Format = Format.CSV) -> tuple[int, str, str]:
    """Row, column and reason of the first fault."""
    fault = faults(data, kind)[0]
    return fault.row, fault.column, fault.reason


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_file_is_read_as_spreadsheets_write_it(separator: str, encoding: str) -> None:
    data = as_csv(ROW, separator=separator).decode().encode(encoding)
    assert cells(data) == [ROW]


def test_columns_may_be_called_by_their_chinese_names() -> None:
    assert cells(as_csv(ROW, header=[COLUMNS[name] for name in ROW])) == [ROW]


def test_a_quoted_cell_may_hold_what_separates_and_a_row_without_words_is_none() -> None:
    odd = ROW | {"name": 'a, "b"\nc'}
    data = as_csv(odd) + b",,,,,,,,,\r\n" + as_csv(ROW).split(b"\r\n", 1)[1]
    found = rows(data)
    assert [row.cells["name"] for row in found] == ['a, "b"\nc', "东门"]
    assert [row.number for row in found] == [2, 4], "as spreadsheets count"


def test_a_row_says_what_a_camera_is() -> None:
    found = camera(Row(2, ROW | {"presets": "[]", "point_class": "1"}), Crs.GCJ02)
    assert found.gb_id == GB
    assert found.place == GivenPlace(lat=35.07, lon=116.31, crs=Crs.GCJ02)
    assert found.point_class == 1
    for crs in (Crs.WGS84, None):
        own = camera(Row(2, ROW | {"crs": "BD-09"}), crs)
        assert own.place is not None
        assert own.place.crs is Crs.BD09


def test_a_place_without_its_system_is_refused() -> None:
    with pytest.raises(BadRow) as refused:
        camera(Row(2, ROW), None)
    assert (refused.value.fault.column, refused.value.fault.reason) == ("crs", "missing")


KEPT: dict[str, Any] = {
    "gb_id": GB,
    "name": "旧名",
    "area_code": "370828001",
    "kind": "dome",
    "managing_unit": "教育局",
    "network_zone": "police_video",
    "height_m": 6.5,
    "tilt_deg": -12.5,
    "bearing_deg": 90.0,
    "spread_deg": 60.0,
    "range_m": 150.0,
    "footage_days": 90,
    "restricted_vicinity": True,
    "sign_present": False,
    "in_use_on": "2026-01-02",
    "filed_on": None,
    "presets": [{"token": "1", "name": "校门", "bearing_deg": 10.0, "spread_deg": 30.0}],
    "place": {"lat": 35.0, "lon": 116.0, "crs": "WGS-84"},
    "route": None,
}


def test_what_a_file_has_no_column_for_stays_as_it_is() -> None:
    found = camera(Row(2, {"gb_id": GB, "name": "新名"}), None, **KEPT)
    assert found.name == "新名"
    told = msgspec.to_builtins(found)
    assert {n: v for n, v in KEPT.items() if n not in ("name", "network_zone")}.items() <= (
        told.items()
    )


def test_what_stands_empty_in_a_file_is_taken_away() -> None:
    empty = dict.fromkeys(("presets", "footage_days", "tilt_deg", "kind"), "")
    found = camera(Row(2, {"gb_id": GB} | empty), None, **KEPT)
    assert (found.presets, found.footage_days, found.tilt_deg, found.kind) == ([], None, 0, "fixed")
    with pytest.raises(BadRow) as refused:
        camera(Row(2, {"gb_id": GB, "name": ""}), None, **KEPT)
    assert (refused.value.fault.column, refused.value.fault.reason) == ("name", "missing")


def test_a_known_camera_stands_where_the_file_says_or_where_it_stood() -> None:
    half = ROW | {"lat": ""}
    with pytest.raises(BadRow) as refused:
        camera(Row(2, half), **KEPT)
    assert (refused.value.fault.column, refused.value.fault.reason) == ("lat", "missing")
    moved = camera(Row(2, ROW), **KEPT)
    assert moved.place is not None
    assert (moved.place.lat, moved.place.lon) == (35.07, 116.31)
    bus = {"gb_id": GB, "kind": "vehicle", "route": "35.07 116.31;35.08 116.32"}
    assert camera(Row(2, bus), **KEPT).place is None


def test_a_new_number_brings_its_own_network() -> None:
    other = "37082800001322000001"
    row = {"camera_id": "018f0000-0000-7000-8000-000000000001", "gb_id": other}
    assert camera(Row(2, row), **KEPT).network_zone is None
    without = camera(Row(2, row | {"gb_id": ""}), **KEPT)
    assert without.network_zone == "police_video"


def test_a_bus_has_a_route_instead_of_a_place() -> None:
    bus = {k: v for k, v in ROW.items() if k not in ("lat", "lon")}
    bus |= {"kind": "vehicle", "route": "35.07 116.31; 35.08,116.32"}
    route = camera(Row(2, bus)).route
    assert route is not None
    assert [(p.lat, p.lon) for p in route] == [(35.07, 116.31), (35.08, 116.32)]


@pytest.mark.parametrize(
    ("change", "column", "reason"),
    [
        ({"gb_id": ""}, "gb_id", "no_id"),
        ({"gb_id": "12"}, "gb_id", "wrong_form"),
        ({"gb_id": "3.70828E+19"}, "gb_id", "rounded_by_a_spreadsheet"),
        ({"area_code": "3.70828e11"}, "area_code", "rounded_by_a_spreadsheet"),
        ({"camera_id": "x"}, "camera_id", "not_an_id"),
        ({"name": ""}, "name", "missing"),
        ({"lat": "north"}, "lat", "Expected `float`"),
        ({"lat": "nan"}, "lat", "Expected `float`"),
        ({"lon": "1e308"}, "lon", "Expected `float` <= 180"),
        ({"range_m": "inf"}, "range_m", "Expected `float` <= 5000"),
        ({"lat": ""}, "lat", "missing"),
        ({"crs": "EPSG:4326"}, "crs", "Invalid enum value"),
        ({"kind": "balloon"}, "kind", "Invalid enum value"),
        ({"point_class": "9"}, "point_class", "Expected `int` <= 3"),
        ({"route": "35.07"}, "route", "not_a_route"),
        ({"presets": "{"}, "presets", "not_json"),
        ({"presets": '[{"token": "1"}]'}, "presets", "missing"),
        ({"gateway_base_url": "http://g"}, "gateway_type", "missing"),
        ({"gateway_type": "zlm"}, "gateway_base_url", "missing"),
        ({"name": "a\x00b"}, "name", "wrong_form"),
    ],
)
def test_what_is_wrong_is_told_by_row_and_column(
    change: dict[str, str], column: str, reason: str
) -> None:
    number, at, said = wrong(as_csv(ROW | change))
    assert (number, at) == (2, column)
    assert said.startswith(reason)


def test_what_is_told_of_a_value_can_be_shown_and_stored() -> None:
    (fault,) = faults(as_csv(ROW | {"kind": "a\x00\x1b\u202eb" + "x" * 500}))
    assert fault.value.startswith("a���b")
    assert len(fault.value) == 60
    assert fault.value.isprintable()


def test_a_secret_is_never_told() -> None:
    with pytest.raises(BadRow) as refused:
        camera(Row(2, ROW | {"password": "p" * 500}))
    assert refused.value.fault.column == "password"
    assert refused.value.fault.value == ""


@pytest.mark.parametrize(
    ("data", "row", "column", "reason"),
    [
        (b"", 0, "", "empty_file"),
        (b"\n\n", 0, "", "empty_file"),
        (b"name,colour\nx,y\n", 1, "colour", "unknown_column"),
        (b"name,name\nx,y\n", 1, "name", "column_twice"),
        (b"name\nx,y\n", 2, "", "too_many_cells"),
        (b",,\nx,y\n", 1, "", "empty_file"),
        (b'name\n"x\n', 2, "", "not_csv"),
        (b'"name\n' + b"x\n" * 200_000, 1, "", "not_csv"),
        (b"name\n" + b"x" * 2_000_000, 2, "", "row_too_long"),
        (b"name," * 10_000 + b"\n", 1, "", "too_many_columns"),
        (b"\xff\xfe\x00\x00" * 20, 0, "", "not_text"),
    ],
)
def test_a_file_that_is_none_is_named(data: bytes, row: int, column: str, reason: str) -> None:
    found = wrong(data)
    assert (found[0], found[1]) == (row, column)
    assert found[2].startswith(reason)


def feature(**properties: Any) -> dict[str, Any]:
    said = {k: v for k, v in ROW.items() if k not in ("lat", "lon")} | properties
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [116.31, 35.07, 12.0]},
        "properties": said,
    }


def test_features_are_read_from_a_collection_and_from_lines() -> None:
    collection = json.dumps({"type": "FeatureCollection", "features": [feature(), feature()]})
    lines = "\n".join(json.dumps(feature()) for _ in range(2))
    for text in (collection, lines):
        found = cells(text.encode(), Format.GEOJSON)
        assert [(c["lat"], c["lon"], c["gb_id"]) for c in found] == [(35.07, 116.31, GB)] * 2


def test_a_line_is_the_route_of_a_vehicle() -> None:
    bus = feature(kind="vehicle")
    bus["geometry"] = {"type": "LineString", "coordinates": [[116.31, 35.07], [116.32, 35.08]]}
    (row,) = rows(json.dumps(bus).encode(), Format.GEOJSON)
    route = camera(row).route
    assert route is not None
    assert [(p.lat, p.lon) for p in route] == [(35.07, 116.31), (35.08, 116.32)]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "not_json"),
        ("{}", "empty_file"),
        ('{"type": "FeatureCollection", "features": [', "not_json"),
        ('{"type": "FeatureCollection", "features": [1]}', "not_a_feature"),
        ('{"type": "Feature", "geometry": null, "properties": {}}', "not_a_point_or_line"),
        (
            '{"type": "Feature", "geometry": {"type": "Polygon", "coordinates": []}}',
            "not_a_point_or_line",
        ),
        ('{"features": [' + "[" * 100_000, "too_deep"),
        ('{"features": ["' + "x" * 3_000_000, "row_too_long"),
    ],
)
def test_a_collection_that_is_none_is_named(text: str, reason: str) -> None:
    assert wrong(text.encode(), Format.GEOJSON)[2].startswith(reason)


def test_one_wrong_row_does_not_hide_the_next() -> None:
    good = as_csv(ROW)
    body = good.split(b"\r\n", 1)[1]
    quoted = body.replace("东门".encode(), '"东"门'.encode())
    wide, bad = b",".join([b"x"] * 40) + b"\r\n", body.replace(b",180,", b",x,")
    found = faults(good + quoted + wide + bad)
    assert [(f.row, f.column, f.reason.split(":")[0]) for f in found] == [
        (3, "", "not_csv"),
        (4, "", "too_many_cells"),
        (5, "bearing_deg", "Expected `float`, got `str`"),
    ]
    shapes = [feature() | {"geometry": None}, 7, feature(kind="x")]
    text = json.dumps({"type": "FeatureCollection", "features": shapes})
    told = faults(text.encode(), Format.GEOJSON)
    assert [f.row for f in told] == [1, 2, 3]


def test_a_mark_in_front_of_features_is_passed_over() -> None:
    text = json.dumps({"type": "FeatureCollection", "features": [feature()]}).encode()
    assert len(cells(b"\xef\xbb\xbf" + text, Format.GEOJSON)) == 1


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_the_reader_says_in_what_a_file_was_written(encoding: str) -> None:
    reader = Reader(io.BytesIO(as_csv(ROW).decode().encode(encoding)), Format.CSV)
    assert len(list(reader)) == 1
    assert reader.encoding == encoding


def test_nothing_larger_than_a_row_is_held() -> None:
    line = as_csv(ROW).split(b"\r\n", 1)[1]

    class Endless(io.RawIOBase):
        """A file of so many rows."""

        def __init__(self) -> None:
            self.begin()

        def begin(self) -> None:
            self.left, self.buffer = 60_000, as_csv(ROW)

        def seek(self, offset: int, whence: int = 0) -> int:
            assert (offset, whence) == (0, 0)
            self.begin()
            return 0

        def readable(self) -> bool:
            return True

        def seekable(self) -> bool:
            return True

        def tell(self) -> int:
            return 0

        def read(self, size: int = -1) -> bytes:
            while len(self.buffer) < size and self.left:
                self.left -= 1
                self.buffer += line
            piece, self.buffer = self.buffer[:size], self.buffer[size:]
            return piece

        read1 = read

    tracemalloc.start()
    try:
        count = len([None for _ in Reader(cast(BinaryIO, Endless()), Format.CSV)])
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert count == 60_001
    assert most < 3_000_000 < 60_000 * len(line)
