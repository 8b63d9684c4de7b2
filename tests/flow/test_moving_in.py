"""An administrator adds areas and units, within his own area and no other."""

from tests.support import hamlet
from tests.support.people import Person
from tests.support.town_house import Town

UNIT = {
    "call_sign": "东-09",
    "unit_class": "police",
    "mode": "car",
    "skills": ["first_aid"],
    "area_code": hamlet.EAST,
}


def _members(person: Person, unit_id: object) -> str:
    return f"/v1/units/{unit_id}/members"


async def _riders(town: Town, unit_id: object) -> set[str]:
    rows = await town.rows(
        "SELECT a.name FROM member m JOIN account a USING (account_id) WHERE m.unit_id = $1",
        unit_id,
    )
    return {row["name"] for row in rows}


async def _taken_off(town: Town, admin: Person, officer: str) -> None:
    """Take an officer out of the unit that the hamlet put him into."""
    [row] = await town.rows(
        "SELECT m.unit_id FROM member m JOIN account a USING (account_id) WHERE a.name = $1",
        officer,
    )
    answer = await admin.put(f"/v1/units/{row['unit_id']}/members", {"members": []})
    assert answer.status == 200, answer.body


async def test_a_unit_is_added_with_its_officers(town: Town) -> None:
    admin = await town.person("admin")
    await _taken_off(town, admin, "officer1")
    answer = await admin.post("/v1/units", UNIT | {"members": ["officer1"]})
    assert (answer.status, answer.body["call_sign"]) == (201, "东-09")
    officer = await town.officer(1, hamlet.north(50))
    assert (await officer.get("/v1/me")).body["unit"]["call_sign"] == "东-09"


async def test_an_officer_of_another_unit_stays_in_it(town: Town) -> None:
    admin = await town.person("admin")
    before = await town.rows("SELECT count(*) AS units FROM unit")
    answer = await admin.post("/v1/units", UNIT | {"members": ["officer1"]})
    assert (answer.status, answer.code) == (409, "patrol.in_another_unit")
    assert answer.body["field"] == "members[0]"
    assert await town.rows("SELECT count(*) AS units FROM unit") == before, "nothing half-done"


async def test_only_a_patrol_officer_rides_in_a_unit(town: Town) -> None:
    admin = await town.person("admin")
    for name in ("east", "nobody at all"):
        answer = await admin.post("/v1/units", UNIT | {"members": [name]})
        assert (answer.status, answer.body["field"]) == (404, "members[0]"), name


async def test_who_rides_in_a_unit_is_not_changed_while_it_is_on_duty(town: Town) -> None:
    admin = await town.person("admin")
    officer = await town.officer(1, hamlet.north(50))
    unit_id = (await officer.get("/v1/me")).body["unit"]["unit_id"]
    answer = await admin.put(f"/v1/units/{unit_id}/members", {"members": []})
    assert (answer.status, answer.code) == (409, "patrol.on_duty")
    assert await _riders(town, unit_id) == {"officer1"}


async def test_an_area_is_added_below_ones_own(town: Town) -> None:
    admin = await town.person("admin")
    new = {"area_code": "379928003", "parent_code": hamlet.COUNTY, "name": "南关派出所"}
    answer = await admin.post("/v1/areas", new | {"level": "station"})
    assert answer.status == 201, answer.body
    again = await admin.post("/v1/areas", new | {"level": "station"})
    assert (again.status, again.body["field"]) == (409, "area_code")
    seen = (await (await town.person("county")).get("/v1/areas")).body
    assert "379928003" in {area["area_code"] for area in seen}


async def test_an_administrator_of_one_county_adds_nothing_to_another(town: Town) -> None:
    warden = await town.person("warden")
    unit = await warden.post("/v1/units", UNIT | {"area_code": hamlet.ELSEWHERE})
    assert (unit.status, unit.body["field"]) == (400, "area_code")
    area = {"area_code": "379929001", "parent_code": hamlet.ELSEWHERE, "name": "城关派出所"}
    answer = await warden.post("/v1/areas", area | {"level": "station"})
    assert (answer.status, answer.body["field"]) == (400, "parent_code")


async def test_the_top_of_the_tree_is_planted_not_added(town: Town) -> None:
    admin = await town.person("admin")
    top = {"area_code": "389900", "parent_code": None, "name": "另一市", "level": "city"}
    answer = await admin.post("/v1/areas", top)
    assert (answer.status, answer.body["field"]) == (400, "parent_code")
