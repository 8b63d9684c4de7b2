"""The register goes out as a file that can be read in again."""

import asyncio
import csv
import io
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from uuid import UUID

import msgspec

from service.camera import store
from service.camera.columns import COLUMNS, EXPORTED, guarded, row_of
from service.camera.wire import Dossier, Format
from service.core.geo import Crs
from service.platform.house import House

_PAGE = 1000
_NUMBERS = ("height_m", "tilt_deg", "bearing_deg", "spread_deg", "range_m")


async def write_out(
    house: House, areas: Iterable[str], kind: Format, crs: Crs, *, headers: bool = False
) -> AsyncIterator[bytes]:
    """The register of these areas as a file, a page at a time: all but addresses and logins.

    `headers` names the columns of a CSV in Chinese. No connection is held while whoever reads is
    slow; so the file is not of one instant, but each camera in it is.
    """
    after, first, within = UUID(int=0), True, list(areas)
    yield begin(kind, headers=headers)
    while True:
        async with house.db.reading() as connection:
            cameras = await store.dossiers(connection, within, after, _PAGE)
        if cameras:
            yield await asyncio.to_thread(page, cameras, kind, crs, first=first)
            after, first = cameras[-1].camera_id, False
        if len(cameras) < _PAGE:
            break
    yield end(kind)


def begin(kind: Format, *, headers: bool) -> bytes:
    """How a file begins."""
    if kind is Format.GEOJSON:
        return b'{"type":"FeatureCollection","features":['
    names = [COLUMNS[name] if headers else name for name in EXPORTED]
    # The mark by which spreadsheets know UTF-8.
    return b"\xef\xbb\xbf" + _csv_line(names)


def page(cameras: Sequence[Dossier], kind: Format, crs: Crs, *, first: bool) -> bytes:
    """Cameras as they stand in a file, the first of it or later ones."""
    rows = [row_of(camera, crs) for camera in cameras]
    if kind is Format.CSV:
        return b"".join(_csv_line([row[name] for name in EXPORTED]) for row in map(guarded, rows))
    text = ",\n".join(msgspec.json.encode(_feature(row)).decode() for row in rows)
    return ("\n" if first else ",\n").encode() + text.encode()


def end(kind: Format) -> bytes:
    """How a file ends."""
    return b"\n]}\n" if kind is Format.GEOJSON else b""


def _csv_line(cells: Sequence[str]) -> bytes:
    line = io.StringIO(newline="")
    csv.writer(line).writerow(cells)
    return line.getvalue().encode()


def _feature(row: Mapping[str, str]) -> dict[str, object]:
    if row["route"]:
        pairs = [point.split() for point in row["route"].split(";")]
        at: object = [[float(lon), float(lat)] for lat, lon in pairs]
        geometry = {"type": "LineString", "coordinates": at}
    else:
        geometry = {"type": "Point", "coordinates": [float(row["lon"]), float(row["lat"])]}
    apart = ("lat", "lon", "route")
    said: dict[str, object] = {n: v for n, v in row.items() if v and n not in apart}
    said |= {name: float(row[name]) for name in _NUMBERS if row[name]}
    if row["presets"]:
        said["presets"] = msgspec.json.decode(row["presets"])
    return {"type": "Feature", "geometry": geometry, "properties": said}
