"""Taking presses, telling boxes how far the answer has come, resetting alarms."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

import asyncpg

from service.alarm import rules, store
from service.alarm.wire import (
    RAISED,
    REAL,
    RESET,
    Alarm,
    AlreadyReset,
    Beat,
    Press,
    PressRow,
    Progress,
    Reset,
    Taken,
)
from service.core.ids import new_id
from service.core.problem import NotFound
from service.core.times import as_utc
from service.identity.wire import DESK, Who
from service.incident import actions as incident
from service.incident.wire import (
    TECHNICAL,
    Entry,
    EntryKind,
    Incident,
    Opening,
    Source,
    Whole,
)
from service.platform.db import Connection
from service.platform.house import House
from service.platform.outbox import Said
from service.site import actions as site
from service.site.wire import HEARTBEAT_S, DeviceAt, Drill, Heartbeat, SiteRow

# Presses that are kept together wait this long for somebody's lock; then each is kept by itself.
_LOCK_S = 0.2


async def take_press(house: House, device: DeviceAt, press: Press) -> tuple[Taken, bool]:
    """Keep a press and the promise to act on it, in one transaction; whether it was new.

    Nearly every press is new, so it is written without asking first: one that is known makes
    the transaction leave no trace, and is answered as it was.
    """
    try:
        return _taken(await _keep(house, device, press, house.clock.now())), True
    except _SentTwice:
        async with house.db.reading() as connection:
            known = await store.by_press(connection, device.site_id, press.press_id)
    assert known is not None, "whoever was faster has committed"
    return _taken(known), False


class _SentTwice(Exception):
    """The site has this press already: nothing of this transaction stays."""


async def _keep(house: House, device: DeviceAt, press: Press, now: datetime) -> Alarm:
    drill, entry = rules.drill_of(device, press, now), _entry(device, press, now)
    async with house.transaction() as connection:
        # While an alarm of the site is open in earnest, nothing that is pressed there is a drill.
        if drill is not None and await incident.is_real_at(connection, device.site_id):
            drill = None
        opening = _opening(device, press, drill)
        whole, said = await incident.join_or_open(connection, opening, now, entry)
        new = _alarm(device, press, opening, whole, now)
        alarm = (await store.add_alarms(connection, [new], now)).get(new.alarm_id)
        if alarm is None:
            raise _SentTwice
        raised = Said(RAISED, device.lineage, alarm, alarm.alarm_id)
        await house.outbox.say(connection, now, raised, said)
    return alarm


# With whom each of them meets one of these is found out by taking it by itself.
_TOGETHER_TROUBLES = (_SentTwice, asyncpg.LockNotAvailableError, asyncpg.DeadlockDetectedError)


async def take_together(
    house: House, pressed: Sequence[tuple[DeviceAt, Press]]
) -> list[Taken | None]:
    """Keep presses that came in at about the same time, each as `take_press` does, in one commit.

    Only what is as usual is taken: the first press of a site where nothing is open, and no drill
    declared. None for every other, of which nothing is kept: it is to be taken by itself.
    """
    now = house.clock.now()
    first: dict[tuple[UUID, bool], int] = {}
    for n, (device, press) in enumerate(pressed):
        if rules.drill_of(device, press, now) is None:
            first.setdefault((device.site_id, press.kind in TECHNICAL), n)
    taken: list[Taken | None] = [None] * len(pressed)
    if not first:
        return taken
    try:
        kept = await _keep_together(house, [pressed[n] for n in first.values()], now)
    except _TOGETHER_TROUBLES:
        return taken
    for n, alarm in zip(first.values(), kept, strict=True):
        taken[n] = None if alarm is None else _taken(alarm)
    return taken


async def _keep_together(
    house: House, pressed: Sequence[tuple[DeviceAt, Press]], now: datetime
) -> list[Alarm | None]:
    openings = [_opening(device, press, None) for device, press in pressed]
    entries = [_entry(device, press, now) for device, press in pressed]
    async with house.transaction(lock_s=_LOCK_S) as connection:
        opened = await incident.open_together(
            connection, list(zip(openings, entries, strict=True)), now
        )
        new = [
            None if one is None else _alarm(device, press, opening, one[0], now)
            for (device, press), opening, one in zip(pressed, openings, opened, strict=True)
        ]
        alarms = await store.add_alarms(connection, [one for one in new if one is not None], now)
        if len(alarms) < sum(one is not None for one in new):
            raise _SentTwice
        said = [
            said
            for one, whole in zip(new, opened, strict=True)
            if one is not None and whole is not None
            for said in (Said(RAISED, one.scope, alarms[one.alarm_id], one.alarm_id), whole[1])
        ]
        await house.outbox.say(connection, now, *said)
    return [None if one is None else alarms[one.alarm_id] for one in new]


def _alarm(
    device: DeviceAt, press: Press, opening: Opening, whole: Whole, now: datetime
) -> store.NewAlarm:
    return store.NewAlarm(
        alarm_id=new_id(now),
        press_id=press.press_id,
        device_id=device.device_id,
        site_id=device.site_id,
        incident_id=whole.incident_id,
        scope=device.lineage,
        kind=press.kind,
        silent=opening.silent,
        test=opening.test,
        room=press.room or device.room,
        note=press.note,
        pressed_at=as_utc(press.pressed_at),
        clock_off_s=rules.clock_off_s(press.pressed_at, now),
    )


async def progress(house: House, device: DeviceAt, press_id: UUID) -> Progress:
    """How far the answer to a press of this device's site has come. Raises NotFound."""
    async with house.db.reading() as connection:
        alarm = await store.by_press(connection, device.site_id, press_id)
        if alarm is None:
            raise NotFound(field="press_id")
        row = PressRow(alarm.press_id, alarm.incident_id, alarm.state, alarm.test)
        return await _progress(connection, row, house.clock.now())


