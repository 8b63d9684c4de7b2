"""What a file of cameras writes: all or nothing, beside presses and people, once."""

import asyncio
import io
import os
import subprocess
import sys
from typing import Any
from uuid import UUID

import pytest

from jobs.sweep import Sweep
from service.camera import actions as camera
from service.camera import imports
from service.camera.importing import Progress
from service.camera.importing import read_in as read_in_now
from service.camera.incoming import Overtaken
from service.camera.wire import Format
from service.core.geo import Crs
from service.incident import pictures
from service.platform.keys import make_key
from service.settings import as_environment
from tests.flow.handed_in import as_csv, listed_number, read_in, register, row, send
from tests.flow.test_camera_register import reached
from tests.support import hamlet
from tests.support.town_house import Town
from tests.support.waits import until

CALL = {
    "source": "110",
    "kind": "medical",
    "area_code": hamlet.EAST,
    "title": "河边",
    "place": hamlet.north(1800),
}


async def test_a_carrier_that_is_killed_half_way_leaves_nothing_and_another_reads_it_all(
    town: Town,
) -> None:
    admin = await town.person("admin")
    handed = await send(town, admin, as_csv(*(row(n) for n in range(1, 8001))))
    import_id = UUID(handed.body["import_id"])
    carrier = start_carrier(town)
    try:
        await until(lambda: half_way(town, import_id))
    finally:
        carrier.kill()
        carrier.wait()
    assert (await admin.get("/v1/cameras")).body == []
    # The clock of the carrier was the world's; its lease has ended by ours too.
    (job,) = await town.rows("SELECT lease_until FROM job WHERE kind = 'import_cameras'")
    town.clock.forward(seconds=(job["lease_until"] - town.clock.now()).total_seconds() + 1)
    await Sweep(town.house).once()
    await town.work()
    (done,) = await town.rows("SELECT state, added FROM camera_import")
    assert (done["state"], done["added"]) == ("done", 8000)
    assert len(await town.rows("SELECT FROM camera")) == 8000


