"""Naming recorders, and holding back what they would write over."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from service.camera import actions as cameras
from service.centre import actions as centre
from service.centre.wire import UnknownArea
from service.core.ids import new_id
from service.identity.wire import READERS, Role, Who
from service.platform.db import Connection
from service.platform.house import House
from service.platform.reach import OutOfReach
from service.platform.recorders import (
    Address,
    GapWhy,
    GatewayAddress,
    HoldService,
    HoldTrouble,
    NotHeld,
    OnvifAddress,
    PlaybackAddress,
    SegmentFolder,
    Stretch,
)
from service.recorder import fetching, keeping, store
from service.recorder.wire import (
    Fetched,
    NewFolder,
    NewGateway,
    NewOnvif,
    NewPlayback,
    NewRecorder,
    NewRecording,
    NewService,
    Recorder,
    RecorderUnusable,
    Recording,
    TooManyRecorders,
    UnknownRecorder,
)

TOKEN = "recorder.token"  # noqa: S105
_LISTED_MOST = 500
_HTTP = ("http", "https")


async def add(house: House, who: Who, new: NewRecorder) -> UUID:
    """Add a recorder to an area that you administer.

    Raises UnknownArea, RecorderUnusable, TooManyRecorders.
    """
    address, token = _address(house, new)
    recorder_id = new_id(house.clock.now())
    sealed = house.seal.close(token, TOKEN) if token else None
    async with house.db.transaction() as connection:
        lineage = await centre.lineage(connection, new.area_code)
        if not who.sees(lineage, [Role.ADMINISTRATOR]):
            raise UnknownArea(field="area_code")
        if await store.count(connection, new.area_code) >= _LISTED_MOST:
            raise TooManyRecorders(field="area_code")
        await store.add(connection, recorder_id, lineage, new, address, sealed)
    return recorder_id


async def recorders(house: House, who: Who) -> list[Recorder]:
    """The recorders of your areas, by name."""
    async with house.db.reading() as connection:
        return await store.within(connection, who.areas(READERS), _LISTED_MOST)


async def set_recording(house: House, who: Who, camera_id: UUID, new: NewRecording) -> None:
    """Say where a camera that you administer is recorded. Raises NotFound, UnknownRecorder."""
    async with house.db.transaction() as connection:
        await cameras.administered(connection, who, camera_id)
        lineage = await store.lineage(connection, new.recorder_id)
        if lineage is None or not who.sees(lineage, [Role.ADMINISTRATOR]):
            raise UnknownRecorder(field="recorder_id")
        await store.set_recording(connection, camera_id, new)


async def recordings(connection: Connection, camera_ids: Iterable[UUID]) -> dict[UUID, Recording]:
    """Where the recordings of these cameras lie, of those that are recorded."""
    return {one.camera_id: one for one in await store.recordings_of(connection, camera_ids)}


async def hold(
    house: House, recording: Recording, name: str, from_at: datetime, until_at: datetime
) -> HoldTrouble | None:
    """Hold back a stretch under a name; why not, where it cannot be. Outside any transaction."""
    ahead = timedelta(seconds=recording.ahead_s)
    stretch = Stretch(name, recording.channel, from_at + ahead, until_at + ahead)
    try:
        await house.recorders.hold(in_the_clear(house, recording), stretch)
    except NotHeld as error:
        return error.trouble
    return None


async def release(house: House, recording: Recording, name: str) -> HoldTrouble | None:
    """Let go of what was held under a name; why not, where it cannot be."""
    try:
        await house.recorders.release(in_the_clear(house, recording), recording.channel, name)
    except NotHeld as error:
        return error.trouble
    return None


async def fetch(
    house: House,
    recording: Recording,
    from_at: datetime,
    until_at: datetime,
    *,
    asker: UUID,
    most_s: float = fetching.MOST_S,
) -> Fetched:
    """Bring a time of a recording as working copies, for a request (`asker`); never raises.

    Whether anybody MAY look is the caller's duty: what is to be looked at stands in the access
    register before this is called. What was brought is shared by all askers, and goes when
    `forget_copies` was called for each. After `most_s` seconds it ends with gaps NOT_YET, and
    goes on when it is called again. Outside any transaction.
    """
    at = fetching.Source(in_the_clear(house, recording), recording)
    return await fetching.fetch(house, at, from_at, until_at, asker=asker, most_s=most_s)


async def keep(
    house: House,
    recording: Recording,
    hold: str,
    from_at: datetime,
    until_at: datetime,
    *,
    asker: UUID,
    most_s: float = fetching.MOST_S,
) -> GapWhy | None:
    """Hold by copy: bring a time away under the name of a hold. Outside any transaction.

    What still stands in its way, where that may pass (NOT_YET: call again); None when all that
    there is was kept. Where there was nothing at all, why: NOT_RECORDED will stay so.
    """
    source = fetching.Source(in_the_clear(house, recording), recording)
    gaps = await keeping.keep(house, source, hold, from_at, until_at, asker=asker, most_s=most_s)
    passing = [gap.why for gap in gaps if gap.why in keeping.PASSING]
    if passing:
        return GapWhy.NOT_YET if GapWhy.NOT_YET in passing else passing[0]
    whole = len(gaps) == 1 and (gaps[0].begins_at, gaps[0].ends_at) == (from_at, until_at)
    return gaps[0].why if whole else None


async def drop(house: House, hold: str) -> None:
    """Let go of what was brought away under the name of a hold. Raises BlobLost: it is owed."""
    await keeping.drop(house, hold)


async def forget_copies(house: House, asker: UUID) -> None:
    """Let go of the working copies of a request that is over, on this machine."""
    await house.copies.forget(asker)


def in_the_clear(house: House, recording: Recording) -> Address:
    """How a recorder is asked, with its secret."""
    address = recording.address
    if recording.token_sealed is None or isinstance(address, SegmentFolder):
        return address
    secret = house.seal.open(recording.token_sealed, TOKEN)
    if isinstance(address, HoldService | GatewayAddress):
        return msgspec.structs.replace(address, token=secret)
    return msgspec.structs.replace(address, password=secret)


def _address(house: House, new: NewRecorder) -> tuple[Address, str | None]:
    """How a recorder is asked, without its secret, and the secret. Raises RecorderUnusable."""
    given = new.address
    match given:
        case NewFolder():
            if not house.settings.recordings_folder:
                raise RecorderUnusable("No folder of recordings is set.", field="address.path")
            return SegmentFolder(given.path), None
        case NewService():
            _check(house, given.base_url, "base_url", _HTTP)
            return HoldService(given.base_url), given.token
        case NewPlayback():
            _check(house, given.url, "url", ("rtsp", "rtsps"))
            known = (given.url, given.username)
            return PlaybackAddress(*known, utc_offset_min=given.utc_offset_min), given.password
        case NewOnvif():
            _check(house, given.url, "url", _HTTP)
            return OnvifAddress(given.url, given.username), given.password
        case NewGateway():
            _check(house, given.base_url, "base_url", _HTTP)
            if given.media_url is not None:
                _check(house, given.media_url, "media_url", _HTTP)
            address = GatewayAddress(
                *(given.base_url, given.device_id, given.media_url),
                utc_offset_min=given.utc_offset_min,
            )
            return address, given.token


def _check(house: House, url: str, field: str, schemes: Sequence[str]) -> None:
    """Raises RecorderUnusable for an address that is not asked."""
    scheme, _, rest = url.partition("://")
    try:
        house.cameras.reach.check_url(url)
    except OutOfReach as error:
        raise RecorderUnusable(field=f"address.{field}") from error
    # Which host is asked is not for a channel to say.
    if scheme not in schemes or "{" in rest.partition("/")[0]:
        raise RecorderUnusable(field=f"address.{field}")
