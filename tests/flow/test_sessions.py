"""Signing in, staying signed in, and what an account may not do."""

import asyncio
import base64
import warnings

import jwt
from jwt.warnings import InsecureKeyLengthWarning

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


async def test_one_sees_where_one_is_signed_in_and_ends_what_is_not_oneself(town: Town) -> None:
    here, there = await town.person("east"), await town.person("east")
    shown = (await here.get("/v1/me/sessions")).body
    assert len(shown) == 2
    [other] = [one for one in shown if not one["current"]]
    assert other["address"] == "127.0.0.1"
    assert other["device"]
    assert (await here.delete(f"/v1/me/sessions/{other['session_id']}")).status == 204
    assert (await there.get("/v1/me")).code == "identity.not_signed_in"
    assert (await here.get("/v1/me")).status == 200
    west = await town.person("west")
    [own] = (await here.get("/v1/me/sessions")).body
    refused = await west.delete(f"/v1/me/sessions/{own['session_id']}")
    assert refused.code == "request.not_found"


async def test_signing_out_everywhere_ends_every_session(town: Town) -> None:
    people = [await town.person("east") for _ in range(3)]
    assert (await people[0].delete("/v1/me/sessions")).status == 204
    for person in people:
        assert (await person.get("/v1/me")).code == "identity.not_signed_in"


async def test_all_other_sessions_end_and_the_one_that_asks_stays(town: Town) -> None:
    here, *others = [await town.person("east") for _ in range(3)]
    stranger = await town.person("west")
    assert (await here.delete("/v1/me/sessions?others=true")).status == 204
    for other in others:
        assert (await other.get("/v1/me")).code == "identity.not_signed_in"
    [own] = (await here.get("/v1/me/sessions")).body
    assert own["current"]
    assert (await stranger.get("/v1/me")).status == 200


async def test_a_new_password_ends_every_other_session_and_needs_the_old(town: Town) -> None:
    here, there = await town.person("east"), await town.person("east")
    wrong = await here.put("/v1/me/password", {"old": "wrong", "new": "over the river 7"})
    assert wrong.code == "identity.wrong_old_password"
    said = {"old": hamlet.PASSWORD, "new": "over the river 7"}
    assert (await here.put("/v1/me/password", said)).status == 204
    assert (await here.get("/v1/me")).status == 200
    assert (await there.get("/v1/me")).code == "identity.not_signed_in"
    assert (await there.sign_in("east")).code == "identity.wrong_login"
    assert (await there.sign_in("east", "over the river 7")).status == 201


async def test_a_session_that_ends_takes_its_stream_with_it(town: Town) -> None:
    here, there = await town.person("east"), await town.person("east")
    async with town.live(there) as heard, town.live(here) as mine:
        [other] = [s for s in (await here.get("/v1/me/sessions")).body if not s["current"]]
        await here.delete(f"/v1/me/sessions/{other['session_id']}")
        last = await asyncio.wait_for(heard.get(), 10)
        assert last["topic"] == "session.ended"
        assert last["body"]["session_id"] == other["session_id"]
        assert mine.empty()


async def test_a_stolen_refresh_token_is_kept_as_a_security_event(town: Town) -> None:
    person = Person(town.base, town.session)
    stolen = (await person.sign_in("east")).body["refresh_token"]
    await person.post("/v1/sessions/refresh", {"refresh_token": stolen})
    town.clock.forward(minutes=5)
    await person.post("/v1/sessions/refresh", {"refresh_token": stolen})
    rows = await town.rows("SELECT 1 FROM security_event WHERE kind = 'stolen'")
    assert len(rows) == 1


def forged(claims: dict[str, object], key: object, algorithm: str | None) -> str:
    """An access token as somebody else would make it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", InsecureKeyLengthWarning)
        return jwt.encode(claims, key, algorithm=algorithm)  # type: ignore[arg-type]


async def test_no_access_token_but_our_own_is_taken(town: Town) -> None:
    person = await town.person("east")
    own = jwt.decode(person.token, options={"verify_signature": False})
    key, other = town.house.seal.key_for("access-token"), town.house.seal.key_for("column")
    head, body, signature = person.token.split(".")
    none = base64.urlsafe_b64encode(b'{"alg":"none","typ":"JWT"}').decode().rstrip("=")
    tokens = {
        "another key": forged(own, other, "HS256"),
        "no key": forged(own, None, "none"),
        "another algorithm": forged(own, key * 2, "HS512"),
        "our key, another algorithm": forged(own, key, "HS384"),
        "a signature of nothing": f"{none}.{body}.{signature}",
        "no signature": f"{head}.{body}.",
        "another audience": forged(own | {"aud": "another"}, key, "HS256"),
        "no audience": forged({k: v for k, v in own.items() if k != "aud"}, key, "HS256"),
        "no end": forged({k: v for k, v in own.items() if k != "exp"}, key, "HS256"),
        "over": forged(own | {"exp": int(town.clock.now().timestamp()) - 1}, key, "HS256"),
        "nobody's session": forged(own | {"sub": str(hamlet.uid("no", 1))}, key, "HS256"),
        "no session": forged(own | {"sub": "east"}, key, "HS256"),
    }
    for why, token in tokens.items():
        person.token = token
        assert (await person.get("/v1/me")).code == "identity.not_signed_in", why


async def test_an_access_token_is_worth_nothing_after_signing_out(town: Town) -> None:
    person = await town.person("east")
    kept = person.token
    await person.delete("/v1/sessions/current")
    person.token = kept
    assert (await person.get("/v1/me")).code == "identity.not_signed_in"
    assert (await person.delete("/v1/sessions/current")).code == "identity.not_signed_in"


async def test_a_password_that_is_guessed_first_is_refused(town: Town) -> None:
    await town.rows("UPDATE account SET name = 'officer one' WHERE name = 'officer1'")
    person = await town.person("officer one")

    async def refused(password: str) -> str:
        said = {"old": hamlet.PASSWORD, "new": password}
        return (await person.put("/v1/me/password", said)).code

    for common in ("1234567890", "QWERTYUIOP", "Officer One"):
        assert await refused(common) == "identity.weak_password"
    for length in (9, 201):
        assert await refused("x" * length) == "request.invalid"
