"""What a school's contact may know of the own site, and what is said to whoever shows it."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from service.alarm import actions as alarm
from service.alarm.wire import Alarm
from service.bulletin import actions as bulletin
from service.bulletin.wire import ShownBulletin
from service.centre import actions as centre
from service.core.problem import NotFound
from service.dispatch import actions as dispatch
from service.fault import actions as fault
from service.identity.wire import Who
from service.incident import actions as incident
from service.incident.wire import Whole
from service.picture import actions as picture
from service.platform.db import Connection
from service.platform.house import House
from service.platform.live import Live
from service.platform.outbox import site_scope
from service.school import rules, store
from service.school.wire import (
    STIRRED,
    Coming,
    DrillReport,
    Keeper,
    KeyPressed,
    NewDrill,
    RealSaid,
    School,
    SchoolKey,
    Stirred,
    UnitComing,
)
from service.site import actions as site
from service.site.wire import Device, DeviceState, NewTestPlan, TestPlan

SITES_MOST = 100
_FAULTS_MOST = 1000
_INCIDENTS_MOST = 20
_PRESSES_MOST = 100
_DRILLS_MOST = 200
_LINES_MOST = 1000
_FIRST = UUID(int=0)
_PAGE = 1000
_PAGES_MOST = 1000


async def schools(connection: Connection, who: Who, now: datetime) -> list[School]:
    """The sites of which you are the contact."""
    rows = await site.entrusted(connection, who, SITES_MOST)
    names = await centre.names(connection, {row.area_code for row in rows})
    found = []
    for row in rows:
        policy = await centre.policy(connection, row.lineage, now)
        found.append(
            School(
                site_id=row.site_id,
                name=row.name,
                kind=row.kind,
                address=row.address,
                desk=names[row.area_code],
                desk_phone=policy.desk_phone,
            )
        )
    return found


async def keys(connection: Connection, who: Who, site_id: UUID, now: datetime) -> list[SchoolKey]:
    """The keys of the own site, those with the gravest trouble first. Raises NotFound."""
    row = await site.own(connection, who, site_id)
    devices = [
        device
        for device in await site.own_devices(connection, who, site_id)
        if device.state is not DeviceState.REPLACED
    ]
    policy = await centre.policy(connection, row.lineage, now)
    faults = await fault.of_site(connection, site_id, _FAULTS_MOST)
    tested = await alarm.last_tests(connection, site_id)
    keepers = await store.keepers(connection, [device.device_id for device in devices])
    found = []
    for device in devices:
        tested_at = tested.get(device.device_id)
        due_at = rules.test_due_at(device, tested_at, policy.key_test_days)
        lost = site.is_lost(device, now)
        found.append(
            SchoolKey(
                device_id=device.device_id,
                kind=device.kind,
                state=device.state,
                label=device.label,
                room=device.room,
                seen_at=device.seen_at,
                power=device.power,
                battery_pct=device.battery_pct,
                tested_at=tested_at,
                test_due_at=due_at,
                keeper=keepers.get(device.device_id),
                faults=site.ailments(device),
                self_test=device.self_test,
                troubles=rules.troubles(device, site.ailments(device), faults, due_at, lost, now),
            )
        )
    return sorted(found, key=rules.gravity)


async def bulletins(
    house: House, connection: Connection, who: Who, site_id: UUID
) -> list[ShownBulletin]:
    """Missing children that are shown where the own site is. Raises NotFound."""
    row = await site.own(connection, who, site_id)
    return await bulletin.shown_at(house, connection, row.lineage)


async def set_keeper(
    house: House, who: Who, site_id: UUID, device_id: UUID, person: str | None
) -> Keeper:
    """Say who looks after a key of the own site. Raises NotFound."""
    async with house.db.transaction() as connection:
        devices = await site.own_devices(connection, who, site_id)
        if device_id not in {device.device_id for device in devices}:
            raise NotFound(field="device_id")
        if person is None:
            await store.drop_keeper(connection, device_id)
        else:
            now = house.clock.now()
            await store.set_keeper(connection, device_id, person, who.account_id, now)
    return Keeper(device_id=device_id, person=person)


async def drills(connection: Connection, who: Who, site_id: UUID) -> list[TestPlan]:
    """The drills ever announced for the own site, the latest first. Raises NotFound."""
    return await site.own_tests(connection, who, site_id, _DRILLS_MOST)


async def announce(house: House, who: Who, site_id: UUID, new: NewDrill) -> TestPlan:
    """Announce a drill of the own site to every desk above it. Raises WindowUnusable, NotFound."""
    plan = NewTestPlan(starts_at=new.starts_at, ends_at=new.ends_at, note=new.reason)
    return await site.declare_own_test(house, who, site_id, plan)


async def report(connection: Connection, who: Who, site_id: UUID, plan_id: UUID) -> DrillReport:
    """What became of a drill of the own site, from what is kept for good. Raises NotFound."""
    row = await site.own(connection, who, site_id)
    plan = await site.own_test(connection, who, site_id, plan_id)
    devices = {d.device_id: d for d in await site.own_devices(connection, who, site_id)}
    until = rules.ended_at(plan)
    alarms = await alarm.between_at(connection, site_id, plan.starts_at, until, _PRESSES_MOST)
    told = [a for a in alarms if rules.is_reported(a, plan)]
    presses = []
    for one in told:
        whole = await incident.standing(connection, one.incident_id)
        lines = await incident.timeline(connection, whole.incident_id, 0, _LINES_MOST)
        taken = await picture.snapshots(connection, whole.incident_id)
        presses.append(
            rules.report_press(
                one,
                devices[one.device_id].label,
                whole.number,
                lines,
                [shot.stored_at for shot in taken if shot.stored_at is not None],
                await centre.names(connection, whole.scope),
            )
        )
    pressed = {one.device_id for one in told}
    return DrillReport(
        plan=plan,
        site_name=row.name,
        until=until,
        presses=presses,
        untouched=[
            device.label
            for device in devices.values()
            if device.state is DeviceState.ACTIVE and device.device_id not in pressed
        ],
    )


async def say_real(house: House, who: Who, site_id: UUID) -> RealSaid:
    """Say that what began as a drill is real. Raises NotFound."""
    whole = await alarm.say_own_real(house, who, site_id)
    return RealSaid(incident_id=whole.incident_id, number=whole.number)


async def remind(house: House) -> None:
    """Show every key that is overdue for its test as a fault; one that was tested clears.

    Each page is a transaction of its own: done twice, it changes nothing.
    """
    now = house.clock.now()
    async with house.db.reading() as connection:
        by_days = await centre.areas_by(connection, now, lambda policy: policy.key_test_days)
    days = {area: int(value) for value, areas in by_days.items() for area in areas}
    after = _FIRST
    for _ in range(_PAGES_MOST):
        async with house.transaction() as connection:
            page = await site.keys_of_schools(connection, after, _PAGE)
            tested = await alarm.last_tests_of(connection, [key.device_id for key in page])
            overdue = [
                key
                for key in page
                if rules.is_overdue(key, tested.get(key.device_id), days[key.area_code], now)
            ]
            await fault.note_overdue(house, connection, page, overdue)
        if len(page) < _PAGE:
            return
        after = page[-1].device_id


async def coming(connection: Connection, who: Who, site_id: UUID, now: datetime) -> list[Coming]:
    """The own site's alarms that are open or have just ended, the newest first. Raises NotFound."""
    devices = {d.device_id: d for d in await site.own_devices(connection, who, site_id)}
    presses = await alarm.lately_at(connection, site_id, now - rules.PRESSES_SHOWN, _PRESSES_MOST)
    ended_after = now - rules.ENDED_SHOWN
    wholes = {
        whole.incident_id: whole
        for whole in await incident.at_site(connection, site_id, ended_after, _INCIDENTS_MOST)
    }
    # A press may stand in an incident that was merged into one of another site.
    merged = {press.incident_id for press in presses if press.reset_at is None} - wholes.keys()
    merged |= {whole.incident_id for whole in wholes.values() if whole.merged_into is not None}
    answered = {one: one for one in wholes}
    for incident_id in merged:
        standing = await incident.standing(connection, incident_id)
        wholes.pop(incident_id, None)
        wholes[standing.incident_id] = standing
        answered[incident_id] = standing.incident_id
    told = [whole for whole in wholes.values() if rules.is_told_at_site(whole, ended_after)]
    return [
        await _coming(
            connection,
            whole,
            [p for p in presses if answered.get(p.incident_id) == whole.incident_id],
            devices,
        )
        for whole in sorted(told, key=lambda whole: whole.opened_at, reverse=True)
    ]


