"""A file of cameras goes into the register, all of it or nothing."""

import asyncio
import contextlib
import itertools
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, BinaryIO
from uuid import UUID

import msgspec
from msgspec import UNSET, Struct

from service.camera import actions, incoming, rules
from service.camera.columns import BadRow, Fault, Named, Row, camera_of, fault_of, named
from service.camera.incoming import Fate, Known, Laid
from service.camera.reading import Reader
from service.camera.wire import Entry, Format, NumberTaken, Reach
from service.centre import actions as centre
from service.centre.wire import UnknownArea
from service.core.geo import Crs
from service.core.ids import new_id
from service.core.problem import NotFound, Problem
from service.platform.db import Connection
from service.platform.house import House

FAULTS_TOLD = 200
_BATCH = 1000
# What a file need not say of a camera that is known, as the register holds it.
_PLAIN = (
    *("gb_id", "name", "area_code", "kind", "capture_class", "capture_location", "point_class"),
    *("managing_unit", "unit_category", "network_zone", "footage_days"),
    *("restricted_vicinity", "sign_present", "in_use_on", "filed_on"),
    *("height_m", "tilt_deg", "spread_deg", "range_m"),
)


class Progress(Struct, frozen=True):
    """How far a file has been read. What is neither added nor updated says nothing new."""

    rows_read: int = 0
    added: int = 0
    updated: int = 0
    faults_found: int = 0
    faults: tuple[Fault, ...] = ()
    encoding: str | None = None


Told = Callable[[Progress], Awaitable[None]]


async def read_in(
    house: House,
    connection: Connection,
    file: BinaryIO,
    kind: Format,
    crs: Crs | None,
    areas: Iterable[str],
    told: Told,
) -> Progress:
    """Write a file's cameras, those of areas at and below these; inside one transaction.

    Where the progress that is answered has faults, nothing was written: reading goes on to the
    end all the same, so that all that is wrong is told at once. Rows are known by their GB/T 28181
    number or by our own; what a file does not say of a known camera stays as it is. Raises
    Overtaken where somebody else changes one of these cameras meanwhile.
    """
    await incoming.begin(connection)
    desk = _Desk(house, await centre.lineages(connection), frozenset(areas), crs)
    batches = _Batches(file, kind)
    progress = Progress()
    while not batches.ended:
        rows = await asyncio.to_thread(batches.next)
        known = await incoming.known(connection, *_names(rows))
        batch = await asyncio.to_thread(desk.sort, rows, known)
        await incoming.lay(connection, batch.lines)
        progress = _further(progress, batch, batches)
        await told(progress)
    progress = _with(progress, await _clashes(connection))
    if not progress.faults_found:
        now = house.clock.now()
        await incoming.write(connection, now, new=progress.added, changed=progress.updated)
        if progress.updated:
            await actions.leave_out_restricted(house, connection)
    await told(progress)
    return progress


class _Batches:
    """Rows of a file, some at a time."""

    def __init__(self, file: BinaryIO, kind: Format) -> None:
        self._reader = Reader(file, kind)
        self._rows: Iterator[Row | Fault] = iter(self._reader)
        self.ended = False
        # Why reading ended before the file did.
        self.broken: Fault | None = None
        self.read = 0

    @property
    def encoding(self) -> str | None:
        """In what the file is written, as it turned out."""
        return self._reader.encoding

    def next(self) -> list[Row | Fault]:
        """The next rows, in a thread; in place of those that cannot be read, the reason."""
        rows: list[Row | Fault] = []
        try:
            for row in itertools.islice(self._rows, _BATCH):
                rows.append(row)  # noqa: PERF402 - those before a break are kept.
        except BadRow as error:
            self.broken = error.fault
        self.read += len(rows)
        self.ended = len(rows) < _BATCH
        return rows


class _Sorted(Struct, frozen=True):
    """Rows as they are laid down, and what was wrong with others."""

    lines: bytes
    added: int
    updated: int
    faults: list[Fault]


