"""Huawei's gateway: both interfaces, each of the answers, the login, and the receipts."""

import asyncio
import base64
import json
from collections import Counter
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.platform.push import Answer, Channel, Generation, HuaweiToken, Outcome, Ring, Urgency
from service.platform.push.huawei_receipts import Fate, UnreadableReceipts, genuine, receipts
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
from tests.support.gateways.huawei import Huawei, illegal, said, stamped
from tests.support.gateways.keys import Keys, make_keys
from tests.support.gateways.web import DRIBBLE, DROP, SILENCE, Fault, Reply, serving
from tests.support.waits import until

MOST_S = 1.5
ACCEPTED, DEAD, BAD = Outcome.ACCEPTED, Outcome.TOKEN_DEAD, Outcome.BAD_REQUEST
CONFIG, LATER, UNKNOWN = Outcome.CONFIG, Outcome.RETRY_LATER, Outcome.UNKNOWN
BOTH = pytest.mark.parametrize("generation", list(Generation))


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    return make_keys(tmp_path_factory.mktemp("keys"))


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
async def gateway(keys: Keys, clock: HandClock) -> AsyncIterator[Huawei]:
    async with serving(Huawei.of(keys, clock), keys) as running:
        yield running


def at(url: str) -> dict[str, Any]:
    return {"huawei_url": url, "huawei_token_url": f"{url}/oauth2/v2/token"}


@pytest.fixture
async def huawei(keys: Keys, clock: HandClock, gateway: Huawei) -> AsyncIterator[Channel]:
    async with channel("huawei", keys, clock, most_s=MOST_S, **at(gateway.url)) as opened:
        yield opened


def phone(generation: Generation, n: int = 1) -> HuaweiToken:
    return HuaweiToken(f"phone-{n}", generation)


async def many(huawei: Channel, count: int, generation: Generation) -> Counter[Outcome]:
    answers = await asyncio.gather(
        *(huawei.send(ring(n), phone(generation, n)) for n in range(count))
    )
    return Counter(answer.outcome for answer in answers)


async def test_an_older_phone_is_rung_as_huawei_wants_it(huawei: Channel, gateway: Huawei) -> None:
    answer = await huawei.send(ring(), phone(Generation.V2))
    assert answer == Answer(ACCEPTED, gateway_id="request-80000000")
    (request,) = gateway.requests
    task = str(ring().task_id)
    data = request["body"]["message"].pop("data")
    fits_the_phones_contract("huawei", json.loads(data))
    assert json.loads(data) == {
        "task_id": task,
        "kind": "emergency",
        "v": 1,
        "attempt": str(ATTEMPT),
        "until": UNTIL,
        "phone": str(PHONE_ID),
    }
    assert request["body"] == {
        "validate_only": False,
        "message": {
            "notification": {"title": "平安铃", "body": WORDS},
            "android": {
                "urgency": "HIGH",
                "category": "WORK",
                "ttl": "300s",
                "bi_tag": task,
                "notification": {"click_action": {"type": 3}, "tag": f"task-{task}"},
            },
        },
    }
    assert gateway.accepted == ["phone-1"]


async def test_a_newer_phone_is_rung_as_huawei_wants_it(huawei: Channel, gateway: Huawei) -> None:
    answer = await huawei.send(ring(), phone(Generation.V3))
    assert answer == Answer(ACCEPTED, gateway_id="request-80000000")
    (request,) = gateway.requests
    task = ring().task_id
    assert request["body"] == {
        "payload": {
            "notification": {
                "category": "WORK",
                "title": "平安铃",
                "body": WORDS,
                "clickAction": {
                    "actionType": 0,
                    "data": {
                        "task_id": str(task),
                        "kind": "emergency",
                        "v": 1,
                        "attempt": str(ATTEMPT),
                        "until": UNTIL,
                        "phone": str(PHONE_ID),
                    },
                },
                "notifyId": task.int & 0x7FFF_FFFF,
            }
        },
        "target": {},
        "pushOptions": {"ttl": 300, "biTag": str(task)},
    }
    assert gateway.logins == 0, "a newer phone needs no login"


async def test_an_ordinary_ring_is_not_urgent(huawei: Channel, gateway: Huawei) -> None:
    await huawei.send(ring(urgency=Urgency.ORDINARY), phone(Generation.V2))
    assert gateway.requests[0]["body"]["message"]["android"]["urgency"] == "NORMAL"


@BOTH
async def test_too_large_is_not_sent(
    huawei: Channel, gateway: Huawei, generation: Generation
) -> None:
    large = Ring(task_id=ring().task_id, words="铃" * 1500, expires_at=START)
    assert (await huawei.send(large, phone(generation))).outcome is BAD
    assert gateway.requests == []


