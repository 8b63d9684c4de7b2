"""What a school's contact sees of the own site: its keys, and who comes when one is pressed.

No picture, no name of an officer, and nothing of any other site.
"""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from service.core.wire import Asked, Instant, Label, Line, Told
from service.dispatch.wire import TaskState
from service.incident.wire import Disposition, Kind, State
from service.platform.outbox import Topic
from service.site.wire import BoxFault, DeviceKind, DeviceState, SelfTested, SiteKind, TestPlan


class School(Told):
    """A site of which you are the contact, and the desk that has its alarms."""

    site_id: UUID
    name: str
    kind: SiteKind
    address: str
    desk: str
    desk_phone: str


class Trouble(StrEnum):
    """What keeps a key from being relied on, the gravest first."""

    NOT_ENROLLED = "not_enrolled"
    SWITCHED_OFF = "switched_off"
    NOT_HEARD = "not_heard"
    TAMPERING = "tampering"
    BROKEN = "broken"
    BATTERY_LOW = "battery_low"
    UNSENT = "unsent"
    FAULTY = "faulty"
    TEST_OVERDUE = "test_overdue"
    ON_BATTERY = "on_battery"
    TEST_SOON = "test_soon"


class KeyTrouble(Told):
    """One trouble of a key, and since when where that is known."""

    kind: Trouble
    since: datetime | None


class SchoolKey(Told):
    """A key or kiosk of the own site; without troubles it can be relied on.

    `tested_at` is the last press that was a declared test, `test_due_at` when the next must be.
    `faults` are what the box finds wrong with itself, now and in its `self_test`.
    """

    device_id: UUID
    kind: DeviceKind
    state: DeviceState
    label: str
    room: str | None
    seen_at: datetime | None
    power: str | None
    battery_pct: int | None
    tested_at: datetime | None
    test_due_at: datetime | None
    keeper: str | None
    faults: list[BoxFault]
    self_test: SelfTested | None
    troubles: list[KeyTrouble]


class SetKeeper(Asked):
    """Who looks after a key; nobody with null."""

    person: Label | None


class Keeper(Told):
    """Who looks after a key."""

    device_id: UUID
    person: str | None


class KeyPressed(Told):
    """A key that was pressed for an incident."""

    label: str
    room: str | None
    kind: Kind
    received_at: datetime
    reset_at: datetime | None


class UnitComing(Told):
    """A unit that has taken an incident, by its call sign alone."""

    call_sign: str
    point_name: str
    state: TaskState
    eta_at: datetime | None


class Coming(Told):
    """An alarm of the own site, and who comes. Silent ones are never told at the site."""

    incident_id: UUID
    number: int
    kind: Kind
    test: bool
    state: State
    opened_at: datetime
    eta_at: datetime | None
    latched: int
    closed_at: datetime | None
    disposition: Disposition | None
    presses: list[KeyPressed]
    units: list[UnitComing]


class NewDrill(Asked):
    """A school announces a drill or a test of its keys: presses in it are marked, and ring nobody.

    A silent press is real all the same, and so is any press while an alarm is open in earnest.
    """

    starts_at: Instant
    ends_at: Instant
    reason: Line


class DrillPress(Told):
    """One press of a drill, and when each step of the answer came; null: it did not come.

    `unit` is the call sign of the first that accepted, `desk` the centre that took command.
    """

    label: str
    room: str | None
    kind: Kind
    test: bool
    number: int
    pressed_at: datetime
    received_at: datetime
    shown_at: datetime | None
    accepted_at: datetime | None
    unit: str | None
    en_route_at: datetime | None
    on_scene_at: datetime | None
    desk: str | None
    pictures: int
    pictured_at: datetime | None
    reset_at: datetime | None
    disposition: Disposition | None


class DrillReport(Told):
    """What became of a drill. `untouched` are the keys that nobody pressed in it."""

    plan: TestPlan
    site_name: str
    until: datetime
    presses: list[DrillPress]
    untouched: list[str]


class RealSaid(Told):
    """It is real: the incident that is being answered now."""

    incident_id: UUID
    number: int


class Stirred(Told):
    """Something of a site has changed: whoever shows it reads it anew."""

    site_id: UUID


STIRRED = Topic(
    "site.stirred", Stirred, "Something of a contact's own site has changed.", numbered=False
)
TOPICS = (STIRRED,)
