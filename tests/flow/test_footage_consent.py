"""Each managing unit is asked by itself; without its yes nothing of its cameras is shown."""

import asyncio
from datetime import datetime, timedelta

from service.keeping.purge import purge as forget
from service.platform.asks import Errand, system
from tests.support import hamlet
from tests.support.footage import (
    POLICE_UNIT,
    SCHOOL_UNIT,
    Office,
    account,
    right,
    topics,
)
from tests.support.people import Person


async def filed(office: Office, **more: object) -> str:
    """A citizen's request; its id."""
    return str((await office.file(**more))["request"]["footage_id"])


async def test_decree_799_article_21_without_a_units_consent_none_of_its_cameras_is_shown(
    office: Office,
) -> None:
    of = await filed(office)
    questions = await office.to_consent(of)
    assert {unit: len(q["cameras"]) for unit, q in questions.items()} == {
        SCHOOL_UNIT: 2,
        POLICE_UNIT: 1,
    }
    refused = await office.decide(of, decision="approved")
    assert (refused.code, refused.body["guard"]) == ("footage.not_yet", "consented")
    right(await office.consent(questions[SCHOOL_UNIT]))
    still = await office.decide(of, decision="approved")
    assert still.body["who"] == POLICE_UNIT
    right(await office.consent(questions[POLICE_UNIT]))
    approved = right(await office.decide(of, decision="approved"))
    assert approved["request"]["state"] == "approved"


async def test_decree_799_article_21_only_who_is_it_or_stands_for_him_may_look(
    office: Office,
) -> None:
    of = await filed(office, relationship="guardian")
    early = await office.move(of, "triage")
    assert early.code == "request.wrong_move"
    right(await office.move(of, "verify_identity", id_number="370828199001011234"))
    right(await office.move(of, "triage"))
    unproved = await office.move(of, "accept")
    assert (unproved.status, unproved.body["field"]) == (400, "relationship_proved")
    held = right(await office.move(of, "accept", relationship_proved=True))
    assert held["request"]["state"] == "footage_held", "recorders have answered already"


async def test_some_cameras_may_be_narrowed_and_others_refused_with_a_code(office: Office) -> None:
    of = await filed(office)
    for question in (await office.to_consent(of)).values():
        right(await office.consent(question))
    found = await office.whole(of)
    first, second, third = found["cameras"]
    version = found["request"]["version"]
    narrow = {"decision": "narrowed", "from_at": first["from_at"], "until_at": first["until_at"]}
    door = f"/v1/footage-requests/{of}/decision"
    ids = [{"camera_id": one["camera_id"]} for one in (first, second, third)]
    refused = {"decision": "refused", "refusal": "R07"}
    bad = [
        ([ids[0] | narrow, ids[1] | {"decision": "approved"}], "cameras"),
        ([one | {"decision": "refused"} for one in ids], "cameras[0].refusal"),
        ([one | {"decision": "narrowed"} for one in ids], "cameras[0].from_at"),
    ]
    for cameras, field in bad:
        answer = await office.reviewer.post(door, {"version": version, "cameras": cameras})
        assert (answer.status, answer.body["field"]) == (400, field)
    cameras = [ids[0] | narrow, ids[1] | {"decision": "approved"}, ids[2] | refused]
    decided = await office.reviewer.post(door, {"version": version, "cameras": cameras})
    assert right(decided)["request"]["state"] == "partially_approved"
    assert decided.body["cameras"][2]["refusal"] == "R07"


async def test_of_two_reviewers_at_once_one_loses_and_is_told_who_has_it(office: Office) -> None:
    of = await filed(office)
    other = await account(office.town, "colleague", "reviewer", hamlet.EAST)
    version = (await office.whole(of))["request"]["version"]
    body = {"move": "verify_identity", "version": version, "id_number": "370828199001011234"}
    door = f"/v1/footage-requests/{of}/moves"
    answers = await asyncio.gather(*(one.post(door, body) for one in (office.reviewer, other)))
    assert sorted(answer.status for answer in answers) == [200, 409]
    [late] = [answer for answer in answers if answer.status == 409]
    winner = "Colleague" if late is answers[0] else "Reviewer"
    assert (late.code, late.body["who"]) == ("footage.overtaken", winner)
    assert late.body["state"] == "identity_verified"


