"""Incidents: what happened, who is in charge, what is to be done about it, and its timeline."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from msgspec import Meta, Struct

from service.core.geo import GivenPlace, Place
from service.core.problem import Fault, Problem
from service.core.wire import TEXT, AreaCode, Asked, Label, Line, Note, Seconds, Told
from service.patrol.wire import UnitClass
from service.picture.wire import Film
from service.platform.outbox import Topic
from service.site.wire import Point, PointKind


class Kind(StrEnum):
    """What an alarm or incident is about. The last ones are signals of a device about itself."""

    EMERGENCY = "emergency"
    DURESS = "duress"
    MEDICAL = "medical"
    FIRE = "fire"
    INTRUDER = "intruder"
    MISSING_CHILD = "missing_child"
    MISSING_PERSON = "missing_person"
    TAMPER = "tamper"
    LINE_FAULT = "line_fault"
    POWER_FAULT = "power_fault"
    LOW_BATTERY = "low_battery"


# Signals of a device about itself: they latch and are shown, but no patrol is sent for a battery.
TECHNICAL = frozenset({Kind.TAMPER, Kind.LINE_FAULT, Kind.POWER_FAULT, Kind.LOW_BATTERY})


class Source(StrEnum):
    """Where an incident came from."""

    PRESS = "press"
    HAND = "hand"
    DESK_110 = "110"
    SITE = "site"
    RED_ALERT = "red_alert"
    REQUEST = "request"


class State(StrEnum):
    """How far the response has come, in the field's own terms."""

    ACTIVE = "active"
    ASSIGNED = "assigned"
    EN_ROUTE = "en_route"
    ON_SCENE = "on_scene"
    CLOSED = "closed"
    REOPENED = "reopened"
    CANCELLED = "cancelled"


class Disposition(StrEnum):
    """What it turned out to be."""

    GENUINE = "genuine"
    ACCIDENTAL = "accidental"
    TEST = "test"
    DEVICE_FAULT = "device_fault"
    HOAX = "hoax"
    UNFOUNDED = "unfounded"


class Reach(StrEnum):
    """From where units are asked."""

    OWN = "own"
    PARENT = "parent"
    ANY = "any"


class Tier(Asked):
    """One step of the ladder: which units may be asked on it."""

    reach: Reach
    classes: Annotated[list[UnitClass], Meta(min_length=1, max_length=10)]
    reach_m: Annotated[float, Meta(gt=0, le=200_000)] | None = None


class PostRole(StrEnum):
    """What a unit is sent for."""

    PRIMARY = "primary"
    BACKUP = "backup"
    CONVERGENCE = "convergence"


class Post(Asked):
    """One unit that the plan asks for; `at` names the kind of point, each point of it once."""

    role: PostRole
    at: PointKind | None = None
    count_max: Annotated[int, Meta(ge=1, le=10)] = 1
    skills: Annotated[list[Label], Meta(max_length=10)] = []


class Timers(Asked):
    """How long each step of the ladder waits."""

    # The phone itself says that it has the task: without that, another channel.
    receipt_wait_s: Seconds = 5
    # 98.9 % of instructions are signed for within 30 s where it is measured; we ask two in that.
    answer_wait_s: Seconds = 15
    # One who does not answer is let go after this, and may be asked again when nobody is left.
    ring_most_s: Annotated[float, Meta(ge=1, le=3600)] = 60
    desk_after_s: Seconds = 90
    rescan_s: Annotated[float, Meta(ge=1, le=600)] = 15


class Plan(Asked):
    """A response plan: copied into an incident when it opens, so that later edits do not reach it.

    Tiers are climbed in order and never down. Without posts no unit is asked: the desk decides.
    """

    posts: Annotated[list[Post], Meta(max_length=10)]
    tiers: Annotated[list[Tier], Meta(max_length=10)]
    timers: Timers = Timers()
    channels: Annotated[tuple[Label, ...], Meta(max_length=6)] = ("live", "text")
    pictures: Annotated[int, Meta(ge=0, le=20)] = 8
    film: Film = Film()
    modifiers: Annotated[list[Label], Meta(max_length=10)] = []


class NewPlan(Asked):
    """A plan for an area and what lies below it; unset class or kind means any."""

    area_code: AreaCode
    site_class: Annotated[int, Meta(ge=1, le=3)] | None = None
    kind: Kind | None = None
    body: Plan


class PlanRow(Told):
    """A plan as it is kept."""

    plan_id: UUID
    area_code: str
    site_class: int | None
    kind: Kind | None
    body: Plan
    from_at: datetime


