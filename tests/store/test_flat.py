"""The flat map that indexes look along: what is near on the Earth is found on it."""

import random
from collections.abc import Callable
from uuid import UUID

import pytest

from service.camera import store
from service.core.geo import Place, ahead, distance_m, on_sphere
from service.patrol import actions as patrol
from service.platform.house import House
from tests.store.test_choose import COUNTY, GATE, lay_out, put_up

# As far north and south as a place may be given.
LATS = (-85, -60, -1, 0, 3, 18, 35, 53, 85)
# What is read back from eight bytes.
ERROR_M = 0.05


async def test_a_square_holds_all_that_is_within_its_metres(house: House) -> None:
    rng = random.Random(1)
    asked = [
        (Place(lat, rng.uniform(-179, 179)), rng.uniform(1, 3_000))
        for lat in LATS
        for _ in range(40)
    ]
    within = [ahead(place, rng.uniform(0, 360), metres) for place, metres in asked]
    beyond = [ahead(place, bearing, 1.5 * metres) for bearing in (0, 90) for place, metres in asked]
    statement = (
        "SELECT flat_around(a.lat, a.lon, a.metres) @> box(flat(b.lat, b.lon)) AS held"
        " FROM unnest($1::float8[], $2::float8[], $3::float8[]) WITH ORDINALITY"
        " AS a (lat, lon, metres, n) JOIN unnest($4::float8[], $5::float8[]) WITH ORDINALITY"
        " AS b (lat, lon, n) USING (n)"
    )
    squares = [p.lat for p, _ in asked], [p.lon for p, _ in asked], [metres for _, metres in asked]

    async def held(points: list[Place]) -> set[bool]:
        axes = [p.lat for p in points], [p.lon for p in points]
        async with house.db.reading() as connection:
            return {row["held"] for row in await connection.fetch(statement, *squares, *axes)}

    assert await held(within) == {True}
    for start in (0, len(asked)):
        assert await held(beyond[start : start + len(asked)]) == {False}


async def test_the_nearest_units_are_those_of_looking_at_every_one(house: House) -> None:
    rng = random.Random(2)
    # A few in a street and the rest across a province, as far as the flat map bends.
    places = [ahead(GATE, rng.uniform(0, 360), rng.uniform(0, 300)) for _ in range(60)]
    places += [Place(rng.uniform(34, 38), rng.uniform(114, 122)) for _ in range(400)]
    await _stand(house, places)
    asked = [GATE, *(Place(rng.uniform(34, 38), rng.uniform(114, 122)) for _ in range(60))]
    for count in (1, 5, 24):
        async with house.db.reading() as connection:
            near = await patrol.nearest(
                connection, asked, [COUNTY], busy=(), only=None, count=count
            )
        for place in asked:
            found = [distance_m(place, one.place) for one in near[place] if one.place]
            true = sorted(map(_away(place), places))[:count]
            assert sorted(found) == pytest.approx(true, abs=ERROR_M)


async def test_the_nearest_cameras_are_those_of_looking_at_every_one(house: House) -> None:
    rng = random.Random(3)
    feet = [ahead(GATE, rng.uniform(0, 360), rng.uniform(0, 2_000)) for _ in range(150)]
    for n, foot in enumerate(feet):
        await put_up(house, n, foot, range_m=1)
    for place in (GATE, ahead(GATE, 45, 1_500)):
        async with house.db.reading() as connection:
            views = await store.views_near(connection, place, [], 0, [COUNTY], house.clock.now())
        found = sorted(distance_m(place, view.place) for view in views)
        assert found == pytest.approx(sorted(map(_away(place), feet))[:40], abs=ERROR_M)


def _away(place: Place) -> Callable[[Place], float]:
    return lambda other: distance_m(place, other)


async def _stand(house: House, places: list[Place]) -> None:
    async with house.db.reading() as connection:
        await lay_out(connection, COUNTY)
        for n, place in enumerate(places):
            await connection.execute(
                "INSERT INTO unit VALUES ($1, $2, 'police', 'car', '{}', $3, ARRAY[$3])",
                *(UUID(int=n), f"U-{n}", COUNTY),
            )
            await connection.execute(
                "INSERT INTO position (unit_id, lineage, duty_since, duty_by, seen_at, fix_at,"
                " lat, lon, spot, accuracy_m, received_at)"
                " VALUES ($1, ARRAY[$2], now(), $1, now(), now(), $3, $4, cube($5::float8[]), 10,"
                " now())",
                *(UUID(int=n), COUNTY, place.lat, place.lon, on_sphere(place)),
            )
