"""One of everything in the east of the hamlet, and somebody of each role there and elsewhere."""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from service.core.ids import new_id
from service.identity.wire import Role
from tests.flow.gate import put_up_at
from tests.flow.test_bulletins import bulletin, give_portrait, portrait
from tests.support import hamlet
from tests.support.handed_pictures import add_file, picture
from tests.support.people import Answer, Box, Person, new_press_id
from tests.support.town_house import Town

INSIDE, BESIDE, OUTSIDE = "inside", "beside", "outside"
AREAS = {INSIDE: hamlet.EAST, BESIDE: hamlet.WEST, OUTSIDE: hamlet.ELSEWHERE}
# The hamlet has these already, with what belongs to them.
KNOWN = {
    (Role.PATROL_OFFICER, INSIDE): "officer1",
    (Role.PATROL_OFFICER, BESIDE): "officer2",
    (Role.PATROL_OFFICER, OUTSIDE): "officer4",
    (Role.SCHOOL_CONTACT, INSIDE): "head",
    (Role.SCHOOL_CONTACT, BESIDE): "dean",
}


@dataclass
class Scene:
    """Who there is, and the ids of what lies in the east."""

    town: Town
    near: Box
    far: Box
    ids: dict[str, str]
    people: dict[tuple[Role, str], Person] = field(default_factory=dict)


def right(answer: Answer) -> Any:
    """The body of an answer that is no refusal."""
    assert answer.status < 400, answer.body
    return answer.body


async def set_up(town: Town) -> Scene:
    """An incident under way with all that belongs to it, and everybody signed in."""
    camera_id = await put_up_at(town, "http://127.0.0.1:9/never", 40)
    officer = await town.officer(1, hamlet.north(1500))
    near, far = await town.box(4), await town.box(5)
    press_id = new_press_id()
    taken = right(await near.press(press_id))
    await town.work()
    task = await officer.task()
    right(await officer.answer("accept"))
    ids = {
        "camera_id": camera_id,
        "press_id": str(press_id),
        "alarm_id": taken["alarm_id"],
        "incident_id": taken["incident_id"],
        "task_id": task["task_id"],
        "unit_id": str(hamlet.uid("un", 1)),
        "site_id": str(hamlet.SMALL),
        "device_id": str(hamlet.SMALL_KEY),
        "area_code": hamlet.EAST,
        "session_id": str(new_press_id()),
    }
    scene = Scene(town, near, far, ids)
    ids["account_id"] = right(await officer.get("/v1/me"))["account_id"]
    asked = right(await officer.post("/v1/me/requests", {"kind": "explain"}))
    ids["request_id"] = asked["request_id"]
    ids["notice_id"] = right(await officer.get("/v1/notices/officer"))["notice_id"]
    await _at_the_desk(scene)
    await _keep_a_picture(scene)
    await _sign_in(scene)
    await _ask_for_footage(scene)
    await _hand_in(scene)
    admin = scene.people[Role.ADMINISTRATOR, INSIDE]
    headers = {"Authorization": f"Bearer {admin.token}", "Content-Type": "text/csv"}
    path = "/v1/camera-imports?format=csv&crs=WGS-84"
    ids["import_id"] = right(await admin.raw("POST", path, b"name\n", headers))["import_id"]
    phone = {"platform": "android", "model": "phone"}
    ids["phone_id"] = right(await officer.post("/v1/me/phones", phone))["phone_id"]
    return scene


async def _at_the_desk(scene: Scene) -> None:
    """What a desk, a school and an administrator of the east have begun."""
    town, ids = scene.town, scene.ids
    desk, head = [await town.person(name) for name in ("east", "head")]
    right(await desk.move("incidents", ids["incident_id"], move="take_command"))
    people = right(await desk.get(f"/v1/handovers/people?incident_id={ids['incident_id']}"))
    offer = {"to": people[0]["account_id"], "note": "my shift ends"}
    ids["handover_id"] = right(await desk.post("/v1/handovers", offer))["handover_id"]
    chief, until = await town.person("chief"), "2026-03-20T00:00:00Z"
    child = right(await chief.post("/v1/bulletins", bulletin(hamlet.EAST)))["bulletin_id"]
    right(await give_portrait(chief, child))
    door = f"/v1/incidents/{ids['incident_id']}/holds"
    hold = right(await chief.post(door, {"reason": "案件 17", "until": until}))
    window = {"starts_at": town.now, "ends_at": "2026-03-02T10:00:00Z", "reason": "test"}
    plan = right(await head.post(f"/v1/school/sites/{hamlet.SMALL}/drills", window))
    forger = Box(town.base, town.session)
    forger.device_id = scene.near.device_id
    assert (await forger.press()).code == "device.forged"
    await town.work()
    [fault] = right(await desk.get("/v1/faults"))
    ids |= {
        "bulletin_id": child,
        "hold_id": hold["hold_id"],
        "plan_id": plan["plan_id"],
        "fault_id": fault["fault_id"],
    }


