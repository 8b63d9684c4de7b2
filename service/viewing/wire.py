"""Masked films, viewings and copies: what is asked, what is kept, what is told."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from service.core.signature import Stroke, Strokes
from service.core.wire import Asked, Count, Instant, Label, Line, Told
from service.platform.outbox import Topic

_Pixels = Annotated[int, Meta(ge=0, le=16_000)]
_Side = Annotated[int, Meta(ge=6, le=16_000)]
Hash = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}$(?!\n)")]


class MaskingState(StrEnum):
    """How far a masked film is. Only one that a person has confirmed is ever shown."""

    ASKED = "asked"
    MADE = "made"
    REFUSED = "refused"
    FAILED = "failed"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"
    DELETED = "deleted"


class OpenRegion(Asked):
    """A box in pixels of the recording; all outside it is solid. Left and top belong to it."""

    x: _Pixels
    y: _Pixels
    width: _Side
    height: _Side


class NewMasking(Asked):
    """Mask a camera's granted minutes, or some of them, and show nothing outside a region."""

    camera_id: UUID
    from_at: Instant | None = None
    until_at: Instant | None = None
    region: OpenRegion | None = None


class MaskedFilm(Told):
    """What was made: by what method, of which originals, and how much of the region is hidden.

    Of the originals nothing was altered. `throughout` counts what is hidden in all pictures, and
    why: doubtful places, people who stand still, faces, plates.
    """

    method: str
    versions: dict[str, str]
    originals: list[Hash]
    sha256: Hash
    size_bytes: int
    width: int
    height: int
    pictures: int
    hidden_share: float
    throughout: dict[str, int]
    strips: int
    reels: int
    length_s: float


class Masking(Told):
    """A masked film of some minutes of a camera. `trouble` says why there is none."""

    masking_id: UUID
    footage_id: UUID
    camera_id: UUID
    camera: str
    from_at: datetime
    until_at: datetime
    region: OpenRegion | None
    state: MaskingState
    trouble: str | None
    why: str | None
    asked_by: str
    asked_at: datetime
    made_at: datetime | None
    film: MaskedFilm | None
    strips_seen: list[int]
    decided_by: str | None
    decided_at: datetime | None


class MaskingRow(Struct, frozen=True, kw_only=True):
    """The same as the store keeps it."""

    masking_id: UUID
    footage_id: UUID
    camera_id: UUID
    camera: str
    from_at: datetime
    until_at: datetime
    region: OpenRegion | None
    state: MaskingState
    trouble: str | None
    why: str | None
    asked_by: str
    asked_at: datetime
    made_at: datetime | None
    film: MaskedFilm | None
    strips_by: UUID | None
    strips_seen: list[int]
    decided_by: str | None
    decided_at: datetime | None


class LookAtStrip(Asked):
    """A strip of a masked film, by its number."""

    number: Annotated[int, Meta(ge=0, le=1000)]


class Undertaking(Told):
    """What an applicant signs before anything is shown; `version` names the text."""

    version: str
    zh: str
    en: str
    sha256: Hash


class BeginViewing(Asked):
    """Begin a viewing in its slot: the applicant has read and signed, an officer is present.

    `version` is that of the request. `signed` is the applicant's name as he has written it: his
    signature, where no hand-drawn `strokes` stand beside it. `others_privacy` says that more than
    the applicant is to be seen: then, as with minors, a second officer is present.
    """

    version: Count
    undertaking: Line
    signed: Label
    strokes: Strokes = []
    others_privacy: bool = False


class Signed(Told):
    """What was signed before a viewing, as it is sealed."""

    signed: str
    strokes: list[Stroke]


class Viewing(Told):
    """A viewing: until when, who is present, and which films may be played.

    `here`: it was begun on this screen, and is shown on no other.
    """

    viewing_id: UUID
    number: int
    footage_id: UUID
    place: str
    begins_at: datetime
    until_at: datetime
    officer: str
    second: str | None
    needs_second: bool
    undertaking: str
    ended_at: datetime | None
    here: bool
    films: list[Masking]


class ViewingRoom(Told):
    """What a viewing of a request needs: its time, what is signed, what may be played.

    `opens_at` and `closes_at` are null where no time was set. `films` are those that a person has
    confirmed; `viewings` are those that were begun, the newest first.
    """

    footage_id: UUID
    place: str | None
    slot_at: datetime | None
    opens_at: datetime | None
    closes_at: datetime | None
    needs_second: bool
    undertaking: Undertaking
    films: list[Masking]
    viewings: list[Viewing]


class ViewingRow(Struct, frozen=True, kw_only=True):
    """A viewing as the store keeps it."""

    viewing_id: UUID
    number: int
    footage_id: UUID
    place: str
    begins_at: datetime
    until_at: datetime
    officer_id: UUID
    officer: str
    session_id: UUID
    needs_second: bool
    second_id: UUID | None
    second: str | None
    undertaking: str
    ended_at: datetime | None


class WatchStretch(Asked):
    """Ten seconds of a film, by their number."""

    masking_id: UUID
    reel: Annotated[int, Meta(ge=0, le=1000)]


class NewCopy(Asked):
    """A copy for an authority (Decree 799, article 20): who asks, by what law and document."""

    organ: Label
    basis: Line
    document: Line


class FilmCopy(Told):
    """A copy for an authority, and the two officers without whom it is not given."""

    copy_id: UUID
    masking_id: UUID
    footage_id: UUID
    organ: str
    basis: str
    document: str
    officer: str
    asked_at: datetime
    second: str | None
    given_at: datetime | None
    sha256: Hash


class CopyRow(Struct, frozen=True, kw_only=True):
    """The same as the store keeps it."""

    copy_id: UUID
    masking_id: UUID
    footage_id: UUID
    organ: str
    basis: str
    document: str
    officer_id: UUID
    officer: str
    asked_at: datetime
    second: str | None
    given_at: datetime | None
    sha256: str


class MaskingChanged(Told):
    """What desks hear: which film, and where it stands; nothing about anybody."""

    masking_id: UUID
    footage_id: UUID
    camera_id: UUID
    state: MaskingState


class ViewingChanged(Told):
    """What desks hear of a viewing; nothing about anybody."""

    viewing_id: UUID
    footage_id: UUID
    number: int
    is_over: bool


MASKED = Topic("footage.masked", MaskingChanged, "A masked film was made, refused or decided.")
VIEWED = Topic("footage.viewed", ViewingChanged, "A viewing began, was attended, or ended.")
TOPICS = (MASKED, VIEWED)