async def test_a_phone_whose_interface_is_not_set_up_is_a_matter_of_settings(
    keys: Keys, clock: HandClock, gateway: Huawei
) -> None:
    more = {**at(gateway.url), "huawei_account_file": ""}
    async with channel("huawei", keys, clock, **more) as huawei:
        assert (await huawei.send(ring(), phone(Generation.V3))).outcome is CONFIG
        assert (await huawei.send(ring(), phone(Generation.V2))).outcome is ACCEPTED


ME = "phone-1"
TABLE = [
    # status, body, outcome, reason, requests
    (200, illegal("80100000", "tokenFormatError", ME), DEAD, "80100000 tokenFormatError", 1),
    (200, illegal("80100000", "noRight", ME), CONFIG, "80100000 noRight", 1),
    (200, illegal("80100000", "tokenFormatError", "other"), UNKNOWN, "80100000", 1),
    (
        200,
        said("80100000", json.dumps({"success": 0, "illegal_tokens": [ME]})),
        DEAD,
        "80100000 illegal",
        1,
    ),
    (200, said("80100000", "not JSON"), UNKNOWN, "80100000", 1),
    (200, said("80100001"), BAD, "80100001 parameter", 1),
    (200, said("80100003"), BAD, "80100003 message structure", 1),
    (200, said("80100016"), BAD, "80100016 sensitive words", 1),
    (200, said("80200001"), CONFIG, "80200001 authentication", 2),
    (200, said("80200003"), CONFIG, "80200003 access token expired", 2),
    (200, said("80200005"), CONFIG, "80200005 JWT expired", 2),
    (200, said("80300002"), CONFIG, "80300002 no right to push", 1),
    (200, said("80300007", "all tokens invalid"), DEAD, "80300007", 1),
    (200, illegal("80300007", "tokenNotExist", ME), DEAD, "80300007 tokenNotExist", 1),
    (200, illegal("80300007", "noPushTypeRight", ME), CONFIG, "80300007 noPushTypeRight", 1),
    (200, illegal("80300007", "noRight"), DEAD, "80300007", 1),
    (200, said("80300008"), BAD, "80300008 body too large", 1),
    (200, said("80300010"), BAD, "80300010 count of tokens", 1),
    (200, said("80300011"), CONFIG, "80300011 no right to this importance", 1),
    (200, said("81000001", "inner"), LATER, "81000001 inner", 2),
    (200, said("89999999", "new"), UNKNOWN, "89999999 new", 1),
    (200, "<html>", UNKNOWN, "status 200", 1),
    (503, "", LATER, "status 503", 1),
    (502, "", LATER, "status 502", 2),
    (500, "", LATER, "status 500", 2),
    (401, "", CONFIG, "status 401", 2),
    (400, "", BAD, "status 400", 1),
    (404, "", BAD, "status 404", 1),
    (302, "", UNKNOWN, "status 302", 1),
]


@BOTH
@pytest.mark.parametrize(("status", "body", "outcome", "reason", "requests"), TABLE)
async def test_each_answer_has_its_meaning(
    huawei: Channel,
    gateway: Huawei,
    generation: Generation,
    status: int,
    body: dict[str, Any] | str,
    outcome: Outcome,
    reason: str,
    requests: int,
) -> None:
    gateway.script(ME, *[Reply(status, body)] * 9)
    with within(MOST_S):
        answer = await huawei.send(ring(), phone(generation))
    assert (answer.outcome, answer.reason) == (outcome, reason)
    assert len(gateway.requests) == requests
    assert answer.retry_after_s == (60 if status == 503 else None)


async def test_flow_control_says_when_to_come_back(huawei: Channel, gateway: Huawei) -> None:
    gateway.script(ME, Reply(503, "", (("Retry-After", "9"),)))
    assert (await huawei.send(ring(), phone(Generation.V2))).retry_after_s == 9


async def test_one_login_for_all(huawei: Channel, gateway: Huawei) -> None:
    assert await many(huawei, 50, Generation.V2) == {ACCEPTED: 50}
    assert gateway.logins == 1


async def test_an_access_token_that_ran_out_is_renewed_once_for_all(
    huawei: Channel, gateway: Huawei
) -> None:
    await huawei.send(ring(), phone(Generation.V2))
    gateway.revoke()
    assert await many(huawei, 30, Generation.V2) == {ACCEPTED: 30}
    assert gateway.logins == 2


