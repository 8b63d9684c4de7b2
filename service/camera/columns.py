"""A camera as a row of a file: what each column is called, and how rows and structs turn into each
other. Pure; the reading of files is another's.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

import msgspec
from msgspec import Struct

from service.camera.wire import Dossier, NewCamera
from service.core.geo import Crs, GivenPlace, Place, from_wgs84
from service.core.problem import Problem

# Field names, and what they are called in spreadsheets in China; files may use either.
COLUMNS: dict[str, str] = {
    "camera_id": "摄像机编号",
    "gb_id": "国标编码",
    "name": "名称",
    "area_code": "区划代码",
    "lat": "纬度",
    "lon": "经度",
    "crs": "坐标系",
    "route": "路线",
    "kind": "类型",
    "capture_class": "点位分类",
    "capture_location": "采集部位",
    "point_class": "点位级别",
    "managing_unit": "管理单位",
    "unit_category": "单位类别",
    "network_zone": "网络区域",
    "footage_days": "录像保存天数",
    "restricted_vicinity": "涉军涉密周边",
    "sign_present": "提示标识",
    "in_use_on": "启用日期",
    "filed_on": "备案日期",
    "height_m": "高度",
    "tilt_deg": "俯仰角",
    "bearing_deg": "方位角",
    "spread_deg": "水平视角",
    "range_m": "可视距离",
    "presets": "预置位",
    "snapshot_url": "抓图地址",
    "rtsp_url": "视频流地址",
    "onvif_url": "ONVIF地址",
    "gateway_type": "网关类型",
    "gateway_base_url": "网关地址",
    "gateway_stream_url": "网关流地址",
    "gateway_device_id": "网关设备编码",
    "gateway_channel_id": "网关通道编码",
    "gateway_secret": "网关密钥",
    "gateway_token": "网关令牌",
    "username": "用户名",
    "password": "密码",
}
SECRET = frozenset({"password", "gateway_secret", "gateway_token", "username"})
# A spreadsheet takes these for numbers, and keeps fifteen digits of them.
_DIGITS = ("gb_id", "area_code", "gateway_device_id", "gateway_channel_id")
_ROUNDED = re.compile(r"^[0-9](\.[0-9]+)?[eE]\+?[0-9]+$")
# A spreadsheet would reckon with a cell that begins so: it goes out, and comes in, behind a mark.
_FORMULA = re.compile(r"^'*[=+\-@]")
_WORDS = ("name", "managing_unit")
# How people answer in a spreadsheet, beside true and false.
_FLAGS = ("restricted_vicinity", "sign_present")
_ANSWERS = {"是": True, "有": True, "yes": True, "否": False, "无": False, "no": False}
_BY_HEADER = {header: name for name, header in COLUMNS.items()} | {name: name for name in COLUMNS}
_GATEWAY = "gateway_"
_IDS_MOST = 40
_VALUE_SHOWN = 60
Cells = Mapping[str, Any]


class Row(Struct, frozen=True):
    """One row of a file by column, counted as spreadsheets do: the header is the first."""

    number: int
    cells: Cells


class Fault(Struct, frozen=True):
    """What is wrong with a row: in which column, with which value, and why.

    `row` 0 is the whole file. Values are cut short; secrets are never shown.
    """

    row: int
    column: str
    value: str
    reason: str


class Named(Struct, frozen=True):
    """By which names a row's camera may be known."""

    camera_id: UUID | None
    gb_id: str | None


class BadRow(Exception):
    """A row that cannot be a camera."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(f"row {fault.row}, {fault.column}: {fault.reason}")
        self.fault = fault


def names_of(header: Sequence[str]) -> list[str]:
    """The columns of a header by name. Raises BadRow naming one that is unknown or there twice."""
    names: list[str] = []
    for cell in header:
        name = _BY_HEADER.get(cell.strip())
        if name is None:
            raise BadRow(Fault(1, _short(cell), "", "unknown_column"))
        if name in names:
            raise BadRow(Fault(1, name, "", "column_twice"))
        names.append(name)
    return names


def named(row: Row) -> Named:
    """By which names a row's camera may be known. Raises BadRow where it has none."""
    camera_id = _uuid(row.number, row.cells)
    gb_id = row.cells.get("gb_id")
    if isinstance(gb_id, str) and gb_id:
        return Named(camera_id, gb_id)
    if camera_id is None and not _says(gb_id):
        raise BadRow(Fault(row.number, "gb_id", "", "no_id"))
    return Named(camera_id, None)


