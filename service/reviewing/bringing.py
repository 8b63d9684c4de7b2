"""Bringing a camera's recording to the desk: what there is of it, and what is missing."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from service.audit import actions as audit
from service.audit.wire import LookKind
from service.core.problem import Invalid, NotFound
from service.footage import looking
from service.footage.looking import MayLook, Opened
from service.footage.wire import Row
from service.identity.wire import OFFICE, Who
from service.platform.db import Connection, Transaction
from service.platform.house import House
from service.platform.outbox import Lane, Promise
from service.recorder import actions as recorder
from service.recorder.wire import Part
from service.reviewing import asking_crew, desk, rules, store
from service.reviewing.orders import FilesSeen, Inspect, Inspected
from service.reviewing.rules import Stretch
from service.reviewing.wire import DeskCamera, GapRow, PartRow, RecordingState

BRING = "bring_recording"
# Both within what a job may take; what is not done by then goes on in the next.
_FETCH_S, _INSPECT_S = 30.0, 12.0


async def ask_for(house: House, who: Who, footage_id: UUID, camera_id: UUID) -> DeskCamera:
    """Have a camera's recording brought to the desk; the register says first that you do.

    Raises NotFound, NotTaken, RequestTaken, MayNotLook.
    """
    async with house.db.reading() as connection:
        opened = await looking.opened(connection, who, footage_id)
        may = camera_of(opened, camera_id)
        await desk.held_by(connection, who, footage_id, house)
    whole = rules.granted(may)
    await register(house, who, opened.row, may, whole, "recording brought")
    now = house.clock.now()
    async with house.transaction() as connection:
        await store.ask_for(connection, footage_id, camera_id)
        await house.outbox.promise(connection, now, _promise(footage_id, camera_id, now))
        return desk.camera(may, await store.recording(connection, footage_id, camera_id))


async def set_clock(
    house: House, who: Who, footage_id: UUID, camera_id: UUID, ahead_s: float
) -> DeskCamera:
    """Say how far a recorder's clock is ahead; what was brought by another clock goes.

    Raises NotFound, NotTaken, RequestTaken.
    """
    async with house.transaction() as connection:
        opened = await looking.opened(connection, who, footage_id)
        may = camera_of(opened, camera_id)
        await desk.held_by(connection, who, footage_id, house)
        await store.set_clock(connection, footage_id, camera_id, ahead_s, who.display)
        await desk.say_changed(house, connection, opened.row, who.display)
        return desk.camera(may, await store.recording(connection, footage_id, camera_id))


def camera_of(opened: Opened, camera_id: UUID) -> MayLook:
    """A camera of a request. Raises NotFound."""
    found = next((one for one in opened.cameras if one.camera_id == camera_id), None)
    if found is None:
        raise NotFound(field="camera_id")
    return found


def named_camera(opened: Opened, camera_id: UUID) -> MayLook:
    """The camera that a body names. Raises Invalid."""
    try:
        return camera_of(opened, camera_id)
    except NotFound as error:
        raise Invalid("This request has no such camera.", field="camera_id") from error


async def register(
    house: House, who: Who, row: Row, may: MayLook, stretch: Stretch, what: str
) -> None:
    """Decree 799, article 16: on record before anything is shown."""
    when = f"{stretch.from_at.isoformat()} to {stretch.until_at.isoformat()}"
    reason = f"footage request {row.number}: {row.category}"
    content = f"{may.name}, {when}: {what}"
    looked = who.look(LookKind.REPLAY, content, reason=reason, scope=row.scope, roles=OFFICE)
    await audit.record(house, looked)


async def bring(house: House, footage_id: UUID, camera_id: UUID, transaction: Transaction) -> None:
    """Bring a recording; what may no longer be looked at is not brought."""
    async with house.db.reading() as connection:
        opened = await looking.opened_by_id(connection, footage_id)
        row = await store.recording(connection, footage_id, camera_id)
        where = (await recorder.recordings(connection, [camera_id])).get(camera_id)
    may = camera_of(opened, camera_id)
    if row is None or row.state is not RecordingState.ASKED:
        return
    if may.barred is not None or where is None:
        trouble = may.barred or "no_recorder"
        await _end(house, transaction, opened, row.ahead_s, may, [], [], trouble)
        return
    if row.ahead_s is not None:
        where = msgspec.structs.replace(where, ahead_s=row.ahead_s)
    whole = rules.granted(may)
    values = (house, where, whole.from_at, whole.until_at)
    fetched = await recorder.fetch(*values, asker=footage_id, most_s=_FETCH_S)
    parts = await _inspected(house, fetched.parts)
    gaps = [GapRow(one.begins_at, one.ends_at, one.why) for one in fetched.gaps]
    if not fetched.is_done:
        await _go_on(house, footage_id, camera_id, transaction)
        return
    await _end(house, transaction, opened, row.ahead_s, may, parts, gaps, None)


async def _go_on(house: House, footage_id: UUID, camera_id: UUID, transaction: Transaction) -> None:
    """There is more than can be brought in one go: the next one goes on."""
    async with transaction() as connection:
        now = house.clock.now()
        await house.outbox.promise(connection, now, _promise(footage_id, camera_id, now))


def _promise(footage_id: UUID, camera_id: UUID, now: datetime) -> Promise:
    return Promise(BRING, Lane.REST, f"{footage_id}:{camera_id}", now)


async def give_up(house: House, connection: Connection, footage_id: UUID, camera_id: UUID) -> None:
    """Say that a recording could not be brought."""
    opened = await looking.opened_by_id(connection, footage_id)
    row = await store.recording(connection, footage_id, camera_id)
    if row is None:
        return
    now = house.clock.now()
    await store.brought(
        *(connection, footage_id, camera_id, RecordingState.FAILED, [], [], "not_kept", now),
        ahead_s=row.ahead_s,
    )
    await desk.say_changed(house, connection, opened.row, None)


async def _end(
    house: House,
    transaction: Transaction,
    opened: Opened,
    ahead_s: float | None,
    may: MayLook,
    parts: list[PartRow],
    gaps: list[GapRow],
    trouble: str | None,
) -> None:
    now, of = house.clock.now(), opened.row.footage_id
    good = any(part.why is None for part in parts)
    state = RecordingState.READY if good else RecordingState.FAILED
    trouble = trouble or (None if good else gaps[0].why if gaps else "not_recorded")
    async with transaction() as connection:
        values = (connection, of, may.camera_id, state, parts, gaps, trouble, now)
        if await store.brought(*values, ahead_s=ahead_s):
            holder = await store.holder(connection, of)
            name = None if holder is None else holder.display
            await desk.say_changed(house, connection, opened.row, name)


async def _inspected(house: House, files: Sequence[Part]) -> list[PartRow]:
    """What is in these files; one that cannot be looked at says why."""
    if not files:
        return []
    order = Inspect([one.path for one in files])
    reply = await asking_crew.ask(house, order, FilesSeen, most_s=_INSPECT_S, wait_s=_INSPECT_S)
    seen = {one.path: one for one in reply.files}
    return [_part(one, seen[one.path]) for one in files]


def _part(file: Part, seen: Inspected) -> PartRow:
    return PartRow(
        path=file.path,
        begins_at=file.begins_at,
        ends_at=file.ends_at,
        sha256=file.sha256,
        codec=seen.codec,
        width=seen.width,
        height=seen.height,
        fps=seen.fps,
        playable=seen.playable,
        jumps=seen.jumps,
        why=seen.why,
    )
