"""A camera turns out to stand near a military or a secret unit while requests run with it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from tests.flow.handed_in import as_csv, read_in
from tests.support.footage import (
    POLICE_UNIT,
    SCHOOL_UNIT,
    Office,
    right,
    standing,
    topics,
)


async def mark(office: Office, numbers: Iterable[int]) -> None:
    """The register says of these cameras, 0 to 2, that they stand near a secret unit."""
    admin = await office.town.person("admin")
    for n in numbers:
        unit = POLICE_UNIT if n == 2 else SCHOOL_UNIT
        new = standing(40.0 * (n + 1), unit, restricted_vicinity=True)
        right(await admin.put(f"/v1/cameras/{office.cameras[n]}", new))
    await office.town.work()


async def camera(office: Office, of: str, number: int) -> dict[str, Any]:
    """A camera of a request as the office sees it."""
    found = (await office.whole(of))["cameras"]
    return next(one for one in found if one["camera_id"] == office.cameras[number])


async def filed(office: Office, **more: Any) -> str:
    """A request; its id."""
    return str((await office.file(**more))["request"]["footage_id"])


async def lines(office: Office, of: str, *kinds: str) -> list[tuple[str, dict[str, str]]]:
    """What the timeline says of these kinds."""
    found = right(await office.reviewer.get(f"/v1/footage-requests/{of}/events"))
    return [(one["kind"], one["body"]) for one in found if one["kind"] in kinds]


async def test_decree_799_article_10_a_camera_that_is_said_to_be_near_one_leaves_what_runs(
    office: Office,
) -> None:
    of = await filed(office)
    for question in (await office.to_consent(of)).values():
        right(await office.consent(question))
    right(await office.decide(of, decision="approved"))
    right(await office.move(of, "review"))
    async with office.town.live(office.reviewer) as heard:
        await mark(office, [2])
        assert await topics(heard, 1) == ["footage.changed"]
    out = await camera(office, of, 2)
    assert (out["left_out"], out["decision"]) == (True, None)
    assert datetime.fromisoformat(out["restricted_at"]) == office.town.clock.now()
    assert out["hold_state"] == "released"
    assert {channel for channel, _ in office.served.holds} == {"ch0", "ch1"}
    desk = right(await office.reviewer.get(f"/v1/footage-requests/{of}/desk"))
    barred = {one["camera_id"]: one["barred"] for one in desk["cameras"]}
    assert barred == dict(zip(office.cameras, [None, None, "restricted"], strict=True))
    units = {unit: one["state"] for unit, one in (await office.questions(of)).items()}
    assert units == {SCHOOL_UNIT: "granted", POLICE_UNIT: "ended"}
    assert await lines(office, of, "restricted", "consent_ended") == [
        ("restricted", {"camera": out["name"]}),
        ("consent_ended", {"unit": POLICE_UNIT}),
    ]
    request = (await office.whole(of))["request"]
    assert (request["state"], request["cameras"], request["held"]) == ("officer_review", 2, 2)
    await mark(office, [0, 1])
    request = (await office.whole(of))["request"]
    assert (request["state"], request["cameras"]) == ("consent_pending", 0), "a person decides anew"
    assert office.served.holds == {}
    right(await office.move(of, "refuse", refusal="R06"))


async def test_a_camera_that_left_is_neither_asked_about_nor_looked_for_any_more(
    office: Office,
) -> None:
    of = await filed(office)
    right(await office.move(of, "verify_identity", id_number="370828199001011234"))
    right(await office.move(of, "triage"))
    right(await office.move(of, "accept"))
    door = f"/v1/footage-requests/{of}"
    before = right(await office.reviewer.get(f"{door}/plan"))["cameras"]
    assert office.cameras[0] in {one["camera_id"] for one in before}
    await mark(office, [0])
    asked = office.asked()
    times = {"from_at": asked["from_at"], "until_at": asked["until_at"]}
    chosen = [{"camera_id": one} | times for one in office.cameras]
    wrong = await office.move(of, "ask_consent", cameras=chosen)
    assert (wrong.status, wrong.body["field"]) == (400, "cameras[0].camera_id")
    right(await office.move(of, "ask_consent"))
    [of_school] = [
        one["cameras"] for unit, one in (await office.questions(of)).items() if unit == SCHOOL_UNIT
    ]
    assert [one["camera_id"] for one in of_school] == [office.cameras[1]]
    after = right(await office.reviewer.get(f"{door}/plan"))["cameras"]
    assert office.cameras[0] not in {one["camera_id"] for one in after}
    seen = {"camera_id": office.cameras[0], "at": asked["from_at"]}
    assert (await office.reviewer.post(f"{door}/sightings", seen)).status == 404


async def test_in_an_emergency_too_and_a_file_says_it_as_well_as_a_page(office: Office) -> None:
    of = await filed(office, category="missing_person", at_risk="elder")
    door = f"/v1/footage-requests/{of}"
    spoken = {"managing_unit": POLICE_UNIT, "reply": "grant", "by": "李主任"}
    right(await office.reviewer.post(f"{door}/consents/spoken", spoken))
    over = await filed(office)
    right(await office.move(over, "withdraw"))
    admin = await office.town.person("admin")
    row = {"camera_id": office.cameras[2], "restricted_vicinity": "是"}
    done = await read_in(office.town, admin, as_csv(row))
    assert done["updated"] == 1, done["faults"]
    await office.town.work()
    desk = right(await office.reviewer.get(f"{door}/desk"))
    barred = {one["camera_id"]: one["barred"] for one in desk["cameras"]}
    assert barred[office.cameras[2]] == "restricted"
    assert (await office.reviewer.post(f"{door}/consents/spoken", spoken)).status == 404
    assert (await office.questions(of))[POLICE_UNIT]["state"] == "ended"
    assert (await camera(office, over, 2))["restricted_at"] is None, "what is over stays as it was"