async def test_a_link_is_for_one_unit_once_and_for_a_day(office: Office) -> None:
    of = await filed(office)
    questions = await office.to_consent(of)
    nobody = Person(office.town.base, office.town.session)
    read, door = "/v1/footage-consent-links/read", "/v1/footage-consent-links/answer"
    school = questions[SCHOOL_UNIT]["consent_id"]
    link = right(await office.reviewer.post(f"/v1/footage-consents/{school}/link", None))
    body = {"token": link["token"], "reply": "grant", "by": "李主任"}
    shown = right(await nobody.post(read, {"token": link["token"]}))
    assert {one["name"] for one in shown["cameras"]} == {"40 m", "80 m"}
    assert "王" not in str(shown)
    astray = await nobody.post(door, body | {"managing_unit": POLICE_UNIT})
    assert (astray.code, astray.body["field"]) == ("footage.link_unusable", "managing_unit")
    unknown = await nobody.post(read, {"token": "x" * 43})
    assert (unknown.code, unknown.body["field"]) == ("footage.link_unusable", "token")
    right(await nobody.post(door, body | {"managing_unit": SCHOOL_UNIT}))
    twice = await nobody.post(door, body | {"managing_unit": SCHOOL_UNIT, "reply": "refuse"})
    assert (twice.code, twice.body["field"]) == ("footage.link_used", "token")
    police = questions[POLICE_UNIT]["consent_id"]
    first = right(await office.reviewer.post(f"/v1/footage-consents/{police}/link", None))
    second = right(await office.reviewer.post(f"/v1/footage-consents/{police}/link", None))
    assert (await nobody.post(read, {"token": first["token"]})).code == "footage.link_unusable"
    await office.later(hours=25)
    over = await nobody.post(read, {"token": second["token"]})
    assert (over.code, over.body["field"]) == ("footage.link_over", "token")
    assert first["token"] not in str(await office.town.rows("SELECT * FROM footage_consent"))


async def test_a_link_that_was_passed_on_is_answered_by_one_of_two_at_once(office: Office) -> None:
    of = await filed(office)
    school = (await office.to_consent(of))[SCHOOL_UNIT]["consent_id"]
    link = right(await office.reviewer.post(f"/v1/footage-consents/{school}/link", None))
    nobody = Person(office.town.base, office.town.session)
    body = {"token": link["token"], "managing_unit": SCHOOL_UNIT, "by": "李主任"}
    door = "/v1/footage-consent-links/answer"
    answers = await asyncio.gather(
        *(nobody.post(door, body | {"reply": reply}) for reply in ("grant", "refuse"))
    )
    assert sorted(answer.status for answer in answers) == [200, 409]
    [late] = [answer for answer in answers if answer.status == 409]
    assert late.code == "footage.link_used"
    said = "granted" if late is answers[1] else "refused"
    assert (await office.questions(of))[SCHOOL_UNIT]["state"] == said


async def test_an_account_answers_for_its_own_unit_alone(office: Office) -> None:
    of = await filed(office)
    questions = await office.to_consent(of)
    unit = await account(office.town, "school-unit", "managing_unit", hamlet.EAST)
    mine = [right(await unit.get("/v1/me"))["account_id"]]
    new = {"area_code": hamlet.EAST, "managing_unit": SCHOOL_UNIT, "accounts": mine}
    assert right(await unit.get("/v1/me/footage-consents")) == []
    right(await (await office.town.person("admin")).put("/v1/footage-units", new))
    [question] = right(await unit.get("/v1/me/footage-consents"))
    assert question["managing_unit"] == SCHOOL_UNIT
    foreign = questions[POLICE_UNIT]["consent_id"]
    door = "/v1/me/footage-consents"
    assert (await unit.post(f"{door}/{foreign}/answer", {"reply": "grant"})).status == 404
    assert (await unit.get(f"/v1/footage-requests/{of}")).status == 403
    granted = right(await unit.post(f"{door}/{question['consent_id']}/answer", {"reply": "grant"}))
    assert (granted["state"], granted["how"]) == ("granted", "account")