class Commander(Told):
    """Who commands."""

    account_id: UUID
    name: str
    area_code: str


class Incident(Told):
    """An incident as staff see it. `latched` alarms still wait for a person to reset them."""

    incident_id: UUID
    number: int
    source: Source
    kind: Kind
    technical: bool
    silent: bool
    test: bool
    priority: int
    state: State
    area_code: str
    site_id: UUID | None
    title: str
    place: GivenPlace
    note: str
    alarms: int
    latched: int
    commander: Commander | None
    eta_at: datetime | None
    desk_at: datetime | None
    desk_reason: str | None
    merged_into: UUID | None
    disposition: Disposition | None
    opened_at: datetime
    changed_at: datetime
    closed_at: datetime | None
    closed_by: str | None


class Whole(Incident):
    """An incident with what only the system needs."""

    scope: list[str]
    plan: Plan
    points: list[Point]
    drill_units: list[UUID]

    @property
    def open(self) -> bool:
        """Whether somebody still has to do something."""
        return self.state not in (State.CLOSED, State.CANCELLED)

    @property
    def spot(self) -> Place:
        """Where it is."""
        return Place(self.place.lat, self.place.lon)

    def eta_s(self, now: datetime) -> float | None:
        """Seconds until the first unit is expected, never below zero."""
        return None if self.eta_at is None else max(0.0, (self.eta_at - now).total_seconds())

    def shown(self) -> Incident:
        """Without what only the system needs."""
        return Incident(**{name: getattr(self, name) for name in Incident.__struct_fields__})


class Opening(Struct, frozen=True, kw_only=True):
    """What is known when an incident opens; its usual priority holds where none is given."""

    source: Source
    kind: Kind
    silent: bool
    test: bool
    drill_units: tuple[UUID, ...]
    priority: int | None
    area_code: str
    lineage: tuple[str, ...]
    site_id: UUID | None
    site_class: int | None
    title: str
    place: Place
    points: tuple[Point, ...]
    note: str
    who: str


class OpenByHand(Asked):
    """An incident that no key has reported: seen by somebody, or handed over."""

    source: Source
    kind: Kind
    priority: Annotated[int, Meta(ge=1, le=4)] | None = None
    area_code: AreaCode | None = None
    site_id: UUID | None = None
    title: Line | None = None
    place: GivenPlace | None = None
    note: Note = ""


class Ending(StrEnum):
    """How an incident ended: what it turned out to be, or that it was cancelled."""

    ANY = "any"
    GENUINE = "genuine"
    ACCIDENTAL = "accidental"
    TEST = "test"
    DEVICE_FAULT = "device_fault"
    HOAX = "hoax"
    UNFOUNDED = "unfounded"
    CANCELLED = "cancelled"


class Sought(Struct, frozen=True, kw_only=True):
    """Which incidents are sought; what is None may be anything."""

    words: str | None
    from_at: datetime
    until_at: datetime
    kind: Kind | None
    outcome: Ending
    area_code: str | None
    ended: bool | None
    with_tests: bool


class Move(StrEnum):
    """What a person does with an incident."""

    TAKE_COMMAND = "take_command"
    TRANSFER = "transfer"
    MERGE = "merge"
    SET_PRIORITY = "set_priority"
    NOTE = "note"
    CLOSE = "close"
    CANCEL = "cancel"
    REOPEN = "reopen"


class MoveIncident(Asked):
    """A move with what it needs.

    take_command: `from_commander`, who commanded when you looked (of two, one wins); `note`, why it
    is taken. transfer: `area_code`. merge: `into`. set_priority: `priority`. close: `disposition`.
    """

    move: Move
    from_commander: UUID | None = None
    area_code: AreaCode | None = None
    into: UUID | None = None
    priority: Annotated[int, Meta(ge=1, le=4)] | None = None
    disposition: Disposition | None = None
    note: Note = ""


