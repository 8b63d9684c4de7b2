"""Cameras that are turned for an incident, and look again afterwards where they looked."""

from uuid import UUID

from service.camera import turning
from service.incident import actions, store
from service.incident.wire import Entry, EntryKind
from service.picture.asking import Taking
from service.picture.wire import Snapshot, SnapshotState
from service.platform.db import Connection, Transaction
from service.platform.house import House


async def tell(house: House, connection: Connection, taking: Taking, snapshot: Snapshot) -> None:
    """Say on the incident whether a camera was turned for a picture that is decided by now."""
    preset = taking.planned.preset
    if preset is None or snapshot.state is SnapshotState.PLANNED:
        return
    body = {"camera": snapshot.camera_name, "preset": preset}
    entry = Entry(EntryKind.TURNED, "", body)
    if taking.not_turned is not None:
        entry = Entry(EntryKind.NOT_TURNED, "", {**body, "trouble": taking.not_turned})
    await store.write(connection, house.clock.now(), [(snapshot.incident_id, entry)])


async def turn_back(
    house: House, camera_id: UUID, tried: int, deadline_s: float, transaction: Transaction
) -> None:
    """Turn a camera back if it is time, and say so on the incident that it was turned for."""
    async with house.db.reading() as connection:
        turn = await turning.turned(connection, camera_id)
        if turn is None:
            return
        whole = await actions.standing(connection, turn.incident_id)
    film_s = max(whole.plan.film.after_s, default=0.0) if whole.open else None
    ended = await turning.turn_back(house, turn, film_s, deadline_s)
    async with transaction() as connection:
        back = await turning.keep(house, connection, ended, tried)
        if back is None:
            return
        if back.trouble is None:
            entry = Entry(EntryKind.TURNED_BACK, "", {"camera": back.camera_name})
        else:
            body = {"camera": back.camera_name, "trouble": back.trouble}
            entry = Entry(EntryKind.NOT_TURNED_BACK, "", body)
        await store.write(connection, house.clock.now(), [(whole.incident_id, entry)])
