"""What Huawei's answers mean. Pure; both interfaces use the same codes."""

import msgspec
from msgspec import Struct

from service.platform.push import Answer, Outcome
from service.platform.push.circuit import Sign
from service.platform.push.gate import Told, numbered, shown

# Flow control asks to spread; a minute later the next channel has rung long ago.
_FLOW_WAIT_S = 60.0
# A token is not at fault where the app lacks a right.
_RIGHTS = frozenset({"noRight", "noPushTypeRight"})

_ACCEPTED = "80000000"
_SOME_REFUSED = "80100000"
_ALL_REFUSED = "80300007"
_MEANINGS: dict[str, tuple[Outcome, Sign, str]] = {
    "80100001": (Outcome.BAD_REQUEST, Sign.WELL, "parameter"),
    "80100003": (Outcome.BAD_REQUEST, Sign.WELL, "message structure"),
    "80100016": (Outcome.BAD_REQUEST, Sign.WELL, "sensitive words"),
    # Also what a token of another app gets: one phone must not shut the others out.
    "80200001": (Outcome.CONFIG, Sign.TROUBLE, "authentication"),
    "80200003": (Outcome.CONFIG, Sign.WRONG, "access token expired"),
    "80200005": (Outcome.CONFIG, Sign.WRONG, "JWT expired"),
    "80300002": (Outcome.CONFIG, Sign.WRONG, "no right to push"),
    "80300008": (Outcome.BAD_REQUEST, Sign.WELL, "body too large"),
    "80300010": (Outcome.BAD_REQUEST, Sign.WELL, "count of tokens"),
    "80300011": (Outcome.CONFIG, Sign.WRONG, "no right to this importance"),
}
_STALE = frozenset({"80200001", "80200003", "80200005"})


class Reading(Struct, frozen=True):
    """One answer, understood; whether a second try is worth it, at once or with a new token."""

    told: Told
    again: bool = False
    renew: bool = False


class _Body(Struct):
    code: str = ""
    msg: str = ""
    requestId: str = ""  # noqa: N815 - as it is on the wire.


class _Partly(Struct):
    illegalTokens: dict[str, list[str]] | list[str] = []  # noqa: N815
    illegal_tokens: list[str] = []


def read(status: int, body: bytes, token: str, retry_after_s: float | None) -> Reading:
    """The answer to a message for one token."""
    said = _body(body)
    if said.code == _ACCEPTED and status == 200:
        return Reading(
            Told(Answer(Outcome.ACCEPTED, gateway_id=numbered(said.requestId)), Sign.WELL)
        )
    if said.code in (_SOME_REFUSED, _ALL_REFUSED):
        return Reading(_refused(said, token))
    if said.code in _MEANINGS:
        outcome, sign, words = _MEANINGS[said.code]
        told = _told(outcome, sign, f"{said.code} {words}", said)
        return Reading(told, renew=said.code in _STALE)
    reason = shown(f"{said.code} {said.msg}" if said.code else f"status {status}")
    if status == 401:
        return Reading(_told(Outcome.CONFIG, Sign.WRONG, reason, said), renew=True)
    if status == 503:
        wait_s = _FLOW_WAIT_S if retry_after_s is None else retry_after_s
        return Reading(_told(Outcome.RETRY_LATER, Sign.TROUBLE, reason, said, wait_s))
    if status >= 500 or said.code.startswith("81"):  # 81000001: an error inside of theirs.
        told = _told(Outcome.RETRY_LATER, Sign.TROUBLE, reason, said, retry_after_s)
        return Reading(told, again=True)
    if status in (400, 404, 405, 413, 414):
        return Reading(_told(Outcome.BAD_REQUEST, Sign.TROUBLE, reason, said))
    return Reading(_told(Outcome.UNKNOWN, Sign.TROUBLE, reason, said))


def _refused(said: _Body, token: str) -> Told:
    """Some or all tokens were refused: ours, and for a reason that lies in the token?"""
    named = _named(said.msg)
    reasons = sorted(why for why, tokens in named.items() if token in tokens)
    if not reasons and said.code == _ALL_REFUSED:
        reasons = sorted(named)  # There was but one token.
    shown_as = " ".join([said.code, *reasons])
    if _RIGHTS.intersection(reasons):
        return _told(Outcome.CONFIG, Sign.TROUBLE, shown_as, said)
    if reasons or said.code == _ALL_REFUSED:
        return _told(Outcome.TOKEN_DEAD, Sign.WELL, shown_as, said)
    return _told(Outcome.UNKNOWN, Sign.WELL, shown_as, said)


def _named(message: str) -> dict[str, list[str]]:
    """The tokens that a message names, by reason; an old message gives no reasons."""
    try:
        partly = msgspec.json.decode(message, type=_Partly)
    except msgspec.MsgspecError:
        return {}
    newer = partly.illegalTokens
    if isinstance(newer, dict):
        return {shown(why): tokens for why, tokens in newer.items() if tokens}
    tokens = [*newer, *partly.illegal_tokens]
    return {"illegal": tokens} if tokens else {}


def _told(
    outcome: Outcome, sign: Sign, reason: str, said: _Body, wait_s: float | None = None
) -> Told:
    return Told(Answer(outcome, shown(reason), numbered(said.requestId), wait_s), sign)


def _body(body: bytes) -> _Body:
    try:
        return msgspec.json.decode(body, type=_Body)
    except msgspec.MsgspecError:
        return _Body()
