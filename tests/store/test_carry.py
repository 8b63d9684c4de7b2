"""Carrying jobs: claimed by one, leased, fenced, settled with their work, tried again, given up."""

import asyncio
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from jobs import claims
from jobs.job import SQL, Hold, Job, LostClaim
from jobs.kinds import KINDS
from jobs.lanes import ALL, OWN, Runner
from jobs.run import run
from jobs.sweep import Sweep
from service.platform.house import House
from service.platform.outbox import Lane
from tests.support.databases import execute
from tests.support.houses import (
    Errand,
    WatchedClock,
    carrying,
    jobs,
    promise,
    quiet_house,
    states,
    work,
)
from tests.support.waits import until

CRITICAL = [Lane.CRITICAL]


async def claim(house: House, carrier: str = "a", count: int = 10) -> list[Job]:
    async with house.db.reading() as connection:
        return await claims.claim(connection, carrier, CRITICAL, count, house.clock.now())


async def sweep(house: House) -> int:
    async with house.db.reading() as connection:
        return await claims.sweep(connection, house.clock.now())


async def effects(house: House) -> list[str]:
    async with house.db.reading() as connection:
        return [row["note"] for row in await connection.fetch("SELECT note FROM effect")]


async def settled(house: House, key: str) -> bool:
    return any(r["key"] == key and r["state"] == "done" for r in await jobs(house, "errand"))


async def leased_past(house: House, at: datetime) -> bool:
    return bool((await jobs(house, "errand"))[0]["lease_until"] > at + claims.LEASE)


async def with_effects(house: House) -> None:
    url = house.settings.database_url
    await execute(url, "CREATE TABLE effect (note text); GRANT ALL ON effect TO watchbell_system")


async def noting(house: House, hold: Hold) -> None:
    """Work with an effect that stands or falls with its job."""
    async with hold.transaction() as connection:
        await connection.execute("INSERT INTO effect VALUES ($1)", hold.job.key)


async def test_of_many_carriers_each_job_has_one(house: House) -> None:
    for number in range(40):
        await promise(house, "errand", str(number))
    claimed = await asyncio.gather(*(claim(house, f"carrier {n}", 7) for n in range(8)))
    keys = [job.key for some in claimed for job in some]
    assert len(keys) == len(set(keys)) == 40
    assert [(job.kind, job.attempt) for some in claimed for job in some] == [("errand", 1)] * 40


async def test_what_is_not_due_is_not_claimed(house: House, clock: WatchedClock) -> None:
    await promise(house, "errand", in_s=5)
    clock.forward(seconds=4.999)
    assert await claim(house) == []
    clock.forward(seconds=0.001)
    assert len(await claim(house)) == 1


async def test_where_hands_are_few_the_longest_due_is_first(
    house: House, clock: WatchedClock
) -> None:
    for key, in_s in (("second", 2), ("third", 3), ("first", 1)):
        await promise(house, "errand", key, in_s=in_s)
    clock.forward(seconds=5)
    assert [(await claim(house, count=1))[0].key for _ in range(3)] == ["first", "second", "third"]


async def test_who_lost_the_lease_settles_nothing_and_leaves_no_trace(
    house: House, clock: WatchedClock
) -> None:
    await with_effects(house)
    await promise(house, "errand")
    (late,) = await claim(house, "late")
    clock.forward(seconds=5)
    assert await sweep(house) == 1
    (fresh,) = await claim(house, "fresh")
    with pytest.raises(LostClaim):
        await noting(house, Hold(house, late))
    assert await effects(house) == []
    assert await states(house, "errand") == ["running"]
    await noting(house, Hold(house, fresh))
    assert (await effects(house), await states(house, "errand")) == (["one"], ["done"])


async def test_who_was_swept_and_not_replaced_settles_nothing_either(
    house: House, clock: WatchedClock
) -> None:
    await with_effects(house)
    await promise(house, "errand")
    (late,) = await claim(house, "late")
    clock.forward(seconds=5)
    await sweep(house)
    with pytest.raises(LostClaim):
        await noting(house, Hold(house, late))
    assert (await effects(house), await states(house, "errand")) == ([], ["waiting"])


async def test_a_run_that_lost_its_lease_ends_without_a_word(
    house: House, errand: Errand, clock: WatchedClock
) -> None:
    await with_effects(house)
    errand.work = noting
    await promise(house, "errand")
    (late,) = await claim(house, "late")
    clock.forward(seconds=5)
    await sweep(house)
    await run(house, late)
    assert (len(errand.runs), errand.ended) == (1, [])
    assert (await effects(house), await states(house, "errand")) == ([], ["waiting"])