def camera_of(row: Row, crs: Crs | None, kept: Mapping[str, Any]) -> NewCamera:
    """What a row says of a camera. Raises BadRow.

    crs holds where the row names none. kept is what the register says of it: of that, whatever
    the file has no column for stays.
    """
    cells = {name: value for name, value in row.cells.items() if _says(value)}
    unknown = next((name for name in cells if name not in COLUMNS), None)
    if unknown is not None:
        raise BadRow(Fault(row.number, _short(unknown), "", "unknown_column"))
    for name in _DIGITS:
        if _ROUNDED.match(str(cells.get(name, ""))[:_IDS_MOST]):
            raise BadRow(Fault(row.number, name, shown(cells, name), "rounded_by_a_spreadsheet"))
    found = _document(row.number, cells, crs)
    found |= {name: kept[name] for name in _stay(row.cells, found, kept)}
    try:
        return msgspec.convert(found, NewCamera, strict=False)
    except msgspec.ValidationError as error:
        raise BadRow(_wrong(row.number, cells, error)) from error


def _stay(columns: Cells, found: Mapping[str, Any], kept: Mapping[str, Any]) -> Iterable[str]:
    """The fields that the register knows and the file says nothing of."""
    stands = "place" in found or "route" in found
    for name in kept:
        if name == "place":
            stays = not stands and "lat" not in columns and "lon" not in columns
        elif name == "route":
            stays = not stands and "route" not in columns
        elif name == "network_zone":
            # A number says it.
            numbered = found.get("gb_id") or ("gb_id" not in columns and kept.get("gb_id"))
            stays = name not in columns and not numbered
        else:
            stays = name not in columns
        if stays:
            yield name


def fault_of(number: int, cells: Cells, problem: Problem) -> Fault:
    """A refusal of the register as a fault of a row."""
    column = _column(problem.field or "")
    reason = f"{problem.code}: {problem.detail}" if problem.detail else problem.code
    return Fault(number, column, shown(cells, column), reason)


def shown(cells: Cells, column: str) -> str:
    """What stands in a column, cut short; of a secret nothing."""
    if column in SECRET:
        return ""
    return _short(cells.get(column, ""))


def row_of(camera: Dossier, crs: Crs) -> dict[str, str]:
    """A camera as the cells of a row: all but its addresses and logins."""
    place = camera.place
    turned = None if place is None else from_wgs84(Place(place.lat, place.lon), crs)
    cells: dict[str, object] = {
        "camera_id": camera.camera_id,
        "gb_id": camera.gb_id,
        "name": camera.name,
        "area_code": camera.area_code,
        "lat": None if turned is None else turned.lat,
        "lon": None if turned is None else turned.lon,
        "crs": crs.value,
        "route": _route(camera.route, crs),
        "kind": camera.kind,
        "capture_class": camera.capture_class,
        "capture_location": camera.capture_location,
        "point_class": camera.point_class,
        "managing_unit": camera.managing_unit,
        "unit_category": camera.unit_category,
        "network_zone": camera.network_zone,
        "footage_days": camera.footage_days,
        "restricted_vicinity": _yes(camera.restricted_vicinity),
        "sign_present": _yes(camera.sign_present),
        "in_use_on": camera.in_use_on,
        "filed_on": camera.filed_on,
        "height_m": _plain(camera.height_m),
        "tilt_deg": _plain(camera.tilt_deg),
        "bearing_deg": _plain(camera.bearing_deg % 360),
        "spread_deg": _plain(camera.spread_deg),
        "range_m": _plain(camera.range_m),
        "presets": msgspec.json.encode(camera.presets).decode() if camera.presets else None,
    }
    return {name: "" if value is None else str(value) for name, value in cells.items()}


EXPORTED = tuple(
    name
    for name in COLUMNS
    if not name.startswith(_GATEWAY) and not name.endswith("_url") and name not in SECRET
)


