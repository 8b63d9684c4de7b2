"""The access register goes out: as a file that can be verified, or as a table for people."""

import csv
import io
from collections.abc import AsyncIterator, Iterable, Sequence
from datetime import datetime, timedelta, timezone
from enum import StrEnum

import msgspec

from service.audit import rules, store
from service.audit.actions import EVERYTHING
from service.audit.wire import (
    Anchor,
    Anchored,
    Begin,
    End,
    ExportLine,
    LookRow,
    Shown,
    Sought,
)
from service.core.times import EARLIEST, LATEST
from service.platform.asks import Errand, for_system
from service.platform.house import House

_PAGE = 1000
_ANCHORS_MOST = 100_000
# Spreadsheets take what begins so for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_COLUMNS = {
    "number": "序号",
    "at": "时间",
    "person": "调用人员",
    "work_unit": "单位",
    "reason": "事由",
    "kind": "类别",
    "content": "内容",
    "digest": "校验值",
}


class Form(StrEnum):
    """NDJSON verifies, CSV is for people."""

    NDJSON = "ndjson"
    CSV = "csv"


def in_short(sought: Sought, form: Form) -> str:
    """What was asked for, as the register itself says it."""
    said = [f"register as {form.value}"]
    if sought.incident is not None:
        said.append(f"incident {sought.incident}")
    if sought.person is not None:
        said.append(f"person {sought.person}")
    if sought.from_at != EARLIEST:
        said.append(f"from {sought.from_at.isoformat()}")
    if sought.until_at != LATEST:
        said.append(f"until {sought.until_at.isoformat()}")
    return ", ".join(said)


async def write_out(
    house: House, sought: Sought, form: Form, *, chinese: bool = False
) -> AsyncIterator[bytes]:
    """What is wanted of the register as it stands now, a page at a time.

    No connection is held while whoever reads is slow: what stands does not change.
    """
    now = house.clock.now()
    span = await _span(house, sought)
    first, last = span.first or 0, span.last or 0
    if form is Form.CSV:
        # The mark by which spreadsheets know UTF-8.
        yield b"\xef\xbb\xbf" + _csv_line(_COLUMNS.values() if chinese else _COLUMNS)
        async for page in _pages(house, sought, first, last):
            rows = [row for row, wanted in page if wanted]
            yield _table(rows, house.settings.utc_offset_min)
        return
    yield _lines([_begin(sought, now, first)])
    digest = rules.GENESIS
    async for page in _pages(house, sought, first, last):
        yield _lines(Shown(look=row) if wanted else rules.hidden(row) for row, wanted in page)
        digest = page[-1][0].digest
    # Of the whole register also what vouches for its beginning, where old rows went.
    after = 0 if sought == EVERYTHING else max(first - 1, 0)
    anchors = await _anchors(house, after, last)
    yield _lines(Anchored(anchor=anchor) for anchor in anchors)
    yield _lines([End(number=last, digest=digest)])


async def _pages(
    house: House, sought: Sought, first: int, last: int
) -> AsyncIterator[list[tuple[LookRow, bool]]]:
    after = first - 1
    while first > 0 and after < last:
        page = await _page(house, sought, after, last)
        if not page:
            return
        yield page
        after = page[-1][0].number


@for_system(Errand.REGISTER)
async def _span(house: House, sought: Sought) -> store.Span:
    async with house.db.reading() as connection:
        head = await store.head(connection)
        return await store.span(connection, sought, head.number)


@for_system(Errand.REGISTER)
async def _page(house: House, sought: Sought, after: int, last: int) -> list[tuple[LookRow, bool]]:
    """Also rows that are not wanted: their digests lead from one that is to the next."""
    async with house.db.reading() as connection:
        return await store.between(connection, sought, after, last, _PAGE)


@for_system(Errand.REGISTER)
async def _anchors(house: House, after: int, last: int) -> list[Anchor]:
    async with house.db.reading() as connection:
        return await store.anchors(connection, after, last, _ANCHORS_MOST)


def _begin(sought: Sought, now: datetime, first: int) -> Begin:
    return Begin(
        made_at=now,
        whole=sought == EVERYTHING,
        first=first,
        incident=sought.incident,
        person=sought.person,
        from_at=None if sought.from_at == EARLIEST else sought.from_at,
        until_at=None if sought.until_at == LATEST else sought.until_at,
    )


def _lines(lines: Iterable[ExportLine]) -> bytes:
    return b"".join(msgspec.json.encode(line) + b"\n" for line in lines)


def _table(rows: Sequence[LookRow], utc_offset_min: int) -> bytes:
    """Rows as people read them, in the time of the place."""
    here = timezone(timedelta(minutes=utc_offset_min))
    return b"".join(_csv_line(_cells(row, here)) for row in rows)


def _cells(row: LookRow, here: timezone) -> list[str]:
    said = {
        "number": str(row.number),
        "at": row.at.astimezone(here).isoformat(timespec="seconds"),
        "person": row.person,
        "work_unit": row.work_unit,
        "reason": row.reason,
        "kind": row.kind.value,
        "content": row.content,
        "digest": row.digest,
    }
    return [f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in said.values()]


def _csv_line(cells: Iterable[str]) -> bytes:
    line = io.StringIO(newline="")
    csv.writer(line).writerow(cells)
    return line.getvalue().encode()
