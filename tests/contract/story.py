"""One afternoon in the hamlet, in which every door is used by whoever it is for."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pyotp

from service.platform.outbox import Lane
from tests.contract.promised import check_answer
from tests.contract.story_footage import ask_for_footage
from tests.flow.gate import DIGEST, GOOD, put_up, snapshots
from tests.flow.test_bulletins import bulletin, give_portrait
from tests.support import hamlet
from tests.support.browser_phones import browser
from tests.support.gateways.browsers import PushService
from tests.support.gateways.huawei import stamped
from tests.support.houses import promise
from tests.support.onvif_device import OnvifDevice, onvif_device
from tests.support.people import Answer, Box, Officer, Person, new_press_id
from tests.support.town.cameras import TownCameras
from tests.support.town_house import Town

DISPOSED = {"disposition": "genuine"}


class Watched:
    """A session of which every answer is held against the contract."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self._session = session
        self.answered: set[tuple[tuple[str, str], int]] = set()

    @asynccontextmanager
    async def request(
        self, method: str, url: str, **more: Any
    ) -> AsyncIterator[aiohttp.ClientResponse]:
        """A request as the session would send it."""
        async with self._session.request(method, url, **more) as answer:
            body = await answer.read()
            headers = {name.lower(): value for name, value in answer.headers.items()}
            door = check_answer(method, url, answer.status, headers, body)
            self.answered.add((door, answer.status))
            yield answer

    def __getattr__(self, name: str) -> Any:
        return getattr(self._session, name)


def watch(town: Town) -> Watched:
    """Let every answer that the town's people get be checked."""
    watched = Watched(town.session)
    town.session = watched  # type: ignore[assignment]
    return watched


def draw_map(folder: Path) -> str:
    """A map of one street past the kindergarten."""
    where = [[116.3, 35.0862], [116.32, 35.0862]]
    street = {
        "type": "Feature",
        "properties": {"highway": "residential", "name": "河边路"},
        "geometry": {"type": "LineString", "coordinates": where},
    }
    path = folder / "map.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [street]}))
    return str(path)


def right(answer: Answer) -> Any:
    """The body of an answer that is no refusal."""
    assert answer.status < 400, answer.body
    return answer.body


async def play(town: Town, cameras: TownCameras, push: PushService) -> None:
    """From an empty county to a closed incident."""
    await open_the_house(town)
    await keep_the_register(town)
    await put_up(town, cameras, GOOD[0], 40)
    await put_up(town, cameras, DIGEST[0], 60)
    await answer_a_press(town, push)
    await look_after_a_school(town)
    await take_matters_in_hand(town)
    await ask_for_footage(town)
    await look_for_a_child(town)
    await mend(town)
    await ask_for_ones_data(town)
    await oversee(town)
    await keep_and_forget(town)


async def open_the_house(town: Town) -> None:
    """What anybody may ask, and signing in and out."""
    nobody = Person(town.base, town.session)
    for path in ("/health/live", "/health/ready", "/v1/map", "/v1/map/base"):
        right(await nobody.get(path))
    session = right(await nobody.sign_in("east"))
    right(await nobody.get("/v1/me"))
    renewed = right(
        await nobody.post("/v1/sessions/refresh", {"refresh_token": session["refresh_token"]})
    )
    nobody.token = renewed["access_token"]
    right(await nobody.delete("/v1/sessions/current"))
    await keep_ones_own(town)
    await keep_accounts(town)


async def keep_ones_own(town: Town) -> None:
    """A given password, a second factor, and what is one's own."""
    officer, person = Person(town.base, town.session), Person(town.base, town.session)
    await town.rows("UPDATE account SET password_once = true WHERE name = 'officer5'")
    asked = await officer.sign_in("officer5")
    chosen = {"challenge": asked.body["challenge"], "password": "over the river 7"}
    right(await officer.post("/v1/sessions/password", chosen))
    await town.person("elsewhere")
    town.demand("dispatcher")
    asked = await person.sign_in("elsewhere")
    challenge = {"challenge": asked.body["challenge"]}
    secret = pyotp.TOTP(right(await person.post("/v1/sessions/factor", challenge))["secret"])
    code = challenge | {"code": secret.at(town.clock.now())}
    codes = right(await person.post("/v1/sessions/factor/confirm", code))["recovery_codes"]
    asked = await person.sign_in("elsewhere")
    proof = {"challenge": asked.body["challenge"], "code": codes[0]}
    person.token = right(await person.post("/v1/sessions/code", proof))["access_token"]
    right(await person.get("/v1/me/factor"))
    renewed = right(await person.post("/v1/me/recovery-codes", {"code": codes[1]}))
    [other] = [s for s in right(await person.get("/v1/me/sessions")) if not s["current"]][:1]
    right(await person.delete(f"/v1/me/sessions/{other['session_id']}"))
    passwords = {"old": hamlet.PASSWORD, "new": "under the bridge 8"}
    right(await person.put("/v1/me/password", passwords))
    proof = {"password": passwords["new"], "code": renewed["recovery_codes"][0]}
    begun = right(await person.post("/v1/me/factor", proof))
    first = pyotp.TOTP(begun["secret"]).at(town.clock.now())
    confirmed = {"challenge": begun["challenge"], "code": first}
    right(await person.post("/v1/me/factor/confirm", confirmed))
    right(await person.delete("/v1/me/sessions?others=true"))
    right(await person.delete("/v1/me/sessions"))
    town.demand("none")


