"""A lost bag, from the form to the answer; and an elder who is searched for at once."""

import re
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any

from service.platform.verifier import TrialVerifier
from tests.contract.story_found import give_back_what_was_found
from tests.contract.story_search import search_for_a_child
from tests.contract.story_viewing import show_masked
from tests.support import hamlet
from tests.support.footage import (
    POLICE_UNIT,
    SCHOOL_UNIT,
    Office,
    account,
    open_office,
    put_up,
    right,
)
from tests.support.gateway import text_gateway
from tests.support.handed_pictures import add_file, picture
from tests.support.people import Person
from tests.support.places import Scene, film
from tests.support.town_house import Town


async def ask_for_footage(town: Town) -> None:
    """Every door of a footage request, used by whoever it is for."""
    async with open_office(town) as office:
        admin = await town.person("admin")
        assert right(await admin.get("/v1/recorders"))
        await office.file()
        of = (await office.file())["request"]["footage_id"]
        await _sign_in(town)
        await _write(office, of)
        await _consent(office, of)
        await _view(office, of)
        await _search(office)
        await search_for_a_child(office)
        await give_back_what_was_found(office)
        await _look_through(office)

        await _plan(office)
        right(await office.reviewer.get("/v1/footage-requests"))
        assert right(await office.reviewer.get("/v1/footage-requests/ended"))
        assert len(right(await office.reviewer.get("/v1/footage-refusals"))) == 13


async def _sign_in(town: Town) -> None:
    """By a code that came to a telephone."""
    number = {"phone_number": "13800138000"}
    nobody = Person(town.base, town.session)
    async with text_gateway() as gateway:
        with town.texting(gateway.url):
            right(await nobody.post("/v1/citizen/codes", number))
        [(_, words)] = gateway.texts
    code = re.findall(r"[0-9]{6}", words)[0]
    right(await nobody.post("/v1/citizen/sessions", number | {"code": code}))


async def _write(office: Office, of: str) -> None:
    door, desk = f"/v1/me/footage-requests/{of}", f"/v1/footage-requests/{of}"
    right(await office.citizen.get("/v1/me/footage-requests"))
    office.town.verify_by(TrialVerifier())
    token = {"token": "test:370828199001011234:王小明"}
    right(await office.citizen.post(f"{door}/identity", token))
    right(await office.move(of, "ask_info", note="书包是什么颜色?"))
    version = right(await office.citizen.get(door))["version"]
    given = {"move": "give_info", "version": version, "note": "黑色"}
    right(await office.citizen.post(f"{door}/moves", given))
    assert (await office.citizen.post(f"{door}/moves", given)).status == 409
    right(await office.citizen.post(f"{door}/messages", {"text": "还有一把伞"}))
    right(await office.reviewer.post(f"{desk}/messages", {"text": "收到"}))
    assert len(right(await office.citizen.get(f"{door}/messages"))) == 4
    right(await office.reviewer.get(f"{desk}/messages"))
    right(await office.reviewer.post(f"{desk}/unmask", {"reason": "to call back"}))
    added = right(await add_file(office.citizen, of, "photo", picture()))
    assert right(await office.citizen.get(f"{door}/files")) == [added]
    [file] = right(await office.reviewer.get(f"{desk}/files"))
    right(await office.reviewer.get(f"{desk}/files/{file['file_id']}"))
    at_counter = office.asked(phone_number="13800138001")
    right(await office.reviewer.post("/v1/footage-requests", at_counter))
    filed = await office.file()
    nobody = Person(office.town.base, office.town.session)
    code = {"receipt_code": filed["receipt_code"]}
    right(await nobody.post("/v1/footage-receipts", code))


