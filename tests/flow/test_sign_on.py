"""Single sign-on: against a real provider, and against one that lies."""

import base64
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import jwt
import pytest
from joserfc.jwk import RSAKey

from service.platform.clock import SystemClock
from tests.support import hamlet
from tests.support.clock import HandClock
from tests.support.oidc_provider import (
    CLIENT,
    HERE,
    SECRET,
    Liar,
    Visitor,
    free_port,
    lying_provider,
    new_key,
    real_provider,
    said,
)
from tests.support.people import Person
from tests.support.town_house import Town, open_town

MAPPING = [
    {"claim": "groups", "value": "desk", "role": "dispatcher", "area_code": hamlet.EAST},
    {"claim": "groups", "value": "all", "role": "dispatcher", "area_code": hamlet.CITY},
    {"claim": "groups", "value": "lost", "role": "dispatcher", "area_code": "110000"},
]
PEOPLE: dict[str, dict[str, object]] = {
    "one": {"preferred_username": "wang", "groups": ["desk", "choir"]},
    "two": {"preferred_username": "li", "groups": ["choir"]},
    "three": {"preferred_username": "west", "groups": ["all"]},
}
KEY = new_key("first")
DEMANDING = {"second_factor_roles": "dispatcher"}


@asynccontextmanager
async def trusting(
    url: str, folder: Path, issuer: str, clock: HandClock | None = None, **settings: Any
) -> AsyncIterator[Town]:
    """The hamlet, which believes a provider."""
    (folder / "secret").write_text(SECRET)
    (folder / "roles.json").write_text(json.dumps(MAPPING))
    given = {
        "public_url": HERE,
        "sign_on_issuer": issuer,
        "sign_on_client_id": CLIENT,
        "sign_on_secret_file": str(folder / "secret"),
        "sign_on_roles_file": str(folder / "roles.json"),
        **settings,
    }
    async with open_town(url, folder, clock, **given) as town:
        yield town


def real_time() -> HandClock:
    """A provider's tokens are of today; its clock cannot be moved."""
    return HandClock(SystemClock().now())


@asynccontextmanager
async def visitor(town: Town) -> AsyncIterator[Visitor]:
    """A browser."""
    one = Visitor(town.base)
    try:
        yield one
    finally:
        await one.session.close()


async def roles(town: Town, access: str) -> list[tuple[str, str]]:
    """What somebody holds."""
    person = Person(town.base, town.session)
    person.token = access
    me = (await person.get("/v1/me")).body
    return [(one["role"], one["area_code"]) for one in me["roles"]]


async def test_who_comes_from_the_provider_has_what_its_claims_give_and_nothing_else(
    database_url: str, tmp_path: Path
) -> None:
    port = free_port()
    async with (
        real_provider(port, KEY, PEOPLE) as issuer,
        trusting(database_url, tmp_path, issuer, real_time()) as town,
        visitor(town) as wang,
        visitor(town) as li,
        visitor(town) as west,
    ):
        assert (await wang.sign_in("one")).endswith("/console/")
        status, session = await wang.access()
        assert status == 200
        assert await roles(town, session["access_token"]) == [("dispatcher", hamlet.EAST)]
        assert said(await li.sign_in("two")) == {"sign-on": "identity.not_linked"}
        # A name that is there already belongs to somebody.
        assert said(await west.sign_in("three")) == {"sign-on": "identity.not_linked"}
        admin = await town.person("admin")
        accounts = (await admin.get("/v1/accounts")).body
        of = {one["name"]: one["account_id"] for one in accounts}
        assert "li" not in of
        linked = await admin.put(f"/v1/accounts/{of['west']}/sign-on", {"subject": "three"})
        assert linked.status == 204
        taken = await admin.put(f"/v1/accounts/{of['east']}/sign-on", {"subject": "three"})
        assert taken.code == "identity.subject_taken"
        assert (await west.sign_in("three")).endswith("/console/")
        end = await west.go(f"{town.base}/v1/sign-on/end")
        assert end.startswith(f"{issuer}/session/end?")
        again = Person(town.base, town.session)
        assert (await again.sign_in("wang", "")).status == 400
        assert (await again.sign_in("wang", "any")).code == "identity.wrong_login"


async def test_roles_follow_the_claims_and_keys_the_provider(
    database_url: str, tmp_path: Path
) -> None:
    port = free_port()
    issuer = f"http://127.0.0.1:{port}"
    async with trusting(database_url, tmp_path, issuer, real_time()) as town, visitor(town) as wang:
        assert said(await wang.start()) == {"sign-on": "account.sign_on_refused"}
        async with real_provider(port, KEY, PEOPLE):
            await wang.sign_in("one")
            _, first = await wang.access()
        wang.session.cookie_jar.clear(lambda cookie: not cookie.key.startswith("watchbell"))
        promoted = {"one": {"preferred_username": "wang", "groups": ["all"]}}
        town.clock.forward(seconds=11)
        async with real_provider(port, new_key("second"), promoted):
            await wang.sign_in("one")
            _, second = await wang.access()
        assert await roles(town, second["access_token"]) == [("dispatcher", hamlet.CITY)]
        person = Person(town.base, town.session)
        person.token = first["access_token"]
        assert (await person.get("/v1/me")).code == "identity.not_signed_in"