async def keep_accounts(town: Town) -> None:
    """What administrators do about accounts, and what was kept of it."""
    admin = await town.person("admin")
    role = {"role": "dispatcher", "area_code": hamlet.WEST, "until_at": "2026-06-01T00:00:00Z"}
    new = {"name": "new", "display": "New", "roles": [role]}
    of = right(await admin.post("/v1/accounts", new))["account"]["account_id"]
    [found] = right(await admin.get("/v1/accounts?q=new"))
    seen = [one["grant_id"] for one in found["roles"]]
    right(await admin.put(f"/v1/accounts/{of}/roles", {"roles": [role], "instead_of": seen}))
    for move in ("give_password", "reset_factor", "end_sessions", "block", "unblock"):
        right(await admin.post(f"/v1/accounts/{of}/moves", {"move": move}))
    right(await admin.put(f"/v1/accounts/{of}/sign-on", {"subject": "new"}))
    right(await admin.get("/v1/sign-on"))
    for way in ("start", "callback", "end"):
        address = f"{town.base}/v1/sign-on/{way}"
        async with town.session.request("GET", address, allow_redirects=False) as answer:
            assert answer.status == 302
    assert right(await admin.get(f"/v1/security-events?account_id={of}"))


async def keep_the_register(town: Town) -> None:
    """What administrators and duty leaders do on a quiet day."""
    admin, chief = await town.person("admin"), await town.person("chief")
    new_area = {
        "area_code": "379928003",
        "parent_code": hamlet.COUNTY,
        "name": "南关派出所",
        "level": "station",
    }
    right(await admin.post("/v1/areas", new_area))
    right(await admin.get("/v1/areas"))
    right(await admin.put(f"/v1/areas/{hamlet.EAST}/policy", {"detour": 1.2}))
    gate = {"name": "东门", "kind": "gate", "place": hamlet.north(700)}
    site = {
        "name": "新建小学",
        "kind": "school",
        "site_class": 2,
        "area_code": hamlet.EAST,
        "place": hamlet.north(700),
        "points": [gate],
        "rooms": ["门卫室"],
    }
    site_id = right(await admin.post("/v1/sites", site))["site_id"]
    right(await admin.get("/v1/sites"))
    new_device = {"kind": "kiosk", "label": "求助柱", "room": "门卫室"}
    invited = right(await admin.post(f"/v1/sites/{site_id}/devices", new_device))
    right(await admin.move("devices", invited["device_id"], move="invite"))
    right(await admin.move("devices", invited["device_id"], move="revoke"))
    right(await admin.get(f"/v1/sites/{site_id}/devices"))
    unit = {"call_sign": "东-09", "unit_class": "police", "mode": "car", "area_code": hamlet.EAST}
    unit_id = right(await admin.post("/v1/units", unit))["unit_id"]
    right(await admin.put(f"/v1/units/{unit_id}/members", {"members": []}))
    right(await admin.get("/v1/units"))
    plan = {
        "posts": [{"role": "primary"}],
        "tiers": [{"reach": "any", "classes": ["police"]}],
    }
    right(await chief.post("/v1/response-plans", {"area_code": hamlet.COUNTY, "body": plan}))
    right(await chief.get("/v1/response-plans"))
    desk = await town.person("east")
    tests = f"/v1/sites/{site_id}/test-plans"
    window = {"starts_at": town.now, "ends_at": "2026-03-02T09:00:00Z"}
    declared = right(await desk.post(tests, window))
    right(await desk.get(tests))
    right(await desk.delete(f"{tests}/{declared['plan_id']}"))
    async with onvif_device(Trusting()) as device:
        await keep_the_cameras(admin, device.url)
    await hand_in_cameras(town, admin)


