"""Apple's gateway: each of its answers, each of its faults, and how long any of it may take."""

import asyncio
import json
import logging
from collections import Counter
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psutil
import pytest

from service.platform.push import (
    Answer,
    ApnsToken,
    Channel,
    Environment,
    Outcome,
    Ring,
    Urgency,
)
from tests.support.clock import START, HandClock
from tests.support.gateways.apns import (
    CLOSE,
    DROP,
    FREEZE,
    GOAWAY,
    RESET,
    SILENCE,
    ApnsServer,
    Fault,
    Refuse,
    apns_server,
)
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
from tests.support.gateways.keys import Keys, make_keys
from tests.support.waits import until

MOST_S = 1.5
ACCEPTED, DEAD, BAD = Outcome.ACCEPTED, Outcome.TOKEN_DEAD, Outcome.BAD_REQUEST
CONFIG, LATER, UNKNOWN = Outcome.CONFIG, Outcome.RETRY_LATER, Outcome.UNKNOWN


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
    async with channel("apns", keys, clock, most_s=MOST_S, apns_url=apple.url) as opened:
        yield opened


def phone(n: int = 1) -> ApnsToken:
    return ApnsToken(f"{n:064x}")


async def many(apns: Channel, count: int) -> list[Answer]:
    return list(await asyncio.gather(*(apns.send(ring(n), phone(n)) for n in range(count))))


def outcomes(answers: list[Answer]) -> Counter[Outcome]:
    return Counter(answer.outcome for answer in answers)


async def test_an_alert_is_sent_as_apple_wants_it(apns: Channel, apple: ApnsServer) -> None:
    answer = await apns.send(ring(), phone())
    (request,) = apple.requests
    assert answer == Answer(ACCEPTED, gateway_id=request.apns_id)
    task = f"task-{ring().task_id}"
    assert request.headers["apns-topic"] == "org.watchbell.patrol"
    assert request.headers["apns-push-type"] == "alert"
    assert request.headers["apns-priority"] == "10"
    assert request.headers["apns-collapse-id"] == task
    expires_at = datetime.fromtimestamp(int(request.headers["apns-expiration"]), UTC)
    assert expires_at == START + timedelta(minutes=5)
    fits_the_phones_contract("apns", request.payload)
    assert request.payload == {
        "aps": {
            "alert": {"body": WORDS},
            "sound": "default",
            "interruption-level": "time-sensitive",
            "mutable-content": 1,
            "thread-id": task,
        },
        "task_id": str(ring().task_id),
        "kind": "emergency",
        "v": 1,
        "attempt": str(ATTEMPT),
        "until": UNTIL,
        "phone": str(PHONE_ID),
    }


async def test_a_critical_alert_is_a_matter_of_settings(
    keys: Keys, clock: HandClock, apple: ApnsServer
) -> None:
    async with channel("apns", keys, clock, apns_url=apple.url, apns_critical=True) as apns:
        await apns.send(ring(1), phone())
        await apns.send(ring(2, urgency=Urgency.ORDINARY), phone())
    first, second = (json.loads(request.body)["aps"] for request in apple.requests)
    assert first["interruption-level"] == "critical"
    assert first["sound"] == {"critical": 1, "name": "default", "volume": 1.0}
    assert (second["interruption-level"], second["sound"]) == ("active", "default")


async def test_the_number_is_that_of_the_ring_however_often_it_is_sent(
    apns: Channel, apple: ApnsServer
) -> None:
    for one, to in [(ring(1), 1), (ring(1), 1), (ring(1, version=2), 1), (ring(1), 2)]:
        await apns.send(one, phone(to))
    first, again, later, other = (request.apns_id for request in apple.requests)
    assert first == again
    assert len({first, later, other}) == 3


