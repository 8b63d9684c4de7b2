"""Accounts: looked after by the administrators of their areas, never beyond what they hold."""

import asyncio
from typing import Any

import pytest

from tests.support import hamlet
from tests.support.people import Answer, Person
from tests.support.town_house import Town


async def account_of(town: Town, name: str) -> str:
    """The id of an account."""
    [row] = await town.rows("SELECT account_id FROM account WHERE name = $1", name)
    return str(row["account_id"])


def role(name: str, area: str = hamlet.EAST, **more: object) -> dict[str, object]:
    """A role in an area."""
    return {"role": name, "area_code": area, **more}


async def set_roles(by: Person, town: Town, name: str, *roles: dict[str, object]) -> Answer:
    """Set somebody's roles."""
    return await by.put(f"/v1/accounts/{await account_of(town, name)}/roles", {"roles": roles})


async def move(by: Person, town: Town, name: str, what: str) -> Answer:
    """Do something about somebody's account."""
    return await by.post(f"/v1/accounts/{await account_of(town, name)}/moves", {"move": what})


async def test_an_administrator_sees_the_accounts_of_his_areas_alone(town: Town) -> None:
    warden = await town.person("warden")
    names = {one["name"] for one in (await warden.get("/v1/accounts")).body}
    assert {"east", "west", "county", "chief", "officer1"} <= names
    assert not names & {"city", "admin", "elsewhere"}
    page = (await warden.get("/v1/accounts?count=2&after=county")).body
    assert [one["name"] for one in page] == ["dean", "east"]
    assert [o["name"] for o in (await warden.get("/v1/accounts?q=Officer3")).body] == ["officer3"]
    east = await town.person("east")
    assert (await east.get("/v1/accounts")).code == "identity.not_yours"


@pytest.mark.parametrize("name", ["city", "admin", "elsewhere"])
@pytest.mark.parametrize("what", ["block", "give_password", "reset_factor"])
async def test_nobody_lays_hands_on_an_account_beyond_his_areas(
    town: Town, name: str, what: str
) -> None:
    warden = await town.person("warden")
    assert (await move(warden, town, name, what)).code == "request.not_found"


async def test_who_holds_something_elsewhere_is_not_taken_over_from_here(town: Town) -> None:
    admin, warden = await town.person("admin"), await town.person("warden")
    both = (role("dispatcher"), role("dispatcher", hamlet.ELSEWHERE))
    assert (await set_roles(admin, town, "east", *both)).status == 200
    assert (await move(warden, town, "east", "give_password")).code == "request.not_found"
    kept = (await set_roles(warden, town, "east", role("patrol_officer"))).body
    held = {(one["role"], one["area_code"]) for one in kept["roles"] if not one["until_at"]}
    assert held == {("patrol_officer", hamlet.EAST), ("dispatcher", hamlet.ELSEWHERE)}


async def test_nobody_gives_more_than_he_holds(town: Town) -> None:
    warden = await town.person("warden")
    for area in (hamlet.CITY, hamlet.ELSEWHERE):
        refused = await set_roles(warden, town, "east", role("dispatcher", area))
        assert refused.code == "account.more_than_held"
    assert (await set_roles(warden, town, "east", role("administrator"))).status == 200
    ends = town.clock.now().replace(year=2027)
    await town.rows(
        "UPDATE role_grant SET until_at = $1 FROM account a"
        " WHERE a.account_id = role_grant.account_id AND a.name = 'warden'",
        ends,
    )
    longer = role("dispatcher", until_at=ends.replace(year=2028).isoformat())
    for given in (longer, role("dispatcher")):
        refused = await set_roles(warden, town, "west", given)
        assert refused.code == "account.more_than_held"
    shorter = role("dispatcher", until_at=ends.isoformat())
    assert (await set_roles(warden, town, "west", shorter)).status == 200


async def test_nobody_changes_his_own_account_in_this_way(town: Town) -> None:
    warden = await town.person("warden")
    assert (await set_roles(warden, town, "warden", role("dispatcher"))).code == "account.own"
    assert (await move(warden, town, "warden", "reset_factor")).code == "account.own"


async def test_who_is_blocked_or_loses_a_role_is_out_at_once_and_so_is_his_stream(
    town: Town,
) -> None:
    warden = await town.person("warden")
    for act in ("block", "roles"):
        await move(warden, town, "east", "unblock")
        east = await town.person("east")
        async with town.live(east) as heard:
            if act == "block":
                await move(warden, town, "east", act)
            else:
                await set_roles(warden, town, "east", role("patrol_officer"))
            last = await asyncio.wait_for(heard.get(), 10)
        assert last["topic"] == "session.ended"
        assert (await east.get("/v1/me")).code == "identity.not_signed_in"
    await move(warden, town, "east", "block")
    blocked = await Person(town.base, town.session).sign_in("east")
    assert blocked.code == "identity.wrong_login"


async def test_a_role_ends_by_itself_and_takes_its_stream_with_it(town: Town) -> None:
    warden = await town.person("warden")
    ends = town.clock.now().replace(hour=23)
    assert (
        await set_roles(warden, town, "east", role("dispatcher", until_at="2020-01-01T00:00:00Z"))
    ).code == "account.ends_before"
    await set_roles(warden, town, "east", role("dispatcher", until_at=ends.isoformat()))
    east = await town.person("east")
    assert (await east.get("/v1/incidents")).status == 200
    town.clock.forward(seconds=(ends - town.clock.now()).total_seconds())
    again = await town.person("east")
    assert (await again.get("/v1/incidents")).code == "identity.not_yours"


