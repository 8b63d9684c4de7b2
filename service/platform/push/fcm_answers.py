"""What Firebase Cloud Messaging's answers mean. Pure; pyfcm takes every 404 for a dead token."""

from typing import Any

import msgspec
from msgspec import Struct

from service.platform.push import Answer, Outcome
from service.platform.push.circuit import Sign
from service.platform.push.gate import Told, numbered, shown

_QUOTA_WAIT_S = 60.0  # What Google asks for at least, where a project's quota is spent.
_BAD_TOKEN = "not a valid FCM registration token"  # noqa: S105 - Google's sentence.


class Reading(Struct, frozen=True):
    """One answer, understood, and whether a new access token is worth a second try."""

    told: Told
    renew: bool = False


class _Violation(Struct):
    field: str = ""


class _Detail(Struct, rename={"kind": "@type"}):
    kind: str = ""
    errorCode: str = ""  # noqa: N815 - as it is on the wire.
    fieldViolations: list[_Violation] = []  # noqa: N815


class _Error(Struct):
    message: str = ""
    status: str = ""
    details: list[_Detail] = []


class _Body(Struct):
    name: str = ""
    error: _Error | None = None


def read(status: int, body: bytes, retry_after_s: float | None) -> Reading:
    """The answer to one message."""
    said = _body(body)
    if status == 200:
        answer = Answer(Outcome.ACCEPTED, gateway_id=numbered(said.name))
        return Reading(Told(answer, Sign.WELL))
    error = said.error or _Error()
    code = next((d.errorCode for d in error.details if d.errorCode), "")
    reason = shown(code or error.status or f"status {status}")
    outcome, sign = _meaning(status, code, error)
    wait_s = retry_after_s
    if status == 429 and wait_s is None:
        wait_s = _QUOTA_WAIT_S
    answer = Answer(
        outcome, reason, retry_after_s=wait_s if outcome is Outcome.RETRY_LATER else None
    )
    return Reading(Told(answer, sign), renew=status == 401 and code != "THIRD_PARTY_AUTH_ERROR")


def _meaning(status: int, code: str, error: _Error) -> tuple[Outcome, Sign]:
    if status == 404:
        if code == "UNREGISTERED":
            return Outcome.TOKEN_DEAD, Sign.WELL
        return Outcome.CONFIG, Sign.WRONG  # The project is another: no token is at fault.
    if status == 400:
        violated = any(detail.fieldViolations for detail in error.details)
        if code and not violated and _BAD_TOKEN in error.message:
            return Outcome.TOKEN_DEAD, Sign.WELL
        return Outcome.BAD_REQUEST, Sign.WELL
    if status == 403:
        if code == "SENDER_ID_MISMATCH":
            return Outcome.TOKEN_DEAD, Sign.WELL
        return Outcome.CONFIG, Sign.WRONG
    if status == 401:
        # A key that Firebase lacks for browsers or iPhones says nothing of the others.
        third = code == "THIRD_PARTY_AUTH_ERROR"
        return Outcome.CONFIG, Sign.TROUBLE if third else Sign.WRONG
    if status == 429 or status >= 500:
        return Outcome.RETRY_LATER, Sign.TROUBLE
    return (Outcome.BAD_REQUEST if 400 <= status < 500 else Outcome.UNKNOWN), Sign.TROUBLE


def _body(body: bytes) -> _Body:
    try:
        return msgspec.json.decode(body, type=_Body)
    except msgspec.MsgspecError:
        return _Body()


def refusal_of_login(status: int, body: bytes, retry_after_s: float | None) -> Told:
    """What to tell where Google gives no access token."""
    try:
        found: Any = msgspec.json.decode(body)
        word = found.get("error", "") if isinstance(found, dict) else ""
    except msgspec.MsgspecError:
        word = ""
    reason = shown(f"login: {word or status}")
    if status == 429 or status >= 500:
        answer = Answer(Outcome.RETRY_LATER, reason, retry_after_s=retry_after_s)
        return Told(answer, Sign.TROUBLE)
    return Told(Answer(Outcome.CONFIG, reason), Sign.WRONG)
