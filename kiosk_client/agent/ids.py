"""Press ids: UUIDv7 (RFC 9562, section 5.7) that keep their order when the clock does not."""

import secrets
from collections.abc import Callable
from datetime import datetime
from uuid import UUID

TAIL_BITS = 74  # Every bit that is neither time, version nor variant.
STEP_BITS = 32  # A step this wide leaves room for 2^41 ids in one millisecond.


def next_press_id(
    at: datetime, last: str | None, *, draw: Callable[[int], int] = secrets.randbits
) -> str:
    """An id that sorts after last, whatever the clock says.

    Where the clock stands still or has jumped back, the time of last is kept and its tail is
    counted up by a random step (RFC 9562, section 6.2, method 2).
    """
    now_ms = max(int(at.timestamp() * 1000), 0)
    if last is None:
        return _join(now_ms, draw(TAIL_BITS - 1))
    last_ms, last_tail = _split(last)
    if now_ms > last_ms:
        return _join(now_ms, draw(TAIL_BITS - 1))
    tail = last_tail + 1 + draw(STEP_BITS)
    if tail >> TAIL_BITS:
        return _join(last_ms + 1, draw(TAIL_BITS - 1))
    return _join(last_ms, tail)


def _join(at_ms: int, tail: int) -> str:
    high, low = tail >> 62, tail & ((1 << 62) - 1)
    return str(UUID(int=at_ms << 80 | 7 << 76 | high << 64 | 2 << 62 | low))


def _split(press_id: str) -> tuple[int, int]:
    number = UUID(press_id).int
    return number >> 80, (number >> 64 & 0xFFF) << 62 | number & ((1 << 62) - 1)