async def test_who_lost_the_lease_neither_puts_back_nor_keeps_what_another_has_in_hand(
    house: House, errand: Errand, clock: WatchedClock
) -> None:
    errand.work = errand.fails
    await promise(house, "errand")
    (late,) = await claim(house, "late")
    clock.forward(seconds=5)
    await sweep(house)
    await claim(house, "fresh")
    before = await jobs(house, "errand")
    clock.forward(seconds=1)
    async with house.db.reading() as connection:
        await claims.keep(connection, late, clock.now())
    await run(house, late)
    assert len(errand.runs) == 1
    assert await jobs(house, "errand") == before


async def test_a_lease_that_ended_lets_the_job_run_again(
    house: House, errand: Errand, clock: WatchedClock
) -> None:
    await promise(house, "errand")
    await claim(house, "died")
    runner, broom = Runner(house, OWN), Sweep(house)
    clock.forward(seconds=4)
    assert (await broom.once(), await work(runner)) == (0, 0)
    clock.forward(seconds=1)
    assert (await broom.once(), await work(runner)) == (1, 1)
    assert [job.attempt for job in errand.runs] == [2]


async def test_what_is_taken_from_a_dead_carrier_is_taken_up_at_once(
    house: House, errand: Errand, clock: WatchedClock
) -> None:
    await promise(house, "errand", ring=False)
    await claim(house, "died")
    clock.forward(seconds=5)
    async with carrying(Runner(house, OWN)):
        await clock.until_waited()
        await Sweep(house).once()
        await asyncio.wait_for(errand.began.wait(), 5)


async def test_work_that_goes_on_keeps_its_lease(
    house: House, errand: Errand, clock: WatchedClock
) -> None:
    errand.work = errand.waits
    await promise(house, "errand")
    (job,) = await claim(house)
    running = asyncio.create_task(run(house, job))
    await errand.began.wait()
    for _ in range(8):
        began_at = clock.now()
        clock.forward(seconds=2)

        await until(partial(leased_past, house, began_at))
        assert await sweep(house) == 0
    errand.may_end.set()
    await running
    assert await states(house, "errand") == ["done"]


async def test_a_job_that_is_being_settled_is_not_swept_and_holds_no_sweep_up(
    house: House, clock: WatchedClock
) -> None:
    await promise(house, "errand")
    (job,) = await claim(house)
    async with Hold(house, job).transaction():
        clock.forward(seconds=60)
        assert await asyncio.wait_for(sweep(house), 2) == 0
    assert await states(house, "errand") == ["done"]


async def test_a_carrier_that_starts_anew_takes_its_own_back_at_once(
    house: House, errand: Errand
) -> None:
    runner = Runner(house, OWN)
    await promise(house, "errand", "its own", ring=False)
    await claim(house, runner.name)
    await promise(house, "errand", "another's", ring=False)
    await claim(house, "another")
    async with carrying(runner):
        await until(lambda: errand.ended)
        await until(lambda: settled(house, "its own"))
    assert [(job.key, job.attempt) for job in errand.runs] == [("its own", 2)]
    assert await states(house, "errand") == ["done", "running"]


async def test_two_of_one_kind_and_key_never_run_at_once(
    database_url: str, house: House, errand: Errand, tmp_path: Path, clock: WatchedClock
) -> None:
    errand.work = errand.waits
    async with quiet_house(database_url, tmp_path, clock) as other:
        first, second = Runner(house, OWN), Runner(other, OWN)
        await promise(house, "errand")
        await promise(house, "errand", "two")
        assert await first.claim_some() == 2
        await until(lambda: len(errand.runs) == 2)
        await promise(house, "errand")
        assert (await first.claim_some(), await second.claim_some()) == (0, 0)
        errand.may_end.set()
        await first.finish()
        assert await second.claim_some() == 1
        await second.finish()
    assert [job.key for job in errand.ended].count("one") == 2


async def test_what_fails_is_tried_again_ever_later_and_has_no_effect(
    house: House, errand: Errand, clock: WatchedClock
) -> None:
    await with_effects(house)

    async def half(house: House, hold: Hold) -> None:
        async with hold.transaction() as connection:
            await connection.execute("INSERT INTO effect VALUES ('half')")
            raise ValueError("half-way")

    errand.work = half
    await promise(house, "errand")
    runner, waits = Runner(house, OWN), []
    for _ in range(6):
        began_at = clock.now()
        assert await work(runner) == 1
        (row,) = await jobs(house, "errand")
        assert (row["state"], row["trouble"]) == ("waiting", "ValueError: half-way")
        waits.append((row["due_at"] - began_at).total_seconds())
        clock.forward(seconds=waits[-1])
    assert waits == [1, 2, 4, 8, 8, 8]
    assert await effects(house) == []


