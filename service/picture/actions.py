"""Planning, taking and keeping pictures."""

import asyncio
import contextlib
import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid5

import msgspec
from msgspec import Struct

from service.camera import actions as camera
from service.camera import turning
from service.camera.wire import Chosen
from service.core.ids import new_id
from service.picture import rules, store
from service.picture.store import Outlived, Proof, SnapshotRow
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
    Want,
)
from service.platform.blobs import BlobLost
from service.platform.camera_link import Endpoint, Frame, NoFrame
from service.platform.db import Connection
from service.platform.house import House
from service.platform.outbox import Lane, Promise, Said
from service.platform.rings import leases
from service.platform.rings.wire import At, Last, Newest, NotWarm
from service.platform.thumbs import LARGE_PX, SMALL_PX, thumbnails

FETCH = "fetch_snapshot"
# Why there is no picture, where our own part failed and not the camera.
NOT_KEPT = "not_kept"
FURTHER = "further_snapshot"
PLAN = "plan_snapshots"
# What the source of a frame is called that was kept before anybody asked for it.
RING = "ring"


FIRST = Shot(Want.FIRST)
_FORGOTTEN_AT_ONCE = 200
# So much of a picture's time may go by until its camera stands.
_TURN_SHARE = 0.6
# How long after the last frame of its film a camera of an incident is kept warm.
KEPT_WARM = timedelta(minutes=5)
_WIDTHS = {Size.SMALL: SMALL_PX, Size.LARGE: LARGE_PX}


class Taking(Struct, frozen=True):
    """What became of one try at a picture."""

    planned: SnapshotRow
    attempt: int
    proof: Proof | None = None
    trouble: str = ""
    # Why its camera was not turned to the preset that it was chosen for.
    not_turned: str | None = None


async def plan_snapshots(
    house: House,
    connection: Connection,
    incident_id: UUID,
    scope: Sequence[str],
    about_at: datetime,
    chosen: Sequence[Chosen],
) -> list[Snapshot]:
    """Promise a picture from each chosen camera, all to be taken at once."""
    now = house.clock.now()
    already = len(await store.cameras_tried(connection, incident_id))
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
    planned = await store.plan_snapshots(connection, incident_id, scope, about_at, now, rows)
    await house.outbox.say(
        connection,
        now,
        *(Said(PLANNED, scope, snapshot, incident_id) for snapshot in planned),
        promises=[_promise(s.snapshot_id, now) for s in planned],
    )
    return planned


async def take(house: House, snapshot_id: UUID, attempt: int, deadline_s: float) -> Taking | None:
    """Take one planned picture: fetch, check, keep its bytes. None where it was decided already.

    The network is awaited here, outside of any transaction; `keep` writes what became of it.
    """
    async with house.db.reading() as connection:
        planned = await store.snapshot_by_id(connection, snapshot_id)
        if planned is None or planned.state is not SnapshotState.PLANNED:
            return None
        endpoint = await camera.endpoint(house, connection, planned.camera_id)
    ends, not_turned = house.clock.ticks() + deadline_s, None
    if planned.preset is not None:
        not_turned = await turning.turn(
            *(house, planned.camera_id, planned.preset, planned.incident_id),
            deadline_s=deadline_s * _TURN_SHARE,
        )
    left_s = ends - house.clock.ticks()
    try:
        if planned.preset is not None and not_turned is None:
            # What its ring holds is from before it turned.
            frame = await house.cameras.take(endpoint, deadline_s=left_s)
        else:
            frame = await _frame(house, planned, endpoint, FIRST, left_s)
    except NoFrame as error:
        return Taking(planned, attempt, None, error.trouble.value, not_turned)
    proof = await _prove(house, planned, f"{snapshot_id}-{attempt}", frame, planned.about_at)
    return Taking(planned, attempt, proof, "", not_turned)


