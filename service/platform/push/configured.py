"""The channels that an operator has set up, made from the settings."""

import ssl
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import msgspec
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from msgspec import Struct

from service.platform.clock import Clock
from service.platform.push import Channel, Environment, Generation
from service.platform.push.accounts import FcmAccount, WebPushKey
from service.platform.push.apns import ApnsChannel, ApnsKey
from service.platform.push.fcm import FcmChannel
from service.platform.push.gate import MOST_S
from service.platform.push.http1 import Poster
from service.platform.push.huawei import HuaweiApp, HuaweiChannel
from service.platform.push.huawei_tokens import (
    GivenTokens,
    HuaweiAccount,
    HuaweiClient,
    SignedTokens,
)
from service.platform.push.text import TextChannel
from service.platform.push.web_push import WebPushChannel
from service.settings import PushSettings, WrongSetting, variable

if TYPE_CHECKING:
    from service.platform.push.huawei_tokens import Tokens

T = TypeVar("T")

_FILE_BYTES_MAX = 65_536


class _GoogleAccount(Struct):
    """What Google puts into the file of a service account."""

    project_id: str
    private_key: str
    private_key_id: str
    client_email: str
    token_uri: str


class _HuaweiAccount(Struct):
    """What Huawei puts into the file of a service account."""

    private_key: str
    key_id: str
    sub_account: str
    token_uri: str


def from_settings(
    given: PushSettings, clock: Clock, *, most_s: float = MOST_S
) -> dict[str, Channel]:
    """The channels by the names that response plans use. Raises WrongSetting.

    Nothing is connected and no package loaded before the first ring.
    """
    found: list[Channel] = []
    for name in ("text", "voice", "wecom", "dingtalk"):
        gateway = getattr(given, f"{name}_gateway")
        if gateway:
            found.append(TextChannel(gateway, most_s, name=name, clock=clock))
    if given.apns_key_file:
        found.append(_apns(given, clock, most_s))
    if given.fcm_allowed and given.fcm_account_file:
        found.append(_fcm(given, clock, most_s))
    if given.huawei_client_id or given.huawei_account_file:
        found.append(_huawei(given, clock, most_s))
    if given.web_push_key_file:
        found.append(_web_push(given, clock, most_s))
    return {channel.name: channel for channel in found}


def _apns(given: PushSettings, clock: Clock, most_s: float) -> Channel:
    key = ApnsKey(
        _curve_key("apns_key_file", given.apns_key_file),
        _needed("apns_key_id", given.apns_key_id),
        _needed("apns_team_id", given.apns_team_id),
        _needed("apns_topic", given.apns_topic),
    )
    urls = {
        Environment.PRODUCTION: given.apns_url,
        Environment.SANDBOX: given.apns_sandbox_url,
    }
    context = _context("apns_ca_file", given.apns_ca_file)
    return ApnsChannel(key, clock, context, urls, critical=given.apns_critical, most_s=most_s)


def _fcm(given: PushSettings, clock: Clock, most_s: float) -> Channel:
    setting = "fcm_account_file"
    account = _account(setting, given.fcm_account_file, _GoogleAccount)
    _context("fcm_ca_file", given.fcm_ca_file)  # So that a wrong one is found at the start.
    return FcmChannel(
        FcmAccount(
            project_id=account.project_id,
            email=account.client_email,
            key=_rsa_key(setting, account.private_key.encode()),
            key_id=account.private_key_id,
            audience=account.token_uri,
            token_url=given.fcm_token_url or account.token_uri,
            url=given.fcm_url,
            ca_file=given.fcm_ca_file,
        ),
        clock,
        most_s=most_s,
    )


def _huawei(given: PushSettings, clock: Clock, most_s: float) -> Channel:
    poster = Poster(_context("huawei_ca_file", given.huawei_ca_file), most_s)
    tokens: dict[Generation, Tokens] = {}
    if given.huawei_client_id:
        secret = _needed("huawei_client_secret", given.huawei_client_secret)
        client = HuaweiClient(given.huawei_client_id, secret)
        tokens[Generation.V2] = GivenTokens(client, given.huawei_token_url, poster, clock)
    if given.huawei_account_file:
        setting = "huawei_account_file"
        found = _account(setting, given.huawei_account_file, _HuaweiAccount)
        key = _rsa_key(setting, found.private_key.encode())
        account = HuaweiAccount(key, found.key_id, found.sub_account)
        tokens[Generation.V3] = SignedTokens(account, found.token_uri, clock)
    app = HuaweiApp(
        given.huawei_url,
        _needed("huawei_project_id", given.huawei_project_id),
        _needed("huawei_category", given.huawei_category),
    )
    return HuaweiChannel(app, tokens, poster, clock, most_s=most_s)


def _web_push(given: PushSettings, clock: Clock, most_s: float) -> Channel:
    key = WebPushKey(
        _curve_key("web_push_key_file", given.web_push_key_file),
        _needed("web_push_contact", given.web_push_contact),
    )
    hosts = [host for host in given.web_push_hosts.split(",") if host]
    poster = Poster(_context("web_push_ca_file", given.web_push_ca_file), most_s)
    return WebPushChannel(key, hosts, poster, clock, most_s=most_s)


def _needed(setting: str, value: str) -> str:
    if not value:
        raise WrongSetting(f"{variable(setting)} must be set with its channel")
    return value


def _context(setting: str, ca_file: str) -> ssl.SSLContext:
    """TLS 1.2 or later; the authorities of that file alone, or the machine's."""
    try:
        return ssl.create_default_context(cafile=ca_file or None)
    except (OSError, ssl.SSLError) as error:
        raise WrongSetting(f"{variable(setting)} cannot be used: {error}") from error


def _account(setting: str, file: str, shape: type[T]) -> T:
    try:
        return msgspec.json.decode(_file(setting, file), type=shape)
    except msgspec.MsgspecError as error:
        raise WrongSetting(f"{variable(setting)} cannot be used: {error}") from error


def _curve_key(setting: str, file: str) -> EllipticCurvePrivateKey:
    key = _key(setting, _file(setting, file))
    if not isinstance(key, EllipticCurvePrivateKey) or not isinstance(key.curve, SECP256R1):
        raise WrongSetting(f"{variable(setting)} cannot be used: it is no key of P-256")
    return key


def _rsa_key(setting: str, pem: bytes) -> RSAPrivateKey:
    key = _key(setting, pem)
    if not isinstance(key, RSAPrivateKey):
        raise WrongSetting(f"{variable(setting)} cannot be used: it is no RSA key")
    return key


def _key(setting: str, pem: bytes) -> object:
    try:
        return serialization.load_pem_private_key(pem, password=None)
    except (ValueError, TypeError) as error:
        raise WrongSetting(f"{variable(setting)} cannot be used: it is no private key") from error


def _file(setting: str, file: str) -> bytes:
    try:
        with Path(file).open("rb") as opened:
            return opened.read(_FILE_BYTES_MAX)
    except OSError as error:
        raise WrongSetting(f"{variable(setting)} cannot be read: {error.strerror}") from error
