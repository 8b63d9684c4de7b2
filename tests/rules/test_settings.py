"""What an operator may set: checked once, each wrong value by its name."""

from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.platform.verifier import open_verifier
from service.settings import (
    OTHERS,
    Settings,
    WrongSetting,
    as_environment,
    default_data,
    read_settings,
    variable,
)

# A value that cannot be used, for every setting that can be wrong.
WRONG = {
    "WATCHBELL_PORT": ["http", "-1", "65536", "80.5"],
    "WATCHBELL_PUBLIC_URL": ["watchbell.example", "ftp://a", "https://a b", "https://a\n"],
    "WATCHBELL_DEMO": ["perhaps", "2"],
    "DATABASE_URL": ["mysql://a/b", "a/b", "postgres://a b", "postgres://a/b\n"],
    "DATABASE_DIRECT_URL": ["mysql://a/b", "postgres://a/b\n"],
    "DATABASE_OWNER_URL": ["mysql://a/b", "postgres://a/b\n"],
    "REDIS_URL": ["http://a", "sentinel://a/b", "redis://a\n"],
    "BLOB_URL": ["gs://a", "s3://a\n"],
    "WATCHBELL_KEY_SERVICE_URL": ["http://vault.example/v1", "vault.example", "https://a\n"],
    "WATCHBELL_DATABASE_POOL": ["1", "201", "many"],
    "WATCHBELL_POOLER_BETWEEN": ["pgbouncer"],
    "WATCHBELL_ACCESS_TOKEN_S": ["59", "3601"],
    "WATCHBELL_REFRESH_TOKEN_S": ["3599", "7776001"],
    "WATCHBELL_SECOND_FACTOR_ROLES": ["Dispatcher", "dispatcher,", "a b", "none\n"],
    "WATCHBELL_SIGN_ON_ISSUER": ["http://a", "http://127.0.0.1.a", "a", "https://a\n"],
    "WATCHBELL_SIGN_ON_SCOPE": ["profile", "openid\n"],
    "WATCHBELL_SIGN_ON_NAME_CLAIM": ["a b", "sub\n"],
    "WATCHBELL_BODY_BYTES_MAX": ["4095", "67108865"],
    "WATCHBELL_SOCKETS_MAX": ["9", "100001"],
    "WATCHBELL_SOCKETS_EACH_MAX": ["0", "1001"],
    "WATCHBELL_REQUESTS_MAX": ["9", "10001"],
    "WATCHBELL_ALARM_CONNECTIONS": ["0", "51"],
    "WATCHBELL_RATE_LIMITS": ["some"],
    "WATCHBELL_WATCHING_MAX": ["-1", "1001", "many"],
    "WATCHBELL_REVIEW_PROCESSES": ["0", "17", "many"],
    "WATCHBELL_UTC_OFFSET_MIN": ["-841", "841", "Asia/Shanghai"],
    "WATCHBELL_ROUTER_URL": ["osrm:5000", "http://a\n"],
    "WATCHBELL_ROUTER_KIND": ["google", "osrm\n"],
    "WATCHBELL_ROUTER_WAIT_MS": ["9", "5001"],
    "WATCHBELL_WARM_CAMERAS_MAX": ["-1", "2001", "all"],
    "WATCHBELL_WARM_BUSY_PERCENT": ["0", "101"],
    "WATCHBELL_WARM_AHEAD_PERCENT": ["-1", "101", "all"],
    "WATCHBELL_CAMERAS_ON_LOOPBACK": ["perhaps"],
    "WATCHBELL_COPIES_MB_MAX": ["99", "100000001", "all"],
    "WATCHBELL_TEXT_GATEWAY": ["a gateway", "sms://a\n"],
    "WATCHBELL_VOICE_GATEWAY": ["a gateway", "sms://a\n"],
    "WATCHBELL_WECOM_GATEWAY": ["a gateway", "wecombot://a\n"],
    "WATCHBELL_DINGTALK_GATEWAY": ["a gateway", "dingtalk://a\n"],
    "WATCHBELL_APNS_KEY_ID": ["ABC 123", "a/b", "a\n"],
    "WATCHBELL_APNS_TEAM_ID": ["a b", "a\n"],
    "WATCHBELL_APNS_TOPIC": ["org watchbell", "铃", "a\n"],
    "WATCHBELL_APNS_CRITICAL": ["perhaps"],
    "WATCHBELL_APNS_URL": ["http://a", "https://a\n", "api.push.apple.com"],
    "WATCHBELL_APNS_SANDBOX_URL": ["http://a", "https://a\n"],
    "WATCHBELL_FCM_ALLOWED": ["perhaps"],
    "WATCHBELL_FCM_URL": ["http://a", "https://a\n"],
    "WATCHBELL_FCM_TOKEN_URL": ["http://a", "https://a\n"],
    "WATCHBELL_HUAWEI_PROJECT_ID": ["a/b", "a\n"],
    "WATCHBELL_HUAWEI_CATEGORY": ["TO WORK", "WORK\n"],
    "WATCHBELL_HUAWEI_CLIENT_ID": ["a/b", "a\n"],
    "WATCHBELL_HUAWEI_URL": ["http://a", "https://a\n"],
    "WATCHBELL_HUAWEI_TOKEN_URL": ["http://a", "https://a\n"],
    "WATCHBELL_WEB_PUSH_CONTACT": ["duty@watchbell.test", "mailto:duty", "http://a"],
    "WATCHBELL_WEB_PUSH_HOSTS": ["*", "*.com", "https://a.example", "a.example,", "a.example\n"],
    "WATCHBELL_IDENTITY_VERIFIER": ["anybody", "TEST", "token\n"],
    "WATCHBELL_IDENTITY_VERIFIER_URL": ["http://id.example/check", "id.example", "https://a\n"],
    "WATCHBELL_MAP_LAT": ["-85.1", "86", "nan", "inf"],
    "WATCHBELL_MAP_LON": ["-180.1", "181", "nan"],
    "WATCHBELL_MAP_ZOOM": ["0", "21", "nan"],
    "WATCHBELL_TILES_URL": [
        "http://a/{z}/{x}",
        "ftp://a/{z}/{x}/{y}",
        "https://a b/{z}/{x}/{y}",
        "https://a/{z}/{x}/{y};script-src",
        "https://*/{z}/{x}/{y}",
        "https://a/{z}/{x}/{y}\n",
    ],
    "WATCHBELL_TILES_CRS": ["bd09", "gcj02\n"],
    "WATCHBELL_LOG_LEVEL": ["loud", "INFO", "info\n"],
}
# Any text is a folder, a file or an address to listen on.
FREE = {"WATCHBELL_DATA", "WATCHBELL_HOST", "WATCHBELL_KEY_FILE", "WATCHBELL_MAP_FILE"}
FREE |= {"WATCHBELL_REGISTER_KEY_FILE", "WATCHBELL_WARM_HOST", "WATCHBELL_HUAWEI_CLIENT_SECRET"}
FREE |= {f"WATCHBELL_SIGN_ON_{name}" for name in ("CLIENT_ID", "SECRET_FILE", "ROLES_FILE")}
FREE |= {"WATCHBELL_RECORDINGS_FOLDER"}
FREE |= {"WATCHBELL_HUAWEI_RECEIPTS_USER", "WATCHBELL_HUAWEI_RECEIPTS_SECRET"}
FREE |= {f"WATCHBELL_{name}_CA_FILE" for name in ("APNS", "FCM", "HUAWEI", "WEB_PUSH")}
FREE |= {f"WATCHBELL_KEY_{name}" for name in ("FOLDER", "SERVICE_TOKEN_FILE", "SERVICE_CA_FILE")}
FREE |= {"WATCHBELL_APNS_KEY_FILE", "WATCHBELL_WEB_PUSH_KEY_FILE"}
FREE |= {f"WATCHBELL_{name}_ACCOUNT_FILE" for name in ("FCM", "HUAWEI")}


