"""Files of cameras: what a row says, how files are read, and what is wrong with them."""

import csv
import io
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.camera.columns import COLUMNS, EXPORTED, SECRET, BadRow, Row, row_of, sort_row
from service.camera.importing import _Batches, _csv_line, _feature
from service.camera.reading import rows_of
from service.camera.wire import (
    CameraKind,
    CaptureClass,
    CaptureLocation,
    Dossier,
    Format,
    NetworkZone,
    Preset,
    UnitCategory,
)
from service.core.geo import Crs, GivenPlace, distance_m

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


def cells(data: bytes, kind: Format = Format.CSV) -> list[dict[str, Any]]:
    return [dict(row.cells) for row in rows_of(io.BytesIO(data), kind)]


def wrong(data: bytes, kind: Format = Format.CSV) -> tuple[int, str, str]:
    """Row, column and reason of the first fault."""
    with pytest.raises(BadRow) as refused:
        _ = [sort_row(row, Crs.WGS84) for row in rows_of(io.BytesIO(data), kind)]
    fault = refused.value.fault
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
    rows = list(rows_of(io.BytesIO(data), Format.CSV))
    assert [row.cells["name"] for row in rows] == ['a, "b"\nc', "东门"]
    assert [row.number for row in rows] == [2, 4], "as spreadsheets count"


def test_a_row_says_what_a_camera_is() -> None:
    found = sort_row(Row(2, ROW | {"presets": "[]", "point_class": "1"}), Crs.GCJ02)
    assert found.gb_id == GB
    assert found.new.place == GivenPlace(lat=35.07, lon=116.31, crs=Crs.GCJ02)
    assert found.new.point_class == 1
    own = sort_row(Row(2, ROW | {"crs": "BD-09"}), Crs.WGS84)
    assert own.new.place is not None
    assert own.new.place.crs is Crs.BD09


def test_a_bus_has_a_route_instead_of_a_place() -> None:
    bus = {k: v for k, v in ROW.items() if k not in ("lat", "lon")}
    bus |= {"kind": "vehicle", "route": "35.07 116.31; 35.08,116.32"}
    route = sort_row(Row(2, bus), Crs.WGS84).new.route
    assert route is not None
    assert [(p.lat, p.lon) for p in route] == [(35.07, 116.31), (35.08, 116.32)]


@pytest.mark.parametrize(
    ("change", "column", "reason"),
    [
        ({"gb_id": ""}, "gb_id", "no_id"),
        ({"gb_id": "12"}, "gb_id", "Expected `str` matching regex"),
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
        ({"name": "a\x00b"}, "name", "Expected `str` matching regex"),
    ],
)
def test_what_is_wrong_is_told_by_row_and_column(
    change: dict[str, str], column: str, reason: str
) -> None:
    number, named, said = wrong(
        as_csv(ROW, ROW).replace(b"", b"") if not change else as_csv(ROW | change)
    )
    assert (number, named) == (2, column)
    assert said.startswith(reason)


def test_a_secret_is_never_told() -> None:
    with pytest.raises(BadRow) as refused:
        sort_row(Row(2, ROW | {"password": "p" * 500}), Crs.WGS84)
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
        (b'name\n"x\n', 0, "", "not_csv"),
        (b"name\n" + b"x" * 2_000_000, 0, "", "row_too_long"),
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
    (row,) = rows_of(io.BytesIO(json.dumps(bus).encode()), Format.GEOJSON)
    route = sort_row(row, Crs.WGS84).new.route
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


words = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30).filter(
    lambda text: text.strip() == text
)
dossiers = st.builds(
    Dossier,
    camera_id=st.uuids(version=4),
    gb_id=st.none() | st.just(GB),
    name=words,
    area_code=st.just("370828001"),
    place=st.builds(
        GivenPlace,
        lat=st.floats(20, 50),
        lon=st.floats(80, 130),
        crs=st.just(Crs.WGS84),
    ),
    route=st.none(),
    kind=st.sampled_from([kind for kind in CameraKind if kind is not CameraKind.VEHICLE]),
    capture_class=st.sampled_from(CaptureClass),
    capture_location=st.sampled_from(list(CaptureLocation)[:10]),
    point_class=st.none() | st.integers(1, 3),
    managing_unit=words,
    unit_category=st.sampled_from(UnitCategory),
    network_zone=st.just(NetworkZone.POLICE_VIDEO),
    footage_days=st.none() | st.integers(1, 3650),
    height_m=st.integers(0, 500),
    tilt_deg=st.integers(-90, 90),
    bearing_deg=st.integers(0, 359),
    spread_deg=st.integers(1, 360),
    range_m=st.integers(1, 5000),
    presets=st.lists(
        st.builds(Preset, words, words, st.integers(0, 359), st.integers(1, 360)), max_size=2
    ),
    ways=st.just([]),
    has_login=st.just(False),
    online=st.just(True),
    trouble=st.none(),
    answered_at=st.none(),
    silent_since=st.none(),
    clock_ahead_ms=st.none(),
    changed_at=st.just(datetime(2026, 3, 1, tzinfo=UTC)),
)


@given(dossiers, st.sampled_from(Crs), st.sampled_from(Format))
def test_what_is_written_out_is_read_in_as_it_was(camera: Dossier, crs: Crs, kind: Format) -> None:
    row = row_of(camera, crs)
    if kind is Format.CSV:
        data = _csv_line(EXPORTED) + _csv_line([row[name] for name in EXPORTED])
    else:
        collection = {"type": "FeatureCollection", "features": [_feature(row)]}
        data = json.dumps(collection).encode()
    batch = _Batches(io.BytesIO(data), kind, Crs.WGS84).next()
    assert batch.faults == []
    ((found, _),) = batch.found
    assert found.camera_id == camera.camera_id
    for name in EXPORTED:
        if name not in ("camera_id", "lat", "lon", "crs", "route"):
            assert getattr(found.new, name) == getattr(camera, name), name
    assert found.new.place is not None
    assert camera.place is not None
    assert distance_m(found.new.place.wgs84(), camera.place.wgs84()) < 0.05


def test_nothing_that_is_secret_is_written_out() -> None:
    assert not SECRET & set(EXPORTED)
    assert not [name for name in EXPORTED if name.endswith("_url")]
