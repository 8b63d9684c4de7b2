"""Files of cameras at the door: told by row and column, and out again."""

import json
from collections.abc import AsyncIterator

import aiohttp
import pytest

from service.camera import imports
from service.camera.wire import Format
from service.platform.blobs import BlobLost
from tests.flow.handed_in import as_csv, read_in, row, send
from tests.support import hamlet
from tests.support.town_house import Town
from tests.support.waits import until

MEDIA = {"csv": "text/csv", "geojson": "application/geo+json"}


async def test_a_file_is_read_in_and_read_in_again(town: Town) -> None:
    admin = await town.person("admin")
    done = await read_in(town, admin, as_csv(*(row(n) for n in range(1, 31))))
    assert (done["state"], done["rows_read"], done["added"]) == ("done", 30, 30)
    changed = [row(n, name=f"renamed {n}", password="", username="") for n in range(21, 41)]
    town.clock.forward(minutes=1)
    again = await read_in(town, admin, as_csv(*changed))
    assert (again["state"], again["added"], again["updated"]) == ("done", 10, 10)
    listed = (await admin.get("/v1/cameras")).body
    assert len(listed) == 40
    assert sum(one["name"].startswith("renamed") for one in listed) == 20
    rows = await town.rows(
        "SELECT gb_id, password_sealed, has_username, camera::text AS said FROM camera"
        " ORDER BY gb_id"
    )
    assert all(r["password_sealed"] for r in rows[:30]), "what a file does not say stays"
    assert all(r["has_username"] for r in rows[:30])
    for secret in ("swordfish", "viewer", "rtsp://"):
        assert not any(
            form in row["said"] for row in rows for form in (secret, secret.encode().hex())
        )
    blobs = town.house.settings.data_folder / "blobs" / "imports"
    assert list(blobs.iterdir()) == [], "a file with passwords is not kept"


async def test_one_wrong_row_keeps_all_others_out_and_every_wrong_one_is_told(
    town: Town,
) -> None:
    admin = await town.person("admin")
    rows = [row(n) for n in range(1, 3001)]
    rows[4] |= {"bearing_deg": "361"}
    rows[1500] |= {"capture_location": "toilet"}
    rows[1501] |= {"area_code": "110000"}
    rows[2999] |= {"gb_id": rows[0]["gb_id"]}
    refused = await read_in(town, admin, as_csv(*rows))
    assert (refused["state"], refused["rows_read"], refused["faults_found"]) == ("refused", 3000, 5)
    assert (refused["added"], refused["updated"]) == (0, 0)
    told = [(f["row"], f["column"], f["reason"].split(":")[0]) for f in refused["faults"]]
    assert told == [
        (2, "gb_id", "also_row 3001"),
        (6, "bearing_deg", "Expected `float` < 360.0"),
        (1502, "capture_location", "camera.forbidden_room"),
        (1503, "area_code", "centre.unknown_area"),
        (3001, "gb_id", "also_row 2"),
    ]
    assert (await admin.get("/v1/cameras")).body == []


async def test_only_so_many_faults_are_told_and_all_are_counted(town: Town) -> None:
    admin = await town.person("admin")
    bad = [row(n, kind="balloon") for n in range(1, 1201)]
    refused = await read_in(town, admin, as_csv(*bad))
    assert (refused["faults_found"], len(refused["faults"])) == (1200, 200)


async def test_nobody_writes_into_an_area_of_others(town: Town) -> None:
    admin, warden = await town.person("admin"), await town.person("warden")
    elsewhere = row(1, area_code=hamlet.ELSEWHERE)
    assert (await read_in(town, admin, as_csv(elsewhere)))["state"] == "done"
    refused = await read_in(town, warden, as_csv(row(1)))
    assert refused["faults"][0]["reason"] == "request.not_found", "nor takes a camera away"
    refused = await read_in(town, warden, as_csv(elsewhere | {"gb_id": row(2)["gb_id"]}))
    assert refused["faults"][0]["column"] == "area_code"
    desk = await town.person("county")
    assert (await send(town, desk, as_csv(row(3)))).status == 403


async def test_a_file_in_chinese_coordinates_stands_where_it_was_measured(town: Town) -> None:
    admin = await town.person("admin")
    await read_in(town, admin, as_csv(row(1, lat="35.0703", lon="116.3160")), crs="GCJ-02")
    (camera,) = (await admin.get("/v1/cameras")).body
    assert abs(camera["place"]["lat"] - 35.0703) > 1e-4
    assert camera["place"]["crs"] == "WGS-84"


