"""Signing in, staying signed in, and what an account may not do."""

from jobs.sweep import Sweep
from tests.support import hamlet
from tests.support.people import Person
from tests.support.town_house import Town


async def test_a_wrong_password_and_an_unknown_name_are_told_alike(town: Town) -> None:
    person = Person(town.base, town.session)
    wrong = await person.sign_in("east", "not the password")
    unknown = await person.sign_in("nobody", "not the password")
    assert wrong.body == unknown.body
    assert (wrong.status, wrong.code) == (401, "identity.wrong_login")


async def test_an_access_token_ends_and_a_refresh_token_renews_it(town: Town) -> None:
    person = Person(town.base, town.session)
    session = (await person.sign_in("east")).body
    town.clock.forward(hours=1, seconds=1)
    assert (await person.get("/v1/me")).code == "identity.not_signed_in"
    renewed = await person.post("/v1/sessions/refresh", {"refresh_token": session["refresh_token"]})
    person.token = renewed.body["access_token"]
    assert (await person.get("/v1/me")).status == 200


async def test_a_refresh_token_used_by_two_ends_the_session(town: Town) -> None:
    person = Person(town.base, town.session)
    stolen = (await person.sign_in("east")).body["refresh_token"]
    own = (await person.post("/v1/sessions/refresh", {"refresh_token": stolen})).body
    town.clock.forward(minutes=5)
    thief = await person.post("/v1/sessions/refresh", {"refresh_token": stolen})
    assert thief.code == "identity.not_signed_in"
    rightful = await person.post("/v1/sessions/refresh", {"refresh_token": own["refresh_token"]})
    assert rightful.code == "identity.not_signed_in"


async def test_a_lost_answer_may_be_asked_for_again(town: Town) -> None:
    person = Person(town.base, town.session)
    token = (await person.sign_in("east")).body["refresh_token"]
    first = await person.post("/v1/sessions/refresh", {"refresh_token": token})
    again = await person.post("/v1/sessions/refresh", {"refresh_token": token})
    assert (first.status, again.status) == (200, 200)


async def test_a_page_keeps_its_refresh_token_in_a_cookie_it_cannot_read(town: Town) -> None:
    person = Person(town.base, town.session)
    body = {"name": "east", "password": hamlet.PASSWORD, "cookie": True}
    answer = await person.post("/v1/sessions", body)
    assert answer.body["refresh_token"] is None
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert "Path=/v1/sessions" in cookie
    kept = cookie.split(";")[0]
    renewed = await person.raw(
        "POST",
        "/v1/sessions/refresh",
        b"{}",
        {"content-type": "application/json", "cookie": kept},
    )
    assert renewed.status == 200
    assert renewed.body["refresh_token"] is None


async def test_who_signs_out_is_out_at_once(town: Town) -> None:
    person = await town.person("east")
    assert (await person.delete("/v1/sessions/current")).status == 204
    assert (await person.get("/v1/me")).code == "identity.not_signed_in"


async def test_a_demo_account_opens_nothing_outside_the_demo(town: Town) -> None:
    await town.rows("UPDATE account SET demo = true WHERE name = 'east'")
    person = Person(town.base, town.session)
    refused = await person.sign_in("east")
    assert (refused.status, refused.code) == (403, "identity.demo_only")


async def test_me_tells_roles_areas_and_unit(town: Town) -> None:
    officer = await town.officer(1, hamlet.north(10))
    me = (await officer.get("/v1/me")).body
    assert me["roles"] == [
        {"role": "patrol_officer", "area_code": hamlet.EAST, "area_name": "东关派出所"}
    ]
    assert (me["unit"]["call_sign"], me["unit"]["on_duty"]) == ("东-01", True)
    desk = await town.person("city")
    assert (await desk.get("/v1/me")).body["unit"] is None


async def test_positions_are_taken_on_duty_only_and_forgotten_off_it(town: Town) -> None:
    officer = await town.officer(1)
    refused = await officer.stand(hamlet.north(10), town.now)
    assert (refused.status, refused.code) == (409, "patrol.off_duty")
    await officer.on_duty(hamlet.north(10), town.now)
    desk = await town.person("east")
    shown = next(u for u in (await desk.get("/v1/units")).body if u["call_sign"] == "东-01")
    assert shown["place"] == hamlet.north(10)
    await officer.post("/v1/me/duty", {"on": False})
    shown = next(u for u in (await desk.get("/v1/units")).body if u["call_sign"] == "东-01")
    assert (shown["on_duty"], shown["place"]) == (False, None)
    assert await town.rows("SELECT 1 FROM position") == []


async def test_fixes_are_forgotten_after_a_week(town: Town) -> None:
    await town.officer(1, hamlet.north(10))
    assert len(await town.rows("SELECT 1 FROM fix")) == 1
    town.clock.forward(days=6, hours=23)
    await Sweep(town.house).once()
    await town.work()
    assert len(await town.rows("SELECT 1 FROM fix")) == 1
    town.clock.forward(hours=2)
    await Sweep(town.house).once()
    await town.work()
    assert await town.rows("SELECT 1 FROM fix") == []


async def test_a_position_in_gcj02_lands_where_it_is(town: Town) -> None:
    officer = await town.officer(1)
    await officer.post("/v1/me/duty", {"on": True})
    fix = {"at": town.now, "lat": 39.909604, "lon": 116.397228, "crs": "GCJ-02"}
    assert (await officer.post("/v1/me/positions", {"fixes": [fix]})).body["kept"] == 1
    row = (await town.rows("SELECT lat, lon FROM position"))[0]
    assert abs(row["lat"] - 39.908202) < 2e-5
    assert abs(row["lon"] - 116.390985) < 2e-5
