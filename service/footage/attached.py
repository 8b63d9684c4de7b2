"""A photo of what was lost, and papers that show for whom somebody may ask."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from service.core.problem import Fault, Problem, TooLarge
from service.core.wire import Told

# A photograph of a page out of any phone; what is kept of it is drawn anew, and smaller.
FILE_BYTES_MAX = 10 * 1024 * 1024
FILES_MOST = 8
Sha256 = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}$(?!\n)")]


class FileKind(StrEnum):
    """What somebody adds to his request."""

    PHOTO = "photo"
    PAPER = "paper"


class FootageFile(Told):
    """A photo or a paper of a request. `sha256` is that of the file as it was handed in.

    When the request ends the picture goes and this line stays; `purged_at` says since when.
    """

    file_id: UUID
    kind: FileKind
    at: datetime
    sha256: Sha256
    size_bytes: int
    purged_at: datetime | None


class FileRow(Struct, frozen=True, kw_only=True):
    """The same as it is kept."""

    file_id: UUID
    footage_id: UUID
    kind: FileKind
    at: datetime
    sha256: str
    size_bytes: int
    purged_at: datetime | None
    image_sealed: bytes | None


class FileUnusable(Problem):
    """This is no picture that can be taken: JPEG, PNG or WebP, and not too many pixels.

    `why` says in what way: pdf, heic, pixels, no_picture.
    """

    code = "footage.file_unusable"


class FileTooLarge(TooLarge):
    """This file is too large: ten megabytes at most."""

    code = "footage.file_too_large"


class TooManyFiles(Problem):
    """As many files were added to this request as can be."""

    code = "footage.too_many_files"
    fault = Fault.CONFLICT


class RequestOver(Problem):
    """This request is over: nothing is added to it any more."""

    code = "footage.over"
    fault = Fault.CONFLICT


class FileGone(Problem):
    """The request is over, and its pictures were deleted; their digests stay."""

    code = "footage.file_gone"
    fault = Fault.ABSENT
