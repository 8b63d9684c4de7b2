"""What is asked of the process that masks, and what it answers."""

from datetime import datetime

from msgspec import Struct

from service.viewing.wire import MaskedFilm, OpenRegion

# Who is asked: `python -m` of it.
MODULE = "service.viewing.worker"
FILM, BOXES = "film.mp4", "boxes.jsonl.gz"


class Source(Struct, frozen=True):
    """A file of a recording, and the instant of its first picture."""

    path: str
    begins_at: datetime


class MaskOrder(Struct, frozen=True):
    """Mask from an instant to another into an empty folder."""

    files: list[Source]
    from_at: datetime
    until_at: datetime
    region: OpenRegion | None
    folder: str


class Made(Struct, frozen=True, tag="made"):
    """The folder holds the film, its boxes, its strips and its reels."""

    film: MaskedFilm


class Refused(Struct, frozen=True, tag="refused"):
    """It cannot be masked: the code of the refusal, and what is particular to it."""

    code: str
    why: str


class ReelPicture(Struct, frozen=True, array_like=True):
    """A picture of a reel: milliseconds since the film begins, and a JPEG."""

    at_ms: int
    jpeg: bytes


def strip_name(number: int) -> str:
    """The file of a strip: pictures of half a minute beside each other."""
    return f"strip-{number:03d}.jpg"


def reel_name(number: int) -> str:
    """The file of a reel: pictures of ten seconds, one after the other."""
    return f"reel-{number:04d}"
