"""How long a gateway asks to be left alone, as HTTP says it. Pure."""

import email.utils
from datetime import UTC, datetime

_MOST_S = 86_400.0


def retry_after_s(said: str | None, date: str | None) -> float | None:
    """Seconds from a Retry-After header: a number, or an instant beside the answer's own Date.

    None where there is none that can be used. At most a day.
    """
    if said is None:
        return None
    said = said.strip()
    if said.isascii() and said.isdigit():
        return min(_MOST_S, float(said))
    until, sent = _instant(said), _instant(date or "")
    if until is None or sent is None:
        return None
    return min(_MOST_S, max(0.0, (until - sent).total_seconds()))


def _instant(text: str) -> datetime | None:
    try:
        at = email.utils.parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return at if at.tzinfo is not None else at.replace(tzinfo=UTC)
