"""Who keeps which ring: shared among those who live, and taken over from those who died."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from service.platform.house import House
from service.platform.rings import leases
from tests.support.clock import HandClock
from tests.support.houses import quiet_house

SITE, OTHER = UUID(int=1_000), UUID(int=1_001)
CAMERAS = [UUID(int=n) for n in range(10)]


@pytest.fixture
async def house(database_url: str, tmp_path: Path, clock: HandClock) -> AsyncIterator[House]:
    async with quiet_house(database_url, tmp_path, clock) as opened:
        yield opened


async def wish(
    house: House, cameras: dict[UUID, int], *, reason: UUID = SITE, for_s: float = 600
) -> None:
    async with house.db.transaction() as connection:
        until = house.clock.now() + timedelta(seconds=for_s)
        await leases.wish(connection, reason, cameras, until)


async def turn(house: House, *keepers: str, room: int = 40) -> dict[str, list[UUID]]:
    """Each keeper looks once; what each has then."""
    found = {}
    async with house.db.reading() as connection:
        for keeper in keepers:
            address = f"http://{keeper}"
            now = house.clock.now()
            found[keeper] = sorted(await leases.take_part(connection, keeper, address, room, now))
    return found


async def settled(house: House, *keepers: str, room: int = 40) -> dict[str, list[UUID]]:
    for _ in range(3):
        await turn(house, *keepers, room=room)
    return await turn(house, *keepers, room=room)


async def addresses(house: House) -> list[str | None]:
    async with house.db.reading() as connection:
        now = house.clock.now()
        return [await leases.address_of(connection, camera_id, now) for camera_id in CAMERAS]


async def test_keepers_share_what_is_wished_and_say_where_it_is(house: House) -> None:
    await wish(house, dict.fromkeys(CAMERAS, 5))
    alone = await turn(house, "a")
    assert alone == {"a": CAMERAS}
    both = await settled(house, "a", "b")
    assert sorted(both["a"] + both["b"]) == CAMERAS
    assert len(both["a"]) == len(both["b"]) == 5
    where = {"a": "http://a", "b": "http://b"}
    by = {camera_id: where[keeper] for keeper in both for camera_id in both[keeper]}
    assert await addresses(house) == [by[camera_id] for camera_id in CAMERAS]


async def test_what_a_dead_one_held_is_taken_over_within_its_lease(
    house: House, clock: HandClock
) -> None:
    await wish(house, dict.fromkeys(CAMERAS, 5))
    before = await settled(house, "a", "b")
    clock.forward(seconds=4)
    assert await turn(house, "a") == {"a": before["a"]}
    clock.forward(seconds=2)
    assert await turn(house, "a") == {"a": CAMERAS}
    # The dead one was only asleep: it takes its part again, and no camera has two keepers.
    after = await settled(house, "b", "a")
    assert sorted(after["a"] + after["b"]) == CAMERAS


async def test_one_who_stops_is_followed_at_once(house: House) -> None:
    await wish(house, dict.fromkeys(CAMERAS, 5))
    await settled(house, "a", "b")
    async with house.db.reading() as connection:
        await leases.rest(connection, "b")
    assert await turn(house, "a") == {"a": CAMERAS}


async def test_nobody_is_named_who_is_dead(house: House, clock: HandClock) -> None:
    await wish(house, dict.fromkeys(CAMERAS, 5))
    await turn(house, "a")
    clock.forward(seconds=6)
    assert await addresses(house) == [None] * len(CAMERAS)


async def test_the_most_important_are_held_and_an_incident_comes_first(
    house: House, clock: HandClock
) -> None:
    await wish(house, {camera_id: 10 + n for n, camera_id in enumerate(CAMERAS)})
    assert await settled(house, "a", room=4) == {"a": CAMERAS[:4]}
    await wish(house, {CAMERAS[9]: leases.IMPORTANCE_INCIDENT}, reason=OTHER, for_s=30)
    assert await settled(house, "a", room=4) == {"a": [*CAMERAS[:3], CAMERAS[9]]}
    clock.forward(seconds=31)
    assert await settled(house, "a", room=4) == {"a": CAMERAS[:4]}


async def test_a_new_wish_takes_the_place_of_the_one_before(house: House) -> None:
    await wish(house, dict.fromkeys(CAMERAS[:3], 5))
    await wish(house, dict.fromkeys(CAMERAS[2:4], 5), reason=OTHER)
    assert await settled(house, "a") == {"a": CAMERAS[:4]}
    await wish(house, dict.fromkeys(CAMERAS[1:2], 5))
    assert await settled(house, "a") == {"a": CAMERAS[1:4]}
    await wish(house, {})
    assert await settled(house, "a") == {"a": CAMERAS[2:4]}


async def test_what_is_over_is_forgotten_and_counted(house: House, clock: HandClock) -> None:
    await wish(house, dict.fromkeys(CAMERAS, 5))
    await turn(house, "a", room=4)
    async with house.db.reading() as connection:
        counted = await leases.counts(connection, clock.now())
        assert (counted.warm, counted.wished) == (4, 10)
        clock.forward(hours=2)
        await leases.forget(connection, clock.now())
        for table in ("warm_wish", "warm_keeper", "warm_camera"):
            assert await connection.fetchval(f"SELECT count(*) FROM {table}") == 0
