"""The usual form of a signature is known without the library; all else is left to it."""

import base64
from datetime import UTC, datetime

import pytest

from kiosk_client.agent.signing import Message, make_key, public_part, sign
from service.site import plainly
from service.site.wire import Algorithm

DEVICE = "01945b2a-7c00-7000-8000-000000000001"
OTHER = "01945b2a-7c00-7000-8000-000000000002"
PATH = "/v1/devices/heartbeat"
BODY = b'{"spooled":0}'
AT = datetime(2026, 3, 2, 8, tzinfo=UTC)
KEY = make_key()
PUBLIC = base64.b64decode(public_part(KEY))
SECRET = base64.b64decode(KEY)
ED25519, HMAC = Algorithm.ED25519, Algorithm.HMAC_SHA256


def signed(algorithm: Algorithm = ED25519) -> dict[str, str]:
    """The headers that a box of ours sends with BODY."""
    message = Message("POST", f"http://centre{PATH}")
    sign(message, BODY, device_id=DEVICE, algorithm=algorithm.value, key=KEY, at=AT)
    return {name.lower(): value for name, value in message.headers.items()}


def is_taken(headers: dict[str, str], **other: object) -> bool:
    """Whether it is taken, of a request that differs in these from the one that was signed."""
    said: dict[str, object] = {"method": "POST", "path": PATH, "body": BODY, "device_id": DEVICE}
    said |= {"algorithm": ED25519, "key": PUBLIC, **other}
    method, path, body = said.pop("method"), said.pop("path"), said.pop("body")
    return plainly.is_signed(method, path, headers, body, **said)  # type: ignore[arg-type]


def test_what_a_box_signs_is_taken_by_key_and_by_secret() -> None:
    assert is_taken(signed())
    assert is_taken(signed(HMAC), algorithm=HMAC, key=SECRET)
    assert plainly.key_id_of(signed()["signature-input"]) == DEVICE


@pytest.mark.parametrize(
    "other",
    [
        {"method": "PUT"},
        {"path": "/v1/alarms"},
        {"body": BODY + b" "},
        {"device_id": OTHER},
        {"key": base64.b64decode(public_part(make_key()))},
        {"algorithm": HMAC, "key": SECRET},
    ],
    ids=lambda other: next(iter(other)),
)
def test_what_is_not_what_was_signed_is_not_taken(other: dict[str, object]) -> None:
    assert not is_taken(signed(), **other)


def test_a_secret_that_is_another_is_not_taken() -> None:
    assert not is_taken(signed(HMAC), algorithm=HMAC, key=PUBLIC)


@pytest.mark.parametrize(
    ("name", "was", "is_now"),
    [
        ("signature-input", "created=", "created=1"),
        ("signature-input", ' "content-digest"', ""),
        ("signature-input", 'tag="watchbell"', 'tag="other"'),
        ("signature-input", DEVICE, OTHER),
        ("signature-input", 'alg="ed25519";', ""),
        ("signature-input", "watchbell=", "a=(), watchbell="),
        ("signature", "watchbell=:", "watchbell=:AA"),
        ("content-digest", "sha-256=:", "sha-512=:AA==:, sha-256=:"),
    ],
)
def test_what_was_altered_or_has_another_form_is_left_to_the_library(
    name: str, was: str, is_now: str
) -> None:
    headers = signed()
    assert was in headers[name]
    assert not is_taken(headers | {name: headers[name].replace(was, is_now)})


@pytest.mark.parametrize("name", ["signature-input", "signature", "content-digest"])
def test_without_one_of_its_headers_nothing_is_taken(name: str) -> None:
    headers = signed()
    del headers[name]
    assert not is_taken(headers)
