"""The review plan of a footage request: read, begun elsewhere, and gone on with."""

import asyncio
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from msgspec import Struct

from service.camera import actions as camera
from service.core.geo import Place, given
from service.core.ids import new_id
from service.core.problem import NotFound
from service.core.streets import Way
from service.footage import actions as footage
from service.footage import looking
from service.footage.table import FINAL
from service.footage.terms import Category
from service.footage.wire import AtRisk, Entry, EventKind, Row, office_scope
from service.identity.wire import OFFICE, Who
from service.missing import sectors as missing
from service.planning import rules, show, store, terms
from service.planning import sectors as patrols
from service.planning.rules import Eye, Origin, Span
from service.planning.sectors import Sector
from service.planning.store import AnswerRow, PlanRow, SightingRow, WatchedRow
from service.planning.terms import Going, Seeking
from service.planning.wire import (
    CHANGED,
    NewAnswer,
    NewReviewPlan,
    NewSighting,
    NewWatched,
    PatrolSector,
    PlannedCamera,
    PlanOver,
    PlanWindow,
    ReviewPlan,
    ReviewPlanChanged,
    TooMuchNoted,
)
from service.platform.db import Connection
from service.platform.house import House
from service.platform.outbox import Said
from service.recorder import actions as recorder
from service.reviewing import desk, finding, seconding

# A day of one camera is watched in pieces; clocks of cameras differ by minutes.
_SPAN_MOST = timedelta(days=1)
_AHEAD_MOST = timedelta(minutes=5)
_NOTED_MOST = 3000
_CAMERAS_MOST, _EYES_MOST, _PLACE_EYES_MOST = 60, 400, 120
# As far as cameras are looked for: a car is farther by then, and is looked for by other means.
REACH_MOST_M = 5000.0
SECTORS = 6


async def read(house: House, who: Who, footage_id: UUID) -> ReviewPlan:
    """What to watch for a request of your areas, by what is known now. Raises NotFound."""
    async with house.db.transaction() as connection:
        row = await footage.seen(connection, who, footage_id)
        return await _plan(house, connection, who, row)


async def begin(house: House, who: Who, footage_id: UUID, new: NewReviewPlan) -> ReviewPlan:
    """Say where somebody was seen last and how he went on.

    Raises NotFound, PlanOver, PlanWindow.
    """
    async with house.transaction() as connection:
        row = await _open(connection, who, footage_id)
        place = new.place.wgs84() if new.place is not None else Place(row.lat, row.lon)
        from_at, until_at = new.from_at or row.from_at, new.until_at or row.until_at
        _check(from_at, until_at, house.clock.now())
        begins = PlanRow(new.going, place.lat, place.lon, from_at, until_at)
        await store.set_plan(connection, footage_id, begins, house.clock.now(), who.display)
        return await _changed(house, connection, who, row)


async def note_watched(house: House, who: Who, footage_id: UUID, new: NewWatched) -> ReviewPlan:
    """WatchMinutes were watched in vain. Raises NotFound, PlanOver, PlanWindow, TooMuchNoted."""
    now = house.clock.now()
    async with house.transaction() as connection:
        row = await _open(connection, who, footage_id)
        _check(new.from_at, new.until_at, now)
        await _camera(connection, new.camera_id)
        watched = WatchedRow(new.camera_id, new.from_at, new.until_at, who.display)
        await store.add_watched(connection, new_id(now), footage_id, watched, now)
        return await _changed(house, connection, who, row)


async def note_sighting(house: House, who: Who, footage_id: UUID, new: NewSighting) -> ReviewPlan:
    """Somebody was seen, by a person's word; by two people's where the law asks for it.

    Raises NotFound, PlanOver, PlanWindow, TooMuchNoted.
    """
    now = house.clock.now()
    async with house.transaction() as connection:
        row = await _open(connection, who, footage_id)
        if new.at > now + _AHEAD_MOST:
            raise PlanWindow(field="at")
        place, category = await _camera(connection, new.camera_id)
        second = await desk.second_for(connection, row, [category])
        values = (new_id(now), footage_id, place, new, second, now, who)
        await store.add_sighting(connection, *values)
        await _note(house, connection, who, row, "marked", new.camera_id)
        return await _changed(house, connection, who, row)


async def confirm_sighting(
    house: House, who: Who, footage_id: UUID, sighting_id: UUID
) -> ReviewPlan:
    """Agree as the second person: from now on the plan goes by it.

    Raises NotFound, PlanOver, FindingSettled, AnotherConfirms.
    """
    now = house.clock.now()
    async with house.transaction() as connection:
        row = await _open(connection, who, footage_id)
        found = await store.sighting_locked(connection, footage_id, sighting_id)
        if found is None:
            raise NotFound(field="sighting_id")
        problem = seconding.cannot_confirm(found, who.account_id)
        if problem is not None:
            raise problem
        await store.confirm_sighting(connection, footage_id, sighting_id, who, now)
        await _note(house, connection, who, row, "confirmed", found.camera_id)
        return await _changed(house, connection, who, row)


