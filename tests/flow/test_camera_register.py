"""The register of cameras through its doors: dossier, change, search, map, presets, pictures."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from service.camera import actions
from service.platform.clock import SystemClock
from service.platform.outbox import Lane
from tests.flow.gate import press, snapshots
from tests.support import hamlet
from tests.support.clock import HandClock
from tests.support.houses import promise
from tests.support.media_servers import CHANNEL, DEVICE, SECRET, STREAM, media_servers
from tests.support.onvif_device import LOGIN, PRESETS, OnvifDevice, onvif_device
from tests.support.people import Answer, Person
from tests.support.town_house import Town, open_town

NUMBER = "37992800001320000001"
GATE = {"token": "1", "name": "校门", "bearing_deg": 200.5, "spread_deg": 40.0}
WHOLE: dict[str, Any] = {
    "gb_id": NUMBER,
    "name": "河边幼儿园东门",
    "area_code": hamlet.EAST,
    "place": hamlet.north(1840),
    "kind": "ptz",
    "capture_class": "key_unit",
    "capture_location": "gate",
    "point_class": 2,
    "managing_unit": "教育局",
    "unit_category": "education",
    "footage_days": 90,
    "restricted_vicinity": True,
    "sign_present": True,
    "in_use_on": "2026-01-02",
    "filed_on": "2026-01-20",
    "height_m": 6.2,
    "tilt_deg": -12.3,
    "bearing_deg": 182.3,
    "spread_deg": 60.1,
    "range_m": 150.7,
    "presets": [GATE],
    "snapshot_url": "http://10.0.0.1/snap",
    "rtsp_url": "rtsp://10.0.0.1/1",
    "onvif_url": "http://10.0.0.1/onvif/device_service",
    "gateway": {
        "type": "zlm",
        "base_url": "http://10.0.0.9",
        "stream_url": STREAM,
        "secret": SECRET,
    },
    "username": "viewer",
    "password": "swordfish",
}
REACHED = ("snapshot_url", "rtsp_url", "onvif_url", "gateway", "username", "password")
LEAST = {name: WHOLE[name] for name in ("area_code", "managing_unit", "place")} | {
    "bearing_deg": 180,
    "spread_deg": 60,
    "range_m": 150,
    "rtsp_url": "rtsp://10.0.0.1/1",
}
BY_HAND = {
    "source": "110",
    "kind": "medical",
    "area_code": hamlet.EAST,
    "title": "河边",
    "place": hamlet.north(1800),
}
ROUTE = [hamlet.north(0), hamlet.north(900), hamlet.north(1800)]


async def added(admin: Person, body: dict[str, Any], **more: Any) -> str:
    """A camera in the register; its id."""
    answer = await admin.post("/v1/cameras", body | more)
    assert answer.status == 201, answer.body
    return str(answer.body["camera_id"])


async def dossier(person: Person, camera_id: str) -> dict[str, Any]:
    """What is shown of a camera."""
    answer = await person.get(f"/v1/cameras/{camera_id}")
    assert answer.status == 200, answer.body
    return dict(answer.body)


async def change(admin: Person, camera_id: str, **more: Any) -> Answer:
    """Write a camera anew without a word of how it is reached, but for what is given."""
    rest = {name: value for name, value in WHOLE.items() if name not in REACHED}
    return await admin.put(f"/v1/cameras/{camera_id}", rest | more)


async def reached(town: Town, camera_id: str) -> dict[str, Any]:
    """How the service would reach a camera."""
    async with town.house.db.reading() as connection:
        found = await actions.endpoint(town.house, connection, UUID(camera_id))
    return {name: getattr(found, name) for name in REACHED}


async def test_the_dossier_shows_all_but_addresses_and_logins(town: Town) -> None:
    admin, desk = await town.person("admin"), await town.person("east")
    camera_id = await added(admin, WHOLE)
    shown = await dossier(desk, camera_id)
    told = {name: value for name, value in WHOLE.items() if name not in REACHED}
    assert shown.pop("place") == pytest.approx(told.pop("place"))
    assert {name: shown.pop(name) for name in told} == told
    assert shown == {
        "camera_id": camera_id,
        "network_zone": "police_video",
        "route": None,
        "ways": ["snapshot", "stream", "onvif", "zlm"],
        "has_login": True,
        "online": True,
        "trouble": None,
        "answered_at": None,
        "silent_since": None,
        "clock_ahead_ms": None,
        "changed_at": town.now.replace("+00:00", "Z"),
    }
    (row,) = await town.rows("SELECT camera::text AS said FROM camera")
    for secret in ("swordfish", SECRET, "viewer", "10.0.0."):
        assert secret not in row["said"]
        assert secret.encode().hex() not in row["said"]
    assert (await reached(town, camera_id))["password"] == "swordfish"


async def test_what_stood_open_before_is_sealed_while_all_goes_on(town: Town) -> None:
    admin, desk = await town.person("admin"), await town.person("east")
    camera_id = await added(admin, WHOLE)
    before, way = await dossier(desk, camera_id), await reached(town, camera_id)
    [kept] = await town.rows("SELECT ways_sealed FROM camera")
    opened = json.loads(town.house.seal.open(kept["ways_sealed"], actions.WAYS))
    await town.rows(
        "UPDATE camera SET ways_sealed = NULL, ways = NULL, has_username = false,"
        " snapshot_url = $1, rtsp_url = $2, onvif_url = $3, gateway = $4, username = $5",
        *(opened[name] for name in REACHED[:5]),
    )
    for _ in range(2):
        assert await dossier(desk, camera_id) == before
        assert await reached(town, camera_id) == way
        async with town.house.db.reading() as connection:
            assert await actions.streaming(connection, [UUID(camera_id)]) == {UUID(camera_id)}
        await promise(town.house, "seal_anew", "all", lane=Lane.REST)
        await town.work()
    [row] = await town.rows("SELECT camera::text AS said, ways_sealed FROM camera")
    assert row["ways_sealed"] is not None
    assert "10.0.0." not in row["said"]
    assert "viewer" not in row["said"]
    assert (await change(admin, camera_id, name="other")).status == 200
    assert await reached(town, camera_id) == way


async def test_a_camera_of_another_area_is_not_there(town: Town) -> None:
    admin, west = await town.person("admin"), await town.person("west")
    camera_id = await added(admin, WHOLE)
    for answer in (
        await west.get(f"/v1/cameras/{camera_id}"),
        await west.post(f"/v1/cameras/{camera_id}/presets/read", None),
        await admin.get(f"/v1/cameras/{hamlet.SCHOOL}"),
    ):
        assert (answer.status, answer.code) == (404, "request.not_found")
    assert (await change(west, camera_id)).status == 403


async def test_only_who_administers_both_areas_moves_a_camera(town: Town) -> None:
    admin, warden = await town.person("admin"), await town.person("warden")
    camera_id = await added(admin, WHOLE)
    assert (await change(warden, camera_id, area_code=hamlet.WEST)).status == 200
    answer = await change(warden, camera_id, area_code=hamlet.ELSEWHERE)
    assert (answer.status, answer.code) == (400, "centre.unknown_area")
    assert (await change(admin, camera_id, area_code=hamlet.ELSEWHERE)).status == 200
    assert (await change(warden, camera_id)).status == 404


async def test_a_change_writes_everything_anew_and_keeps_what_is_never_shown(town: Town) -> None:
    admin = await town.person("admin")
    camera_id = await added(admin, WHOLE)
    before = await reached(town, camera_id)
    town.clock.forward(minutes=5)
    answer = await change(
        admin, camera_id, name="西门", gb_id=None, presets=[], network_zone="internet"
    )
    assert answer.status == 200, answer.body
    assert answer.body == await dossier(admin, camera_id)
    assert (answer.body["name"], answer.body["gb_id"]) == ("西门", None)
    assert (answer.body["presets"], answer.body["network_zone"]) == ([], "internet")
    assert answer.body["changed_at"] == town.now.replace("+00:00", "Z")
    assert await reached(town, camera_id) == before
    gone = dict.fromkeys(REACHED) | {"rtsp_url": "rtsp://10.0.0.1/2"}
    answer = await change(admin, camera_id, **gone)
    assert (answer.body["ways"], answer.body["has_login"]) == (["stream"], False)
    assert await reached(town, camera_id) == gone


async def test_a_kept_secret_goes_to_no_other_machine(town: Town) -> None:
    admin = await town.person("admin")
    camera_id = await added(admin, WHOLE)
    before = await reached(town, camera_id)
    gateway = WHOLE["gateway"] | {"base_url": "http://10.0.0.66"}
    del gateway["secret"]
    for field, wrong in (
        ("password", {"snapshot_url": "http://10.0.0.66/snap"}),
        ("gateway.secret", {"gateway": gateway}),
    ):
        answer = await change(admin, camera_id, **wrong)
        assert (answer.status, answer.code) == (400, "camera.secret_needed")
        assert answer.body["field"] == field
    assert await reached(town, camera_id) == before


async def test_a_number_names_one_camera(town: Town) -> None:
    admin = await town.person("admin")
    camera_id = await added(admin, WHOLE)
    again = await admin.post("/v1/cameras", WHOLE)
    assert (again.status, again.code, again.body["field"]) == (409, "camera.number_taken", "gb_id")
    other = await added(admin, WHOLE, gb_id=None)
    assert (await change(admin, other)).code == "camera.number_taken"
    assert (await change(admin, camera_id)).status == 200
    assert (await dossier(admin, other))["gb_id"] is None


@pytest.mark.parametrize(
    ("wrong", "code", "field"),
    [
        ({"gb_id": "99992800001320000001"}, "camera.wrong_number", "gb_id"),
        ({"network_zone": "internet"}, "camera.wrong_network", "network_zone"),
        ({"capture_location": "toilet"}, "camera.forbidden_room", "capture_location"),
        ({"route": ROUTE}, "camera.not_standing", "route"),
        ({"kind": "vehicle"}, "camera.not_standing", "place"),
        ({"onvif_url": "rtsp://10.0.0.1"}, "camera.no_endpoint", "onvif_url"),
        ({"area_code": "379999"}, "centre.unknown_area", "area_code"),
        ({"tilt_deg": 100}, "request.invalid", "tilt_deg"),
    ],
)
async def test_what_the_register_does_not_take_is_said_by_its_field(
    town: Town, wrong: dict[str, Any], code: str, field: str
) -> None:
    admin = await town.person("admin")
    answer = await admin.post("/v1/cameras", WHOLE | wrong)
    assert (answer.status, answer.code, answer.body["field"]) == (400, code, field)
    assert (await admin.get("/v1/cameras")).body == []


async def test_a_camera_on_a_vehicle_is_known_by_its_route_and_on_no_map(town: Town) -> None:
    admin, desk = await town.person("admin"), await town.person("east")
    camera_id = await added(admin, LEAST, name="巡逻车", kind="vehicle", place=None, route=ROUTE)
    shown = await dossier(desk, camera_id)
    assert shown["place"] is None
    assert shown["route"] == [pytest.approx(place) for place in ROUTE]
    (listed,) = (await desk.get("/v1/cameras?kind=vehicle")).body
    assert (listed["camera_id"], listed["place"]) == (camera_id, None)
    assert await clusters(desk) == []
    assert await snapshots(desk, await press(town)) == []


async def test_a_camera_on_a_vehicle_stands_in_no_other_cameras_way(town: Town) -> None:
    admin, desk = await town.person("admin"), await town.person("east")
    moving = {"name": "巡逻车", "kind": "vehicle", "place": None, "route": ROUTE}
    await added(admin, LEAST, **moving, presets=[GATE])
    standing = await added(admin, LEAST, name="东门", place=hamlet.north(1840))
    incident = await press(town)
    assert [one["camera_id"] for one in await snapshots(desk, incident)] == [standing]


async def test_a_list_is_searched_by_any_part_of_name_unit_or_number(town: Town) -> None:
    admin, desk = await town.person("admin"), await town.person("east")
    names = ["河边幼儿园东门", "河边路100%", "河边_路", "Gate B\\2", "西关桥"]
    for number, name in enumerate(names):
        unit, gb_id = f"单位{number}", f"3799280000132000000{number}"
        await added(admin, LEAST, name=name, managing_unit=unit, gb_id=gb_id)

    async def found(q: str) -> list[int]:
        answer = await desk.get(f"/v1/cameras?q={q}")
        assert answer.status == 200, answer.body
        return sorted(names.index(one["name"]) for one in answer.body)

    assert await found("河边") == [0, 1, 2]
    assert await found("幼") == [0]
    assert await found("东门 单位") == [0]
    assert await found("单位3") == [3]
    assert await found("0000004") == [4]
    assert await found("gate b") == [3]
    assert await found("GATE B") == [3]
    assert await found("%25") == [1]
    assert await found("_") == [2]
    assert await found("b%5C2") == [3]
    assert await found("%25门") == []
    assert (await desk.get("/v1/cameras?q=")).status == 400


async def test_a_list_is_narrowed_and_turned_page_by_page(town: Town) -> None:
    admin, city = await town.person("admin"), await town.person("city")
    for number in range(4):
        area = hamlet.WEST if number == 3 else hamlet.EAST
        kind = "dome" if number % 2 else "fixed"
        one = {"name": f"camera {number}", "area_code": area, "kind": kind}
        await added(admin, LEAST, **one, capture_class="road" if number else "village")
    await town.rows("UPDATE camera SET silent_since = $1 WHERE name = 'camera 2'", town.clock.now())

    async def found(person: Person, query: str) -> str:
        answer = await person.get(f"/v1/cameras?{query}")
        assert answer.status == 200, answer.body
        return "".join(sorted(one["name"][-1] for one in answer.body))

    assert await found(city, "") == "0123"
    assert await found(city, "kind=dome") == "13"
    assert await found(city, "capture_class=village") == "0"
    assert await found(city, f"area_code={hamlet.WEST}") == "3"
    assert await found(city, f"area_code={hamlet.COUNTY}&kind=fixed") == "02"
    assert await found(city, "online=false") == "2"
    assert await found(city, "online=true&kind=fixed") == "0"
    assert await found(await town.person("west"), "kind=dome") == "3"
    assert await found(await town.person("west"), f"area_code={hamlet.EAST}") == ""
    whole = [one["camera_id"] for one in (await city.get("/v1/cameras?q=camera")).body]
    assert whole == sorted(whole)
    page = (await city.get(f"/v1/cameras?q=camera&after={whole[0]}&count=2")).body
    assert [one["camera_id"] for one in page] == whole[1:3]
    for wrong in ("kind=roof", "area_code=3799", "online=perhaps", "count=0", "q=%00"):
        assert (await city.get(f"/v1/cameras?{wrong}")).status == 400, wrong


async def clusters(person: Person, zoom: int = 12, **box: float) -> list[dict[str, Any]]:
    """What a map of the hamlet shows, the most cameras first."""
    whole = {"south": 34.9, "west": 116.1, "north": 35.3, "east": 116.6, "zoom": zoom} | box
    query = "&".join(f"{name}={value}" for name, value in whole.items())
    answer = await person.get(f"/v1/cameras/clusters?{query}")
    assert answer.status == 200, answer.body
    return sorted(answer.body, key=lambda one: -int(one["cameras"]))


async def test_a_map_takes_together_what_would_overlap(town: Town) -> None:
    admin, desk = await town.person("admin"), await town.person("east")
    close = [await added(admin, LEAST, name=f"{n}", place=hamlet.north(n)) for n in range(3)]
    alone = await added(admin, LEAST, name="far", place=hamlet.north(6000))
    await added(admin, LEAST, name="west", area_code=hamlet.WEST, place=hamlet.north(6000))
    silent = "UPDATE camera SET silent_since = $1 WHERE name = '1'"
    await town.rows(silent, town.clock.now())
    together, single = await clusters(desk)
    assert (together["cameras"], together["online"], together["camera"]) == (3, 2, None)
    assert together["place"] == pytest.approx(hamlet.north(1), abs=1e-6)
    assert (single["cameras"], single["online"]) == (1, 1)
    listed = {one["camera_id"]: one for one in (await desk.get("/v1/cameras")).body}
    assert single["camera"] == listed[alone]
    assert single["place"] == single["camera"]["place"]
    (whole,) = await clusters(desk, zoom=3)
    assert (whole["cameras"], whole["online"]) == (4, 3)
    at_hand = {"south": 35.0699, "west": 116.3099, "north": 35.0701, "east": 116.3101}
    nearest = await clusters(desk, zoom=22, **at_hand)
    assert {one["camera"]["camera_id"] for one in nearest} == set(close)
    assert await clusters(desk, south=35.2) == []


async def test_a_map_never_shows_more_than_a_screen_can(town: Town) -> None:
    admin, city = await town.person("admin"), await town.person("city")
    for number in range(30):
        place = hamlet.place(34.9 + number / 100, 116.3)
        await added(admin, LEAST, name=f"{number}", place=place)
    shown = await clusters(city, zoom=24, south=20, west=90, north=50, east=130)
    assert sum(one["cameras"] for one in shown) == 30
    assert len(shown) < 5


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"south": 36}, "north"),
        ({"south": "nan"}, "south"),
        ({"west": 117}, "east"),
        ({"zoom": 25}, "zoom"),
        ({"zoom": 1.5}, "zoom"),
        ({"north": 91}, "north"),
    ],
)
async def test_a_piece_of_map_without_an_inside_is_refused(
    town: Town, wrong: dict[str, object], field: str
) -> None:
    desk = await town.person("east")
    box: dict[str, object] = {"south": 34, "west": 116, "north": 35, "east": 116.5, "zoom": 12}
    query = "&".join(f"{name}={value}" for name, value in (box | wrong).items())
    answer = await desk.get(f"/v1/cameras/clusters?{query}")
    assert (answer.status, answer.body["field"]) == (400, field)


@pytest.fixture
async def town_of_today(database_url: str, tmp_path: Path) -> AsyncIterator[Town]:
    """A town whose clock shows what the wall's does: logins of ONVIF are dated by that one."""
    clock = HandClock(SystemClock().now())
    async with open_town(database_url, tmp_path, clock) as town:
        yield town


