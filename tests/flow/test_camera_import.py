"""Files of cameras at the door: all of one or nothing, told by row and column, and out again."""

import csv
import io
import json
from typing import Any
from uuid import UUID

import pytest

from service.camera import imports
from service.camera.wire import Format
from tests.support import hamlet
from tests.support.people import Answer, Person
from tests.support.town_house import Town

MEDIA = {"csv": "text/csv", "geojson": "application/geo+json"}


def row(number: int, **more: str) -> dict[str, str]:
    return {
        "gb_id": f"379928000013210{number:05d}",
        "name": f"camera {number}",
        "area_code": hamlet.EAST,
        "lat": "35.07",
        "lon": "116.31",
        "managing_unit": "城关派出所",
        "bearing_deg": "0",
        "spread_deg": "60",
        "range_m": "80",
        "rtsp_url": f"rtsp://10.0.0.{number % 250}/s",
        "username": "viewer",
        "password": "swordfish",
    } | more


def as_csv(*rows: dict[str, str]) -> bytes:
    text = io.StringIO(newline="")
    names = list(dict.fromkeys(name for one in rows for name in one))
    writer = csv.DictWriter(text, names)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


async def send(
    town: Town, who: Person, data: bytes, kind: str = "csv", crs: str = "WGS-84"
) -> Answer:
    """Hand a file in."""
    headers = {"Authorization": f"Bearer {who.token}", "Content-Type": "text/csv"}
    path = f"/v1/camera-imports?format={kind}&crs={crs}"
    return await who.raw("POST", path, data, headers)


async def read_in(town: Town, who: Person, data: bytes, **how: str) -> dict[str, Any]:
    """Hand a file in, let the job do its work, and see what became of it."""
    handed = await send(town, who, data, **how)
    assert handed.status == 201, handed.body
    assert handed.body["state"] == "waiting"
    await town.work()
    return dict((await who.get(f"/v1/camera-imports/{handed.body['import_id']}")).body)


async def test_a_file_is_read_in_and_read_in_again(town: Town) -> None:
    admin = await town.person("admin")
    done = await read_in(town, admin, as_csv(*(row(n) for n in range(1, 31))))
    assert (done["state"], done["rows_read"], done["added"]) == ("done", 30, 30)
    changed = [row(n, name=f"renamed {n}", password="", username="") for n in range(21, 41)]
    again = await read_in(town, admin, as_csv(*changed))
    assert (again["state"], again["added"], again["updated"]) == ("done", 10, 10)
    listed = (await admin.get("/v1/cameras")).body
    assert len(listed) == 40
    assert sum(one["name"].startswith("renamed") for one in listed) == 20
    rows = await town.rows("SELECT gb_id, password_sealed, username FROM camera ORDER BY gb_id")
    assert all(r["password_sealed"] for r in rows[:30]), "what a file does not say stays"
    assert {r["username"] for r in rows[:30]} == {"viewer"}
    assert b"swordfish" not in b"".join(r["password_sealed"] or b"" for r in rows)
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
    assert (refused["state"], refused["rows_read"], refused["faults_found"]) == ("refused", 3000, 4)
    assert (refused["added"], refused["updated"]) == (0, 0)
    told = [(f["row"], f["column"], f["reason"].split(":")[0]) for f in refused["faults"]]
    assert told == [
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
    assert (again["state"], again["added"], again["updated"]) == ("done", 0, 6), again["faults"]
    after = sorted((await admin.get("/v1/cameras")).body, key=lambda c: str(c["camera_id"]))
    for one, other in zip(before, after, strict=True):
        places = [one.pop("place"), other.pop("place")]
        assert one == other
        if places[0]:
            assert abs(places[0]["lat"] - places[1]["lat"]) < 5e-7
            assert abs(places[0]["lon"] - places[1]["lon"]) < 5e-7
    ways = await town.rows("SELECT 1 FROM camera WHERE rtsp_url IS NULL OR password_sealed IS NULL")
    assert ways == []


async def test_a_carrier_that_dies_half_way_leaves_nothing_and_another_reads_it_all(
    town: Town,
) -> None:
    admin = await town.person("admin")
    handed = await send(town, admin, as_csv(*(row(n) for n in range(1, 2501))))
    import_id = UUID(handed.body["import_id"])

    class Killed(Exception):
        pass

    kept = imports.store.import_ended

    # The carrier is gone after the last row was written and before it could say so.
    with pytest.MonkeyPatch.context() as patch:

        async def die(*_: object) -> None:
            raise Killed

        patch.setattr(imports.store, "import_ended", die)
        with pytest.raises(Killed):
            await imports.read(town.house, import_id)
    assert imports.store.import_ended is kept
    assert (await admin.get("/v1/cameras")).body == []
    await town.work()
    done = (await admin.get(f"/v1/camera-imports/{import_id}")).body
    assert (done["state"], done["added"]) == ("done", 2500)
    await imports.read(town.house, import_id)
    assert len((await admin.get("/v1/camera-imports")).body) == 1


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


@pytest.mark.parametrize("query", ["format=xls&crs=WGS-84", "format=csv", "format=csv&crs=EPSG"])
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
