"""Doors for photos and papers of a request: the applicant adds them, the office looks at them."""

from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery

from service.footage import files
from service.footage.attached import (
    FILE_BYTES_MAX,
    FileGone,
    FileKind,
    FileTooLarge,
    FileUnusable,
    FootageFile,
    RequestOver,
    TooManyFiles,
)
from service.identity.guard import SIGNED_IN, GivenWho, may
from service.identity.wire import OFFICE, Role
from service.platform.limits import Limits, Rate, limited
from service.platform.web import GivenHouse, StrictRequest, as_picture, gives, refuses, takes

_TAGS = ["footage"]
_JPEG = "image/jpeg"
_ADDING = limited(Limits(rate=Rate(30, 600), body_s=120))


@post(
    "/v1/me/footage-requests/{footage_id:uuid}/files",
    guards=[may(Role.CITIZEN)],
    security=SIGNED_IN,
    tags=_TAGS,
    request_max_body_size=FILE_BYTES_MAX,
    opt=takes(_JPEG, "image/png", "image/webp")
    | refuses(FileUnusable, FileTooLarge, TooManyFiles, RequestOver)
    | _ADDING,
)
async def add_file(
    house: GivenHouse,
    who: GivenWho,
    footage_id: FromPath[UUID],
    request: StrictRequest,
    kind: FromQuery[FileKind],
) -> FootageFile:
    """Add a photo or a paper to your request. It is drawn anew: where it was taken stays behind."""
    return await files.add_own(house, who, footage_id, kind, await request.body())


@get(
    "/v1/me/footage-requests/{footage_id:uuid}/files",
    guards=[may(Role.CITIZEN)],
    security=SIGNED_IN,
    tags=_TAGS,
)
async def own_files(
    house: GivenHouse, who: GivenWho, footage_id: FromPath[UUID]
) -> list[FootageFile]:
    """What you have added to your request."""
    return await files.own_files(house, who, footage_id)


@get(
    "/v1/footage-requests/{footage_id:uuid}/files",
    guards=[may(*OFFICE)],
    security=SIGNED_IN,
    tags=_TAGS,
)
async def list_files(
    house: GivenHouse, who: GivenWho, footage_id: FromPath[UUID]
) -> list[FootageFile]:
    """What an applicant has added to his request."""
    return await files.files(house, who, footage_id)


@get(
    "/v1/footage-requests/{footage_id:uuid}/files/{file_id:uuid}",
    guards=[may(*OFFICE)],
    security=SIGNED_IN,
    tags=_TAGS,
    media_type=_JPEG,
    opt=gives(_JPEG) | refuses(FileGone),
)
async def look_at_file(
    house: GivenHouse, who: GivenWho, footage_id: FromPath[UUID], file_id: FromPath[UUID]
) -> Response[bytes]:
    """A photo or a paper. Who looks is in the access register first."""
    return as_picture(await files.look(house, who, footage_id, file_id), _JPEG)


ROUTES = [add_file, own_files, list_files, look_at_file]