async def heartbeat(house: House, device: DeviceAt, beat: Heartbeat) -> Beat:
    """Note that a box lives, and tell it how far the answers to its presses have come."""
    now = house.clock.now()
    async with house.db.reading() as connection:
        await site.heartbeat(connection, device, beat, now)
        rows = await store.of_device(
            connection, device.device_id, now - rules.TOLD_FOR, rules.TOLD_MOST
        )
        presses = [await _progress(connection, row, now) for row in rows]
    return Beat(now=now, heartbeat_s=HEARTBEAT_S, presses=presses)


async def reset(house: House, who: Who, alarm_id: UUID, asked: Reset) -> Alarm:
    """A person resets an alarm. Raises NotFound, AlreadyReset naming who was faster."""
    now = house.clock.now()
    async with house.transaction() as connection:
        row = await store.by_id(connection, alarm_id)
        if row is None or not who.sees(row.scope, DESK):
            raise NotFound(field="alarm_id")
        alarm = await store.reset(connection, alarm_id, asked.disposition, now, who.display)
        if alarm is None:
            raise AlreadyReset(f"{row.reset_by} has reset it.", who=row.reset_by)
        entry = Entry(
            EntryKind.RESET,
            who.display,
            {"alarm_id": alarm_id, "disposition": asked.disposition, "note": asked.note},
        )
        _, said = await incident.unlatch(connection, alarm.incident_id, now, entry)
        about = Said(RESET, row.scope, alarm, alarm_id)
        await house.outbox.say(connection, now, about, said)
    return alarm


async def say_real(house: House, who: Who, site_id: UUID) -> Incident:
    """A dispatcher says that a drill is real. Raises NotFound."""
    async with house.transaction() as connection:
        row = await site.site(connection, who, site_id)
        if not who.sees(row.lineage, DESK):
            raise NotFound(field="site_id")
        return await _make_real(house, connection, who, row)


async def say_own_real(house: House, who: Who, site_id: UUID) -> Incident:
    """A site's contact says that a drill is real. Raises NotFound."""
    async with house.transaction() as connection:
        row = await site.own(connection, who, site_id)
        return await _make_real(house, connection, who, row)


