"""Filing a request: what stands near the place is found, and holding it is promised, at once."""

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from service.camera import actions as camera
from service.camera.wire import Near
from service.centre import actions as centre
from service.core.geo import Place
from service.core.ids import new_id
from service.core.problem import NotFound
from service.footage import rules, show, store
from service.footage.refusals import PlaceOutside, TooManyOpen
from service.footage.terms import FootageLane, FootageState
from service.footage.wire import (
    CHANGED,
    FILED,
    NOT_HELD,
    Entry,
    EventKind,
    Filed,
    HoldState,
    NewCounterRequest,
    NewFootageRequest,
    Person,
    Row,
    office_scope,
)
from service.identity import actions as identity
from service.identity.wire import OFFICE, Who
from service.platform.asks import Errand, for_system
from service.platform.db import Connection
from service.platform.house import House
from service.platform.outbox import Lane as Carried
from service.platform.outbox import Promise, Said, Topic, person_scope
from service.platform.recorders import HoldTrouble
from service.recorder import actions as recorder
from service.recorder.wire import Recording
from service.site import places
from service.site.wire import SiteRow

PLACE_HOLDS, TIMER = "place_footage_holds", "footage_timer"
APPLICANT = "applicant"
_SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


@for_system(Errand.FILING)
async def check(house: House, new: NewFootageRequest) -> None:
    """Whether this time and place can be asked for. Raises as `file_own`, but for TooManyOpen."""
    _check(new, house.clock.now())
    async with house.db.reading() as connection:
        await _around(connection, new)


@for_system(Errand.FILING)
async def find_places(house: House, words: str, count: int) -> list[SiteRow]:
    """Sites by a part of their name or address, for somebody who says where it was."""
    async with house.db.reading() as connection:
        return await places.named(connection, words, count)


async def file_own(house: House, who: Who, new: NewFootageRequest) -> Filed:
    """File as a citizen.

    Raises WindowUnusable, Invalid, PlaceOutside, NotFound, TooManyOpen.
    """
    filed = await file_once(house, who, new, new_id(house.clock.now()))
    assert filed is not None, "an id that was made a moment ago is nobody's"
    return filed


@for_system(Errand.FILING)
async def file_once(
    house: House, who: Who, new: NewFootageRequest, footage_id: UUID
) -> Filed | None:
    """File as a citizen under an id; None where that was filed already: a form was sent twice.

    Raises as `file_own`.
    """
    _check(new, house.clock.now())
    async with house.transaction() as connection:
        if await store.count_open(connection, who.account_id) >= rules.OPEN_MOST:
            raise TooManyOpen
        if await store.by_id(connection, footage_id) is not None:
            return None
        phone = await identity.phone_number(house, connection, who.account_id) or ""
        about = Person(new.name, phone, new.description)
        return await _file(house, connection, new, about, who, footage_id, counter=False)


@for_system(Errand.FILING)
async def file_at_counter(house: House, who: Who, new: NewCounterRequest) -> Filed:
    """File for somebody at the counter. Raises as `file_own`, for places of your areas."""
    _check(new, house.clock.now())
    async with house.transaction() as connection:
        about = Person(new.name, new.phone_number, new.description)
        footage_id = new_id(house.clock.now())
        return await _file(house, connection, new, about, who, footage_id, counter=True)


def _check(new: NewFootageRequest, now: datetime) -> None:
    problem = rules.refusal(new, now)
    if problem is not None:
        raise problem


async def _file(
    house: House,
    connection: Connection,
    new: NewFootageRequest,
    about: Person,
    who: Who,
    footage_id: UUID,
    *,
    counter: bool,
) -> Filed:
    now = house.clock.now()
    place, scope, chosen = await _around(connection, new)
    if counter and not who.sees(scope, OFFICE):
        raise PlaceOutside(field="site_id" if new.site_id else "place")
    recordings = await recorder.recordings(connection, [one.camera_id for one in chosen])
    cameras = [new_camera(one, recordings, new.from_at) for one in chosen]
    lane = rules.lane_of(new, counter=counter)
    state = (
        FootageState.EMERGENCY_ACTIVE if lane is FootageLane.EMERGENCY else FootageState.SUBMITTED
    )
    timers = (await centre.policy(connection, scope, now)).footage
    code = "".join(secrets.choice(_SIGNS) for _ in range(16))
    by = who.display if counter else APPLICANT
    filing = store.Filing(
        footage_id=footage_id,
        receipt_digest=digest_of(code),
        applicant_id=None if counter else who.account_id,
        scope=scope,
        lane=lane,
        state=state,
        place=place,
        new=new,
        minors=rules.concerns_minors(new),
        person_sealed=show.sealed(house, about),
        filed_by=who.display if counter else None,
        moved_by=by,
        due_at=rules.due_at(state, now, timers),
        overwrite_at=rules.first_lost(one.overwrite_at for one in cameras),
    )
    row = await store.file(connection, filing, cameras, _entries(by, state, cameras), now)
    await _say(house, connection, row, _topics(cameras))
    own = show.own(house, row)
    return Filed(request=own, receipt_code="-".join(code[n : n + 4] for n in range(0, 16, 4)))


