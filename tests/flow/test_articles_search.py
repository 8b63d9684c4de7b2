"""Articles of law that bind cameras, searches and found things, each in a test of its name.

Those of a footage request stand beside what they bind; `docs/law.md` lists them all.
"""

import csv
import io
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from service.keeping import purge
from service.platform.asks import Errand, system
from tests.flow.test_bulletins import CONSENT, give_portrait, shown
from tests.flow.test_footage_rounds import add, stretch
from tests.flow.test_found import found_thing
from tests.flow.test_searches import CHILD, move, release, search_of, searching
from tests.support import hamlet
from tests.support.footage import POLICE_UNIT, Office, open_office, put_up, right

# What article 14 asks for, as the register's columns.
FILED = (
    "managing_unit",
    "area_code",
    "lat",
    "lon",
    "kind",
    "footage_days",
    "in_use_on",
    "filed_on",
)


@pytest.fixture
async def office(town: Any) -> AsyncIterator[Office]:
    """The kindergarten's gate with its cameras, recorder and people."""
    async with open_office(town) as opened:
        yield opened


async def test_decree_799_article_7_every_camera_has_the_unit_that_manages_it(
    office: Office,
) -> None:
    admin = await office.town.person("admin")
    camera = {
        "name": "北门",
        "area_code": hamlet.EAST,
        "place": hamlet.north(0),
        "bearing_deg": 180,
        "spread_deg": 60,
        "range_m": 60,
        "snapshot_url": "http://127.0.0.1:9/never",
    }
    refused = await admin.post("/v1/cameras", camera)
    assert (refused.status, refused.body["field"]) == (400, "managing_unit")
    right(await admin.post("/v1/cameras", camera | {"managing_unit": "东关派出所"}))


@pytest.mark.parametrize("where", ["toilet", "dormitory_room"])
async def test_decree_799_article_8_no_camera_looks_where_nobody_may_film(
    office: Office, where: str
) -> None:
    with pytest.raises(AssertionError, match=r"camera\.forbidden_room"):
        await put_up(office.town, 200, "河边幼儿园", capture_location=where)


async def test_decree_799_article_10_no_camera_near_a_secret_unit_is_in_a_request(
    office: Office,
) -> None:
    near = await put_up(office.town, 5, POLICE_UNIT, restricted_vicinity=True)
    filed = await office.file()
    whole = await office.whole(filed["request"]["footage_id"])
    asked = {one["camera_id"] for one in whole["cameras"]}
    assert asked == set(office.cameras), "it is the nearest, and still not among them"
    admin = await office.town.person("admin")
    assert right(await admin.get(f"/v1/cameras/{near}"))["restricted_vicinity"] is True
    added = await add(office, filed["request"]["footage_id"], stretch(office, near))
    assert added.status == 404, "nor does it come in by a later round"


async def lacking(office: Office, what: str) -> set[str]:
    """The cameras that lack a sign, or whose filing is overdue."""
    admin = await office.town.person("admin")
    return {one["camera_id"] for one in right(await admin.get(f"/v1/cameras?lacks={what}"))}


async def test_decree_799_article_13_cameras_whose_sign_nobody_has_seen_are_found(
    office: Office,
) -> None:
    seen = await put_up(office.town, 200, POLICE_UNIT, sign_present=True)
    gone = await put_up(office.town, 240, POLICE_UNIT, sign_present=False)
    assert await lacking(office, "sign") == {*office.cameras, gone}
    admin = await office.town.person("admin")
    dossier = right(await admin.get(f"/v1/cameras/{seen}"))
    assert (dossier["sign_present"], dossier["bearing_deg"], dossier["spread_deg"]) == (
        *(True, 180),
        60,
    )


async def test_decree_799_article_14_what_is_not_filed_after_thirty_days_is_found(
    office: Office,
) -> None:
    town = office.town
    today = town.clock.now().date()

    async def used_for(days: int, **more: Any) -> str:
        since = (today - timedelta(days=days)).isoformat()
        return await put_up(town, 200 + days, POLICE_UNIT, in_use_on=since, **more)

    await used_for(30)
    late = await used_for(31)
    filed = await used_for(32, filed_on=today.isoformat(), footage_days=30)
    await used_for(33, unit_category="other_public")
    assert await lacking(office, "filing") == {*office.cameras, late}
    admin = await town.person("admin")
    out = (await admin.get("/v1/cameras/export?format=csv&crs=WGS-84")).body.decode("utf-8-sig")
    [row] = [one for one in csv.DictReader(io.StringIO(out)) if one["camera_id"] == filed]
    said = {name: row[name] for name in FILED}
    assert all(said.values()), "what is filed: whose, where, of what kind, how long it is kept"
    assert (said["managing_unit"], said["footage_days"]) == (POLICE_UNIT, "30")


async def test_decree_799_article_16_who_reads_whom_to_look_for_is_in_the_register(
    office: Office,
) -> None:
    officer = await office.town.officer(1, hamlet.north(1700))
    search = await searching(office)
    task = await officer.task()
    right(await officer.get(f"/v1/tasks/{task['task_id']}/search"))
    right(await office.reviewer.get(f"/v1/searches/{search['search_id']}/words"))
    rows = await office.town.rows(
        "SELECT person, work_unit, reason, content FROM look"
        " WHERE kind = 'unmasked' ORDER BY number"
    )
    assert [row["person"] for row in rows] == ["Officer1", "Reviewer"]
    for row in rows:
        assert row["reason"] == "missing person: minor"
        assert row["content"] == f"whom search {search['number']} is for"
        assert row["work_unit"]