async def test_presets_are_read_from_the_camera_and_their_bearings_entered(
    town_of_today: Town,
) -> None:
    admin = await town_of_today.person("admin")
    desk = await town_of_today.person("east")
    async with onvif_device(OnvifDevice()) as device:
        reach = {"onvif_url": device.url, "username": LOGIN.username, "password": LOGIN.password}
        camera_id = await added(admin, LEAST, name="球机", rtsp_url=None, **reach)
        answer = await desk.post(f"/v1/cameras/{camera_id}/presets/read", None)
    assert answer.status == 200, answer.body
    assert answer.body == [{"token": t, "name": name} for t, (name, _) in PRESETS.items()]
    assert (await dossier(desk, camera_id))["presets"] == []
    assert (await change(admin, camera_id, presets=[GATE])).status == 200
    assert (await dossier(desk, camera_id))["presets"] == [GATE]


async def test_a_camera_that_knows_no_presets_says_why(town_of_today: Town) -> None:
    admin = await town_of_today.person("admin")
    async with onvif_device(OnvifDevice(has_ptz=False)) as device:
        reach = {"username": LOGIN.username, "password": LOGIN.password}
        fixed = await added(admin, LEAST, name="枪机", onvif_url=device.url, **reach)
        other = await added(admin, LEAST, name="别的")
        for camera_id, trouble in ((fixed, "not_turnable"), (other, "no_endpoint")):
            answer = await admin.post(f"/v1/cameras/{camera_id}/presets/read", None)
            assert (answer.status, answer.code) == (409, "camera.no_answer")
            assert answer.body["trouble"] == trouble


