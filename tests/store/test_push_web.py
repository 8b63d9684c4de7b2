"""Browsers' push services: sealed for one browser, signed for one service, never led elsewhere."""

import asyncio
import base64
import json
from collections import Counter
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from service.platform.push import (
    Answer,
    Channel,
    Outcome,
    Urgency,
    WebSubscription,
)
from service.platform.push.web_push import allowed
from service.settings import PushSettings
from tests.support.clock import HandClock
from tests.support.gateways.browsers import PushService
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
from tests.support.gateways.web import DRIBBLE, DROP, SILENCE, Fault, Reply, serving
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
async def service(keys: Keys, clock: HandClock) -> AsyncIterator[PushService]:
    async with serving(PushService.of(keys, clock), keys) as running:
        yield running


def at(url: str) -> dict[str, Any]:
    return {"web_push_hosts": urlsplit(url).netloc}


@pytest.fixture
async def web_push(keys: Keys, clock: HandClock, service: PushService) -> AsyncIterator[Channel]:
    async with channel("web_push", keys, clock, most_s=MOST_S, **at(service.url)) as opened:
        yield opened


async def many(web_push: Channel, browsers: list[WebSubscription]) -> Counter[Outcome]:
    answers = await asyncio.gather(*(web_push.send(ring(), one) for one in browsers))
    return Counter(answer.outcome for answer in answers)


async def test_only_the_browser_can_read_it(web_push: Channel, service: PushService) -> None:
    answer = await web_push.send(ring(), service.subscribe())
    assert answer == Answer(ACCEPTED, gateway_id=f"{service.url}/m/1")
    fits_the_phones_contract("web", json.loads(service.opened[0]))
    assert json.loads(service.opened[0]) == {
        "task_id": str(ring().task_id),
        "kind": "emergency",
        "v": 1,
        "attempt": str(ATTEMPT),
        "until": UNTIL,
        "phone": str(PHONE_ID),
        "words": WORDS,
    }
    headers = service.requests[0]["headers"]
    assert headers["TTL"] == "300"
    assert headers["Urgency"] == "high"
    topic = base64.urlsafe_b64decode(headers["Topic"] + "==")
    assert topic == ring().task_id.bytes, "a later ring takes the place of a waiting one"


async def test_an_endpoint_is_called_letter_for_letter(
    web_push: Channel, service: PushService
) -> None:
    browser = service.subscribe()
    path = "/push/chrom%65?token=BQYA%3d%2bz%2f&x=~%7e+(a)"
    await web_push.send(ring(), replace(browser, endpoint=service.url + path))
    assert service.requests[0]["path"] == path


async def test_an_ordinary_ring_is_of_normal_urgency(
    web_push: Channel, service: PushService
) -> None:
    await web_push.send(ring(urgency=Urgency.ORDINARY), service.subscribe())
    assert service.requests[0]["headers"]["Urgency"] == "normal"


async def test_a_ring_that_has_run_out_is_for_now_or_never(
    web_push: Channel, service: PushService, clock: HandClock
) -> None:
    browser = service.subscribe()
    clock.forward(minutes=9)
    assert (await web_push.send(ring(), browser)).outcome is ACCEPTED
    assert service.requests[0]["headers"]["TTL"] == "0"


async def test_it_signs_for_six_hours(
    web_push: Channel, service: PushService, clock: HandClock
) -> None:
    browser = service.subscribe()
    for hours, signatures in [(0, 1), (5, 1), (2, 2), (100, 3)]:
        clock.forward(hours=hours)
        assert (await web_push.send(ring(), browser)).outcome is ACCEPTED
        assert len(service.signatures) == signatures


async def test_each_service_has_its_own_signature(keys: Keys, clock: HandClock) -> None:
    async with (
        serving(PushService.of(keys, clock), keys) as one,
        serving(PushService.of(keys, clock), keys) as other,
    ):
        hosts = f"{urlsplit(one.url).netloc},{urlsplit(other.url).netloc}"
        async with channel("web_push", keys, clock, web_push_hosts=hosts) as web_push:
            for service in (one, other, one):
                answer = await web_push.send(ring(), service.subscribe())
                assert answer.outcome is ACCEPTED
            one.script("chrome", *[Reply(503)] * 5)
            for _ in range(5):
                await web_push.send(ring(), one.subscribe())
            assert (await web_push.send(ring(), one.subscribe())).reason.startswith("left alone")
            assert (await web_push.send(ring(), other.subscribe())).outcome is ACCEPTED


