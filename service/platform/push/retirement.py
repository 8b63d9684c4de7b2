"""The brake on retiring tokens: a gateway that calls everybody dead is wrong, not everybody.

A wrong environment, topic or project makes a gateway refuse each token in turn. Whoever believes
it has no phones left to ring.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

RETIREMENT_WINDOW = timedelta(hours=1)
_COUNT_MAX = 20
_SHARE_MAX = 0.02
# In a town with thirty phones one is three per cent; a few in an hour are people with new phones.
_COUNT_FREE = 3


def may_retire(retired: Iterable[datetime], *, known: int, now: datetime) -> bool:
    """Whether one more token of a gateway may be retired; False is a matter for a person.

    `retired` are the instants of earlier retirements, `known` the gateway's tokens at the start of
    the window, the retired among them.
    """
    recent = sum(1 for at in retired if now - RETIREMENT_WINDOW < at <= now)
    most = max(_COUNT_FREE, min(_COUNT_MAX, int(known * _SHARE_MAX)))
    return recent < most