async def test_a_camera_known_by_onvif_alone_gives_a_picture(town_of_today: Town) -> None:
    admin, desk = await town_of_today.person("admin"), await town_of_today.person("east")
    async with onvif_device(OnvifDevice()) as device:
        reach = {"onvif_url": device.url, "username": LOGIN.username, "password": LOGIN.password}
        camera_id = await added(admin, WHOLE | dict.fromkeys(REACHED), **reach)
        opened = await desk.post("/v1/incidents", BY_HAND)
        await town_of_today.work()
        (taken,) = await snapshots(desk, opened.body["incident_id"])
    assert (taken["camera_id"], taken["state"]) == (camera_id, "stored")
    assert taken["source"] == "onvif"


@pytest.mark.parametrize("sort", ["zlm", "wvp"])
async def test_a_camera_known_by_its_gateway_alone_gives_a_picture(town: Town, sort: str) -> None:
    admin, desk = await town.person("admin"), await town.person("east")
    async with media_servers() as servers:
        gateway = {
            "zlm": {"type": "zlm", "stream_url": STREAM, "secret": SECRET},
            "wvp": {
                "type": "wvp",
                "device_id": DEVICE,
                "channel_id": CHANNEL,
                "token": SECRET,
            },
        }[sort] | {"base_url": servers.url}
        camera_id = await added(admin, WHOLE | dict.fromkeys(REACHED), gateway=gateway)
        (taken,) = await snapshots(desk, await press(town))
        assert servers.pictures == 1
    assert (taken["camera_id"], taken["state"]) == (camera_id, "stored")
    assert taken["source"] == "gateway"
    shown = await dossier(desk, camera_id)
    assert shown["ways"] == [sort]
    assert shown["answered_at"] == town.now.replace("+00:00", "Z")