async def _coming(
    connection: Connection, whole: Whole, presses: Sequence[Alarm], devices: dict[UUID, Device]
) -> Coming:
    units = await dispatch.coming(connection, whole.incident_id)
    return Coming(
        incident_id=whole.incident_id,
        number=whole.number,
        kind=whole.kind,
        test=whole.test,
        state=whole.state,
        opened_at=whole.opened_at,
        eta_at=whole.eta_at,
        latched=whole.latched,
        closed_at=whole.closed_at,
        disposition=whole.disposition,
        presses=[
            KeyPressed(
                label=devices[press.device_id].label,
                room=press.room,
                kind=press.kind,
                received_at=press.received_at,
                reset_at=press.reset_at,
            )
            for press in presses
            if not press.silent
        ],
        units=[
            UnitComing(
                call_sign=unit.call_sign,
                point_name=unit.point_name,
                state=unit.state,
                eta_at=unit.eta_at,
            )
            for unit in units
        ],
    )


def stirred(at: datetime, body: Any) -> Iterable[tuple[str, frozenset[str], Live]]:
    """What an event means to the contacts of the site that it is about: look again."""
    named = body.get("site_id") if isinstance(body, dict) else None
    if named is None:
        return
    site_id = UUID(named)
    event = Live(None, STIRRED.name, at, Stirred(site_id=site_id))
    yield STIRRED.name, frozenset({site_scope(site_id)}), event
