"""A citizen's footage request: what is asked, what is kept, and what is told to whom."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from msgspec import Meta, Struct

from service.core.geo import GivenPlace
from service.core.masked import Masked
from service.core.wire import TEXT, Asked, CardNumber, Count, Instant, Label, Line, Told
from service.footage.terms import (
    Category,
    FootageLane,
    FootageMove,
    FootageState,
    Guard,
    RefusalCode,
)
from service.platform.outbox import Topic
from service.platform.recorders import HoldTrouble


class Relationship(StrEnum):
    """What the applicant is to the person concerned (Decree 799, article 21)."""

    SELF = "self"
    NEAR_RELATIVE = "near_relative"
    GUARDIAN = "guardian"
    CARER = "carer"
    CUSTODIAN = "custodian"


class AtRisk(StrEnum):
    """Why nobody waits for papers."""

    MINOR = "minor"
    ELDER = "elder"
    IMPAIRED = "impaired"
    LIFE = "life"


class HoldState(StrEnum):
    """Whether a camera's recording is held back from being written over."""

    ASKED = "asked"
    PLACED = "placed"
    FAILED = "failed"
    RELEASED = "released"


class Decision(StrEnum):
    """What was decided of one camera."""

    APPROVED = "approved"
    NARROWED = "narrowed"
    REFUSED = "refused"


class IdentityHow(StrEnum):
    """By whom it was checked who applies."""

    COUNTER = "counter"
    TOKEN = "token"  # noqa: S105
    TEST = "test"


Words = Annotated[str, Meta(min_length=1, max_length=2000, pattern=TEXT)]
PhoneNumber = Annotated[str, Meta(pattern=r"^\+?[0-9]{5,20}$(?!\n)")]


class NewFootageRequest(Asked):
    """What somebody asks for: where as a point or a site, when, what happened, and for whom.

    `from_at` to `until_at` is three hours at most and lies in the past.
    """

    category: Category
    from_at: Instant
    until_at: Instant
    description: Words
    name: Label
    place: GivenPlace | None = None
    site_id: UUID | None = None
    relationship: Relationship = Relationship.SELF
    at_risk: AtRisk | None = None
    minors: bool = False


class NewCounterRequest(NewFootageRequest):
    """The same for somebody who stands at a counter."""

    phone_number: PhoneNumber


class Person(Struct, frozen=True):
    """Who applies and what he wrote, sealed in one."""

    name: str
    phone: str
    description: str


class Row(Struct, frozen=True, kw_only=True):
    """A request as the store keeps it."""

    footage_id: UUID
    number: int
    applicant_id: UUID | None
    area_code: str
    scope: list[str]
    lane: FootageLane
    category: Category
    state: FootageState
    version: int
    site_id: UUID | None
    lat: float
    lon: float
    from_at: datetime
    until_at: datetime
    relationship: Relationship
    at_risk: AtRisk | None
    minors: bool
    person_sealed: bytes | None
    identity_sealed: bytes | None
    identity_how: IdentityHow | None
    identity_at: datetime | None
    filed_at: datetime
    state_at: datetime
    due_at: datetime | None
    late_at: datetime | None
    moved_by: str
    overwrite_at: datetime | None
    decided_by: UUID | None
    refusal: RefusalCode | None
    channel: str | None
    channel_number: str | None
    slot_at: datetime | None
    slot_place: str | None
    undertaking_at: datetime | None
    outcome: str | None
    result_sealed: bytes | None
    satisfaction: int | None
    ended_at: datetime | None
    unconfirmed: int
    cameras: int
    held: int
    not_held: int


class CameraRow(Struct, frozen=True, kw_only=True):
    """A camera of a request as the store keeps it."""

    camera_id: UUID
    name: str
    managing_unit: str
    unit_category: str
    away_m: float
    overwrite_at: datetime | None
    hold_state: HoldState
    hold_trouble: HoldTrouble | None
    hold_tries: int
    hold_at: datetime | None
    held_by_copy: bool = False
    decision: Decision | None
    refusal: RefusalCode | None
    from_at: datetime
    until_at: datetime
    left_out: bool
    restricted_at: datetime | None
    round: int
    held_from_at: datetime
    held_until_at: datetime