async def test_only_the_browser_that_went_comes_back_and_only_once(
    database_url: str, tmp_path: Path
) -> None:
    async with (
        real_provider(free_port(), KEY, PEOPLE) as issuer,
        trusting(
            database_url, tmp_path, issuer, real_time(), second_factor_roles="dispatcher"
        ) as town,
        visitor(town) as wang,
        visitor(town) as other,
    ):
        back = await wang.agree(await wang.start(), "one")
        refused = {"sign-on": "account.sign_on_refused"}
        assert said(await other.go(back)) == refused
        await other.start()
        assert said(await other.go(back)) == refused
        cookies = list(wang.session.cookie_jar)
        asked = said(await wang.go(back))
        assert asked["sign-on"] == "identity.factor_missing"
        shown = {"challenge": asked["challenge"]}
        assert (
            await Person(town.base, town.session).post("/v1/sessions/factor", shown)
        ).status == 200
        wang.session.cookie_jar.update_cookies({c.key: c.value for c in cookies})
        assert said(await wang.go(back)) == refused
        late = await other.agree(await other.start(), "one")
        town.clock.forward(minutes=11)
        assert said(await other.go(late)) == refused


Claims = dict[str, Any]
OTHER = new_key("first")
PUBLIC = KEY.as_pem(private=False)


def signed(claims: Claims, key: RSAKey = KEY, kid: str = "first", algorithm: str = "RS256") -> str:
    """A token by this key."""
    return jwt.encode(claims, key.as_pem(private=True), algorithm, headers={"kid": kid})


def part(value: object) -> str:
    """A part of a token."""
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


def by_public_key(claims: Claims) -> str:
    """Signed by what everybody knows, as if it were a secret of both."""
    import hmac

    head = f"{part({'alg': 'HS256', 'kid': 'first'})}.{part(claims)}"
    mac = hmac.digest(PUBLIC, head.encode(), "sha256")
    return f"{head}.{base64.urlsafe_b64encode(mac).decode().rstrip('=')}"


BAD: dict[str, Callable[[Claims], str]] = {
    "over": lambda c: signed(c | {"exp": c["iat"] - 61}),
    "of tomorrow": lambda c: signed(c | {"nbf": c["iat"] + 600}),
    "for another": lambda c: signed(c | {"aud": "another"}),
    "for two, and not said for whom": lambda c: signed(c | {"aud": [CLIENT, "another"]}),
    "by another provider": lambda c: signed(c | {"iss": "https://other.example"}),
    "without a nonce": lambda c: signed({k: v for k, v in c.items() if k != "nonce"}),
    "with another nonce": lambda c: signed(c | {"nonce": "of another sign-in"}),
    "without an end": lambda c: signed({k: v for k, v in c.items() if k != "exp"}),
    "about nobody": lambda c: signed({k: v for k, v in c.items() if k != "sub"}),
    "forged": lambda c: signed(c, OTHER),
    "by an unknown key": lambda c: signed(c, OTHER, kid="second"),
    "not signed": lambda c: f"{part({'alg': 'none'})}.{part(c)}.",
    "signed by the public key": by_public_key,
    "altered": lambda c: signed(c)[:-8] + "AAAAAAAA",
    "no token": lambda c: "token",
}


async def test_what_a_provider_did_not_say_of_this_sign_in_is_not_believed(
    database_url: str, tmp_path: Path
) -> None:
    async with (
        lying_provider(KEY) as liar,
        trusting(database_url, tmp_path, liar.issuer) as town,
        visitor(town) as wang,
    ):
        for why, make in BAD.items():
            where = await come_back(town, liar, wang, make)
            assert said(where) == {"sign-on": "account.sign_on_refused"}, why
        assert liar.asked.count("keys") < 3, "a forged token does not make us ask each time"
        assert (await come_back(town, liar, wang, signed)).endswith("/console/")


async def come_back(town: Town, liar: Liar, browser: Visitor, make: Callable[[Claims], str]) -> str:
    """A whole sign-on whose token is made so."""
    asked = said(await browser.start())
    now = int(town.clock.now().timestamp())
    right = {"iss": liar.issuer, "sub": "one", "aud": CLIENT, "iat": now, "exp": now + 300}
    liar.token = make(right | {"nonce": asked["nonce"], **PEOPLE["one"]})
    assert asked["code_challenge_method"] == "S256"
    return await browser.go(f"{town.base}/v1/sign-on/callback?code=x&state={asked['state']}")


@pytest.mark.parametrize("path", ["", "/start", "/callback", "/end"])
async def test_without_a_provider_nobody_signs_in_by_one(town: Town, path: str) -> None:
    async with visitor(town) as one:
        if path:
            where = await one.go(f"{town.base}/v1/sign-on{path}")
            assert said(where) == {"sign-on": "account.no_sign_on"}
        else:
            nobody = Person(town.base, town.session)
            assert (await nobody.get("/v1/sign-on")).body == {"available": False}
