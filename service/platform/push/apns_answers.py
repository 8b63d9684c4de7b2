"""What Apple's answers mean. Pure; the reasons are those of its documentation on handling them."""

from datetime import UTC, datetime
from enum import Enum

import msgspec
from msgspec import Struct

from service.platform.push import Answer, Outcome
from service.platform.push.circuit import Sign
from service.platform.push.gate import Told, numbered, shown

# Apple asks to wait fifteen minutes after a 5xx, and a while for a phone with too many pushes.
_SERVER_WAIT_S = 900.0
_DEVICE_WAIT_S = 60.0
_TOKEN_WAIT_S = 1200.0


class Again(Enum):
    """What a second try needs, where one is worth it."""

    NO = "no"
    NEW_CONNECTION = "new connection"
    NEW_TOKEN = "new token"  # noqa: S105 - the kind of a retry.
    OLD_TOKEN = "old token"  # noqa: S105


class Reading(Struct, frozen=True):
    """One answer, understood."""

    told: Told
    again: Again = Again.NO


class Refusal(Struct):
    """The body of an answer other than 200."""

    reason: str = ""
    timestamp: int | None = None


_DEAD = frozenset({"BadDeviceToken", "DeviceTokenNotForTopic", "ExpiredToken", "Unregistered"})
_SETTINGS = frozenset({"BadTopic", "MissingTopic", "TopicDisallowed"})
_STATUS_REASONS = {404: "BadPath", 405: "MethodNotAllowed", 413: "PayloadTooLarge"}


def read(
    status: int, body: bytes, *, gateway_id: str, retry_after_s: float | None, now: datetime
) -> Reading:
    """The answer of one request. An unknown reason is taken by its status."""
    gateway_id = numbered(gateway_id)
    if status == 200:
        return Reading(Told(Answer(Outcome.ACCEPTED, gateway_id=gateway_id), Sign.WELL))
    refusal = refused(body)
    reason = shown(refusal.reason) or _STATUS_REASONS.get(status, f"status {status}")
    outcome, sign, again = _meaning(status, reason)
    answer = Answer(outcome, reason, gateway_id, _wait_s(status, outcome, reason, retry_after_s))
    if status == 410:
        answer = msgspec.structs.replace(answer, dead_before=_instant(refusal.timestamp) or now)
    return Reading(Told(answer, sign), again)


def refused(body: bytes) -> Refusal:
    """The body of a refusal; an empty one where it cannot be read."""
    try:
        return msgspec.json.decode(body, type=Refusal)
    except msgspec.MsgspecError:
        return Refusal()


def _meaning(status: int, reason: str) -> tuple[Outcome, Sign, Again]:
    if status == 410 or reason in _DEAD:
        return Outcome.TOKEN_DEAD, Sign.WELL, Again.NO
    if reason == "IdleTimeout":
        return Outcome.RETRY_LATER, Sign.TROUBLE, Again.NEW_CONNECTION
    if reason in _SETTINGS:
        return Outcome.CONFIG, Sign.WRONG, Again.NO
    if status == 403:
        again = Again.NEW_TOKEN if reason == "ExpiredProviderToken" else Again.NO
        return Outcome.CONFIG, Sign.WRONG, again
    if reason == "TooManyProviderTokenUpdates":
        return Outcome.RETRY_LATER, Sign.TROUBLE, Again.OLD_TOKEN
    if status == 429:  # Too many to this phone: the others may be rung.
        return Outcome.RETRY_LATER, Sign.WELL, Again.NO
    if status in (400, 404, 405, 413):
        return Outcome.BAD_REQUEST, Sign.WELL, Again.NO
    if status >= 500:
        return Outcome.RETRY_LATER, Sign.TROUBLE, Again.NEW_CONNECTION
    return Outcome.UNKNOWN, Sign.TROUBLE, Again.NO


def _wait_s(status: int, outcome: Outcome, reason: str, said_s: float | None) -> float | None:
    if outcome is not Outcome.RETRY_LATER or reason == "IdleTimeout":
        return None
    if said_s is not None:
        return said_s
    if reason == "TooManyProviderTokenUpdates":
        return _TOKEN_WAIT_S
    return _DEVICE_WAIT_S if status == 429 else _SERVER_WAIT_S


def _instant(milliseconds: int | None) -> datetime | None:
    try:
        return None if milliseconds is None else datetime.fromtimestamp(milliseconds / 1000, UTC)
    except (ValueError, OverflowError, OSError):
        return None
