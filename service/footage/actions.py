"""Reading requests: the office's queue, one's own, and what a receipt shows."""

from uuid import UUID

from service.audit import actions as audit
from service.audit.wire import LookKind, Unmask
from service.camera import actions as camera
from service.core.problem import NotFound
from service.footage import filing, guards, show, steps, store
from service.footage.terms import Actor, FootageMove
from service.footage.wire import (
    Applicant,
    CameraRow,
    EventLine,
    FootageRequest,
    MoveRequest,
    OwnFootageRequest,
    RequestStatus,
    Row,
    WholeFootageRequest,
)
from service.identity.wire import OFFICE, Role, Who
from service.platform.asks import Errand, for_system
from service.platform.db import Connection
from service.platform.house import House


async def queue(house: House, who: Who, count: int) -> list[FootageRequest]:
    """Open requests of your areas, the most urgent first."""
    async with house.db.reading() as connection:
        rows = await store.queue(connection, who.areas(OFFICE), count)
    return [show.request(house, row) for row in rows]


async def ended(house: House, who: Who, before: int, count: int) -> list[FootageRequest]:
    """Requests of your areas that are over, below a number, the newest first."""
    async with house.db.reading() as connection:
        rows = await store.ended(connection, who.areas(OFFICE), before, count)
    return [show.request(house, row) for row in rows]


async def whole(house: House, who: Who, footage_id: UUID) -> WholeFootageRequest:
    """One request of your areas. Raises NotFound."""
    async with house.db.reading() as connection:
        row = await seen(connection, who, footage_id)
        return await whole_of(house, connection, who, row)


async def whole_of(house: House, connection: Connection, who: Who, row: Row) -> WholeFootageRequest:
    """A request with all that the office sees of it, and what this person may do next."""
    cameras = await store.cameras_of(connection, row.footage_id)
    consents = await store.consents_of(connection, row.footage_id)
    places = await camera.places_of(connection, [one.camera_id for one in cameras])
    nothing = MoveRequest(move=FootageMove.WITHDRAW, version=row.version)
    now = house.clock.now()
    case = guards.Case(row, cameras, consents, nothing, who.account_id, now)
    return show.whole(house, row, cameras, places, steps.steps(case, actors_of(who)))


async def events(
    house: House, who: Who, footage_id: UUID, after: int, count: int
) -> list[EventLine]:
    """Lines of the timeline of a request of your areas. Raises NotFound."""
    async with house.db.reading() as connection:
        await seen(connection, who, footage_id)
        return await store.events_of(connection, footage_id, after, count)


async def own_requests(house: House, who: Who, count: int) -> list[OwnFootageRequest]:
    """One's own requests, the newest first."""
    async with house.db.reading() as connection:
        rows = await store.own(connection, who.account_id, count)
    return [show.own(house, row) for row in rows]


async def own_request(house: House, who: Who, footage_id: UUID) -> OwnFootageRequest:
    """One of one's own requests. Raises NotFound."""
    async with house.db.reading() as connection:
        row = await mine(connection, who, footage_id)
    return show.own(house, row)


@for_system(Errand.RECEIPT_CODE)
async def by_receipt(house: House, code: str) -> RequestStatus:
    """How far the request of a receipt has come. Raises NotFound."""
    async with house.db.reading() as connection:
        row = await store.by_receipt(connection, filing.digest_of(code))
    if row is None:
        raise NotFound(field="receipt_code")
    return show.status(row)


async def unmask(house: House, who: Who, footage_id: UUID, why: Unmask) -> Applicant:
    """Who applies, once it is on record who asks and why. Raises NotFound."""
    async with house.db.reading() as connection:
        row = await seen(connection, who, footage_id)
    content = f"applicant of footage request {row.number}"
    looked = who.look(LookKind.UNMASKED, content, reason=why.reason, scope=row.scope, roles=OFFICE)
    await audit.record(house, looked)
    about = show.person(house, row)
    number = house.seal.open(row.identity_sealed, show.IDENTITY) if row.identity_sealed else None
    return Applicant(name=about.name, phone_number=about.phone, id_number=number)


async def cameras(connection: Connection, footage_id: UUID) -> list[CameraRow]:
    """The cameras of a request that the caller may see, the nearest first."""
    return await store.cameras_of(connection, footage_id)


async def seen(connection: Connection, who: Who, footage_id: UUID, *, locked: bool = False) -> Row:
    """A request of the asker's office. Raises NotFound."""
    row = await store.by_id(connection, footage_id, locked=locked)
    if row is None or not who.sees(row.scope, OFFICE):
        raise NotFound(field="footage_id")
    return row


async def mine(connection: Connection, who: Who, footage_id: UUID, *, locked: bool = False) -> Row:
    """A request of the asker himself. Raises NotFound."""
    row = await store.by_id(connection, footage_id, locked=locked)
    if row is None or row.applicant_id != who.account_id:
        raise NotFound(field="footage_id")
    return row


def actors_of(who: Who) -> tuple[Actor, ...]:
    """As what somebody of the office acts."""
    leads = who.has([Role.DUTY_LEADER])
    return (Actor.REVIEWER, Actor.DUTY_LEADER) if leads else (Actor.REVIEWER,)
