"""Pictures of an incident: from which cameras, and who looks at them."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from types import MappingProxyType
from uuid import UUID

from service.camera import actions as camera
from service.camera.wire import Chosen, Reason
from service.identity.wire import Who
from service.incident import actions, rules, store, turns
from service.incident.wire import CHANGED, Entry, EntryKind, Whole
from service.picture import actions as picture
from service.picture import asking
from service.picture.wire import Shot, Snapshot, SnapshotState
from service.platform.db import Connection, Transaction
from service.platform.house import House
from service.platform.outbox import Lane, Promise

# Choosing again, as time goes by.
AGAIN = "plan_again"
# So many of those chosen may see the place once more and no way out.
_OTHERS = 4
# So long an incident waits for bytes that are being flushed while its plan is written.
_FLUSH_S = 0.05
_NOTHING_READY: asking.Keeping = MappingProxyType({})
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
        tried = {s.camera_id for s in taken}
        wanted = rules.due_pictures(whole.plan.pictures, picture.usable(taken), len(tried))
        if wanted == 0 or not whole.open:
            return 0
        chosen = await camera.choose(
            house,
            connection,
            whole.spot,
            whole.scope[-1:],
            since_s=(now - whole.opened_at).total_seconds(),
            count_max=wanted,
            without=tried,
        )
        if not chosen:
            if not taken:
                entry = Entry(EntryKind.NO_PICTURE, "", {"trouble": "no_camera"})
                await store.write(connection, now, [(incident_id, entry)])
            return 0
        ready = asking.keep_ready(house, incident_id, chosen, whole.opened_at)
        again = () if taken else whole.plan.film.again_s
        left = await _ask(house, connection, whole, taken, chosen, ready, again)
    await _keep_late(house, whole, left, ready)
    return len(chosen)


async def _keep_late(
    house: House, whole: Whole, planned: Sequence[Snapshot], ready: asking.Keeping
) -> None:
    """Keep what was a picture already, where the store took its time over the bytes."""
    late = {one.camera_id: ready[one.camera_id] for one in planned if one.camera_id in ready}
    takings = await asking.take_ready(planned, whole.scope, whole.opened_at, late)
    if not takings:
        return
    async with house.transaction() as connection:
        stored = await picture.keep_taken(house, connection, takings, whole.plan.film)
        await _tell_marked(house, connection, stored)


async def plan_again(house: House, incident_id: UUID, transaction: Transaction) -> int:
    """Ask cameras that watch how far one can have gone by now; how many.

    Those that were asked before are not asked anew, and what they see counts as seen.
    """
    now = house.clock.now()
    async with transaction() as connection:
        whole = await store.whole(connection, incident_id, locked=True)
        assert whole is not None, "pictures are planned for an incident that exists"
        taken = await picture.snapshots(connection, incident_id)
        most = whole.plan.film.again_cameras
        if not whole.open or not most:
            return 0
        chosen = await camera.choose(
            house,
            connection,
            whole.spot,
            whole.scope[-1:],
            since_s=(now - whole.opened_at).total_seconds(),
            count_max=most + _OTHERS,
            without={s.camera_id for s in taken},
        )
        outs = [one for one in chosen if one.reason is Reason.WAY_OUT][:most]
        if outs:
            await _ask(house, connection, whole, taken, outs)
    return len(outs)


async def _ask(
    house: House,
    connection: Connection,
    whole: Whole,
    taken: Sequence[Snapshot],
    chosen: Sequence[Chosen],
    ready: asking.Keeping = _NOTHING_READY,
    again_s: Sequence[float] = (),
) -> list[Snapshot]:
    """Promise a picture of each camera, say which and why, and keep the best of them warm.

    What was a picture already is stored with its plan, unless the store is slow: an incident is
    not held up for it. Returns what is not stored yet.
    """
    now, already = house.clock.now(), len({s.camera_id for s in taken})
    planned = await picture.plan_snapshots(
        house, connection, whole.incident_id, whole.scope, whole.opened_at, chosen, already
    )
    entry = Entry(EntryKind.PICTURES, "", {"cameras": [_named(one) for one in chosen]})
    await store.write(connection, now, [(whole.incident_id, entry)])
    await picture.warm(connection, whole.incident_id, [*taken, *planned], whole.plan.film, now)
    takings = await asking.take_ready(planned, whole.scope, whole.opened_at, ready, _FLUSH_S)
    promises = [
        Promise(AGAIN, Lane.PICTURES, f"{whole.incident_id}:{s:g}", _at(whole, s)) for s in again_s
    ]
    stored = await picture.say_planned(
        *(house, connection, whole.scope, planned, takings, whole.plan.film),
        late={camera_id for camera_id, flushed in ready.items() if not flushed.done()},
        promises=promises,
    )
    await _tell_marked(house, connection, stored)
    kept = {one.snapshot_id for one in stored}
    return [one for one in planned if one.snapshot_id not in kept]


def _at(whole: Whole, since_s: float) -> datetime:
    return whole.opened_at + timedelta(seconds=since_s)


def _named(one: Chosen) -> dict[str, object]:
    """A chosen camera as the timeline tells of it: its name, and the reason in parts."""
    return {
        "name": one.name,
        "reason": one.reason,
        "distance_m": one.distance_m,
        "street": one.street,
        "street_en": one.street_en,
        "on_foot": one.on_foot,
        "preset": one.preset.name if one.preset else None,
    }


async def fetch(
    house: House, snapshot_id: UUID, attempt: int, deadline_s: float, transaction: Transaction
) -> Snapshot | None:
    """Take one planned picture, and say on the incident what became of it.

    None where it was decided already. One that is still planned afterwards is to be tried again.
    """
    taking = await asking.take(house, snapshot_id, attempt, deadline_s)
    if taking is None:
        return None
    async with transaction() as connection:
        whole = await store.whole(connection, taking.planned.incident_id)
        assert whole is not None, "a picture is of an incident that exists"
        film = whole.plan.film if whole.open else None
        snapshot = await picture.keep(house, connection, taking, film)
        if snapshot is not None:
            await turns.tell(house, connection, taking, snapshot)
        if snapshot is not None and (snapshot.state is SnapshotState.FAILED or snapshot.marks):
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


async def _tell_marked(house: House, connection: Connection, stored: Iterable[Snapshot]) -> None:
    for snapshot in stored:
        if snapshot.marks:
            await _tell(house, connection, snapshot)


async def _tell(
    house: House, connection: Connection, snapshot: Snapshot, troubles: Iterable[str] = ()
) -> None:
    """Say on the incident what is wrong with a camera's picture, a line for each trouble."""
    said = troubles or ([snapshot.trouble] if snapshot.trouble else snapshot.marks)
    lines = [
        (
            snapshot.incident_id,
            Entry(EntryKind.NO_PICTURE, "", {"camera": snapshot.camera_name, "trouble": trouble}),
        )
        for trouble in said
    ]
    await store.write(connection, house.clock.now(), lines)