TABLE = [
    # status, reason, outcome, requests, connections
    (410, "Unregistered", DEAD, 1, 1),
    (410, "ExpiredToken", DEAD, 1, 1),
    (400, "BadDeviceToken", DEAD, 1, 1),
    (400, "DeviceTokenNotForTopic", DEAD, 1, 1),
    (400, "BadCollapseId", BAD, 1, 1),
    (400, "BadExpirationDate", BAD, 1, 1),
    (400, "BadMessageId", BAD, 1, 1),
    (400, "BadPriority", BAD, 1, 1),
    (400, "BadTopic", CONFIG, 1, 1),
    (400, "DuplicateHeaders", BAD, 1, 1),
    (400, "InvalidPushType", BAD, 1, 1),
    (400, "MissingDeviceToken", BAD, 1, 1),
    (400, "MissingTopic", CONFIG, 1, 1),
    (400, "PayloadEmpty", BAD, 1, 1),
    (400, "TopicDisallowed", CONFIG, 1, 1),
    (404, "BadPath", BAD, 1, 1),
    (405, "MethodNotAllowed", BAD, 1, 1),
    (413, "PayloadTooLarge", BAD, 1, 1),
    (400, "IdleTimeout", LATER, 2, 2),
    (403, "ExpiredProviderToken", CONFIG, 1, 1),
    (403, "InvalidProviderToken", CONFIG, 1, 1),
    (403, "MissingProviderToken", CONFIG, 1, 1),
    (403, "BadCertificate", CONFIG, 1, 1),
    (403, "BadCertificateEnvironment", CONFIG, 1, 1),
    (403, "Forbidden", CONFIG, 1, 1),
    (403, "UnrelatedKeyIdInToken", CONFIG, 1, 1),
    (403, "BadEnvironmentKeyIdInToken", CONFIG, 1, 1),
    (429, "TooManyProviderTokenUpdates", LATER, 1, 1),
    (429, "TooManyRequests", LATER, 1, 1),
    (500, "InternalServerError", LATER, 2, 2),
    (503, "ServiceUnavailable", LATER, 2, 2),
    (503, "Shutdown", LATER, 2, 2),
    (400, "SomethingNew", BAD, 1, 1),
    (403, "SomethingNew", CONFIG, 1, 1),
    (302, "", UNKNOWN, 1, 1),
]


@pytest.mark.parametrize(
    ("status", "reason", "outcome", "requests", "connections"), TABLE, ids=lambda v: str(v)
)
async def test_each_answer_has_its_meaning(
    apns: Channel,
    apple: ApnsServer,
    status: int,
    reason: str,
    outcome: Outcome,
    requests: int,
    connections: int,
) -> None:
    apple.script(phone().token, *[Refuse(status, reason)] * 9)
    with within(MOST_S):
        answer = await apns.send(ring(), phone())
    assert answer.outcome is outcome
    assert answer.reason == (reason or f"status {status}")
    assert len(apple.requests) == requests
    assert len({request.apns_id for request in apple.requests}) == 1
    assert len(apple.connections) == connections


@pytest.mark.parametrize(
    ("status", "reason"),
    [(400, "IdleTimeout"), (500, "InternalServerError"), (503, "Shutdown")],
)
async def test_one_quick_second_try_over_a_new_connection(
    apns: Channel, apple: ApnsServer, status: int, reason: str
) -> None:
    apple.script(phone().token, Refuse(status, reason))
    assert (await apns.send(ring(), phone())).outcome is ACCEPTED
    assert [request.connection for request in apple.requests] == [0, 1]
    assert len({request.apns_id for request in apple.requests}) == 1


@pytest.mark.parametrize(
    ("status", "reason", "said", "wait_s"),
    [
        (429, "TooManyRequests", "", 60),
        (429, "TooManyRequests", "7", 7),
        (503, "ServiceUnavailable", "", 900),
        (503, "ServiceUnavailable", "30", 30),
        (429, "TooManyProviderTokenUpdates", "", 1200),
    ],
)
async def test_when_to_come_back(
    apns: Channel, apple: ApnsServer, status: int, reason: str, said: str, wait_s: float
) -> None:
    apple.script(phone().token, *[Refuse(status, reason, retry_after=said)] * 2)
    assert (await apns.send(ring(), phone())).retry_after_s == wait_s


async def test_a_token_is_dead_from_the_instant_that_apple_names(
    apns: Channel, apple: ApnsServer, clock: HandClock
) -> None:
    gone_at = START - timedelta(days=2)
    stamp = int(gone_at.timestamp() * 1000)
    apple.script(phone().token, Refuse(410, "Unregistered", stamp), Refuse(410, "", 10**30))
    assert (await apns.send(ring(), phone())).dead_before == gone_at
    assert (await apns.send(ring(), phone())).dead_before == clock.now(), "it names none that is"


@pytest.mark.parametrize("token", ["", "zz" * 32, "ab", "../" * 30, "a" * 201, "中" * 64])
async def test_what_is_no_token_is_not_sent(apns: Channel, apple: ApnsServer, token: str) -> None:
    assert (await apns.send(ring(), ApnsToken(token))).outcome is DEAD
    assert apple.requests == []


async def test_too_large_is_not_sent(apns: Channel, apple: ApnsServer) -> None:
    large = Ring(task_id=ring().task_id, words="铃" * 1500, expires_at=START)
    assert (await apns.send(large, phone())).outcome is BAD
    assert apple.requests == []


ONCE = [GOAWAY, RESET, SILENCE, DROP, CLOSE, FREEZE]


@pytest.mark.parametrize("fault", ONCE, ids=lambda fault: fault.kind)
async def test_what_has_no_verdict_is_sent_again_at_once_with_its_number(
    apns: Channel, apple: ApnsServer, fault: Fault
) -> None:
    apple.script(phone().token, fault)
    with within(MOST_S):
        assert (await apns.send(ring(), phone())).outcome is ACCEPTED
    assert [request.connection for request in apple.requests] == [0, 1]
    assert len({request.apns_id for request in apple.requests}) == 1


