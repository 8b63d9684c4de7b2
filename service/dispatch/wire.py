"""Needs, tasks, and how units are asked."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from service.core.geo import GivenPlace, Place
from service.core.problem import Fault, Problem
from service.core.wire import Asked, Note, Told
from service.incident.wire import Incident, Kind, PostRole, TimelineEntry
from service.patrol.wire import Standing
from service.phone.wire import Phone
from service.picture.wire import Snapshot
from service.platform.outbox import Topic


class NeedState(StrEnum):
    """Whether a need still looks for its unit."""

    OPEN = "open"
    HELD = "held"
    ENDED = "ended"


class TaskState(StrEnum):
    """How far one unit has come with one task."""

    OFFERED = "offered"
    RECEIVED = "received"
    ACCEPTED = "accepted"
    EN_ROUTE = "en_route"
    ON_SCENE = "on_scene"
    CLEARED = "cleared"
    DECLINED = "declined"
    UNANSWERED = "unanswered"
    TAKEN = "taken"
    WITHDRAWN = "withdrawn"


RINGING = (TaskState.OFFERED, TaskState.RECEIVED)
HOLDING = (TaskState.ACCEPTED, TaskState.EN_ROUTE, TaskState.ON_SCENE)
ACTIVE = (*RINGING, *HOLDING)


class TaskMove(StrEnum):
    """What an officer does with a task, or a dispatcher (the last two)."""

    RECEIVE = "receive"
    ACCEPT = "accept"
    DECLINE = "decline"
    EN_ROUTE = "en_route"
    ON_SCENE = "on_scene"
    CLEAR = "clear"
    WITHDRAW = "withdraw"
    REPLACE = "replace"


class MoveTask(Asked):
    """One move; a repeated one changes nothing and is answered as the first was."""

    move: TaskMove
    reason: Note = ""


class Need(Struct, frozen=True, kw_only=True):
    """One unit that an incident needs at one point."""

    need_id: UUID
    incident_id: UUID
    number: int
    root: str
    role: PostRole
    point_name: str
    place: Place
    skills: tuple[str, ...]
    state: NeedState
    tier: int
    opened_at: datetime
    next_at: datetime
    exhausted: bool
    desk_at: datetime | None
    holder: UUID | None


class Task(Struct, frozen=True, kw_only=True):
    """One unit asked to meet one need."""

    task_id: UUID
    need_id: UUID
    incident_id: UUID
    unit_id: UUID
    call_sign: str
    state: TaskState
    tier: int
    by_hand: bool
    distance_m: float | None
    eta_s: float | None
    eta_source: str
    reasons: tuple[str, ...]
    channel: int
    offered_at: datetime
    received_at: datetime | None = None
    answered_at: datetime | None = None
    en_route_at: datetime | None = None
    on_scene_at: datetime | None = None
    ended_at: datetime | None = None
    lost_at: datetime | None = None
    reason: str | None = None


# Where a ring has ended without an answer of the unit's own: another has it, or nobody needs it.
_CALLED_OFF = (TaskState.TAKEN, TaskState.UNANSWERED, TaskState.WITHDRAWN)


def rings_no_more(task: Struct) -> bool:
    """Whether a task calls its unit no more, though the unit itself has not said so."""
    return getattr(task, "state", None) in _CALLED_OFF


class TaskShown(Told):
    """A task as the phone and the console see it.

    `place` is where the unit goes, `incident_place` where it happened. `answer_by` is when the
    next unit rings too. `ringing` means that an answer is awaited.
    """

    task_id: UUID
    incident_id: UUID
    incident_number: int
    kind: Kind
    priority: int
    test: bool
    silent: bool
    title: str
    note: str
    role: PostRole
    point_name: str
    place: GivenPlace
    incident_place: GivenPlace
    modifiers: list[str]
    unit_id: UUID
    call_sign: str
    state: TaskState
    ringing: bool
    tier: int
    by_hand: bool
    distance_m: float | None
    eta_s: float | None
    eta_source: str
    reasons: list[str]
    offered_at: datetime
    answer_by: datetime
    received_at: datetime | None
    answered_at: datetime | None
    en_route_at: datetime | None
    on_scene_at: datetime | None
    ended_at: datetime | None
    lost_at: datetime | None
    reason: str | None


class NeedShown(Told):
    """A need with everybody who was asked, as the console sees it."""

    need_id: UUID
    role: PostRole
    point_name: str
    place: GivenPlace
    state: NeedState
    tier: int
    exhausted: bool
    next_at: datetime
    tasks: list[TaskShown]


class OfferByHand(Asked):
    """A dispatcher asks one unit, busy or not; without a need a further one is opened."""

    unit_id: UUID
    need_id: UUID | None = None


class TrailPoint(Told):
    """Where a unit was, so many seconds after the replay begins; WGS-84."""

    after_s: float
    lat: float
    lon: float


class Trail(Told):
    """The way of one unit while it had to do with the incident; empty where it is kept no more."""

    unit_id: UUID
    call_sign: str
    points: list[TrailPoint]


class Replay(Told):
    """An incident as it went. `cut` says that it was longer than what is shown."""

    incident: Incident
    from_at: datetime
    until_at: datetime
    cut: bool
    timeline: list[TimelineEntry]
    tasks: list[TaskShown]
    trails: list[Trail]
    snapshots: list[Snapshot]


class CandidateShown(Told):
    """A unit that could be asked, with the reasons for its place in the ranking."""

    unit_id: UUID
    call_sign: str
    tier: int
    distance_m: float | None
    eta_s: float
    eta_source: str
    reasons: list[str]


class Candidate(Struct, frozen=True):
    """A unit that may be asked for a need; `cost_s` orders and is what sharing out minimises."""

    unit: Standing
    tier: int
    distance_m: float | None
    eta_s: float
    eta_source: str
    reasons: tuple[str, ...]
    cost_s: float


class AtWork(Struct, frozen=True):
    """A unit that has an incident in hand."""

    unit_id: UUID
    call_sign: str


class OnTheWay(Struct, frozen=True):
    """A unit that has taken an incident: what may be told outside the centres."""

    call_sign: str
    point_name: str
    state: TaskState
    eta_at: datetime | None


class OfficerReach(Told):
    """One officer of a unit, and what he can be rung by."""

    account_id: UUID
    display: str
    has_number: bool
    phones: list[Phone]


OFFERED = Topic("task.offered", TaskShown, "A unit is asked: its phone rings.")
CHANGED = Topic("task.changed", TaskShown, "A task went on, or ended.")


class NewMessage(Asked):
    """A line to everybody who has to do with an incident; its number is made by the writer.

    The same number again is the same message: a phone may send it until it is answered.
    """

    message_id: UUID
    text: Annotated[str, Meta(max_length=500, pattern=r"^[^\x00]*[^\s\x00][^\x00]*$")]


class Message(Told):
    """A line between the desk and the units of an incident; `unit_id` is empty for the desk."""

    message_id: UUID
    incident_id: UUID
    at: datetime
    who: str
    unit_id: UUID | None
    text: str


MESSAGE = Topic("incident.message", Message, "The desk or a unit wrote a line about an incident.")
TOPICS = (OFFERED, CHANGED, MESSAGE)


class RingChannel(Struct, frozen=True):
    """Ring a task's phones by the next channel."""

    task_id: UUID
    channel: int


class AlreadyTaken(Problem):
    """Another unit has this task already."""

    code = "dispatch.already_taken"
    fault = Fault.CONFLICT


class TaskOver(Problem):
    """This task has ended."""

    code = "dispatch.task_over"
    fault = Fault.CONFLICT


class ThreadFull(Problem):
    """So much has been written about this incident that it takes no more."""

    code = "dispatch.thread_full"
    fault = Fault.CONFLICT


class UnitOffDuty(Problem):
    """This unit is off duty."""

    code = "dispatch.unit_off_duty"
    fault = Fault.CONFLICT
