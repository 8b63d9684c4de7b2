"""Finding faults of devices and gateways, and ending them."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from service.centre import actions as centre
from service.core.ids import new_id
from service.core.problem import NotFound
from service.fault import store
from service.fault.store import FaultRow
from service.fault.wire import CLEARED, RAISED, AlreadyCleared, Fault, FaultKind
from service.identity.wire import DESK, Who
from service.phone import actions as phone
from service.phone.wire import Gateway, GatewayTrouble
from service.platform.db import Connection, Transaction
from service.platform.house import House
from service.platform.outbox import Lane, Promise, Said
from service.site import actions as site
from service.site.wire import KeyOfSchool

_GATEWAYS = UUID("6f1d2c0e-5a0b-4a4e-9d39-2f7f0a3c51b7")
_GATEWAY_FAULTS = {
    GatewayTrouble.SILENT: FaultKind.GATEWAY_SILENT,
    GatewayTrouble.REFUSING: FaultKind.GATEWAY_REFUSING,
    GatewayTrouble.DOUBTED: FaultKind.GATEWAY_DOUBTED,
}
# Devices found lost, or faulty, in one look; the rest are found by the next, some seconds later.
_LOST_MOST = 1000
# By then the schedule looks; where many fall silent one after the other some are found at a time.
_LOOK_LATEST, _LOOK_SOONEST = timedelta(seconds=15), timedelta(seconds=1)


async def watch_devices(house: House, transaction: Transaction) -> None:
    """Find devices that have missed their heartbeats or find themselves faulty, and the well.

    The next look is promised for when a device falls silent, if that comes before the schedule's.
    """
    now = house.clock.now()
    async with transaction() as connection:
        silent, back = await _watch_silent(connection, now)
        faulty, well = await _watch_faulty(connection, now)
        await _say(house, connection, now, silent + faulty, back + well)
        silent_at = await site.next_silent_at(connection, now)
        if silent_at is not None and silent_at <= now + _LOOK_LATEST:
            due_at = max(silent_at, now + _LOOK_SOONEST)
            look = Promise("watch_devices", Lane.REST, "all", due_at)
            await house.outbox.promise(connection, now, look)


async def _watch_silent(
    connection: Connection, now: datetime
) -> tuple[list[FaultRow], list[FaultRow]]:
    known = await store.open_subjects(connection, FaultKind.DEVICE_LOST)
    silent = await site.silent(connection, now, _LOST_MOST + len(known))
    raised = [
        await store.raise_fault(
            connection,
            new_id(now),
            FaultKind.DEVICE_LOST,
            device.device_id,
            f"{device.site_name} · {device.label}",
            device.site_id,
            device.lineage,
            f"last heard {device.seen_at.isoformat(timespec='seconds')}",
            1,
            now,
        )
        for device in silent
        if device.device_id not in known
    ]
    back = await site.back(connection, list(known), now) if known else []
    return raised, await store.clear_faults(connection, FaultKind.DEVICE_LOST, back, now, "")


async def _watch_faulty(
    connection: Connection, now: datetime
) -> tuple[list[FaultRow], list[FaultRow]]:
    known = await store.open_details(connection, FaultKind.DEVICE_FAULTY)
    faulty = await site.faulty(connection, _LOST_MOST + len(known))
    details = {device.device_id: " ".join(site.ailments(device)) for device in faulty}
    raised = [
        await store.raise_fault(
            connection,
            new_id(now),
            FaultKind.DEVICE_FAULTY,
            device.device_id,
            f"{device.site_name} · {device.label}",
            device.site_id,
            device.lineage,
            details[device.device_id],
            1,
            now,
        )
        for device in faulty
        if known.get(device.device_id) != details[device.device_id]
    ]
    well = await site.sound(connection, list(known)) if known else []
    return raised, await store.clear_faults(connection, FaultKind.DEVICE_FAULTY, well, now, "")


async def note_tampering(house: House, device_id: UUID, transaction: Transaction) -> None:
    """Show refused requests in a device's name as tampering of its site."""
    now = house.clock.now()
    async with transaction() as connection:
        refusals = await site.refusals(connection, device_id)
        if not refusals:
            return
        last = refusals[0]
        row = await store.raise_fault(
            connection,
            new_id(now),
            FaultKind.DEVICE_TAMPERING,
            device_id,
            f"{last.site_name} · {last.label}",
            last.site_id,
            last.lineage,
            last.code,
            sum(r.count for r in refusals),
            now,
        )
        await _say(house, connection, now, [row], [])