async def _ask_for_footage(scene: Scene) -> None:
    """A citizen of the east has asked, and its managing unit has consented by mouth."""
    now = scene.town.clock.now()
    asked = {
        "category": "missing_person",
        "at_risk": "elder",
        "place": hamlet.north(1800),
        "from_at": (now - timedelta(hours=2)).isoformat(),
        "until_at": (now - timedelta(hours=1)).isoformat(),
        "description": "走失老人",
        "name": "王小明",
    }
    citizen, reviewer, unit, admin = (
        scene.people[role, INSIDE]
        for role in (Role.CITIZEN, Role.REVIEWER, Role.MANAGING_UNIT, Role.ADMINISTRATOR)
    )
    filed = right(await citizen.post("/v1/me/footage-requests", asked))
    scene.ids["footage_id"] = filed["request"]["footage_id"]
    added = right(await add_file(citizen, scene.ids["footage_id"], "paper", picture()))
    scene.ids["file_id"] = added["file_id"]
    await scene.town.work()
    [search] = right(await reviewer.get("/v1/searches"))
    scene.ids["search_id"] = search["search_id"]
    # The officer who has a task, and the desk that has an incident, have it of this search.
    await scene.town.rows("UPDATE search SET incident_id = $1", scene.ids["incident_id"])
    await scene.town.rows(
        "INSERT INTO search_sector (search_id, unit_id, call_sign, lat, lon, from_deg, until_deg,"
        " far_m, share, streets, seen_at, shared_at) SELECT $1, unit_id, call_sign, 35, 116, 0, 9,"
        " 100, 1, '{}', '2026-03-02T07:00Z', '2026-03-02T07:00Z' FROM unit",
        search["search_id"],
    )
    door = f"/v1/footage-requests/{scene.ids['footage_id']}/consents/spoken"
    spoken = {"managing_unit": "河边幼儿园", "reply": "grant", "by": "李主任"}
    scene.ids["consent_id"] = right(await reviewer.post(door, spoken))["consent_id"]
    accounts = [right(await unit.get("/v1/me"))["account_id"]]
    new = {"area_code": hamlet.EAST, "managing_unit": "河边幼儿园", "accounts": accounts}
    right(await admin.put("/v1/footage-units", new))
    await _look_through(scene, reviewer)


async def _look_through(scene: Scene, reviewer: Person) -> None:
    """Its reviewer has it, looks for something, and has found something."""
    door = f"/v1/footage-requests/{scene.ids['footage_id']}"
    desk = right(await reviewer.post(f"{door}/desk", None))
    camera = next(one for one in desk["cameras"] if one["may_look"])
    of = {"camera_id": camera["camera_id"]}
    found = of | {"kind": "sighting", "from_at": camera["from_at"], "words": "东门"}
    finding = right(await reviewer.post(f"{door}/findings", found))
    scene.ids["finding_id"] = finding["finding_id"]
    await scene.town.rows(
        "INSERT INTO review_recording (footage_id, camera_id, state) VALUES ($1, $2, 'ready')",
        *(scene.ids["footage_id"], camera["camera_id"]),
    )
    review = right(await reviewer.post(f"{door}/reviews", of | {"kind": "ribbon"}))
    scene.ids["review_id"] = review["review_id"]
    until = (datetime.fromisoformat(camera["from_at"]) + timedelta(minutes=2)).isoformat()
    [film] = right(await reviewer.post(f"{door}/maskings", of | {"until_at": until}))
    scene.ids |= {"masking_id": film["masking_id"], "viewing_id": film["masking_id"]}
    scene.ids["copy_id"] = film["masking_id"]
    values = (film["masking_id"], scene.ids["footage_id"])
    await scene.town.rows(
        "INSERT INTO footage_viewing (viewing_id, footage_id, place, begins_at, until_at,"
        " officer_id, officer, session_id, needs_second, undertaking, undertaking_digest,"
        " signed_sealed, signed_at) VALUES ($1, $2, '', '2026-01-01Z', '2026-01-02Z', $1, '', $1,"
        " false, '', repeat('0', 64), '', '2026-01-01Z')",
        *values,
    )
    await scene.town.rows(
        "INSERT INTO footage_copy (copy_id, masking_id, footage_id, organ, basis, document,"
        " officer_id, officer, asked_at, given_at, sha256) VALUES ($1, $1, $2, '', '', '', $1, '',"
        " '2026-01-01Z', '2026-01-01Z', repeat('0', 64))",
        *values,
    )
    right(await reviewer.put(f"{door}/plan", {"going": "walk"}))
    seen = {"camera_id": camera["camera_id"], "at": camera["from_at"]}
    told = right(await reviewer.post(f"{door}/sightings", seen))["sightings"]
    [sighting] = [one for one in told if not one["at_desk"]]
    scene.ids["sighting_id"] = sighting["sighting_id"]


