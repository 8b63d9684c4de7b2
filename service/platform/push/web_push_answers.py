"""What the push services of browsers answer, after RFC 8030 and what they do beside it. Pure."""

from service.platform.push import Answer, Outcome
from service.platform.push.circuit import Sign
from service.platform.push.gate import Told

_ACCEPTED = frozenset({200, 201, 202, 204})


def read(status: int, *, location: str, retry_after_s: float | None) -> Told:
    """The answer to one message."""
    reason = f"status {status}"
    if status in _ACCEPTED:
        return Told(Answer(Outcome.ACCEPTED, gateway_id=location), Sign.WELL)
    if status in (404, 410):
        return Told(Answer(Outcome.TOKEN_DEAD, reason), Sign.WELL)
    if status in (401, 403):
        # Our key, or one subscription that was made for another: it must not shut the others out.
        return Told(Answer(Outcome.CONFIG, reason), Sign.TROUBLE)
    if status in (406, 429):  # 406 is how Windows says it.
        answer = Answer(Outcome.RETRY_LATER, reason, retry_after_s=retry_after_s)
        return Told(answer, Sign.TROUBLE)
    if 400 <= status < 500:
        return Told(Answer(Outcome.BAD_REQUEST, reason), Sign.WELL)
    if status >= 500:
        answer = Answer(Outcome.RETRY_LATER, reason, retry_after_s=retry_after_s)
        return Told(answer, Sign.TROUBLE)
    return Told(Answer(Outcome.UNKNOWN, reason), Sign.TROUBLE)
