"""Planning, taking and keeping pictures."""

import contextlib
from collections.abc import Container, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from service.camera import actions as camera
from service.camera.wire import Chosen
from service.core.ids import new_id
from service.picture import rules, store
from service.picture.asking import Taking
from service.picture.store import Kept, Proof, SnapshotRow
from service.picture.wire import (
    FAILED,
    PLANNED,
    STORED,
    Film,
    Mark,
    Seen,
    Shot,
    Size,
    Snapshot,
    SnapshotState,
)
from service.platform.blobs import BlobLost
from service.platform.db import Connection
from service.platform.house import House
from service.platform.outbox import Lane, Promise, Said
from service.platform.rings import leases
from service.platform.thumbs import LARGE_PX, SMALL_PX, thumbnails

FETCH = "fetch_snapshot"
# Why there is no picture, where our own part failed and not the camera.
NOT_KEPT = "not_kept"
FURTHER = "further_snapshot"
PLAN = "plan_snapshots"
# What the source of a frame is called that was kept before anybody asked for it.
RING = "ring"


# By then a picture that was ready is kept, or whoever was to keep it is dead.
_READY_AGAIN = timedelta(seconds=2)
# How long after the last frame of its film a camera of an incident is kept warm.
KEPT_WARM = timedelta(minutes=5)
WIDTHS = {Size.SMALL: SMALL_PX, Size.LARGE: LARGE_PX}


async def plan_snapshots(
    house: House,
    connection: Connection,
    incident_id: UUID,
    scope: Sequence[str],
    about_at: datetime,
    chosen: Sequence[Chosen],
    already: int,
) -> list[Snapshot]:
    """Plan a picture from each chosen camera, after those `already` asked; nobody hears of it."""
    now = house.clock.now()
    rows: list[dict[str, object]] = [
        {
            "snapshot_id": new_id(now),
            "camera_id": one.camera_id,
            "name": one.name,
            "rank": already + rank,
            "reason": one.reason,
            "distance_m": one.distance_m,
            "street": one.street,
            "street_en": one.street_en,
            "on_foot": one.on_foot,
            "preset": one.preset.name if one.preset else None,
        }
        for rank, one in enumerate(chosen)
    ]
    return await store.plan_snapshots(connection, incident_id, scope, about_at, now, rows)


async def say_planned(
    house: House,
    connection: Connection,
    scope: Sequence[str],
    planned: Sequence[Snapshot],
    takings: Iterable[Taking] = (),
    film: Film | None = None,
    *,
    late: Container[UUID] = (),
    promises: Sequence[Promise] = (),
) -> list[Snapshot]:
    """Promise planned pictures, all to be taken at once, and write those that are kept already.

    Those of `late` cameras are being kept by whoever calls: their promise is for where that one
    dies. What is kept is said to be stored, and not before that it is planned. Returns what is
    stored; what else is promised goes with it.
    """
    now = house.clock.now()
    kept = {one.planned.snapshot_id for one in takings}
    due = [one for one in planned if one.snapshot_id not in kept]
    asked = [
        _promise(s.snapshot_id, now + _READY_AGAIN if s.camera_id in late else now) for s in due
    ]
    said = [Said(PLANNED, scope, snapshot, snapshot.incident_id) for snapshot in due]
    return await keep_taken(
        house, connection, takings, film, said=said, promises=[*asked, *promises]
    )


async def keep(
    house: House, connection: Connection, taking: Taking, film: Film | None
) -> Snapshot | None:
    """Write what became of a picture, and say so. None where it was decided already.

    A camera that gave none is asked again while tries are left. One that gave a good one is asked
    for the further ones of the film; one that shows nothing is replaced.
    """
    now, planned = house.clock.now(), taking.planned
    if taking.proof is None:
        return await _without_picture(house, connection, taking, now)
    if taking.not_turned is not None:
        await store.not_turned(connection, planned.snapshot_id)
    stored = await keep_taken(house, connection, [taking], film)
    return stored[0] if stored else None