async def test_a_unit_that_is_silent_past_its_time_is_said_to_somebody_above_once(
    office: Office,
) -> None:
    of = await filed(office)
    await office.to_consent(of)
    await office.later(hours=25)
    lines = right(await office.reviewer.get(f"/v1/footage-requests/{of}/events"))
    assert [e["body"]["unit"] for e in lines if e["kind"] == "silent"] == sorted(
        [SCHOOL_UNIT, POLICE_UNIT]
    )
    await office.later(hours=25)
    again = right(await office.reviewer.get(f"/v1/footage-requests/{of}/events"))
    assert len([e for e in again if e["kind"] == "silent"]) == 2
    request = (await office.whole(of))["request"]
    assert request["state"] == "consent_pending", "silence decides nothing"


async def test_a_consent_that_is_taken_back_takes_the_appointment_with_it(office: Office) -> None:
    of = await filed(office)
    unit = await account(office.town, "school-unit", "managing_unit", hamlet.EAST)
    mine = [right(await unit.get("/v1/me"))["account_id"]]
    new = {"area_code": hamlet.EAST, "managing_unit": SCHOOL_UNIT, "accounts": mine}
    right(await (await office.town.person("admin")).put("/v1/footage-units", new))
    questions = await office.to_consent(of)
    for question in questions.values():
        right(await office.consent(question))
    right(await office.decide(of, decision="approved"))
    slot = (office.town.clock.now() + timedelta(hours=3)).isoformat()
    right(await office.move(of, "schedule", slot_at=slot, slot_place="一楼"))
    door = f"/v1/me/footage-consents/{questions[SCHOOL_UNIT]['consent_id']}/answer"
    right(await unit.post(door, {"reply": "withdraw"}))
    assert (await office.whole(of))["request"]["state"] == "consent_pending"
    assert (await office.decide(of, decision="approved")).body["who"] == SCHOOL_UNIT


async def test_minors_network_regulation_article_36_a_second_person_agrees(
    office: Office,
) -> None:
    of = await filed(office, minors=True)
    questions = await office.to_consent(of)
    for question in questions.values():
        right(await office.consent(question))
    assert (await office.decide(of, decision="approved")).body["guard"] == "consented"
    chief = await office.town.person("chief")
    for question in questions.values():
        door = f"/v1/footage-consents/{question['consent_id']}/second"
        own = await office.reviewer.post(door, None)
        assert (own.code, own.body["guard"]) == ("footage.not_yet", "another_person")
        right(await chief.post(door, None))
    right(await office.decide(of, decision="approved"))


async def test_pipl_article_18_an_emergency_goes_by_word_of_mouth_and_is_made_up_for_in_writing(
    office: Office,
) -> None:
    of = await filed(office, category="missing_person", at_risk="elder")
    spoken = {"managing_unit": SCHOOL_UNIT, "reply": "grant", "by": "李主任"}
    door = f"/v1/footage-requests/{of}/consents/spoken"
    early = await office.move(of, "begin_viewing")
    assert early.body["guard"] == "consented"
    question = right(await office.reviewer.post(door, spoken))
    assert question["written_due_at"] == (
        office.town.clock.now() + timedelta(hours=24)
    ).isoformat().replace("+00:00", "Z")
    right(await office.move(of, "begin_viewing"))
    right(await office.move(of, "record_result", outcome="person_found", note="已找到"))
    right(await office.move(of, "notify"))
    assert (await office.move(of, "close")).body["guard"] == "identity"
    await office.later(hours=25)
    lines = right(await office.reviewer.get(f"/v1/footage-requests/{of}/events"))
    silent = sorted(e["body"]["unit"] for e in lines if e["kind"] == "silent")
    assert SCHOOL_UNIT in silent, "what was to be written was not"
    card = {"id_number": "370828199001011234"}
    right(await office.reviewer.post(f"/v1/footage-requests/{of}/identity", card))
    assert (await office.move(of, "close")).body["guard"] == "paperwork"
    written = f"/v1/footage-consents/{question['consent_id']}/written"
    right(await office.reviewer.post(written, None))
    right(await office.move(of, "close"))
    calm = await filed(office)
    refused = await office.reviewer.post(f"/v1/footage-requests/{calm}/consents/spoken", spoken)
    assert refused.code == "footage.not_yet"