async def watch_gateways(house: House, transaction: Transaction) -> None:
    """Ring the phones at the centre, and see how the gateways that ring officers' phones stand."""
    await phone.ring_canaries(house)
    now = house.clock.now()
    async with transaction() as connection:
        troubles = await phone.standings(house, connection)
        everywhere = sorted(await centre.lineages(connection))
        raised, cleared = [], []
        for trouble in GatewayTrouble:
            kind = _GATEWAY_FAULTS[trouble]
            ailing = [gateway for gateway, found in troubles.items() if found is trouble]
            known = await store.open_subjects(connection, kind)
            fresh = [gateway for gateway in ailing if _subject(gateway) not in known]
            raised += [
                await store.raise_fault(
                    *(connection, new_id(now), kind, _subject(gateway), gateway.value),
                    *(None, everywhere, trouble.value, 1, now),
                )
                for gateway in fresh
            ]
            over = known - {_subject(gateway) for gateway in ailing}
            cleared += await store.clear_faults(connection, kind, over, now, "")
        await _say(house, connection, now, raised, cleared)


def _subject(gateway: Gateway) -> UUID:
    return uuid5(_GATEWAYS, gateway)


async def note_overdue(
    house: House,
    connection: Connection,
    looked_at: Sequence[KeyOfSchool],
    overdue: Sequence[KeyOfSchool],
) -> None:
    """Show keys that are overdue for their test; of those looked at, others are not any more."""
    now = house.clock.now()
    known = await store.open_subjects(connection, FaultKind.TEST_OVERDUE)
    late = {key.device_id for key in overdue}
    done = {key.device_id for key in looked_at} & known - late
    raised = [
        await store.raise_fault(
            connection,
            new_id(now),
            FaultKind.TEST_OVERDUE,
            key.device_id,
            f"{key.site_name} · {key.label}",
            key.site_id,
            key.lineage,
            "",
            1,
            now,
        )
        for key in overdue
        if key.device_id not in known
    ]
    cleared = await store.clear_faults(connection, FaultKind.TEST_OVERDUE, done, now, "")
    await _say(house, connection, now, raised, cleared)


async def clear(house: House, who: Who, fault_id: UUID) -> Fault:
    """A person says that a fault is dealt with. Raises NotFound, AlreadyCleared."""
    now = house.clock.now()
    async with house.transaction() as connection:
        row = await store.by_id(connection, fault_id)
        if row is None or not who.sees(row.scope, DESK):
            raise NotFound(field="fault_id")
        cleared = await store.clear_fault(connection, fault_id, now, who.display)
        if cleared is None:
            raise AlreadyCleared(who=row.cleared_by)
        await _say(house, connection, now, [], [cleared])
    return cleared.shown()


async def faults(connection: Connection, areas: Iterable[str], count: int) -> list[Fault]:
    """Open faults of these areas, the newest first."""
    return await store.open_within(connection, areas, count)


async def of_site(connection: Connection, site_id: UUID, count: int) -> list[Fault]:
    """Open faults of a site, the newest first; the caller has checked whose it is."""
    return await store.open_of_site(connection, site_id, count)


async def _say(
    house: House,
    connection: Connection,
    now: datetime,
    raised: Iterable[FaultRow],
    cleared: Iterable[FaultRow],
) -> None:
    said = [Said(RAISED, row.scope, row.shown(), row.fault_id) for row in raised]
    said += [Said(CLEARED, row.scope, row.shown(), row.fault_id) for row in cleared]
    await house.outbox.say(connection, now, *said)
