"""Looking at the pictures of an incident: who may, for how long, and on whose record."""

import base64
import contextlib
from collections.abc import AsyncGenerator
from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from service.audit import actions as audit
from service.audit.wire import Look, LookKind
from service.core.problem import NotFound
from service.identity import actions as identity
from service.identity.wire import Who, session_scope
from service.incident import actions
from service.incident.wire import Whole
from service.picture import actions as picture
from service.picture import watching
from service.picture.wire import Seen, Sight, SightOver, Size
from service.platform.asks import Errand, for_system
from service.platform.camera_link import Frame
from service.platform.house import House
from service.platform.seal import SealBroken

# As long as a desk looks at one incident without a pause; a page asks for the next in time.
SIGHT_LASTS = timedelta(minutes=5)
_SIGHT = "picture.sight"


class Pass(msgspec.Struct, frozen=True):
    """Who looks, in whose name, and at which incident's pictures."""

    account_id: UUID
    session_id: UUID
    person: str
    work_unit: str
    incident_id: UUID
    number: int
    scope: tuple[str, ...]
    until: datetime


async def sight_as_staff(house: House, who: Who, incident_id: UUID) -> Sight:
    """The right to look at the pictures of an incident that you see. Raises NotFound."""
    async with house.db.reading() as connection:
        whole = await actions.incident(connection, who, incident_id)
    return sight(house, who, whole, who.work_unit())


def sight(house: House, who: Who, whole: Whole, work_unit: str) -> Sight:
    """The right to look at the pictures of an incident, sealed into an address."""
    until = house.clock.now() + SIGHT_LASTS
    pass_ = _pass(who, whole, work_unit, until)
    sealed = house.seal.close(msgspec.json.encode(pass_).decode(), _SIGHT)
    token = base64.urlsafe_b64encode(sealed).decode().rstrip("=")
    return Sight(address=f"/v1/sights/{token}", until=until)


@for_system(Errand.SIGHT)
async def look_with(house: House, token: str, snapshot_id: UUID, size: Size) -> Seen:
    """One picture by a sight's address; the look is recorded first. Raises NotFound, SightOver."""
    return await _show(house, await _opened(house, token), snapshot_id, size)


@for_system(Errand.SIGHT)
async def watch_with(house: House, token: str, camera_id: UUID) -> AsyncGenerator[Frame, None]:
    """What a warm camera of the incident shows now; the look is recorded first.

    It ends with the session in which the sight was given, at once. Raises SightOver, NotFound where
    the incident has not asked this camera, NotWarmNow, TooManyWatch.
    """
    pass_ = await _opened(house, token)
    async with house.db.reading() as connection:
        asked = await picture.snapshots(connection, pass_.incident_id)
    name = next((s.camera_name for s in asked if s.camera_id == camera_id), None)
    if name is None:
        raise NotFound(field="camera_id")
    await _record(house, pass_, LookKind.LIVE_VIEW, f"live view of {name}")
    return _in_session(house, pass_.session_id, await watching.watch(house, camera_id))


async def _in_session(
    house: House, session_id: UUID, frames: AsyncGenerator[Frame, None]
) -> AsyncGenerator[Frame, None]:
    """These frames, until the session ends or a role of its account does."""
    with house.live.ending(session_scope(session_id)) as ended:
        # It may have ended just before its end was listened for.
        until = await identity.session_until(house, session_id)
        async with contextlib.aclosing(watching.until(frames, ended)) as shown:
            async for frame in shown:
                if until is None or house.clock.now() >= until:
                    return
                yield frame


async def _opened(house: House, token: str) -> Pass:
    """What a sight's address says, while its session is open. Raises SightOver."""
    pass_ = _unsealed(house, token)
    if await identity.session_until(house, pass_.session_id) is None:
        raise SightOver
    return pass_


def _unsealed(house: House, token: str) -> Pass:
    try:
        sealed = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
        pass_ = msgspec.json.decode(house.seal.open(sealed, _SIGHT), type=Pass)
    except (ValueError, SealBroken, msgspec.MsgspecError) as error:
        raise SightOver from error
    if pass_.until <= house.clock.now():
        raise SightOver
    return pass_


async def look_as_staff(house: House, who: Who, snapshot_id: UUID, size: Size) -> Seen:
    """One picture of an incident that you see; the look is recorded first. Raises NotFound."""
    async with house.db.reading() as connection:
        snapshot = await picture.snapshot(connection, snapshot_id)
        if snapshot is None:
            raise NotFound(field="snapshot_id")
        whole = await actions.incident(connection, who, snapshot.incident_id)
    return await look(house, who, whole, snapshot_id, size, who.work_unit())


async def look(
    house: House, who: Who, whole: Whole, snapshot_id: UUID, size: Size, work_unit: str
) -> Seen:
    """A picture of an incident, once it is on record who looks and why.

    Raises NotFound where the picture is another incident's, or not there yet.
    """
    pass_ = _pass(who, whole, work_unit, house.clock.now())
    return await _show(house, pass_, snapshot_id, size)


def _pass(who: Who, whole: Whole, work_unit: str, until: datetime) -> Pass:
    return Pass(
        *(who.account_id, who.session_id, who.display, work_unit),
        *(whole.incident_id, whole.number, tuple(whole.scope)),
        until,
    )


async def _show(house: House, pass_: Pass, snapshot_id: UUID, size: Size) -> Seen:
    async with house.db.reading() as connection:
        snapshot = await picture.snapshot(connection, snapshot_id)
    if snapshot is None or snapshot.incident_id != pass_.incident_id or not snapshot.blob_key:
        raise NotFound(field="snapshot_id")
    content = f"snapshot {snapshot_id} of {snapshot.camera_name}, {size}"
    await _record(house, pass_, LookKind.PICTURE, content)
    return await picture.bytes_of(house, snapshot.blob_key, size)


async def _record(house: House, pass_: Pass, kind: LookKind, content: str) -> None:
    look = Look(
        kind=kind,
        account_id=pass_.account_id,
        person=pass_.person,
        work_unit=pass_.work_unit,
        reason=f"incident {pass_.number}",
        content=content,
        incident_id=pass_.incident_id,
        scope=pass_.scope,
    )
    await audit.record(house, look)
