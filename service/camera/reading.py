"""Files of cameras, read row by row: CSV as spreadsheets write it, and GeoJSON.

Whatever a file holds, no more of it is in memory than a row may be large. All of it blocks, and is
meant for a thread.
"""

import codecs
import contextlib
import csv
import io
import json
from collections.abc import Iterator
from typing import Any, BinaryIO

import ijson

from service.camera.columns import COLUMNS, BadRow, Fault, Row, names_of
from service.camera.wire import Format

# A row is a few hundred bytes; a bus line with five hundred points a few ten thousand.
_ROW_BYTES_MAX = 1_000_000
_COLUMNS_MAX = 200
_PIECE = 65_536
_SEPARATORS = ",;\t"
# A feature of a collection begins at two, and its coordinates end four deeper.
_DEPTH_MAX = 20
_OPENS, _CLOSES = ("start_map", "start_array"), ("end_map", "end_array")


def rows_of(file: BinaryIO, kind: Format) -> Iterator[Row]:
    """The rows of a file from its beginning. Raises BadRow for what makes reading on senseless."""
    return _csv(file) if kind is Format.CSV else _geojson(file)


def _csv(file: BinaryIO) -> Iterator[Row]:
    text = io.TextIOWrapper(file, encoding=_encoding(file), newline="")
    try:
        first = text.readline(_ROW_BYTES_MAX)
        if not first.strip():
            raise BadRow(Fault(0, "", "", "empty_file"))
        separator = max(_SEPARATORS, key=first.count)
        text.seek(0)
        csv.field_size_limit(_ROW_BYTES_MAX)
        records = csv.reader(_lines(text), delimiter=separator, strict=True)
        header = next(records)
        if len(header) > _COLUMNS_MAX:
            raise BadRow(Fault(1, "", "", "too_many_columns"))
        names = names_of(header)
        for number, record in enumerate(records, start=2):
            if not any(record):
                continue
            if len(record) > len(names):
                raise BadRow(Fault(number, "", "", "too_many_cells"))
            cells = {name: cell.strip() for name, cell in zip(names, record, strict=False)}
            yield Row(number, cells)
    except csv.Error as error:
        raise BadRow(Fault(0, "", "", f"not_csv: {error}")) from error
    finally:
        with contextlib.suppress(ValueError):  # Whoever opened the file may have closed it.
            text.detach()


def _lines(text: io.TextIOWrapper) -> Iterator[str]:
    while line := text.readline(_ROW_BYTES_MAX):
        if len(line) >= _ROW_BYTES_MAX:
            raise BadRow(Fault(0, "", "", "row_too_long"))
        yield line


def _encoding(file: BinaryIO) -> str:
    """UTF-8, or GB 18030 as spreadsheets in China save; the file is read through to be sure."""
    for encoding in ("utf-8-sig", "gb18030"):
        decoder = codecs.getincrementaldecoder(encoding)()
        file.seek(0)
        try:
            while piece := file.read(_PIECE):
                decoder.decode(piece)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            continue
        file.seek(0)
        return encoding
    raise BadRow(Fault(0, "", "", "not_text"))


class _Bounded:
    """A file of which only so much may be read between two features."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.since = 0

    def read(self, size: int = -1) -> bytes:
        """As a file's."""
        piece = self._file.read(_PIECE if size < 0 else size)
        self.since += len(piece)
        if self.since > _ROW_BYTES_MAX + 2 * _PIECE:
            raise BadRow(Fault(0, "", "", "row_too_long"))
        return piece


def _geojson(file: BinaryIO) -> Iterator[Row]:
    """A FeatureCollection, or a feature a line. Rows are counted from 1."""
    file.seek(0)
    bounded = _Bounded(file)
    number = 0
    try:
        features = _items(bounded, collected=_is_collection(file))
        for number, feature in enumerate(features, start=1):
            bounded.since = 0
            yield Row(number, _cells(number, feature))
    except (ijson.JSONError, UnicodeDecodeError, ValueError, RecursionError) as error:
        raise BadRow(Fault(number, "", "", f"not_json: {str(error)[:80]}")) from error
    if number == 0:
        raise BadRow(Fault(0, "", "", "empty_file"))


def _items(file: _Bounded, *, collected: bool) -> Iterator[Any]:
    """What stands in `features`, or on lines of its own, nested no deeper than it may be."""
    at, depth, key = (2 if collected else 0), 0, ""
    builder: ijson.ObjectBuilder | None = None
    events = ijson.basic_parse(file, use_float=True, multiple_values=not collected)
    for event, value in events:
        opens, closes = event in _OPENS, event in _CLOSES
        depth -= closes
        if event == "map_key" and depth == 1:
            key = value
        if builder is None and depth == at and not closes and (not collected or key == "features"):
            builder = ijson.ObjectBuilder()
        if builder is not None:
            builder.event(event, value)
            if depth == at and not opens:
                yield builder.value
                builder = None
        depth += opens
        if depth > _DEPTH_MAX:
            raise BadRow(Fault(0, "", "", "too_deep"))


def _is_collection(file: BinaryIO) -> bool:
    """Whether the file is one collection, by its first line."""
    first = file.readline(_ROW_BYTES_MAX).strip()
    file.seek(0)
    try:
        found = json.loads(first)
    except (ValueError, RecursionError):
        return True
    return not (isinstance(found, dict) and found.get("type") == "Feature")


def _cells(number: int, feature: Any) -> dict[str, Any]:
    """A feature's properties, and its geometry as the columns that hold it."""
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        raise BadRow(Fault(number, "", "", "not_a_feature"))
    properties = feature.get("properties") or {}
    if not isinstance(properties, dict):
        raise BadRow(Fault(number, "properties", "", "not_an_object"))
    cells = {_known(name): value for name, value in properties.items()}
    if "camera_id" not in cells and "gb_id" not in cells and feature.get("id"):
        cells["gb_id" if len(str(feature["id"])) == 20 else "camera_id"] = feature["id"]
    return cells | _geometry(number, feature.get("geometry"))


_NAMES = {header: name for name, header in COLUMNS.items()}


def _known(name: str) -> str:
    return _NAMES.get(name, name)


def _geometry(number: int, geometry: Any) -> dict[str, Any]:
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    at = geometry.get("coordinates") if kind else None
    if kind == "Point" and isinstance(at, list) and len(at) in (2, 3):
        return {"lon": at[0], "lat": at[1]}
    if kind == "LineString" and isinstance(at, list):
        return {"route": at}
    raise BadRow(Fault(number, "geometry", str(kind or ""), "not_a_point_or_line"))
