"""The composition root: the one place where neighbours meet features."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path

import structlog
from litestar import Litestar, Router
from litestar.datastructures import State
from litestar.di import Provide
from litestar.types import ControllerRouterHandler

import service.account.citizen_routes
import service.account.routes
import service.account.sign_on_routes
import service.alarm.routes
import service.alarm.wire
import service.bulletin.routes
import service.bulletin.wire
import service.camera.handed_in
import service.camera.import_routes
import service.camera.routes
import service.centre.routes
import service.citizen.missing
import service.citizen.own_routes
import service.citizen.routes
import service.dispatch.routes
import service.dispatch.wire
import service.fault.routes
import service.fault.wire
import service.footage.file_routes
import service.footage.handling_routes
import service.footage.routes
import service.footage.wire
import service.found.routes
import service.found.wire
import service.identity.own_routes
import service.identity.routes
import service.identity.wire
import service.incident.routes
import service.incident.wire
import service.inspection.routes
import service.keeping.routes
import service.keeping.wire
import service.missing.routes
import service.missing.wire
import service.patrol.routes
import service.patrol.wire
import service.person.routes
import service.person.wire
import service.phone.routes
import service.picture.wire
import service.planning.routes
import service.planning.wire
import service.recorder.routes
import service.reviewing.orders
import service.reviewing.routes
import service.reviewing.wire
import service.school.routes
import service.school.wire
import service.site.routes
import service.site.wire
import service.viewing.routes
import service.viewing.wire
from service import doors
from service.account.sign_on import check_mapping
from service.alarm import beats, presses
from service.citizen.problems import PAGES
from service.contract import describe
from service.core.geo import Place, given
from service.follow import FOLLOWS
from service.identity.guard import provide_who
from service.identity.wire import ENDED
from service.pages import page_routes
from service.patrol import actions as patrol
from service.patrol import positions
from service.patrol.wire import MOVED, Moved, MovedRow
from service.platform.asks import Errand, for_system
from service.platform.bell import Bell
from service.platform.blobs import Blobs
from service.platform.camera_link import CameraLink
from service.platform.clock import Clock, SystemClock
from service.platform.crew import Crew
from service.platform.db import TROUBLES, Database
from service.platform.early import Early, admitted, early
from service.platform.gate import Gate, gated
from service.platform.ground import Ground
from service.platform.house import House
from service.platform.keys import keep_fresh, open_seal, source_of
from service.platform.live import Hub, Live
from service.platform.outbox import Outbox, Topic
from service.platform.push.configured import from_settings
from service.platform.reach import Reach
from service.platform.recorders.copies import Copies
from service.platform.recorders.recorders import Recorders
from service.platform.rings.door import PURPOSE, Signer
from service.platform.rings.rings import Rings
from service.platform.router import open_router
from service.platform.seal import Seal
from service.platform.seats import Seats
from service.platform.sign_on import open_provider
from service.platform.turns import Turns
from service.platform.verifier import Verifier, open_verifier
from service.platform.web import HANDLERS, StrictRequest, watch
from service.school import actions as school
from service.settings import Settings, WrongSetting, variable
from service.site.guard import provide_device

_log = structlog.get_logger()

ROUTES: list[ControllerRouterHandler] = [
    *service.identity.routes.ROUTES,
    *service.identity.own_routes.ROUTES,
    *service.centre.routes.ROUTES,
    *service.account.routes.ROUTES,
    *service.account.citizen_routes.ROUTES,
    *service.account.sign_on_routes.ROUTES,
    *service.site.routes.ROUTES,
    *service.camera.routes.ROUTES,
    *service.camera.import_routes.ROUTES,
    *service.patrol.routes.ROUTES,
    *service.phone.routes.ROUTES,
    *service.alarm.routes.ROUTES,
    *service.incident.routes.ROUTES,
    *service.dispatch.routes.ROUTES,
    *service.fault.routes.ROUTES,
    *service.bulletin.routes.ROUTES,
    *service.missing.routes.ROUTES,
    *service.found.routes.ROUTES,
    *service.school.routes.ROUTES,
    *service.inspection.routes.ROUTES,
    *service.keeping.routes.ROUTES,
    *service.person.routes.ROUTES,
    *service.recorder.routes.ROUTES,
    *service.footage.routes.ROUTES,
    *service.footage.handling_routes.ROUTES,
    *service.reviewing.routes.ROUTES,
    *service.planning.routes.ROUTES,
    *service.footage.file_routes.ROUTES,
    *service.viewing.routes.ROUTES,
    *doors.ROUTES,
]

TOPICS: list[Topic] = [
    *service.identity.wire.TOPICS,
    *service.site.wire.TOPICS,
    *service.camera.handed_in.TOPICS,
    *service.picture.wire.TOPICS,
    *service.patrol.wire.TOPICS,
    *service.alarm.wire.TOPICS,
    *service.incident.wire.TOPICS,
    *service.dispatch.wire.TOPICS,
    *service.fault.wire.TOPICS,
    *service.bulletin.wire.TOPICS,
    *service.missing.wire.TOPICS,
    *service.found.wire.TOPICS,
    *service.school.wire.TOPICS,
    *service.keeping.wire.TOPICS,
    *service.person.wire.TOPICS,
    *service.footage.wire.TOPICS,
    *service.reviewing.wire.TOPICS,
    *service.planning.wire.TOPICS,
    *service.viewing.wire.TOPICS,
]

# Positions are passed on this often: what moves on a screen needs no more.
_MOVES_EVERY_S = 2.0
_MOVES_MOST = 5000


@asynccontextmanager
async def open_house(
    settings: Settings, clock: Clock | None = None, seal: Seal | None = None
) -> AsyncIterator[House]:
    """Connect to every neighbour that the settings name; let go of all of them at the end.

    Raises WrongSetting where the map file cannot be used, KeyUnusable where no key can be had.
    """
    clock = clock or SystemClock()
    fresh = None
    if seal is None:
        source = source_of(settings)
        seal = await open_seal(source)
        fresh = asyncio.create_task(keep_fresh(seal, source, clock), name="keys")
    blobs = Blobs.open(settings.blob_url, settings.data_folder / "blobs")
    provider = open_provider(settings, clock)
    check_mapping(provider)
    verifier = _open_verifier(settings)
    ground = Ground(settings.map_file)
    await ground.check()
    db = await Database.open(
        settings.database_url,
        size=settings.database_pool,
        pooler_between=settings.pooler_between,
        for_alarms=settings.alarm_connections,
    )
    bell = Bell(settings.direct_url)
    reach = Reach(loopback=settings.demo or settings.cameras_on_loopback)
    recordings = Path(settings.recordings_folder) if settings.recordings_folder else None
    house = House(
        settings=settings,
        clock=clock,
        db=db,
        bell=bell,
        outbox=Outbox(bell, FOLLOWS),
        live=Hub(db, bell, clock, school.stirred, ENDED.name),
        blobs=blobs,
        seal=seal,
        router=open_router(settings.router_url, settings.router_kind, settings.router_wait_ms),
        ground=ground,
        cameras=CameraLink(clock, reach),
        rings=Rings(db, clock, Signer(partial(seal.keys_for, PURPOSE), clock)),
        recorders=Recorders(clock, reach, recordings),
        copies=Copies(settings.data_folder / "copies", settings.copies_mb_max * 1_000_000, clock),
        crew=Crew(service.reviewing.orders.MODULE, settings.review_processes),
        channels=from_settings(settings, clock),
        sign_on=provider,
        verifier=verifier,
        watching=Seats(settings.watching_max),
        rounds=Turns(),
        looks=Turns(),
    )
    await bell.start()
    try:
        yield house
    finally:
        if fresh is not None:
            fresh.cancel()
            await asyncio.wait([fresh])
        await house.ground.prepared()
        await house.router.close()
        for channel in house.channels.values():
            await channel.close()
        await house.cameras.close()
        await house.rings.close()
        await house.recorders.close()
        await house.crew.close()
        if house.sign_on is not None:
            await house.sign_on.close()
        await bell.stop()
        await db.close()


def _open_verifier(settings: Settings) -> Verifier | None:
    """Who says who a citizen is. Raises WrongSetting."""
    try:
        return open_verifier(
            settings.identity_verifier, settings.identity_verifier_url, demo=settings.demo
        )
    except ValueError as error:
        name = variable("identity_verifier")
        raise WrongSetting(f"{name} cannot be used: {error}") from error


def build_app(house: House) -> Litestar:
    """The HTTP application over a house."""
    return move_in(build_doors(house.settings.tiles_url, house.settings.body_bytes_max), house)


def build_doors(tiles_url: str, body_bytes_max: int) -> Litestar:
    """All doors, which lead nowhere until a house has moved in behind them."""
    return Litestar(
        [*ROUTES, *page_routes(tiles_url), citizen_pages()],
        request_class=StrictRequest,
        request_max_body_size=body_bytes_max,
        dependencies={
            "house": Provide(_provide_house),
            "who": Provide(provide_who),
            "device": Provide(provide_device),
        },
        exception_handlers=HANDLERS,
        middleware=[watch, early, gated, admitted],
        lifespan=[_lifespan],
        openapi_config=describe(),
        logging_config=None,
    )


def move_in(doors: Litestar, house: House) -> Litestar:
    """The same doors, which lead into this house now; nothing is remembered of one before."""
    most, rates = house.settings.requests_max, house.settings.rate_limits
    doors.state.house = house
    taken_early: dict[str, Early] = {
        beats.PATH: beats.Beats(house),
        presses.PATH: presses.Presses(house),
    }
    taken_admitted: dict[str, Early] = {positions.PATH: positions.Positions(house)}
    doors.state.early, doors.state.admitted = taken_early, taken_admitted
    doors.state.gate = Gate(house.clock, at_once_most=most, rates=rates)
    return doors


async def _provide_house(state: State) -> House:
    house: House = state.house
    return house


@asynccontextmanager
async def _lifespan(doors: Litestar) -> AsyncIterator[None]:
    house: House = doors.state.house
    await house.live.start()
    moves = asyncio.create_task(_pass_on_moves(house), name="moves")
    try:
        yield
    finally:
        moves.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await moves
        await house.live.stop()


def citizen_pages() -> Router:
    """Pages that the service itself writes; they are no part of the contract."""
    return Router(
        "/",
        route_handlers=[
            *service.citizen.routes.DOORS,
            *service.citizen.own_routes.DOORS,
            *service.citizen.missing.DOORS,
        ],
        exception_handlers=PAGES,
        include_in_schema=False,
    )


@for_system(Errand.MOVES)
async def _pass_on_moves(house: House) -> None:
    """Thin positions out and pass them on to whoever watches the map; nobody watching, nothing."""
    idle = asyncio.Event()
    last = house.clock.now()
    while True:
        await house.clock.wait(idle, _MOVES_EVERY_S)
        if not house.live.readers:
            last = house.clock.now() - timedelta(seconds=_MOVES_EVERY_S)
            continue
        try:
            async with house.db.reading() as connection:
                rows = await patrol.moved_since(connection, last, _MOVES_MOST)
        except TROUBLES as error:
            _log.info("moves.database_away", trouble=type(error).__name__)
            continue
        if rows:
            last = rows[-1].received_at
            house.live.whisper(_moves(rows))


def _moves(rows: Iterable[MovedRow]) -> Iterator[tuple[str, frozenset[str], Live]]:
    for row in rows:
        place = given(Place(row.lat, row.lon))
        body = Moved(unit_id=row.unit_id, place=place, fix_at=row.fix_at)
        event = Live(None, MOVED.name, row.received_at, body)
        yield str(row.unit_id), frozenset(row.lineage), event
