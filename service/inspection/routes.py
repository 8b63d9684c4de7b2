"""Doors for inspectors: the access register, its file, and the anchors that vouch for it."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Annotated

from litestar import get
from litestar.params import FromQuery, QueryParameter
from litestar.response import Stream

from service.audit import actions as audit
from service.audit.exporting import Form
from service.audit.wire import Anchor, LookRow, Sought
from service.core.times import EARLIEST, LATEST, zoned
from service.identity.guard import SIGNED_IN, GivenWho, may
from service.identity.wire import INSPECTORS
from service.inspection import actions
from service.platform.web import GivenHouse, gives

_TAGS = ["inspection"]
_PAGE_MOST = 200
_LAST = 2**63 - 1  # PostgreSQL's bigint.
_WORDS = r"^[^\x00-\x1f\x7f]*$(?!\n)"
_MEDIA = {Form.CSV: "text/csv; charset=utf-8", Form.NDJSON: "application/x-ndjson"}
_Number = Annotated[int, QueryParameter(ge=1, le=_LAST)]
_Count = Annotated[int, QueryParameter(ge=1, le=_PAGE_MOST)]
_Incident = Annotated[int | None, QueryParameter(ge=1, le=_LAST)]
_Person = Annotated[str | None, QueryParameter(min_length=1, max_length=200, pattern=_WORDS)]


@get("/v1/access-register", guards=[may(*INSPECTORS)], security=SIGNED_IN, tags=_TAGS)
async def list_looks(
    house: GivenHouse,
    who: GivenWho,
    incident: _Incident = None,
    person: _Person = None,
    from_at: FromQuery[datetime] = EARLIEST,
    until_at: FromQuery[datetime] = LATEST,
    before: _Number = _LAST,
    count: _Count = 50,
) -> list[LookRow]:
    """Who looked at what in your areas, the newest first.

    `incident` is a number, `person` any part of a name; the end of the period is not included.
    `before` is the last number of the page before.
    """
    sought = _sought(incident, person, from_at, until_at)
    return await actions.rows(house, who, sought, before, count)


@get(
    "/v1/access-register/export",
    guards=[may(*INSPECTORS)],
    security=SIGNED_IN,
    tags=_TAGS,
    opt=gives("text/csv", "application/x-ndjson"),
)
async def export(
    house: GivenHouse,
    who: GivenWho,
    incident: _Incident = None,
    person: _Person = None,
    from_at: FromQuery[datetime] = EARLIEST,
    until_at: FromQuery[datetime] = LATEST,
    format: FromQuery[Form] = Form.NDJSON,  # noqa: A002 - the word of the contract
    chinese: Annotated[bool, QueryParameter()] = False,
) -> Stream:
    """The register of your areas as a file. That you take it is written into it first.

    NDJSON can be verified with `watchbell register verify`: rows that do not belong to what was
    asked for stand in it without their content. CSV is for people.
    """
    sought = _sought(incident, person, from_at, until_at)
    pieces: AsyncIterator[bytes] = await actions.export(house, who, sought, format, chinese=chinese)
    name = {"Content-Disposition": f'attachment; filename="access-register.{format}"'}
    return Stream(pieces, media_type=_MEDIA[format], headers=name)


@get("/v1/access-register/anchors", guards=[may(*INSPECTORS)], security=SIGNED_IN, tags=_TAGS)
async def list_anchors(
    house: GivenHouse, before: _Number = _LAST, count: _Count = 50
) -> list[Anchor]:
    """Signed states of the register, the newest first. Keep them where nobody here reaches them."""
    async with house.db.reading() as connection:
        return await audit.anchors(connection, before, count)


def _sought(
    incident: int | None, person: str | None, from_at: datetime, until_at: datetime
) -> Sought:
    return Sought(
        incident=incident,
        person=person,
        from_at=zoned(from_at, "from_at"),
        until_at=zoned(until_at, "until_at"),
        areas=None,
    )


ROUTES = [list_looks, export, list_anchors]