async def hand_in_cameras(town: Town, admin: Person) -> None:
    """A file of cameras, out and in again."""
    file = right(await admin.get("/v1/cameras/export"))
    headers = {"Authorization": f"Bearer {admin.token}", "Content-Type": "text/csv"}
    path = "/v1/camera-imports?format=csv&crs=WGS-84"
    handed = right(await admin.raw("POST", path, file, headers))
    await town.work()
    read = right(await admin.get(f"/v1/camera-imports/{handed['import_id']}"))
    assert read["state"] == "done", read
    right(await admin.get("/v1/camera-imports"))


class Trusting(OnvifDevice):
    """A device that asks nobody for a login: what it would check is dated by the wall's clock."""

    def _check_login(self, envelope: Any) -> None:
        del envelope


async def keep_the_cameras(admin: Person, onvif_url: str) -> None:
    """A camera on a vehicle, which takes no picture of what follows."""
    new = {
        "name": "巡逻车",
        "area_code": hamlet.EAST,
        "kind": "vehicle",
        "route": [hamlet.north(0), hamlet.north(900)],
        "managing_unit": "公安局",
        "bearing_deg": 0,
        "spread_deg": 90,
        "range_m": 60,
        "onvif_url": onvif_url,
        "username": "viewer",
        "password": "anything",
    }
    path = f"/v1/cameras/{right(await admin.post('/v1/cameras', new))['camera_id']}"
    preset = right(await admin.post(f"{path}/presets/read", None))[0]
    looks = preset | {"bearing_deg": 90, "spread_deg": 40}
    right(await admin.put(path, new | {"presets": [looks]}))
    right(await admin.get(path))
    right(await admin.get("/v1/cameras?kind=vehicle&q=巡逻"))
    right(await admin.post(f"{path}/unmask", {"reason": "its address is to be checked"}))
    found = {"phone_number": "139-000 0001", "reason": "somebody called back"}
    for one in right(await admin.post("/v1/accounts/by-number", found)):
        right(await admin.post(f"/v1/accounts/{one['account_id']}/unmask", {"reason": "to call"}))
    box = "south=35&west=116&north=36&east=117&zoom=10"
    right(await admin.get(f"/v1/cameras/clusters?{box}"))


async def answer_a_press(town: Town, push: PushService) -> None:
    """A press, its pictures, and the patrol that comes."""
    box, near, desk = await town.box(4), await on_duty(town, push), await town.person("east")
    press_id = new_press_id()
    assert (await box.press(press_id)).status == 201
    taken = right(await box.press(press_id))
    await town.work()
    right(await box.beat())
    task = await near.task()
    for move in ("receive", "accept", "en_route", "on_scene"):
        right(await near.answer(move))
        right(await box.progress(press_id))
    incident = taken["incident_id"]
    right(await desk.get("/v1/tasks"))
    incident_shows = ("", "/alarms", "/candidates", "/units", "/timeline", "/snapshots")
    for what in (*incident_shows, "/deliveries", "/replay"):
        right(await desk.get(f"/v1/incidents/{incident}{what}"))
    unit_id = right(await near.get("/v1/me"))["unit"]["unit_id"]
    right(await desk.get(f"/v1/units/{unit_id}/reach"))
    [stored] = [s for s in await snapshots(desk, incident) if s["state"] == "stored"]
    right(await desk.get(f"/v1/snapshots/{stored['snapshot_id']}/image?size=small"))
    sight = right(await desk.post(f"/v1/incidents/{incident}/sights", None))
    right(await desk.get(f"{sight['address']}/{stored['snapshot_id']}"))
    of_task = f"/v1/tasks/{task['task_id']}"
    right(await near.post(f"{of_task}/sights", None))
    right(await near.get(f"{of_task}/snapshots"))
    right(await near.get(f"{of_task}/snapshots/{stored['snapshot_id']}/image"))
    # Nobody keeps this camera warm: the door says so, and the look is on record.
    film = await desk.get(f"{sight['address']}/cameras/{stored['camera_id']}/live")
    assert film.status == 404, film.body
    for _ in range(8):
        await town.forward(seconds=1)
    right(await near.stand(hamlet.north(1510), town.now))
    await town.forward(seconds=3)
    right(await desk.get("/v1/incidents"))
    right(await desk.get("/v1/incidents/search?ended=false&count=3"))
    right(await desk.get("/v1/alarms"))
    line = {"message_id": str(new_press_id()), "text": "后门开着"}
    right(await desk.post(f"/v1/incidents/{incident}/messages", line))
    right(await near.get(f"/v1/incidents/{incident}/messages"))
    right(await near.answer("clear"))
    right(await desk.post(f"/v1/alarms/{taken['alarm_id']}/reset", DISPOSED))
    right(await desk.move("incidents", incident, move="take_command"))
    to = right(await desk.get(f"/v1/handovers/people?incident_id={incident}"))[0]["account_id"]
    offered = right(await desk.post("/v1/handovers", {"to": to, "note": "my shift ends"}))
    right(await desk.get("/v1/handovers"))
    right(await desk.move("handovers", offered["handover_id"], move="withdraw"))
    right(await desk.move("incidents", incident, move="close", **DISPOSED))
    right(await desk.move("incidents", incident, move="reopen", note="he is back"))
    right(await desk.move("incidents", incident, move="close", **DISPOSED))
    right(await desk.get("/v1/incidents?ended=true&count=5"))
    right(await desk.get("/v1/incidents/search?q=幼儿园"))
    right(await box.call("POST", "/v1/devices/rotate", {"public_key": box.public_key()}))
    await town.work()