async def _make_real(house: House, connection: Connection, who: Who, row: SiteRow) -> Incident:
    """End the site's drills; its drill's incident and alarms are real from now on.

    Where the site has no open drill, an incident is opened: whoever says that it is real is
    believed, also a moment after the desk has closed the drill.
    """
    now = house.clock.now()
    said = await site.end_drills(connection, row, now, who.display)
    whole, told = await incident.make_real(connection, row, now, who.display)
    turned = await store.make_real(connection, whole.incident_id)
    said += [told, *(Said(REAL, row.lineage, alarm, alarm.alarm_id) for alarm in turned)]
    await house.outbox.say(connection, now, *said)
    return whole.shown()


async def of_incident(house: House, who: Who, incident_id: UUID) -> list[Alarm]:
    """The alarms of an incident that you see. Raises NotFound."""
    async with house.db.reading() as connection:
        whole = await incident.incident(connection, who, incident_id)
        return await store.of_incident(connection, whole.incident_id)


async def latched(connection: Connection, areas: Iterable[str], count: int) -> list[Alarm]:
    """Latched alarms of these areas, the oldest first: none is ever left out for another."""
    return await store.latched_within(connection, areas, count)


async def last_tests(connection: Connection, site_id: UUID) -> dict[UUID, datetime]:
    """When each device of a site was last pressed for a test; the caller has checked whose."""
    rows = await store.last_tests(connection, site_id, TECHNICAL)
    return {row.device_id: row.tested_at for row in rows}


async def last_tests_of(connection: Connection, device_ids: Sequence[UUID]) -> dict[UUID, datetime]:
    """When each of these devices was last pressed for a test."""
    rows = await store.last_tests_of(connection, device_ids, TECHNICAL)
    return {row.device_id: row.tested_at for row in rows}


async def lately_at(
    connection: Connection, site_id: UUID, after: datetime, count: int
) -> list[Alarm]:
    """Alarms of a site that are latched or came after an instant, the newest first.

    The caller has checked whose the site is.
    """
    return await store.lately_at_site(connection, site_id, after, count)


async def between_at(
    connection: Connection, site_id: UUID, from_at: datetime, until_at: datetime, count: int
) -> list[Alarm]:
    """Alarms of a site that came in a window, the oldest first; the caller has checked whose."""
    return await store.between_at_site(connection, site_id, from_at, until_at, count)


async def _progress(connection: Connection, row: PressRow, now: datetime) -> Progress:
    whole = await incident.standing(connection, row.incident_id)
    state = rules.progress(row.state, whole.state)
    return Progress(press_id=row.press_id, state=state, eta_s=whole.eta_s(now), test=row.test)


def _opening(device: DeviceAt, press: Press, drill: Drill | None) -> Opening:
    return Opening(
        source=Source.PRESS,
        kind=press.kind,
        silent=rules.is_silent(press),
        test=drill is not None,
        drill_units=drill.unit_ids if drill else (),
        priority=None,
        area_code=device.area_code,
        lineage=device.lineage,
        site_id=device.site_id,
        site_class=device.site_class,
        title=device.site_name,
        place=device.place,
        points=device.points,
        note=press.note,
        who=device.label,
    )


def _entry(device: DeviceAt, press: Press, now: datetime) -> Entry:
    return Entry(
        EntryKind.PRESSED,
        device.label,
        {
            "kind": press.kind,
            "room": press.room or device.room,
            "pressed_at": as_utc(press.pressed_at),
            "clock_off_s": rules.clock_off_s(press.pressed_at, now),
            "said_test": press.test,
        },
    )


def _taken(alarm: Alarm) -> Taken:
    return Taken(
        alarm_id=alarm.alarm_id,
        incident_id=alarm.incident_id,
        state=alarm.state,
        received_at=alarm.received_at,
    )


async def forget_words(connection: Connection, incident_ids: Sequence[UUID]) -> None:
    """Delete what was written with the alarms of these incidents."""
    await store.forget_words(connection, incident_ids)