@pytest.mark.parametrize("kind", ["csv", "geojson"])
@pytest.mark.parametrize("crs", ["WGS-84", "GCJ-02"])
async def test_the_register_goes_out_and_comes_in_unchanged(
    town: Town, kind: str, crs: str
) -> None:
    admin = await town.person("admin")
    bus = {k: v for k, v in row(9, kind="vehicle").items() if k not in ("lat", "lon")}
    await read_in(town, admin, as_csv(*(row(n, name=f'a, "{n}"') for n in range(1, 6))))
    await read_in(town, admin, as_csv(bus | {"route": "35.07 116.31;35.08 116.32"}))
    before = sorted((await admin.get("/v1/cameras")).body, key=lambda c: str(c["camera_id"]))
    out = await admin.get(f"/v1/cameras/export?format={kind}&crs={crs}")
    assert out.status == 200
    assert b"swordfish" not in out.body
    assert out.headers["Content-Type"].split(";")[0] == MEDIA[kind]
    data = out.body if kind == "csv" else json.dumps(out.body).encode()
    again = await read_in(town, admin, data, kind=kind, crs=crs)
    # There and back again through another system is right to a centimetre, not to the last digit.
    updated = 0 if crs == "WGS-84" else 6
    assert (again["state"], again["added"], again["updated"]) == ("done", 0, updated)
    after = sorted((await admin.get("/v1/cameras")).body, key=lambda c: str(c["camera_id"]))
    for one, other in zip(before, after, strict=True):
        places = [one.pop("place"), other.pop("place")]
        assert one == other
        if places[0]:
            assert abs(places[0]["lat"] - places[1]["lat"]) < 5e-7
            assert abs(places[0]["lon"] - places[1]["lon"]) < 5e-7
    ways = await town.rows("SELECT ways, password_sealed IS NOT NULL AS has FROM camera")
    assert all("stream" in row["ways"] and row["has"] for row in ways)


async def test_what_cannot_be_shown_is_told_all_the_same(town: Town) -> None:
    admin = await town.person("admin")
    refused = await read_in(town, admin, as_csv(row(1, name="a\x00b"), row(2, kind="\x00")))
    assert [(f["row"], f["column"]) for f in refused["faults"]] == [(2, "name"), (3, "kind")]


async def test_only_so_many_files_wait_at_one_time(town: Town) -> None:
    admin = await town.person("admin")
    for number in range(4):
        assert (await send(town, admin, as_csv(row(number)))).status == 201
    refused = await send(town, admin, as_csv(row(5)))
    assert (refused.status, refused.code) == (429, "camera.too_many_imports")
    await town.work()
    assert (await send(town, admin, as_csv(row(5)))).status == 201


async def test_of_a_file_that_never_came_to_its_end_nothing_is_left(town: Town) -> None:
    admin = await town.person("admin")
    headers = {"Authorization": f"Bearer {admin.token}"}

    async def broken() -> AsyncIterator[bytes]:
        yield b"gb_id,name\n" * 100_000
        await until(lambda: town.rows("SELECT FROM camera_import WHERE state = 'arriving'"))
        raise ConnectionAbortedError

    with pytest.raises(aiohttp.ClientError):
        await town.session.post(
            f"{town.base}/v1/camera-imports?format=csv&crs=WGS-84", data=broken(), headers=headers
        )
    await until(lambda: nothing_arrives(town))
    await town.work()
    blobs = town.house.settings.data_folder / "blobs"
    assert [path for path in blobs.rglob("*") if path.is_file()] == []
    assert (await admin.get("/v1/camera-imports")).body == []


async def nothing_arrives(town: Town) -> bool:
    """Whether the door has noticed."""
    return not await town.rows("SELECT FROM camera_import")


async def test_of_a_door_that_died_while_a_file_came_nothing_is_left_the_day_after(
    town: Town,
) -> None:
    await town.house.blobs.put("imports/lost", b"gb_id")
    statement = (
        "INSERT INTO camera_import (import_id, account_id, person, areas, format, blob_key, state,"
        " asked_at) VALUES ($1, $1, 'Admin', $2, 'csv', 'imports/lost', 'arriving', $3)"
    )
    await town.rows(statement, hamlet.uid("im", 1), [hamlet.CITY], town.clock.now())
    await imports.forget(town.house)
    assert await town.house.blobs.get("imports/lost"), "it may still be coming"
    town.clock.forward(hours=1)
    await imports.forget(town.house)
    with pytest.raises(BlobLost):
        await town.house.blobs.get("imports/lost")
    assert await town.rows("SELECT FROM camera_import") == []