@BOTH
async def test_a_token_lasts_for_most_of_its_hour(
    huawei: Channel, gateway: Huawei, clock: HandClock, generation: Generation
) -> None:
    for minutes in (0, 54, 2):
        clock.forward(minutes=minutes)
        assert (await huawei.send(ring(), phone(generation))).outcome is ACCEPTED
    first, same, other = (request["bearer"] for request in gateway.requests)
    assert first == same
    assert other != first


async def test_a_jwt_is_signed_once_for_all(huawei: Channel, gateway: Huawei) -> None:
    assert await many(huawei, 30, Generation.V3) == {ACCEPTED: 30}
    assert gateway.jwts == 1


@pytest.mark.parametrize(
    ("reply", "outcome", "reason"),
    [
        (Reply(400, {"error": 1101}), CONFIG, "login: 1101"),
        (Reply(200, "nonsense"), CONFIG, "login: 200"),
        (Reply(503, ""), LATER, "login: 503"),
        (SILENCE, UNKNOWN, "no answer in time"),
        (DROP, UNKNOWN, "the connection broke twice"),
    ],
)
async def test_without_a_login_nothing_is_sent(
    huawei: Channel, gateway: Huawei, reply: Reply | Fault, outcome: Outcome, reason: str
) -> None:
    gateway.login_says.extend([reply] * 2)
    with within(MOST_S + 0.5):
        answer = await huawei.send(ring(), phone(Generation.V2))
    assert (answer.outcome, answer.reason) == (outcome, reason)
    assert gateway.requests == []
    assert (await huawei.send(ring(), phone(Generation.V3))).outcome is ACCEPTED


async def test_a_login_that_is_refused_shuts_that_interface_for_a_minute(
    huawei: Channel, gateway: Huawei, clock: HandClock
) -> None:
    gateway.login_says.append(Reply(400, {"error": 1101}))
    await huawei.send(ring(), phone(Generation.V2))
    answer = await huawei.send(ring(), phone(Generation.V2))
    assert (answer.outcome, answer.reason) == (CONFIG, "left alone: login: 1101")
    clock.forward(minutes=1)
    assert (await huawei.send(ring(), phone(Generation.V2))).outcome is ACCEPTED


async def test_one_phone_of_another_app_shuts_nobody_out(huawei: Channel, gateway: Huawei) -> None:
    gateway.script(ME, *[Reply(200, said("80200001"))] * 4)
    for _ in range(4):
        await huawei.send(ring(), phone(Generation.V2))
    assert (await huawei.send(ring(), phone(Generation.V2, 2))).outcome is ACCEPTED


@BOTH
@pytest.mark.parametrize("fault", [DROP, SILENCE, DRIBBLE], ids=lambda fault: fault.kind)
async def test_what_has_no_verdict_is_sent_again_over_a_new_connection(
    huawei: Channel, gateway: Huawei, generation: Generation, fault: Fault
) -> None:
    await huawei.send(ring(), phone(generation))
    gateway.script(ME, fault)
    with within(MOST_S):
        assert (await huawei.send(ring(), phone(generation))).outcome is ACCEPTED
    _, first, second = (request["connection"] for request in gateway.requests)
    assert first != second


@BOTH
@pytest.mark.parametrize("fault", [DROP, SILENCE, DRIBBLE], ids=lambda fault: fault.kind)
async def test_without_a_verdict_it_is_unknown_within_the_deadline(
    huawei: Channel, gateway: Huawei, generation: Generation, fault: Fault
) -> None:
    gateway.script(ME, *[fault] * 9)
    with within(MOST_S + 0.5):
        assert (await huawei.send(ring(), phone(generation))).outcome is UNKNOWN
    assert len(gateway.requests) == 2
    await until(lambda: gateway.dribbling == 0)
    assert (await huawei.send(ring(2), phone(generation, 2))).outcome is ACCEPTED


@BOTH
async def test_a_black_hole_is_left_alone_after_a_few(
    keys: Keys, clock: HandClock, generation: Generation
) -> None:
    async with mute_server() as port:
        more = at(f"https://127.0.0.1:{port}")
        async with channel("huawei", keys, clock, most_s=0.5, **more) as huawei:
            with within(1.5):
                assert await many(huawei, 30, generation) == {UNKNOWN: 30}
            with within(0.4):
                assert await many(huawei, 30, generation) == {LATER: 30}


USER, OLD_SECRET = "watchbell", "a callback secret"
KEY = bytes(range(32))
NEW_SECRET = base64.b64encode(KEY).decode()