async def _consent(office: Office, of: str) -> None:
    town = office.town
    questions = await office.to_consent(of, identified=True)
    unit = await account(town, "police-unit", "managing_unit", hamlet.EAST)
    mine = [right(await unit.get("/v1/me"))["account_id"]]
    new = {"area_code": hamlet.EAST, "managing_unit": POLICE_UNIT, "accounts": mine}
    right(await (await town.person("admin")).put("/v1/footage-units", new))
    [question] = right(await unit.get("/v1/me/footage-consents"))
    door = f"/v1/me/footage-consents/{question['consent_id']}/answer"
    right(await unit.post(door, {"reply": "grant"}))
    school = questions[SCHOOL_UNIT]["consent_id"]
    link = right(await office.reviewer.post(f"/v1/footage-consents/{school}/link", None))
    nobody = Person(town.base, town.session)
    shown = {"token": link["token"]}
    right(await nobody.post("/v1/footage-consent-links/read", shown))
    answer = shown | {"managing_unit": SCHOOL_UNIT, "reply": "grant", "by": "李主任"}
    right(await nobody.post("/v1/footage-consent-links/answer", answer))


async def _view(office: Office, of: str) -> None:
    right(await office.decide(of, decision="approved"))
    slot = (office.town.clock.now() + timedelta(minutes=10)).isoformat()
    right(await office.move(of, "schedule", slot_at=slot, slot_place="东关派出所一楼"))
    await show_masked(office, of)
    right(await office.move(of, "record_result", outcome="item_recovered", note="书包已找到"))
    right(await office.move(of, "notify"))
    right(await office.move(of, "close"))
    stars = {"stars": 5}
    right(await office.citizen.put(f"/v1/me/footage-requests/{of}/satisfaction", stars))
    right(await office.reviewer.get(f"/v1/footage-requests/{of}/events"))
    await office.town.work()


async def _search(office: Office) -> None:
    """By mouth, then in writing; a minor is concerned, so that a second person agrees."""
    asked = {"category": "missing_person", "at_risk": "minor", "minors": True}
    of = (await office.file(**asked))["request"]["footage_id"]
    await office.town.forward(minutes=3)
    spoken = {"managing_unit": SCHOOL_UNIT, "reply": "grant", "by": "李主任"}
    door = f"/v1/footage-requests/{of}/consents/spoken"
    question = right(await office.reviewer.post(door, spoken))
    chief = await office.town.person("chief")
    right(await chief.post(f"/v1/footage-consents/{question['consent_id']}/second", None))
    right(await chief.post(f"/v1/footage-consents/{question['consent_id']}/written", None))
    card = {"id_number": "370828199001011234"}
    right(await office.reviewer.post(f"/v1/footage-requests/{of}/identity", card))


async def _look_through(office: Office) -> None:
    """Somebody has it, its recording lies at his desk; he looks, has it looked for, and finds."""
    town, reviewer = office.town, office.reviewer
    asked = {"category": "missing_person", "at_risk": "elder"}
    of = (await office.file(**asked))["request"]["footage_id"]
    spoken = {"managing_unit": SCHOOL_UNIT, "reply": "grant", "by": "李主任"}
    door = f"/v1/footage-requests/{of}"
    right(await reviewer.post(f"{door}/consents/spoken", spoken))
    desk = right(await reviewer.post(f"{door}/desk", None))
    assert (await (await town.person("chief")).post(f"{door}/desk", None)).status == 409
    right(await reviewer.get(f"{door}/desk"))
    camera = next(one for one in desk["cameras"] if one["may_look"])
    recording = f"{door}/recordings/{camera['camera_id']}"
    right(await reviewer.put(f"{recording}/clock", {"ahead_s": 2.5}))
    right(await reviewer.post(recording, None))
    with tempfile.TemporaryDirectory() as folder:
        path = film(Path(folder) / "gate.mp4", Scene(8.0))
        await _lie_at_the_desk(town, of, camera, path)
        await _look(reviewer, door, camera)
        await town.rows("UPDATE footage_camera SET unit_category = 'education'")
        found = await _find(reviewer, door, camera)
        right(await reviewer.post(f"/v1/footage-findings/{found}/look", None))
        chief = await town.person("chief")
        right(await chief.post(f"/v1/footage-findings/{found}/confirm", None))
        right(await reviewer.post(f"/v1/footage-findings/{found}/take-back", None))
    people = right(await reviewer.get(f"{door}/desk/people"))
    over = {"to": people[0]["account_id"]}
    right(await reviewer.post(f"{door}/desk/hand-over", over))
    right(await reviewer.delete(f"{door}/desk"))


