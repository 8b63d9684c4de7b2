"""Google's gateway: each of its answers, its login, and that no thread of ours sleeps."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from typing import Any

import pytest

from service.platform.push import Answer, Channel, FcmToken, Outcome, Ring, Urgency
from tests.support.clock import START, HandClock
from tests.support.gateways.calls import (
    ATTEMPT,
    PHONE_ID,
    UNTIL,
    WORDS,
    channel,
    fits_the_phones_contract,
    mute_server,
    ring,
    taken_back,
    within,
)
from tests.support.gateways.google import Google, refusal, violation
from tests.support.gateways.keys import PROJECT, Keys, make_keys
from tests.support.gateways.web import DRIBBLE, DROP, SILENCE, Fault, Reply, serving
from tests.support.waits import until

MOST_S = 1.5
ACCEPTED, DEAD, BAD = Outcome.ACCEPTED, Outcome.TOKEN_DEAD, Outcome.BAD_REQUEST
CONFIG, LATER, UNKNOWN = Outcome.CONFIG, Outcome.RETRY_LATER, Outcome.UNKNOWN
PHONE = FcmToken("a-registration-token")


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    return make_keys(tmp_path_factory.mktemp("keys"))


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
async def google(keys: Keys, clock: HandClock) -> AsyncIterator[Google]:
    async with serving(Google.of(keys, clock), keys) as gateway:
        yield gateway


def at(gateway_url: str) -> dict[str, Any]:
    return {"fcm_url": gateway_url, "fcm_token_url": f"{gateway_url}/token"}


@pytest.fixture
async def fcm(keys: Keys, clock: HandClock, google: Google) -> AsyncIterator[Channel]:
    async with channel("fcm", keys, clock, most_s=MOST_S, **at(google.url)) as opened:
        yield opened


async def many(fcm: Channel, count: int) -> Counter[Outcome]:
    answers = await asyncio.gather(
        *(fcm.send(ring(n), FcmToken(f"phone-{n}")) for n in range(count))
    )
    return Counter(answer.outcome for answer in answers)


async def test_a_message_is_sent_as_google_wants_it(fcm: Channel, google: Google) -> None:
    answer = await fcm.send(ring(), PHONE)
    assert answer == Answer(ACCEPTED, gateway_id=f"projects/{PROJECT}/messages/1")
    fits_the_phones_contract("fcm", google.requests[0]["message"]["data"])
    assert google.requests[0]["message"] == {
        "token": PHONE.token,
        "data": {
            "task_id": str(ring().task_id),
            "kind": "emergency",
            "v": "1",
            "attempt": str(ATTEMPT),
            "until": UNTIL,
            "phone": str(PHONE_ID),
            "words": WORDS,
        },
        "android": {
            "priority": "HIGH",
            "ttl": "300s",
            "collapse_key": "task",
            "direct_boot_ok": True,
        },
    }


async def test_an_installation_id_is_a_target_too(fcm: Channel, google: Google) -> None:
    assert (await fcm.send(ring(), FcmToken(fid="an-installation"))).outcome is ACCEPTED
    assert google.requests[0]["message"]["fid"] == "an-installation"
    assert "token" not in google.requests[0]["message"]


async def test_an_ordinary_ring_wakes_nobody(fcm: Channel, google: Google) -> None:
    await fcm.send(ring(urgency=Urgency.ORDINARY), PHONE)
    assert google.requests[0]["message"]["android"]["priority"] == "NORMAL"


async def test_without_a_target_or_too_large_it_is_not_sent(fcm: Channel, google: Google) -> None:
    assert (await fcm.send(ring(), FcmToken())).outcome is Outcome.NO_ADDRESS
    large = Ring(task_id=ring().task_id, words="铃" * 1500, expires_at=START)
    assert (await fcm.send(large, PHONE)).outcome is BAD
    assert google.requests == []


INVALID = "INVALID_ARGUMENT"
NO_TOKEN = "The registration token is not a valid FCM registration token"
TABLE = [
    # status, body, outcome, reason, requests
    (404, refusal(404, "NOT_FOUND", "UNREGISTERED"), DEAD, "UNREGISTERED", 1),
    (404, refusal(404, "NOT_FOUND"), CONFIG, "NOT_FOUND", 1),
    (404, "<html>", CONFIG, "status 404", 1),
    (400, violation("message.android.ttl"), BAD, INVALID, 1),
    (400, refusal(400, INVALID, INVALID, NO_TOKEN), DEAD, INVALID, 1),
    (400, refusal(400, INVALID, INVALID, "Something else"), BAD, INVALID, 1),
    (403, refusal(403, "PERMISSION_DENIED", "SENDER_ID_MISMATCH"), DEAD, "SENDER_ID_MISMATCH", 1),
    (403, refusal(403, "PERMISSION_DENIED"), CONFIG, "PERMISSION_DENIED", 1),
    (401, refusal(401, "UNAUTHENTICATED"), CONFIG, "UNAUTHENTICATED", 2),
    (
        401,
        refusal(401, "UNAUTHENTICATED", "THIRD_PARTY_AUTH_ERROR"),
        CONFIG,
        "THIRD_PARTY_AUTH_ERROR",
        1,
    ),
    (429, refusal(429, "RESOURCE_EXHAUSTED", "QUOTA_EXCEEDED"), LATER, "QUOTA_EXCEEDED", 1),
    (500, refusal(500, "INTERNAL", "INTERNAL"), LATER, "INTERNAL", 1),
    (503, refusal(503, "UNAVAILABLE", "UNAVAILABLE"), LATER, "UNAVAILABLE", 1),
    (502, "<html>", LATER, "status 502", 1),
    (301, "", UNKNOWN, "status 301", 1),
]


@pytest.mark.parametrize(("status", "body", "outcome", "reason", "requests"), TABLE)
async def test_each_answer_has_its_meaning(
    fcm: Channel,
    google: Google,
    status: int,
    body: dict[str, Any] | str,
    outcome: Outcome,
    reason: str,
    requests: int,
) -> None:
    google.script(PHONE.token, *[Reply(status, body)] * 9)
    with within(MOST_S):
        answer = await fcm.send(ring(), PHONE)
    assert (answer.outcome, answer.reason) == (outcome, reason)
    assert len(google.requests) == requests


@pytest.mark.parametrize(
    ("status", "headers", "wait_s"),
    [
        (503, (("Retry-After", "40"),), 40),
        (429, (("Retry-After", "120"),), 120),
        (429, (), 60),
        (503, (), None),
        (503, (("Retry-After", "soon"),), None),
        (
            503,
            (
                ("Date", "Mon, 02 Mar 2026 07:40:00 GMT"),
                ("Retry-After", "Mon, 02 Mar 2026 07:41:30 GMT"),
            ),
            90,
        ),
    ],
)
async def test_when_to_come_back_is_said_and_never_slept(
    fcm: Channel,
    google: Google,
    status: int,
    headers: tuple[tuple[str, str], ...],
    wait_s: float | None,
) -> None:
    google.script(PHONE.token, Reply(status, "", headers))
    with within(MOST_S):
        assert (await fcm.send(ring(), PHONE)).retry_after_s == wait_s
    assert len(google.requests) == 1


async def test_many_threads_log_in_once(fcm: Channel, google: Google) -> None:
    assert await many(fcm, 100) == {ACCEPTED: 100}
    assert len(google.logins) == 1


async def test_an_access_token_lasts_until_it_is_due(
    fcm: Channel, google: Google, clock: HandClock
) -> None:
    await fcm.send(ring(), PHONE)
    clock.forward(minutes=54)
    await fcm.send(ring(), PHONE)
    assert len(google.logins) == 1
    clock.forward(minutes=2)
    assert (await fcm.send(ring(), PHONE)).outcome is ACCEPTED
    assert len(google.logins) == 2


async def test_a_token_that_is_refused_is_renewed_once_for_all(
    fcm: Channel, google: Google
) -> None:
    await fcm.send(ring(), PHONE)
    google.revoke()
    assert await many(fcm, 16) == {ACCEPTED: 16}
    assert len(google.logins) == 2


@pytest.mark.parametrize(
    ("reply", "outcome", "reason"),
    [
        (Reply(400, {"error": "invalid_grant"}), CONFIG, "login: invalid_grant"),
        (Reply(401, {"error": "invalid_client"}), CONFIG, "login: invalid_client"),
        (Reply(200, "nonsense"), CONFIG, "login: 200"),
        (Reply(503, ""), LATER, "login: 503"),
        (Reply(429, ""), LATER, "login: 429"),
        (SILENCE, UNKNOWN, "the connection broke twice"),
        (DROP, UNKNOWN, "the connection broke twice"),
    ],
)
async def test_without_a_login_nothing_is_sent(
    fcm: Channel, google: Google, reply: Reply | Fault, outcome: Outcome, reason: str
) -> None:
    google.login_says.extend([reply] * 4)
    with within(MOST_S + 0.5):
        answer = await fcm.send(ring(), PHONE)
    assert (answer.outcome, answer.reason) == (outcome, reason)
    assert google.requests == []


async def test_a_login_that_is_refused_shuts_the_channel_for_a_minute(
    fcm: Channel, google: Google, clock: HandClock
) -> None:
    google.login_says.append(Reply(400, {"error": "invalid_grant"}))
    await fcm.send(ring(), PHONE)
    answer = await fcm.send(ring(), PHONE)
    assert (answer.outcome, answer.reason) == (CONFIG, "left alone: login: invalid_grant")
    clock.forward(minutes=1)
    assert (await fcm.send(ring(), PHONE)).outcome is ACCEPTED


@pytest.mark.parametrize("fault", [DROP, SILENCE], ids=lambda fault: fault.kind)
async def test_what_has_no_verdict_is_sent_again_over_a_new_connection(
    fcm: Channel, google: Google, fault: Fault
) -> None:
    await fcm.send(ring(), PHONE)
    google.script(PHONE.token, fault)
    with within(MOST_S):
        assert (await fcm.send(ring(), PHONE)).outcome is ACCEPTED
    _, first, second = (request["connection"] for request in google.requests)
    assert first != second


@pytest.mark.parametrize("fault", [DROP, SILENCE, DRIBBLE], ids=lambda fault: fault.kind)
async def test_without_a_verdict_it_is_unknown_within_the_deadline(
    fcm: Channel, google: Google, fault: Fault
) -> None:
    google.script(PHONE.token, *[fault] * 9)
    with within(MOST_S + 0.5):
        assert (await fcm.send(ring(), PHONE)).outcome is UNKNOWN
    assert len(google.requests) <= 2
    await until(lambda: google.dribbling == 0)
    assert (await fcm.send(ring(2), FcmToken("another"))).outcome is ACCEPTED


async def test_a_black_hole_is_left_alone_after_a_few(keys: Keys, clock: HandClock) -> None:
    async with mute_server() as port:
        more = at(f"https://127.0.0.1:{port}")
        async with channel("fcm", keys, clock, most_s=0.5, **more) as fcm:
            with within(2.0):
                assert (await many(fcm, 16))[UNKNOWN] == 16
            with within(0.4):
                assert await many(fcm, 40) == {LATER: 40}


@pytest.mark.parametrize("off", [{"fcm_allowed": False}, {"fcm_account_file": ""}])
async def test_it_is_off_until_an_operator_switches_it_on(
    keys: Keys, clock: HandClock, off: dict[str, Any]
) -> None:
    with pytest.raises(KeyError):
        async with channel("fcm", keys, clock, **off):
            raise AssertionError("there is no such channel")


async def test_what_takes_a_ring_back_never_stands_in_the_place_of_another_ring(
    fcm: Channel, google: Google
) -> None:
    await fcm.send(taken_back(), PHONE)
    message = google.requests[0]["message"]
    assert (message["android"]["priority"], message["android"]["collapse_key"]) == (
        "NORMAL",
        "over",
    )
    assert message["data"]["over"] == "taken"
    fits_the_phones_contract("fcm", message["data"])


async def test_what_takes_rings_back_leaves_room_for_rings(fcm: Channel, google: Google) -> None:
    google.plan.update(dict.fromkeys(range(1, 40), SILENCE))
    slow = [asyncio.create_task(fcm.send(taken_back(n), FcmToken(f"p{n}"))) for n in range(30)]
    await until(lambda: google.requests)
    google.plan.clear()
    with within(MOST_S):
        assert (await fcm.send(ring(), PHONE)).outcome is ACCEPTED
    for one in slow:
        one.cancel()
    await asyncio.gather(*slow, return_exceptions=True)