async def _hand_in(scene: Scene) -> None:
    """A bag was found; another was handed over, and its receipt is kept under the same number."""
    reviewer = scene.people[Role.REVIEWER, INSIDE]
    new = {
        "area_code": hamlet.EAST,
        "category": "bag",
        "place": hamlet.north(0),
        "place_name": "东门公交站",
        "found_at": scene.town.now,
        "kept_at": "3 号架",
        "words": "黑色书包",
        "finder": "李小红",
        "finder_phone": "13800138009",
    }
    thing_id = right(await reviewer.post("/v1/found-things", new))["thing_id"]
    scene.ids["thing_id"] = thing_id
    door = f"/v1/found-things/{thing_id}"
    headers = {"Authorization": f"Bearer {reviewer.token}", "Content-Type": "image/jpeg"}
    right(await reviewer.raw("PUT", f"{door}/photo", portrait(), headers))
    receiver = {
        "name": "王小明",
        "document": "identity_card",
        "document_number": "370828199001011234",
        "on_paper": True,
    }
    right(await reviewer.post(f"{door}/moves", {"move": "hand_over", "receiver": receiver}))


async def _keep_a_picture(scene: Scene) -> None:
    """The camera gives none: one lies there as if it had."""
    town = scene.town
    await town.house.blobs.put("snapshots/walk.jpg", portrait())
    [row] = await town.rows(
        "UPDATE snapshot SET state = 'stored', blob_key = 'snapshots/walk.jpg',"
        " captured_at = about_at, stored_at = about_at WHERE snapshot_id = ("
        " SELECT snapshot_id FROM snapshot LIMIT 1) RETURNING snapshot_id"
    )
    scene.ids["snapshot_id"] = str(row["snapshot_id"])


async def _sign_in(scene: Scene) -> None:
    """Somebody of each role in each place."""
    places = [(role, place) for role in Role for place in AREAS]
    for role, place in places:
        if (role, place) not in KNOWN:
            await _add_account(scene.town, role, place)
    names = [KNOWN.get(found, f"{found[0]}.{found[1]}") for found in places]
    signed = await asyncio.gather(*(scene.town.person(name) for name in names))
    scene.people = dict(zip(places, signed, strict=True))


async def _add_account(town: Town, role: Role, place: str) -> None:
    account_id = new_id(town.clock.now())
    await town.rows(
        "INSERT INTO account (account_id, name, display, password_hash, demo, created_at)"
        " SELECT $1, $2, $2, password_hash, false, created_at FROM account WHERE name = 'east'",
        account_id,
        f"{role}.{place}",
    )
    contractor = role is Role.CONTRACTOR
    await town.rows(
        "INSERT INTO role_grant (grant_id, account_id, role, area_code, site_id, until_at,"
        " agreement) VALUES ($1, $1, $2, $3, $4, $5, $6)",
        *(account_id, role, AREAS[place]),
        hamlet.FAR if role is Role.SCHOOL_CONTACT else None,
        town.clock.now().replace(year=2030) if contractor else None,
        "2026-17" if contractor else None,
    )
