"""The usual form of an access token is known without the library; all else is left to it."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import jwt
import pytest

from service.identity.tokens import named

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
SESSION = UUID("01945b2a-7c00-7000-8000-000000000001")
KEY, OLD, OTHER = b"k" * 64, b"o" * 64, b"x" * 64
CLAIMS = {"sub": str(SESSION), "aud": "watchbell", "exp": int(NOW.timestamp()) + 900}


def made(claims: dict[str, object] = CLAIMS, key: bytes = KEY, **more: object) -> str:
    return jwt.encode(claims, key, **({"algorithm": "HS256"} | more))  # type: ignore[arg-type]


def test_a_token_of_ours_names_its_session_until_it_ends() -> None:
    assert named(made(), [KEY, OLD], NOW) == SESSION
    assert named(made(key=OLD), [KEY, OLD], NOW) == SESSION
    assert named(made(), [KEY], NOW + timedelta(seconds=899)) == SESSION
    assert named(made(), [KEY], NOW + timedelta(seconds=900)) is None


@pytest.mark.parametrize(
    "token",
    [
        made(key=OTHER),
        made(algorithm="HS512"),
        made(algorithm="none", key=None),  # type: ignore[arg-type]
        made(headers={"kid": "1"}),
        made(CLAIMS | {"aud": "other"}),
        made(CLAIMS | {"nbf": CLAIMS["exp"]}),
        made(CLAIMS | {"sub": "somebody"}),
        made(CLAIMS | {"exp": 10**18}),
        made({"sub": CLAIMS["sub"], "aud": "watchbell"}),
        made().rpartition(".")[0],
        made() + "=",
        made() + "é",
        "",
        "..",
    ],
    ids=lambda token: token[-12:] or "nothing",
)
def test_what_has_another_form_or_does_not_hold_is_left_to_the_library(token: str) -> None:
    assert named(token, [KEY, OLD], NOW) is None


def test_not_one_letter_of_it_may_be_another() -> None:
    token = made()
    for n, letter in enumerate(token):
        altered = token[:n] + ("A" if letter != "A" else "B") + token[n + 1 :]
        assert named(altered, [KEY], NOW) is None