def test_every_setting_is_either_free_text_or_has_values_that_cannot_be_used() -> None:
    assert {variable(name) for name in Settings.__struct_fields__} == set(WRONG) | FREE


@pytest.mark.parametrize(
    ("name", "value"), [(name, value) for name, values in WRONG.items() for value in values]
)
def test_a_wrong_value_names_its_variable(name: str, value: str) -> None:
    with pytest.raises(WrongSetting, match=rf"^{name} cannot be used: "):
        read_settings({"WATCHBELL_HOST": "0.0.0.0", name: value})


def test_a_wrong_address_is_not_said_aloud_with_its_password() -> None:
    with pytest.raises(WrongSetting) as refused:
        read_settings({"DATABASE_URL": "mysql://me:secret@host/a"})
    assert "secret" not in str(refused.value)


def test_a_misspelt_setting_is_refused_by_its_name() -> None:
    with pytest.raises(WrongSetting, match="WATCHBELL_PROT is not a setting"):
        read_settings({"WATCHBELL_PROT": "80"})


def test_what_belongs_to_others_is_passed_over() -> None:
    environment = {"PATH": "/bin", "PORT": "9", "HOST": "a", "DATA": "b", "LOG_LEVEL": "loud"}
    environment |= dict.fromkeys(OTHERS, "x")
    assert read_settings(environment) == Settings()