async def on_duty(town: Town, push: PushService) -> Officer:
    """An officer near the kindergarten, with a phone that rings for trial."""
    near = await town.officer(1, hamlet.north(1500))
    phone = await browser(near, push)
    right(await near.put(f"/v1/me/phones/{phone}", {"platform": "web", "model": "browser"}))
    right(await near.delete(f"/v1/me/phones/{phone}"))
    phone = await browser(near, push)
    right(await near.post(f"/v1/me/phones/{phone}/check", None))
    right(await near.post("/v1/receipts", {"delivery_id": json.loads(push.opened[-1])["attempt"]}))
    right(await near.get("/v1/me/phones"))
    right(await near.get("/v1/web-push"))
    stamp = stamped(town.clock.now(), user="watchbell", key=b"secret")
    headers = {"X-HUAWEI-CALLBACK-ID": stamp, "Content-Type": "application/json"}
    receipts = b'{"statuses":[{"token":"t","requestId":"r","status":0,"timestamp":1}]}'
    right(await near.raw("POST", "/v1/gateways/huawei/receipts", receipts, headers))
    return near


async def look_after_a_school(town: Town) -> None:
    """What a school's contact asks on an ordinary day."""
    head = await town.person("head")
    [own] = right(await head.get("/v1/school/sites"))
    site = f"/v1/school/sites/{own['site_id']}"
    [key] = right(await head.get(f"{site}/keys"))
    right(await head.put(f"{site}/keys/{key['device_id']}/keeper", {"person": "门卫"}))
    assert right(await head.get(f"{site}/coming")), "what has just ended is still told"
    await drill(town)


async def drill(town: Town) -> None:
    """A school announces a drill; its press turns out to be real."""
    head, desk, box = await town.person("dean"), await town.person("east"), await town.box(3)
    site = f"/v1/school/sites/{hamlet.MIDDLE}"
    window = {"starts_at": town.now, "ends_at": "2026-03-02T10:00:00Z", "reason": "月度测试"}
    plan = right(await head.post(f"{site}/drills", window))
    assert len(right(await desk.get("/v1/test-plans"))) == 1
    taken = right(await box.press())
    await town.work()
    right(await head.get(f"{site}/drills"))
    right(await desk.post(f"/v1/incidents/{taken['incident_id']}/shown", None))
    assert right(await head.get(f"{site}/drills/{plan['plan_id']}/report"))["presses"]
    right(await head.delete(f"{site}/drills/{plan['plan_id']}"))
    right(await head.post(f"{site}/real", None))
    right(await desk.post(f"/v1/sites/{hamlet.MIDDLE}/real", None))
    await town.work()
    right(await desk.post(f"/v1/alarms/{taken['alarm_id']}/reset", DISPOSED))
    right(await desk.move("incidents", taken["incident_id"], move="close", **DISPOSED))
    await town.work()


async def take_matters_in_hand(town: Town) -> None:
    """Handed over by telephone, and a unit asked by name."""
    desk, far = await town.person("east"), await town.officer(3, hamlet.north(1700))
    told = {
        "source": "110",
        "kind": "medical",
        "area_code": hamlet.EAST,
        "title": "河边",
        "place": hamlet.north(1600),
    }
    incident = right(await desk.post("/v1/incidents", told))["incident_id"]
    unit = {"unit_id": str(hamlet.uid("un", 3))}
    right(await desk.post(f"/v1/incidents/{incident}/units", unit))
    right(await far.answer("decline", reason="too far"))
    right(await desk.move("incidents", incident, move="cancel"))
    right(await far.post("/v1/me/duty", {"on": False}))