async def test_pipl_article_50_who_is_refused_is_told_why_and_may_appeal_to_another(
    office: Office,
) -> None:
    of = await filed(office)
    assert (await office.move(of, "refuse")).body["field"] == "refusal"
    right(await office.move(of, "refuse", refusal="R03"))
    own = right(await office.citizen.get(f"/v1/me/footage-requests/{of}"))
    assert own["refusal"]["basis"]
    assert "12389" in own["refusal"]["remedy_zh"]
    assert len(office.served.holds) == 3, "what is held stays held while it may be appealed"
    appeal = {"move": "appeal", "version": own["version"], "note": "是我的书包"}
    right(await office.citizen.post(f"/v1/me/footage-requests/{of}/moves", appeal))
    assert (await office.move(of, "overturn", note="重新办理")).code == "request.wrong_move"
    chief = await office.town.person("chief")
    overturned = right(await office.move(of, "overturn", by=chief, note="重新办理"))
    assert overturned["request"]["state"] == "footage_held"
    assert overturned["request"]["refusal"] is None


async def test_who_does_not_come_may_come_again_and_what_nobody_asks_for_ends(
    office: Office,
) -> None:
    of = await filed(office)
    for question in (await office.to_consent(of)).values():
        right(await office.consent(question))
    right(await office.decide(of, decision="approved"))
    now = office.town.clock.now()
    past = (now - timedelta(hours=1)).isoformat()
    refused = await office.move(of, "schedule", slot_at=past, slot_place="一楼")
    assert refused.body["field"] == "slot_at"
    slot = (now + timedelta(hours=1)).isoformat()
    right(await office.move(of, "schedule", slot_at=slot, slot_place="一楼"))
    await office.later(hours=2)
    assert (await office.whole(of))["request"]["state"] == "expired_no_show"
    await office.later(days=15)
    assert (await office.whole(of))["request"]["state"] == "closed"
    assert not office.served.holds


async def test_theft_and_accidents_are_passed_on_with_the_number_of_their_case(
    office: Office,
) -> None:
    of = await filed(office, category="traffic_accident")
    missing = await office.move(of, "redirect_to_case", channel="traffic_case")
    assert missing.body["field"] == "channel_number"
    moved = right(
        await office.move(
            of, "redirect_to_case", channel="traffic_case", channel_number="JT-2026-17"
        )
    )
    assert moved["request"]["state"] == "redirected_to_case"
    assert len(office.served.holds) == 3, "held until whoever has the case has taken it"
    await office.later(days=15)
    assert not office.served.holds


async def test_pipl_article_24_what_is_late_is_told_to_a_person_and_decided_by_none(
    office: Office,
) -> None:
    of = await filed(office)
    async with office.town.live(office.reviewer) as heard:
        await office.town.forward(minutes=31)
        assert await topics(heard, 1) == ["footage.late"]
    request = (await office.whole(of))["request"]
    assert request["late_at"] is not None
    assert request["state"] == "submitted"


async def test_pipl_article_47_people_and_words_go_when_it_has_been_over_for_long_enough(
    office: Office,
) -> None:
    of = await filed(office)
    right(await office.move(of, "refuse", refusal="R03", note="目的不符"))
    await office.later(days=61)
    assert (await office.whole(of))["request"]["state"] == "closed"
    await office.later(days=29)
    await purge(office)
    assert (await office.whole(of))["description"]
    await office.later(days=2)
    await purge(office)
    whole = await office.whole(of)
    assert (whole["description"], whole["request"]["applicant"]) == ("", "****")
    assert right(await office.reviewer.get(f"/v1/footage-requests/{of}/messages")) == []
    lines = right(await office.reviewer.get(f"/v1/footage-requests/{of}/events"))
    assert [e["kind"] for e in lines][:1] == ["moved"], "that it was asked stays"


