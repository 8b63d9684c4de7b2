"""What the desk asks of the processes that decode, and what these answer.

Instants are in true time; nothing outside a film's stretch is ever shown.
"""

from datetime import datetime
from typing import Annotated

from msgspec import Meta, Struct

from service.core.wire import Asked

# Who is asked: `python -m` of it.
MODULE = "service.reviewing.worker"
_Pixels = Annotated[int, Meta(ge=0, le=16_000)]
_Side = Annotated[int, Meta(ge=1, le=16_000)]


class PictureRegion(Asked):
    """A box in pixels of the recording's own pictures; left and top belong to it."""

    x: _Pixels
    y: _Pixels
    width: _Side
    height: _Side


class FilmFile(Struct, frozen=True):
    """A file of a film, and the instant of its first picture."""

    path: str
    begins_at: datetime


class Film(Struct, frozen=True):
    """The files of one camera, and from when to when they may be looked at."""

    files: list[FilmFile]
    from_at: datetime
    until_at: datetime


class Inspect(Struct, frozen=True, tag="inspect"):
    """What is in each of these files? Their clocks are looked at for so many seconds in all."""

    paths: list[str]
    clocks_s: float = 6.0


class ShowFrame(Struct, frozen=True, tag="frame"):
    """One frame: the keyframe at or before, exactly the one, or its neighbour."""

    film: Film
    at: datetime
    exact: bool
    step: int


class ShowPiece(Struct, frozen=True, tag="piece"):
    """Some seconds as a film that every browser plays."""

    film: Film
    from_at: datetime
    length_s: float


class ShowSheet(Struct, frozen=True, tag="sheet"):
    """Frames beside each other, with camera and time burned in, so many seconds east of UTC."""

    film: Film
    at: list[datetime]
    exact: bool
    camera: str
    zone_s: int
    region: PictureRegion | None


class FindMoment(Struct, frozen=True, tag="moment"):
    """When did it change? `kept` is how far another has come; stop after so many seconds."""

    film: Film
    region: PictureRegion
    there_at: list[datetime]
    gone_at: list[datetime]
    steps: int
    kept: dict[str, object] | None
    budget_s: float


class DrawTimeline(Struct, frozen=True, tag="timeline"):
    """When did anything move there? As FindMoment."""

    film: Film
    region: PictureRegion
    kept: dict[str, object] | None
    budget_s: float


class DrawRibbon(Struct, frozen=True, tag="ribbon"):
    """Which minutes are lively?"""

    film: Film


Order = Inspect | ShowFrame | ShowPiece | ShowSheet | FindMoment | DrawTimeline | DrawRibbon


class Inspected(Struct, frozen=True):
    """What is in a file; `why` where nothing can be said of it."""

    path: str
    length_s: float = 0.0
    codec: str | None = None
    width: int | None = None
    height: int | None = None
    fps: float | None = None
    playable: bool = False
    jumps: bool = False
    why: str | None = None


class FilesSeen(Struct, frozen=True, tag="files"):
    """An answer to Inspect."""

    files: list[Inspected]


class Shown(Struct, frozen=True, tag="shown"):
    """A picture, a sheet or a film, and from when to when it is; `remade` where encoded anew."""

    data: bytes
    media_type: str
    begins_at: datetime
    ends_at: datetime
    is_keyframe: bool = False
    remade: bool = False


class Change(Struct, frozen=True):
    """As the finder says it, in instants."""

    went: bool
    last_at: datetime
    first_at: datetime
    confidence: float
    hidden: int
    look_at: list[datetime]


class Spell(Struct, frozen=True):
    """Some time in which something moved."""

    from_at: datetime
    until_at: datetime
    share: float


class Bins(Struct, frozen=True):
    """Activity in bins of a length, from an instant on."""

    from_at: datetime
    bin_s: float
    activity: list[float | None]


class Found(Struct, frozen=True, tag="found"):
    """What a review came to. `outcome` and `why` are the finder's words."""

    outcome: str
    why: str = ""
    changes: list[Change] = []
    spells: list[Spell] = []
    bins: Bins | None = None
    step_s: float | None = None
    looks: int = 0


class Paused(Struct, frozen=True, tag="paused"):
    """How far a review has come: it goes on from `kept`."""

    done: float
    kept: dict[str, object]


class Refused(Struct, frozen=True, tag="refused"):
    """It cannot be done: the code of the finder's refusal, or of the desk's."""

    code: str
    detail: str


Reply = FilesSeen | Shown | Found | Paused | Refused