async def _lie_at_the_desk(town: Town, of: str, camera: dict[str, Any], path: Path) -> None:
    """The recorder of the story gives nothing away: a film lies there as if it had."""
    part = {
        "path": str(path),
        "begins_at": camera["from_at"],
        "ends_at": camera["until_at"],
        "playable": True,
    }
    await town.work()
    await town.rows(
        "UPDATE review_recording SET state = 'ready', parts = $2, trouble = NULL"
        " WHERE footage_id = $1",
        *(of, [part]),
    )


async def _look(reviewer: Person, door: str, camera: dict[str, Any]) -> None:
    of = {"camera_id": camera["camera_id"]}
    right(await reviewer.post(f"{door}/looks/frame", of | {"at": camera["from_at"]}))
    piece = of | {"from_at": camera["from_at"], "length_s": 4.0}
    right(await reviewer.post(f"{door}/looks/piece", piece))
    right(await reviewer.post(f"{door}/looks/sheet", of | {"at": [camera["from_at"]]}))
    review = right(await reviewer.post(f"{door}/reviews", of | {"kind": "ribbon"}))
    right(await reviewer.get(f"{door}/reviews"))
    right(await reviewer.get(f"/v1/footage-reviews/{review['review_id']}"))
    right(await reviewer.post(f"/v1/footage-reviews/{review['review_id']}/cancel", None))


async def _find(reviewer: Person, door: str, camera: dict[str, Any]) -> str:
    found = {
        "camera_id": camera["camera_id"],
        "kind": "sighting",
        "from_at": camera["from_at"],
        "words": "往东走",
    }
    marked = right(await reviewer.post(f"{door}/findings", found))
    right(await reviewer.get(f"{door}/findings"))
    return str(marked["finding_id"])


async def _plan(office: Office) -> None:
    """What to watch for a child who is searched for."""
    filed = await office.file(category="missing_person", at_risk="minor", minors=True)
    desk = f"/v1/footage-requests/{filed['request']['footage_id']}"
    right(await office.reviewer.put(f"{desk}/plan", {"going": "walk"}))
    plan = right(await office.reviewer.get(f"{desk}/plan"))
    first = plan["cameras"][0]
    watched = {"camera_id": first["camera_id"]} | first["left"][0]
    right(await office.reviewer.post(f"{desk}/watched", watched))
    seen = {"camera_id": office.cameras[1], "at": first["left"][0]["from_at"], "going": "bicycle"}
    [sighting] = right(await office.reviewer.post(f"{desk}/sightings", seen))["sightings"]
    confirm = f"{desk}/sightings/{sighting['sighting_id']}/confirm"
    other = await account(office.town, "agrees", "reviewer", hamlet.COUNTY)
    right(await other.post(confirm, {}))
    assert (await office.reviewer.post(confirm, {})).status == 409
    right(await office.reviewer.delete(f"{desk}/sightings/{sighting['sighting_id']}"))
    further = await put_up(office.town, 200, SCHOOL_UNIT)
    version = right(await office.reviewer.get(desk))["request"]["version"]
    more = {"version": version, "cameras": [{"camera_id": further} | first["left"][0]]}
    right(await office.reviewer.post(f"{desk}/cameras", more))
    assert (await office.reviewer.post(f"{desk}/cameras", more)).status == 409
    answer = {"at": first["left"][0]["from_at"], "there": True}
    right(await office.reviewer.post(f"{desk}/answers", answer))
