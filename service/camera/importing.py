"""A file of cameras goes into the register, all of it or nothing; and the register into a file."""

import asyncio
import csv
import io
import itertools
from collections.abc import (
    AsyncIterator,
    Awaitable,
    Callable,
    Iterable,
    Iterator,
    Mapping,
    Sequence,
)
from datetime import datetime
from typing import BinaryIO
from uuid import UUID

import msgspec
from msgspec import Struct

from service.camera import actions, rules, store
from service.camera.columns import (
    COLUMNS,
    EXPORTED,
    BadRow,
    Fault,
    Sorted,
    fault_of,
    row_of,
    sort_row,
)
from service.camera.columns import Row as FileRow
from service.camera.reading import rows_of
from service.camera.store import KnownRow, Row
from service.camera.wire import Dossier, Format, NumberTaken
from service.centre import actions as centre
from service.centre.wire import UnknownArea
from service.core.geo import Crs
from service.core.ids import new_id
from service.core.problem import NotFound, Problem
from service.platform.db import Connection
from service.platform.house import House

FAULTS_TOLD = 200
_BATCH = 250
_PAGE = 2000


class Progress(Struct, frozen=True):
    """How far a file has been read."""

    rows_read: int = 0
    added: int = 0
    updated: int = 0
    faults_found: int = 0
    faults: tuple[Fault, ...] = ()


Told = Callable[[Progress], Awaitable[None]]


class _Batch(Struct, frozen=True):
    """Rows that were read together: those that can be cameras, and what is wrong with others."""

    read: int
    found: list[tuple[Sorted, Mapping[str, object]]]
    faults: list[Fault]
    last: bool


async def read_in(
    house: House,
    connection: Connection,
    file: BinaryIO,
    kind: Format,
    crs: Crs,
    areas: Iterable[str],
    told: Told,
) -> Progress:
    """Write a file's cameras, those of areas at and below these; inside one transaction.

    Where the progress that is answered has faults, the caller undoes what was written: reading
    goes on to the end all the same, so that all that is wrong is told at once. Rows are known by
    their GB/T 28181 number or by our own; what a file does not say of a known camera's addresses
    and logins stays as it is.
    """
    work = _Work(house, connection, await centre.lineages(connection), areas)
    batches = _Batches(file, kind, crs)
    while True:
        batch = await asyncio.to_thread(batches.next)
        await work.take(batch)
        await told(work.progress)
        if batch.last:
            return work.progress


class _Batches:
    """Rows of a file, some at a time, checked as far as that needs no database."""

    def __init__(self, file: BinaryIO, kind: Format, crs: Crs) -> None:
        self._rows: Iterator[FileRow] = rows_of(file, kind)
        self._crs = crs

    def next(self) -> _Batch:
        """The next rows, in a thread."""
        found: list[tuple[Sorted, Mapping[str, object]]] = []
        faults: list[Fault] = []
        read = 0
        try:
            for row in itertools.islice(self._rows, _BATCH):
                read += 1
                try:
                    found.append((sort_row(row, self._crs), row.cells))
                except BadRow as error:
                    faults.append(error.fault)
        except BadRow as error:
            return _Batch(read, found, [*faults, error.fault], last=True)
        return _Batch(read, found, faults, last=read < _BATCH)


