"""A lost bag, from the form to the answer; and an elder who is searched for at once."""

import re

from service.platform.verifier import TrialVerifier
from tests.support import hamlet
from tests.support.footage import POLICE_UNIT, SCHOOL_UNIT, Office, account, open_office, right
from tests.support.gateway import text_gateway
from tests.support.people import Person
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
    slot = office.town.clock.now().replace(hour=12).isoformat()
    right(await office.move(of, "schedule", slot_at=slot, slot_place="东关派出所一楼"))
    right(await office.move(of, "begin_viewing", undertaking_signed=True))
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
