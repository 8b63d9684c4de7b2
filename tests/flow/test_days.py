"""Positions of each day lie in a table of their own, made ahead, gone when it holds nothing."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

import asyncpg
import pytest

from service.platform import asks
from service.platform.outbox import Lane
from tests.support import hamlet
from tests.support.houses import promise
from tests.support.town_house import Town

AHEAD = 7


async def turned(town: Town) -> None:
    """The job has run that keeps the tables of days."""
    await promise(town.house, "forget", "all", lane=Lane.REST)
    await town.work()


async def days(town: Town) -> list[date]:
    """The days that have a table."""
    found = await town.rows(
        "SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid"
        " WHERE i.inhparent = 'fix'::regclass AND c.relname <> 'fix_rest' ORDER BY c.relname"
    )
    return [date.fromisoformat(str(row["relname"]).removeprefix("fix_")) for row in found]


def after(first: date, count: int) -> list[date]:
    """A day and those after it."""
    return [first + timedelta(days=n) for n in range(count + 1)]


async def where(town: Town) -> list[str]:
    """In which tables the positions lie, the earliest first."""
    found = await town.rows("SELECT tableoid::regclass::text AS name FROM fix ORDER BY at")
    return [str(row["name"]) for row in found]


async def test_tables_are_made_ahead_and_take_what_came_before_them(town: Town) -> None:
    officer = await town.officer(1, hamlet.north(1500))
    today = town.clock.now().date()
    assert await days(town) == []
    assert await where(town) == ["fix_rest"]
    await turned(town)
    assert await days(town) == after(today, AHEAD)
    town.clock.forward(seconds=30)
    await officer.stand(hamlet.north(1520), town.now)
    assert await where(town) == 2 * [f"fix_{today:%Y%m%d}"]
    town.clock.forward(days=1)
    await town.officer(2, hamlet.north(1500))
    await turned(town)
    assert await days(town) == after(today, AHEAD + 1)
    assert (await where(town))[2:] == [f"fix_{today + timedelta(days=1):%Y%m%d}"]


async def test_a_day_goes_when_all_of_it_is_forgotten_and_what_is_held_stays(town: Town) -> None:
    officer = await town.officer(1, hamlet.north(1500))
    await turned(town)
    box, chief = await town.box(4), await town.person("chief")
    town.clock.forward(seconds=5)
    incident = UUID((await box.press()).body["incident_id"])
    await town.work()
    await officer.answer("accept")
    town.clock.forward(seconds=30)
    await officer.stand(hamlet.north(1520), town.now)
    await officer.answer("clear")
    pressed_on = town.clock.now().date()
    until = town.clock.now() + timedelta(days=20)
    asked = {"reason": "案件 2026-17", "until": until.isoformat()}
    assert (await chief.post(f"/v1/incidents/{incident}/holds", asked)).status == 201
    town.clock.forward(days=1)
    await town.officer(2, hamlet.north(1500))
    assert len(await where(town)) == 3
    town.clock.forward(days=9)
    await turned(town)
    today = town.clock.now().date()
    assert await where(town) == [f"fix_{pressed_on:%Y%m%d}"], "the way to the incident is held"
    assert await days(town) == [pressed_on, *after(today, AHEAD)]
    town.clock.forward(days=11)
    await turned(town)
    assert await where(town) == []
    assert pressed_on not in await days(town)


async def test_areas_hold_for_the_tables_of_days_too(town: Town) -> None:
    await town.officer(1, hamlet.north(1500))
    await turned(town)
    assert await where(town) == [f"fix_{town.clock.now():%Y%m%d}"]
    assert await seen(town, [hamlet.EAST], "fix") == 1
    assert await seen(town, [hamlet.ELSEWHERE], "fix") == 0
    assert await seen(town, [hamlet.EAST], "fix_rest") == 0
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await seen(town, [hamlet.EAST], f"fix_{town.clock.now():%Y%m%d}")


async def seen(town: Town, marks: Sequence[str], table: str) -> int:
    """How many positions somebody sees there who has these marks."""
    asks.person(marks)
    async with town.house.db.transaction() as connection:
        return len(await connection.fetch(f"SELECT FROM {table}"))