async def keep_taken(
    house: House,
    connection: Connection,
    takings: Iterable[Taking],
    film: Film | None,
    *,
    said: Iterable[Said] = (),
    promises: Iterable[Promise] = (),
) -> list[Snapshot]:
    """Write that pictures are kept, say so, and promise what follows; without those decided.

    What is `said` and promised besides goes out before it, in the same statement.
    """
    now = house.clock.now()
    all_said, all_promises = list(said), list(promises)
    of = {one.planned.snapshot_id: (one, one.proof) for one in takings if one.proof is not None}
    stored = await _store(connection, of, now) if of else []
    for kept in stored:
        planned = of[kept.snapshot_id][0].planned
        all_said.append(Said(STORED, planned.scope, kept, kept.snapshot_id))
        all_promises += _after(kept, film, planned, now)
    await house.outbox.say(connection, now, *all_said, promises=all_promises)
    return stored


async def _store(
    connection: Connection, of: Mapping[UUID, tuple[Taking, Proof]], now: datetime
) -> list[Snapshot]:
    stored = await store.store_snapshots(
        connection,
        now,
        [
            Kept(snapshot_id, one.attempt, _lag_ms(one.planned, proof), proof)
            for snapshot_id, (one, proof) in of.items()
        ],
    )
    clocks = {one.planned.camera_id: proof.clock_ahead_ms for one, proof in of.values()}
    await camera.answered(connection, clocks, now)
    return stored


def _after(kept: Snapshot, film: Film | None, planned: SnapshotRow, now: datetime) -> list[Promise]:
    """What follows a first picture: further ones, or, where it shows nothing, another camera.

    One that shows nothing is asked once more all the same: a lamp may have been switched on. Who
    covered a camera stands in its past, as long as that is kept.
    """
    shots: list[Shot] = []
    if film is not None and kept.rank < film.cameras and kept.source == RING:
        shots = rules.shots_before(film.before_s)
    if kept.marks:
        shots.append(rules.once_more(now, planned.about_at))
        return [replacement(kept.incident_id, now), *_furthers(planned, shots, now)]
    return [*_film(film, planned, now), *_furthers(planned, shots, now)]


def replacement(incident_id: UUID, now: datetime) -> Promise:
    """The promise to ask another camera where one shows nothing."""
    return Promise(PLAN, Lane.PICTURES, str(incident_id), now)


def _film(film: Film | None, planned: SnapshotRow, now: datetime) -> list[Promise]:
    if film is None or planned.rank >= film.cameras:
        return []
    shots = rules.shots_after(film.after_s, rules.lag_ms(now, planned.about_at))
    return _furthers(planned, shots, now)


def shows_nothing(taking: Taking) -> bool:
    """Whether there is a picture with which something is wrong."""
    return taking.proof is not None and bool(taking.proof.marks)


async def keep_further(
    house: House, connection: Connection, taking: Taking, shot: Shot, film: Film | None
) -> Snapshot | None:
    """Write a further picture, and say so; one that could not be had leaves no row."""
    now, first = house.clock.now(), taking.planned
    if taking.proof is None:
        return None
    further_id = rules.further_id(first.snapshot_id, shot)
    kept = await store.add_further(
        connection, first, further_id, shot, taking.proof, now, _lag_ms(first, taking.proof)
    )
    if kept is not None:
        said = Said(STORED, first.scope, kept, kept.snapshot_id)
        promises = _film(film, first, now) if rules.redeems(shot, kept.marks) else []
        await house.outbox.say(connection, now, said, promises=promises)
    return kept


async def give_up(house: House, connection: Connection, snapshot_id: UUID) -> Snapshot | None:
    """Our own part failed too often, not the camera. None where it was decided already."""
    planned = await store.snapshot_by_id(connection, snapshot_id)
    if planned is None:
        return None
    kept = await store.fail_snapshot(
        connection, snapshot_id, SnapshotState.FAILED, planned.attempt, NOT_KEPT
    )
    if kept is not None:
        said = Said(FAILED, planned.scope, kept, kept.incident_id)
        await house.outbox.say(connection, house.clock.now(), said)
    return kept


def _lag_ms(planned: SnapshotRow, proof: Proof) -> int:
    return rules.lag_ms(proof.frame.captured_at, planned.about_at)


def _furthers(first: SnapshotRow, shots: Iterable[Shot], now: datetime) -> list[Promise]:
    return [_further(first, shot, now) for shot in shots]