async def test_who_administers_more_sees_the_files_of_those_who_administer_less(
    town: Town,
) -> None:
    admin, warden = await town.person("admin"), await town.person("warden")
    async with town.live(admin) as events:
        below = await read_in(town, warden, as_csv(row(1)))
        heard = await events.get()
        while heard["topic"] != "camera.imported":
            heard = await events.get()
    above = await read_in(town, admin, as_csv(row(2)))
    assert {one["import_id"] for one in (await admin.get("/v1/camera-imports")).body} == {
        below["import_id"],
        above["import_id"],
    }
    (own,) = (await warden.get("/v1/camera-imports")).body
    assert own["import_id"] == below["import_id"]
    assert (await admin.get(f"/v1/camera-imports/{below['import_id']}")).status == 200
    assert (await warden.get(f"/v1/camera-imports/{above['import_id']}")).status == 404


async def test_inspectors_may_take_the_register_out_and_dispatchers_may_not(town: Town) -> None:
    admin, chief, desk = [await town.person(n) for n in ("admin", "chief", "county")]
    await read_in(town, admin, as_csv(row(1), row(2, area_code=hamlet.ELSEWHERE)))
    out = await chief.get("/v1/cameras/export")
    assert out.status == 200
    assert out.body.count(b"camera ") == 1, "those of other areas stay inside"
    assert (await desk.get("/v1/cameras/export")).status == 403


@pytest.mark.parametrize(
    ("data", "kind", "reason"),
    [
        (b"", "csv", "empty_file"),
        (b"\x00\x01\xff\xfe", "csv", "not_text"),
        (b"name,colour\n", "csv", "unknown_column"),
        (b"{", "geojson", "not_json"),
        (b"[]", "geojson", "empty_file"),
    ],
)
async def test_a_file_that_is_none_is_refused_by_name(
    town: Town, data: bytes, kind: str, reason: str
) -> None:
    admin = await town.person("admin")
    refused = await read_in(town, admin, data, kind=kind)
    assert refused["state"] == "refused"
    assert refused["faults"][0]["reason"].startswith(reason)


async def test_rows_may_name_their_system_and_one_that_names_none_is_wrong(town: Town) -> None:
    admin = await town.person("admin")
    headers = {"Authorization": f"Bearer {admin.token}"}
    for crs, state in (("GCJ-02", "done"), ("", "refused")):
        table = as_csv(row(1, crs=crs))
        handed = await admin.raw("POST", "/v1/camera-imports?format=csv", table, headers)
        assert (handed.status, handed.body["crs"]) == (201, None)
        await town.work()
        found = (await admin.get(f"/v1/camera-imports/{handed.body['import_id']}")).body
        assert found["state"] == state
    (fault,) = found["faults"]
    assert (fault["row"], fault["column"], fault["reason"]) == (2, "crs", "missing")


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
async def test_it_is_told_in_what_a_file_was_written(town: Town, encoding: str) -> None:
    admin = await town.person("admin")
    table = as_csv(row(1, name="河边幼儿园东门")).decode().encode(encoding)
    done = await read_in(town, admin, table)
    assert (done["state"], done["encoding"]) == ("done", encoding)
    assert (await admin.get("/v1/cameras")).body[0]["name"] == "河边幼儿园东门"


@pytest.mark.parametrize("query", ["format=xls&crs=WGS-84", "crs=WGS-84", "format=csv&crs=EPSG"])
async def test_a_format_or_system_that_is_unknown_is_refused_at_the_door(
    town: Town, query: str
) -> None:
    admin = await town.person("admin")
    headers = {"Authorization": f"Bearer {admin.token}"}
    refused = await admin.raw("POST", f"/v1/camera-imports?{query}", as_csv(row(1)), headers)
    assert (refused.status, refused.code) == (400, "request.invalid")


async def test_whoever_handed_it_in_hears_on_the_live_stream_what_became_of_it(
    town: Town,
) -> None:
    admin = await town.person("admin")
    async with town.live(admin) as events:
        await read_in(town, admin, as_csv(row(1)))
        heard = await events.get()
        while heard["topic"] != "camera.imported":
            heard = await events.get()
        assert (heard["body"]["state"], heard["body"]["added"]) == ("done", 1)
    assert Format(heard["body"]["format"]) is Format.CSV
