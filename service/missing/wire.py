"""A search for a missing person: what patrols look for, what is owed, and how it ends."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from service.bulletin.wire import Consent, Notice, Telephone
from service.core.geo import GivenPlace
from service.core.problem import Fault, Problem
from service.core.wire import AreaCode, Asked, Instant, Line, Told
from service.dispatch.wire import ACTIVE, TaskShown, TaskState
from service.footage.terms import FootageState
from service.footage.wire import AtRisk, FootageChanged
from service.incident.wire import Incident, Kind
from service.platform.outbox import Topic


class WayOfGoing(StrEnum):
    """In which way somebody went away."""

    WALK = "walk"
    BICYCLE = "bicycle"
    E_BIKE = "e_bike"
    CAR = "car"


class SearchEnding(StrEnum):
    """How a search ended."""

    FOUND = "found"
    NOT_AT_RISK = "not_at_risk"
    HANDED_OVER = "handed_over"
    GIVEN_UP = "given_up"


class SearchMove(StrEnum):
    """What a person does with a search."""

    REVIEW = "review"
    DESCRIBE = "describe"
    NOTE_110 = "note_110"
    NOTE_PUBLISHED = "note_published"
    NOTE_TAKEN_DOWN = "note_taken_down"
    END = "end"


class MoveSearch(Asked):
    """A move with what it needs.

    describe: any of `going`, `health_risk`, `seen_at`. note_110: `number`, where the desk gave one.
    note_published, note_taken_down: that an officer has published on the national platform for
    missing children, or taken it down there; this system never publishes there itself. end:
    `ending`.
    """

    move: SearchMove
    going: WayOfGoing | None = None
    health_risk: bool | None = None
    seen_at: Instant | None = None
    number: Line | None = None
    ending: SearchEnding | None = None


class SearchRow(Struct, frozen=True, kw_only=True):
    """A search as the store keeps it."""

    search_id: UUID
    footage_id: UUID
    incident_id: UUID
    number: int
    area_code: str
    scope: list[str]
    at_risk: AtRisk
    health_risk: bool
    going: WayOfGoing
    seen_at: datetime
    lat: float
    lon: float
    words_sealed: bytes | None
    started_at: datetime
    review_at: datetime | None
    reviewed_at: datetime | None
    reviewed_by: str | None
    desk_110_at: datetime | None
    desk_110_by: str | None
    desk_110_number: str | None
    published_at: datetime | None
    published_by: str | None
    taken_down_at: datetime | None
    ended_at: datetime | None
    ended_by: str | None
    ending: SearchEnding | None
    bulletins: list[UUID]


class SearchSector(Told):
    """Where one unit looks: clockwise around a place from one bearing to another, so far.

    `toward_deg` is where he is likeliest in it, where that is known; `share` how likely he is in it
    at all. `seen_at`: when he was at `place`; streets are named where they are known.
    """

    unit_id: UUID
    call_sign: str
    place: GivenPlace
    from_deg: float
    until_deg: float
    far_m: float
    share: float
    toward_deg: float | None
    streets: list[str]
    seen_at: datetime
    shared_at: datetime


class SectorRow(Struct, frozen=True, kw_only=True):
    """A unit's sector as the store keeps it."""

    unit_id: UUID
    call_sign: str
    lat: float
    lon: float
    from_deg: float
    until_deg: float
    far_m: float
    share: float
    toward_deg: float | None
    streets: list[str]
    seen_at: datetime
    shared_at: datetime


class SectorChanged(Told):
    """A unit looks elsewhere now, or in a sector for the first time: read it anew."""

    search_id: UUID
    incident_id: UUID
    unit_id: UUID


class Owed(StrEnum):
    """What a search still asks of a person."""

    HAND_TO_110 = "hand_to_110"
    PUBLISH = "publish"
    REVIEW = "review"
    IDENTITY = "identity"
    CONSENT_IN_WRITING = "consent_in_writing"
    NOTICE = "notice"
    TAKE_DOWN = "take_down"


