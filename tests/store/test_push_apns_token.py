"""Apple's provider token: one for all connections, renewed neither too often nor too late."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import jwt
import pytest

from service.platform.push import ApnsToken, Channel, Outcome, Urgency
from tests.support.clock import START, HandClock
from tests.support.gateways.apns import ApnsServer, Refuse, apns_server
from tests.support.gateways.calls import channel, ring
from tests.support.gateways.keys import Keys, make_keys

ACCEPTED, CONFIG = Outcome.ACCEPTED, Outcome.CONFIG


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    return make_keys(tmp_path_factory.mktemp("keys"))


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
async def apple(keys: Keys, clock: HandClock) -> AsyncIterator[ApnsServer]:
    async with apns_server(keys, clock) as server:
        yield server


@pytest.fixture
async def apns(keys: Keys, clock: HandClock, apple: ApnsServer) -> AsyncIterator[Channel]:
    async with channel("apns", keys, clock, apns_url=apple.url) as opened:
        yield opened


def phone() -> ApnsToken:
    return ApnsToken("ab" * 32)


async def test_one_token_signs_for_all_connections_until_it_is_due(
    apns: Channel, apple: ApnsServer, clock: HandClock
) -> None:
    for minutes, urgency in [(0, "emergency"), (44, "ordinary"), (1, "emergency")]:
        clock.forward(minutes=minutes)
        answer = await apns.send(ring(urgency=Urgency(urgency)), phone())
        assert answer.outcome is ACCEPTED
    first, same, renewed = (request.headers["authorization"] for request in apple.requests)
    assert first == same
    assert renewed != first
    clock.forward(hours=9)
    assert (await apns.send(ring(), phone())).outcome is ACCEPTED
    clock.forward(hours=-20)
    assert (await apns.send(ring(), phone())).outcome is ACCEPTED, "the clock was set back"


async def test_a_token_that_apple_calls_expired_is_renewed_once(
    apns: Channel, apple: ApnsServer, clock: HandClock
) -> None:
    await apns.send(ring(), phone())
    clock.forward(minutes=21)
    apple.script(phone().token, Refuse(403, "ExpiredProviderToken"))
    assert (await apns.send(ring(), phone())).outcome is ACCEPTED
    first, refused, renewed = (_issued_at(request.headers) for request in apple.requests)
    assert first == refused
    assert renewed == clock.now()


async def test_a_young_token_is_never_renewed(
    apns: Channel, apple: ApnsServer, clock: HandClock
) -> None:
    await apns.send(ring(), phone())
    clock.forward(minutes=19)
    apple.script(phone().token, Refuse(403, "ExpiredProviderToken"))
    assert (await apns.send(ring(), phone())).outcome is CONFIG
    assert len({request.headers["authorization"] for request in apple.requests}) == 1


async def test_renewed_too_often_it_goes_back_to_the_former_token(
    apns: Channel, apple: ApnsServer, clock: HandClock
) -> None:
    await apns.send(ring(), phone())
    clock.forward(minutes=46)
    apple.script(phone().token, Refuse(429, "TooManyProviderTokenUpdates"))
    assert (await apns.send(ring(), phone())).outcome is ACCEPTED
    first, renewed, former = (_issued_at(request.headers) for request in apple.requests)
    assert (first, renewed, former) == (START, START + timedelta(minutes=46), START)
    assert apple.requests[2].connection == 1, "that connection stays unusable for a while"
    clock.forward(minutes=10)
    assert (await apns.send(ring(), phone())).outcome is ACCEPTED
    assert _issued_at(apple.requests[-1].headers) == START, "none is made while it is valid"
    clock.forward(minutes=10)
    assert (await apns.send(ring(), phone())).outcome is ACCEPTED
    assert _issued_at(apple.requests[-1].headers) == clock.now()


def _issued_at(headers: dict[str, str]) -> datetime:
    text = headers["authorization"].removeprefix("bearer ")
    claims = jwt.decode(text, options={"verify_signature": False})
    return datetime.fromtimestamp(claims["iat"], UTC)