def _further(first: SnapshotRow, shot: Shot, now: datetime) -> Promise:
    args = {"of": str(first.snapshot_id), **msgspec.structs.asdict(shot)}
    key = f"{first.snapshot_id}:{shot.want}:{shot.moment_ms}"
    return Promise(
        FURTHER, Lane.PICTURES, key, max(now, rules.moment_at(shot, first.about_at)), args
    )


async def snapshots(connection: Connection, incident_id: UUID) -> list[Snapshot]:
    """The snapshots of an incident, camera by camera, each in the order of time."""
    return await store.snapshots_of(connection, incident_id)


async def snapshot(connection: Connection, snapshot_id: UUID) -> SnapshotRow | None:
    """One snapshot with its scope and the name of its bytes."""
    return await store.snapshot_by_id(connection, snapshot_id)


async def make_small(house: House, snapshot_id: UUID) -> None:
    """Make the small copies of a kept picture."""
    async with house.db.reading() as connection:
        kept = await store.snapshot_by_id(connection, snapshot_id)
    if kept is None or kept.blob_key is None or kept.captured_at is None:
        return
    data = await house.blobs.get(kept.blob_key)
    offset = timedelta(minutes=house.settings.utc_offset_min)
    made = await thumbnails(data, kept.camera_name, kept.captured_at, offset)
    for width, small in made.items():
        await house.blobs.put(small_key(kept.blob_key, width), small)


async def warm(
    connection: Connection,
    incident_id: UUID,
    snapshots: Iterable[Snapshot],
    film: Film,
    now: datetime,
) -> None:
    """Keep the best cameras of an incident warm while its film is taken, and for who looks on.

    A camera without a stream is left out. Its keeper hears of it within a second: the frames of
    the film come out of the ring then. What nobody watches any more cools down by itself.
    """
    best = {s.camera_id: s.rank for s in snapshots if s.state is not SnapshotState.FAILED}
    ranked = sorted(best, key=best.__getitem__)[: film.cameras]
    streaming = await camera.streaming(connection, ranked)
    wished = {one: leases.IMPORTANCE_INCIDENT + best[one] for one in ranked if one in streaming}
    last_s = max(film.after_s, default=0.0)
    await leases.wish(connection, incident_id, wished, now + timedelta(seconds=last_s) + KEPT_WARM)


async def bytes_of(house: House, blob_key: str, size: Size) -> Seen:
    """A picture in this size; the original while there is no small copy yet. Raises BlobLost."""
    width = WIDTHS.get(size)
    if width is not None:
        with contextlib.suppress(BlobLost):
            return Seen(await house.blobs.get(small_key(blob_key, width)), "image/webp")
    return Seen(await house.blobs.get(blob_key), "image/jpeg")


def small_key(blob_key: str, width: int) -> str:
    """Under which name the copy of this width is kept."""
    return f"{blob_key.removesuffix('.jpg')}-{width}.webp"


def usable(snapshots: Sequence[Snapshot]) -> int:
    """How many cameras give a picture that shows something, or may still."""
    return rules.usable(snapshots)


def unheard_of(kept: Snapshot, taken: Iterable[Snapshot]) -> list[Mark]:
    """What is wrong with a further picture that its camera's earlier ones did not show."""
    return rules.unheard_of(kept, taken)


async def _without_picture(
    house: House, connection: Connection, taking: Taking, now: datetime
) -> Snapshot | None:
    planned = taking.planned
    again = rules.tries_again(taking.attempt)
    state = SnapshotState.PLANNED if again else SnapshotState.FAILED
    kept = await store.fail_snapshot(
        connection, planned.snapshot_id, state, taking.attempt, taking.trouble
    )
    if kept is not None and again:
        again_at = now + rules.TRY_AGAIN_AFTER
        promise = _promise(planned.snapshot_id, again_at, taking.attempt)
        await house.outbox.promise(connection, now, promise)
    elif kept is not None:
        await camera.fell_silent(connection, planned.camera_id, now, trouble=taking.trouble)
        await house.outbox.say(connection, now, Said(FAILED, planned.scope, kept, kept.incident_id))
    return kept


def _promise(snapshot_id: UUID, due_at: datetime, tried: int = 0) -> Promise:
    """The promise of a picture of a camera that was asked so often before."""
    return Promise(FETCH, Lane.PICTURES, str(snapshot_id), due_at, {"tried": tried})