async def test_pipl_articles_13_and_18_a_search_begins_before_any_paper_and_tells_afterwards(
    office: Office,
) -> None:
    search = await searching(office)
    assert "identity" in search["owed"], "nobody has shown who he is, and it runs"
    of = search["footage_id"]
    door = f"/v1/me/footage-requests/{of}/messages"
    assert right(await office.citizen.get(door)) == []
    right(await move(office.reviewer, search, "end", ending="found"))
    [told] = right(await office.citizen.get(door))
    assert "第十八条" in told["text"]
    right(await office.move(of, "record_result", outcome="person_found", note="找到"))
    right(await office.move(of, "notify"))
    refused = await office.move(of, "close")
    assert (refused.code, refused.body["guard"]) == ("footage.not_yet", "identity")


async def test_pipl_article_24_no_program_ends_a_search_or_gives_a_thing_away(
    office: Office,
) -> None:
    search = await searching(office)
    of = (await office.file())["request"]["footage_id"]
    thing = await found_thing(office)
    door = f"/v1/found-things/{thing['thing_id']}"
    assert right(await office.reviewer.get(f"{door}/candidates"))[0]["footage_id"] == of
    right(await office.reviewer.post(f"{door}/moves", {"move": "announce"}))
    await office.later(days=400)
    assert (await search_of(office, search["footage_id"]))["ending"] is None
    [waits] = right(await office.reviewer.get("/v1/found-things"))
    assert (waits["state"], waits["footage_id"]) == ("kept", None)


async def test_pipl_article_28_how_somebody_looks_is_sealed_and_told_to_searchers_alone(
    office: Office,
) -> None:
    search = await searching(office)
    kept = await office.town.rows("SELECT * FROM search, incident, event, outbox, job")
    assert "蓝色" not in str(kept)
    assert "蓝色" not in str(right(await office.reviewer.get("/v1/searches")))
    away = await office.town.officer(4, hamlet.north(0, -6000))
    elsewhere = await office.town.person("elsewhere")
    door = f"/v1/searches/{search['search_id']}/words"
    assert (await elsewhere.get(door)).status == 404
    assert (await away.get(door)).status == 403
    assert right(await office.reviewer.get(door))["words"] == CHILD["description"]


async def test_pipl_article_31_no_childs_picture_without_a_guardians_consent(
    office: Office,
) -> None:
    search = await searching(office)
    chief = await office.town.person("chief")
    door = f"/v1/searches/{search['search_id']}/bulletins"
    new = release(office.town)
    del new["consent"]
    refused = await chief.post(door, new)
    assert (refused.status, refused.body["field"]) == (400, "consent")
    nobody = CONSENT | {"guardian": "", "given_at": office.town.now}
    assert (await chief.post(door, new | {"consent": nobody})).status == 400


async def test_minors_protection_law_article_103_a_minor_is_shown_to_be_found_and_no_longer(
    office: Office,
) -> None:
    town = office.town
    child, elder = await searching(office), await searching(office, at_risk="elder")
    chief, box = await town.person("chief"), await town.box(4)
    refused = await chief.post(f"/v1/searches/{elder['search_id']}/bulletins", release(town))
    assert refused.code == "search.not_a_minor"
    door = f"/v1/searches/{child['search_id']}/bulletins"
    issued = right(await chief.post(door, release(town)))
    assert (await give_portrait(chief, issued["bulletin_id"])).status == 200
    assert len(await shown(box)) == 1
    right(await move(office.reviewer, child, "end", ending="found"))
    assert await shown(box) == []
    picture = f"/v1/devices/bulletins/{issued['bulletin_id']}/portrait"
    assert (await box.call("GET", picture)).status == 404
    assert await town.rows("SELECT FROM bulletin_portrait") == []


async def test_minors_protection_law_article_56_venues_are_told_of_a_missing_child_at_once(
    office: Office,
) -> None:
    town = office.town
    chief, box = await town.person("chief"), await town.box(4)
    child = await searching(office)
    assert child["incident_id"], "patrols look before anybody has released anything"
    assert await shown(box) == []
    door = f"/v1/searches/{child['search_id']}/bulletins"
    right(await chief.post(door, release(town)))
    assert len(await shown(box)) == 1


async def test_emergency_response_law_article_85_what_a_search_knew_is_destroyed_after_it(
    office: Office,
) -> None:
    search = await searching(office)
    right(await move(office.reviewer, search, "end", ending="found"))
    await office.town.forward(days=31)
    with system(Errand.CARRIER):
        await purge.purge(office.town.house)
    [row] = await office.town.rows("SELECT words_sealed, ending FROM search")
    assert row == {"words_sealed": None, "ending": "found"}


async def test_civil_code_article_315_a_notice_is_for_everybody_and_names_nobody(
    office: Office,
) -> None:
    thing = await found_thing(office, finder="李小红")
    door = f"/v1/found-notices?area_code={hamlet.EAST}"
    right(await office.reviewer.post(f"/v1/found-things/{thing['thing_id']}/moves", ANNOUNCE))
    answer = await office.town.session.get(office.town.base + door)
    [told] = await answer.json()
    assert set(told) == {
        *("number", "area_code", "category", "place_name"),
        *("found_on", "announced_at", "due_at"),
    }


ANNOUNCE = {"move": "announce"}
