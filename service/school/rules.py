"""Decisions about keys as a school's contact sees them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from service.alarm.wire import Alarm
from service.fault.wire import Fault, FaultKind
from service.incident.wire import TECHNICAL, EntryKind, TimelineEntry, Whole
from service.school.wire import DrillPress, KeyTrouble, SchoolKey, Trouble
from service.site.wire import BoxFault, Device, DeviceState, KeyOfSchool, Power, TestPlan

# A box on its battery sounds its last when a fifth is left: time for somebody to look.
BATTERY_LOW_PCT = 20
# With one of these the next press may not be heard, or not be kept.
BREAKING = {
    BoxFault.DISK,
    BoxFault.SPOOL,
    BoxFault.KEY_GONE,
    BoxFault.KEY_STUCK,
    BoxFault.HUNG,
    BoxFault.CONTRACT,
}
TEST_SOON = timedelta(days=7)
# What has ended is shown so long, for whoever comes back to the page.
ENDED_SHOWN = timedelta(hours=1)
PRESSES_SHOWN = timedelta(hours=12)


def test_due_at(device: Device, tested_at: datetime | None, test_days: int) -> datetime | None:
    """When a key must be tested next: so long after its last test, or after it was enrolled."""
    since = tested_at or device.enrolled_at
    if since is None or device.state is not DeviceState.ACTIVE:
        return None
    return since + timedelta(days=test_days)


def is_overdue(key: KeyOfSchool, tested_at: datetime | None, days: int, now: datetime) -> bool:
    """Whether a key that is heard has not been tested for longer than its area allows."""
    return (tested_at or key.enrolled_at) + timedelta(days=days) <= now


def troubles(
    device: Device,
    ailments: Collection[BoxFault],
    faults: Collection[Fault],
    due_at: datetime | None,
    lost: bool,
    now: datetime,
) -> list[KeyTrouble]:
    """What is wrong with a key, the gravest first.

    `ailments` are what the box finds wrong with itself, `faults` the open ones of its site.
    """
    if device.state is not DeviceState.ACTIVE:
        off = device.state is DeviceState.REVOKED
        return [KeyTrouble(kind=Trouble.SWITCHED_OFF if off else Trouble.NOT_ENROLLED, since=None)]
    own = {fault.kind: fault for fault in faults if fault.subject_id == device.device_id}
    tampering = own.get(FaultKind.DEVICE_TAMPERING)
    on_battery = device.power == Power.BATTERY
    broken = not BREAKING.isdisjoint(ailments)
    low = device.battery_pct is not None and device.battery_pct <= BATTERY_LOW_PCT
    found: list[tuple[bool, Trouble, datetime | None]] = [
        # The fault follows some seconds later; a contact sees the silence itself.
        (lost or FaultKind.DEVICE_LOST in own, Trouble.NOT_HEARD, device.seen_at),
        (tampering is not None, Trouble.TAMPERING, tampering.opened_at if tampering else None),
        (broken, Trouble.BROKEN, None),
        (low, Trouble.BATTERY_LOW, None),
        (bool(device.spooled), Trouble.UNSENT, None),
        (bool(ailments) and not broken, Trouble.FAULTY, None),
        (due_at is not None and due_at <= now, Trouble.TEST_OVERDUE, due_at),
        (on_battery and not low, Trouble.ON_BATTERY, None),
        (due_at is not None and now < due_at <= now + TEST_SOON, Trouble.TEST_SOON, due_at),
    ]
    return [KeyTrouble(kind=kind, since=since) for holds, kind, since in found if holds]


def is_reported(press: Alarm, plan: TestPlan) -> bool:
    """Whether a press in a drill's window stands in its report.

    A silent one only where the drill announced such; what a device says of itself never.
    """
    return press.kind not in TECHNICAL and (plan.silent or not press.silent)


def ended_at(plan: TestPlan) -> datetime:
    """When a drill ended: when it was taken back or turned real, else with its window."""
    if plan.withdrawn_at is None:
        return plan.ends_at
    return min(plan.ends_at, max(plan.starts_at, plan.withdrawn_at))


def first_of(timeline: Iterable[TimelineEntry], kind: EntryKind) -> TimelineEntry | None:
    """The first line of a kind."""
    return next((line for line in timeline if line.kind is kind), None)


def report_press(
    press: Alarm,
    label: str,
    number: int,
    timeline: Sequence[TimelineEntry],
    pictures: Sequence[datetime],
    centres: Mapping[str, str],
) -> DrillPress:
    """A press with when each step came. `pictures` are the instants at which they were stored.

    Of a second press of the same incident, what had come before it stays: it was answered already.
    """
    shown, accepted, going, there, command = (
        first_of(timeline, kind)
        for kind in (
            EntryKind.SHOWN,
            EntryKind.ACCEPTED,
            EntryKind.EN_ROUTE,
            EntryKind.ON_SCENE,
            EntryKind.COMMAND,
        )
    )
    return DrillPress(
        label=label,
        room=press.room,
        kind=press.kind,
        test=press.test,
        number=number,
        pressed_at=press.pressed_at,
        received_at=press.received_at,
        shown_at=shown.at if shown else None,
        accepted_at=accepted.at if accepted else None,
        unit=accepted.who if accepted else None,
        en_route_at=going.at if going else None,
        on_scene_at=there.at if there else None,
        desk=centres.get(str(command.body.get("area"))) if command else None,
        pictures=len(pictures),
        pictured_at=min(pictures, default=None),
        reset_at=press.reset_at,
        disposition=press.disposition,
    )


def gravity(key: SchoolKey) -> tuple[int, str]:
    """What keys are ordered by: the gravest trouble first, then the label."""
    order = list(Trouble)
    return min((order.index(t.kind) for t in key.troubles), default=len(order)), key.label


def is_told_at_site(whole: Whole, ended_after: datetime) -> bool:
    """Whether a contact is shown an incident.

    Never a silent one: the page may stand open beside the one who is feared. Nor what a device
    says of itself: that is told with the device.
    """
    fresh = whole.closed_at is None or whole.closed_at > ended_after
    return fresh and not whole.silent and not whole.technical
