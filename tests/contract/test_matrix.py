"""Every operation with every role, inside its area, beside it and far away, as the matrix says."""

import json
import re
from pathlib import Path
from typing import Any

import aiohttp

from service.identity.wire import Role
from tests.contract.promised import operations
from tests.contract.walk import BESIDE, INSIDE, OUTSIDE, Scene, set_up
from tests.flow.test_bulletins import bulletin, portrait
from tests.support import hamlet
from tests.support.people import Answer, Person, new_press_id
from tests.support.town_house import Town

MATRIX = json.loads(
    (Path(__file__).parents[2] / "api_spec/matrix.json").read_text(encoding="utf-8")
)
MAY: dict[str, dict[str, Any]] = MATRIX["operations"]
WINDOW = {"starts_at": "2026-03-02T07:45:00Z", "ends_at": "2026-03-02T09:00:00Z"}
PLACED = {"area_code": hamlet.EAST, "place": hamlet.north(10)}
CAMERA = PLACED | {
    "name": "one more",
    "managing_unit": "unit",
    "bearing_deg": 0,
    "spread_deg": 60,
    "range_m": 100,
}
SITE = PLACED | {"name": "one more", "kind": "school", "site_class": 3, "points": [], "rooms": []}
UNIT = {"call_sign": "东-77", "unit_class": "grid", "mode": "foot", "area_code": hamlet.EAST}
PLAN = {"posts": [{"role": "primary"}], "tiers": [{"reach": "any", "classes": ["police"]}]}
AREA = {"area_code": "379928009", "parent_code": hamlet.EAST, "name": "新区", "level": "village"}
BOX = "south=35&west=116&north=36&east=117&zoom=10"
WHY = {"reason": "a test of who may"}
LOOK = {"camera_id": str(new_press_id())}
WINDOW_OF_PLAN = {"from_at": "2026-03-02T06:00:00Z", "until_at": "2026-03-02T05:50:00Z"}
FOOTAGE = {
    "category": "dispute",
    "place": hamlet.north(1800),
    "from_at": "2026-03-02T06:00:00Z",
    "until_at": "2026-03-02T07:00:00Z",
    "description": "争执",
    "name": "王小明",
}
QUERIES = {
    "GET /v1/cameras/clusters": BOX,
    "POST /v1/camera-imports": "format=csv&crs=WGS-84",
    "POST /v1/me/footage-requests/{footage_id}/files": "kind=photo",
}
HELD = {"reason": "案件 17", "until": "2026-03-20T00:00:00Z"}
# What each operation that takes a body is asked with, so that nothing but who asks can be wrong.
BODIES: dict[str, object] = {
    "POST /v1/alarms/{alarm_id}/reset": {"disposition": "genuine"},
    "POST /v1/areas": AREA,
    "PUT /v1/areas/{area_code}/policy": {"detour": 1.3},
    "POST /v1/areas/{area_code}/keeping": {"from_at": "2026-03-02T08:00:00Z", "rules": {}},
    "POST /v1/holds/{hold_id}/moves": {"move": "lengthen", **HELD},
    "POST /v1/incidents/{incident_id}/holds": HELD,
    "POST /v1/bulletins": bulletin(hamlet.EAST),
    "PUT /v1/bulletins/{bulletin_id}/portrait": portrait(),
    "POST /v1/bulletins/{bulletin_id}/withdraw": {"ending": "found"},
    "POST /v1/camera-imports": b"name\n",
    "POST /v1/cameras": CAMERA,
    "PUT /v1/cameras/{camera_id}": CAMERA,
    "POST /v1/devices/{device_id}/moves": {"move": "invite"},
    "POST /v1/handovers": {"to": str(new_press_id()), "note": "my shift ends"},
    "POST /v1/handovers/{handover_id}/moves": {"move": "accept"},
    "POST /v1/incidents": PLACED | {"source": "110", "kind": "medical"},
    "POST /v1/incidents/{incident_id}/messages": {
        "message_id": str(new_press_id()),
        "text": "后门",
    },
    "POST /v1/incidents/{incident_id}/moves": {"move": "note", "note": "后门"},
    "POST /v1/incidents/{incident_id}/units": {"unit_id": str(hamlet.uid("un", 3))},
    "POST /v1/me/duty": {"on": True},
    "POST /v1/me/phones": {"platform": "android", "model": "phone"},
    "PUT /v1/me/phones/{phone_id}": {"platform": "android", "model": "phone"},
    "POST /v1/me/positions": {"fixes": []},
    "POST /v1/response-plans": {"area_code": hamlet.EAST, "body": PLAN},
    "POST /v1/school/sites/{site_id}/drills": WINDOW | {"reason": "test"},
    "PUT /v1/school/sites/{site_id}/keys/{device_id}/keeper": {"person": "门卫"},
    "POST /v1/sites": SITE,
    "POST /v1/sites/{site_id}/devices": {"kind": "key", "label": "one more"},
    "POST /v1/sites/{site_id}/test-plans": WINDOW,
    "POST /v1/tasks/{task_id}/moves": {"move": "withdraw"},
    "POST /v1/units": UNIT,
    "PUT /v1/units/{unit_id}/members": {"members": []},
    "POST /v1/accounts": {
        "name": "one more",
        "display": "One",
        "roles": [{"role": "dispatcher", "area_code": hamlet.EAST}],
    },
    "POST /v1/accounts/{account_id}/moves": {"move": "unblock"},
    "PUT /v1/accounts/{account_id}/roles": {
        "roles": [{"role": "dispatcher", "area_code": "110000"}]
    },
    "PUT /v1/accounts/{account_id}/sign-on": {"subject": "somebody"},
    "POST /v1/me/factor": {"password": "nothing at all"},
    "POST /v1/me/factor/confirm": {"challenge": "none", "code": "123456"},
    "PUT /v1/me/password": {"old": "nothing at all", "new": "1234567890"},
    "POST /v1/me/recovery-codes": {"code": "000000"},
    "POST /v1/accounts/by-number": WHY | {"phone_number": "1390000001"},
    "POST /v1/accounts/{account_id}/unmask": WHY,
    "POST /v1/bulletins/{bulletin_id}/unmask": WHY,
    "POST /v1/cameras/{camera_id}/unmask": WHY,
    "PATCH /v1/me": {"phone_number": "13800138000"},
    "POST /v1/me/requests": {"kind": "explain"},
    "PUT /v1/me/consents/{notice_id}": {"how": "page"},
    "POST /v1/data-requests/{request_id}/answer": {"state": "refused", "reason": "not_kept"},
    "POST /v1/me/footage-requests": FOOTAGE,
    "POST /v1/me/footage-requests/{footage_id}/moves": {"move": "withdraw", "version": 0},
    "POST /v1/me/footage-requests/{footage_id}/identity": {"token": "none"},
    "POST /v1/me/footage-requests/{footage_id}/messages": {"text": "还有一件"},
    "POST /v1/me/footage-requests/{footage_id}/files": portrait(),
    "PUT /v1/me/footage-requests/{footage_id}/satisfaction": {"stars": 5},
    "POST /v1/me/footage-consents/{consent_id}/answer": {"reply": "grant"},
    "POST /v1/citizen/codes": {"phone_number": "13800138000"},
    "POST /v1/citizen/sessions": {"phone_number": "13800138000", "code": "000000"},
    "POST /v1/footage-receipts": {"receipt_code": "AAAA-BBBB-CCCC-DDDD"},
    "POST /v1/footage-requests": FOOTAGE | {"phone_number": "13800138000"},
    "POST /v1/footage-requests/{footage_id}/unmask": WHY,
    "POST /v1/footage-requests/{footage_id}/identity": {"id_number": "110105199003071234"},
    "POST /v1/footage-requests/{footage_id}/moves": {"move": "triage", "version": 0},
    "POST /v1/footage-requests/{footage_id}/decision": {
        "version": 0,
        "cameras": [{"camera_id": str(new_press_id()), "decision": "approved"}],
    },
    "POST /v1/footage-requests/{footage_id}/messages": {"text": "请补充"},
    "POST /v1/footage-requests/{footage_id}/consents/spoken": {
        "managing_unit": "河边幼儿园",
        "reply": "grant",
        "by": "李主任",
    },
    "POST /v1/footage-requests/{footage_id}/desk/hand-over": {"to": str(new_press_id())},
    "PUT /v1/footage-requests/{footage_id}/recordings/{camera_id}/clock": {"ahead_s": 0.0},
    "POST /v1/footage-requests/{footage_id}/looks/frame": LOOK | {"at": "2026-03-02T06:30:00Z"},
    "POST /v1/footage-requests/{footage_id}/looks/piece": LOOK
    | {"from_at": "2026-03-02T06:30:00Z"},
    "POST /v1/footage-requests/{footage_id}/looks/sheet": LOOK,
    "POST /v1/footage-requests/{footage_id}/reviews": LOOK | {"kind": "ribbon"},
    "POST /v1/footage-requests/{footage_id}/findings": LOOK
    | {"kind": "other", "from_at": "2026-03-02T06:30:00Z", "words": "无"},
    "POST /v1/footage-requests/{footage_id}/maskings": LOOK,
    "POST /v1/footage-requests/{footage_id}/viewings": {
        "version": 0,
        "undertaking": "none",
        "signed": "王小明",
    },
    "POST /v1/maskings/{masking_id}/strips": {"number": 0},
    "POST /v1/maskings/{masking_id}/copies": {"organ": "法院", "basis": "20", "document": "1"},
    "POST /v1/viewings/{viewing_id}/stretches": {"masking_id": str(new_press_id()), "reel": 0},
    "PUT /v1/footage-requests/{footage_id}/plan": {"going": "walk"},
    "POST /v1/footage-requests/{footage_id}/watched": LOOK | WINDOW_OF_PLAN,
    "POST /v1/footage-requests/{footage_id}/sightings": LOOK | {"at": "2026-03-05T05:40:00Z"},
    "POST /v1/footage-requests/{footage_id}/cameras": {
        "version": 0,
        "cameras": [LOOK | WINDOW_OF_PLAN],
    },
    "POST /v1/footage-requests/{footage_id}/answers": {"at": "2026-03-01T05:40:00Z", "there": True},
    "POST /v1/footage-consent-links/read": {"token": "t" * 43},
    "POST /v1/footage-consent-links/answer": {
        "token": "t" * 43,
        "managing_unit": "河边幼儿园",
        "reply": "grant",
        "by": "李主任",
    },
    "PUT /v1/footage-units": {
        "area_code": hamlet.EAST,
        "managing_unit": "便利店",
        "accounts": [],
    },
    "POST /v1/recorders": {
        "name": "NVR",
        "area_code": hamlet.EAST,
        "address": {"type": "http", "base_url": "http://127.0.0.1:9"},
        "retention_days": 30,
    },
    "PUT /v1/cameras/{camera_id}/recording": {
        "recorder_id": str(new_press_id()),
        "channel": "ch1",
    },
    "POST /v1/notices": {"kind": "desk", "area_code": hamlet.EAST, "zh": "告知", "en": "Notice"},
    "POST /v1/searches/{search_id}/moves": {"move": "review"},
    "POST /v1/searches/{search_id}/bulletins": {
        "area_code": hamlet.EAST,
        "zh": {"who": "男孩", "clothing": "蓝色", "place": "河边"},
        "phone": "110",
        "until": "2026-03-02T20:00:00Z",
        "consent": {
            "guardian": "王芳",
            "relation": "parent",
            "how": "by_phone",
            "given_at": "2026-03-02T07:00:00Z",
        },
    },
    "POST /v1/found-things": {
        "area_code": hamlet.EAST,
        "category": "bag",
        "place": hamlet.north(0),
        "place_name": "东门公交站",
        "found_at": "2026-03-02T07:00:00Z",
        "kept_at": "3 号架",
        "words": "黑色书包",
    },
    "PUT /v1/found-things/{thing_id}/photo": portrait(),
    "POST /v1/found-things/{thing_id}/moves": {"move": "announce"},
    "POST /v1/found-things/{thing_id}/unmask": {"reason": "to thank for it"},
    # Of boxes and of anybody.
    "POST /v1/alarms": {
        "press_id": str(new_press_id()),
        "kind": "tamper",
        "pressed_at": "2026-03-02T08:00:00Z",
    },
    "POST /v1/devices/heartbeat": {
        "sent_at": "2026-03-02T08:00:00Z",
        "started_at": "2026-03-02T08:00:00Z",
        "version": "1",
        "spooled": 0,
    },
    "POST /v1/devices/rotate": {"public_key": "none"},
    "POST /v1/devices/enrol": {"code": "NONE", "model": "m", "algorithm": "hmac-sha256"},
    "POST /v1/receipts": {"delivery_id": str(new_press_id())},
    "POST /v1/gateways/huawei/receipts": {},
    "POST /v1/sessions": {"name": "nobody", "password": "nothing at all"},
    "POST /v1/sessions/refresh": {"refresh_token": "none"},
    "POST /v1/sessions/code": {"challenge": "none", "code": "000000"},
    "POST /v1/sessions/password": {"challenge": "none", "password": "nothing at all"},
    "POST /v1/sessions/factor": {"challenge": "none"},
    "POST /v1/sessions/factor/confirm": {"challenge": "none", "code": "000000"},
}
# Where the first to ask leaves nothing to the next.
ONCE = re.compile(r"^DELETE ")
OFFERED = "POST /v1/handovers/{handover_id}/moves"
CLOSED = ("identity.not_yours", "device.unsigned")
CONFIRMS = "POST /v1/me/factor/confirm"
STREAM = "GET /v1/live"
# After it the officer has no task any more.
ENDS = "POST /v1/tasks/{task_id}/moves"
LAST = "DELETE /v1/sessions/current"
# Who has signed out everywhere can ask nothing more: without a session it is asked above.
EVERYWHERE = "DELETE /v1/me/sessions"


