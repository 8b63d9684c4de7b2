"""Huawei's word on what became of a message: delivered, perhaps; received, only the phone says.

Pure. Receipts come late or never, and up to a hundred in one call. Whoever opens a door for them
remembers nonces for as long as a stamp is taken.
"""

import base64
import binascii
import hashlib
import hmac
import re
from datetime import UTC, datetime, timedelta
from enum import StrEnum

import msgspec
from msgspec import Struct

STAMP_AGE_MAX = timedelta(minutes=5)
_STATUSES_MAX = 100
_MILLISECONDS = re.compile(r"[0-9]{1,16}")


class UnreadableReceipts(Exception):
    """The call is not what Huawei sends."""


class Fate(StrEnum):
    """What became of a message, as far as Huawei knows."""

    DELIVERED = "delivered"
    TOKEN_DEAD = "token_dead"  # noqa: S105 - the app is gone, or has another token by now.
    NOT_SHOWN = "not_shown"  # The phone has it and keeps it to itself.
    INACTIVE = "inactive"  # Not on the network for thirty days.
    NOT_DELIVERED = "not_delivered"


_FATES = {
    0: Fate.DELIVERED,
    2: Fate.TOKEN_DEAD,
    5: Fate.TOKEN_DEAD,
    6: Fate.NOT_SHOWN,
    10: Fate.INACTIVE,
}


class Receipt(Struct, frozen=True):
    """One message to one phone; `code` is Huawei's own number for the fate."""

    request_id: str
    token: str
    task_id: str
    fate: Fate
    code: int
    at: datetime


class Stamp(Struct, frozen=True):
    """The header X-HUAWEI-CALLBACK-ID."""

    at: datetime
    nonce: str
    _signed: str
    _value: str


def genuine(header: str, *, user: str, secret: str, now: datetime) -> Stamp | None:
    """The stamp of a call that Huawei made within five minutes; None for any other.

    The value is the base64 of an HMAC-SHA256 over time, nonce and user name. Newer secrets are
    base64 of the key, older ones are the key.
    """
    stamp = _stamp(header)
    if stamp is None or not secret or abs(now - stamp.at) > STAMP_AGE_MAX:
        return None
    signed = (stamp._signed + user).encode()
    good = False
    for key in _keys(secret):
        value = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest())
        good |= hmac.compare_digest(value, stamp._value.encode())
    return stamp if good else None


def receipts(body: bytes) -> tuple[Receipt, ...]:
    """The receipts of a call, of the older form or the newer. Raises UnreadableReceipts."""
    try:
        statuses = msgspec.json.decode(body, type=_Call).statuses
    except msgspec.MsgspecError as error:
        raise UnreadableReceipts(str(error)) from error
    if len(statuses) > _STATUSES_MAX:
        raise UnreadableReceipts("more than a hundred in one call")
    return tuple(found for one in statuses if (found := _receipt(one)) is not None)


class _Delivery(Struct):
    result: int
    timestamp: int


class _Status(Struct):
    token: str
    requestId: str  # noqa: N815 - as it is on the wire.
    biTag: str = ""  # noqa: N815
    status: int | None = None
    timestamp: int | None = None
    deliveryStatus: _Delivery | None = None  # noqa: N815


class _Call(Struct):
    statuses: list[_Status]


def _receipt(status: _Status) -> Receipt | None:
    newer = status.deliveryStatus
    code = status.status if newer is None else newer.result
    at = _instant(status.timestamp if newer is None else newer.timestamp)
    if code is None or at is None:
        return None
    fate = _FATES.get(code, Fate.NOT_DELIVERED)
    return Receipt(status.requestId, status.token, status.biTag, fate, code, at)


def _stamp(header: str) -> Stamp | None:
    pairs = (part.strip().partition("=") for part in header.split(";"))
    found = {name: value for name, _, value in pairs}
    text, nonce, value = (found.get(name, "") for name in ("timestamp", "nonce", "value"))
    at = _instant(int(text)) if _MILLISECONDS.fullmatch(text) else None
    if at is None or not nonce or not value.isascii():
        return None
    return Stamp(at, nonce, text + nonce, value)


def _keys(secret: str) -> list[bytes]:
    keys = [secret.encode()]
    try:
        keys.append(base64.b64decode(secret, validate=True))
    except (binascii.Error, ValueError):
        return keys
    return keys


def _instant(milliseconds: int | None) -> datetime | None:
    try:
        return None if milliseconds is None else datetime.fromtimestamp(milliseconds / 1000, UTC)
    except (ValueError, OverflowError, OSError):
        return None