class HeldCamera(Told):
    """A camera of a request as the office sees it; `place` is none where it goes about.

    `left_out`: managing units are not asked about it, and nothing of it is shown; for good where it
    is `restricted_at`, near a military or a secret unit (Decree 799, article 10). `round`: above
    the first it was added later. `held_by_copy`: its recorder holds nothing back, what it had was
    brought away instead.
    """

    camera_id: UUID
    name: str
    managing_unit: str
    place: GivenPlace | None
    away_m: float
    overwrite_at: datetime | None
    hold_state: HoldState
    hold_trouble: HoldTrouble | None
    held_by_copy: bool
    decision: Decision | None
    refusal: RefusalCode | None
    from_at: datetime
    until_at: datetime
    left_out: bool
    restricted_at: datetime | None
    round: int


class FootageRequest(Told):
    """A request in the office's queue.

    `due_at` is until when somebody is to act, `overwrite_at` when the first recording would be
    lost; of `cameras` so many are `held`, and so many could not be.
    """

    footage_id: UUID
    number: int
    area_code: str
    lane: FootageLane
    category: Category
    state: FootageState
    version: int
    applicant: Masked
    relationship: Relationship
    at_risk: AtRisk | None
    minors: bool
    place: GivenPlace
    site_id: UUID | None
    from_at: datetime
    until_at: datetime
    filed_at: datetime
    state_at: datetime
    due_at: datetime | None
    late_at: datetime | None
    overwrite_at: datetime | None
    cameras: int
    held: int
    not_held: int
    moved_by: str
    identity_how: IdentityHow | None
    refusal: RefusalCode | None
    slot_at: datetime | None
    outcome: str | None


class FootageStep(Told):
    """What you may do next, and what has to hold; `missing` does not yet, `who` keeps it."""

    move: FootageMove
    guard: Guard
    missing: Guard | None
    who: str | None


class WholeFootageRequest(Told):
    """A request with what was written, its cameras, and what you may do next."""

    request: FootageRequest
    description: str
    phone_number: Masked
    cameras: list[HeldCamera]
    moves: list[FootageMove]
    steps: list[FootageStep]
    identity_at: datetime | None
    channel: str | None
    channel_number: str | None
    slot_place: str | None
    result: str | None


class GroundsTold(Told):
    """Why it was refused, by which law, and what can be done about it."""

    code: RefusalCode
    zh: str
    en: str
    basis: str
    basis_zh: str
    remedy_zh: str
    remedy_en: str


class OwnFootageRequest(Told):
    """One's own request. Where cameras stand is not told, only how many are held."""

    footage_id: UUID
    number: int
    lane: FootageLane
    category: Category
    state: FootageState
    state_zh: str
    state_en: str
    version: int
    from_at: datetime
    until_at: datetime
    filed_at: datetime
    due_at: datetime | None
    overwrite_at: datetime | None
    cameras: int
    held: int
    refusal: GroundsTold | None
    slot_at: datetime | None
    slot_place: str | None
    outcome: str | None
    result: str | None
    moves: list[FootageMove]
    relationship: Relationship
    identity_how: IdentityHow | None
    late_at: datetime | None
    channel: str | None
    channel_number: str | None
    satisfaction: int | None
    ended_at: datetime | None
    not_held: int


class Filed(Told):
    """A request was filed. With the receipt code its state can be read without signing in."""

    request: OwnFootageRequest
    receipt_code: str


class AskReceipt(Asked):
    """The code of a receipt, as it was given; spaces and dashes do not matter."""

    receipt_code: Annotated[
        str, Meta(min_length=8, max_length=40, pattern=r"^[0-9A-Za-z -]+$(?!\n)")
    ]


class RequestStatus(Told):
    """How far a request has come, for whoever has its receipt: nothing about anybody."""

    number: int
    state: FootageState
    state_zh: str
    state_en: str
    filed_at: datetime
    due_at: datetime | None
    refusal: GroundsTold | None
    slot_at: datetime | None


