"""The third carrier: pictures are its own, and others take them while it does not live."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from jobs.job import Hold
from jobs.lanes import ALL, OTHERS, OWN, PICTURES, lanes_to_ring, lanes_to_take, work_pictures
from service.platform.house import House
from service.platform.outbox import Lane
from service.platform.pulse import Carrier
from tests.store.test_lanes import Works, carried, open_works
from tests.support.embedded import own_valkey
from tests.support.houses import Errand, WatchedClock, promise, quiet_house
from tests.support.waits import until

NOW = datetime(2026, 3, 2, 7, 40, tzinfo=UTC)


def carrier(name: str, lanes: tuple[Lane, ...]) -> Carrier:
    return Carrier(name, list(lanes), False, NOW, NOW)


ARQ, THIRD, FIRST = carrier("arq", OTHERS), carrier("pictures", PICTURES), carrier("runner", ALL)


@pytest.mark.parametrize(
    ("others", "redis", "taken", "rung"),
    [
        ([ARQ], True, OWN, OTHERS),
        ([ARQ, THIRD], True, OWN, (Lane.REST,)),
        ([THIRD], True, (*OWN, Lane.REST), (Lane.REST,)),
        ([ARQ, THIRD], False, (*OWN, Lane.REST), (Lane.REST,)),
        ([ARQ], False, ALL, OTHERS),
        ([], True, ALL, OTHERS),
        # Two first carriers without any other: neither relies on the other.
        ([FIRST], True, ALL, ()),
    ],
)
def test_every_lane_has_a_carrier_whoever_lives(
    others: list[Carrier], redis: bool, taken: tuple[Lane, ...], rung: tuple[Lane, ...]
) -> None:
    assert set(lanes_to_take(others, redis=redis)) == set(taken)
    assert set(lanes_to_ring(others)) == set(rung)


@pytest.fixture
async def works(
    database_url: str, tmp_path: Path, clock: WatchedClock, errand: Errand
) -> AsyncIterator[Works]:
    async with (
        own_valkey() as (valkey, redis_url),
        open_works(database_url, tmp_path, clock, valkey, redis_url) as opened,
        quiet_house(database_url, tmp_path, clock) as third,
    ):
        opened.carriers["pictures"] = asyncio.create_task(work_pictures(third))
        yield opened


async def test_pictures_have_a_carrier_of_their_own_and_others_when_it_dies(
    works: Works, errand: Errand
) -> None:
    async def lives() -> bool:
        return await works.lanes("pictures") == {Lane.PICTURES}

    await works.passes(lives)
    works.clock.forward(seconds=1)
    assert await carried(works, errand, "alive", Lane.PICTURES) == "pictures.1"
    parts, figures = await works.says()
    assert (parts["pictures"], parts["worker"], parts["warm"]) == ("ok", "ok", "0 of 0")
    assert figures["watchbell_all_lanes"] == 0

    # More than it has hands for: arq, which does its own meanwhile, is not told of what waits.
    async def pictures_wait(house: House, hold: Hold) -> None:
        if hold.job.lane == Lane.PICTURES:
            await errand.may_end.wait()

    errand.work = pictures_wait
    for number in range(20):
        await promise(works.house, "errand", f"waits {number}", lane=Lane.PICTURES)
    await until(lambda: len(errand.runs) == 17)
    assert await carried(works, errand, "meanwhile", Lane.REST) == "arq"
    assert await carried(works, errand, "and again", Lane.REST) == "arq"
    assert sum(job.lane == Lane.PICTURES for job in errand.runs) == 17
    errand.may_end.set()
    await works.kill_redis()

    async def rest_is_taken() -> bool:
        return await works.lanes("runner") == {*OWN, Lane.REST}

    await works.passes(rest_is_taken)
    assert await carried(works, errand, "without Redis", Lane.PICTURES) == "pictures.1"
    await works.valkey.serve()
    await works.passes(works.runner_has_its_own)
    await works.stop("pictures")

    async def dead() -> bool:
        return (await works.says())[0]["pictures"] == "away"

    await works.passes(dead)
    assert await carried(works, errand, "dead", Lane.PICTURES) == "arq"