def _document(number: int, cells: Cells, crs: Crs | None) -> dict[str, Any]:
    """The cells as NewCamera's fields."""
    apart = {"camera_id", "lat", "lon", "crs", "route", "presets"}
    found = {
        name: value
        for name, value in cells.items()
        if name not in apart and not name.startswith(_GATEWAY)
    }
    for name in _FLAGS:
        said = cells.get(name)
        if isinstance(said, str):
            found[name] = _ANSWERS.get(said.strip().lower(), said)
    crs_said = cells.get("crs", crs)
    if crs_said is None and not cells.keys().isdisjoint(("lat", "lon", "route")):
        raise BadRow(Fault(number, "crs", "", "missing"))
    if "lat" in cells or "lon" in cells:
        found["place"] = {n: cells[n] for n in ("lat", "lon") if n in cells} | {"crs": crs_said}
    if "route" in cells:
        found["route"] = _points(number, cells["route"], crs_said)
    if "presets" in cells:
        found["presets"] = _listed(number, cells["presets"])
    gateway = {n.removeprefix(_GATEWAY): v for n, v in cells.items() if n.startswith(_GATEWAY)}
    if gateway:
        found["gateway"] = gateway
    return found


def _points(number: int, said: object, crs: object) -> list[dict[str, object]]:
    """A route: `lat lon; lat lon; …`, or pairs of longitude and latitude as GeoJSON has them."""
    if isinstance(said, list):
        pairs = [(pair[1], pair[0]) for pair in said if isinstance(pair, list) and len(pair) > 1]
    else:
        parts = [part.replace(",", " ").split() for part in str(said).split(";") if part.strip()]
        if any(len(part) != 2 for part in parts):
            raise BadRow(Fault(number, "route", _short(said), "not_a_route"))
        pairs = [(part[0], part[1]) for part in parts]
    return [{"lat": lat, "lon": lon, "crs": crs} for lat, lon in pairs]


def _listed(number: int, said: object) -> object:
    if not isinstance(said, str):
        return said
    try:
        return json.loads(said)
    except (ValueError, RecursionError) as error:
        raise BadRow(Fault(number, "presets", _short(said), "not_json")) from error


def _uuid(number: int, cells: Cells) -> UUID | None:
    said = cells.get("camera_id")
    if not _says(said):
        return None
    try:
        return UUID(str(said)[:_IDS_MOST])
    except ValueError as error:
        raise BadRow(Fault(number, "camera_id", _short(said), "not_an_id")) from error


def _wrong(number: int, cells: Cells, error: msgspec.ValidationError) -> Fault:
    """The column that a conversion stumbled over, and over what."""
    said, _, at = str(error).partition(" - at `")
    if "missing required field `" in said:
        column = said.split("`")[1]
        path = at.rstrip("`").removeprefix("$").removeprefix(".")
        column = f"{path}.{column}" if path else column
        return Fault(number, _column(column), "", "missing")
    path = at.rstrip("`").removeprefix("$").removeprefix(".")
    column = _column(path or said)
    # A pattern means nothing to whoever has the spreadsheet before him.
    reason = "wrong_form" if "matching regex" in said else said
    return Fault(number, column, shown(cells, column), reason)


def _column(path: str) -> str:
    """The column of a field: `place.lat` stands in lat, `gateway.base_url` in gateway_base_url."""
    first, _, rest = path.partition(".")
    name = first.partition("[")[0]
    if name == "place":
        return rest or "lat"
    if name == "gateway":
        return f"{_GATEWAY}{rest or 'type'}"
    return name


def guarded(row: Mapping[str, str]) -> dict[str, str]:
    """A row for a spreadsheet: what it would reckon with stands behind a mark."""
    marked = {name: f"'{row[name]}" for name in _WORDS if _FORMULA.match(row[name])}
    return {**row, **marked}


def unguarded(name: str, cell: str) -> str:
    """A cell of a spreadsheet without that mark."""
    return cell[1:] if name in _WORDS and cell[:1] == "'" and _FORMULA.match(cell) else cell


def _says(value: object) -> bool:
    return value is not None and value != "" and not (isinstance(value, str) and not value.strip())


def _short(value: object) -> str:
    """A value for a person: cut short, and nothing in it that cannot be shown or stored."""
    text = str(value)
    text = text if len(text) <= _VALUE_SHOWN else text[: _VALUE_SHOWN - 1] + "…"
    return text if text.isprintable() else "".join(c if c.isprintable() else "�" for c in text)


def _route(route: Iterable[GivenPlace] | None, crs: Crs) -> str | None:
    if route is None:
        return None
    turned = [from_wgs84(Place(place.lat, place.lon), crs) for place in route]
    return ";".join(f"{place.lat} {place.lon}" for place in turned)


def _yes(value: bool | None) -> str | None:
    return None if value is None else str(value).lower()


def _plain(value: float) -> str:
    """A number that was kept as a short float, without the digits that this added."""
    return f"{value:.7g}"