class Search(Told):
    """A search as desks see it; nothing about the person but the risk.

    `number` is its incident's. `reach_m`: how far somebody may have come since he was last seen.
    `platform_km`: around which distance the national platform pushes now, where it takes the case;
    `owed`: what is still to be done by a person; `sectors`: where which unit looks.
    """

    search_id: UUID
    footage_id: UUID
    incident_id: UUID
    number: int
    area_code: str
    at_risk: AtRisk
    health_risk: bool
    going: WayOfGoing
    seen_at: datetime
    place: GivenPlace
    reach_m: float
    started_at: datetime
    review_at: datetime | None
    reviewed_at: datetime | None
    reviewed_by: str | None
    desk_110_at: datetime | None
    desk_110_by: str | None
    desk_110_number: str | None
    platform_km: int | None
    published_at: datetime | None
    published_by: str | None
    taken_down_at: datetime | None
    ended_at: datetime | None
    ended_by: str | None
    ending: SearchEnding | None
    bulletins: list[UUID]
    owed: list[Owed]
    sectors: list[SearchSector]


class LookFor(Told):
    """What whoever searches has to know: how somebody looks, where and when he was last seen."""

    search_id: UUID
    incident_id: UUID
    at_risk: AtRisk
    health_risk: bool
    going: WayOfGoing
    seen_at: datetime
    place: GivenPlace
    reach_m: float
    words: str


class Release(Asked):
    """A duty leader's release of a missing minor's bulletin: where, what it says, until when."""

    area_code: AreaCode
    zh: Notice
    en: Notice | None = None
    phone: Telephone
    until: Instant
    consent: Consent


class SearchChanged(Told):
    """What subscribers hear of a search: that something is to be done or was, about nobody."""

    search_id: UUID
    footage_id: UUID
    incident_id: UUID
    number: int
    at_risk: AtRisk
    health_risk: bool
    review_at: datetime | None
    ending: SearchEnding | None


STARTED = Topic("search.started", SearchChanged, "A missing person is sought; patrols are asked.")
CHANGED = Topic("search.changed", SearchChanged, "Something was noted about a search.")
REMINDED = Topic("search.reminded", SearchChanged, "A search lasts: somebody looks at it anew.")
ENDED = Topic("search.ended", SearchChanged, "A search is over; nobody looks any more.")
SECTOR = Topic("search.sector", SectorChanged, "A unit that searches looks in another sector.")
TOPICS = (STARTED, CHANGED, REMINDED, ENDED, SECTOR)

# Where a request stands once somebody has said that nobody waits, or what came of it.
_SETTLED = frozenset({FootageState.SUBMITTED, FootageState.RESULT_RECORDED, FootageState.WITHDRAWN})


def is_urgent(body: Struct) -> bool:
    """Whether a request has just come to where somebody is searched for."""
    return isinstance(body, FootageChanged) and body.state is FootageState.EMERGENCY_ACTIVE


def may_end(body: Struct) -> bool:
    """Whether a request has come to where its search may be over."""
    return isinstance(body, FootageChanged) and body.state in _SETTLED


def shares_anew(body: Struct) -> bool:
    """Whether a unit has joined a search or left it."""
    if not isinstance(body, TaskShown) or body.kind is not Kind.MISSING_PERSON:
        return False
    return body.state is TaskState.ACCEPTED or body.state not in ACTIVE


def of_search(body: Struct) -> bool:
    """Whether an incident that is over was a search for somebody."""
    return isinstance(body, Incident) and body.kind is Kind.MISSING_PERSON


class SearchOver(Problem):
    """This search is over."""

    code = "search.over"
    fault = Fault.CONFLICT


class NotAMinor(Problem):
    """A bulletin is for a missing minor alone (Minors Protection Law, article 103)."""

    code = "search.not_a_minor"
    fault = Fault.CONFLICT