class EventKind(StrEnum):
    """What a line of a request's timeline says."""

    MOVED = "moved"
    HELD = "held"
    NOT_HELD = "not_held"
    RELEASED = "released"
    LATE = "late"
    IDENTIFIED = "identified"
    LINK = "link"
    CONSENT = "consent"
    SECONDED = "seconded"
    WRITTEN = "written"
    SILENT = "silent"
    DESK = "desk"
    FOUND = "found"
    ATTACHED = "attached"
    ADDED = "added"
    RESTRICTED = "restricted"
    CONSENT_ENDED = "consent_ended"


class EventLine(Told):
    """One line of a request's timeline."""

    entry_id: int
    at: datetime
    kind: EventKind
    who: str
    body: dict[str, Any]


class Entry(Struct, frozen=True):
    """A line as it is written."""

    kind: EventKind
    who: str
    body: dict[str, Any]


class FootageChanged(Told):
    """What subscribers hear of a request: where it stands, and nothing about anybody."""

    footage_id: UUID
    number: int
    lane: FootageLane
    category: Category
    state: FootageState
    version: int
    due_at: datetime | None
    overwrite_at: datetime | None
    cameras: int
    held: int
    not_held: int


class Applicant(Told):
    """Who applies, in the clear."""

    name: str
    phone_number: str
    id_number: str | None


class PassedTo(StrEnum):
    """Where a request that does not belong here is passed on to."""

    POLICE_REPORT = "police_report"
    TRAFFIC_CASE = "traffic_case"
    DESK_110 = "desk_110"


class FootageOutcome(StrEnum):
    """What came of looking."""

    ITEM_RECOVERED = "item_recovered"
    PERSON_FOUND = "person_found"
    ACCIDENT_CLEARED = "accident_cleared"
    DISPUTE_MEDIATED = "dispute_mediated"
    LEAD_FOUND = "lead_found"
    NOTHING_SEEN = "nothing_seen"


class ChosenCamera(Asked):
    """A camera that managing units are asked about, from when to when."""

    camera_id: UUID
    from_at: Instant
    until_at: Instant


class MoveRequest(Asked):
    """A move of the office. `version` is that of the request as it was read: who is late is told.

    What a move needs besides: words (ask_info, stand_down, task_lead, lead_back), a channel with
    its number (redirects), a code (refuse), an identity number (verify_identity), a time and a
    place (schedule), an outcome and words (record_result). `cameras` says which are asked about and
    which minutes (ask_consent); without it all are, and all of the time.
    """

    move: FootageMove
    version: Count
    note: Words | None = None
    refusal: RefusalCode | None = None
    channel: PassedTo | None = None
    channel_number: Line | None = None
    at_risk: AtRisk | None = None
    id_number: CardNumber | None = None
    relationship_proved: bool = False
    undertaking_signed: bool = False
    slot_at: Instant | None = None
    slot_place: Line | None = None
    outcome: FootageOutcome | None = None
    cameras: Annotated[list[ChosenCamera], Meta(min_length=1, max_length=60)] | None = None


class OwnMove(Asked):
    """A move of the applicant: withdraw, give_info or appeal; the last two in words."""

    move: FootageMove
    version: Count
    note: Words | None = None


class NewFootageMessage(Asked):
    """A word between citizen and office."""

    text: Words


class FootageMessage(Told):
    """A word between citizen and office; of the office nobody is named to the citizen."""

    message_id: UUID
    at: datetime
    by_office: bool
    who: str
    text: str


class Satisfaction(Asked):
    """How satisfied somebody is with how his request was handled, 1 to 5."""

    stars: Annotated[int, Meta(ge=1, le=5)]


FILED = Topic("footage.filed", FootageChanged, "Somebody asks for footage; holding it is promised.")
ENDED = Topic("footage.ended", FootageChanged, "A footage request is over; its holds are let go.")
CHANGED = Topic("footage.changed", FootageChanged, "A footage request was moved, or is held.")
NOT_HELD = Topic(
    "footage.not_held", FootageChanged, "A recording could not be held: somebody must act."
)
LATE = Topic("footage.late", FootageChanged, "Nobody has acted on a footage request in time.")
MESSAGED = Topic("footage.messaged", FootageChanged, "Citizen or office has written; read it.")
TOPICS = (FILED, MESSAGED, CHANGED, NOT_HELD, LATE, ENDED)


def office_scope(area_code: str) -> str:
    """The mark that lets the office of an area hear of requests."""
    return f"footage:{area_code}"