async def test_every_operation_is_for_whom_the_matrix_says_and_where(town: Town) -> None:
    assert set(MAY) == {f"{method} {path}" for method, path in operations()}, "run ./dev spec"
    asked = {name for name in MAY if "requestBody" in operations()[method_and_path(name)]}
    assert asked == set(BODIES), "say with what each operation is asked"
    scene = await set_up(town)
    wrong = [said for name in MAY for said in await refused_without(scene, name)]
    for place in (OUTSIDE, BESIDE, INSIDE):
        for name in sorted(MAY, key=order):
            for role in sorted(Role, key=lambda role: role is not Role.PATROL_OFFICER):
                wrong += await judged(scene, name, role, place)
    assert not wrong, "\n".join(wrong)


def method_and_path(name: str) -> tuple[str, str]:
    """An operation's name apart."""
    method, path = name.split(" ")
    return method, path


def order(name: str) -> tuple[bool, bool, int, str]:
    """Who reads comes first; who takes back, last."""
    method, path = method_and_path(name)
    return name == LAST, name == ENDS, ("GET", "PUT", "PATCH", "POST", "DELETE").index(method), path


def expected(name: str, role: Role, place: str) -> set[int]:
    """With which statuses somebody may be answered."""
    row = MAY[name]
    if role not in row["may"]:
        return {401} if row["may"] == ["device"] else {403}
    fine = {200, 201, 204}
    # What is there may have its reasons: another has it, it is over, its camera is silent.
    inside = fine | ({404} if ONCE.match(name) else set()) | {400, 409, 422, 429, 503, 504}
    if place == INSIDE:
        return fine if name.startswith("GET ") and "presets" not in name else inside
    match row["elsewhere"]:
        case "absent":
            return {404}
        case "refused":
            return {400, 404, 409}
        case "left_out":
            return fine
    return inside | {404}


