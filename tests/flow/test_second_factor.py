"""A second factor: set up at the first sign-in, asked for at each, each code taken once."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pyotp
import pytest

from tests.support import hamlet
from tests.support.people import Answer, Person
from tests.support.town_house import Town, open_town


@pytest.fixture
async def strict(database_url: str, tmp_path: Path) -> AsyncIterator[Town]:
    """The hamlet with second factors as they are by default."""
    async with open_town(
        database_url, tmp_path, second_factor_roles="administrator,dispatcher"
    ) as town:
        yield town


class Desk(Person):
    """Somebody with an authenticator."""

    town: Town
    secret = ""
    name = "east"

    def code(self, steps: int = 0) -> str:
        """What the authenticator shows, so many half minutes from now."""
        return pyotp.TOTP(self.secret).at(self.town.clock.now(), counter_offset=steps)

    async def begin(self, password: str = hamlet.PASSWORD) -> Answer:
        """Name and password."""
        return await self.sign_in(self.name, password)

    async def set_up(self) -> Answer:
        """The first sign-in, to its end."""
        asked = await self.begin()
        assert (asked.status, asked.code) == (401, "identity.factor_missing")
        shown = await self.post("/v1/sessions/factor", {"challenge": asked.body["challenge"]})
        assert shown.status == 200, shown.body
        self.secret = shown.body["secret"]
        done = await self.confirm(asked.body["challenge"], self.code())
        assert done.status == 201, done.body
        self.token = done.body["session"]["access_token"]
        return done

    async def confirm(self, challenge: str, code: str) -> Answer:
        """The first code."""
        return await self.post(
            "/v1/sessions/factor/confirm", {"challenge": challenge, "code": code}
        )

    async def give(self, code: str) -> Answer:
        """A whole sign-in with this code."""
        asked = await self.begin()
        assert asked.code == "identity.code_needed"
        return await self.post_code(asked.body["challenge"], code)

    async def post_code(self, challenge: str, code: str) -> Answer:
        """The second step."""
        answer = await self.post("/v1/sessions/code", {"challenge": challenge, "code": code})
        if answer.status == 201:
            self.token = answer.body["access_token"]
        return answer


def desk(town: Town, name: str = "east") -> Desk:
    """Somebody of this name."""
    person = Desk(town.base, town.session)
    person.town, person.name = town, name
    return person


async def kinds(town: Town) -> set[str]:
    """What was kept of signing in."""
    rows = await town.rows("SELECT kind FROM security_event WHERE kind <> 'account_added'")
    return {row["kind"] for row in rows}


async def test_a_role_that_needs_a_factor_sets_it_up_at_the_first_sign_in(strict: Town) -> None:
    east = desk(strict)
    done = await east.set_up()
    assert len(set(done.body["recovery_codes"])) == 10
    assert (await east.get("/v1/me")).status == 200
    assert (await east.get("/v1/me/factor")).body["recovery_codes_left"] == 10
    assert await kinds(strict) == {"factor_enrolled", "signed_in"}
    kept = await strict.rows("SELECT secret_sealed FROM factor")
    assert east.secret.encode() not in kept[0]["secret_sealed"]


async def test_an_officer_needs_none(strict: Town) -> None:
    officer = Person(strict.base, strict.session)
    assert (await officer.sign_in("officer1")).status == 201


async def test_a_demonstrations_account_needs_none_in_the_demonstration_alone(
    database_url: str, tmp_path: Path
) -> None:
    roles = {"second_factor_roles": "dispatcher"}
    async with open_town(database_url, tmp_path, demo=True, **roles) as town:  # type: ignore[arg-type]
        await town.rows("UPDATE account SET demo = true WHERE name = 'east'")
        assert (await desk(town).begin()).status == 201
        assert (await desk(town, "west").begin()).code == "identity.factor_missing"
    async with open_town(database_url, tmp_path, **roles) as town:  # type: ignore[arg-type]
        assert (await desk(town).begin()).code == "identity.demo_only"


async def test_without_its_code_a_password_opens_nothing(strict: Town) -> None:
    east = desk(strict)
    await east.set_up()
    east.token = ""
    asked = await east.begin()
    assert (asked.status, asked.code) == (401, "identity.code_needed")
    assert set(asked.body) & {"access_token", "refresh_token"} == set()
    east.token = asked.body["challenge"]
    assert (await east.get("/v1/me")).code == "identity.not_signed_in"


async def test_a_code_is_taken_once_and_so_is_none_before_it(strict: Town) -> None:
    east = desk(strict)
    await east.set_up()
    used = east.code()
    assert (await east.give(used)).code == "identity.wrong_code"
    strict.clock.forward(seconds=60)
    early = east.code(-1)
    assert (await east.give(east.code())).status == 201
    assert (await east.give(early)).code == "identity.wrong_code"


@pytest.mark.parametrize(("steps", "status"), [(-2, 401), (-1, 201), (0, 201), (1, 201), (2, 401)])
async def test_a_clock_may_be_one_step_off(strict: Town, steps: int, status: int) -> None:
    east = desk(strict)
    await east.set_up()
    strict.clock.forward(minutes=10)
    assert (await east.give(east.code(steps))).status == status


async def test_a_challenge_is_good_for_one_sign_in_a_few_tries_and_five_minutes(
    strict: Town,
) -> None:
    east = desk(strict)
    await east.set_up()
    strict.clock.forward(minutes=1)
    challenge = (await east.begin()).body["challenge"]
    assert (await east.post_code(challenge, east.code())).status == 201
    strict.clock.forward(minutes=1)
    assert (await east.post_code(challenge, east.code())).code == "identity.sign_in_over"
    late = (await east.begin()).body["challenge"]
    strict.clock.forward(minutes=5, seconds=1)
    assert (await east.post_code(late, east.code())).code == "identity.sign_in_over"
    tried = (await east.begin()).body["challenge"]
    for _ in range(5):
        strict.clock.forward(seconds=15)
        assert (await east.post_code(tried, "000000")).code == "identity.wrong_code"
    strict.clock.forward(seconds=15)
    assert (await east.post_code(tried, east.code())).code == "identity.sign_in_over"


async def test_what_is_no_challenge_opens_nothing(strict: Town) -> None:
    east = desk(strict)
    await east.set_up()
    strict.clock.forward(minutes=1)
    challenge = (await east.begin()).body["challenge"]
    forged = [challenge[:-1] + ("A" if challenge[-1] != "A" else "B"), "x", "", "." * 40]
    for other in [*forged, challenge.split(".")[0]]:
        refused = await east.post_code(other, east.code())
        assert refused.code in ("identity.sign_in_over", "request.invalid"), other
    assert (await east.confirm(challenge, east.code())).code == "identity.sign_in_over"
    again = await east.post("/v1/sessions/factor", {"challenge": challenge})
    assert again.code == "identity.sign_in_over"


async def test_a_recovery_code_stands_in_once(strict: Town) -> None:
    east = desk(strict)
    codes = (await east.set_up()).body["recovery_codes"]
    assert (await east.give(codes[3].upper().replace("-", " "))).status == 201
    assert (await east.give(codes[3])).code == "identity.wrong_code"
    assert (await east.get("/v1/me/factor")).body["recovery_codes_left"] == 9
    assert "recovery_used" in await kinds(strict)


async def test_recovery_codes_are_made_anew_for_a_code_and_the_old_ones_are_gone(
    strict: Town,
) -> None:
    east = desk(strict)
    old = (await east.set_up()).body["recovery_codes"]
    refused = await east.post("/v1/me/recovery-codes", {"code": "000000"})
    assert refused.code == "identity.wrong_code"
    strict.clock.forward(minutes=1)
    fresh = await east.post("/v1/me/recovery-codes", {"code": east.code()})
    assert fresh.status == 201
    assert not set(old) & set(fresh.body["recovery_codes"])
    assert (await east.give(old[0])).code == "identity.wrong_code"
    assert (await east.give(fresh.body["recovery_codes"][0])).status == 201


async def test_who_begins_again_gets_another_secret_and_the_first_is_worth_nothing(
    strict: Town,
) -> None:
    east = desk(strict)
    challenge = (await east.begin()).body["challenge"]
    first = (await east.post("/v1/sessions/factor", {"challenge": challenge})).body
    second = (await east.post("/v1/sessions/factor", {"challenge": challenge})).body
    assert first["secret"] != second["secret"]
    assert second["address"].startswith("otpauth://totp/Watchbell:east?secret=")
    east.secret = first["secret"]
    assert (await east.confirm(challenge, east.code())).code == "identity.wrong_code"
    east.secret = second["secret"]
    assert (await east.confirm(challenge, east.code())).status == 201


async def test_a_given_password_is_changed_before_anything_else(town: Town) -> None:
    await town.rows("UPDATE account SET password_once = true WHERE name = 'officer1'")
    officer = Person(town.base, town.session)
    asked = await officer.sign_in("officer1")
    assert (asked.status, asked.code) == (401, "identity.password_once")

    async def choose(password: str) -> Answer:
        body: dict[str, Any] = {"challenge": asked.body["challenge"], "password": password}
        return await officer.post("/v1/sessions/password", body)

    assert (await choose("short")).code == "request.invalid"
    assert (await choose(hamlet.PASSWORD)).code == "identity.weak_password"
    assert (await choose("over the river 7")).status == 201
    assert (await officer.sign_in("officer1")).code == "identity.wrong_login"
    assert (await officer.sign_in("officer1", "over the river 7")).status == 201


async def test_who_is_signed_in_sets_up_a_factor_for_his_password(town: Town) -> None:
    here, there = await town.person("east"), await town.person("east")
    wrong = await here.post("/v1/me/factor", {"password": "not the password"})
    assert wrong.code == "identity.wrong_old_password"
    begun = (await here.post("/v1/me/factor", {"password": hamlet.PASSWORD})).body
    secret = pyotp.TOTP(begun["secret"])
    said = {"challenge": begun["challenge"], "code": "000000"}
    assert (await here.post("/v1/me/factor/confirm", said)).code == "identity.wrong_code"
    assert (await here.get("/v1/me/factor")).body["enrolled_at"] is None
    done = await here.post("/v1/me/factor/confirm", said | {"code": secret.at(town.clock.now())})
    assert len(done.body["recovery_codes"]) == 10
    assert (await here.get("/v1/me/factor")).body["enrolled_at"] is not None
    assert (await there.get("/v1/me")).code == "identity.not_signed_in"
    assert (await Person(town.base, town.session).sign_in("east")).code == "identity.code_needed"
    assert {"factor_enrolled", "failed"} <= await kinds(town)


async def test_a_factor_is_renewed_for_a_code_of_the_old_and_the_old_opens_nothing(
    strict: Town,
) -> None:
    person = desk(strict)
    await person.set_up()
    old, password = person.secret, {"password": hamlet.PASSWORD}
    strict.clock.forward(seconds=30)
    for code in ("", "000000"):
        refused = await person.post("/v1/me/factor", password | {"code": code})
        assert refused.code == "identity.wrong_code"
    begun = (await person.post("/v1/me/factor", password | {"code": person.code()})).body
    person.secret = begun["secret"]
    said = {"challenge": begun["challenge"], "code": person.code()}
    assert (await person.post("/v1/me/factor/confirm", said)).status == 201
    strict.clock.forward(seconds=30)
    fresh, person.secret = person.secret, old
    assert (await person.give(person.code())).code == "identity.wrong_code"
    person.secret = fresh
    assert (await person.give(person.code())).status == 201


async def test_a_renewal_is_confirmed_by_nobody_else_and_opens_no_door(strict: Town) -> None:
    person, other = desk(strict), desk(strict, "west")
    await person.set_up()
    await other.set_up()
    strict.clock.forward(seconds=30)
    said = {"password": hamlet.PASSWORD, "code": person.code()}
    begun = (await person.post("/v1/me/factor", said)).body
    first = pyotp.TOTP(begun["secret"]).at(strict.clock.now())
    shown = {"challenge": begun["challenge"], "code": first}
    assert (await other.post("/v1/me/factor/confirm", shown)).code == "identity.sign_in_over"
    assert (await person.confirm(**shown)).code == "identity.sign_in_over"
