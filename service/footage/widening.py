"""Further cameras for a request, a round at a time: held at once, and asked of their units."""

from uuid import UUID

from service.camera import actions as camera
from service.centre import actions as centre
from service.core.geo import Place
from service.core.problem import NotFound
from service.footage import actions, consents, filing, moves, rules, store
from service.footage.consent import AddCameras
from service.footage.terms import FootageState
from service.footage.wire import (
    CHANGED,
    NOT_HELD,
    Entry,
    EventKind,
    Row,
    WholeFootageRequest,
)
from service.identity.wire import OFFICE, Who
from service.platform.db import Connection
from service.platform.house import House
from service.platform.outbox import Lane as Carried
from service.platform.outbox import Promise
from service.recorder import actions as recorder

# Where units have been asked already, those of later cameras are asked as these come.
_ASKED = frozenset(
    {FootageState.CONSENT_PENDING, FootageState.EMERGENCY_ACTIVE, FootageState.VIEWING}
)


async def add(house: House, who: Who, footage_id: UUID, asked: AddCameras) -> WholeFootageRequest:
    """Add cameras of your areas to a request, as one round.

    Raises NotFound, RequestOvertaken, NotYet, FootageWindow, Invalid.
    """
    now, by = house.clock.now(), who.display
    async with house.transaction() as connection:
        row = await moves.locked(connection, who, footage_id, asked.version)
        before = await store.cameras_of(connection, footage_id)
        problem = rules.check_added(asked.cameras, before, row, now)
        if problem is not None:
            raise problem
        new = await _new(connection, who, row, asked)
        number = max((one.round for one in before), default=1) + 1
        await store.add_cameras(connection, footage_id, new, number)
        overwrite_at = rules.first_lost(one.overwrite_at for one in new)
        await store.add_version(connection, footage_id, by, overwrite_at)
        if row.state in _ASKED:
            cameras = await store.cameras_of(connection, footage_id)
            added = [one for one in cameras if one.round == number]
            timers = (await centre.policy(connection, row.scope, now)).footage
            await consents.ask(house, connection, row, added, by, timers.consent_h)
        lost = filing.not_held(new)
        entry = Entry(EventKind.ADDED, by, {"cameras": len(new), "round": number})
        topics = [CHANGED, NOT_HELD] if lost else [CHANGED]
        holds = Promise(filing.PLACE_HOLDS, Carried.REST, str(footage_id), now)
        after = await filing.announce(
            house, connection, footage_id, [entry, *lost], topics, [holds]
        )
        return await actions.whole_of(house, connection, who, after)


async def _new(
    connection: Connection, who: Who, row: Row, asked: AddCameras
) -> list[store.NewCamera]:
    """What is known of these cameras. Raises NotFound, naming the field."""
    ids = [one.camera_id for one in asked.cameras]
    near = await camera.recorded_by_id(connection, ids, Place(row.lat, row.lon))
    recordings = await recorder.recordings(connection, ids)
    found = []
    for n, one in enumerate(asked.cameras):
        known = near.get(one.camera_id)
        if known is None or not who.sees(known.lineage, OFFICE):
            raise NotFound(field=f"cameras[{n}].camera_id")
        found.append(filing.new_camera(known, recordings, one.from_at, one.until_at))
    return found
