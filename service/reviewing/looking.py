"""Looking at recordings: whoever looks has the request, and stands in the register first.

What was decoded is known exactly, so the register names it and no more; then it is sent.
"""

from datetime import datetime
from uuid import UUID

from service.core.times import as_utc
from service.footage import looking as footage
from service.footage.looking import MayLook, Opened
from service.identity.wire import Who
from service.platform.house import House
from service.reviewing import asking_crew, bringing, desk, rules, store
from service.reviewing.finding import found_of
from service.reviewing.orders import (
    Film,
    FilmFile,
    Order,
    PictureRegion,
    ShowFrame,
    Shown,
    ShowPiece,
    ShowSheet,
)
from service.reviewing.refusals import NotBrought
from service.reviewing.rules import Stretch
from service.reviewing.wire import (
    LookAtFrame,
    LookAtPiece,
    LookAtSheet,
    RecordingRow,
    RecordingState,
)


async def frame(house: House, who: Who, footage_id: UUID, asked: LookAtFrame) -> Shown:
    """One frame. Raises what `_opened` does, and NothingThere, NotReadable, LooksBusy."""
    at = as_utc(asked.at)
    opened, may, film = await _opened(house, who, footage_id, asked.camera_id)
    rules.granted(may, at, at)
    order = ShowFrame(film, at, asked.exact or asked.step != 0, asked.step)
    return await _registered(house, who, opened, may, order, "frame")


async def piece(house: House, who: Who, footage_id: UUID, asked: LookAtPiece) -> Shown:
    """Up to a minute as a film. Raises as `frame`."""
    from_at = as_utc(asked.from_at)
    opened, may, film = await _opened(house, who, footage_id, asked.camera_id)
    rules.granted(may, from_at)
    order = ShowPiece(film, from_at, asked.length_s)
    return await _registered(house, who, opened, may, order, "film")


async def sheet(house: House, who: Who, footage_id: UUID, asked: LookAtSheet) -> Shown:
    """Frames beside each other. Raises as `frame`."""
    opened, may, film = await _opened(house, who, footage_id, asked.camera_id)
    marked = sorted({as_utc(at) for at in asked.at})
    from_at = marked[0] if marked else _utc(asked.from_at)
    stretch = rules.granted(may, from_at, marked[-1] if marked else _utc(asked.until_at))
    instants = marked or rules.spread(stretch, asked.count)
    order = _sheet(house, film, may, instants, asked.region, exact=bool(marked))
    return await _registered(house, who, opened, may, order, f"sheet of {len(instants)} frames")


async def finding(house: House, who: Who, finding_id: UUID) -> Shown:
    """What a finding shows, for whoever has to confirm it; he need not have the request.

    Raises NotFound, MayNotLook, NotBrought, NothingThere, NotReadable, LooksBusy.
    """
    async with house.db.reading() as connection:
        found, opened = await found_of(connection, who, finding_id)
        may = bringing.camera_of(opened, found.camera_id)
        film = film_of(may, await store.recording(connection, found.footage_id, found.camera_id))
    stretch = rules.granted(may, found.from_at, found.until_at)
    instants = rules.spread(stretch, 1 if found.from_at == found.until_at else 4)
    order = _sheet(house, film, may, instants, found.region, exact=True)
    return await _registered(house, who, opened, may, order, "frames of a finding")


def _utc(at: datetime | None) -> datetime | None:
    return None if at is None else as_utc(at)


def _sheet(
    house: House,
    film: Film,
    may: MayLook,
    instants: list[datetime],
    region: PictureRegion | None,
    *,
    exact: bool,
) -> ShowSheet:
    zone_s = house.settings.utc_offset_min * 60
    return ShowSheet(film, instants, exact, may.name, zone_s, region)


async def _registered(
    house: House, who: Who, opened: Opened, may: MayLook, order: Order, what: str
) -> Shown:
    shown = await asking_crew.ask(house, order, Shown)
    seen = Stretch(shown.begins_at, shown.ends_at)
    await bringing.register(house, who, opened.row, may, seen, what)
    return shown


async def _opened(
    house: House, who: Who, footage_id: UUID, camera_id: UUID
) -> tuple[Opened, MayLook, Film]:
    """A camera's recording for whoever has its request.

    Raises NotFound, NotTaken, RequestTaken, MayNotLook, NotBrought.
    """
    async with house.db.reading() as connection:
        opened = await footage.opened(connection, who, footage_id)
        may = bringing.named_camera(opened, camera_id)
        await desk.held_by(connection, who, footage_id, house)
        rules.granted(may)
        return opened, may, film_of(may, await store.recording(connection, footage_id, camera_id))


def film_of(may: MayLook, row: RecordingRow | None, within: Stretch | None = None) -> Film:
    """What may be seen of what lies at the desk. Raises NotBrought."""
    if row is None or row.state is not RecordingState.READY:
        raise NotBrought(field="camera_id", state=row.state if row else RecordingState.KNOWN)
    stretch = within or Stretch(may.from_at, may.until_at)
    files = [FilmFile(one.path, one.begins_at) for one in row.parts if one.why is None]
    return Film(files, stretch.from_at, stretch.until_at)
