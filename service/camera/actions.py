"""The register of cameras, and the choice among them."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

import msgspec
from msgspec import UnsetType

from service.audit import actions as audit
from service.audit.wire import LookKind, Unmask
from service.camera import rules, store
from service.camera.choosing import GREATEST_REACH_M, WATCHED_M, Surroundings, Wishes, choose_views
from service.camera.holding import as_held
from service.camera.store import EndpointRow, Row
from service.camera.wire import (
    NOWHERE,
    Box,
    Camera,
    Chosen,
    Cluster,
    DevicePreset,
    Dossier,
    Entry,
    Gateway,
    Near,
    NewCamera,
    NoAnswer,
    Reach,
    Sought,
    Standing,
    Unmasked,
    Ways,
)
from service.centre import actions as centre
from service.centre.wire import UnknownArea
from service.core.geo import Place
from service.core.ids import new_id
from service.core.problem import NotFound
from service.identity.wire import READERS, Role, Who
from service.platform.asks import Errand
from service.platform.camera_link import Endpoint, MediaServer, NoFrame, Platform
from service.platform.db import Connection, lifted
from service.platform.house import House
from service.platform.outbox import Lane, Promise

PAGE_MOST = 1000
LEAVE_OUT = "leave_out_restricted"
# A device answers six questions before this one.
_PRESETS_S = 8.0
# What secrets are sealed for: table and column.
PASSWORD, GATEWAY_SECRET, WAYS = "camera.password", "camera.gateway_secret", "camera.ways"
# What stood open before it was sealed.
WAYS_BEFORE = store.WAYS_BEFORE


async def add_camera(
    house: House, connection: Connection, new: NewCamera, camera_id: UUID
) -> list[str]:
    """Add a camera; the lineage of its area. Raises UnknownArea, and what `rules.entry` raises."""
    entry = rules.entry(new)
    lineage = await centre.lineage(connection, new.area_code)
    row = sealed(house, camera_id, lineage, entry)
    await store.save_cameras(connection, [row], house.clock.now())
    return lineage


def sealed(
    house: House,
    camera_id: UUID,
    lineage: list[str],
    entry: Entry,
    kept_ways: bytes | None = None,
) -> Row:
    """An entry as it is written, its secrets sealed; `kept_ways` is its reach where that stays."""
    return Row(
        camera_id,
        lineage,
        entry,
        rules.ways(entry.reach),
        kept_ways or house.seal.close(msgspec.json.encode(entry.reach).decode(), WAYS),
        _sealed(house, entry.password, PASSWORD),
        _sealed(house, entry.gateway_secret, GATEWAY_SECRET),
    )


def _sealed(house: House, secret: str | UnsetType | None, purpose: str) -> bytes | UnsetType | None:
    if isinstance(secret, UnsetType):
        return secret
    return house.seal.close(secret, purpose) if secret else None


def is_kept(
    house: House, secret: str | UnsetType | None, sealed: bytes | None, purpose: str
) -> bool:
    """Whether a secret that is given is the one that is sealed already."""
    return isinstance(secret, str) and secret == _opened(house, sealed, purpose)


async def add_camera_as(house: House, who: Who, new: NewCamera) -> UUID:
    """Add a camera to an area that you administer. Raises as `add_camera` does."""
    camera_id = new_id(house.clock.now())
    async with house.db.transaction() as connection:
        lineage = await add_camera(house, connection, new, camera_id)
        if not who.sees(lineage, [Role.ADMINISTRATOR]):
            raise UnknownArea(field="area_code")
    return camera_id


async def change_camera_as(house: House, who: Who, camera_id: UUID, new: NewCamera) -> Dossier:
    """Write a camera that you administer anew. Raises NotFound, and as `add_camera` does."""
    async with house.transaction() as connection:
        row = await store.endpoint_to_change(connection, camera_id)
        if row is None or not who.sees(row.lineage, [Role.ADMINISTRATOR]):
            raise NotFound
        entry = rules.entry(new, ways_of(house, row))
        lineage = await centre.lineage(connection, new.area_code)
        if not who.sees(lineage, [Role.ADMINISTRATOR]):
            raise UnknownArea(field="area_code")
        written = sealed(house, camera_id, lineage, entry)
        await store.save_cameras(connection, [written], house.clock.now())
        if new.restricted_vicinity:
            await leave_out_restricted(house, connection)
        return await _dossier(connection, camera_id)


def ways_of(house: House, row: EndpointRow) -> Ways:
    """How a camera is reached, for `rules.entry`."""
    return Ways(
        reach_of(house, row),
        has_password=row.password_sealed is not None,
        has_gateway_secret=row.gateway_secret_sealed is not None,
    )


def reach_of(house: House, row: EndpointRow) -> Reach:
    """Where a camera answers."""
    if row.ways_sealed is None:
        return row.reach or NOWHERE
    return msgspec.json.decode(house.seal.open(row.ways_sealed, WAYS), type=Reach)


async def cameras(
    house: House, areas: Iterable[str], after: UUID, count: int, sought: Sought
) -> list[Camera]:
    """Those of these areas that are sought, a page at a time by id."""
    async with house.db.transaction() as connection:
        await store.plan_anew(connection)
        due_on = house.clock.now().date() - rules.FILING_MOST
        return await store.cameras_within(connection, areas, after, count, sought, due_on)


async def clusters(house: House, areas: Iterable[str], box: Box, zoom: int) -> list[Cluster]:
    """What stands in a box, as a map of this zoom draws it. Raises Invalid."""
    grid = rules.grid(box, zoom)
    async with house.db.transaction() as connection:
        await store.plan_anew(connection)
        return await store.clusters(connection, areas, box, grid)


async def dossier(connection: Connection, who: Who, camera_id: UUID) -> Dossier:
    """All that may be shown of a camera. Raises NotFound."""
    await _seen(connection, who, camera_id)
    return await _dossier(connection, camera_id)


async def _seen(connection: Connection, who: Who, camera_id: UUID) -> EndpointRow:
    row = await store.endpoint(connection, camera_id)
    if row is None or not who.sees(row.lineage, READERS):
        raise NotFound
    return row


async def _dossier(connection: Connection, camera_id: UUID) -> Dossier:
    found = await store.dossier(connection, camera_id)
    assert found is not None, "the register keeps every camera"
    return found


async def administered(connection: Connection, who: Who, camera_id: UUID) -> None:
    """Whether a camera is yours to say something about. Raises NotFound."""
    row = await store.endpoint(connection, camera_id)
    if row is None or not who.sees(row.lineage, [Role.ADMINISTRATOR]):
        raise NotFound(field="camera_id")


async def recorded_near(
    connection: Connection, place: Place, reach_m: float, count: int
) -> list[Near]:
    """Cameras that stand within reach of a place, those that see it first, then the nearest."""
    return await store.recorded_near(connection, place, reach_m, count)


async def recorded_by_id(
    connection: Connection, camera_ids: Iterable[UUID], place: Place
) -> dict[UUID, Near]:
    """These cameras, of those that the asker sees, with how far they are from a place."""
    return await store.recorded_by_id(connection, camera_ids, place)


async def eyes_near(
    connection: Connection, place: Place, reach_m: float, areas: Iterable[str], count: int
) -> list[Standing]:
    """Cameras of these areas within reach of a place, whether they answer or not."""
    async with lifted(connection, Errand.REVIEW_PLAN):
        return await store.eyes_near(connection, place, reach_m, list(areas), count)


async def places_of(connection: Connection, camera_ids: Iterable[UUID]) -> dict[UUID, Place]:
    """Where these cameras stand, of those that stand anywhere."""
    return await store.places_of(connection, camera_ids)


async def restricted(connection: Connection, camera_ids: Iterable[UUID]) -> set[UUID]:
    """Those of these cameras that stand near a military or a secret unit."""
    return await store.restricted(connection, camera_ids)


async def leave_out_restricted(house: House, connection: Connection) -> None:
    """Promise that what the register calls restricted by now is in no request any more."""
    now = house.clock.now()
    promise = Promise(LEAVE_OUT, Lane.REST, "register", now)
    await house.outbox.promise(connection, now, promise)


async def names_of(connection: Connection, camera_ids: Iterable[UUID]) -> dict[UUID, str]:
    """What these cameras are called, of those that the asker sees."""
    return await store.names_of(connection, camera_ids)


async def read_presets(house: House, who: Who, camera_id: UUID) -> list[DevicePreset]:
    """The directions that a camera itself knows by name. Raises NotFound, NoAnswer."""
    async with house.db.reading() as connection:
        row = await _seen(connection, who, camera_id)
    try:
        found = await house.cameras.presets(_in_the_clear(house, row), deadline_s=_PRESETS_S)
    except NoFrame as error:
        raise NoAnswer(trouble=error.trouble) from error
    return [DevicePreset(token=one.token, name=one.name) for one in found]


async def choose(
    house: House,
    connection: Connection,
    place: Place,
    areas: Iterable[str],
    *,
    since_s: float,
    count_max: int,
    without: Iterable[UUID] = (),
) -> list[Chosen]:
    """Cameras of these areas to look at place through, so long after the press; the best first.

    `without` are looked through already: not chosen again, and what they see counts as seen.
    """
    house.ground.prepare()
    land, wishes = house.ground.land, Wishes(count_max)
    ways = land.streets.ways_out(place, since_s, GREATEST_REACH_M) if land.streets else ()
    views = await store.views_near(
        connection,
        place,
        [way.places[0] for way in ways],
        WATCHED_M,
        list(areas),
        house.clock.now() - rules.ANOTHER_CHANCE,
    )
    held = await store.presets_held(connection, [view.camera_id for view in views])
    around = Surroundings(land.walls, ways)
    return choose_views(as_held(views, held), place, wishes, around, already=without)


async def unmask(house: House, who: Who, camera_id: UUID, why: Unmask) -> Unmasked:
    """Where a camera answers, once it is on record who asks and why. Raises NotFound."""
    async with house.db.reading() as connection:
        row = await store.endpoint(connection, camera_id)
    if row is None or not who.sees(row.lineage, [Role.ADMINISTRATOR]):
        raise NotFound(field="camera_id")
    content = f"addresses and login of camera {camera_id}"
    look = who.look(LookKind.UNMASKED, content, reason=why.reason, scope=row.lineage)
    await audit.record(house, look)
    reach = reach_of(house, row)
    return Unmasked(**{name: getattr(reach, name) for name in Unmasked.__struct_fields__})


async def endpoint(house: House, connection: Connection, camera_id: UUID) -> Endpoint:
    """Where a camera answers, its secrets in the clear."""
    row = await store.endpoint(connection, camera_id)
    assert row is not None, "only cameras that exist are asked"
    return _in_the_clear(house, row)


def _in_the_clear(house: House, row: EndpointRow) -> Endpoint:
    reach = reach_of(house, row)
    return Endpoint(
        reach.snapshot_url,
        reach.rtsp_url,
        reach.username,
        _opened(house, row.password_sealed, PASSWORD),
        reach.onvif_url,
        _with_secret(reach.gateway, _opened(house, row.gateway_secret_sealed, GATEWAY_SECRET)),
    )


def _opened(house: House, sealed: bytes | None, purpose: str) -> str | None:
    return house.seal.open(sealed, purpose) if sealed else None


def _with_secret(gateway: Gateway | None, secret: str | None) -> Gateway | None:
    match gateway:
        case MediaServer():
            return msgspec.structs.replace(gateway, secret=secret)
        case Platform():
            return msgspec.structs.replace(gateway, token=secret)
    return None


async def streaming(connection: Connection, camera_ids: Iterable[UUID]) -> set[UUID]:
    """Those of these cameras whose stream can be kept."""
    return await store.streaming(connection, camera_ids)


async def answered(
    connection: Connection, ahead_ms: Mapping[UUID, int | None], now: datetime
) -> None:
    """Remember that cameras answer, and by how much their clocks are ahead where they said so."""
    await store.answered(connection, ahead_ms, now)


async def fell_silent(
    connection: Connection, camera_id: UUID, now: datetime, *, trouble: str | None = None
) -> None:
    """Remember that a camera does not answer, from the first time on, and why it did not last."""
    await store.fell_silent(connection, camera_id, now, trouble)