async def _frame(
    house: House, of: SnapshotRow, endpoint: Endpoint, shot: Shot, deadline_s: float
) -> Frame:
    """The frame that is asked for, out of the camera's ring where that has it. Raises NoFrame.

    What is older than was asked for is the last resort: the camera itself is asked before.
    """
    ends, kept = house.clock.ticks() + deadline_s, None
    try:
        kept = await house.rings.frame(of.camera_id, _asked(of, shot), deadline_s)
        if shot.want is Want.FIRST and _is_stale(of, shot, kept):
            # Cameras that save bandwidth send a keyframe every ten seconds.
            left_s = ends - house.clock.ticks()
            kept = await house.rings.frame(of.camera_id, Newest(), left_s)
    except (NotWarm, NoFrame):
        if rules.only_kept(shot):
            raise
    if kept is not None and (rules.only_kept(shot) or not _is_stale(of, shot, kept)):
        return kept
    try:
        return await house.cameras.take(endpoint, deadline_s=ends - house.clock.ticks())
    except NoFrame:
        if kept is None:
            raise
        return kept


def _is_stale(of: SnapshotRow, shot: Shot, frame: Frame) -> bool:
    return rules.is_stale(frame.captured_at, _instant(of, shot))


def _asked(of: SnapshotRow, shot: Shot) -> Last | Newest | At:
    if shot.want is Want.FIRST:
        return Last()
    return Newest() if shot.want is Want.NEWEST else At(_instant(of, shot))


def _instant(of: SnapshotRow, shot: Shot) -> datetime:
    return of.about_at + timedelta(milliseconds=shot.moment_ms)


async def _prove(
    house: House, planned: SnapshotRow, name: str, frame: Frame, wanted_at: datetime
) -> Proof:
    """Keep a frame's bytes, and see what is wrong with it: both at once."""
    sha256 = hashlib.sha256(frame.data).hexdigest()
    blob_key = f"snapshots/{planned.incident_id}/{name}-{sha256[:12]}.jpg"
    # To look takes a thread 5 ms at 1080p (8 where there is one to compare with; 12 and 23 at eight
    # megapixels), while the bytes are flushed: a first picture comes 5 ms later for it. For that
    # nobody is first told of a good picture that is black, and who is asked next is known at once.
    _, marks = await asyncio.gather(
        house.blobs.put(blob_key, frame.data), _marks(house, planned.camera_id, frame, wanted_at)
    )
    return Proof(frame, sha256, blob_key, marks)


