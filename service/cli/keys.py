"""`watchbell keys`: the ring of master keys, changed while everything goes on.

Two steps, minutes apart: a key is added, and every program knows it before the first row needs it;
then it closes, and a job seals the old rows anew. A key goes when no row needs it.
"""

from collections.abc import Sequence
from datetime import timedelta

from service.app import open_house
from service.platform import resealing
from service.platform.asks import Errand, for_system
from service.platform.house import House
from service.platform.keys import LOOK_AGAIN_S, fresh_key, source_of
from service.platform.outbox import Lane, Promise
from service.platform.seal import KEYS_MOST, key_id
from service.sealed import SEALED
from service.settings import Settings

# Two looks of every program, one of which may have failed.
KNOWN_AFTER = timedelta(seconds=2 * LOOK_AGAIN_S)


class CannotChange(Exception):
    """This is not done with the keys now; the text says why."""


@for_system(Errand.COMMAND_LINE)
async def add(settings: Settings) -> str:
    """A fresh key that opens and does not close yet; its id. Raises CannotChange, KeyUnusable."""
    source = source_of(settings)
    async with open_house(settings) as house:
        keys, fresh = await source.read(), fresh_key()
        if len(keys) == KEYS_MOST:
            raise CannotChange(f"there are {KEYS_MOST} keys already; retire one")
        await source.write([*keys, fresh], keys)
        async with house.transaction() as connection:
            await resealing.add_key(connection, key_id(fresh), house.clock.now())
    return key_id(fresh)


@for_system(Errand.COMMAND_LINE)
async def rotate(settings: Settings, wanted: str | None) -> str:
    """Let the added key close from now on; its id. Raises CannotChange, KeyUnusable."""
    source = source_of(settings)
    async with open_house(settings) as house:
        keys = await source.read()
        chosen = _one(keys[1:], wanted)
        await _known_everywhere(house, key_id(chosen))
        rest = [key for key in keys if key != chosen]
        await source.write([chosen, *rest], keys)
        now = house.clock.now()
        async with house.transaction() as connection:
            await resealing.add_key(connection, key_id(keys[0]), now)
            await resealing.let_close(connection, key_id(chosen), now)
            # By then every program closes with it, the one that carries this job too.
            due_at = now + KNOWN_AFTER
            await house.outbox.promise(
                connection, now, Promise("seal_anew", Lane.REST, "all", due_at)
            )
    return key_id(chosen)


@for_system(Errand.COMMAND_LINE)
async def retire(settings: Settings, wanted: str) -> None:
    """Take away a key that no row needs. Raises CannotChange, KeyUnusable."""
    source = source_of(settings)
    async with open_house(settings) as house:
        keys = await source.read()
        if key_id(keys[0]) == wanted:
            raise CannotChange(f"{wanted} closes; another has to first: watchbell keys rotate")
        gone = _one(keys[1:], wanted)
        now = house.clock.now()
        async with house.transaction() as connection:
            closing = await resealing.key(connection, key_id(keys[0]))
            if closing and closing.closes_at and now < closing.closes_at + KNOWN_AFTER:
                raise CannotChange("a program may still close with it; try again in two minutes")
            used = await resealing.used(connection, SEALED)
            needed = [one for one in used if one.key_id in (wanted, "")]
            if needed:
                said = ", ".join(f"{one.rows} of {one.place}" for one in needed)
                raise CannotChange(f"rows need it: {said}; they are sealed anew within the hour")
            await source.write([key for key in keys if key != gone], keys)
            await resealing.forget_key(connection, wanted)


@for_system(Errand.COMMAND_LINE)
async def listed(settings: Settings) -> list[str]:
    """A line for each key: its id, what it does, how many rows need it."""
    keys = await source_of(settings).read()
    async with open_house(settings) as house, house.db.reading() as connection:
        used = await resealing.used(connection, SEALED)
        lines = []
        for place, key in enumerate(keys):
            name = key_id(key)
            row = await resealing.key(connection, name)
            rows = sum(one.rows for one in used if one.key_id == name)
            what = "closes" if place == 0 else "opens "
            since = f", since {row.closes_at:%Y-%m-%d %H:%M} UTC" if row and row.closes_at else ""
            moved = f", {row.sealed_anew} sealed anew" if row and row.sealed_anew else ""
            lines.append(f"{name}  {what}  {rows} rows{since}{moved}")
    known = {key_id(key) for key in keys}
    for one in used:
        if one.key_id not in known:
            name = one.key_id or "nameless"
            lines.append(f"{name}  {'?' if one.key_id else 'any   '}  {one.rows} of {one.place}")
    return lines


def _one(keys: Sequence[bytes], wanted: str | None) -> bytes:
    """The key that is meant. Raises CannotChange where there is none, or more than one."""
    found = [key for key in keys if wanted is None or key_id(key) == wanted]
    if len(found) != 1:
        names = ", ".join(key_id(key) for key in keys) or "none; watchbell keys add"
        raise CannotChange(f"which one? There are besides the one that closes: {names}")
    return found[0]


async def _known_everywhere(house: House, name: str) -> None:
    now = house.clock.now()
    async with house.transaction() as connection:
        await resealing.add_key(connection, name, now)
        row = await resealing.key(connection, name)
    assert row is not None, "it was added a moment ago"
    if now < row.added_at + KNOWN_AFTER:
        left_s = (row.added_at + KNOWN_AFTER - now).total_seconds()
        raise CannotChange(f"every program has to know it first; try again in {left_s:.0f} s")