class HandoverState(StrEnum):
    """Whether command that is handed over has been taken."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Handover(Told):
    """Command of incidents, offered by one person to another, who must accept.

    `open_at` is when anyone at a desk of these incidents may accept in place of who is silent.
    """

    handover_id: UUID
    incidents: list[UUID]
    from_id: UUID
    from_name: str
    to_id: UUID
    to_name: str
    note: str
    state: HandoverState
    offered_at: datetime
    open_at: datetime
    ended_at: datetime | None
    ended_by: str | None
    answer: str


class HandoverRow(Struct, frozen=True, kw_only=True):
    """A handover as it is kept."""

    handover_id: UUID
    incidents: list[UUID]
    scope: list[str]
    from_id: UUID
    from_name: str
    to_id: UUID
    to_name: str
    note: str
    state: HandoverState
    offered_at: datetime
    ended_at: datetime | None
    ended_by: str | None
    answer: str


class NewHandover(Asked):
    """Hand over to a person; without incidents all that you command: the end of a shift."""

    to: UUID
    note: Annotated[str, Meta(min_length=1, max_length=2000, pattern=TEXT)]
    incidents: Annotated[list[UUID], Meta(max_length=500)] = []


class HandoverMove(StrEnum):
    """What is done with a handover."""

    ACCEPT = "accept"
    DECLINE = "decline"
    WITHDRAW = "withdraw"


class MoveHandover(Asked):
    """Accept or decline what was offered to you, or withdraw what you offered."""

    move: HandoverMove
    note: Note = ""


class EntryKind(StrEnum):
    """What a line of the timeline tells; screens put it into words."""

    OPENED = "opened"
    PRESSED = "pressed"
    RESET = "reset"
    NO_UNIT_ASKED = "no_unit_asked"
    OFFERED = "offered"
    RECEIVED = "received"
    CHANNEL = "channel"
    NO_ANSWER = "no_answer"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    TAKEN = "taken"
    WITHDRAWN = "withdrawn"
    EN_ROUTE = "en_route"
    ON_SCENE = "on_scene"
    CLEARED = "cleared"
    LOST = "lost"
    FOUND = "found"
    REPLACED = "replaced"
    DESK = "desk"
    PICTURES = "pictures"
    NO_PICTURE = "no_picture"
    TURNED = "turned"
    NOT_TURNED = "not_turned"
    TURNED_BACK = "turned_back"
    NOT_TURNED_BACK = "not_turned_back"
    COMMAND = "command"
    HANDOVER_OFFERED = "handover_offered"
    HANDED_OVER = "handed_over"
    NOT_HANDED_OVER = "not_handed_over"
    TRANSFER = "transfer"
    MERGE = "merge"
    PRIORITY = "priority"
    NOTE = "note"
    MESSAGE = "message"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    REOPENED = "reopened"
    REAL = "real"
    SHOWN = "shown"
    HELD = "held"
    RELEASED = "released"
    HOLD_ENDS = "hold_ends"
    SEARCH = "search"


class Entry(Struct, frozen=True):
    """A line of a timeline to be written; `who` is empty where the system acted by itself."""

    kind: EntryKind
    who: str
    body: dict[str, Any] = {}


class TimelineEntry(Told):
    """A line of the timeline; lines are only ever added."""

    entry_id: int
    at: datetime
    kind: EntryKind
    who: str
    body: dict[str, Any]


OPENED = Topic("incident.opened", Incident, "An incident opened.")
CHANGED = Topic("incident.changed", Incident, "An incident changed.")
ENDED = Topic("incident.ended", Incident, "An incident was closed or cancelled.")
REOPENED = Topic("incident.reopened", Incident, "An incident was opened again.")
REAL = Topic("incident.real", Incident, "A drill was said to be real.")
HANDOVER_OFFERED = Topic("handover.offered", Handover, "Command is offered to a person.")
HANDOVER_ENDED = Topic("handover.ended", Handover, "It was accepted, declined or withdrawn.")
TOPICS = (OPENED, CHANGED, ENDED, REOPENED, REAL, HANDOVER_OFFERED, HANDOVER_ENDED)


class AlarmsLatched(Problem):
    """Alarms of this incident are still latched; a person resets them first."""

    code = "incident.alarms_latched"
    fault = Fault.CONFLICT


class Overtaken(Problem):
    """Somebody else was faster."""

    code = "incident.overtaken"
    fault = Fault.CONFLICT


class SearchTooWide(Problem):
    """More incidents than can be looked through at once; name a period, or a part of the area."""

    code = "incident.search_too_wide"


class AlreadyOpen(Problem):
    """This site has an open incident already."""

    code = "incident.already_open"
    fault = Fault.CONFLICT


class NothingToHandOver(Problem):
    """You command none of these incidents."""

    code = "incident.nothing_to_hand_over"
    fault = Fault.CONFLICT


class HandoverWaits(Problem):
    """What you have offered before still waits for an answer; withdraw it first."""

    code = "incident.handover_waits"
    fault = Fault.CONFLICT


class HandoverOver(Problem):
    """This has been answered already."""

    code = "incident.handover_over"
    fault = Fault.CONFLICT