@pytest.mark.parametrize(
    ("secret", "key"), [(OLD_SECRET, OLD_SECRET.encode()), (NEW_SECRET, KEY)], ids=["old", "new"]
)
def test_a_receipt_that_huawei_signed_is_genuine(secret: str, key: bytes) -> None:
    header = stamped(START, user=USER, key=key)
    found = genuine(header, user=USER, secret=secret, now=START)
    assert found is not None
    assert (found.at, found.nonce) == (START, "a07bfa17-6d82")
    assert genuine(header.replace("; ", ";"), user=USER, secret=secret, now=START)


@pytest.mark.parametrize(
    ("user", "secret", "later_s"),
    [
        ("other", NEW_SECRET, 0),
        (USER, base64.b64encode(KEY[::-1]).decode(), 0),
        (USER, "", 0),
        (USER, NEW_SECRET, 301),
        (USER, NEW_SECRET, -301),
    ],
)
def test_another_user_secret_or_time_is_not(user: str, secret: str, later_s: int) -> None:
    header = stamped(START, user=USER, key=KEY)
    now = START + timedelta(seconds=later_s)
    assert genuine(header, user=user, secret=secret, now=now) is None


def test_without_a_secret_nothing_is_genuine() -> None:
    header = stamped(START, user=USER, key=b"")
    assert genuine(header, user=USER, secret="", now=START) is None


@given(st.text(max_size=80), st.sampled_from(["", "timestamp=1; nonce=x; value="]))
def test_no_header_of_anybody_else_is_genuine(text: str, start: str) -> None:
    assert genuine(start + text, user=USER, secret=NEW_SECRET, now=START) is None


@given(st.integers(0, 200), st.characters(codec="ascii"))
def test_a_stamp_that_was_touched_is_not_genuine(place: int, other: str) -> None:
    header = stamped(START, user=USER, key=KEY)
    place %= len(header)
    touched = header[:place] + other + header[place + 1 :]
    found = genuine(touched, user=USER, secret=NEW_SECRET, now=START)
    assert found is None or "".join(touched.split()) == "".join(header.split())


@pytest.mark.parametrize(
    ("code", "fate"),
    [
        (0, Fate.DELIVERED),
        (2, Fate.TOKEN_DEAD),
        (5, Fate.TOKEN_DEAD),
        (6, Fate.NOT_SHOWN),
        (10, Fate.INACTIVE),
        (15, Fate.NOT_DELIVERED),
        (256, Fate.NOT_DELIVERED),
    ],
)
def test_a_receipt_of_either_form_is_read(code: int, fate: Fate) -> None:
    stamp = int(START.timestamp() * 1000)
    common = {"token": "a-token", "requestId": "r1", "biTag": "task"}
    older = {**common, "appid": "1", "status": code, "timestamp": stamp}
    newer = {
        **common,
        "pushType": 0,
        "appPackageName": "org.watchbell",
        "deliveryStatus": {"result": code, "timestamp": stamp},
    }
    for form in (older, newer):
        (found,) = receipts(json.dumps({"statuses": [form]}).encode())
        assert (found.fate, found.code, found.at) == (fate, code, START)
        assert (found.request_id, found.token, found.task_id) == ("r1", "a-token", "task")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{}",
        b'{"statuses": 1}',
        b'{"statuses": [{"token": 1}]}',
        json.dumps({"statuses": [{"token": "t", "requestId": "r"}] * 101}).encode(),
    ],
)
def test_what_huawei_does_not_send_is_unreadable(body: bytes) -> None:
    with pytest.raises(UnreadableReceipts):
        receipts(body)


def test_a_status_that_says_nothing_is_passed_over() -> None:
    form = {"token": "t", "requestId": "r", "status": 0, "timestamp": 10**30}
    assert receipts(json.dumps({"statuses": [form, {**form, "status": None}]}).encode()) == ()


async def test_what_takes_a_ring_back_replaces_it_without_a_sound_where_huawei_can(
    huawei: Channel, gateway: Huawei
) -> None:
    assert (await huawei.send(taken_back(), phone(Generation.V2))).outcome is ACCEPTED
    message = gateway.requests[0]["body"]["message"]
    fits_the_phones_contract("huawei", json.loads(message["data"]))
    assert json.loads(message["data"])["over"] == "taken"
    shown = message["android"]["notification"]
    assert (shown["importance"], shown["tag"]) == ("LOW", f"task-{ring().task_id}")
    assert message["android"]["urgency"] == "NORMAL"
    assert (await huawei.send(taken_back(), phone(Generation.V3))).outcome is Outcome.NO_ADDRESS
    assert len(gateway.requests) == 1, "HarmonyOS 5 would ring again"