class _Work:
    """What was written so far, and what was wrong."""

    def __init__(
        self,
        house: House,
        connection: Connection,
        lineages: Mapping[str, list[str]],
        areas: Iterable[str],
    ) -> None:
        self._house, self._connection = house, connection
        self._lineages, self._areas = lineages, frozenset(areas)
        self._numbers: dict[str, int] = {}
        self._ids: dict[UUID, int] = {}
        self.progress = Progress()

    async def take(self, batch: _Batch) -> None:
        """Check a batch against what is known, and write it while nothing was wrong yet."""
        known = await store.known(
            self._connection,
            [one.camera_id for one, _ in batch.found if one.camera_id is not None],
            [one.gb_id for one, _ in batch.found if one.gb_id is not None],
        )
        by_id = {row.camera_id: row for row in known}
        by_number = {row.gb_id: row for row in known if row.gb_id is not None}
        now = self._house.clock.now()
        faults, rows, updated = list(batch.faults), [], 0
        for one, cells in batch.found:
            try:
                row, is_known = self._row(one, by_id, by_number, now)
            except Problem as problem:
                faults.append(fault_of(one.number, cells, problem))
            except BadRow as error:
                faults.append(error.fault)
            else:
                rows.append(row)
                updated += is_known
        if rows and not faults and not self.progress.faults_found:
            await self._write(rows, now, faults, batch)
        before = self.progress
        self.progress = Progress(
            rows_read=before.rows_read + batch.read,
            added=before.added + len(rows) - updated,
            updated=before.updated + updated,
            faults_found=before.faults_found + len(faults),
            faults=(*before.faults, *faults)[:FAULTS_TOLD],
        )

    async def _write(
        self, rows: list[Row], now: datetime, faults: list[Fault], batch: _Batch
    ) -> None:
        try:
            async with self._connection.transaction():
                await store.save_cameras(self._connection, rows, now)
        except NumberTaken:
            # Two cameras of the register change numbers with each other within one file.
            faults.append(Fault(batch.found[0][0].number, "gb_id", "", NumberTaken.code))

    def _row(
        self,
        one: Sorted,
        by_id: Mapping[UUID, KnownRow],
        by_number: Mapping[str, KnownRow],
        now: datetime,
    ) -> tuple[Row, bool]:
        """A row as it is written, and whether its camera is known. Raises BadRow, Problem."""
        numbered = by_number.get(one.gb_id) if one.gb_id is not None else None
        named = by_id.get(one.camera_id) if one.camera_id is not None else None
        if numbered is not None and one.camera_id not in (None, numbered.camera_id):
            raise BadRow(Fault(one.number, "gb_id", one.gb_id or "", NumberTaken.code))
        known = named or numbered
        camera_id = known.camera_id if known else one.camera_id or new_id(now)
        self._once(one, camera_id)
        lineage = self._lineages.get(one.new.area_code)
        if lineage is None or self._areas.isdisjoint(lineage):
            raise BadRow(Fault(one.number, "area_code", one.new.area_code, UnknownArea.code))
        if known is not None and self._areas.isdisjoint(known.lineage):
            raise BadRow(Fault(one.number, "camera_id", str(camera_id), NotFound.code))
        if known is None:
            entry = rules.entry(one.new)
        else:
            entry = rules.entry(one.new, actions.ways_of(known))
        return actions.sealed(self._house, camera_id, lineage, entry), known is not None

    def _once(self, one: Sorted, camera_id: UUID) -> None:
        """Raises BadRow where an earlier row has the same number or name."""
        first = self._ids.setdefault(camera_id, one.number)
        if one.gb_id is not None:
            first = min(first, self._numbers.setdefault(one.gb_id, one.number))
        if first != one.number:
            column = "gb_id" if one.gb_id is not None else "camera_id"
            raise BadRow(
                Fault(one.number, column, one.gb_id or str(camera_id), f"also_row {first}")
            )


async def write_out(
    house: House, areas: Iterable[str], kind: Format, crs: Crs, *, headers: bool = False
) -> AsyncIterator[bytes]:
    """The register of these areas as a file, a page at a time: all but addresses and logins.

    `headers` names the columns of a CSV in Chinese.
    """
    after, first, within = UUID(int=0), True, list(areas)
    yield _begin(kind, headers=headers)
    while True:
        async with house.db.reading() as connection:
            page = await store.dossiers(connection, within, after, _PAGE)
        if page:
            yield await asyncio.to_thread(_page, page, kind, crs, first)
            after, first = page[-1].camera_id, False
        if len(page) < _PAGE:
            break
    if kind is Format.GEOJSON:
        yield b"\n]}\n"


def _begin(kind: Format, *, headers: bool) -> bytes:
    if kind is Format.GEOJSON:
        return b'{"type":"FeatureCollection","features":['
    names = [COLUMNS[name] if headers else name for name in EXPORTED]
    # The mark by which spreadsheets know UTF-8.
    return b"\xef\xbb\xbf" + _csv_line(names)


def _page(page: Sequence[Dossier], kind: Format, crs: Crs, first: bool) -> bytes:
    rows = [row_of(camera, crs) for camera in page]
    if kind is Format.CSV:
        return b"".join(_csv_line([row[name] for name in EXPORTED]) for row in rows)
    text = ",\n".join(msgspec.json.encode(_feature(row)).decode() for row in rows)
    return ("\n" if first else ",\n").encode() + text.encode()


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
    said = {n: v for n, v in row.items() if v and n not in ("lat", "lon", "route")}
    return {"type": "Feature", "geometry": geometry, "properties": said}