async def look_for_a_child(town: Town) -> None:
    """A bulletin with its picture, on the screen of a box, until the child is found."""
    desk, box = await town.person("east"), await town.box(1)
    chief, head = await town.person("chief"), await town.person("head")
    child = right(await chief.post("/v1/bulletins", bulletin(hamlet.EAST)))["bulletin_id"]
    right(await give_portrait(chief, child))
    right(await head.get(f"/v1/school/sites/{hamlet.SMALL}/bulletins"))
    right(await desk.get("/v1/bulletins"))
    right(await desk.get(f"/v1/bulletins/{child}/portrait"))
    why = {"reason": "the guardian is to be called back"}
    right(await desk.post(f"/v1/bulletins/{child}/unmask", why))
    right(await box.call("GET", "/v1/devices/bulletins"))
    right(await box.call("GET", f"/v1/devices/bulletins/{child}/portrait"))
    right(await desk.post(f"/v1/bulletins/{child}/withdraw", {"ending": "found"}))
    assert (await give_portrait(chief, child)).status == 409


async def ask_for_ones_data(town: Town) -> None:
    """An officer reads what he is told and what is kept of him, and asks to be deleted."""
    officer, admin = await town.person("officer6"), await town.person("admin")
    right(await officer.get(f"/v1/notices/officer?area_code={hamlet.EAST}"))
    text = {"kind": "officer", "area_code": hamlet.EAST, "zh": "告知", "en": "Notice"}
    notice = right(await admin.post("/v1/notices", text))["notice_id"]
    right(await admin.get(f"/v1/areas/{hamlet.EAST}/notices"))
    right(await officer.get("/v1/me/notices"))
    right(await officer.put(f"/v1/me/consents/{notice}", {"how": "page"}))
    right(await officer.delete(f"/v1/me/consents/{notice}"))
    right(await officer.get("/v1/me/consents"))
    right(await officer.patch("/v1/me", {"display": "Officer Six", "phone_number": "13800138000"}))
    right(await officer.get("/v1/me/data"))
    asked = right(await officer.post("/v1/me/requests", {"kind": "delete"}))["request_id"]
    right(await officer.get("/v1/me/requests"))
    right(await admin.get("/v1/data-requests?waiting=true"))
    right(await admin.post(f"/v1/data-requests/{asked}/answer", {"state": "done"}))
    assert (await officer.get("/v1/me/data")).status == 401


async def oversee(town: Town) -> None:
    """An inspector reads who looked, and takes it out."""
    await promise(town.house, "anchor_register", "all", lane=Lane.REST)
    await town.work()
    admin = await town.person("admin")
    assert right(await admin.get("/v1/access-register?person=East"))
    assert right(await admin.get("/v1/access-register/anchors"))
    right(await admin.get("/v1/access-register/export?format=csv"))
    right(await admin.get("/v1/access-register/export"))


async def keep_and_forget(town: Town) -> None:
    """How long what is kept is set; something is held back; what went is proven."""
    admin, chief = await town.person("admin"), await town.person("chief")
    keeping = f"/v1/areas/{hamlet.EAST}/keeping"
    rules = {"pictures": {"floor_days": 60, "ceiling_days": 90}}
    right(await admin.post(keeping, {"from_at": town.now, "rules": rules, "sites": []}))
    right(await admin.get(keeping))
    [incident, *_] = right(await chief.get("/v1/incidents?ended=true"))
    door = f"/v1/incidents/{incident['incident_id']}/holds"
    until = "2026-03-20T00:00:00Z"
    asked = {"reason": "案件 17", "until": until, "remind_days": 90}
    hold = right(await chief.post(door, asked))
    await town.work()
    right(await chief.get(door))
    right(await chief.get("/v1/holds"))
    later = {"move": "lengthen", "until": "2026-04-20T00:00:00Z", "reason": "再审"}
    right(await chief.post(f"/v1/holds/{hold['hold_id']}/moves", later))
    await town.house.blobs.put("snapshots/lost/one.jpg", b"x")
    await promise(town.house, "search_blobs", "all", lane=Lane.REST)
    await town.work()
    assert right(await admin.get("/v1/deletions"))


async def mend(town: Town) -> None:
    """Somebody speaks in a key's name; a person looks after it."""
    box, desk = await town.box(5), await town.person("county")
    forger = Box(town.base, town.session)
    forger.device_id = box.device_id
    assert (await forger.press()).code == "device.forged"
    await town.work()
    [fault] = right(await desk.get("/v1/faults"))
    right(await desk.post(f"/v1/faults/{fault['fault_id']}/clear", {}))
    assert (await desk.post(f"/v1/faults/{fault['fault_id']}/clear", {})).status == 409
