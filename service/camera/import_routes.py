"""Doors for files of cameras, in and out."""

from collections.abc import AsyncIterator
from typing import Annotated
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath, FromQuery, QueryParameter
from litestar.response import Stream

from service.camera import imports
from service.camera.exporting import write_out
from service.camera.handed_in import CameraImport, TooManyImports
from service.camera.wire import Format
from service.core.geo import Crs
from service.identity.guard import SIGNED_IN, GivenWho, may
from service.identity.wire import Role
from service.platform.limits import Limits, Rate, limited
from service.platform.web import GivenHouse, StrictRequest, gives, refuses, takes

FILE_BYTES_MAX = 512 * 1024 * 1024
_TAGS = ["camera"]
_MAY = [may(Role.ADMINISTRATOR)]
_MAY_SEE_ALL = (Role.ADMINISTRATOR, Role.DUTY_LEADER)
_MEDIA = {Format.CSV: "text/csv; charset=utf-8", Format.GEOJSON: "application/geo+json"}


@post(
    "/v1/camera-imports",
    guards=_MAY,
    security=SIGNED_IN,
    tags=_TAGS,
    request_max_body_size=FILE_BYTES_MAX,
    opt=takes("text/csv", "application/geo+json")
    | refuses(TooManyImports)
    | limited(Limits(body_s=1800, rate=Rate(20, 3600))),
)
async def hand_in(
    house: GivenHouse,
    who: GivenWho,
    request: StrictRequest,
    format: FromQuery[Format],  # noqa: A002 - the word of the contract
    crs: FromQuery[Crs | None] = None,
) -> CameraImport:
    """Hand in a file of cameras of your areas; `crs` holds where a row names none.

    It is read in at once after it was kept: all of it, or nothing where a row is wrong.
    """
    return await imports.hand_in(house, who, format, crs, request.stream())


@get("/v1/camera-imports", guards=_MAY, security=SIGNED_IN, tags=_TAGS)
async def list_imports(house: GivenHouse, who: GivenWho) -> list[CameraImport]:
    """The latest files for your areas, and how far each has come."""
    async with house.db.reading() as connection:
        return await imports.imports(connection, who)


@get("/v1/camera-imports/{import_id:uuid}", guards=_MAY, security=SIGNED_IN, tags=_TAGS)
async def show_import(house: GivenHouse, who: GivenWho, import_id: FromPath[UUID]) -> CameraImport:
    """How far a file has come, and what is wrong with which row."""
    async with house.db.reading() as connection:
        return await imports.import_of(connection, who, import_id)


@get(
    "/v1/cameras/export",
    guards=[may(*_MAY_SEE_ALL)],
    security=SIGNED_IN,
    tags=_TAGS,
    opt=gives("text/csv", "application/geo+json"),
)
async def export(
    house: GivenHouse,
    who: GivenWho,
    format: FromQuery[Format] = Format.CSV,  # noqa: A002 - the word of the contract
    crs: FromQuery[Crs] = Crs.WGS84,
    chinese: Annotated[bool, QueryParameter()] = False,
) -> Stream:
    """The cameras of your areas as a file that can be handed in again; no addresses, no logins."""
    areas = who.areas(_MAY_SEE_ALL)
    pieces: AsyncIterator[bytes] = write_out(house, areas, format, crs, headers=chinese)
    name = {"Content-Disposition": f'attachment; filename="cameras.{format}"'}
    return Stream(pieces, media_type=_MEDIA[format], headers=name)


ROUTES = [hand_in, list_imports, show_import, export]
