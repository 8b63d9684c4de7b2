"""What somebody of the office may do next is told with what still keeps him from it."""

from typing import Any

from tests.support.footage import POLICE_UNIT, SCHOOL_UNIT, Office, right


async def steps(office: Office, of: str) -> dict[str, dict[str, Any]]:
    """The next steps of a request, by move."""
    return {one["move"]: one for one in (await office.whole(of))["steps"]}


async def test_a_step_whose_guard_does_not_hold_says_what_is_missing_and_who_keeps_it(
    office: Office,
) -> None:
    of = (await office.file())["request"]["footage_id"]
    first = await steps(office, of)
    assert first["verify_identity"]["missing"] is None, "a person fills in the number"
    assert first["note_overwritten"]["missing"] == "footage_gone"
    assert "accept" not in first, "that comes later on the way"
    questions = await office.to_consent(of)
    right(await office.consent(questions[SCHOOL_UNIT]))
    right(await office.consent(questions[POLICE_UNIT]))
    right(await office.decide(of, decision="approved"))
    approved = await steps(office, of)
    assert approved["schedule"]["missing"] is None
    unit = questions[POLICE_UNIT]["consent_id"]
    await office.town.rows(
        "UPDATE footage_consent SET state = 'withdrawn' WHERE consent_id = $1", unit
    )
    lost = (await steps(office, of))["schedule"]
    assert (lost["missing"], lost["who"]) == ("consented", POLICE_UNIT)


async def test_who_decided_is_told_that_another_person_looks_again(office: Office) -> None:
    chief = await office.town.person("chief")
    of = (await office.file())["request"]["footage_id"]
    right(await office.move(of, "refuse", by=chief, refusal="R03"))
    version = (await office.whole(of))["request"]["version"]
    appeal = {"move": "appeal", "version": version, "note": "这是我的包"}
    right(await office.citizen.post(f"/v1/me/footage-requests/{of}/moves", appeal))
    mine = right(await chief.get(f"/v1/footage-requests/{of}"))["steps"]
    assert {(one["move"], one["missing"]) for one in mine} == {
        ("uphold", "another_person"),
        ("overturn", "another_person"),
    }
    assert await steps(office, of) == {}, "a reviewer has no say in it"


async def test_where_its_cameras_stand_is_told_to_the_office(office: Office) -> None:
    of = (await office.file())["request"]["footage_id"]
    places = [one["place"] for one in (await office.whole(of))["cameras"]]
    assert all(35.08 < place["lat"] < 35.09 for place in places)