@pytest.mark.parametrize("fault", ONCE, ids=lambda fault: fault.kind)
async def test_without_a_verdict_twice_it_is_unknown_within_the_deadline(
    apns: Channel, apple: ApnsServer, fault: Fault
) -> None:
    apple.script(phone().token, *[fault] * 9)
    with within(MOST_S + 0.5):
        assert (await apns.send(ring(), phone())).outcome is UNKNOWN
    assert len(apple.requests) == 2
    assert (await apns.send(ring(2), phone(2))).outcome is ACCEPTED, "and the next is well"


async def test_a_connection_that_was_ended_in_silence_costs_nobody_a_ring(
    apns: Channel, apple: ApnsServer
) -> None:
    assert (await apns.send(ring(1), phone())).outcome is ACCEPTED
    for close in (True, False):
        apple.connections[-1].goaway(last=2**31 - 1, close=close)
        assert (await apns.send(ring(2), phone())).outcome is ACCEPTED
    assert len(apple.connections) == 3


async def test_an_answer_counts_also_when_the_connection_ends_with_it(
    apns: Channel, apple: ApnsServer
) -> None:
    apple.script(phone().token, Refuse(410, "Unregistered", goaway=True))
    assert (await apns.send(ring(), phone())).outcome is DEAD
    assert len(apple.requests) == 1


async def test_one_silent_stream_holds_up_no_other(apns: Channel, apple: ApnsServer) -> None:
    assert (await apns.send(ring(0), phone(0))).outcome is ACCEPTED
    apple.script(phone(1).token, *[SILENCE] * 2)
    silent = asyncio.create_task(apns.send(ring(1), phone(1)))
    await until(lambda: len(apple.requests) == 2)
    for _ in range(5):
        assert outcomes(await many(apns, 1)) == {ACCEPTED: 1}
    assert not silent.done()
    assert (await silent).outcome is UNKNOWN


BURST = 300


async def test_a_burst_goes_over_one_connection(
    keys: Keys, clock: HandClock, apple: ApnsServer
) -> None:
    async with channel("apns", keys, clock, apns_url=apple.url) as apns:
        assert outcomes(await many(apns, BURST)) == {ACCEPTED: BURST}
    assert len(apple.connections) == 1
    assert len(apple.requests) == BURST


@pytest.mark.parametrize(
    "fault", [GOAWAY, DROP, CLOSE, FREEZE, Fault("limit", 3), Fault("limit", 40)], ids=str
)
async def test_none_of_a_burst_is_lost(
    keys: Keys, clock: HandClock, apple: ApnsServer, fault: Fault
) -> None:
    apple.answer_s = 0.02
    apple.plan[100] = fault
    async with channel("apns", keys, clock, most_s=6, apns_url=apple.url) as apns:
        with within(12):
            assert outcomes(await many(apns, BURST)) == {ACCEPTED: BURST}
    assert len(set(apple.accepted)) == BURST


@pytest.mark.parametrize("fault", [DROP, CLOSE, GOAWAY, RESET], ids=lambda fault: fault.kind)
async def test_who_waits_for_the_first_request_to_pass_is_not_lost_with_it(
    keys: Keys, clock: HandClock, apple: ApnsServer, fault: Fault
) -> None:
    apple.plan[1] = fault
    async with channel("apns", keys, clock, apns_url=apple.url) as apns:
        assert outcomes(await many(apns, 60)) == {ACCEPTED: 60}


async def test_an_emergency_waits_for_nothing_ordinary(
    keys: Keys, clock: HandClock, apple: ApnsServer
) -> None:
    async with channel("apns", keys, clock, most_s=20, apns_url=apple.url) as apns:
        for n in range(90):
            apple.script(phone(n).token, SILENCE, SILENCE)
        ordinary = [
            asyncio.create_task(apns.send(ring(n, urgency=Urgency.ORDINARY), phone(n)))
            for n in range(90)
        ]
        await until(lambda: len(apple.requests) == 80)
        assert (await apns.send(ring(100), phone(100))).outcome is ACCEPTED
        assert not any(task.done() for task in ordinary)
        emergency = [r for r in apple.requests if r.headers[":path"].endswith(phone(100).token)]
        assert [request.connection for request in emergency] == [1], "and none was sent twice"
        for task in ordinary:
            task.cancel()
        await asyncio.wait(ordinary)
        again = ring(101, urgency=Urgency.ORDINARY)
        assert (await apns.send(again, phone(101))).outcome is ACCEPTED, "their slots are free"