async def test_a_new_account_has_a_password_for_once(town: Town) -> None:
    warden = await town.person("warden")
    new = {"name": "fitter", "display": "Fitter", "roles": [role("dispatcher")]}
    made = await warden.post("/v1/accounts", new)
    assert made.status == 201, made.body
    fitter = Person(town.base, town.session)
    asked = await fitter.sign_in("fitter", made.body["password"])
    assert asked.code == "identity.password_once"
    given = (await move(warden, town, "fitter", "give_password")).body["password"]
    assert (await fitter.sign_in("fitter", made.body["password"])).code == "identity.wrong_login"
    assert (await fitter.sign_in("fitter", given)).code == "identity.password_once"
    assert (await warden.post("/v1/accounts", new)).code == "identity.name_taken"


async def test_a_factor_is_reset_and_never_shown(town: Town) -> None:
    warden = await town.person("warden")
    of = await account_of(town, "east")
    await town.rows("INSERT INTO factor VALUES ($1, 'sealed', 0, $2)", of, town.clock.now())
    asked = await Person(town.base, town.session).sign_in("east")
    assert asked.code == "identity.code_needed"
    shown: dict[str, Any] = (await move(warden, town, "east", "reset_factor")).body
    assert shown["account"]["has_factor"] is False
    assert "secret" not in str(shown)
    assert (await Person(town.base, town.session).sign_in("east")).status == 201


async def test_what_was_kept_is_read_by_administrators_of_the_area(town: Town) -> None:
    admin, warden = await town.person("admin"), await town.person("warden")
    await Person(town.base, town.session).sign_in("east", "not the password")
    await Person(town.base, town.session).sign_in("elsewhere", "not the password")
    await Person(town.base, town.session).sign_in("nobody", "not the password")
    await move(warden, town, "east", "block")

    async def failed(reader: Person) -> list[str]:
        found = (await reader.get("/v1/security-events?count=50")).body
        return sorted(str(one["name"]) for one in found if one["kind"] == "failed")

    assert await failed(warden) == ["east"]
    assert await failed(admin) == ["None", "east", "elsewhere"]
    of = await account_of(town, "east")
    kept = (await warden.get(f"/v1/security-events?account_id={of}")).body
    assert ("blocked", "warden") in {(one["kind"], one["by"]) for one in kept}
    assert (await (await town.person("county")).get("/v1/security-events")).status == 403


async def test_nobody_gives_back_what_another_has_just_taken(town: Town) -> None:
    admin, warden = await town.person("admin"), await town.person("warden")
    [found] = [o for o in (await warden.get("/v1/accounts?q=east")).body if o["name"] == "east"]
    seen = [grant["grant_id"] for grant in found["roles"]]
    assert (await set_roles(admin, town, "east", role("patrol_officer"))).status == 200
    path = f"/v1/accounts/{found['account_id']}/roles"
    both = [role("dispatcher"), role("dispatcher", hamlet.WEST)]
    late = await warden.put(path, {"roles": both, "instead_of": seen})
    assert (late.status, late.code) == (409, "account.roles_changed")
    [found] = [o for o in (await warden.get("/v1/accounts?q=east")).body if o["name"] == "east"]
    seen = [grant["grant_id"] for grant in found["roles"] if not grant["ended"]]
    assert (await warden.put(path, {"roles": both, "instead_of": seen})).status == 200


async def test_a_refusal_names_the_role_and_what_of_it_is_wrong(town: Town) -> None:
    admin = await town.person("admin")
    wrong = {
        "roles[1].area_code": role("dispatcher", "110000"),
        "roles[1].until_at": role("dispatcher", until_at="2020-01-01T00:00:00Z"),
        "roles[1].site_id": role("school_contact"),
        "roles[1].agreement": role("contractor", until_at="2099-01-01T00:00:00Z"),
    }
    for field, given in wrong.items():
        refused = await set_roles(admin, town, "east", role("dispatcher"), given)
        assert refused.body["field"] == field
    no_end = role("contractor", agreement="2026-17")
    assert (await set_roles(admin, town, "east", no_end)).body["field"] == "roles[0].until_at"


async def test_all_sessions_of_an_account_end_at_a_word(town: Town) -> None:
    warden, east = await town.person("warden"), await town.person("east")
    ended = await move(warden, town, "east", "end_sessions")
    assert ended.body["password"] is None
    assert (await east.get("/v1/me")).code == "identity.not_signed_in"
    assert (await Person(town.base, town.session).sign_in("east")).status == 201
    assert (await move(warden, town, "admin", "end_sessions")).code == "request.not_found"


async def test_a_number_is_masked_and_events_are_found_by_a_name(town: Town) -> None:
    warden, east = await town.person("warden"), await town.person("east")
    [officer] = (await warden.get("/v1/accounts?q=officer1")).body
    assert officer["phone_number"] == "****01"
    [found] = [o for o in (await warden.get("/v1/accounts?q=east")).body if o["name"] == "east"]
    assert found["phone_number"] is None
    town.clock.forward(seconds=1)
    await move(warden, town, "officer1", "block")
    events = (await warden.get("/v1/security-events?q=fficer1")).body
    assert {one["name"] for one in events} == {"officer1"}
    assert events[0]["kind"] == "blocked"
    assert (await warden.get("/v1/security-events?q=100%25")).body == []
    assert (await east.get("/v1/security-events")).code == "identity.not_yours"