async def test_what_was_wrong_stands_in_the_dossier_until_the_camera_answers(town: Town) -> None:
    admin = await town.person("admin")
    camera_id = await added(admin, WHOLE)

    async def told(**more: Any) -> tuple[Any, ...]:
        async with town.house.db.transaction() as connection:
            now = town.clock.now()
            if "trouble" in more:
                await actions.fell_silent(connection, UUID(camera_id), now, **more)
            else:
                clocks = {UUID(camera_id): more.get("clock_ahead_ms")}
                await actions.answered(connection, clocks, now)
        shown = await dossier(admin, camera_id)
        return shown["online"], shown["trouble"], shown["clock_ahead_ms"]

    assert await told(clock_ahead_ms=-90_000) == (True, None, -90_000)
    assert await told(trouble="wrong_login") == (False, "wrong_login", -90_000)
    since = (await dossier(admin, camera_id))["silent_since"]
    town.clock.forward(minutes=1)
    assert await told(trouble="too_slow") == (False, "too_slow", -90_000)
    assert (await dossier(admin, camera_id))["silent_since"] == since
    # Another address, another chance.
    await change(admin, camera_id, rtsp_url="rtsp://10.0.0.1/2")
    shown = await dossier(admin, camera_id)
    assert (shown["online"], shown["trouble"]) == (True, None)
    assert await told(trouble="refused") == (False, "refused", -90_000)
    await change(admin, camera_id, name="新名")
    shown = await dossier(admin, camera_id)
    assert (shown["online"], shown["trouble"]) == (False, "refused")
    assert await told() == (True, None, -90_000)
