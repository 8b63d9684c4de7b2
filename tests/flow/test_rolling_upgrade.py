"""An upgrade while boxes press: programs from before and after it live off one database at once.

The next release is played by migrations of its own upon those that there are; `./dev hosts` plays
one with the code of an earlier commit.
"""

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from service.schema.migrate import FOLDER, Phase, migrate, read_migrations
from tests.support import hamlet
from tests.support.people import Box, new_press_id
from tests.support.town_house import Town, open_town

# Every statement of a press, its ladder and its stream has been prepared upon these before.
TABLES = ("alarm", "incident", "event", "job", "task", "need")


def next_release(folder: Path) -> Path:
    """The migrations that there are, and those of a release to come: first more, then less."""
    shutil.copytree(FOLDER, folder)
    number = int(read_migrations()[-1].name[:4])
    for table in TABLES:
        number += 1
        (folder / f"{number:04}_pre_{table}.sql").write_text(
            f"ALTER TABLE {table} ADD COLUMN next_note text NOT NULL DEFAULT '',"
            " ADD COLUMN next_at timestamptz;"
            if table != "need"
            else "ALTER TABLE need ADD COLUMN next_note text NOT NULL DEFAULT '';"
        )
    number += 1
    (folder / f"{number:04}_pre_index.sql").write_text(
        "-- no transaction\nCREATE INDEX CONCURRENTLY alarm_next ON alarm (next_note);"
    )
    for table in TABLES:
        number += 1
        (folder / f"{number:04}_post_{table}.sql").write_text(
            f"ALTER TABLE {table} DROP COLUMN next_note;"
        )
    return folder


@asynccontextmanager
async def pressing(boxes: list[Box], answers: list[int]) -> AsyncIterator[None]:
    """Keys are pressed one after the other, until this ends; what each was answered."""
    over = asyncio.Event()

    async def press_on(box: Box) -> None:
        while not over.is_set():
            answers.append((await box.press(new_press_id())).status)

    tasks = [asyncio.create_task(press_on(box)) for box in boxes]
    try:
        yield
    finally:
        over.set()
        await asyncio.gather(*tasks)


async def schema_of(town: Town) -> tuple[int, str]:
    """What a program says of the schema: whether it is ready, and how it stands."""
    async with town.session.get(f"{town.base}/health/ready") as answer:
        return answer.status, (await answer.json())["parts"]["schema"]


async def whole_way(town: Town, box: Box) -> None:
    """From a press to its end, in this very program."""
    taken = await box.press(new_press_id())
    assert taken.status == 201
    await town.work()
    desk = await town.person("east")
    ends, incident = {"disposition": "genuine"}, taken.body["incident_id"]
    reset = await desk.post(f"/v1/alarms/{taken.body['alarm_id']}/reset", ends)
    assert reset.status == 200
    closed = await desk.move("incidents", incident, move="close", **ends)
    assert closed.body["state"] == "closed"
    lines = (await desk.get(f"/v1/incidents/{incident}/timeline")).body
    assert len(lines) > 3


async def test_presses_go_on_while_an_upgrade_rolls_with_old_and_new_programs_at_once(
    town: Town, database_url: str, tmp_path: Path
) -> None:
    release, clock, answers = next_release(tmp_path / "next"), town.clock, list[int]()
    await town.officer(1, hamlet.north(1500))
    box = await town.box(4)
    await whole_way(town, box)

    async with pressing([await town.box(1)], answers):
        added = await migrate(database_url, clock, Phase.PRE, release)
        assert len(added) == len(TABLES) + 1
        assert await schema_of(town) == (200, "ahead")
        count = len(answers)
        async with open_town(database_url, tmp_path / "new", clock) as new:
            await whole_way(town, box)
            box.base = new.base
            await whole_way(new, box)
            dropped = await migrate(database_url, clock, Phase.ALL, release)
            assert len(dropped) == len(TABLES)
            await whole_way(new, box)
    assert len(answers) > count
    assert set(answers) <= {200, 201}
    # Whoever was not replaced says so, and is asked no more; what he has begun he ends.
    assert await schema_of(town) == (503, "newer")
    kept = await town.rows("SELECT count(*) AS n, count(DISTINCT press_id) AS d FROM alarm")
    assert kept == [{"n": len(answers) + 4, "d": len(answers) + 4}]