async def test_each_environment_has_its_gateway(keys: Keys, clock: HandClock) -> None:
    async with (
        apns_server(keys, clock) as production,
        apns_server(keys, clock) as sandbox,
        channel("apns", keys, clock, apns_url=production.url, apns_sandbox_url=sandbox.url) as apns,
    ):
        await apns.send(ring(1), ApnsToken("ab" * 32, Environment.SANDBOX))
        assert (len(production.requests), len(sandbox.requests)) == (0, 1)
        sandbox.script("ab" * 32, Refuse(403, "InvalidProviderToken"))
        await apns.send(ring(1), ApnsToken("ab" * 32, Environment.SANDBOX))
        assert (await apns.send(ring(1), ApnsToken("ab" * 32))).outcome is ACCEPTED


async def test_who_refuses_us_is_asked_again_by_one_after_a_minute(
    apns: Channel, apple: ApnsServer, clock: HandClock
) -> None:
    apple.script(phone().token, Refuse(403, "InvalidProviderToken"))
    assert (await apns.send(ring(), phone())).outcome is CONFIG
    await until(lambda: not apple.open_connections)
    answer = await apns.send(ring(2), phone(2))
    assert (answer.outcome, answer.reason) == (CONFIG, "left alone: InvalidProviderToken")
    assert len(apple.requests) == 1
    clock.forward(seconds=60)
    assert outcomes(await many(apns, 3)) == {ACCEPTED: 1, CONFIG: 2}
    assert outcomes(await many(apns, 3)) == {ACCEPTED: 3}


async def test_a_black_hole_is_left_alone_after_a_few(keys: Keys, clock: HandClock) -> None:
    async with (
        mute_server() as port,
        channel("apns", keys, clock, most_s=0.5, apns_url=f"https://127.0.0.1:{port}") as apns,
    ):
        with within(1.5):
            assert outcomes(await many(apns, 40)) == {UNKNOWN: 40}
        with within(0.4):
            assert outcomes(await many(apns, 40)) == {LATER: 40}


def sockets_to(port: int) -> list[object]:
    ours = psutil.Process().net_connections()
    return [one for one in ours if one.raddr and one.raddr.port == port]


async def test_a_black_hole_costs_no_sockets(keys: Keys, clock: HandClock) -> None:
    async with (
        mute_server() as port,
        channel("apns", keys, clock, most_s=0.2, apns_url=f"https://127.0.0.1:{port}") as apns,
    ):
        await many(apns, 8)
        for _ in range(3):
            clock.forward(minutes=1)
            await apns.send(ring(), phone())
        await until(lambda: not sockets_to(port))


async def test_a_gateway_that_is_not_there_is_unknown(keys: Keys, clock: HandClock) -> None:
    async with apns_server(keys, clock) as gone:
        pass
    async with channel("apns", keys, clock, apns_url=gone.url) as apns:
        with within(2.0):
            assert (await apns.send(ring(), phone())).outcome is UNKNOWN


async def test_a_gateway_with_another_certificate_hears_nothing(
    keys: Keys, clock: HandClock, apple: ApnsServer, tmp_path: Path
) -> None:
    other = str(make_keys(tmp_path).ca)
    async with channel("apns", keys, clock, apns_url=apple.url, apns_ca_file=other) as apns:
        assert (await apns.send(ring(), phone())).outcome is UNKNOWN
    assert apple.requests == []


async def test_a_closed_channel_keeps_no_connection(
    keys: Keys, clock: HandClock, apple: ApnsServer
) -> None:
    async with channel("apns", keys, clock, apns_url=apple.url) as apns:
        await apns.send(ring(), phone())
        assert len(apple.open_connections) == 1
    await until(lambda: not apple.open_connections)


async def test_no_log_names_a_phone(
    apns: Channel, apple: ApnsServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    apple.script(phone().token, Refuse(410, "Unregistered"))
    await apns.send(ring(), phone())
    assert phone().token not in caplog.text


async def test_what_takes_a_ring_back_replaces_it_in_silence_and_is_never_kept(
    apns: Channel, apple: ApnsServer
) -> None:
    """Apple keeps one alert for a phone that is off: this must not be it, in place of a ring."""
    for about in (ring(), taken_back()):
        assert (await apns.send(about, phone())).outcome is ACCEPTED
    rung, over = apple.requests
    assert over.headers["apns-collapse-id"] == rung.headers["apns-collapse-id"]
    assert over.apns_id != rung.apns_id
    assert (over.headers["apns-priority"], over.headers["apns-expiration"]) == ("5", "0")
    assert over.payload["aps"]["interruption-level"] == "passive"  # type: ignore[index]
    assert "sound" not in over.payload["aps"]  # type: ignore[operator]
    assert (over.payload["over"], over.payload["attempt"]) == ("taken", "")
    fits_the_phones_contract("apns", over.payload)