async def test_what_was_tried_often_enough_is_given_up_and_stays_to_be_seen(
    house: House, monkeypatch: pytest.MonkeyPatch, clock: WatchedClock
) -> None:
    errand = Errand()
    errand.work = errand.fails
    monkeypatch.setitem(KINDS, "errand", errand.kind(tries_max=3))
    await promise(house, "errand")
    runner = Runner(house, OWN)
    for _ in range(10):
        await work(runner)
        clock.forward(minutes=1)
    assert len(errand.runs) == 3
    (row,) = await jobs(house, "errand")
    assert (row["state"], row["trouble"]) == ("failed", "ValueError: the errand failed")
    assert row["settled_at"] is not None


async def test_what_is_given_up_does_not_stand_in_the_way_of_the_next(
    house: House, monkeypatch: pytest.MonkeyPatch, clock: WatchedClock
) -> None:
    errand = Errand()
    errand.work = errand.fails
    monkeypatch.setitem(KINDS, "errand", errand.kind(tries_max=1))
    runner = Runner(house, OWN)
    for _ in range(2):
        await promise(house, "errand")
        await work(runner)
    errand.work = None
    await promise(house, "errand")
    await work(runner)
    assert await states(house, "errand") == ["failed", "failed", "done"]


async def test_a_try_that_failed_is_not_forgotten_for_a_later_promise_of_the_same(
    house: House, errand: Errand, clock: WatchedClock
) -> None:
    errand.work = errand.fails
    await promise(house, "errand")
    (job,) = await claim(house)
    await promise(house, "errand", in_s=600)
    await run(house, job)
    assert await states(house, "errand") == ["done", "waiting"]
    errand.work = None
    clock.forward(seconds=1)
    assert await work(Runner(house, OWN)) == 1


@pytest.mark.parametrize("taken_back", [True, False])
async def test_a_carriers_death_is_not_forgotten_for_a_later_promise_of_the_same(
    house: House, errand: Errand, clock: WatchedClock, taken_back: bool
) -> None:
    await promise(house, "errand")
    await claim(house, "died")
    await promise(house, "errand", in_s=600)
    clock.forward(seconds=5)
    async with house.db.reading() as connection:
        if taken_back:
            assert await claims.take_back(connection, "died", clock.now()) == 1
        else:
            assert await claims.sweep(connection, clock.now()) == 1
    assert await states(house, "errand") == ["done", "waiting"]
    assert await work(Runner(house, OWN)) == 1


async def test_a_try_that_fails_while_the_same_is_promised_waits_for_what_becomes_of_it(
    house: House, errand: Errand
) -> None:
    errand.work = errand.fails
    await promise(house, "errand")
    (job,) = await claim(house)
    async with house.db.transaction() as connection:
        now = house.clock.now()
        await connection.execute(
            "INSERT INTO job (kind, lane, key, args, due_at, made_at)"
            " VALUES ('errand', 'critical', 'one', '{}', $1, $1)",
            now,
        )
        running = asyncio.create_task(run(house, job))
        await until(lambda: blocked(house))
    await asyncio.wait_for(running, 5)
    assert await states(house, "errand") == ["done", "waiting"]


async def blocked(house: House) -> bool:
    async with house.db.reading() as connection:
        return bool(
            await connection.fetchval("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)")
        )


async def test_a_carrier_that_stops_gives_back_what_it_has_in_hand(
    house: House, errand: Errand
) -> None:
    errand.work = errand.hangs
    async with carrying(Runner(house, OWN)):
        await promise(house, "errand")
        await asyncio.wait_for(errand.began.wait(), 5)
    (row,) = await jobs(house, "errand")
    assert (row["state"], row["due_at"]) == ("waiting", house.clock.now())
    errand.work = None
    assert await work(Runner(house, OWN)) == 1
    assert len(errand.ended) == 1


async def test_what_hangs_is_ended_and_tried_again(
    house: House, monkeypatch: pytest.MonkeyPatch, clock: WatchedClock
) -> None:
    errand = Errand()
    errand.work = errand.hangs
    monkeypatch.setitem(KINDS, "errand", errand.kind(most_s=0.05, backoff_s=1))
    await promise(house, "errand")
    runner = Runner(house, OWN)
    assert await asyncio.wait_for(work(runner), 5) == 1
    (row,) = await jobs(house, "errand")
    assert (row["state"], row["trouble"]) == ("waiting", "TimeoutError: ")
    errand.work = None
    clock.forward(seconds=1)
    assert await work(runner) == 1
    assert await states(house, "errand") == ["done"]