async def judged(scene: Scene, name: str, role: Role, place: str) -> list[str]:
    """What is wrong with how somebody is answered, if anything."""
    row = MAY[name]
    if row["may"] == ["anybody"] or name == EVERYWHERE:
        return []
    answer = await ask(scene, name, scene.people[role, place], role)
    absent = row["elsewhere"] == "absent" and said(answer) == "centre.unknown_area"
    # Of a handover only whom it is offered to decides: that is of the person, not of the role.
    personal = name == OFFERED and "who" in answer.body and place == INSIDE
    # What nobody has begun is answered like a sign-in that is over.
    unbegun = name == CONFIRMS and said(answer) == "identity.sign_in_over"
    known = absent or personal or unbegun
    if answer.status not in expected(name, role, place) and not known:
        return [f"{name} as {role} {place}: {answer.status} {str(answer.body)[:200]}"]
    if place != INSIDE and row["elsewhere"] == "left_out" and answer.status == 200:
        shown = [kind for kind, one in scene.ids.items() if one in str(answer.body)]
        if role is not Role.PATROL_OFFICER and shown:
            return [f"{name} as {role} {place} shows {shown}"]
    return []


def said(answer: Answer) -> str:
    """The code of a refusal."""
    return str(answer.body.get("code", "")) if isinstance(answer.body, dict) else ""