async def _marks(house: House, camera_id: UUID, frame: Frame, wanted_at: datetime) -> list[Mark]:
    """What is wrong with a frame, also beside one from so long ago that it must differ."""
    long_ago = frame.captured_at - rules.FROZEN_APART
    async with house.db.reading() as connection:
        kept = await store.kept_before(connection, camera_id, long_ago)
    before = None
    if kept is not None:
        with contextlib.suppress(BlobLost):
            before = await house.blobs.get(kept.blob_key)
    return rules.marks_of(
        await house.cameras.judge(frame.data, before),
        apart=frame.captured_at - kept.captured_at if kept else None,
        stale=rules.is_stale(frame.captured_at, wanted_at),
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
    kept = await store.store_snapshot(
        connection, planned, taking.attempt, taking.proof, now, _lag_ms(planned, taking.proof)
    )
    ahead_ms = taking.proof.clock_ahead_ms
    await camera.answered(connection, planned.camera_id, now, clock_ahead_ms=ahead_ms)
    if kept is not None:
        said = Said(STORED, planned.scope, kept, kept.snapshot_id)
        await house.outbox.say(connection, now, said, promises=_after(kept, film, planned, now))
    return kept


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


async def take_further(house: House, first: SnapshotRow, shot: Shot, deadline_s: float) -> Taking:
    """Take one more picture of a camera whose first is kept.

    The network is awaited here, outside of any transaction; `keep_further` writes it.
    """
    if rules.is_too_late(shot, rules.lag_ms(house.clock.now(), first.about_at)):
        return Taking(first, shot.attempt, trouble="too_late")
    async with house.db.reading() as connection:
        endpoint = await camera.endpoint(house, connection, first.camera_id)
    try:
        frame = await _frame(house, first, endpoint, shot, deadline_s)
    except NotWarm:
        return Taking(first, shot.attempt, trouble="not_warm")
    except NoFrame as error:
        return Taking(first, shot.attempt, trouble=error.trouble.value)
    further_id = uuid5(first.snapshot_id, f"{shot.want}{shot.moment_ms}")
    proof = await _prove(house, first, str(further_id), frame, _instant(first, shot))
    return Taking(first, shot.attempt, proof)


async def keep_further(
    house: House, connection: Connection, taking: Taking, shot: Shot, film: Film | None
) -> Snapshot | None:
    """Write a further picture, and say so; one that could not be had leaves no row."""
    now, first = house.clock.now(), taking.planned
    if taking.proof is None:
        return None
    further_id = uuid5(first.snapshot_id, f"{shot.want}{shot.moment_ms}")
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
    return Promise(FURTHER, Lane.PICTURES, key, max(now, _instant(first, shot)), args)


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
        await house.blobs.put(_small_key(kept.blob_key, width), small)


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


async def outlived(
    connection: Connection, areas: Sequence[str], before: datetime
) -> list[Outlived]:
    """Kept pictures of these areas that are older than an instant, some at a time."""
    return await store.outlived(connection, areas, before, _FORGOTTEN_AT_ONCE)


async def forget(house: House, outlived: Sequence[Outlived]) -> None:
    """Delete the bytes of these for good, then write that they are gone. Raises BlobLost.

    In this order: what dies in between is deleted again, and nothing is left without a row.
    """
    for one in outlived:
        small = [_small_key(one.blob_key, width) for width in _WIDTHS.values()]
        await house.blobs.delete([one.blob_key, *small])
    async with house.db.transaction() as connection:
        now = house.clock.now()
        await store.forgotten(connection, [one.snapshot_id for one in outlived], now)


async def bytes_of(house: House, blob_key: str, size: Size) -> Seen:
    """A picture in this size; the original while there is no small copy yet. Raises BlobLost."""
    width = _WIDTHS.get(size)
    if width is not None:
        with contextlib.suppress(BlobLost):
            return Seen(await house.blobs.get(_small_key(blob_key, width)), "image/webp")
    return Seen(await house.blobs.get(blob_key), "image/jpeg")


def _small_key(blob_key: str, width: int) -> str:
    return f"{blob_key.removesuffix('.jpg')}-{width}.webp"


def usable(snapshots: Sequence[Snapshot]) -> int:
    """How many cameras give a picture that shows something, or may still."""
    return rules.usable(snapshots)


def unheard_of(kept: Snapshot, taken: Iterable[Snapshot]) -> list[Mark]:
    """What is wrong with a further picture that its camera's earlier ones did not show."""
    return rules.unheard_of(kept, taken)


async def cameras_tried(connection: Connection, incident_id: UUID) -> set[UUID]:
    """The cameras that this incident has been asked of."""
    return await store.cameras_tried(connection, incident_id)


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
        await house.outbox.promise(connection, now, _promise(planned.snapshot_id, now, taking))
    elif kept is not None:
        await camera.fell_silent(connection, planned.camera_id, now, trouble=taking.trouble)
        await house.outbox.say(connection, now, Said(FAILED, planned.scope, kept, kept.incident_id))
    return kept


def _promise(snapshot_id: UUID, now: datetime, before: Taking | None = None) -> Promise:
    """The promise of a picture: at once, or a moment after a try that failed."""
    due_at = now if before is None else now + rules.TRY_AGAIN_AFTER
    args = {"tried": 0 if before is None else before.attempt}
    return Promise(FETCH, Lane.PICTURES, str(snapshot_id), due_at, args)
