"""Turning a camera to a preset for an incident, and back afterwards.

The network is awaited outside of any transaction. Where a camera stood, and the promise to turn it
back, are written before it is told to turn: whoever dies in between leaves nothing turned for good.
"""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from service.camera import actions, holding, store
from service.camera.holding import Next, Turn, Wish
from service.platform.camera_link import Endpoint, NoFrame, Stand, Trouble
from service.platform.db import Connection
from service.platform.house import House
from service.platform.outbox import Lane, Promise

TURN_BACK = "turn_back"
# Why a camera is not turned, or not turned back, where that is no trouble of its own.
HELD = "held"
MOVED = "moved"
# What a camera is said to have until somebody lets it look where it should.
NOT_TURNED_BACK = "not_turned_back"
# Two incidents that want a camera at the same moment: who comes second looks once more.
_CLAIMS_MOST = 2


class Ended(Struct, frozen=True):
    """What became of a turned camera; with a trouble, it could not be asked or turned back."""

    turn: Turn
    next: Next
    until: datetime
    trouble: str | None = None


class Back(Struct, frozen=True):
    """What is to be told of a camera that was turned: it is back, or why it is not."""

    camera_name: str
    trouble: str | None


async def turn(
    house: House, camera_id: UUID, preset: str, incident_id: UUID, deadline_s: float
) -> str | None:
    """Turn a camera to the preset of this name and wait until it stands; why not, else None."""
    ends = house.clock.ticks() + deadline_s
    async with house.db.reading() as connection:
        endpoint = await actions.endpoint(house, connection, camera_id)
        known = (await store.turnable(connection, camera_id)).presets
    token = next((one.token for one in known if one.name == preset), None)
    if token is None:
        return Trouble.NOT_TURNABLE.value
    try:
        return await _turn(house, endpoint, Wish(camera_id, incident_id, token), ends)
    except NoFrame as error:
        return error.trouble.value


async def _turn(house: House, endpoint: Endpoint, wish: Wish, ends: float) -> str | None:
    for _ in range(_CLAIMS_MOST):
        async with house.db.reading() as connection:
            kept = await store.turn_of(connection, wish.camera_id)
        left_s = ends - house.clock.ticks()
        seen = await house.cameras.stand(endpoint, deadline_s=left_s)
        held = holding.claim(kept, wish, seen, house.clock.now())
        if held is None:
            break
        if await _hold(house, held, kept):
            await _aim(house, endpoint, held, seen, ends - house.clock.ticks())
            return None
    return HELD


async def _hold(house: House, held: Turn, kept: Turn | None) -> bool:
    """Write who holds a camera, and promise to turn it back; False where another was faster."""
    async with house.transaction() as connection:
        if not await store.hold(connection, held, kept.back_at if kept else None):
            return False
        await _promise(house, connection, held.camera_id, held.back_at)
    return True


async def _aim(house: House, endpoint: Endpoint, held: Turn, seen: Stand, left_s: float) -> None:
    """Turn a camera that is held, unless it stands there already. Raises NoFrame."""
    if held.aim is not None:
        return
    try:
        aim = await house.cameras.turn(endpoint, held.preset, seen, deadline_s=left_s)
    except NoFrame as error:
        if error.trouble is not Trouble.TOO_SLOW:
            # It refused, so that the next incident may have it soon.
            async with house.transaction() as connection:
                soon = house.clock.now() + holding.BEGINS_WITHIN
                await _promise(house, connection, held.camera_id, soon)
        raise
    async with house.db.transaction() as connection:
        await store.aimed(connection, held.camera_id, held.preset, aim)


async def turned(connection: Connection, camera_id: UUID) -> Turn | None:
    """How a camera is turned, if it is."""
    return await store.turn_of(connection, camera_id)


async def turn_back(house: House, held: Turn, film_s: float | None, deadline_s: float) -> Ended:
    """Turn a camera back if it is time, which a longest film of an open incident puts off.

    The network is awaited here, outside of any transaction; `keep` writes what became of it.
    """
    ends = house.clock.ticks() + deadline_s
    until = holding.stays_until(held, film_s)
    async with house.db.reading() as connection:
        endpoint = await actions.endpoint(house, connection, held.camera_id)
    try:
        seen = await house.cameras.stand(endpoint, deadline_s=deadline_s)
        what = holding.next_of(held, seen, until, house.clock.now())
        if what is not Next.BACK:
            return Ended(held, what, until)
        leaving = holding.leaving(held, house.clock.now())
        if not await _leave(house, leaving, held):
            return Ended(held, Next.STAY, until)
        held = leaving
        left_s = ends - house.clock.ticks()
        await house.cameras.turn_back(endpoint, held.stand, deadline_s=left_s)
    except NoFrame as error:
        due = house.clock.now() >= until
        return Ended(held, Next.BACK if due else Next.STAY, until, error.trouble.value)
    return Ended(held, Next.DONE, until)


async def _leave(house: House, leaving: Turn, held: Turn) -> bool:
    """Let nobody have a camera that is being turned back; False where somebody has it by now."""
    async with house.db.transaction() as connection:
        return await store.hold(connection, leaving, held.back_at)


async def keep(house: House, connection: Connection, ended: Ended, tried: int) -> Back | None:
    """Write what became of a turned camera; what is to be told of it, if anything."""
    held = ended.turn
    match ended.next:
        case Next.STAY:
            look_at = holding.next_look(held, ended.until, house.clock.now())
            await store.hold_longer(connection, held, look_at)
            await _promise(house, connection, held.camera_id, look_at)
            return None
        case Next.BACK:
            return await _not_back(house, connection, ended, tried + 1)
        case Next.DONE | Next.LEAVE:
            await store.let_go(connection, held)
            await store.look_right(connection, held.camera_id, NOT_TURNED_BACK)
    if not holding.has_turned(held):
        return None
    name = (await store.turnable(connection, held.camera_id)).name
    return Back(name, MOVED if ended.next is Next.LEAVE else None)


async def _not_back(house: House, connection: Connection, ended: Ended, tries: int) -> Back | None:
    """Promise another try; after some in vain the camera is said to look the wrong way."""
    held = ended.turn
    again_at = holding.try_again_at(held, tries, house.clock.now())
    if again_at is None:
        await store.let_go(connection, held)
    else:
        await _promise(house, connection, held.camera_id, again_at, tries)
    if tries < holding.TRIES_SOON:
        return None
    await store.look_wrong(connection, held.camera_id, NOT_TURNED_BACK)
    name = (await store.turnable(connection, held.camera_id)).name
    return Back(name, ended.trouble) if tries == holding.TRIES_SOON else None


async def _promise(
    house: House, connection: Connection, camera_id: UUID, due_at: datetime, tried: int = 0
) -> None:
    args = {"tried": tried}
    promise = Promise(TURN_BACK, Lane.REST, str(camera_id), due_at, args)
    await house.outbox.promise(connection, house.clock.now(), promise)