async def refused_without(scene: Scene, name: str) -> list[str]:
    """Without a session or a signature nothing opens but what is open; boxes see their site."""
    may, (method, path) = MAY[name]["may"], method_and_path(name)
    nobody = Person(scene.town.base, scene.town.session)
    answer = await ask(scene, name, nobody, None)
    if may == ["anybody"]:
        return [f"{name} as nobody: {answer.body}"] if said(answer) in CLOSED else []
    wrong = [] if answer.status == 401 else [f"{name} as nobody: {answer.status}"]
    body, signed = BODIES.get(name), addressed(scene, path)
    if may == ["device"]:
        near = await scene.near.call(method, signed, body)
        far = await scene.far.call(method, signed, body)
        away = MAY[name]["elsewhere"] == "absent"
        wrong += [f"{name} as near box: {near.status}"] if near.status in (401, 403, 404) else []
        wrong += [f"{name} as far box: {far.status}"] if (far.status == 404) != away else []
    elif isinstance(body, dict) or body is None:
        boxed = await scene.near.call(method, signed, body)
        wrong += [f"{name} as a box: {boxed.status}"] if boxed.status != 401 else []
    return wrong


def addressed(scene: Scene, path: str) -> str:
    """A path with the ids of what lies in the east."""
    return re.sub(r"\{(\w+)\}", lambda found: scene.ids.get(found[1], "none"), path)


async def ask(scene: Scene, name: str, person: Person, role: Role | None) -> Answer:
    """One operation with its body; of a stream the first answer alone."""
    method, path = method_and_path(name)
    headers = {"authorization": f"Bearer {person.token}"} if person.token else {}
    if name == STREAM:
        url, timeout = scene.town.base + path, aiohttp.ClientTimeout(total=5)
        async with scene.town.session.get(url, headers=headers, timeout=timeout) as stream:
            return Answer(stream.status, "", {})
    body = BODIES.get(name)
    if name == ENDS and role is Role.PATROL_OFFICER:
        body = {"move": "en_route"}
    if isinstance(body, dict) and "message_id" in body:
        body = body | {"message_id": str(new_press_id())}
    kind = "application/json"
    if isinstance(body, bytes):
        picture = path.endswith(("/portrait", "/photo", "/files"))
        data, kind = body, "image/jpeg" if picture else "text/csv"
    else:
        data = b"" if body is None else json.dumps(body).encode()
    if data:
        headers["content-type"] = kind
    address = addressed(scene, path) + (f"?{QUERIES[name]}" if name in QUERIES else "")
    return await person.raw(method, address, data or None, headers)