async def test_a_kind_that_only_a_newer_carrier_knows_is_kept_for_it(
    house: House, errand: Errand, monkeypatch: pytest.MonkeyPatch, clock: WatchedClock
) -> None:
    monkeypatch.delitem(KINDS, "errand")
    await promise(house, "errand")
    runner = Runner(house, OWN)
    assert await work(runner) == 1
    (row,) = await jobs(house, "errand")
    assert (row["state"], row["lease_until"]) == ("waiting", None)
    monkeypatch.setitem(KINDS, "errand", errand.kind())
    clock.forward(seconds=10)
    assert await work(runner) == 1
    assert len(errand.ended) == 1


async def test_what_waits_behind_others_does_not_keep_a_fresh_job_waiting(
    house: House, errand: Errand, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(150):
        await promise(house, "errand", f"locked {number}", ring=False)
        await promise(house, "errand", f"far {number}", in_s=3600, ring=False)
    async with house.db.transaction() as locking:
        locked = "SELECT job_id FROM job WHERE key LIKE 'locked%' FOR UPDATE"
        assert len(await locking.fetch(locked)) == 150
        await promise(house, "errand", "fresh", ring=False)
        assert await work(Runner(house, OWN)) == 1
        assert [job.key for job in errand.ended] == ["fresh"]


async def test_what_waits_for_a_twin_that_runs_does_not_keep_a_fresh_job_waiting(
    house: House, errand: Errand
) -> None:
    for number in range(150):
        await promise(house, "errand", f"twin {number}", ring=False)
    assert len(await claim(house, "another", 150)) == 150
    for number in range(150):
        await promise(house, "errand", f"twin {number}", ring=False)
    await promise(house, "errand", "fresh", ring=False)
    assert await work(Runner(house, OWN)) == 1
    assert [job.key for job in errand.ended] == ["fresh"]


async def test_one_runner_carries_all_lanes_or_its_own_alone(house: House, errand: Errand) -> None:
    for lane in Lane:
        await promise(house, "errand", lane, lane=lane)
    runner = Runner(house, OWN)
    await work(runner)
    assert {job.key for job in errand.ended} == {"critical", "rings"}
    runner.take(ALL)
    await work(runner)
    assert {job.key for job in errand.ended} == set(Lane)


@pytest.mark.parametrize("slow", [Lane.PICTURES, Lane.REST, Lane.RINGS])
async def test_no_lane_waits_behind_another_that_hangs(
    house: House, errand: Errand, monkeypatch: pytest.MonkeyPatch, slow: Lane
) -> None:
    hanging = Errand()
    hanging.work = hanging.hangs
    monkeypatch.setitem(KINDS, "hanging", hanging.kind())
    for number in range(60):
        await promise(house, "hanging", str(number), lane=slow, ring=False)
    async with carrying(Runner(house, ALL)):
        await asyncio.wait_for(hanging.began.wait(), 5)
        await promise(house, "errand")
        await until(lambda: errand.ended, most_s=5)
        assert len(hanging.runs) < 60


async def test_what_is_settled_is_forgotten_and_what_waits_never_is(
    house: House, errand: Errand, clock: WatchedClock
) -> None:
    await promise(house, "errand", "done")
    await work(Runner(house, OWN))
    await promise(house, "errand", "swept")
    await claim(house)
    await promise(house, "errand", "swept", in_s=10**9)
    clock.forward(seconds=5)
    await sweep(house)
    await promise(house, "errand", "failed")
    await promise(house, "errand", "waiting", in_s=10**9)
    async with house.db.reading() as connection:
        failed = "UPDATE job SET state = 'failed', settled_at = $1 WHERE key = 'failed'"
        await connection.execute(failed, clock.now())

    async def left(**later: float) -> list[str]:
        now = clock.forward(**later)
        values = (now - timedelta(days=1), now - timedelta(days=30))
        async with house.db.reading() as connection:
            await connection.execute(SQL["forget_jobs"], *values)
        return [row["key"] for row in await jobs(house, "errand")]

    assert await left(hours=23) == ["done", "swept", "swept", "failed", "waiting"]
    assert await left(hours=2) == ["swept", "failed", "waiting"]
    assert await left(days=40) == ["swept", "waiting"]