def start_carrier(town: Town) -> "subprocess.Popen[bytes]":
    """A carrier of jobs in a process of its own."""
    settings = town.house.settings
    make_key(settings.data_folder / "secret.key")
    named = {k: v for k, v in os.environ.items() if not k.startswith("WATCHBELL_")}
    return subprocess.Popen(
        [sys.executable, "-m", "jobs", "critical"],
        env=named | as_environment(settings),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


async def half_way(town: Town, import_id: UUID) -> bool:
    """Whether some of the file has been read, and not all."""
    statement = "SELECT rows_read, state FROM camera_import WHERE import_id = $1"
    (found,) = await town.rows(statement, import_id)
    assert found["state"] in ("waiting", "reading"), "it was quicker than we"
    return bool(found["rows_read"])


async def test_a_file_that_was_read_is_not_read_again(town: Town) -> None:
    admin = await town.person("admin")
    async with town.live(admin) as events:
        done = await read_in(town, admin, as_csv(row(1)))
        await imports.read(town.house, UUID(done["import_id"]))
        assert (await admin.get("/v1/camera-imports")).body == [done]
        other = await read_in(town, admin, as_csv(row(2)))
        heard: list[dict[str, Any]] = []
        while len(heard) < 2:
            event = await asyncio.wait_for(events.get(), 10)
            if event["topic"] == "camera.imported":
                heard.append(event["body"])
    assert [body["import_id"] for body in heard] == [done["import_id"], other["import_id"]]
    assert [body["faults"] for body in heard] == [[], []]


async def test_a_press_gets_its_pictures_while_its_cameras_are_read_in(town: Town) -> None:
    admin, desk = await town.person("admin"), await town.person("east")
    near = hamlet.north(1840)
    here = {"lat": str(near["lat"]), "lon": str(near["lon"]), "bearing_deg": "180"}
    await read_in(town, admin, as_csv(*(row(n, **here) for n in range(1, 9))))
    (one,) = await town.rows("SELECT camera_id FROM camera ORDER BY gb_id LIMIT 1")
    table = as_csv(*(row(n, **here, name=f"new {n}") for n in range(1, 9)))
    areas = [hamlet.CITY]

    async def pressed(_: Progress) -> None:
        """First when all was read, then when all was written and is not yet for all to see."""
        opened = await desk.post("/v1/incidents", CALL)
        assert opened.status == 201, opened.body
        async with asyncio.timeout(5):
            incident = UUID(opened.body["incident_id"])
            planned = await pictures.plan_pictures(town.house, incident, town.house.transaction)
            assert planned > 0
            async with town.house.db.reading() as connection:
                await camera.answered(connection, {one["camera_id"]: None}, town.clock.now())
                await camera.fell_silent(connection, one["camera_id"], town.clock.now())

    async with town.house.transaction() as connection:
        file = io.BytesIO(table)
        done = await read_in_now(
            town.house, connection, file, Format.CSV, Crs.WGS84, areas, pressed
        )
    assert (done.updated, done.faults_found) == (8, 0)
    assert len(await town.rows("SELECT FROM camera WHERE name LIKE 'new %'")) == 8


async def test_whoever_changes_a_camera_by_hand_meanwhile_is_not_overwritten(town: Town) -> None:
    admin = await town.person("admin")
    await read_in(town, admin, as_csv(row(1), row(2)))
    listed = (await admin.get("/v1/cameras")).body
    (camera_id,) = [one["camera_id"] for one in listed if one["name"] == "camera 1"]
    changed = {k: v for k, v in row(1).items() if k not in ("lat", "lon", "username", "password")}
    numbers = {k: float(changed.pop(k)) for k in ("bearing_deg", "spread_deg", "range_m")}
    place = hamlet.place(35.07, 116.31)
    by_hand = changed | numbers | {"place": place, "gb_id": listed_number(1), "name": "by hand"}

    async def change(progress: Progress) -> None:
        town.clock.forward(seconds=1)
        answer = await admin.put(f"/v1/cameras/{camera_id}", by_hand)
        assert answer.status == 200, answer.body

    file = io.BytesIO(as_csv(row(1, name="by file"), row(2, name="by file")))
    with pytest.raises(Overtaken):
        async with town.house.transaction() as connection:
            await read_in_now(
                town.house, connection, file, Format.CSV, Crs.WGS84, [hamlet.CITY], change
            )
    names = {one["name"] for one in (await admin.get("/v1/cameras")).body}
    assert names == {"by hand", "camera 2"}


async def test_two_rows_that_mean_one_camera_are_both_wrong(town: Town) -> None:
    admin = await town.person("admin")
    await read_in(town, admin, as_csv(row(7)))
    (known,) = (await admin.get("/v1/cameras")).body
    own = row(8, gb_id="", camera_id=known["camera_id"])
    twice = [row(1), row(2), row(1, kind="x"), row(7), own, row(1)]
    refused = await read_in(town, admin, as_csv(*twice))
    told = {(f["row"], f["reason"]) for f in refused["faults"]}
    assert told >= {
        *((2, "also_row 4"), (4, "also_row 2"), (7, "also_row 2")),
        *((5, "also_row 6"), (6, "also_row 5")),
    }
    assert refused["faults_found"] == len(refused["faults"]) == 6


async def test_cameras_may_change_numbers_with_each_other(town: Town) -> None:
    admin = await town.person("admin")
    await read_in(town, admin, as_csv(row(1), row(2)))
    one, two = sorted((await admin.get("/v1/cameras")).body, key=lambda c: str(c["name"]))
    crossed = [
        row(2, camera_id=one["camera_id"], name="was 1"),
        row(1, camera_id=two["camera_id"], name="was 2"),
    ]
    done = await read_in(town, admin, as_csv(*crossed))
    assert (done["state"], done["updated"]) == ("done", 2), done["faults"]
    rows = await town.rows("SELECT camera_id, gb_id FROM camera")
    found = {str(r["camera_id"]): r["gb_id"] for r in rows}
    assert found == {
        one["camera_id"]: listed_number(2),
        two["camera_id"]: listed_number(1),
    }
    alone = row(1, camera_id=one["camera_id"])
    refused = await read_in(town, admin, as_csv(alone))
    (fault,) = refused["faults"]
    assert (fault["row"], fault["column"], fault["reason"]) == (2, "gb_id", "camera.number_taken")
    foreign = row(1, camera_id="018f0000-0000-7000-8000-00000000ffff")
    (fault,) = (await read_in(town, admin, as_csv(foreign)))["faults"]
    assert (fault["column"], fault["reason"]) == ("gb_id", "camera.number_taken")


async def test_what_a_file_does_not_say_stays_and_what_says_nothing_new_is_not_written(
    town: Town,
) -> None:
    admin = await town.person("admin")
    presets = '[{"token":"1","name":"校门","bearing_deg":10,"spread_deg":30}]'
    more = {"presets": presets, "tilt_deg": "-10.1", "footage_days": "90", "point_class": "2"}
    whole = as_csv(row(1, **more), row(2, **more))
    await read_in(town, admin, whole)
    before = await register(town)
    town.clock.forward(minutes=1)
    again = await read_in(town, admin, whole)
    assert (again["state"], again["rows_read"], again["updated"]) == ("done", 2, 0)
    assert await register(town) == before
    few = [{"gb_id": listed_number(2), "name": "新名"}]
    done = await read_in(town, admin, as_csv(*few))
    assert (done["state"], done["updated"]) == ("done", 1), done["faults"]
    after = await register(town)
    assert after[0] == before[0]
    assert {k for k in after[1] if after[1][k] != before[1][k]} == {"name", "sought", "changed_at"}


async def test_the_file_and_the_door_write_the_same(town: Town) -> None:
    admin = await town.person("admin")
    said = row(1, kind="ptz", tilt_deg="-12.5", height_m="6.1", footage_days="30")
    await read_in(town, admin, as_csv(said))
    (out_of_file,) = await register(town)
    body: dict[str, Any] = {k: v for k, v in said.items() if k not in ("lat", "lon")}
    for name in ("bearing_deg", "spread_deg", "range_m", "tilt_deg", "height_m"):
        body[name] = float(body[name])
    body |= {"footage_days": 30, "place": hamlet.place(35.07, 116.31), "gb_id": listed_number(2)}
    answer = await admin.post("/v1/cameras", body)
    assert answer.status == 201, answer.body
    (_, at_the_door) = await register(town)
    differ = {k for k in at_the_door if at_the_door[k] != out_of_file[k]}
    assert differ == {"camera_id", "gb_id", "sought", "password_sealed", "ways_sealed"}
    for one in (out_of_file, at_the_door):
        assert (await reached(town, one["camera_id"]))["username"] == "viewer"


async def test_a_camera_that_is_reached_otherwise_gets_its_chance_at_once(town: Town) -> None:
    admin = await town.person("admin")
    await read_in(town, admin, as_csv(row(1), row(2)))
    async with town.house.db.reading() as connection:
        for one in await town.rows("SELECT camera_id FROM camera"):
            await camera.fell_silent(connection, one["camera_id"], town.clock.now(), trouble="dead")
    changed = [
        row(1, rtsp_url="rtsp://10.0.0.99/s", username="other"),
        row(2, name="new name"),
    ]
    done = await read_in(town, admin, as_csv(*changed))
    assert done["updated"] == 2, done["faults"]
    first, second = await register(town)
    assert (first["silent_since"], first["trouble"]) == (None, None)
    assert second["silent_since"] is not None
    assert second["trouble"] == "dead"
