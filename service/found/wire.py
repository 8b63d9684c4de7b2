"""Found things: what was handed in, who may have lost it, and where it went."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from service.core.geo import GivenPlace
from service.core.masked import Masked
from service.core.problem import Fault, Problem
from service.core.signature import Stroke, Strokes
from service.core.wire import AreaCode, Asked, Instant, Label, Line, Told
from service.footage.terms import FootageState
from service.footage.wire import PhoneNumber, Words
from service.platform.outbox import Topic


class ThingCategory(StrEnum):
    """What sort of thing it is."""

    BAG = "bag"
    PHONE = "phone"
    COMPUTER = "computer"
    WALLET = "wallet"
    PAPERS = "papers"
    KEYS = "keys"
    CLOTHING = "clothing"
    GLASSES = "glasses"
    UMBRELLA = "umbrella"
    JEWELLERY = "jewellery"
    CASH = "cash"
    TOY = "toy"
    BICYCLE = "bicycle"
    OTHER = "other"


class Colour(StrEnum):
    """Words for colours; several where a thing has several."""

    BLACK = "black"
    WHITE = "white"
    GREY = "grey"
    RED = "red"
    ORANGE = "orange"
    YELLOW = "yellow"
    GREEN = "green"
    BLUE = "blue"
    PURPLE = "purple"
    PINK = "pink"
    BROWN = "brown"
    METAL = "metal"


class ThingState(StrEnum):
    """Where a found thing stands."""

    KEPT = "kept"
    MATCHED = "matched"
    RETURNED = "returned"
    TO_STATE = "to_state"


class Disposal(StrEnum):
    """What becomes of what nobody has claimed within a year: it is the state's."""

    TO_STATE = "to_state"
    AUCTIONED = "auctioned"
    DESTROYED = "destroyed"


class Document(StrEnum):
    """By which paper somebody shows who he is."""

    IDENTITY_CARD = "identity_card"
    PASSPORT = "passport"
    RESIDENCE = "residence"
    OTHER = "other"


class NewFoundThing(Asked):
    """A thing as it is handed in. The words are sealed: a name may stand in it."""

    area_code: AreaCode
    category: ThingCategory
    colours: Annotated[list[Colour], Meta(max_length=4)] = []
    place: GivenPlace
    place_name: Line
    found_at: Instant
    kept_at: Label
    words: Words
    finder: Label | None = None
    finder_phone: PhoneNumber | None = None


class FoundMove(StrEnum):
    """What a person does with a found thing."""

    ANNOUNCE = "announce"
    MATCH = "match"
    UNMATCH = "unmatch"
    NOT_SAME = "not_same"
    HAND_OVER = "hand_over"
    DISPOSE = "dispose"


class Receiver(Asked):
    """Who receives a thing, and how he has signed: on the screen, by strokes, or on paper."""

    name: Label
    document: Document
    document_number: Annotated[str, Meta(pattern=r"^[0-9A-Za-z]{4,30}$(?!\n)")]
    strokes: Strokes = []
    on_paper: bool = False


class MoveFound(Asked):
    """A move with what it needs.

    match, not_same: `footage_id`, which a person has judged to be of the same thing, or of another.
    hand_over: `receiver`. dispose: `how`, once the year since the notice is over.
    """

    move: FoundMove
    footage_id: UUID | None = None
    receiver: Receiver | None = None
    how: Disposal | None = None


class FoundThing(Told):
    """A found thing as the office sees it. `due_at`: when the year since its notice is over."""

    thing_id: UUID
    number: int
    area_code: str
    state: ThingState
    category: ThingCategory
    colours: list[Colour]
    place_name: str
    place: GivenPlace
    found_at: datetime
    kept_at: str
    words: str
    finder: Masked | None
    photo: str | None
    entered_at: datetime
    entered_by: str
    announced_at: datetime | None
    due_at: datetime | None
    late_at: datetime | None
    footage_id: UUID | None
    matched_at: datetime | None
    matched_by: str | None
    ended_at: datetime | None
    ended_by: str | None
    how: Disposal | None


class FoundNotice(Told):
    """What everybody is told of a found thing: enough to come, too little to claim it falsely."""

    number: int
    area_code: str
    category: ThingCategory
    place_name: str
    found_on: str
    announced_at: datetime
    due_at: datetime


class MatchReason(StrEnum):
    """Why a request may be of this thing, or may not."""

    SAME_SORT = "same_sort"
    OTHER_SORT = "other_sort"
    SAME_COLOUR = "same_colour"
    OTHER_COLOUR = "other_colour"
    NEAR = "near"
    SAME_DAY = "same_day"


class MatchCandidate(Told):
    """A request that may be of this thing, for a person to judge: it is never decided by rank.

    `not_same`: somebody has judged that it is of another; these come last.
    """

    footage_id: UUID
    number: int
    state: FootageState
    from_at: datetime
    until_at: datetime
    away_m: float
    reasons: list[MatchReason]
    not_same: bool


class Finder(Told):
    """Who has brought it."""

    finder: str
    finder_phone: str


class HandOverReceipt(Told):
    """What is signed when a thing is handed over; printed, or kept."""

    number: int
    category: ThingCategory
    colours: list[Colour]
    words: str
    place_name: str
    found_at: datetime
    name: str
    document: Document
    document_number: Masked
    strokes: list[Stroke]
    on_paper: bool
    handed_over_at: datetime
    handed_over_by: str


class FoundRow(Struct, frozen=True, kw_only=True):
    """A found thing as the store keeps it."""

    thing_id: UUID
    number: int
    area_code: str
    scope: list[str]
    state: ThingState
    category: ThingCategory
    colours: list[Colour]
    place_name: str
    lat: float
    lon: float
    found_at: datetime
    kept_at: str
    words_sealed: bytes | None
    finder_sealed: bytes | None
    photo: str | None
    entered_at: datetime
    entered_by: str
    announced_at: datetime | None
    due_at: datetime | None
    late_at: datetime | None
    footage_id: UUID | None
    matched_at: datetime | None
    matched_by: str | None
    not_of: list[UUID]
    receipt_sealed: bytes | None
    ended_at: datetime | None
    ended_by: str | None
    how: Disposal | None


class FoundChanged(Told):
    """What subscribers hear of a found thing."""

    thing_id: UUID
    number: int
    state: ThingState
    due_at: datetime | None


CHANGED = Topic("found.changed", FoundChanged, "A found thing was handed in, or moved on.")
DUE = Topic("found.due", FoundChanged, "Nobody has claimed a thing in its year: somebody decides.")
TOPICS = (CHANGED, DUE)


class ThingGone(Problem):
    """This thing is not here any more."""

    code = "found.gone"
    fault = Fault.CONFLICT


class ThingNotYet(Problem):
    """Something has to be done before this."""

    code = "found.not_yet"
    fault = Fault.CONFLICT


class ThingPhotoUnusable(Problem):
    """This is not a JPEG, PNG or WebP picture of at most eight megabytes that can be read."""

    code = "found.photo_unusable"
