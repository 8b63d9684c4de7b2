"""Which channels there are is a matter of settings; a wrong one names itself at the start."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import msgspec
import pytest

from service.platform.push import Outcome, PhoneNumber
from service.platform.push.circuit import LIMITS
from service.platform.push.configured import from_settings
from service.settings import PushSettings, Settings, WrongSetting
from tests.support.clock import HandClock
from tests.support.gateway import text_gateway
from tests.support.gateways.calls import WORDS, mute_server, ring, settings, within
from tests.support.gateways.keys import Keys, make_keys

GATEWAYS = ("text", "voice", "wecom", "dingtalk")


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    return make_keys(tmp_path_factory.mktemp("keys"))


def names(given: PushSettings | Settings) -> set[str]:
    return set(from_settings(given, HandClock()))


def test_nothing_is_set_up_that_nobody_set(keys: Keys) -> None:
    assert names(PushSettings()) == set()
    assert names(settings(keys)) == {"apns", "fcm", "huawei", "web_push"}
    addresses = {f"{name}_gateway": "json://localhost/{to}" for name in GATEWAYS}
    assert names(PushSettings(**addresses)) == set(GATEWAYS)  # type: ignore[arg-type]


def test_the_service_has_what_its_settings_say() -> None:
    assert names(Settings()) == set()
    assert names(Settings(text_gateway="json://localhost/?to={to}")) == {"text"}


@pytest.mark.parametrize(
    ("change", "variable"),
    [
        ({"apns_key_file": "/nowhere"}, "WATCHBELL_APNS_KEY_FILE"),
        ({"apns_key_file": "RSA"}, "WATCHBELL_APNS_KEY_FILE"),
        ({"apns_key_file": "NONSENSE"}, "WATCHBELL_APNS_KEY_FILE"),
        ({"apns_key_id": ""}, "WATCHBELL_APNS_KEY_ID"),
        ({"apns_team_id": ""}, "WATCHBELL_APNS_TEAM_ID"),
        ({"apns_topic": ""}, "WATCHBELL_APNS_TOPIC"),
        ({"apns_ca_file": "/nowhere"}, "WATCHBELL_APNS_CA_FILE"),
        ({"apns_ca_file": "NONSENSE"}, "WATCHBELL_APNS_CA_FILE"),
        ({"fcm_account_file": "/nowhere"}, "WATCHBELL_FCM_ACCOUNT_FILE"),
        ({"fcm_account_file": "NONSENSE"}, "WATCHBELL_FCM_ACCOUNT_FILE"),
        ({"fcm_account_file": "HUAWEI"}, "WATCHBELL_FCM_ACCOUNT_FILE"),
        ({"fcm_ca_file": "NONSENSE"}, "WATCHBELL_FCM_CA_FILE"),
        ({"huawei_account_file": "GOOGLE"}, "WATCHBELL_HUAWEI_ACCOUNT_FILE"),
        ({"huawei_client_secret": ""}, "WATCHBELL_HUAWEI_CLIENT_SECRET"),
        ({"huawei_project_id": ""}, "WATCHBELL_HUAWEI_PROJECT_ID"),
        ({"huawei_category": ""}, "WATCHBELL_HUAWEI_CATEGORY"),
        ({"web_push_key_file": "RSA"}, "WATCHBELL_WEB_PUSH_KEY_FILE"),
        ({"web_push_contact": ""}, "WATCHBELL_WEB_PUSH_CONTACT"),
    ],
    ids=str,
)
def test_a_wrong_setting_names_itself_and_stops_the_start(
    keys: Keys, tmp_path: Path, change: dict[str, str], variable: str
) -> None:
    nonsense, rsa = tmp_path / "nonsense", tmp_path / "rsa.pem"
    nonsense.write_bytes(b"\x00nonsense")
    rsa.write_text(msgspec.json.decode(keys.google.read_bytes())["private_key"])
    files = {
        "NONSENSE": str(nonsense),
        "RSA": str(rsa),
        "GOOGLE": str(keys.google),
        "HUAWEI": str(keys.huawei),
    }
    more = {name: files.get(value, value) for name, value in change.items()}
    with pytest.raises(WrongSetting, match=f"^{variable} ") as caught:
        names(settings(keys, **more))
    assert "PRIVATE" not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("apns_url", "http://api.push.apple.com"),
        ("apns_url", "https://api.push.apple.com/"),
        ("apns_url", "https://api.push.apple.com\n"),
        ("apns_topic", "org.watchbell\r\nx: y"),
        ("huawei_project_id", "../v1"),
        ("fcm_url", ""),
        ("web_push_contact", "duty"),
        ("web_push_contact", "mailto:duty"),
        ("web_push_hosts", "https://host"),
        ("web_push_hosts", "*"),
        ("web_push_hosts", "*.*"),
        ("web_push_hosts", "a.b,*.com"),
        ("web_push_hosts", "localhost"),
        ("web_push_hosts", "a.b,"),
        ("voice_gateway", "no address"),
        ("apns_critical", "perhaps"),
    ],
)
def test_a_value_that_is_none_is_refused(name: str, value: str) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({name: value}, PushSettings, strict=False)


def test_an_environment_can_say_all_of_it(keys: Keys) -> None:
    wanted = settings(keys, apns_critical=True, voice_gateway="json://localhost/{to}")
    spoken = {
        name: str(value).lower() if isinstance(value, bool) else value
        for name in PushSettings.__struct_fields__
        if (value := getattr(wanted, name)) != ""
    }
    assert msgspec.convert(spoken, PushSettings, strict=False) == wanted


def test_whoever_does_not_ring_carries_no_weight(keys: Keys) -> None:
    given = msgspec.json.encode(settings(keys, text_gateway="json://localhost/{to}")).decode()
    program = f"""
