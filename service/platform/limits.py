"""How much of each door one asker may take, as data beside the route; the contract says the same.

At the alarm's doors only what a device has signed is counted, and only against that device: no
press is refused because somebody else pressed before.
"""

import math
from collections import OrderedDict
from collections.abc import Hashable, Mapping
from typing import Any

from msgspec import Struct

# Of every request, before any door is known.
HEADER_BYTES_MAX = 32 * 1024
HEADERS_MOST = 100
HEADERS_S = 15.0


class Rate(Struct, frozen=True):
    """So many requests in so many seconds, all at once or one after the other."""

    count: int
    per_s: int


class Limits(Struct, frozen=True, kw_only=True):
    """What one door takes, besides the size of its body."""

    # A body that comes more slowly is given up: it holds a place.
    body_s: int = 30
    query_bytes: int = 4096
    # Objects and lists within each other.
    depth: int = 32
    # Of one person or device; of one address where nobody says who he is.
    rate: Rate | None = Rate(600, 60)
    # Its own share of connections and places: no flood of another door reaches it.
    alarm: bool = False


_USUAL = Limits()
_STRANGERS = Limits(rate=Rate(300, 60))
# Nobody signs in at these doors: the address itself is the key, or a number that nobody guesses. A
# whole centre, or all phones of a mobile network, may come from one address at once.
MANY_BEHIND = Limits(rate=Rate(6000, 60))
# Names and numbers are unmasked one by one, not by the page.
UNMASKING = Limits(rate=Rate(30, 3600))
# A box sends a beat each half minute and a press when a key is pressed; after a day without a line
# it has some to make good. One that sends five a second for longer has gone mad: it keeps what it
# was refused and sends it when it is told to, so that nothing is lost by it either.
ALARM = Limits(rate=Rate(300, 60), alarm=True, body_s=10)


def limited(limits: Limits) -> dict[str, object]:
    """What a door takes, where it is not what all of its kind take."""
    return {"limits": limits}


def limits_of(opt: Mapping[str, Any], *, is_open: bool) -> Limits:
    """The limits of a door."""
    usual = _STRANGERS if is_open else _USUAL
    found: Limits = opt.get("limits", usual)
    return found


class Meter:
    """How often each key has been used lately; one number for each, and a bounded number of keys.

    The number is when the key would be unused again if each use took its share of the time.
    """

    def __init__(self, keys_most: int) -> None:
        self._keys_most = keys_most
        self._free_at: OrderedDict[Hashable, float] = OrderedDict()

    def wait_s(self, key: Hashable, rate: Rate, now_s: float) -> float:
        """Use the key now: 0, or, where that is too often, the seconds until it may be used."""
        wait_s = self.left_s(key, rate, now_s)
        if wait_s > 0:
            return wait_s
        self._free_at[key] = max(self._free_at.get(key, now_s), now_s) + rate.per_s / rate.count
        self._free_at.move_to_end(key)
        while len(self._free_at) > self._keys_most:
            self._free_at.popitem(last=False)
        return 0.0

    def is_full(self, key: Hashable, rate: Rate, now_s: float) -> bool:
        """Whether another use now would be too often."""
        return self.left_s(key, rate, now_s) > 0

    def left_s(self, key: Hashable, rate: Rate, now_s: float) -> float:
        """0 where the key may be used now, or the seconds until it may; nothing is counted."""
        share_s = rate.per_s / rate.count
        left_s = max(self._free_at.get(key, now_s), now_s) + share_s - now_s - rate.per_s
        # Sums of shares are not exact; a use too many would else hang on the last digit.
        return left_s if left_s > share_s / 1000 else 0.0

    def __len__(self) -> int:
        return len(self._free_at)


def whole_s(wait_s: float) -> int:
    """Seconds for `Retry-After`: whole ones, at least one."""
    return max(1, math.ceil(wait_s))
