"""What was handed in: whose it may be, who received it, and when it is the state's."""

from datetime import datetime, timedelta
from typing import Any

from service.keeping import purge
from service.platform.asks import Errand, system
from tests.flow.test_bulletins import portrait
from tests.support import hamlet
from tests.support.footage import Office, account, right
from tests.support.people import Person
from tests.support.unrecorded import none_is_shown, refuse_looks

BAG = {"finder": "李小红", "finder_phone": "13800138009"}
SIGNED = {
    "name": "王小明",
    "document": "identity_card",
    "document_number": "370828199001011234",
    "strokes": [[[10, 20], [30, 40]], [[50, 60]]],
}


async def found_thing(office: Office, **more: Any) -> dict[str, Any]:
    """A black school bag from the gate, handed in just now."""
    body = {
        "area_code": hamlet.EAST,
        "category": "bag",
        "colours": ["black"],
        "place": hamlet.north(1850),
        "place_name": "河边幼儿园公交站",
        "found_at": office.town.now,
        "kept_at": "3 号架",
        "words": "黑色双肩书包,内有学生证",
    } | more
    return dict(right(await office.reviewer.post("/v1/found-things", body)))


async def act(office: Office, thing: dict[str, Any], move: str, **more: Any) -> Any:
    """A move on a found thing."""
    door = f"/v1/found-things/{thing['thing_id']}/moves"
    return await office.reviewer.post(door, {"move": move} | more)


async def test_requests_are_ranked_for_a_person_and_nothing_is_matched_by_itself(
    office: Office,
) -> None:
    same = (await office.file())["request"]
    other = (await office.file(description="蓝色雨伞"))["request"]
    far = (await office.file(category="dispute"))["request"]
    thing = await found_thing(office)
    door = f"/v1/found-things/{thing['thing_id']}/candidates"
    found = right(await office.reviewer.get(door))
    assert [one["footage_id"] for one in found] == [same["footage_id"], other["footage_id"]]
    assert far["footage_id"] not in str(found)
    assert found[0]["reasons"] == ["same_sort", "same_colour", "near", "same_day"]
    assert found[1]["reasons"] == ["other_sort", "other_colour", "near", "same_day"]
    assert "书包" not in str(found), "words are read in the request, on record"
    await office.town.work()
    [row] = await office.town.rows("SELECT state, footage_id FROM found_thing")
    assert row == {"state": "kept", "footage_id": None}


async def test_whose_it_is_by_a_persons_judgement_is_told_and_may_be_taken_back(
    office: Office,
) -> None:
    of = (await office.file())["request"]["footage_id"]
    dispute = (await office.file(category="dispute"))["request"]["footage_id"]
    thing = await found_thing(office)
    refused = await act(office, thing, "match", footage_id=dispute)
    assert (refused.code, refused.body["field"]) == ("request.invalid", "footage_id")
    matched = right(await act(office, thing, "match", footage_id=of))
    assert (matched["state"], matched["matched_by"]) == ("matched", "Reviewer")
    door = f"/v1/me/footage-requests/{of}/messages"
    [told] = right(await office.citizen.get(door))
    assert str(thing["number"]) in told["text"]
    twice = await act(office, thing, "match", footage_id=of)
    assert (twice.status, twice.code) == (409, "found.not_yet")
    back = right(await act(office, thing, "unmatch"))
    assert (back["state"], back["footage_id"]) == ("kept", None)


async def test_what_is_judged_to_be_another_is_remembered_until_it_is_judged_the_same(
    office: Office,
) -> None:
    of = (await office.file())["request"]["footage_id"]
    other = (await office.file(description="蓝色雨伞"))["request"]["footage_id"]
    thing = await found_thing(office)
    door = f"/v1/found-things/{thing['thing_id']}/candidates"
    unsaid = await act(office, thing, "not_same")
    assert (unsaid.code, unsaid.body["field"]) == ("request.invalid", "footage_id")
    for _ in range(2):
        right(await act(office, thing, "not_same", footage_id=of))
    judged = [
        (one["footage_id"], one["not_same"]) for one in right(await office.reviewer.get(door))
    ]
    assert judged == [(other, False), (of, True)]
    right(await act(office, thing, "match", footage_id=of))
    early = await act(office, thing, "not_same", footage_id=of)
    assert (early.status, early.code) == (409, "found.not_yet")
    again = right(await office.reviewer.get(door))
    assert not any(one["not_same"] for one in again)


async def test_a_hand_over_is_signed_and_can_be_read_again_on_record(office: Office) -> None:
    thing = await found_thing(office)
    unsigned = await act(office, thing, "hand_over", receiver=SIGNED | {"strokes": []})
    assert (unsigned.code, unsigned.body["field"]) == ("request.invalid", "receiver.strokes")
    right(await act(office, thing, "hand_over", receiver=SIGNED))
    gone = await act(office, thing, "hand_over", receiver=SIGNED)
    assert (gone.status, gone.code, gone.body["who"]) == (409, "found.gone", "Reviewer")
    receipt = right(await office.reviewer.get(f"/v1/found-things/{thing['thing_id']}/receipt"))
    assert (receipt["name"], receipt["strokes"]) == (SIGNED["name"], SIGNED["strokes"])
    assert receipt["document_number"].endswith("34")
    assert "19900101" not in receipt["document_number"]
    kept = await office.town.rows("SELECT * FROM found_thing")
    assert not any(word in str(kept) for word in ("王小明", "李小红", "书包", "370828"))
    [look] = await office.town.rows("SELECT content FROM look WHERE kind = 'unmasked'")
    assert look["content"] == f"receipt of found thing {thing['number']}"