async def purge(office: Office) -> None:
    """What the hourly job does."""
    with system(Errand.CARRIER):
        await forget(office.town.house)


async def test_decree_799_article_16_each_camera_stands_in_the_register_before_it_is_viewed(
    office: Office,
) -> None:
    of = await filed(office)
    for question in (await office.to_consent(of)).values():
        right(await office.consent(question))
    right(await office.decide(of, decision="approved"))
    right(await office.move(of, "review"))
    looks = "SELECT person, reason, content FROM look WHERE kind = 'replay' ORDER BY number"
    assert await office.town.rows(looks) == []
    right(await office.move(of, "begin_viewing"))
    found = await office.town.rows(looks)
    assert [look["content"].partition(",")[0] for look in found] == ["40 m", "80 m", "120 m"]
    assert {look["person"] for look in found} == {"Reviewer"}


async def test_who_spoke_for_a_unit_is_forgotten_with_the_request(office: Office) -> None:
    of = await filed(office)
    for question in (await office.to_consent(of)).values():
        right(await office.consent(question))
    kept = "SELECT who, body FROM footage_event"
    assert "李主任" not in str(await office.town.rows(kept))


async def test_units_are_asked_about_the_cameras_and_minutes_that_were_chosen_and_no_others(
    office: Office,
) -> None:
    of = await filed(office)
    right(await office.move(of, "verify_identity", id_number="370828199001011234"))
    right(await office.move(of, "triage"))
    right(await office.move(of, "accept"))
    found = await office.whole(of)
    first, second, _ = found["cameras"]
    begins, ends = found["request"]["from_at"], found["request"]["until_at"]
    middle = (datetime.fromisoformat(begins) + timedelta(minutes=20)).isoformat()
    chosen = {"camera_id": first["camera_id"], "from_at": middle, "until_at": ends}
    earlier = (datetime.fromisoformat(begins) - timedelta(minutes=1)).isoformat()
    for bad, field in (
        ([chosen, chosen], "cameras[1].camera_id"),
        ([chosen | {"camera_id": found["request"]["footage_id"]}], "cameras[0].camera_id"),
        ([chosen | {"from_at": earlier}], "cameras[0].from_at"),
        ([chosen | {"until_at": middle}], "cameras[0].from_at"),
    ):
        refused = await office.move(of, "ask_consent", cameras=bad)
        assert (refused.status, refused.body["field"]) == (400, field)
    after = right(await office.move(of, "ask_consent", cameras=[chosen]))
    assert [one["left_out"] for one in after["cameras"]] == [False, True, True]
    questions = await office.questions(of)
    assert list(questions) == [SCHOOL_UNIT]
    [asked] = questions[SCHOOL_UNIT]["cameras"]
    assert datetime.fromisoformat(asked["from_at"]) == datetime.fromisoformat(middle)
    right(await office.consent(questions[SCHOOL_UNIT]))
    version = (await office.whole(of))["request"]["version"]
    door = f"/v1/footage-requests/{of}/decision"
    both = [{"camera_id": one["camera_id"], "decision": "approved"} for one in (first, second)]
    refused = await office.reviewer.post(door, {"version": version, "cameras": both})
    assert (refused.status, refused.body["field"]) == (400, "cameras")
    decided = await office.reviewer.post(door, {"version": version, "cameras": both[:1]})
    assert right(decided)["request"]["state"] == "approved"


async def test_a_consent_is_taken_back_by_another_link_and_that_one_is_good_once_too(
    office: Office,
) -> None:
    of = await filed(office)
    question = (await office.to_consent(of))[SCHOOL_UNIT]
    right(await office.consent(question))
    withdrawn = right(await office.consent(question, "withdraw"))
    assert withdrawn["state"] == "withdrawn"
    link = right(
        await office.reviewer.post(f"/v1/footage-consents/{question['consent_id']}/link", None)
    )
    nobody = Person(office.town.base, office.town.session)
    over = await nobody.post("/v1/footage-consent-links/read", {"token": link["token"]})
    assert over.code == "footage.link_used", "there is nothing left to say"
