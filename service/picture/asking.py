"""Taking pictures: the camera is asked and the bytes are kept, outside of any transaction."""

import asyncio
import contextlib
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

import msgspec
import structlog
from msgspec import Struct

from service.camera import actions as camera
from service.camera import turning
from service.camera.wire import Chosen
from service.picture import rules, store
from service.picture.store import Proof, SnapshotRow
from service.picture.wire import Mark, Shot, Snapshot, SnapshotState, Want
from service.platform.blobs import BlobExists, BlobLost
from service.platform.camera_link import Endpoint, Frame, NoFrame
from service.platform.house import House
from service.platform.rings.wire import At, Last, Newest, NotWarm, Ready

_log = structlog.get_logger()

_FIRST = Shot(Want.FIRST)
_FIRST_TRY = 1
# Where the bytes of pictures are: a folder for each incident.
FOLDER = "snapshots"
# So much of a picture's time may go by until its camera stands.
_TURN_SHARE = 0.6


# What is being kept of cameras that had a picture ready; None where the store does not take it.
Keeping = Mapping[UUID, asyncio.Task[Proof | None]]


class Taking(Struct, frozen=True):
    """What became of one try at a picture."""

    planned: SnapshotRow
    attempt: int
    proof: Proof | None = None
    trouble: str = ""
    # Why its camera was not turned to the preset that it was chosen for.
    not_turned: str | None = None


def keep_ready(
    house: House, incident_id: UUID, chosen: Iterable[Chosen], about_at: datetime
) -> Keeping:
    """Begin to keep the bytes of what is a picture already, and was judged as it came.

    Not of a camera that is to be turned, nor one that is too old. They are written while the plan
    is; bytes whose plan is never written are found by the next try, or by who looks for orphans.
    """
    found = ((one.camera_id, house.rings.ready(one.camera_id)) for one in chosen if not one.preset)
    return {
        camera_id: asyncio.create_task(_keep_ready(house, incident_id, camera_id, known))
        for camera_id, known in found
        if known is not None and not rules.is_stale(known.frame.captured_at, about_at)
    }


async def _keep_ready(
    house: House, incident_id: UUID, camera_id: UUID, ready: Ready
) -> Proof | None:
    marks = rules.marks_of(ready.verdict, apart=ready.apart, stale=False)
    sha256 = hashlib.sha256(ready.frame.data).hexdigest()
    blob_key = _blob_key(incident_id, f"{camera_id}-ready", sha256)
    try:
        await house.blobs.put(blob_key, ready.frame.data)
    except (BlobLost, BlobExists, OSError) as error:
        _log.warning("picture.not_kept", trouble=type(error).__name__)
        return None
    return Proof(ready.frame, sha256, blob_key, marks)


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
            frame = await _frame(house, planned, endpoint, _FIRST, left_s)
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
    return rules.is_stale(frame.captured_at, rules.moment_at(shot, of.about_at))


def _asked(of: SnapshotRow, shot: Shot) -> Last | Newest | At:
    if shot.want is Want.FIRST:
        return Last()
    return Newest() if shot.want is Want.NEWEST else At(rules.moment_at(shot, of.about_at))


async def take_ready(
    planned: Iterable[Snapshot],
    scope: Sequence[str],
    about_at: datetime,
    keeping: Keeping,
    most_s: float | None = None,
) -> list[Taking]:
    """What was a picture already, and whose bytes are kept, or will be within so many seconds.

    All at once, and in no job of their own: eight first pictures take little longer than one. What
    the store does not take has a promise of its own.
    """
    if keeping:
        await asyncio.wait(keeping.values(), timeout=most_s)
    takings = []
    for one in planned:
        task = keeping.get(one.camera_id)
        proof = task.result() if task is not None and task.done() else None
        if proof is not None:
            fields = msgspec.structs.asdict(one)
            row = SnapshotRow(**fields, scope=list(scope), about_at=about_at, blob_key=None)
            takings.append(Taking(row, _FIRST_TRY, proof))
    return takings


async def _prove(
    house: House, planned: SnapshotRow, name: str, frame: Frame, wanted_at: datetime
) -> Proof:
    """Keep a frame's bytes, and see what is wrong with it: both at once."""
    sha256 = hashlib.sha256(frame.data).hexdigest()
    blob_key = _blob_key(planned.incident_id, name, sha256)
    # To look takes a thread 5 ms at 1080p (8 where there is one to compare with; 12 and 23 at eight
    # megapixels), while the bytes are flushed: a first picture comes 5 ms later for it. For that
    # nobody is first told of a good picture that is black, and who is asked next is known at once.
    _, marks = await asyncio.gather(
        house.blobs.put(blob_key, frame.data), _marks(house, planned.camera_id, frame, wanted_at)
    )
    return Proof(frame, sha256, blob_key, marks)


def _blob_key(incident_id: UUID, name: str, sha256: str) -> str:
    return f"{FOLDER}/{incident_id}/{name}-{sha256[:12]}.jpg"


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
    name = str(rules.further_id(first.snapshot_id, shot))
    proof = await _prove(house, first, name, frame, rules.moment_at(shot, first.about_at))
    return Taking(first, shot.attempt, proof)
