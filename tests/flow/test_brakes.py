"""Guessing is slowed down, by account and by address; presses never are."""

import asyncio

import pytest

from tests.support import hamlet
from tests.support.people import Answer, Person
from tests.support.town_house import Town

ELSEWHERE = "203.0.113.7"


class Guesser(Person):
    """Somebody who tries passwords from an address; the proxy in front says from which."""

    address = ELSEWHERE

    async def guess(self, name: str, password: str = "not the password") -> Answer:
        """One try."""
        return await self.sign_in(name, password)

    def _headers(self) -> dict[str, str]:
        return {**super()._headers(), "x-forwarded-for": self.address}


def guesser(town: Town, address: str = ELSEWHERE) -> Guesser:
    """Somebody at this address."""
    somebody = Guesser(town.base, town.session)
    somebody.address = address
    return somebody


async def brake(town: Town, name: str) -> Guesser:
    """Somebody who has guessed until the account's brake holds."""
    somebody = guesser(town)
    for _ in range(5):
        assert (await somebody.guess(name)).code == "identity.wrong_login"
    assert (await somebody.guess(name)).code == "identity.braked"
    return somebody


async def test_a_school_presses_while_its_account_and_its_address_are_braked(town: Town) -> None:
    box = await town.box()
    here = guesser(town, "127.0.0.1")
    for number in range(40):
        await here.guess(f"nobody{number}")
    for _ in range(6):
        town.clock.forward(seconds=1)
        await guesser(town).guess("dean")
    assert (await here.guess("dean", hamlet.PASSWORD)).code == "identity.braked"
    assert (await guesser(town).guess("dean", hamlet.PASSWORD)).code == "identity.braked"
    assert (await box.press()).status == 201
    assert (await box.beat()).status == 200


async def test_a_braked_right_password_tells_nothing_and_an_unknown_name_is_braked_alike(
    town: Town,
) -> None:
    known, unknown = await brake(town, "east"), await brake(town, "nobody")
    right = await known.guess("east", hamlet.PASSWORD)
    wrong = await known.guess("east")
    nobody = await unknown.guess("nobody")
    assert right.body == wrong.body == nobody.body
    assert (right.status, right.headers["Retry-After"]) == (429, "5")


async def test_waits_grow_to_a_quarter_of_an_hour_and_end_with_the_right_password(
    town: Town,
) -> None:
    somebody = await brake(town, "east")
    waits = []
    for _ in range(10):
        refused = await somebody.guess("east")
        waits.append(refused.body["retry_s"])
        town.clock.forward(seconds=waits[-1])
        assert (await somebody.guess("east")).code == "identity.wrong_login"
    assert waits == sorted(waits)
    assert (waits[0], waits[-1]) == (5, 900)
    town.clock.forward(seconds=900)
    assert (await somebody.guess("east", hamlet.PASSWORD)).status == 201
    assert (await somebody.guess("east")).code == "identity.wrong_login"


async def test_many_guesses_at_one_moment_are_many(town: Town) -> None:
    somebody = guesser(town)
    answers = await asyncio.gather(*(somebody.guess("east") for _ in range(12)))
    codes = [answer.code for answer in answers]
    assert codes.count("identity.wrong_login") <= 5


async def test_guessing_from_elsewhere_keeps_nobody_from_his_desk(town: Town) -> None:
    await town.person("east")
    await brake(town, "east")
    assert (await Person(town.base, town.session).sign_in("east")).status == 201


async def test_who_guesses_many_names_is_slowed_down_by_his_address(town: Town) -> None:
    somebody = guesser(town)
    for number in range(31):
        assert (await somebody.guess(f"nobody{number}")).code == "identity.wrong_login"
    assert (await somebody.guess("officer1", hamlet.PASSWORD)).code == "identity.braked"
    other = guesser(town, "203.0.113.8")
    assert (await other.guess("officer1", hamlet.PASSWORD)).status == 201


async def test_guesses_are_kept_without_what_was_typed(town: Town) -> None:
    await guesser(town).guess("east", "swordfish-swordfish")
    await guesser(town).guess("my password by mistake", "x")
    rows = await town.rows(
        "SELECT kind, account_id, address, detail FROM security_event WHERE kind = 'failed'"
        " ORDER BY account_id"
    )
    assert [(row["kind"], row["address"]) for row in rows] == [("failed", ELSEWHERE)] * 2
    assert rows[0]["account_id"] is not None
    assert rows[1]["account_id"] is None
    assert "swordfish" not in str(rows)
    assert "mistake" not in str(rows)


@pytest.mark.parametrize(
    "change", ["UPDATE security_event SET kind = ''", "DELETE FROM security_event"]
)
async def test_what_was_kept_is_never_changed(town: Town, change: str) -> None:
    with pytest.raises(Exception, match="append-only"):
        await town.rows(change)