async def fetch_further(
    house: House, snapshot_id: UUID, shot: Shot, deadline_s: float, transaction: Transaction
) -> None:
    """Take one more picture of a camera while its incident is open."""
    async with house.db.reading() as connection:
        first = await picture.snapshot(connection, snapshot_id)
        assert first is not None, "further pictures follow a first"
        whole = await store.whole(connection, first.incident_id)
    assert whole is not None, "a picture is of an incident that exists"
    if not whole.open:
        return
    taking = await asking.take_further(house, first, shot, deadline_s)
    async with transaction() as connection:
        if picture.shows_nothing(taking):
            # One after the other: two frames of one camera do not tell the same.
            await store.whole(connection, first.incident_id, locked=True)
        taken = await picture.snapshots(connection, first.incident_id)
        kept = await picture.keep_further(house, connection, taking, shot, whole.plan.film)
        if kept is None or not (new := picture.unheard_of(kept, taken)):
            return
        await _tell(house, connection, kept, new)
        # What was wrong before the press may be over; what is wrong since then is not asked twice:
        # the frame before it was the first try.
        if kept.moment_ms >= 0:
            now = house.clock.now()
            replacement = picture.replacement(kept.incident_id, now)
            await house.outbox.promise(connection, now, replacement)


async def snapshots(house: House, who: Who, incident_id: UUID) -> list[Snapshot]:
    """What is known of the pictures of an incident that you see. Raises NotFound."""
    async with house.db.reading() as connection:
        whole = await actions.incident(connection, who, incident_id)
        return await picture.snapshots(connection, whole.incident_id)