async def test_who_found_it_is_masked_and_told_on_record(office: Office) -> None:
    thing = await found_thing(office, **BAG)
    assert thing["finder"] == "李****"
    door = f"/v1/found-things/{thing['thing_id']}/unmask"
    told = right(await office.reviewer.post(door, {"reason": "to thank for it"}))
    assert (told["finder"], told["finder_phone"]) == (BAG["finder"], BAG["finder_phone"])
    [look] = await office.town.rows("SELECT reason FROM look WHERE kind = 'unmasked'")
    assert look["reason"] == "to thank for it"


async def test_a_picture_of_a_thing_is_drawn_anew_and_looked_at_on_record(office: Office) -> None:
    thing = await found_thing(office)
    door = f"/v1/found-things/{thing['thing_id']}/photo"
    headers = {
        "authorization": f"Bearer {office.reviewer.token}",
        "content-type": "image/jpeg",
    }
    bad = await office.reviewer.raw("PUT", door, b"\xff\xd8 no picture", headers)
    assert (bad.status, bad.code) == (400, "found.photo_unusable")
    told = right(await office.reviewer.raw("PUT", door, portrait(), headers))
    assert told["photo"] is not None
    assert (await office.reviewer.raw("GET", door, b"", headers)).status == 200
    [look] = await office.town.rows("SELECT content FROM look WHERE kind = 'picture'")
    assert look["content"] == f"picture of found thing {thing['number']}"
    await refuse_looks(office.town)
    await none_is_shown(office.reviewer.get(door))


async def test_a_notice_tells_everybody_enough_to_come_and_too_little_to_lie(
    office: Office,
) -> None:
    nobody = Person(office.town.base, office.town.session)
    door = f"/v1/found-notices?area_code={hamlet.COUNTY}"
    thing = await found_thing(office, **BAG)
    assert right(await nobody.get(door)) == []
    right(await act(office, thing, "announce"))
    [told] = right(await nobody.get(door))
    assert (told["number"], told["place_name"]) == (thing["number"], "河边幼儿园公交站")
    assert not any(word in str(told) for word in ("black", "书包", "李", "号架"))
    assert right(await nobody.get(f"/v1/found-notices?area_code={hamlet.WEST}")) == []
    right(await act(office, thing, "hand_over", receiver=SIGNED))
    assert right(await nobody.get(door)) == []


async def test_civil_code_article_318_a_year_after_the_notice_a_person_gives_it_to_the_state(
    office: Office,
) -> None:
    town = office.town
    thing = await found_thing(office)
    early = await act(office, thing, "dispose", how="to_state")
    assert (early.status, early.code) == (409, "found.not_yet")
    told = right(await act(office, thing, "announce"))
    announced = datetime.fromisoformat(told["announced_at"])
    assert datetime.fromisoformat(told["due_at"]) == announced + timedelta(days=365)
    await town.forward(days=364)
    right(await office.reviewer.sign_in("reviewer"))
    assert (await act(office, thing, "dispose", how="to_state")).code == "found.not_yet"
    await town.forward(days=1)
    said = await town.rows("SELECT topic FROM outbox UNION ALL SELECT topic FROM event")
    assert [one["topic"] for one in said].count("found.due") == 1
    right(await office.reviewer.sign_in("reviewer"))
    [waits] = right(await office.reviewer.get("/v1/found-things"))
    assert (waits["state"], waits["late_at"] is not None) == ("kept", True), "a person decides"
    gone = right(await act(office, thing, "dispose", how="to_state"))
    assert (gone["state"], gone["how"], gone["ended_by"]) == ("to_state", "to_state", "Reviewer")


async def test_people_words_and_picture_go_when_a_thing_has_been_away(office: Office) -> None:
    town = office.town
    thing = await found_thing(office, **BAG)
    headers = {"authorization": f"Bearer {office.reviewer.token}", "content-type": "image/jpeg"}
    door = f"/v1/found-things/{thing['thing_id']}/photo"
    right(await office.reviewer.raw("PUT", door, portrait(), headers))
    right(await act(office, thing, "hand_over", receiver=SIGNED))
    for days, kept in ((29, True), (2, False)):
        await town.forward(days=days)
        with system(Errand.CARRIER):
            await purge.purge(town.house)
        [row] = await town.rows(
            "SELECT words_sealed, finder_sealed, receipt_sealed, state FROM found_thing"
        )
        assert [row[name] is not None for name in list(row)[:3]] == [kept] * 3
        assert row["state"] == "returned", "what became of it stays"
        assert bool(await town.rows("SELECT FROM found_photo")) is kept


async def test_another_areas_office_sees_nothing_of_it(office: Office) -> None:
    thing = await found_thing(office)
    away = await account(office.town, "away", "reviewer", hamlet.ELSEWHERE)
    door = f"/v1/found-things/{thing['thing_id']}"
    assert right(await away.get("/v1/found-things")) == []
    for path in (f"{door}/candidates", f"{door}/photo", f"{door}/receipt"):
        assert (await away.get(path)).status == 404
    assert (await away.post(f"{door}/moves", {"move": "announce"})).status == 404
    body = {
        "area_code": hamlet.EAST,
        "category": "keys",
        "place": hamlet.north(0),
        "place_name": "门口",
        "found_at": office.town.now,
        "kept_at": "1",
        "words": "一串钥匙",
    }
    refused = await away.post("/v1/found-things", body)
    assert (refused.status, refused.body["field"]) == (400, "area_code")
    late = body | {"found_at": (office.town.clock.now() + timedelta(hours=1)).isoformat()}
    refused = await office.reviewer.post("/v1/found-things", late)
    assert (refused.code, refused.body["field"]) == ("request.invalid", "found_at")