@pytest.mark.parametrize("bytes_more", [0, 1])
async def test_what_just_fits_is_sent_and_one_byte_more_is_not(
    web_push: Channel, service: PushService, bytes_more: int
) -> None:
    browser = service.subscribe()
    await web_push.send(ring(), browser)
    room = 3993 - len(service.opened[0]) + len(WORDS.encode()) + bytes_more
    large = replace(ring(), words="x" * room)
    answer = await web_push.send(large, browser)
    assert answer.outcome is (BAD if bytes_more else ACCEPTED)
    if not bytes_more:
        assert service.requests[-1]["size"] == 4096


TABLE = [
    (200, ACCEPTED),
    (201, ACCEPTED),
    (202, ACCEPTED),
    (204, ACCEPTED),
    (404, DEAD),
    (410, DEAD),
    (400, BAD),
    (401, CONFIG),
    (403, CONFIG),
    (413, BAD),
    (406, LATER),
    (429, LATER),
    (500, LATER),
    (502, LATER),
    (503, LATER),
    (301, UNKNOWN),
    (307, UNKNOWN),
]


@pytest.mark.parametrize(("status", "outcome"), TABLE)
async def test_each_answer_has_its_meaning(
    web_push: Channel, service: PushService, status: int, outcome: Outcome
) -> None:
    browser = service.subscribe()
    headers = (("Retry-After", "30"), ("Location", f"{service.url}/push/elsewhere"))
    service.script("chrome", *[Reply(status, "", headers)] * 9)
    with within(MOST_S):
        answer = await web_push.send(ring(), browser)
    assert answer.outcome is outcome
    assert answer.reason == ("" if outcome is ACCEPTED else f"status {status}")
    assert answer.retry_after_s == (30 if outcome is LATER else None)
    assert len(service.requests) == 1, "no redirect is followed"


async def test_a_subscription_of_another_key_shuts_nobody_out(
    keys: Keys, clock: HandClock, web_push: Channel, service: PushService
) -> None:
    first, second = service.subscribe("one"), service.subscribe("two")
    service.script("one", *[Reply(403)] * 4)
    for _ in range(4):
        assert (await web_push.send(ring(), first)).outcome is CONFIG
    assert (await web_push.send(ring(), second)).outcome is ACCEPTED


@pytest.mark.parametrize(
    "change",
    [
        {"p256dh": ""},
        {"p256dh": "no key"},
        {"p256dh": base64.urlsafe_b64encode(b"\x04" + b"\x01" * 64).decode()},
        {"auth": ""},
        {"auth": "c2hvcnQ"},
        {"auth": "中" * 22},
    ],
    ids=str,
)
async def test_keys_that_are_none_make_a_dead_address(
    web_push: Channel, service: PushService, change: dict[str, str]
) -> None:
    browser = replace(service.subscribe(), **change)
    assert (await web_push.send(ring(), browser)).outcome is DEAD
    assert service.requests == []


@pytest.mark.parametrize("fault", [DROP, SILENCE, DRIBBLE], ids=lambda fault: fault.kind)
async def test_what_has_no_verdict_is_sent_again_over_a_new_connection(
    web_push: Channel, service: PushService, fault: Fault
) -> None:
    browser = service.subscribe()
    await web_push.send(ring(), browser)
    service.script("chrome", fault)
    with within(MOST_S):
        assert (await web_push.send(ring(), browser)).outcome is ACCEPTED
    _, first, second = (request["connection"] for request in service.requests)
    assert first != second


@pytest.mark.parametrize("fault", [DROP, SILENCE, DRIBBLE], ids=lambda fault: fault.kind)
async def test_without_a_verdict_it_is_unknown_within_the_deadline(
    web_push: Channel, service: PushService, fault: Fault
) -> None:
    first, second = service.subscribe("one"), service.subscribe("two")
    service.script("one", *[fault] * 9)
    with within(MOST_S + 0.5):
        assert (await web_push.send(ring(), first)).outcome is UNKNOWN
    assert len(service.requests) == 2
    await until(lambda: service.dribbling == 0)
    assert (await web_push.send(ring(), second)).outcome is ACCEPTED


async def test_when_all_idle_connections_are_dead_the_second_try_takes_a_new_one(
    web_push: Channel, service: PushService
) -> None:
    browsers = [service.subscribe(f"browser-{n}") for n in range(4)]
    service.answer_s = 0.05
    assert await many(web_push, browsers) == {ACCEPTED: 4}
    service.deaf = {request["connection"] for request in service.requests}
    assert len(service.deaf) > 1
    assert (await web_push.send(ring(), browsers[0])).outcome is ACCEPTED