def test_the_word_that_other_programs_know_a_setting_by_has_no_prefix() -> None:
    with pytest.raises(WrongSetting, match="WATCHBELL_DATABASE_URL"):
        read_settings({"WATCHBELL_DATABASE_URL": "postgres://a/b"})
    assert read_settings({"DATABASE_URL": "postgres://a/b"}).database_url == "postgres://a/b"


def test_an_empty_value_is_the_same_as_none() -> None:
    names = [variable(name) for name in Settings.__struct_fields__]
    assert read_settings(dict.fromkeys(names, "")) == Settings()


@pytest.mark.parametrize(("text", "meant"), [("1", True), ("true", True), ("0", False)])
def test_a_switch_is_a_word_or_a_number(text: str, meant: bool) -> None:
    assert read_settings({"WATCHBELL_DEMO": text}).demo is meant


_ODD: dict[str, st.SearchStrategy[Any]] = {
    "data": st.text(st.characters(exclude_characters="\0", codec="utf-8"), max_size=40),
    "demo": st.booleans(),
    "pooler_between": st.booleans(),
    "map_lat": st.floats(-85, 85),
    "map_lon": st.floats(-180, 180),
    "map_zoom": st.floats(1, 20),
    "port": st.integers(0, 65_535),
    "database_pool": st.integers(2, 200),
    "access_token_s": st.integers(60, 3600),
    "database_url": st.sampled_from(["", "postgres://a/b", "postgresql://u:p@h:5/d?x=%20y"]),
    "blob_url": st.sampled_from(["", "s3://bucket/a", "file:///a"]),
    "router_kind": st.sampled_from(["osrm", "valhalla"]),
    "log_level": st.sampled_from(["debug", "info", "warning", "error"]),
}


@given(st.fixed_dictionaries({}, optional=_ODD))
def test_a_child_process_reads_the_same_settings(values: dict[str, Any]) -> None:
    settings = Settings(**values)
    environment = as_environment(settings)
    assert read_settings(environment) == settings
    assert read_settings({**environment, "PATH": "/bin"}) == settings


def test_a_child_process_is_told_only_what_was_set() -> None:
    assert as_environment(Settings()) == {}
    assert as_environment(Settings(port=9000, demo=True)) == {
        "WATCHBELL_PORT": "9000",
        "WATCHBELL_DEMO": "true",
    }


def test_settings_keep_no_field_that_they_do_not_know() -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"prot": 1}, Settings)


def test_listening_and_migrating_go_past_the_pooler() -> None:
    through = Settings(database_url="postgres://pooler/a")
    assert through.direct_url == "postgres://pooler/a"
    past = Settings(database_url="postgres://pooler/a", database_direct_url="postgres://server/a")
    assert past.direct_url == past.owner_url == "postgres://server/a"
    owned = Settings(database_url="postgres://app@a/a", database_owner_url="postgres://owner@a/a")
    assert (owned.direct_url, owned.owner_url) == ("postgres://app@a/a", "postgres://owner@a/a")


def test_the_data_folder_is_the_one_that_was_named() -> None:
    assert Settings(data="/srv/watchbell").data_folder == Path("/srv/watchbell")
    assert Settings(data="somewhere").data_folder.is_absolute()
    assert Settings().data_folder == default_data()


def test_a_verifier_that_believes_anybody_is_for_demonstrations_alone() -> None:
    with pytest.raises(ValueError, match="believes anybody"):
        open_verifier("test", "", demo=False)
    assert open_verifier("test", "", demo=True) is not None
    assert open_verifier("none", "", demo=False) is None
    assert open_verifier("token", "https://id.example.com/check", demo=False) is not None