class _Desk:
    """Where rows are looked at, a batch at a time, in a thread."""

    def __init__(
        self,
        house: House,
        lineages: Mapping[str, list[str]],
        areas: frozenset[str],
        crs: Crs | None,
    ) -> None:
        self._house, self._lineages, self._areas, self._crs = house, lineages, areas, crs

    def sort(self, rows: Sequence[Row | Fault], known: Sequence[Known]) -> _Sorted:
        """What becomes of each row; known are the cameras that they may mean."""
        register = _Register(known)
        now = self._house.clock.now()
        laid: list[Laid] = []
        faults: list[Fault] = []
        for row in rows:
            if isinstance(row, Fault):
                faults.append(row)
                continue
            try:
                laid.append(self._laid(row, register, now))
            except (BadRow, Problem) as error:
                faults.append(_fault(row, error))
                laid.append(_wrong(row, register))
        added = sum(one.fate is Fate.NEW for one in laid)
        updated = sum(one.fate is Fate.CHANGED for one in laid)
        return _Sorted(incoming.lines(laid), added, updated, faults)

    def _laid(self, row: Row, register: "_Register", now: datetime) -> Laid:
        """Raises BadRow or Problem."""
        names = named(row)
        before = register.meant(row.number, names)
        kept = {} if before is None else _kept(before)
        new = camera_of(row, self._crs, kept)
        lineage = self._lineages.get(new.area_code)
        if lineage is None or self._areas.isdisjoint(lineage):
            raise BadRow(Fault(row.number, "area_code", new.area_code, UnknownArea.code))
        if before is None:
            entry, camera_id = rules.entry(new), names.camera_id or new_id(now)
            kept_ways = None
        else:
            if self._areas.isdisjoint(before.lineage):
                raise BadRow(Fault(row.number, *_shown(names), NotFound.code))
            ways = actions.ways_of(self._house, before)
            entry, camera_id = rules.entry(new, ways), before.camera_id
            entry = self._without_kept(entry, before, ways.reach)
            kept_ways = before.ways_sealed if entry.reach == ways.reach else None
        sealed = actions.sealed(self._house, camera_id, lineage, entry, kept_ways)
        written = incoming.written(sealed, before)
        if before is None:
            return Laid(row.number, Fate.NEW, camera_id, new.gb_id, written)
        if incoming.is_same(written, before):
            return Laid(row.number, Fate.SAME, camera_id, new.gb_id)
        seen_at, is_moved = before.changed_at, entry.is_moved
        return Laid(row.number, Fate.CHANGED, camera_id, new.gb_id, written, seen_at, is_moved)

    def _without_kept(self, entry: Entry, before: Known, reach: Reach) -> Entry:
        """An entry without secrets that are kept already: sealed anew they would look changed."""
        password, secret = entry.password, entry.gateway_secret
        if actions.is_kept(self._house, password, before.password_sealed, actions.PASSWORD):
            password = UNSET
        if actions.is_kept(
            self._house, secret, before.gateway_secret_sealed, actions.GATEWAY_SECRET
        ):
            secret = UNSET
        if password is entry.password and secret is entry.gateway_secret:
            return entry
        is_moved = not (password is secret is UNSET) or entry.reach != reach
        return msgspec.structs.replace(
            entry, password=password, gateway_secret=secret, is_moved=is_moved
        )


class _Register:
    """The cameras that some rows may mean."""

    def __init__(self, known: Sequence[Known]) -> None:
        self._by_id = {one.camera_id: one for one in known}
        self._by_number = {one.gb_id: one for one in known if one.gb_id is not None}

    def meant(self, number: int, names: Named) -> Known | None:
        """The camera of a row. Its own id goes before its number, which may be a new one."""
        if names.camera_id is None:
            return self._by_number.get(names.gb_id or "")
        found = self._by_id.get(names.camera_id)
        if found is None and names.gb_id in self._by_number:
            raise BadRow(Fault(number, "gb_id", names.gb_id or "", NumberTaken.code))
        return found


def _wrong(row: Row, register: _Register) -> Laid:
    """By a wrong row it is still seen that another means the same camera."""
    camera_id, gb_id = None, None
    with contextlib.suppress(BadRow):
        names = named(row)
        camera_id, gb_id = names.camera_id, names.gb_id
        found = register.meant(row.number, names)
        camera_id = found.camera_id if found else camera_id
    return Laid(row.number, Fate.WRONG, camera_id, gb_id)


def _names(rows: Iterable[Row | Fault]) -> tuple[list[UUID], list[str]]:
    """The ids and the numbers that stand in some rows."""
    found = []
    for row in rows:
        if isinstance(row, Row):
            with contextlib.suppress(BadRow):
                found.append(named(row))
    ids = [one.camera_id for one in found if one.camera_id is not None]
    return ids, [one.gb_id for one in found if one.gb_id is not None]


def _kept(before: Known) -> dict[str, Any]:
    """What the register says of a camera, as the fields of one that is added."""
    told: dict[str, Any] = {name: getattr(before, name) for name in _PLAIN}
    told["bearing_deg"] = before.bearing_deg % 360
    told["presets"] = msgspec.to_builtins(before.presets)
    told["route"] = msgspec.to_builtins(before.route)
    if before.lat is not None:
        told["place"] = {"lat": before.lat, "lon": before.lon, "crs": Crs.WGS84}
    return told


def _fault(row: Row, error: BadRow | Problem) -> Fault:
    if isinstance(error, BadRow):
        return error.fault
    return fault_of(row.number, row.cells, error)


def _shown(names: Named) -> tuple[str, str]:
    """The column by which a camera was meant, and what stands there."""
    if names.camera_id is not None:
        return "camera_id", str(names.camera_id)
    return "gb_id", names.gb_id or ""


def _further(before: Progress, new: _Sorted, batches: _Batches) -> Progress:
    faults = new.faults if batches.broken is None else [*new.faults, batches.broken]
    return Progress(
        rows_read=batches.read,
        added=before.added + new.added,
        updated=before.updated + new.updated,
        faults_found=before.faults_found + len(faults),
        faults=(*before.faults, *faults)[:FAULTS_TOLD],
        encoding=batches.encoding,
    )


async def _clashes(connection: Connection) -> list[tuple[Fault, int]]:
    """Rows that mean one camera, and those with the number of a camera beside the file."""
    found = await incoming.clashes(connection, FAULTS_TOLD)
    return [
        (
            Fault(one.number, one.said, one.value, f"also_row {one.other}")
            if one.other is not None
            else Fault(one.number, one.said, one.value, NumberTaken.code),
            one.found,
        )
        for one in found
    ]


def _with(before: Progress, clashes: Sequence[tuple[Fault, int]]) -> Progress:
    if not clashes:
        return before
    faults = sorted((*before.faults, *(fault for fault, _ in clashes)), key=lambda f: f.row)
    return msgspec.structs.replace(
        before,
        faults=tuple(faults[:FAULTS_TOLD]),
        faults_found=before.faults_found + clashes[0][1],
    )