async def withdraw_sighting(
    house: House, who: Who, footage_id: UUID, sighting_id: UUID
) -> ReviewPlan:
    """It was somebody else. Raises NotFound, PlanOver."""
    now = house.clock.now()
    async with house.transaction() as connection:
        row = await _open(connection, who, footage_id)
        values = (footage_id, sighting_id, now, who.display)
        camera_id = await store.withdraw_sighting(connection, *values)
        if camera_id is None:
            raise NotFound(field="sighting_id")
        await _note(house, connection, who, row, "taken_back", camera_id)
        return await _changed(house, connection, who, row)


async def note_answer(house: House, who: Who, footage_id: UUID, new: NewAnswer) -> ReviewPlan:
    """Somebody remembers whether the thing was there. Raises NotFound, PlanOver, PlanWindow."""
    now = house.clock.now()
    async with house.transaction() as connection:
        row = await _open(connection, who, footage_id)
        if new.at > now + _AHEAD_MOST:
            raise PlanWindow(field="at")
        await store.set_answer(connection, footage_id, new.at, new.there, now, who.display)
        return await _changed(house, connection, who, row)


class Known(Struct, frozen=True):
    """What is known of a request: from where its plan goes on, which cameras, what was noted."""

    seeking: Seeking
    origin: Origin
    contradict: bool
    eyes: list[Eye]
    in_vain: list[rules.Watched]
    sightings: list[SightingRow]
    watched: list[WatchedRow]
    answers: list[AnswerRow]


async def sectors_of(
    house: House, connection: Connection, row: Row, count: int
) -> tuple[Origin, list[Sector]]:
    """Sectors for so many units that search for somebody, by what is known now; from where."""
    known = await _known(house, connection, row, row.scope[-1:])
    now = house.clock.now()
    shares = await asyncio.to_thread(rules.directions, known.origin, known.eyes, known.in_vain, now)
    return known.origin, await _sectors(house, known.origin, shares, count)


async def _sectors(
    house: House, origin: Origin, shares: Sequence[float], count: int
) -> list[Sector]:
    now, streets = house.clock.now(), house.ground.land.streets
    ways: tuple[Way, ...] = ()
    if streets is not None:
        since_s = max(0.0, (now - origin.from_at).total_seconds())
        ways = await asyncio.to_thread(streets.ways_out, origin.place, since_s, REACH_MOST_M)
    return patrols.sectors(origin, shares, ways, now, count)


async def _known(house: House, connection: Connection, row: Row, areas: Iterable[str]) -> Known:
    """What is known of a request, with the cameras of these areas."""
    of = row.footage_id
    begins = await store.plan_of(connection, of) or await _as_asked(connection, row)
    sightings = await _sightings(connection, of)
    watched = await store.watched_of(connection, of, _NOTED_MOST)
    answers = await store.answers_of(connection, of, _NOTED_MOST)
    seeking = Seeking.PERSON if row.category is Category.MISSING_PERSON else Seeking.PLACE
    beginning = Origin(Place(begins.lat, begins.lon), begins.from_at, begins.until_at, begins.going)
    origin, contradict = beginning, False
    if seeking is Seeking.PERSON:
        origin = rules.next_origin(beginning, show.confirmed(sightings))
    else:
        said = [rules.Answer(one.said_at, one.there) for one in answers]
        asked = Span(begins.from_at, begins.until_at)
        span, contradict = rules.narrowed(asked, said)
        origin = Origin(beginning.place, span.from_at, span.until_at, begins.going)
    eyes = await _eyes(house, connection, areas, origin, seeking)
    in_vain = show.in_vain(watched, origin)
    return Known(seeking, origin, contradict, eyes, in_vain, sightings, watched, answers)


async def _plan(house: House, connection: Connection, who: Who, row: Row) -> ReviewPlan:
    now = house.clock.now()
    known = await _known(house, connection, row, who.areas(OFFICE))
    origin, eyes, in_vain = known.origin, known.eyes, known.in_vain
    sectors: list[Sector] = []
    if known.seeking is Seeking.PERSON:
        # A tenth of a second for as many cameras as may be: beside the presses, not among them.
        watches, shares = await asyncio.to_thread(_worked_out, origin, eyes, in_vain, now)
        sectors = await _sectors(house, origin, shares, SECTORS)
    else:
        span = Span(origin.from_at, origin.until_at)
        watches = rules.place_plan(origin.place, eyes, span, in_vain, now, count_max=_CAMERAS_MOST)
    asked_of = {one.camera_id for one in await footage.cameras(connection, row.footage_id)}
    return _told(row, known, show.cameras(watches, eyes, asked_of), show.sectors(sectors))


def _worked_out(
    origin: Origin, eyes: Sequence[Eye], in_vain: Sequence[rules.Watched], now: datetime
) -> tuple[list[rules.Watch], list[float]]:
    watches = rules.plan(origin, eyes, in_vain, now, count_max=_CAMERAS_MOST)
    return watches, rules.directions(origin, eyes, in_vain, now)


