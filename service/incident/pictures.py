"""Pictures of an incident: from which cameras, and who looks at them."""

from uuid import UUID

from service.audit import actions as audit
from service.audit.wire import Look
from service.camera import actions as camera
from service.core.problem import NotFound
from service.identity.wire import STAFF, Who
from service.incident import actions, rules, store
from service.incident.wire import CHANGED, Entry, EntryKind, Whole
from service.picture import actions as picture
from service.picture.wire import Snapshot, SnapshotState
from service.platform.db import Connection, Transaction
from service.platform.house import House

# Why there is no picture, where choosing the cameras itself failed.
NOT_PLANNED = "not_planned"


async def plan_pictures(house: House, incident_id: UUID, transaction: Transaction) -> int:
    """Promise pictures from the cameras that look there; how many.

    Cameras that gave none are replaced by the next best, until the plan's wish is met or twice
    as many have been asked.
    """
    now = house.clock.now()
    async with transaction() as connection:
        whole = await store.whole(connection, incident_id, locked=True)
        assert whole is not None, "pictures are planned for an incident that exists"
        taken = await picture.snapshots(connection, incident_id)
        usable = sum(s.state is not SnapshotState.FAILED for s in taken)
        wanted = rules.due_pictures(whole.plan.pictures, usable, len(taken))
        if wanted == 0 or not whole.open:
            return 0
        chosen = await camera.choose(
            connection,
            whole.spot,
            whole.scope[-1:],
            now,
            count_max=wanted,
            without=[s.camera_id for s in taken],
        )
        if not chosen:
            if not taken:
                entry = Entry(EntryKind.NO_PICTURE, "", {"trouble": "no_camera"})
                await store.write(connection, now, [(incident_id, entry)])
            return 0
        await picture.plan_snapshots(
            house, connection, incident_id, whole.scope, whole.opened_at, chosen
        )
        named = [{"name": c.name, "reason": c.reason, "distance_m": c.distance_m} for c in chosen]
        entry = Entry(EntryKind.PICTURES, "", {"cameras": named})
        await store.write(connection, now, [(incident_id, entry)])
    return len(chosen)


async def fetch(
    house: House, snapshot_id: UUID, attempt: int, deadline_s: float, transaction: Transaction
) -> Snapshot | None:
    """Take one planned picture, and say on the incident what became of it.

    None where it was decided already. One that is still planned afterwards is to be tried again.
    """
    taking = await picture.take(house, snapshot_id, attempt, deadline_s)
    if taking is None:
        return None
    async with transaction() as connection:
        snapshot = await picture.keep(house, connection, taking)
        if snapshot is not None and snapshot.state is SnapshotState.FAILED:
            await _tell(house, connection, snapshot)
    return snapshot


async def give_up(house: House, connection: Connection, snapshot_id: UUID) -> None:
    """Say on the incident that a picture cannot be kept; another camera is asked in its place."""
    snapshot = await picture.give_up(house, connection, snapshot_id)
    if snapshot is not None:
        await _tell(house, connection, snapshot)


async def give_up_planning(house: House, connection: Connection, incident_id: UUID) -> None:
    """Say on the incident, and to the desk at once, that no cameras could be chosen for it."""
    now, whole = house.clock.now(), await actions.standing(connection, incident_id)
    entry = Entry(EntryKind.NO_PICTURE, "", {"trouble": NOT_PLANNED})
    await store.write(connection, now, [(whole.incident_id, entry)])
    await house.outbox.say(connection, now, actions.about(CHANGED, whole))


async def _tell(house: House, connection: Connection, snapshot: Snapshot) -> None:
    body = {"camera": snapshot.camera_name, "trouble": snapshot.trouble}
    lines = [(snapshot.incident_id, Entry(EntryKind.NO_PICTURE, "", body))]
    await store.write(connection, house.clock.now(), lines)


async def snapshots(house: House, who: Who, incident_id: UUID) -> list[Snapshot]:
    """What is known of the pictures of an incident that you see. Raises NotFound."""
    async with house.db.reading() as connection:
        whole = await actions.incident(connection, who, incident_id)
        return await picture.snapshots(connection, whole.incident_id)


async def look_as_staff(house: House, who: Who, snapshot_id: UUID) -> bytes:
    """One picture of an incident that you see; the look is recorded first. Raises NotFound."""
    async with house.db.reading() as connection:
        snapshot = await picture.snapshot(connection, snapshot_id)
        if snapshot is None:
            raise NotFound(field="snapshot_id")
        whole = await actions.incident(connection, who, snapshot.incident_id)
    return await look(house, who, whole, snapshot_id, ",".join(sorted(who.areas(STAFF))))


async def look(house: House, who: Who, whole: Whole, snapshot_id: UUID, work_unit: str) -> bytes:
    """The bytes of a picture of an incident, once it is on record who looks and why.

    Raises NotFound where the picture is another incident's, or not there yet.
    """
    async with house.db.reading() as connection:
        snapshot = await picture.snapshot(connection, snapshot_id)
    if snapshot is None or snapshot.incident_id != whole.incident_id or not snapshot.blob_key:
        raise NotFound(field="snapshot_id")
    await audit.record(
        house,
        Look(
            account_id=who.account_id,
            person=who.display,
            work_unit=work_unit,
            reason=f"incident {whole.number}",
            content=f"snapshot {snapshot_id} of {snapshot.camera_name}",
            incident_id=whole.incident_id,
        ),
    )
    return await house.blobs.get(snapshot.blob_key)