import sys, msgspec
from service.platform.clock import SystemClock
from service.platform.push.configured import from_settings
from service.settings import PushSettings
found = from_settings(msgspec.json.decode({given!r}, type=PushSettings), SystemClock())
assert len(found) == 5
heavy = {{"httpx", "h2", "jwt", "pyfcm", "requests", "pywebpush", "py_vapid", "apprise"}}
print(sorted(heavy & set(sys.modules)))
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("name", GATEWAYS)
async def test_each_gateway_has_its_own_address(name: str) -> None:
    async with text_gateway() as gateway:
        channels = from_settings(PushSettings(**{f"{name}_gateway": gateway.url}), HandClock())  # type: ignore[arg-type]
        answer = await channels[name].send(ring(), PhoneNumber("13900000001"))
        await channels[name].close()
    assert (channels[name].name, answer.outcome) == (name, Outcome.ACCEPTED)
    assert gateway.texts == [("13900000001", WORDS)]


async def test_a_robot_of_a_group_needs_no_number() -> None:
    async with text_gateway() as gateway:
        url = gateway.url.partition("?")[0]
        (robot,) = from_settings(PushSettings(wecom_gateway=url), HandClock()).values()
        assert (await robot.send(ring(), PhoneNumber(""))).outcome is Outcome.ACCEPTED
        await robot.close()
    assert len(gateway.texts) == 1


@pytest.mark.parametrize("number", ["1/2", "139?x=1", "139&to=1", "１３９", "139 ", "+", "1" * 21])
async def test_what_is_no_number_goes_into_no_address(number: str) -> None:
    async with text_gateway() as gateway:
        (text,) = from_settings(PushSettings(text_gateway=gateway.url), HandClock()).values()
        assert (await text.send(ring(), PhoneNumber(number))).outcome is Outcome.BAD_REQUEST
        await text.close()
    assert gateway.texts == []


async def test_a_gateway_that_refuses_may_refuse_a_number_only() -> None:
    async with text_gateway() as gateway:
        (text,) = from_settings(PushSettings(text_gateway=gateway.url), HandClock()).values()
        gateway.status = 400
        for _ in range(LIMITS.troubles + 1):
            assert (await text.send(ring(), PhoneNumber("1"))).reason == "not taken"
        gateway.status = 200
        assert (await text.send(ring(), PhoneNumber("1"))).outcome is Outcome.ACCEPTED
        await text.close()


async def test_a_gateway_that_keeps_us_waiting_is_left_alone() -> None:
    async with mute_server() as port:
        given: dict[str, Any] = {"text_gateway": f"json://127.0.0.1:{port}/?-to={{to}}&rto=1"}
        channels = from_settings(PushSettings(**given), HandClock(), most_s=0.2)
        text = channels["text"]
        for _ in range(LIMITS.troubles):
            with within(1.0):
                assert (await text.send(ring(), PhoneNumber("1"))).outcome is Outcome.UNKNOWN
        answer = await text.send(ring(), PhoneNumber("1"))
        assert (answer.outcome, answer.reason) == (
            Outcome.RETRY_LATER,
            "left alone: no answer in time",
        )
        await text.close()