async def _eyes(
    house: House, connection: Connection, areas: Iterable[str], origin: Origin, seeking: Seeking
) -> list[Eye]:
    """The cameras of these areas around an origin, with how far they are by the streets."""
    count = _EYES_MOST if seeking is Seeking.PERSON else _PLACE_EYES_MOST
    found = await camera.eyes_near(connection, origin.place, REACH_MOST_M, areas, count)
    recordings = await recorder.recordings(connection, [one.view.camera_id for one in found])
    away_m: Sequence[float | None] = [None] * len(found)
    house.ground.prepare()
    streets = house.ground.land.streets
    if streets is not None and seeking is Seeking.PERSON:
        places = [one.view.place for one in found]
        away_m = await asyncio.to_thread(streets.lengths_m, origin.place, places, REACH_MOST_M)
    now = house.clock.now()
    return [
        Eye(
            camera_id=one.view.camera_id,
            name=one.view.name,
            place=one.view.place,
            bearing_deg=one.view.bearing_deg,
            spread_deg=one.view.spread_deg,
            range_m=one.view.range_m,
            away_m=away,
            silent_since=one.silent_since,
            kept_from_at=None
            if (known := recordings.get(one.view.camera_id)) is None
            else now - timedelta(days=known.retention_days),
        )
        for one, away in zip(found, away_m, strict=True)
    ]


def _told(
    row: Row, known: Known, cameras: list[PlannedCamera], sectors: list[PatrolSector]
) -> ReviewPlan:
    origin = known.origin
    return ReviewPlan(
        footage_id=row.footage_id,
        seeking=known.seeking,
        going=origin.going,
        place=given(origin.place),
        from_at=origin.from_at,
        until_at=origin.until_at,
        toward_deg=origin.toward_deg,
        contradict=known.contradict,
        cameras=cameras,
        sectors=sectors,
        sightings=[show.sighting(one) for one in known.sightings],
        watched=[show.watched(one) for one in known.watched],
        answers=[show.answer(one) for one in known.answers],
    )


async def _as_asked(connection: Connection, row: Row) -> PlanRow:
    """Where a plan begins while nobody has said it: as the request says, and the search."""
    search = await missing.of_request(connection, row.footage_id)
    if search is None:
        return PlanRow(Going.UNKNOWN, row.lat, row.lon, row.from_at, row.until_at)
    going = terms.GOING[search.going]
    if going is Going.WALK and search.at_risk is not AtRisk.LIFE:
        going = Going.CHILD_OR_ELDER
    if search.seen_at == row.from_at:
        return PlanRow(going, row.lat, row.lon, row.from_at, row.until_at)
    # The desk knows better by now than who asked did.
    return PlanRow(going, row.lat, row.lon, search.seen_at, search.seen_at)


async def _open(connection: Connection, who: Who, footage_id: UUID) -> Row:
    """A request of your areas that is not over, locked. Raises NotFound, PlanOver, TooMuchNoted."""
    row = await footage.seen(connection, who, footage_id, locked=True)
    if row.state in FINAL:
        raise PlanOver
    if await store.count_noted(connection, footage_id) >= _NOTED_MOST:
        raise TooMuchNoted
    return row


async def _changed(house: House, connection: Connection, who: Who, row: Row) -> ReviewPlan:
    scope = [office_scope(code) for code in row.scope]
    said = Said(CHANGED, scope, ReviewPlanChanged(footage_id=row.footage_id), row.footage_id)
    await house.outbox.say(connection, house.clock.now(), said)
    return await _plan(house, connection, who, row)


async def _note(
    house: House, connection: Connection, who: Who, row: Row, step: str, camera_id: UUID
) -> None:
    """A line for the request; while a sighting waits for a second person there is no result."""
    names = await camera.names_of(connection, [camera_id])
    entry = Entry(EventKind.FOUND, who.display, {"step": step, "camera": names.get(camera_id, "")})
    waiting = await store.count_waiting(connection, row.footage_id)
    await looking.note(house, connection, row.footage_id, entry, sightings=waiting)


async def _camera(connection: Connection, camera_id: UUID) -> tuple[Place, str]:
    """Where a camera that you see stands, and of which sort its unit is. Raises NotFound."""
    places = await camera.places_of(connection, [camera_id])
    if camera_id not in places:
        raise NotFound(field="camera_id")
    known = await camera.recorded_by_id(connection, [camera_id], places[camera_id])
    if camera_id not in known:
        # Near a military or a secret unit: nobody looks for anybody there.
        raise NotFound(field="camera_id")
    return places[camera_id], known[camera_id].unit_category


async def _sightings(connection: Connection, footage_id: UUID) -> list[SightingRow]:
    """Where he was seen, by whom it was said: noted with the plan, or found at the desk."""
    noted = await store.sightings_of(connection, footage_id, _NOTED_MOST)
    found = await finding.sightings(connection, footage_id)
    places = await camera.places_of(connection, [one.camera_id for one in found])
    desks = [show.at_desk(one, places[one.camera_id]) for one in found if one.camera_id in places]
    return sorted([*noted, *desks], key=lambda one: (one.seen_at, one.sighting_id))


def _check(from_at: datetime, until_at: datetime, now: datetime) -> None:
    if until_at < from_at or until_at - from_at > _SPAN_MOST or from_at > now + _AHEAD_MOST:
        raise PlanWindow(field="from_at")
