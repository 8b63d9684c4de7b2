"""By how much cameras' clocks are ahead of ours, from what they happen to say."""

from collections import deque
from datetime import datetime
from statistics import median

_CAMERAS_MAX = 10_000
# The median of nine stands where four of them are far off: an answer that hung, a clock being set.
_SAYINGS = 9
# A clock that is told in whole seconds has run for half of one on average.
_HALF_SECOND = 0.5


class Clocks:
    """The last sayings of each camera."""

    def __init__(self) -> None:
        self._said: dict[str, deque[float]] = {}

    def note(self, camera: str, at: datetime, camera_at: datetime) -> None:
        """Our clock showed at when the camera's showed camera_at."""
        ahead_s = (camera_at - at).total_seconds()
        if camera_at.microsecond == 0:
            ahead_s += _HALF_SECOND
        said = self._said.pop(camera, None) or deque(maxlen=_SAYINGS)
        said.append(ahead_s)
        self._said[camera] = said  # Behind all others: who has said nothing for longest goes.
        if len(self._said) > _CAMERAS_MAX:
            self._said.pop(next(iter(self._said)))

    def ahead_s(self, camera: str) -> float | None:
        """The estimate: within half a second where whole seconds are told; None for the silent."""
        said = self._said.get(camera)
        return round(median(said), 3) if said else None
