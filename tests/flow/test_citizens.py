"""Citizens sign in by a code to their telephone, and by nothing else; guessing gets nowhere."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from service.platform.verifier import TrialVerifier
from tests.support.footage import open_office, right
from tests.support.gateway import Gateway, text_gateway
from tests.support.people import Answer, Person
from tests.support.town_house import Town, open_town

NUMBER = {"phone_number": "13800138000"}


@pytest.fixture
async def texts() -> AsyncIterator[Gateway]:
    """A gateway for text messages."""
    async with text_gateway() as gateway:
        yield gateway


@pytest.fixture
async def texted(database_url: str, tmp_path: Path, texts: Gateway) -> AsyncIterator[Town]:
    """The hamlet with it."""
    async with open_town(database_url, tmp_path, text_gateway=texts.url) as opened:
        yield opened


def code_in(texts: Gateway) -> str:
    """The code that came last."""
    [*_, said] = [said for _, said in texts.texts if "code" in said]
    return str(re.findall(r"[0-9]{6}", said)[0])


async def sign_in(town: Town, code: str, **more: str) -> tuple[Person, Answer]:
    """Somebody with a code."""
    person = Person(town.base, town.session)
    answer = await person.post("/v1/citizen/sessions", NUMBER | {"code": code} | more)
    if answer.status == 201:
        person.token = answer.body["access_token"]
    return person, answer


async def test_a_code_opens_a_citizens_account_and_the_next_one_the_same(
    texted: Town, texts: Gateway
) -> None:
    nobody, found = Person(texted.base, texted.session), []
    for number in ("13800138000", "+8613800138000"):
        right(await nobody.post("/v1/citizen/codes", {"phone_number": number}))
        person, answer = await sign_in(texted, code_in(texts))
        right(answer)
        me = right(await person.get("/v1/me"))
        found.append(me["account_id"])
        assert "138" not in str(me.get("name", ""))
        assert (await person.get("/v1/incidents")).status == 403
        assert (await person.get("/v1/footage-requests")).status == 403
    assert found[0] == found[1]
    kept = await texted.rows("SELECT * FROM phone_code, account, session, security_event")
    assert "13800138000" not in str(kept)


async def test_a_code_is_good_once_for_ten_minutes_and_five_tries(
    texted: Town, texts: Gateway
) -> None:
    nobody, door = Person(texted.base, texted.session), "/v1/citizen/codes"
    right(await nobody.post(door, NUMBER))
    code = code_in(texts)
    assert (await sign_in(texted, code, phone_number="13800138001"))[1].status == 401
    right((await sign_in(texted, code))[1])
    assert (await sign_in(texted, code))[1].code == "identity.wrong_phone_code"
    right(await nobody.post(door, NUMBER))
    texted.clock.forward(minutes=11)
    assert (await sign_in(texted, code_in(texts)))[1].code == "identity.wrong_phone_code"
    right(await nobody.post(door, NUMBER))
    code = code_in(texts)
    wrong = f"{(int(code) + 1) % 10**6:06}"
    for _ in range(5):
        texted.clock.forward(seconds=45)
        assert (await sign_in(texted, wrong))[1].status in (401, 429)
    texted.clock.forward(seconds=45)
    assert (await sign_in(texted, code))[1].status == 401


async def test_who_has_texts_sent_without_end_is_braked(texted: Town, texts: Gateway) -> None:
    nobody = Person(texted.base, texted.session)
    answers = [await nobody.post("/v1/citizen/codes", NUMBER) for _ in range(8)]
    assert answers[0].status == 201
    assert answers[-1].code == "identity.braked"
    assert int(answers[-1].headers["Retry-After"]) > 0
    assert len(texts.texts) < 8


async def test_without_a_gateway_it_says_so(town: Town) -> None:
    nobody = Person(town.base, town.session)
    answer = await nobody.post("/v1/citizen/codes", NUMBER)
    assert (answer.status, answer.code) == (503, "identity.no_texts")


async def test_the_number_of_an_officer_opens_no_officers_account(
    texted: Town, texts: Gateway
) -> None:
    nobody = Person(texted.base, texted.session)
    officers = {"phone_number": "1390000001"}
    right(await nobody.post("/v1/citizen/codes", officers))
    person, answer = await sign_in(texted, code_in(texts), **officers)
    right(answer)
    officer = await texted.officer(1)
    mine, his = [right(await one.get("/v1/me"))["account_id"] for one in (person, officer)]
    assert mine != his
    assert (await person.get("/v1/me/tasks")).status == 403


async def test_who_applies_shows_it_by_a_token_in_his_own_name(town: Town) -> None:
    async with open_office(town) as office:
        of = (await office.file())["request"]["footage_id"]
        door = f"/v1/me/footage-requests/{of}/identity"
        token = {"token": "test:370828199001011234:王小明"}
        assert (await office.citizen.post(door, token)).code == "footage.missing_verifier"
        town.verify_by(TrialVerifier())
        other = await office.citizen.post(door, {"token": "test:370828199001011234:李四"})
        assert (other.code, other.body["field"]) == ("footage.other_person", "token")
        assert (await office.citizen.post(door, {"token": "forged"})).body["field"] == "token"
        shown = right(await office.citizen.post(door, token))
        assert shown["state"] == "identity_verified"
        kept = await town.rows("SELECT * FROM footage_request, footage_event, outbox")
        assert "370828199001011234" not in str(kept)
        why = {"reason": "the card is to be compared"}
        seen = right(await office.reviewer.post(f"/v1/footage-requests/{of}/unmask", why))
        assert seen["id_number"] == "370828199001011234"


async def test_pipl_article_45_what_is_kept_of_ones_requests_is_told_to_oneself(
    town: Town,
) -> None:
    async with open_office(town) as office:
        await office.file()
        parts = {p["part"]: p for p in right(await office.citizen.get("/v1/me/data"))["parts"]}
        [kept] = parts["footage"]["rows"]
        assert (kept["name"], kept["description"]) == ("王小明", "黑色书包,内有学生证")
        other = right(await office.reviewer.get("/v1/me/data"))["parts"]
        assert "王小明" not in str(other)
