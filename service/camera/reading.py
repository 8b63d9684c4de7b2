"""Files of cameras, read row by row: CSV as spreadsheets write it, and GeoJSON.

Whatever a file holds, no more of it is in memory than a row may be large. All of it blocks, and is
meant for a thread.
"""

import codecs
import contextlib
import csv
import io
import itertools
import json
from collections.abc import Iterator
from typing import Any, BinaryIO

import ijson
import msgspec

from service.camera.columns import COLUMNS, BadRow, Fault, Row, names_of, unguarded
from service.camera.wire import Format

# A row is a few hundred bytes; a bus line with five hundred points a few ten thousand.
_ROW_BYTES_MAX = 1_000_000
_COLUMNS_MAX = 200
_PIECE = 65_536
_SEPARATORS = ",;\t"
_UTF_8, _GB_18030 = "utf-8", "gb18030"
# A feature of a collection begins at two, and its coordinates end four deeper.
_DEPTH_MAX = 20
_OPENS, _CLOSES = ("start_map", "start_array"), ("end_map", "end_array")


class Reader:
    """The rows of a file from its beginning; what one row alone has wrong comes in its place.

    Raises BadRow for what makes reading on senseless. `encoding` is known once reading has begun.
    """

    def __init__(self, file: BinaryIO, kind: Format) -> None:
        self.encoding: str | None = None
        self._file = file
        self._rows = self._csv() if kind is Format.CSV else self._geojson()

    def __iter__(self) -> Iterator[Row | Fault]:
        return self._rows

    def _csv(self) -> Iterator[Row | Fault]:
        self.encoding = _encoding(self._file)
        codec = "utf-8-sig" if self.encoding == _UTF_8 else self.encoding
        text = io.TextIOWrapper(self._file, encoding=codec, newline="")
        try:
            yield from _records(text)
        finally:
            with contextlib.suppress(ValueError):  # Whoever opened the file may have closed it.
                text.detach()

    def _geojson(self) -> Iterator[Row | Fault]:
        self.encoding = _UTF_8
        return _features(self._file)


def _records(text: io.TextIOWrapper) -> Iterator[Row | Fault]:
    first = text.readline(_ROW_BYTES_MAX)
    if not first.strip():
        raise BadRow(Fault(0, "", "", "empty_file"))
    separator = max(_SEPARATORS, key=first.count)
    text.seek(0)
    records = csv.reader(_lines(text), delimiter=separator, strict=True)
    names: list[str] = []
    number = 0
    while True:
        number += 1
        try:
            record = next(records, None)
        except csv.Error as error:
            # After a wrong quote the next line is a row again; a quote that never ends ate it.
            fault = Fault(number, "", "", f"not_csv: {error}")
            if number == 1 or "expected after" not in str(error):
                raise BadRow(fault) from error
            yield fault
            continue
        except BadRow as error:
            raise BadRow(msgspec.structs.replace(error.fault, row=number)) from error
        if record is None:
            return
        if not names:
            names = _header(record)
        elif any(record):
            yield _row(number, names, record)


def _header(record: list[str]) -> list[str]:
    while record and not record[-1].strip():
        record.pop()
    if not record:
        raise BadRow(Fault(1, "", "", "empty_file"))
    if len(record) > _COLUMNS_MAX:
        raise BadRow(Fault(1, "", "", "too_many_columns"))
    return names_of(record)


def _row(number: int, names: list[str], record: list[str]) -> Row | Fault:
    if any(cell.strip() for cell in record[len(names) :]):
        return Fault(number, "", "", "too_many_cells")
    cells = itertools.zip_longest(names, record[: len(names)], fillvalue="")
    return Row(number, {name: unguarded(name, cell.strip()) for name, cell in cells})


def _lines(text: io.TextIOWrapper) -> Iterator[str]:
    while line := text.readline(_ROW_BYTES_MAX):
        if len(line) >= _ROW_BYTES_MAX:
            raise BadRow(Fault(0, "", "", "row_too_long"))
        yield line


def _encoding(file: BinaryIO) -> str:
    """UTF-8, or GB 18030 as spreadsheets in China save; the file is read through to be sure."""
    for encoding in (_UTF_8, _GB_18030):
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


def _features(file: BinaryIO) -> Iterator[Row | Fault]:
    """A FeatureCollection, or a feature a line. Rows are counted from 1."""
    _after_mark(file)
    bounded = _Bounded(file)
    number = 0
    try:
        for feature in _items(bounded, collected=_is_collection(file)):
            number += 1
            bounded.since = 0
            try:
                yield Row(number, _cells(number, feature))
            except BadRow as error:
                yield error.fault
    except BadRow as error:
        raise BadRow(msgspec.structs.replace(error.fault, row=number + 1)) from error
    except (ijson.JSONError, UnicodeDecodeError, ValueError, RecursionError) as error:
        raise BadRow(Fault(number + 1, "", "", f"not_json: {str(error)[:80]}")) from error
    if number == 0:
        raise BadRow(Fault(0, "", "", "empty_file"))


def _after_mark(file: BinaryIO) -> None:
    """Begin behind the mark that some programs put in front of UTF-8."""
    file.seek(0)
    if file.read(len(codecs.BOM_UTF8)) != codecs.BOM_UTF8:
        file.seek(0)


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
    began = file.tell()
    first = file.readline(_ROW_BYTES_MAX).strip()
    file.seek(began)
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