async def test_a_black_hole_is_left_alone_after_a_few(
    keys: Keys, clock: HandClock, service: PushService
) -> None:
    async with mute_server() as port:
        url = f"https://127.0.0.1:{port}"
        browsers = [replace(service.subscribe(), endpoint=f"{url}/push/{n}") for n in range(30)]
        async with channel("web_push", keys, clock, most_s=0.5, **at(url)) as web_push:
            with within(1.5):
                assert await many(web_push, browsers) == {UNKNOWN: 30}
            with within(0.4):
                assert await many(web_push, browsers) == {LATER: 30}


async def test_no_other_host_is_called(
    web_push: Channel, service: PushService, keys: Keys, clock: HandClock
) -> None:
    async with serving(PushService.of(keys, clock), keys) as other:
        answer = await web_push.send(ring(), other.subscribe())
        assert answer.outcome is BAD
        assert other.requests == []


HOSTS = PushSettings().web_push_hosts.split(",")


@pytest.mark.parametrize(
    ("endpoint", "entry"),
    [
        ("https://fcm.googleapis.com/fcm/send/abc:APA91b_x-y", "fcm.googleapis.com"),
        ("https://FCM.googleapis.com./fcm/send/abc", "fcm.googleapis.com"),
        ("https://updates.push.services.mozilla.com/wpush/v2/g", "*.push.services.mozilla.com"),
        ("https://web.push.apple.com/QGu", "web.push.apple.com"),
        ("https://wns2-by3p.notify.windows.com/w/?token=BQY%3d", "*.notify.windows.com"),
        ("https://fcm.googleapis.com:443/x", "fcm.googleapis.com"),
    ],
)
def test_the_services_of_the_browsers_are_known(endpoint: str, entry: str) -> None:
    assert allowed(endpoint, HOSTS) == entry


@pytest.mark.parametrize(
    "endpoint",
    [
        "",
        "http://fcm.googleapis.com/x",
        "https://127.0.0.1/x",
        "https://[::1]/x",
        "https://localhost/x",
        "https://169.254.169.254/latest/meta-data",
        "https://evil.example/fcm.googleapis.com",
        "https://fcm.googleapis.com.evil.example/x",
        "https://evilfcm.googleapis.com.example/x",
        "https://xfcm.googleapis.com/x",
        "https://notify.windows.com/x",
        "https://evilnotify.windows.com/x",
        "https://fcm.googleapis.com@evil.example/x",
        "https://evil.example#@fcm.googleapis.com/x",
        "https://evil.example\\@fcm.googleapis.com/x",
        "https://fcm.googleapis.com\\.evil.example/x",
        "https://fcm.googleapis.com:8443/x",
        "https://fcm.googleapis.com:99999/x",
        "https://fcm.googleapis.com\n.evil.example/x",
        "https://fcm.googleapis.com\t/x",
        "https://fcm。googleapis.com/x",
        "https://user:pass@fcm.googleapis.com/x",
        "https://evil.example%2f.notify.windows.com/x",
        "https://evil.example?.notify.windows.com/x",
        "file:///etc/passwd",
        "https://",
        "https://fcm.googleapis.com/" + "x" * 2000,
    ],
)
def test_nothing_else_is(endpoint: str) -> None:
    assert allowed(endpoint, HOSTS) is None


@given(st.text(max_size=40), st.text(max_size=40))
def test_no_words_around_a_host_lead_elsewhere(before: str, after: str) -> None:
    endpoint = f"https://{before}fcm.googleapis.com{after}"
    if allowed(endpoint, HOSTS) is not None:
        assert urlsplit(endpoint).hostname in ("fcm.googleapis.com", "fcm.googleapis.com.")


async def test_what_takes_a_ring_back_replaces_one_that_waits(
    web_push: Channel, service: PushService
) -> None:
    browser = service.subscribe()
    for about in (ring(), taken_back()):
        assert (await web_push.send(about, browser)).outcome is ACCEPTED
    rung, over = (request["headers"] for request in service.requests)
    assert rung["Topic"] == over["Topic"]
    assert over["Urgency"] == "normal"
    told = json.loads(service.opened[-1])
    assert (told["over"], told["attempt"]) == ("taken", "")
    fits_the_phones_contract("web", told)
