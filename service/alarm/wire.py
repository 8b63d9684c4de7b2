"""Alarms: a key was pressed. Each is kept; each latches until a person resets it."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from service.core.problem import Fault, Problem
from service.core.wire import Asked, Instant, Label, Note, Told
from service.incident.wire import Disposition, Kind
from service.platform.outbox import Topic


class Press(Asked):
    """One press. The same `press_id` is the same press, however often it is sent.

    `pressed_at` is what the box's clock said: it is kept, and never a reason to refuse. `test` is
    what the box says of itself; whether it is one decides the declared plan of the site.
    """

    press_id: UUID
    kind: Kind
    pressed_at: Instant
    silent: bool = False
    test: bool = False
    room: Label | None = None
    note: Note = ""


class AlarmState(StrEnum):
    """An alarm is latched until a person resets it."""

    LATCHED = "latched"
    RESET = "reset"


class Taken(Told):
    """The press is on disk, together with the promise to act on it."""

    alarm_id: UUID
    incident_id: UUID
    state: AlarmState
    received_at: datetime


class Alarm(Told):
    """An alarm as staff see it. `clock_off_s`: how far off the box's clock was, if far."""

    alarm_id: UUID
    press_id: UUID
    incident_id: UUID
    device_id: UUID
    site_id: UUID
    kind: Kind
    silent: bool
    test: bool
    room: str | None
    note: str
    pressed_at: datetime
    received_at: datetime
    clock_off_s: float | None
    state: AlarmState
    disposition: Disposition | None
    reset_at: datetime | None
    reset_by: str | None


class ProgressState(StrEnum):
    """What the one who pressed is shown."""

    RECEIVED = "received"
    ASSIGNED = "assigned"
    EN_ROUTE = "en_route"
    ON_SCENE = "on_scene"
    RESET = "reset"


class Progress(Told):
    """How far the answer to a press has come; `eta_s` until the first unit is there.

    `test`: it came in a declared test window, so it is a drill and rings nobody else.
    """

    press_id: UUID
    state: ProgressState
    eta_s: float | None
    test: bool


class Beat(Told):
    """The server's answer to a heartbeat."""

    now: datetime
    heartbeat_s: int
    presses: list[Progress]


class Reset(Asked):
    """A person resets an alarm and says what it was."""

    disposition: Disposition
    note: Note = ""


class PressRow(Struct, frozen=True):
    """What progress is made of."""

    press_id: UUID
    incident_id: UUID
    state: AlarmState
    test: bool


class Tested(Struct, frozen=True):
    """When a device was last pressed for a test."""

    device_id: UUID
    tested_at: datetime


RAISED = Topic("alarm.raised", Alarm, "A key was pressed.")
RESET = Topic("alarm.reset", Alarm, "A person has reset an alarm.")
REAL = Topic("alarm.real", Alarm, "An alarm of a drill was said to be real.")
TOPICS = (RAISED, RESET, REAL)


class AlreadyReset(Problem):
    """Somebody has reset this alarm already."""

    code = "alarm.already_reset"
    fault = Fault.CONFLICT