async def _around(
    connection: Connection, new: NewFootageRequest
) -> tuple[Place, Sequence[str], list[Near]]:
    """Where it was, in which areas, and the cameras there. Raises PlaceOutside, NotFound."""
    if new.site_id is not None:
        found = await places.by_id(connection, new.site_id)
        if found is None:
            raise NotFound(field="site_id")
        near = await camera.recorded_near(connection, found.place, rules.REACH_M, 100)
        return found.place, found.lineage, rules.choose(near)
    assert new.place is not None, "a place or a site was asked for"
    place = new.place.wgs84()
    near = await camera.recorded_near(connection, place, rules.REACH_M, 100)
    if not near:
        raise PlaceOutside(field="place")
    nearest = min(near, key=lambda one: (one.away_m, one.camera_id))
    return place, nearest.lineage, rules.choose(near)


def new_camera(
    near: Near,
    recordings: Mapping[UUID, Recording],
    from_at: datetime,
    until_at: datetime | None = None,
) -> store.NewCamera:
    """A camera as it comes into a request; with times of its own where it comes later."""
    recording = recordings.get(near.camera_id)
    days = rules.days_kept(near, recording)
    return store.NewCamera(
        camera_id=near.camera_id,
        name=near.name,
        managing_unit=near.managing_unit,
        unit_category=near.unit_category,
        away_m=near.away_m,
        overwrite_at=None if days is None else from_at + timedelta(days=days),
        hold_state=HoldState.ASKED if recording else HoldState.FAILED,
        hold_trouble=None if recording else HoldTrouble.NO_RECORDER,
        from_at=None if until_at is None else from_at,
        until_at=until_at,
    )


def _entries(by: str, state: FootageState, cameras: Sequence[store.NewCamera]) -> list[Entry]:
    return [Entry(EventKind.MOVED, by, {"move": "file", "state": state}), *not_held(cameras)]


def not_held(cameras: Sequence[store.NewCamera]) -> list[Entry]:
    """A line for each camera that nobody records."""
    return [
        Entry(EventKind.NOT_HELD, "", {"camera": one.name, "trouble": one.hold_trouble})
        for one in cameras
        if one.hold_trouble is not None
    ]


def _topics(cameras: Sequence[store.NewCamera]) -> list[Topic]:
    lost = any(one.hold_state is HoldState.FAILED for one in cameras)
    return [FILED, NOT_HELD] if lost or not cameras else [FILED]


async def announce(
    house: House,
    connection: Connection,
    footage_id: UUID,
    entries: Sequence[Entry],
    topics: Sequence[Topic] = (CHANGED,),
    promises: Sequence[Promise] = (),
) -> Row:
    """Write the lines, tell subscribers, promise what has to follow; the request as it is."""
    if entries:
        await store.write(connection, footage_id, house.clock.now(), entries)
    row = await store.by_id(connection, footage_id)
    assert row is not None, "it was written in this transaction"
    await _say(house, connection, row, topics, promises)
    return row


async def _say(
    house: House,
    connection: Connection,
    row: Row,
    topics: Sequence[Topic],
    promises: Sequence[Promise] = (),
) -> None:
    said = [Said(topic, _scope(row), show.changed(row), row.footage_id) for topic in topics]
    timer = [] if row.due_at is None else [promise_timer(row.footage_id, row.due_at)]
    await house.outbox.say(connection, house.clock.now(), *said, promises=[*timer, *promises])


def promise_timer(footage_id: UUID, due_at: datetime) -> Promise:
    """Look at a request when its time is over."""
    return Promise(TIMER, Carried.REST, str(footage_id), due_at)


def _scope(row: Row) -> list[str]:
    own = [] if row.applicant_id is None else [person_scope(row.applicant_id)]
    return [office_scope(code) for code in row.scope] + own


def digest_of(code: str) -> bytes:
    """What is kept of a receipt code; eighty bits that nobody guesses."""
    return hashlib.sha256(rules.plain_code(code).encode()).digest()
